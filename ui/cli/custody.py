"""Who has a file and until when: `handover`, `redact`, `retention`, `dispose`, `disposal`."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from reviewer.app.files import read_whole
from reviewer.app.redacting import redact as redact_words
from reviewer.app.retention import set_disposal_day
from reviewer.domain.errors import RefusalError
from reviewer.domain.ids import CaseId
from reviewer.domain.times import local
from ui.cli.doors import NOT_SOUND, SOUND, UNKNOWN_SIGNER, end_with
from ui.cli.filing import key_of, reading_with, writing
from ui.cli.options import IdentityPassphraseFile, Json, PassphraseFile, ReviewFile, Trust
from ui.cli.output import counted, emit_json, say, say_notice
from ui.cli.passphrases import IDENTITY, ask
from ui.operations.copies import find_copies
from ui.operations.disposal import (
    USUAL_REASON,
    DisposalOrder,
    check_disposal_record,
    check_record,
    files_to_dispose_of,
)
from ui.operations.disposal import dispose as dispose_of
from ui.operations.handover import hand_over

Reason = Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why; it is logged.")]


def add_to(app: typer.Typer) -> None:
    """Add the commands of this group."""
    app.command("handover")(handover)
    app.command("redact")(redact)
    app.command("retention")(retention)
    app.command("dispose")(dispose)
    app.command("disposal")(disposal)


def handover(
    file: ReviewFile,
    to: Annotated[str, typer.Option("--to", metavar="NAME", help="Who goes on with it.")],
    reason: Reason,
    passphrase_file: PassphraseFile = None,
) -> None:
    """Give a file to a colleague, or to the same person under another name.

    What was done stays under the first name; a case the new person changes goes on under theirs.

    Example: reviewer handover inspection.review --to "B. Inspector" --reason "A. is ill"
    """
    with writing(file, passphrase_file) as store:
        before = store.inspection().person
        say_notice(hand_over(store, to, reason, now=datetime.now(UTC)))
        now_with = store.inspection().person
    say(f"{file} was with {before} and is with {now_with} now.")
    say("Change the passphrase too if the first is to open it no longer: reviewer passphrase.")


def redact(
    file: ReviewFile,
    text: Annotated[Path, typer.Option("--text-file", metavar="FILE", help="The words, or -.")],
    reason: Reason,
    case: Annotated[str, typer.Argument(metavar="CASE", help="Without: the whole file.")] = "",
    key: Annotated[
        str,
        typer.Argument(
            metavar="KEY",
            help="Without: all that was typed in the case. A field with the comments at it, as "
            "A1.note; or list, returned, decision.",
        ),
    ] = "",
    passphrase_file: PassphraseFile = None,
    json: Json = False,
) -> None:
    """Take words out of all that was typed and of all it ever was; the log shows that it was done.

    Answers, comments, the list's values and why they were corrected, a lead's comments and
    decisions, reasons, drafts. The words come from a file or from stdin: an argument would stay
    in the shell's history.

    Example: reviewer redact inspection.review CASE --text-file words.txt
    --reason "a name typed by mistake"
    """
    words = _words(text)
    with writing(file, passphrase_file) as store:
        done = redact_words(store, CaseId(case), key, words, reason, now=datetime.now(UTC))
    copies = find_copies(file)
    if json:
        emit_json(
            {
                "values": done.values,
                "reviews": done.reviews,
                "cases": done.cases,
                "drafts": done.drafts,
                "exports": [export.number for export in done.exports],
                "prints": list(done.prints),
                "returned": done.returned,
                "copies": [str(path) for path in copies],
            }
        )
        return
    where = " ".join(part for part in (case, key) if part) or str(file)
    taken = (
        counted(done.values, "logged value", "logged values"),
        counted(done.cases, "case of the list", "cases of the list"),
        counted(done.drafts, "draft", "drafts"),
    )
    say(f"Taken out of {where}: {', '.join(taken)}.")
    for export in done.exports:
        when = f"{local(export.at):%d %b %Y %H:%M}"
        say(f"A workbook that may hold them: export {export.number}, {when}.")
    if done.exports:
        say("Export anew and have the new one merged in place of these.")
    for at in done.prints:
        say(f"A print that may hold them: {local(at):%d %b %Y %H:%M}.")
    if done.returned:
        say("The lead's register and the team's workbook hold the comment too: tell the lead.")
    for path in copies:
        say(f"A copy that may hold them: {path}")


def retention(
    file: ReviewFile,
    day: Annotated[str, typer.Option("--dispose-by", metavar="DAY", help="Empty: no day.")],
    passphrase_file: PassphraseFile = None,
) -> None:
    """Set the day by which a file is to be disposed of; every opening warns once it has passed.

    Example: reviewer retention inspection.review --dispose-by 2026-12-31
    """
    with writing(file, passphrase_file) as store:
        about = set_disposal_day(store, day, now=datetime.now(UTC))
    until = f"to be disposed of by {about.dispose_by}" if about.dispose_by else "kept without a day"
    say(f"{file} is {until}.")


def dispose(
    file: ReviewFile,
    identity: Annotated[Path, typer.Option("--identity", metavar="ID.p12")],
    record: Annotated[Path, typer.Option("--record", metavar="OUT.json", help="What is left.")],
    reason: Reason = USUAL_REASON,
    yes: Annotated[bool, typer.Option("--yes", help="Do it; without, only say what.")] = False,
    passphrase_file: PassphraseFile = None,
    identity_passphrase_file: IdentityPassphraseFile = None,
) -> None:
    """Remove a file and every copy known here, and leave a signed record of it.

    Example: reviewer dispose inspection.review --identity lead.p12 --record disposed.json --yes
    """
    check_record(reason, record)
    key = key_of(file, passphrase_file)
    if not yes:
        with reading_with(file, key):  # the passphrase must be right, also for a look
            going = files_to_dispose_of(file)
        for path in going:
            say(f"Would remove {path}")
        say("Nothing was removed. Say --yes to do it; workbooks and prints are not touched.")
        return
    order = DisposalOrder(
        reason=reason,
        identity=identity,
        passphrase=ask(IDENTITY, identity_passphrase_file),
        record=record,
    )
    done = dispose_of(file, key, order, now=datetime.now(UTC))
    removed = counted(len(done.removed), "file", "files")
    say(f"Removed {removed}; {record} is the record, signed by {done.signer}.")
    say("Copies on sticks, workbooks and prints are not known here: see to them.")
    say_notice(done.notice)
    for path in done.left:
        say(f"NOT removed: {path}; remove it by hand.")
    if done.left:
        end_with(NOT_SOUND)


def disposal(
    record: Annotated[Path, typer.Argument(metavar="RECORD.json")],
    trust: Trust = None,
    json: Json = False,
) -> None:
    """Check the record of a disposal: is it as it was signed, and by whom.

    Example: reviewer disposal disposed.json
    """
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
        say(f"{record}: as it was signed by {checked.signer}, {checked.fingerprint}")
        for name in ("state", "inspection", "force", "cases", "events", "reason", "at"):
            say(f"  {name:<11} {checked.content.get(name)}")
        say(f"  {'files':<11} {len(checked.content.get('files', ()))}")
    end_with(SOUND if checked.trusted else UNKNOWN_SIGNER)


def _words(file: Path) -> str:
    if str(file) == "-":
        return typer.get_text_stream("stdin").read().strip("\r\n")
    try:
        return read_whole(file).decode("utf-8").strip("\r\n")
    except UnicodeDecodeError:
        raise RefusalError("bad-text", f"{file.name} is not a text file.") from None
