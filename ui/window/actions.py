"""Every action and every key in one table; menus, tooltips, palette and key sheet draw from it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from reviewer.domain.form import Form
from ui.window.words import say, spoken


class Act(StrEnum):
    """What a person can do by a key."""

    SEARCH = "search"
    NEXT_CASE = "next-case"
    PREVIOUS_CASE = "previous-case"
    NEXT_UNANSWERED = "next-unanswered"
    NEXT_FINDING = "next-finding"
    NEXT_SECTION = "next-section"
    PREVIOUS_SECTION = "previous-section"
    GRADE_1 = "grade-1"
    GRADE_2 = "grade-2"
    GRADE_3 = "grade-3"
    GRADE_4 = "grade-4"
    GRADE_5 = "grade-5"
    GRADE_6 = "grade-6"
    GRADE_7 = "grade-7"
    SUPERVISION = "supervision"
    ADD_DELAY = "add-delay"
    REFERRAL = "referral"
    GUIDANCE = "guidance"
    COMPLETE = "complete"
    POSTPONE = "postpone"
    COMMENT = "comment"
    HISTORY = "history"
    CASE_HISTORY = "case-history"
    PHRASES = "phrases"
    DROP_DRAFT = "drop-draft"
    REDACT = "take-words-out"
    CORRECT = "correct-list-values"
    ADD_CASE = "add-case"
    EXTEND = "extend-list"
    ASSIGN = "assign-cases"
    UNDO = "undo"
    REDO = "redo"
    PALETTE = "palette"
    KEYS = "keys"
    REMAP = "change-keys"
    CLEAR = "clear-screen"
    LOCK = "lock"
    SETTINGS = "settings"
    HELP = "help"
    LIST = "case-list"
    CASES = "cases"
    SUMMARY = "summary"
    TEAM = "team"
    PRINT = "print"
    LOG = "log"
    FILE = "file"
    EXPORT = "export"
    RETURNS = "returns"
    LARGER = "larger"
    SMALLER = "smaller"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the table: what it does, its keys, and under which heading it stands."""

    act: Act
    words: str
    keys: tuple[str, ...]
    group: str


REPEATED = frozenset(
    {
        Act.NEXT_CASE,
        Act.PREVIOUS_CASE,
        Act.NEXT_UNANSWERED,
        Act.NEXT_FINDING,
        Act.NEXT_SECTION,
        Act.PREVIOUS_SECTION,
        Act.LARGER,
        Act.SMALLER,
    }
)
"""What a key held down does again and again; anything else, above all an answer, only once."""

Keys = tuple[str, ...]
"""The keys of one action in Qt's portable words; the first is the one shown."""


def _entry(act: Act, words: str, group: str, *keys: str) -> Entry:
    return Entry(act=act, words=words, keys=keys, group=group)


_ANSWER, _GO, _CASE, _WINDOW = "Answering", "Going", "The case", "The window"

