"""Every command that there is, with every file that it takes: what it reads, and what it writes.

The commands are found, not listed: one that is added without a line of its own fails here.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from itertools import cycle
from pathlib import Path
from typing import Final

import pytest
from commands import Command, CommandResult, command_in
from file_arguments import FOLDER, READ, SHARED, WRITTEN, CommandLine, command_lines
from file_folder import fill

from reviewer.intake.pipe import Examined, ReadingRequest
from reviewer.intake.process import ask_worker
from ui.operations.places import site_folder

LINES: Final = tuple(command_lines())
LONG: Final = frozenset({"self-test", "demo"})
"""They make a whole inspection, and are run elsewhere."""

SALT: Final = 16
"""Bytes at the beginning of a review file, different in each."""

WAIT: Final = 20
"""Seconds after which a command waits for what will never come."""

Filled = tuple[Path, Mapping[str, str]]


def named(line: CommandLine) -> str:
    return " ".join(line.arguments()[:4])


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Filled:
    """A folder with every file that a line reads: made once, as it takes long."""
    folder = tmp_path_factory.mktemp("files")
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr("reviewer.exchange.sealing._MEMORY_KIB", 64)
        monkeypatch.setenv("XDG_CONFIG_DIRS", str(folder / "etc"))
        site_folder().mkdir(parents=True)
        cli = command_in(folder, monkeypatch)
        return folder, fill(cli, folder, site_folder() / "recovery.cer")


class Desk:
    """A copy of that folder, and a line to type in it."""

    def __init__(self, cli: Command, folder: Path, known: Mapping[str, str]) -> None:
        self.cli, self.folder, self._known = cli, folder, known

    def type(
        self, line: CommandLine, *more: str, instead: Mapping[int, object] | None = None
    ) -> CommandResult:
        with waiting_at_most(WAIT):
            words = line.arguments(instead=instead)
            return self.cli(*(word.format(**self._known) for word in words), *more)

    def files(self) -> dict[Path, bytes]:
        """Return what is there, but for the program's own folder and files opened for writing."""
        return {
            path: path.read_bytes()
            for path in self.folder.rglob("*")
            if path.is_file() and "home" not in path.parts and not path.name.startswith(".")
        }


