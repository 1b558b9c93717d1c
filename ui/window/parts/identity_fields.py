"""Who signs: an identity file chosen or made here, and its passphrase."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from reviewer.domain.inspection import checked_line
from reviewer.domain.message import message
from ui.operations.held_keys import is_held_by_windows
from ui.window.choosing import open_one
from ui.window.parts.buttons import plain_button
from ui.window.parts.faults import Faults
from ui.window.parts.page import labelled
from ui.window.parts.passphrase_fields import PassphraseFields, Weakness
from ui.window.parts.target import Target, typed_path
from ui.window.parts.text import Text
from ui.window.parts.token_sheet import TokenSheet
from ui.window.theme import SMALL, Theme
from ui.window.words import say

IDENTITIES = message("Identities (*.p12 *.pfx *.token)")
_ON_CARD: Final = ".token"
"""The ending of a file that names a key on a card or in Windows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityMemory:
    """Where the identity file lay that was used last; never its passphrase."""

    known: Callable[[], str]
    remember: Callable[[str], None]


class IdentityLine(QWidget):
    """The file of an identity: typed, chosen, or made for a key on a smart card.

    `put_in` says that another file was chosen, `make_asked` that a new identity is wanted.
    """

    changed = Signal()
    put_in = Signal()
    make_asked = Signal()

    def __init__(self, theme: Theme, known: str, *, can_make: bool, own: bool = True) -> None:
        """Offer a smart card too where the identity is a person's own."""
        super().__init__()
        self._theme = theme
        self.box = QLineEdit(known)
        self.box.setObjectName("identity-file")
        self.box.textChanged.connect(self.changed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(8))
        row.addWidget(self.box, 1)
        for shown, words, name, asked in (
            (True, say("Choose…"), "choose-identity", self._on_choose),
            (own, say("Smart card…"), "card-identity", self._on_card),
            (can_make, say("Create one…"), "make-identity", self.make_asked),
        ):
            button = plain_button(words, name=name)
            button.clicked.connect(asked)
            row.addWidget(button)
            button.setVisible(shown)

    def put(self, file: Path) -> None:
        """Take another file."""
        self.box.setText(str(file))
        self.put_in.emit()

    def _on_choose(self) -> None:
        path = open_one(self, say("Your identity"), IDENTITIES)
        if path is not None:
            self.put(path)

    def _on_card(self) -> None:
        sheet = TokenSheet(self._theme, self)
        sheet.named.connect(self.put)
        sheet.open()


class IdentityFields(QWidget):
    """An identity file and its passphrase; `make_asked` says a new one is wanted."""

    make_asked = Signal()
    changed = Signal()

    def __init__(
        self,
        theme: Theme,
        known: str,
        *,
        can_make: bool = True,
        title: str = "",
        hint: str = "",
    ) -> None:
        """Ask for the person's own identity, or with `title` and `hint` for another key."""
        super().__init__()
        self._own = not title
        self._line = IdentityLine(theme, known, can_make=can_make, own=self._own)
        self._file, self._phrase = self._line.box, QLineEdit()
        self._phrase.setObjectName("identity-passphrase")
        self._phrase.setEchoMode(QLineEdit.EchoMode.Password)
        self._line.make_asked.connect(self.make_asked)
        self._line.put_in.connect(self._on_put_in)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(10))
        hint = hint or say(
            "Your certificate and key (.p12), from your organisation or created here, or a key on "
            "a smart card."
        )
        layout.addLayout(labelled(theme, title or say("Your identity"), self._line, hint))
        self._file.setAccessibleName(title or say("Identity file"))
        label = say("Passphrase of the identity") if self._own else say("Passphrase of this key")
        layout.addLayout(labelled(theme, label, self._phrase))
        self.setFocusProxy(self._phrase if known else self._file)
        self._file.textChanged.connect(self._on_file)
        for field in (self._file, self._phrase):
            field.textChanged.connect(self.changed)
        self._on_file()

    def read(self, faults: Faults) -> tuple[Path, str] | None:
        """Return the file and its passphrase; None where one is wrong, which is noted.

        The passphrase is empty where Windows asks for a PIN itself.
        """
        own, phrase = self._own, self._phrase.text()
        path = None
        if self._file.text().strip():
            path = faults.read(self._file, lambda: typed_path(self._file.text()))
        else:
            choose = say("Choose an identity to sign with, or create one.")
            faults.note(self._file, choose if own else say("Choose the key's file."))
        needed = self._phrase.isEnabled()
        if needed and not phrase:
            enter = say("Enter the passphrase of the identity.")
            faults.note(self._phrase, enter if own else say("Enter the passphrase of this key."))
        return (path, phrase) if path is not None and (phrase or not needed) else None

    def put(self, file: Path, phrase: str) -> None:
        """Take a new identity."""
        self._file.setText(str(file))
        self._phrase.setText(phrase)

    def _on_file(self) -> None:
        """Ask for what opens the file that is named: a passphrase, a card's PIN, or nothing."""
        on_card = self._file.text().strip().casefold().endswith(_ON_CARD)
        by_windows = on_card and is_held_by_windows(Path(self._file.text().strip()))
        if by_windows:
            self._phrase.clear()
        self._phrase.setEnabled(not by_windows)
        hint = say("The PIN of the card") if on_card else ""
        self._phrase.setPlaceholderText(say("Windows asks for the PIN") if by_windows else hint)

    def _on_put_in(self) -> None:
        self._phrase.clear()
        self._phrase.setFocus()


