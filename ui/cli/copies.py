"""`backup`, `restore` and `backups`: whole copies of a review file."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from reviewer.app.file_contents import FileContent
from ui.cli.filing import key_of
from ui.cli.options import Json, PassphraseFile, ReviewFile
from ui.cli.output import counted, emit_json, say, say_notice
from ui.operations.backups import backup_folder, move_backups
from ui.operations.copies import find_copies, make_copy
from ui.operations.passphrases import check_is_review_file
from ui.operations.restore import Comparison, compare_copy, restore_copy


def add_to(app: typer.Typer) -> None:
    """Add the commands of this group."""
    app.command("backup")(backup)
    app.command("restore")(restore)
    app.command("backups")(backups)


def backup(
    file: ReviewFile,
    out: Annotated[Path, typer.Argument(metavar="OUT", help="The copy to make.")],
    passphrase_file: PassphraseFile = None,
) -> None:
    """Write a whole copy, encrypted as the file is; it is opened before it counts.

    Example: reviewer backup inspection.review /media/stick/inspection.review
    """
    say_notice(make_copy(file, key_of(file, passphrase_file), out))
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
    compared = compare_copy(copy, key, file, now=now)
    kept = None if dry_run else restore_copy(copy, key, file, now=now)
    if json:
        present = _document(compared.present, compared.problem)
        back = _document(compared.copy)
        emit_json(
            {
                "backup": back,
                "present": present,
                "kept": str(kept) if kept else None,
                "words_come_back": compared.redacted,
            }
        )
        return
    say(f"The backup:   {compared.copy.sentence}")
    say(f"The present:  {_present(compared)}")
    if compared.warning:
        say(compared.warning)
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
    if file is not None:
        check_is_review_file(file)
    if folder is not None:
        move_backups(folder)
    found = find_copies(file) if file is not None else ()
    if json:
        emit_json({"folder": str(backup_folder()), "copies": [str(path) for path in found]})
        return
    say(f"Automatic backups go to {backup_folder()}.")
    for path in found:
        say(f"  {path}")
    if file is not None:
        say(f"{counted(len(found), 'copy', 'copies')} of {file.name} known here.")


def _document(content: FileContent | None, problem: str = "") -> dict[str, Any]:
    if content is not None:
        return asdict(content)
    return {"problem": problem} if problem else {}


def _present(compared: Comparison) -> str:
    if compared.present is not None:
        return compared.present.sentence
    return compared.problem or "there is no such file"
