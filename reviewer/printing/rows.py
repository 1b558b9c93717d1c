"""A rows item on paper: a compact table of what is short, and below it what is long."""

from __future__ import annotations

from collections.abc import Sequence

from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import CondPageBreak, Flowable, Paragraph, Spacer, Table

from reviewer.domain.form import Column, Form, Item, Kind
from reviewer.domain.review import Row
from reviewer.printing import look
from reviewer.printing.answers import ReadReview, words
from reviewer.printing.lettering import Lettering
from reviewer.printing.typeface import REGULAR

_NARROW = 24.0
_PAD = 7.0
_LABEL_LIMIT = 160
"""Characters of a label in a cell: a row must always fit a page."""


def rows_table(lettering: Lettering, read: ReadReview, item: Item) -> list[Flowable]:
    """Set the rows of an item that has some; texts and lists of codes stand below."""
    rows = read.review.rows(item.key)
    short = [column for column in item.columns if column.kind not in {Kind.TEXT, Kind.MULTI}]
    long = [column for column in item.columns if column.kind in {Kind.TEXT, Kind.MULTI}]
    days = read.days_of(item)
    return [
        CondPageBreak(70),
        Spacer(0, 6),
        _table(lettering, read.form, short, rows, days),
        *_below(lettering, read.form, long, rows),
        Spacer(0, 6),
    ]


def _table(
    lettering: Lettering,
    form: Form,
    columns: Sequence[Column],
    rows: Sequence[Row],
    days: tuple[str, list[str]] | None,
) -> Table:
    head = [lettering.paragraph("", look.SMALL_QUIET)]
    head += [lettering.paragraph(str(column.label), look.SMALL_QUIET) for column in columns]
    body = []
    for number, row in enumerate(rows, start=1):
        cells = [lettering.paragraph(str(number), look.SMALL_QUIET)]
        cells += [_cell(lettering, form, column, row) for column in columns]
        if days is not None:
            cells.append(lettering.paragraph(days[1][number - 1], look.SMALL_RIGHT_BOLD))
        body.append(cells)
    widths = [look.KEY, *_widths(form, columns, rows, 40.0 if days else 0.0)]
    if days is not None:
        head.append(lettering.paragraph("Days", look.SMALL_RIGHT_QUIET))
        widths.append(40.0)
    table = Table([head, *body], colWidths=widths, repeatRows=1, hAlign="LEFT")
    table.setStyle(
        [
            ("FONTNAME", (0, 0), (-1, -1), REGULAR),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("VALIGN", (0, 0), (-1, 0), "BOTTOM"),
            ("LEFTPADDING", (0, 0), (-1, -1), 0),
            ("RIGHTPADDING", (0, 0), (-1, -1), _PAD),
            ("RIGHTPADDING", (-1, 0), (-1, -1), 0),
            ("TOPPADDING", (0, 0), (-1, -1), 3),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 4),
            ("LINEBELOW", (0, 0), (-1, 0), look.HAIRLINE, look.LINE),
            ("LINEBELOW", (0, 1), (-1, -1), look.HAIRLINE, look.FAINT),
        ]
    )
    return table


def _cell(lettering: Lettering, form: Form, column: Column, row: Row) -> Paragraph:
    text = words(form, column, row.get(column.key, ""))
    shown = text if len(text) <= _LABEL_LIMIT else row.get(column.key, "")
    return lettering.paragraph(shown or "\N{EN DASH}", look.SMALL)


def _widths(
    form: Form, columns: Sequence[Column], rows: Sequence[Row], taken: float
) -> list[float]:
    """Share the page out: each column's longest word stays whole, what is left goes to need."""
    needs = [_need(form, column, rows) for column in columns]
    room = look.WIDTH - look.KEY - taken
    least, wanted = sum(n[0] for n in needs), sum(n[1] for n in needs)
    if wanted <= room:
        return [n[1] for n in needs]
    if least >= room:
        return [n[0] * room / least for n in needs]
    part = (room - least) / (wanted - least)
    return [n[0] + (n[1] - n[0]) * part for n in needs]


def _need(form: Form, column: Column, rows: Sequence[Row]) -> tuple[float, float]:
    """Return the width of a column's longest word, and that of its longest text."""
    texts = [words(form, column, row.get(column.key, "")) for row in rows]
    parts = str(column.label).split()
    parts += texts if column.kind is Kind.DATE else [w for t in texts for w in t.split()]
    word = max((stringWidth(part, REGULAR, look.SMALL_SIZE) for part in parts), default=0.0)
    text = max((stringWidth(text, REGULAR, look.SMALL_SIZE) for text in texts), default=0.0)
    least = float(max(_NARROW, word) + _PAD + 1)
    return least, max(least, float(min(text + _PAD + 1, look.WIDTH / 3)))


def _below(
    lettering: Lettering, form: Form, columns: Sequence[Column], rows: Sequence[Row]
) -> list[Flowable]:
    flowables: list[Flowable] = []
    for number, row in enumerate(rows, start=1):
        for column in columns:
            answer = row.get(column.key, "")
            if answer:
                caption = f"Row {number}: {column.label}"
                flowables.append(CondPageBreak(40))
                flowables.append(lettering.paragraph(caption, look.CAPTION))
                flowables.extend(lettering.passage(words(form, column, answer), look.LONG))
    return flowables
