"""What a screen reader says by itself, wherever its cursor is."""

from __future__ import annotations

from PySide6 import QtGui
from PySide6.QtWidgets import QToolTip, QWidget


def announce(about: QWidget, words: str, *, urgent: bool = False) -> None:
    """Let a screen reader say a sentence, at once if it is urgent; without one nothing is done."""
    if not words or not QtGui.QAccessible.isActive():
        return
    politeness = QtGui.QAccessible.AnnouncementPoliteness
    event = QtGui.QAccessibleAnnouncementEvent(about, words)
    event.setPoliteness(politeness.Assertive if urgent else politeness.Polite)
    QtGui.QAccessible.updateAccessibility(event)


def tell(about: QWidget, words: str) -> None:
    """Show a sentence over a widget for a moment, and let a screen reader say it."""
    QToolTip.showText(about.mapToGlobal(about.rect().center()), words, about)
    announce(about, words)
