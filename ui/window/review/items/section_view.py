"""The items of one section, in cards that are used again for the next one."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from reviewer.domain.form import Item, Section
from reviewer.domain.ids import Key
from ui.window.parts.buttons import plain_button
from ui.window.parts.layouts import BesideLayout
from ui.window.parts.rows_field import RowsField
from ui.window.parts.tab_order import stops_at, tab_stops
from ui.window.parts.text import Text
from ui.window.parts.typed_fields import Today
from ui.window.review.items.item_card import ItemCard, shape_of
from ui.window.review.review_view import ReviewView
from ui.window.theme import LARGE, SMALL, Theme
from ui.window.words import localised, say


class SectionView(QWidget):
    """One section at a time; stepping to another case fills the same cards again."""

    answered = Signal(str, str)
    drafted = Signal(str, str)
    draft_dropped = Signal(str)
    settled = Signal(str)
    delay_asked = Signal()
    focused = Signal(str)
    menu_asked = Signal(str, object)

    def __init__(self, theme: Theme, today: Today) -> None:
        super().__init__()
        self._theme = theme
        self._today = today
        self._pools: dict[str, list[ItemCard]] = {}
        self._cards: list[ItemCard] = []
        self._section: Section | None = None
        self._title = Text(theme, size=LARGE, strong=True, wrap=True)
        self._title.setObjectName("section-title")
        self._counts = Text(theme, size=SMALL, tone="quiet")
        self._help = plain_button(say("Guidance"), name="section-guidance", look="quiet")
        self._help.setCheckable(True)
        self._help.toggled.connect(self._on_help)
        self._guidance = Text(theme, tone="quiet", wrap=True)
        self._guidance.hide()
        beside = QWidget()
        line = QHBoxLayout(beside)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.px(12))
        line.addWidget(self._help)
        line.addWidget(self._counts)
        head = QWidget()
        both = BesideLayout(head, least=theme.px(160), gap=theme.px(6))
        both.addWidget(self._title)
        both.addWidget(beside)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(theme.px(8))
        self._layout.addWidget(head)
        self._layout.addWidget(self._guidance)
        self._layout.addStretch(1)
        QApplication.instance().focusChanged.connect(self._on_focus)  # type: ignore[union-attr]  # there is an application

    @property
    def section(self) -> Section | None:
        """The section shown."""
        return self._section

    @property
    def cards(self) -> list[ItemCard]:
        """The cards shown, in the form's order."""
        return self._cards

    def show_section(self, view: ReviewView, section: Section, *, fresh: bool) -> None:
        """Show a section of a review; `fresh` says that it is another case."""
        if section is not self._section:
            self.flush()
            self._help.setChecked(False)
        self._section = section
        self._title.setText(localised(section.title))
        line = view.line(section)
        of = say("{n} of {all} answered", n=line.answered, all=line.asked)
        self._counts.setText(of if line.required else say("{of} · optional", of=of))
        self._counts.setVisible(line.asked > 0)
        self._guidance.setText(localised(section.guidance))
        self._help.setVisible(section.guidance is not None)
        items = list(view.items(section))
        if [card.item for card in self._cards] != items:
            self._arrange(view, items)
        for card, item in zip(self._cards, items, strict=True):
            if fresh:
                card.forget_refusal()
            card.ask(view.form, item)
            card.show_answer(view.form, view.shown(item))

    def card_of(self, key: str) -> ItemCard | None:
        """Return the card that shows a key, None where none does."""
        return next((card for card in self._cards if card.holds(key)), None)

    def focused_card(self) -> ItemCard | None:
        """Return the card that has the keyboard, or has it back when a dialog closes."""
        here = self.window().focusWidget()
        inside = (card for card in self._cards if here is not None and card.isAncestorOf(here))
        return next(inside, None)

    def toggle_guidance(self) -> None:
        """Show the section's guidance, or hide it again."""
        self._help.toggle()

    def drop_fresh_row(self) -> bool:
        """Take away an empty row that was just added; say whether there was one."""
        fields = (card.field for card in self._cards)
        return any(f.drop_fresh_row() for f in fields if isinstance(f, RowsField))

    def stops(self) -> list[QWidget]:
        """Return where Tab stops, item after item."""
        stops = tab_stops(self._help)
        for card in self._cards:
            leaps = [card.foot.leap] if card.foot is not None else []
            stops += filter(stops_at, (*card.field.stops(), *card.note.stops(), *leaps))
        return stops

    def flush(self) -> None:
        """Hand over what is typed anywhere."""
        for card in self._cards:
            card.flush()

    def hold(self) -> None:
        """Hand over what is typed anywhere as drafts."""
        for card in self._cards:
            card.hold()

    def _arrange(self, view: ReviewView, items: list[Item]) -> None:
        used: dict[str, int] = {}
        kept = {card.item.key: card for card in self._cards if card.item is not None}
        cards: list[ItemCard] = []
        for item in items:
            shape = shape_of(view.form, item)
            card = kept.get(item.key)
            if card is None:
                card = self._free(shape, used, kept)
            cards.append(card)
        for card in self._cards:
            if card not in cards:
                card.hide()
        for index, card in enumerate(cards):
            place = index + 2
            if self._layout.indexOf(card) != place:
                self._layout.removeWidget(card)
                self._layout.insertWidget(place, card)
            if card.isHidden():
                card.show()
        self._cards = cards

    def _free(self, shape: str, used: dict[str, int], kept: dict[Key, ItemCard]) -> ItemCard:
        pool = self._pools.setdefault(shape, [])
        taken = set(kept.values())
        index = used.get(shape, 0)
        while index < len(pool) and pool[index] in taken:
            index += 1
        if index == len(pool):
            pool.append(self._build_card(shape))
        used[shape] = index + 1
        return pool[index]

    def _build_card(self, shape: str) -> ItemCard:
        card = ItemCard(self._theme, shape, self._today)
        card.hide()
        card.setParent(self)
        card.answered.connect(self.answered)
        card.drafted.connect(self.drafted)
        card.draft_dropped.connect(self.draft_dropped)
        card.settled.connect(self.settled)
        card.delay_asked.connect(self.delay_asked)
        card.menu_asked.connect(self.menu_asked)
        return card

    def _on_help(self, shown: bool) -> None:  # noqa: FBT001 - Qt's signal
        self._guidance.setVisible(shown)

    def _on_focus(self, old: QWidget | None, new: QWidget | None) -> None:
        for card in self._cards:
            if (old is not None and card.isAncestorOf(old)) or (
                new is not None and card.isAncestorOf(new)
            ):
                card.update()
                if new is not None and card.isAncestorOf(new):
                    self.focused.emit(str(card.key))
