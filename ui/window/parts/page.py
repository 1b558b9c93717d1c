"""What every page outside the review screen is made of: a heading, a column, a place to drop."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from reviewer.domain.errors import ReviewerError
from ui.window.jobs import Jobs, Work
from ui.window.parts.buttons import plain_button
from ui.window.parts.faults import FaultPlace
from ui.window.parts.field_keys import is_enter, press_main
from ui.window.parts.layouts import BesideLayout, ColumnsLayout, FlowLayout, stops_in
from ui.window.parts.panel import Hairline
from ui.window.parts.text import Text
from ui.window.theme import LARGE, SMALL, TITLE, Theme
from ui.window.words import optional, say

_Result = TypeVar("_Result")

READING_WIDTH = 720
"""Pixels at 100%: sentences are never wider than some 75 characters."""

NARROW = 640
"""Pixels at 100% below which a page has narrow margins."""

LEAST_COLUMN = 520
"""Pixels at 100% that one of several columns has at the least."""

COLUMNS_WIDTH = 3 * READING_WIDTH + 2 * 24
"""Pixels at 100% of a page that has parts: three columns at the most."""

LEAST_TITLE = 160
"""Pixels at 100% that a title keeps beside what can be done; where it cannot, that goes below."""


class Page(QScrollArea):
    """A page that scrolls: its title, and a column that is `width` wide at the most.

    A page that is `alone`, without the rail beside it, has its column in the middle.
    """

    def __init__(
        self,
        theme: Theme,
        title: str,
        *,
        width: int = READING_WIDTH,
        alone: bool = False,
        size: int = TITLE,
    ) -> None:
        super().__init__()
        self.theme = theme
        self._docked: QWidget | None = None
        px = theme.px
        self.setObjectName("page")
        self.setAccessibleName(title)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._title = Text(theme, title, size=size, strong=True, wrap=True)
        actions, head = QWidget(), QWidget()
        self.head = FlowLayout(actions, gap=px(8))
        both = BesideLayout(head, least=px(LEAST_TITLE), gap=px(8))
        both.addWidget(self._title)
        both.addWidget(actions)
        self.column = QVBoxLayout()
        self.column.setSpacing(px(12))
        self.column.addWidget(head)
        body = QWidget()
        body.setMaximumWidth(px(width))
        body.setLayout(self.column)
        self.column.setContentsMargins(0, 0, 0, 0)
        self._whole = self.column
        self._side_by_side: ColumnsLayout | None = None
        host = Scrolled()
        line = QHBoxLayout(host)
        self._margins, self._top = line, 48 if alone else 24
        self._lay_margins()
        theme.changed.connect(self._lay_margins)
        if alone:
            line.addStretch(1)
        line.addWidget(body, 1000)
        line.addStretch(1)
        self.setWidget(host)

    def dock(self, widget: QWidget) -> None:
        """Keep a widget below the column and always in sight."""
        self._docked = widget
        widget.setParent(self)
        widget.installEventFilter(self)
        self._place_docked()

    def begin_part(self) -> None:
        """Begin another part: what is added to the column from now on stays together.

        A wide page has its parts in columns.
        """
        px = self.theme.px
        if self._side_by_side is None:
            host = QWidget()
            self._side_by_side = ColumnsLayout(
                host, least=px(LEAST_COLUMN), most=px(READING_WIDTH), gap=px(24)
            )
            self._whole.addWidget(host)
        part = QWidget()
        self.column = QVBoxLayout(part)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(px(12))
        self._side_by_side.addWidget(part)

    def end_parts(self) -> None:
        """Add to the whole page again, below its parts."""
        self.column = self._whole

    def order_tabs(self) -> None:
        """Let Tab follow the reading: what was built later would come last."""
        foot = self._docked.layout() if self._docked is not None else None
        stops = [*stops_in(self._whole), *(stops_in(foot) if foot is not None else ())]
        for first, second in pairwise(stops):
            QWidget.setTabOrder(first, second)

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        """Press the main button with Enter in a field, as in a dialog."""
        if not is_enter(event):
            super().keyPressEvent(event)
        elif event.isAutoRepeat() or not press_main(self):
            event.ignore()

    def resizeEvent(self, event: QResizeEvent, /) -> None:
        """Keep what is docked at the foot, and spend no narrow page on its margins."""
        super().resizeEvent(event)
        self._lay_margins()
        self._place_docked()

    def _lay_margins(self) -> None:
        px = self.theme.px
        side = px(32) if self.width() >= px(NARROW) else px(12)
        self._margins.setContentsMargins(side, px(self._top), side, px(32))

    def eventFilter(self, watched: QObject, event: QEvent, /) -> bool:
        """Give what is docked the height it needs when that changes."""
        if watched is self._docked and event.type() is QEvent.Type.LayoutRequest:
            self._place_docked()
        return super().eventFilter(watched, event)

    def _place_docked(self) -> None:
        if self._docked is None:
            return
        layout = self._docked.layout()
        fits = layout is not None and layout.hasHeightForWidth()
        width = self.viewport().width()
        height = layout.heightForWidth(width) if layout is not None and fits else 0
        height = height or self._docked.sizeHint().height()
        self.setViewportMargins(0, 0, 0, height)
        self._docked.setGeometry(0, self.height() - height, width, height)

    def say_intro(self, sentence: str) -> Text:
        """Add a quiet sentence below the title."""
        text = Text(self.theme, sentence, tone="quiet", wrap=True)
        text.setMaximumWidth(self.theme.px(READING_WIDTH))
        self.column.addWidget(text)
        return text

    def add_heading(self, words: str) -> Text:
        """Add the heading of a part, with a hairline above it."""
        self.column.addSpacing(self.theme.px(8))
        self.column.addWidget(Hairline(self.theme))
        heading = Text(self.theme, words, size=LARGE, strong=True)
        self.column.addWidget(heading)
        return heading


class Scrolled(QWidget):
    """What scrolls: as high as its texts are at its width, not at the width they would like."""

    def minimumSizeHint(self) -> QSize:
        """Leave the height to what follows from the width."""
        layout = self.layout()
        return QSize(layout.minimumSize().width() if layout is not None else 0, 0)


class DropArea(QWidget):
    """A place to drop files on, with a button for those who do not drop.

    `dropped` carries the paths of local files; `choose_asked` says the button was pressed.
    """

    dropped = Signal(object)
    choose_asked = Signal()

    def __init__(self, theme: Theme, words: str, choose: str, *, name: str) -> None:
        super().__init__()
        self._theme = theme
        self._over = False
        self.setObjectName(name)
        self.setAccessibleName(words)
        self.setAcceptDrops(True)
        px = theme.px
        self.button = plain_button(choose, name=f"{name}-choose")
        self.button.clicked.connect(self.choose_asked)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(px(20), px(18), px(20), px(18))
        layout.setSpacing(px(16))
        layout.addWidget(Text(theme, words, tone="quiet", wrap=True), 1)
        layout.addWidget(self.button)

    def dragEnterEvent(self, event: QDragEnterEvent, /) -> None:
        """Take local files."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()
            self._show_over(over=True)

    def dragLeaveEvent(self, event: QDragLeaveEvent, /) -> None:
        """Show that nothing is held over it any more."""
        super().dragLeaveEvent(event)
        self._show_over(over=False)

    def dropEvent(self, event: QDropEvent, /) -> None:
        """Hand over what was dropped."""
        self._show_over(over=False)
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            self.dropped.emit(paths)

    def paintEvent(self, event: QPaintEvent, /) -> None:  # noqa: ARG002 - Qt's signature
        """Paint a dashed bound, in the accent while files are held over it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(self._theme.color("accent" if self._over else "line"), 2 if self._over else 1)
        pen.setStyle(Qt.PenStyle.SolidLine if self._over else Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(self._theme.color("soft" if self._over else "surface"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)

    def _show_over(self, *, over: bool) -> None:
        self._over = over
        self.update()


class JobLine(QWidget):
    """What is happening now and a way to stop it; or why it did not work out.

    `announced` says that there is something new to read.
    """

    cancelled = Signal()
    announced = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._jobs: Jobs | None = None
        self.setObjectName("job-line")
        self.words = Text(theme, wrap=True)
        self.words.setObjectName("job-words")
        self._cancel = plain_button(say("Cancel"), name="job-cancel")
        self._cancel.clicked.connect(self.cancelled)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(12))
        layout.addWidget(self.words, 1)
        layout.addWidget(self._cancel)
        self.hide()

    def serve(self, jobs: Jobs) -> None:
        """Run the work of this line among these jobs; its button cancels them."""
        self._jobs = jobs
        self.cancelled.connect(jobs.cancel)

    def run(
        self,
        sentence: str,
        work: Work[_Result],
        done: Callable[[_Result], None],
        refused: Callable[[ReviewerError], None] | None = None,
        *,
        stoppable: bool = False,
        holds: bool = False,
    ) -> None:
        """Show progress while work is done beside the window, then hand its result to `done`.

        The window stays open where it `holds`. Why it was not done is shown here, or told to
        `refused`. Where the line's page was left and is gone, nobody sees it.
        """

        def end(result: _Result) -> None:
            if isValid(self):
                self.hide()
                done(result)

        def end_refused(error: ReviewerError) -> None:
            if isValid(self):
                (refused or self.show_error)(error)

        self.show_work(sentence, stoppable=stoppable)
        if self._jobs is None:
            raise LookupError("no jobs serve this line")
        self._jobs.start(work, end, end_refused, holds=holds)

    def show_error(self, error: ReviewerError) -> None:
        """Say why it was not done, by the error that says so."""
        self.show_failure(str(error))

    def show_work(self, sentence: str, *, stoppable: bool = True) -> None:
        """Say what is happening."""
        self._tell(sentence, "quiet")
        self._cancel.setVisible(stoppable)

    def show_failure(self, sentence: str) -> None:
        """Say why it was not done, and what to do."""
        self._tell(sentence, "inadequate")
        self._cancel.hide()

    def show_done(self, sentence: str) -> None:
        """Say what was done."""
        self._tell(sentence, "good")
        self._cancel.hide()

    def _tell(self, sentence: str, tone: str) -> None:
        self.words.setText(sentence)
        self.words.tint(tone)
        self.setAccessibleName(sentence)
        self.setVisible(bool(sentence))
        self.announced.emit()


def labelled(
    theme: Theme, words: str, field: QWidget, hint: str = "", *, may_be_empty: bool = False
) -> QVBoxLayout:
    """Put a field below its label, with a quiet hint below it; a screen reader gets both.

    The label says which field may be empty, as it does in the form.

    What is wrong with it is shown below the hint (`ui.window.parts.faults`).

    A narrow field is in a line of its own, so that its hint has the whole width.
    """
    name = optional(words) if may_be_empty else words
    label = Text(theme, name, strong=True, size=SMALL)
    label.setBuddy(field)
    field.setAccessibleName(name)
    column = QVBoxLayout()
    column.setSpacing(theme.px(4))
    column.addWidget(label)
    line = QHBoxLayout()
    line.addWidget(field, 1)
    line.addStretch()
    column.addLayout(line)
    if hint:
        field.setAccessibleDescription(hint)
        column.addWidget(Text(theme, hint, size=SMALL, tone="quiet", wrap=True))
    FaultPlace(theme, field, words, column)
    return column


def say_facts(theme: Theme, facts: Sequence[tuple[str, str]]) -> QVBoxLayout:
    """Set facts one below the other: a quiet name, then what it is."""
    column = QVBoxLayout()
    column.setSpacing(theme.px(4))
    names = [Text(theme, name, tone="quiet") for name, _ in facts]
    width = max([theme.px(160), *(label.sizeHint().width() for label in names)])
    for label, (name, value) in zip(names, facts, strict=True):
        line = QHBoxLayout()
        line.setSpacing(theme.px(12))
        label.setFixedWidth(width)
        line.addWidget(label, 0, Qt.AlignmentFlag.AlignTop)
        shown = Text(theme, value, wrap=True)
        shown.setAccessibleName(f"{name}: {value}")
        _let_select(shown)
        line.addWidget(shown, 1)
        column.addLayout(line)
    return column


def _let_select(label: QLabel) -> None:
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
