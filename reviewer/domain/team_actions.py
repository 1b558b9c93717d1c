"""What a team does, as the log has it: packs, second reads, receipts, copies, rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from reviewer.domain.action import Action, Redactable, logged
from reviewer.domain.ids import Key
from reviewer.domain.message import Message, listed, message, verbatim


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamAction(Action):
    """An action with a sentence of its own for the log."""

    @property
    def sentence(self) -> Message:
        """What the log shows beside its name: no reason, answer or note that a person typed."""
        return verbatim("")


@logged("second read assigned")
class SecondReadAssigned(TeamAction):
    """Who reads the case besides its inspector was decided; nobody, where the name is empty."""

    inspector: str

    @property
    def sentence(self) -> Message:
        """Who reads it."""
        return message("to {name}", name=self.inspector or message("nobody"))


@logged("second reads drawn")
class SecondReadsDrawn(TeamAction):
    """A lead drew so many cases to be read twice; `rule` says how, so that it can be repeated."""

    rule: str
    drawn: int

    @property
    def sentence(self) -> Message:
        """The rule."""
        return verbatim(self.rule)


@dataclass(frozen=True, slots=True, kw_only=True)
class PackSigner:
    """A signer whom an assignment pack brings: their name, fingerprint, and whom they sign for."""

    name: str
    fingerprint: str
    readers: tuple[str, ...]


@logged("pack made")
class PackMade(TeamAction):
    """An assignment pack took its number; it gives so many cases to an inspector.

    `encrypted_to` are the fingerprints of those who can open it, none where a passphrase does.
    """

    pack: str
    number: int
    inspector: str
    cases: int
    encrypted_to: tuple[str, ...]

    @property
    def sentence(self) -> Message:
        """Its number, and whose it is."""
        return message("number {n}, for {name}", n=self.number, name=self.inspector)


@logged("pack opened")
class PackOpened(TeamAction):
    """A lead's assignment pack was accepted, with the signers it brings.

    `issuer` is the id of the register it was made from; `gained` and `withdrawn` count the cases
    that it gave to this file's inspector and took from them.
    """

    pack: str
    number: int
    issuer: str
    lead: str
    fingerprint: str
    signers: tuple[PackSigner, ...]
    gained: int
    withdrawn: int

    @property
    def sentence(self) -> Message:
        """Its number, who made it, and the signers it brings."""
        if not self.signers:
            return message("number {n}, by {name}", n=self.number, name=self.lead)
        signers = listed([f"{one.name} ({one.fingerprint})" for one in self.signers])
        return message(
            "number {n}, by {name}, signers included: {signers}",
            n=self.number,
            name=self.lead,
            signers=signers,
        )


@logged("calibration made")
class CalibrationMade(TeamAction):
    """A calibration pack took its number; `code` opens the answers, whose SHA-256 is `digest`."""

    pack: str
    number: int
    cases: int
    digest: str
    code: str

    @property
    def sentence(self) -> Message:
        """Its number, and how many cases it has."""
        return message("number {n}, {cases} cases", n=self.number, cases=self.cases)


@logged("calibration opened")
class CalibrationOpened(TeamAction):
    """The file began with a calibration pack; `digest` is that of the agreed answers."""

    pack: str
    digest: str
    lead: str
    fingerprint: str

    @property
    def sentence(self) -> Message:
        """Who made it."""
        return message("by {name} ({print})", name=self.lead, print=self.fingerprint)


@logged("agreed answers shown")
class AgreedAnswersShown(TeamAction):
    """The reader of a calibration file saw the agreed answers."""

    digest: str


@logged("known answers set")
class KnownAnswersSet(TeamAction):
    """The case is a known one from now on: what was agreed about it, by the keys of the form."""

    answers: Redactable[Mapping[Key, str]]


@logged("reconciled")
class CaseReconciled(TeamAction):
    """A case was brought together with another copy of the file; its workbook by SHA-256.

    `blind_grade` is the one that holds from now on; answers that changed follow, joined.
    """

    workbook: str
    blind_grade: str

    @property
    def sentence(self) -> Message:
        """With which workbook."""
        return message(
            "with another copy of the file, workbook SHA-256 {digest}", digest=self.workbook
        )


@logged("receipt issued")
class ReceiptIssued(TeamAction):
    """A signed receipt for a workbook was written."""

    digest: str
    export: str
    export_number: int

    @property
    def sentence(self) -> Message:
        """For which workbook."""
        return message(
            "for export {number}, workbook SHA-256 {digest}",
            number=self.export_number,
            digest=self.digest,
        )


@logged("receipt imported")
class ReceiptImported(TeamAction):
    """A register's receipt for an export of this file was imported: who received it, who signed."""

    export: str
    export_number: int
    digest: str
    lead: str
    merged_at: str
    signer: str
    fingerprint: str

    @property
    def sentence(self) -> Message:
        """Who received what, and when."""
        return message(
            "export {number} was received by {lead} at {moment}, signed by {signer}",
            number=self.export_number,
            lead=self.lead,
            moment=self.merged_at,
            signer=self.signer,
        )


@logged("moderation rule set")
class ModerationRuleSet(TeamAction):
    """Whether only somebody who is no reader of a case may moderate it."""

    outside_only: bool

    @property
    def sentence(self) -> Message:
        """The rule."""
        if self.outside_only:
            return message("readers may not moderate their own cases")
        return message("readers may moderate their own cases")


@logged("inspection code corrected")
class CodeCorrected(TeamAction):
    """The inspection's code was mistyped; each case has its new id in the log too.

    `head` is the hash of the last event as it was before that.
    """

    before: str
    after: str
    head: str
    reason: Redactable[str]

    @property
    def sentence(self) -> Message:
        """Both codes, and the head that there was."""
        return message(
            "from {before} to {after}; the log ended with {head} before",
            before=self.before,
            after=self.after,
            head=self.head,
        )
