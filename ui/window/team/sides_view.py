"""Reviews of one case side by side, with what differs marked, and the decision beside them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from reviewer.domain.combined import OpenCase
from reviewer.domain.decision import Decision
from reviewer.domain.errors import ReviewerError
from reviewer.domain.form import Form
from reviewer.domain.ids import Key
from reviewer.domain.lead_queue import QueueEntry, QueueKind
from reviewer.domain.marks import Mark
from reviewer.domain.review import Review
from reviewer.domain.times import local, long_day
from ui.window.parts.announcing import announce
from ui.window.parts.buttons import Chip, plain_button
from ui.window.parts.choices import Choices
from ui.window.parts.faults import Faults
from ui.window.parts.layouts import clear
from ui.window.parts.page import Scrolled, labelled
from ui.window.parts.sheet_draft import KeptTexts, SheetDraft
from ui.window.parts.text import Text
from ui.window.parts.text_box import TextBox
from ui.window.team.queue_words import queue_about
from ui.window.team.review_columns import ReviewColumns, item_words
from ui.window.theme import LARGE, SMALL, Theme
from ui.window.words import localised, say

PANEL_WIDTH = 360

DraftOf = Callable[[str], SheetDraft]
"""Gives the draft of the reason that is typed for a case."""


class SidesView(QWidget):
    """`graded` carries case, grade, what is decided at other items, and reason.

    `sided` carries case, number of the side and reason. The other signals carry a case that is to
    go back to one of its readers or to be put off, or whose decision is to be taken back.
    """

    return_asked = Signal(str)
    postpone_asked = Signal(str)
    revoke_asked = Signal(str)
    graded = Signal(str, str, object, str)
    sided = Signal(str, int, str)

    def __init__(self, theme: Theme, form: Form) -> None:
        super().__init__()
        self._theme = theme
        self._form = form
        self._entry: QueueEntry | None = None
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
        self._reason = TextBox(theme, least_lines=3)
        self._reason.setObjectName("reason")
        self._reason.setPlaceholderText(say("Shift ⏎ starts a new line"))
        self._why = Text(theme, size=SMALL, tone="inadequate", wrap=True)
        self._why.hide()
        self._decide = plain_button(say("Decide"), name="decide", look="primary")
        self._decide.clicked.connect(self.decide)
        self._return = plain_button(say("Return to a reader…"), name="return-side")
        self._return.clicked.connect(self._on_return)
        self._postpone = plain_button(say("Postpone…"), name="postpone-side")
        self._postpone.clicked.connect(self.postpone)
        self._revoke = plain_button(say("Revoke the decision…"), name="revoke-side")
        self._revoke.clicked.connect(self._on_revoke)
        self._build_layout()

    def keep_drafts(self, draft_of: DraftOf) -> None:
        """Keep the reason on the disk while it is typed."""
        self._draft_of = draft_of

    @property
    def _open(self) -> OpenCase | None:
        return self._entry.asked if self._entry is not None else None

    def show_entry(self, entry: QueueEntry) -> None:
        """Show the reviews of a case, what can be decided, and the reason that was being typed."""
        if self._texts is not None:
            self._texts.keep()
            self._texts.deleteLater()
            self._texts = None
        self._entry = entry
        self._head.setText(entry.case)
        self._about.setText(queue_about(entry))
        self._reason.clear()
        self._why.put("")
        if self._draft_of is not None and entry.asked is not None:
            self._texts = KeptTexts(self, self._draft_of(entry.case), [self._reason])
            self._texts.failed.connect(self.refuse)
        self._clear_choices()
        self._asking.setVisible(entry.asked is not None)
        self._revoke.setVisible(entry.kind is QueueKind.DECIDED)
        self._postpone.setVisible(entry.kind in {QueueKind.CONFLICT, QueueKind.DIFFERS})
        self._return.setVisible(bool(entry.reviews))
        if entry.asked is not None:
            self._ask(entry.asked)
        if entry.decision is not None:
            self._put_decision(entry.decision)
        changing = entry.kind is QueueKind.DECIDED
        self._decide.setText(say("Change the decision") if changing else say("Decide"))
        self._show_items()

    def _put_decision(self, decision: Decision) -> None:
        if self._choices is not None:
            self._choices.put(decision.grade)
        for item in decision.items:
            choices = self._item_choices.get(item.key)
            if choices is not None:
                choices.put(item.code)

    def _ask(self, open_case: OpenCase) -> None:
        if open_case.conflict:
            marks: dict[str, Mark] = {}
            words = say("Which version is correct?")
            numbers = range(open_case.first, open_case.first + len(open_case.sides))
            codes = [(str(n), say("Version {n}", n=n)) for n in numbers]
        else:
            words = say("Which grade is right for this case?")
            grades = self._form.grades.options
            codes = [(str(code), localised(option.label)) for code, option in grades.items()]
            marks = {str(code): option.mark for code, option in grades.items() if option.mark}
        self._choices = Choices(self._theme, words, codes, marks=marks)
        self._choices.setObjectName("decision")
        self._choice_host.addLayout(labelled(self._theme, words, self._choices))
        self._ask_items(open_case)

    def focus_choice(self) -> None:
        """Give the keyboard to what is decided, else to what can be done with the case."""
        asking = self._choices if self._open is not None else None
        target = asking.first_button() if asking is not None else None
        choosing = (target, self._revoke, self._return)
        shown = (part for part in choosing if part is not None and part.isVisibleTo(self))
        next(shown, self).setFocus()

    def _clear_choices(self) -> None:
        clear(self._choice_host)
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
            codes = [(str(code), localised(option.label)) for code, option in options.items()]
            words = say("{item}: what applies?", item=item_words(self._form, item))
            choices = Choices(self._theme, words, codes, marks={})
            choices.setObjectName(f"decision-{key}")
            self._choice_host.addLayout(labelled(self._theme, words, choices))
            self._item_choices[key] = choices

    def refuse(self, sentence: str) -> None:
        """Say why it was not decided; what was typed stays."""
        self._why.put(sentence)
        announce(self, sentence, urgent=True)

    def refuse_for(self, error: ReviewerError) -> None:
        """Say why it was not decided, at the field that was refused where it is one of these."""
        field = {"no-reason": self._reason, "bad-grade": self._choices}.get(error.code)
        if field is None:
            self.refuse(str(error))
        else:
            faults = Faults()
            faults.note(field, str(error))
            self._show_faults(faults)

    def _show_faults(self, faults: Faults) -> bool:
        """Say at each field what is wrong, all of them above the button; return whether any is."""
        words = faults.show()
        self._why.put(words if len(faults) > 1 else "")
        return bool(words)

    def _lacking(self) -> Faults:
        """Return what is not decided yet; an ending decides no item."""
        faults = Faults()
        asked = [self._choices] if self._choices is not None else []
        if not any(choices.code in self._form.endings for choices in asked):
            asked += self._item_choices.values()
        for choices in asked:
            if not choices.code:
                faults.note(choices, say("Choose one."))
        if not self._reason.toPlainText().strip():
            faults.note(self._reason, say("Give a reason."))
        return faults

    def decide(self) -> None:
        """Hand the decision on, or say what it lacks."""
        if self._open is None or self._choices is None or self._show_faults(self._lacking()):
            return
        code, reason = self._choices.code, self._reason.toPlainText()
        items = {key: choices.code for key, choices in self._item_choices.items()}
        if self._texts is not None:
            self._texts.keep()
        if self._open.conflict:
            self.sided.emit(str(self._open.case), int(code), reason)
        else:
            self.graded.emit(str(self._open.case), code, items, reason)

    def _on_return(self) -> None:
        if self._entry is not None:
            self.return_asked.emit(str(self._entry.case))

    def postpone(self) -> None:
        """Ask to put the case off, where it waits for a decision."""
        if self._entry is not None and not self._postpone.isHidden():
            self.postpone_asked.emit(str(self._entry.case))

    def _on_revoke(self) -> None:
        if self._entry is not None:
            self.revoke_asked.emit(str(self._entry.case))

    def _show_items(self) -> None:
        clear(self._items)
        entry = self._entry
        if entry is None:
            return
        first = entry.asked.first if entry.asked is not None else 1
        conflict = entry.kind is QueueKind.CONFLICT
        heads = [
            _side_head(side, number if conflict else 0)
            for number, side in enumerate(entry.reviews, start=first)
        ]
        whole = self.all_items.isChecked() or len(entry.reviews) == 1
        columns = ReviewColumns(self._theme, self._form, entry.reviews, heads, whole=whole)
        self._items.addWidget(columns)
        self._items.addStretch(1)

    def _build_layout(self) -> None:
        theme, px = self._theme, self._theme.px
        self._asking = QWidget()
        asking = QVBoxLayout(self._asking)
        asking.setContentsMargins(0, 0, 0, 0)
        asking.setSpacing(px(10))
        asking.addLayout(self._choice_host)
        hint = say("It is recorded in the log and the team workbook.")
        asking.addLayout(labelled(theme, say("Reason"), self._reason, hint))
        asking.addWidget(self._why)
        asking.addWidget(self._decide)
        panel = Scrolled()
        right = QVBoxLayout(panel)
        right.setContentsMargins(px(16), 0, px(4), 0)
        right.setSpacing(px(10))
        right.addWidget(self._head)
        right.addWidget(self._about)
        right.addWidget(self._asking)
        for button in (self._return, self._postpone, self._revoke):
            right.addWidget(button)
        right.addStretch(1)
        left = QVBoxLayout()
        left.setSpacing(px(10))
        left.addWidget(self.all_items)
        host = Scrolled()
        host.setLayout(self._items)
        left.addWidget(_scrolling(host), 1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(left, 1)
        decision = _scrolling(panel)
        decision.setFixedWidth(px(PANEL_WIDTH))
        layout.addWidget(decision)


def _scrolling(widget: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(widget)
    return area


def _side_head(side: Review, version: int) -> str:
    when = long_day(local(side.changed_at).isoformat()) if side.changed_at else ""
    name = say("Version {n}", n=version) if version else side.reviewer
    return f"{name}\n{when}".rstrip()
