"""An inspection's review file: made from an accepted list, and extended by a later one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from reviewer.app.assignment import allocate_evenly, assign_cases
from reviewer.app.list_extension import ListExtension, plan_extension
from reviewer.app.list_extension import extend_list as extend_by
from reviewer.app.new_files import begin_review
from reviewer.app.store import Store
from reviewer.domain.draw import DrawRecord
from reviewer.domain.errors import RefusalError, WorldError
from reviewer.domain.inspection import FileKind, Inspection
from reviewer.domain.list_reading import ListReading
from reviewer.domain.message import Message, message, together
from ui.operations.backups import back_up_or_say
from ui.operations.control import JobControl
from ui.operations.files import CreatedFile, OpenFile, create_file
from ui.operations.lists import ListRead, read_list, remember_list


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptedList:
    """A list that a person accepted, as it was seen, and who is to review its cases.

    A sample comes with the record of its draw, and with the list it was drawn from (`frame`) where
    that was read too. No inspectors leave each case to whom the list names.
    """

    read: ListRead
    record: DrawRecord | None = None
    frame: ListRead | None = None
    inspectors: Sequence[str] = ()

    @property
    def worth_remembering(self) -> ListRead | None:
        """The list whose columns are the force's own: those of a drawn list are ours."""
        return self.frame if self.record is not None else self.read


def make_inspection(
    path: Path,
    passphrase: str,
    about: Inspection,
    accepted: AcceptedList,
    *,
    now: datetime,
    control: JobControl | None = None,
) -> CreatedFile:
    """Make an inspection's file from the good rows of an accepted list.

    The list is read again, as ids begin with the inspection's code, and compared with what was
    seen. How it was read is remembered for the force's next list; the notice says where that
    failed, which spoils nothing.

    Raises RefusalError where the list has changed, where it is not the one that was drawn, and for
    a passphrase that is too weak; WorldError where the name is taken, or `cancelled`.
    """
    control = control or JobControl()
    seen = accepted.read
    again = read_list(
        seen.path,
        seen.form,
        replace(seen.options, force=about.force),
        now=now,
        code=about.code,
        recall=False,
        control=control,
    )
    if _named(again.reading) != _named(seen.reading):
        raise RefusalError(
            "list-changed",
            message(
                "{file} has changed since it was checked. Choose it again.",
                file=seen.path.name,
            ),
        )

    def fill(store: Store) -> None:
        control.check()
        begin_review(store, about, seen.form, again.reading, now=now, drawn=accepted.record)
        if accepted.inspectors:
            assign_cases(store, allocate_evenly(store.cases(), accepted.inspectors), now=now)
        control.check()

    created = create_file(path, passphrase, about, fill, now=now)
    notices = (created.notice, _remembered(accepted, about.force))
    return replace(created, notice=together(*notices))


def _named(reading: ListReading) -> tuple[str, int]:
    return reading.file_digest, len(reading.cases)


def _remembered(accepted: AcceptedList, force: str) -> Message | None:
    read = accepted.worth_remembering
    if read is None:
        return None
    try:
        remember_list(read, force)
    except WorldError as error:
        return message(
            "The settings for this list could not be saved. {reason}", reason=error.sentence
        )
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtendedList:
    """What a later list brought to a file; `unsafe` says why no backup was made before.

    `to_hand_out` says that inspectors get the new cases by their next packs.
    """

    extension: ListExtension
    unsafe: Message | None
    to_hand_out: bool


def extend_list(
    store: OpenFile, read: ListRead, *, now: datetime, alike_too: bool = False
) -> ExtendedList:
    """Back a file up, then add the good rows of a later list that it does not have yet.

    Raises RefusalError in a register made from workbooks, where the list brings no new case, and
    where references differ from those in the file by marks and zeros alone, unless they are wanted
    `alike_too`.
    """
    plan_extension(store, read.reading, now=now)
    unsafe = back_up_or_say(store, now=now, always=True)
    extension = extend_by(store, read.reading, now=now, alike_too=alike_too)
    to_hand_out = store.inspection().kind is FileKind.REGISTER
    return ExtendedList(extension=extension, unsafe=unsafe, to_hand_out=to_hand_out)
