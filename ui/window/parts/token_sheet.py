"""Naming a key that stays on a smart card or in Windows, to sign with as with any identity."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from reviewer.app.leaving import OTHER_THERE
from reviewer.domain.errors import RefusalError, ReviewerError
from reviewer.domain.message import Message, message
from ui.operations.held_keys import (
    HeldCertificate,
    windows_certificates,
    write_token_file,
    write_windows_file,
)
from ui.window.choosing import open_one
from ui.window.notify import confirm_replacing
from ui.window.parts.asking_sheet import AskingSheet
from ui.window.parts.buttons import plain_button
from ui.window.parts.choices import Choices
from ui.window.parts.faults import Faults
from ui.window.parts.page import labelled
from ui.window.parts.pick_field import PickBox
from ui.window.parts.target import Target, typed_path
from ui.window.theme import Theme
from ui.window.words import say

_WINDOWS: Final = "windows"
_LIBRARY: Final = "library"
_LIBRARIES: Final = message("Libraries (*.dll *.so *.dylib)")
_CERTIFICATES: Final = message("Certificates (*.cer *.crt *.pem)")


class TokenSheet(AskingSheet):
    """`named` carries the file that names the key, once it is made."""

    named = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(
            theme,
            say("Sign with a smart card"),
            parent,
            doing=say("Use this key"),
            name="token-sheet",
        )
        self._held = _held()
        self._sentence(
            say(
                "The key stays where it is. Reviewer saves a small file that names it and "
                "contains no secret. You choose that file whenever you sign."
            )
        )
        self._where: Choices | None = None
        self._certificates = PickBox()
        self._library, self._certificate = QLineEdit(), QLineEdit()
        self._in_windows, self._on_card = self._windows_part(), self._library_part()
        if self._held is not None:
            self._add_where()
        self.column.addWidget(self._in_windows)
        self.column.addWidget(self._on_card)
        self._target = Target(theme, say("smart card"), ".token", say("Save the file as"))
        self.column.addWidget(self._target)
        self._show_part()
        self.end(self._library if self._held is None else self._certificates)

    def _add_where(self) -> None:
        words = say("Where the key is")
        offered = [
            (_WINDOWS, say("In Windows, or on a card that Windows reads")),
            (_LIBRARY, say("On a card that has its own library")),
        ]
        self._where = Choices(self._theme, words, offered)
        self._where.put(_WINDOWS)
        self._where.chosen.connect(self._show_part)
        self.column.addLayout(labelled(self._theme, words, self._where))

    def _windows_part(self) -> QWidget:
        part, column = _column(self._theme)
        self._certificates.setObjectName("held-certificates")
        for n, one in enumerate(self._held or ()):
            words = say(
                "{name}, issued by {issuer}, valid until {day}",
                name=one.facts.name,
                issuer=one.facts.issuer or one.facts.name,
                day=one.facts.valid_until,
            )
            self._certificates.addItem(words, n)
        hint = "" if self._held else say("Windows has no certificate that can sign workbooks.")
        self._certificates.setEnabled(bool(self._held))
        column.addLayout(labelled(self._theme, say("Certificate"), self._certificates, hint))
        return part

    def _library_part(self) -> QWidget:
        part, column = _column(self._theme)
        for box, name, words, kinds, hint in (
            (
                self._library,
                "token-library",
                say("Library of the card"),
                _LIBRARIES,
                say("The PKCS#11 library that came with the card's software."),
            ),
            (
                self._certificate,
                "token-certificate",
                say("Your certificate"),
                _CERTIFICATES,
                say("The card's software saves it as a .cer file."),
            ),
        ):
            box.setObjectName(name)
            line = self._chosen(box, f"choose-{name}", words, kinds)
            column.addLayout(labelled(self._theme, words, line, hint))
            box.setAccessibleName(words)
        return part

    def _chosen(self, box: QLineEdit, name: str, words: str, kinds: Message) -> QWidget:
        def choose() -> None:
            path = open_one(self, words, kinds)
            if path is not None:
                box.setText(str(path))

        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(self._theme.px(8))
        button = plain_button(say("Choose…"), name=name)
        button.clicked.connect(choose)
        row.addWidget(box, 1)
        row.addWidget(button)
        return line

    def _show_part(self) -> None:
        by_windows = self._by_windows()
        self._in_windows.setVisible(by_windows)
        self._on_card.setVisible(not by_windows)
        self.fit()

    def _by_windows(self) -> bool:
        return self._where is not None and self._where.code == _WINDOWS

    def _on_accept(self) -> None:
        faults = Faults()
        out = faults.read(self._target.box, self._target.path)
        writing = self._of_windows(faults) if self._by_windows() else self._of_library(faults)
        if not self._show_faults(faults) and out is not None and writing is not None:
            self._write(writing, out, replace=False)

    def _of_windows(self, faults: Faults) -> Callable[[Path, bool], object] | None:
        if not self._held:
            faults.note(self._certificates, say("Connect the card, then open this again."))
            return None
        held = self._held[self._certificates.currentIndex()]
        return lambda out, replace: write_windows_file(out, held, now=_now(), replace=replace)

    def _of_library(self, faults: Faults) -> Callable[[Path, bool], object] | None:
        library = faults.read(
            self._library, lambda: _named(self._library, message("Choose the library of the card."))
        )
        certificate = faults.read(
            self._certificate,
            lambda: _named(self._certificate, message("Choose the file of your certificate.")),
        )
        if library is None or certificate is None:
            return None
        return lambda out, replace: write_token_file(
            out, str(library), certificate, now=_now(), replace=replace
        )

    def _write(self, writing: Callable[[Path, bool], object], out: Path, *, replace: bool) -> None:
        try:
            writing(out, replace)
        except ReviewerError as error:
            if error.code != OTHER_THERE:
                self._refuse(str(error))
            elif confirm_replacing(self, error):
                self._write(writing, out, replace=True)
        else:
            self.named.emit(out)
            self.accept()


def _held() -> Sequence[HeldCertificate] | None:
    try:
        return windows_certificates(_now())
    except ReviewerError:
        return None


def _named(box: QLineEdit, advice: Message) -> Path:
    if not box.text().strip():
        raise RefusalError("target", advice)
    return typed_path(box.text())


def _column(theme: Theme) -> tuple[QWidget, QVBoxLayout]:
    part = QWidget()
    column = QVBoxLayout(part)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(theme.px(10))
    return part, column


def _now() -> datetime:
    return datetime.now(UTC)
