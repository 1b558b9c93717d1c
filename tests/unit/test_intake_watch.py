"""A reading that escapes the system's own limits is ended by the process that waits for it."""

from __future__ import annotations

import ctypes
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest
from wine import counts_processor_time

from reviewer.cells.limits import MIB, Limits
from reviewer.domain.errors import RefusalError
from reviewer.intake.job_object import job_limits
from reviewer.intake.process import _ended
from reviewer.intake.watch import Watch

SECONDS = 30


@pytest.fixture
def children() -> Iterator[list[subprocess.Popen[bytes]]]:
    started: list[subprocess.Popen[bytes]] = []
    yield started
    for child in started:
        child.kill()
        child.communicate()


def watched(children: list[subprocess.Popen[bytes]], program: str, limits: Limits) -> str:
    """Watch a program until it is refused or has ended; return the code of the refusal."""
    child = subprocess.Popen([sys.executable, "-I", "-c", program], stdout=subprocess.PIPE)
    children.append(child)
    last = time.monotonic() + SECONDS
    try:
        with Watch(child, limits) as watch:
            while child.poll() is None and time.monotonic() < last:
                watch.look()
                time.sleep(0.02)
            watch.look()
    except RefusalError as refused:
        child.wait(SECONDS)
        return refused.code
    return ""


def test_a_reading_that_takes_too_much_memory_is_ended(
    children: list[subprocess.Popen[bytes]],
) -> None:
    program = "import time; b = bytearray(b'x' * (200 << 20)); time.sleep(60)"
    assert watched(children, program, Limits(memory_bytes=100 * MIB)) == "too-large"


@counts_processor_time
def test_a_reading_that_takes_too_long_to_compute_is_ended(
    children: list[subprocess.Popen[bytes]],
) -> None:
    assert watched(children, "while True: pass", Limits(cpu_seconds=1)) == "too-slow"


def test_a_reading_within_its_limits_ends_by_itself(
    children: list[subprocess.Popen[bytes]],
) -> None:
    assert watched(children, "print('done')", Limits()) == ""
    assert children[0].returncode == 0


def test_a_reading_does_not_outlive_the_wait_for_it(
    children: list[subprocess.Popen[bytes]],
) -> None:
    child = subprocess.Popen([sys.executable, "-I", "-c", "import time; time.sleep(60)"])
    children.append(child)
    with Watch(child, Limits()):
        assert child.poll() is None
    assert child.wait(SECONDS) != 0


def test_windows_is_asked_for_the_limits_of_a_reading() -> None:
    asked = job_limits(Limits(memory_bytes=7 * MIB, cpu_seconds=3))
    assert (asked.process_bytes, asked.basic.process_ticks) == (7 * MIB, 30_000_000)
    assert asked.basic.flags == 0x2 | 0x8 | 0x100 | 0x400 | 0x2000
    if ctypes.sizeof(ctypes.c_void_p) == 8:
        assert ctypes.sizeof(asked) == 144


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (1816, "too-slow"),
        (3, "too-large"),
        (0xC0000409, "too-large"),
        (0xC0000005, "unreadable-workbook"),
        (1, "unreadable-workbook"),
    ],
)
def test_the_end_of_a_reading_on_windows_is_understood(status: int, code: str) -> None:
    error = _ended(status, Limits())
    assert isinstance(error, RefusalError)
    assert error.code == code
