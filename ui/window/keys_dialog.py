"""A person's own keys: one field for each action, checked against all the others at once."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QKeySequenceEdit,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from ui.window.actions import Actions
from ui.window.commands import Command, Keys, faults_of
from ui.window.parts.buttons import plain_button
from ui.window.parts.faults import FaultPlace, Faults
from ui.window.parts.text import Text
from ui.window.theme import LARGE, SMALL, Theme
from ui.window.words import say


class KeysDialog(QDialog):
    """`chosen` carries a person's own keys, those that differ from ours, once they are sound.

    Commands that the open file's form has no use for are not listed; their keys stay.
    """

    chosen = Signal(object)

    def __init__(
        self, theme: Theme, actions: Actions, own: Mapping[str, Keys], parent: QWidget
    ) -> None:
        super().__init__(parent)
        px = theme.px
        self._own = dict(own)
        self._boxes: dict[Command, QKeySequenceEdit] = {}
        self.setObjectName("own-keys")
        self.setWindowTitle(say("Keyboard shortcuts"))
        body = QWidget()
        self._grid = QGridLayout(body)
        self._grid.setContentsMargins(0, 0, px(12), 0)
        self._grid.setHorizontalSpacing(px(24))
        self._grid.setVerticalSpacing(px(4))
        self._grid.setColumnStretch(0, 1)
        for row, command in enumerate(actions.offered()):
            keys = own.get(command.name, command.keys)
            self._add_line(theme, row, command, actions[command].text(), keys)
        scroll = QScrollArea()
        scroll.setWidget(body)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        body.setAutoFillBackground(False)
        scroll.viewport().setAutoFillBackground(False)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        about = say(
            "Click a box and press the new shortcut. Leave it empty for none. "
            "All commands stay in Ctrl K."
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(20), px(16), px(20), px(16))
        layout.setSpacing(px(10))
        layout.addWidget(Text(theme, say("Keyboard shortcuts"), size=LARGE, strong=True))
        layout.addWidget(Text(theme, about, size=SMALL, tone="quiet", wrap=True))
        layout.addWidget(scroll, 1)
        layout.addLayout(self._build_foot())
        self.resize(parent.size().boundedTo(self.sizeHint().expandedTo(parent.size() * 0.7)))

    def _add_line(self, theme: Theme, row: int, command: Command, words: str, keys: Keys) -> None:
        box = QKeySequenceEdit(_first(keys))
        box.setMaximumSequenceLength(1)
        box.setClearButtonEnabled(True)
        box.setObjectName(f"keys-{command.name}")
        box.setAccessibleName(say("Shortcut for: {what}", what=words))
        box.setFixedWidth(theme.px(170))
        for line in box.findChildren(QLineEdit):  # else Qt asks in its own words
            line.setPlaceholderText(say("Press the keys"))
            line.setAccessibleName(box.accessibleName())
        self._boxes[command] = box
        column = QVBoxLayout()
        column.addWidget(Text(theme, words, wrap=True))
        FaultPlace(theme, box, words, column)
        self._grid.addLayout(column, row, 0)
        self._grid.addWidget(box, row, 1, Qt.AlignmentFlag.AlignRight)

    def _build_foot(self) -> QHBoxLayout:
        ours = plain_button(say("Restore defaults"), name="our-keys", look="quiet")
        ours.clicked.connect(self._on_ours)
        cancel = plain_button(say("Cancel"), name="cancel-keys")
        cancel.clicked.connect(self.reject)
        take = plain_button(say("Save shortcuts"), name="take-keys", look="primary")
        take.clicked.connect(self._on_take)
        line = QHBoxLayout()
        line.addWidget(ours)
        line.addStretch(1)
        line.addWidget(cancel)
        line.addWidget(take)
        return line

    def _on_ours(self) -> None:
        for command, box in self._boxes.items():
            box.setKeySequence(_first(command.keys))

    def _on_take(self) -> None:
        own = dict(self._own)
        for command in self._boxes:
            given = self._given(command)
            own.pop(command.name, None)
            if given != command.keys:
                own[command.name] = given
        faults, first = Faults(), next(iter(self._boxes.values()))
        for fault in faults_of(own):
            listed = (self._boxes[one] for one in fault.commands if one in self._boxes)
            faults.note(next(listed, first), fault.sentence)
        if not faults.show():
            self.chosen.emit(own)
            self.accept()

    def _given(self, command: Command) -> Keys:
        """Return the keys in a command's field; untouched, it keeps its second key too."""
        given = self._boxes[command].keySequence()
        if given == _first(command.keys):
            return command.keys
        text = given.toString(QKeySequence.SequenceFormat.PortableText)
        return (text,) if text else ()


def _first(keys: Keys) -> QKeySequence:
    return QKeySequence(keys[0]) if keys else QKeySequence()
