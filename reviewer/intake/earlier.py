"""The mapping of an earlier list: what a person need not say twice, and can hand on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Final, Literal

from pydantic import AfterValidator, Field

from reviewer.domain.case import LIST_KEYS
from reviewer.domain.errors import RefusalError
from reviewer.domain.form import Form
from reviewer.domain.ids import Key
from reviewer.domain.list_options import DATE_ORDERS, NO_MAPPING, DateOrder, ListMapping
from reviewer.domain.message import Message, message
from reviewer.domain.untrusted_json import MisfitError, read_json, write_json
from reviewer.intake.personal import personal_by_content

_LONGEST: Final = 120
"""Characters of a header or of type words; what is longer is the text of a case."""
_MOST: Final = 500
"""Entries of one part: ten times the words of the largest force seen."""
SIZE_LIMIT: Final = 256 * 1024
"""Bytes of a mapping file."""


def _key(text: str) -> str:
    if text not in LIST_KEYS:
        raise ValueError("no key of a list")
    return text


def _answered(order: DateOrder) -> DateOrder:
    if order not in DATE_ORDERS:
        raise ValueError("no answer to which is first")
    return order


_Short = Annotated[str, Field(max_length=_LONGEST)]
_ListKey = Annotated[str, AfterValidator(_key)]


@dataclass(frozen=True, slots=True, kw_only=True)
class MappingFile:
    """A mapping as it is written: for the force's next list, and to be handed on."""

    kind: Literal["reviewer list mapping"]
    version: Literal[1]
    force: _Short = ""
    columns: Annotated[dict[_ListKey, _Short], Field(max_length=_MOST)]
    types: Annotated[dict[_Short, _Short], Field(max_length=_MOST)]
    scale: _Short = ""
    dates: Annotated[
        dict[_ListKey, Annotated[DateOrder, AfterValidator(_answered)]], Field(max_length=_MOST)
    ]

    @classmethod
    def of(cls, mapping: ListMapping) -> MappingFile:
        """Return a mapping as its file holds it."""
        return cls(
            kind="reviewer list mapping",
            version=1,
            force=mapping.force,
            columns=dict(mapping.columns),
            types=dict(mapping.types),
            scale=mapping.scale,
            dates=dict(mapping.dates),
        )

    @property
    def mapping(self) -> ListMapping:
        """The mapping that the file holds."""
        return ListMapping(
            force=self.force,
            columns=self.columns,
            types=self.types,
            scale=self.scale,
            dates=self.dates,
        )


def fitting(mapping: ListMapping, form: Form) -> ListMapping:
    """Return what of a mapping a form knows: another form has other codes and scales."""
    codes = {str(option.code) for option in form.case_types}
    return ListMapping(
        force=mapping.force,
        columns=mapping.columns,
        types={words: code for words, code in mapping.types.items() if code in codes},
        scale=mapping.scale if mapping.scale in form.scales else "",
        dates=mapping.dates,
    )


def worth_keeping(
    *,
    force: str,
    columns: Mapping[Key, str],
    types: Mapping[str, str],
    scale: str,
    dates: Mapping[str, DateOrder],
    before: ListMapping = NO_MAPPING,
) -> ListMapping:
    """Make the mapping to keep of an accepted list; `before` is the one it was read with.

    What could be the text of a case is not kept: a long header, or one that looks like a
    name, an address or a number to call.
    """
    words = {**before.types, **types}
    orders = {key: order for key in columns if (order := dates.get(key) or dates.get(columns[key]))}
    return ListMapping(
        force=force,
        columns={str(key): header for key, header in columns.items() if _is_plain(header)},
        types={own: words[own].strip().upper() for own in list(words)[-_MOST:] if _is_plain(own)},
        scale=scale or before.scale,
        dates={**before.dates, **{str(key): order for key, order in orders.items()}},
    )


def _is_plain(text: str) -> bool:
    return 0 < len(text) <= _LONGEST and text.isprintable() and personal_by_content([text]) is None


def mapping_text(mapping: ListMapping) -> bytes:
    """Write a mapping as the small file it is handed on in."""
    return write_json(MappingFile.of(mapping), MappingFile)


def mapping_of(untrusted: bytes) -> ListMapping:
    """Read a mapping file; raises RefusalError for anything that is none."""
    try:
        return read_json(untrusted, MappingFile).mapping
    except MisfitError as misfit:
        raise RefusalError(
            "bad-mapping",
            message("The file is not a saved mapping: {why}.", why=_why(misfit.part)),
        ) from None


def _why(part: str) -> Message:
    """Say what is wrong with a mapping file by the part of it that does not fit."""
    match part:
        case "":
            return message("it cannot be read")
        case "kind":
            return message("it is another kind of file")
        case "version":
            return message("it was saved by a newer version of the program")
    return message("its “{part}” is not valid", part=part)
