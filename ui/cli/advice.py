"""What the command line adds to a refusal or a notice, by its code: what to use there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from reviewer.domain.message import Message, message, verbatim

_ADVICE: Final[Mapping[str, Message]] = {
    "alike-references": message("If they are different cases, use --alike-too."),
    "mixed-encodings": message("Use --encoding."),
    "unknown-type": message("Use --type WORDS=CODE."),
    "no-column-reference": message("Use --map reference=HEADER."),
    "no-column-type": message("Use --map type=HEADER."),
    "no-column-reported": message("Use --map reported=HEADER."),
    "no-scale": message("Use --scale."),
    "no-heading": message("Use --header-row N."),
    "tables-side-by-side": message("Use --table N, counted from the left."),
    "nobody-named": message("Use --map inspector=HEADER."),
    "password-protected": message("Use --password-file FILE."),
    "unknown-signer": message("Use reviewer trust add FILE.cer, or name it with --trust."),
    "authority": message("If you do, use --authority."),
    "name-alike": message("If they are different people, use --alike."),
    "which-reader": message("Use --to NAME."),
    "other-reader": message(
        "To do so, name them all, the ones above too: reviewer trust add FILE.cer --for NAME "
        "--for NAME."
    ),
    "items-differ": message("Use --item KEY=CODE for each, or --side N."),
    "other-force": message("If this is intended, use --other-force."),
    "mapping-needed": message(
        "Use --mapping. To get a mapping file: reviewer form mapping EARLIER LATER --out FILE."
    ),
    "older-file": message("If you restored it on purpose: reviewer check FILE.review --accept."),
    "other-file": message("To replace it, use --other-file."),
    "other-there": message("To overwrite it, use --replace."),
    "unknown-case": message("To list the cases: reviewer cases FILE.review."),
    "damaged": message("To restore it: reviewer restore BACKUP NEW.review."),
    "not-migrated": message("To check it: reviewer check FILE.review."),
    "older-format": message(
        "An earlier version of Reviewer cannot open it once it is updated. To update it, open it "
        "in the window, or restore it to a new file: reviewer restore FILE.review NEW.review."
    ),
    "identifiers": message("Use reviewer answers set, or --keep-identifiers REASON."),
    "unknown-lead": message("Then use --accept, or --expect FINGERPRINT."),
    "exported-already": message("The lead's command: reviewer decide --code CODE."),
    "not-received": message("Use reviewer receipts import, or --without-receipt REASON."),
    "no-certificate": message("Use --certificate FILE.cer."),
    "several-certificates": message("Save the one you want, and use --certificate FILE.cer."),
    "other-threshold": message("Use --withdrawn REASON."),
    "small-difference": message("Use --withdrawn REASON."),
    "not-final": message("To export anyway, leave out --final."),
}


def with_advice(code: str, sentence: str | Message) -> Message:
    """Return a sentence, followed by what to use on the command line where there is anything."""
    if code not in _ADVICE:
        return sentence if isinstance(sentence, Message) else verbatim(sentence)
    return message("{sentence} {advice}", sentence=sentence, advice=_ADVICE[code])
