"""A Windows job around a process: its memory and time are limited, and it ends with us.

The structures are those of JOBOBJECT_EXTENDED_LIMIT_INFORMATION in the Windows API.
"""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Callable
from ctypes import c_longlong, c_size_t, c_uint32, c_ulonglong, c_void_p
from typing import Final

from reviewer.cells.limits import Limits

_EXTENDED_LIMITS: Final = 9
"""JobObjectExtendedLimitInformation."""
_PROCESS_TIME: Final = 0x2
_ACTIVE_PROCESSES: Final = 0x8
_PROCESS_MEMORY: Final = 0x100
_DIE_ON_UNHANDLED: Final = 0x400
_KILL_ON_CLOSE: Final = 0x2000
_TICKS: Final = 10_000_000
"""Of 100 nanoseconds in a second."""


class BasicLimits(ctypes.Structure):
    """JOBOBJECT_BASIC_LIMIT_INFORMATION."""

    _fields_ = (
        ("process_ticks", c_longlong),
        ("job_ticks", c_longlong),
        ("flags", c_uint32),
        ("least_resident", c_size_t),
        ("most_resident", c_size_t),
        ("active_processes", c_uint32),
        ("affinity", c_size_t),
        ("priority", c_uint32),
        ("scheduling", c_uint32),
    )


class JobLimits(ctypes.Structure):
    """JOBOBJECT_EXTENDED_LIMIT_INFORMATION."""

    _fields_ = (
        ("basic", BasicLimits),
        ("input_and_output", c_ulonglong * 6),
        ("process_bytes", c_size_t),
        ("job_bytes", c_size_t),
        ("peak_process_bytes", c_size_t),
        ("peak_job_bytes", c_size_t),
    )


def job_limits(limits: Limits) -> JobLimits:
    """Return what a job asks of Windows for a reading with these limits.

    Two processes: a virtual environment starts Python through a launcher of its own.
    """
    wanted = JobLimits()
    wanted.basic.flags = (
        _PROCESS_TIME | _ACTIVE_PROCESSES | _PROCESS_MEMORY | _DIE_ON_UNHANDLED | _KILL_ON_CLOSE
    )
    wanted.basic.process_ticks = limits.cpu_seconds * _TICKS
    wanted.basic.active_processes = 1 if getattr(sys, "frozen", False) else 2
    wanted.process_bytes = limits.memory_bytes
    return wanted


class Job:
    """A job that holds one process; closing it ends the process."""

    def __init__(self, process: int, limits: Limits) -> None:
        """Put a running process, by its handle, under limits; raises OSError if refused."""
        self._handle: int | None = None
        self._close: Callable[[int], object] = lambda _: None
        if sys.platform == "win32":
            windows = ctypes.WinDLL("kernel32", use_last_error=True)
            windows.CreateJobObjectW.restype = c_void_p
            windows.CreateJobObjectW.argtypes = (c_void_p, c_void_p)
            windows.SetInformationJobObject.argtypes = (c_void_p, c_uint32, c_void_p, c_uint32)
            windows.AssignProcessToJobObject.argtypes = (c_void_p, c_void_p)
            windows.CloseHandle.argtypes = (c_void_p,)
            wanted = job_limits(limits)
            self._handle = windows.CreateJobObjectW(None, None)
            self._close = windows.CloseHandle
            if not (
                self._handle
                and windows.SetInformationJobObject(
                    self._handle, _EXTENDED_LIMITS, ctypes.byref(wanted), ctypes.sizeof(wanted)
                )
                and windows.AssignProcessToJobObject(self._handle, process)
            ):
                self.close()
                raise ctypes.WinError(ctypes.get_last_error())

    def close(self) -> None:
        """End what is left in the job."""
        if self._handle:
            self._close(self._handle)
            self._handle = None
