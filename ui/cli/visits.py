"""`earlier`: the earlier visits that this one is compared with."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from reviewer.app.earlier_visits import VisitOrder, forget_earlier_visit, keep_earlier_visit
from reviewer.domain.errors import RefusalError
from reviewer.domain.inspection import EarlierVisit
from reviewer.domain.message import message
from reviewer.domain.verdict import PASSWORD_WANTED, SignatureStatus
from reviewer.domain.visits import checked_visit
from ui.cli.doors import NOT_SOUND, UNKNOWN_SIGNER, end_with
from ui.cli.filing import reading, writing
from ui.cli.options import (
    Json,
    PassphraseFile,
    ReviewFile,
    Trust,
    WorkbookPasswordFile,
)
from ui.cli.output import emit_json, say, say_table, show_line_aside
from ui.cli.workbooks import handed_in
from ui.operations.workbooks import count_visit

Label = Annotated[str, typer.Argument(metavar="LABEL", help="The visit's name in the table.")]


def add_to(app: typer.Typer) -> None:
    """Add the commands of this group."""
    group = typer.Typer(no_args_is_help=True, help="Earlier visits to compare with this one.")
    group.command("list")(list_visits)
    group.command("add")(add)
    group.command("load")(load)
    group.command("remove")(remove)
    app.add_typer(group, name="earlier")


def list_visits(
    file: ReviewFile, passphrase_file: PassphraseFile = None, json: Json = False
) -> None:
    """List the earlier visits and the source of their figures.

    Example: reviewer earlier list inspection.review
    """
    with reading(file, passphrase_file) as store:
        visits = store.inspection().earlier
    _say(visits, json=json)


def add(
    file: ReviewFile,
    label: Label,
    graded: Annotated[
        int, typer.Option("--graded", metavar="N", help="The number of cases graded then.")
    ],
    below_good: Annotated[
        int, typer.Option("--below-good", metavar="N", help="How many of them were below good.")
    ],
    passphrase_file: PassphraseFile = None,
    json: Json = False,
) -> None:
    """Add an earlier visit by typing in its figures.

    Example: reviewer earlier add inspection.review "2016" --graded 374 --below-good 278
    """
    visit = checked_visit(label, graded, below_good)
    with writing(file, passphrase_file) as store:
        visits = keep_earlier_visit(store, visit, now=datetime.now(UTC))
    _say(visits, json=json)


def load(
    file: ReviewFile,
    workbook: Annotated[Path, typer.Argument(metavar="WORKBOOK", help="That visit's workbook.")],
    label: Annotated[
        str, typer.Option("--label", metavar="LABEL", help="If left out, the inspection code.")
    ] = "",
    mapping: Annotated[
        Path | None,
        typer.Option("--mapping", metavar="FILE", help="A mapping file, if the forms differ."),
    ] = None,
    other_force: Annotated[
        bool, typer.Option("--other-force", help="Compare with a visit to another force.")
    ] = False,
    trust: Trust = None,
    passphrase_file: PassphraseFile = None,
    password_file: WorkbookPasswordFile = None,
    json: Json = False,
) -> None:
    """Compare with an earlier visit, counted from its signed workbook.

    Example: reviewer earlier load inspection.review visit-2016.xlsx --trust lead-2016.cer
    """
    now = datetime.now(UTC)
    handed = handed_in([workbook], trust, password_file)
    order = VisitOrder(label=label, other_force=other_force)
    with writing(file, passphrase_file) as store:
        try:
            visit = count_visit(store, handed, order, mapping=mapping, now=now)
        except RefusalError as error:
            if error.code not in {*SignatureStatus, *PASSWORD_WANTED}:
                raise
            show_line_aside(f"reviewer: {error}")
            unknown = error.code == SignatureStatus.UNKNOWN_SIGNER
            end_with(UNKNOWN_SIGNER if unknown else NOT_SOUND)
        visits = keep_earlier_visit(store, visit, now=now)
    _say(visits, json=json)


def remove(
    file: ReviewFile, label: Label, passphrase_file: PassphraseFile = None, json: Json = False
) -> None:
    """Remove an earlier visit from the comparison.

    Example: reviewer earlier remove inspection.review "2016"
    """
    with writing(file, passphrase_file) as store:
        visits = forget_earlier_visit(store, label, now=datetime.now(UTC))
    _say(visits, json=json)


def _say(visits: Sequence[EarlierVisit], *, json: bool) -> None:
    if json:
        emit_json(
            [
                {
                    "label": visit.label,
                    "graded": visit.graded,
                    "below_good": visit.below_good,
                    "source": visit.source or None,
                    "items": len(visit.items),
                    "mapped": visit.mapped or None,
                }
                for visit in visits
            ]
        )
        return
    if not visits:
        say("There are no earlier visits to compare with.")
        return
    rows = [
        (v.label, str(v.below_good), str(v.graded), v.source or message("entered by hand"))
        for v in visits
    ]
    say_table((message("Visit"), message("Below good"), message("Graded"), message("Source")), rows)
