"""The program as a process: streams that close, Ctrl-C, prompts, no home."""

from __future__ import annotations

import os
import pty
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

PASSPHRASE = "violet lantern gravel orchid thursday"
CASE = "SYN-2018Q4-0001"
_START = (
    "import signal; signal.signal(signal.SIGINT, signal.SIG_DFL);"
    "import db.key; db.key.MEMORY_KIB = 64; from ui.main import main; main()"
)
"""The program with a derivation that is made cheap, not left out; Ctrl-C ends it as it loads."""

Start = Callable[..., "subprocess.Popen[str]"]

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals and terminals of POSIX")


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Start the program in an empty folder; whatever still runs at the end is ended."""
    running: list[subprocess.Popen[str]] = []

    def started(*arguments: str, **options: object) -> subprocess.Popen[str]:
        environment = {
            "PATH": os.environ["PATH"],
            "REVIEWER_HOME": str(tmp_path / "home"),
            "REVIEWER_PASSPHRASE": PASSPHRASE,
            "PYTHONPATH": str(Path(__file__).parents[2]),
            **dict(options.pop("env", {})),  # type: ignore[call-overload]
        }
        environment = {name: value for name, value in environment.items() if value}
        streams = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
        process = subprocess.Popen(
            [sys.executable, "-c", _START, *arguments],
            cwd=tmp_path,
            env=environment,
            text=True,
            encoding="utf-8",
            **{**streams, **options},  # type: ignore[call-overload]
        )
        running.append(process)
        return process

    yield started
    for process in running:
        process.kill()
        process.wait()
        for stream in filter(None, (process.stdin, process.stdout, process.stderr)):
            stream.close()


@pytest.fixture
def review_file(start: Start, tmp_path: Path) -> str:
    """A review file of two synthetic cases."""
    rows = "1/17,S47,2017-03-01\n2/17,DA,2017-03-02\n"
    (tmp_path / "list.csv").write_text(f"Reference,Type,Date reported\n{rows}", "utf-8")
    made = start(
        *("new", "a.review", "--list", "list.csv", "--inspection", "SYN-2018Q4"),
        *("--force", "Synthetic Constabulary", "--reviewer", "Reader A"),
    )
    out, err = made.communicate()
    assert made.returncode == 0, out + err
    return "a.review"


def test_each_line_is_acknowledged_before_the_next_is_sent(start: Start, review_file: str) -> None:
    process = start("answers", "set", review_file, "-", bufsize=1)
    assert process.stdin is not None
    assert process.stdout is not None
    lines = []
    for line in (f"{CASE} A1.1=Y", f"{CASE} A1.1=maybe", f"{CASE} A1.1=Y", f"{CASE} A1.1="):
        process.stdin.write(f"{line}\n")
        process.stdin.flush()
        lines.append(process.stdout.readline())
        # What was acknowledged is on the disk for another process while this one still runs.
        if line.endswith("A1.1=Y"):
            shown, _ = start("answers", "show", review_file, CASE, "--json").communicate()
            assert '"A1.1": "Y"' in shown
    process.stdin.close()
    assert process.wait() == 1
    first, refused, again, cleared = lines
    assert first == again
    number = int(first.removesuffix(f" {CASE} A1.1\n"))
    assert refused.startswith(f"REFUSED {CASE} A1.1 ")
    assert cleared == f"{number + 1} {CASE} A1.1\n"


def test_ctrl_c_says_one_line_and_keeps_what_was_acknowledged(
    start: Start, review_file: str
) -> None:
    process = start("answers", "set", review_file, "-", bufsize=1)
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(f"{CASE} A1.1=Y\n")
    process.stdin.flush()
    assert process.stdout.readline().endswith(f" {CASE} A1.1\n")
    process.send_signal(signal.SIGINT)
    _, err = process.communicate()
    assert process.returncode == 130
    assert (err.count("\n"), err.startswith("reviewer: Stopped")) == (1, True)
    shown, _ = start("answers", "show", review_file, CASE, "--json").communicate()
    assert '"A1.1": "Y"' in shown


@pytest.mark.parametrize("seconds", [0.6, 1.2, 1.8])
def test_ctrl_c_stops_long_work_and_leaves_nothing_half_written(
    start: Start, review_file: str, tmp_path: Path, seconds: float
) -> None:
    secret = {"REVIEWER_IDENTITY_PASSPHRASE": PASSPHRASE}
    made = start("identity", "create", "a.p12", "--name", "Reader A", env=secret)
    assert made.wait() == 0
    work = (
        ("export", review_file, "a.xlsx", "--identity", "a.p12"),
        ("print", review_file, "a.pdf", "--all"),
        ("list", "check", "list.csv", "--refused", "refused.csv"),
        ("answers", "template", review_file, "sheet.xlsx"),
    )
    whole = {"a.xlsx": b"PK", "a.pdf": b"%PDF", "refused.csv": b"", "sheet.xlsx": b"PK"}
    for arguments in work:
        process = start(*arguments, env=secret)
        time.sleep(seconds)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate()
        assert process.returncode in {0, 130, -signal.SIGINT}, err
        assert "Traceback" not in err
    there = {path.name: path for path in tmp_path.iterdir() if path.is_file()}
    assert there.keys() <= {"list.csv", "a.review", "a.p12", ".a.review.lock", *whole}
    for name, begin in whole.items():
        assert name not in there or there[name].read_bytes().startswith(begin)
    checked = start("check", review_file)
    checked.communicate()
    assert checked.returncode == 0


@pytest.mark.parametrize("closed", [">&-", "<&- >&- 2>&-"])
def test_a_stream_that_is_closed_is_no_mistake(
    start: Start, review_file: str, tmp_path: Path, closed: str
) -> None:
    script = tmp_path / "run.sh"
    words = f"'{sys.executable}' -c '{_START}' answers set a.review {CASE} A1.2=Y {closed}"
    script.write_text(words, "utf-8")
    ended = subprocess.run(
        ["sh", str(script)],
        cwd=tmp_path,
        env={
            "PATH": os.environ["PATH"],
            "REVIEWER_HOME": str(tmp_path / "home"),
            "REVIEWER_PASSPHRASE": PASSPHRASE,
            "PYTHONPATH": str(Path(__file__).parents[2]),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ended.returncode, ended.stderr) == (0, "")


def test_a_reader_that_leaves_ends_the_command_quietly(start: Start) -> None:
    process = start("form", "codes")
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.readline()
    process.stdout.close()
    assert process.stderr.read() == ""
    assert process.wait() in {0, 1}


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_output_that_has_no_room_is_reported(start: Start) -> None:
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        process = start("form", "codes", stdout=full)
        _, err = process.communicate()
    assert process.returncode == 2
    assert (err.count("\n"), "no space" in err) == (1, True)


def test_a_passphrase_is_asked_for_on_a_terminal_and_not_shown(
    start: Start, review_file: str
) -> None:
    ours, theirs = pty.openpty()
    process = start(
        "cases",
        review_file,
        env={"REVIEWER_PASSPHRASE": ""},
        stdin=theirs,
        stderr=theirs,
        start_new_session=True,
    )
    asked = b""
    while b": " not in asked:  # the space comes when nothing typed is shown any more
        asked += os.read(ours, 100)
    os.write(ours, f"{PASSPHRASE}\n".encode())
    out, _ = process.communicate(timeout=120)
    os.close(theirs)
    os.close(ours)
    assert process.returncode == 0
    assert CASE in out
    assert b"Passphrase of the review file" in asked
    assert PASSPHRASE.encode() not in asked


def test_without_a_terminal_and_without_a_passphrase_nothing_waits(
    start: Start, review_file: str
) -> None:
    process = start("cases", review_file, env={"REVIEWER_PASSPHRASE": ""})
    out, err = process.communicate(input="")
    assert (process.returncode, out) == (2, "")
    assert "--passphrase-file" in err


def test_a_passphrase_file_of_windows_notepad_opens_the_file(
    start: Start, review_file: str, tmp_path: Path
) -> None:
    (tmp_path / "phrase.txt").write_bytes(f"\ufeff{PASSPHRASE}\r\n".encode())
    options = ("--passphrase-file", "phrase.txt")
    process = start("cases", review_file, *options, env={"REVIEWER_PASSPHRASE": "wrong"})
    assert CASE in process.communicate()[0]
    assert process.returncode == 0


def test_without_a_screen_the_window_says_so_and_names_the_demonstration(start: Start) -> None:
    for arguments in ((), ("open", "a.review")):
        process = start(*arguments)
        out, err = process.communicate()
        assert (process.returncode, out, err.count("\n")) == (2, "", 1)
        assert "reviewer demo" in err
