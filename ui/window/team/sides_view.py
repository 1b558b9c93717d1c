"""Reviews of one case side by side, with what differs marked, and the decision below."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from reviewer.domain.combined import OpenCase
from reviewer.domain.form import Form, Item, Kind
from reviewer.domain.ids import Code, Key
from reviewer.domain.marks import Mark
from reviewer.domain.review import Review, rows_of
from reviewer.domain.times import local, long_day
from ui.window.parts.buttons import Chip, plain_button
from ui.window.parts.page import Choices, labelled
from ui.window.parts.panel import Hairline
from ui.window.parts.sheet_draft import KeptTexts, SheetDraft
from ui.window.parts.text import Text
from ui.window.theme import LARGE, SMALL, Theme
from ui.window.words import counted, say, spoken, typed_date

SHOWN_TEXT = 400
"""Characters of a long text that are shown; the whole stands in the workbooks."""


DraftOf = Callable[[str], SheetDraft]
"""Gives the draft of the reason that is typed for a case."""


class SidesView(QWidget):
    """`graded` carries case, grade and reason; `sided` case, number of the side and reason.

    `return_asked` carries a case that is to go back to one of its readers.
    """

    return_asked = Signal(str)
    graded = Signal(str, str, str)
    sided = Signal(str, int, str)

    def __init__(self, theme: Theme, form: Form) -> None:
        super().__init__()
        self._theme = theme
        self._form = form
        self._open: OpenCase | None = None
        self._draft_of: DraftOf | None = None
        self._texts: KeptTexts | None = None
        self.setObjectName("sides")
        self._head = Text(theme, size=LARGE, strong=True)
        self._about = Text(theme, tone="quiet", wrap=True)
        self.all_items = Chip(theme, ticks=True)
        self.all_items.setText(say("Show what agrees too"))
        self.all_items.toggled.connect(self._show_items)
        self._items = QVBoxLayout()
        self._choice_host = QVBoxLayout()
        self._choices: Choices | None = None
        self._reason = QPlainTextEdit()
        self._reason.setObjectName("reason")
        self._reason.setTabChangesFocus(True)
        self._reason.setFixedHeight(theme.px(84))
        self._why = Text(theme, size=SMALL, tone="inadequate", wrap=True)
        self._why.hide()
        self._decide = plain_button(say("Decide"), name="decide", look="primary")
        self._decide.clicked.connect(self._on_decide)
        self._return = plain_button(say("Return to a reader…"), name="return-side")
        self._return.clicked.connect(self._on_return)
        self._build_layout()

    def keep_drafts(self, draft_of: DraftOf) -> None:
        """Keep the reason on the disk while it is typed."""
        self._draft_of = draft_of

    def show_case(self, open_case: OpenCase) -> None:
        """Show the sides of a case, and the reason that was being typed for it."""
        if self._texts is not None:
            self._texts.keep()
            self._texts.deleteLater()
            self._texts = None
        self._open = open_case
        self._head.setText(open_case.case)
        self._about.setText(_about(open_case))
        self._reason.clear()
        self._why.put("")
        if self._draft_of is not None:
            self._texts = KeptTexts(self, self._draft_of(open_case.case), [self._reason])
            self._texts.failed.connect(self.refuse)
        if self._choices is not None:
            self._choices.hide()
            self._choices.deleteLater()
        if open_case.conflict:
            marks: dict[str, Mark] = {}
            words = say("Which state stands?")
            numbers = range(open_case.first, open_case.first + len(open_case.sides))
            codes = [(str(n), say("State {n}", n=n)) for n in numbers]
        else:
            words = say("Which grade stands for the case?")
            grades = self._form.grades.options
            codes = [(str(code), spoken(option.label)) for code, option in grades.items()]
            marks = {str(code): option.mark for code, option in grades.items() if option.mark}
        self._choices = Choices(self._theme, words, codes, marks=marks)
        self._choices.setObjectName("decision")
        self._choice_host.addWidget(self._choices)
        self._question.setText(words)
        self._show_items()

    def refuse(self, sentence: str) -> None:
        """Say why it was not decided; what was typed stays."""
        self._why.put(sentence)

    def _on_decide(self) -> None:
        if self._open is None or self._choices is None:
            return
        code, reason = self._choices.code, self._reason.toPlainText()
        if not code or not reason.strip():
            self.refuse(say("Choose what stands, and say why."))
            return
        self.refuse("")
        if self._texts is not None:
            self._texts.keep()
        if self._open.conflict:
            self.sided.emit(str(self._open.case), int(code), reason)
        else:
            self.graded.emit(str(self._open.case), code, reason)

    def _on_return(self) -> None:
        if self._open is not None:
            self.return_asked.emit(str(self._open.case))

    def _show_items(self) -> None:
        while (item := self._items.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        if self._open is not None:
            self._items.addWidget(self._grid(self._open))

    def _grid(self, open_case: OpenCase) -> QWidget:
        theme, px, sides = self._theme, self._theme.px, open_case.sides
        host = QWidget()
        grid = QGridLayout(host)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(px(16))
        grid.setVerticalSpacing(px(1))
        for column, side in enumerate(sides, start=1):
            number = open_case.first + column - 1
            head = Text(theme, _side_head(open_case, side, number), strong=True, wrap=True)
            head.setContentsMargins(px(8), 0, 0, px(4))
            grid.addWidget(head, 0, column)
            grid.setColumnStretch(column, 3)
        grid.setColumnStretch(0, 3)
        row = 1
        for key in self._order():
            item = self._form.items[key]
            texts = [answer_words(self._form, item, side.get(key)) for side in sides]
            differs = len({side.get(key) for side in sides}) > 1
            if not (differs or (self.all_items.isChecked() and any(texts))):
                continue
            self._add_row(grid, row, key, item, texts, differs=differs)
            row += 1
        return host

    def _order(self) -> list[Key]:
        """Return the items' keys, the overall grade first: it is what is decided."""
        grade = self._form.roles.grade
        return [grade, *(key for key in self._form.items if key != grade)]

    def _add_row(
        self,
        grid: QGridLayout,
        row: int,
        key: Key,
        item: Item,
        texts: Sequence[str],
        *,
        differs: bool,
    ) -> None:
        theme = self._theme
        sign = "≠  " if differs else ""
        label = f"{sign}{_item_words(self._form, item)}"
        line = _Line(theme, marked=differs)
        grid.addWidget(line, row, 0, 1, -1)
        for column, text in enumerate((label, *texts)):
            shown = text if len(text) <= SHOWN_TEXT else f"{text[:SHOWN_TEXT]}…"
            strong = differs and column > 0 and key == self._form.roles.grade
            tone = "text" if differs else "quiet"
            cell = Text(theme, shown or "–", wrap=True, strong=strong, tone=tone)
            cell.setContentsMargins(theme.px(8), theme.px(6), theme.px(4), theme.px(6))
            cell.setAlignment(Qt.AlignmentFlag.AlignTop)
            if differs:
                cell.setAccessibleName(say("differs: {text}", text=shown or say("no answer")))
            grid.addWidget(cell, row, column)

    def _build_layout(self) -> None:
        theme, px = self._theme, self._theme.px
        head = QHBoxLayout()
        head.addWidget(self._head, 1)
        head.addWidget(self.all_items)
        self._question = Text(theme, strong=True, size=SMALL)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(px(10))
        layout.addLayout(head)
        layout.addWidget(self._about)
        layout.addLayout(self._items)
        layout.addWidget(Hairline(theme))
        layout.addWidget(self._question)
        layout.addLayout(self._choice_host)
        hint = say("It stands in the log and in the team's workbook.")
        layout.addLayout(labelled(theme, say("Reason"), self._reason, hint))
        layout.addWidget(self._why)
        row = QHBoxLayout()
        row.addWidget(self._decide)
        row.addWidget(self._return)
        row.addStretch(1)
        layout.addLayout(row)


