"""Forms for a command: the bundled ones and those named by file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from reviewer.domain.errors import RefusalError
from reviewer.domain.form import Form, FormStamp
from reviewer.forms.library import bundled_form, bundled_forms, find_form, form_from_file


def chosen_form(wanted: str) -> Form:
    """Return the bundled form of that id, or the form in the file of that name."""
    if wanted in {stamp.id for stamp in bundled_forms()}:
        return bundled_form(wanted)
    if Path(wanted).suffix in {".yaml", ".yml"}:
        return form_from_file(Path(wanted))
    known = ", ".join(stamp.id for stamp in bundled_forms())
    raise RefusalError(
        "unknown-form", f"There is no form “{wanted}”; take {known}, or name a form file (.yaml)."
    )


def form_finder(files: Sequence[Path] | None, *known: Form) -> Callable[[FormStamp], Form]:
    """Return what finds a workbook's form among the bundled ones, `files` and those `known`."""
    extra = (*known, *(form_from_file(path) for path in files or ()))
    return lambda stamp: find_form(stamp, extra)
