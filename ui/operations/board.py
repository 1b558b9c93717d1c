"""The progress board of the workbooks in a folder."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from reviewer.app.board import Board, board_of
from reviewer.app.files import cannot_read
from reviewer.domain.errors import RefusalError
from reviewer.domain.message import message
from ui.operations.control import JobControl
from ui.operations.workbooks import HandedIn, check_workbooks, workbooks_among


def workbooks_in(folder: Path) -> tuple[Path, ...]:
    """Return the workbooks in a folder and the folders in it, by name; raises WorldError."""
    try:
        found = sorted(path for path in folder.rglob("*") if _may_be_workbook(path))
        if not found:
            next(folder.iterdir(), None)  # raises where there is no such folder
    except OSError as error:
        raise cannot_read(folder, error) from None
    return workbooks_among(found)


def _may_be_workbook(path: Path) -> bool:
    # Excel keeps a small file with this beginning beside a workbook that is open.
    return path.is_file() and path.suffix.casefold() == ".xlsx" and not path.name.startswith("~$")


def board_in(
    folder: Path,
    *,
    now: datetime,
    trust: Iterable[Path] = (),
    password: str | None = None,
    control: JobControl | None = None,
) -> Board:
    """Verify the workbooks in a folder and count how far each reader is.

    Raises RefusalError where there is none, WorldError where the folder cannot be read.
    """
    paths = workbooks_in(folder)
    if not paths:
        raise RefusalError(
            "no-workbook", message("There is no workbook in {folder}.", folder=str(folder))
        )
    handed = HandedIn(paths=paths, password=password, trust=tuple(trust))
    return board_of(check_workbooks(handed, now=now, control=control))
