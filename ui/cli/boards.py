"""`board`: how far a team is, by the workbooks in a folder."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from reviewer.app.board import Board
from reviewer.domain.message import message
from reviewer.domain.times import local, long_day
from ui.cli.options import Json, Trust, WorkbookPasswordFile
from ui.cli.output import emit_json, say, say_table
from ui.cli.passphrases import WORKBOOK, ask
from ui.operations.board import board_in, workbooks_in
from ui.operations.workbooks import any_protected

_NAMED_AT_MOST = 20


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command("board")(board)


def board(
    folder: Annotated[
        Path, typer.Argument(metavar="FOLDER", help="The folder with the workbooks.")
    ],
    trust: Trust = None,
    password_file: WorkbookPasswordFile = None,
    json: Json = False,
) -> None:
    """Show each reader's progress from the newest workbooks in a folder; no register is needed.

    Example: reviewer board handed-in/ --trust certificates/
    """
    protected = any_protected(workbooks_in(folder))
    password = ask(WORKBOOK, password_file) if protected else None
    found = board_in(folder, now=datetime.now(UTC), trust=trust or (), password=password)
    if json:
        emit_json(_document(found))
    else:
        _say(found)


def _document(board: Board) -> dict[str, object]:
    return {
        "inspections": [asdict(one) for one in board.inspections],
        "left_out": [
            {"workbook": one.workbook, "reason": str(one.reason)} for one in board.left_out
        ],
    }


def _say(board: Board) -> None:
    for one in board.inspections:
        say(
            "{code}, {force}: {done} of {all} cases complete",
            code=one.code,
            force=one.force,
            done=one.completed,
            all=one.cases,
        )
        headings = (
            *(message("Reader"), message("Assigned"), message("Complete")),
            *(message("Started"), message("Outstanding"), message("Open referrals")),
            *(message("Last change"), message("Export"), message("Signer")),
        )
        say_table(
            headings,
            (
                (
                    *(row.reader, row.given, row.completed, row.in_progress, row.outstanding),
                    row.open_referrals,
                    long_day(local(row.last_change).isoformat()) if row.last_change else "",
                    row.export,
                    message("trusted") if row.trusted else message("not trusted yet"),
                )
                for row in one.rows
            ),
        )
        if one.outstanding:
            named = ", ".join(one.outstanding[:_NAMED_AT_MOST])
            rest = len(one.outstanding) - _NAMED_AT_MOST
            if rest > 0:
                say("Outstanding: {cases} and {n} more", cases=named, n=rest)
            else:
                say("Outstanding: {cases}", cases=named)
    for left in board.left_out:
        say("Not counted: {workbook}. {reason}", workbook=left.workbook, reason=left.reason)
