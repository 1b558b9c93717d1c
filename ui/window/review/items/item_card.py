"""One item of the form: its label, its field, its note, and what is shown about it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QContextMenuEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QSizePolicy, QVBoxLayout, QWidget

from reviewer.domain.assessment import Finding
from reviewer.domain.form import Form, Item, Kind, Strength
from reviewer.domain.ids import Key
from reviewer.domain.message import message
from reviewer.domain.values import canonical
from ui.window.parts.announcing import announce
from ui.window.parts.buttons import inside
from ui.window.parts.field import Asking, ChoiceField, Field, MultiField, is_long_list
from ui.window.parts.layouts import BesideLayout
from ui.window.parts.pick_field import PickField
from ui.window.parts.rows_field import RowsField, row_word
from ui.window.parts.text import Text
from ui.window.parts.text_field import TextField
from ui.window.parts.typed_fields import DateField, IntegerField, Today
from ui.window.review.items.card_foot import CardFoot
from ui.window.review.review_view import ItemView
from ui.window.theme import Theme
from ui.window.words import localised, optional, say

TONES = {Strength.BLOCKS: "inadequate", Strength.EXPLAIN: "improve", Strength.WARNS: "quiet"}
LEADS = {
    Strength.BLOCKS: message("Fix"),
    Strength.EXPLAIN: message("Needs an explanation"),
    Strength.WARNS: message("Please check"),
}


def shape_of(form: Form, item: Item) -> str:
    """Return which pool of cards an item is shown from."""
    if is_long_list(form, item):
        return "pick"
    return f"rows:{item.key}" if item.kind is Kind.ROWS else str(item.kind)


class ItemCard(QWidget):
    """One item; `answered` carries the key and the text to be saved.

    `drafted` carries a text that is being typed, `draft_dropped` the key of one to forget.
    `settled` says that the person is done with that key and wants to continue, `delay_asked`
    that a delay row is to be added; `menu_asked` carries a key and a place on the screen.
    """

    answered = Signal(str, str)
    drafted = Signal(str, str)
    draft_dropped = Signal(str)
    settled = Signal(str)
    delay_asked = Signal()
    menu_asked = Signal(str, object)

    def __init__(self, theme: Theme, shape: str, today: Today) -> None:
        super().__init__()
        self._theme = theme
        self._refusal = ""
        self._guided = False
        self._tone = "text"
        self._name = ""
        self._shown: ItemView | None = None
        self.item: Item | None = None
        self.label = Text(theme, wrap=True)
        self.field = _field(theme, shape, today)
        self.note = TextField(theme)
        self.note.hide()
        self.foot: CardFoot | None = None
        self._build_layout(beside=isinstance(self.field, ChoiceField | DateField | IntegerField))
        self._connect()

    @property
    def key(self) -> Key:
        """The key of the item shown."""
        return self.item.key if self.item is not None else Key("")

    def ask(self, form: Form, item: Item) -> None:
        """Show another item."""
        if self.item is item:
            return
        self.item = item
        self._refusal = ""
        self._guided = False
        self.setObjectName(f"card-{item.key}")
        name = localised(item.label)
        explains = any(rule.explanation == item.key for rule in form.rules)
        self._name = say("To explain: {what}", what=name) if explains else name
        self._tone = "improve" if explains else "text"
        self._ask_as(self._name, form, item)
        if self.foot is not None:
            self.foot.show_guidance("")

    def show_answer(self, form: Form, shown: ItemView) -> None:
        """Show what is on the disk and what is shown about it."""
        self._shown = shown
        name = self._name if shown.required or not shown.relevant else optional(self._name)
        if name != self.label.text() and self.item is not None:
            self._ask_as(name, form, self.item)
        if isinstance(self.field, TextField):
            self.field.need(shown.least, _hint(shown.least, required=shown.required))
        if isinstance(self.field, RowsField | DateField):
            self.field.near = shown.near
        if isinstance(self.field, RowsField):
            self.field.aside(shown.asides)
        self.field.put(shown.text)
        self.field.setEnabled(shown.relevant)
        self.label.tint(self._tone if shown.relevant else "quiet")
        self._show_note(form, shown)
        if shown.draft is not None:
            field = self.field if shown.draft.key == self.key else self.note
            field.restore(shown.draft.text)
        self._say(shown)

    def _ask_as(self, name: str, form: Form, item: Item) -> None:
        """Let label and field bear a name."""

        def check(typed: str) -> str:
            return canonical(form, item.key, typed)

        self.label.setText(name)
        self.field.ask(Asking(form=form, asked=item, check=check, name=name))

    def toggle_guidance(self) -> None:
        """Show the item's guidance, or hide it again."""
        self._guided = not self._guided
        text = localised(self.item.guidance) if self.item else ""
        for option in self._options_with_guidance():
            text += f"\n{option}"
        text = text or say("The form has no guidance for this item.")
        self._below().show_guidance(text if self._guided else "")

    @property
    def refusal(self) -> str:
        """Why what was given last was not saved; empty where it was."""
        return self._refusal

    def refuse(self, sentence: str) -> None:
        """Say why what was given was not saved."""
        self._on_refused(sentence)

    def forget_refusal(self) -> None:
        """Drop what was refused: another case is shown."""
        self._refusal = ""
        self.field.forget()
        self.note.forget()

    def drop_draft(self) -> None:
        """Forget what was typed and never left, and show the answer instead."""
        if self._shown is not None and self._shown.draft is not None:
            self.forget_refusal()
            self.draft_dropped.emit(str(self._shown.draft.key))

    def flush(self) -> None:
        """Hand over what is typed."""
        self.field.flush()
        self.note.flush()

    def hold(self) -> None:
        """Hand over what is typed as drafts: the window is hidden."""
        self.field.hold()
        self.note.hold()

    def take_focus(self, key: Key) -> None:
        """Give the keyboard to the field of a key: the item's or its note's."""
        if key != self.key and not self.note.isHidden():
            self.note.take_focus()
        else:
            self.field.take_focus()

    def key_of(self, part: QWidget) -> Key:
        """Return whose field a part of the card is: the item's key or its note's."""
        return self._note_key() if self.note.isAncestorOf(part) else self.key

    def holds(self, key: str) -> bool:
        """Say whether the card shows a key: the item's or its note's."""
        return key in {self.key, self._note_key()}

    def paintEvent(self, event: QPaintEvent, /) -> None:  # noqa: ARG002 - Qt's signature
        """Paint a card; the one with the keyboard has an accent outline."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        focused = self._holds_focus()
        box = inside(self, 2 if focused else 1)
        painter.setPen(
            QPen(self._theme.color("accent" if focused else "hairline"), 2 if focused else 1)
        )
        relevant = self._shown is None or self._shown.relevant
        painter.setBrush(self._theme.color("surface" if relevant else "ground"))
        painter.drawRoundedRect(box, 4, 4)

    def _holds_focus(self) -> bool:
        focused = QApplication.focusWidget()
        return focused is not None and (focused is self or self.isAncestorOf(focused))

    def _build_layout(self, *, beside: bool) -> None:
        self._layout = QVBoxLayout(self)
        self._layout.setSpacing(self._theme.px(6))
        self._lay_margins()
        if beside:
            host = QWidget()
            row = BesideLayout(host, least=self._theme.px(200), gap=self._theme.px(6))
            row.addWidget(self.label)
            row.addWidget(self.field)
            policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
            policy.setHeightForWidth(True)
            host.setSizePolicy(policy)
            self._layout.addWidget(host)
        else:
            self._layout.addWidget(self.label)
            self._layout.addWidget(self.field)
        self._layout.addWidget(self.note)

    def _connect(self) -> None:
        self.field.edited.connect(self._on_edited)
        self.field.drafted.connect(lambda text: self.drafted.emit(self.key, text))
        self.field.settled.connect(lambda: self.settled.emit(self.key))
        self.note.edited.connect(self._on_note_edited)
        self.note.drafted.connect(lambda text: self.drafted.emit(self._note_key(), text))
        self.note.settled.connect(lambda: self.settled.emit(self._note_key()))
        for field in (self.field, self.note):
            field.refused.connect(self._on_refused)
        self._theme.changed.connect(self._lay_margins)

    def _lay_margins(self) -> None:
        px = self._theme.px
        self._layout.setContentsMargins(px(14), px(9), px(12), px(9))

    def _note_key(self) -> Key:
        note = self._shown.note if self._shown else None
        return note.key if note is not None else Key("")

    def _show_note(self, form: Form, shown: ItemView) -> None:
        note = shown.note
        drafted = note is not None and shown.draft is not None and shown.draft.key == note.key
        wanted = drafted or (note is not None and (shown.note_required or bool(shown.note_text)))
        if note is None or not wanted:
            self.note.flush()
            self.note.hide()
            return

        def check(typed: str) -> str:
            return canonical(form, note.key, typed)

        self.note.ask(Asking(form=form, asked=note, check=check, name=localised(note.label)))
        self.note.need(shown.note_least, _hint(shown.note_least, required=True, note=True))
        self.note.put(shown.note_text)
        self.note.setEnabled(shown.relevant)
        self.note.show()

    def _below(self) -> CardFoot:
        if self.foot is None:
            self.foot = CardFoot(self._theme)
            self.foot.dropped.connect(self.drop_draft)
            self.foot.delay_asked.connect(self.delay_asked)
            self._layout.addWidget(self.foot)
        return self.foot

    def _say(self, shown: ItemView) -> None:
        lines: list[tuple[str, str]] = []
        if self._refusal:
            lines.append((say("Not saved: {why}", why=self._refusal), "inadequate"))
        lines.extend(
            (say("{row} still needs {columns}.", row=row, columns=", ".join(columns)), "improve")
            for row, columns in _gaps(self.item, shown.findings).items()
        )
        for finding in (*shown.findings, *shown.note_findings):
            if (
                finding.code in {"too-short", "row-incomplete"}
                or finding.strength is Strength.EXPLAIN
            ):
                # The count under the text says the first, a card of its own asks for the last.
                continue
            lead = LEADS[finding.strength]
            lines.append((f"{lead}: {finding.text}", TONES[finding.strength]))
        if not shown.relevant and shown.text:
            lines.append((say("No longer applies. The answer is kept but not counted."), "quiet"))
        if self.foot is not None or lines or shown.draft or shown.comments or shown.asks_for_delay:
            self._below().show_findings(
                lines,
                draft=shown.draft,
                comments=shown.comments,
                asks_for_delay=shown.asks_for_delay,
            )

    def contextMenuEvent(self, event: QContextMenuEvent, /) -> None:
        """Offer what can be done at this item."""
        event.accept()
        self.menu_asked.emit(str(self.key), event.globalPos())

    def _options_with_guidance(self) -> list[str]:
        if not isinstance(self.field, ChoiceField) or self.field.asking is None:
            return []
        options = self.field.asking.options.values()
        return [f"{localised(o.label)}: {localised(o.guidance)}" for o in options if o.guidance]

    def _on_edited(self, text: str) -> None:
        self._refusal = ""
        self.answered.emit(self.key, text)

    def _on_note_edited(self, text: str) -> None:
        self._refusal = ""
        self.answered.emit(self._note_key(), text)

    def _on_refused(self, sentence: str) -> None:
        self._refusal = sentence
        if sentence:
            announce(self, say("Not saved: {why}", why=sentence), urgent=True)
        if self._shown is not None:
            self._say(self._shown)


def _field(theme: Theme, shape: str, today: Today) -> Field:
    plain: dict[str, type[ChoiceField | PickField | MultiField | IntegerField | TextField]] = {
        "choice": ChoiceField,
        "pick": PickField,
        "multi": MultiField,
        "integer": IntegerField,
        "text": TextField,
    }
    if shape in plain:
        return plain[shape](theme)
    return (DateField if shape in {"date", "datetime"} else RowsField)(theme, today)


def _gaps(item: Item | None, findings: Sequence[Finding]) -> dict[str, list[str]]:
    """Return which columns each row still needs, by the row's own word and number."""
    gaps: dict[str, list[str]] = {}
    labels = {column.key: localised(column.label) for column in item.columns} if item else {}
    for finding in findings:
        if item is not None and finding.column is not None:
            row = f"{row_word(item)} {finding.row}"
            gaps.setdefault(row, []).append(labels[finding.column])
    return gaps


def _hint(least: int, *, required: bool, note: bool = False) -> str:
    """Return what an empty box says: what it asks for, and which key begins a line."""
    if note and least:
        asked = say("Note, at least {n} characters", n=least)
    elif least and required:
        asked = say("At least {n} characters", n=least)
    elif required:
        asked = say("Required")
    else:
        return say("Shift ⏎ starts a new line")
    return say("{asked} · Shift ⏎ starts a new line", asked=asked)
