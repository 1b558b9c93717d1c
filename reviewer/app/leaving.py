"""The one way by which anything leaves: a file written for another person or program to read.

Exports, prints, answer sheets, certificates and refused rows differ in what they hold. What is
decided about them is decided here, for all of them, and in one order: what lies in the place
already, then the content, the disk, the log. Nothing else writes words of a case outside the
encrypted file.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from reviewer.app.files import (
    Sort,
    check_no_input,
    check_target,
    read_whole,
    write_atomically,
)
from reviewer.app.identifiers import check_identifiers
from reviewer.app.store import Store
from reviewer.domain.action import Action
from reviewer.domain.errors import RefusalError, WorldError
from reviewer.domain.leaving_text import LeavingText
from reviewer.domain.message import Message, message

OTHER_THERE: Final = "other-there"
"""The code of a refusal that ends once a person says that the file there may be replaced."""

WORKBOOK_ENDING: Final = ".xlsx"


def _no_texts() -> Iterable[LeavingText]:
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaving:
    """What is to leave, before any of it is written.

    `content` makes the bytes, and is asked for only when they will be written: what takes long
    is made there. `is_earlier` says whether a file of the same sort is an earlier one of these,
    which gives way without a question; `kept_as` gives the reason why any other is kept, after
    “{out} already exists and”.
    `inputs` are the files it is made from, which it never overwrites, whatever they are called.
    `texts` yields every text of a case that is in the content: they are looked through for
    identifiers before anything is made, and `keep_identifiers` is why what is found may leave.
    `action` is logged, about `case` if it is of one alone,
    once the file is on the disk; where it tells of the content, it is what makes it then.
    """

    sort: Sort
    content: Callable[[], bytes]
    is_earlier: Callable[[Path], bool]
    kept_as: Message
    inputs: Collection[Path] = ()
    texts: Callable[[], Iterable[LeavingText]] = _no_texts
    keep_identifiers: str = ""
    action: Action | Callable[[], Action] | None = None
    case: str = ""

    def log(self, store: Store, now: datetime | None) -> None:
        """Log that it left a store, `now`."""
        action = self.action() if callable(self.action) else self.action
        if action is not None:
            with store.transaction(now) as unit:
                unit.log(action, case=self.case)


def leave(
    leaving: Leaving,
    out: Path,
    *,
    store: Store | None = None,
    now: datetime | None = None,
    replace: bool = False,
) -> None:
    """Write what leaves at `out`, whole or not at all; then log, `now`, that it left `store`.

    What leaves a store is looked through for identifiers first. Raises IdentifiersError for those
    that no reason lets leave, WorldError where the disk or folder does not allow it, and as
    `check_leaving` does.
    """
    check_leaving(leaving, out, replace=replace)
    if store is not None and now is not None:
        _check_identifiers(leaving, store, now)
    write_atomically(out, leaving.content())
    if store is not None:
        leaving.log(store, now)


def hand_over(
    leaving: Leaving, deliver: Callable[[bytes], object], *, store: Store, now: datetime
) -> None:
    """Hand what leaves to what takes it, as a printer; then log, `now`, that it left `store`.

    What `deliver` raises means that it was not taken, and nothing is logged. Raises
    IdentifiersError as `leave` does.
    """
    _check_identifiers(leaving, store, now)
    deliver(leaving.content())
    leaving.log(store, now)


def _check_identifiers(leaving: Leaving, store: Store, now: datetime) -> None:
    check_identifiers(store, leaving.texts(), keep=leaving.keep_identifiers, now=now)


def check_leaving(leaving: Leaving, out: Path, *, replace: bool) -> None:
    """Raise WorldError where what leaves may not be written at `out`.

    Where the folder is not there, where a file of another sort lies there, where it is one of the
    inputs, and (`other-there`, unless `replace` says that a person agreed) where it is no earlier
    one of these.
    """
    check_target(out, leaving.sort)
    check_no_input(out, leaving.inputs)
    if _holds_something(out) and not leaving.is_earlier(out) and not replace:
        raise WorldError(
            OTHER_THERE,
            message(
                "{out} already exists and {kept_as}, so it was not overwritten. "
                "Choose another name.",
                out=str(out),
                kept_as=leaving.kept_as,
            ),
        )


def check_workbook_ending(out: Path) -> None:
    """Raise RefusalError for a name by which no spreadsheet program knows a workbook."""
    if out.suffix.casefold() != WORKBOOK_ENDING:
        raise RefusalError(
            "bad-ending",
            message(
                "This is saved as a workbook. Give it a name that ends in {ending}.",
                ending=WORKBOOK_ENDING,
            ),
        )


def same_content(content: bytes) -> Callable[[Path], bool]:
    """Return what says whether a file holds exactly this, so that nothing is lost with it."""
    return lambda out: read_whole(out) == content


def _holds_something(out: Path) -> bool:
    return out.exists() and out.stat().st_size > 0
