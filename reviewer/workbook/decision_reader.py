"""The lead's decisions, as the sheet `Decisions` of a verified workbook has them."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from reviewer.domain.decision import ABOUT_NAMES, Alias, Decision, DecisionKind, ItemRuling, Side
from reviewer.domain.form import Form
from reviewer.domain.ids import CaseId, Code, Key
from reviewer.domain.message import message, plural
from reviewer.domain.sheet_names import SheetName
from reviewer.domain.values import is_canonical
from reviewer.workbook.cover import NO, YES
from reviewer.workbook.layout import DataSheet, layout_of
from reviewer.workbook.record_values import loaded, moment, refused
from reviewer.workbook.sheet_parts import Record, records_in


def decisions_in(
    form: Form, contents: Mapping[str, bytes], cases: Collection[CaseId]
) -> tuple[Decision, ...]:
    """Read the decisions; raises RefusalError for one that does not fit the form or the list."""
    sheet = layout_of(form).data[SheetName.DECISIONS]
    return tuple(_decision(form, sheet, r, cases) for r in records_in(sheet, contents))


def _decision(form: Form, sheet: DataSheet, record: Record, cases: Collection[CaseId]) -> Decision:
    get = record.get
    if get("kind") not in set(DecisionKind):
        raise refused(sheet, record, "kind", message("this is not a kind of decision."))
    kind, about = DecisionKind(get("kind")), get("case")
    if (kind in ABOUT_NAMES) != (not about) or (about and about not in cases):
        raise refused(sheet, record, "case", message("this case is not in the list."))
    if get("grade") and not _fits(form, form.roles.grade, get("grade")):
        raise refused(sheet, record, "grade", message("this is not a grade of this form."))
    if get("revoked") not in {YES, NO}:
        raise refused(sheet, record, "revoked", message("this is neither yes nor no."))
    return Decision(
        id=get("id"),
        case=CaseId(about),
        kind=kind,
        grade=get("grade"),
        items=_items(form, sheet, record),
        chosen=_side(sheet, record, "chosen", loaded(get("chosen"))) if get("chosen") else None,
        alias=_alias(sheet, record, kind),
        between=_between(sheet, record),
        replaces=tuple(filter(None, get("replaces").split(";"))),
        revoked=get("revoked") == YES,
        moderator=get("moderator"),
        at=moment(sheet, record, "at"),
        reason=get("reason"),
    )


def _fits(form: Form, key: Key, code: str) -> bool:
    return key in form.items and bool(code) and is_canonical(form, form.items[key], code)


def _items(form: Form, sheet: DataSheet, record: Record) -> tuple[ItemRuling, ...]:
    parted = [part.partition("=") for part in record.get("items").split(";") if part]
    if not all(_fits(form, Key(key), code) for key, _, code in parted):
        raise refused(
            sheet,
            record,
            "items",
            message("this does not name items of this form and their codes."),
        )
    return tuple(ItemRuling(key=Key(key), code=Code(code)) for key, _, code in parted)


def _between(sheet: DataSheet, record: Record) -> tuple[Side, ...]:
    found = loaded(record.get("between"))
    if not isinstance(found, list):
        raise refused(
            sheet, record, "between", message("this does not name reviews and their digests.")
        )
    return tuple(_side(sheet, record, "between", side) for side in found)


def _side(sheet: DataSheet, record: Record, column: str, found: object) -> Side:
    reviewer, digest, finding, changes = _texts(sheet, record, column, found, 4)
    if not changes.isascii() or not changes.isdecimal() or len(changes) > 9:
        raise refused(sheet, record, column, message("this does not count changes."))
    return Side(reviewer=reviewer, digest=digest, finding=finding, changes=int(changes))


def _alias(sheet: DataSheet, record: Record, kind: DecisionKind) -> Alias | None:
    if not record.get("alias"):
        if kind in ABOUT_NAMES:
            raise refused(
                sheet, record, "alias", message("a decision about a name needs the name.")
            )
        return None
    name, counts_as, signer = _texts(sheet, record, "alias", loaded(record.get("alias")), 3)
    return Alias(name=name, counts_as=counts_as, signer=signer)


def _texts(sheet: DataSheet, record: Record, column: str, found: object, count: int) -> list[str]:
    if not isinstance(found, list) or not all(isinstance(part, str) for part in found):
        raise refused(
            sheet, record, column, message("this does not name what the decision is about.")
        )
    if len(found) != count:
        raise refused(
            sheet,
            record,
            column,
            plural(count, "this does not have {n} part.", "this does not have {n} parts."),
        )
    return found
