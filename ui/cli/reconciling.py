"""`reconcile`: two copies of one reviewer's file brought together."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from reviewer.app.reconciling import CaseVersions, Copy, Reconciliation
from reviewer.domain.errors import RefusalError
from reviewer.domain.form import Form
from reviewer.domain.ids import CaseId, Key
from reviewer.domain.message import message
from ui.cli.doors import NOT_SOUND, end_with, refused_is_not_sound
from ui.cli.filing import writing
from ui.cli.options import Json, PassphraseFile, ReviewFile, Trust, WorkbookPasswordFile, pairs
from ui.cli.output import emit_json, say, say_counted, say_notice, show_line
from ui.cli.workbooks import handed_in
from ui.operations.workbooks import compare_copies, reconcile_copies

ALL = "all"


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command("reconcile")(reconcile)


def reconcile(
    file: ReviewFile,
    workbook: Annotated[
        Path, typer.Argument(metavar="COPY.xlsx", help="A workbook exported from the other copy.")
    ],
    take: Annotated[
        list[str] | None,
        typer.Option(
            "--take",
            metavar="WHAT=own|other",
            help="Which copy is right: for CASE, CASE/KEY, or for all the rest; can be repeated.",
        ),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would happen, and change nothing.")
    ] = False,
    trust: Trust = None,
    passphrase_file: PassphraseFile = None,
    password_file: WorkbookPasswordFile = None,
    json: Json = False,
) -> None:
    """Combine two copies of your own file that were both changed.

    Changes that only the other copy has are brought in. If both changed the same answer, choose
    the right one with --take. Then use only this file and export it again, which settles the
    conflicts in the lead's register.

    Example: reviewer reconcile a.review copy.xlsx --take NCPI-MPS-2018Q4-0007=other --take all=own
    """
    handed, wanted = handed_in([workbook], trust, password_file), _wanted(take)
    now = datetime.now(UTC)
    with writing(file, passphrase_file) as store:
        with refused_is_not_sound():
            compared = compare_copies(store, handed, now=now)
            if compared.refused is not None:
                raise compared.refused
        planned, form = compared.planned, store.form()
        choices = _choices(planned, wanted)
        undecided = [
            versions
            for versions in planned.differing
            if set(versions.keys) - choices[versions.case].keys()
        ]
        done = not undecided and not dry_run
        if not json:
            _show(form, planned, undecided)
        if done:
            say_notice(reconcile_copies(store, planned, choices, now=now))
    if json:
        emit_json(_document(planned, done=done))
    elif dry_run:
        say("This was a dry run. Nothing was saved.")
    elif undecided:
        say("Nothing was changed. Choose the right copy with --take, for example --take all=own.")
    else:
        say("The copies are reconciled. Use only this file from now on, and export it again.")
    if undecided:
        end_with(NOT_SOUND)


def _wanted(take: Sequence[str] | None) -> dict[str, Copy]:
    found = {}
    for what, copy in pairs(take, "--take", "WHAT=own or WHAT=other").items():
        if copy not in set(Copy):
            raise RefusalError(
                "bad-option",
                message("Write --take as {what}=own or {what}=other.", what=what),
            )
        found[what] = Copy(copy)
    return found


def _choices(planned: Reconciliation, wanted: dict[str, Copy]) -> dict[CaseId, dict[Key, Copy]]:
    """Return what is chosen for each answer that differs; raises RefusalError for a stray name."""
    known = {ALL}
    choices: dict[CaseId, dict[Key, Copy]] = {}
    for versions in planned.differing:
        case = versions.case
        known |= {case, *(f"{case}/{key}" for key in versions.keys)}
        named = {
            key: wanted.get(f"{case}/{key}", wanted.get(case, wanted.get(ALL)))
            for key in versions.keys
        }
        choices[case] = {key: copy for key, copy in named.items() if copy is not None}
    for what in wanted.keys() - known:
        raise RefusalError(
            "bad-option", message("The copies do not differ on “{what}”.", what=what)
        )
    return choices


def _show(form: Form, planned: Reconciliation, undecided: Sequence[CaseVersions]) -> None:
    say_counted(
        len(planned.newer),
        "{n} case is newer in the other copy.",
        "{n} cases are newer in the other copy.",
    )
    for case in planned.absent:
        say("{case} is not in this file, so its review stays in the other copy.", case=case)
    for versions in undecided:
        say("{case}: the copies differ.", case=versions.case)
        for key in versions.keys:
            show_line(f"  {key} ({form.item(key).label})")
            say("    own:   {answer}", answer=versions.own.get(key) or "–")
            say("    other: {answer}", answer=versions.other.get(key) or "–")


def _document(planned: Reconciliation, *, done: bool) -> dict[str, Any]:
    return {
        "reconciled": done,
        "newer": [versions.case for versions in planned.newer],
        "alike": [versions.case for versions in planned.alike],
        "absent": list(planned.absent),
        "differing": [
            {
                "case": versions.case,
                "answers": [
                    {"key": key, "own": versions.own.get(key), "other": versions.other.get(key)}
                    for key in versions.keys
                ],
            }
            for versions in planned.differing
        ],
    }
