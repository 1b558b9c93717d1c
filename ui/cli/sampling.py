"""`list mapping`, `list draw`, `list extend` and `assign`: a list before and after `new`."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from reviewer.app.assignment import (
    allocate_by_list,
    allocate_evenly,
    assign_cases,
    assignable_cases,
    case_counts,
    names_of,
)
from reviewer.app.list_extension import ListExtension
from reviewer.app.list_files import write_mapping
from reviewer.domain.draw import DrawPlan
from reviewer.domain.errors import RefusalError
from reviewer.domain.ids import CaseId
from reviewer.domain.list_reading import ListReading
from reviewer.domain.message import Message, message, plural
from ui.cli.doors import NOT_SOUND, end_with, refused_is_not_sound
from ui.cli.filing import writing
from ui.cli.list_options import BUNDLED, FormChoice, ListArguments, takes_list_arguments
from ui.cli.list_words import problem_lines
from ui.cli.options import Json, PassphraseFile, Replace, ReviewFile, pairs
from ui.cli.output import (
    emit_json,
    say,
    say_counted,
    say_notice,
    say_table,
    show_line_aside,
)
from ui.operations.forms import chosen_form
from ui.operations.inspections import extend_list
from ui.operations.lists import DrawnSample, draw_sample
from ui.operations.sample_size import SizeNeed, plan_for, size_for

Listed = Annotated[Path, typer.Argument(metavar="LIST", help="The force's list.")]
Force = Annotated[str, typer.Option("--force", metavar="NAME", help="The police force.")]
GoodRows = Annotated[
    bool, typer.Option("--good-rows", help="Use the valid rows and leave out the refused ones.")
]

_NOT_DRAWN: Final = message(
    "Nothing was drawn. Correct the list, or use only the valid rows: --good-rows."
)
_NOT_ADDED: Final = message(
    "Nothing was added. Correct the list, or use only the valid rows: --good-rows."
)


@takes_list_arguments
def mapping(
    listed: Listed,
    out: Annotated[Path, typer.Argument(metavar="OUT.json")],
    how: ListArguments,
    force: Force = "",
    form: FormChoice = BUNDLED,
    replace: Replace = False,
) -> None:
    """Save how a list is read as a small file, for other inspectors of the same force.

    It holds headings, case types and codes, and nothing about a case. Use it with --mapping. An
    earlier mapping is replaced; for any other file use --replace.

    Example: reviewer list mapping sample.xlsx mapping.json --map reported="Date recorded"
    """
    mapped = how.read(listed, chosen_form(form), force=force).mapping
    write_mapping(out, mapped, source=listed, replace=replace)
    say(
        "Saved {out}: {columns}, {types}.",
        out=out,
        columns=plural(len(mapped.columns), "{n} column", "{n} columns"),
        types=plural(len(mapped.types), "{n} case type", "{n} case types"),
    )


@takes_list_arguments
def draw(
    listed: Listed,
    how: ListArguments,
    out: Annotated[
        Path | None,
        typer.Argument(metavar="OUT.csv", help="The list of sampled cases to save."),
    ] = None,
    seed: Annotated[
        str, typer.Option("--seed", metavar="TEXT", help="A text agreed beforehand.")
    ] = "",
    precision: Annotated[
        float | None,
        typer.Option(
            "--precision", metavar="POINTS", help="Draw the number of cases needed for ± POINTS."
        ),
    ] = None,
    size: Annotated[
        int | None, typer.Option("--size", metavar="N", help="How many cases to draw.")
    ] = None,
    stratify: Annotated[
        str,
        typer.Option("--stratify", metavar="type|unit", help="Draw from each case type or unit."),
    ] = "",
    fixed: Annotated[
        list[str] | None,
        typer.Option("--fixed", metavar="STRATUM=N", help="Draw N of this stratum."),
    ] = None,
    proportional: Annotated[
        bool,
        typer.Option(
            "--proportional",
            help="Draw in proportion to each stratum; the default without --fixed.",
        ),
    ] = False,
    replacements: Annotated[
        int,
        typer.Option("--replacements", metavar="N", help="Replacements to draw in each stratum."),
    ] = 0,
    force: Force = "",
    form: FormChoice = BUNDLED,
    good_rows: GoodRows = False,
    replace: Replace = False,
    json: Json = False,
) -> None:
    """Draw a random sample from a longer list; the same seed always draws the same cases.

    Each case has the number SHA-256(seed, U+001F, normalised reference); in each stratum the
    lowest numbers are the sample and the next ones its replacements, in that order. Next to
    OUT.csv, the replacements and the record OUT.draw.json are saved; use it with new --draw.
    With --precision alone, only the number of cases needed is shown.

    Example: reviewer list draw all.xlsx sample.csv --size 200 --stratify type --seed 2018-Q4-17
    """
    if proportional and fixed:
        raise RefusalError("bad-option", message("Use either --proportional or --fixed."))
    plan = DrawPlan(
        seed=seed, size=size, by=stratify, fixed=_fixed(fixed), replacements=replacements
    )
    if precision is None and (out is None or not seed):
        raise RefusalError("bad-option", message("Give OUT.csv and --seed, or --precision."))
    read = how.read(listed, chosen_form(form), force=force)
    if not good_rows:
        _stop_at_problems(read.reading, _NOT_DRAWN)
    need = None if precision is None else size_for(read.reading.cases, precision, stratify)
    if need is not None:
        plan = plan_for(plan, need)
        if not json:
            _say_need(need)
    drawn = None
    if out is not None and seed:
        drawn = draw_sample(read, plan, out, now=datetime.now(UTC), replace=replace)
    if json:
        emit_json(_document(need, drawn))
    elif drawn is not None:
        _say_draw(drawn)


def _document(need: SizeNeed | None, drawn: DrawnSample | None) -> dict[str, Any]:
    """Return the JSON document of `reviewer list draw --json`."""
    needed = need.document if need is not None else {}
    if drawn is None:
        return needed
    document = {**drawn.document, "files": [str(path) for path in drawn.files]}
    return {"needed": needed, **document} if needed else document


def _say_need(need: SizeNeed) -> None:
    say(
        "±{points} points at 95% need {size} of {population} cases.",
        points=f"{need.points:g}",
        size=f"{need.size:,}",
        population=f"{need.population:,}",
    )
    say_table(
        (
            message("Stratum"),
            message("Cases"),
            message("Draw, in proportion"),
            message("Draw, for the same precision"),
        ),
        ((s.name, s.population, s.in_proportion, s.for_itself) for s in need.strata),
    )
    say_table(
        (message("Cases drawn"), message("± points")),
        ((size, f"{points:.1f}") for size, points in need.sizes),
    )


def _fixed(texts: list[str] | None) -> dict[str, int] | None:
    if not texts:
        return None
    sizes = pairs(texts, "--fixed", "STRATUM=N")
    wrong = next((n for n in sizes.values() if not (n.isascii() and n.isdecimal())), None)
    if wrong is not None:
        raise RefusalError(
            "bad-option",
            message("Write --fixed as STRATUM=N; “{text}” is not a number.", text=wrong),
        )
    return {name: int(number) for name, number in sizes.items()}


def _say_draw(drawn: DrawnSample) -> None:
    made = drawn.draw
    say(
        "{drawn:,} of {cases:,} cases drawn, {method}, seed “{seed}”.",
        drawn=len(made.sample),
        cases=made.frame,
        method=made.method,
        seed=made.seed,
    )
    say_table(
        (message("Stratum"), message("Cases"), message("Drawn"), message("Replacements")),
        ((s.name, s.population, s.size, s.replacements) for s in made.strata),
    )
    for path in drawn.files:
        say("Saved {path}.", path=path)


def _stop_at_problems(reading: ListReading, stopped: Message) -> None:
    """End the command where rows are refused, and say which."""
    if not reading.problems:
        return
    for line in problem_lines(reading):
        show_line_aside(line)
    show_line_aside(stopped)
    end_with(NOT_SOUND)


@takes_list_arguments
def extend(
    file: ReviewFile,
    listed: Listed,
    how: ListArguments,
    good_rows: GoodRows = False,
    alike_too: Annotated[
        bool,
        typer.Option(
            "--alike-too",
            help="Also add references that differ from known ones only by punctuation or zeros.",
        ),
    ] = False,
    passphrase_file: PassphraseFile = None,
    json: Json = False,
) -> None:
    """Add new cases from a list to a review file or register; no case is renumbered.

    In a register that began with a list, each inspector's next pack brings the new cases.

    Example: reviewer list extend a.review sample-replacements.csv
    """
    with writing(file, passphrase_file) as store:
        read = how.read(listed, store.form(), force=store.inspection().force)
        if not good_rows:
            _stop_at_problems(read.reading, _NOT_ADDED)
        with refused_is_not_sound("nothing-new", "alike-references", "reader-added"):
            done = extend_list(store, read, now=datetime.now(UTC), alike_too=alike_too)
    say_notice(done.unsafe)
    if json:
        emit_json(_extension_document(done.extension))
    else:
        _say_extension(done.extension)
        if done.to_hand_out:
            say("Assign them, then make a new pack for each inspector: reviewer pack make.")


def _extension_document(extended: ListExtension) -> dict[str, Any]:
    return {
        "added": [case.id for case in extended.added],
        "known": extended.known,
        "differing": extended.differing,
        "twins": extended.twins,
    }


def _say_extension(extended: ListExtension) -> None:
    ids = [case.id for case in extended.added]
    say(
        "Added {cases}, {first} to {last}; {known} already in the file.",
        cases=plural(len(ids), "{n} case", "{n} cases"),
        first=ids[0],
        last=ids[-1],
        known=extended.known,
    )
    if extended.differing:
        say_counted(
            len(extended.differing),
            "{n} case has different values in this list. The file keeps its own.",
            "{n} cases have different values in this list. The file keeps its own.",
        )
    for by_hand, listed_id in extended.twins:
        say(
            "{case} was added by hand and is now also {other}. Exclude one as a duplicate.",
            case=by_hand,
            other=listed_id,
        )


@takes_list_arguments
def assign(
    file: ReviewFile,
    how: ListArguments,
    cases: Annotated[list[str] | None, typer.Argument(metavar="[CASE …]")] = None,
    evenly: Annotated[
        str,
        typer.Option(
            "--evenly", metavar="NAMES", help="Share all cases between these: “A. Lead;B. Reader”."
        ),
    ] = "",
    to: Annotated[
        str, typer.Option("--to", metavar="NAME", help="Assign the named cases to this inspector.")
    ] = "",
    listed: Annotated[
        Path | None,
        typer.Option("--list", metavar="LIST", help="Assign by the inspectors named in this list."),
    ] = None,
    passphrase_file: PassphraseFile = None,
    json: Json = False,
) -> None:
    """Assign cases to inspectors: evenly, by name, or as a list says.

    Sharing evenly depends only on the list and the names, so every inspector gets the same result
    in their own file. Each change is logged.

    Example: reviewer assign a.review --evenly "A. Inspector;B. Inspector"
    """
    if sum(map(bool, (evenly, to, listed))) != 1 or bool(cases) != bool(to):
        raise RefusalError(
            "bad-option",
            message("Use one of --evenly NAMES, --list LIST, or --to NAME with CASE …."),
        )
    refused = refused_is_not_sound("unknown-case", "nobody-named", "case-begun")
    with writing(file, passphrase_file) as store, refused:
        if evenly:
            wanted = allocate_evenly(assignable_cases(store), names_of(evenly))
        elif listed:
            read = how.read(listed, store.form(), force=store.inspection().force)
            wanted = allocate_by_list(assignable_cases(store), read.reading.cases)
        else:
            wanted = {CaseId(case): to for case in cases or ()}
        changed = assign_cases(store, wanted, now=datetime.now(UTC))
        shares = case_counts(store.cases())
    if json:
        emit_json({"changed": [case.id for case in changed], "cases": shares})
        return
    say_counted(
        len(changed),
        "{n} case was assigned.",
        "{n} cases were assigned.",
    )
    say_table(
        (message("Inspector"), message("Cases")),
        ((name or message("nobody"), n) for name, n in shares.items()),
    )
