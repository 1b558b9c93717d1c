"""`list mapping`, `list draw`, `list extend` and `assign`: a list before and after `new`."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from reviewer.app.assignment import (
    allocate_by_list,
    allocate_evenly,
    assign_cases,
    case_counts,
    names_of,
)
from reviewer.app.list_files import write_mapping
from reviewer.domain.draw import Draw, DrawPlan
from reviewer.domain.errors import RefusalError
from reviewer.domain.ids import CaseId
from reviewer.domain.list_reading import ListReading
from ui.cli.doors import NOT_SOUND, end_with, refused_is_not_sound
from ui.cli.filing import writing
from ui.cli.list_options import BUNDLED, FormChoice, ListArguments, takes_list_arguments
from ui.cli.list_words import problem_lines
from ui.cli.options import Json, PassphraseFile, Replace, ReviewFile, pairs
from ui.cli.output import counted, emit_json, say, say_aside, say_notice, say_table
from ui.operations.forms import chosen_form
from ui.operations.inspections import extend_list
from ui.operations.lists import draw_sample

Listed = Annotated[Path, typer.Argument(metavar="LIST", help="The force's list.")]
Force = Annotated[str, typer.Option("--force", metavar="NAME", help="The police force.")]
GoodRows = Annotated[
    bool, typer.Option("--good-rows", help="Take the good rows, leave the refused ones out.")
]


@takes_list_arguments
def mapping(
    listed: Listed,
    out: Annotated[Path, typer.Argument(metavar="OUT.json")],
    how: ListArguments,
    force: Force = "",
    form: FormChoice = BUNDLED,
    replace: Replace = False,
) -> None:
    """Write how a list is read as a small file, for the next inspector of the same force.

    It holds headers, type words and codes, and nothing of a case. Give it with --mapping. An
    earlier mapping may be replaced, any other file only with --replace.

    Example: reviewer list mapping sample.xlsx mapping.json --map reported="Date recorded"
    """
    mapped = how.read(listed, chosen_form(form), force=force).mapping
    write_mapping(out, mapped, replace=replace)
    say(f"Wrote {out}: {len(mapped.columns)} columns, {len(mapped.types)} type words.")


@takes_list_arguments
def draw(
    listed: Listed,
    out: Annotated[Path, typer.Argument(metavar="OUT.csv", help="The list of the sample.")],
    how: ListArguments,
    seed: Annotated[str, typer.Option("--seed", metavar="TEXT", help="Agreed beforehand.")],
    size: Annotated[
        int | None, typer.Option("--size", metavar="N", help="Cases to draw in all.")
    ] = None,
    stratify: Annotated[
        str, typer.Option("--stratify", metavar="type|unit", help="Draw from each stratum.")
    ] = "",
    fixed: Annotated[
        list[str] | None,
        typer.Option("--fixed", metavar="STRATUM=N", help="Draw N of this stratum."),
    ] = None,
    proportional: Annotated[
        bool, typer.Option("--proportional", help="Strata in proportion (without --fixed, always).")
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
    """Draw a random sample from a longer list; the same seed draws the same cases.

    Each case has the number SHA-256(seed, U+001F, normalised reference); in each stratum the
    lowest numbers are the sample, the next ones its replacements, in that order. Beside
    OUT.csv are OUT.draw.json, the record of the draw that new --draw takes, and the replacements.

    Example: reviewer list draw all.xlsx sample.csv --size 200 --stratify type --seed 2018-Q4-17
    """
    if proportional and fixed:
        raise RefusalError("bad-option", "Take either --proportional or --fixed.")
    plan = DrawPlan(
        seed=seed, size=size, by=stratify, fixed=_fixed(fixed), replacements=replacements
    )
    read = how.read(listed, chosen_form(form), force=force)
    if read.reading.problems and not good_rows:
        _say_problems(read.reading)
        say_aside("Nothing was drawn. Correct the list, or draw from the good rows (--good-rows).")
        end_with(NOT_SOUND)
    drawn = draw_sample(read, plan, out, now=datetime.now(UTC), replace=replace)
    if json:
        emit_json({**drawn.document, "files": [str(path) for path in drawn.files]})
        return
    _say_draw(drawn.draw)
    for path in drawn.files:
        say(f"Wrote {path}.")


def _fixed(texts: list[str] | None) -> dict[str, int] | None:
    if not texts:
        return None
    said = pairs(texts, "--fixed", "STRATUM=N")
    wrong = next((n for n in said.values() if not (n.isascii() and n.isdecimal())), None)
    if wrong is not None:
        raise RefusalError("bad-option", f"--fixed takes STRATUM=N, and “{wrong}” is no number.")
    return {name: int(number) for name, number in said.items()}


def _say_draw(drawn: Draw) -> None:
    say(f"{len(drawn.sample)} of {drawn.frame} cases drawn, {drawn.method}, seed “{drawn.seed}”.")
    say_table(
        ("Stratum", "Cases", "Drawn", "Replacements"),
        ((s.name, s.population, s.size, s.replacements) for s in drawn.strata),
    )


def _say_problems(reading: ListReading) -> None:
    for line in problem_lines(reading):
        say_aside(line)


@takes_list_arguments
def extend(
    file: ReviewFile,
    listed: Listed,
    how: ListArguments,
    good_rows: GoodRows = False,
    alike_too: Annotated[
        bool,
        typer.Option(
            "--alike-too", help="Add references that differ from known ones by marks or zeros."
        ),
    ] = False,
    passphrase_file: PassphraseFile = None,
    json: Json = False,
) -> None:
    """Add the cases of a list that a review file does not have yet; none is renumbered.

    Example: reviewer list extend a.review sample-replacements.csv
    """
    with writing(file, passphrase_file) as store:
        read = how.read(listed, store.form(), force=store.inspection().force)
        if read.reading.problems and not good_rows:
            _say_problems(read.reading)
            say_aside("Nothing was added. Correct the list, or take the good rows (--good-rows).")
            end_with(NOT_SOUND)
        with refused_is_not_sound("nothing-new", "alike-references"):
            done = extend_list(store, read, now=datetime.now(UTC), alike_too=alike_too)
    say_notice(done.unsafe)
    extended = done.extension
    ids = [case.id for case in extended.added]
    if json:
        emit_json(
            {
                "added": ids,
                "known": extended.known,
                "differing": extended.differing,
                "twins": extended.twins,
            }
        )
        return
    added = counted(len(ids), "case", "cases")
    say(f"Added {added}, {ids[0]} to {ids[-1]}; {extended.known} there already.")
    if extended.differing:
        differ = counted(len(extended.differing), "case has", "cases have")
        say(f"{differ} other values in this list; what was accepted stays.")
    for by_hand, listed_id in extended.twins:
        say(f"{by_hand} was added by hand and is {listed_id} now; exclude one as a duplicate.")


@takes_list_arguments
def assign(
    file: ReviewFile,
    how: ListArguments,
    cases: Annotated[list[str] | None, typer.Argument(metavar="[CASE …]")] = None,
    evenly: Annotated[
        str,
        typer.Option(
            "--evenly", metavar="NAMES", help="All to these, evenly: “A. Lead;B. Reader”."
        ),
    ] = "",
    to: Annotated[
        str, typer.Option("--to", metavar="NAME", help="Give the cases named to this inspector.")
    ] = "",
    listed: Annotated[
        Path | None,
        typer.Option("--list", metavar="LIST", help="Take inspectors from this list's column."),
    ] = None,
    passphrase_file: PassphraseFile = None,
    json: Json = False,
) -> None:
    """Say who is to review which case: allocated evenly, by name, or by a list's column.

    An even allocation depends on the list and the names alone, so every inspector who makes it
    in his own file gets the same. Each change is logged.

    Example: reviewer assign a.review --evenly "A. Inspector;B. Inspector"
    """
    if sum(map(bool, (evenly, to, listed))) != 1 or bool(cases) != bool(to):
        raise RefusalError(
            "bad-option", "Take one of --evenly NAMES, --list LIST, or --to NAME with CASE …."
        )
    refused = refused_is_not_sound("unknown-case", "nobody-named")
    with writing(file, passphrase_file) as store, refused:
        if evenly:
            wanted = allocate_evenly(store.cases(), names_of(evenly))
        elif listed:
            read = how.read(listed, store.form(), force=store.inspection().force)
            wanted = allocate_by_list(store.cases(), read.reading.cases)
        else:
            wanted = {CaseId(case): to for case in cases or ()}
        changed = assign_cases(store, wanted, now=datetime.now(UTC))
        shares = case_counts(store.cases())
    if json:
        emit_json({"changed": [case.id for case in changed], "cases": shares})
        return
    say(f"{counted(len(changed), 'case', 'cases')} assigned to another inspector.")
    say_table(("Inspector", "Cases"), ((name or "nobody", n) for name, n in shares.items()))
