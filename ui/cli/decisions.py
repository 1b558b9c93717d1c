"""`conflicts` and `decide`: what waits for the lead of a register, and what was decided."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Annotated, Any, Final

import typer

from reviewer.app.deciding import (
    Ruling,
    close_agreed,
    decide_finding,
    decide_side,
    postpone_case,
    return_case,
    revoke_decisions,
)
from reviewer.app.deciding_names import decide_code, decide_list, decide_reader
from reviewer.app.merge_base import merge_base
from reviewer.app.moderators import set_moderation_rule
from reviewer.app.register import combined_register
from reviewer.app.register_views import register_document, waiting_document
from reviewer.app.store import Store
from reviewer.domain.combined import ReturnState
from reviewer.domain.decision import Alias
from reviewer.domain.errors import RefusalError
from reviewer.domain.ids import CaseId
from reviewer.domain.message import Message, listed, message, plural
from ui.cli.doors import refused_is_not_sound
from ui.cli.filing import reading, writing
from ui.cli.options import Json, PassphraseFile, Reason, Register, pairs
from ui.cli.output import emit_json, say, say_counted, say_notice, show_line
from ui.operations.decisions import clock_notice, new_ids, ruling_of

_MOOT = (
    "moderator-reads",
    "nothing-to-decide",
    "no-such-side",
    "unknown-case",
    "bad-grade",
    "no-such-reader",
)


def add_to(app: typer.Typer) -> None:
    """Add the commands of this group."""
    app.command("conflicts")(conflicts)
    app.command("decide")(decide)
    app.command("moderation")(moderation)


def conflicts(
    register: Register, passphrase_file: PassphraseFile = None, json: Json = False
) -> None:
    """List what the lead has to decide: conflicts, second reads, returns and names.

    Example: reviewer conflicts team.review
    """
    with reading(register, passphrase_file) as store:
        form, combined = store.form(), combined_register(store)
    waiting = [waiting_document(form, combined, one) for one in combined.waiting]
    if json:
        emit_json(waiting)
        return
    for document in waiting:
        show_line(f"{document['case']}: {document['kind']}")
        for sentence in _about(document):
            show_line(f"  {sentence}")
        for number, side in enumerate(document["sides"], start=document["first"]):
            finding = ", ".join(f"{key} {code or '–'}" for key, code in side["finding"].items())
            line = f"  {number}  {side['reviewer']}: {finding}"
            if side["signers"]:
                signers = listed(side["signers"])
                show_line(message("{side} (signed by {signers})", side=line, signers=signers))
            else:
                show_line(line)
    show_rest(register_document(combined))
    say_counted(len(waiting), "{n} case to decide.", "{n} cases to decide.")


_SHOWN: Final = 8
"""Items of a conflict that are named; of more, only how many there are."""


def _about(document: dict[str, Any]) -> Iterator[Message]:
    differing = document["differing"]
    if differing and document["kind"] != "conflict":
        yield message("The readers differ on {items}.", items=listed(differing))
    elif len(differing) > _SHOWN:
        yield message("The versions differ on {n} items.", n=len(differing))
    elif differing:
        yield message("The versions differ on {items}.", items=listed(differing))
    if document["stale"]:
        yield message("This was decided before, but a version has changed since.")
    if document["postponed"]:
        yield message("It was postponed.")
    for ruling in document["rulings"]:
        yield message(
            "{moderator} decided {decided}, because: {reason}",
            moderator=ruling["moderator"],
            decided=ruling["decided"],
            reason=ruling["reason"],
        )


def show_rest(document: dict[str, Any]) -> None:
    """Print what else waits: returns, questions about names, copies of a register."""
    for returned in document["returns"]:
        if returned["state"] != ReturnState.ANSWERED:
            say(
                "{case} was returned to {reader} and is not answered ({state}).",
                case=returned["case"],
                reader=returned["reader"],
                state=returned["state"],
            )
    for question in document["questions"]:
        say("{names}: {question}", names=listed(question["names"]), question=question["text"])
    for copies in document["diverged"]:
        say("{names} come from copies of one register. Remove one.", names=listed(copies))
    if document["moderated_by_readers"]:
        cases = listed(document["moderated_by_readers"])
        say("Decided by a reviewer of the case: {cases}.", cases=cases)
    if document["postponed"]:
        say_counted(len(document["postponed"]), "{n} case postponed.", "{n} cases postponed.")


Case = Annotated[str, typer.Argument(metavar="[CASE]")]
Moderator = Annotated[str, typer.Option("--moderator", metavar="NAME", help="Who decides.")]
Grade = Annotated[str, typer.Option("--grade", help="A grade, by its code.")]
Items = Annotated[
    list[str] | None,
    typer.Option(
        "--item",
        metavar="KEY=CODE",
        help="The right code for another item on which readers differ.",
    ),
]
Side = Annotated[int | None, typer.Option("--side", help="The version that counts.")]
Return = Annotated[
    bool, typer.Option("--return", help="Return it to its reader; the reason is the comment.")
]
To = Annotated[
    str, typer.Option("--to", metavar="NAME", help="With --return: the reader to return it to.")
]
Postpone = Annotated[bool, typer.Option("--postpone", help="Postpone the case.")]
Revoke = Annotated[bool, typer.Option("--revoke", help="Revoke the decision.")]
AllAgreed = Annotated[
    bool, typer.Option("--all-agreed", help="Confirm every second read that agrees.")
]
ReaderName = Annotated[
    str, typer.Option("--reader", metavar="NAME", help="A reader's name, as it was signed.")
]
CountsAs = Annotated[
    str,
    typer.Option(
        "--counts-as", metavar="NAME", help="With --reader: the reviewer this name counts as."
    ),
]
SignedBy = Annotated[
    str,
    typer.Option(
        "--signed-by", metavar="FINGERPRINT", help="With --reader: only reviews signed by this one."
    ),
]
Code = Annotated[str, typer.Option("--code", help="An inspection code that was mistyped.")]
LaterList = Annotated[
    str,
    typer.Option(
        "--list",
        metavar="DIGEST",
        help="A list that one reader added to: its added cases count apart.",
    ),
]


def decide(
    register: Register,
    reason: Reason,
    moderator: Moderator,
    case: Case = "",
    grade: Grade = "",
    item: Items = None,
    side: Side = None,
    send_back: Return = False,
    to: To = "",
    postpone: Postpone = False,
    revoke: Revoke = False,
    all_agreed: AllAgreed = False,
    reader: ReaderName = "",
    counts_as: CountsAs = "",
    signed_by: SignedBy = "",
    code: Code = "",
    later_list: LaterList = "",
    passphrase_file: PassphraseFile = None,
) -> None:
    """Decide a second read, a conflict or a name; return a case; revoke a decision.

    The reader receives a return with the team workbook; see reviewer returns. If two leads decide
    differently, the case is a conflict, whatever their clocks say.

    Example: reviewer decide team.review NCPI-MPS-2018Q4-0042 --grade RI --reason "…" --moderator M
    """
    alias = Alias(name=reader, counts_as=counts_as or reader, signer=signed_by.upper())
    acts: dict[str, Act | None] = {
        "grade": _grade(grade, item or []) if grade or item else None,
        "side": _side(side) if side is not None else None,
        "return": _return(to) if send_back else None,
        "postpone": _postpone if postpone else None,
        "revoke": _revoke if revoke else None,
        "all-agreed": _close_agreed if all_agreed else None,
        "reader": _reader(alias) if reader else None,
        "code": _code(code) if code else None,
        "list": _list(later_list) if later_list else None,
    }
    act = _chosen(acts, case)
    ruling = ruling_of(moderator, reason, now=datetime.now(UTC))
    with writing(register, passphrase_file) as store, refused_is_not_sound(*_MOOT):
        say_notice(clock_notice(store, now=ruling.now))
        done = act(store, CaseId(case), ruling)
    show_line(done)


def moderation(
    register: Register,
    outside_only: Annotated[
        bool | None,
        typer.Option(
            "--outside-only/--readers-too",
            help="Whether nobody, or also a reader, may moderate a case that they read.",
        ),
    ] = None,
    passphrase_file: PassphraseFile = None,
) -> None:
    """Show or set who may moderate second reads: anybody, or nobody who read the case.

    Example: reviewer moderation team.review --outside-only
    """
    if outside_only is None:
        with reading(register, passphrase_file) as store:
            about = merge_base(store).inspection or store.inspection()
    else:
        with writing(register, passphrase_file) as store:
            about = set_moderation_rule(store, outside_only=outside_only, now=datetime.now(UTC))
    if about.outside_moderators:
        say("Readers cannot moderate their own cases.")
    else:
        say("Readers may moderate their own cases. Each such decision is listed.")


Act = Callable[[Store, CaseId, Ruling], Message]
"""Does one thing in a register and says what was done."""


def _chosen(acts: dict[str, Act | None], case: str) -> Act:
    given = {name: act for name, act in acts.items() if act is not None}
    if len(given) != 1:
        options = ", ".join(f"--{name}" for name in acts)
        raise RefusalError("bad-option", message("Use one of {options}.", options=options))
    ((name, act),) = given.items()
    without = name in {"all-agreed", "reader", "code", "list"}
    if case and without:
        raise RefusalError("bad-option", message("Use --{name} without a case.", name=name))
    if not case and not without:
        raise RefusalError("bad-option", message("Use --{name} with a case.", name=name))
    return act


def _grade(grade: str, given: list[str]) -> Act:
    codes = pairs(given, "--item", "KEY=CODE")
    items = {key: code.upper() for key, code in codes.items()}

    def act(store: Store, case: CaseId, ruling: Ruling) -> Message:
        decision = decide_finding(store, case, grade, ruling, items)
        what = ", ".join([decision.grade, *given])
        return message("Decided {case}: {grade}.", case=case, grade=what)

    return act


def _side(number: int) -> Act:
    def act(store: Store, case: CaseId, ruling: Ruling) -> Message:
        decide_side(store, case, number, ruling)
        return message("Decided {case}: version {side}.", case=case, side=number)

    return act


def _return(to: str) -> Act:
    def act(store: Store, case: CaseId, ruling: Ruling) -> Message:
        whom = return_case(store, case, to, ruling).between[0].reviewer
        return message(
            "{case} will be returned to {reviewer} with the next team workbook.",
            case=case,
            reviewer=whom,
        )

    return act


def _postpone(store: Store, case: CaseId, ruling: Ruling) -> Message:
    postpone_case(store, case, ruling)
    return message("Postponed {case}.", case=case)


def _revoke(store: Store, case: CaseId, ruling: Ruling) -> Message:
    count = len(revoke_decisions(store, case, ruling, new_ids()))
    return plural(
        count,
        "Revoked {n} decision about {case}.",
        "Revoked {n} decisions about {case}.",
        case=case,
    )


def _close_agreed(store: Store, _: CaseId, ruling: Ruling) -> Message:
    count = len(close_agreed(store, ruling, new_ids()))
    return plural(
        count, "Confirmed {n} second read that agrees.", "Confirmed {n} second reads that agree."
    )


def _reader(alias: Alias) -> Act:
    def act(store: Store, _: CaseId, ruling: Ruling) -> Message:
        decide_reader(store, alias, ruling)
        return message("{name} counts as {other}.", name=alias.name, other=alias.counts_as)

    return act


def _code(code: str) -> Act:
    def act(store: Store, _: CaseId, ruling: Ruling) -> Message:
        alias = decide_code(store, code, ruling).alias
        own = alias.counts_as if alias is not None else code
        return message("{name} counts as {other}.", name=code, other=own)

    return act


def _list(digest: str) -> Act:
    def act(store: Store, _: CaseId, ruling: Ruling) -> Message:
        decide_list(store, digest, ruling)
        return message("The cases added with list {digest} count apart.", digest=digest)

    return act
