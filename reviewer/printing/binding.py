"""What every print has around its pages: its imprint, its signature, its notices."""

from __future__ import annotations

from collections.abc import Sequence

from reviewer.domain.file_actions import Printout
from reviewer.domain.form import FormStamp
from reviewer.domain.inspection import DEFAULT_MARKING, Inspection
from reviewer.domain.message import message, plural
from reviewer.printing.layout.document import Document
from reviewer.printing.layout.imprint import Imprint, missing_words
from reviewer.printing.pdf.signature import Seal
from reviewer.printing.printed import Printed, Printing
from reviewer.signing.detached import MOST_BYTES, sign_detached


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
