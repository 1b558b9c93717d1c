"""The case list: progress, search, filters, order, and the lines."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator

from PySide6.QtCore import (
    QItemSelectionModel,
    QModelIndex,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QAction, QActionGroup, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QLineEdit,
    QListView,
    QMenu,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from reviewer.domain.case import Case
from reviewer.domain.ids import CaseId
from reviewer.domain.progress import Progress
from ui.window.parts.buttons import Chip
from ui.window.parts.layouts import FlowLayout
from ui.window.parts.menus import add_entry
from ui.window.parts.panel import Panel
from ui.window.parts.text import Text
from ui.window.review.cases.case_lines import CaseFilter, Lines, Sorting
from ui.window.review.cases.case_list_view import CaseListView
from ui.window.review.cases.case_rows import CaseDelegate, CaseModel, numbered
from ui.window.theme import SMALL, Theme
from ui.window.words import counted, say, tooltip

SEARCH_WIDTH = 228
"""Pixels at 100% that the search box has for what it is for, where the list is narrowest."""
FIRST_FILTERS = (
    CaseFilter.MINE,
    CaseFilter.RETURNED,
    CaseFilter.OPEN,
    CaseFilter.FLAGGED,
    CaseFilter.BELOW_GOOD,
)


class ProgressBar(QWidget):
    """A flat bar: how much of the list is done."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._share = 0.0
        self.setFixedHeight(theme.px(6))

    def show_share(self, share: float) -> None:
        """Show a share from 0 to 1."""
        if share == self._share:
            return
        self._share = share
        self.setAccessibleName(say("{n}% of the list is done", n=int(share * 100)))
        self.update()

    def paintEvent(self, event: QPaintEvent, /) -> None:  # noqa: ARG002 - Qt's signature
        """Paint the bar."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color("hairline"))
        painter.drawRoundedRect(self.rect(), 3, 3)
        done = self.rect()
        done.setWidth(round(self.width() * self._share))
        painter.setBrush(self._theme.color("accent"))
        painter.drawRoundedRect(done, 3, 3)


class CaseList(Panel):
    """The panel; `chosen` carries the case that is picked, `announced` why there is none."""

    chosen = Signal(str)
    entered = Signal()
    announced = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, Qt.Edge.RightEdge)
        self._theme = theme
        self._more: set[CaseFilter] = set()
        self._ticks: dict[CaseFilter, QAction] = {}
        self._marking = False
        self._sorting = Sorting.NUMBER
        self.setObjectName("case-list")
        self.model = CaseModel()
        self.model.setParent(self)
        self._done = Text(theme, strong=True)
        self._done.setObjectName("cases-done")
        self._bar = ProgressBar(theme)
        self._box = QLineEdit()
        self._chips = {filter_: Chip(theme, ticks=False) for filter_ in FIRST_FILTERS}
        self._more_button = QPushButton()
        self._sort_button = QPushButton()
        self._found = Text(theme, size=SMALL, tone="quiet")
        self._only = Chip(theme)
        self._view = CaseListView()
        self._reading = QTimer(self, singleShot=True)  # once the first page is painted
        self._reading.timeout.connect(self.model.read_words)
        self._build_view()
        self._build_search()
        self._build_menus()
        self._build_layout()

    @property
    def view(self) -> QListView:
        """The list itself."""
        return self._view

    def show_lines(self, lines: Lines, exported_at: str) -> None:
        """Show another list; filters for one's own and for returned cases come with such."""
        self.model.fill(lines)
        self._chips[CaseFilter.FLAGGED].setVisible(lines.has_flags)
        self._ticks[CaseFilter.REFERRAL].setVisible(lines.has_referrals)
        self._show_returned()
        mine = self.model.count(CaseFilter.MINE) > 0
        self._chips[CaseFilter.MINE].setVisible(mine)
        self._chips[CaseFilter.MINE].setChecked(mine)
        self.show_exported(exported_at)
        self.show_done()
        self._reading.start()

    def show_exported(self, exported_at: str) -> None:
        """Compare with an export made at this stamp; without one no case is changed since."""
        self.model.compare(exported_at)
        self._ticks[CaseFilter.CHANGED].setVisible(bool(exported_at))
        if not exported_at:
            self._ticks[CaseFilter.CHANGED].setChecked(False)
        self._search()

    def show_only(self, words: str, cases: Collection[CaseId]) -> None:
        """Show only the cases behind a figure, named by its words; unticking shows all again."""
        self._box.clear()
        for chip in self._chips.values():
            chip.setChecked(False)
        for action in self._more_button.menu().actions():
            action.setChecked(False)
        self._only.setText(words)
        self._only.setAccessibleName(say("Only: {what}", what=words))
        self._only.setToolTip(tooltip(words, say("Clear to show all cases")))
        self._only.setChecked(True)
        self._only.show()
        self.model.restrict(cases)
        self._search()

    def show_done(self) -> None:
        """Show how much of the list is done."""
        model = self.model
        done, out, all_ = model.count(CaseFilter.COMPLETE), model.count(CaseFilter.OUT), len(model)
        words = say("{n:,} of {all:,} complete", n=done, all=all_)
        aside = say(" · {n:,} excluded", n=out) if out else ""
        self._done.setText(words + aside)
        self._bar.show_share((done + out) / all_ if all_ else 0.0)

    def put(self, case: Case, progress: Progress | None) -> None:
        """Change one line."""
        self.model.put(case, progress)
        self.show_done()
        self._show_returned()

    def select(self, case_id: CaseId) -> None:
        """Mark a case as the one shown, without choosing it again."""
        row = self.model.row_of(case_id)
        selection = self._view.selectionModel()
        if row < 0:
            self._marking = True
            selection.clear()
            self._marking = False
            return
        place = self.model.index(row)
        if selection.currentIndex() != place or not selection.isSelected(place):
            self._marking = True
            selection.setCurrentIndex(place, QItemSelectionModel.SelectionFlag.ClearAndSelect)
            self._marking = False
        self._view.scrollTo(place, QAbstractItemView.ScrollHint.EnsureVisible)

    def neighbour(self, case_id: CaseId, by: int) -> CaseId | None:
        """Return the case some lines further in the list as shown, None past its ends."""
        row = self.model.row_of(case_id)
        return self.model.case_at(row + by if row >= 0 else 0)

    def name_keys(self, search: str) -> None:
        """Name the keys that lead to the search box, where they fit beside what it is for."""
        words = say("Search cases and notes")
        both = f"{words}   {search}"
        fits = self._box.fontMetrics().horizontalAdvance(both) < self._theme.px(SEARCH_WIDTH)
        self._box.setPlaceholderText(both if fits else words)

    def filters(self) -> Iterator[tuple[str, Callable[[], None]]]:
        """Yield the name of each filter that is offered, and what turns it on or off."""
        for chip in self._chips.values():
            if not chip.isHidden():
                yield chip.text(), chip.toggle
        for action in self._more_button.menu().actions():
            if action.isVisible() and not action.isSeparator():
                yield action.text(), action.toggle

    def focus_search(self) -> None:
        """Give the keyboard to the search box."""
        self._box.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._box.selectAll()

    def _show_returned(self) -> None:
        chip = self._chips[CaseFilter.RETURNED]
        some = self.model.count(CaseFilter.RETURNED) > 0
        if not some:
            chip.setChecked(False)
        chip.setVisible(some)

    def _search(self) -> None:
        selected = self.model.case_at(self._view.currentIndex().row())
        chips = {filter_ for filter_, chip in self._chips.items() if chip.isChecked()}
        if self._chips[CaseFilter.MINE].isHidden():
            chips.discard(CaseFilter.MINE)
        self.model.search(self._box.text(), chips | self._more, self._sorting)
        shown, all_ = self.model.rowCount(), len(self.model)
        words = say("{n:,} of {all:,}", n=shown, all=all_) if shown != all_ else ""
        words = words or counted(all_, "{n:,} case", "{n:,} cases")
        self._found.setText(words if shown or not all_ else say("None found"))
        self._found.setAccessibleName(say("{n:,} of {all:,} cases shown", n=shown, all=all_))
        if selected is not None:
            self.select(selected)

    def _build_view(self) -> None:
        view = self._view
        view.setObjectName("cases")
        view.setAccessibleName(say("Cases"))
        view.setModel(self.model)
        view.setItemDelegate(CaseDelegate(self._theme))
        # No rule of the style sheet: only over an opaque ground does Qt move what is painted.
        view.setFrameShape(QFrame.Shape.NoFrame)
        view.setUniformItemSizes(True)
        view.setMouseTracking(True)
        view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        view.selectionModel().currentChanged.connect(self._on_current)
        view.sought.connect(self._on_sought)
        view.activated.connect(lambda _: self.entered.emit())
        view.clicked.connect(lambda _: self.entered.emit())
        self._theme.changed.connect(view.doItemsLayout)

    def _build_search(self) -> None:
        self._box.setObjectName("search")
        self._box.setAccessibleName(say("Search the cases"))
        self._box.setClearButtonEnabled(True)
        self._theme.changed.connect(self._dress_box)
        self._dress_box()
        self._box.textChanged.connect(self._search)
        self._box.returnPressed.connect(self._on_search_entered)
        self._only.setObjectName("only")
        self._only.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._only.setMinimumWidth(1)
        self._only.toggled.connect(self._on_only)
        self._only.hide()
        words = {
            CaseFilter.MINE: say("Mine"),
            CaseFilter.RETURNED: say("Returned"),
            CaseFilter.OPEN: say("Open"),
            CaseFilter.FLAGGED: say("Flagged"),
            CaseFilter.BELOW_GOOD: say("Below good"),
        }
        for filter_, chip in self._chips.items():
            chip.setText(words[filter_])
            chip.setObjectName(f"filter-{filter_.name}")
            chip.toggled.connect(self._search)

    def _dress_box(self) -> None:
        for clear in self._box.findChildren(QToolButton):
            clear.setIcon(self._theme.icon("x", "quiet", 16))

    def _build_menus(self) -> None:
        words = {
            CaseFilter.POSTPONED: say("Not sure: postponed"),
            CaseFilter.NOT_STARTED: say("Not started"),
            CaseFilter.IN_PROGRESS: say("In progress"),
            CaseFilter.COMPLETE: say("Complete"),
            CaseFilter.OUT: say("Excluded or replaced"),
            CaseFilter.REFERRAL: say("Referral open"),
            CaseFilter.SECOND_READ: say("Second read: another reviewer's case"),
            CaseFilter.FINDINGS: say("To correct or explain"),
            CaseFilter.CHANGED: say("Changed since the last export"),
        }
        menu = QMenu(self._more_button)
        for filter_, text in words.items():
            action = _ticked(menu, text)
            action.toggled.connect(lambda on, filter_=filter_: self._on_more(filter_, on=on))
            self._ticks[filter_] = action
        self._dress_menu(self._more_button, menu, "filter-more")
        self._more_button.setText(say("More ▾"))
        orders = {
            Sorting.NUMBER: say("By number"),
            Sorting.TYPE: say("By type"),
            Sorting.GRADE: say("By grade, worst first"),
            Sorting.PERCENT: say("By percentage complete"),
            Sorting.CHANGED: say("Last changed first"),
        }
        sort_menu = QMenu(self._sort_button)
        group = QActionGroup(sort_menu)
        for sorting, text in orders.items():
            action = _ticked(sort_menu, text)
            action.setChecked(sorting is Sorting.NUMBER)
            group.addAction(action)
            action.triggered.connect(lambda _, s=sorting, t=text: self._on_sort(s, t))
        self._dress_menu(self._sort_button, sort_menu, "sort")
        self._sort_button.setText(say("By number ▾"))

    def _dress_menu(self, button: QPushButton, menu: QMenu, name: str) -> None:
        button.setObjectName(name)
        button.setProperty("look", "quiet")
        button.setMenu(menu)
        button.setProperty("small", True)

    def _build_layout(self) -> None:
        px = self._theme.px
        chips = QWidget()
        flow = FlowLayout(chips, gap=px(6))
        for chip in self._chips.values():
            flow.addWidget(chip)
        choices = QWidget()
        line = FlowLayout(choices, gap=px(4))
        for part in (self._found, self._more_button, self._sort_button):
            line.addWidget(part)
        head = QVBoxLayout()
        head.setContentsMargins(px(16), px(14), px(12), px(4))
        head.setSpacing(px(8))
        head.addWidget(self._done)
        head.addWidget(self._bar)
        head.addWidget(self._box)
        head.addWidget(self._only)
        head.addWidget(chips)
        head.addWidget(choices)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 1, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(self._view, 1)

    def _on_current(self, current: QModelIndex, previous: QModelIndex) -> None:  # noqa: ARG002 - Qt's signal
        case_id = self.model.case_at(current.row())
        if case_id is not None and not self._marking:
            self.chosen.emit(str(case_id))

    def _on_sought(self, digits: str) -> None:
        case_id = numbered(self.model, digits)
        if case_id is None:
            self.announced.emit(say("No case shown has the number {n}.", n=digits))
        else:
            self._view.setCurrentIndex(self.model.index(self.model.row_of(case_id)))

    def _on_search_entered(self) -> None:
        case_id = self.model.case_at(0)
        if case_id is not None:
            self.chosen.emit(str(case_id))
            self.entered.emit()

    def _on_only(self, on: bool) -> None:  # noqa: FBT001 - Qt's signal
        if not on:
            self._only.hide()
            self.model.restrict(None)
            self._search()

    def _on_more(self, filter_: CaseFilter, *, on: bool) -> None:
        if on:
            self._more.add(filter_)
        else:
            self._more.discard(filter_)
        count = len(self._more)
        self._more_button.setText(say("More · {n} ▾", n=count) if count else say("More ▾"))
        self._search()

    def _on_sort(self, sorting: Sorting, text: str) -> None:
        self._sorting = sorting
        self._sort_button.setText(f"{text} ▾")
        self._search()


def _ticked(menu: QMenu, text: str) -> QAction:
    action = add_entry(menu, text)
    action.setCheckable(True)
    return action
