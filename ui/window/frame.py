"""What surrounds the pages: top bar, rail, foot, failure banner and the clearing cover."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QFontMetrics,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractButton,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ui.window.actions import Actions
from ui.window.commands import Command, Commands, shown_keys
from ui.window.parts.announcing import announce
from ui.window.parts.buttons import Unmoved, plain_button
from ui.window.parts.panel import Panel, WarningPanel
from ui.window.parts.text import Text
from ui.window.status_strip import Happening, StatusStrip
from ui.window.theme import BODY, LARGE, SMALL, Theme
from ui.window.words import say, tooltip

if TYPE_CHECKING:
    from reviewer.domain.inspection import Inspection


class TopBar(Panel):
    """Inspection, force, marking and person."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, Qt.Edge.BottomEdge)
        px = theme.px
        self._code = Text(theme, size=LARGE, strong=True)
        self._force = Text(theme, tone="quiet")
        self._marking = Text(theme, strong=True)
        self._marking.setObjectName("marking")
        self._marking.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._person = Text(theme, tone="quiet")
        self._person.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        left = QHBoxLayout()
        left.setSpacing(px(16))
        left.addWidget(self._code)
        left.addWidget(self._force, 1)
        for part in (self._force, self._person):
            part.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(px(16), px(10), px(16), px(11))
        layout.addLayout(left, 1)
        layout.addWidget(self._marking)
        layout.addWidget(self._person, 1)

    def show_inspection(self, inspection: Inspection) -> None:
        """Show what the file is about; the marking in plain capitals."""
        self._code.setText(inspection.code)
        self._force.setText(inspection.force)
        self._marking.setText(inspection.marking.upper())
        self._person.setText(inspection.person)

    def resizeEvent(self, event: QResizeEvent, /) -> None:
        """Leave out the force's name, and the person's, where they would be cut."""
        super().resizeEvent(event)
        room = (self.width() - self._marking.width()) // 2 - self._code.width()
        self._force.setVisible(room >= self._force.sizeHint().width() + self.theme.px(48))
        beside = (self.width() - self._marking.width()) // 2
        self._person.setVisible(beside >= self._person.sizeHint().width() + self.theme.px(24))


NAMED = 50
"""Pixels at 100%: a lower button of the rail shows its icon alone, and its name as a tooltip."""

BESIDE_NAME = 8
"""Pixels at 100% that a name of the rail leaves free, both sides together."""


