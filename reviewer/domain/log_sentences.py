"""What the log says, for people: made from an action's typed fields where it is shown.

`sentence` holds nothing that a person typed, so it may stand in a workbook; `sentences` adds
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
from reviewer.domain.redaction import with_what_is_left
from reviewer.domain.submission import LogLine

ItemName = Callable[[Key], str]
"""Tells what an item of the form is called where a sentence is shown."""


def sentences(events: Sequence[Event], item_name: ItemName = str) -> Iterator[str]:
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
                yield f"{text}: {reasons.get(why, '')}"
            case (
                of_file.FileHandedOver(reason=str(why))
                | of_file.RedactionReasoned(reason=str(why))
                | of_file.IdentifiersKept(reason=str(why))
            ):
                yield f"{text}: {why}"
            case (
                of_file.EarlierVisitKept(label=str(label))
                | of_file.EarlierVisitLeftOut(label=str(label))
            ):
                yield f"“{label}”: {text}"
            case _:
                yield text


def log_line(event: Event) -> LogLine:
    """Return an event as a workbook's log shows it."""
    text = sentence(event.action)
    return LogLine(at=event.at, action=event.action.name, detail=text, head=event.hash)


def sentence(action: Action, item_name: ItemName = str) -> str:
    """Return what an action says beside its name; nothing that a person typed."""
    return _sentence(action, item_name)


@singledispatch
def _sentence(action: Action, item_name: ItemName) -> str:  # noqa: ARG001 - others need it
    """Name the fields of an action that has no sentence of its own."""
    return ", ".join(f"{name.replace('_', ' ')} {getattr(action, name)}" for name in action.facts)


@_sentence.register
def _unknown(action: UnknownAction, _: ItemName) -> str:
    known = ", ".join(f"{name} {value}" for name, value in action.known.items())
    return f"written by a newer version{': ' if known else ''}{known}"


@_sentence.register
def _answer(action: of_case.AnswerGiven, item_name: ItemName) -> str:
    text = item_name(action.key)
    if action.cause is of_case.Cause.UNDONE:
        text += ": undone"
    elif action.cause is of_case.Cause.REDONE:
        text += ": redone"
    return f"{text}: cleared" if action.answer == "" else text


@_sentence.register(of_case.CommentWritten)
@_sentence.register(of_case.CommentRemoved)
def _comment(action: of_case.CommentWritten | of_case.CommentRemoved, item_name: ItemName) -> str:
    return item_name(action.key)


@_sentence.register
def _list_value(action: of_case.ListValueCorrected, _: ItemName) -> str:
    return action.key.replace("_", " ")


@_sentence.register
def _blind_grade(action: of_case.BlindGradeFixed, _: ItemName) -> str:
    shown = "the force's own grade was shown" if action.revealed else "the force gave no grade"
    return f"overall grade {action.grade}; {shown}"


@_sentence.register
def _continued(action: of_case.CaseContinued, _: ItemName) -> str:
    return f"the review of {action.reader}"


@_sentence.register
def _assigned(action: of_case.CaseAssigned, _: ItemName) -> str:
    return f"to {action.inspector or 'nobody'}"


@_sentence.register
def _returned(action: of_case.CaseReturned, _: ItemName) -> str:
    return f"by {action.moderator}, decision {action.decision}"


@_sentence.register
def _decided(action: of_case.DecisionMade, _: ItemName) -> str:
    settled = f"{action.about} {action.grade}".strip()
    return f"{settled}, decision {action.decision}"


@_sentence.register
def _created(action: of_file.FileCreated, _: ItemName) -> str:
    until = f", to be disposed of by {action.dispose_by}" if action.dispose_by else ""
    form = f"form {action.form} version {action.form_version}"
    return f"{action.file} of {action.inspection}, {form}{until}"


@_sentence.register
def _accepted(action: of_file.ListAccepted, _: ItemName) -> str:
    return f"{action.accepted} of {action.rows} rows accepted; {_origin(action.origin)}"


@_sentence.register
def _drawn(action: of_file.SampleDrawn, _: ItemName) -> str:
    return f"{action.draw}; {action.columns}"


