"""Whether the grades of a form are complete, and one letter means one thing throughout it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from reviewer.domain.form import Form, Meaning, Option, Section
from reviewer.domain.grades import Grades
from reviewer.domain.marks import Colour, Shape
from reviewer.domain.message import Message, message
from reviewer.forms.scope import Fault, Path

MOST_GRADES: Final = 7
"""Overall grades: as many as have a key of their own in the window."""

_GRADE_MEANINGS: Final = (Meaning.GOOD, Meaning.BELOW_GOOD, Meaning.NOT_GRADED)

_WINDOW_LETTER: Final = "g"
"""The letter that the window keeps for itself."""


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
            yield (
                (*path, "rating"),
                message(
                    "an area is rated with every grade; add {codes} to the answers “{set}”.",
                    codes=", ".join(missing),
                    set=rating.codes or "",
                ),
            )


def _grade_faults(grades: Grades, path: Path) -> Iterator[Fault]:
    options = list(grades.options.values())
    for i, option in enumerate(options):
        yield from (((*path, i), reason) for reason in _lacking(option))
    for what in ("shape", "colour"):
        seen: dict[Shape | Colour, Option] = {}
        for i, option in enumerate(options):
            mark: Shape | Colour | None = getattr(option, what)
            if mark is not None and (other := seen.setdefault(mark, option)) is not option:
                yield (
                    (*path, i, what),
                    message(
                        "another grade is already drawn as {mark}, like “{code}”; choose another.",
                        code=other.code,
                        mark=mark,
                    ),
                )
    if len(options) > MOST_GRADES:
        yield (
            path,
            message(
                "a form can have at most {most} grades; this one has {n}.",
                most=MOST_GRADES,
                n=len(options),
            ),
        )
    good = [code for code in grades.graded if code not in grades.below_good]
    if not good or not grades.below_good:
        yield (
            path,
            message(
                "at least one grade must mean good, and at least one below-good; "
                "write “means:” beside them."
            ),
        )
    for better, worse in pairwise(grades.graded):
        if better in grades.below_good and worse in good:
            yield (
                path,
                message(
                    "write the grades best first: “{worse}” means good and comes after “{better}”.",
                    worse=worse,
                    better=better,
                ),
            )


def _lacking(option: Option) -> Iterator[Message]:
    wanted = (
        ("means", option.means in _GRADE_MEANINGS, _GRADE_MEANINGS),
        ("shape", option.shape is not None, Shape),
        ("colour", option.colour is not None, Colour),
    )
    for name, given, choices in wanted:
        if not given:
            yield message(
                "the grade “{code}” needs “{name}:” and one of {choices}.",
                code=option.code,
                name=name,
                choices=", ".join(choices),
            )
    if option.shortcut is None:
        yield message(
            "the grade “{code}” needs a key: “shortcut:” and a digit or letter.", code=option.code
        )


def _mark_faults(form: Form, grades: str | None) -> Iterator[Fault]:
    for name, options in form.answer_sets.items():
        for i, option in enumerate(options):
            for what in ("shape", "colour"):
                if name != grades and getattr(option, what) is not None:
                    path = ("answer_sets", name, i, what)
                    yield (
                        path,
                        message(
                            "only overall grades can have “{name}”; leave it out here.", name=what
                        ),
                    )


def _scale_faults(form: Form) -> Iterator[Fault]:
    if form.own_scale is None:
        return
    scale = form.scales.get(form.own_scale)
    if scale is None:
        yield (
            ("own_scale",),
            message("there is no scale “{scale}” under “scales”.", scale=form.own_scale),
        )
    elif [option.code for option in scale] != list(form.grades.graded):
        yield (
            ("own_scale",),
            message(
                "the codes of the scale “{scale}” must be the grades that count: {codes}.",
                scale=form.own_scale,
                codes=", ".join(form.grades.graded),
            ),
        )


def _letter_faults(form: Form) -> Iterator[Fault]:
    seen: dict[str, tuple[str, Option]] = {}
    for name, options in form.answer_sets.items():
        for i, option in enumerate(options):
            letter = (option.shortcut or "").casefold()
            if not letter.isalpha():
                continue  # a digit is a place in its list
            path: Path = ("answer_sets", name, i, "shortcut")
            if letter == _WINDOW_LETTER:
                yield (
                    path,
                    message(
                        "the letter “{letter}” is the shortcut to the overall judgement; "
                        "choose another.",
                        letter=letter,
                    ),
                )
            set_name, other = seen.setdefault(letter, (name, option))
            if set_name != name and not _same(option, other):
                yield (
                    path,
                    message(
                        "the letter “{letter}” means “{other}” in {set} and “{label}” here; "
                        "give one of them another letter.",
                        letter=letter,
                        other=str(other.label),
                        set=set_name,
                        label=str(option.label),
                    ),
                )


def _same(option: Option, other: Option) -> bool:
    if option.means is not None and option.means is other.means:
        return True
    return option.label.en.casefold() == other.label.en.casefold()
