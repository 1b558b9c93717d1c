"""Two sheets drawn from the table of actions: every key, and a palette of commands."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from ui.window.actions import Actions
from ui.window.commands import shown_keys
from ui.window.goal import Finder, Goal
from ui.window.parts.buttons import plain_button
from ui.window.parts.layouts import width_for
from ui.window.parts.text import Text
from ui.window.theme import LARGE, SMALL, Theme
from ui.window.words import say


class KeySheet(QDialog):
    """Every key by heading, in two columns."""

    def __init__(self, theme: Theme, actions: Actions, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("key-sheet")
        self.setWindowTitle(say("Keys"))
        px = theme.px
        body = QWidget()
        columns = QHBoxLayout(body)
        columns.setContentsMargins(0, 0, px(12), 0)
        columns.setSpacing(px(40))
        groups = [(say("Selected question"), _item_keys())]
        if actions.answer_keys:
            answers = [(answer, key) for key, answer in actions.answer_keys]
            groups.append((say("Answers on this form"), answers))
        groups += [
            (title, [(a.text(), _all_keys(a)) for a in acts]) for title, acts in actions.groups()
        ]
        half = (len(groups) + 1) // 2
        for part in (groups[:half], groups[half:]):
            column = QVBoxLayout()
            column.setSpacing(px(6))  # else a layout takes its parent's, the space between columns
            for title, rows in part:
                column.addWidget(Text(theme, title, strong=True))
                column.addLayout(_grid(theme, rows))
                column.addSpacing(px(12))
            column.addStretch(1)
            columns.addLayout(column)
        scroll = QScrollArea()
        scroll.setWidget(body)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        body.setAutoFillBackground(False)
        scroll.viewport().setAutoFillBackground(False)
        room = parent.size() * 0.9
        wanted = body.sizeHint() + QSize(px(64), px(110))
        self.resize(wanted.boundedTo(room))
        close = plain_button(say("Close"), name="close-keys")
        close.clicked.connect(self.accept)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(24), px(20), px(24), px(20))
        layout.setSpacing(px(12))
        layout.addWidget(Text(theme, say("Keys"), size=LARGE, strong=True))
        layout.addWidget(scroll, 1)
        layout.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)


def _item_keys() -> list[tuple[str, str]]:
    return [
        (say("Move between answers and choose one"), "← →   Space"),
        (say("Clear the answer"), "Delete"),
        (say("Go to the next unanswered question"), "⏎"),
        (say("A new line in a note"), "Shift ⏎"),
        (say("In a date: today, or a number of days later"), "t   +7"),
        (say("Next and previous field"), "Tab   Shift Tab"),
    ]


def _all_keys(action: QAction) -> str:
    return " / ".join(dict.fromkeys(shown_keys(key) for key in action.shortcuts()))


def _grid(theme: Theme, rows: list[tuple[str, str]]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(theme.px(24))
    grid.setVerticalSpacing(theme.px(5))
    grid.setColumnStretch(0, 1)
    for index, (words, keys) in enumerate(rows):
        grid.addWidget(Text(theme, words, size=SMALL), index, 0)
        cap = Text(theme, keys, size=SMALL, tone="quiet")
        cap.setAlignment(Qt.AlignmentFlag.AlignRight)
        grid.addWidget(cap, index, 1)
    return grid


def _named(goal: Goal, words: tuple[str, ...]) -> bool:
    """Say whether a goal is called so; others have the words somewhere in them."""
    return all(word in goal.words.casefold() for word in words)


class Palette(QDialog):
    """Type some letters of a command, or of where to go; Enter does it."""

    def __init__(
        self,
        theme: Theme,
        offered: Iterable[QAction],
        finders: Sequence[Finder],
        parent: QWidget,
        *,
        title: str = "",
        asked: str = "",
    ) -> None:
        """Offer commands; with none offered, all that is found is there from the start."""
        super().__init__(parent)
        self.setObjectName("palette")
        self.setWindowTitle(title or say("Commands"))
        self.setMinimumWidth(theme.px(480))
        self._actions = list(offered)
        self._finders = finders
        self.chosen: Callable[[], object] | None = None
        self._box = QLineEdit()
        self._box.setObjectName("palette-box")
        asked = asked or say("Case, question, section, filter, help page, file or command")
        self._box.setPlaceholderText(asked)
        self._box.setMinimumWidth(width_for(self._box, 0))
        self._box.setAccessibleName(title or say("Command"))
        self._found = QListWidget()
        self._found.setAccessibleName(say("Commands found"))
        self._found.setMinimumHeight(theme.px(320))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.px(12), theme.px(12), theme.px(12), theme.px(12))
        layout.addWidget(self._box)
        layout.addWidget(self._found)
        self._box.textChanged.connect(self._search)
        self._box.returnPressed.connect(self._take)
        self._box.installEventFilter(self)
        self._found.itemActivated.connect(self._take)
        self._search("")

    def eventFilter(self, watched: QObject, event: QEvent, /) -> bool:
        """Move through what is found while the keyboard stays in the box."""
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            by = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
            if by is not None:
                row = self._found.currentRow() + by
                self._found.setCurrentRow(min(max(row, 0), self._found.count() - 1))
                return True
        return super().eventFilter(watched, event)

    def _search(self, text: str) -> None:
        words = tuple(text.casefold().split())
        self._found.clear()
        self._goals = [
            Goal(words=f"{action.text()}    {shown_keys(action.shortcut())}", go=action.trigger)
            for action in self._actions
            if action.isEnabled() and all(word in action.text().casefold() for word in words)
        ]
        if words or not self._actions:
            found = [goal for find in self._finders for goal in find(words)]
            found.sort(key=lambda goal: not _named(goal, words))
            by_number = bool(words) and words[0].isdecimal()
            self._goals = [*found, *self._goals] if by_number else [*self._goals, *found]
        for goal in self._goals:
            self._found.addItem(goal.words)
        if not self._goals:
            nothing = QListWidgetItem(
                say("Nothing found. Try a case number, a question or a command.")
                if self._actions
                else say("Nothing found.")
            )
            nothing.setFlags(Qt.ItemFlag.NoItemFlags)
            self._found.addItem(nothing)
        chosen = bool(words or not self._actions) and bool(self._goals)
        self._found.setCurrentRow(0 if chosen else -1)

    def _take(self) -> None:
        row = self._found.currentRow()
        if 0 <= row < len(self._goals):
            self.chosen = self._goals[row].go
            self.accept()
