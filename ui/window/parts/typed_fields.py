"""Fields that are typed into and checked on leaving: dates, whole numbers."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta

from PySide6.QtCore import QDate, QEvent, QObject, QPoint, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QPushButton,
)

from reviewer.domain.errors import RefusalError
from reviewer.domain.form import Kind
from reviewer.domain.times import day
from ui.window.parts.buttons import plain_button
from ui.window.parts.calendar_pop import CalendarPop
from ui.window.parts.composing import Composing
from ui.window.parts.field import Asking, Field
from ui.window.parts.field_keys import is_enter
from ui.window.parts.layouts import width_for
from ui.window.parts.undo_keys import left_to_case
from ui.window.theme import Theme
from ui.window.words import say, tooltip, typed_date

Today = Callable[[], date]

_SHIFT = re.compile(r"([+-])(\d{1,4})")
_SHORT_YEAR = re.compile(r"^(\d{1,2})[/.](\d{1,2})[/.](\d{2})(?=$|[ t,])")


class LineField(Field):
    """A short text that is checked on leaving: a date or a number."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._saved = ""
        self._faulty = False
        self.edit = QLineEdit()
        self.edit.editingFinished.connect(self.flush)
        self.edit.textEdited.connect(self._on_edited)
        self.edit.installEventFilter(self)
        self._composed = Composing(self.edit)
        self.setFocusProxy(self.edit)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.edit)

    def ask(self, asking: Asking) -> None:
        """Ask for another item."""
        if self.asking is not None and self.asking.asked is not asking.asked:
            self.flush()
            self._saved = ""
            self._faulty = False
            self.edit.clear()
        super().ask(asking)
        self.edit.setAccessibleName(asking.name)
        self.edit.setObjectName(f"line-{asking.asked.key}")

    def put(self, text: str) -> None:
        """Show what is on the disk, unless what is typed could not be saved."""
        if self._faulty and text == self._saved:
            return
        typing = self.edit.hasFocus() and self.edit.isModified() and text == self._saved
        self._saved = text
        if not typing and self.edit.text() != self.shown(text):
            self.edit.setText(self.shown(text))

    @property
    def faulty(self) -> bool:
        """Whether what is typed was refused."""
        return self._faulty

    def forget(self) -> None:
        """Drop what was typed and refused: another case is shown."""
        if self._faulty:
            self._faulty = False
            self._saved = ""
            self.edit.clear()

    def shown(self, text: str) -> str:
        """Return canonical text as a person types it."""
        return text

    def read(self, typed: str) -> str:
        """Return what is typed with its short forms written out."""
        return typed.strip()

    def flush(self) -> None:
        """Check what is typed and hand it over; a fault is shown and the text stays."""
        self._composed.finish()
        if self.asking is None or not self.edit.isModified():
            return
        try:
            text = self.asking.check(self.read(self.edit.text()))
        except RefusalError as error:
            self._faulty = True
            self.refused.emit(str(error))
            return
        self.edit.setModified(False)
        self._clear_fault()
        self.edit.setText(self.shown(text))
        if text != self._saved:
            self._saved = text
            self.edited.emit(text)

    def eventFilter(self, watched: QObject, event: QEvent, /) -> bool:
        """Leave idle undo to the case, and Enter to the field before the box takes it."""
        if left_to_case(event, self.edit.isUndoAvailable(), self.edit.isRedoAvailable()):
            event.ignore()
            return True
        pressed = event.type() is QEvent.Type.KeyPress
        if pressed and isinstance(event, QKeyEvent) and is_enter(event):
            self.keyPressEvent(event)
            return True
        return super().eventFilter(watched, event)

    def _on_edited(self) -> None:
        self._clear_fault()

    def _clear_fault(self) -> None:
        if self._faulty:
            self._faulty = False
            self.refused.emit("")


