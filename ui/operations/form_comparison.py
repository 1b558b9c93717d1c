"""Two forms beside each other: what they ask, and the words they are judged by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from reviewer.app.verifying import examine, read_examined
from reviewer.domain.criteria import CriterionChange, changed_criteria
from reviewer.domain.form import Form
from reviewer.forms.library import mapping_from_file
from reviewer.forms.mapping import mapping_template
from reviewer.forms.problems import FormError
from ui.operations.forms import chosen_form
from ui.operations.trust import trusted

__all__ = [
    "FormComparison",
    "check_mapping_file",
    "compare_forms",
    "form_of",
    "mapping_template",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class FormComparison:
    """Two forms, and the criteria in which they differ.

    `same_questions` says that what the one asks is what the other asks, so that answers fit both.
    """

    ours: Form
    theirs: Form
    criteria: tuple[CriterionChange, ...]

    @property
    def same_questions(self) -> bool:
        """Whether answers to the one fit the other."""
        return self.ours.stamp.digest == self.theirs.stamp.digest


def form_of(named: str, *, now: datetime) -> Form:
    """Return the form of that id, in that form file, or in that workbook.

    Raises RefusalError where there is none, and for a workbook that is not sound.
    """
    if Path(named).suffix.casefold() == ".xlsx":
        return read_examined(examine(Path(named), trusted(), now=now)).form
    return chosen_form(named)


def check_mapping_file(file: Path, earlier: Form, later: Form) -> tuple[str, ...]:
    """Return each problem of a mapping file with its line; none where it is sound."""
    try:
        mapping_from_file(file, earlier, later)
    except FormError as error:
        return tuple(map(str, error.problems))
    return ()


def compare_forms(ours: Form, theirs: Form) -> FormComparison:
    """Hold two forms beside each other."""
    return FormComparison(ours=ours, theirs=theirs, criteria=changed_criteria(ours, theirs))
