"""The review screen: the list, the items of one section, and the judgement beside them."""

from __future__ import annotations

from datetime import date
from itertools import zip_longest

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QMenu,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from reviewer.domain.form import Section
from reviewer.domain.grades import Status
from reviewer.domain.ids import Key
from ui.window.actions import Actions
from ui.window.commands import Commands, does
from ui.window.parts.buttons import plain_button
from ui.window.parts.rows_field import RowsField
from ui.window.parts.sight import bring_into_sight
from ui.window.parts.tab_order import step_on, tab_stops
from ui.window.parts.text import Text
from ui.window.parts.typed_fields import DateField, Today
from ui.window.review.case_foot import CaseFoot
from ui.window.review.case_head import CaseHead
from ui.window.review.cases.case_list import CaseList
from ui.window.review.items.item_card import ItemCard
from ui.window.review.items.section_view import SectionView
from ui.window.review.judgement import Judgement
from ui.window.review.navigator import Navigator
from ui.window.review.review_view import ReviewView
from ui.window.theme import Theme
from ui.window.words import localised, say, tooltip

LIST_WIDTH, NAVIGATOR_WIDTH, SIDE_WIDTH = (280, 304, 460), (204, 212, 280), (240, 272, 420)
"""Widths in pixels at 100%, on a narrow, a wide and a very wide page."""

PAGE_WIDTHS = (1180, 1360, 2200)
"""Between these widths of the page its parts grow from one of their widths to the next."""

ITEMS_WIDTH = (760, 760, 900)
"""Items are never much wider than some 75 characters of text."""

BESIDE_ITEMS = 268
"""What a case has beside its items: on a wide page its head and steps stay with them."""

ROOM_FOR_LIST, ROOM_FOR_NAVIGATOR, ROOM_FOR_SIDE = 1130, 840, 640
"""Below these widths the list hides, the sections become a menu, the judgement goes below."""

LEAST_ITEMS, LEAST_HEIGHT = 420, 480
"""With less width beside it the list is shown by itself; with less height the head scrolls too."""

NO_LIMIT = 1 << 20
"""A width no screen has."""


