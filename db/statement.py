"""SQL that SQLAlchemy writes once and the driver runs.

Making a statement each time, and SQLAlchemy's own way of running one, cost 65 microseconds each
time; an accepted answer is six statements and a commit of some 300.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final, cast

from sqlalchemy import Connection, Delete, Insert, Select, Update
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite

if TYPE_CHECKING:
    import sqlite3


_NOTHING: Final[Mapping[str, object]] = {}


class PreparedStatement:
    """One statement of SQLAlchemy Core, compiled; it runs with its parameters by name."""

    def __init__(
        self, statement: Insert | Update | Delete | Select[Any], *, without: str = ""
    ) -> None:
        """Compile it; an insert leaves the column `without` to SQLite, which numbers the rows."""
        named = [c.name for c in statement.table.columns] if isinstance(statement, Insert) else None
        columns = [name for name in named if name != without] if named is not None else None
        compiled = statement.compile(
            dialect=SQLiteDialect_pysqlite(),
            column_keys=columns,
            compile_kwargs={"render_postcompile": True},  # the values of an IN are known already
        )
        self._sql = str(compiled)
        self._names: tuple[str, ...] = tuple(getattr(compiled, "positiontup", None) or ())
        self._fixed = {k: v for k, v in compiled.params.items() if v is not None}

    def run(
        self, driver: sqlite3.Connection, values: Mapping[str, object] = _NOTHING
    ) -> sqlite3.Cursor:
        """Run it once."""
        bound = {**self._fixed, **values} if self._fixed else values
        return driver.execute(self._sql, [bound[name] for name in self._names])

    def run_many(self, driver: sqlite3.Connection, rows: Iterable[Mapping[str, object]]) -> None:
        """Run it for each row; no rows are nothing to do."""
        driver.executemany(self._sql, [[row[name] for name in self._names] for row in rows])


@contextmanager
def one_transaction(driver: sqlite3.Connection) -> Iterator[None]:
    """Run a block in one transaction, which is undone where the block or its commit fails."""
    driver.execute("BEGIN IMMEDIATE")
    try:
        yield
        driver.execute("COMMIT")
    except BaseException:
        # A full disk has made SQLite roll back by itself; a second time would be an error.
        if driver.in_transaction:
            driver.execute("ROLLBACK")
        raise


def driver_of(connection: Connection) -> sqlite3.Connection:
    """Return the driver's own connection, which is sqlite3's in all but name."""
    return cast("sqlite3.Connection", connection.connection.dbapi_connection)
