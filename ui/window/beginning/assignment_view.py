"""Who reviews which case of a new inspection: as the list says, allocated evenly, or nobody yet."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from reviewer.app.assignment import names_of
from reviewer.domain.case import Case
from ui.window.parts.choices import Choices
from ui.window.parts.page import labelled
from ui.window.parts.panel import Hairline
from ui.window.parts.text import Text
from ui.window.theme import LARGE, Theme
from ui.window.words import counted, say

_LISTED, _EVENLY = "listed", "evenly"


class AssignmentView(QWidget):
    """`changed` says that something was chosen or typed."""

    changed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._listed = Text(theme, tone="quiet", wrap=True)
        self._choices = Choices(
            theme,
            say("Assign cases"),
            ((_LISTED, say("As the list says")), (_EVENLY, say("Shared evenly"))),
        )
        self._choices.setObjectName("assignment")
        self._choices.put(_LISTED)
        self._names = QLineEdit()
        self._names.setObjectName("inspectors")
        self._host = QWidget()
        hint = say(
            "Each inspector gets the same number of cases, of each type too. The "
            "same list and names always give the same result."
        )
        column = labelled(theme, say("Inspectors, separated by semicolons"), self._names, hint)
        column.setContentsMargins(0, 0, 0, 0)
        self._host.setLayout(column)
        self._names.setPlaceholderText(say("A. Lead; B. Inspector"))
        self._choices.chosen.connect(self._on_chosen)
        self._names.textChanged.connect(self.changed)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, theme.px(8), 0, 0)
        layout.setSpacing(theme.px(12))
        layout.addWidget(Hairline(theme))
        title = say("Assign cases")
        layout.addWidget(Text(theme, title, size=LARGE, strong=True))
        for part in (self._choices, self._listed, self._host):
            layout.addWidget(part)
        self._host.hide()

    @property
    def inspectors(self) -> list[str]:
        """The inspectors who get the cases; empty where the list decides."""
        if self._choices.code != _EVENLY:
            return []
        return names_of(self._names.text())

    @property
    def lacks_names(self) -> bool:
        """Whether cases are to be allocated, and to nobody."""
        return self._choices.code == _EVENLY and not self.inspectors

    def show_cases(self, cases: Sequence[Case]) -> None:
        """Say what the list itself says of inspectors."""
        named = sum(bool(case.get("inspector")) for case in cases)
        words = counted(named, "The list names the inspector of {n} case.",
                        "The list names the inspectors of {n} cases.")  # fmt: skip
        nobody = say(
            "The list does not name any inspectors. The cases stay unassigned until you "
            "assign them."
        )
        self._listed.setText(words if named else nobody)

    def _on_chosen(self, code: str) -> None:
        self._host.setVisible(code == _EVENLY)
        self._listed.setVisible(code == _LISTED)
        if code == _EVENLY:
            self._names.setFocus()
        self.changed.emit()
