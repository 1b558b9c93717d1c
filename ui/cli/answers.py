"""`answers`, `cases`, `reveal` and `complete`: a reviewer's work without the window."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, Final, TextIO

import typer

from reviewer.app.answer_sheets import load_answers, write_answer_sheet
from reviewer.app.answering import answer, reviewing_person
from reviewer.app.case_views import case_lines, review_documents
from reviewer.app.completing import complete_case, reveal_force_grade
from reviewer.app.files import read_whole
from reviewer.app.store import Store
from reviewer.domain.errors import RefusalError
from reviewer.domain.ids import CaseId, Key
from reviewer.domain.message import Message, message, plural, verbatim
from ui.cli.doors import NOT_SOUND, end_with, identifiers_listed, refused_is_not_sound
from ui.cli.filing import reading, writing
from ui.cli.options import Json, KeepIdentifiers, PassphraseFile, Replace, ReviewFile
from ui.cli.output import emit_json, say, say_counted, say_table, show_line

_MARKS: Final[Mapping[str, Message]] = {
    "returned": message("Returned"),
    "unsettled": message("Undecided"),
    "": verbatim(""),
}
"""The last column of the list of cases, by what a review file or a register marks there."""

Case = Annotated[str, typer.Argument(metavar="CASE", help="The case's id.")]


def add_to(app: typer.Typer) -> None:
    """Add the commands of this group."""
    group = typer.Typer(help="Show, set, load answers; make an answer sheet.", no_args_is_help=True)
    group.command("show")(show)
    group.command("set")(set_answers)
    group.command("template")(template)
    group.command("load")(load)
    app.add_typer(group, name="answers")
    app.command("cases")(cases)
    app.command("complete")(complete)
    app.command("reveal")(reveal)


def cases(file: ReviewFile, passphrase_file: PassphraseFile = None, json: Json = False) -> None:
    """List the cases, one on each line.

    Example: reviewer cases inspection.review
    """
    with reading(file, passphrase_file) as store:
        lines, form = case_lines(store), store.form()
    if json:
        emit_json(lines)
        return
    mark = next((key for key in ("returned", "unsettled") if lines and key in lines[0]), "")
    columns: dict[str, str | Message] = {
        "id": message("Case"),
        "type": message("Type"),
        "status": message("Status"),
        "percent": "%",
        "grade": message("Grade"),
        **({"supervision": message("Supervision")} if form.roles.supervision else {}),
        **({"delay": message("Delay")} if form.roles.delay else {}),
        **({"return": message("Returned")} if any(line.get("return") for line in lines) else {}),
    }
    say_table(
        (*columns.values(), _MARKS[mark]),
        (
            (*(line[key] for key in columns), message("yes") if line.get(mark) else "")
            for line in lines
        ),
    )


def show(
    file: ReviewFile, case: Case, passphrase_file: PassphraseFile = None, json: Json = False
) -> None:
    """Show the answers of one case; in a register, of every review of it.

    Example: reviewer answers show inspection.review NCPI-MPS-2018Q4-0042
    """
    with reading(file, passphrase_file) as store:
        documents = review_documents(store, CaseId(case))
    if json:
        emit_json(documents)
        return
    for document in documents:
        show_line(" · ".join(document[key] for key in ("case", "reviewer", "status")))
        say_table((message("Key"), message("Answer")), _flat(document))


def _flat(document: dict[str, Any]) -> Iterator[tuple[str, str]]:
    yield from document["answers"].items()
    for name, rows in document.items():
        for number, row in enumerate(rows if isinstance(rows, list) else (), start=1):
            yield from ((f"{name} {number}: {key}", value) for key, value in row.items())


def set_answers(
    file: ReviewFile,
    case: Annotated[str, typer.Argument(metavar="CASE|-", help="The case's id, or - for lines.")],
    values: Annotated[
        list[str] | None,
        typer.Argument(metavar="KEY=VALUE …", help="An empty value clears the answer."),
    ] = None,
    passphrase_file: PassphraseFile = None,
) -> None:
    """Set answers of one case, or with - of several, line by line from standard input.

    Each line is CASE KEY=VALUE, such as NCPI-MPS-2018Q4-0042 A1.1=Y. An empty value clears the
    answer.

    Example: reviewer answers set inspection.review NCPI-MPS-2018Q4-0042 A1.1=Y delay.flag=DEL_NONE
    """
    if case == "-":
        with writing(file, passphrase_file) as store:
            refused = _set_lines(store, sys.stdin)
        end_with(NOT_SOUND if refused else 0)
    given = _given(values or ())
    with writing(file, passphrase_file) as store:
        with refused_is_not_sound():
            answered = answer(store, CaseId(case), given, now=_now())
        show_line(f"{answered.seq} {case} {' '.join(given)}")


def _now() -> datetime:
    return datetime.now(UTC)


def _given(values: Sequence[str]) -> dict[Key, str]:
    if not values:
        raise RefusalError("nothing-given", message("Name at least one answer as KEY=VALUE."))
    split: dict[Key, str] = {}
    for text in values:
        key, sign, value = text.partition("=")
        if not sign or not key.strip():
            raise RefusalError(
                "bad-option", message("Write an answer as KEY=VALUE, not “{text}”.", text=text)
            )
        named = Key(key.strip())
        if named in split:
            raise RefusalError("bad-option", message("“{key}” is given twice.", key=named))
        split[named] = value
    return split


def _set_lines(store: Store, lines: TextIO) -> int:
    """Commit each line by itself; answer each with one flushed line; return how many refused."""
    refused = 0
    for line in filter(str.strip, lines):
        case, _, rest = line.strip("\r\n").lstrip().partition(" ")
        key, sign, value = rest.partition("=")
        key = key.strip()
        try:
            seq = _set_line(store, CaseId(case), key, value if sign else None)
            outcome = f"{seq} {case} {key}"
        except RefusalError as error:
            refused += 1
            outcome = f"REFUSED {case} {key or '-'} {' '.join(str(error).split())}"
        show_line(outcome)
        sys.stdout.flush()
    return refused


def _set_line(store: Store, case: CaseId, key: str, value: str | None) -> int:
    # Without the sign nothing says what to save: a line cut short must not clear an answer.
    if value is None:
        raise RefusalError("bad-line", message("Write a line as CASE KEY=VALUE."))
    return answer(store, case, {Key(key): value}, now=_now()).seq


def template(
    file: ReviewFile,
    out: Annotated[Path, typer.Argument(metavar="OUT.xlsx")],
    replace: Replace = False,
    keep_identifiers: KeepIdentifiers = "",
    passphrase_file: PassphraseFile = None,
) -> None:
    """Save an answer sheet to fill in with a spreadsheet program; this is logged.

    Example: reviewer answers template inspection.review sheet.xlsx
    """
    with writing(file, passphrase_file) as store, identifiers_listed():
        write_answer_sheet(
            store, out, now=_now(), replace=replace, keep_identifiers=keep_identifiers
        )
    say(
        "Saved {out}. Fill it in, then load it with: reviewer answers load {file} {out}",
        out=out,
        file=file,
    )


def load(
    file: ReviewFile,
    sheet: Annotated[Path, typer.Argument(metavar="ANSWERS.xlsx|.csv")],
    passphrase_file: PassphraseFile = None,
    json: Json = False,
) -> None:
    """Load answers from a sheet: all of them, or none if a cell has an error.

    Example: reviewer answers load inspection.review sheet.xlsx
    """
    content = read_whole(sheet)
    with writing(file, passphrase_file, backup_first=True) as store:
        loaded = load_answers(store, content, now=_now())
    if json:
        emit_json(
            {
                "cases": loaded.cases,
                "changed": loaded.changed,
                "problems": [
                    {"sheet": p.sheet, "row": p.row, "column": p.column, "text": p.text}
                    for p in loaded.problems
                ],
            }
        )
    elif loaded.problems:
        for p in loaded.problems:
            _say_problem(p.sheet, p.row, p.column, p.text)
        say_counted(
            len(loaded.problems),
            "Nothing was loaded. {n} cell has an error.",
            "Nothing was loaded. {n} cells have errors.",
        )
    else:
        say(
            "Loaded {cases}, with {answers} changed.",
            cases=plural(loaded.cases, "{n} case", "{n} cases"),
            answers=plural(loaded.changed, "{n} answer", "{n} answers"),
        )
    if loaded.problems:
        end_with(NOT_SOUND)


def reveal(
    file: ReviewFile, case: Case, passphrase_file: PassphraseFile = None, json: Json = False
) -> None:
    """Show the force's own grade of a case once your own judgement is complete; it is logged.

    Example: reviewer reveal inspection.review NCPI-MPS-2018Q4-0042
    """
    with writing(file, passphrase_file) as store:
        shown = reveal_force_grade(store, CaseId(case), now=_now())
    force, scale = (shown.visible.get(key) for key in ("force_grade", "force_scale"))
    if json:
        blind = shown.review.blind_grade
        emit_json({"case": case, "grade": blind, "force_grade": force, "force_scale": scale})
    elif scale:
        say(
            "{case}: the force's own grade is {grade} ({scale}).",
            case=case,
            grade=str(force),
            scale=scale,
        )
    else:
        say("{case}: the force's own grade is {grade}.", case=case, grade=str(force))


def _say_problem(sheet: str, row: int, column: str, text: str | Message) -> None:
    if row:
        say("{sheet}, row {row}, {column}: {text}", sheet=sheet, row=row, column=column, text=text)
    else:
        say("{sheet}, {column}: {text}", sheet=sheet, column=column, text=text)


def complete(
    file: ReviewFile,
    case: Annotated[list[str] | None, typer.Argument(metavar="CASE …")] = None,
    every: Annotated[bool, typer.Option("--all", help="Every case that has been started.")] = False,
    passphrase_file: PassphraseFile = None,
) -> None:
    """Mark cases as complete, and list what is missing in the others.

    Example: reviewer complete inspection.review --all
    """
    if bool(case) == every:
        raise RefusalError("bad-option", message("Name the cases, or use --all."))
    missing = done = 0
    with writing(file, passphrase_file) as store:
        reviewing_person(store)
        begun = [review.case for review in store.reviews() if review.touched]
        wanted = [CaseId(name) for name in case] if case else begun
        for case_id in wanted:
            try:
                complete_case(store, case_id, now=_now())
                done += 1
            except RefusalError as error:
                missing += 1
                show_line(" ".join(str(error).split()))
        left = len(store.cases()) - len(begun)
    if every and left:
        say("{done} complete, {open} not, {left} not started.", done=done, open=missing, left=left)
    else:
        say("{done} complete, {open} not.", done=done, open=missing)
    if missing:
        end_with(NOT_SOUND)
