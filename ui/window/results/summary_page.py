"""The summary as it will be exported: the finding, the bars, and every table."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from reviewer.app.figure import figure_of
from reviewer.app.summarising import Summarised
from reviewer.domain.errors import RefusalError
from reviewer.figures.table import Counted, Table, TableSheet
from ui.window.parts.buttons import plain_button
from ui.window.parts.field_keys import EnteredLine
from ui.window.parts.figure_table import FigureTable
from ui.window.parts.grade_bars import GradeBars
from ui.window.parts.layouts import FlowLayout, clear, width_for
from ui.window.parts.number_button import NumberButton
from ui.window.parts.page import JobLine, Page
from ui.window.parts.panel import Hairline
from ui.window.parts.text import Text
from ui.window.theme import HEADLINE, LARGE, SMALL, TITLE, Theme
from ui.window.words import counted, say

WIDTH = 1120


class SummaryPage(Page):
    """`linked` carries what a number is of, and its cases."""

    linked = Signal(str, object)
    export_asked = Signal()
    earlier_asked = Signal()
    print_asked = Signal()
    publish_asked = Signal()

    def __init__(self, theme: Theme, *, publishes: bool = False) -> None:
        """Show figures; `publishes` offers to publish the tables, as of a register."""
        super().__init__(theme, say("Summary"), width=WIDTH)
        self.setObjectName("summary-page")
        for words, name, asked in (
            (say("Earlier visits…"), "summary-earlier", self.earlier_asked),
            (say("Print…"), "summary-print", self.print_asked),
            (say("Publish…"), "summary-publish", self.publish_asked),
            (say("Export…"), "summary-export", self.export_asked),
        ):
            button = plain_button(words, name=name)
            button.clicked.connect(asked)
            self.head.addWidget(button)
            button.setHidden(asked is self.publish_asked and not publishes)
        self._summarised: Summarised | None = None
        self._code = EnteredLine()
        self._code.setObjectName("figure-code")
        self._code.setAccessibleName(say("Figure code"))
        self._code.setPlaceholderText(say("Figure code, such as T2-H3"))
        self._code.setFixedWidth(width_for(self._code, theme.px(220)))
        self._code.returnPressed.connect(self._find_figure)
        self.head.addWidget(self._code)
        self.job = JobLine(theme)
        self.column.addWidget(self.job)
        self._host = QVBoxLayout()
        self.column.addLayout(self._host)
        self.column.addStretch(1)
        theme.changed.connect(self._fit)

    def show_summary(self, summarised: Summarised) -> None:
        """Show every figure in place of those before."""
        self._summarised = summarised
        place = self.verticalScrollBar().value()
        clear(self._host)
        body = self._build(summarised)
        self._host.addWidget(body)
        self.verticalScrollBar().setValue(place)

    def _build(self, summarised: Summarised) -> QWidget:
        theme, px = self.theme, self.theme.px
        summary = summarised.summary
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(12))
        head = Text(theme, str(summarised.finding), size=HEADLINE, strong=True, wrap=True)
        head.setObjectName("headline")
        column.addWidget(head)
        for fault in summarised.faults:
            words = say("The figures do not add up: {fault}", fault=fault)
            column.addWidget(Text(theme, words, tone="inadequate", wrap=True))
        if summarised.returned:
            words = counted(
                len(summarised.returned),
                "{n} case was returned to its reader and is not answered: {cases}.",
                "{n} cases were returned to their readers and are not answered: {cases}.",
                cases=", ".join(summarised.returned),
            )
            column.addWidget(Text(theme, words, tone="improve", wrap=True))
        column.addWidget(self._build_numbers(summarised))
        jumps = QWidget()
        column.addWidget(jumps)
        flow = FlowLayout(jumps, gap=px(4))
        charted = [table for tables in summary.tables.values() for table in tables if table.bars]
        for table in charted[:1]:
            words = say("{title}, number of cases", title=table.title)
            column.addWidget(Text(theme, words, size=LARGE, strong=True))
            column.addWidget(GradeBars(theme, table))
        for sheet, tables in summary.tables.items():
            if not tables:
                continue
            column.addWidget(Hairline(theme))
            heading = Text(theme, str(sheet.heading), size=TITLE, strong=True)
            column.addWidget(heading)
            flow.addWidget(self._jump(sheet, heading))
            for table in tables:
                self._add_table(column, table)
        return body

    def _build_numbers(self, summarised: Summarised) -> QWidget:
        counts, grades = summarised.summary.headline.counts, summarised.summary.grades
        numbers: Sequence[tuple[str, Counted]] = (
            (say("Sampled"), counts.sampled),
            (say("Reviewed"), counts.reviewed),
            (say("Graded"), counts.graded),
            (say("Below good"), counts.below_good),
            *((grades.label(grade), counts.grades[grade]) for grade in grades.ungraded),
            (say("Unsettled"), counts.unsettled),
            (say("Excluded"), counts.excluded),
            (say("Outstanding"), counts.outstanding),
        )
        referrals = summarised.summary.headline.open_referrals
        if referrals is not None:
            numbers = (*numbers, (say("Open referrals"), referrals))
        host = QWidget()
        line = FlowLayout(host, gap=self.theme.px(8))
        for words, number in numbers:
            line.addWidget(self._number(words, number))
        return host

    def _number(self, words: str, number: Counted) -> QWidget:
        button = NumberButton(self.theme, words, number.n)
        button.clicked.connect(lambda: self.linked.emit(words, number.cases))
        return button

    def _jump(self, sheet: TableSheet, heading: Text) -> QPushButton:
        button = plain_button(str(sheet.heading), name=f"jump-{sheet.name}", look="link")

        def jump() -> None:
            top = heading.mapTo(self, QPoint(0, 0)).y() + self.verticalScrollBar().value()
            self.verticalScrollBar().setValue(top - self.theme.px(12))

        button.clicked.connect(jump)
        return button

    def _add_table(self, column: QVBoxLayout, table: Table) -> None:
        theme = self.theme
        line = QHBoxLayout()
        line.setSpacing(theme.px(8))
        line.addWidget(Text(theme, table.id, tone="quiet", size=LARGE))
        line.addWidget(Text(theme, str(table.title), size=LARGE, strong=True, wrap=True), 1)
        column.addSpacing(theme.px(8))
        column.addLayout(line)
        if table.rows:
            view = FigureTable(theme, table)
            view.linked.connect(self.linked)
            view.quoted.connect(self._copy_figure)
            column.addWidget(view)
        for note in table.notes:
            column.addWidget(Text(theme, str(note), size=SMALL, tone="quiet", wrap=True))

    def _copy_figure(self, code: str) -> None:
        """Put a figure into the clipboard as a sentence with its source."""
        if self._summarised is not None:
            found = figure_of(self._summarised, code)
            QGuiApplication.clipboard().setText(found.words)
            self.job.show_done(say("Copied: {sentence}", sentence=found.sentence))

    def _find_figure(self) -> None:
        """Show the cases behind the figure whose code was typed, or say what it is."""
        if self._summarised is None:
            return
        try:
            found = figure_of(self._summarised, self._code.text())
        except RefusalError as refusal:
            self.job.show_error(refusal)
            return
        if found.figure.cases:
            self.job.hide()
            self.linked.emit(f"{found.figure.code} {found.figure.column}", found.figure.cases)
        else:
            self.job.show_done(str(found.sentence))

    def _fit(self) -> None:
        for view in self.findChildren(FigureTable):
            view.fit()
