"""The figures of a file or workbook, as one document that scripts may rely on."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Final

from reviewer.app.register import combined_register, combined_submission, standings_of
from reviewer.app.store import Store, actions
from reviewer.domain.collecting import not_collecting
from reviewer.domain.combined import Combined
from reviewer.domain.file_actions import PublicationMade
from reviewer.domain.form import Form
from reviewer.domain.ids import CaseId
from reviewer.domain.inspection import FileKind, Inspection
from reviewer.domain.message import Message
from reviewer.domain.standing import CaseStanding
from reviewer.domain.submission import Submission
from reviewer.figures.case_figures import figures_of
from reviewer.figures.crossfoot import crossfoot
from reviewer.figures.headline import headline_figure, headline_sentence
from reviewer.figures.publication import published_tables
from reviewer.figures.summary import Summary, summarise, summary_json
from reviewer.figures.table import Table

USUAL_THRESHOLD: Final = 5
"""The smallest count that is published, where nobody chose another."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Summarised:
    """An inspection and its figures; `status` is a workbook's verdict, or the kind of file.

    `faults` are sentences about tables that do not add up. `log_head` is the head of the log that
    the figures were counted at. `returned` are the cases of a register that were sent back to
    their reader and not completed since. `published` counts the tables that a register publishes,
    as it last did.
    """

    inspection: Inspection
    status: str
    summary: Summary
    faults: tuple[Message, ...]
    log_head: str = ""
    returned: tuple[CaseId, ...] = ()
    published: Callable[[], tuple[Table, ...]] = tuple

    @property
    def finding(self) -> Message:
        """What was found, in one sentence without its full stop."""
        return headline_sentence(self.summary.headline)

    @property
    def figure(self) -> Message:
        """The share below good as it is published: n/N = percent (interval)."""
        return headline_figure(self.summary.headline)


def summarise_file(store: Store, *, now: datetime) -> Summarised:
    """Compute the figures of a review file or register."""
    if store.inspection().kind is not FileKind.REGISTER:
        return summarise_standings(store, standings_of(store), now=now)
    combined = combined_register(store)
    return _with_returned(summarise_standings(store, combined.standings, now=now), combined)


@not_collecting()
def summarise_standings(
    store: Store, standings: Sequence[CaseStanding], *, now: datetime
) -> Summarised:
    """Compute the figures of a file of which it is known what counts for each case.

    The day is that of `now` in UTC, as a workbook states it: who recounts it gets the same figures.
    """
    about = store.inspection()
    last = store.last_event()
    form = store.form()
    found = _summarised(about, form, standings, about.kind.value, now)
    found = replace(found, log_head=last.hash if last else "")
    if about.kind is not FileKind.REGISTER:
        return found
    threshold = last_threshold(store)

    def published() -> tuple[Table, ...]:
        cases = figures_of(form, standings, now.astimezone(UTC).date())
        design = found.summary.headline.design
        tables = published_tables(form, cases, about.earlier, threshold, design)
        return tuple(table.as_table(number) for number, table in enumerate(tables, start=1))

    return replace(found, published=published)


def last_threshold(store: Store) -> int:
    """Return the count from which on a register last published, the usual one if it never did."""
    made = tuple(actions(store, PublicationMade))
    return made[-1].threshold if made else USUAL_THRESHOLD


def summarise_submission(submission: Submission, status: str, *, now: datetime) -> Summarised:
    """Compute the figures of one sound workbook by the form that it holds."""
    combined = combined_submission(submission)
    about, standings = submission.inspection, combined.standings
    found = _summarised(about, submission.form, standings, status, now)
    return _with_returned(replace(found, log_head=submission.export.log_head), combined)


def _with_returned(summarised: Summarised, combined: Combined) -> Summarised:
    returned = tuple(one.decision.case for one in combined.waiting_returns)
    return replace(summarised, returned=returned)


def _summarised(
    about: Inspection, form: Form, standings: Sequence[CaseStanding], status: str, now: datetime
) -> Summarised:
    summary = summarise(
        form,
        standings,
        random_sample=about.random_sample,
        draw=about.draw,
        read_twice=about.second_reads,
        drawn=about.design,
        today=now.astimezone(UTC).date(),
        earlier=about.earlier,
    )
    return Summarised(
        inspection=about, status=status, summary=summary, faults=tuple(crossfoot(summary))
    )


def summary_document(summarised: Summarised) -> Mapping[str, Any]:
    """Return what a summary says as a JSON document."""
    inspection = summarised.inspection
    return {
        "inspection": inspection.code,
        "force": inspection.force,
        "form": inspection.form.model_dump(),
        "status": summarised.status,
        "returned": list(summarised.returned),
        "tables": summary_json(summarised.summary),
    }
