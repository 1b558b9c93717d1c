"""Files put in place, removed and flushed, as far as each system allows.

Windows neither replaces nor removes a file that another program has open. A virus scanner or an
indexer holds a new file for moments only, so both are tried again for some two seconds. After
that a person has it open, in Excel or a PDF reader, and the error says so.
"""

from __future__ import annotations

import ctypes
import errno
import io
import os
import re
import stat
import sys
import time
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import BinaryIO, Final

PAUSES: Final = (0.05, 0.1, 0.2, 0.4, 0.6, 0.8)
"""Seconds to wait before each further attempt."""

_DENIED: Final = 5
_SHARING: Final = frozenset({32, 33})
"""Windows: access denied; a sharing or lock violation."""

_FOR_ONE_ALONE: Final = "D:P(A;;FA;;;{account})(A;;FA;;;SY)"
"""Windows: what is inherited is dropped, one account and the system may do everything."""
_OWNER: Final = "OW"
_DISCRETIONARY_ACCESS: Final = 4
_TOKEN_QUERY: Final = 8
_TOKEN_USER: Final = 1


MOUNTS: Final = Path("/proc/self/mounts")
"""Where Linux lists what is mounted, and where; no other system has it."""


class FileInUseError(PermissionError):
    """Another program has the file open and did not close it in time."""


class NotAFileError(OSError):
    """What was handed in is a device or a pipe: reading it would wait, or never end."""

    def __init__(self, path: Path) -> None:
        super().__init__(errno.EINVAL, "it is a device or a pipe, not a file", str(path))


def open_given(path: Path) -> BinaryIO:
    """Open a file that somebody handed in, to read it.

    Raises NotAFileError, without waiting, for a device or a pipe; OSError where it cannot be read.
    A file without a length is empty: some of those that Linux makes up (`/proc`) would wait.
    """
    flags = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)
    descriptor = os.open(path, flags)
    status = os.fstat(descriptor)
    mode = status.st_mode
    if not stat.S_ISREG(mode):
        os.close(descriptor)
        if stat.S_ISDIR(mode):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
        raise NotAFileError(path)
    if status.st_size == 0:
        os.close(descriptor)
        return io.BytesIO()
    return os.fdopen(descriptor, "rb")


def open_new(path: Path) -> int:
    """Make a file that its owner alone may read, and return it open for writing; raises OSError.

    Windows knows no such mode and takes the folder's permissions, which on a shared disk let
    everybody read: there the file gets a list of its own.
    """
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    if sys.platform == "win32":
        wanted, access = ctypes.c_void_p(), _FOR_ONE_ALONE.format(account=_account())
        if ctypes.windll.advapi32.ConvertStringSecurityDescriptorToSecurityDescriptorW(
            access, 1, ctypes.byref(wanted), None
        ):
            # A disk without permissions (a USB drive) refuses; the place of a file is warned of.
            ctypes.windll.advapi32.SetFileSecurityW(str(path), _DISCRETIONARY_ACCESS, wanted)
            ctypes.windll.kernel32.LocalFree(wanted)
    return descriptor


@cache
def _account() -> str:
    """Return this account as a list of permissions of Windows names it (`S-1-5-21-…`).

    `OW`, the rights of a file's owner, is used only where Windows does not tell it: some systems
    do not know these rights, and a file that an administrator makes is owned by all of them.
    """
    if sys.platform == "win32":
        advapi, kernel = ctypes.WinDLL("advapi32"), ctypes.WinDLL("kernel32")
        kernel.GetCurrentProcess.restype = ctypes.c_void_p
        token, size, text = ctypes.c_void_p(), ctypes.c_ulong(), ctypes.c_wchar_p()
        process = ctypes.c_void_p(kernel.GetCurrentProcess())
        advapi.OpenProcessToken(process, _TOKEN_QUERY, ctypes.byref(token))
        advapi.GetTokenInformation(token, _TOKEN_USER, None, 0, ctypes.byref(size))
        user = ctypes.create_string_buffer(size.value)
        read = advapi.GetTokenInformation(token, _TOKEN_USER, user, size, ctypes.byref(size))
        kernel.CloseHandle(token)
        if read:
            identifier = ctypes.cast(user, ctypes.POINTER(ctypes.c_void_p))[0]
            advapi.ConvertSidToStringSidW(ctypes.c_void_p(identifier), ctypes.byref(text))
        account = text.value or _OWNER
        kernel.LocalFree(text)
        return account
    return _OWNER


def put_in_place(finished: Path, target: Path) -> None:
    """Give a finished, closed file its name in place of an older one.

    Raises FileInUseError where another program has the older one open, OSError otherwise.
    """
    _patiently(lambda: finished.replace(target), target)


def remove(path: Path, *, missing_ok: bool = False) -> None:
    """Remove a file; raises FileInUseError where another program has it open, or OSError."""
    _patiently(lambda: path.unlink(missing_ok=missing_ok), path)


def plain_path(path: Path) -> Path:
    r"""Return the full path without the prefix that marks long paths on Windows.

    `\\?\C:\Work` becomes `C:\Work`: SQLite would take the question mark for a server's name.
    """
    return Path(without_long_mark(str(path.resolve())))


def without_long_mark(path: str) -> str:
    """Return a path of Windows as people write it, whatever its length."""
    for mark, instead in (("\\\\?\\UNC\\", "\\\\"), ("\\\\?\\", "")):
        if path.startswith(mark):
            return instead + path.removeprefix(mark)
    return path


def is_mounted(path: Path) -> bool:
    """Say whether a file itself is mounted under its name, and so has another one elsewhere."""
    return str(path.resolve()) in dict(mounts())


def mounts() -> Sequence[tuple[str, str]]:
    """Return each mount point with its kind of file system; none where the system lists none."""
    try:
        lines = os.fsdecode(MOUNTS.read_bytes()).split("\n")
    except OSError:
        return ()
    fields = [line.split(" ") for line in lines]
    return [(_plain(field[1]), field[2]) for field in fields if len(field) > 2]


def _plain(escaped: str) -> str:
    r"""Return a name as it is: Linux lists a space as `\040`, and so tab, line break, backslash."""
    return re.sub(r"\\([0-7]{3})", lambda found: chr(int(found[1], 8)), escaped)


def flush_folder(folder: Path) -> None:
    """Wait until a folder's names are on the disk, where the system can.

    Windows opens no folders; its renames are journalled.
    """
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _patiently(attempt: Callable[[], object], path: Path) -> None:
    for pause in (*PAUSES, None):
        try:
            attempt()
        except PermissionError as error:
            if not _is_held(error, path):
                raise
            if pause is None:
                raise FileInUseError(error.errno, error.strerror, str(path)) from error
            time.sleep(pause)
        else:
            return


def _is_held(error: PermissionError, path: Path) -> bool:
    """Tell a file that is open elsewhere from one that may not be changed."""
    reason = getattr(error, "winerror", None)
    return reason in _SHARING or (reason == _DENIED and path.is_file() and os.access(path, os.W_OK))