class NewIdentityFields(QWidget):
    """Name, file and passphrase of a new identity; `accepted` and `left` end it.

    As part of a page that has buttons of its own it has none.
    """

    accepted = Signal()
    left = Signal()

    def __init__(
        self, theme: Theme, person: str, weakness: Weakness, *, is_part: bool = False
    ) -> None:
        super().__init__()
        self.setObjectName("new-identity")
        self._name = QLineEdit(person)
        self._name.setObjectName("identity-name")
        self._target = Target(theme, say("identity"), ".p12")
        self._passphrase = PassphraseFields(theme, weakness, advises=True, recoverable=False)
        self._name.textChanged.connect(self._on_name)
        self._why = Text(theme, size=SMALL, tone="inadequate", wrap=True)
        self._why.hide()
        self._make = make = plain_button(
            say("Create identity"), name="identity-accept", look="primary"
        )
        make.clicked.connect(self.accepted)
        back = plain_button(say("Back"), name="identity-back")
        back.clicked.connect(self.left)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(10))
        words = say(
            "An identity is a key that only you have, with a certificate that "
            "shows others it is yours. Keep it away from the workbooks. Anyone "
            "who has it and its passphrase can sign as you."
        )
        layout.addWidget(Text(theme, words, wrap=True))
        layout.addLayout(labelled(theme, say("Your name, as others will see it"), self._name))
        layout.addWidget(self._target)
        layout.addWidget(self._passphrase)
        layout.addWidget(self._why)
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        row.addWidget(make)
        row.addWidget(back)
        row.addStretch(1)
        layout.addLayout(row)
        if is_part:
            for button in (make, back):
                button.hide()
        self._on_name()

    def take_focus(self) -> None:
        """Take the keyboard at the name, ready to be overtyped; Enter then makes the identity."""
        self._make.setDefault(True)
        self._name.setFocus()
        self._name.selectAll()

    def wanted(self) -> tuple[str, Path, str] | None:
        """Return name, file and passphrase; None once each fault is shown at its field."""
        faults, typed = Faults(), self._name.text()
        name = faults.read(self._name, lambda: checked_line(typed, message("Your name"), 64))
        path = faults.read(self._target.box, self._target.path)
        phrase = self._passphrase.phrase
        if not phrase:
            faults.note(self._passphrase.box, say("Enter the passphrase in both boxes."))
        self._why.put(faults.show() if len(faults) > 1 else "")
        if faults.show() or name is None or path is None:
            return None
        return name, path, phrase

    def refuse(self, sentence: str) -> None:
        """Say why none was made."""
        self._why.put(sentence)

    def _on_name(self) -> None:
        words = "".join(c if c.isalnum() else "-" for c in self._name.text()).strip("-").lower()
        self._target.suggest("-".join(part for part in words.split("-") if part))
        self._passphrase.avoid([self._name.text()])
