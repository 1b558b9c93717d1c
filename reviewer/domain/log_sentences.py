"""What the log says, for people: made from an action's typed fields where it is shown.

`sentence` holds nothing that a person typed, so it may be in a workbook; `sentences` adds
reasons and names of earlier visits, for the log itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import singledispatch

from reviewer.domain import case_actions as of_case
from reviewer.domain import file_actions as of_file
from reviewer.domain.action import Action, UnknownAction
from reviewer.domain.event import Event
from reviewer.domain.identifier import KIND_WORDS
from reviewer.domain.ids import Key
from reviewer.domain.message import Message, message, plural, verbatim
from reviewer.domain.redaction import with_what_is_left
from reviewer.domain.submission import LogLine
from reviewer.domain.team_actions import CodeCorrected, TeamAction

ItemName = Callable[[Key], str]
"""Tells what an item of the form is called where a sentence is shown."""


def sentences(events: Sequence[Event], item_name: ItemName = str) -> Iterator[Message]:
    """Yield what each event says, with the reasons that a person gave."""
    events = with_what_is_left(events)
    reasons = {
        event.seq: event.action.reason or ""
        for event in events
        if isinstance(event.action, of_file.RedactionReasoned)
    }
    for event in events:
        text = sentence(event.action, item_name)
        match event.action:
            case of_file.WordsRedacted(reason_event=why):
                yield message("{what}: {reason}", what=text, reason=reasons.get(why, ""))
            case (
                of_file.FileHandedOver(reason=str(why))
                | CodeCorrected(reason=str(why))
                | of_file.RedactionReasoned(reason=str(why))
                | of_file.IdentifiersKept(reason=str(why))
                | of_file.PublicationMade(reason=str(why), withdraws=True)
            ):
                yield message("{what}: {reason}", what=text, reason=why)
            case (
                of_file.EarlierVisitKept(label=str(label))
                | of_file.EarlierVisitLeftOut(label=str(label))
            ):
                yield message("“{label}”: {what}", label=label, what=text)
            case _:
                yield text


def log_line(event: Event) -> LogLine:
    """Return an event as a workbook's log shows it."""
    text = str(sentence(event.action))
    return LogLine(at=event.at, action=event.action.name, detail=text, head=event.hash)


def sentence(action: Action, item_name: ItemName = str) -> Message:
    """Return what an action says beside its name; nothing that a person typed."""
    return _sentence(action, item_name)


@singledispatch
def _sentence(action: Action, item_name: ItemName) -> Message:  # noqa: ARG001 - others need it
    """Name the fields of an action that has no sentence of its own."""
    facts = (f"{name.replace('_', ' ')} {getattr(action, name)}" for name in action.facts)
    return verbatim(", ".join(facts))


@_sentence.register
def _unknown(action: UnknownAction, _: ItemName) -> Message:
    known = ", ".join(f"{name} {value}" for name, value in action.known.items())
    if not known:
        return message("written by a newer version")
    return message("written by a newer version: {fields}", fields=known)


@_sentence.register
def _answer(action: of_case.AnswerGiven, item_name: ItemName) -> Message:
    text = verbatim(item_name(action.key))
    if action.cause is of_case.Cause.UNDONE:
        text = message("{item}: undone", item=text)
    elif action.cause is of_case.Cause.REDONE:
        text = message("{item}: redone", item=text)
    return message("{item}: cleared", item=text) if action.answer == "" else text


@_sentence.register(of_case.CommentWritten)
@_sentence.register(of_case.CommentRemoved)
def _comment(
    action: of_case.CommentWritten | of_case.CommentRemoved, item_name: ItemName
) -> Message:
    return verbatim(item_name(action.key))


@_sentence.register
def _list_value(action: of_case.ListValueCorrected, _: ItemName) -> Message:
    return verbatim(action.key.replace("_", " "))


@_sentence.register
def _blind_grade(action: of_case.BlindGradeFixed, _: ItemName) -> Message:
    if action.revealed:
        return message("overall grade {grade}; the force's own grade was shown", grade=action.grade)
    return message("overall grade {grade}; the force gave no grade", grade=action.grade)


