"""Taking parts of one form into another, before either is checked.

In `sections`, a section's `items`, `computed` and `rules` an entry `{take: ncpi/9}` stands for
the entry of the form `ncpi` with that id or key (a section's number does too); other names in
the entry replace the taken ones, as `required: true`. In `answer_sets` and `scales` the taken
set keeps the name it is given: `item: {take: ncpi/item}`. What is taken is written out in the
form it is taken from: no take leads on to another.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from reviewer.domain.errors import RefusalError
from reviewer.domain.message import message, verbatim
from reviewer.forms.problems import FormError
from reviewer.forms.source import Node, read_source

FindSource = Callable[[str], str]
"""Gives the text of the form file with this id; raises RefusalError where there is none."""

_LISTS: Final[Mapping[str, tuple[str, ...]]] = {
    "sections": ("id", "number"),
    "items": ("key",),
    "computed": ("key",),
    "rules": ("id",),
}
_MAPPINGS: Final = ("answer_sets", "scales")


def with_taken(root: Node, find: FindSource) -> Node:
    """Return the form's tree with every `take` replaced by what it takes.

    Raises FormError at the line of a `take` that names nothing, or that names another `take`.
    """
    if not isinstance(root.content, Mapping):
        return root
    taking = _Taking(find)
    return replace(
        root, content={part: taking.taken(entries, part) for part, entries in root.content.items()}
    )


class _Taking:
    """Finds what entries take; reads each form taken from once."""

    def __init__(self, find: FindSource) -> None:
        self._find = find
        self._sources: dict[str, Node] = {}

    def taken(self, entries: Node, part: str) -> Node:
        """Return a part of the form with its entries taken, those of its sections too."""
        content = entries.content
        if isinstance(content, tuple) and part in _LISTS:
            return replace(entries, content=tuple(self._entry(entry, part) for entry in content))
        if isinstance(content, Mapping) and part in _MAPPINGS:
            sets = {name: self._resolved(entry, part) for name, entry in content.items()}
            return replace(entries, content=sets)
        return entries

    def _entry(self, entry: Node, part: str) -> Node:
        if part == "sections" and isinstance(entry.content, Mapping) and "items" in entry.content:
            items = self.taken(entry.content["items"], "items")
            entry = replace(entry, content={**entry.content, "items": items})
        return self._resolved(entry, part)

    def _resolved(self, entry: Node, part: str) -> Node:
        if not _takes(entry) or not isinstance(entry.content, Mapping):
            return entry
        reference = entry.content["take"]
        form_id, slash, name = str(reference.content).partition("/")
        if not isinstance(reference.content, str) or not slash:
            raise FormError(
                [reference.problem(message("“take” names a form and a part, as ncpi/9."))]
            )
        taken = _find_entry(self._source(form_id, reference), part, name)
        if taken is None:
            missing = message(
                "{form} has no “{name}” in its {part}.", form=form_id, name=name, part=part
            )
            raise FormError([reference.problem(missing)])
        if _takes(taken):
            onward = message(
                "{form} takes “{name}” from another form itself; take it from that one.",
                form=form_id,
                name=name,
            )
            raise FormError([reference.problem(onward)])
        ours = {key: node for key, node in entry.content.items() if key != "take"}
        if not ours:
            return taken
        if not isinstance(taken.content, Mapping):
            raise FormError(
                [
                    entry.problem(
                        message(
                            "an answer set taken from another form "
                            "cannot be changed; leave the rest out."
                        )
                    )
                ]
            )
        return replace(taken, content={**taken.content, **ours})

    def _source(self, form_id: str, reference: Node) -> Node:
        if form_id not in self._sources:
            try:
                text = self._find(form_id)
            except RefusalError as error:
                raise FormError([reference.problem(verbatim(str(error)))]) from None
            self._sources[form_id] = read_source(text, f"{form_id}.yaml")
        return self._sources[form_id]


def _takes(entry: Node) -> bool:
    return isinstance(entry.content, Mapping) and "take" in entry.content


def _find_entry(source: Node, part: str, name: str) -> Node | None:
    if part == "items":
        found = (_named(section.at("items"), part, name) for section in _list(source, "sections"))
        return next((item for item in found if item is not None), None)
    if part in _MAPPINGS:
        sets = source.at(part).content
        return sets.get(name) if isinstance(sets, Mapping) else None
    return _named(source.at(part), part, name)


def _named(entries: Node, part: str, name: str) -> Node | None:
    if isinstance(entries.content, tuple):
        for entry in entries.content:
            if isinstance(entry.content, Mapping) and any(
                field in entry.content and entry.content[field].content == name
                for field in _LISTS[part]
            ):
                return entry
    return None


def _list(source: Node, part: str) -> tuple[Node, ...]:
    content = source.at(part).content
    return content if isinstance(content, tuple) else ()
