"""The whole workbook, from a submission and its tables, unsigned, in memory."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from openpyxl import Workbook

from reviewer.domain.form import Form, Kind
from reviewer.domain.message import Message, listed, message, plural
from reviewer.domain.sheet_names import SheetName
from reviewer.domain.stopping import each, each_step
from reviewer.domain.submission import Submission
from reviewer.figures.table import Table
from reviewer.signing.archive import ArchiveEntry, write_archive
from reviewer.workbook.cells import DAY_FORMAT, REPLACEMENT, Value, forbidden, letters
from reviewer.workbook.code_rows import code_rows
from reviewer.workbook.cover_sheet import write_cover
from reviewer.workbook.form_sheet import form_rows
from reviewer.workbook.grid import Grid, Paper, Records, set_columns, set_paper
from reviewer.workbook.layout import (
    HEADING_ROW,
    TABLE_SHEETS,
    DataSheet,
    SheetColumn,
    layout_of,
    title_of,
)
from reviewer.workbook.looks import (
    COLUMN_KEY,
    LEAD,
    MARKING,
    NUMBER,
    TITLE,
    Look,
    Stylebook,
)
from reviewer.workbook.package import compressed, workbook_contents
from reviewer.workbook.records import (
    CaseRows,
    CasesLine,
    ItemRows,
    decision_rows,
    lines_of,
    log_rows,
    narrative_rows,
)
from reviewer.workbook.table_sheet import Numbers, Shown, write_tables


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What a workbook's parts hold, unsigned, and what the person who exports must be told."""

    contents: Mapping[str, bytes]
    notices: tuple[Message, ...] = ()

    @property
    def parts(self) -> Mapping[str, ArchiveEntry]:
        """The parts, compressed, as the signer takes them."""
        return compressed(self.contents)

    @property
    def content(self) -> bytes:
        """The bytes of a file of these parts, unsigned."""
        return write_archive(self.parts.values())


def write_workbook(
    submission: Submission,
    tables: Mapping[str, Sequence[Table]],
    *,
    with_references: bool,
    faults: Sequence[Message] = (),
) -> Written:
    """Write the workbook of a submission; `tables` by the name of their sheet.

    `faults` name tables that do not add up: then none is printed, and each sheet of tables says
    why.

    The force's references are in it only `with_references`; its own grade only on the rows of
    reviews whose blind grade is fixed. The same arguments give the same bytes. Raises
    ValueError where the submission does not hang together, RefusalError where the form's sheet
    names clash.
    """
    form = submission.form
    layout = layout_of(form)
    lines = lines_of(submission, form)
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    styles = Stylebook(workbook)
    grids = {name: Grid(sheet=workbook.create_sheet(name), styles=styles) for name in layout.names}
    numbers, subject = Numbers(), _subject(submission)
    shown = Shown(tables=tables, faults=faults)
    records = _records(submission, form, lines, with_references=with_references)
    for name in each_step(layout.names):
        if name in layout.data:
            _write_data(grids[name], layout.data[name], submission, records[name])
        elif name in TABLE_SHEETS:
            shows = SheetName(name)
            write_tables(grids[shows], shows, shown, numbers, paper_of(submission), subject)
        else:
            write_cover(grids[name], submission, form, lines, paper_of(submission))
    styles.close()
    damaged = sum(line.damaged for line in lines) + sum(g.damaged for g in grids.values())
    return Written(contents=workbook_contents(workbook, grids), notices=_notices(damaged, lines))


def paper_of(submission: Submission) -> Paper:
    """Return what the head and foot of every page say."""
    inspection, export = submission.inspection, submission.export
    return Paper(
        marking=inspection.marking,
        head=inspection.code,
        foot=f"Export {export.number}, {export.at[:10]}",
    )


