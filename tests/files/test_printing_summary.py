from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from printing_sample import (
    AT,
    FORM,
    elements,
    inspection,
    page_texts,
    placed_texts,
    printing,
    text_of,
)
from pypdf import PdfReader
from workbook_sample import submission

from reviewer.domain.message import verbatim
from reviewer.domain.standing import standing_of
from reviewer.figures.grade_counts import GradeCounts
from reviewer.figures.headline import Headline, headline_sentence
from reviewer.figures.summary import Summary, summarise
from reviewer.figures.table import (
    Cell,
    Counted,
    Heading,
    Interval,
    Measure,
    Row,
    Share,
    Style,
    Table,
    TableSheet,
    cell_text,
)
from reviewer.printing.inspection_summary import print_summary
from reviewer.printing.printed import Printed


def headline(good: int = 23, requires: int = 120, inadequate: int = 71) -> Headline:
    graded = good + requires + inadequate
    counts = GradeCounts(
        code="",
        label="All cases",
        sampled=Counted(n=graded + 6),
        excluded=Counted(n=4),
        outstanding=Counted(n=1),
        reviewed=Counted(n=graded + 1),
        graded=Counted(n=graded),
        grades={
            "G": Counted(n=good),
            "RI": Counted(n=requires),
            "I": Counted(n=inadequate),
            "NG": Counted(n=1),
        },
        unsettled=Counted(n=0),
        below_good=Counted(n=requires + inadequate),
    )
    return Headline(counts=counts, open_referrals=Counted(n=3))


def table(
    columns: Sequence[str] = ("Good", "Inadequate"),
    rows: int = 3,
    cell: Cell = Counted(n=7),  # noqa: B008 - a frozen value
    **more: object,
) -> Table:
    given: dict[str, object] = {
        "id": "T9",
        "title": verbatim("A table for tests"),
        "headings": (
            Heading(label=verbatim("Row")),
            *(Heading(label=verbatim(label)) for label in columns),
        ),
        "rows": tuple(
            Row(label=verbatim(f"Row {n}"), cells=(cell,) * len(columns)) for n in range(rows)
        ),
        "notes": (verbatim("A note below it."),),
    }
    return Table(**given | more)


def whole(*tables: Table, found: Headline | None = None) -> Summary:
    """The figures of a synthetic visit, with other tables in place of its own."""
    submitted = submission(40, untouched=4)
    by_case = {review.case: review for review in submitted.reviews}
    standings = [
        standing_of(FORM, case, [by_case[case.id]] if case.id in by_case else [])
        for case in submitted.cases
    ]
    made = summarise(FORM, standings, random_sample=False, today=AT.date())
    if found is not None:
        made = replace(made, headline=found)
    return replace(made, tables={TableSheet.SUMMARY: tables}) if tables else made


def summary(*tables: Table, found: Headline | None = None) -> Printed:
    figures = whole(*tables, found=found or headline())
    return print_summary(inspection(), figures, printing(by="The Lead", copy=None))


def test_a_row_is_headed_by_its_label_only_where_there_are_several() -> None:
    for rows, headed in ((1, False), (2, True)):
        reader = PdfReader(BytesIO(summary(table(rows=rows)).content))
        heads = [one["/A"]["/Scope"] for one in elements(reader) if one["/S"] == "/TH"]
        assert ("/Row" in heads) is headed


def test_the_headline_is_the_published_sentence() -> None:
    sentence = (
        "191 of 214 graded cases were below good (89.3%, indicative 95% interval 84.4 to 92.7)"
    )
    assert str(headline_sentence(headline())) == sentence
    assert sentence in text_of(summary(table()).content)


@pytest.mark.parametrize(
    ("found", "sentence"),
    [
        (headline(1, 5, 2), "7 of 8 graded cases were below good"),
        (headline(0, 1, 0), "1 of 1 graded case was below good"),
        (headline(0, 0, 0), "No case is graded yet"),
    ],
)
def test_a_small_headline_has_no_percentage(found: Headline, sentence: str) -> None:
    assert str(headline_sentence(found)) == sentence
    assert summary(table(), found=found).pages


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (None, ""),
        (verbatim("words"), "words"),
        (Counted(n=1234), "1,234"),
        (Share(n=191, of=214, tenths=893), "89.3%"),
        (Share(n=1, of=2, tenths=None), "\N{EN DASH}"),
        (Interval(low=-5, high=207), "\N{MINUS SIGN}0.5 to 20.7"),
        (Measure(value=-0.5224, decimals=3), "\N{MINUS SIGN}0.522"),
        (Measure(value=24), "24"),
    ],
)
def test_a_cell_is_written_for_people(cell: Cell, text: str) -> None:
    assert cell_text(cell) == text


