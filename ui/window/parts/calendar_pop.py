"""A calendar that floats below its date."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate, Qt
from PySide6.QtGui import QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QFrame, QToolButton, QVBoxLayout, QWidget

from ui.window.qt_words import qt_locale
from ui.window.theme import Theme

YEARS_AHEAD = 2
"""Years after today that can be picked: dates to come are rare, and asked about."""


class CalendarPop(QFrame):
    """A calendar that stays until a day is picked or Escape is pressed."""

    def __init__(self, owner: QWidget, theme: Theme, chosen: date, today: date) -> None:
        super().__init__(owner, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setFrameShape(QFrame.Shape.Box)
        calendar = QCalendarWidget()
        calendar.setObjectName("calendar")
        calendar.setLocale(qt_locale())
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        calendar.setHorizontalHeaderFormat(
            QCalendarWidget.HorizontalHeaderFormat.SingleLetterDayNames
        )
        calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        calendar.setMaximumDate(QDate(today.year + YEARS_AHEAD, 12, 31))
        calendar.setSelectedDate(QDate(chosen.year, chosen.month, chosen.day))
        calendar.setFixedSize(theme.px(300), theme.px(272))
        plain, quiet = QTextCharFormat(), QTextCharFormat()
        plain.setForeground(theme.color("text"))
        quiet.setForeground(theme.color("quiet"))
        for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            calendar.setWeekdayTextFormat(day, plain)
        calendar.setHeaderTextFormat(quiet)
        for name, icon in (("prevmonth", "chevron-left"), ("nextmonth", "chevron-right")):
            button = calendar.findChild(QToolButton, f"qt_calendar_{name}")
            if isinstance(button, QToolButton):
                button.setIcon(theme.icon(icon))
        self.calendar = calendar
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.addWidget(calendar)
