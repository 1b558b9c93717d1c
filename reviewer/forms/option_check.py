"""Whether the grades of a form are complete, and one letter means one thing throughout it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from reviewer.domain.form import Form, Meaning, Option, Section
from reviewer.domain.grades import Grades
from reviewer.domain.marks import Colour, Shape
from reviewer.forms.scope import Fault, Path

MOST_GRADES: Final = 7
"""Overall grades: as many as have a key of their own in the window."""

_GRADE_MEANINGS: Final = (Meaning.GOOD, Meaning.BELOW_GOOD, Meaning.NOT_GRADED)

_WINDOW_LETTERS: Final = {"g": "goes to the overall judgement"}
"""The letters that the window keeps for itself."""


def option_faults(form: Form) -> Iterator[Fault]:
    """Yield what is wrong with the grades, the scale compared with them, and the letters."""
    grade = form.items.get(form.roles.grade)
    if grade is not None and grade.codes in form.answer_sets:
        yield from _grade_faults(form.grades, ("answer_sets", grade.codes))
        yield from _scale_faults(form)
        yield from _mark_faults(form, grade.codes)
    yield from _letter_faults(form)


def rating_faults(form: Form, section: Section, path: Path) -> Iterator[Fault]:
    """Yield the grades that an area's rating cannot give."""
    rating = form.items.get(section.rating) if section.rating is not None else None
    grade = form.items.get(form.roles.grade)
    if rating is not None and grade is not None and grade.codes in form.answer_sets:
        codes = {option.code for option in form.answer_sets.get(rating.codes or "", ())}
        if missing := [grade for grade in form.grades.graded if grade not in codes]:
            yield (*path, "rating"), f"the answers of “{rating.key}” lack {', '.join(missing)}."


def _grade_faults(grades: Grades, path: Path) -> Iterator[Fault]:
    options = list(grades.options.values())
    for i, option in enumerate(options):
        yield from (((*path, i), reason) for reason in _lacking(option))
    for what in ("shape", "colour"):
        seen: dict[Shape | Colour, Option] = {}
        for i, option in enumerate(options):
            mark: Shape | Colour | None = getattr(option, what)
            if mark is not None and (other := seen.setdefault(mark, option)) is not option:
                yield (*path, i, what), f"the grade “{other.code}” has the {what} {mark} already."
    if len(options) > MOST_GRADES:
        yield path, f"a form has at most {MOST_GRADES} grades."
    good = [code for code in grades.graded if code not in grades.below_good]
    if not good or not grades.below_good:
        yield path, "at least one grade means good, and at least one means below-good."
    for better, worse in pairwise(grades.graded):
        if better in grades.below_good and worse in good:
            yield (
                path,
                f"write the grades best first: “{worse}” means good and stands after “{better}”.",
            )


def _lacking(option: Option) -> Iterator[str]:
    name = f"the grade “{option.code}” needs"
    if option.means not in _GRADE_MEANINGS:
        yield f"{name} “means:” and one of {', '.join(_GRADE_MEANINGS)}."
    if option.shortcut is None:
        yield f"{name} a key: “shortcut:” and a digit or letter."
    if option.shape is None:
        yield f"{name} “shape:” and one of {', '.join(Shape)}."
    if option.colour is None:
        yield f"{name} “colour:” and one of {', '.join(Colour)}."


def _mark_faults(form: Form, grades: str | None) -> Iterator[Fault]:
    for name, options in form.answer_sets.items():
        for i, option in enumerate(options):
            for what in ("shape", "colour"):
                if name != grades and getattr(option, what) is not None:
                    path = ("answer_sets", name, i, what)
                    yield path, f"only the overall grades have a {what}; leave it out here."


def _scale_faults(form: Form) -> Iterator[Fault]:
    if form.own_scale is None:
        return
    scale = form.scales.get(form.own_scale)
    if scale is None:
        yield ("own_scale",), f"there is no scale “{form.own_scale}” under scales."
    elif [option.code for option in scale] != list(form.grades.graded):
        codes = ", ".join(form.grades.graded)
        yield ("own_scale",), f"the codes of “{form.own_scale}” are to be the grades, {codes}."


def _letter_faults(form: Form) -> Iterator[Fault]:
    seen: dict[str, tuple[str, Option]] = {}
    for name, options in form.answer_sets.items():
        for i, option in enumerate(options):
            letter = (option.shortcut or "").casefold()
            if not letter.isalpha():
                continue  # a digit is a place in its list
            path: Path = ("answer_sets", name, i, "shortcut")
            if letter in _WINDOW_LETTERS:
                yield path, f"the letter “{letter}” {_WINDOW_LETTERS[letter]}; choose another."
            set_name, other = seen.setdefault(letter, (name, option))
            if not _same(option, other):
                first = f"the letter “{letter}” means “{other.label}” in {set_name}"
                yield path, f"{first} and “{option.label}” here; give one of them another letter."


def _same(option: Option, other: Option) -> bool:
    if option.means is not None and option.means is other.means:
        return True
    return option.label.en.casefold() == other.label.en.casefold()
