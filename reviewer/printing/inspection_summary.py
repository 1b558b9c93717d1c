"""The inspection summary: the headline large, the chart, and every table with its notes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from reportlab.lib.pagesizes import landscape
from reportlab.platypus import CondPageBreak, Flowable, NextPageTemplate, PageBreak, Spacer

from reviewer.domain.grades import Grades
from reviewer.domain.inspection import Inspection
from reviewer.domain.times import long_day
from reviewer.figures.headline import Headline, headline_sentence
from reviewer.figures.table import Table
from reviewer.printing import look
from reviewer.printing.bars import stacked_bars
from reviewer.printing.figures_table import least_width, set_table
from reviewer.printing.lettering import Lettering
from reviewer.printing.lines import facts, rule
from reviewer.printing.printed import Printed, imprint_of
from reviewer.printing.sheet import SIDEWAYS, UPRIGHT, Opening, bind
from reviewer.printing.typeface import load_typeface

SIDEWAYS_WIDTH = landscape(look.PAGE)[0] - 2 * look.MARGIN


def print_summary(
    inspection: Inspection,
    grades: Grades,
    headline: Headline,
    tables: Sequence[tuple[str, Sequence[Table]]],
    *,
    printed_by: str,
    printed_at: datetime,
    copy: int | None,
) -> Printed:
    """Print the summary of one inspection: `tables` are a title and its tables, in order.

    The first table that names bars has its chart on the first page, others above them.
    Tables wider than the page upright are printed sideways, wider ones still in parts that
    repeat the labels. `printed_at` is aware.
    The same arguments give the same bytes.
    """
    lettering = Lettering(load_typeface())
    lettering.place = "Summary"
    charted, chart = _front_chart(lettering, tables)
    story = [
        *_front(lettering, inspection, grades, headline),
        *chart,
        *(_sheets(lettering, tables, charted) if tables else ()),
    ]
    imprint = imprint_of(
        inspection,
        inspection.form,
        f"{inspection.code} summary",
        printed_by=printed_by,
        printed_at=printed_at,
        copy=copy,
    )
    return bind(imprint, story, lettering)


def _front(
    lettering: Lettering, inspection: Inspection, grades: Grades, headline: Headline
) -> Iterator[Flowable]:
    yield Opening("Summary", "Summary")
    yield lettering.paragraph(inspection.code, look.EYEBROW)
    yield lettering.paragraph(inspection.force, look.TITLE)
    visited = [long_day(day) for day in (inspection.visit_from, inspection.visit_to) if day]
    said = f"Visited {' to '.join(visited)}" if visited else "Summary of the cases reviewed"
    yield lettering.paragraph(said, look.BODY_QUIET)
    yield Spacer(0, 8)
    yield rule()
    yield Spacer(0, 18)
    yield lettering.paragraph(str(headline_sentence(headline)), look.TITLE)
    yield Spacer(0, 14)
    counts = headline.counts
    numbers = (
        ("Sampled", counts.sampled.n),
        ("Excluded, with a reason", counts.excluded.n),
        ("Outstanding", counts.outstanding.n),
        ("Reviewed", counts.reviewed.n),
        ("Graded", counts.graded.n),
        *((grades.label(grade), counts.grades[grade].n) for grade in grades.ungraded),
        ("Unsettled", counts.unsettled.n),
    )
    open_referrals = headline.open_referrals
    referred = () if open_referrals is None else (("Open referrals back", open_referrals.n),)
    yield from facts(lettering, [(label, f"{n:,}") for label, n in (*numbers, *referred)])
    yield Spacer(0, 10)


def _front_chart(
    lettering: Lettering, sheets: Sequence[tuple[str, Sequence[Table]]]
) -> tuple[str, list[Flowable]]:
    """Return the id of the first table that has a chart, and the chart for the first page."""
    for _, tables in sheets:
        for table in tables:
            charts = list(stacked_bars(lettering, table, look.WIDTH))
            if charts:
                title = lettering.paragraph(f"{table.title}, number of cases", look.STRONG)
                return table.id, [CondPageBreak(200), title, Spacer(0, 4), *charts]
    return "", []


def _sheets(
    lettering: Lettering, sheets: Sequence[tuple[str, Sequence[Table]]], charted: str
) -> Iterator[Flowable]:
    yield PageBreak()
    turned = UPRIGHT
    for title, tables in sheets:
        for place, table in enumerate(tables):
            wanted = UPRIGHT if least_width(table) <= look.WIDTH else SIDEWAYS
            if wanted != turned:
                yield NextPageTemplate(wanted)
                yield PageBreak()
                turned = wanted
            width = look.WIDTH if turned == UPRIGHT else SIDEWAYS_WIDTH
            lead = _sheet_title(lettering, title) if place == 0 else []
            if table.id != charted:
                for chart in stacked_bars(lettering, table, width):
                    lead += [chart, Spacer(0, 14)]
            yield from set_table(lettering, table, width, lead)


def _sheet_title(lettering: Lettering, title: str) -> list[Flowable]:
    return [
        Opening(lettering.plain(title), lettering.plain(title)),
        lettering.paragraph(title, look.HEADING),
        Spacer(0, 4),
        rule(),
        Spacer(0, 12),
    ]
