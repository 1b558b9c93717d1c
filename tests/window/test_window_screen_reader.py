"""A real AT-SPI client works through a case: what it is told by the program it can only hear."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from reviewer.app.demonstration.sample_answers import sample_answers
from reviewer.domain.case import Case
from reviewer.domain.ids import CaseId, Key
from reviewer.forms.library import bundled_form

CLIENT = Path(__file__).with_name("atspi_client.py")
SYSTEM = "/usr/bin/python3"
ANSWER = "answer "
"""What a line of the client begins with; the bus writes into the same pipe."""

PASSPHRASE = "violet lantern gravel orchid thursday"
NEEDED = ("Xvfb", "xdotool", "dbus-run-session", "gdbus")
REVIEWER = str(Path(sys.executable).with_name("reviewer"))
Part = dict[str, Any]
"""What a screen reader knows of a part: role, name, description, states."""

SECOND = CaseId("SYN-2018Q4-0002")


def missing() -> str:
    """Return what a screen reader needs and this machine has not."""
    absent = [name for name in NEEDED if shutil.which(name) is None]
    asked = subprocess.run([SYSTEM, "-c", "import pyatspi"], capture_output=True, check=False)
    return ", ".join([*absent, *(["python3-pyatspi"] if asked.returncode else [])])


class Reader:
    """The client, asked one order at a time."""

    def __init__(self, client: subprocess.Popen[str]) -> None:
        self._client = client

    def order(self, **order: object) -> Any:  # noqa: ANN401 - as the order asks
        assert self._client.stdin is not None
        assert self._client.stdout is not None
        self._client.stdin.write(json.dumps(order) + "\n")
        self._client.stdin.flush()
        for line in self._client.stdout:
            if line.startswith(ANSWER):
                return json.loads(line.removeprefix(ANSWER))
        raise AssertionError("the client has ended")

    def tree(self) -> list[Part]:
        found: list[Part] = self.order(tree=True)
        return found

    def hears(self, words: str, *, within: float = 20, **order: object) -> list[str]:
        """Return the announcements after an order, once one of them holds these words."""
        announced: list[str] = []
        end = time.monotonic() + within
        while time.monotonic() < end:
            heard = self.order(**order, listen=0.4)
            announced += [e["words"] for e in heard if e["kind"] == "object:announcement"]
            if any(words in one for one in announced):
                return announced
            order = {}
        raise AssertionError(f"{words!r} was not announced, but {announced}")

    def sees(self, wanted: Callable[[Part], bool], *, within: float = 60) -> Part:
        """Return the first part that is wanted, once there is one."""
        end = time.monotonic() + within
        while time.monotonic() < end:
            found = next(filter(wanted, self.tree()), None)
            if found is not None:
                return found
            self.order(listen=0.4)
        raise AssertionError("it is not shown")

    def focused(self) -> Part:
        """Return what has the keyboard; the current line of a list says so wherever it is."""
        self.sees(lambda part: part["focused"] and part["role"] != "list item", within=5)
        *_, last = (p for p in self.tree() if p["focused"] and p["role"] != "list item")
        return last


@pytest.fixture
def reader(tmp_path: Path) -> Iterator[Reader]:
    """A screen reader on the program with a file of six cases; the second is answered."""
    if absent := missing():
        pytest.skip(f"no screen reader can be run here: {absent}")
    environment = {
        **os.environ,
        "REVIEWER_HOME": str(tmp_path / "home"),
        "REVIEWER_PASSPHRASE": PASSPHRASE,
    }
    (tmp_path / "list.csv").write_text(
        "Reference,Type,Date reported,Force grade,Scale\n"
        + "".join(f"00{n}/17,DA,2017-03-0{n},Good,GRI3\n" for n in range(1, 7))
    )

    def run(*arguments: str, given: str = "") -> None:
        subprocess.run(
            [REVIEWER, *arguments],
            cwd=tmp_path,
            env=environment,
            input=given,
            text=True,
            check=True,
            capture_output=True,
        )

    run(
        *("new", "a.review", "--list", "list.csv", "--inspection", "SYN-2018Q4"),
        *("--force", "Synthetic Constabulary", "--reviewer", "Reader A"),
    )
    values = {Key("type"): "DA", Key("reported"): "2017-03-02"}
    case = Case(id=SECOND, position=2, values=values)
    answers = sample_answers(
        bundled_form("ncpi"), case, "Reader A", "G", seed=2, today=date(2018, 1, 29)
    )
    lines = (f"{SECOND} {key}={' '.join(text.split())}\n" for key, text in answers.items())
    run("answers", "set", "a.review", "-", given="".join(lines))
    client = subprocess.Popen(
        ["dbus-run-session", "--", SYSTEM, str(CLIENT)],
        cwd=tmp_path,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    reader = Reader(client)
    reader.order(start=[REVIEWER, "open", "a.review"])
    yield reader
    assert client.stdin is not None
    assert client.stdout is not None
    client.stdin.close()
    client.wait(timeout=20)
    client.stdout.close()
    # The program was ended from outside, which leaves the file of its lock behind.
    (tmp_path / ".a.review.lock").unlink(missing_ok=True)


@pytest.mark.interop
def test_a_case_is_opened_graded_completed_and_exported_by_ear(reader: Reader) -> None:
    reader.sees(lambda part: part["role"] == "password text" and part["focused"])
    reader.order(type=PASSPHRASE)
    reader.hears("0001", key="Return", within=60)

    focused = reader.focused()
    assert (focused["role"], focused["name"]) == ("radio button", "Yes, reviewed")
    assert "1 of 3" in focused["description"]
    shown = reader.tree()
    question = [p for p in shown if p["name"] == "Is the case reviewed?" and p["role"] == "panel"]
    assert question
    assert [p for p in shown if p["role"] == "heading" and "Domestic abuse" in p["name"]]
    assert not [p for p in shown if "<" in p["description"]]

    reader.hears("saved", key="y")
    reader.hears("Not complete", key="ctrl+Return")
    reader.order(key="ctrl+g")
    assert reader.focused()["name"] == "Good"
    reader.hears("Graded Requires improvement", key="2")
    reader.hears("Undone", key="ctrl+z")

    reader.hears("0002", key="alt+Right")
    reader.hears("0002 is complete", key="ctrl+Return")
    reader.order(key="ctrl+e")
    reader.sees(lambda part: part["role"] == "dialog" and "xport" in part["name"])
    assert reader.focused()["name"]
    reader.order(key="Escape")