@_sentence.register(of_case.CaseCompleted)
@_sentence.register(of_case.CaseReopened)
def _status(action: of_case.CaseCompleted | of_case.CaseReopened, _: ItemName) -> Message:
    match action.cause:
        case of_case.Cause.UNDONE:
            return message("by undoing")
        case of_case.Cause.REDONE:
            return message("by redoing")
        case of_case.Cause.GIVEN:
            return verbatim("")


@_sentence.register
def _continued(action: of_case.CaseContinued, _: ItemName) -> Message:
    return message("the review of {name}", name=action.reader)


@_sentence.register
def _assigned(action: of_case.CaseAssigned, _: ItemName) -> Message:
    return message("to {name}", name=action.inspector or message("nobody"))


@_sentence.register
def _returned(action: of_case.CaseReturned, _: ItemName) -> Message:
    return message("by {name}, decision {id}", name=action.moderator, id=action.decision)


@_sentence.register
def _decided(action: of_case.DecisionMade, _: ItemName) -> Message:
    settled = f"{action.about} {action.grade}".strip()
    return message("{settled}, decision {id}", settled=settled, id=action.decision)


@_sentence.register
def _created(action: of_file.FileCreated, _: ItemName) -> Message:
    created = message(
        "{kind} of {inspection}, form {form} version {version}",
        kind=action.file,
        inspection=action.inspection,
        form=action.form,
        version=action.form_version,
    )
    if not action.dispose_by:
        return created
    return _clauses(created, message("dispose of by {day}", day=action.dispose_by))


@_sentence.register
def _accepted(action: of_file.ListAccepted, _: ItemName) -> Message:
    return message(
        "{accepted} of {rows} rows accepted; {origin}",
        accepted=action.accepted,
        rows=action.rows,
        origin=_origin(action.origin),
    )


@_sentence.register
def _drawn(action: of_file.SampleDrawn, _: ItemName) -> Message:
    return verbatim(f"{action.draw}; {action.columns}")


@_sentence.register
def _team(action: TeamAction, _: ItemName) -> Message:
    return action.sentence


@_sentence.register
def _extended(action: of_file.ListExtended, _: ItemName) -> Message:
    added = message(
        "{added} cases added, {first} to {last}; {known} already in the file; {origin}",
        added=action.added,
        first=action.first,
        last=action.last,
        known=action.known,
        origin=_origin(action.origin),
    )
    if not action.ends_sample:
        return added
    return message("{added}; the whole sample is no longer random", added=added)


def _origin(list_: of_file.ListOrigin) -> Message:
    origin = message(
        "list SHA-256 {list}; file SHA-256 {file}; columns read: {read}; columns left out: "
        "{left_out}",
        list=list_.list_digest,
        file=list_.file_digest,
        read=list_.mapping,
        left_out=list_.left_out or message("none"),
    )
    if not list_.corrected:
        return origin
    return plural(
        list_.corrected,
        "{n} cell corrected by hand; {origin}",
        "{n} cells corrected by hand; {origin}",
        origin=origin,
    )


@_sentence.register
def _imported(action: of_file.AnswersImported, _: ItemName) -> Message:
    return plural(
        action.answers,
        "{n} answer from {source}",
        "{n} answers from {source}",
        source=action.source,
    )


@_sentence.register
def _opened(action: of_file.FileOpened, _: ItemName) -> Message:
    return _clauses(message("session {id}", id=action.session[:8]), *map(verbatim, action.unsafe))


@_sentence.register
def _handed_over(action: of_file.FileHandedOver, _: ItemName) -> Message:
    return message("from {before} to {after}", before=action.before, after=action.after)


@_sentence.register
def _compared(action: of_file.EarlierVisitKept, _: ItemName) -> Message:
    counts = message(
        "{below_good} of {graded} below good", below_good=action.below_good, graded=action.graded
    )
    if not action.source:
        return _clauses(counts, message("entered by hand"))
    return _clauses(
        counts, message("from the workbook with SHA-256 {digest}", digest=action.source)
    )


@_sentence.register
def _left_out(_action: of_file.EarlierVisitLeftOut, _: ItemName) -> Message:
    return message("left out")


@_sentence.register
def _disposal(action: of_file.DisposalDaySet, _: ItemName) -> Message:
    return message(
        "{before} → {after}",
        before=action.before or message("no day"),
        after=action.after or message("no day"),
    )


@_sentence.register
def _passphrase(action: of_file.PassphraseChanged, _: ItemName) -> Message:
    return message("by the {proof}", proof=action.by)


