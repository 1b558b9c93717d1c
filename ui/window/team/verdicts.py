"""What became of checked workbooks, in words: whole or not, who signed, what to do."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLayout, QVBoxLayout, QWidget

from reviewer.app.verifying import Examined
from reviewer.domain.times import long_moment
from reviewer.domain.verdict import SignatureStatus, Verdict, WorkbookProblem
from ui.operations.identities import read_out
from ui.window.parts.buttons import Chip, plain_button
from ui.window.parts.fingerprint_view import FingerprintView
from ui.window.parts.layouts import parts_of
from ui.window.parts.page import say_facts
from ui.window.parts.panel import Hairline
from ui.window.parts.records import RecordColumn, RecordTable
from ui.window.parts.text import Text
from ui.window.theme import LARGE, Theme
from ui.window.words import counted, say

SHOWN_AT_MOST: Final = 20
"""Problems of one workbook that are shown; a file changed all over has hundreds."""

_TONES: Final = {
    SignatureStatus.TRUSTED: "good",
    SignatureStatus.UNKNOWN_SIGNER: "improve",
    SignatureStatus.INVALID: "inadequate",
    SignatureStatus.UNSIGNED: "inadequate",
    SignatureStatus.UNREADABLE: "inadequate",
}

_SIGNS: Final = {
    SignatureStatus.TRUSTED: "✓",
    SignatureStatus.UNKNOWN_SIGNER: "?",
    SignatureStatus.INVALID: "✕",
    SignatureStatus.UNSIGNED: "✕",
    SignatureStatus.UNREADABLE: "✕",
}


def verdict_words(verdict: Verdict) -> str:
    """Return the verdict as a person reads it."""
    if verdict.foreign:
        return say("Signed, but not by Reviewer")
    if verdict.of_other_version:
        return say("Made by another version of Reviewer, so it cannot be checked")
    if verdict.deceptive:
        return say("Valid signature, but the tables do not match the cases")
    words = {
        SignatureStatus.TRUSTED: say("Valid signature, by someone you trust"),
        SignatureStatus.UNKNOWN_SIGNER: say("Valid signature, by someone you do not trust yet"),
        SignatureStatus.INVALID: say("Changed after it was signed"),
        SignatureStatus.UNSIGNED: say(
            "Not signed, so nobody can tell who made it or whether it was changed"
        ),
        SignatureStatus.UNREADABLE: say("Cannot be read as a workbook from Reviewer"),
    }
    return words[verdict.status]


def what_to_do(book: Examined) -> str:
    """Return what a person does next."""
    if book.verdict.parts is not None and book.unread is not None:
        return str(book.unread)
    return _about_maker(book.verdict) or _by_status(book.verdict)


def _about_maker(verdict: Verdict) -> str:
    if verdict.foreign:
        return say("It cannot be merged. Ask for the workbook that Reviewer exported.")
    if verdict.of_other_version:
        return say("It cannot be merged by this version of Reviewer.")
    if verdict.deceptive:
        return say(
            "It cannot be merged, and its figures cannot be relied on. Ask the "
            "signer how it was made, and for a new export."
        )
    return ""


def _by_status(verdict: Verdict) -> str:
    match verdict.status:
        case SignatureStatus.TRUSTED:
            return say("You can merge it and use its figures.")
        case SignatureStatus.UNKNOWN_SIGNER:
            return say(
                "Before you trust it, check the fingerprint with the signer, by "
                "telephone or on paper handed over in person."
            )
        case SignatureStatus.INVALID | SignatureStatus.UNSIGNED:
            return say("Do not use it. Ask the sender to export it again.")
    return say("Check that it is the right file, and ask for it again.")


def verdict_table(theme: Theme) -> RecordTable[Examined]:
    """Make the table of several workbooks' verdicts, one row a workbook."""
    columns: tuple[RecordColumn[Examined], ...] = (
        RecordColumn(title=say("Workbook"), text=lambda book: book.name, stretches=True),
        RecordColumn(title=say("Verdict"), text=_in_row, width=220),
        RecordColumn(title=say("Signed by"), text=_signer, width=200),
        RecordColumn(title=say("Export"), text=_export_number, right=True, width=70),
    )
    table = RecordTable(theme, say("Verdicts of the workbooks"), columns)
    table.setObjectName("verdicts")
    return table


def _in_row(book: Examined) -> str:
    verdict = book.verdict
    words = {
        SignatureStatus.TRUSTED: say("Trusted"),
        SignatureStatus.UNKNOWN_SIGNER: say("Unknown signer"),
        SignatureStatus.INVALID: _invalid(verdict),
        SignatureStatus.UNSIGNED: say("Unsigned"),
        SignatureStatus.UNREADABLE: say("Unreadable"),
    }
    return f"{_SIGNS[verdict.status]} {words[verdict.status]}"


def _invalid(verdict: Verdict) -> str:
    if verdict.foreign:
        return say("Signed, but not by Reviewer")
    if verdict.of_other_version:
        return say("Another version")
    return say("Does not match its cases") if verdict.deceptive else say("Invalid")


def _signer(book: Examined) -> str:
    return book.verdict.signer.name if book.verdict.signer else ""


