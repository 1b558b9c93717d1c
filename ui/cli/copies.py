"""`backup`, `restore` and `backups`: whole copies of a review file."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from reviewer.app.file_contents import FileContent
from reviewer.domain.message import Message, message
from ui.cli.filing import key_of
from ui.cli.options import Json, PassphraseFile, ReviewFile
from ui.cli.output import emit_json, say, say_counted, say_notice, show_line
from ui.operations.backups import backup_folder, move_backups
from ui.operations.copies import find_copies, make_copy
from ui.operations.passphrases import check_is_review_file
from ui.operations.restore import FileComparison, compare_copy, restore_copy


def add_to(app: typer.Typer) -> None:
    """Add the commands of this group."""
    app.command("backup")(backup)
    app.command("restore")(restore)
    app.command("backups")(backups)


def backup(
    file: ReviewFile,
    out: Annotated[Path, typer.Argument(metavar="OUT", help="The copy to save.")],
    passphrase_file: PassphraseFile = None,
) -> None:
    """Save an encrypted copy of a file, and open it once to check it.

    Example: reviewer backup inspection.review /media/usb/inspection.review
    """
    say_notice(make_copy(file, key_of(file, passphrase_file), out))
    say(
        "Saved {out}. It opens with the same passphrase. You can remove the USB drive now.", out=out
    )


def restore(
    copy: Annotated[Path, typer.Argument(metavar="BACKUP", help="The backup to restore.")],
    file: ReviewFile,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would happen, and change nothing.")
    ] = False,
    other_file: Annotated[
        bool, typer.Option("--other-file", help="Replace a file that the backup was not made from.")
    ] = False,
    passphrase_file: PassphraseFile = None,
    json: Json = False,
) -> None:
    """Restore a file from a backup; the current file is kept under another name.

    Example: reviewer restore backup.review inspection.review --dry-run
    """
    key = key_of(copy, passphrase_file)
    now = datetime.now(UTC)
    compared = compare_copy(copy, key, file, now=now, other_file=other_file)
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
    say("Backup:       {content}", content=compared.copy.sentence)
    say("Current file: {content}", content=_present(compared))
    if compared.warning:
        show_line(compared.warning)
    if dry_run:
        say("This was a dry run. Nothing was changed.")
        return
    if kept:
        say("Restored {file}. The previous file was kept as {kept}.", file=file, kept=kept)
    else:
        say("Restored {file}.", file=file)


def backups(
    file: Annotated[Path | None, typer.Argument(metavar="FILE.review")] = None,
    folder: Annotated[
        Path | None,
        typer.Option("--folder", metavar="DIR", help="Save backups in this folder from now on."),
    ] = None,
    json: Json = False,
) -> None:
    """List the copies of a file, or change the folder for automatic backups.

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
    say("Automatic backups are saved in {folder}.", folder=backup_folder())
    for path in found:
        show_line(f"  {path}")
    if file is not None:
        say_counted(
            len(found),
            "{n} copy of {file} is known on this computer.",
            "{n} copies of {file} are known on this computer.",
            file=file.name,
        )


def _document(content: FileContent | None, problem: Message | None = None) -> dict[str, Any]:
    if content is not None:
        return asdict(content)
    return {"problem": str(problem)} if problem else {}


def _present(compared: FileComparison) -> str | Message:
    if compared.present is not None:
        return compared.present.sentence
    return compared.problem or message("there is no such file")