@_sentence.register
def _extended(action: of_file.ListExtended, _: ItemName) -> str:
    ended = "; the sample as a whole is no random one any more" if action.ends_sample else ""
    return (
        f"{action.added} cases added, {action.first} to {action.last}; {action.known} were there; "
        f"{_origin(action.origin)}{ended}"
    )


def _origin(list_: of_file.ListOrigin) -> str:
    by_hand = f"{list_.corrected} cells corrected by hand; " if list_.corrected else ""
    return (
        f"{by_hand}list SHA-256 {list_.list_digest}; file SHA-256 {list_.file_digest}; columns "
        f"read: {list_.mapping}; columns left out: {list_.left_out or 'none'}"
    )


@_sentence.register
def _imported(action: of_file.AnswersImported, _: ItemName) -> str:
    return f"{action.answers} answers from {action.source}"


@_sentence.register
def _opened(action: of_file.FileOpened, _: ItemName) -> str:
    return ", ".join([f"session {action.session}", *action.unsafe])


@_sentence.register
def _handed_over(action: of_file.FileHandedOver, _: ItemName) -> str:
    return f"from {action.before} to {action.after}"


@_sentence.register
def _compared(action: of_file.EarlierVisitKept, _: ItemName) -> str:
    origin = f"from the workbook with SHA-256 {action.source}" if action.source else "typed in"
    return f"{action.below_good} of {action.graded} below good, {origin}"


@_sentence.register
def _left_out(_action: of_file.EarlierVisitLeftOut, _: ItemName) -> str:
    return "left out"


@_sentence.register
def _disposal(action: of_file.DisposalDaySet, _: ItemName) -> str:
    return f"{action.before or 'no day'} → {action.after or 'no day'}"


@_sentence.register
def _passphrase(action: of_file.PassphraseChanged, _: ItemName) -> str:
    return f"by the {action.by}"


@_sentence.register
def _migrated(action: of_file.FormatChanged, _: ItemName) -> str:
    return f"from format {action.before} to {action.after}"


@_sentence.register
def _restored(action: of_file.CopyRestored, _: ItemName) -> str:
    return f"a copy whose last event is {action.events}, of {action.last_at}"


@_sentence.register(of_file.ExportBegun)
@_sentence.register(of_file.ExportWritten)
def _export(action: of_file.ExportBegun | of_file.ExportWritten, _: ItemName) -> str:
    return (
        f"export {action.number}, {action.export}"
        + (f", on {action.device}" if action.device else "")
        + (", final" if action.final else "")
        + (", with the force's references" if action.with_references else "")
        + (", protected with a password" if action.protected else "")
    )


@_sentence.register
def _printed(action: of_file.PrintMade, _: ItemName) -> str:
    cases = f" of {action.cases} case{'' if action.cases == 1 else 's'}" if action.cases else ""
    return (
        f"{action.printout}{cases}"
        + (f", copy {action.copy}" if action.copy is not None else "")
        + (f" of {action.copies}" if action.copies is not None else "")
        + (", signed" if action.signed else "")
        + (", with the force's references" if action.with_references else "")
    )


@_sentence.register
def _answer_sheet(action: of_file.AnswerSheetWritten, _: ItemName) -> str:
    return f"for {action.cases} case{'' if action.cases == 1 else 's'}"


@_sentence.register
def _kept(action: of_file.IdentifiersKept, _: ItemName) -> str:
    count = len(action.phrases)
    return f"{count} phrase{'' if count == 1 else 's'} that may leave"


@_sentence.register
def _masked(action: of_file.IdentifiersMasked, item: ItemName) -> str:
    return f"{KIND_WORDS[action.what]} in “{item(action.key)}”"


@_sentence.register
def _merged(action: of_file.WorkbookMerged, _: ItemName) -> str:
    return (
        f"workbook SHA-256 {action.digest}, export {action.export_number} ({action.export}), "
        f"signed by {action.signer}, {action.new} new, {action.replaced} replaced, "
        f"{action.unchanged} unchanged"
    )


@_sentence.register
def _removed(action: of_file.WorkbookRemoved, _: ItemName) -> str:
    return f"workbook SHA-256 {action.digest}"


@_sentence.register
def _reason(_action: of_file.RedactionReasoned, _: ItemName) -> str:
    return "reason"


@_sentence.register
def _redacted(action: of_file.WordsRedacted, _: ItemName) -> str:
    return f"value of event {action.event}"
