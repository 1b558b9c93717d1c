"""`demo` and `self-test`: the main job on synthetic cases."""

from __future__ import annotations

import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from db import file as review_files
from db.chain import check_file
from db.key import derive_key, new_salt
from db.store import ReviewFile
from reviewer.app.demonstration.job import PASSPHRASE, Demonstrated, Demonstration
from reviewer.app.demonstration.sample_list import CASES
from reviewer.domain.errors import WorldError
from reviewer.domain.ids import SessionId
from ui.cli.output import say

_PERSON = "demonstration"
DEMO = Path("demo")


class DemonstrationFiles:
    """Review files of the demonstration, under its own passphrase."""

    @contextmanager
    def creating(self, path: Path) -> Iterator[ReviewFile]:
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
    def writing(self, path: Path) -> Iterator[ReviewFile]:
        """Open a review file for writing."""
        session = SessionId(uuid.uuid4().hex)
        key = derive_key(path, PASSPHRASE)
        with review_files.open_file(path, key, person=_PERSON, session_id=session) as store:
            yield store


def add_to(app: typer.Typer) -> None:
    """Add the commands of this group."""
    app.command("demo")(demo)
    app.command("self-test")(self_test)


def demo(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Where the files go.")] = Path(
        "demo"
    ),
) -> None:
    """Do the whole job on 214 synthetic cases and leave every file in DIR.

    Example: reviewer demo demo/
    """
    done = Demonstration(folder, DemonstrationFiles(), say).run()
    if done.replaced:
        say(f"Replaced {len(done.replaced)} files of an earlier run.")
    for path in done.files:
        say(f"  {path}")
    say(f"The files' passphrase: {PASSPHRASE}")
    say(f"{done.summarised.finding}.")


def self_test() -> None:
    """Do the whole job in a temporary folder and check what it left; a built program runs this.

    Example: reviewer self-test
    """
    with tempfile.TemporaryDirectory(prefix="reviewer-") as name:
        files = DemonstrationFiles()
        done = Demonstration(Path(name), files, say).run()
        _expect_sound(Path(name), files, done)
    say("Self-test passed.")


def _expect_sound(folder: Path, files: DemonstrationFiles, done: Demonstrated) -> None:
    missing = [path.name for path in done.files if not path.stat().st_size]
    if missing:
        raise WorldError("self-test", f"The self-test made nothing of {', '.join(missing)}.")
    for path in sorted(folder.glob("*.review")):
        with files.writing(path) as store:
            report = check_file(store)
        if not report.ok:
            raise WorldError("self-test", f"{path.name}: {report.problems[0].text}")
    counts = done.summarised.summary.headline.counts
    if (counts.sampled.n, counts.graded.n) != (CASES, CASES):
        raise WorldError("self-test", f"The figures count {counts.graded.n} of {CASES} cases.")
