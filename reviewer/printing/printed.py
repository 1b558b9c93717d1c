"""What a print is, and what is asked of one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from reviewer.domain.case import Case
from reviewer.domain.file_actions import Printout
from reviewer.domain.form import FormStamp
from reviewer.domain.inspection import DEFAULT_MARKING, Inspection
from reviewer.domain.message import Message, message, plural
from reviewer.domain.review import Review
from reviewer.domain.standing import CaseStanding
from reviewer.domain.submission import Decision
from reviewer.printing.layout.document import Document
from reviewer.printing.layout.imprint import Imprint, missing_words
from reviewer.printing.pdf.signature import Seal
from reviewer.signing.detached import MOST_BYTES, sign_detached
from reviewer.signing.identity import Identity


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """One PDF: its bytes, its number of pages, and sentences about what it could not show."""

    content: bytes
    pages: int
    notices: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CasePage:
    """One review to print: a case and one reader's review of it, None where nobody began.

    In a register a case read by two may have two of these, one after the other, with the same
    `standing`; `decision` is the lead's, where there is one. `changed_since` is the number of the
    last export where the review was changed after it, else 0.
    """

    case: Case
    review: Review | None = None
    standing: CaseStanding | None = None
    decision: Decision | None = None
    changed_since: int = 0


def _go_on(_done: int) -> None:
    """Note nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Printing:
    """Who prints, when (an aware moment), and which numbered copy of how many.

    With a `signer` the print is signed, and no two prints have the same bytes. `progress` is
    called with the number of cases that are set; what it raises ends the print.
    """

    by: str
    at: datetime
    copy: int | None = None
    copies: int | None = None
    signer: Identity | None = None
    progress: Callable[[int], None] = field(default=_go_on)


def imprint_of(
    inspection: Inspection | None, form: FormStamp, title: str, printing: Printing
) -> Imprint:
    """Say what is printed around the pages of a print of one inspection, or of none."""
    return Imprint(
        marking=(inspection.marking if inspection else DEFAULT_MARKING).upper(),
        subject=f"{inspection.code} · {inspection.force}" if inspection else "",
        title=title,
        source=str(
            message(
                "Form {form}, version {version} ({digest}), criteria {criteria}",
                form=form.id,
                version=form.version,
                digest=form.digest[:8],
                criteria=form.criteria[:8],
            )
        ),
        printed_by=printing.by,
        printed_at=printing.at,
        copy=printing.copy,
        copies=printing.copies,
    )


def document_of(imprint: Imprint, printing: Printing) -> Document:
    """Begin a print, to be signed where that was asked for."""
    signer = printing.signer
    if signer is None:
        return Document(imprint)
    seal = Seal(
        name=signer.name,
        at=printing.at,
        reason=imprint.title,
        sign=lambda content: sign_detached(content, signer, printing.at),
        most=MOST_BYTES,
    )
    return Document(imprint, seal)


def finish(
    document: Document, imprint: Imprint, kind: Printout, statuses: Sequence[str] = ()
) -> Printed:
    """Close a print and say of each of its parts which characters it could not show."""
    words = [kind.value, imprint.marking, *statuses]
    if imprint.copy is not None:
        words.append(f"copy {imprint.copy}")
    content = document.finish(", ".join(words))
    return Printed(
        content=content,
        pages=document.sheets,
        notices=tuple(
            plural(
                len(missed.characters),
                "{part}: {n} character cannot be printed. {which}",
                "{part}: {n} characters cannot be printed. {which}",
                part=missed.part,
                which=missing_words(missed.characters),
            )
            for missed in document.missed
        ),
    )
