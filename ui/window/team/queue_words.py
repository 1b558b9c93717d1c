"""The lead's queue in words: what each entry is, and what a person should know of it."""

from __future__ import annotations

from reviewer.domain.combined import OpenCase, ReturnState
from reviewer.domain.lead_queue import QueueEntry, QueueKind
from ui.window.words import say


def queue_kind_words(entry: QueueEntry) -> str:
    """Return why a case is in the queue, as its row says it."""
    match entry.kind:
        case QueueKind.CONFLICT | QueueKind.DIFFERS if entry.asked is not None:
            return _open_words(entry.asked)
        case QueueKind.RETURNED if entry.returned is not None:
            taken_up = entry.returned.state is ReturnState.REOPENED
            return say("Returned, being worked on") if taken_up else say("Returned, not taken up")
        case QueueKind.ANSWERED:
            return say("Return answered")
        case QueueKind.AGREES:
            return say("Second read agrees")
        case QueueKind.SAMPLED:
            return say("Second read not there yet")
    return say("Decided")


def _open_words(open_case: OpenCase) -> str:
    words = say("Conflicting versions") if open_case.conflict else say("Second read differs")
    if open_case.rulings:
        return say("{what}, decisions differ", what=words)
    if open_case.postponed is not None:
        return say("{what}, postponed", what=words)
    return say("{what}, changed since", what=words) if open_case.stale else words


def queue_about(entry: QueueEntry) -> str:
    """Return what a person should know of a case before they do something about it."""
    parts = [_by_kind(entry)]
    if entry.returned is not None:
        parts.append(
            say(
                "{moderator} returned it to {reader}: {comment}",
                moderator=entry.returned.decision.moderator,
                reader=entry.returned.reader,
                comment=entry.returned.decision.reason,
            )
        )
    return " ".join(filter(None, parts))


def _by_kind(entry: QueueEntry) -> str:
    match entry.kind:
        case QueueKind.CONFLICT | QueueKind.DIFFERS if entry.asked is not None:
            return _about(entry.asked)
        case QueueKind.AGREES:
            return say("All readers agree. You can confirm this one, or all together below.")
        case QueueKind.SAMPLED:
            return say("{name} is to read this case too.", name=entry.second_reader)
        case QueueKind.DECIDED if entry.decision is not None:
            decision = entry.decision
            who, why = decision.moderator, decision.reason
            if decision.by_a_reader:
                return say(
                    "Decided by {name}, who is one of the readers: {reason}", name=who, reason=why
                )
            return say("Decided by {name}: {reason}", name=who, reason=why)
    return ""


def _about(open_case: OpenCase) -> str:
    if open_case.conflict:
        words = say(
            "There are conflicting versions of {name}'s review, because a copy "
            "of the file was changed.",
            name=open_case.sides[0].reviewer,
        )
    else:
        words = say("The reviewers came to different findings.")
    if open_case.rulings:
        names = ", ".join(sorted({ruling.moderator for ruling in open_case.rulings}))
        words += " " + say("{names} decided differently. Decide again.", names=names)
    if open_case.postponed is not None:
        words += " " + say("It was postponed: {reason}", reason=open_case.postponed.reason)
    if open_case.stale is not None:
        words += " " + say("This was decided before, but a version has changed since.")
    return words
