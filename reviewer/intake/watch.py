"""The watch over a process that reads a list, kept by the process that waits for it.

Linux limits a process from within and Windows by a job around it; macOS has little of either. The
watch asks each system the same two questions while the reading lasts, so that a reader which
escapes the system's own limits is ended as well.
"""

from __future__ import annotations

import subprocess
import sys
from contextlib import suppress
from types import TracebackType
from typing import Self

from reviewer.cells.errors import too_long, too_much_memory
from reviewer.cells.limits import Limits
from reviewer.intake.job_object import Job


class Watch:
    """Holds a reading to its memory and its processor time, and ends it with the block."""

    def __init__(self, worker: subprocess.Popen[bytes], limits: Limits) -> None:
        self._worker = worker
        self._limits = limits
        self._job: Job | None = None
        self._before: float | None = None

    def __enter__(self) -> Self:
        if sys.platform == "win32":
            with suppress(OSError):  # inside a job that forbids another, the watch remains
                self._job = Job(int(self._worker._handle), self._limits)  # noqa: SLF001 - the only way to it
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._worker.kill()
        if self._job is not None:
            self._job.close()

    def look(self) -> None:
        """Raise RefusalError if the reading takes more than it may; quiet if it has ended."""
        import psutil  # noqa: PLC0415 - most readings end before anybody looks

        with suppress(psutil.Error):
            reader = psutil.Process(self._worker.pid)
            times = reader.cpu_times()
            if reader.memory_info().rss > self._limits.memory_bytes:
                raise too_much_memory(self._limits.memory_bytes)
            spent = times.user + times.system
            if self._before is None:
                # Not nothing: Wine gives the time of who asks, which may have worked for minutes.
                self._before = spent
            if spent - self._before > self._limits.cpu_seconds:
                raise too_long(self._limits.cpu_seconds)
