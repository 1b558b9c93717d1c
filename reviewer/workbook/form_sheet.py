"""The sheet Form: the whole form in both languages, a row for each of its parts.

Anyone who has the workbook reads its answers, counts them again and compares its criteria with
others without a form file. Words have columns of their own; whatever else a part says stands
beside them as JSON.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, Final

from pydantic import ValidationError

from reviewer.domain.errors import RefusalError
from reviewer.domain.form import Form, FormStamp
from reviewer.domain.message import Message, message
from reviewer.domain.sheet_names import SheetName
from reviewer.forms.generated import without_generated
from reviewer.forms.loader import completed_form
from reviewer.forms.problems import FormError
from reviewer.workbook.cells import Value
from reviewer.workbook.layout import FORM_SHEET
from reviewer.workbook.sheet_parts import Record, place, records_in

PARTS_LIMIT: Final = 20_000
"""Rows of a form: a hundred times the bundled one's."""

DEPTH_LIMIT: Final = 60
"""Brackets within brackets of a part: twice what a form file may nest."""

_LANGUAGES: Final = (("en", ""), ("cy", ".cy"))

_LABELS: Final = {"form": "title", "section": "title", "rule": "text"}
"""What a part's own words are called where it is no label."""

Part = dict[str, Any]


def form_rows(form: Form) -> Iterator[list[Value]]:
    """Yield the rows of the sheet Form."""
    written: Part = json.loads(without_generated(form).to_json())
    for line, (part, key, body) in enumerate(_parts(written), start=1):
        label, guidance = body.pop(_LABELS.get(part, "label"), None), body.pop("guidance", None)
        code = body.pop("code", None)
        texts = [
            (words or {}).get(language) for words in (label, guidance) for language, _ in _LANGUAGES
        ]
        yield [line, part, key, code, *texts, _json(body) if body else None]


def _parts(written: Part) -> Iterator[tuple[str, str, Part]]:
    sets, scales = written.pop("answer_sets"), written.pop("scales", {})
    sections, computed, rules = (
        written.pop("sections"),
        written.pop("computed", []),
        written.pop("rules", []),
    )
    yield "form", written.pop("id"), written
    for part, options_of in (("answer", sets), ("scale", scales)):
        for name, options in options_of.items():
            yield from ((part, name, option) for option in options)
    for section in sections:
        items = section.pop("items")
        yield "section", section.pop("id"), section
        for item in items:
            columns = item.pop("columns", [])
            yield "item", item.pop("key"), item
            yield from (("column", column.pop("key"), column) for column in columns)
    yield from (("computed", value.pop("key"), value) for value in computed)
    yield from (("rule", rule.pop("id"), rule) for rule in rules)


def form_in(contents: Mapping[str, bytes], stamp: FormStamp) -> Form:
    """Read the form from the sheets' parts by their names.

    Raises RefusalError where the sheet is not there, holds no sound form, or another form than
    `stamp` names.
    """
    if SheetName.FORM not in contents:
        raise RefusalError(
            "missing-sheet", message("The workbook has no sheet “{sheet}”.", sheet=SheetName.FORM)
        )
    form = _read(contents[SheetName.FORM])
    if form.stamp != stamp:
        raise RefusalError(
            "other-form",
            message(
                "The form on the sheet {form} is not the one that the sheet {cover} names.",
                form=SheetName.FORM,
                cover=SheetName.COVER,
            ),
        )
    return form


@lru_cache(maxsize=8)
def _read(content: bytes) -> Form:
    # The workbooks of one team hold the same form, and checking one takes a while.
    written: Part = {"answer_sets": {}, "scales": {}, "sections": [], "computed": [], "rules": []}
    for number, record in enumerate(records_in(FORM_SHEET, {SheetName.FORM: content}), start=1):
        if number > PARTS_LIMIT or record.get("line") != str(number):
            raise _refused(
                record, "line", message("the rows are out of order, or there is one too many.")
            )
        try:
            _take(written, record)
        except (KeyError, IndexError):
            raise _refused(
                record, "part", message("this part has nothing above it to belong to.")
            ) from None
    try:
        return completed_form(Form.model_validate_json(json.dumps(written)))
    except (ValidationError, FormError, RecursionError):
        raise RefusalError(
            "strange-form",
            message(
                "The sheet {sheet} does not contain a valid form. Ask for a new export.",
                sheet=SheetName.FORM,
            ),
        ) from None


def _take(written: Part, record: Record) -> None:
    key, body = record.get("key"), _body(record)
    match record.get("part"):
        case "form":
            written |= {"id": key, **body}
        case "answer" | "scale" as part:
            sets = written["answer_sets" if part == "answer" else "scales"]
            sets.setdefault(key, []).append({"code": record.get("code"), **body})
        case "section":
            written["sections"].append({"id": key, "items": [], **body})
        case "item":
            written["sections"][-1]["items"].append({"key": key, **body})
        case "column":
            item = written["sections"][-1]["items"][-1]
            item.setdefault("columns", []).append({"key": key, **body})
        case "computed":
            written["computed"].append({"key": key, **body})
        case "rule":
            written["rules"].append({"id": key, **body})
        case _:
            raise _refused(record, "part", message("this is not a part of a form."))


def _body(record: Record) -> Part:
    text = record.get("definition")
    body = _loaded(text) if text else {}
    if not isinstance(body, dict):
        raise _refused(
            record, "definition", message("Reviewer does not write definitions like this.")
        )
    part = record.get("part")
    for name, column in ((_LABELS.get(part, "label"), "label"), ("guidance", "guidance")):
        words = {
            language: title for language, end in _LANGUAGES if (title := record.get(column + end))
        }
        if words:
            body[name] = words
    return body


def _loaded(text: str) -> object:
    depth = deepest = 0
    for character in text:
        depth += (character in "[{") - (character in "]}")
        deepest = max(deepest, depth)
    try:
        return json.loads(text) if deepest <= DEPTH_LIMIT else None
    except ValueError:
        return None


def _json(body: Part) -> str:
    return json.dumps(body, ensure_ascii=False)


def _refused(record: Record, key: str, fault: Message) -> RefusalError:
    return RefusalError(
        "strange-form",
        message("{place}: {fault}", place=place(FORM_SHEET, record, key), fault=fault),
    )
