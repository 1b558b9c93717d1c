"""When a question is asked, in words: what paper says where the screen hides and shows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from reviewer.domain.conditions import AllOf, AnyOf, Condition, In, Is, IsAnswered
from reviewer.domain.form import Form
from reviewer.domain.ids import Code
from reviewer.domain.message import Message, message


def routing(form: Form, condition: bool | Condition) -> Message | None:  # noqa: FBT001 - a form says true, false or a condition
    """Say when a question is asked; None where it always is, or paper cannot know.

    That a case is reviewed at all goes without saying.
    """
    match condition:
        case Is():
            ((key, code),) = condition.of.items()
            found = _holds(form, key, (code,))
        case In():
            ((key, codes),) = condition.of.items()
            found = _holds(form, key, codes)
        case IsAnswered():
            name = _name(form, condition.key)
            found = message("“{question}” is answered", question=name) if name else None
        case AllOf():
            found = _joined(form, condition.parts, every=True)
        case AnyOf():
            found = _joined(form, condition.parts, every=False)
        case _:
            found = None
    return found


def case_types_of(form: Form, condition: bool | Condition) -> tuple[str, ...]:  # noqa: FBT001 - as above
    """Return the case types for which a section must be answered, by their short names.

    Empty where it is not the type alone that decides.
    """
    parts: Sequence[Condition] = ()
    if isinstance(condition, AnyOf):
        parts = condition.parts
    elif not isinstance(condition, bool):
        parts = (condition,)
    for part in parts:
        if isinstance(part, Is | In):
            ((key, codes),) = part.of.items()
            if key in {"case_type", form.roles.case_type}:
                wanted = (codes,) if isinstance(codes, str) else codes
                options = form.options[form.types]
                known = [options[Code(code)] for code in wanted if code in options]
                return tuple(str(option.short or option.label) for option in known)
    return ()


def _holds(form: Form, key: str, codes: Iterable[str]) -> Message | None:
    name = _name(form, key)
    if not name or key == form.roles.reviewable:
        item = form.items.get(form.roles.reviewable)
        ends = item is not None and key == item.key and set(codes) <= set(form.endings)
        if not ends:
            return None
    item = form.items.get(key)  # type: ignore[call-overload]  # a key is a text
    options = form.codes_of(item) if item is not None else form.options[form.types]
    labels = [str(options[Code(c)].label) for c in codes if c in options]
    if not labels:
        return None
    either = message("{answer}", answer=labels[0])
    for label in labels[1:]:
        either = message("{first} or {second}", first=either, second=label)
    return message("“{question}” is {answer}", question=name, answer=either)


def _name(form: Form, key: str) -> str:
    item = form.items.get(key)  # type: ignore[call-overload]  # a key is a text
    if item is not None:
        return str(item.label)
    return str(message("Case type")) if key == "case_type" else ""


def _joined(form: Form, parts: Sequence[Condition], *, every: bool) -> Message | None:
    found = [words for words in (routing(form, part) for part in parts) if words is not None]
    # Where one of several ways is not known, the others would say too much.
    if not found or (not every and len(found) < len(parts)):
        return None
    first, *others = found
    for words in others:
        if every:
            first = message("{first} and {second}", first=first, second=words)
        else:
            first = message("{first} or {second}", first=first, second=words)
    return first
