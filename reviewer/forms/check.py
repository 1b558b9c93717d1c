"""What a form file says that no single part of it can show to be wrong."""

from __future__ import annotations

from collections.abc import Iterator

from reviewer.domain.form import Form

Fault = tuple[tuple[str | int, ...], str]
"""Where in the form file, as a path of names and positions, and what is wrong there."""


def faults(written: Form, form: Form) -> Iterator[Fault]:
    """Yield what is wrong with a form; `form` is the written one with its generated items."""
    keys = [item.key for section in written.sections for item in section.items]
    for s, section in enumerate(written.sections):
        for i, item in enumerate(section.items):
            if keys.count(item.key) > 1 or form.items[item.key].note_of is not None:
                yield ("sections", s, "items", i, "key"), f"the key {item.key} is given twice."
