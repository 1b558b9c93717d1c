"""From a form file to a checked form that is complete in itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from reviewer.domain.conditions import CONDITION_RULE
from reviewer.domain.form import Form
from reviewer.forms.check import faults
from reviewer.forms.generated import with_generated
from reviewer.forms.problems import FormError, FormProblem
from reviewer.forms.source import Node, plain, read_source
from reviewer.forms.taking import FindSource, with_taken


def load_form(untrusted_text: str, name: str, *, find: FindSource) -> Form:
    """Read a form file's text; `name` is the file name its problems are told with.

    `find` gives the text of forms that parts are taken from. The form returned holds every
    item, the generated notes and explanations among them. Raises FormError.
    """
    root = with_taken(read_source(untrusted_text, name), find)
    try:
        written = Form.model_validate(plain(root))
    except ValidationError as error:
        raise FormError(_ordered(root, _shape_problems(root, error.errors()))) from None
    form = with_generated(written)
    found = [root.at(*path).problem(reason) for path, reason in faults(written, form)]
    if found:
        raise FormError(_ordered(root, found))
    return form


def completed_form(written: Form) -> Form:
    """Return a form that came without its file complete in itself; raises FormError."""
    form = with_generated(written)
    found = [
        FormProblem(file=form.id, line=1, reason=reason) for _, reason in faults(written, form)
    ]
    if found:
        raise FormError(found)
    return form


def _ordered(root: Node, problems: Iterable[FormProblem]) -> list[FormProblem]:
    # The form's own problems first, then those of the forms it takes from.
    return sorted(set(problems), key=lambda p: (p.file != root.file, p.file, p.line, p.reason))


def _shape_problems(root: Node, errors: list[ErrorDetails]) -> Iterator[FormProblem]:
    """Turn pydantic's errors into problems.

    Where a value may be one of several kinds pydantic tells an error for each of them; of those
    on one line the ones with the longest location went furthest along what was meant.
    """
    lines: dict[tuple[str, int], list[ErrorDetails]] = {}
    for error in errors:
        node = root.at(*error["loc"])
        lines.setdefault((node.file, node.line), []).append(error)
    for (file, line), here in lines.items():
        deepest = max(len(error["loc"]) for error in here)
        reasons = [_reason(error) for error in here if len(error["loc"]) == deepest]
        named = [reason for reason in reasons if reason.startswith("“")]
        for reason in named or reasons[:1]:
            yield FormProblem(file=file, line=line, reason=reason)


def _reason(error: ErrorDetails) -> str:
    name = error["loc"][-1] if error["loc"] else "the form"
    if error["type"] == "missing":
        return f"“{name}” is missing."
    if error["type"] == "extra_forbidden":
        return f"“{name}” is not known here."
    if name == "bool":
        return f"this is true, false or a condition: {CONDITION_RULE}."
    message = error["msg"]
    return f"{message[:1].lower()}{message[1:]}."