def _export_number(book: Examined) -> str:
    return str(book.export.number) if book.export else ""


class VerdictCard(QWidget):
    """One workbook's verdict; `trusted` carries the certificate that a person vouches for.

    `compared` is where that begins, None where there is nobody to vouch for.
    """

    trusted = Signal(object)

    def __init__(self, theme: Theme, book: Examined) -> None:
        super().__init__()
        self.setObjectName("verdict")
        self.book = book
        self.compared: Chip | None = None
        verdict = book.verdict
        px = theme.px
        sentence = verdict_words(verdict)
        self.setAccessibleName(f"{book.name}: {sentence}")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, px(8))
        layout.setSpacing(px(8))
        layout.addWidget(Hairline(theme))
        layout.addWidget(Text(theme, book.name, size=LARGE, strong=True, wrap=True))
        line = QHBoxLayout()
        line.setSpacing(px(8))
        tone = _TONES[verdict.status]
        line.addWidget(Text(theme, _SIGNS[verdict.status], strong=True, tone=tone), 0, _TOP)
        words = Text(theme, sentence, strong=True, tone=tone, wrap=True)
        words.setObjectName("verdict-words")
        line.addWidget(words, 1)
        layout.addLayout(line)
        layout.addWidget(Text(theme, what_to_do(book), wrap=True))
        layout.addLayout(say_facts(theme, _facts(book)))
        for notice in book.notices:
            warning = Text(theme, str(notice.text), tone="improve", wrap=True)
            warning.setObjectName("verdict-notice")
            layout.addWidget(warning)
        if verdict.problems and verdict.status is not SignatureStatus.UNKNOWN_SIGNER:
            layout.addWidget(_problems(theme, verdict.problems))
        if verdict.status is SignatureStatus.UNKNOWN_SIGNER:
            self._offer_trust(theme, layout)

    def _offer_trust(self, theme: Theme, layout: QVBoxLayout) -> None:
        signer = self.book.verdict.signer
        if signer is not None:
            layout.addWidget(FingerprintView(theme, signer.fingerprint, read_out(signer)))
        compared = Chip(theme)
        compared.setText(say("I have checked the fingerprint with the signer"))
        compared.setObjectName("compared")
        trust = plain_button(say("Trust this signer"), name="trust", look="primary")
        trust.setEnabled(False)
        compared.toggled.connect(trust.setEnabled)
        self.compared = compared
        trust.clicked.connect(self._on_trust)
        line = QHBoxLayout()
        line.setSpacing(theme.px(8))
        line.addWidget(compared)
        line.addWidget(trust)
        line.addStretch(1)
        layout.addLayout(line)

    def _on_trust(self) -> None:
        signer = self.book.verdict.signer
        if signer is not None:
            self.trusted.emit(signer.certificate_der)


def first_to_compare(column: QLayout) -> QWidget | None:
    """Return where a person vouches for the first unknown signer of those shown, if any."""
    cards = (card.compared for card in parts_of(column) if isinstance(card, VerdictCard))
    return next((compared for compared in cards if compared is not None), None)


@contextmanager
def keep_focus_moving(area: QWidget, next_stop: Callable[[], QWidget]) -> Iterator[None]:
    """Fill an area again; where the keyboard was in it, it goes to what comes next."""
    focused = QApplication.focusWidget()
    was_here = focused is not None and area.isAncestorOf(focused)
    yield
    if was_here:
        next_stop().setFocus()


def _facts(book: Examined) -> list[tuple[str, str]]:
    verdict = book.verdict
    facts = []
    if verdict.signer is not None:
        facts.append((say("Signed by"), verdict.signer.name))
        if verdict.status is not SignatureStatus.UNKNOWN_SIGNER:  # compared group by group below
            facts.append((say("Fingerprint"), verdict.signer.fingerprint))
    if book.export is not None:
        issued = say("{name}, export {n}", name=book.export.issued_by, n=book.export.number)
        facts.append((say("Issued by"), issued))
    if verdict.signed_at is not None:
        signed = long_moment(verdict.signed_at)
        facts.append((say("Signed, by its own clock"), signed))
    if book.recounted:
        facts.append((say("Its tables"), say("match its cases")))
    facts.append((say("SHA-256 of the file"), _grouped(book.digest)))
    return facts


def _grouped(digest: str) -> str:
    return " ".join(digest[start : start + 8] for start in range(0, len(digest), 8))


def _problems(theme: Theme, problems: Sequence[WorkbookProblem]) -> QWidget:
    host = QWidget()
    column = QVBoxLayout(host)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(theme.px(4))
    heading = counted(len(problems), "{n} problem", "{n} problems")
    column.addWidget(Text(theme, heading, strong=True))
    for problem in problems[:SHOWN_AT_MOST]:
        part = f"{problem.part}: " if problem.part else ""
        column.addWidget(Text(theme, f"{part}{problem.text}", wrap=True))
    more = len(problems) - SHOWN_AT_MOST
    if more > 0:
        column.addWidget(Text(theme, say("… and {n} more.", n=more), tone="quiet"))
    return host


_TOP = Qt.AlignmentFlag.AlignTop
