"""What is asked before cases get another inspector: which cases, and whose they are then."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCompleter, QLineEdit, QWidget

from reviewer.domain.ids import CaseId
from ui.window.parts.asking_sheet import AskingSheet
from ui.window.parts.choices import Choices
from ui.window.parts.page import labelled
from ui.window.parts.text import Text
from ui.window.theme import SMALL, Theme
from ui.window.words import counted, load_words, say


class Whose(StrEnum):
    """Which cases are assigned, and how."""

    EVENLY = "evenly"
    SHOWN = "shown"
    ONE = "one"
    LISTED = "listed"


class AssignSheet(AskingSheet):
    """One of four ways; `asked` carries the way and the names, `list_asked` that a list names them.

    `shown` is how many cases the list shows, `current` the open case.
    """

    asked = Signal(str, str)
    list_asked = Signal()

    def __init__(
        self,
        theme: Theme,
        loads: Mapping[str, int],
        shown: int,
        current: CaseId | None,
        parent: QWidget,
    ) -> None:
        super().__init__(
            theme, say("Assign cases"), parent, doing=say("Assign"), name="assign-sheet"
        )
        now = Text(theme, say("Now: {loads}.", loads=load_words(loads)), wrap=True)
        now.setObjectName("loads")
        self.column.addWidget(now)
        ways = [(Whose.EVENLY, say("All cases, shared evenly"))]
        if current is not None:
            ways.append((Whose.ONE, say("The open case")))
        if 0 < shown < sum(loads.values()):
            words = counted(
                shown, "The case shown in the list", "The {n:,} cases shown in the list"
            )
            ways.append((Whose.SHOWN, words))
        ways.append((Whose.LISTED, say("From a list")))
        self._ways = Choices(theme, say("Which cases"), ways)
        self._ways.setObjectName("assign-ways")
        self._ways.chosen.connect(self._show)
        self.column.addWidget(self._ways)
        self._names, self._about = QLineEdit(), Text(theme, size=SMALL, tone="quiet", wrap=True)
        self._names.setObjectName("assign-names")
        known = QCompleter([name for name in loads if name], self)
        known.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._names.setCompleter(known)
        self._host = QWidget()
        column = labelled(theme, say("Who"), self._names)
        column.setContentsMargins(0, 0, 0, 0)
        self._host.setLayout(column)
        self.column.addWidget(self._host)
        self.column.addWidget(self._about)
        self._sentence(say("Answers stay with the person who gave them. Each change is logged."))
        self._current = current
        first = Whose.ONE if current is not None else Whose.EVENLY
        self._ways.put(first)
        self._show(first)
        self.end(self._names)

    def _show(self, way: str) -> None:
        listed, evenly = way == Whose.LISTED, way == Whose.EVENLY
        self._host.setVisible(not listed)
        self._names.setPlaceholderText(say("A. Lead; B. Inspector") if evenly else "")
        self.accept_button.setText(say("Choose a list…") if listed else say("Assign"))
        about = {
            Whose.EVENLY: say(
                "Separate names with semicolons. Each inspector gets the same number "
"of cases, of each type too. The same list and names always give the "
"same result."
            ),
            Whose.ONE: say("{case} is assigned to this inspector.", case=self._current or ""),
            Whose.SHOWN: say("All of them are assigned to this inspector."),
            Whose.LISTED: say("Each case is assigned to the inspector named in the list."),
        }  # fmt: skip
        self._about.setText(about[Whose(way)])
        self.job.hide()
        if not listed:
            self._names.setFocus()

    def _on_accept(self) -> None:
        if self._ways.code == Whose.LISTED:
            self.accept()
            self.list_asked.emit()
        else:
            self.begin_work(say("Assigning…"))
            self.asked.emit(self._ways.code, self._names.text())

    def refuse(self, sentence: str) -> None:
        """Say why it was not done; nothing is lost of what is typed."""
        self._put_work(at_work=False)
        self._refuse_at(self._names, sentence)
