"""The rows of the case list as Qt sees and paints them, ten thousand as quickly as ten."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from enum import IntEnum

from PySide6.QtCore import (
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    QStringListModel,
    Qt,
)
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from reviewer.domain.case import Case
from reviewer.domain.grades import DONE, OUT, Status
from reviewer.domain.ids import CaseId, short_number
from reviewer.domain.progress import Progress
from ui.window.parts.shapes import draw_alert, draw_mark, draw_status, grade_tone
from ui.window.review.cases.case_line import CaseLine
from ui.window.review.cases.case_lines import CaseFilter, Lines, Search, Sorting
from ui.window.theme import SMALL, Theme
from ui.window.words import tooltip

Index = QModelIndex | QPersistentModelIndex


class Role(IntEnum):
    """Our own data role: the whole line."""

    LINE = Qt.ItemDataRole.UserRole


class CaseModel(QStringListModel):
    """The lines that a search and filters leave.

    It filters itself: a proxy asks Python once a row and once a comparison, which at ten
    thousand cases is half a second; one pass over a list is some milliseconds. It rests on
    Qt's model of strings, the ids, so that laying out the rows does not ask Python either.
    """

    def __init__(self) -> None:
        super().__init__()
        self._lines: Lines | None = None
        self._search = Search()
        self._shown: list[CaseId] = []

    def fill(self, lines: Lines) -> None:
        """Hold another list."""
        self._lines = lines
        self._show_found()

    def compare(self, exported_at: str) -> None:
        """Compare with an export made at this stamp from now on; empty is none."""
        if self._lines is not None and self._lines.compare(exported_at):
            self._show_found()

    def read_words(self) -> None:
        """Read what every case is searched and sorted by, before a search has to."""
        if self._lines is not None:
            self._lines.read_words()

    def put(self, case: Case, progress: Progress | None) -> None:
        """Change one line where it stands; it is filtered and sorted at the next search."""
        if self._lines is not None:
            self._lines.put(case, progress)
            place = self.index(self.row_of(case.id))
            if place.isValid():
                self.dataChanged.emit(place, place)

    def search(self, words: str, filters: Collection[CaseFilter], sorting: Sorting) -> None:
        """Show what holds every word and meets every filter, in an order."""
        typed = tuple(words.casefold().split())
        wanted = replace(self._search, words=typed, filters=frozenset(filters), sorting=sorting)
        if wanted != self._search:
            self._search = wanted
            self._show_found()

    def restrict(self, cases: Collection[CaseId] | None) -> None:
        """Show only these cases from now on, whatever is searched for; None is all."""
        self._search = replace(self._search, only=None if cases is None else frozenset(cases))
        self._show_found()

    def shown(self) -> tuple[CaseId, ...]:
        """Return the cases shown, in their order."""
        return tuple(self._shown)

    def line(self, case_id: CaseId) -> CaseLine | None:
        """Return the line of a case."""
        return self._lines.line(case_id) if self._lines is not None else None

    def row_of(self, case_id: CaseId) -> int:
        """Return the row that shows a case, -1 where it is filtered out."""
        try:
            return self._shown.index(case_id)
        except ValueError:
            return -1

    def case_at(self, row: int) -> CaseId | None:
        """Return the case shown in a row, None outside."""
        return self._shown[row] if 0 <= row < len(self._shown) else None

    def found(self, words: tuple[str, ...]) -> list[CaseId]:
        """Return every case that holds these words, whatever is shown."""
        return self._lines.found(Search(words=words)) if self._lines is not None else []

    def count(self, filter_: CaseFilter) -> int:
        """Return how many cases meet a filter, whatever is shown."""
        return self._lines.count(filter_) if self._lines is not None else 0

    def __len__(self) -> int:
        return len(self._lines) if self._lines is not None else 0

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole, /) -> object:
        """Return a line, its words, or its tooltip."""
        case_id = self.case_at(index.row())
        line = self.line(case_id) if case_id is not None else None
        if line is None:
            return None
        match role:
            case Role.LINE:
                return line
            case Qt.ItemDataRole.DisplayRole:
                return f"{line.number} {line.type}"
            case Qt.ItemDataRole.AccessibleTextRole:
                return line.accessible_text
            case Qt.ItemDataRole.ToolTipRole:
                return tooltip(line.id, line.accessible_text)
        return None

    def flags(self, index: Index, /) -> Qt.ItemFlag:
        """Let lines be chosen, never edited or dropped on."""
        chosen = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return chosen if index.isValid() else Qt.ItemFlag.NoItemFlags

    def _show_found(self) -> None:
        self._shown = self._lines.found(self._search) if self._lines is not None else []
        self.setStringList(self._shown)


_TONES = {
    Status.NOT_STARTED: "quiet",
    Status.IN_PROGRESS: "accent",
    Status.COMPLETE: "good",
    Status.EXCLUDED: "quiet",
    Status.REPLACED: "quiet",
}

NARROW = 285
"""Width in pixels at 100% below which a grade's shortest words leave room for the type."""


