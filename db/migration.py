"""From an earlier format of the review file to this one: every step of the way, or none.

A format is a number that is in the file itself (`user_version`). Alembic knows the order of
the scripts in `db.migrations` and gives them its operations; it keeps no table of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Final

from sqlalchemy import Connection

from db import reading, rows, schema
from db.engine import Access, close_to_one_file, connect
from db.failure import in_words
from db.key import FileKey
from db.statement import driver_of, one_transaction
from db.unit import Writing
from reviewer.domain.errors import WorldError
from reviewer.domain.file_actions import FormatChanged
from reviewer.domain.form import Form
from reviewer.domain.message import message

if TYPE_CHECKING:
    import sqlite3


SCRIPTS: Final = Path(__file__).with_name("migrations")

Progress = Callable[[int], None]
"""Takes the number of the step that begins: 1 is the first, each leads one format further."""


def _unwatched(step: int) -> None:
    """Tell nobody."""


def bring_up_to_date(path: Path, key: FileKey, *, at: str, progress: Progress = _unwatched) -> None:
    """Bring a file of an earlier format to this one in one transaction; log it as of `at`.

    Its lock must be held, or nobody else may know of it; the caller has kept a copy. Killed
    or failing at any moment it leaves the file in its earlier format. Nothing happens to a file
    of this format. Raises WorldError where the disk refuses, or rows don't fit the new format.
    """
    with in_words(path):
        connection = connect(path, key, Access.WRITE, older=True)
        try:
            (version,) = driver_of(connection).execute("PRAGMA user_version").fetchone()
            if version < schema.FORMAT_VERSION:
                # A table that is made again would take the rows that refer to it along.
                connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
                _in_one_transaction(connection, path, version, at, progress)
        finally:
            close_to_one_file(connection)


def _in_one_transaction(
    connection: Connection, path: Path, version: int, at: str, progress: Progress
) -> None:
    driver = driver_of(connection)
    with one_transaction(driver):
        _run(connection, version, progress)
        _check_references(driver, path)
        driver.execute(f"PRAGMA user_version = {schema.FORMAT_VERSION}")
        _log(connection, FormatChanged(before=version, after=schema.FORMAT_VERSION), at)


def _check_references(driver: sqlite3.Connection, path: Path) -> None:
    if driver.execute("PRAGMA foreign_key_check").fetchall():
        raise WorldError(
            "not-migrated",
            message(
                "{file} was not updated, because some of its rows refer to others that do not "
                "exist. It has not been changed. Check the file with the version of Reviewer "
                "that wrote it.",
                file=path.name,
            ),
        )


def _run(connection: Connection, version: int, progress: Progress) -> None:
    # Alembic takes 0.7 seconds to import: only an earlier file pays.
    from alembic.operations import Operations  # noqa: PLC0415 - the reason is above
    from alembic.runtime.migration import MigrationContext  # noqa: PLC0415 - as above

    with Operations.context(MigrationContext.configure(connection)):
        for step, script in enumerate(_scripts(version), start=1):
            progress(step)
            script.upgrade()


def _scripts(version: int) -> Sequence[ModuleType]:
    from alembic.script import ScriptDirectory  # noqa: PLC0415 - as above

    known = ScriptDirectory(SCRIPTS, version_locations=[SCRIPTS])
    # No script leads to the first format: what is before all scripts is Alembic's base.
    lower = "base" if version == schema.FIRST_FORMAT else str(version)
    newest_first = known.iterate_revisions(str(schema.FORMAT_VERSION), lower)
    return [script.module for script in newest_first][::-1]


def _log(connection: Connection, change: FormatChanged, at: str) -> None:
    driver = driver_of(connection)
    person = rows.inspection_of(reading.meta(driver, reading.INSPECTION) or "").person
    Writing(driver, None, lambda: _form(driver), actor=person, at=at).log(change)


def _form(driver: sqlite3.Connection) -> Form:
    return Form.model_validate_json(reading.meta(driver, reading.FORM) or "")
