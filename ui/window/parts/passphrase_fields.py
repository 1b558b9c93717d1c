"""A new passphrase, typed twice, with what is wrong with it shown while it is typed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from ui.window.parts.page import labelled
from ui.window.parts.text import Text
from ui.window.theme import SMALL, Theme
from ui.window.words import say

ASK_AFTER = 200
"""Milliseconds after the last keystroke: judging a passphrase takes some ten of them."""

Weakness = Callable[[str, Sequence[str]], str]
"""Says why a passphrase will not do, given words others would try first; empty if it will."""


class PassphraseFields(QWidget):
    """Two fields and a sentence; `changed` says that it may be right or wrong now.

    With `advises` one that is easy to guess is taken, with the advice in sight: an identity's may
    be prescribed by an organisation, and a workbook's is agreed with who opens it. Only where
    `recoverable` does it mention a recovery code: that opens review files and nothing else.
    """

    changed = Signal()

    def __init__(
        self,
        theme: Theme,
        weakness: Weakness,
        words: str = "",
        *,
        advises: bool = False,
        recoverable: bool = True,
    ) -> None:
        super().__init__()
        self._advises = advises
        self._recoverable = recoverable
        self._weakness = weakness
        self._known: tuple[str, ...] = ()
        self._fault = ""
        self._first, self._second = QLineEdit(), QLineEdit()
        self._judgement = Text(theme, size=SMALL, wrap=True)
        self._judgement.setObjectName("passphrase-judgement")
        self._timer = QTimer(self, singleShot=True, interval=ASK_AFTER)
        self._timer.timeout.connect(self._judge)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(8))
        for field, name, label in (
            (self._first, "new-passphrase", words or say("Passphrase")),
            (self._second, "new-passphrase-again", say("Repeat the passphrase")),
        ):
            field.setEchoMode(QLineEdit.EchoMode.Password)
            field.setObjectName(name)
            field.textChanged.connect(self._on_text)
            layout.addLayout(labelled(theme, label, field))
        layout.addWidget(self._judgement)
        self._judge()

    @property
    def box(self) -> QWidget:
        """The box that the keyboard goes to where something is wrong."""
        return self._first

    @property
    def phrase(self) -> str:
        """What was typed; empty while the two differ or it is refused as too weak."""
        if self._timer.isActive():
            self._timer.stop()
            self._judge()
        return "" if self._fault else self._first.text()

    def avoid(self, words: Sequence[str]) -> None:
        """Count these words as easy to guess: the force, the inspection, the person."""
        known = tuple(word for word in words if word)
        if known != self._known:
            self._known = known
            self._judge()

    def clear(self) -> None:
        """Forget what was typed."""
        self._first.clear()
        self._second.clear()

    def _on_text(self) -> None:
        self._timer.start()

    def _judge(self) -> None:
        first, second = self._first.text(), self._second.text()
        weak = self._weakness(first, self._known) if first else ""
        tone = "quiet"
        if not first:
            self._fault = self._hint()
        elif weak and not self._advises:
            self._fault, tone = weak, "improve"
        elif not second:
            advice = weak or say("Strong enough.")
            self._fault = say("{advice} Now repeat it.", advice=advice)
        elif first != second:
            self._fault, tone = say("The two passphrases differ."), "improve"
        else:
            self._fault, tone = "", "improve" if weak else "good"
        self._judgement.tint(tone)
        self._judgement.put(self._fault or weak or say("Strong enough, and both are the same."))
        self.changed.emit()

    def _hint(self) -> str:
        if not self._recoverable:
            return say("Use five unrelated words, or at least 14 characters.")
        return say(
            "Use five unrelated words, or at least 14 characters. Without it, "
            "only the recovery code opens the file."
        )
