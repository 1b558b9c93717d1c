"""Synthetic cases for the tests of prints, and what a reader of PDFs finds in them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from pypdf import PdfReader
from pypdf.generic import DictionaryObject, IndirectObject

from reviewer.domain.case import Case
from reviewer.domain.ids import Key, case_id
from reviewer.domain.inspection import FileKind, Inspection
from reviewer.domain.review import Review, rows_text
from reviewer.forms.library import bundled_form
from reviewer.printing.cases import print_cases
from reviewer.printing.printed import CasePage, Printed, Printing

CODE = "NCPI-SYN-2018Q4"
AT = datetime(2018, 11, 15, 9, 30, tzinfo=UTC)
FORM = bundled_form("ncpi")


def inspection(**more: object) -> Inspection:
    given: dict[str, Any] = {
        "code": CODE,
        "force": "Synthetic Police",
        "marking": "Official-Sensitive",
        "form": FORM.stamp,
        "kind": FileKind.REVIEW,
        "person": "Reader One",
    }
    return Inspection(**given | more)


def case(position: int = 42, **values: str) -> Case:
    listed = {
        "reference": "REF/0042",
        "type": "MISS",
        "reported": "2018-01-12",
        "unit": "North unit",
        "age": "14",
        "risk": "High",
        "force_grade": "G",
        "force_scale": "GRI3",
        "force_comment": "Forcecomment",
    }
    kept = {Key(key): value for key, value in (listed | values).items() if value}
    return Case(id=case_id(CODE, position), position=position, values=kept)


def graded_answers(**more: str) -> dict[Key, str]:
    """A review with every kind of answer in it."""
    answers = {
        "reviewable": "YES",
        "period.from": "2018-01-12",
        "period.to": "2018-06-30",
        "A1.1": "Y",
        "A1.2": "N",
        "A1.2.note": "Earlier episodes were not looked up.",
        "A1.rating": "RI",
        "A1.rationale": "History came too late to change the response.",
        "supervision.flag": "SUP_INEFF",
        "supervision.entries": rows_text(
            ({"date": "2018-01-14"}, {"date": "2018-02-07", "note": "No new direction."})
        ),
        "supervision.note": "Nobody asked about the device.",
        "delay.flag": "DEL_UNNEC",
        "delay.rows": rows_text(
            (
                {"stage": "ST1", "start": "2018-01-12", "end": "2018-01-23", "reason": "R03"},
                {"stage": "ST10", "start": "2018-03-01", "open": "Y", "note": "Still waiting."},
            )
        ),
        "risk.still": "Y",
        "overall.grade": "RI",
        "overall.rationale": "The pattern of contact was not seen for eleven days.",
        "good_practice": "The child was seen alone.",
    }
    return {Key(key): value for key, value in (answers | more).items()}


def review(
    answers: Mapping[Key, str], of: Case, reader: str = "Reader One", **more: object
) -> Review:
    return Review(case=of.id, reviewer=reader, answers=answers, **more)


def graded_page(of: Case | None = None, **answers: str) -> CasePage:
    shown = of or case()
    return CasePage(case=shown, review=review(graded_answers(**answers), shown, blind_grade="RI"))


def printed(*pages: CasePage, **how: object) -> Printed:
    about = how.pop("about", None) or inspection()
    form = how.pop("form", FORM)
    shown = {
        "with_references": bool(how.pop("with_references", False)),
        "with_details": bool(how.pop("with_details", True)),
    }
    return print_cases(about, form, pages, printing(**how), **shown)


def printing(**how: object) -> Printing:
    given: dict[str, Any] = {"by": "Reader One", "at": AT, "copy": 3}
    return Printing(**given | how)


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """One run of text on a page: its left edge and its base line, in points from below."""

    text: str
    x: float
    y: float


def placed_texts(content: bytes) -> list[list[Placed]]:
    """Read every run of text of every page with its place."""
    pages = []
    for page in PdfReader(BytesIO(content)).pages:
        runs: list[Placed] = []

        def visit(
            text: str,
            matrix: list[float],
            text_matrix: list[float],
            _font: object,
            _size: float,
            runs: list[Placed] = runs,
        ) -> None:
            # The number of sheets is drawn from an object of its own, in its own coordinates.
            if text.strip() and not re.fullmatch(r"of \d+", text.strip()):
                x = text_matrix[4] * matrix[0] + matrix[4]
                y = text_matrix[5] * matrix[3] + matrix[5]
                runs.append(Placed(text=text.strip(), x=x, y=y))

        page.extract_text(visitor_text=visit)
        pages.append(runs)
    return pages


def text_of(content: bytes) -> str:
    """Return a document's text as one line, so that line breaks do not matter."""
    pages = (page.extract_text() for page in PdfReader(BytesIO(content)).pages)
    return " ".join(" ".join(pages).split())


def page_texts(content: bytes) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(content)).pages]


def elements(reader: PdfReader) -> list[DictionaryObject]:
    """Return every structure element in reading order."""
    found: list[DictionaryObject] = []

    def visit(node: DictionaryObject) -> None:
        kids = node.get("/K", [])
        for kid in kids if isinstance(kids, list) else [kids]:
            own = kid.get_object() if isinstance(kid, IndirectObject) else kid
            if isinstance(own, dict) and "/S" in own:
                found.append(own)
                visit(own)

    visit(reader.root_object["/StructTreeRoot"])
    return found
