"""The forms that come with the program, and finding the form a file was made with."""

from __future__ import annotations

from functools import cache
from importlib import resources
from pathlib import Path
from typing import Final

from reviewer.domain.errors import RefusalError, WorldError
from reviewer.domain.form import Form, FormStamp
from reviewer.forms.loader import load_form
from reviewer.forms.mapping import FormMapping, load_mapping
from reviewer.forms.source import SIZE_LIMIT

BUNDLED: Final = ("ncpi", "dip-sample", "structured-judgement")
"""The ids of the bundled forms, the usual one first."""


def bundled_source(form_id: str) -> str:
    """Return the text of a bundled form's file; raises RefusalError where there is none."""
    if form_id not in BUNDLED:
        names = ", ".join(BUNDLED)
        raise RefusalError("no-form", f"There is no bundled form “{form_id}”; there are: {names}.")
    return (resources.files("resources") / "forms" / f"{form_id}.yaml").read_text("utf-8")


@cache
def bundled_form(form_id: str) -> Form:
    """Return a bundled form; raises RefusalError where there is none of that id."""
    return load_form(bundled_source(form_id), f"{form_id}.yaml", find=bundled_source)


def bundled_forms() -> tuple[FormStamp, ...]:
    """Return the stamps of the bundled forms."""
    return tuple(bundled_form(form_id).stamp for form_id in BUNDLED)


def form_from_file(path: Path) -> Form:
    """Read a form file a person names; it may take parts of the bundled forms.

    Raises FormError for what is wrong in it, WorldError where it cannot be read.
    """
    return load_form(_text_of(path), path.name, find=bundled_source)


def mapping_from_file(path: Path, earlier: Form, later: Form) -> FormMapping:
    """Read a mapping file of two forms; raises as `form_from_file` does."""
    return load_mapping(_text_of(path), path.name, earlier, later)


def _text_of(path: Path) -> str:
    try:
        with path.open("rb") as file:
            untrusted = file.read(SIZE_LIMIT + 1)
    except OSError as error:
        reason = error.strerror or "it cannot be read"
        raise WorldError("unreadable", f"{path.name} cannot be opened: {reason}.") from None
    if len(untrusted) > SIZE_LIMIT:
        raise RefusalError("bad-form", f"{path.name} is larger than a form file, which has 1 MiB.")
    try:
        return untrusted.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise RefusalError("bad-form", f"{path.name} is not a text file in UTF-8.") from None
