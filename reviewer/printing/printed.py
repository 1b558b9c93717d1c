"""What a print is, and what is asked of one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from reviewer.domain.case import Case
from reviewer.domain.form import FormStamp
from reviewer.domain.inspection import DEFAULT_MARKING, Inspection
from reviewer.domain.review import Review
from reviewer.domain.standing import CaseStanding
from reviewer.domain.submission import Decision


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """One PDF: its bytes, its number of pages, and sentences about what it could not show."""

    content: bytes
    pages: int
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CasePage:
    """One case summary: a case and one reader's review of it, None where nobody began.

    In a register a case read by two has two of these, one after the other, with the same
    `standing`; `decision` is the lead's, where one stands.
    """

    case: Case
    review: Review | None = None
    standing: CaseStanding | None = None
    decision: Decision | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Imprint:
    """What stands around every page of one print.

    `subject` is at the head (inspection and force), `source` at the foot (form and version).
    `printed_by` is empty on a blank form for any hand; `copy` is None for an unnumbered copy.
    """

    marking: str
    subject: str
    title: str
    source: str
    printed_by: str
    printed_at: datetime
    copy: int | None


def imprint_of(
    inspection: Inspection | None,
    form: FormStamp,
    title: str,
    *,
    printed_by: str,
    printed_at: datetime,
    copy: int | None,
) -> Imprint:
    """Say what stands around the pages of a print of one inspection, or of none."""
    return Imprint(
        marking=inspection.marking if inspection else DEFAULT_MARKING,
        subject=f"{inspection.code}  ·  {inspection.force}" if inspection else "",
        title=title,
        source=(
            f"Form {form.id}, version {form.version} ({form.digest[:8]}), "
            f"criteria {form.criteria[:8]}"
        ),
        printed_by=printed_by,
        printed_at=printed_at,
        copy=copy,
    )
