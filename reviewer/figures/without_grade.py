"""T10.5: the cases without a grade, by type, and how far they could move the finding."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reviewer.domain.message import Message, message
from reviewer.figures.association import association
from reviewer.figures.case_figures import counted_entries
from reviewer.figures.comparisons import LEVEL, association_result
from reviewer.figures.grade_counts import SMALL_NOTE, GradeCounts
from reviewer.figures.intervals import LEAST_FOR_PERCENT, share, wilson
from reviewer.figures.table import Counted, Heading, Row, Share, Style, Table, cell_text


def without_grade_table(by_type: Sequence[GradeCounts], total: GradeCounts) -> Table:
    """Set T10.5, the total last; it has no rows where every case has a grade.

    The bounds take every case without a grade for good, then for below good, and assume nothing:
    C. F. Manski, Partial Identification of Probability Distributions (2003), chapter 1.
    """
    missing = total.sampled.n - total.graded.n
    return Table(
        id="T10.5",
        title=message("Cases without a grade, and how far they could change the finding"),
        headings=(
            Heading(label=message("Case type")),
            Heading(label=message("Sampled")),
            Heading(label=message("Without a grade")),
            Heading(label=message("Without a grade, %")),
            Heading(label=message("95% interval")),
            Heading(label=message("Below good of graded, %")),
            Heading(label=message("Below good at least, %")),
            Heading(label=message("Below good at most, %")),
        ),
        rows=(*(_row(counts) for counts in by_type), _row(total, Style.TOTAL)) if missing else (),
        notes=tuple(_notes(by_type, total)),
    )


def without_grade(counts: GradeCounts) -> Counted:
    """Return the sampled cases that no grade is counted of, whatever the reason."""
    graded = set(counts.graded.cases)
    return counted_entries(case for case in counts.sampled.cases if case not in graded)


def bounds(counts: GradeCounts) -> tuple[Share, Share]:
    """Return the least and the most that the share below good of all sampled cases can be."""
    below, of = counts.below_good, counts.sampled.n
    most = counted_entries((*below.cases, *without_grade(counts).cases))
    return share(below.n, of, below.cases), share(most.n, of, most.cases)


def _row(counts: GradeCounts, style: Style = Style.PLAIN) -> Row:
    missing, of = without_grade(counts), counts.sampled.n
    cells = (
        counts.sampled,
        missing,
        share(missing.n, of),
        wilson(missing.n, of),
        counts.below_good_share,
        *bounds(counts),
    )
    return Row(code=counts.code, label=counts.label, cells=cells, style=style)


def _notes(by_type: Sequence[GradeCounts], total: GradeCounts) -> Iterator[Message]:
    if total.sampled.n == total.graded.n:
        yield message("Every sampled case has a grade.")
        return
    yield message(
        "Cases without a grade are excluded, outstanding, unsettled or not gradeable. The last "
        "two columns are the lowest and highest possible share below good of all sampled cases, "
        "whatever grades those cases would have."
    )
    kept = total.sampled.n - total.excluded.n
    least, most = (
        share(total.below_good.n, kept),
        share(total.below_good.n + kept - total.graded.n, kept),
    )
    if total.excluded.n and least.tenths is not None:
        yield message(
            "Without the excluded cases it would be between {least} and {most}.",
            least=cell_text(least),
            most=cell_text(most),
        )
    yield _test_note(by_type)
    if any(counts.sampled.n < LEAST_FOR_PERCENT for counts in by_type):
        yield SMALL_NOTE


def _test_note(by_type: Sequence[GradeCounts]) -> Message:
    pairs = [(without_grade(counts).n, counts.graded.n) for counts in by_type]
    found = association(pairs)
    if found is None:
        return message("Case types cannot be compared by how many cases have no grade.")
    result = association_result(found)
    if found.p >= LEVEL:
        return message(
            "It is not clear that some case types have more cases without a grade than others "
            "({result}).",
            result=result,
        )
    if found.sparse:
        return message(
            "Case types differ in how many have no grade ({result}, approximate because some "
            "types have few cases), so the graded cases may not represent the others.",
            result=result,
        )
    return message(
        "Case types differ in how many have no grade ({result}), so the graded cases may not "
        "represent the others.",
        result=result,
    )
