"""T10: how the cases were selected, which left the sample and why, and the custody sum."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from reviewer.domain.case import normalised_name
from reviewer.domain.form import Form
from reviewer.domain.grades import Status
from reviewer.domain.message import message, verbatim
from reviewer.figures.by_type import types_of
from reviewer.figures.case_figures import CaseFigures, UngradedPlace, counted
from reviewer.figures.cross import Cross, Named, cross_of, cross_table, named_at
from reviewer.figures.grade_counts import GradeCounts
from reviewer.figures.table import Counted, Heading, Row, Style, Table

METHOD_LIMIT: Final = 8
"""Selection methods shown: more columns than that fit no page."""

OTHER_METHODS: Final = Named(code="other methods", label=message("Other methods"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """What became of the sample.

    `selection` has types as rows and selection methods as columns; `exclusions` reasons as
    rows and the two ways out of the sample as columns.
    """

    selection: Cross
    exclusions: Cross
    replaced: Counted
    replacement_named: Counted


def sample_of(form: Form, cases: Sequence[CaseFigures]) -> Sample:
    """Count the sample by selection method, and the cases that left it by reason."""
    roles = form.roles
    methods = _methods(cases)
    known = {name.code for name in methods}

    def method_of(case: CaseFigures) -> str:
        method = normalised_name(case.standing.case.get("selection"))
        return method if method in known or not method else OTHER_METHODS.code

    ended = [case for case in cases if case.place is UngradedPlace.EXCLUDED]
    replacing = {code for code, status in form.endings.items() if status is Status.REPLACED}
    replaced = [case for case in ended if case.get(roles.reviewable) in replacing]
    return Sample(
        selection=cross_of(
            ((case.standing.type, method_of(case), case.id) for case in cases),
            types_of(form, cases),
            methods,
            blank_column=message("Method not given"),
        ),
        exclusions=cross_of(
            ((case.get(roles.exclusion), case.get(roles.reviewable), case.id) for case in ended),
            named_at(form, roles.exclusion),
            [way for way in named_at(form, roles.reviewable) if way.code in form.endings],
            blank_row=message("Reason not given"),
        ),
        replaced=counted(replaced),
        replacement_named=counted(case for case in replaced if case.get(roles.replaced_by)),
    )


def sample_tables(
    form: Form,
    found: Sample,
    by_type: Sequence[GradeCounts],
    total: GradeCounts,
    draw: str = "",
    second_reads: str = "",
) -> tuple[Table, ...]:
    """Set T10.1 to T10.4; `draw` says how the sample was drawn, `second_reads` what is read twice.

    A form that replaces no case has no T10.4.
    """
    return (
        _custody(by_type, total),
        cross_table(
            found.selection,
            id="T10.2",
            title=message("Selection method by case type"),
            corner=message("Case type"),
            notes=tuple(
                verbatim(f"{rule[:1].upper()}{rule[1:]}.") for rule in (draw, second_reads) if rule
            ),
        ),
        cross_table(
            found.exclusions,
            id="T10.3",
            title=message("Cases that left the sample, by reason"),
            corner=message("Reason"),
        ),
        *((_replacements(found),) if form.roles.replaced_by else ()),
    )


def _replacements(found: Sample) -> Table:
    # Counted only: what is typed there may name a file.
    named = set(found.replacement_named.cases)
    not_named = tuple(case for case in found.replaced.cases if case not in named)
    return Table(
        id="T10.4",
        title=message("Replacements"),
        headings=(Heading(label=message("Outcome")), Heading(label=message("Cases"))),
        rows=(
            Row(label=message("Replacement named"), cells=(found.replacement_named,)),
            Row(
                label=message("Replacement not named"),
                cells=(Counted(n=len(not_named), cases=not_named),),
            ),
            Row(label=message("Replaced"), cells=(found.replaced,), style=Style.TOTAL),
        ),
    )


def _methods(cases: Sequence[CaseFigures]) -> tuple[Named, ...]:
    """Return the methods the list names, by name; those that few cases have are together."""
    labels: dict[str, str] = {}
    numbers: Counter[str] = Counter()
    for case in cases:
        written = case.standing.case.get("selection")
        method = normalised_name(written)
        labels.setdefault(method, " ".join(written.split()))
        numbers[method] += 1
    del numbers[""]
    usual = sorted(numbers, key=lambda method: (-numbers[method], method))
    kept = sorted(usual[:METHOD_LIMIT])
    names = tuple(Named(code=method, label=verbatim(labels[method])) for method in kept)
    return (*names, OTHER_METHODS) if len(usual) > METHOD_LIMIT else names


def _custody(by_type: Sequence[GradeCounts], total: GradeCounts) -> Table:
    def row(counts: GradeCounts, style: Style) -> Row:
        cells = (counts.reviewed, counts.excluded, counts.outstanding, counts.sampled)
        return Row(code=counts.code, label=counts.label, cells=cells, style=style)

    return Table(
        id="T10.1",
        title=message("Outcome of the sample"),
        headings=(
            Heading(label=message("Case type")),
            Heading(label=message("Reviewed")),
            Heading(label=message("Excluded, with a reason")),
            Heading(label=message("Outstanding")),
            Heading(label=message("Sampled")),
        ),
        rows=(*(row(counts, Style.PLAIN) for counts in by_type), row(total, Style.TOTAL)),
        notes=(message("Sampled is the total of reviewed, excluded and outstanding."),),
    )
