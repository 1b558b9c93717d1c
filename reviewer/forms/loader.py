"""From a form file to a checked form that is complete in itself."""

from __future__ import annotations

from collections.abc import Iterable

from pydantic import ValidationError

from reviewer.domain.form import Form
from reviewer.forms.check import faults
from reviewer.forms.generated import with_generated
from reviewer.forms.problems import FormError, FormProblem
from reviewer.forms.shape import not_a_form, shape_problems
from reviewer.forms.source import Node, plain, read_source
from reviewer.forms.taking import FindSource, with_taken


def load_form(untrusted_text: str, name: str, *, find: FindSource) -> Form:
    """Read a form file's text; `name` is the file name its problems are reported with.

    `find` gives the text of forms that parts are taken from. The form returned holds every
    item, the generated notes and explanations among them. Raises FormError.
    """
    source = read_source(untrusted_text, name)
    stranger = not_a_form(source)
    if stranger is not None:
        raise FormError([stranger])
    root = with_taken(source, find)
    try:
        written = Form.model_validate(plain(root))
    except ValidationError as error:
        raise FormError(_ordered(root, shape_problems(root, error.errors()))) from None
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
    return sorted(set(problems), key=lambda p: (p.file != root.file, p.file, p.line, str(p.reason)))
