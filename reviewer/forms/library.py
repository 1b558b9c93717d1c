"""The forms that come with the program, and finding the form a file was made with."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Final

from reviewer.domain.errors import RefusalError, WorldError
from reviewer.domain.form import Form, FormStamp
from reviewer.forms.loader import load_form
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


def find_form(stamp: FormStamp, extra: Sequence[Form] = ()) -> Form:
    """Return the form with this id and digest, of `extra` or bundled.

    Raises RefusalError where it is not here.
    """
    bundled = (bundled_form(form_id) for form_id in BUNDLED if form_id == stamp.id)
    for form in (*extra, *bundled):
        if (form.id, form.stamp.digest) == (stamp.id, stamp.digest):
            return form
    raise RefusalError(
        "no-form",
        f"The form {stamp.id} version {stamp.version} ({stamp.digest[:12]}) is not here; "
        "give its form file.",
    )


def form_from_file(path: Path) -> Form:
    """Read a form file a person names; it may take parts of the bundled forms.

    Raises FormError for what is wrong in it, WorldError where it cannot be read.
    """
    try:
        with path.open("rb") as file:
            untrusted = file.read(SIZE_LIMIT + 1)
    except OSError as error:
        reason = error.strerror or "it cannot be read"
        raise WorldError("unreadable", f"{path.name} cannot be opened: {reason}.") from None
    if len(untrusted) > SIZE_LIMIT:
        raise RefusalError("bad-form", f"{path.name} is larger than a form file, which has 1 MiB.")
    try:
        text = untrusted.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise RefusalError("bad-form", f"{path.name} is not a text file in UTF-8.") from None
    return load_form(text, path.name, find=bundled_source)
