"""A figure by its code: the cases behind it, and the sentence to quote it with."""

from __future__ import annotations

from dataclasses import dataclass

from reviewer.app.summarising import Summarised
from reviewer.domain.errors import RefusalError
from reviewer.domain.message import Message, message
from reviewer.figures.figure import Figure, figure_at, figure_sentence

_HEAD_SHOWN = 12
"""Characters of a log's head in a quotation: enough to tell any two apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotedFigure:
    """A figure, the sentence that says it, and where it comes from."""

    figure: Figure
    sentence: Message
    source: Message

    @property
    def words(self) -> str:
        """What is put into a report: the sentence, and its source in brackets."""
        return f"{self.sentence} [{self.source}]"


def figure_of(summarised: Summarised, untrusted_code: str) -> QuotedFigure:
    """Return a figure of an inspection; raises RefusalError where no figure has this code.

    A code that begins with P is of the tables that a register publishes.
    """
    tables = [table for tables in summarised.summary.tables.values() for table in tables]
    figure = figure_at(tables, untrusted_code)
    if figure is None and untrusted_code.strip().casefold().startswith("p"):
        figure = figure_at(summarised.published(), untrusted_code)
    if figure is None:
        raise RefusalError(
            "no-such-figure",
            message(
                "There is no figure “{code}”. A code is a table and a cell of it, the labels "
                "being column A: T2-H3 is row 3 of table T2 in column H.",
                code=untrusted_code[:40],
            ),
        )
    at_random = summarised.summary.headline.design.at_random
    return QuotedFigure(
        figure=figure,
        sentence=figure_sentence(figure, at_random=at_random),
        source=_source(summarised, figure),
    )


def _source(summarised: Summarised, figure: Figure) -> Message:
    about, head = summarised.inspection, summarised.log_head[:_HEAD_SHOWN]
    return message(
        "{inspection}, {table} “{title}”, figure {code}; log head {head}",
        inspection=about.code,
        table=figure.table.id,
        title=figure.table.title,
        code=figure.code,
        head=head or message("none"),
    )
