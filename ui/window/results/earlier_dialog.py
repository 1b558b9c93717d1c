"""The earlier visits that this one is compared with: typed in, or counted from their workbooks."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from reviewer.domain.errors import RefusalError, ReviewerError
from reviewer.domain.inspection import EarlierVisit
from reviewer.domain.message import message
from reviewer.domain.visits import COUNT_LIMIT, LABEL_LIMIT
from ui.window.choosing import open_one, save_as
from ui.window.parts.buttons import plain_button
from ui.window.parts.page import JobLine, labelled
from ui.window.parts.panel import Hairline
from ui.window.parts.password_line import WANTED, PasswordLine
from ui.window.parts.records import RecordColumn, RecordTable
from ui.window.parts.sheet import DialogSheet
from ui.window.parts.text import Text
from ui.window.theme import SMALL, Theme
from ui.window.words import say

WIDTH = 720
ROWS_SHOWN = 8
WORKBOOKS: Final = message("Workbooks (*.xlsx)")
MAPPINGS: Final = message("Mapping files (*.yaml *.yml)")
MAPPING_WANTED: Final = frozenset({"mapping-needed", "bad-form"})
"""The refusals that a mapping file, or a better one, answers."""


class EarlierDialog(DialogSheet):
    """`typed` carries a name and two counts, `chosen` a workbook and a name, `forgotten` a name.

    Of the workbook that was chosen last, `opened_with` carries the password, `mapped` the mapping
    file to compare by and `template_wanted` the file to write one to fill in; `meant` says that it
    may be of another force.
    """

    typed = Signal(str, int, int)
    chosen = Signal(object, str)
    opened_with = Signal(str)
    mapped = Signal(object)
    template_wanted = Signal(object)
    meant = Signal()
    forgotten = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, say("Earlier visits"), parent, width=WIDTH)
        self.setObjectName("earlier-visits")
        self.setModal(True)
        columns: tuple[RecordColumn[EarlierVisit], ...] = (
            RecordColumn(title=say("Visit"), text=lambda v: v.label, stretches=True),
            RecordColumn(title=say("Below good"), text=lambda v: f"{v.below_good:,}", right=True),
            RecordColumn(title=say("Graded"), text=lambda v: f"{v.graded:,}", right=True),
            RecordColumn(title=say("Counted from"), text=_source, width=200),
        )
        self.table: RecordTable[EarlierVisit] = RecordTable(theme, say("Earlier visits"), columns)
        self._none = Text(theme, say("There are no earlier visits to compare with."), tone="quiet")
        self._forget = plain_button(say("Leave this visit out"), name="earlier-forget")
        self._label, self._below, self._graded = QLineEdit(), QLineEdit(), QLineEdit()
        self._label.setMaxLength(LABEL_LIMIT)
        for line in (self._below, self._graded):
            line.setValidator(QIntValidator(0, COUNT_LIMIT, line))
        self._add = plain_button(say("Compare with it"), name="earlier-add", look="primary")
        self._add.setDefault(True)  # Enter in a field is its key
        self._choose = plain_button(say("Add from a workbook…"), name="earlier-choose")
        self._map = plain_button(say("Use a mapping file…"), name="earlier-map")
        self._template = plain_button(say("Save a mapping file…"), name="earlier-template")
        self._mean = plain_button(say("Compare with this force"), name="earlier-mean")
        self.password = PasswordLine(theme)
        self.job = JobLine(theme)
        self._close = plain_button(say("Close"), name="earlier-close")
        self._build_layout(theme)
        self._connect()

    def show_visits(self, visits: Sequence[EarlierVisit]) -> None:
        """Show the visits in place of those before, with the fields empty for another."""
        self.job.hide()
        self.password.hide()
        self._offer("")
        self.put_work(at_work=False)
        for line in (self._label, self._below, self._graded):
            line.clear()
        self.table.fill(visits)
        self.table.take_height(ROWS_SHOWN)
        self.table.setVisible(bool(visits))
        self._none.setVisible(not visits)
        self._on_row()
        self.fit()
        self._label.setFocus()

    def show_failure(self, error: ReviewerError) -> None:
        """Say why a visit was not taken, and offer what it takes."""
        self.put_work(at_work=False)
        if isinstance(error, RefusalError):
            self._offer(error.code)
        if error.code in WANTED:
            self.job.hide()
            self.password.ask(again=error.code == "wrong-password")
        else:
            self.job.show_error(error)
        self.fit()

    def show_saved(self, path: Path) -> None:
        """Say that a mapping file was written, and what to do with it."""
        self.put_work(at_work=False)
        self.job.show_done(
            say("{file} is saved. Complete it, then choose it here.", file=path.name)
        )
        self.fit()

    def _offer(self, code: str) -> None:
        for button in (self._map, self._template):
            button.setVisible(code in MAPPING_WANTED)
        self._mean.setVisible(code == "other-force")

    def put_work(self, *, at_work: bool) -> None:
        """Take nothing while a workbook is counted, or again once that has ended."""
        self.at_work = at_work
        fields = (self._label, self._below, self._graded, self._add, self._choose)
        remedies = (self._map, self._template, self._mean)
        for part in (*fields, *remedies, self.table, self.password, self._close):
            part.setEnabled(not at_work)
        self._on_row()

    def _on_row(self) -> None:
        self._forget.setVisible(self.table.records.rowCount() > 0)
        self._forget.setEnabled(not self.at_work and self.table.chosen() is not None)

    def _on_forget(self) -> None:
        visit = self.table.chosen()
        if visit is not None:
            self.forgotten.emit(visit.label)

    def _on_add(self) -> None:
        counts = [line.text() for line in (self._graded, self._below)]
        if not self._label.text().strip() or not all(counts):
            self.job.show_failure(say("Enter a name and both numbers."))
            self.fit()
            return
        graded, below = map(int, counts)
        self.typed.emit(self._label.text(), graded, below)

    def _on_choose(self) -> None:
        path = open_one(self, say("The earlier visit's workbook"), WORKBOOKS)
        if path is not None:
            self.chosen.emit(path, self._label.text())

    def _on_map(self) -> None:
        path = open_one(self, say("The mapping file"), MAPPINGS)
        if path is not None:
            self.mapped.emit(path)

    def _on_template(self) -> None:
        title = say("Save a mapping file")
        path = save_as(self, title, Path("mapping.yaml"), MAPPINGS)
        if path is not None:
            self.template_wanted.emit(path)

    def _connect(self) -> None:
        self._map.clicked.connect(self._on_map)
        self._template.clicked.connect(self._on_template)
        self._mean.clicked.connect(self.meant)
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._on_row())
        self._forget.clicked.connect(self._on_forget)
        self._add.clicked.connect(self._on_add)
        self._choose.clicked.connect(self._on_choose)
        self.password.given.connect(self.opened_with)

    def _build_layout(self, theme: Theme) -> None:
        about = say(
            "Compares the share below good with earlier visits. Each visit you "
            "add or remove is recorded in the log."
        )
        self.column.addWidget(Text(theme, about, size=SMALL, tone="quiet", wrap=True))
        self.column.addWidget(self._none)
        self.column.addWidget(self.table)
        forget = QHBoxLayout()
        forget.addWidget(self._forget)
        forget.addStretch(1)
        self.column.addLayout(forget)
        self.column.addWidget(Hairline(theme))
        self.column.addLayout(self._fields(theme))
        ways = QHBoxLayout()
        ways.setSpacing(theme.px(8))
        ways.addWidget(self._add)
        ways.addWidget(self._choose)
        ways.addStretch(1)
        self.column.addLayout(ways)
        self.column.addWidget(self.password)
        self.column.addWidget(self.job)
        remedies = QHBoxLayout()
        remedies.setSpacing(theme.px(8))
        for button in (self._map, self._template, self._mean):
            remedies.addWidget(button)
        remedies.addStretch(1)
        self.column.addLayout(remedies)
        self.column.addStretch(1)
        self._close.clicked.connect(self.accept)
        self.buttons.addWidget(self._close)

    def _fields(self, theme: Theme) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(theme.px(12))
        for words, name, field, share in (
            (say("Name of the visit"), "earlier-label", self._label, 3),
            (say("Cases graded"), "earlier-graded", self._graded, 1),
            (say("Of these, below good"), "earlier-below", self._below, 1),
        ):
            field.setObjectName(name)
            field.setAccessibleName(words)
            column: QVBoxLayout = labelled(theme, words, field)
            line.addLayout(column, share)
        return line


def _source(visit: EarlierVisit) -> str:
    if not visit.source:
        return say("entered by hand")
    return say("workbook {digest}…", digest=visit.source[:12])