class RailButton(Unmoved, QAbstractButton):
    """One place of the rail: icon and name."""

    def __init__(self, theme: Theme, action: QAction, icon: str, *, place: bool) -> None:
        super().__init__()
        self._theme = theme
        self._icon = icon
        self._action = action
        self._named = True
        self.setCheckable(place)
        self.setAutoExclusive(place)
        self.setText(action.text())
        self.setObjectName(f"rail-{action.objectName().removeprefix('act-')}")
        self.setAccessibleName(action.text())
        self._name_keys()
        self.follow(theme)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.clicked.connect(action.trigger)
        for tone in ("quiet", "accent"):  # drawn now, and not while a file is opened
            theme.icon(icon, tone)
        action.changed.connect(self._name_keys)

    def _name_keys(self) -> None:
        self.setToolTip(tooltip(f"{self._action.text()}  {shown_keys(self._action.shortcut())}"))

    def sizeHint(self) -> QSize:
        """Return icon above name, as wide as a name needs, or the icon alone."""
        px = self._theme.px
        if not self._named:
            return QSize(px(46), px(44))
        name = QFontMetrics(self._theme.font(SMALL, strong=True)).horizontalAdvance(self.text())
        return QSize(max(px(72), name + px(BESIDE_NAME)), px(58))

    def show_name(self, *, shown: bool) -> None:
        """Show the name below the icon, or not."""
        if shown is not self._named:
            self._named = shown
            self.updateGeometry()
            self.update()

    def paintEvent(self, event: QPaintEvent, /) -> None:  # noqa: ARG002 - Qt's signature
        """Paint ground, icon and name."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, px = self._theme, self._theme.px
        here = self.isChecked()
        box = QRectF(self.rect()).adjusted(px(5), px(2), -px(5), -px(2))
        painter.setPen(QPen(theme.color("accent"), 2) if self.hasFocus() else Qt.PenStyle.NoPen)
        hovered = self.underMouse() and self.isEnabled()
        painter.setBrush(theme.color("soft" if here else "ground" if hovered else "surface"))
        painter.drawRoundedRect(box, 6, 6)
        tone = "accent" if here else "quiet"
        size = min(px(20), self.height() - px(2))  # a low window leaves less than the icon wants
        icon = theme.icon(self._icon, tone)
        left = round((self.width() - size) / 2)
        named = self._named and self.height() >= px(NAMED)
        icon.paint(painter, left, px(10) if named else (self.height() - size) // 2, size, size)
        if not named:
            return
        painter.setFont(theme.font(SMALL, strong=here))
        painter.setPen(theme.color(tone))
        place = QRectF(0, px(33), self.width(), px(18))
        metrics = QFontMetrics(theme.font(SMALL, strong=here))
        room = self.width() - px(BESIDE_NAME)
        words = metrics.elidedText(self.text(), Qt.TextElideMode.ElideRight, room)
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, words)


PLACES = (
    (Commands.CASES, "clipboard-list"),
    (Commands.SUMMARY, "chart-column"),
    (Commands.TEAM, "users"),
    (Commands.PRINT, "printer"),
    (Commands.LOG, "scroll-text"),
    (Commands.FILE, "archive"),
)


class Rail(Panel):
    """A place for each piece of work; help, settings and lock at its foot."""

    def __init__(self, theme: Theme, actions: Actions) -> None:
        super().__init__(theme, Qt.Edge.RightEdge)
        self._buttons = {
            command: RailButton(theme, actions[command], icon, place=True)
            for command, icon in PLACES
        }
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, theme.px(6), 1, theme.px(6))
        layout.setSpacing(0)
        for button in self._buttons.values():
            layout.addWidget(button)
        layout.addStretch(1)
        foot = (
            (Commands.HELP, "circle-help"),
            (Commands.SETTINGS, "settings"),
            (Commands.LOCK, "lock"),
        )
        for command, icon in foot:
            layout.addWidget(RailButton(theme, actions[command], icon, place=False))

    def show_names(self, *, shown: bool) -> None:
        """Show names below the icons, or the icons alone in a narrow window."""
        for button in self.findChildren(RailButton):
            button.show_name(shown=shown)

    def show_place(self, command: Command) -> None:
        """Mark the place that is open."""
        for own, button in self._buttons.items():
            button.setChecked(own is command)

    def show_places(self, commands: Collection[Command]) -> None:
        """Show only these places."""
        for own, button in self._buttons.items():
            button.setVisible(own in commands)


class Foot(Panel):
    """What just happened, the last backup, and the keys worth knowing."""

    def __init__(self, theme: Theme, actions: Actions) -> None:
        super().__init__(theme, Qt.Edge.TopEdge)
        px = theme.px
        self.strip = StatusStrip(theme, actions)
        self._backup = Text(theme, size=SMALL, tone="quiet")
        self._backup.setObjectName("backup")
        self._failing, self._roomy = False, True
        layout = QHBoxLayout(self)
        layout.setContentsMargins(px(16), px(4), px(10), px(3))
        layout.setSpacing(px(16))
        layout.addWidget(self.strip, 1)
        layout.addWidget(self._backup)
        self._actions = actions
        self._keys: dict[Command, QPushButton] = {}
        for command in (Commands.PALETTE, Commands.KEYS, Commands.CLEAR):
            button = plain_button("", name=f"foot-{command.name}", look="quiet")
            button.setProperty("small", True)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(actions[command].trigger)
            layout.addWidget(button)
            self._keys[command] = button
        actions.remapped.connect(self._name_keys)
        self._name_keys()

    def show_backup(self, time: str) -> None:
        """Say when the last backup was made."""
        self._failing = False
        self._backup.put(say("Backup {time}", time=time))
        self._backup.setVisible(self._roomy)
        self._backup.tint("quiet")
        self._backup.setToolTip("")

    def show_no_backup(self, why: str) -> None:
        """Say that no backup could be made; this stays until one is."""
        self._failing = True
        self._backup.put(say("Backup failed"))
        self._backup.tint("inadequate")
        self._backup.setToolTip(tooltip(why))
        self.tell(why)

    def tell(self, sentence: str) -> None:
        """Show a sentence that passes."""
        self.strip.show_happening(Happening(words=sentence, passes=True))

    def fit(self, *, keys: bool, backup: bool) -> None:
        """Show the keys and the last backup, or leave them out where there is no room."""
        for key in self._keys.values():
            key.setVisible(keys)
        self._roomy = backup
        self._backup.setVisible(backup or self._failing)

    def _name_keys(self) -> None:
        for command, button in self._keys.items():
            button.setText(f"{self._actions[command].text()}  {self._actions.keys(command)}")


class Banner(WarningPanel):
    """What failed; it stays until it is fixed."""

    retried = Signal()
    copied = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "inadequate", ground="alert", line="inadequate")
        self.setObjectName("banner")
        px = theme.px
        self._words = Text(theme, wrap=True)
        self._words.setObjectName("banner-words")
        retry = plain_button(say("Try again"), name="retry")
        retry.clicked.connect(self.retried)
        copy = plain_button(say("Copy unsaved text"), name="copy-unsaved")
        copy.clicked.connect(self.copied)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(px(44), px(8), px(16), px(8))
        layout.setSpacing(px(8))
        layout.addWidget(self._words, 1)
        layout.addWidget(retry)
        layout.addWidget(copy)
        self.hide()

    def show_failure(self, sentence: str) -> None:
        """Say what failed and that nothing on the screen is lost."""
        lead = say("Not saved. Your answer is still on the screen.")
        self._words.setText(f"{lead} {sentence}")
        self.setAccessibleName(f"{lead} {sentence}")
        self.show()
        announce(self, self.accessibleName(), urgent=True)


class Cover(QWidget):
    """Hides everything of the case at once; a key or a click brings it back."""

    lifted = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._host = parent
        self.setObjectName("cover")
        self.setAccessibleName(say("Screen hidden. Press F12 or Escape to continue."))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.hide()

    def hide_all(self) -> None:
        """Cover the whole window, painted before anything else is done."""
        self.resize(self._host.size())
        self.show()
        self.raise_()
        self.repaint()

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        """Continue with Escape; take every other key."""
        if event.key() in {Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.lifted.emit()

    def mouseDoubleClickEvent(self, event, /) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001, ARG002 - Qt's signature
        """Continue with a double click."""
        self.lifted.emit()

    def paintEvent(self, event: QPaintEvent, /) -> None:  # noqa: ARG002 - Qt's signature
        """Paint a calm empty ground with one line of words."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.color("ground"))
        painter.setFont(self._theme.font(BODY))
        painter.setPen(self._theme.color("quiet"))
        words = say("Screen hidden. Press F12 or Escape to continue.")
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, words)
