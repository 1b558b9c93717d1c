"""What is wrong with a field: marked on it, shown below it, summed up where several are wrong."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeVar

from PySide6.QtCore import QObject, Qt, SignalInstance
from PySide6.QtWidgets import QBoxLayout, QComboBox, QLineEdit, QPlainTextEdit, QWidget

from reviewer.domain.errors import RefusalError
from ui.window.parts.announcing import announce
from ui.window.parts.sight import bring_into_sight
from ui.window.parts.tab_order import tab_stops
from ui.window.parts.text import Text
from ui.window.theme import SMALL, Theme
from ui.window.words import say

_Read = TypeVar("_Read")

AROUND: Final = 80
"""Pixels above and below a faulty field that are brought into sight with it."""

FAULTY: Final = "faulty"
"""The property of a box whose content was refused: its border shows it."""


class FaultPlace(QObject):
    """The place below a field that says what is wrong with it.

    It is hidden when something else is typed or chosen.
    """

    def __init__(self, theme: Theme, field: QWidget, name: str, column: QBoxLayout) -> None:
        super().__init__(field)
        self.name = name
        self._theme, self._field, self._column = theme, field, column
        self._line: Text | None = None
        self._hint = ""

    def show_fault(self, sentence: str) -> Text:
        """Say what is wrong with the field, and return the line that says so."""
        box = _box_of(self._field)
        if self._line is None:
            self._line = Text(self._theme, size=SMALL, strong=True, tone="inadequate", wrap=True)
            self._line.setObjectName("fault")
            self._column.addWidget(self._line)
            self._hint = box.accessibleDescription()
            for signal in _changes(box):
                signal.connect(self.clear)
        self._line.put(sentence)
        _mark(box, faulty=True)
        box.setAccessibleDescription(say("Error: {why}", why=sentence))
        return self._line

    def clear(self) -> None:
        """Hide what is shown: something else is typed, or all is right."""
        if self._line is not None and self._line.text():
            box = _box_of(self._field)
            self._line.put("")
            _mark(box, faulty=False)
            box.setAccessibleDescription(self._hint)


class Faults:
    """What is wrong with the fields of a page or dialog, gathered so that all is shown at once."""

    def __init__(self) -> None:
        self._found: dict[QWidget, str] = {}

    def __len__(self) -> int:
        """Return how many fields are wrong."""
        return len(self._found)

    def read(self, field: QWidget, reading: Callable[[], _Read]) -> _Read | None:
        """Return what is read from a field; None where it is refused, which is noted."""
        try:
            return reading()
        except RefusalError as error:
            self.note(field, str(error))
            return None

    def note(self, field: QWidget, sentence: str) -> None:
        """Note what is wrong with a field; what was noted of it first is kept."""
        self._found.setdefault(field, sentence)

    def show(self) -> str:
        """Say each at its field, give the first the keyboard, and return one sentence for all.

        It is empty where nothing is wrong.
        """
        if not self._found:
            return ""
        names = [show_fault(field, sentence) for field, sentence in self._found.items()]
        first, why = next(iter(self._found.items()))
        words = (
            say("{field}: {why}", field=names[0], why=why)
            if len(names) == 1
            else say("Check {n} fields: {fields}.", n=len(names), fields=", ".join(names))
        )
        announce(first, words, urgent=True)
        box = _box_of(first)
        stop = next(iter(tab_stops(box)), box)  # of a group it is the chosen button, else the first
        stop.setFocus(Qt.FocusReason.OtherFocusReason)
        bring_into_sight(box, around=AROUND)
        return words


def show_fault(field: QWidget, sentence: str) -> str:
    """Say what is wrong at the place below a field, and return the field's name."""
    place = place_of(field)
    if place is None:
        return field.accessibleName()
    place.show_fault(sentence)
    return place.name


def place_of(field: QWidget) -> FaultPlace | None:
    """Return the place of a field's fault: its own, else that of the part it is in."""
    part: QWidget | None = field
    while part is not None:
        place = part.findChild(FaultPlace, options=Qt.FindChildOption.FindDirectChildrenOnly)
        if place is not None:
            return place
        part = part.parentWidget()
    return None


def _box_of(field: QWidget) -> QWidget:
    """Return what is typed or chosen in: a field may be in a line with its button."""
    kinds = (QLineEdit, QPlainTextEdit, QComboBox)
    if isinstance(field, kinds):
        return field
    return next((box for kind in kinds for box in field.findChildren(kind)), field)


def _changes(box: QWidget) -> list[SignalInstance]:
    match box:
        case QLineEdit() | QPlainTextEdit():
            return [box.textChanged]
        case QComboBox():
            return [box.currentIndexChanged]
        case _:
            return [chosen] if (chosen := getattr(box, "chosen", None)) is not None else []


def _mark(box: QWidget, *, faulty: bool) -> None:
    if bool(box.property(FAULTY)) is not faulty:
        box.setProperty(FAULTY, faulty)
        box.style().unpolish(box)
        box.style().polish(box)
