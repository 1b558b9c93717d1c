"""Forms as a person names them: one of those that come with the program, or a file of their own."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from reviewer.domain.errors import RefusalError
from reviewer.domain.form import Form
from reviewer.domain.message import message
from reviewer.forms import library
from reviewer.forms.problems import FormError


def chosen_form(wanted: str) -> Form:
    """Return the bundled form of that id, or the form in the file of that name."""
    if wanted in {stamp.id for stamp in library.bundled_forms()}:
        return library.bundled_form(wanted)
    if Path(wanted).suffix in {".yaml", ".yml"}:
        return library.form_from_file(Path(wanted))
    known = ", ".join(stamp.id for stamp in library.bundled_forms())
    raise RefusalError(
        "unknown-form",
        message(
            "There is no form “{wanted}”. Choose one of {known}, or a form file (.yaml).",
            wanted=wanted,
            known=known,
        ),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class FormCheck:
    """A form file that was checked: the form, or each problem with its file and line."""

    form: Form | None
    problems: tuple[str, ...] = ()


def check_form_file(file: Path) -> FormCheck:
    """Check a form file and name every problem; a bundled form has none.

    Raises WorldError where the file can't be read.
    """
    if str(file) in library.BUNDLED and not file.exists():
        return FormCheck(form=library.bundled_form(str(file)))
    try:
        return FormCheck(form=library.form_from_file(file))
    except FormError as error:
        return FormCheck(form=None, problems=tuple(map(str, error.problems)))


def offered_forms() -> tuple[Form, ...]:
    """Return the bundled forms, in the order in which they are offered."""
    return tuple(library.bundled_form(stamp.id) for stamp in library.bundled_forms())
