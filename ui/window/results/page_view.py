"""Pages below each other as they will be on paper; only those in sight are drawn."""

from __future__ import annotations

from collections import OrderedDict
from typing import Final

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ui.operations.page_pictures import PagePictures
from ui.window.parts.paper import image_of
from ui.window.theme import Theme
from ui.window.words import say

_KEPT: Final = 12
"""Pages kept as pictures: a few more than a screen shows."""

_GAP: Final = 16


class PageView(QWidget):
    """The pages of one print, as wide as the room it is given."""

    def __init__(self, theme: Theme, pages: PagePictures, width: int) -> None:
        super().__init__()
        self.setObjectName("print-pages")
        self._pages = pages
        self._gap = theme.px(_GAP)
        self._kept: OrderedDict[int, QImage] = OrderedDict()
        self._scale = 1.0
        self._tops: list[int] = []
        self.fit(width)
        self.setAccessibleName(say("Preview of {n} pages", n=len(pages)))

    def fit(self, width: int) -> None:
        """Take a width and the height that the pages need with it."""
        widest = max((self._pages.size(page)[0] for page in range(len(self._pages))), default=595.0)
        self._scale = max(width - 2 * self._gap, 100) / widest
        self._kept.clear()
        self._tops, top = [], self._gap
        for page in range(len(self._pages)):
            self._tops.append(top)
            top += self._size(page).height() + self._gap
        self.setFixedSize(width, top)
        self.update()

    def page_at(self, top: int) -> int:
        """Return the page that is at a height."""
        found = [page for page, start in enumerate(self._tops) if start - self._gap <= top]
        return found[-1] if found else 0

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the pages that are in sight."""
        painter = QPainter(self)
        for page, top in enumerate(self._tops):
            size = self._size(page)
            place = QRect((self.width() - size.width()) // 2, top, size.width(), size.height())
            if place.intersects(event.rect()):
                painter.drawImage(place, self._image(page))
                painter.setPen(QColor(128, 128, 128))
                painter.drawRect(place.adjusted(-1, -1, 0, 0))
        painter.end()

    def _size(self, page: int) -> QSize:
        width, height = self._pages.size(page)
        return QSize(round(width * self._scale), round(height * self._scale))

    def _image(self, page: int) -> QImage:
        found = self._kept.pop(page, None)
        if found is None:
            ratio = self.devicePixelRatioF()
            found = image_of(self._pages, page, self._scale * ratio)
        self._kept[page] = found
        if len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
        return found
