"""A text that is being typed: on the disk within a second, an answer only once it is left."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Final

from reviewer.app.store import Draft, Store
from reviewer.domain.errors import RefusalError
from reviewer.domain.ids import CaseId, Key
from reviewer.domain.kinds import TYPED_KINDS
from reviewer.domain.times import stamp

DRAFT_LIMIT: Final = 1_000_000
"""Characters: more than any field takes, so that nothing typed is lost before it is refused."""

SHEET: Final = "sheet."
"""Before the key of what is typed into a dialog; its draft is the fields' texts as JSON."""

COMMENT_SHEET: Final = "comment."
"""Before the key of the item a comment is being typed at."""

LIST_SHEET: Final = "list"
ADD_SHEET: Final = "add"
RETURN_SHEET: Final = "return"
DECISION_SHEET: Final = "decision"
HANDOVER_SHEET: Final = "handover"
"""The other dialogs: a case's list values, a case added on site, a lead's return and decision,
and the whole file's handover."""


def sheet_of(draft: Draft) -> str:
    """Return which dialog a draft is of, empty for one of a field."""
    return draft.key.removeprefix(SHEET) if draft.key.startswith(SHEET) else ""


def keep_draft(store: Store, case_id: CaseId, key: Key, text: str, *, now: datetime) -> None:
    """Keep a field's text as it stands while it is typed, also text that no answer may have.

    Answering the field drops the draft in the same transaction. For a rows item it is the
    rows' text. Raises RefusalError for an unknown case, or a field nobody types text into.
    """
    item = store.form().item(key)
    if item.kind not in TYPED_KINDS or len(text) > DRAFT_LIMIT:
        raise RefusalError("no-draft", f"“{item.label}” takes no text that long.")
    store.case(case_id)
    with store.transaction() as unit:
        unit.put_draft(Draft(case=case_id, key=Key(key), text=text, at=stamp(now)))


def drop_draft(store: Store, case_id: CaseId, key: Key) -> None:
    """Forget what was being typed: the person took it back."""
    with store.transaction() as unit:
        unit.drop_draft(case_id, key)


def drafts_of(store: Store, case_id: CaseId) -> Mapping[Key, Draft]:
    """Return what was being typed into one case's fields when the program ended."""
    own = (draft for draft in store.drafts() if draft.case == case_id)
    return {draft.key: draft for draft in own if not sheet_of(draft)}


def keep_sheet(
    store: Store, sheet: str, case: str, fields: Mapping[str, str], *, now: datetime
) -> None:
    """Keep what is typed into a dialog's fields, by name; `case` is empty where it is of none.

    `sheet` names the dialog, and what it is about where it can be opened about several things.
    Raises RefusalError for texts that are far too long.
    """
    text = json.dumps(dict(fields), ensure_ascii=False)
    if len(text) > DRAFT_LIMIT:
        raise RefusalError("no-draft", "No dialog takes a text that long.")
    with store.transaction() as unit:
        draft = Draft(case=CaseId(case), key=Key(SHEET + sheet), text=text, at=stamp(now))
        unit.put_draft(draft)


def drop_sheet(store: Store, sheet: str, case: str) -> None:
    """Forget what was typed into a dialog: it was accepted, or cancelled."""
    with store.transaction() as unit:
        unit.drop_draft(CaseId(case), Key(SHEET + sheet))


def sheet_fields(store: Store, sheet: str, case: str) -> Mapping[str, str]:
    """Return what was typed into a dialog's fields and is neither accepted nor cancelled."""
    held = (d for d in store.drafts() if (d.case, d.key) == (case, SHEET + sheet))
    return next(({str(k): str(v) for k, v in json.loads(d.text).items()} for d in held), {})


def newest_draft(store: Store) -> Draft | None:
    """Return what was typed last and never left: there a person goes on."""
    return max(store.drafts(), key=lambda draft: draft.at, default=None)
