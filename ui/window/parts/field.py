"""What every way of answering has in common, and the fields that choose codes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import (
    QKeyEvent,
)
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from reviewer.domain.form import Column, Form, Item, Kind, Option
from reviewer.domain.ids import Code
from reviewer.domain.marks import Mark
from ui.window.parts.accessible import AccessibleRole, expose_as
from ui.window.parts.buttons import ButtonFace, Chip, ChoiceButton
from ui.window.parts.field_keys import is_enter, plain, step_among, steps_by, stop_once
from ui.window.parts.layouts import FlowLayout
from ui.window.parts.tab_order import tab_stops
from ui.window.theme import Theme
from ui.window.words import localised, say

Check = Callable[[str], str]
"""From what a person typed to canonical text; raises RefusalError."""

FEW = 6
"""Codes shown as buttons; more are picked from a list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """What a field asks for: an item or a column of one, and how its text is checked."""

    form: Form
    asked: Item | Column
    check: Check
    name: str
    """What a screen reader calls it."""

    @property
    def options(self) -> Mapping[Code, Option]:
        """The codes on offer."""
        return self.form.codes_of(self.asked)

    @property
    def marks(self) -> Mapping[Code, Mark]:
        """How the codes are drawn where they are grades; none where they are other answers."""
        marks = {code: mark for code in self.options if (mark := self.form.grades.mark(code))}
        return marks if next(iter(self.options), None) in marks else {}


