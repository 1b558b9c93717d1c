"""A merge before it is made: what each workbook brings, which are refused and why."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from reviewer.app.merging import Accepted, MergePlan, Refused
from reviewer.app.verifying import UNKNOWN
from reviewer.domain.verdict import OTHER_INSPECTION, OTHER_LIST, OTHER_READER
from ui.window.parts.buttons import plain_button
from ui.window.parts.layouts import clear
from ui.window.parts.panel import Hairline
from ui.window.parts.password_line import PasswordLine
from ui.window.parts.text import Text
from ui.window.team.verdicts import VerdictCard, first_to_compare
from ui.window.theme import LARGE, Theme
from ui.window.words import counted, say


class MergeReport(QWidget):
    """A dry run in sentences; `trusted` carries a certificate a person vouches for.

    `trusted_for` carries a certificate and the reviewers that it may sign for, `code_counted` an
    inspection code that was mistyped, `list_counted` the digest of a list whose added cases are
    others than the register's.
    """

    trusted = Signal(object)
    trusted_for = Signal(object, object)
    code_counted = Signal(str)
    list_counted = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("merge-report")
        self._theme = theme
        self.password = PasswordLine(theme)
        self._column = QVBoxLayout()
        self._column.setSpacing(theme.px(10))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(10))
        layout.addWidget(self.password)
        layout.addLayout(self._column)

    def to_compare(self) -> QWidget | None:
        """Return where the first unknown signer is vouched for, None where all are known."""
        return first_to_compare(self._column)

    def clear(self) -> None:
        """Show nothing."""
        self.password.hide()
        clear(self._column)

    def show_plan(self, plan: MergePlan) -> None:
        """Show what taking the workbooks in would do."""
        self.clear()
        self.password.ask_for([refused.book for refused in plan.refused])
        for accepted in plan.accepted:
            self._column.addWidget(_accepted(self._theme, accepted))
        for refused in plan.refused:
            if refused.code == UNKNOWN:
                card = VerdictCard(self._theme, refused.book)
                card.trusted.connect(self.trusted)
                self._column.addWidget(card)
            else:
                self._column.addWidget(_refused(self._theme, refused))
                if refused.code == OTHER_READER:
                    self._offer_names(refused)
                elif refused.code == OTHER_INSPECTION and refused.book.inspection:
                    self._offer_code(refused.book.inspection)
                elif refused.code == OTHER_LIST and refused.of:
                    self._offer_list(refused.of)
        for warning in plan.warnings:
            self._column.addWidget(_line(self._theme, "!", "improve", str(warning.text)))
        if plan.accepted and plan.combined is not None:
            self._add_outcome(plan)

    def _offer_names(self, refused: Refused) -> None:
        """Offer to trust a signer for everybody whose reviews the workbook has."""
        book, signer = refused.book, refused.book.verdict.signer
        if book.submission is None or signer is None:
            return
        reviews = (*book.submission.reviews, *book.submission.superseded)
        names = sorted({*book.trusted_for, *(review.reviewer for review in reviews)})
        words = say("Trust {signer} for {names}", signer=signer.name, names=", ".join(names))
        button = plain_button(words, name="trust-for")
        der = signer.certificate_der
        button.clicked.connect(lambda: self.trusted_for.emit(der, names))
        self._column.addWidget(button)

    def _offer_code(self, code: str) -> None:
        """Offer to count a mistyped inspection code as the register's own."""
        words = say("{code} was mistyped: count it as this inspection…", code=code)
        button = plain_button(words, name="count-code")
        button.clicked.connect(lambda: self.code_counted.emit(code))
        self._column.addWidget(button)

    def _offer_list(self, digest: str) -> None:
        """Offer to count the cases of a list that only this reader added to apart."""
        button = plain_button(say("Count the added cases apart…"), name="count-list")
        button.clicked.connect(lambda: self.list_counted.emit(digest))
        self._column.addWidget(button)

    def _add_outcome(self, plan: MergePlan) -> None:
        combined = plan.combined
        if combined is None:
            return
        theme, column = self._theme, self._column
        column.addWidget(Hairline(theme))
        heading = say("The register will contain")
        column.addWidget(Text(theme, heading, size=LARGE, strong=True))
        column.addWidget(Text(theme, str(plan.cases.sentence), wrap=True))
        conflicts = counted(
            len(combined.conflicts),
            "{n} case has conflicting versions for you to decide.",
            "{n} cases have conflicting versions for you to decide.",
        )
        if not combined.conflicts:
            conflicts = say("No case has conflicting versions.")
        column.addWidget(Text(theme, conflicts, wrap=True))
        pairs = say(
            "Second reads: {agreed} agreed, {open} to decide, {moderated} decided.",
            agreed=plan.amounts.agreed,
            open=plan.amounts.open,
            moderated=plan.amounts.moderated,
        )
        column.addWidget(Text(theme, pairs, wrap=True))


def _accepted(theme: Theme, book: Accepted) -> QWidget:
    gain = book.gain
    brings = say(
        "{reviews}: {new} new, {replaced} updated, {unchanged} already known.",
        reviews=counted(gain.reviews, "{n} review", "{n} reviews"),
        new=gain.new,
        replaced=gain.replaced,
        unchanged=gain.unchanged,
    )
    number = book.stored.source.export_number
    signed = say("Export {n}, signed by {name}", n=number, name=book.signer)
    return _line(theme, "✓", "good", book.name, f"{signed}. {brings}")


def _refused(theme: Theme, book: Refused) -> QWidget:
    reason = say("Not merged: {why}", why=book.text)
    return _line(theme, "✕", "inadequate", book.name, reason)


def _line(theme: Theme, sign: str, tone: str, head: str, about: str = "") -> QWidget:
    host = QWidget()
    row = QHBoxLayout(host)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(theme.px(10))
    mark = Text(theme, sign, strong=True, tone=tone)
    mark.setFixedWidth(theme.px(14))
    row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
    words = QVBoxLayout()
    words.setSpacing(theme.px(2))
    words.addWidget(Text(theme, head, strong=bool(about), wrap=True))
    if about:
        words.addWidget(Text(theme, about, wrap=True))
    row.addLayout(words, 1)
    return host