TABLE: tuple[Entry, ...] = (
    _entry(Act.GRADE_1, "Overall grade: the first of the form", _ANSWER),
    _entry(Act.GRADE_2, "Overall grade: the second", _ANSWER),
    _entry(Act.GRADE_3, "Overall grade: the third", _ANSWER),
    _entry(Act.GRADE_4, "Overall grade: the fourth", _ANSWER),
    _entry(Act.GRADE_5, "Overall grade: the fifth", _ANSWER),
    _entry(Act.GRADE_6, "Overall grade: the sixth", _ANSWER),
    _entry(Act.GRADE_7, "Overall grade: the seventh", _ANSWER),
    _entry(Act.SUPERVISION, "Go to supervision", _ANSWER, "Ctrl+Shift+S"),
    _entry(Act.ADD_DELAY, "Add a delay row", _ANSWER, "Ctrl+D"),
    _entry(Act.REFERRAL, "Go to continuing risk", _ANSWER, "Ctrl+Shift+R"),
    _entry(Act.GUIDANCE, "Guidance for this item", _ANSWER, "F1"),
    _entry(Act.COMMENT, "Comment on this item", _ANSWER, "Ctrl+M"),
    _entry(Act.HISTORY, "History of this item", _ANSWER, "Ctrl+H"),
    _entry(Act.PHRASES, "Insert a phrase", _ANSWER, "Ctrl+T"),
    _entry(Act.DROP_DRAFT, "Drop what was typed and never left", _ANSWER, "Ctrl+Shift+D"),
    _entry(Act.REDACT, "Take words out", _ANSWER, "Ctrl+Shift+X"),
    _entry(Act.UNDO, "Undo the last answer", _ANSWER, "Ctrl+Z"),
    _entry(Act.REDO, "Redo", _ANSWER, "Ctrl+Y", "Ctrl+Shift+Z"),
    _entry(Act.NEXT_UNANSWERED, "Next unanswered", _GO, "Ctrl+Down"),
    _entry(Act.NEXT_FINDING, "Next to mend or explain", _GO, "Ctrl+Shift+Down"),
    _entry(Act.NEXT_SECTION, "Next section", _GO, "Alt+PgDown"),
    _entry(Act.PREVIOUS_SECTION, "Previous section", _GO, "Alt+PgUp"),
    _entry(Act.NEXT_CASE, "Next case", _GO, "Alt+Right", "Ctrl+PgDown"),
    _entry(Act.PREVIOUS_CASE, "Previous case", _GO, "Alt+Left", "Ctrl+PgUp"),
    _entry(Act.SEARCH, "Search the cases", _GO, "Ctrl+F"),
    _entry(Act.COMPLETE, "Complete the case", _CASE, "Ctrl+Return", "Ctrl+Enter"),
    _entry(Act.POSTPONE, "Postpone the case: not sure", _CASE, "F8"),
    _entry(Act.CASE_HISTORY, "History of the case", _CASE, "Ctrl+Shift+H"),
    _entry(Act.CORRECT, "Correct the list's values", _CASE, "Ctrl+Shift+L"),
    _entry(Act.ADD_CASE, "Add a case that is on no list", _CASE, "Ctrl+Shift+N"),
    _entry(Act.EXTEND, "Extend the list by a later one", _CASE, "Ctrl+Shift+I"),
    _entry(Act.ASSIGN, "Assign cases to inspectors", _CASE, "Ctrl+Shift+A"),
    _entry(Act.CASES, "Cases", _WINDOW, "Ctrl+1"),
    _entry(Act.SUMMARY, "Summary", _WINDOW, "Ctrl+2"),
    _entry(Act.TEAM, "Team", _WINDOW, "Ctrl+3"),
    _entry(Act.PRINT, "Print", _WINDOW, "Ctrl+4"),
    _entry(Act.LOG, "Log", _WINDOW, "Ctrl+5"),
    _entry(Act.FILE, "File", _WINDOW, "Ctrl+6"),
    _entry(Act.EXPORT, "Export the signed workbook", _WINDOW, "Ctrl+E"),
    _entry(Act.RETURNS, "Take in what the lead returned", _WINDOW, "Ctrl+Shift+E"),
    _entry(Act.LIST, "Show or hide the case list", _WINDOW, "Ctrl+B"),
    _entry(Act.PALETTE, "Commands", _WINDOW, "Ctrl+K"),
    _entry(Act.KEYS, "Keys", _WINDOW, "?"),
    _entry(Act.REMAP, "Change the keys", _WINDOW, "Ctrl+Shift+K"),
    _entry(Act.HELP, "Help", _WINDOW, "Shift+F1"),
    _entry(Act.CLEAR, "Clear the screen", _WINDOW, "F12"),
    _entry(Act.LOCK, "Lock", _WINDOW, "Ctrl+L"),
    _entry(Act.SETTINGS, "Settings", _WINDOW, "Ctrl+,"),
    _entry(Act.LARGER, "Larger text", _WINDOW, "Ctrl++", "Ctrl+="),
    _entry(Act.SMALLER, "Smaller text", _WINDOW, "Ctrl+-"),
)

GRADE_ACTS = (
    *(Act.GRADE_1, Act.GRADE_2, Act.GRADE_3, Act.GRADE_4, Act.GRADE_5, Act.GRADE_6, Act.GRADE_7),
)
"""The actions that grade a case: each gives the grade at its place in the form."""

CHANGES = (
    *GRADE_ACTS,
    *(Act.ADD_DELAY, Act.COMPLETE, Act.POSTPONE, Act.COMMENT, Act.PHRASES, Act.CORRECT),
    *(Act.ADD_CASE, Act.EXTEND, Act.ASSIGN, Act.UNDO, Act.REDO, Act.DROP_DRAFT, Act.REDACT),
    *(Act.EXPORT, Act.RETURNS),
)
"""What changes a file: not offered in one that is only read."""


