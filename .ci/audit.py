"""Check the lock against known vulnerabilities, where a database of them can be reached.

    audit.py [LOCK]

Asks OSV (osv.dev) about the exact versions of the lock and of the libraries inside the wheels that
`inner.toml` names. A vulnerability is accepted only by a statement in `statements.toml`. Ends with
1 where one is not, with 0 and the reason where no database can be reached: a check that could not
be made stops nobody from working offline. REVIEWER_OSV names another database of the same kind.
"""

from __future__ import annotations

import json
import os
import re
import sys
import tomllib
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

HERE: Final = Path(__file__).resolve().parent
DATABASE: Final = "https://api.osv.dev/v1/querybatch"
SECONDS: Final = 30

_LOCKED: Final = re.compile(r"^([a-z0-9][a-z0-9._-]*)==([^\s;\\]+)", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One component that is asked about; `inside` is the wheel that carries it."""

    name: str
    version: str
    inside: str = ""

    def query(self) -> dict[str, Any]:
        """Return the question as OSV takes it."""
        if self.inside:
            purl = f"pkg:generic/{self.name.lower()}@{self.version}"
            return {"package": {"purl": purl}}
        return {"package": {"name": self.name, "ecosystem": "PyPI"}, "version": self.version}

    def __str__(self) -> str:
        where = f" inside {self.inside}" if self.inside else ""
        return f"{self.name} {self.version}{where}"


def locked(lock: str) -> Iterator[Asked]:
    """Yield the packages of a lock."""
    for name, version in _LOCKED.findall(lock):
        yield Asked(name=name, version=version)


def inside(inner: Mapping[str, Sequence[Mapping[str, Any]]]) -> Iterator[Asked]:
    """Yield the libraries inside wheels of which the version is known."""
    for package, libraries in inner.items():
        for library in libraries:
            if "version" in library:
                yield Asked(name=library["name"], version=library["version"], inside=package)


def stale(statements: Sequence[Mapping[str, Any]], lock: str) -> list[str]:
    """Return the statements about packages that the lock has in another version by now."""
    versions = {asked.name: asked.version for asked in locked(lock)}
    return [
        f"{one['component']}: about {one['package']} {one['package_version']}, but the lock has "
        f"{versions.get(one['package'], 'none')}"
        for one in statements
        if versions.get(one["package"]) != one["package_version"]
    ]


def known(asked: Sequence[Asked], database: str) -> dict[Asked, list[str]]:
    """Ask a database, and return the vulnerabilities of each; raises OSError, ValueError."""
    body = json.dumps({"queries": [one.query() for one in asked]}).encode()
    request = urllib.request.Request(  # noqa: S310 - an address of ours, or the user's own
        database, body, {"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=SECONDS) as answer:  # noqa: S310 - as above
        results = json.load(answer)["results"]
    if len(results) != len(asked):
        raise ValueError("an answer to another question")
    return {
        one: [found["id"] for found in (result or {}).get("vulns", ())]
        for one, result in zip(asked, results, strict=True)
    }


def unaccepted(
    found: Mapping[Asked, Sequence[str]], statements: Sequence[Mapping[str, Any]]
) -> list[str]:
    """Return the vulnerabilities that no statement accepts."""
    accepted = {
        (one["package"], vulnerability)
        for one in statements
        for vulnerability in one["vulnerabilities"]
    }
    return [
        f"{asked}: {vulnerability}"
        for asked, vulnerabilities in found.items()
        for vulnerability in vulnerabilities
        if (asked.inside or asked.name, vulnerability) not in accepted
    ]


def main(lock_file: str = "requirements.lock") -> int:
    """Audit one lock; see the top of this file for how it ends."""
    lock = Path(lock_file).read_text("utf-8")
    inner = tomllib.loads((HERE / "inner.toml").read_text("utf-8"))
    statements = tomllib.loads((HERE / "statements.toml").read_text("utf-8"))["statement"]
    for sentence in (outdated := stale(statements, lock)):
        print(f"A statement is out of date. {sentence}.", file=sys.stderr)
    if outdated:
        return 1
    asked = [*locked(lock), *inside(inner)]
    try:
        found = known(asked, os.environ.get("REVIEWER_OSV", DATABASE))
    except (OSError, ValueError, KeyError) as error:
        reason = getattr(error, "reason", error)
        print(f"Skipped: no database of known vulnerabilities could be reached ({reason}).")
        return 0
    for sentence in (open_ones := unaccepted(found, statements)):
        print(sentence, file=sys.stderr)
    if open_ones:
        return 1
    print(f"{len(asked)} components have no known vulnerability without a statement.")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
