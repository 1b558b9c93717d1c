"""The figures' tables on a terminal."""

from __future__ import annotations

from reviewer.app.summarising import Summarised
from reviewer.figures.crossfoot import crossfoot
from reviewer.figures.table import Cell, Counted, Interval, Measure, Share, Table
from ui.cli.output import say, say_table


def say_summary(summarised: Summarised) -> None:
    """Print the headline in a sentence, then every table."""
    inspection, counts = summarised.inspection, summarised.summary.headline.counts
    say(f"{inspection.code} · {inspection.force} · {inspection.marking}")
    say(headline_sentence(summarised))
    for fault in crossfoot(summarised.summary):
        say(f"Does not add up: {fault}")
    if counts.sampled.n == 0:
        return
    for tables in summarised.summary.tables.values():
        for table in tables:
            _say_table(table)


def headline_sentence(summarised: Summarised) -> str:
    """Say the share below good with n, N and interval, as it is published."""
    counts = summarised.summary.headline.counts
    n, of = counts.below_good.n, counts.graded.n
    share, interval = counts.below_good_share, counts.interval
    if share.tenths is None or interval is None:
        return f"Below good: {n}/{of} graded (fewer than 10, so no percentage)"
    return (
        f"Below good: {n}/{of} = {share.tenths / 10:.1f}% "
        f"({interval.low / 10:.1f}–{interval.high / 10:.1f})"
    )


def _say_table(table: Table) -> None:
    say()
    say(f"{table.id}  {table.title}")
    headings = [heading.label for heading in table.headings]
    say_table(headings, ([row.label, *map(_cell, row.cells)] for row in table.rows))
    for note in table.notes:
        say(f"  {note}")


def _cell(cell: Cell) -> str:
    match cell:
        case Counted(n=n):
            return str(n)
        case Share(tenths=tenths):
            return "" if tenths is None else f"{tenths / 10:.1f}"
        case Interval(low=low, high=high):
            return f"{low / 10:.1f} to {high / 10:.1f}"
        case Measure(value=value, decimals=decimals):
            return f"{value:.{decimals}f}"
        case str():
            return cell
    return ""
