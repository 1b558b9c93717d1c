"""The file itself: copies, passphrase, whose it is, how long it is kept, and if it is whole."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from reviewer.domain.backup_retention import EVERY
from reviewer.domain.message import message
from ui.operations.copies import KnownCopy
from ui.window.choosing import choose_folder, save_as
from ui.window.keeping.receipts_part import ReceiptFacts, ReceiptsPart
from ui.window.parts.buttons import plain_button
from ui.window.parts.faults import show_fault
from ui.window.parts.field_keys import EnteredLine
from ui.window.parts.layouts import FlowLayout
from ui.window.parts.page import COLUMNS_WIDTH, JobLine, Page, labelled
from ui.window.parts.panel import Hairline
from ui.window.parts.records import RecordColumn, RecordTable
from ui.window.parts.text import Text
from ui.window.theme import LARGE, SMALL, Theme
from ui.window.words import load_words, say, typed_date, when_of

COPY_ROWS, ROW = 4, 31
"""Rows of the table of copies in sight, the rest scrolls; and their height in pixels at 100%."""
KINDS = message("Review files (*.review)")


@dataclass(frozen=True, slots=True, kw_only=True)
class FileFacts:
    """What the page says of the file."""

    path: Path
    person: str
    backups: Path
    dispose_by: str
    copies: Sequence[KnownCopy]
    loads: Mapping[str, int]
    """Cases of each inspector; none in a register, whose cases are those of its workbooks."""
    read_only: bool
    receipts: ReceiptFacts | None
    """None in a register, which issues receipts."""
    code_may_change: bool


class KeepingPage(Page):
    """Filled by `show_facts`; every signal is a wish, done elsewhere."""

    back_up_asked = Signal()
    copy_asked = Signal(object)
    folder_asked = Signal(object)
    back_asked = Signal(object)
    passphrase_asked = Signal()
    handover_asked = Signal()
    code_asked = Signal()
    redact_asked = Signal()
    day_asked = Signal(str)
    check_asked = Signal()
    dispose_asked = Signal()
    extend_asked = Signal()
    assign_asked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, say("This file"), width=COLUMNS_WIDTH)
        self.setObjectName("keeping-page")
        self._facts: FileFacts | None = None
        self._where = self.say_intro("")
        self._where.setObjectName("keeping-where")
        self.job = JobLine(theme)
        self.column.addWidget(self.job)
        # Queued, so that the line has its place before it is scrolled to.
        self.job.announced.connect(self._show_job, Qt.ConnectionType.QueuedConnection)
        self.begin_part()
        self._build_copies()
        self._build_list()
        for build in (
            self._build_passphrase,
            self._build_person,
            self._build_day,
            self._build_words,
            self._build_check,
        ):
            self.begin_part()
            build()
        self.receipts = ReceiptsPart(theme)
        self.receipts.hide()
        self.column.addWidget(self.receipts)
        self.begin_part()
        self._build_disposal()
        self.end_parts()
        self.column.addStretch(1)

    def _show_job(self) -> None:
        """Bring the message into sight: the buttons that ask for it are far below."""
        if self.job.isVisible():
            self.ensureWidgetVisible(self.job)

    def show_facts(self, facts: FileFacts) -> None:
        """Show what is known of the file."""
        self._facts = facts
        self._where.setText(str(facts.path))
        self._folder.setText(
            say(
                "A backup is saved after every {minutes} minutes of work, in {folder}.",
                minutes=EVERY // timedelta(minutes=1),
                folder=str(facts.backups),
            )
        )
        self._person.setText(say("Assigned to {person}.", person=facts.person))
        self._day.setText(typed_date(facts.dispose_by))
        self.table.fill(facts.copies)
        self.table.setVisible(bool(facts.copies))
        self._none.put("" if facts.copies else say("There are no backups of this file yet."))
        self._back.setEnabled(bool(facts.copies))
        self._list_part.setVisible(bool(facts.loads))
        self._list_part.setEnabled(not facts.read_only)
        self._recode.setVisible(facts.code_may_change)
        self.receipts.setVisible(facts.receipts is not None)
        self.receipts.setEnabled(not facts.read_only)
        if facts.receipts is not None:
            self.receipts.show_facts(facts.receipts)
        self._loads.setText(
            say("{n:,} cases: {loads}.", n=sum(facts.loads.values()), loads=load_words(facts.loads))
        )

    def refuse_day(self, sentence: str) -> None:
        """Say at the disposal date what is wrong with it."""
        show_fault(self._day, sentence)
        self._day.setFocus()

    def _build_copies(self) -> None:
        self.add_heading(say("Backups"))
        self._folder = self._sentence("")
        self.table: RecordTable[KnownCopy] = RecordTable(
            self.theme,
            say("Backups and copies of this file, newest first"),
            (
                RecordColumn(
                    title=say("When"),
                    text=lambda c: when_of(c.at.isoformat()),
                    width=170,
                    sort=lambda c: c.at,
                ),
                RecordColumn(
                    title=say("Log entries"),
                    text=lambda c: f"{c.events:,}" if c.events is not None else "",
                    right=True,
                    width=110,
                ),
                RecordColumn(title=say("Name"), text=_name, width=190),
                RecordColumn(
                    title=say("Folder"), text=lambda c: str(c.path.parent), stretches=True
                ),
            ),
        )
        self.table.setObjectName("copies")
        # Of one height: a page that is shown does not make room for a table that grows.
        self.table.setFixedHeight(self.theme.px(ROW * (COPY_ROWS + 1) + 8))
        self._none = Text(self.theme, tone="quiet")
        self.column.addWidget(self.table)
        self.column.addWidget(self._none)
        self._back = self._button(say("Restore a backup…"), "bring-back", self._on_back)
        self._row(
            self._button(say("Back up now"), "back-up", self.back_up_asked.emit),
            self._button(say("Save a copy to USB drive…"), "copy-out", self._on_copy),
            self._back,
            self._button(say("Change backup folder…"), "backup-folder", self._on_folder),
        )

    def _build_list(self) -> None:
        self._list_part = QWidget()
        part = QVBoxLayout(self._list_part)
        part.setContentsMargins(0, self.theme.px(8), 0, 0)
        part.setSpacing(self.theme.px(12))
        part.addWidget(Hairline(self.theme))
        part.addWidget(Text(self.theme, say("The list"), size=LARGE, strong=True))
        self._loads = Text(self.theme, size=SMALL, tone="quiet", wrap=True)
        self._loads.setObjectName("list-loads")
        part.addWidget(self._loads)
        ways = QWidget()
        row = FlowLayout(ways, gap=self.theme.px(8))
        row.addWidget(
            self._button(say("Add cases from a new list…"), "extend", self.extend_asked.emit)
        )
        row.addWidget(self._button(say("Assign cases…"), "assign", self.assign_asked.emit))
        part.addWidget(ways)
        self._list_part.hide()
        self.column.addWidget(self._list_part)

    def _build_passphrase(self) -> None:
        self.add_heading(say("Passphrase"))
        self._sentence(
            say(
                "A new passphrase comes with a new recovery code. Earlier copies "
                "still open with the old passphrase."
            )
        )
        words = say("Change the passphrase…")
        self._row(self._button(words, "change-passphrase", self.passphrase_asked.emit))

    def _build_person(self) -> None:
        self.add_heading(say("Reviewer"))
        self._person = self._sentence("")
        self._sentence(
            say(
                "Hand the file over when a colleague takes it on, or your name "
                "changes. Work already done keeps the first name."
            )
        )
        words = say("Correct the inspection code…")
        self._recode = self._button(words, "correct-code", self.code_asked.emit)
        self._row(
            self._button(say("Hand over…"), "hand-over", self.handover_asked.emit), self._recode
        )

    def _build_day(self) -> None:
        self.add_heading(say("Disposal date"))
        self._day = EnteredLine()
        self._day.setObjectName("dispose-by")
        self._day.setPlaceholderText(say("dd/mm/yyyy"))
        self._day.setMaximumWidth(self.theme.px(160))
        self._day.returnPressed.connect(self._on_day)
        words = say("The day by which the file must be disposed of")
        self.column.addLayout(labelled(self.theme, words, self._day))
        self._sentence(
            say(
                "After this day, Reviewer reminds you to dispose of the file each "
                "time it is opened."
            )
        )
        self._row(self._button(say("Set date"), "keep-day", self._on_day))

    def _build_words(self) -> None:
        self.add_heading(say("Redact text"))
        self._sentence(say("Removes words from everything typed into this file, and from its log."))
        self._row(self._button(say("Redact…"), "take-words-out", self.redact_asked.emit))

    def _build_check(self) -> None:
        self.add_heading(say("Integrity check"))
        self._sentence(
            say(
                "Reads the whole file and its log, and compares the answers with the "
                "log. Any problem is listed."
            )
        )
        self._row(self._button(say("Check the file"), "check-file", self.check_asked.emit))

    def _build_disposal(self) -> None:
        self.add_heading(say("Disposal"))
        self._sentence(
            say(
                "Deletes this file and every copy known on this computer, and saves "
                "a signed record. You see the list, and who received the work, before anything "
                "is deleted."
            )
        )
        words = say("Dispose of the file…")
        self._row(self._button(words, "dispose", self.dispose_asked.emit))

    def _sentence(self, words: str) -> Text:
        text = Text(self.theme, words, size=SMALL, tone="quiet", wrap=True)
        self.column.addWidget(text)
        return text

    def _button(self, words: str, name: str, doing: Callable[[], None]) -> QPushButton:
        button = plain_button(words, name=name)
        button.clicked.connect(lambda _=False: doing())
        return button

    def _row(self, *buttons: QPushButton) -> None:
        line = QWidget()
        row = FlowLayout(line, gap=self.theme.px(8))
        for button in buttons:
            row.addWidget(button)
        self.column.addWidget(line)

    def _on_copy(self) -> None:
        if self._facts is not None:
            name = Path.home() / f"{self._facts.path.stem}-copy.review"
            chosen = save_as(self, say("Save a copy"), name, KINDS)
            if chosen is not None:
                self.copy_asked.emit(chosen)

    def _on_folder(self) -> None:
        chosen = choose_folder(self, say("Backup folder"))
        if chosen is not None:
            self.folder_asked.emit(chosen)

    def _on_back(self) -> None:
        copy = self.table.records.record(max(self.table.currentIndex().row(), 0))
        if copy is not None:
            self.back_asked.emit(copy.path)

    def _on_day(self) -> None:
        self.day_asked.emit(self._day.text())


def _name(copy: KnownCopy) -> str:
    return copy.path.name if copy.events is None else say("Automatic backup")
