"""What is asked before cases become known ones: the panel's workbook, and which cases."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from reviewer.domain.ids import CaseId
from ui.window.choosing import open_one
from ui.window.parts.asking_sheet import AskingSheet
from ui.window.parts.buttons import plain_button
from ui.window.parts.faults import Faults
from ui.window.parts.page import labelled
from ui.window.parts.target import typed_path
from ui.window.parts.text import Text
from ui.window.team.team_page import WORKBOOKS
from ui.window.theme import Theme
from ui.window.words import say


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownCasesRequest:
    """The workbook that says what a panel agreed, and the cases to take from it."""

    panel: Path
    cases: tuple[CaseId, ...]


class KnownCasesSheet(AskingSheet):
    """`asked` carries what is wanted; the sheet stays until `accept`, or `refuse` says why."""

    asked = Signal(object)

    def __init__(self, theme: Theme, example: str, parent: QWidget) -> None:
        """Show the id of a case of the list as an `example`."""
        super().__init__(
            theme, say("Known cases"), parent, doing=say("Mark as known"), name="known"
        )
        words = say(
            "Readers cannot tell a known case from any other. It is in no figure, and the "
            "calibration report compares every reader with what the panel agreed."
        )
        self.column.addWidget(Text(theme, words, tone="quiet", wrap=True))
        line, self._panel = QWidget(), QLineEdit()
        self._panel.setObjectName("known-panel")
        self._panel.setAccessibleName(say("The panel’s workbook"))
        choose = plain_button(say("Choose…"), name="known-panel-choose")
        choose.clicked.connect(self._choose)
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._panel, 1)
        row.addWidget(choose)
        self.column.addLayout(labelled(theme, say("The panel’s workbook"), line))
        self._cases = QLineEdit()
        self._cases.setObjectName("known-cases")
        hint = say("Case numbers with spaces between, such as {case}.", case=example)
        self.column.addLayout(labelled(theme, say("Cases"), self._cases, hint))
        self.end(self._panel)

    def _choose(self) -> None:
        path = open_one(self, say("Choose the panel’s workbook"), WORKBOOKS)
        if path is not None:
            self._panel.setText(str(path))

    def _on_accept(self) -> None:
        faults = Faults()
        panel = faults.read(self._panel, lambda: typed_path(self._panel.text()))
        if not self._panel.text().strip():
            faults.note(self._panel, say("Choose the panel’s workbook."))
        cases = tuple(CaseId(name) for name in self._cases.text().replace(",", " ").split())
        if not cases:
            faults.note(self._cases, say("Name at least one case."))
        if self._show_faults(faults) or panel is None:
            return
        self.begin_work(say("Reading the panel’s workbook…"))
        self.asked.emit(KnownCasesRequest(panel=panel, cases=cases))
