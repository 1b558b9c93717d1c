"""The only message boxes: one sentence that happened, and what to do next."""

from __future__ import annotations

from PySide6 import QtWidgets
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

from reviewer.domain.errors import ReviewerError
from ui.window.words import say


def show_refusal(parent: QWidget | None, sentence: str) -> None:
    """Show why something was not done."""
    _box(parent, sentence).exec()


def show_outcome(parent: QWidget | None, sentence: str) -> None:
    """Show how something ended that a person has to know of before continuing."""
    _box(parent, sentence).exec()


def confirm(parent: QWidget | None, question: str, doing: str) -> bool:
    """Ask before something that cannot be taken back; the button says what it does."""
    box = _box(parent, question)
    box.setStandardButtons(QtWidgets.QMessageBox.StandardButton.Cancel)
    accept = box.addButton(doing, QtWidgets.QMessageBox.ButtonRole.AcceptRole)
    box.setDefaultButton(QtWidgets.QMessageBox.StandardButton.Cancel)
    box.exec()
    return box.clickedButton() is accept


def confirm_replacing(parent: QWidget | None, refusal: ReviewerError) -> bool:
    """Ask whether a file that was kept may be replaced all the same."""
    question = say("{why}\n\nIf you replace it, its contents are lost.", why=refusal.sentence)
    return confirm(parent, question, say("Replace the file"))


def show_defect(report: str) -> None:
    """Show that the program went wrong, with a report to read and copy."""
    sentence = say(
        "Something went wrong in Reviewer. Every answer shown as saved is "
        "safe on the disk. Copy the report under Details for your support "
        "team. It contains no case text."
    )
    box = _box(QApplication.activeWindow(), sentence)
    box.setDetailedText(report)
    copy = box.addButton(say("Copy report"), QtWidgets.QMessageBox.ButtonRole.ActionRole)
    box.addButton(QtWidgets.QMessageBox.StandardButton.Close)
    copy.clicked.disconnect()  # or the box would close with it
    copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(report))
    box.exec()


def _box(parent: QWidget | None, sentence: str) -> QtWidgets.QMessageBox:
    box = QtWidgets.QMessageBox(parent)
    box.setWindowTitle(say("Reviewer"))
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(sentence)
    # No signs of alarm: the sentence says what happened, and the style's own icons are not ours.
    box.setStyleSheet("QPushButton { qproperty-icon: none; }")
    return box