def _records(
    submission: Submission, form: Form, lines: Sequence[CasesLine], *, with_references: bool
) -> dict[str, Iterable[list[Value]]]:
    layout = layout_of(form)
    rows = CaseRows(layout.data[SheetName.CASES], form, with_references=with_references)
    records: dict[str, Iterable[list[Value]]] = {
        SheetName.CASES: (rows.row(line) for line in lines),
        SheetName.NARRATIVES: narrative_rows(form, lines),
        SheetName.LOG: log_rows(submission.log, submission.sources),
        SheetName.DECISIONS: decision_rows(submission.decisions),
        SheetName.CODES: code_rows(layout, form),
        SheetName.FORM: form_rows(form),
    }
    for sheet in layout.rows_sheets:
        if sheet.item is not None:
            records[sheet.name] = ItemRows(sheet, form, sheet.item).rows(lines)
    return records


def _write_data(
    grid: Grid, sheet: DataSheet, submission: Submission, records: Iterable[list[Value]]
) -> None:
    """Write a data sheet: title, keys, one row per record; filter and frozen head."""
    grid.add([(1, title_of(sheet), TITLE)], height=28)
    grid.add([(1, submission.inspection.marking, MARKING)], height=16)
    grid.add([(1, _lead(submission, sheet), LEAD)], height=16)
    columns = list(enumerate(sheet.columns, start=1))
    grid.add(((at, column.key, _over(column, COLUMN_KEY)) for at, column in columns), height=26)
    keys = sheet.keys
    writer = Records(
        grid,
        [column.width if column.wrap else 0 for column in sheet.columns],
        [_FORMATS.get(column.kind, "") for column in sheet.columns],
        [keys.index(key) for key in sheet.identity],
    )
    for record in each(records):
        writer.add(record)
    last = letters(len(columns))
    grid.sheet.freeze_panes = f"B{HEADING_ROW + 1}"
    grid.sheet.auto_filter.ref = f"A{HEADING_ROW}:{last}{grid.number}"
    set_columns(grid.sheet, (column.width for column in sheet.columns))
    paper = paper_of(submission)
    set_paper(
        grid.sheet,
        replace(
            paper,
            landscape=True,
            repeated=f"1:{HEADING_ROW}",
            area=f"A1:{letters(sheet.printed)}{grid.number}",
        ),
    )


_FORMATS: Final = {Kind.INTEGER: "General", Kind.DATE: DAY_FORMAT}
"""How the numbers of a column are shown."""


def _lead(submission: Submission, sheet: DataSheet) -> str:
    """Say whose data these are, which columns a print leaves out, and what an empty cell is."""
    subject, every = _subject(submission), len(sheet.columns)
    empty = message("Empty cells: not answered or not asked.")
    if sheet.printed >= every:
        return str(message("{subject} · {empty}", subject=subject, empty=empty))
    return str(
        message(
            "{subject} · On paper: columns A to {last}, {printed} of {every}. {empty}",
            subject=subject,
            last=letters(sheet.printed),
            printed=sheet.printed,
            every=every,
            empty=empty,
        )
    )


def _over(column: SheetColumn, look: Look) -> Look:
    """Return how a heading looks over its column: numbers are at the right."""
    if column.kind not in _FORMATS:
        return look
    return replace(look, across=NUMBER.across, indent=NUMBER.indent)


def _subject(submission: Submission) -> str:
    return f"{submission.inspection.force} · {submission.inspection.code}"


_NAMED = 5
"""Cases that a notice names."""


def _notices(damaged: int, lines: Sequence[CasesLine]) -> tuple[Message, ...]:
    if not damaged:
        return ()
    found = {
        line.case.id
        for line in lines
        if line.damaged or any(map(forbidden, line.case.values.values()))
    }
    named = sorted(found)[:_NAMED]
    texts = plural(
        damaged,
        "One text contains characters that a workbook cannot show, each replaced by {mark}.",
        "{n} texts contain characters that a workbook cannot show, each replaced by {mark}.",
        mark=REPLACEMENT,
    )
    if not named:
        return (texts,)
    more = len(found) - len(named)
    cases = listed([*named, *([plural(more, "{n} more", "{n} more")] if more else [])])
    return (message("{texts} Cases: {cases}.", texts=texts, cases=cases),)
