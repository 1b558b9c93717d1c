"""Every command of the window in one table: menus, tooltips, palette and key sheet draw from it.

A command is declared here, and carried out by the method that is marked with `does`; code that has
such methods is handed to `Actions.serve`. The declarations are apart from the methods because keys
are shown, changed and checked against each other before any page is loaded.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from functools import partial
from types import FunctionType
from typing import Any, Final, TypeVar

from PySide6.QtGui import QKeySequence

from reviewer.domain.message import Message, message
from ui.window.words import say

Keys = tuple[str, ...]
"""The keys of one command in Qt's portable words; the first is the one shown."""


class Reach(Enum):
    """Where a command works."""

    PAGE = auto()
    """While the page of its method is shown."""
    LEADS = auto()
    """Anywhere in the window: it shows the page of its method first."""
    WINDOW = auto()
    """Anywhere in the window."""
    ALWAYS = auto()
    """Also over dialogs and while the screen is cleared."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Command:
    """What a person can do by a key: its words, its keys, and under which heading it is listed.

    `repeats` says that a key held down does it again and again; anything else, above all an
    answer, is done once. `changes` says that it changes the file: one that is only read does not
    offer it.
    """

    name: str
    words: Message
    group: Message
    keys: Keys
    reach: Reach
    repeats: bool
    changes: bool


def _command(
    group: Message,
    reach: Reach,
    name: str,
    words: Message,
    *keys: str,
    repeats: bool = False,
    changes: bool = False,
) -> Command:
    return Command(
        name=name,
        words=words,
        group=group,
        keys=keys,
        reach=reach,
        repeats=repeats,
        changes=changes,
    )


_ANSWER, _GO = message("Answering"), message("Moving around")
_CASE, _WINDOW = message("The case"), message("The window")
_answer, _answer_there = (partial(_command, _ANSWER, r) for r in (Reach.PAGE, Reach.LEADS))
_go, _go_there = (partial(_command, _GO, r) for r in (Reach.PAGE, Reach.LEADS))
_case, _list = (partial(_command, _CASE, r) for r in (Reach.PAGE, Reach.WINDOW))
_window, _list_there = (partial(_command, _WINDOW, r) for r in (Reach.WINDOW, Reach.LEADS))
_always = partial(_command, _WINDOW, Reach.ALWAYS)


class Commands:
    """The table, in the order in which the commands are listed."""

    GRADE = _answer_there("grade", message("Go to the overall grade"), "G", "Ctrl+G")
    REVEAL = _answer("reveal", message("Show the force's own grade"), "Ctrl+Shift+G", changes=True)
    SUPERVISION = _answer("supervision", message("Go to supervision"), "Ctrl+Shift+S")
    ADD_DELAY = _answer("add-delay", message("Add a delay row"), "Ctrl+D", changes=True)
    REFERRAL = _answer("referral", message("Go to continuing risk"), "Ctrl+Shift+R")
    GUIDANCE = _answer_there("guidance", message("Guidance for this item"), "F1")
    COMMENT = _answer("comment", message("Comment on this item"), "Ctrl+M", changes=True)
    HISTORY = _answer("history", message("History of this item"), "Ctrl+H")
    PHRASES = _answer("phrases", message("Insert a phrase"), "Ctrl+T", changes=True)
    SPELLING = _answer_there("spelling", message("Next misspelt word"), "F7", changes=True)
    OWN_WORDS = _answer_there("own-words", message("Your dictionary"), "Ctrl+F7", changes=True)
    DROP_DRAFT = _answer_there(
        "drop-draft", message("Discard unsaved text"), "Ctrl+Shift+D", changes=True
    )
    REDACT = _answer("take-words-out", message("Redact text"), "Ctrl+Shift+X", changes=True)
    UNDO = _answer_there("undo", message("Undo"), "Ctrl+Z", changes=True)
    REDO = _answer_there("redo", message("Redo"), "Ctrl+Y", "Ctrl+Shift+Z", changes=True)
    NEXT_UNANSWERED = _go("next-unanswered", message("Next unanswered"), "Ctrl+Down", repeats=True)
    NEXT_FINDING = _go("next-finding", message("Next problem"), "Ctrl+Shift+Down", repeats=True)
    NEXT_SECTION = _go("next-section", message("Next section"), "Alt+PgDown", repeats=True)
    PREVIOUS_SECTION = _go(
        "previous-section", message("Previous section"), "Alt+PgUp", repeats=True
    )
    NEXT_CASE = _go("next-case", message("Next case"), "Alt+Right", "Ctrl+PgDown", repeats=True)
    PREVIOUS_CASE = _go(
        "previous-case", message("Previous case"), "Alt+Left", "Ctrl+PgUp", repeats=True
    )
    NEXT_OPEN = _go("next-open-case", message("Next open case"), "Ctrl+Alt+Right")
    SEARCH = _go_there("search", message("Search the cases"), "Ctrl+F")
    COMPLETE = _case(
        "complete", message("Complete the case"), "Ctrl+Return", "Ctrl+Enter", changes=True
    )
    POSTPONE = _case("postpone", message("Postpone the case"), "F8", changes=True)
    CASE_HISTORY = _case("case-history", message("History of the case"), "Ctrl+Shift+H")
    CORRECT = _case(
        "correct-list-values", message("Correct the list's values"), "Ctrl+Shift+L", changes=True
    )
    ADD_CASE = _case(
        "add-case", message("Add a case that is not on the list"), "Ctrl+Shift+N", changes=True
    )
    EXTEND = _list(
        "extend-list", message("Add cases from a new list"), "Ctrl+Shift+I", changes=True
    )
    ASSIGN = _list(
        "assign-cases", message("Assign cases to inspectors"), "Ctrl+Shift+A", changes=True
    )
    CASES = _window("cases", message("Cases"), "Ctrl+1")
    SUMMARY = _window("summary", message("Summary"), "Ctrl+2")
    TEAM = _window("team", message("Team"), "Ctrl+3")
    PRINT = _window("print", message("Print"), "Ctrl+4")
    LOG = _window("log", message("Log"), "Ctrl+5")
    FILE = _window("file", message("File"), "Ctrl+6")
    EXPORT = _window("export", message("Export the signed workbook"), "Ctrl+E", changes=True)
    PUBLISH = _window("publish", message("Publish the tables"), "Ctrl+Shift+P", changes=True)
    RETURNS = _window("returns", message("Import returned cases"), "Ctrl+Shift+E", changes=True)
    LIST = _list_there("case-list", message("Show or hide the case list"), "Ctrl+B")
    NEW = _window("new-inspection", message("New inspection"), "Ctrl+N")
    OPEN = _window("open-file", message("Open a file"), "Ctrl+O")
    RECENT = _window("open-recent", message("Open a recent file"), "Ctrl+Shift+O")
    CLOSE = _window("close-file", message("Close this file"), "Ctrl+W")
    PALETTE = _window("palette", message("Commands"), "Ctrl+K")
    KEYS = _window("keys", message("Keys"), "?")
    REMAP = _window("change-keys", message("Keyboard shortcuts"), "Ctrl+Shift+K")
    HELP = _window("help", message("Help"), "Shift+F1")
    ABOUT = _window("about", message("About Reviewer"), "Ctrl+F1")
    CLEAR = _always("clear-screen", message("Hide the screen"), "F12")
    LOCK = _always("lock", message("Lock"), "Ctrl+L")
    SETTINGS = _window("settings", message("Settings"), "Ctrl+,")
    LARGER = _window("larger", message("Larger text"), "Ctrl++", "Ctrl+=", repeats=True)
    SMALLER = _window("smaller", message("Smaller text"), "Ctrl+-", repeats=True)


TABLE: Final = tuple(one for one in vars(Commands).values() if isinstance(one, Command))
_BY_NAME: Final = {command.name: command for command in TABLE}

_MARK: Final = "carries_out"
_Method = TypeVar("_Method", bound=Callable[..., None])


def does(command: Command, *given: object) -> Callable[[_Method], _Method]:
    """Mark the method that carries out a command; it is called with what is given here."""

    def mark(method: _Method) -> _Method:
        vars(method).setdefault(_MARK, []).append((command, given))
        return method

    return mark


def methods_of(kind: type) -> Iterator[tuple[Command, str, tuple[Any, ...]]]:
    """Yield each command that a class carries out, the method's name and what it is given."""
    for one in kind.__mro__:
        for name, member in vars(one).items():
            if isinstance(member, FunctionType):
                for command, given in vars(member).get(_MARK, ()):
                    yield command, name, given


