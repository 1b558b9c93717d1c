"""Killed at any moment: no acknowledged answer is lost, no file is unreadable.

A small share of the fault suite; the whole runs by `make fault`.
"""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from db_sample import KEY, OTHER_KEY, PERSON, SESSION, answer, filled, make

from db.chain import check_file
from db.engine import log_of
from db.file import open_file
from db.lock import lock_file
from reviewer.domain.errors import WorldError
from reviewer.domain.ids import SessionId

ROOT = Path(__file__).parents[2]
SAMPLES = Path(__file__).parent

ANSWER_FOR_EVER = """
import sys
from pathlib import Path
from db_sample import KEY, PERSON, answer
from db.file import open_file
from db.lock import lock_file
from reviewer.domain.ids import SessionId
with open_file(Path(sys.argv[1]), KEY, person=PERSON, session_id=SessionId(sys.argv[2])) as store:
    number = 0
    while True:
        number += 1
        seq = answer(store, 1 + number % 20, f"k{number % 50}", f"{number} " * (number % 400))
        print(seq, flush=True)
"""

CHANGE_FOR_EVER = """
import sys
from pathlib import Path
from db_sample import KEY, MOMENT, OTHER_KEY, PERSON
from db.passphrase import change_passphrase
from reviewer.domain.file_actions import Proof
old, new = (KEY, OTHER_KEY) if sys.argv[2] == "0" else (OTHER_KEY, KEY)
while True:
    print("on", flush=True)
    path, by = Path(sys.argv[1]), Proof.OLD_PASSPHRASE
    change_passphrase(path, old, new, person=PERSON, by=by, now=MOMENT)
    old, new = new, old
"""

MAKE_FOR_EVER = """
import sys
from pathlib import Path
from db_sample import make
number = 0
while True:
    number += 1
    make(Path(sys.argv[1]) / f"{number}.review", 50)
    print(number, flush=True)
"""


def killed(program: str, arguments: Sequence[str], lines: int) -> list[str]:
    """Run a program, kill it after it wrote `lines` lines, and return all it wrote."""
    with subprocess.Popen(
        [sys.executable, "-c", program, *arguments],
        cwd=ROOT,
        env={"PYTHONPATH": f"{ROOT}:{SAMPLES}"},
        stdout=subprocess.PIPE,
        text=True,
    ) as child:
        assert child.stdout is not None
        printed = [child.stdout.readline() for _ in range(lines)]
        child.kill()
        printed += child.stdout.readlines()
    return [line.strip() for line in printed if line.endswith("\n")]


def test_no_acknowledged_answer_is_lost_by_a_kill(tmp_path: Path) -> None:
    path = tmp_path / "a.review"
    make(path, 20)
    chance = random.Random()
    for number in range(5):
        printed = killed(ANSWER_FOR_EVER, [str(path), f"s{number}"], chance.randrange(1, 120))
        with pytest.raises(WorldError) as wrong:
            open_file(path, OTHER_KEY, person=PERSON, session_id=SessionId("wrong"))
        assert wrong.value.code == "wrong-passphrase"
        with open_file(path, KEY, person=PERSON, session_id=SESSION) as store:
            report = check_file(store)
        assert report.problems == ()
        assert report.events >= int(printed[-1])
        assert [found.name for found in tmp_path.iterdir()] == ["a.review"]


def test_a_killed_change_of_passphrase_leaves_one_key_that_opens_all(tmp_path: Path) -> None:
    path = tmp_path / "a.review"
    with filled(path, 400) as store:
        answer(store, 1, "A1.1", "Y")
    turn = 0
    chance = random.Random()
    for _ in range(3):
        killed(CHANGE_FOR_EVER, [str(path), str(turn)], chance.randrange(1, 4))
        opened, refusal = [], ""
        for index, key in enumerate((KEY, OTHER_KEY)):
            try:
                store = open_file(path, key, person=PERSON, session_id=SESSION)
            except WorldError as error:
                refusal = error.code
            else:
                opened.append(index)
                with store:
                    assert check_file(store).problems == ()
                    assert len(store.reviews()) == 1
        assert refusal == "wrong-passphrase"
        assert len(opened) == 1
        turn = opened[0]
        assert not log_of(path).exists()


def test_a_killed_making_leaves_whole_files_and_the_next_one_sweeps(tmp_path: Path) -> None:
    number = int(killed(MAKE_FOR_EVER, [str(tmp_path)], 3)[-1])
    made = [tmp_path / f"{n}.review" for n in range(1, number + 1)]
    interrupted = tmp_path / f"{number + 1}.review"
    if not interrupted.exists():
        make(interrupted, 50)
    for path in (*made, interrupted):
        with open_file(path, KEY, read_only=True) as store:
            assert len(store.cases()) == 50
            assert check_file(store).ok
    lock_file(interrupted).unlink(missing_ok=True)  # killed between the name and the lock's end
    assert set(tmp_path.iterdir()) == {*made, interrupted}
