"""What the kinds of action are called where people read the log."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from reviewer.domain.message import Message, term, verbatim

_NAMES: Final[Mapping[str, Message]] = {
    "viewed": term("log", "viewed"),
    "answered": term("log", "answered"),
    "blind grade fixed": term("log", "blind grade fixed"),
    "completed": term("log", "completed"),
    "reopened": term("log", "reopened"),
    "postponed": term("log", "postponed"),
    "resumed": term("log", "resumed"),
    "continued": term("log", "continued"),
    "reconciled": term("log", "reconciled"),
    "commented": term("log", "commented"),
    "comment removed": term("log", "comment removed"),
    "assigned": term("log", "assigned"),
    "corrected": term("log", "corrected"),
    "added": term("log", "added"),
    "returned": term("log", "returned"),
    "return settled": term("log", "return settled"),
    "decided": term("log", "decided"),
    "created": term("log", "created"),
    "imported": term("log", "imported"),
    "sample drawn": term("log", "sample drawn"),
    "second read assigned": term("log", "second read assigned"),
    "second reads drawn": term("log", "second reads drawn"),
    "pack made": term("log", "pack made"),
    "pack opened": term("log", "pack opened"),
    "calibration made": term("log", "calibration made"),
    "calibration opened": term("log", "calibration opened"),
    "agreed answers shown": term("log", "agreed answers shown"),
    "known answers set": term("log", "known answers set"),
    "list extended": term("log", "list extended"),
    "answers imported": term("log", "answers imported"),
    "opened": term("log", "opened"),
    "handed over": term("log", "handed over"),
    "earlier visit": term("log", "earlier visit"),
    "earlier visit left out": term("log", "earlier visit left out"),
    "disposal date set": term("log", "disposal date set"),
    "passphrase changed": term("log", "passphrase changed"),
    "key sealed": term("log", "key sealed"),
    "migrated": term("log", "migrated"),
    "restored": term("log", "restored"),
    "export begun": term("log", "export begun"),
    "exported": term("log", "exported"),
    "published": term("log", "published"),
    "printed": term("log", "printed"),
    "answer sheet written": term("log", "answer sheet written"),
    "phrases written": term("log", "phrases exported"),
    "log written": term("log", "log exported"),
    "identifiers kept": term("log", "identifiers kept"),
    "identifier masked": term("log", "identifier masked"),
    "merged": term("log", "merged"),
    "removed": term("log", "removed"),
    "inspection code corrected": term("log", "inspection code corrected"),
    "moderation rule set": term("log", "moderation rule set"),
    "receipt issued": term("log", "receipt issued"),
    "receipt imported": term("log", "receipt imported"),
    "redaction": term("log", "redaction"),
    "redacted": term("log", "redacted"),
}


def kind_name(kind: str) -> Message:
    """Return what a kind of action is called; a kind of a newer version as it was written."""
    return _NAMES.get(kind) or verbatim(kind)
