"""The main job on synthetic cases: to look at, and to find out whether the program works here."""

from __future__ import annotations

import tempfile
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from db import file as review_files
from db.chain import check_file
from db.key import derive_key, new_salt
from reviewer.app.demonstration.job import PASSPHRASE, Demonstrated, Demonstration
from reviewer.app.demonstration.sample_list import CASES
from reviewer.app.spelling import misspellings
from reviewer.domain.errors import WorldError
from reviewer.domain.ids import SessionId
from reviewer.domain.message import message
from reviewer.spelling.dictionary import FILES
from ui.operations.files import OpenFile

_PERSON: Final = "demonstration"


class DemonstrationFiles:
    """Review files of the demonstration, under its own passphrase and with no trace elsewhere."""

    @contextmanager
    def creating(self, path: Path) -> Iterator[OpenFile]:
        """Make a review file in place of an older one."""
        salt = new_salt()
        with review_files.creating(
            path,
            derive_key(salt, PASSPHRASE),
            salt=salt,
            person=_PERSON,
            session_id=SessionId(uuid.uuid4().hex),
            replace=True,
        ) as store:
            yield store

    @contextmanager
    def writing(self, path: Path) -> Iterator[OpenFile]:
        """Open a review file for writing."""
        session = SessionId(uuid.uuid4().hex)
        key = derive_key(path, PASSPHRASE)
        with review_files.open_file(path, key, person=_PERSON, session_id=session) as store:
            yield store


def demonstrate(folder: Path, report: Callable[[str], None]) -> Demonstrated:
    """Do the whole job in a folder; `report` is given a line for each step."""
    return Demonstration(folder, DemonstrationFiles(), report).run()


def run_self_test(report: Callable[[str], None]) -> None:
    """Do the whole job in a temporary folder and check what it left; raises WorldError."""
    with tempfile.TemporaryDirectory(prefix="reviewer-") as name:
        _expect_sound(Path(name), demonstrate(Path(name), report))


def _expect_sound(folder: Path, done: Demonstrated) -> None:
    missing = [path.name for path in done.files if not path.stat().st_size]
    if missing:
        raise WorldError(
            "self-test",
            message("The self-test did not write {missing}.", missing=", ".join(missing)),
        )
    for path in sorted(folder.glob("*.review")):
        with DemonstrationFiles().writing(path) as store:
            report = check_file(store)
            misspellings(store, tuple(FILES))  # it reads every dictionary
        if not report.ok:
            raise WorldError(
                "self-test",
                message("{file}: {problem}", file=path.name, problem=report.problems[0].text),
            )
    counts = done.summarised.summary.headline.counts
    if (counts.sampled.n, counts.graded.n) != (CASES, CASES):
        raise WorldError(
            "self-test",
            message(
                "The tables count {counted} of {cases} cases.", counted=counts.graded.n, cases=CASES
            ),
        )
