"""The team's page where the file is one reviewer's own."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from reviewer.app.returned_cases import TakenReturn
from reviewer.app.verifying import UNKNOWN, Examined
from reviewer.domain.errors import RefusalError
from reviewer.domain.message import message
from ui.window.choosing import open_one
from ui.window.parts.buttons import plain_button
from ui.window.parts.layouts import FlowLayout, clear, parts_of
from ui.window.parts.page import DropArea, JobLine, Page
from ui.window.parts.password_line import PasswordLine
from ui.window.parts.text import Text
from ui.window.team.copies_part import CopiesPart
from ui.window.team.verdicts import VerdictCard, first_to_compare, keep_focus_moving
from ui.window.theme import Theme
from ui.window.words import counted, say

WORKBOOKS = message("Workbooks (*.xlsx)")


class OwnTeamPage(Page):
    """The signed workbook goes out here, and what the lead returned comes in.

    `given` carries the team's workbook, `trusted` a certificate a person vouches for,
    `case_asked` a returned case to go to.
    """

    export_asked = Signal()
    pack_asked = Signal()
    compare_asked = Signal()
    calibration_asked = Signal()
    release_asked = Signal()
    given = Signal(object)
    trusted = Signal(object)
    case_asked = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, say("Team"))
        self.setObjectName("own-team")
        self.say_intro(
            say(
                "This file belongs to one reviewer. To combine a team's work, each "
                "reviewer exports a signed workbook, and the lead merges them from "
                "the start page."
            )
        )
        export = plain_button(say("Export the signed workbook…"), name="team-export")
        export.clicked.connect(self.export_asked)
        pack = plain_button(say("Open a further pack…"), name="further-pack")
        pack.clicked.connect(self.pack_asked)
        ways = QWidget()
        row = FlowLayout(ways, gap=theme.px(8))
        row.addWidget(export)
        row.addWidget(pack)
        for words, name, asked in (
            (say("Compare with agreed answers…"), "compare-agreed", self.compare_asked),
            (say("Make a calibration pack…"), "make-calibration", self.calibration_asked),
            (say("Release the agreed answers…"), "release-answers", self.release_asked),
        ):
            button = plain_button(words, name=name)
            button.clicked.connect(asked)
            row.addWidget(button)
        self.column.addWidget(ways)
        self.add_heading(say("Returned by the lead"))
        self._drop = DropArea(
            theme,
            say("Drop the team workbook here to import the cases returned to you."),
            say("Choose the team workbook…"),
            name="returns-drop",
        )
        self._drop.dropped.connect(lambda paths: self.given.emit(paths[0]))
        self._drop.choose_asked.connect(self.choose)
        self.job = JobLine(theme)
        self.password = PasswordLine(theme)
        self._found = QVBoxLayout()
        self._found.setSpacing(theme.px(12))
        for part in (self._drop, self.job, self.password):
            self.column.addWidget(part)
        self.column.addLayout(self._found)
        self.copies = CopiesPart(theme)
        self.column.addWidget(self.copies)
        self.column.addStretch(1)

    def choose(self) -> None:
        """Let the person choose the team's workbook."""
        path: Path | None = open_one(self, say("Import returned cases"), WORKBOOKS)
        if path is not None:
            self.given.emit(path)

    def show_taken(self, taken: Sequence[TakenReturn]) -> None:
        """Show which cases are marked as returned now, each with the lead's comment."""
        with keep_focus_moving(self, self._next_stop):
            self._fill(taken)

    def _next_stop(self) -> QWidget:
        shown = (part for part in parts_of(self._found) if isinstance(part, QWidget))
        return first_to_compare(self._found) or next(shown, self._drop.button)

    def _fill(self, taken: Sequence[TakenReturn]) -> None:
        self.clear()
        marked = counted(
            len(taken), "{n} case was marked as returned.", "{n} cases were marked as returned."
        )
        self.job.show_done(marked if taken else say("No cases were returned to you."))
        for one in taken:
            go = plain_button(one.case, name=f"go-{one.case}", look="link")
            go.clicked.connect(lambda _=False, case=one.case: self.case_asked.emit(str(case)))
            words = say("{who}: {what}", who=one.returned.moderator, what=one.returned.comment)
            self._found.addWidget(go)
            self._found.addWidget(Text(self.theme, words, wrap=True))

    def show_refused(self, refused: RefusalError, book: Examined) -> None:
        """Say why a workbook was not taken; one of an unknown signer can be vouched for."""
        with keep_focus_moving(self, self._next_stop):
            self.clear()
            self.job.show_failure(str(refused))
            self.password.ask_for([book])
            if refused.code == UNKNOWN:
                card = VerdictCard(self.theme, book)
                card.trusted.connect(self.trusted)
                self._found.addWidget(card)

    def clear(self) -> None:
        """Show nothing of a workbook."""
        self.password.hide()
        with keep_focus_moving(self, lambda: self._drop.button):
            clear(self._found)
