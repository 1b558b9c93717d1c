"""Several codes in the cell of a row: a button that opens a menu which stays while one ticks."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton

from ui.window.parts.field import Asking, Field
from ui.window.parts.field_keys import is_enter, letter_of, steps_by
from ui.window.parts.menus import add_entry
from ui.window.theme import Theme
from ui.window.words import counted, localised, say


class StayingMenu(QMenu):
    """A menu of ticks that stays open while they are set; `entered` says it was left by Enter."""

    entered = Signal()

    def mouseReleaseEvent(self, event: QMouseEvent, /) -> None:
        """Tick without closing."""
        if not self._tick():
            super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        """Tick with Space, find an entry by its first letter, close with Enter."""
        if event.key() == Qt.Key.Key_Space:
            self._tick()
        elif is_enter(event):
            self.close()
            self.entered.emit()
        elif letter := letter_of(event):
            self.look_for(letter)
        else:
            super().keyPressEvent(event)

    def look_for(self, letter: str) -> None:
        """Go to the next entry that begins with a letter; without one, to the first entry."""
        acts, here, letter = self.actions(), self.activeAction(), letter.casefold()
        after = acts.index(here) + 1 if here in acts else 0
        found = (a for a in acts[after:] + acts[:after] if a.text().casefold().startswith(letter))
        act = next(found, None)
        if act is not None:
            self.setActiveAction(act)

    def _tick(self) -> bool:
        action = self.activeAction()
        if action is None or not action.isCheckable():
            return False
        action.trigger()
        return True


class MenuButton(QPushButton):
    """A button that opens its menu with arrows, letters and Space; Enter is left to the field."""

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        """Open the menu where a key looks for one of its entries."""
        letter, menu = letter_of(event), self.menu()
        if is_enter(event):
            event.ignore()
        elif (steps_by(event) or letter) and isinstance(menu, StayingMenu):
            self.showMenu()
            menu.look_for(letter)
        else:
            super().keyPressEvent(event)


class MultiPickField(Field):
    """Several of many codes, ticked in a menu: room for one button."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._button = MenuButton()
        self._menu = StayingMenu(self._button)
        self._menu.triggered.connect(self._on_ticked)
        self._menu.entered.connect(self.settled)
        self._button.setMenu(self._menu)
        self.setFocusProxy(self._button)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._button)

    def ask(self, asking: Asking) -> None:
        """Offer the codes of another column."""
        super().ask(asking)
        for action in self._menu.actions():
            self._menu.removeAction(action)
            action.deleteLater()
        for option in asking.options.values():
            action = add_entry(self._menu, localised(option.label))
            action.setCheckable(True)
            action.setData(option.code)

    def put(self, text: str) -> None:
        """Show which codes are saved."""
        codes = text.split(";") if text else []
        for action in self._menu.actions():
            action.setChecked(action.data() in codes)
        self._say()

    def clear(self) -> None:
        """Take every tick back."""
        if self._chosen():
            self.edited.emit("")

    def _chosen(self) -> list[str]:
        return [str(a.data()) for a in self._menu.actions() if a.isChecked()]

    def _on_ticked(self) -> None:
        self._say()
        self.edited.emit(";".join(self._chosen()))

    def _say(self) -> None:
        chosen = [a.text() for a in self._menu.actions() if a.isChecked()]
        words = chosen[0] if len(chosen) == 1 else counted(len(chosen), "{n} chosen", "{n} chosen")
        self._button.setText((words if chosen else say("Choose…")) + "  ▾")
        name = self.asking.name if self.asking else ""
        self._button.setAccessibleName(f"{name}: {', '.join(chosen) or say('None chosen')}")
