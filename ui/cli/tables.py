"""The figures' tables on a terminal."""

from __future__ import annotations

from reviewer.app.summarising import Summarised
from reviewer.figures.table import Table, cell_text
from ui.cli.output import say, say_table, show_line


def say_summary(summarised: Summarised) -> None:
    """Print the headline in a sentence, then every table."""
    inspection, counts = summarised.inspection, summarised.summary.headline.counts
    show_line(f"{inspection.code} · {inspection.force} · {inspection.marking}")
    say("Below good: {figure}", figure=summarised.figure)
    for fault in summarised.faults:
        say("The figures do not add up: {fault}", fault=fault)
    for case in summarised.returned:
        say("{case} was returned to its reader and is not answered.", case=case)
    if counts.sampled.n == 0:
        return
    for tables in summarised.summary.tables.values():
        for table in tables:
            show_table(table)


def show_table(table: Table) -> None:
    """Print one table with its notes."""
    show_line()
    show_line(f"{table.id}  {table.title}")
    headings = [str(heading.label) for heading in table.headings]
    say_table(headings, ([str(row.label), *map(cell_text, row.cells)] for row in table.rows))
    for note in table.notes:
        show_line(f"  {note}")
