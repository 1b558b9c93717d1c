"""The first page: the inspections opened last, and the ways to begin."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDropEvent,
    QFontMetrics,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from reviewer.domain.times import local, long_day
from ui.operations.recent import RecentFile
from ui.window.parts.buttons import Painted, PlainButton, inside, plain_button
from ui.window.parts.page import Page
from ui.window.parts.text import Text
from ui.window.theme import BODY, HEADLINE, LARGE, SMALL, Theme
from ui.window.words import say, tooltip

WIDTH = 920

WIDE = 680
"""Pixels at 100% from which recent files are beside the ways to begin."""


class WayButton(Painted, PlainButton):
    """One way to begin: an icon, what it does, and a line on what it is for."""

    def __init__(self, theme: Theme, icon: str, words: str, about: str, *, name: str) -> None:
        super().__init__(words)
        self._theme = theme
        self._icon = icon
        self._about = about
        self.setObjectName(name)
        self.setAccessibleName(words)
        self.setAccessibleDescription(about)
        self.setAutoDefault(False)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.follow(theme)

    def sizeHint(self) -> QSize:
        """Return room for both texts, each in one line."""
        metrics = QFontMetrics(self._theme.font(SMALL))
        width = metrics.horizontalAdvance(self._about) + self._theme.px(72)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """Return room for the first text in one line; the second wraps."""
        metrics = QFontMetrics(self._theme.font(BODY, strong=True))
        width = metrics.horizontalAdvance(self.text()) + self._theme.px(72)
        return QSize(width, self._theme.px(62))

    def heightForWidth(self, width: int, /) -> int:
        """Return room for the lines that the second text takes."""
        return self._theme.px(42) + max(self._theme.px(20), self._about_height(width))

    def _about_height(self, width: int) -> int:
        room = QRect(0, 0, width - self._theme.px(68), 10_000)
        metrics = QFontMetrics(self._theme.font(SMALL))
        return metrics.boundingRect(room, Qt.TextFlag.TextWordWrap, self._about).height()

    def paintEvent(self, event: QPaintEvent, /) -> None:  # noqa: ARG002 - Qt's signature
        """Paint ground, icon and the two lines."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, px = self._theme, self._theme.px
        focused = self.hasFocus()
        painter.setPen(QPen(theme.color("accent" if focused else "line"), 2 if focused else 1))
        painter.setBrush(theme.color("soft" if self.underMouse() else "surface"))
        painter.drawRoundedRect(inside(self, 2 if focused else 1), 4, 4)
        theme.icon(self._icon, "accent").paint(
            painter, px(16), (self.height() - px(20)) // 2, px(20), px(20)
        )
        left, room = px(52), self.width() - px(68)
        _write(painter, theme, (left, px(11), room), self.text(), BODY, "text", strong=True)
        painter.setFont(theme.font(SMALL))
        painter.setPen(theme.color("quiet"))
        below = QRect(left, px(35), room, self.height() - px(35))
        painter.drawText(below, Qt.TextFlag.TextWordWrap, self._about)