class CasesPage(QWidget):
    """The page, laid out for its width; what is done on its parts they say themselves.

    `section_picked` carries the id of a section picked from the menu that stands for the
    navigator where that has no room.
    """

    section_picked = Signal(str)

    def __init__(self, theme: Theme, actions: Actions, today: Today) -> None:
        super().__init__()
        self._theme = theme
        self._actions = actions
        self._view: ReviewView | None = None
        self._list_wanted: bool | None = None
        self.list = CaseList(theme)
        self.judgement = Judgement(theme, actions)
        self._list_button = plain_button("", name="show-list")
        self._list_button.setProperty("small", True)
        self._list_button.setAccessibleName(say("Show the case list"))
        self._list_button.clicked.connect(actions[Commands.LIST].trigger)
        self.head = CaseHead(theme, self._list_button)
        self.navigator = Navigator(theme)
        self.section = SectionView(theme, today)
        self._menu_button = plain_button("", name="section-menu")
        self._menu = QMenu(self._menu_button)
        self._menu_acts: list[QAction] = []
        self._menu.triggered.connect(lambda act: self.section_picked.emit(str(act.data())))
        self._menu_button.setMenu(self._menu)
        self._scroll = QScrollArea()
        self._row = QHBoxLayout(self)
        self._column = QVBoxLayout()
        self._top = QVBoxLayout()
        self._centre = QWidget()
        self._case = QWidget()
        self._items = QWidget()
        self.foot = CaseFoot(theme, actions)
        self.foot.grade_asked.connect(self._go_to_grade)
        self.foot.completed.connect(self.judgement.completed)
        self._side_host: QBoxLayout = self._row
        self._head_host: QBoxLayout = self._top
        self._build_layout()
        self.list.name_keys(actions.keys(Commands.SEARCH))
        theme.changed.connect(self._fit)
        actions.remapped.connect(self._on_remapped)
        self.list.entered.connect(self._show_case)
        self.section.focused.connect(self._on_focused)
        self.head.timeline.picked.connect(self._on_day)

    def show_review(
        self, view: ReviewView, section: Section, status: Status, *, fresh: bool
    ) -> None:
        """Show a section of a case; `fresh` says that it is another case than before."""
        first, self._view = self._view is None, view
        moved = fresh or section is not self.section.section
        self.head.show_case(view, status)
        lines = [view.line(one) for one in view.sections()]
        self.navigator.show_lines(lines, section.id)
        self._show_menu(section)
        self.section.show_section(view, section, fresh=fresh)
        self.judgement.show_review(view, status=status)
        self.foot.show_review(view, status)
        if first:
            self._fit()  # only now the judgement knows the widths of its grades
        if moved:
            self._scroll.verticalScrollBar().setValue(0)

    def reveal(self, key: Key) -> None:
        """Give the keyboard to the field of a key of the section shown."""
        card = self.section.card_of(key)
        if card is not None:
            self._show_case()
            card.take_focus(key)
            self._bring_into_sight(card)

    def rest(self) -> None:
        """Take the keyboard from the items: nothing is left to answer."""
        if self.list.isHidden():
            self._list_button.setFocus()
            bring_into_sight(self._list_button)
        else:
            self.list.view.setFocus()

    def focused_key(self) -> Key | None:
        """Return the key of the item that has the keyboard."""
        here = self.window().focusWidget()
        if self._view is not None and here and self.judgement.grade.isAncestorOf(here):
            return self._view.form.roles.grade
        card = self.section.focused_card()
        return card.key if card is not None else None

    @does(Commands.GRADE)
    def _go_to_grade(self) -> None:
        """Give the keyboard to the overall grade, where a digit grades the case."""
        self._show_case()
        self.judgement.grade.take_focus()
        bring_into_sight(self.window().focusWidget() or self.judgement)

    def key_of(self, part: QWidget | None) -> Key | None:
        """Return the key of the field that a part is of, else of the first field shown."""
        cards = self.section.cards
        for card in cards:
            if part is not None and card.isAncestorOf(part):
                return card.key_of(part)
        return cards[0].key if cards else None

    def add_row(self, key: Key) -> None:
        """Add a row to a rows item of the section shown."""
        card = self.section.card_of(key)
        if card is not None and isinstance(card.field, RowsField):
            self._show_case()
            card.field.add_row()
            self._bring_into_sight(card)

    @does(Commands.GUIDANCE)
    def toggle_guidance(self) -> None:
        """Show or hide the guidance of the item that has the keyboard, else of the section."""
        card = self.section.focused_card()
        if card is not None:
            card.toggle_guidance()
        else:
            self.section.toggle_guidance()

    @does(Commands.SEARCH)
    def focus_search(self) -> None:
        """Show the list and give the keyboard to its search."""
        if self.list.isHidden():
            self.toggle_list()
        self.list.focus_search()

    @does(Commands.LIST)
    def toggle_list(self) -> None:
        """Show the case list, or hide it."""
        by_button = self._list_button.hasFocus()
        self._list_wanted = self.list.isHidden()
        self._fit()
        if self._list_wanted and (by_button or self._centre.isHidden()):
            self.list.view.setFocus()

    def forbid_changes(self) -> None:
        """Let nothing be answered: the file is only read."""
        self.section.setEnabled(False)
        self.judgement.setEnabled(False)

    def flush(self) -> None:
        """Hand over what is typed anywhere."""
        self.section.flush()

    def hold(self) -> None:
        """Hand over what is typed anywhere as drafts: the window is hidden, nothing was left."""
        self.section.hold()

    @does(Commands.DROP_DRAFT)
    def drop_draft(self) -> None:
        """Forget what was typed into the item that has the keyboard and never left."""
        card = self.section.focused_card()
        if card is not None:
            card.drop_draft()

    def focusNextPrevChild(self, forward: bool, /) -> bool:  # noqa: FBT001 - Qt's signature
        """Go with Tab as the page is read: list, sections, items, steps, judgement."""
        parts = (self.head, self.navigator, self._menu_button)
        stops = [
            *tab_stops(self.list),
            *(stop for part in parts for stop in tab_stops(part)),
            *self.section.stops(),
            *self.foot.stops(),
            *tab_stops(self.judgement),
        ]
        return step_on(self, stops, forward=forward) or super().focusNextPrevChild(forward)

    def resizeEvent(self, event: QResizeEvent, /) -> None:
        """Make room: list, sections and judgement step aside in turn, what is answered stays."""
        super().resizeEvent(event)
        self._fit()
        card = self.section.focused_card()
        if card is not None:
            self._bring_into_sight(card)

    def _fit(self) -> None:
        px = self._theme.px
        width = self.width()
        roomy = width >= px(ROOM_FOR_LIST)
        wanted = roomy if self._list_wanted is None else self._list_wanted
        list_width, navigator_width, side_width, items_width = (
            px(_between(widths, width / px(100) * 100))
            for widths in (LIST_WIDTH, NAVIGATOR_WIDTH, SIDE_WIDTH, ITEMS_WIDTH)
        )
        side_width = max(side_width, self.judgement.least_width())
        alone = wanted and width - list_width < px(LEAST_ITEMS)
        self.list.setVisible(wanted)
        self.list.setMinimumWidth(0 if alone else list_width)
        self.list.setMaximumWidth(NO_LIMIT if alone else list_width)
        self._centre.setVisible(not alone)
        self._list_button.setVisible(not wanted)
        self._case.setMaximumWidth(items_width + px(BESIDE_ITEMS))
        self._items.setMaximumWidth(items_width)
        if wanted:
            width -= list_width
        beside = not alone and width >= px(ROOM_FOR_SIDE)
        self.navigator.setVisible(width >= px(ROOM_FOR_NAVIGATOR))
        self.navigator.setFixedWidth(navigator_width)
        self._menu_button.setVisible(width < px(ROOM_FOR_NAVIGATOR))
        self._put_side(side_width if beside else None)
        tall = self.height() >= px(LEAST_HEIGHT)
        self._put_head(fixed=tall and beside)
        self.foot.fit(alone=not beside, keys=tall and width >= px(ROOM_FOR_NAVIGATOR))
        self.judgement.setVisible(not alone)

    def _put_side(self, width: int | None) -> None:
        """Put the judgement beside the items, or below them where `width` is None."""
        host = self._column if width is None else self._row
        if self._side_host is not host:
            host.addWidget(self.judgement)
            self._side_host = host
        self.judgement.setMinimumWidth(width or 0)
        self.judgement.setMaximumWidth(width or NO_LIMIT)
        self.judgement.stand_alone(alone=width is None)

    def _put_head(self, *, fixed: bool) -> None:
        """Keep the head in sight, or let it scroll with the items where height is short."""
        host = self._top if fixed else self._column
        if self._head_host is not host:
            for place, part in enumerate((self.head, self._menu_button)):
                host.insertWidget(place, part)
            for text in self.head.findChildren(Text):
                text.dress()
            self._head_host = host
        self._list_button.setText(say("Cases"))
        keys = self._actions.keys(Commands.LIST)
        self._list_button.setToolTip(tooltip(f"{self._list_button.accessibleName()}  {keys}"))

    def _show_menu(self, section: Section) -> None:
        self._menu_button.setText(f"{section.number}  {localised(section.title)}  ▾")
        self._menu_button.setAccessibleName(say("Section: {name}", name=localised(section.title)))
        if self._menu_button.isHidden() or self._view is None:
            return
        sections = self._view.sections()
        while len(self._menu_acts) < len(sections):
            self._menu_acts.append(QAction(self._menu))
            self._menu.addAction(self._menu_acts[-1])
        for action, one in zip_longest(self._menu_acts, sections):
            action.setVisible(one is not None)
            if one is not None:
                line = self._view.line(one)
                title = f"{one.number}  {localised(one.title)}   {line.answered}/{line.asked}"
                action.setText(title)
                action.setData(one.id)

    def _on_remapped(self) -> None:
        self.list.name_keys(self._actions.keys(Commands.SEARCH))
        self._fit()

    def _bring_into_sight(self, card: ItemCard) -> None:
        """Scroll to a card, and in one that is higher than the page to what has the keyboard."""
        bring_into_sight(card, self.window().focusWidget() or card)

    def _show_case(self) -> None:
        """Let a list that takes the whole page give way to the case."""
        if self._list_wanted and self._centre.isHidden():
            self._list_wanted = None
            self._fit()

    def _on_day(self, picked: date) -> None:
        """Give a day of the timeline to the date that has the keyboard."""
        here = self.window().focusWidget()
        field = here.parent() if here is not None else None
        if isinstance(field, DateField):
            field.give_day(picked)

    def _on_focused(self, key: str) -> None:
        card = self.section.card_of(key)
        if card is not None:
            self._bring_into_sight(card)

    def _build_layout(self) -> None:
        px = self._theme.px
        self._items.setLayout(self._column)
        self._column.setContentsMargins(0, 0, 0, px(16))
        self._column.setSpacing(px(12))
        self._column.addWidget(self.section, 1)
        host = QWidget()
        line = QHBoxLayout(host)
        line.setContentsMargins(px(4), px(4), px(20), 0)
        line.addWidget(self._items, 1000)
        line.addStretch(1)
        self._scroll.setObjectName("items")
        self._scroll.setWidget(host)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        work = QHBoxLayout()
        work.setSpacing(px(12))
        work.addWidget(self.navigator)
        work.addWidget(self._scroll, 1)
        beside = QHBoxLayout(self._centre)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.addStretch(1)
        beside.addWidget(self._case, 1000)
        beside.addStretch(1)
        foot = QVBoxLayout()
        foot.setContentsMargins(0, 0, px(20), px(12))
        foot.addWidget(self.foot)
        case = QVBoxLayout(self._case)
        case.setContentsMargins(px(20), px(14), 0, 0)
        case.setSpacing(px(10))
        self._top.setContentsMargins(0, 0, px(20), 0)
        self._top.setSpacing(px(10))
        self._top.addWidget(self.head)
        self._top.addWidget(self._menu_button)
        case.addLayout(self._top)
        case.addLayout(work, 1)
        case.addLayout(foot)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self._row.addWidget(self.list)
        self._row.addWidget(self._centre, 1)
        self._row.addWidget(self.judgement)


def _between(widths: tuple[int, int, int], page: float) -> float:
    """Return the width of a part on a page of a width, both in pixels at 100%."""
    low, middle, high = PAGE_WIDTHS
    if page <= middle:
        share = max((page - low) / (middle - low), 0.0)
        return widths[0] + (widths[1] - widths[0]) * share
    share = min((page - middle) / (high - middle), 1.0)
    return widths[1] + (widths[2] - widths[1]) * share
