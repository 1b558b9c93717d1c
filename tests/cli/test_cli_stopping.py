"""Long work is stopped wherever it may be, and leaves what was there before."""

from __future__ import annotations

import re
import signal
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
from commands import Command

from reviewer.app import recounting
from reviewer.domain.errors import WorldError
from reviewer.domain.stopping import stoppable, unstoppable
from ui.cli.doors import INTERRUPTED, run_guarded
from ui.operations.control import CANCELLED, JobControl
from ui.operations.workbooks import HandedIn, check_workbooks

TRUST = ("--trust", "trust/a.cer", "--trust", "trust/b.cer")
WORK = {
    "export": ("export", "a.review", "new.xlsx", "--identity", "a.p12"),
    "export again": ("export", "a.review", "a.xlsx", "--identity", "a.p12"),
    "protected export": (
        *("export", "a.review", "new.xlsx", "--identity", "a.p12", "--protect"),
        *("--password-file", "password.txt"),
    ),
    "verify": ("verify", "a.xlsx", "b.xlsx"),
    "merge": ("merge", "lead.review", "a.xlsx", "b.xlsx", "--lead", "Lead", *TRUST),
    "print": ("print", "a.review", "new.pdf", "--all"),
    "summary": ("summary", "a.xlsx"),
    "template": ("answers", "template", "a.review", "new.xlsx"),
}


class After:
    """Asks for the work to stop at its point of a number."""

    def __init__(self, point: int) -> None:
        self.left = point

    def __call__(self) -> bool:
        self.left -= 1
        return self.left < 0


@pytest.fixture(autouse=True)
def nothing_recounted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recounting, "_found", {})


def lying(folder: Path) -> dict[str, bytes]:
    """Return what lies in a folder; a review file changes with its log."""
    return {
        path.name: b"" if path.suffix == ".review" else path.read_bytes()
        for path in folder.iterdir()
        if path.is_file() and not path.name.endswith(".lock")
    }


@pytest.mark.parametrize("name", WORK)
def test_work_that_is_stopped_anywhere_writes_nothing_and_can_be_done_again(
    name: str, cli: Command, two_workbooks: Path, tmp_path: Path
) -> None:
    Path("password.txt").write_text("a password for the workbook", "utf-8")
    before, points = lying(tmp_path), 0
    while True:
        recounting._found.clear()
        asked = After(points)
        with stoppable(asked):
            result = cli(*WORK[name])
        if asked.left >= 0:
            break
        assert (result.code, result.err.count("\n")) == (2, 1), result
        assert "ancelled" in result.err
        assert lying(tmp_path) == before
        points = 2 * points + 1
    assert points > 0
    assert result.code in {0, 3}, result.err
    if name == "export":
        log = [e["action"] for e in cli("log", "a.review", "--json").json]
        assert log.count("exported") == 2
        assert cli("verify", "new.xlsx", *TRUST).code == 0


def test_what_may_not_be_stopped_is_not(cli: Command, two_workbooks: Path) -> None:
    with stoppable(lambda: True), unstoppable():
        assert cli("summary", "a.xlsx").code == 0


@pytest.mark.parametrize("point", [1, 40])
def test_a_merge_that_is_stopped_leaves_the_register_as_it_was(
    point: int, cli: Command, two_workbooks: Path
) -> None:
    made = cli("merge", "lead.review", "a.xlsx", "--lead", "Lead", *TRUST)

    def merged() -> object:
        return cli("workbooks", "lead.review", "--json").json

    before = merged()
    with stoppable(After(point)):
        result = cli("merge", "lead.review", "b.xlsx", *TRUST)
    assert (made.code, result.code) == (0, 2), result
    assert merged() == before


def a_library_that_catches_everything() -> None:
    with suppress(BaseException):
        signal.raise_signal(signal.SIGINT)
    raise TypeError("expected a number")


def test_ctrl_c_that_a_library_made_an_error_of_its_own_stops_the_command(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run_guarded(a_library_that_catches_everything) == INTERRUPTED
    assert capsys.readouterr().err.count("\n") == 1


def test_each_sheet_is_counted_while_a_workbook_is_checked(
    cli: Command, two_workbooks: Path
) -> None:
    told: list[str] = []
    handed = HandedIn(paths=(Path("a.xlsx"),))
    (book,) = check_workbooks(handed, now=datetime.now(UTC), control=JobControl(told.append))
    sheets = [re.search(r"sheet (\d+) of (\d+)", sentence) for sentence in told[1:]]
    places = [(int(found[1]), int(found[2])) for found in sheets if found]
    assert book.recounted
    assert places == [(n, len(places)) for n in range(1, len(places) + 1)]
    assert len(places) > 10


def test_checking_is_cancelled_within_a_workbook(cli: Command, two_workbooks: Path) -> None:
    def cancel_at_the_fifth_sheet(sentence: str) -> None:
        if "sheet 5 of" in sentence:
            control.cancel()

    control = JobControl(cancel_at_the_fifth_sheet)
    handed = HandedIn(paths=(Path("a.xlsx"),))
    with control.stoppable(), pytest.raises(WorldError) as ended:
        check_workbooks(handed, now=datetime.now(UTC), control=control)
    assert ended.value.code == CANCELLED
    assert recounting._found == {}
