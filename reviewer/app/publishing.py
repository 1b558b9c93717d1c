"""The publication of a register: tables that anybody may read, with a signature beside them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from reviewer.app.files import Sort
from reviewer.app.handing_over import REASON_LIMIT
from reviewer.app.leaving import Leaving, check_leaving, check_workbook_ending, leave, same_content
from reviewer.app.published_before import check_published_before, counts_of
from reviewer.app.register import standings_of
from reviewer.app.store import Store
from reviewer.app.summarising import USUAL_THRESHOLD, summarise_standings
from reviewer.domain.action import Action
from reviewer.domain.errors import RefusalError
from reviewer.domain.file_actions import PublicationMade
from reviewer.domain.ids import CaseId, Key
from reviewer.domain.inspection import FileKind, Inspection, checked_line
from reviewer.domain.language import ENGLISH, in_language
from reviewer.domain.leaving_text import LeavingText
from reviewer.domain.message import Message, message
from reviewer.domain.times import long_day
from reviewer.figures.case_figures import figures_of
from reviewer.figures.publication import LEAST_THRESHOLD, notes_of, published_tables
from reviewer.figures.published import PublishedTable
from reviewer.signing.detached import sign_detached
from reviewer.signing.identity import Identity, check_valid

if TYPE_CHECKING:  # what writes a workbook is loaded only where one is written
    from reviewer.workbook.publication_book import Publication

PUBLISHED: Final = Key("published")
"""The key of a word in a publication, among what leaves."""

SIGNATURE = ".p7s"
"""What is added to a publication's name for the file with its signature."""

DEFAULT_THRESHOLD = USUAL_THRESHOLD
MOST_THRESHOLD = 50
LEAST_GRADED = 10
"""Graded cases below which nothing can be published: every count would point to somebody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishOrder:
    """What is asked for: where to, from which count on, and whether other files may give way.

    `keep_identifiers` is why what looks like an identifier may leave, `withdrawn` why nobody has
    what was published before.
    """

    out: Path
    threshold: int = DEFAULT_THRESHOLD
    replace: bool = False
    keep_identifiers: str = ""
    withdrawn: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """What was published: its files, how many tables it has, and its workbook's SHA-256."""

    files: tuple[Path, ...]
    tables: int
    digest: str


@in_language(ENGLISH)
def publish(store: Store, order: PublishOrder, identity: Identity, *, now: datetime) -> Published:
    """Write the publication of a register, its signature, and the same as a list with metadata.

    The signature is a file beside the workbook, because tables and properties are more parts than
    a package's signature covers. Raises RefusalError for a file that is no register, a threshold,
    reason or name that cannot be, too few graded cases, or tables that do not add up, and as
    `check_published_before` and `leave` do.
    """
    check_workbook_ending(order.out)
    check_valid(identity, now)
    tables, notes = _tables(store, order.threshold, now)
    if order.withdrawn:
        why = checked_line(order.withdrawn, message("The reason"), REASON_LIMIT)
        order = replace(order, withdrawn=why)
    else:
        check_published_before(store, tables, order.threshold)
    about = store.inspection()
    from reviewer.workbook.publication_book import Publication

    published = Publication(
        force=about.force,
        inspection=about.code,
        visit=_visit(about),
        published_at=now.astimezone(UTC),
        threshold=order.threshold,
        tables=tables,
        notes=notes,
    )
    texts = tuple(_texts(about, tables))
    files, digest = _files(published, order, identity, now)
    outgoing = [
        (_leaving(sort, content, action, texts, order), path)
        for path, sort, content, action in files
    ]
    for leaving, path in outgoing:
        check_leaving(leaving, path, replace=order.replace)
    for leaving, path in outgoing:
        leave(leaving, path, store=store, now=now, replace=order.replace)
    return Published(files=tuple(path for _, path in outgoing), tables=len(tables), digest=digest)


_File = tuple[Path, Sort, bytes, Action | None]
"""Where a file goes, of which sort it is, what it holds, and what is logged of it."""


def _files(
    published: Publication, order: PublishOrder, identity: Identity, now: datetime
) -> tuple[tuple[_File, ...], str]:
    """Return the files of a publication, and its workbook's SHA-256."""
    from reviewer.workbook.publication_book import (
        publication_csv,
        publication_metadata,
        publication_xlsx,
    )

    book = publication_xlsx(published)
    digest = hashlib.sha256(book).hexdigest()
    listed = order.out.with_suffix(".csv")
    described = listed.with_name(f"{listed.name}-metadata.json")
    made = PublicationMade(
        threshold=order.threshold,
        tables=len(published.tables),
        digest=digest,
        counts=counts_of(published.tables),
        withdraws=bool(order.withdrawn),
        reason=order.withdrawn,
    )
    return (
        (order.out, Sort.WORKBOOK, book, made),
        (signature_beside(order.out), Sort.SIGNATURE, sign_detached(book, identity, now), None),
        (listed, Sort.TEXT, publication_csv(published), None),
        (described, Sort.TEXT, publication_metadata(published, listed.name), None),
    ), digest


def signature_beside(workbook: Path) -> Path:
    """Return where the signature of a published workbook lies."""
    return workbook.with_name(workbook.name + SIGNATURE)


def _texts(about: Inspection, tables: Iterable[PublishedTable]) -> Iterator[LeavingText]:
    """Yield what a person named: the inspection, and whatever a table has a row or column for."""
    words = [about.force, about.code, *(visit.label for visit in about.earlier)]
    for table in tables:
        words += [str(heading) for heading in table.headings]
        words += [str(heading) for heading, _ in table.rows]
    for text in dict.fromkeys(filter(None, words)):
        yield LeavingText(case=CaseId(""), key=PUBLISHED, text=text)


def _leaving(
    sort: Sort,
    content: bytes,
    action: Action | None,
    texts: Sequence[LeavingText],
    order: PublishOrder,
) -> Leaving:
    return Leaving(
        sort=sort,
        content=lambda: content,
        is_earlier=same_content(content),
        kept_as=message("is not part of this publication"),
        texts=lambda: texts,
        keep_identifiers=order.keep_identifiers,
        action=action,
    )


def _tables(
    store: Store, threshold: int, now: datetime
) -> tuple[tuple[PublishedTable, ...], tuple[Message, ...]]:
    """Return the tables and the notes that they refer to."""
    about = store.inspection()
    if about.kind is not FileKind.REGISTER:
        raise RefusalError(
            "not-a-register",
            message("Only a register can be published. Merge the reviewers' workbooks first."),
        )
    if not LEAST_THRESHOLD <= threshold <= MOST_THRESHOLD:
        raise RefusalError(
            "bad-threshold",
            message(
                "The threshold must be a number from {least} to {most}.",
                least=LEAST_THRESHOLD,
                most=MOST_THRESHOLD,
            ),
        )
    standings = standings_of(store)
    summarised = summarise_standings(store, standings, now=now)
    if summarised.faults:
        raise RefusalError("does-not-add-up", summarised.faults[0])
    graded = summarised.summary.headline.counts.graded.n
    if graded < max(LEAST_GRADED, 2 * threshold):
        raise RefusalError(
            "too-few",
            message("{n} graded cases are too few to publish.", n=graded),
        )
    form = store.form()
    cases = figures_of(form, standings, now.astimezone(UTC).date())
    design = summarised.summary.headline.design
    return published_tables(form, cases, about.earlier, threshold, design), notes_of(design)


def _visit(about: Inspection) -> str:
    days = [long_day(day) for day in (about.visit_from, about.visit_to) if day]
    return " – ".join(dict.fromkeys(days))
