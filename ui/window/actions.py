"""The commands as Qt's actions of one window, each joined to the method that carries it out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from reviewer.domain.message import Message
from ui.window.commands import (
    TABLE,
    Command,
    Commands,
    Keys,
    Reach,
    conflicts,
    keys_with,
    methods_of,
    shown_keys,
)
from ui.window.words import localised, say

if TYPE_CHECKING:
    from reviewer.domain.form import Form

Doing = Callable[[], None]
AnswerKey = tuple[str, str]
"""A key, and the answer that it gives."""


def _at_once(doing: Doing) -> None:
    doing()


class Actions(QObject):
    """One action a command, with a person's own keys where given; off while nobody serves it.

    `answer_keys` are those of the form that is open. `remapped` says that keys are others now.
    `covered` says that the screen is cleared. Raises ValueError where two commands have one key.
    """

    remapped = Signal()

    def __init__(self, window: QWidget, own: Mapping[str, Keys]) -> None:
        super().__init__(window)
        self.covered = False
        self.answer_keys: tuple[AnswerKey, ...] = ()
        self._changes_forbidden = False
        self._handlers: dict[Command, Doing] = {}
        keys = _checked(own)
        self._actions = {command: self._build(window, command, keys[command]) for command in TABLE}

    def __getitem__(self, command: Command) -> QAction:
        return self._actions[command]

    def serve(
        self,
        owner: object,
        page: QWidget | None = None,
        show: Doing | None = None,
        around: Callable[[Doing], None] = _at_once,
    ) -> None:
        """Let an object carry out the commands that its methods are marked with.

        `page` is where they work, and `show` shows it; `around` is done around each of them.
        What served a command before no longer does.
        """
        for command, name, given in methods_of(type(owner)):
            doing = partial(getattr(owner, name), *given)
            self._handlers[command] = partial(_within, command.reach, page, show, around, doing)
            self.allow(command, allowed=True)

    def allow(self, command: Command, *, allowed: bool) -> None:
        """Offer a command, or not; one that changes the file stays off in one only read."""
        forbidden = command.changes and self._changes_forbidden
        self._actions[command].setEnabled(allowed and not forbidden)

    def forbid_changes(self) -> None:
        """Offer nothing that changes the file: it is only read."""
        self._changes_forbidden = True
        for command, action in self._actions.items():
            action.setEnabled(action.isEnabled() and not command.changes)

    def remap(self, own: Mapping[str, Keys]) -> None:
        """Use a person's other keys from now on; raises ValueError as at the beginning."""
        keys = _checked(own)
        for command, sequences in keys.items():
            self._actions[command].setShortcuts([QKeySequence(key) for key in sequences])
        self.remapped.emit()

    def offer_form(self, form: Form) -> None:
        """Show the form's own answer keys, and no command for what it does not ask about."""
        self.answer_keys = tuple(_answer_keys(form))
        roles = form.roles
        for command, asked in (
            (Commands.SUPERVISION, roles.supervision),
            (Commands.ADD_DELAY, roles.delay_rows),
            (Commands.REFERRAL, roles.referral),
        ):
            self._actions[command].setVisible(bool(asked))

    def keys(self, command: Command) -> str:
        """Return the first key of a command as a person reads it: `Ctrl ↓`."""
        return shown_keys(self._actions[command].shortcut())

    def offered(self) -> tuple[Command, ...]:
        """Return the commands in the table's order, without those the form does not ask about."""
        return tuple(c for c, action in self._actions.items() if action.isVisible())

    def groups(self) -> Iterator[tuple[str, list[QAction]]]:
        """Yield each heading with its actions that are offered, in the table's order."""
        grouped: dict[Message, list[QAction]] = defaultdict(list)
        for command in self.offered():
            grouped[command.group].append(self._actions[command])
        for group, actions in grouped.items():
            yield str(group), actions

    def everywhere(self) -> list[QAction]:
        """Return the actions that also work over dialogs."""
        return [a for command, a in self._actions.items() if command.reach is Reach.ALWAYS]

    def _build(self, window: QWidget, command: Command, keys: Keys) -> QAction:
        action = QAction(str(command.words), window)
        action.setObjectName(f"act-{command.name}")
        action.setShortcuts([QKeySequence(key) for key in keys])
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        action.setAutoRepeat(command.repeats)
        action.setEnabled(False)
        action.triggered.connect(partial(self._do, command))
        window.addAction(action)
        return action

    def _do(self, command: Command) -> None:
        if not self.covered or command.reach is Reach.ALWAYS:
            self._handlers[command]()


def _within(
    reach: Reach,
    page: QWidget | None,
    show: Doing | None,
    around: Callable[[Doing], None],
    doing: Doing,
) -> None:
    """Do something where a command may be done: on its page, which is shown first if it leads."""
    if reach is Reach.LEADS and show is not None:
        show()
    if reach is not Reach.PAGE or page is None or page.isVisible():
        around(doing)


def _answer_keys(form: Form) -> Iterator[AnswerKey]:
    """Yield each letter with its shortest label, and last the digits, which number lists."""
    keyed: dict[str, list[str]] = defaultdict(list)
    for options in form.answer_sets.values():
        for option in options:
            if option.shortcut:
                keyed[option.shortcut.upper()].append(localised(option.label))
    digits = sorted(filter(str.isdecimal, keyed))
    for letter, answers in keyed.items():
        if letter not in digits:
            yield letter, min(answers, key=len)
    if digits:
        yield " ".join(digits), say("A grade or another numbered answer")


def _checked(own: Mapping[str, Keys]) -> dict[Command, Keys]:
    keys = keys_with(own)
    clashes = conflicts(keys)
    if clashes:
        raise ValueError(f"one key for two actions: {clashes}")
    return keys
