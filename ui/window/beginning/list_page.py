"""A page that takes a force's list in steps: the list, what was found, and what is made of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from shiboken6 import isValid

from reviewer.domain.message import message
from ui.operations.lists import ListRead
from ui.window.beginning.findings_view import FindingsView
from ui.window.beginning.refused_reading import RefusedReading
from ui.window.choosing import open_one
from ui.window.parts.buttons import plain_button
from ui.window.parts.layouts import FlowLayout
from ui.window.parts.page import DropArea, JobLine, Page
from ui.window.parts.panel import Hairline
from ui.window.parts.password_line import PasswordLine
from ui.window.parts.text import Text
from ui.window.theme import SMALL, Theme
from ui.window.words import say

WIDTH = 880
LISTS = message("Lists (*.xlsx *.xlsm *.xlsb *.xls *.ods *.csv *.tsv *.txt)")
LIST, FOUND = 0, 1
"""The first two steps of every such page; `further` are the ones after them."""


class ListPage(Page):
    """What is chosen goes out as signals, what was found comes in by `show_…`.

    A list may be dropped at any step: it is read in the place of the one before. `further` are
    the names and parts of the steps after the first two, `doing` is what the last one's button
    does; `first` is the column of the first step.
    """

    list_given = Signal(object)
    accepted = Signal()
    left = Signal()

    def __init__(
        self,
        theme: Theme,
        title: str,
        further: Sequence[tuple[str, QWidget]],
        doing: str,
        *,
        alone: bool,
    ) -> None:
        super().__init__(theme, title, width=WIDTH, alone=alone)
        self.setAcceptDrops(True)
        self._doing = doing
        self._alone = alone
        self._step = LIST
        self._busy = False
        self._focused: tuple[QWidget, ...] = ()
        self._questions: list[str] = []
        self._sound, self._some = False, False
        self.findings = FindingsView(theme)
        self.job = JobLine(theme)
        self.refused = RefusedReading(theme)
        self.password = PasswordLine(theme)
        named = (say("The list"), say("Found"), *(words for words, _ in further))
        self._heads = [Text(theme, f"{n}  {words}") for n, words in enumerate(named, start=1)]
        host = QWidget()
        self.first = QVBoxLayout(host)
        self._parts = (host, self.findings, *(part for _, part in further))
        self._file = Text(theme, tone="quiet", wrap=True)
        self._drop = DropArea(
            theme,
            say("Drop the list here (Excel or text), as the force sent it."),
            say("Choose a list…"),
            name="list-drop",
        )
        self._back = plain_button(say("Back"), name="step-back")
        self._next = plain_button(say("Next"), name="step-next", look="primary")
        self._cancel = plain_button(say("Cancel"), name="step-cancel", look="quiet")
        self._why = Text(theme, size=SMALL, tone="quiet", wrap=True)
        self._why.setObjectName("step-why")
        self._build_steps()
        self._connect_steps()
        self.setFocusProxy(self._drop.button)
        self.show_step(LIST)

    @property
    def busy(self) -> bool:
        """Whether work is under way that the page must see the end of."""
        return self._busy

    def show_reading(self, read: ListRead) -> None:
        """Show what was found."""
        reading = read.reading
        self._questions = read.dates_unanswered
        self._some, self._sound = bool(reading.cases), not reading.problems
        self.findings.show_reading(read)
        self.order_tabs()
        if not self._is_last():
            self.show_step(max(self._step, FOUND) if self._ready() else FOUND)
        self._show_buttons()

    def show_file(self, path: Path) -> None:
        """Name the list that is read."""
        self._file.put(str(path))

    def show_step(self, step: int) -> None:
        """Show one of the steps, from its beginning where it is another one."""
        moved, self._step = step != self._step, step
        if moved:
            self._focused = ()  # it begins again where this step begins
        for own, (part, head) in enumerate(zip(self._parts, self._heads, strict=True)):
            part.setVisible(own == step)
            head.embolden(strong=own == step)
            head.tint("accent" if own == step else "quiet")
        self._show_buttons()
        if moved:
            self.verticalScrollBar().setValue(0)
            self._focus_step()

    def show_busy(self, *, busy: bool) -> None:
        """Keep a person from pressing twice; the focus comes back to where it was."""
        if busy and not self._busy:
            self._focused = _with_parents(self.focusWidget(), self)
        self._busy = busy
        for part in (self._next, self._back, self._cancel, self._drop, *self._parts):
            part.setEnabled(not busy)
        if not busy:
            self._show_buttons()

    def give_focus_back(self) -> None:
        """Put the focus where it was before the page was busy, or as near as there is still."""
        focused, self._focused = self._focused, ()
        there = (one for one in focused if isValid(one) and one.isVisibleTo(self))
        nearest = next((w for w in there if w.focusPolicy() & Qt.FocusPolicy.TabFocus), None)
        if nearest is not None:
            nearest.setFocus()

    def dragEnterEvent(self, event: QDragEnterEvent, /) -> None:
        """Take a local file, wherever the page is."""
        if not self._busy and any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent, /) -> None:
        """Read what was dropped."""
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if paths and not self._busy:
            event.acceptProposedAction()
            self.list_given.emit(paths[0])

    def _lacks(self) -> str:
        """Say what is still to be done in one of the further steps, empty for nothing."""
        return ""

    def _focus_step(self) -> None:
        """Put the focus where the step begins; where nothing is left to do there, on the way on."""
        if self._step == FOUND and not self._next.isEnabled():
            self.findings.focus_first()
        elif self._step != LIST and self._next.isEnabled():
            self._next.setFocus()

    def _is_last(self) -> bool:
        return self._step == len(self._parts) - 1

    def _ready(self) -> bool:
        taken = self._sound or self.findings.problems.good_rows.isChecked()
        return self._some and taken and not self._questions

    def _show_buttons(self) -> None:
        why = self._why_not()
        self._next.setVisible(self._step != LIST)
        self._next.setText(self._doing if self._is_last() else say("Next"))
        self._next.setEnabled(not why and not self._busy)
        self._cancel.setVisible(self._step != LIST)
        self._why.put(why)

    def _why_not(self) -> str:
        """Say what is to be done before the next step, empty for nothing."""
        if self._step > FOUND:
            return self._lacks()
        if self._step == FOUND and not self._ready():
            if self._questions:
                return say("Choose whether the day or the month comes first in “{column}”.",
                           column=self._questions[0])  # fmt: skip
            if not self._some:
                return say("No rows can be accepted yet. See the problems above.")
            return say("Correct the rows, or tick to accept the valid rows only.")
        return ""

    def _on_next(self) -> None:
        if self._is_last():
            self.accepted.emit()
        else:
            self.job.hide()
            self.show_step(self._step + 1)

    def _on_back(self) -> None:
        if self._step == LIST:
            self.left.emit()
        else:
            self.job.hide()
            self.show_step(self._step - 1)

    def _on_choose(self) -> None:
        path = open_one(self, say("The force's list"), LISTS)
        if path is not None:
            self.list_given.emit(path)

    def _connect_steps(self) -> None:
        self._drop.dropped.connect(lambda paths: self.list_given.emit(paths[0]))
        self._drop.choose_asked.connect(self._on_choose)
        self._next.clicked.connect(self._on_next)
        self._back.clicked.connect(self._on_back)
        self._cancel.clicked.connect(self.left)
        self.findings.problems.ticked.connect(self._show_buttons)

    def _build_steps(self) -> None:
        px = self.theme.px
        head = QWidget()
        steps = FlowLayout(head, gap=px(20))
        for text in self._heads:
            steps.addWidget(text)
        self.column.addWidget(head)
        self.first.setContentsMargins(0, 0, 0, 0)
        self.first.setSpacing(px(12))
        self.first.addWidget(self._drop)
        self.first.addWidget(self.refused)
        words = say(
            "The list is read in a separate, protected process. Names, addresses "
            "and other columns that a review does not need are left out. No file "
            "is created until you accept the list."
        )
        self.first.addWidget(Text(self.theme, words, tone="quiet", wrap=True))
        self._file.hide()
        for part in (self._file, *self._parts):
            self.column.addWidget(part)
        self.column.addStretch(1)
        self.dock(self._build_foot())

    def _build_foot(self) -> QWidget:
        """Build what stays in sight: what is happening, what is wanted, and the way on."""
        px = self.theme.px
        inner = QWidget()
        inner.setMaximumWidth(px(WIDTH))
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(8))
        column.addWidget(self.password)
        column.addWidget(self.job)
        buttons = QHBoxLayout()
        buttons.setSpacing(px(8))
        # Progress has other words at each step: behind the others, it moves none of them.
        for button in (self._back, self._cancel, self._next):
            buttons.addWidget(button)
        buttons.addWidget(self._why, 1)
        buttons.addStretch(0)
        column.addLayout(buttons)
        foot = QWidget()
        outer = QVBoxLayout(foot)
        outer.setContentsMargins(0, 0, 0, px(12))
        outer.setSpacing(px(12))
        outer.addWidget(Hairline(self.theme))
        line = QHBoxLayout()
        line.setContentsMargins(px(32), 0, px(32), 0)
        if self._alone:
            line.addStretch(1)
        line.addWidget(inner, 1000)
        line.addStretch(1)
        outer.addLayout(line)
        return foot


def _with_parents(widget: QWidget | None, page: QWidget) -> tuple[QWidget, ...]:
    """Return a widget and what it is in, up to the page: a cell's editor goes when it is read."""
    found = []
    while widget is not None and widget is not page:
        found.append(widget)
        widget = widget.parentWidget()
    return tuple(found)
