"""The figures of a file or workbook, as one document that scripts may rely on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from reviewer.app.register import standings_of, submission_standings
from reviewer.app.store import Store
from reviewer.domain.form import Form
from reviewer.domain.inspection import Inspection
from reviewer.domain.submission import Submission
from reviewer.figures.summary import Summary, summarise, summary_json


@dataclass(frozen=True, slots=True, kw_only=True)
class Summarised:
    """An inspection and its figures; `status` is a workbook's verdict, or the kind of file."""

    inspection: Inspection
    status: str
    summary: Summary


def summarise_file(store: Store, *, now: datetime) -> Summarised:
    """Compute the figures of a review file or register."""
    inspection = store.inspection()
    summary = summarise(
        store.form(),
        standings_of(store),
        random_sample=inspection.random_sample,
        draw=inspection.draw,
        today=now.astimezone().date(),
        earlier=inspection.earlier,
    )
    return Summarised(inspection=inspection, status=inspection.kind.value, summary=summary)


def summarise_submission(
    submission: Submission, form: Form, status: str, *, now: datetime
) -> Summarised:
    """Compute the figures of one sound workbook."""
    summary = summarise(
        form,
        submission_standings(form, submission),
        random_sample=submission.inspection.random_sample,
        draw=submission.inspection.draw,
        today=now.astimezone().date(),
        earlier=submission.inspection.earlier,
    )
    return Summarised(inspection=submission.inspection, status=status, summary=summary)


def summary_document(summarised: Summarised) -> Mapping[str, Any]:
    """Return the JSON document of `reviewer summary --json`."""
    inspection = summarised.inspection
    return {
        "inspection": inspection.code,
        "force": inspection.force,
        "form": inspection.form.model_dump(),
        "status": summarised.status,
        "tables": summary_json(summarised.summary),
    }
