"""The cases of a register: what counts for each, and who read it."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from reviewer.domain.form import Form
from reviewer.domain.ids import CaseId, Code
from reviewer.domain.marks import Mark
from reviewer.domain.standing import CaseStanding
from ui.window.commands import Commands, does
from ui.window.parts.buttons import Chip, plain_button
from ui.window.parts.layouts import FlowLayout, width_for
from ui.window.parts.records import RecordColumn, RecordTable
from ui.window.parts.text import Text
from ui.window.theme import SMALL, TITLE, Theme
from ui.window.words import counted, localised, say


class RegisterCasesPage(QWidget):
    """A table of the cases; the files themselves stay with their reviewers.

    `return_asked` carries a case that is to go back to one of its readers, `revoke_asked` one whose
    decisions are to be taken back, `read_asked` one whose reviews are to be read.
    """

    return_asked = Signal(str)
    revoke_asked = Signal(str)
    read_asked = Signal(str)

    def __init__(self, theme: Theme, form: Form) -> None:
        super().__init__()
        self.setObjectName("register-cases")
        self._form = form
        self.standings: tuple[CaseStanding, ...] = ()
        self._only_cases: frozenset[CaseId] | None = None
        self._box = QLineEdit()
        self._box.setObjectName("register-search")
        self._box.setPlaceholderText(say("Search case, type, reviewer"))
        self._box.setAccessibleName(say("Search the cases"))
        self._box.setClearButtonEnabled(True)
        self._box.setFixedWidth(width_for(self._box, theme.px(280)))
        self._box.textChanged.connect(self._filter)
        self._only = Chip(theme)
        self._only.setObjectName("register-only")
        self._only.toggled.connect(self._on_only)
        self._only.hide()
        self._count = Text(theme, size=SMALL, tone="quiet")
        self._return = plain_button(say("Return to a reader…"), name="return-case-asked")
        self._return.setEnabled(False)
        self._return.clicked.connect(self._on_return)
        self._read = plain_button(say("Read the reviews…"), name="read-case-asked")
        self._read.clicked.connect(self._on_read)
        self._revoke = plain_button(say("Revoke the decision…"), name="revoke-case-asked")
        self._revoke.clicked.connect(self._on_revoke)
        self.table: RecordTable[CaseStanding] = RecordTable(
            theme,
            say("Cases of the register"),
            (
                RecordColumn(title=say("Case"), text=lambda s: s.case.id, width=200),
                RecordColumn(title=say("Type"), text=self._type, width=220),
                RecordColumn(title=say("Unit"), text=lambda s: s.case.get("unit"), width=160),
                RecordColumn(
                    title=say("Final grade"), text=self._grade, marks=self._marks, width=220
                ),
                RecordColumn(title=say("Read by"), text=self._readers, stretches=True),
            ),
        )
        self.table.entered_row.connect(lambda _: self._on_read())
        self.table.doubleClicked.connect(lambda _: self._on_read())
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._on_row())
        self._build_layout(theme)

    def _build_layout(self, theme: Theme) -> None:
        px = theme.px
        head = QHBoxLayout()
        head.setSpacing(px(8))
        head.addWidget(Text(theme, say("Cases"), size=TITLE, strong=True))
        head.addWidget(self._count)
        head.addStretch(1)
        ways = QWidget()
        flow = FlowLayout(ways, gap=px(8))
        for way in (self._read, self._return, self._revoke, self._only, self._box):
            flow.addWidget(way)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(32), px(24), px(32), px(16))
        layout.setSpacing(px(12))
        layout.addLayout(head)
        layout.addWidget(ways)
        layout.addWidget(self.table, 1)

    def show_standings(self, standings: Sequence[CaseStanding]) -> None:
        """Show what counts for each case."""
        self.standings = tuple(standings)
        self._filter()

    def show_only(self, words: str, cases: Collection[CaseId]) -> None:
        """Show only the cases behind a figure; unticking shows all again."""
        self._box.clear()
        self._only_cases = frozenset(cases)
        self._only.setText(words)
        self._only.setChecked(True)
        self._only.show()
        self._filter()

    @does(Commands.SEARCH)
    def focus_search(self) -> None:
        """Give the keyboard to the search."""
        self._box.setFocus()
        self._box.selectAll()

    def shown(self) -> tuple[CaseId, ...]:
        """Return the cases shown."""
        rows = range(self.table.records.rowCount())
        found = (self.table.records.record(row) for row in rows)
        return tuple(standing.case.id for standing in found if standing is not None)

    def total(self) -> int:
        """Return how many cases there are."""
        return len(self.standings)

    def current(self) -> CaseId | None:
        """Return the chosen case."""
        chosen = self.table.chosen()
        return chosen.case.id if chosen is not None else None

    def _on_row(self) -> None:
        chosen = self.table.chosen()
        self._read.setEnabled(chosen is not None and bool(chosen.reviews))
        self._revoke.setEnabled(chosen is not None and chosen.moderated)

    def _on_read(self) -> None:
        chosen = self.table.chosen()
        if chosen is not None and chosen.reviews:
            self.read_asked.emit(str(chosen.case.id))

    def _on_revoke(self) -> None:
        chosen = self.current()
        if chosen is not None:
            self.revoke_asked.emit(str(chosen))

    def _on_return(self) -> None:
        chosen = self.current()
        if chosen is not None:
            self.return_asked.emit(str(chosen))

    def _filter(self) -> None:
        words = self._box.text().casefold().split()
        kept = [
            standing
            for standing in self.standings
            if (self._only_cases is None or standing.case.id in self._only_cases)
            and all(word in self._search(standing) for word in words)
        ]
        self.table.fill(kept)
        if kept:
            self.table.selectRow(0)
        self._return.setEnabled(bool(kept))
        self._on_row()
        all_ = len(self.standings)
        text = counted(all_, "{n} case", "{n} cases")
        self._count.setText(
            text if len(kept) == all_ else say("{n} of {all} shown", n=len(kept), all=all_)
        )

    def _search(self, standing: CaseStanding) -> str:
        case = standing.case
        parts = (case.id, self._type(standing), case.get("unit"), self._readers(standing))
        return " ".join(parts).casefold()

    def _type(self, standing: CaseStanding) -> str:
        option = self._form.options[self._form.types].get(standing.type)  # type: ignore[call-overload]  # any text may be asked for
        return localised(option.label) if option else standing.type

    def _grade(self, standing: CaseStanding) -> str:
        if standing.excluded:
            return say("Excluded")
        if standing.unsettled:
            return say("Unsettled")
        option = self._form.grades.options.get(Code(standing.grade))
        word = localised(option.label) if option else ""
        return say("{grade}, decided", grade=word) if standing.moderated else word

    def _marks(self, standing: CaseStanding) -> list[Mark]:
        counts = not (standing.excluded or standing.unsettled)
        mark = self._form.grades.mark(standing.grade) if counts else None
        return [mark] if mark is not None else []

    def _readers(self, standing: CaseStanding) -> str:
        return ", ".join(review.reviewer for review in standing.reviews)

    def _on_only(self, on: bool) -> None:  # noqa: FBT001 - Qt's signal
        if not on:
            self._only.hide()
            self._only_cases = None
            self._filter()
