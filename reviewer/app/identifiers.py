"""What looks as if it named a person in what leaves: found, masked, or kept with a reason.

No check finds every name. What it finds stops the file, until each phrase was masked or edited, or
a person says why it may leave. What they decided is remembered, so that it is asked once.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from reviewer.app.answering import answer
from reviewer.app.store import Store
from reviewer.domain.case import LIST_KEYS, normalised_name
from reviewer.domain.errors import RefusalError
from reviewer.domain.file_actions import IdentifiersKept, IdentifiersMasked
from reviewer.domain.form import Form, Kind
from reviewer.domain.identifier import MASK, IdentifiersError, Suspicion
from reviewer.domain.ids import Key
from reviewer.domain.inspection import FileKind, checked_line
from reviewer.domain.leaving_text import LeavingText
from reviewer.domain.message import message
from reviewer.domain.review import Row, rows_of, rows_text
from reviewer.domain.stopping import each
from reviewer.identifiers.check import IdentifierCheck, plain_references, words_of

_ASKED_FOR: Final = frozenset({Key("reference")})
"""Values of the list that leave only where a person asked for them."""
_NAMELESS: Final = LIST_KEYS.keys() - {Key("force_comment")}
"""Values of the list that are names by themselves, of a unit or an area, or words of a code."""
_ANY_FILE: Final = IdentifierCheck()
"""What is known without a file: shapes, and what names look like."""
_PLACES: Final = (Key("unit"), Key("area"), Key("force"), Key("system"))


def check_identifiers(
    store: Store, texts: Iterable[LeavingText], *, keep: str, now: datetime
) -> None:
    """Look through what leaves; with a reason to `keep` all that is found, log it.

    Raises IdentifiersError for what is found and was not kept before.
    """
    found = suspicions(store, texts)
    if not found:
        return
    if not keep:
        raise IdentifiersError(found)
    reason = checked_line(keep, message("The reason to keep them"))
    with store.transaction(now) as unit:
        unit.log(IdentifiersKept(phrases=tuple(s.digest for s in found), reason=reason))


def suspicions(store: Store, texts: Iterable[LeavingText]) -> tuple[Suspicion, ...]:
    """Return what looks like an identifier in texts and was not kept before, in their order."""
    check, kept = identifier_check(store), _kept(store)
    found = (
        Suspicion(case=t.case, key=t.key, phrase=phrase, within=t.text, reviewer=t.reviewer)
        for t in each(texts)
        if t.key not in _ASKED_FOR
        for phrase in check.phrases(t.text, names=t.key not in _NAMELESS)
    )
    return tuple(suspicion for suspicion in found if suspicion.digest not in kept)


def identifier_check(store: Store) -> IdentifierCheck:
    """Return the check of a file's texts, with what its form and its list make known."""
    cases = store.cases()
    places = {case.get(key) for case in cases for key in _PLACES}
    return IdentifierCheck(
        references=plain_references(case.reference for case in cases),
        withheld=store.withheld(),
        ordinary=words_of({*places, store.inspection().force, store.form().to_json()}),
    )


def keep_identifier(store: Store, suspicion: Suspicion, reason: str, *, now: datetime) -> None:
    """Let one phrase leave, with a reason; logged."""
    checked = checked_line(reason, message("The reason to keep it"))
    with store.transaction(now) as unit:
        action = IdentifiersKept(phrases=(suspicion.digest,), reason=checked)
        unit.log(action, case=suspicion.case)


def may_mask(store: Store, suspicion: Suspicion) -> bool:
    """Say whether a phrase is in what this file's own reader typed."""
    about = store.inspection()
    own = normalised_name(suspicion.reviewer) == normalised_name(about.person)
    return about.kind is FileKind.REVIEW and own and suspicion.key in store.form().items


def mask_identifier(store: Store, suspicion: Suspicion, *, now: datetime) -> None:
    """Put a sign in place of a phrase in an answer, wherever that answer has it; logged.

    Raises RefusalError for a phrase that is not in an answer of the file's own reader.
    """
    if not may_mask(store, suspicion):
        raise RefusalError(
            "not-masked",
            message(
                "“{phrase}” is not in your own answers. Ask the person who typed it to mask it.",
                phrase=suspicion.text,
            ),
        )
    form, case_id, key = store.form(), suspicion.case, suspicion.key
    review = store.review(case_id, suspicion.reviewer)
    left = _without(form, key, review.get(key), suspicion.text)
    answer(store, case_id, {key: left}, now=now)
    with store.transaction(now) as unit:
        unit.log(IdentifiersMasked(key=key, what=suspicion.phrase.kind), case=case_id)


def _without(form: Form, key: Key, text: str, phrase: str) -> str:
    item = form.item(key)
    if item.kind is not Kind.ROWS:
        return text.replace(phrase, MASK)
    typed = {str(column.key) for column in item.columns if column.kind is Kind.TEXT}
    rows: list[Row] = [
        {name: cell.replace(phrase, MASK) if name in typed else cell for name, cell in row.items()}
        for row in rows_of(text)
    ]
    return rows_text(tuple(rows))


def _kept(store: Store) -> frozenset[str]:
    actions = (event.action for event in store.events(IdentifiersKept))
    return frozenset(
        phrase for a in actions if isinstance(a, IdentifiersKept) for phrase in a.phrases
    )


def phrases_in(text: str) -> tuple[str, ...]:
    """Return what looks like an identifier in a text while it is typed, each phrase once."""
    found = (text[phrase.start : phrase.end] for phrase in _ANY_FILE.phrases(text))
    return tuple(dict.fromkeys(found))
