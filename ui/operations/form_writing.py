"""A form file to start from: a commented template, or what a spreadsheet of survey tools says."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from reviewer.app.files import Sort, check_no_input, check_target, read_whole, write_atomically
from reviewer.domain.errors import RefusalError, WorldError
from reviewer.domain.form import Form
from reviewer.domain.message import message
from reviewer.forms.mapping import mapping_template
from ui.operations.forms import FormCheck, check_form_file


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenForm:
    """A form file that was written: what is still wrong in it, and what was left out of it."""

    check: FormCheck
    left_out: tuple[str, ...] = ()


def write_new_form(out: Path) -> WrittenForm:
    """Write a commented form file to start from; raises WorldError where the name is taken."""
    template = resources.files("resources") / "forms" / "new-form.yaml"
    _write(out, template.read_text("utf-8"))
    return WrittenForm(check=check_form_file(out))


def write_form_of_xlsform(source: Path, out: Path, *, replace: bool = False) -> WrittenForm:
    """Write an XLSForm as a form file; `replace` says that one of that name may be overwritten.

    Raises RefusalError for a file that is no XLSForm, WorldError where one can't be read or
    written.
    """
    from reviewer.intake.xlsform import read_xlsform  # noqa: PLC0415 - it loads a reader of workbooks

    read = read_xlsform(read_whole(source))
    _write(out, read.text, (source,), replace=replace)
    return WrittenForm(check=check_form_file(out), left_out=tuple(map(str, read.left_out)))


def write_mapping_template(earlier: Form, later: Form, out: Path, *, replace: bool = False) -> None:
    """Write a mapping file of two forms to fill in; raises as `write_new_form` does.

    `replace` says that a file of that name may be overwritten.
    """
    lines = mapping_template(earlier, later)
    _write(out, "".join(f"{line}\n" for line in lines), replace=replace)


def _write(out: Path, text: str, inputs: Collection[Path] = (), *, replace: bool = False) -> None:
    if out.suffix.casefold() not in {".yaml", ".yml"}:
        raise RefusalError("bad-name", message("The name of a form file must end in .yaml."))
    check_target(out, Sort.TEXT)
    check_no_input(out, inputs)
    if out.exists() and not replace:
        raise WorldError(
            "exists",
            message("{file} already exists. Choose another name.", file=out.name),
        )
    write_atomically(out, text.encode())
