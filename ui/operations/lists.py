"""A force's list before it is an inspection's: read as the force's last one was, and drawn from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from reviewer.app import list_files
from reviewer.domain.draw import Draw, DrawPlan, DrawRecord
from reviewer.domain.form import Form
from reviewer.domain.ids import Key
from reviewer.domain.list_options import AS_FOUND, NO_MAPPING, ListMapping, ListOptions
from reviewer.domain.list_reading import ListReading
from reviewer.intake import drawing, reading
from reviewer.intake.draw_record import draw_document
from reviewer.intake.earlier import fitting, worth_keeping
from ui.operations.control import JobControl
from ui.operations.known_lists import recall_mapping, remember_mapping


@dataclass(frozen=True, slots=True, kw_only=True)
class ListRead:
    """A list as it was read: by which form and options, and what was found.

    `recalled` says that it was read by what the settings remember of its force.
    """

    path: Path
    form: Form
    options: ListOptions
    reading: ListReading
    recalled: bool = False

    @property
    def force(self) -> str:
        """Whose list it is, as a person or the list itself says; empty where neither does."""
        return self.options.force or self.reading.force

    @property
    def dates_in_doubt(self) -> list[Key]:
        """The columns of dates whose order is to be asked, or was."""
        mapped = self.reading.mapping
        return [
            key
            for key, header in mapped.items()
            if key in self.options.dates or header in self.reading.undecided_dates
        ]

    @property
    def dates_unanswered(self) -> list[str]:
        """The headers of those columns of which nobody has chosen the order yet."""
        mapped = self.reading.mapping
        return [mapped[key] for key in self.dates_in_doubt if key not in self.options.dates]

    @property
    def mapping(self) -> ListMapping:
        """What of it is worth keeping for the force's next list."""
        return worth_keeping(
            force=self.force,
            columns=self.reading.mapping,
            types=self.options.types,
            scale=self.options.scale,
            dates=self.options.dates,
            before=fitting(self.options.earlier, self.form),
        )


def read_list(
    path: Path,
    form: Form,
    options: ListOptions = AS_FOUND,
    *,
    now: datetime,
    code: str = "LIST",
    recall: bool = True,
    control: JobControl | None = None,
) -> ListRead:
    """Read a force's list as a person wants it, and for the rest as the force's last one was.

    Without a force in the options, it is the one that the list names most often. Without `recall`
    nothing is remembered but `options.earlier`. Ids begin with `code`. Raises as
    `reviewer.intake.reading.read_list` does.
    """
    control = control or JobControl()
    today = now.astimezone().date()

    def read(wanted: ListOptions) -> ListReading:
        return reading.read_list(
            path, wanted, form=form, today=today, code=code, cancelled=control.cancelled
        )

    if recall:
        options = replace(options, earlier=recall_mapping(options.force))
    found = read(options)
    if recall and not options.force:
        earlier = recall_mapping(found.force)
        if earlier != NO_MAPPING:
            options = replace(options, earlier=earlier)
            found = read(options)
    recalled = recall and options.earlier != NO_MAPPING
    return ListRead(path=path, form=form, options=options, reading=found, recalled=recalled)


def remember_list(read: ListRead, force: str) -> None:
    """Remember how a force's list is read, for its next one; raises WorldError."""
    remember_mapping(replace(read.mapping, force=force))


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnSample:
    """A sample that was drawn from a list and written as a list of its own.

    `files` are its list, the record of the draw and the list of replacements, where there are any;
    `document` is that record as JSON has it, `read` its list as it is read back.
    """

    draw: Draw
    record: DrawRecord
    document: Mapping[str, Any]
    files: tuple[Path, ...]
    read: ListRead


def check_draw(read: ListRead, plan: DrawPlan) -> None:
    """Raise RefusalError where a sample can't be drawn from a list so; nothing is written."""
    drawing.draw_sample(read.reading.cases, plan)


def draw_sample(
    read: ListRead, plan: DrawPlan, path: Path, *, now: datetime, replace: bool = False
) -> DrawnSample:
    """Draw a sample from the good rows of a list; write it, its record and its replacements.

    The same seed draws the same cases. The files of another draw are replaced only where a person
    agreed to it (`replace`). Raises RefusalError for sizes the list does not have, WorldError where
    something else is there.
    """
    drawn = drawing.draw_sample(read.reading.cases, plan)
    files = list_files.write_draw(path, drawn, read.reading, source=read.path, replace=replace)
    return DrawnSample(
        draw=drawn,
        record=list_files.read_draw_record(list_files.draw_record_path(path)),
        document=draw_document(drawn, read.reading),
        files=files,
        read=read_list(path, read.form, now=now, recall=False),
    )
