"""The published tables of areas and items: each row counts all graded cases by one answer."""

from __future__ import annotations

from collections.abc import Sequence

from reviewer.domain.form import Form
from reviewer.domain.meanings import is_rated_item
from reviewer.domain.message import message, verbatim
from reviewer.domain.options import Meaning
from reviewer.domain.published_counts import WHOLE
from reviewer.figures.case_figures import CaseFigures
from reviewer.figures.cross import NOT_ANSWERED, named
from reviewer.figures.published import Cases, Codes, PublishedTable, Value, ids_of, shown
from reviewer.figures.suppression import suppressed_in_row

_REST = ("",)


def areas_table(form: Form, graded: Sequence[CaseFigures], threshold: int) -> PublishedTable | None:
    """Count the ratings of each area; what is not rated is counted too, so none follows."""
    rated = [(area, area.rating) for area in form.areas if area.rating is not None]
    if not rated:
        return None
    codes = [str(grade) for grade in form.grades.graded]
    labels = [verbatim(form.grades.label(grade)) for grade in form.grades.graded]
    given = [[case.get(rating) for case in graded] for _, rating in rated]
    rows = [
        (verbatim(str(area.title)), _row(answers, codes, threshold))
        for (area, _), answers in zip(rated, given, strict=True)
    ]
    return PublishedTable(
        name="Areas",
        title=message("Ratings by area"),
        headings=(message("Area"), *labels, message("Not rated"), message("All")),
        rows=tuple(rows),
        notes=(1, 2, 4),
        behind=tuple(_behind(graded, answers, codes) for answers in given),
        codes=_codes([str(rating) for _, rating in rated], codes),
    )


def items_table(form: Form, graded: Sequence[CaseFigures], threshold: int) -> PublishedTable | None:
    """Count the answers to each item, by what they mean."""
    asked = [item for item in form.items.values() if is_rated_item(form, item)]
    if not asked:
        return None
    meanings = (Meaning.YES, Meaning.NO, Meaning.NOT_EVIDENT, Meaning.NOT_APPLICABLE)
    codes = list(map(str, meanings))
    rows, behind = [], []
    for item in asked:
        means = {name.code: str(name.means) for name in named(form, item)}
        given = [means.get(case.answers.get(item.key, ""), "") for case in graded]
        rows.append((verbatim(str(item.label)), _row(given, codes, threshold)))
        behind.append(_behind(graded, given, codes))
    return PublishedTable(
        name="Items",
        title=message("Answers to each item"),
        headings=(
            message("Item"),
            message("Yes"),
            message("No"),
            message("Not evident"),
            message("Not applicable"),
            NOT_ANSWERED,
            message("All"),
        ),
        rows=tuple(rows),
        notes=(1, 2),
        behind=tuple(behind),
        codes=_codes([str(item.key) for item in asked], codes),
    )


def _codes(rows: Sequence[str], columns: Sequence[str]) -> Codes:
    return Codes(
        rows=tuple((code,) for code in rows),
        columns=(*((code,) for code in columns), _REST, WHOLE),
    )


def _behind(
    graded: Sequence[CaseFigures], answers: Sequence[str], codes: Sequence[str]
) -> tuple[Cases, ...]:
    """Return the cases behind `_row`: the answers are those of the graded cases in order."""
    pairs = list(zip(graded, answers, strict=True))
    own = [ids_of(case for case, answer in pairs if answer == code) for code in codes]
    rest = ids_of(case for case, answer in pairs if answer not in codes)
    return *own, rest, ids_of(graded)


def _row(answers: Sequence[str], codes: Sequence[str], threshold: int) -> tuple[Value, ...]:
    """Count answers in a row of their own, with the rest and all of them."""
    counts = [list(answers).count(code) for code in codes]
    counts.append(len(answers) - sum(counts))
    return (*shown(counts, suppressed_in_row(counts, threshold)), len(answers))
