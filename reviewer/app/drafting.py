"""A text that is being typed: on the disk within a second, an answer only once it is left."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Final

from reviewer.app.store import Draft, Store
from reviewer.domain.errors import RefusalError
from reviewer.domain.ids import CaseId, Key
from reviewer.domain.kinds import TYPED_KINDS
from reviewer.domain.message import message
from reviewer.domain.times import stamp

DRAFT_LIMIT: Final = 1_000_000
"""Characters: more than any field takes, so that nothing typed is lost before it is refused."""

NO_ITEM: Final = Key("")
"""What a dialog is about that is about no item."""


class Dialog(StrEnum):
    """A dialog that a person types into: at an item, about a case, or about the whole file."""

    COMMENT = "comment"
    LIST_VALUES = "list"
    ADDED_CASE = "add"
    RETURN = "return"
    DECISION = "decision"
    HANDOVER = "handover"


def keep_draft(store: Store, case_id: CaseId, key: Key, text: str, *, now: datetime) -> None:
    """Keep a field's text as it is while it is typed, also text that no answer may have.

    Answering the field drops the draft in the same transaction. For a rows item it is the
    rows' text. Raises RefusalError for an unknown case, or a field nobody types text into.
    """
    item = store.form().item(key)
    if item.kind not in TYPED_KINDS or len(text) > DRAFT_LIMIT:
        raise RefusalError(
            "no-draft", message("The text is too long for “{label}”.", label=str(item.label))
        )
    store.case(case_id)
    with store.transaction() as unit:
        unit.put_draft(Draft(case=case_id, key=Key(key), text=text, at=stamp(now)))


def drop_draft(store: Store, case_id: CaseId, key: Key) -> None:
    """Forget what was being typed: the person took it back."""
    with store.transaction() as unit:
        unit.drop_draft(case_id, key)


def drafts_of(store: Store, case_id: CaseId) -> Mapping[Key, Draft]:
    """Return what was being typed into one case's fields when the program ended."""
    own = (draft for draft in store.drafts() if draft.case == case_id and not draft.dialog)
    return {draft.key: draft for draft in own}


def keep_dialog(
    store: Store,
    dialog: Dialog,
    case: str,
    fields: Mapping[str, str],
    *,
    key: Key = NO_ITEM,
    now: datetime,
) -> None:
    """Keep what is typed into a dialog's fields, by name; `case` is empty where it is of none.

    `key` is the item that the dialog is about. Raises RefusalError for texts that are far too
    long.
    """
    if sum(map(len, fields.values())) > DRAFT_LIMIT:
        raise RefusalError("no-draft", message("The text is too long."))
    with store.transaction() as unit:
        unit.drop_draft(CaseId(case), key, dialog)
        for field, text in fields.items():
            unit.put_draft(
                Draft(
                    case=CaseId(case),
                    dialog=dialog,
                    key=key,
                    field=field,
                    text=text,
                    at=stamp(now),
                )
            )


def drop_dialog(store: Store, dialog: Dialog, case: str, *, key: Key = NO_ITEM) -> None:
    """Forget what was typed into a dialog: it was accepted, or cancelled."""
    with store.transaction() as unit:
        unit.drop_draft(CaseId(case), key, dialog)


def dialog_fields(
    store: Store, dialog: Dialog, case: str, *, key: Key = NO_ITEM
) -> Mapping[str, str]:
    """Return what was typed into a dialog's fields and is neither accepted nor cancelled."""
    about = (case, dialog, key)
    return {d.field: d.text for d in store.drafts() if (d.case, d.dialog, d.key) == about}


def newest_draft(store: Store) -> Draft | None:
    """Return what was typed last and never left: there a person continues."""
    return max(store.drafts(), key=lambda draft: draft.at, default=None)
