"""Reviews of one case beside each other, item by item, with what differs marked."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from reviewer.domain.decision import must_agree
from reviewer.domain.form import Form, Item
from reviewer.domain.ids import Key
from reviewer.domain.review import Review
from ui.window.parts.answer_words import answer_words
from ui.window.parts.text import Text
from ui.window.theme import Theme
from ui.window.words import localised, say

SHOWN_TEXT = 400
"""Characters of a long text that are shown between sides; a review that is read shows them all."""


class ReviewColumns(QWidget):
    """A grid: a row for each item, a column for each review under its head.

    Where `whole`, everything that was answered is shown, each section under its title; else only
    the items on which the reviews differ, first those that are decided.
    """

    def __init__(
        self,
        theme: Theme,
        form: Form,
        reviews: Sequence[Review],
        heads: Sequence[str],
        *,
        whole: bool,
    ) -> None:
        super().__init__()
        self._theme, self._form, self._whole = theme, form, whole
        self._grid = grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.px(16))
        grid.setVerticalSpacing(theme.px(1))
        grid.setColumnStretch(0, 3)
        for column, head in enumerate(heads, start=1):
            text = Text(theme, head, strong=True, wrap=True)
            text.setContentsMargins(theme.px(8), 0, 0, theme.px(4))
            grid.addWidget(text, 0, column)
            grid.setColumnStretch(column, 3)
        self._fill(reviews)

    def _fill(self, reviews: Sequence[Review]) -> None:
        section = ""
        for key in self._order():
            item = self._form.items[key]
            texts = [answer_words(self._form, item, review.get(key)) for review in reviews]
            differs = len({review.get(key) for review in reviews}) > 1
            if not (differs or (self._whole and any(texts))):
                continue
            title = localised(self._form.section_of[key].title)
            if self._whole and title != section:
                section = title
                self._add_title(title)
            self._add_row(key, item, texts, differs=differs)

    def _order(self) -> list[Key]:
        """Return the items' keys; between sides first those that are decided."""
        if self._whole:
            return list(self._form.items)
        first = must_agree(self._form)
        return [*first, *(key for key in self._form.items if key not in first)]

    def _add_title(self, title: str) -> None:
        text = Text(self._theme, title, strong=True)
        text.setContentsMargins(self._theme.px(8), self._theme.px(16), 0, self._theme.px(4))
        self._grid.addWidget(text, self._grid.rowCount(), 0, 1, -1)

    def _add_row(self, key: Key, item: Item, texts: Sequence[str], *, differs: bool) -> None:
        theme, row = self._theme, self._grid.rowCount()
        sign = "≠  " if differs else ""
        label = f"{sign}{item_words(self._form, item)}"
        self._grid.addWidget(_Line(theme, marked=differs), row, 0, 1, -1)
        for column, text in enumerate((label, *texts)):
            whole = self._whole or len(text) <= SHOWN_TEXT
            shown = text if whole else f"{text[:SHOWN_TEXT]}…"
            strong = differs and column > 0 and key == self._form.roles.grade
            tone = "text" if differs or self._whole else "quiet"
            cell = Text(theme, shown or "–", wrap=True, strong=strong, tone=tone)
            cell.setContentsMargins(theme.px(8), theme.px(6), theme.px(4), theme.px(6))
            cell.setAlignment(Qt.AlignmentFlag.AlignTop)
            if differs:
                cell.setAccessibleName(say("differs: {text}", text=shown or say("no answer")))
            self._grid.addWidget(cell, row, column)


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


def item_words(form: Form, item: Item) -> str:
    """Return what an item is called; a note by the item that it belongs to."""
    if item.note_of is not None:
        return say("Note: {item}", item=localised(form.item(item.note_of).label))
    return localised(item.label)