class Field(QWidget):
    """One way of answering.

    `edited` carries what is to be saved, `drafted` a text that is still being typed, `refused`
    why what was typed cannot be saved, empty when that is over, and `settled` says that the
    person is done here.
    """

    edited = Signal(str)
    drafted = Signal(str)
    refused = Signal(str)
    settled = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self.asking: Asking | None = None
        expose_as(self, AccessibleRole.GROUP)

    def ask(self, asking: Asking) -> None:
        """Ask for this from now on."""
        self.asking = asking

    def put(self, text: str) -> None:
        """Show the canonical text that is on the disk."""
        raise NotImplementedError

    def flush(self) -> None:
        """Hand over what is typed and not yet handed over."""

    def restore(self, text: str) -> None:
        """Show a draft: what was being typed when the program ended, and is no answer yet."""

    def hold(self) -> None:
        """Hand over what is typed as a draft: the window is hidden, and nothing was left."""

    def forget(self) -> None:
        """Drop what was typed and is no answer: another case is shown."""

    def stops(self) -> list[QWidget]:
        """Return where Tab stops in it, in reading order."""
        return tab_stops(self)

    def take_focus(self) -> None:
        """Take the keyboard."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def faulty(self) -> bool:
        """Whether what is typed was refused."""
        return False

    def go_on(self) -> None:
        """Hand over what is typed, and emit `settled` unless it was refused."""
        self.flush()
        if not self.faulty:
            self.settled.emit()

    def step(self, by: int) -> None:
        """Go to another of the codes; a field without any stays as it is."""

    def clear(self) -> None:
        """Take the answer back; what is typed letter by letter is deleted so."""

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        """Do what a key does in every field; what is left to it is what its own parts do not take.

        Enter goes on, arrows stay inside and change no answer, Delete and Backspace clear. Held
        down Enter goes on once.
        """
        if is_enter(event):
            if not event.isAutoRepeat():
                self.go_on()
        elif by := steps_by(event):
            self.step(by)
        elif event.key() in _CLEARS and plain(event):
            self.clear()
        else:
            event.ignore()


_CLEARS = frozenset({Qt.Key.Key_Backspace, Qt.Key.Key_Delete})


def short_words(option: Option) -> str:
    """Return the words of a button: the short ones where they are words and not a letter."""
    short = localised(option.short)
    return short if len(short) > 2 else localised(option.label)


class ChoiceField(Field):
    """A few codes as buttons: one key, a click, or arrows and Space.

    A click on the chosen code clears it, except in a `column`, which has them one below the other.
    """

    def __init__(self, theme: Theme, *, column: bool = False) -> None:
        super().__init__(theme)
        self._column = column
        self._buttons: list[ChoiceButton] = []
        self._offered: tuple[Option, ...] = ()
        self._keys: dict[Code, str] = {}
        self._value = ""
        if column:
            layout = QVBoxLayout(self)
            layout.setContentsMargins(0, 0, 0, 0)
            layout.setSpacing(theme.px(6))
        else:
            FlowLayout(self, gap=6)
            policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
            policy.setHeightForWidth(True)
            self.setSizePolicy(policy)

    def ask(self, asking: Asking) -> None:
        """Offer the codes of another item."""
        super().ask(asking)
        options = tuple(asking.options.values())
        if options != self._offered:
            self._offer(options, asking.marks)
        self.setAccessibleName(asking.name)
        for place, (button, option) in enumerate(zip(self._buttons, options, strict=False)):
            among = say("{n} of {all}", n=place + 1, all=len(options))
            button.setAccessibleDescription(among)
            button.setVisible(True)
            button.code = option.code

    def put(self, text: str) -> None:
        """Show which code is saved."""
        self._value = text
        for button in self._shown():
            chosen = button.code == text
            if button.isChecked() != chosen:
                button.choose(chosen=chosen)
        stop_once(self._shown())

    def take_focus(self) -> None:
        """Give the keyboard to the chosen button, else the first."""
        shown = self._shown()
        chosen = next((b for b in shown if b.code == self._value), shown[0] if shown else None)
        if chosen is not None:
            chosen.setFocus(Qt.FocusReason.TabFocusReason)

    def event(self, event: QEvent, /) -> bool:
        """Keep the keys of our own codes from being taken as the window's."""
        if (
            event.type() is QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and self._code_of(event) is not None
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        """Answer by a code's key."""
        code = self._code_of(event)
        if code is None:
            super().keyPressEvent(event)
        elif not event.isAutoRepeat():  # held down it would answer the next items too
            self._choose(code)

    def step(self, by: int) -> None:
        """Give the keyboard to the button some places further."""
        step_among(self._shown(), by)

    def clear(self) -> None:
        """Take the answer back."""
        if self._value:
            self.edited.emit("")

    def _offer(self, options: Sequence[Option], marks: Mapping[Code, Mark]) -> None:
        self._offered = tuple(options)
        while len(self._buttons) < len(options):
            button = ChoiceButton(self.theme, self)
            if self._column:
                button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            button.clicked.connect(self._on_clicked)
            self._buttons.append(button)
            layout = self.layout()
            if layout is not None:
                layout.addWidget(button)
        self._keys = {o.code: o.shortcut.lower() for o in options if o.shortcut}
        for index, button in enumerate(self._buttons):
            if index >= len(options):
                button.hide()
                continue
            option = options[index]
            mark = marks.get(option.code)
            button.offer(
                option.code,
                localised(option.label) if self._column else short_words(option),
                name=localised(option.label),
                cap=self._keys.get(option.code, "").upper(),
                face=ButtonFace.OUTLINED if mark else ButtonFace.FILLED,
                mark=mark,
            )

    def _shown(self) -> list[ChoiceButton]:
        return self._buttons[: len(self._offered)]

    def _code_of(self, event: QKeyEvent) -> str | None:
        if not plain(event) or not event.text():
            return None
        pressed = event.text().lower()
        return next((code for code, key in self._keys.items() if key == pressed), None)

    def _on_clicked(self) -> None:
        button = self.sender()
        if isinstance(button, ChoiceButton):
            again = button.code == self._value and not self._column
            self._choose("" if again else button.code)

    def _choose(self, code: str) -> None:
        if code == self._value:
            self.settled.emit()
            return
        self.edited.emit(code)
        if code:
            self.settled.emit()


class MultiField(Field):
    """Several codes as chips; arrows move, Space ticks, Enter continues."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._chips: list[Chip] = []
        self._offered: tuple[Option, ...] = ()
        FlowLayout(self, gap=6)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def ask(self, asking: Asking) -> None:
        """Offer the codes of another item."""
        super().ask(asking)
        self.setAccessibleName(asking.name)
        options = tuple(asking.options.values())
        if options == self._offered:
            return
        self._offered = options
        layout = self.layout()
        while len(self._chips) < len(options) and layout is not None:
            chip = Chip(self.theme, self)
            chip.clicked.connect(self._on_clicked)
            self._chips.append(chip)
            layout.addWidget(chip)
        for index, chip in enumerate(self._chips):
            chip.setVisible(index < len(options))
            if index < len(options):
                chip.code = options[index].code
                chip.setText(localised(options[index].label))
                chip.setAccessibleName(localised(options[index].label))
                chip.setObjectName(f"chip-{chip.code}")
                chip.updateGeometry()

    def put(self, text: str) -> None:
        """Show which codes are saved."""
        codes = set(text.split(";")) if text else set()
        for chip in self._shown():
            chip.setChecked(chip.code in codes)
        stop_once(self._shown())

    def take_focus(self) -> None:
        """Give the keyboard to the first chip that is ticked, else the first."""
        shown = self._shown()
        chosen = next((chip for chip in shown if chip.isChecked()), shown[0] if shown else None)
        if chosen is not None:
            chosen.setFocus(Qt.FocusReason.TabFocusReason)

    def step(self, by: int) -> None:
        """Give the keyboard to the chip some places further."""
        step_among(self._shown(), by)

    def clear(self) -> None:
        """Take every tick back."""
        if any(chip.isChecked() for chip in self._shown()):
            self.edited.emit("")

    def _shown(self) -> list[Chip]:
        return self._chips[: len(self._offered)]

    def _on_clicked(self) -> None:
        self.edited.emit(";".join(chip.code for chip in self._shown() if chip.isChecked()))


def is_long_list(form: Form, asked: Item | Column) -> bool:
    """Say whether a choice has too many codes for buttons."""
    return asked.kind is Kind.CHOICE and len(form.codes_of(asked)) > FEW
