"""The forms that come with the program, and finding the form a file was made with."""

from __future__ import annotations

from functools import cache
from importlib import resources
from pathlib import Path
from typing import Final

from reviewer.disk import open_given
from reviewer.domain.errors import RefusalError, WorldError, reason_of
from reviewer.domain.form import Form, FormStamp
from reviewer.domain.message import Message, message
from reviewer.forms.loader import load_form
from reviewer.forms.mapping import FormMapping, load_mapping
from reviewer.forms.source import SIZE_LIMIT

BUNDLED: Final = ("ncpi", "dip-sample", "structured-judgement")
"""The ids of the bundled forms, the usual one first."""


def bundled_source(form_id: str) -> str:
    """Return the text of a bundled form's file; raises RefusalError where there is none."""
    if form_id not in BUNDLED:
        raise RefusalError(
            "no-form",
            message(
                "There is no form “{form}”. The forms are {names}.",
                form=form_id,
                names=", ".join(BUNDLED),
            ),
        )
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
        with open_given(path) as file:
            untrusted = file.read(SIZE_LIMIT + 1)
    except OSError as error:
        raise WorldError("unreadable", _unreadable(path, error)) from None
    if len(untrusted) > SIZE_LIMIT:
        raise RefusalError(
            "bad-form",
            message("{file} is larger than 1 MiB, the limit for a form file.", file=path.name),
        )
    try:
        return untrusted.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise RefusalError(
            "bad-form",
            message(
                "{file} is not a form file. A form file is text, saved as UTF-8.", file=path.name
            ),
        ) from None


def _unreadable(path: Path, error: OSError) -> Message:
    if isinstance(error, FileNotFoundError):
        return message("There is no file {file}.", file=str(path))
    if isinstance(error, IsADirectoryError):
        return message("{file} is a folder. Enter the name of a file in it.", file=str(path))
    if isinstance(error, PermissionError):
        return message("You do not have permission to read {file}.", file=str(path))
    return message("{file} cannot be read: {reason}.", file=str(path), reason=reason_of(error))
