"""Forms as a person names them: one of those that come with the program, or a file of their own."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from reviewer.app.verifying import FindForm
from reviewer.domain.errors import RefusalError
from reviewer.domain.form import Form
from reviewer.forms import library


def chosen_form(wanted: str) -> Form:
    """Return the bundled form of that id, or the form in the file of that name."""
    if wanted in {stamp.id for stamp in library.bundled_forms()}:
        return library.bundled_form(wanted)
    if Path(wanted).suffix in {".yaml", ".yml"}:
        return library.form_from_file(Path(wanted))
    known = ", ".join(stamp.id for stamp in library.bundled_forms())
    raise RefusalError(
        "unknown-form", f"There is no form “{wanted}”; take {known}, or name a form file (.yaml)."
    )


def form_finder(files: Sequence[Path] | None = None, *known: Form) -> FindForm:
    """Return what finds a workbook's form among the bundled ones, `files` and those `known`."""
    extra = (*known, *(library.form_from_file(path) for path in files or ()))
    return lambda stamp: library.find_form(stamp, extra)
