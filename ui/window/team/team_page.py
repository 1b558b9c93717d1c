"""The team's page of a register: take workbooks in, decide between readers, export."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from reviewer.app.merging import MergePlan
from reviewer.domain.combined import Combined, PairState
from reviewer.domain.form import Form
from reviewer.domain.lead_queue import QueueEntry, queue_of
from reviewer.domain.marks import Mark
from reviewer.domain.message import message
from reviewer.domain.submission import Source
from reviewer.domain.times import local, long_day
from ui.window.choosing import open_several
from ui.window.commands import Commands, does
from ui.window.parts.buttons import Chip, plain_button
from ui.window.parts.layouts import FlowLayout
from ui.window.parts.page import DropArea, JobLine, Page
from ui.window.parts.records import RecordColumn, RecordTable
from ui.window.parts.text import Text
from ui.window.team.merge_report import MergeReport
from ui.window.team.queue_words import queue_kind_words
from ui.window.team.rest_of_queue import RestOfQueue
from ui.window.team.sides_view import SidesView
from ui.window.team.verdicts import keep_focus_moving
from ui.window.theme import Theme
from ui.window.words import counted, localised, say

WIDTH = 1680
ROWS_IN_SIGHT = 8
LEAST_SIDES = 380
WORKBOOKS = message("Workbooks (*.xlsx)")


class TeamPage(Page):
    """What is done goes out as signals; the dry run and the register come in by `show_…`."""

    given = Signal(object)
    accepted = Signal()
    dropped_plan = Signal()
    remove_asked = Signal(object)
    return_asked = Signal(str)
    postpone_asked = Signal(str)
    revoke_asked = Signal(str)
    confirm_asked = Signal(int)
    name_settled = Signal(object)
    export_asked = Signal()
    receipts_asked = Signal()
    rule_asked = Signal(bool)
    pack_asked = Signal()
    second_reads_asked = Signal()
    card_asked = Signal()
    calibration_asked = Signal()
    known_cases_asked = Signal()

    def __init__(self, theme: Theme, form: Form) -> None:
        super().__init__(theme, say("Team"), width=WIDTH)
        self.setObjectName("team-page")
        self._form = form
        self.job = JobLine(theme)
        self.report = MergeReport(theme)
        self.sides = SidesView(theme, form)
        self._outside = Chip(theme, ticks=True)
        self._outside.setObjectName("outside-moderators")
        self._outside.setText(say("Nobody decides a case that they read"))
        self._sources: Sequence[Source] = ()
        self._combined: Combined | None = None
        self.with_decided = Chip(theme, ticks=True)
        self.with_decided.setText(say("Show decided cases too"))
        self.rest = RestOfQueue(theme)
        self._drop = DropArea(
            theme,
            say("Drop the team's workbooks here."),
            say("Choose workbooks…"),
            name="team-drop",
        )
        self._take = plain_button(say("Merge"), name="take-in", look="primary")
        self._leave = plain_button(say("Cancel"), name="leave-out")
        self._remove = plain_button(say("Remove from the register…"), name="remove-source")
        self.sources: RecordTable[Source] = RecordTable(
            theme,
            say("Workbooks of the register"),
            (
                RecordColumn(title=say("Workbook"), text=lambda s: s.name, stretches=True),
                RecordColumn(title=say("Export"), text=lambda s: str(s.export_number), right=True),
                RecordColumn(title=say("Exported"), text=lambda s: _when(s.exported_at), width=170),
                RecordColumn(title=say("Signed by"), text=lambda s: s.signer, width=220),
                RecordColumn(title=say("Merged"), text=lambda s: _when(s.merged_at), width=170),
            ),
        )
        self.sources.setObjectName("sources")
        self.open_cases = self._build_queue()
        self.open_cases.setObjectName("open-cases")
        self._build_layout()
        for part in (self.open_cases, self.sides):
            part.hide()  # until it is known that something is to decide
        self._connect()

    def show_plan(self, plan: MergePlan) -> None:
        """Show what taking workbooks in would do."""
        with keep_focus_moving(self.report, self._after_plan):
            self.report.show_plan(plan)
            self._take.setVisible(bool(plan.accepted))
            self._leave.show()

    def _after_plan(self) -> QWidget:
        taking = self._leave if self._take.isHidden() else self._take
        return self.report.to_compare() or taking

    def clear_plan(self) -> None:
        """Show no dry run."""
        self.report.clear()
        self._take.hide()
        self._leave.hide()

    def show_rule(self, *, outside_only: bool) -> None:
        """Show whether only somebody who did not read a case may decide it."""
        self._outside.setChecked(outside_only)

    def show_register(self, sources: Sequence[Source], combined: Combined) -> None:
        """Show the register as it is."""
        chosen = self.open_cases.chosen()
        self._sources = sources
        self.sources.fill(sources)
        self.sources.take_height(ROWS_IN_SIGHT)
        self._remove.setEnabled(False)
        self._combined = combined
        waiting = combined.waiting
        entries = queue_of(combined, decided=self.with_decided.isChecked())
        self.open_cases.fill(entries)
        self.open_cases.take_height(ROWS_IN_SIGHT)
        states = [pair.state for pair in combined.pairs]
        self._about.setText(
            say(
                "{waiting}. Second reads: {agreed} agreed, {moderated} decided.",
                waiting=counted(len(waiting), "{n} case to decide", "{n} cases to decide")
                if waiting
                else say("Nothing to decide"),
                agreed=states.count(PairState.AGREED),
                moderated=states.count(PairState.MODERATED),
            )
        )
        self.rest.show_register(combined)
        self.open_cases.setVisible(bool(entries))
        self.sides.setVisible(bool(entries))
        if entries:
            same = next((n for n, e in enumerate(entries) if chosen and e.case == chosen.case), 0)
            self.open_cases.selectRow(same)

    def choose_case(self, case: str) -> None:
        """Show the sides of a case that waits for a decision; another is left as it is."""
        records = self.open_cases.records
        for row in range(records.rowCount()):
            waiting = records.record(row)
            if waiting is not None and waiting.case == case:
                self.open_cases.selectRow(row)

    def _on_row(self) -> None:
        chosen = self.open_cases.chosen()
        if chosen is not None:
            self.sides.show_entry(chosen)

    @does(Commands.NEXT_CASE, 1)
    @does(Commands.PREVIOUS_CASE, -1)
    def step(self, by: int) -> None:
        """Go to the next entry of the queue, or to the one before."""
        row = self.open_cases.currentIndex().row() + by
        if 0 <= row < self.open_cases.records.rowCount():
            self.open_cases.selectRow(row)

    @does(Commands.COMPLETE)
    def decide(self) -> None:
        """Decide what is chosen for the entry."""
        self.sides.decide()

    @does(Commands.POSTPONE)
    def postpone(self) -> None:
        """Ask to put the entry off."""
        self.sides.postpone()

    @does(Commands.GRADE)
    def focus_grade(self) -> None:
        """Give the keyboard to the decision, where there is one to take."""
        if not self.sides.isHidden():
            self.ensureWidgetVisible(self.sides)
            self.sides.focus_choice()

    def _build_queue(self) -> RecordTable[QueueEntry]:
        return RecordTable(
            self.theme,
            say("Cases to decide"),
            (
                RecordColumn(title=say("Case"), text=lambda o: o.case, width=200),
                RecordColumn(title=say("What"), text=self._kind, width=250),
                RecordColumn(
                    title=say("Readers and grades"),
                    text=self._grades,
                    marks=self._marks,
                    stretches=True,
                ),
            ),
        )

    def resizeEvent(self, event: QResizeEvent, /) -> None:
        """Let reviews and decision fit the page together."""
        super().resizeEvent(event)
        room = self.viewport().height() - self.theme.px(160)
        self.sides.setFixedHeight(max(room, self.theme.px(LEAST_SIDES)))

    def _kind(self, entry: QueueEntry) -> str:
        words = queue_kind_words(entry)
        grade = entry.decision.grade if entry.decision is not None else ""
        if not grade:
            return words
        return say("{what}: {grade}", what=words, grade=self._form.grades.label(grade))

    def _grades(self, entry: QueueEntry) -> str:
        grades = self._form.grades.options
        words = {str(code): localised(option.label) for code, option in grades.items()}
        none = say("no grade")
        sides = ((side.reviewer, side.grade(self._form)) for side in entry.reviews)
        return "   ".join(f"{name}: {words.get(code, none)}" for name, code in sides)

    def _marks(self, entry: QueueEntry) -> list[Mark]:
        grades = (side.grade(self._form) for side in entry.reviews)
        return [mark for code in grades if (mark := self._form.grades.mark(code)) is not None]

    def _on_decided(self) -> None:
        if self._combined is not None:
            self.show_register(self._sources, self._combined)

    def _on_choose(self) -> None:
        paths = open_several(self, say("Merge workbooks"), WORKBOOKS)
        if paths:
            self.given.emit(paths)

    def _on_remove(self) -> None:
        source = self.sources.chosen()
        if source is not None:
            self.remove_asked.emit(source)

    def _connect(self) -> None:
        self.rest.name_settled.connect(self.name_settled)
        self.rest.confirm_asked.connect(self.confirm_asked)
        self.with_decided.toggled.connect(self._on_decided)
        self.sides.revoke_asked.connect(self.revoke_asked)
        self._outside.clicked.connect(self.rule_asked)
        self.sides.postpone_asked.connect(self.postpone_asked)
        self.sides.return_asked.connect(self.return_asked)
        self._drop.dropped.connect(self.given)
        self._drop.choose_asked.connect(self._on_choose)
        self._take.clicked.connect(self.accepted)
        self._leave.clicked.connect(self.dropped_plan)
        self._remove.clicked.connect(self._on_remove)
        self.sources.selectionModel().selectionChanged.connect(
            lambda *_: self._remove.setEnabled(self.sources.chosen() is not None)
        )
        self.open_cases.entered_row.connect(lambda _: self.focus_grade())
        self.open_cases.selectionModel().currentRowChanged.connect(lambda *_: self._on_row())

    def _build_ways(self) -> None:
        ways = QWidget()
        work = FlowLayout(ways, gap=self.theme.px(8))
        for words, name, asked in (
            (say("Make a pack…"), "make-pack", self.pack_asked),
            (say("Draw second reads…"), "second-reads", self.second_reads_asked),
            (say("Calibration…"), "calibration", self.calibration_asked),
            (say("Known cases…"), "known-cases", self.known_cases_asked),
            (say("Fingerprint card…"), "card", self.card_asked),
        ):
            button = plain_button(words, name=name)
            button.clicked.connect(asked)
            work.addWidget(button)
        self.column.addWidget(ways)

    def _build_layout(self) -> None:
        theme, px = self.theme, self.theme.px
        export = plain_button(say("Export the team workbook…"), name="team-export")
        export.clicked.connect(self.export_asked)
        self.head.addWidget(export)
        self._build_ways()
        self.column.addWidget(self._drop)
        self.column.addWidget(self.job)
        self.column.addWidget(self.report)
        row = QHBoxLayout()
        row.setSpacing(px(8))
        row.addWidget(self._take)
        row.addWidget(self._leave)
        row.addStretch(1)
        self.column.addLayout(row)
        self.clear_plan()
        self.add_heading(say("To decide"))
        self._about = Text(theme, tone="quiet", wrap=True)
        self._about.setObjectName("team-about")
        row = QHBoxLayout()
        row.addWidget(self._about, 1)
        row.addWidget(self.with_decided)
        self.column.addLayout(row)
        self.column.addWidget(self.open_cases)
        self.column.addWidget(self.sides)
        self.column.addWidget(self.rest)
        rule = QHBoxLayout()
        rule.addWidget(self._outside)
        rule.addStretch(1)
        self.column.addLayout(rule)
        self.add_heading(say("Workbooks of this register"))
        self.column.addWidget(self.sources)
        row = QHBoxLayout()
        row.addWidget(self._remove)
        receipts = plain_button(say("Sign receipts…"), name="sign-receipts")
        receipts.clicked.connect(self.receipts_asked)
        row.addWidget(receipts)
        row.addStretch(1)
        self.column.addLayout(row)
        self.column.addStretch(1)


def _when(stamp: str) -> str:
    return long_day(local(stamp).isoformat()) if stamp else ""
