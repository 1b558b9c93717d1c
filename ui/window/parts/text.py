"""Labels that show what they are given as it is, in the theme's sizes and tones."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from ui.window.parts.accessible import AccessibleRole, expose_as
from ui.window.theme import BODY, LARGE, Theme


class Text(QLabel):
    """A plain text label; its tone is a token of the theme. Large strong text is a heading."""

    def __init__(
        self,
        theme: Theme,
        text: str = "",
        *,
        size: int = BODY,
        strong: bool = False,
        tone: str = "text",
        wrap: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._theme = theme
        self._size = size
        self._strong = strong
        self._tone = tone
        self.setTextFormat(Qt.TextFormat.PlainText)
        if strong and size >= LARGE:
            expose_as(self, AccessibleRole.HEADING)
        self.setWordWrap(wrap)
        if wrap:
            policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
            policy.setHeightForWidth(True)
            self.setSizePolicy(policy)
        else:
            self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.dress()
        theme.changed.connect(self.dress)

    def tint(self, tone: str) -> None:
        """Show the text in another tone."""
        if tone != self._tone:
            self._tone = tone
            self.dress()

    def embolden(self, *, strong: bool) -> None:
        """Show the text strong or plain."""
        if strong != self._strong:
            self._strong = strong
            self.dress()

    def put(self, text: str) -> None:
        """Show a text; an empty one takes no room."""
        if text != self.text():
            self.setText(text)
        self.setVisible(bool(text))

    def dress(self) -> None:
        """Take size and tone again: Qt forgets a label's font when an ancestor of it moves."""
        self.setFont(self._theme.font(self._size, strong=self._strong))
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.WindowText, self._theme.color(self._tone))
        self.setPalette(palette)