class IntegerField(LineField):
    """A whole number."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._narrow()
        theme.changed.connect(self._narrow)
        layout = self.layout()
        if isinstance(layout, QHBoxLayout):
            layout.addStretch(1)

    def _narrow(self) -> None:
        self.edit.setFixedWidth(self.theme.px(96))


class DateField(LineField):
    """A day, or a day and time: typed as 12/01/2018, picked, or entered as t or +7."""

    def __init__(self, theme: Theme, today: Today) -> None:
        super().__init__(theme)
        self._today = today
        self._pop: CalendarPop | None = None
        self.near: date | None = None
        """A day of the case, where the calendar opens while no day is given."""
        self._pick = QPushButton()
        self._pick.setProperty("look", "quiet")
        self._pick.setAccessibleName(say("Choose a date"))
        self._pick.setToolTip(tooltip(say("Choose a date (Alt+Down)")))
        self._pick.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._pick.clicked.connect(self._open)
        self._now = plain_button(say("Today"), name="today", look="link")
        self._now.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._now.setToolTip(tooltip(say("Today. You can also type t, or +7 for a week later")))
        self._now.clicked.connect(lambda: self._give("t"))
        theme.changed.connect(self._dress)
        layout = self.layout()
        if isinstance(layout, QHBoxLayout):
            layout.addWidget(self._pick)
            layout.addWidget(self._now)
            layout.addStretch(1)

    def ask(self, asking: Asking) -> None:
        """Ask for another day."""
        super().ask(asking)
        timed = asking.asked.kind is Kind.DATETIME
        hint = say("dd/mm/yyyy hh:mm") if timed else say("dd/mm/yyyy")
        self.edit.setPlaceholderText(hint)
        self._pick.setAccessibleName(say("Pick a day: {what}", what=asking.name))
        self._now.setAccessibleName(say("Today: {what}", what=asking.name))
        self._dress()

    def give_day(self, picked: date) -> None:
        """Take a day that was picked."""
        self._give(_typed(picked))

    def shown(self, text: str) -> str:
        """Return an ISO day as it is typed here."""
        return typed_date(text)

    def read(self, typed: str) -> str:
        """Write out `t`, `+7`, `12012018`, `120118` and two-digit years."""
        text = typed.strip().lower()
        timed = self.asking is not None and self.asking.asked.kind is Kind.DATETIME
        base = day(self._saved) if self._saved else None
        shift = _SHIFT.fullmatch(text)
        if text in {"t", "today", "heddiw"}:
            text = _typed(self._today())
        elif shift:
            days = timedelta(days=int(shift[1] + shift[2]))
            with suppress(OverflowError):  # beyond the calendar: refused as it was typed
                text = _typed((base or self._today()) + days)
        elif re.fullmatch(r"\d{6}(\d{2})?", text):
            text = f"{text[:2]}/{text[2:4]}/{text[4:]}"
        text = _SHORT_YEAR.sub(self._with_century, text)
        if timed and re.fullmatch(r"\d{1,2}/\d{1,2}/\d{4}", text):
            text += " 00:00"
        return text

    def _with_century(self, short: re.Match[str]) -> str:
        """Write out a year of two digits: of this century, or the last where it is yet to come."""
        year = 2000 + int(short[3])
        return f"{short[1]}/{short[2]}/{year if year <= self._today().year + 1 else year - 100}"

    def eventFilter(self, watched: QObject, event: QEvent, /) -> bool:
        """Open the calendar with Alt+Down."""
        if (
            event.type() is QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Down
            and event.modifiers() & Qt.KeyboardModifier.AltModifier
        ):
            self._open()
            return True
        return super().eventFilter(watched, event)

    def _dress(self) -> None:
        px = self.theme.px
        timed = self.asking is not None and self.asking.asked.kind is Kind.DATETIME
        self.edit.setFixedWidth(width_for(self.edit, px(168 if timed else 124)))
        self._pick.setIcon(self.theme.icon("calendar", "quiet", 16))
        self._pick.setIconSize(QSize(px(16), px(16)))

    def _open(self) -> None:
        self.edit.setFocus()  # a calendar that is closed hands the keyboard back to its date
        chosen = day(self._saved) if self._saved else None
        near = chosen or self.near or self._today()
        self._pop = CalendarPop(self, self.theme, near, self._today())
        self._pop.calendar.clicked.connect(self._on_picked)
        self._pop.calendar.activated.connect(self._on_picked)
        self._pop.move(self.edit.mapToGlobal(QPoint(0, self.edit.height() + 2)))
        self._pop.show()
        self._pop.calendar.setFocus()

    def _on_picked(self, picked: QDate) -> None:
        if self._pop is not None:
            self._pop.close()
            self._pop = None
        self.give_day(date(picked.year(), picked.month(), picked.day()))

    def _give(self, text: str) -> None:
        clock = self._saved[11:16]
        self.edit.setText(f"{text} {clock}" if clock and "/" in text else text)
        self.edit.setModified(True)
        self.flush()
        self.edit.setFocus()


def _typed(moment: date) -> str:
    return f"{moment.day:02}/{moment.month:02}/{moment.year:04}"
