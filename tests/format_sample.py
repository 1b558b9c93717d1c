"""A later program, as far as the format goes: it writes format 3, and reads 1 and 2.

Its two scripts are synthetic. Whatever a real one does is among what they do: a table made
again that others refer to, a new table filled from an old one, many rows written.
"""

from __future__ import annotations

from pathlib import Path

LATER = 3

FIRST_STEP = '''
"""Every case gets a stratum; `case` is made again, and reviews refer to it."""
import sqlalchemy as sa
from alembic import op

revision = "2"
down_revision = None


def upgrade():
    with op.batch_alter_table("case", recreate="always") as table:
        table.add_column(sa.Column("stratum", sa.Text, nullable=False, server_default=""))
    op.execute("UPDATE \\"case\\" SET stratum = 'of ' || id")
'''

SECOND_STEP = '''
"""The length of each event's value stands in a table of its own."""
import sqlalchemy as sa
from alembic import op

revision = "3"
down_revision = "2"


def upgrade():
    op.create_table(
        "value_length",
        sa.Column("seq", sa.Integer, sa.ForeignKey("event.seq"), primary_key=True),
        sa.Column("length", sa.Integer, nullable=False),
    )
    op.execute("INSERT INTO value_length SELECT seq, length(fields) FROM event_typed")
'''

BALLAST = """
    op.execute("CREATE TABLE ballast (a)")
    op.execute(
        "WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 9000) "
        "INSERT INTO ballast SELECT randomblob(1000) FROM n"
    )
"""

OPEN_AS_LATER = """
import sys
from pathlib import Path
from db import migration, schema
from db.file import Upgrading, open_file
from db.key import FileKey
from reviewer.domain.ids import SessionId
migration.SCRIPTS, schema.FORMAT_VERSION = Path(sys.argv[2]), 3
report = lambda upgrade: print(upgrade.step, flush=True)
key = FileKey(raw=bytes(range(32)))
upgrading = Upgrading(at="2018-01-12T14:02:11.123Z", progress=report)
print("on", flush=True)
path, session = Path(sys.argv[1]), SessionId("s")
open_file(path, key, person="x", session_id=session, upgrading=upgrading).close()
print("done", flush=True)
"""
"""The program itself: file, folder of scripts; tells each step as it begins."""


def write_scripts(folder: Path, after: str = "") -> Path:
    """Write the scripts into a folder; `after` is what the last one does at its end."""
    folder.mkdir(exist_ok=True)
    (folder / "format_2.py").write_text(FIRST_STEP, encoding="utf-8")
    (folder / "format_3.py").write_text(SECOND_STEP + after, encoding="utf-8")
    return folder