class RecentButton(Painted, PlainButton):
    """One inspection opened before: its file, its code and force, when, and its folder."""

    def __init__(self, theme: Theme, recent: RecentFile) -> None:
        super().__init__(recent.path.name)
        self._theme = theme
        self._recent = recent
        self._there = recent.is_there
        when = long_day(local(recent.opened_at).isoformat()) if recent.opened_at else ""
        kind = say("register") if recent.kind == "register" else ""
        about = " · ".join(part for part in (recent.code, recent.force, kind) if part)
        self._second = about or str(recent.path.parent)
        self._when = when if self._there else say("no longer there")
        self.setObjectName("recent")
        self.setAccessibleName(f"{recent.path.name}, {about}, {self._when}")
        self.setToolTip(tooltip(str(recent.path)))
        self.setAutoDefault(False)
        self.follow(theme)

    def sizeHint(self) -> QSize:
        """Return room for two lines."""
        return QSize(self._theme.px(360), self._theme.px(54))

    def minimumSizeHint(self) -> QSize:
        """Let the lines be cut before the window must be wider."""
        return QSize(self._theme.px(220), self._theme.px(54))

    def paintEvent(self, event: QPaintEvent, /) -> None:  # noqa: ARG002 - Qt's signature
        """Paint name and time above code and force; a hairline separates."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, px = self._theme, self._theme.px
        box = QRectF(self.rect()).adjusted(1, 1, -1, -2)
        painter.setPen(QPen(theme.color("accent"), 2) if self.hasFocus() else Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("soft" if self.underMouse() else "ground"))
        painter.drawRoundedRect(box, 4, 4)
        painter.fillRect(0, self.height() - 1, self.width(), 1, theme.color("hairline"))
        room = self.width() - px(24)
        when = QFontMetrics(theme.font(SMALL)).horizontalAdvance(self._when)
        first = (px(12), px(8), room - when - px(12))
        tone = "text" if self._there else "quiet"
        _write(painter, theme, first, self.text(), BODY, tone, strong=True)
        place = (self.width() - px(12) - when, px(8), when + 1)
        _write(painter, theme, place, self._when, SMALL, "quiet")
        _write(painter, theme, (px(12), px(29), room), self._second, SMALL, "quiet")


def _write(
    painter: QPainter,
    theme: Theme,
    place: tuple[int, int, int],
    text: str,
    size: int,
    tone: str,
    *,
    strong: bool = False,
) -> None:
    font = theme.font(size, strong=strong)
    painter.setFont(font)
    painter.setPen(theme.color(tone))
    left, top, room = place
    shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, room)
    flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
    painter.drawText(QRectF(left, top, room + 1, theme.px(20)), flags, shown)


class StartPage(Page):
    """Where the program begins; what is dropped on it is opened or checked."""

    open_asked = Signal(object)
    choose_asked = Signal()
    new_asked = Signal()
    merge_asked = Signal()
    check_asked = Signal()
    pack_asked = Signal()
    board_asked = Signal()
    practice_asked = Signal()
    settings_asked = Signal()
    help_asked = Signal()
    dropped = Signal(object)

    def __init__(self, theme: Theme, recent: Sequence[RecentFile]) -> None:
        super().__init__(theme, say("Reviewer"), width=WIDTH, alone=True, size=HEADLINE)
        self.setObjectName("start-page")
        self.setAcceptDrops(True)
        px = theme.px
        for words, name, asked in (
            (say("Help"), "start-help", self.help_asked),
            (say("Settings"), "start-settings", self.settings_asked),
        ):
            button = plain_button(words, name=name, look="quiet")
            button.clicked.connect(asked)
            self.head.addWidget(button)
        self.say_intro(
            say("Review a force's case files on this computer. Nothing is sent anywhere.")
        )
        ways, files = QVBoxLayout(), QVBoxLayout()
        for column, heading in ((files, say("Recent files")), (ways, say("Start"))):
            column.setSpacing(px(8))
            column.addWidget(Text(theme, heading, size=LARGE, strong=True))
        self._add_ways(ways)
        self._add_recent(files, recent)
        self._columns = columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        columns.setSpacing(px(40))
        for column in (files, ways) if recent else (ways, files):
            columns.addLayout(column, 1)
        self.column.addSpacing(px(16))
        self.column.addLayout(columns)
        self.column.addStretch(1)

    def resizeEvent(self, event: QResizeEvent, /) -> None:
        """Put the columns one below the other where there is no room for both."""
        super().resizeEvent(event)
        wide = self.maximumViewportSize().width() >= self.theme.px(WIDE)
        direction = QBoxLayout.Direction
        self._columns.setDirection(direction.LeftToRight if wide else direction.TopToBottom)

    def dragEnterEvent(self, event: QDragEnterEvent, /) -> None:
        """Take local files anywhere on the page."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent, /) -> None:
        """Hand over what was dropped."""
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            self.dropped.emit(paths)

    def _add_ways(self, column: QVBoxLayout) -> None:
        ways = (
            (
                "clipboard-list",
                say("New inspection from a force's list"),
                say("Excel or text. You see what was found before a file is created"),
                self.new_asked,
            ),
            (
                "search",
                say("Open a review file"),
                say("Your own file, or a lead's register (.review)"),
                self.choose_asked,
            ),
            (
                "archive",
                say("Open an assignment pack"),
                say("From your lead: no code, force or list to type in"),
                self.pack_asked,
            ),
            (
                "users",
                say("Merge workbooks"),
                say("Create a team register from signed workbooks"),
                self.merge_asked,
            ),
            (
                "check",
                say("Check a workbook"),
                say("See whether it is unchanged, and who signed it"),
                self.check_asked,
            ),
            (
                "chart-column",
                say("See a team's progress"),
                say("From the workbooks in a folder, without a register"),
                self.board_asked,
            ),
            (
                "scroll-text",
                say("Practise on invented cases"),
                say("Ten short cases, and the answers that a panel agreed on"),
                self.practice_asked,
            ),
        )
        for icon, words, about, asked in ways:
            way = WayButton(self.theme, icon, words, about, name=f"way-{icon}")
            way.clicked.connect(asked)
            column.addWidget(way)
        column.addStretch(1)

    def _add_recent(self, column: QVBoxLayout, recent: Sequence[RecentFile]) -> None:
        host = QWidget()
        lines = QVBoxLayout(host)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(0)
        for one in recent:
            button = RecentButton(self.theme, one)
            button.clicked.connect(lambda _=False, path=one.path: self.open_asked.emit(path))
            lines.addWidget(button)
        if not recent:
            words = say("Files you open will appear here.")
            lines.addWidget(Text(self.theme, words, tone="quiet", wrap=True))
        column.addWidget(host)
        column.addStretch(1)
