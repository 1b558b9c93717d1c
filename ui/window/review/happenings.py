"""What just happened to a case, in words: answered, graded, undone, done again."""

from __future__ import annotations

from collections.abc import Collection

from reviewer.app.answering import Answered
from reviewer.app.undoing import Act
from reviewer.domain.form import Form, Kind
from reviewer.domain.ids import CaseId, Key, short_number
from reviewer.domain.review import Review, case_type
from ui.window.commands import Commands
from ui.window.parts.answer_words import answer_words
from ui.window.review.review_view import ReviewView, standing_word, type_word
from ui.window.status_strip import Happening
from ui.window.words import counted, localised, say

_SHOWN = frozenset({Kind.CHOICE, Kind.DATE, Kind.DATETIME, Kind.INTEGER})
"""What is short enough to be named with its answer."""


def arrived(view: ReviewView) -> Happening:
    """Return which case is shown now, and where it stands."""
    form, review = view.form, view.review
    status = review.status(form)
    words = say(
        "Case {case}: {type}. {status}",
        case=short_number(view.case.id),
        type=type_word(form, case_type(form, review, view.case.type)),
        status=standing_word(status, view.assessment.percent if review.touched else 0),
    )
    return Happening(words=words, passes=True)


def given(form: Form, answered: Answered, time: str) -> Happening:
    """Return what was answered just now, and that it is on the disk."""
    keys = [key for key in form.items if key in answered.changed]
    if len(keys) != 1:
        words = counted(len(keys), "{n} answer saved {time}", "{n} answers saved {time}", time=time)
    elif not answered.review.get(keys[0]):
        words = say("Cleared: {item} · saved {time}", item=_label(form, keys[0]), time=time)
    elif keys[0] == form.roles.grade:
        grade = _answer(form, keys[0], answered.review)
        words = say("Graded {grade} · saved {time}", grade=grade, time=time)
    elif form.item(keys[0]).kind in _SHOWN:
        words = say(
            "{item}: {answer} · saved {time}",
            item=_label(form, keys[0]),
            answer=_answer(form, keys[0], answered.review),
            time=time,
        )
    else:
        words = say("{item} · saved {time}", item=_label(form, keys[0]), time=time)
    return Happening(words=words, back=Commands.UNDO)


def completed(case: CaseId, time: str) -> Happening:
    """Return that a case is complete."""
    words = say("{case} is complete · saved {time}", case=short_number(case), time=time)
    return Happening(words=words, back=Commands.UNDO)


def revealed(form: Form, answered: Answered) -> Happening:
    """Return that the force's own grade is shown now."""
    grade = answer_words(form, form.item(form.roles.grade), answered.review.blind_grade)
    words = say("The force's own grade is shown. Yours until then: {grade}", grade=grade)
    return Happening(words=words)


def undone(form: Form, act: Act, answered: Answered) -> Happening:
    """Return what was undone, in which case, and how the case is now."""
    case = short_number(answered.case.id)
    what = _what(form, act.keys)
    if not act.keys:
        words = say("Undone: {case} is no longer complete", case=case)
    elif answered.review.completed:
        words = say("Undone in {case}, which is complete: {what}", case=case, what=what)
    else:
        words = say("Undone in {case}: {what}", case=case, what=what)
    return Happening(words=words, back=Commands.REDO)


def redone(form: Form, act: Act, answered: Answered) -> Happening:
    """Return what was done again, and in which case."""
    case = short_number(answered.case.id)
    if act.keys:
        words = say("Redone in {case}: {what}", case=case, what=_what(form, act.keys))
    else:
        words = say("Redone: {case} is complete", case=case)
    return Happening(words=words, back=Commands.UNDO)


def _what(form: Form, keys: Collection[Key]) -> str:
    if len(keys) == 1:
        return _label(form, next(iter(keys)))
    return counted(len(keys), "{n} answer", "{n} answers")


def _label(form: Form, key: Key) -> str:
    return localised(form.item(key).label)


def _answer(form: Form, key: Key, review: Review) -> str:
    return answer_words(form, form.item(key), review.get(key))
