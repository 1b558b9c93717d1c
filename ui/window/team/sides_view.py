"""Reviews of one case side by side, with what differs marked, and the decision below."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from reviewer.domain.combined import OpenCase
from reviewer.domain.form import Form
from reviewer.domain.ids import Key
from reviewer.domain.marks import Mark
from reviewer.domain.review import Review
from reviewer.domain.times import local, long_day
from ui.window.parts.buttons import Chip, plain_button
from ui.window.parts.page import Choices, labelled
from ui.window.parts.panel import Hairline
from ui.window.parts.sheet_draft import KeptTexts, SheetDraft
from ui.window.parts.text import Text
from ui.window.team.review_columns import ReviewColumns, item_words
from ui.window.theme import LARGE, SMALL, Theme
from ui.window.words import say, spoken

DraftOf = Callable[[str], SheetDraft]
"""Gives the draft of the reason that is typed for a case."""


class SidesView(QWidget):
    """`graded` carries case, grade, what is decided at other items, and reason.

    `sided` carries case, number of the side and reason. `return_asked` and `postpone_asked` carry
    a case that is to go back to one of its readers, or to be put off.
    """

    return_asked = Signal(str)
    postpone_asked = Signal(str)
    graded = Signal(str, str, object, str)
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
        self._item_choices: dict[Key, Choices] = {}
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
        self._postpone = plain_button(say("Postpone…"), name="postpone-side")
        self._postpone.clicked.connect(self._on_postpone)
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
        self._clear_choices()
        if open_case.conflict:
            marks: dict[str, Mark] = {}
            words = say("Which version is correct?")
            numbers = range(open_case.first, open_case.first + len(open_case.sides))
            codes = [(str(n), say("Version {n}", n=n)) for n in numbers]
        else:
            words = say("Which grade is right for this case?")
            grades = self._form.grades.options
            codes = [(str(code), spoken(option.label)) for code, option in grades.items()]
            marks = {str(code): option.mark for code, option in grades.items() if option.mark}
        self._choices = Choices(self._theme, words, codes, marks=marks)
        self._choices.setObjectName("decision")
        self._choice_host.addWidget(self._choices)
        self._question.setText(words)
        self._ask_items(open_case)
        self._show_items()

    def _clear_choices(self) -> None:
        while (item := self._choice_host.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._item_choices = {}

    def _ask_items(self, open_case: OpenCase) -> None:
        """Ask for each item on which the readers differ; a grade that agrees is chosen already."""
        if open_case.conflict or self._choices is None:
            return
        grades = {side.verdict(self._form) for side in open_case.sides}
        if len(grades) == 1:
            self._choices.put(grades.pop())
        for key in open_case.differing:
            if key == self._form.roles.grade:
                continue
            item = self._form.item(key)
            options = self._form.codes_of(item)
            codes = [(str(code), spoken(option.label)) for code, option in options.items()]
            words = say("{item}: what applies?", item=item_words(self._form, item))
            choices = Choices(self._theme, words, codes, marks={})
            choices.setObjectName(f"decision-{key}")
            self._choice_host.addWidget(Text(self._theme, words, strong=True, size=SMALL))
            self._choice_host.addWidget(choices)
            self._item_choices[key] = choices

    def refuse(self, sentence: str) -> None:
        """Say why it was not decided; what was typed stays."""
        self._why.put(sentence)

    def _on_decide(self) -> None:
        if self._open is None or self._choices is None:
            return
        code, reason = self._choices.code, self._reason.toPlainText()
        items = {key: choices.code for key, choices in self._item_choices.items()}
        ended = code in self._form.endings
        if not code or not reason.strip() or not (ended or all(items.values())):
            self.refuse(say("Choose one and give a reason."))
            return
        self.refuse("")
        if self._texts is not None:
            self._texts.keep()
        if self._open.conflict:
            self.sided.emit(str(self._open.case), int(code), reason)
        else:
            self.graded.emit(str(self._open.case), code, items, reason)

    def _on_return(self) -> None:
        if self._open is not None:
            self.return_asked.emit(str(self._open.case))

    def _on_postpone(self) -> None:
        if self._open is not None:
            self.postpone_asked.emit(str(self._open.case))

    def _show_items(self) -> None:
        while (item := self._items.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        if self._open is not None:
            heads = [
                _side_head(self._open, side, number)
                for number, side in enumerate(self._open.sides, start=self._open.first)
            ]
            whole = self.all_items.isChecked()
            columns = ReviewColumns(self._theme, self._form, self._open.sides, heads, whole=whole)
            self._items.addWidget(columns)

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
        layout.addWidget(self._question)
        layout.addLayout(self._choice_host)
        hint = say("It is recorded in the log and the team workbook.")
        layout.addLayout(labelled(theme, say("Reason"), self._reason, hint))
        layout.addWidget(self._why)
        row = QHBoxLayout()
        row.addWidget(self._decide)
        row.addWidget(self._return)
        row.addWidget(self._postpone)
        row.addStretch(1)
        layout.addLayout(row)
        layout.addWidget(Hairline(theme))
        layout.addLayout(self._items)


def _about(open_case: OpenCase) -> str:
    if open_case.conflict:
        words = say(
            "There are conflicting versions of {name}'s review, because a copy "
            "of the file was changed.",
            name=open_case.sides[0].reviewer,
        )
    else:
        words = say("The reviewers came to different findings.")
    if open_case.rulings:
        names = ", ".join(sorted({ruling.moderator for ruling in open_case.rulings}))
        words += " " + say("{names} decided differently. Decide again.", names=names)
    if open_case.postponed is not None:
        words += " " + say("It was postponed: {reason}", reason=open_case.postponed.reason)
    if open_case.stale is not None:
        words += " " + say("This was decided before, but a version has changed since.")
    return words


def _side_head(open_case: OpenCase, side: Review, number: int) -> str:
    when = long_day(local(side.changed_at).isoformat()) if side.changed_at else ""
    name = say("Version {n}", n=number) if open_case.conflict else side.reviewer
    return f"{name}   {when}"