class Actions(QObject):
    """The table made into actions of one window, with a person's own keys where given.

    `remapped` says that keys are others now. Raises ValueError where two actions have one key.
    """

    remapped = Signal()

    def __init__(self, window: QWidget, remapped: Mapping[Act, tuple[str, ...]]) -> None:
        super().__init__(window)
        self._own = dict(remapped)
        self._of_form: dict[Act, Keys] = {}
        keys = _checked(remapped)
        self._actions = {entry.act: self._build(window, entry, keys[entry.act]) for entry in TABLE}

    def __getitem__(self, act: Act) -> QAction:
        return self._actions[act]

    def remap(self, remapped: Mapping[Act, Keys]) -> None:
        """Use a person's other keys from now on; raises ValueError as at the beginning."""
        keys = _checked({**self._of_form, **remapped})
        self._own = dict(remapped)
        for act, sequences in keys.items():
            self._actions[act].setShortcuts([QKeySequence(key) for key in sequences])
        self.remapped.emit()

    def offer_form(self, form: Form) -> None:
        """Let the grade actions give a form's grades, by the form's keys where a person has none.

        What the form does not ask about is not offered.
        """
        options = tuple(form.grades.options.values())
        for act, option in zip(GRADE_ACTS, options, strict=False):
            self._of_form[act] = (option.shortcut or "",)
            self._actions[act].setData(option.code)
            self._actions[act].setText(say("Overall grade: {grade}", grade=spoken(option.label)))
        offered = {act: place < len(options) for place, act in enumerate(GRADE_ACTS)}
        offered[Act.SUPERVISION] = bool(form.roles.supervision)
        offered[Act.ADD_DELAY] = bool(form.roles.delay_rows)
        offered[Act.REFERRAL] = bool(form.roles.referral)
        for act, is_offered in offered.items():
            self._actions[act].setVisible(is_offered)
        self.remap(self._own)

    def keys(self, act: Act) -> str:
        """Return the first key of an action as a person reads it: `Ctrl ↓`."""
        return shown_keys(self._actions[act].shortcut())

    def groups(self) -> Iterator[tuple[str, list[QAction]]]:
        """Yield each heading with its actions, in the table's order."""
        grouped: dict[str, list[QAction]] = defaultdict(list)
        for entry in TABLE:
            grouped[entry.group].append(self._actions[entry.act])
        for group, actions in grouped.items():
            yield say(group), actions

    def _build(self, window: QWidget, entry: Entry, keys: tuple[str, ...]) -> QAction:
        action = QAction(say(entry.words), window)
        action.setObjectName(f"act-{entry.act}")
        action.setShortcuts([QKeySequence(key) for key in keys])
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        action.setAutoRepeat(entry.act in REPEATED)
        window.addAction(action)
        return action


def with_own(own: Mapping[Act, Keys]) -> dict[Act, Keys]:
    """Return the keys of every action: a person's own where given, else ours."""
    return {entry.act: own.get(entry.act, entry.keys) for entry in TABLE}


def remap_faults(own: Mapping[Act, Keys]) -> list[str]:
    """Return what is wrong with a person's own keys, in sentences; none where they will do."""
    keys = with_own(own)
    words = {entry.act: say(entry.words) for entry in TABLE}
    faults = []
    for clash in conflicts(keys):
        acts = [words[a] for a, of in keys.items() if clash in map(_normal, of)]
        shown = shown_keys(QKeySequence(clash))
        faults.append(say("{keys} stands for two: {acts}.", keys=shown, acts="; ".join(acts)))
    faults += [
        say("{keys} is typed in texts or answers an item; add Ctrl or Alt.", keys=sequence.upper())
        for sequences in own.values()
        for sequence in sequences
        if len(sequence) == 1 and sequence.isalnum()
    ]
    return faults


def own_keys(kept: Mapping[str, Keys]) -> Mapping[Act, Keys]:
    """Return a person's own keys as far as they will do: none where two stand for one thing."""
    known = {act: kept[act] for act in Act if act in kept}
    return {} if remap_faults(known) else known


def _normal(key: str) -> str:
    return QKeySequence(key).toString()


def _checked(remapped: Mapping[Act, Keys]) -> dict[Act, Keys]:
    keys = with_own(remapped)
    clashes = conflicts(keys)
    if clashes:
        raise ValueError(f"one key for two actions: {clashes}")
    return keys


def conflicts(keys: Mapping[Act, tuple[str, ...]]) -> list[str]:
    """Return the keys that stand for more than one action."""
    acts: dict[str, set[Act]] = defaultdict(set)
    for act, sequences in keys.items():
        for sequence in sequences:
            acts[QKeySequence(sequence).toString()].add(act)
    return sorted(key for key, of in acts.items() if len(of) > 1)


_SIGNS = {
    "Return": "⏎", "Enter": "⏎", "Left": "←", "Right": "→", "Up": "↑", "Down": "↓",
    "PgUp": "Page Up", "PgDown": "Page Down",
}  # fmt: skip


def shown_keys(sequence: QKeySequence) -> str:
    """Return a key as the caps say it: `Ctrl ↓`, `?`."""
    text = sequence.toString(QKeySequence.SequenceFormat.PortableText)
    if text.endswith("++"):
        return " ".join([*text[:-2].split("+"), "+"])
    return " ".join(_SIGNS.get(part, part) for part in text.split("+")) if text != "+" else "+"
