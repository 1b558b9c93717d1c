"""`backup`, `restore` and `backups`: whole copies of a review file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from db.backup import backup_file, restore_file
from db.copies import check_folder, copies_of, file_id
from db.file import open_file
from db.key import FileKey
from db.store import ReviewFile as OpenFile
from reviewer.app.known_files import copies_known, known_file, remember_copy, remember_head
from reviewer.domain.errors import RefusalError, WorldError
from reviewer.domain.event import Action, Entry
from reviewer.domain.grades import Status
from reviewer.domain.times import local, long_day, stamp
from ui.cli.filing import key_of, login
from ui.cli.options import Json, PassphraseFile, ReviewFile
from ui.cli.output import emit_json, say
from ui.places import backup_folder, choose_backup_folder, known_folder


def add_to(app: typer.Typer) -> None:
    """Add the commands of this group."""
    app.command("backup")(backup)
    app.command("restore")(restore)
    app.command("backups")(backups)


def all_copies(file: Path, identity: str) -> Sequence[Path]:
    """Return every copy of a file that is known here: backups, what stands beside it, others."""
    known = copies_known(known_file(known_folder(), identity))
    found = copies_of(identity, (backup_folder(), file.resolve().parent), known)
    return [path for path in found if path != file.resolve()]


def backup(
    file: ReviewFile,
    out: Annotated[Path, typer.Argument(metavar="OUT", help="The copy to make.")],
    passphrase_file: PassphraseFile = None,
) -> None:
    """Write a whole copy, encrypted as the file is; it is opened before it counts.

    Example: reviewer backup inspection.review /media/stick/inspection.review
    """
    backup_file(file, key_of(file, passphrase_file), out)
    remember_copy(known_folder(), file_id(file), out)
    say(f"Wrote {out}, which opens with the same passphrase. A stick may be taken out now.")


def restore(
    copy: Annotated[Path, typer.Argument(metavar="BACKUP", help="The backup to put back.")],
    file: ReviewFile,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would happen.")] = False,
    passphrase_file: PassphraseFile = None,
    json: Json = False,
) -> None:
    """Put a backup in a file's place; the present file is kept under another name.

    Example: reviewer restore backup.review inspection.review --dry-run
    """
    key = key_of(copy, passphrase_file)
    now = datetime.now(UTC)
    with open_file(copy, key, read_only=True) as store:
        back, person = _content(store), store.inspection().person
    present = _present(file, key)
    if present and "code" in present and present["code"] != back["code"]:
        raise RefusalError(
            "other-inspection",
            f"{copy.name} is of inspection {back['code']}, {file.name} of {present['code']}; "
            "nothing was changed.",
        )
    kept = None
    if not dry_run:
        detail = f"a copy whose last event is {back['events']}, of {back['last_at']}"
        entry = Entry(action=Action.RESTORED, actor=person, at=stamp(now), detail=detail)
        kept = restore_file(copy, key, file, entry=entry)
        with open_file(file, key, person=login(), read_only=True) as store:
            remember_head(known_folder(), file_id(file), store, now=now)
    if json:
        emit_json({"backup": back, "present": present, "kept": str(kept) if kept else None})
        return
    say(f"The backup:   {_sentence(back)}")
    say(f"The present:  {_sentence(present) if present else 'there is no such file'}")
    if dry_run:
        say("A dry run: nothing was changed.")
        return
    say(f"Put back {file}." + (f" What was there before is {kept}." if kept else ""))


def backups(
    file: Annotated[Path | None, typer.Argument(metavar="FILE.review")] = None,
    folder: Annotated[
        Path | None, typer.Option("--folder", metavar="DIR", help="Write backups there from now.")
    ] = None,
    json: Json = False,
) -> None:
    """List a file's copies, or choose where automatic backups go.

    Example: reviewer backups inspection.review
    """
    if folder is not None:
        check_folder(folder)
        choose_backup_folder(folder)
    found = all_copies(file, file_id(file)) if file is not None else ()
    if json:
        emit_json({"folder": str(backup_folder()), "copies": [str(path) for path in found]})
        return
    say(f"Automatic backups go to {backup_folder()}.")
    for path in found:
        say(f"  {path}")
    if file is not None:
        say(f"{len(found)} copies of {file.name} are known here.")


def _content(store: OpenFile) -> dict[str, Any]:
    last = store.last_event()
    progress = store.progress().values()
    return {
        "code": store.inspection().code,
        "cases": len(store.cases()),
        "touched": len(progress),
        "complete": sum(line.status is Status.COMPLETE for line in progress),
        "workbooks": len(store.sources()),
        "events": last.seq if last else 0,
        "last_at": last.entry.at if last else "",
        "last": str(last.entry.action) if last else "",
    }


def _present(file: Path, key: FileKey) -> dict[str, Any]:
    """Return what the present file holds, what is wrong with it, or nothing where there is none."""
    if not file.exists():
        return {}
    try:
        with open_file(file, key, read_only=True) as store:
            return _content(store)
    except WorldError as error:
        return {"problem": error.sentence}


def _sentence(content: dict[str, Any]) -> str:
    if "problem" in content:
        return str(content["problem"])
    when = long_day(local(content["last_at"]).isoformat()) if content["last_at"] else "never"
    return (
        f"{content['code']}: {content['cases']} cases, {content['touched']} begun, "
        f"{content['complete']} complete; {content['events']} events, the last “{content['last']}” "
        f"at {when}"
    )