@pytest.fixture
def desk(cli: Command, filled: Filled, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setattr("reviewer.exchange.sealing._MEMORY_KIB", 64)
    folder, known = filled
    shutil.copytree(folder, tmp_path, dirs_exist_ok=True)
    return Desk(cli, tmp_path, known)


@contextmanager
def waiting_at_most(seconds: int) -> Iterator[None]:
    def end(*_: object) -> None:
        raise AssertionError("it waits")

    if sys.platform == "win32":
        yield
        return
    before = signal.signal(signal.SIGALRM, end)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def test_every_command_is_tried_with_every_file_that_it_takes() -> None:
    takes, named = defaultdict(set), defaultdict(set)
    for line in LINES:
        takes[line.command] |= line.takes
        named[line.command] |= line.named
    assert named == takes


@pytest.mark.parametrize("line", [one for one in LINES if one.command not in LONG], ids=named)
def test_each_line_does_what_it_is_for(desk: Desk, line: CommandLine) -> None:
    result = desk.type(line)
    assert result.code == line.code, result
    for place in line.places(WRITTEN):
        assert (desk.folder / line.path(place)).is_file(), result


WRITERS: Final = [
    one for one in LINES if one.command not in LONG and (one.places(WRITTEN) or one.places(FOLDER))
]


def kinds(folder: Path) -> Mapping[str, bytes]:
    """Return the content of files of every kind that no command wrote at the place it is for."""
    return {
        "text": b"what somebody wrote\n",
        "table": (folder / "list.csv").read_bytes(),
        "json": b'{"what": "somebody wrote"}\n',
        "workbook": (folder / "survey.xlsx").read_bytes(),
        "signed workbook": (folder / "b.xlsx").read_bytes(),
        "protected workbook": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
        "print": b"%PDF-1.7 of somebody else",
        "identity": (folder / "c.p12").read_bytes(),
        "certificate": (folder / "c.cer").read_bytes(),
        "pack": (folder / "other.pack").read_bytes(),
        "receipt": (folder / "other.receipt").read_bytes(),
        "review file": (folder / "b.review").read_bytes(),
        "anything": b"\x00\x01\x02 unknown",
    }


def _kept(desk: Desk, path: Path, content: bytes) -> bool:
    """Say whether a file is as it was; one that was opened for writing has another first page."""
    if path.read_bytes() == content:
        return True
    same_file = path.read_bytes()[:SALT] == content[:SALT]
    return same_file and desk.cli("check", path).code == 0


NEVER: Final = frozenset({"identity", "review file", "anything"})
"""Nobody agrees to the loss of these: what is replaced is a workbook, print, text or pack."""


@pytest.fixture
def each_list_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have a worker read a list once, and again only when it or what is asked has changed."""
    known: dict[tuple[str, bytes], Examined] = {}

    def ask(request: ReadingRequest, cancelled: Callable[[], bool]) -> Examined:
        asked = repr(request), request.path.read_bytes()
        if asked not in known:
            known[asked] = ask_worker(request, cancelled)
        return known[asked]

    monkeypatch.setattr("reviewer.intake.reading.ask_worker", ask)


@pytest.mark.usefixtures("each_list_read_once")
@pytest.mark.parametrize("line", WRITERS, ids=named)
def test_no_command_overwrites_what_is_not_its_own(
    desk: Desk, line: CommandLine, tmp_path_factory: pytest.TempPathFactory
) -> None:
    replaces = "--replace" in desk.type(line, "--help").out.split()
    before = desk.files()
    fresh = tmp_path_factory.mktemp("fresh") / "files"
    shutil.copytree(desk.folder, fresh)
    result = desk.type(line)
    assert result.code == line.code, result
    made = sorted(desk.files().keys() - before.keys())
    assert made or not line.places(WRITTEN)
    shutil.rmtree(desk.folder)
    shutil.copytree(fresh, desk.folder)
    os.chdir(desk.folder)
    for agreed in (False, True) if replaces else (False,):
        for path in made:
            for kind, content in kinds(fresh).items():
                if agreed and kind not in NEVER:
                    continue
                path.write_bytes(content)
                there = desk.files()
                result = desk.type(line, *(("--replace",) if agreed else ()))
                assert _kept(desk, path, content), (path.name, kind, result)
                assert result.code in {1, 2}, (path.name, kind, result)
                assert result.err.count("\n") == 1, (path.name, kind, result)
                gained = desk.files().keys() - there.keys()
                assert not gained, (path.name, kind, gained)
                path.unlink()


@pytest.mark.parametrize("line", [one for one in WRITERS if one.places(READ)], ids=named)
def test_no_command_overwrites_what_it_reads(desk: Desk, line: CommandLine) -> None:
    more = ("--replace",) if "--replace" in desk.type(line, "--help").out.split() else ()
    link, second = desk.folder / "link", desk.folder / "second"
    for written in line.places(WRITTEN):
        names = [desk.folder / line.path(read) for read in line.places(READ)]
        link.symlink_to(names[0])
        second.hardlink_to(names[0])
        for out, name in [*zip(names, names, strict=True), (link, names[0]), (second, names[0])]:
            content = name.read_bytes()
            result = desk.type(line, *more, instead={written: out})
            assert _kept(desk, name, content), (name, out, result)
            assert result.code in {1, 2}, (name, out, result)
        link.unlink()
        second.unlink()


def own_inputs() -> Iterator[tuple[CommandLine, tuple[int, ...]]]:
    """Yield each line with the files that only it reads; of shared options, the first that does."""
    seen = set()
    for line in LINES:
        places = []
        for place in (*line.places(READ), *line.places(FOLDER)):
            option = line.words[place - 1] if line.words[place] in SHARED.values() else ""
            if option not in seen:
                places.append(place)
            seen |= {option} - {""}
        if places:
            yield line, tuple(places)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such pipes and devices")
@pytest.mark.parametrize(
    ("line", "places"),
    list(own_inputs()),
    ids=lambda one: named(one) if hasattr(one, "command") else "",
)
def test_no_command_waits_for_what_is_no_file(
    desk: Desk, line: CommandLine, places: tuple[int, ...]
) -> None:
    pipe, door = desk.folder / "pipe", desk.folder / "door"
    os.mkfifo(pipe)
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(door.name)
    others = cycle((Path("/dev/zero"), door, Path("/proc/kmsg")))
    for place in places:
        for odd in (pipe, next(others)):
            result = desk.type(line, instead={place: odd})
            assert result.code in {1, 2} or odd == Path("/proc/kmsg"), (odd, place, result)
            assert (result.err + result.out).strip(), (odd, place)
            assert "Something went wrong" not in result.err, (odd, place, result)
