"""Exporting the signed workbook: what is still open, who signs, where it goes.

The dialog keeps the person from answering while the export is written, so that its tables
and its data are of one moment.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from reviewer.app.exporting import Exported, ExportOrder
from reviewer.app.open_work import OpenWork
from reviewer.domain.errors import ReviewerError
from reviewer.domain.message import Message, plural
from ui.window.parts.buttons import Chip, plain_button
from ui.window.parts.faults import Faults
from ui.window.parts.identity_fields import IdentityFields, NewIdentityFields
from ui.window.parts.page import JobLine, say_facts
from ui.window.parts.panel import Hairline
from ui.window.parts.passphrase_fields import PassphraseFields, Weakness
from ui.window.parts.pick_field import PickBox
from ui.window.parts.sheet import DialogSheet
from ui.window.parts.target import Target
from ui.window.parts.text import Text
from ui.window.theme import SMALL, TITLE, Theme
from ui.window.words import counted, say

WIDTH = 680


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportRequest:
    """What a person asked for, and with which identity file it is to be signed."""

    order: ExportOrder
    identity: Path
    passphrase: str

    def __repr__(self) -> str:
        return f"ExportRequest({self.order})"


class ExportDialog(DialogSheet):
    """`requested` carries what is asked for, `identity_wanted` a new identity's fields."""

    requested = Signal(object)
    identity_wanted = Signal(str, object, str)

    def __init__(
        self,
        theme: Theme,
        parent: QWidget,
        *,
        suggested: Path,
        identity: str,
        person: str,
        weakness: Weakness,
        readers: Sequence[str] = (),
    ) -> None:
        super().__init__(theme, say("Export the signed workbook"), parent, width=WIDTH)
        self._theme = theme
        self.setObjectName("export")
        self.setModal(True)
        self._open = Text(theme, wrap=True)
        self._open.setObjectName("open-work")
        self.final = Chip(theme)
        self.final.setObjectName("final")
        self.final.setText(say("Final"))
        self.version = PickBox()
        self.version.setObjectName("version")
        self.version.addItem(say("For the team, with everybody's reviews"), "")
        for reader in readers:
            self.version.addItem(
                say("For {reader}, with only their reviews", reader=reader), reader
            )
        if not readers:
            self.version.hide()
        self.references = Chip(theme)
        self.references.setObjectName("references")
        self.references.setText(say("With the force's references"))
        self.protect = Chip(theme)
        self.protect.setObjectName("protect")
        self.protect.setText(say("Protect with a password"))
        self.protect.setChecked(True)
        self.password = PassphraseFields(
            theme,
            weakness,
            say("Password of the workbook"),
            advises=True,
            recoverable=False,
        )
        self._target = Target(theme, suggested.stem, suggested.suffix)
        self._target.suggest(suggested.stem)
        self.identity = IdentityFields(theme, identity)
        self.new_identity = NewIdentityFields(theme, person, weakness)
        self.job = JobLine(theme)
        self._fields, self._done = QWidget(), QWidget()
        self._export = plain_button(say("Export and sign"), name="export-accept", look="primary")
        self._export.setDefault(True)  # Enter in a field is its key
        self._cancel = plain_button(say("Cancel"), name="export-cancel")
        self._build_layout()
        self._connect()

    def show_open_work(self, work: OpenWork) -> None:
        """Say what is not done yet."""
        still = [str(one) for n, one in _still_open(work) if n]
        words = (
            say("Outstanding: {what}.", what="; ".join(still))
            if still
            else say("Nothing is outstanding.")
        )
        self._open.setText(words)
        self._open.tint("improve" if still else "good")
        self.final.setEnabled(not work.blocks_final)
        if work.blocks_final:
            self.final.setChecked(False)
            why = say(
                "To make a final export, complete and decide every case that has been started."
            )
            self.final.setAccessibleDescription(why)
            self._final_hint.setText(why)

    def show_identity_made(self, file: Path, phrase: str) -> None:
        """Take the identity that was made, and go back to the export."""
        self.identity.put(file, phrase)
        self._show_part(self._fields)
        self.job.show_done(
            say(
                "Created {name}. Next to it is your certificate, {cer}. Give it to "
                "the person who checks your workbooks, and read out its fingerprint.",
                name=file.name,
                cer=file.with_suffix(".cer").name,
            )
        )

    def show_busy(self, words: str, *, stoppable: bool = False) -> None:
        """Say what is happening; nothing else can be pressed until it is over, or stopped."""
        self.at_work = True
        self.job.show_work(words, stoppable=stoppable)
        self._enable(enabled=False)

    def show_ready(self) -> None:
        """Let the person continue."""
        self.at_work = False
        self._enable(enabled=True)
        self.job.hide()
        self.identity.setFocus()

    def show_failure(self, error: ReviewerError) -> None:
        """Say why nothing was exported or made."""
        self.at_work = False
        self._enable(enabled=True)
        self.job.show_error(error)

    def show_exported(self, exported: Exported) -> None:
        """Say what was written, and that a USB drive can be removed."""
        self.show_ready()
        theme = self._theme
        column = QVBoxLayout(self._done)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(10))
        words = say("Export {n} is saved and signed.", n=exported.stamp.number)
        head = Text(theme, words, size=TITLE, strong=True, wrap=True)
        head.setObjectName("exported")
        column.addWidget(head)
        safe = say("If you saved it to a USB drive, you can remove the drive now.")
        column.addWidget(Text(theme, safe, wrap=True))
        facts = [
            (say("File"), str(exported.path)),
            (say("Signed by"), exported.signer),
            (say("Fingerprint"), exported.fingerprint),
        ]
        column.addLayout(say_facts(theme, facts))
        if exported.replaced is not None:
            replaced = say("It replaces export {n}.", n=exported.replaced)
            column.addWidget(Text(theme, replaced, wrap=True))
        if exported.outstanding:
            left = counted(
                exported.outstanding,
                "{n} case has not been started. The workbook counts it as outstanding.",
                "{n} cases have not been started. The workbook counts them as outstanding.",
            )
            column.addWidget(Text(theme, left, tone="improve", wrap=True))
        if exported.open_referrals:
            open_words = counted(
                exported.open_referrals,
                "{n} referral back to the force is still open.",
                "{n} referrals back to the force are still open.",
            )
            column.addWidget(Text(theme, open_words, tone="improve", wrap=True))
        for notice in exported.notices:
            column.addWidget(Text(theme, str(notice), wrap=True))
        self._show_part(self._done)
        self._export.hide()
        self._cancel.setText(say("Close"))
        self._cancel.setFocus()

    def _enable(self, *, enabled: bool) -> None:
        for part in (self._fields, self.new_identity, self._export, self._cancel):
            part.setEnabled(enabled)

    def _show_part(self, part: QWidget) -> None:
        for own in (self._fields, self.new_identity, self._done):
            own.setVisible(own is part)
        self._export.setVisible(part is self._fields)
        self._export.setDefault(part is self._fields)  # a new identity has a button of its own
        self.fit()

    def _on_accept(self) -> None:
        faults = Faults()
        given = self.identity.read(faults)
        target = faults.read(self._target.box, self._target.path)
        if self.protect.isChecked() and not self.password.phrase:
            words = say("Enter the workbook's password in both boxes, or clear the tick.")
            faults.note(self.password.box, words)
        wrong = faults.show()
        self.job.show_failure(wrong if len(faults) > 1 else "")
        if wrong or given is None or target is None:
            return
        identity, phrase = given
        order = ExportOrder(
            out=target,
            final=self.final.isChecked(),
            with_references=self.references.isChecked(),
            password=self.password.phrase if self.protect.isChecked() else None,
            only_for=str(self.version.currentData() or ""),
        )
        self.requested.emit(ExportRequest(order=order, identity=identity, passphrase=phrase))

    def _on_protect(self, on: bool) -> None:  # noqa: FBT001 - Qt's signal
        self.password.setVisible(on)
        self.fit()

    def _on_make(self) -> None:
        wanted = self.new_identity.wanted()
        if wanted is not None:
            self.identity_wanted.emit(*wanted)

    def _connect(self) -> None:
        self._export.clicked.connect(self._on_accept)
        self._cancel.clicked.connect(self.reject)
        self.protect.toggled.connect(self._on_protect)
        self.identity.make_asked.connect(lambda: self._show_part(self.new_identity))
        self.identity.make_asked.connect(self.new_identity.take_focus)
        self.new_identity.left.connect(lambda: self._show_part(self._fields))
        self.new_identity.accepted.connect(self._on_make)

    def _build_layout(self) -> None:
        theme, px = self._theme, self._theme.px
        fields = QVBoxLayout(self._fields)
        fields.setContentsMargins(0, 0, 0, 0)
        fields.setSpacing(px(10))
        fields.addWidget(self._open)
        fields.addWidget(self.version)
        self.version.setAccessibleName(say("Version"))
        self._final_hint = Text(
            theme,
            say(
                "A final export needs all work to be complete. Any other export "
                "shows what is outstanding."
            ),
            size=SMALL,
            tone="quiet",
            wrap=True,
        )
        hint = say("Usually left out. Including them is recorded in the log.")
        references_hint = Text(theme, hint, size=SMALL, tone="quiet", wrap=True)
        hint = say("Excel asks for it. Send the password separately from the file.")
        protect_hint = Text(theme, hint, size=SMALL, tone="quiet", wrap=True)
        fields.addLayout(_beside(theme, self.final, self._final_hint))
        fields.addLayout(_beside(theme, self.references, references_hint))
        fields.addWidget(Hairline(theme))
        fields.addWidget(self.identity)
        fields.addWidget(Hairline(theme))
        fields.addWidget(self._target)
        fields.addLayout(_beside(theme, self.protect, protect_hint))
        fields.addWidget(self.password)
        self.buttons.addWidget(self._cancel)
        self.buttons.addWidget(self._export)
        self.column.addWidget(self.job)
        for part in (self._fields, self.new_identity, self._done):
            self.column.addWidget(part)
        self.column.addStretch(1)
        self._show_part(self._fields)


