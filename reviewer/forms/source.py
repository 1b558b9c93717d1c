"""A form file as a tree of text that knows the file and line of each of its parts.

Every scalar stays text, so that a code `NO` is a code and not the answer no.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

import yaml

from reviewer.domain.message import Message, message
from reviewer.forms.problems import FormError, FormProblem

SIZE_LIMIT: Final = 1024 * 1024
"""Bytes of a form file: the bundled form has a tenth of it."""

NODES_LIMIT: Final = 100_000
"""Parts of a form once its aliases are written out: a small file can say billions with them."""

DEPTH_LIMIT: Final = 40
"""Levels of nesting: deeper than any condition a person could follow."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """One part of a form file; a mapping's entry has the line of its name."""

    file: str
    line: int
    content: str | tuple[Node, ...] | Mapping[str, Node]

    def at(self, *path: str | int) -> Node:
        """Return the part as deep along `path` as this tree goes.

        Steps that name nothing here are passed over, such as the names of the alternatives
        in a pydantic location.
        """
        node = self
        for step in path:
            content = node.content
            if isinstance(content, Mapping) and step in content:
                node = content[str(step)]
            elif isinstance(content, tuple) and isinstance(step, int) and step < len(content):
                node = content[step]
        return node

    def problem(self, reason: Message) -> FormProblem:
        """Say what is wrong here."""
        return FormProblem(file=self.file, line=self.line, reason=reason)


def plain(node: Node) -> object:
    """Return the tree as dicts, lists and text."""
    if isinstance(node.content, str):
        return node.content
    if isinstance(node.content, tuple):
        return [plain(part) for part in node.content]
    return {name: plain(part) for name, part in node.content.items()}


def read_source(untrusted_text: str, file: str) -> Node:
    """Read a form file's text.

    Raises FormError for what is too large or too deep, no YAML, or has a name twice in a
    mapping.
    """

    def refuse(line: int, reason: Message) -> FormError:
        return FormError([FormProblem(file=file, line=line, reason=reason)])

    if len(untrusted_text.encode("utf-8", "surrogatepass")) > SIZE_LIMIT:
        raise refuse(1, message("a form file has at most 1 MiB."))
    try:
        # Events, not nodes: PyYAML's composer ends the process on deep nesting.
        return _Reader(file, yaml.parse(untrusted_text, Loader=yaml.CBaseLoader)).root()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise refuse(mark.line + 1 if mark else 1, _not_yaml(error)) from None
    except (yaml.YAMLError, UnicodeError):
        raise refuse(1, message("the file has characters that a text file cannot have.")) from None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Anchored:
    """What an alias stands for; `size` counts its parts, aliases in it written out."""

    node: Node
    size: int


class _Reader:
    """Builds the tree from YAML's events, counting its parts."""

    def __init__(self, file: str, events: Iterator[yaml.Event]) -> None:
        self._file = file
        self._events = events
        self._size = 0
        self._anchored: dict[str, _Anchored] = {}

    def root(self) -> Node:
        """Read the one document of the file."""
        next(self._events)
        event = next(self._events)
        if isinstance(event, yaml.StreamEndEvent):
            raise self._refuse(event, message("the file is empty."))
        root = self._node(next(self._events), 1)
        next(self._events)
        event = next(self._events)
        if not isinstance(event, yaml.StreamEndEvent):
            raise self._refuse(
                event, message("a form file must be one document; a second one starts here.")
            )
        return root

    def _node(self, event: yaml.Event, depth: int) -> Node:
        if depth > DEPTH_LIMIT:
            raise self._refuse(
                event, message("this is nested deeper than {most} levels.", most=DEPTH_LIMIT)
            )
        if isinstance(event, yaml.AliasEvent):
            return self._alias(event)
        if not isinstance(event, (yaml.ScalarEvent, yaml.CollectionStartEvent)):
            raise TypeError(event)
        if event.tag is not None:
            raise self._refuse(
                event, message("a form cannot have tags; leave “{tag}” out.", tag=str(event.tag))
            )
        before = self._size
        self._grow(event, 1)
        node = Node(file=self._file, line=_line(event), content=self._content(event, depth))
        if event.anchor is not None:
            self._anchored[event.anchor] = _Anchored(node=node, size=self._size - before)
        return node

    def _content(
        self, event: yaml.Event, depth: int
    ) -> str | tuple[Node, ...] | Mapping[str, Node]:
        if isinstance(event, yaml.ScalarEvent):
            return str(event.value)
        if isinstance(event, yaml.SequenceStartEvent):
            parts = []
            while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
                parts.append(self._node(event, depth + 1))
            return tuple(parts)
        return self._entries(depth)

    def _entries(self, depth: int) -> dict[str, Node]:
        entries: dict[str, Node] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent):
                raise self._refuse(event, message("the name of an entry must be plain text."))
            if event.value in entries:
                raise self._refuse(
                    event, message("“{name}” is here twice; leave one out.", name=event.value)
                )
            value = self._node(next(self._events), depth + 1)
            entries[event.value] = replace(value, line=_line(event))
        return entries

    def _alias(self, event: yaml.AliasEvent) -> Node:
        known = self._anchored.get(event.anchor or "")
        if known is None:
            raise self._refuse(
                event,
                message(
                    "“*{name}” needs a “&{name}” above it.",
                    name=str(event.anchor),
                ),
            )
        self._grow(event, known.size)
        return replace(known.node, line=_line(event))

    def _grow(self, event: yaml.Event, size: int) -> None:
        self._size += size
        if self._size > NODES_LIMIT:
            raise self._refuse(
                event,
                message("the form has more than {most} parts.", most=f"{NODES_LIMIT:,}"),
            )

    def _refuse(self, event: yaml.Event, reason: Message) -> FormError:
        return FormError([FormProblem(file=self._file, line=_line(event), reason=reason)])


def _not_yaml(error: yaml.MarkedYAMLError) -> Message:
    problem = error.problem or ""
    if "\\t" in problem or "tab" in problem:
        return message("indent with spaces: there is a tab here.")
    if "could not find expected ':'" in problem or "mapping values are not allowed" in problem:
        return message("each line is “name: value”; quote a text that has a colon in it.")
    return message(
        "this is not YAML. Check the indentation, the brackets and the quotes of this line and "
        "the one above."
    )


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1