class Typeface:
    """A font, and how wide words are in it."""

    def __init__(self, font: QFont) -> None:
        self.font = font
        self.metrics = QFontMetrics(font)

    def width(self, words: str) -> int:
        """Return the width of words in pixels."""
        return self.metrics.horizontalAdvance(words)


class CaseDelegate(QStyledItemDelegate):
    """Paint status, number, type and grade in one line, flags or unit in a second."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._theme = theme
        self._choose_typefaces()
        theme.changed.connect(self._choose_typefaces)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index, /) -> QSize:  # noqa: ARG002 - Qt's signature
        """Return two lines."""
        return QSize(self._theme.px(200), self._theme.px(54))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index, /) -> None:
        """Paint one line."""
        line = index.data(Role.LINE)
        if not isinstance(line, CaseLine):
            return
        px, size = self._theme.px, option.rect.size()
        painter.save()
        painter.translate(option.rect.topLeft())
        self._paint_ground(painter, size, option.state)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_status(painter, line)
        left, right = px(34), size.width() - px(10)
        end = self._paint_grade(painter, right, line, short=size.width() < px(NARROW))
        self._paint_title(painter, QRect(left, px(7), end - px(8) - left, px(22)), line)
        tone = "inadequate" if line.referral else "improve" if line.returned else "quiet"
        second = QRect(left, px(28), right - left, px(18))
        self._write(painter, second, line.second, self._small, tone)
        painter.restore()

    def _choose_typefaces(self) -> None:
        font = self._theme.font
        self._plain, self._strong = Typeface(font()), Typeface(font(strong=True))
        self._small, self._small_strong = Typeface(font(SMALL)), Typeface(font(SMALL, strong=True))

    def _paint_ground(self, painter: QPainter, size: QSize, state: QStyle.StateFlag) -> None:
        color, width, height = self._theme.color, size.width(), size.height()
        selected = bool(state & QStyle.StateFlag.State_Selected)
        hovered = bool(state & QStyle.StateFlag.State_MouseOver)
        ground = "soft" if selected else "ground" if hovered else "surface"
        painter.fillRect(0, 0, width, height, color(ground))
        painter.fillRect(0, height - 1, width, 1, color("hairline"))
        if selected:
            painter.fillRect(0, 0, 3, height, color("accent"))
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(color("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(1, 1, width - 2, height - 3)

    def _paint_status(self, painter: QPainter, line: CaseLine) -> None:
        theme, px = self._theme, self._theme.px
        shape = QRectF(px(14), px(12), px(11), px(11))
        if line.referral:
            draw_alert(painter, shape, theme.color("inadequate"))
        elif line.returned or line.postponed:
            place = QRect(px(15), px(7), px(19), px(22))
            sign = "↩" if line.returned else "?"
            self._write(painter, place, sign, self._strong, "improve")
        else:
            draw_status(painter, line.status, shape, theme.color(_TONES[line.status]))

    def _paint_grade(self, painter: QPainter, end: int, line: CaseLine, *, short: bool) -> int:
        px = self._theme.px
        words = line.judged(short=short or line.status is Status.IN_PROGRESS)
        if not words:
            return end
        tone = grade_tone(line.mark) if line.mark else "quiet"
        width = self._small_strong.width(words)
        end -= width
        place = QRect(end, px(7), width + 1, px(22))
        self._write(painter, place, words, self._small_strong, tone)
        if line.mark:
            end -= px(14)
            shape = QRectF(end, px(18) - px(9) / 2, px(9), px(9))
            draw_mark(painter, line.mark, shape, self._theme.color(tone))
        return end

    def _paint_title(self, painter: QPainter, box: QRect, line: CaseLine) -> None:
        tone = "quiet" if line.status in OUT else "text"
        self._write(painter, box, line.number, self._strong, tone)
        rest = box.adjusted(self._strong.width(line.number) + self._theme.px(8), 0, 0, 0)
        fits = self._plain.width(line.type) <= rest.width()
        self._write(painter, rest, line.type if fits else line.short_type, self._plain, tone)

    def _write(
        self, painter: QPainter, box: QRect, words: str, typeface: Typeface, tone: str
    ) -> None:
        if words:
            cut = typeface.metrics.elidedText(words, Qt.TextElideMode.ElideRight, box.width())
            painter.setFont(typeface.font)
            painter.setPen(self._theme.color(tone))
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, cut)


def next_open(model: CaseModel, case_id: CaseId) -> CaseId | None:
    """Return the next case shown that is not complete, going round once; None without one."""
    shown, here = model.shown(), model.row_of(case_id) + 1
    lines = ((other, model.line(other)) for other in (*shown[here:], *shown[: max(here - 1, 0)]))
    return next((other for other, line in lines if line and line.status not in DONE), None)


def numbered(model: CaseModel, digits: str) -> CaseId | None:
    """Return the case shown of a number, with or without its leading zeros.

    Where there is none, the first whose number begins so; None where there is none either.
    """
    numbers = {short_number(case_id): case_id for case_id in model.shown()}
    same = (case_id for number, case_id in numbers.items() if number.lstrip("0") == digits)
    begun = (case_id for number, case_id in numbers.items() if number.startswith(digits))
    return numbers.get(digits) or next(same, None) or next(begun, None)
