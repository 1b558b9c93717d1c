"""`list mapping`, `list draw`, `list extend` and `assign`: a list before and after `new`."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from reviewer.app.assigning import assign_cases, by_reference, deal_out, loads
from reviewer.app.extending import extend_list
from reviewer.app.list_files import write_draw, write_mapping
from reviewer.domain.draw import Draw
from reviewer.domain.errors import RefusalError
from reviewer.domain.ids import CaseId
from reviewer.domain.list_reading import ListReading
from reviewer.intake.drawing import draw_sample
from reviewer.intake.drawn_list import draw_document
from ui.cli.doors import NOT_SOUND, leave, refused_is_not_sound
from ui.cli.filing import writing
from ui.cli.list_options import ListSaid, read_said, takes_list_options
from ui.cli.options import Json, PassphraseFile, ReviewFile, pairs
from ui.cli.output import counted, emit_json, say, say_aside, say_table

Listed = Annotated[Path, typer.Argument(metavar="LIST", help="The force's list.")]
Force = Annotated[str, typer.Option("--force", metavar="NAME", help="The police force.")]
GoodRows = Annotated[
    bool, typer.Option("--good-rows", help="Take the good rows, leave the refused ones out.")
]


@takes_list_options
def mapping(
    listed: Listed,
    out: Annotated[Path, typer.Argument(metavar="OUT.json")],
    said: ListSaid,
    force: Force = "",
) -> None:
    """Write how a list is read as a small file, for the next inspector of the same force.

    It holds headers, type words and codes, and nothing of a case. Give it with --mapping.

    Example: reviewer list mapping sample.xlsx mapping.json --map reported="Date recorded"
    """
    read = read_said(listed, said, force=force)
    write_mapping(out, read.mapping)
    say(f"Wrote {out}: {len(read.mapping.columns)} columns, {len(read.mapping.types)} type words.")


@takes_list_options
def draw(
    listed: Listed,
    out: Annotated[Path, typer.Argument(metavar="OUT.csv", help="The list of the sample.")],
    said: ListSaid,
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
    good_rows: GoodRows = False,
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
    reading = read_said(listed, said, force=force).reading
    if reading.problems and not good_rows:
        _say_problems(reading)
        say_aside("Nothing was drawn. Correct the list, or draw from the good rows (--good-rows).")
        leave(NOT_SOUND)
    drawn = draw_sample(
        reading.cases,
        seed=seed,
        size=size,
        by=stratify,
        fixed=_fixed(fixed),
        replacements=replacements,
    )
    written = write_draw(out, drawn, reading)
    if json:
        document = draw_document(drawn, reading)
        emit_json({**document, "files": [str(path) for path in written]})
        return
    _say_draw(drawn)
    for path in written:
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
    for problem in reading.problems:
        say_aside(f"Row {problem.row}, {problem.column or 'no column'}: {problem.text}")


@takes_list_options
def extend(
    file: ReviewFile,
    listed: Listed,
    said: ListSaid,
    good_rows: GoodRows = False,
    passphrase_file: PassphraseFile = None,
    json: Json = False,
) -> None:
    """Add the cases of a list that a review file does not have yet; none is renumbered.

    Example: reviewer list extend a.review sample-replacements.csv
    """
    with writing(file, passphrase_file, backup_first=True) as store:
        about = store.inspection()
        form = store.form()
        read = read_said(listed, said, code=about.code, force=about.force)
        if read.form.stamp.digest != form.stamp.digest:
            raise RefusalError(
                "other-form", f"The file is of form {form.id}; read the list with --form {form.id}."
            )
        if read.reading.problems and not good_rows:
            _say_problems(read.reading)
            say_aside("Nothing was added. Correct the list, or take the good rows (--good-rows).")
            leave(NOT_SOUND)
        with refused_is_not_sound("nothing-new"):
            extended = extend_list(store, read.reading, now=datetime.now(UTC))
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


@takes_list_options
def assign(
    file: ReviewFile,
    said: ListSaid,
    cases: Annotated[list[str] | None, typer.Argument(metavar="[CASE …]")] = None,
    evenly: Annotated[
        str, typer.Option("--evenly", metavar="NAMES", help="Deal all out: “A. Lead;B. Reader”.")
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
    """Say who is to review which case: dealt out evenly, by name, or by a list's column.

    Dealing out depends on the list and the names alone, so every inspector who does it in his
    own file gets the same. Each change is logged.

    Example: reviewer assign a.review --evenly "A. Inspector;B. Inspector"
    """
    if sum(map(bool, (evenly, to, listed))) != 1 or bool(cases) != bool(to):
        raise RefusalError(
            "bad-option", "Take one of --evenly NAMES, --list LIST, or --to NAME with CASE …."
        )
    refused = refused_is_not_sound("unknown-case", "nobody-named")
    with writing(file, passphrase_file) as store, refused:
        about = store.inspection()
        if evenly:
            wanted = deal_out(store.cases(), evenly.split(";"))
        elif listed:
            read = read_said(listed, said, code=about.code, force=about.force)
            wanted = by_reference(store.cases(), read.reading.cases)
        else:
            wanted = {CaseId(case): to for case in cases or ()}
        changed = assign_cases(store, wanted, now=datetime.now(UTC))
        shares = loads(store.cases())
    if json:
        emit_json({"changed": [case.id for case in changed], "cases": shares})
        return
    say(f"{counted(len(changed), 'case', 'cases')} assigned anew.")
    say_table(("Inspector", "Cases"), ((name or "nobody", n) for name, n in shares.items()))
