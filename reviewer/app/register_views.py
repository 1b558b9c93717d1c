"""A register as documents that scripts may rely on: what waits, what is held, who reads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from reviewer.app.register import combined_register, readers, standings_of
from reviewer.app.store import Store
from reviewer.domain.case import normalised_name
from reviewer.domain.combined import Combined, NameQuestion, OpenCase, ReturnedCase
from reviewer.domain.decision import Decision, finding_of
from reviewer.domain.form import Form
from reviewer.domain.ids import Key
from reviewer.domain.inspection import FileKind
from reviewer.domain.message import Message, message
from reviewer.domain.review import Review
from reviewer.figures.by_reader import by_reader_table
from reviewer.figures.table import Cell, Counted, Share, Table
from reviewer.register.succession import Warned


def waiting_document(form: Form, combined: Combined, waiting: OpenCase) -> dict[str, Any]:
    """Return one case that waits for a decision, with its sides and who signed them."""
    return {
        "case": waiting.case,
        "kind": "conflict" if waiting.conflict else "second read",
        "differing": list(waiting.differing or _apart(form, waiting.sides)),
        "stale": waiting.stale is not None,
        "postponed": waiting.postponed is not None,
        "rulings": [_ruling(decision) for decision in waiting.rulings],
        "first": waiting.first,
        "sides": [_side(form, combined, review) for review in waiting.sides],
    }


def _apart(form: Form, sides: Sequence[Review]) -> list[Key]:
    """Return the items that are not answered alike in the versions of a conflict."""
    return [key for key in form.items if len({side.answers.get(key, "") for side in sides}) > 1]


def register_document(combined: Combined) -> dict[str, Any]:
    """Return what else waits: returned cases, questions about names, copies of a register."""
    return {
        "returns": [_returned(one) for one in combined.returns],
        "postponed": sorted(one.case for one in combined.waiting if one.postponed),
        "moderated_by_readers": [
            pair.case for pair in combined.pairs if pair.decision and pair.decision.by_a_reader
        ],
        "questions": [
            {
                "names": list(question.names),
                "signers": list(question.signers),
                "text": str(question_text(question)),
            }
            for question in combined.questions
        ],
        "diverged": [[copy.name or copy.digest for copy in copies] for copies in combined.diverged],
    }


def warning_document(warned: Warned) -> dict[str, Any]:
    """Return something about one workbook that a person should look at."""
    return {"workbook": warned.workbook, "code": warned.code, "text": str(warned.text)}


def question_text(question: NameQuestion) -> Message:
    """Ask whose name or names these are."""
    if len(question.names) > 1:
        return message("One certificate signed under these names. Are they the same person?")
    return message(
        "Several certificates signed under this name. Is it one person with "
        "a renewed certificate, or different people?"
    )


def source_documents(combined: Combined) -> list[dict[str, Any]]:
    """Return the workbooks that count, those in a team's workbook among them."""
    return [
        {
            "workbook": source.name,
            "kind": str(source.kind),
            "issued_by": source.issued_by,
            "signer": source.signer,
            "fingerprint": source.fingerprint,
            "export": source.export_number,
            "exported_at": source.exported_at,
            "merged_at": source.merged_at,
            "readers": list(source.readers),
            "digest": source.digest,
            "held_by": source.held_by or None,
        }
        for source in combined.sources
    ]


def readers_table(store: Store) -> Table:
    """Return what each reader did: of a register everybody, of a review file its own reader.

    Nobody learns from their own file what others did.
    """
    standings, about = standings_of(store), store.inspection()
    if about.kind is FileKind.REVIEW:
        own = normalised_name(about.person)
        standings = tuple(
            replace(s, reviews=tuple(r for r in s.reviews if normalised_name(r.reviewer) == own))
            for s in standings
        )
    return by_reader_table(store.form(), standings)


def readers_of(store: Store) -> tuple[str, ...]:
    """Return whose reviews a register holds, by name; nobody's of a reviewer's own file."""
    if store.inspection().kind is FileKind.REVIEW:
        return ()
    return readers(combined_register(store).standings)


def readers_document(table: Table) -> list[dict[str, Any]]:
    """Return the table of readers: a document for each, by the headings in English."""
    keys = [heading.label.template or str(heading.label) for heading in table.headings]
    return [
        dict(zip(keys, [str(row.label), *map(_value, row.cells)], strict=True))
        for row in table.rows
    ]


def _value(cell: Cell) -> object:
    match cell:
        case Counted():
            return cell.n
        case Share():
            return None if cell.tenths is None else cell.tenths / 10
    return None


def _ruling(decision: Decision) -> dict[str, Any]:
    chosen = decision.chosen.finding if decision.chosen else ""
    items = ", ".join(f"{item.key} {item.code}" for item in decision.items)
    decided = "undone" if decision.revoked else chosen or decision.grade
    return {
        "id": decision.id,
        "moderator": decision.moderator,
        "decided": ", ".join(filter(None, [decided, items])),
        "reason": decision.reason,
        "at": decision.at,
    }


def _returned(one: ReturnedCase) -> dict[str, Any]:
    return {
        "case": one.decision.case,
        "reader": one.reader,
        "state": str(one.state),
        "moderator": one.decision.moderator,
        "comment": one.decision.reason,
        "at": one.decision.at,
    }


def _side(form: Form, combined: Combined, review: Review) -> dict[str, Any]:
    return {
        "reviewer": review.reviewer,
        "grade": review.grade(form) or None,
        "verdict": review.verdict(form) or None,
        "finding": {str(form.item(key).label): code for key, code in finding_of(form, review)},
        "digest": review.digest,
        "changed_at": review.changed_at,
        "source": next(iter(combined.came_from(review)), None),
        "signers": list(combined.signers(review)),
    }
