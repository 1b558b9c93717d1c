"""SQL that is compiled once: making it anew would be most of an answer's way to the disk."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, CursorResult, Delete, Insert, Select
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite


class Statement:
    """One statement of SQLAlchemy Core, compiled; it runs with its parameters by name."""

    def __init__(self, statement: Insert | Delete | Select[Any], *, without: str = "") -> None:
        """Compile it; an insert leaves the column `without` to SQLite, which numbers the rows."""
        named = [c.name for c in statement.table.columns] if isinstance(statement, Insert) else None
        columns = [name for name in named if name != without] if named is not None else None
        compiled = statement.compile(dialect=SQLiteDialect_pysqlite(), column_keys=columns)
        self._sql = str(compiled)
        self._names: tuple[str, ...] = tuple(getattr(compiled, "positiontup", None) or ())
        self._fixed = {k: v for k, v in compiled.params.items() if v is not None}

    def run(
        self, connection: Connection, values: Mapping[str, object] = {}
    ) -> CursorResult[*tuple[Any, ...]]:
        """Run it once."""
        said = {**self._fixed, **values} if self._fixed else values
        return connection.exec_driver_sql(self._sql, tuple(said[name] for name in self._names))

    def run_many(self, connection: Connection, rows: Iterable[Mapping[str, object]]) -> None:
        """Run it for each row; no rows are nothing to do."""
        many = [tuple(values[name] for name in self._names) for values in rows]
        if many:
            connection.exec_driver_sql(self._sql, many)
