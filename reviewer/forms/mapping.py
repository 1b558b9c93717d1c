"""A mapping file: what of an earlier form is comparable with what of a later one.

    from: {form: ncpi, version: 1}
    to: {form: ncpi, version: 2}
    grades: {G: G, RI: RI, I: I}
    items:
      A1.1: A1.2
      A1.3: not comparable

Each grade that counts and each rated item of the earlier form is named, with what it is called
in the later form, or as not comparable.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from reviewer.domain.form import Form
from reviewer.domain.meanings import is_rated_item
from reviewer.domain.message import Message, message
from reviewer.forms.problems import FormError, FormProblem
from reviewer.forms.source import Node, plain, read_source

NOT_COMPARABLE: Final = "not comparable"

_PARTS: Final = ("from", "to", "grades", "items")


@dataclass(frozen=True, slots=True, kw_only=True)
class FormMapping:
    """Grades and items of an earlier form by their names in a later one; None: not comparable."""

    grades: Mapping[str, str | None]
    items: Mapping[str, str | None]
    described: str = ""
    """What is mapped onto what, as “ncpi version 1 → ncpi version 2”; empty for one form."""


def identity(form: Form) -> FormMapping:
    """Return the mapping of a form onto itself."""
    return FormMapping(
        grades={grade: grade for grade in form.grades.graded},
        items={key: key for key in _rated(form)},
    )


def load_mapping(untrusted_text: str, name: str, earlier: Form, later: Form) -> FormMapping:
    """Read a mapping file of two forms; raises FormError naming every problem by its line."""
    root = read_source(untrusted_text, name)
    found = list(_problems(root, earlier, later))
    if found:
        raise FormError(sorted(found, key=lambda problem: problem.line))
    return FormMapping(
        grades=_taken(root.at("grades")),
        items=_taken(root.at("items")),
        described=f"{_named(earlier)} → {_named(later)}",
    )


def mapping_template(earlier: Form, later: Form) -> Iterator[str]:
    """Yield the lines of a mapping file to continue: what has the same name is mapped."""
    for part, form in (("from", earlier), ("to", later)):
        yield f"{part}: {{form: {form.id}, version: {form.version}}}"
    yield "# Write what each is called in the later form, or “not comparable”."
    for part, old, new in (
        ("grades", earlier.grades.graded, set(later.grades.graded)),
        ("items", _rated(earlier), set(_rated(later))),
    ):
        yield f"{part}:"
        yield from (f"  {key}: {key if key in new else NOT_COMPARABLE}" for key in old)


def _named(form: Form) -> str:
    return f"{form.id} version {form.version}"


def _rated(form: Form) -> tuple[str, ...]:
    return tuple(item.key for item in form.items.values() if is_rated_item(form, item))


def _taken(node: Node) -> dict[str, str | None]:
    entries = node.content if isinstance(node.content, Mapping) else {}
    named = {key: str(entry.content) for key, entry in entries.items()}
    return {key: None if new == NOT_COMPARABLE else new for key, new in named.items()}


def _problems(root: Node, earlier: Form, later: Form) -> Iterator[FormProblem]:
    content = root.content
    if not isinstance(content, Mapping):
        yield root.problem(_no_mapping())
        return
    if content.keys().isdisjoint(_PARTS):
        yield root.problem(_no_mapping())
        return
    for part in _PARTS:
        if part not in content:
            yield root.problem(message("“{name}” is missing.", name=part))
    for part in content.keys() - set(_PARTS):
        yield content[part].problem(
            message("“{name}” does not belong here; leave it out.", name=part)
        )
    for part, form in (("from", earlier), ("to", later)):
        wanted = {"form": form.id, "version": str(form.version)}
        if part in content and plain(content[part]) != wanted:
            yield content[part].problem(
                message(
                    "write {{form: {form}, version: {version}}} here, the form you gave.",
                    form=form.id,
                    version=form.version,
                )
            )
    for part, old, new in (
        ("grades", earlier.grades.graded, later.grades.graded),
        ("items", _rated(earlier), _rated(later)),
    ):
        if part in content:
            yield from _entry_problems(content[part], part, old, new)


def _no_mapping() -> Message:
    return message("this is not a mapping file; one has {parts}.", parts=", ".join(_PARTS))


def _entry_problems(
    node: Node, part: str, old: Iterable[str], new: Iterable[str]
) -> Iterator[FormProblem]:
    if not isinstance(node.content, Mapping):
        yield node.problem(
            message(
                "list here what the earlier form has under “{part}”, one on each line.", part=part
            )
        )
        return
    known, targets, seen = list(old), set(new), {NOT_COMPARABLE: ""}
    for key, entry in node.content.items():
        target = entry.content
        if key not in known:
            yield entry.problem(
                message("the earlier form has no “{key}” among its {part}.", key=key, part=part)
            )
        if not isinstance(target, str) or (target not in targets and target != NOT_COMPARABLE):
            yield entry.problem(
                message(
                    "the later form has no “{key}” among its {part}; write one that it has, or "
                    "“{nothing}”.",
                    key=str(plain(entry)),
                    part=part,
                    nothing=NOT_COMPARABLE,
                )
            )
        elif part == "items" and seen.get(target):
            yield entry.problem(
                message(
                    "“{first}” is already mapped to “{key}”; write another, or “{nothing}”.",
                    first=seen[target],
                    key=target,
                    nothing=NOT_COMPARABLE,
                )
            )
        else:
            seen.setdefault(target, key)
    for key in known:
        if key not in node.content:
            yield node.problem(
                message(
                    "“{key}” is not mapped; write what it is called now, or “{nothing}”.",
                    key=key,
                    nothing=NOT_COMPARABLE,
                )
            )
