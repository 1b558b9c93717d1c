"""Print the lines of lock files that a Windows computer needs, hashes and all.

    locked.py LOCK [NAME…]

With names only those packages. pip decides by the computer it runs on, not by the one it
fetches for, so the markers are decided here.
"""

import re
import sys
from pathlib import Path

from packaging.requirements import Requirement

VERSION = "3.13"
WINDOWS = {
    "os_name": "nt",
    "sys_platform": "win32",
    "platform_system": "Windows",
    "platform_machine": "AMD64",
    "platform_python_implementation": "CPython",
    "implementation_name": "cpython",
    "python_version": VERSION,
    "python_full_version": f"{VERSION}.2",
}


def main(lock: str, *names: str) -> None:
    """Print what is needed of one lock file."""
    for pinned in re.findall(r"^[a-z0-9].*(?:\n .*)*", Path(lock).read_text("utf-8"), re.MULTILINE):
        first, *hashes = pinned.split("\\\n")
        requirement = Requirement(first.strip())
        if names and requirement.name not in names:
            continue
        if requirement.marker is None or requirement.marker.evaluate(WINDOWS):
            print("\\\n".join([f"{requirement.name}{requirement.specifier} ", *hashes]))


main(*sys.argv[1:])