def named(name: str) -> Command | None:
    """Return the command of a name, None for one that another version may know."""
    return _BY_NAME.get(name)


def keys_with(own: Mapping[str, Keys]) -> dict[Command, Keys]:
    """Return the keys of every command: a person's own by its name, else ours."""
    return {command: own.get(command.name, command.keys) for command in TABLE}


def own_keys(kept: Mapping[str, Keys]) -> Mapping[str, Keys]:
    """Return a person's own keys as far as they will do: none where two stand for one thing."""
    known = {command.name: kept[command.name] for command in TABLE if command.name in kept}
    return {} if faults_of(known) else known


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyFault:
    """What is wrong with the keys of some commands, those that a person changed first."""

    commands: tuple[Command, ...]
    sentence: str


def faults_of(own: Mapping[str, Keys]) -> list[KeyFault]:
    """Return what is wrong with a person's own keys, each once; none where they will do."""
    keys = keys_with(own)
    faults = []
    for clash in conflicts(keys):
        acts = [c for c, of in keys.items() if clash in map(_normal, of)]
        words = "; ".join(str(act.words) for act in acts)
        shown = shown_keys(QKeySequence(clash))
        sentence = say("{keys} is used twice: {acts}.", keys=shown, acts=words)
        changed_first = tuple(sorted(acts, key=lambda act: act.name not in own))
        faults.append(KeyFault(commands=changed_first, sentence=sentence))
    for name, sequences in own.items():
        for sequence in sequences:
            if len(sequence) == 1 and sequence.isalnum() and sequence not in _BY_NAME[name].keys:
                sentence = say(
                    "{keys} is needed for typing and answering. Add Ctrl or Alt.",
                    keys=sequence.upper(),
                )
                faults.append(KeyFault(commands=(_BY_NAME[name],), sentence=sentence))
    return faults


def conflicts(keys: Mapping[Command, Keys]) -> list[str]:
    """Return the keys that would do more than one thing."""
    commands: dict[str, set[Command]] = defaultdict(set)
    for command, sequences in keys.items():
        for sequence in sequences:
            commands[_normal(sequence)].add(command)
    return sorted(key for key, of in commands.items() if len(of) > 1)


_SIGNS: Final = {
    "Return": "⏎", "Enter": "⏎", "Left": "←", "Right": "→", "Up": "↑", "Down": "↓",
    "PgUp": "Page Up", "PgDown": "Page Down",
}  # fmt: skip


def shown_keys(sequence: QKeySequence) -> str:
    """Return a key as the caps say it: `Ctrl ↓`, `?`."""
    text = sequence.toString(QKeySequence.SequenceFormat.PortableText)
    if text.endswith("++"):
        return " ".join([*text[:-2].split("+"), "+"])
    return " ".join(_SIGNS.get(part, part) for part in text.split("+")) if text != "+" else "+"


def _normal(key: str) -> str:
    return QKeySequence(key).toString()