class _Line(QWidget):
    """The ground of one row: a hairline below it, a mark at its left where sides differ."""

    def __init__(self, theme: Theme, *, marked: bool) -> None:
        super().__init__()
        self._theme = theme
        self._marked = marked

    def paintEvent(self, event: QPaintEvent, /) -> None:  # noqa: ARG002 - Qt's signature
        """Paint ground, hairline and mark."""
        painter = QPainter(self)
        theme = self._theme
        if self._marked:
            painter.fillRect(self.rect(), theme.color("surface"))
            painter.fillRect(0, 0, 3, self.height(), theme.color("improve"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, theme.color("hairline"))


def answer_words(form: Form, item: Item, answer: str) -> str:
    """Return one canonical answer in the window's words."""
    match item.kind:
        case Kind.CHOICE | Kind.MULTI:
            options = form.codes_of(item)
            codes = answer.split(";") if answer else []
            words = (spoken(options[Code(c)].label) if Code(c) in options else c for c in codes)
            return "; ".join(words)
        case Kind.DATE | Kind.DATETIME:
            return typed_date(answer)
        case Kind.ROWS:
            rows = rows_of(answer)
            return counted(len(rows), "{n} row", "{n} rows") if rows else ""
    return answer


def _item_words(form: Form, item: Item) -> str:
    if item.note_of is not None:
        return say("Note: {item}", item=spoken(form.item(item.note_of).label))
    return spoken(item.label)


def _about(open_case: OpenCase) -> str:
    if open_case.conflict:
        words = say(
            "States of {name}'s review of which none follows from the other: a copy of the file "
            "was worked on.",
            name=open_case.sides[0].reviewer,
        )
    else:
        words = say("Two readers came to different grades.")
    if open_case.stale is not None:
        words += " " + say("It was decided before, and a side has changed since.")
    return words


def _side_head(open_case: OpenCase, side: Review, number: int) -> str:
    when = long_day(local(side.changed_at).isoformat()) if side.changed_at else ""
    name = say("State {n}", n=number) if open_case.conflict else side.reviewer
    return f"{name}   {when}"
