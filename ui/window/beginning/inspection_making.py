"""From an accepted list to the file of an inspection, and to a drawn sample before it."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from reviewer.app.assigning import assign_cases, deal_out
from reviewer.app.beginning import begin_review
from reviewer.app.list_files import draw_record_path, read_draw_record, remember_mapping, write_draw
from reviewer.app.store import Store
from reviewer.domain.draw import Draw, DrawRecord
from reviewer.domain.errors import RefusalError, ReviewerError
from reviewer.domain.list_reading import ListReading
from ui.operations.control import JobControl
from ui.operations.files import CreatedFile, create_file
from ui.operations.places import mapping_folder
from ui.window.beginning.inspection_form import Wanted
from ui.window.beginning.list_wish import ListWish
from ui.window.beginning.sample_view import DrawPlan
from ui.window.times import Clock


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnList:
    """A sample that was drawn: the files it was written to, its own list first."""

    draw: Draw
    files: tuple[Path, ...]
    record: DrawRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """What a person accepted: the list as it was seen, a draw of it, who reviews.

    No inspectors leave each case to whom the list names.
    """

    wish: ListWish
    seen: ListReading
    drawn: DrawnList | None
    inspectors: Sequence[str]


def draw_list(plan: DrawPlan, reading: ListReading, path: Path) -> DrawnList:
    """Draw a sample; write it as a list of its own, with its record and its replacements."""
    draw = plan.draw(reading.cases)
    files = write_draw(path, draw, reading)
    return DrawnList(draw=draw, files=files, record=read_draw_record(draw_record_path(path)))


def make_inspection(
    accepted: Accepted, wanted: Wanted, now: Clock, control: JobControl
) -> CreatedFile:
    """Read the list once more, as the ids begin with the code, and fill a new file with it."""
    about, drawn, wish = wanted.inspection, accepted.drawn, accepted.wish
    if drawn is not None:
        wish = ListWish(path=drawn.files[0], form=wish.form)
    wish = replace(wish, force=about.force)
    reading = wish.read(about.code, now().astimezone().date(), control.cancelled)
    if drawn is None and _named(reading) != _named(accepted.seen):
        raise RefusalError(
            "list-changed",
            f"{wish.path.name} is not what it was when you looked at it; give it again.",
        )

    def fill(store: Store) -> None:
        control.check()
        record = drawn.record if drawn is not None else None
        begin_review(store, about, wish.form, reading, now=now(), drawn=record)
        if accepted.inspectors:
            assign_cases(store, deal_out(store.cases(), accepted.inspectors), now=now())
        control.check()

    made = create_file(wanted.path, wanted.passphrase, about, fill, now=now())
    kept = accepted.wish.mapping_of(accepted.seen, about.force)
    with suppress(ReviewerError):  # a convenience: the file is made, whether it is kept or not
        remember_mapping(mapping_folder(), kept)
    return made


def _named(reading: ListReading) -> tuple[str, int]:
    return reading.file_digest, len(reading.cases)