def _beside(theme: Theme, chip: Chip, about: Text) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(theme.px(12))
    row.addWidget(chip)
    row.addWidget(about, 1)
    return row


def _still_open(work: OpenWork) -> Iterator[tuple[int, Message]]:
    """Yield each kind of work that may be open: how much of it, and the words for it."""
    n = work.incomplete
    yield (
        n,
        plural(n, "{n} case is started and not complete", "{n} cases are started and not complete"),
    )
    n = work.graded
    yield (
        n,
        plural(
            n,
            "{n} of them is graded and counted in the figures",
            "{n} of them are graded and counted in the figures",
        ),
    )
    n = work.unsettled
    yield n, plural(n, "{n} case is not decided", "{n} cases are not decided")
    n = work.postponed
    yield n, plural(n, "{n} of them is postponed", "{n} of them are postponed")
    n = work.returned
    yield n, plural(n, "{n} returned case is not answered", "{n} returned cases are not answered")
    n = work.moderated_by_readers
    yield (
        n,
        plural(
            n,
            "{n} case was moderated by one of its readers",
            "{n} cases were moderated by one of their readers",
        ),
    )
    n = work.questions
    yield (
        n,
        plural(
            n,
            "{n} question about a name or a copy is open",
            "{n} questions about names or copies are open",
        ),
    )
    n = work.outstanding
    yield n, plural(n, "{n} case has not been started", "{n} cases have not been started")
    n = work.open_referrals
    yield n, plural(n, "{n} referral back is open", "{n} referrals back are open")
