"""The inspection summary: the finding large, charts, and every table with its notes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from reviewer.domain.file_actions import Printout
from reviewer.domain.inspection import Inspection
from reviewer.domain.message import Message, message, verbatim
from reviewer.domain.times import long_day
from reviewer.figures.headline import design_notes, headline_sentence
from reviewer.figures.summary import Summary
from reviewer.figures.table import Table, TableSheet
from reviewer.printing.binding import document_of, finish, imprint_of
from reviewer.printing.charts import cross_chart, days_chart, table_chart
from reviewer.printing.figures_table import figures_table, pair_of_tables, paired
from reviewer.printing.layout import look
from reviewer.printing.layout.blocks import Block, RuledLine, Stack, TextBlock
from reviewer.printing.layout.imprint import Part
from reviewer.printing.layout.outline import OutlineMark
from reviewer.printing.parts import facts, heading
from reviewer.printing.printed import Printed, Printing

_NUMBERS_A_LINE: Final = 8

_WITHOUT_CHART: Final = frozenset({"T8"})
"""Tables that have bars in the workbook alone: T8.2 compares the units on paper."""


def print_summary(inspection: Inspection, summary: Summary, printing: Printing) -> Printed:
    """Print every figure of one inspection, all pages upright.

    The first table that names bars has its chart on the first page, others above them;
    supervision and delay have charts of their own. The same arguments give the same bytes.
    """
    title = str(message("{inspection} summary", inspection=inspection.code))
    imprint = imprint_of(inspection, inspection.form, title, printing)
    document = document_of(imprint, printing)
    part = Part(name=str(message("Summary")))
    document.add(part, _blocks(inspection, summary))
    return finish(document, imprint, Printout.SUMMARY)


def print_comparison(inspection: Inspection, summary: Summary, printing: Printing) -> Printed:
    """Print this visit beside the earlier ones that it is compared with.

    Raises ValueError where it is compared with none.
    """
    if not inspection.earlier:
        raise ValueError("a comparison needs an earlier visit")
    title = str(message("{inspection} compared with earlier visits", inspection=inspection.code))
    imprint = imprint_of(inspection, inspection.form, title, printing)
    document = document_of(imprint, printing)
    part = Part(name=str(message("Comparison")))
    document.add(part, _comparison(inspection, summary))
    return finish(document, imprint, Printout.COMPARISON)


def front(inspection: Inspection, summary: Summary, title: Message) -> Iterator[Block]:
    """Set the head of a print about the whole inspection: force, visit, finding and counts."""
    yield OutlineMark(str(title))
    yield TextBlock(inspection.code, look.EYEBROW)
    yield TextBlock(inspection.force, look.TITLE, "H1")
    yield TextBlock(str(_visited(inspection)), look.BODY_QUIET)
    yield RuledLine(before=8)
    yield TextBlock(str(headline_sentence(summary.headline)), look.HEADING, before=12)
    for note in design_notes(summary.headline.design):
        yield TextBlock(str(note), look.BODY_QUIET, before=4)
    numbers = [(str(label), f"{n:,}") for label, n in _numbers(summary)]
    yield Stack(facts(numbers, small=True, columns=_NUMBERS_A_LINE), before=8)


def _visited(inspection: Inspection) -> Message:
    first, last = inspection.visit_from, inspection.visit_to
    if first and last:
        return message("Visited {first} to {last}", first=long_day(first), last=long_day(last))
    if first or last:
        return message("Visited {day}", day=long_day(first or last))
    return message("Summary of the cases reviewed")


def _numbers(summary: Summary) -> Iterator[tuple[Message, int]]:
    found, grades = summary.headline, summary.grades
    counts = found.counts
    yield message("Sampled"), counts.sampled.n
    yield message("Excluded, with a reason"), counts.excluded.n
    yield message("Outstanding"), counts.outstanding.n
    yield message("Reviewed"), counts.reviewed.n
    yield message("Graded"), counts.graded.n
    for grade in grades.ungraded:
        yield verbatim(grades.label(grade)), counts.grades[grade].n
    yield message("Unsettled"), counts.unsettled.n
    if found.open_referrals is not None:
        yield message("Open referrals back"), found.open_referrals.n


def _blocks(inspection: Inspection, summary: Summary) -> Iterator[Block]:
    yield from front(inspection, summary, message("Summary"))
    charts = _charts(summary)
    every = [table for tables in summary.tables.values() for table in tables]
    first = next((table for table in every if table.bars and charts.get(table.id)), None)
    if first is not None:
        words = message("{title}, number of cases", title=first.title)
        yield TextBlock(str(words), look.BODY_BOLD, "H2", before=12, holds_next=True)
        yield from charts.pop(first.id)
    for sheet, tables in summary.tables.items():
        yield from _sheet(sheet, tables, charts)


def _sheet(
    sheet: TableSheet, tables: tuple[Table, ...], charts: Mapping[str, list[Block]]
) -> Iterator[Block]:
    if not tables:
        return
    yield heading(str(sheet.heading), style=look.HEADING)
    for group in paired(tables, {id_ for id_, chart in charts.items() if chart}):
        for table in group:
            yield OutlineMark(f"{table.id} {table.title}", 2)
        if len(group) > 1:
            yield pair_of_tables(*group)
        else:
            yield from figures_table(group[0], charts.get(group[0].id, []))


def _charts(summary: Summary) -> dict[str, list[Block]]:
    """Return the charts by the id of the table that they are above."""
    charts = {
        table.id: list(table_chart(table))
        for tables in summary.tables.values()
        for table in tables
        if table.bars and table.id not in _WITHOUT_CHART
    }
    flags = {"T5.1": summary.supervision.flags, "T6.1": summary.delays.flags}
    charts |= {id_: list(cross_chart(found.by_type)) for id_, found in flags.items()}
    charts["T6.3"] = list(days_chart(summary.delays.lengths.by_stage))
    return charts


def _comparison(inspection: Inspection, summary: Summary) -> Iterator[Block]:
    yield from front(inspection, summary, message("Comparison with earlier visits"))
    sheet = TableSheet.EARLIER
    yield from _sheet(sheet, summary.tables[sheet], _charts(summary))