@_sentence.register
def _log(action: of_file.LogWritten, _: ItemName) -> Message:
    return plural(action.entries, "{n} entry", "{n:,} entries")


@_sentence.register
def _phrases(action: of_file.PhrasesWritten, _: ItemName) -> Message:
    return plural(action.phrases, "{n} phrase", "{n} phrases")


@_sentence.register
def _sealed(action: of_file.KeySealed, _: ItemName) -> Message:
    return message(
        "for {holder}, certificate {fingerprint}",
        holder=action.holder,
        fingerprint=action.fingerprint,
    )


@_sentence.register
def _migrated(action: of_file.FormatChanged, _: ItemName) -> Message:
    return message("from format {before} to {after}", before=action.before, after=action.after)


@_sentence.register
def _restored(action: of_file.CopyRestored, _: ItemName) -> Message:
    return message(
        "a copy whose last event is {event}, from {moment}",
        event=action.events,
        moment=action.last_at,
    )


@_sentence.register(of_file.ExportBegun)
@_sentence.register(of_file.ExportWritten)
def _export(action: of_file.ExportBegun | of_file.ExportWritten, _: ItemName) -> Message:
    return _clauses(
        message("export {number}, {id}", number=action.number, id=action.export),
        message("on {device}", device=action.device) if action.device else None,
        message("final") if action.final else None,
        message("with the force's references") if action.with_references else None,
        message("protected with a password") if action.protected else None,
    )


@_sentence.register
def _published(action: of_file.PublicationMade, _: ItemName) -> Message:
    published = plural(
        action.tables,
        "{n} table published, counts below {threshold} left out, SHA-256 {digest}",
        "{n} tables published, counts below {threshold} left out, SHA-256 {digest}",
        threshold=action.threshold,
        digest=action.digest,
    )
    if not action.withdraws:
        return published
    return message("{published}; those published before are withdrawn", published=published)


@_sentence.register
def _printed(action: of_file.PrintMade, _: ItemName) -> Message:
    printed = verbatim(str(action.printout))
    if action.cases:
        printed = plural(
            action.cases, "{what} of {n} case", "{what} of {n} cases", what=str(action.printout)
        )
    return _clauses(
        printed,
        plural(action.pages, "{n} page", "{n} pages"),
        _copy(action.copy, action.copies),
        message("signed") if action.signed else None,
        message("with the force's references") if action.with_references else None,
    )


def _copy(number: int | None, of: int | None) -> Message | None:
    if number is None:
        return None
    if of is None:
        return message("copy {number}", number=number)
    return message("copy {number} of {copies}", number=number, copies=of)


@_sentence.register
def _answer_sheet(action: of_file.AnswerSheetWritten, _: ItemName) -> Message:
    return plural(action.cases, "for {n} case", "for {n} cases")


@_sentence.register
def _kept(action: of_file.IdentifiersKept, _: ItemName) -> Message:
    return plural(len(action.phrases), "{n} phrase kept", "{n} phrases kept")


@_sentence.register
def _masked(action: of_file.IdentifiersMasked, item: ItemName) -> Message:
    return message("{kind} in “{item}”", kind=KIND_WORDS[action.what], item=item(action.key))


@_sentence.register
def _merged(action: of_file.WorkbookMerged, _: ItemName) -> Message:
    return message(
        "workbook SHA-256 {digest}, export {number} ({id}), signed by {signer}, {new} new, "
        "{replaced} replaced, {unchanged} unchanged",
        digest=action.digest,
        number=action.export_number,
        id=action.export,
        signer=action.signer,
        new=action.new,
        replaced=action.replaced,
        unchanged=action.unchanged,
    )


@_sentence.register
def _removed(action: of_file.WorkbookRemoved, _: ItemName) -> Message:
    return message("workbook SHA-256 {digest}", digest=action.digest)


@_sentence.register
def _reason(_action: of_file.RedactionReasoned, _: ItemName) -> Message:
    return message("reason")


@_sentence.register
def _redacted(action: of_file.WordsRedacted, _: ItemName) -> Message:
    return message("value of event {event}", event=action.event)


def _clauses(first: Message, *others: Message | None) -> Message:
    """Join clauses with commas, without those that are None."""
    for one in others:
        if one is not None:
            first = message("{first}, {next}", first=first, next=one)
    return first
