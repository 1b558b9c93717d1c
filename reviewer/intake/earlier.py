"""The mapping of an earlier list: what a person need not say twice, and can hand on."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from reviewer.domain.case import LIST_KEYS
from reviewer.domain.errors import RefusalError
from reviewer.domain.form import Form
from reviewer.domain.ids import Key
from reviewer.domain.list_options import DATE_ORDERS, NO_MAPPING, DateOrder, ListMapping
from reviewer.intake.personal import personal_by_content

_KIND: Final = "reviewer list mapping"
_VERSION: Final = 1
_LONGEST: Final = 120
"""Characters of a header or of type words; what is longer is the text of a case."""
_MOST: Final = 500
"""Entries of one part: ten times the words of the largest force seen."""
SIZE_LIMIT: Final = 256 * 1024
"""Bytes of a mapping file."""


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
    orders = {key: order for key in columns if (order := dates.get(key) or dates.get(columns[key]))}
    return ListMapping(
        force=force,
        columns={str(key): header for key, header in columns.items() if _is_plain(header)},
        types={
            words: code.strip().upper()
            for words, code in {**before.types, **types}.items()
            if _is_plain(words)
        },
        scale=scale or before.scale,
        dates={**before.dates, **{str(key): order for key, order in orders.items()}},
    )


def _is_plain(text: str) -> bool:
    return 0 < len(text) <= _LONGEST and text.isprintable() and personal_by_content([text]) is None


def mapping_text(mapping: ListMapping) -> str:
    """Write a mapping as the small file it is handed on in."""
    return json.dumps(
        {
            "kind": _KIND,
            "version": _VERSION,
            "force": mapping.force,
            "columns": dict(mapping.columns),
            "types": dict(mapping.types),
            "scale": mapping.scale,
            "dates": dict(mapping.dates),
        },
        ensure_ascii=False,
        indent=2,
    )


def mapping_of(untrusted: str) -> ListMapping:
    """Read a mapping file; raises RefusalError for anything that is none."""
    try:
        said = json.loads(untrusted)
    except (ValueError, RecursionError):
        raise _no_mapping("it is no JSON") from None
    if not isinstance(said, dict) or said.get("kind") != _KIND:
        raise _no_mapping("it does not say that it is one")
    if said.get("version") != _VERSION:
        raise _no_mapping("it is of another version; use the newer program")
    columns = _texts(said, "columns")
    dates = _texts(said, "dates")
    unknown = [key for key in (*columns, *dates) if key not in LIST_KEYS]
    if unknown or not set(dates.values()) <= set(DATE_ORDERS):
        raise _no_mapping("it names a key or an order of dates that a list does not have")
    return ListMapping(
        force=_text(said, "force"),
        columns=columns,
        types=_texts(said, "types"),
        scale=_text(said, "scale"),
        dates={key: DateOrder(order) for key, order in dates.items()},
    )


def _text(said: Mapping[str, Any], name: str) -> str:
    text = said.get(name, "")
    if not isinstance(text, str) or len(text) > _LONGEST:
        raise _no_mapping(f"its “{name}” is no short text")
    return text


def _texts(said: Mapping[str, Any], name: str) -> dict[str, str]:
    part = said.get(name, {})
    if not isinstance(part, dict) or len(part) > _MOST:
        raise _no_mapping(f"its “{name}” does not hold what belongs there")
    for text in (*part, *part.values()):
        if not isinstance(text, str) or len(text) > _LONGEST:
            raise _no_mapping(f"its “{name}” does not hold what belongs there")
    return dict(part)


def _no_mapping(why: str) -> RefusalError:
    return RefusalError(
        "bad-mapping",
        f"The file is no mapping of a list: {why}. A mapping is written by reviewer list mapping.",
    )
