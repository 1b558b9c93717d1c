"""Qt's own words in the language of the window: buttons of message boxes, and text menus."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QCoreApplication, QLocale, QTranslator

from reviewer.domain.language import ENGLISH, current_language
from reviewer.domain.message import Message, message

_WORDS: Final[Mapping[str, Message]] = {
    "OK": message("OK"),
    "Cancel": message("Cancel"),
    "Close": message("Close"),
    "Show Details": message("Show details…"),
    "Hide Details": message("Hide details…"),
    "&Undo": message("&Undo"),
    "&Redo": message("&Redo"),
    "Cu&t": message("Cu&t"),
    "&Copy": message("&Copy"),
    "&Paste": message("&Paste"),
    "Delete": message("Delete"),
    "Select All": message("Select all"),
}
"""What Qt writes by itself, without the dots at its end."""


class QtWords(QTranslator):
    """Answers Qt from the program's own catalogue; what is not in it stays as Qt has it."""

    def translate(
        self,
        context: str,  # noqa: ARG002 - Qt's signature
        source: str,
        disambiguation: str | None = None,  # noqa: ARG002 - as above
        n: int = -1,  # noqa: ARG002 - as above
        /,
    ) -> str:
        """Return one of Qt's texts in the language of now."""
        plain = source.removesuffix("...")
        word = _WORDS.get(plain) or _WORDS.get(plain.replace("&", ""))  # some desktops add a key
        return source if word is None or current_language() == ENGLISH else str(word)

    def isEmpty(self) -> bool:
        """Return False: Qt ignores a translator that is empty."""
        return False


def qt_locale() -> QLocale:
    """Return the locale in which Qt writes months and days: that of the window."""
    return QLocale(f"{current_language()}_GB")


def translate_qt(app: QCoreApplication) -> QTranslator:
    """Let Qt's own words follow the language of the window."""
    words = QtWords(app)
    app.installTranslator(words)
    return words
