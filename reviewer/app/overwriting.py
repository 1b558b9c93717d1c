"""What a command may replace: an earlier export or print of the same file, and nothing else.

The window's dialog asks a person before a file is replaced; a command has nobody to ask.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from reviewer.app.files import Sort, check_target, read_whole
from reviewer.app.store import Store
from reviewer.app.verifying import examine
from reviewer.domain.errors import WorldError
from reviewer.signing.trust import TrustList


def replaced_export(
    store: Store, out: Path, *, now: datetime, password: str | None = None
) -> int | None:
    """Return the number of the file's own export that lies at `out`; None where nothing does.

    Raises WorldError where anything else lies there: another reader's workbook, another
    inspection's, one that this file does not know, or one that can't be read.
    """
    check_target(out, Sort.WORKBOOK)
    if not _holds_something(out):
        return None
    there = examine(out, TrustList(), now=now, password=password).export
    own = {export.id: export.number for export in store.exports()}
    if there is None or there.id not in own:
        raise _taken(out, "no earlier export of this file")
    return own[there.id]


def refuse_other_print(store: Store, out: Path) -> None:
    """Raise WorldError where anything but a print of this inspection lies at `out`."""
    check_target(out, Sort.PRINT)
    # A print names its inspection in its subject, which stands in the clear.
    if _holds_something(out):
        code = store.inspection().code
        plain = f"{code} ".encode()
        wide = b"".join(b"\\000%c" % letter for letter in plain)
        content = read_whole(out)
        if not any(b"/Subject (" + own in content for own in (plain, b"\\376\\377" + wide)):
            raise _taken(out, f"no print of {code}")


def _holds_something(out: Path) -> bool:
    return out.exists() and out.stat().st_size > 0


def _taken(out: Path, what: str) -> WorldError:
    return WorldError(
        "exists",
        f"{out} is there already and is {what}; it is not overwritten. Choose another name, or "
        "say --replace.",
    )
