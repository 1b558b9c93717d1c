"""Reading every review of one case in full, beside each other."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from reviewer.domain.form import Form
from reviewer.domain.review import Review
from ui.window.parts.buttons import plain_button
from ui.window.parts.sheet import DialogSheet
from ui.window.parts.text import Text
from ui.window.team.review_columns import ReviewColumns
from ui.window.theme import SMALL, Theme
from ui.window.words import say

WIDTH = 1040


class ReadingSheet(DialogSheet):
    """The reviews of a case, all that was answered in them; Escape closes it."""

    def __init__(
        self,
        theme: Theme,
        form: Form,
        title: str,
        reviews: Sequence[Review],
        heads: Sequence[str],
        decided: str,
        parent: QWidget,
    ) -> None:
        super().__init__(theme, title, parent, width=WIDTH)
        self.setObjectName("reading")
        if decided:
            self.column.addWidget(Text(theme, decided, size=SMALL, tone="quiet", wrap=True))
        self.column.addWidget(ReviewColumns(theme, form, reviews, heads, whole=True))
        close = plain_button(say("Close"), name="reading-close", look="primary")
        close.clicked.connect(self.accept)
        self.buttons.addWidget(close)
        self.fit()
        close.setFocus()