def test_every_page_is_upright_marked_and_numbered() -> None:
    wide = table([f"Requirement {n}" for n in range(9)])
    result = summary(table(), wide, table(rows=60))
    pages = zip(PdfReader(BytesIO(result.content)).pages, placed_texts(result.content), strict=True)
    for number, (page, runs) in enumerate(pages, start=1):
        height, width = float(page.mediabox.height), float(page.mediabox.width)
        assert width < height
        marks = sorted(run.y for run in runs if run.text == "OFFICIAL-SENSITIVE")
        assert marks[0] < 40
        assert marks[1] > height - 40
        assert f"Summary · page {number} of {result.pages}" in {run.text for run in runs}
        assert all(45 < run.x < width - 40 for run in runs)


def test_the_summary_of_a_visit_has_at_most_ten_pages() -> None:
    result = print_summary(inspection(), whole(), printing())
    assert result.pages <= 10
    text = text_of(result.content)
    assert "indicative" in text.split("Sampled")[0]
    for title in ("Supervision by case type", "Days of delay by stage", "Each dot is one delay"):
        assert title in text


def test_a_table_wider_than_any_page_continues_below_with_its_labels() -> None:
    names = [f"Extraordinarily{n}" for n in range(24)]
    text = text_of(summary(table(names)).content)
    assert all(name in text for name in names)
    assert text.count("Row 2") >= 2
    assert text.count("A note below it.") == 1


def test_a_long_table_repeats_its_head_on_every_page() -> None:
    result = summary(table(rows=200))
    carrying = [text for text in page_texts(result.content) if "Row 1" in text]
    assert len(carrying) >= 3
    assert all("Inadequate" in text for text in carrying)


def test_no_page_ends_with_the_head_of_a_group_or_begins_with_the_last_row() -> None:
    plain = table(rows=0)
    groups = [
        Row(label=verbatim(label), cells=cells, style=style)
        for n in range(40)
        for label, cells, style in (
            (f"Group {n}", (None, None), Style.QUIET),
            (f"Member {n}", (Counted(n=1), Counted(n=2)), Style.PLAIN),
        )
    ]
    for more in range(4):
        rows = (
            *groups,
            *(Row(label=verbatim(f"Row {n}"), cells=(None, verbatim("x"))) for n in range(more)),
        )
        texts = page_texts(summary(Table(**_parts(plain, rows=rows))).content)
        for number in range(40):
            (page,) = [text for text in texts if f"Group {number} " in text]
            assert f"Member {number} " in page


def test_a_short_table_is_whole_on_one_page_with_its_title_and_notes() -> None:
    fillers = [table(rows=14, id=f"T{n}", title=verbatim(f"Title {n}.")) for n in range(5)]
    for text in page_texts(summary(*fillers).content):
        titles = len(re.findall(r"T\d  ?Title \d\.", text))
        assert titles == text.count("A note below it.")


def test_a_chart_counts_what_the_table_counts() -> None:
    bars = Table(
        id="T2",
        title=verbatim("Grades by case type"),
        headings=(
            Heading(label=verbatim("Type")),
            Heading(label=verbatim("Good"), code="G"),
            Heading(label=verbatim("Requires improvement"), code="RI"),
            Heading(label=verbatim("Inadequate"), code="I"),
        ),
        rows=(
            Row(label=verbatim("Missing"), cells=(Counted(n=111), Counted(n=122), Counted(n=133))),
            Row(
                label=verbatim("All"),
                cells=(Counted(n=1), Counted(n=1), Counted(n=1)),
                style=Style.TOTAL,
            ),
        ),
        bars=(0, 1, 2),
    )
    first = page_texts(summary(bars).content)[0]
    for expected in ("Grades by case type", "Missing", "111", "122", "133", "366"):
        assert expected in first
    assert "All" not in first.split("T2")[0]


@pytest.mark.parametrize("rows", [0, 200])
def test_a_chart_of_nothing_or_of_very_many_rows_is_printed(rows: int) -> None:
    assert summary(table(rows=rows, bars=(0, 1))).pages
    assert summary(table(rows=rows, cell=Counted(n=0), bars=(0, 1))).pages


def test_a_table_of_many_narrow_columns_turns_their_headings_and_stays_one() -> None:
    names = [f"Reason number {n}" for n in range(17)]
    text = text_of(summary(table(names, rows=18)).content)
    assert text.count("A table for tests") == 1


def test_the_same_summary_has_the_same_bytes() -> None:
    assert summary(table()).content == summary(table()).content


@given(text=st.text(max_size=400))
@settings(max_examples=30, deadline=None)
def test_no_words_ever_break_a_table(text: str) -> None:
    hostile = table(
        columns=(text, "n"),
        rows=2,
        cell=verbatim(text),
        title=verbatim(text),
        notes=(verbatim(text),),
    )
    labelled = table(rows=0, bars=(0,))
    row = Row(label=verbatim(text), cells=(Counted(n=3), verbatim(text)))
    assert summary(hostile, Table(**_parts(labelled, rows=(row,)))).pages


def _parts(of: Table, **changed: object) -> dict[str, object]:
    kept = {name: getattr(of, name) for name in ("id", "title", "headings", "rows", "bars")}
    return kept | changed
