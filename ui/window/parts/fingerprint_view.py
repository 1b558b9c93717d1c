"""A fingerprint as it is compared: numbered groups, each spelled for the telephone."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QGridLayout, QWidget

from ui.window.parts.text import Text
from ui.window.theme import SMALL, Theme
from ui.window.words import say

_COLUMNS = 2


class FingerprintView(QWidget):
    """The groups in a face of even width, in two columns to be read downwards."""

    def __init__(self, theme: Theme, fingerprint: str, spelled_out: Sequence[str]) -> None:
        super().__init__()
        self.setObjectName("fingerprint")
        self.setAccessibleName(say("Fingerprint: {groups}", groups="; ".join(spelled_out)))
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.px(12))
        grid.setVerticalSpacing(theme.px(3))
        groups = fingerprint.split("-")
        rows = -(-len(groups) // _COLUMNS)
        for place, (group, aloud) in enumerate(zip(groups, spelled_out, strict=True)):
            row, left = place % rows, place // rows * 3
            even = Text(theme, group, strong=True)
            font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
            font.setPixelSize(theme.px(15))
            even.setFont(font)
            grid.addWidget(Text(theme, str(place + 1), size=SMALL, tone="quiet"), row, left)
            grid.addWidget(even, row, left + 1)
            grid.addWidget(Text(theme, aloud, size=SMALL), row, left + 2)
            grid.setColumnStretch(left + 2, 1)
