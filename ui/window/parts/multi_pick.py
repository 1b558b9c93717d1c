"""Several codes in the cell of a row: a button that opens a menu which stays while one ticks."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton

from ui.window.parts.field import Asking, Field
from ui.window.theme import Theme
from ui.window.words import counted, localised, say


class StayingMenu(QMenu):
    """A menu of ticks that stays open while they are set."""

    def mouseReleaseEvent(self, event, /) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001 - Qt's signature
        """Tick without closing."""
        action = self.activeAction()
        if action is not None and action.isCheckable():
            action.trigger()
            return
        super().mouseReleaseEvent(event)


class MultiPickField(Field):
    """Several of many codes, ticked in a menu: room for one button."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._button = QPushButton()
        self._menu = StayingMenu(self._button)
        self._menu.triggered.connect(self._on_ticked)
        self._button.setMenu(self._menu)
        self.setFocusProxy(self._button)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._button)

    def ask(self, asking: Asking) -> None:
        """Offer the codes of another column."""
        super().ask(asking)
        self._menu.clear()
        for option in asking.options.values():
            action = self._menu.addAction(localised(option.label))
            action.setCheckable(True)
            action.setData(option.code)

    def put(self, text: str) -> None:
        """Show which codes are saved."""
        codes = text.split(";") if text else []
        for action in self._menu.actions():
            action.setChecked(action.data() in codes)
        self._say()

    def _on_ticked(self) -> None:
        self._say()
        chosen = [str(a.data()) for a in self._menu.actions() if a.isChecked()]
        self.edited.emit(";".join(chosen))

    def _say(self) -> None:
        chosen = [a.text() for a in self._menu.actions() if a.isChecked()]
        words = chosen[0] if len(chosen) == 1 else counted(len(chosen), "{n} chosen", "{n} chosen")
        self._button.setText((words if chosen else say("None")) + "  ▾")
        name = self.asking.name if self.asking else ""
        self._button.setAccessibleName(f"{name}: {', '.join(chosen) or say('None')}")
