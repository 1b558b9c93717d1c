"""A form file as a tree of text that knows the file and line of each of its parts.

Every scalar stays text, so that a code `NO` is a code and not the answer no.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import yaml

from reviewer.forms.problems import FormError, FormProblem

SIZE_LIMIT: Final = 1024 * 1024
"""Bytes of a form file: the bundled form has a tenth of it."""

NODES_LIMIT: Final = 100_000
"""Parts of a form once its aliases are written out: a small file can say billions with them."""

DEPTH_LIMIT: Final = 40
"""Levels of nesting: deeper than any condition a person could follow."""

_KNOWN_TAGS: Final = frozenset(
    {"tag:yaml.org,2002:str", "tag:yaml.org,2002:seq", "tag:yaml.org,2002:map"}
)


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

    def problem(self, reason: str) -> FormProblem:
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

    def refuse(line: int, reason: str) -> FormError:
        return FormError([FormProblem(file=file, line=line, reason=reason)])

    if len(untrusted_text.encode("utf-8", "surrogatepass")) > SIZE_LIMIT:
        raise refuse(1, "a form file has at most 1 MiB.")
    try:
        root = yaml.compose(untrusted_text, Loader=yaml.CBaseLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise refuse(mark.line + 1 if mark else 1, f"this is not YAML: {error.problem}.") from None
    except (yaml.YAMLError, UnicodeError):
        raise refuse(1, "the file has characters that no text file has.") from None
    except RecursionError:
        raise refuse(1, f"nested deeper than {DEPTH_LIMIT} levels.") from None
    if root is None:
        raise refuse(1, "the file is empty.")
    return _Reader(file).read(root, root.start_mark.line + 1, 1)


class _Reader:
    """Turns YAML's nodes into ours, counting them."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._left = NODES_LIMIT

    def read(self, raw: yaml.Node, line: int, depth: int) -> Node:
        self._left -= 1
        if self._left < 0:
            raise self._refuse(line, f"the form says more than {NODES_LIMIT:,} things.")
        if depth > DEPTH_LIMIT:
            raise self._refuse(line, f"nested deeper than {DEPTH_LIMIT} levels.")
        if raw.tag not in _KNOWN_TAGS:
            raise self._refuse(line, f"the tag {raw.tag} has no place in a form.")
        if isinstance(raw, yaml.ScalarNode):
            return Node(file=self._file, line=line, content=str(raw.value))
        if isinstance(raw, yaml.SequenceNode):
            parts: Sequence[yaml.Node] = raw.value
            read = tuple(self.read(part, part.start_mark.line + 1, depth + 1) for part in parts)
            return Node(file=self._file, line=line, content=read)
        return Node(file=self._file, line=line, content=self._entries(raw, depth))

    def _entries(self, raw: yaml.Node, depth: int) -> dict[str, Node]:
        entries: dict[str, Node] = {}
        for name, value in raw.value:
            line = name.start_mark.line + 1
            if not isinstance(name, yaml.ScalarNode):
                raise self._refuse(line, "the name of an entry is plain text.")
            if name.value in entries:
                raise self._refuse(line, f"“{name.value}” stands here twice.")
            entries[name.value] = self.read(value, line, depth + 1)
        return entries

    def _refuse(self, line: int, reason: str) -> FormError:
        return FormError([FormProblem(file=self._file, line=line, reason=reason)])
