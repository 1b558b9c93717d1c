"""A later program, killed (-9) at any moment on the way from format 1 to its own."""

from __future__ import annotations

import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from fault_tools import PATIENCE, ROOT, chance, share, tally
from format_sample import BALLAST, LATER, OPEN_AS_LATER, write_scripts

from db import migration, schema
from db.chain import check_file
from db.engine import Access, connect
from db.file import Upgrading, open_file
from db.key import FileKey
from db.statement import driver_of
from reviewer.domain.ids import SessionId

pytestmark = pytest.mark.faults

FIRST = Path(__file__).parents[1] / "files" / "formats" / "version-1.review"
KEY = FileKey(raw=bytes(range(32)))
AT = "2018-01-29T14:02:11.000Z"
EVENTS = 5
"""In the log of the file that is kept as a fixture; a migration adds one."""


def format_of(path: Path) -> int:
    connection = connect(path, KEY, Access.READ, older=True)
    try:
        (version,) = driver_of(connection).execute("PRAGMA user_version").fetchone()
        return int(version)
    finally:
        connection.close()


def upgrade(path: Path, scripts: Path, seconds: float) -> None:
    """Start the later program on a file, and kill it so long after it began."""
    command = [sys.executable, "-c", OPEN_AS_LATER, str(path), str(scripts)]
    with subprocess.Popen(
        command, cwd=ROOT, env={"PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "on\n"
        timer = threading.Timer(seconds, child.kill)
        timer.start()
        child.wait(PATIENCE)
        timer.cancel()


def test_killed_on_the_way_a_file_is_of_one_format_and_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scripts = write_scripts(tmp_path / "scripts", BALLAST)
    monkeypatch.setattr(migration, "SCRIPTS", scripts)
    monkeypatch.setattr(schema, "FORMAT_VERSION", LATER)
    luck, count, formats = chance("kill migrating"), share(6, 60), set()
    for number in range(count):
        path = tmp_path / str(number) / "a.review"
        path.parent.mkdir()
        shutil.copy(FIRST, path)
        upgrade(path, scripts, luck.uniform(0, 3))
        formats.add(format_of(path))
        for found in sorted(path.parent.glob("*.review")):
            version = format_of(found)
            with monkeypatch.context() as of_its_time:
                of_its_time.setattr(schema, "FORMAT_VERSION", version)
                with open_file(found, KEY, read_only=True) as store:
                    report = check_file(store)
                    assert report.problems == ()
                    assert report.events == EVENTS + (version == LATER)
        upgrading, session = Upgrading(at=AT, progress=lambda _: None), SessionId("s")
        with open_file(path, KEY, person="x", session_id=session, upgrading=upgrading) as store:
            assert check_file(store).events == EVENTS + 1
    tally("kills while migrating", count, 0, f", left in formats {sorted(formats)}")
