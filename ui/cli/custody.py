"""Who has a file and until when: `handover`, `redact`, `retention`, `dispose`, `disposal`."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from reviewer.app.receipts import kept_receipts, not_received, receipt_sentence
from reviewer.app.redacting import Redacted
from reviewer.app.redacting import redact as redact_words
from reviewer.app.retention import set_disposal_day
from reviewer.domain.ids import CaseId
from reviewer.domain.message import plural
from reviewer.domain.times import long_day, long_moment, moment
from ui.cli.advice import with_advice
from ui.cli.doors import NOT_SOUND, SOUND, UNKNOWN_SIGNER, end_with, refused_is_not_sound
from ui.cli.filing import key_of, reading_with, text_in, writing
from ui.cli.options import (
    IdentityPassphraseFile,
    Json,
    PassphraseFile,
    Reason,
    ReviewFile,
    SignedWith,
    Trust,
)
from ui.cli.output import emit_json, say, say_counted, say_notice, show_line
from ui.cli.passphrases import ask_identity
from ui.operations.code_correction import correct_code as correct
from ui.operations.copies import find_copies
from ui.operations.disposal import (
    USUAL_REASON,
    Disposal,
    DisposalOrder,
    check_disposal_record,
    check_record,
    files_to_dispose_of,
)
from ui.operations.disposal import dispose as dispose_of
from ui.operations.handover import hand_over
from ui.operations.passphrases import FileKey


def add_to(app: typer.Typer) -> None:
    """Add the commands of this group."""
    app.command("handover")(handover)
    app.command("correct-code")(correct_code)
    app.command("redact")(redact)
    app.command("retention")(retention)
    app.command("dispose")(dispose)
    app.command("disposal")(disposal)


def handover(
    file: ReviewFile,
    to: Annotated[str, typer.Option("--to", metavar="NAME", help="The new reviewer.")],
    reason: Reason,
    passphrase_file: PassphraseFile = None,
) -> None:
    """Hand a file over to a colleague, or to the same person under a new name.

    Work already done keeps the first name; cases changed afterwards have the new one.

    Example: reviewer handover inspection.review --to "B. Inspector" --reason "A. is ill"
    """
    with writing(file, passphrase_file) as store:
        before = store.inspection().person
        say_notice(hand_over(store, to, reason, now=datetime.now(UTC)))
        now_with = store.inspection().person
    say(
        "{file} has been handed over from {before} to {now}.",
        file=file,
        before=before,
        now=now_with,
    )
    say(
        "To stop {before} from opening it, change the passphrase: reviewer passphrase.",
        before=before,
    )


def redact(
    file: ReviewFile,
    text: Annotated[
        Path, typer.Option("--text-file", metavar="FILE", help="A file with the text, or -.")
    ],
    reason: Reason,
    case: Annotated[
        str, typer.Argument(metavar="CASE", help="The case; if left out, the whole file.")
    ] = "",
    key: Annotated[
        str,
        typer.Argument(
            metavar="KEY",
            help="A field and its comments, such as A1.note; or list, returned, decision, "
            "phrases. If left out, everything typed in the case.",
        ),
    ] = "",
    passphrase_file: PassphraseFile = None,
    json: Json = False,
) -> None:
    """Redact text everywhere it was typed, in earlier versions too; this is logged.

    This covers answers, comments, the list's values and the reasons for correcting them, a lead's
    comments and decisions, other reasons, drafts and phrases. The text comes from a file or from
    standard input, because an argument would stay in the shell's history.

    Example: reviewer redact inspection.review CASE --text-file words.txt
    --reason "a name typed by mistake"
    """
    words = text_in(text)
    with writing(file, passphrase_file) as store:
        done = redact_words(store, CaseId(case), key, words, reason, now=datetime.now(UTC))
    copies = find_copies(file)
    if json:
        emit_json(_redaction_document(done, copies))
        return
    _say_redacted(done, " ".join(part for part in (case, key) if part) or str(file))
    for path in copies:
        say("This copy may still contain the text: {path}", path=path)


def _redaction_document(done: Redacted, copies: Iterable[Path]) -> dict[str, Any]:
    return {
        "values": done.values,
        "reviews": done.reviews,
        "cases": done.cases,
        "drafts": done.drafts,
        "phrases": done.phrases,
        "own_words": done.own_words,
        "exports": [export.number for export in done.exports],
        "prints": list(done.prints),
        "returned": done.returned,
        "copies": [str(path) for path in copies],
    }


def _say_redacted(done: Redacted, where: str) -> None:
    say(
        "Removed from {place}: {values}, {cases}, {drafts}, {phrases}.",
        place=where,
        values=plural(done.values, "{n} logged value", "{n} logged values"),
        cases=plural(done.cases, "{n} case in the list", "{n} cases in the list"),
        drafts=plural(done.drafts, "{n} draft", "{n} drafts"),
        phrases=plural(done.phrases, "{n} phrase", "{n} phrases"),
    )
    if done.own_words:
        say_counted(
            done.own_words,
            "{n} word was removed from the dictionary.",
            "{n} words were removed from the dictionary.",
        )
    for export in done.exports:
        say(
            "This workbook may still contain the text: export {number}, {moment}.",
            number=export.number,
            moment=long_moment(moment(export.at)),
        )
    if done.exports:
        say("Export again, and ask for the new workbook to be merged instead.")
    for at in done.prints:
        say("This print may still contain the text: {moment}.", moment=long_moment(moment(at)))
    if done.returned:
        say("The lead's register and the team workbook also contain the comment. Tell the lead.")


def correct_code(
    file: ReviewFile,
    code: Annotated[str, typer.Argument(metavar="CODE", help="The right inspection code.")],
    reason: Reason,
    passphrase_file: PassphraseFile = None,
) -> None:
    """Correct a mistyped inspection code, as long as nothing was exported from the file.

    Every case gets its new id, in the log too. After an export, the lead can count
    it as the right one: reviewer decide --code.

    Example: reviewer correct-code a.review NCPI-MPS-2018Q4 --reason "A letter was missing"
    """
    key, now = key_of(file, passphrase_file), datetime.now(UTC)
    with refused_is_not_sound("exported-already", "same-code"):
        say_notice(correct(file, key, code, reason, now=now))
    say("The inspection code of {file} is {code}.", file=file, code=code.strip())


def retention(
    file: ReviewFile,
    day: Annotated[
        str,
        typer.Option("--dispose-by", metavar="DAY", help="The disposal date; empty to remove it."),
    ],
    passphrase_file: PassphraseFile = None,
) -> None:
    """Set the disposal date of a file; after that day, a warning is shown when it is opened.

    Example: reviewer retention inspection.review --dispose-by 2026-12-31
    """
    with writing(file, passphrase_file) as store:
        about = set_disposal_day(store, day, now=datetime.now(UTC))
    if about.dispose_by:
        say("Dispose of {file} by {day}.", file=file, day=long_day(about.dispose_by))
    else:
        say("{file} has no disposal date.", file=file)


def dispose(
    file: ReviewFile,
    identity: SignedWith,
    record: Annotated[
        Path, typer.Option("--record", metavar="OUT.json", help="Where to save the signed record.")
    ],
    reason: Reason = USUAL_REASON,
    without_receipt: Annotated[
        str,
        typer.Option(
            "--without-receipt",
            metavar="REASON",
            help="Why there is no receipt from the lead; kept in the record.",
        ),
    ] = "",
    yes: Annotated[
        bool, typer.Option("--yes", help="Delete the files; without it, only list them.")
    ] = False,
    passphrase_file: PassphraseFile = None,
    identity_passphrase_file: IdentityPassphraseFile = None,
) -> None:
    """Delete a file and every copy known on this computer, and save a signed record of it.

    A review file needs the lead's receipt for the work in it (reviewer receipts import).

    Example: reviewer dispose inspection.review --identity lead.p12 --record disposed.json --yes
    """
    check_record(reason, record)
    key = key_of(file, passphrase_file)
    if not yes:
        _say_what_would_go(file, key)
        return
    order = DisposalOrder(
        reason=reason,
        identity=identity,
        passphrase=ask_identity(identity, identity_passphrase_file),
        record=record,
        without_receipt=without_receipt,
    )
    done = dispose_of(file, key, order, now=datetime.now(UTC))
    _say_disposed(done, record)
    if done.left:
        end_with(NOT_SOUND)


def _say_what_would_go(file: Path, key: FileKey) -> None:
    with reading_with(file, key) as store:  # the passphrase must be right, also for a look
        going, kept = files_to_dispose_of(file), kept_receipts(store)
        missing = not_received(store)
    for receipt in kept:
        show_line(receipt_sentence(receipt))
    if missing is not None:
        show_line(with_advice("not-received", missing))
    for path in going:
        say("Would delete {path}", path=path)
    say("Nothing was deleted. To delete these files, use --yes. Workbooks and prints are kept.")


def _say_disposed(done: Disposal, record: Path) -> None:
    say_counted(
        len(done.removed),
        "Deleted {n} file. {record} is the record, signed by {signer}.",
        "Deleted {n} files. {record} is the record, signed by {signer}.",
        record=str(record),
        signer=done.signer,
    )
    say("Reviewer does not know of copies on USB drives, workbooks or prints. Check for them.")
    say_notice(done.notice)
    for path in done.left:
        say("NOT deleted: {path}. Delete it yourself.", path=path)


def disposal(
    record: Annotated[Path, typer.Argument(metavar="RECORD.json")],
    trust: Trust = None,
    json: Json = False,
) -> None:
    """Check the record of a disposal: whether it is unchanged, and who signed it.

    Example: reviewer disposal disposed.json
    """
    with refused_is_not_sound():
        checked = check_disposal_record(record, trust or ())
    if json:
        emit_json(
            {
                "record": dict(checked.content),
                "trusted": checked.trusted,
                "signer": {"name": checked.signer, "fingerprint": checked.fingerprint},
                "signed_at": checked.signed_at.isoformat(),
            }
        )
    else:
        say(
            "{record}: unchanged since it was signed by {signer}, {fingerprint}",
            record=record,
            signer=checked.signer,
            fingerprint=checked.fingerprint,
        )
        for name in ("state", "inspection", "force", "cases", "events", "reason", "at"):
            show_line(f"  {name:<11} {checked.content.get(name)}")
        show_line(f"  {'files':<11} {len(checked.content.get('files', ()))}")
    end_with(SOUND if checked.trusted else UNKNOWN_SIGNER)
