"""JSON from outside read into a type, and written from one: what does not fit is refused whole."""

from __future__ import annotations

from typing import TypeVar

_Read = TypeVar("_Read")


class MisfitError(ValueError):
    """A document that is no JSON or not of the type; `part` is the first field that is wrong."""

    def __init__(self, part: str) -> None:
        super().__init__(f"not of the type at “{part}”")
        self.part = part


def read_json(untrusted: bytes, kind: type[_Read], *, exactly: bool = False) -> _Read:
    """Return a document as the dataclass that it should hold; raises MisfitError.

    Fields that the dataclass does not know are left out; `exactly` refuses them, at any depth.
    Neither depth nor size of numbers nor what is no text can do more harm than to be refused.
    """
    # Loading pydantic takes a tenth of a second: who has nothing to read does not pay it.
    from pydantic import TypeAdapter, ValidationError  # noqa: PLC0415 - the reason is above

    try:
        return TypeAdapter(kind).validate_json(untrusted, extra="forbid" if exactly else None)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        raise MisfitError(str(first["loc"][0]) if first["loc"] else "") from None


def write_json(value: _Read, kind: type[_Read]) -> bytes:
    """Write a dataclass as `read_json` reads it; raises MisfitError for what is no text."""
    from pydantic import TypeAdapter  # noqa: PLC0415 - as above
    from pydantic_core import PydanticSerializationError  # noqa: PLC0415 - as above

    try:
        return TypeAdapter(kind).dump_json(value, indent=1)
    except PydanticSerializationError:
        raise MisfitError("") from None
