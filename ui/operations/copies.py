"""Keeping a review file: its copies, putting one back, another passphrase, the end of it."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from db.backup import as_put_back, backup_file, restore_file
from db.chain import Problem, check_file
from db.copies import backups_in, check_folder, copies_of, file_id
from db.engine import OlderFormatError
from db.passphrase import change_passphrase
from db.store import ReviewFile
from reviewer.app.checking import CountsCheck, count_file
from reviewer.app.file_contents import FileContent, content_of
from reviewer.app.known_files import copies_known, known_file, remember_copy, remember_head
from reviewer.domain.errors import RefusalError, WorldError
from reviewer.domain.event import Action, Entry
from reviewer.domain.times import stamp
from ui.operations.files import (
    back_up_or_say,
    lacks_what_was_seen,
    open_to_read,
    remember_seen,
)
from ui.operations.login import login_name
from ui.operations.passphrases import FileKey, check_is_review_file
from ui.operations.places import backup_folder, choose_backup_folder, known_folder


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """A copy beside the file it would replace: `present` is None where there is none.

    `problem` says why the present file could not be read, `redacted` that words were taken out
    of it which the copy still has.
    """

    copy: FileContent
    person: str
    present: FileContent | None
    problem: str = ""
    redacted: bool = False

    @property
    def warning(self) -> str:
        """What comes back that should not, empty for nothing."""
        if not self.redacted:
            return ""
        return "Words were taken out since; they come back with this copy: take them out again."


def copies_known_of(file: Path) -> Sequence[Path]:
    """Return every copy of a file that is known here: backups, what stands beside it, others."""
    check_is_review_file(file)
    identity, real = file_id(file), file.resolve()
    known = copies_known(known_file(known_folder(), identity))
    found = copies_of(identity, (backup_folder(), real.parent), known)
    return [path for path in found if path != real]


def make_copy(file: Path, key: FileKey, out: Path) -> None:
    """Write a whole copy, encrypted as the file is, and remember where it was put."""
    backup_file(file, key, out)
    remember_copy(known_folder(), file_id(file), out)


def compare_copy(copy: Path, key: FileKey, file: Path) -> Comparison:
    """Say what a copy would bring back; raises RefusalError for that of another inspection."""
    with _as_put_back(copy, key, file) as store:
        back, person = content_of(store), store.inspection().person
    present, problem, redacted = None, "", False
    if file.exists():
        try:
            with open_to_read(file, key) as store:
                present = content_of(store)
                redacted = any(
                    event.entry.action is Action.REDACTED and event.seq > back.events
                    for event in store.events()
                )
        except WorldError as error:
            problem = error.sentence
    if present is not None and present.code != back.code:
        raise RefusalError(
            "other-inspection",
            f"{copy.name} is of inspection {back.code}, {file.name} of {present.code}; "
            "nothing was changed.",
        )
    return Comparison(copy=back, person=person, present=present, problem=problem, redacted=redacted)


def _as_put_back(copy: Path, key: FileKey, file: Path) -> AbstractContextManager[ReviewFile]:
    try:
        return open_to_read(copy, key)
    except OlderFormatError:
        return as_put_back(copy, key, file, at=stamp(datetime.now(UTC)))


def put_copy_back(
    copy: Path, key: FileKey, file: Path, compared: Comparison, *, now: datetime
) -> Path | None:
    """Put a copy in a file's place; return under which name the present file is kept.

    Where that can't be remembered outside the file, the next opening asks whether it is right.
    """
    back = compared.copy
    detail = f"a copy whose last event is {back.events}, of {back.last_at}"
    entry = Entry(action=Action.RESTORED, actor=compared.person, at=stamp(now), detail=detail)
    kept = restore_file(copy, key, file, entry=entry)
    with open_to_read(file, key) as store, suppress(WorldError):  # it is back all the same
        remember_head(known_folder(), file_id(file), store, now=now)
    return kept


def give_passphrase(
    file: Path, old: FileKey, new: FileKey, *, person: str, how: str, now: datetime
) -> Sequence[Path]:
    """Give a file that nobody has open another key; return the copies the old one still opens.

    Both keys are derived with the file's own salt. `how` goes into the log. A backup is made
    that opens with the new one; where that fails, the next opening says why.
    """
    copies = copies_known_of(file)
    entry = Entry(action=Action.PASSPHRASE_CHANGED, actor=person, at=stamp(now), detail=how)
    change_passphrase(file, old, new, person=login_name(), entry=entry)
    with open_to_read(file, new) as store:
        with suppress(WorldError):  # the new key is in force: its recovery code must be shown
            remember_seen(store, now=now)
        back_up_or_say(store, now=now, always=True)
    return copies


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownCopy:
    """A copy of a file that is still there: where it is, and from when.

    `events` is how far its log goes, where an automatic backup's name tells it.
    """

    path: Path
    at: datetime
    events: int | None = None


def known_copies(file: Path) -> tuple[KnownCopy, ...]:
    """Return the copies of a file that are known here, the newest first."""
    automatic = {b.path: b for b in backups_in(backup_folder(), file_id(file))}
    found = []
    for path in copies_known_of(file):
        backup = automatic.get(path)
        with suppress(FileNotFoundError):  # a backup in the making has its own name by now
            at = backup.at if backup else datetime.fromtimestamp(path.stat().st_mtime, UTC)
            found.append(KnownCopy(path=path, at=at, events=backup.seq if backup else None))
    return tuple(sorted(found, key=lambda copy: copy.at, reverse=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class Examination:
    """What a check of an open file found; `counted` is None where it is not whole."""

    events: int
    head: str
    problems: tuple[Problem, ...]
    counted: CountsCheck | None


def examine_file(store: ReviewFile, *, now: datetime) -> Examination:
    """Check a file, what was last seen of it on this computer, and where it is whole its counts."""
    report = check_file(store)
    counted = count_file(store, now=now) if report.ok else None
    problems = list(report.problems)
    if counted is not None:
        problems.extend(Problem(code="does-not-add-up", text=text) for text in counted.problems)
    older = lacks_what_was_seen(store)
    if older is not None:
        problems.append(Problem(code=older.code, text=older.sentence))
    return Examination(
        events=report.events, head=report.head, problems=tuple(problems), counted=counted
    )


def move_backups(folder: Path) -> None:
    """Let automatic backups go to another folder from now on; raises WorldError if it refuses."""
    check_folder(folder)
    choose_backup_folder(folder)
