"""The progress board: how far each reader is, by the workbooks in a folder."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from reviewer.app.board import Board, BoardRow, InspectionBoard
from reviewer.domain.ids import short_number
from reviewer.domain.times import local, long_day
from ui.window.choosing import choose_folder
from ui.window.parts.buttons import plain_button
from ui.window.parts.layouts import clear
from ui.window.parts.page import JobLine, Page
from ui.window.parts.records import RecordColumn, RecordTable
from ui.window.parts.text import Text
from ui.window.theme import LARGE, Theme
from ui.window.words import say

WIDTH = 1120
ROWS_SHOWN = 20
NAMED_AT_MOST = 40


class BoardPage(Page):
    """`given` carries the folder that a person chose."""

    given = Signal(object)
    left = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, say("Progress of a team"), width=WIDTH, alone=True)
        self.setObjectName("board-page")
        self._choose = plain_button(say("Choose a folder…"), name="board-choose", look="primary")
        back = plain_button(say("Back"), name="back")
        back.clicked.connect(self.left)
        self._choose.clicked.connect(self._on_choose)
        self.head.addWidget(self._choose)
        self.head.addWidget(back)
        self.say_intro(
            say(
                "Choose the folder with the workbooks that were handed in. Of each reader the "
                "newest one counts. No register is needed, and nothing is changed."
            )
        )
        self.job = JobLine(theme)
        self.column.addWidget(self.job)
        self._found = QVBoxLayout()
        self._found.setSpacing(theme.px(12))
        self.column.addLayout(self._found)
        self.column.addStretch(1)
        self.setFocusProxy(self._choose)

    def show_board(self, board: Board) -> None:
        """Show how far each inspection and reader is."""
        clear(self._found)
        for one in board.inspections:
            self._found.addWidget(_inspection(self.theme, one))
        for left in board.left_out:
            words = say("{file} is not counted: {reason}", file=left.workbook, reason=left.reason)
            self._found.addWidget(Text(self.theme, words, tone="quiet", wrap=True))

    def _on_choose(self) -> None:
        folder = choose_folder(self, say("The folder with the workbooks"))
        if folder is not None:
            self.given.emit(folder)


def _inspection(theme: Theme, one: InspectionBoard) -> QWidget:
    host = QWidget()
    column = QVBoxLayout(host)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(theme.px(8))
    words = say(
        "{code} · {force}: {done} of {all} cases complete",
        code=one.code,
        force=one.force,
        done=one.completed,
        all=one.cases,
    )
    column.addWidget(Text(theme, words, size=LARGE, strong=True, wrap=True))
    columns: tuple[RecordColumn[BoardRow], ...] = (
        RecordColumn(title=say("Reader"), text=lambda row: row.reader, stretches=True),
        RecordColumn(title=say("Assigned"), text=lambda row: str(row.given), right=True),
        RecordColumn(title=say("Complete"), text=lambda row: str(row.completed), right=True),
        RecordColumn(title=say("Started"), text=lambda row: str(row.in_progress), right=True),
        RecordColumn(title=say("Outstanding"), text=lambda row: str(row.outstanding), right=True),
        RecordColumn(
            title=say("Open referrals"), text=lambda row: str(row.open_referrals), right=True
        ),
        RecordColumn(title=say("Last change"), text=_last_change, width=170),
        RecordColumn(title=say("Export"), text=lambda row: str(row.export), right=True),
        RecordColumn(title=say("Signer"), text=_signer, width=130),
    )
    table = RecordTable(theme, say("Readers of {code}", code=one.code), columns)
    table.setObjectName("board")
    table.fill(one.rows)
    table.take_height(ROWS_SHOWN)
    column.addWidget(table)
    if one.outstanding:
        named = ", ".join(map(short_number, one.outstanding[:NAMED_AT_MOST]))
        rest = len(one.outstanding) - NAMED_AT_MOST
        words = say("Outstanding: {what}.", what=named)
        if rest > 0:
            words = say("Outstanding: {cases} and {n} more.", cases=named, n=rest)
        column.addWidget(Text(theme, words, tone="quiet", wrap=True))
    return host


def _last_change(row: BoardRow) -> str:
    return long_day(local(row.last_change).isoformat()) if row.last_change else ""


def _signer(row: BoardRow) -> str:
    return say("trusted") if row.trusted else say("not trusted yet")
