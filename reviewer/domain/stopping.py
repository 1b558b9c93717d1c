"""Stopping long work, and seeing how far it is: its loops ask and tell here.

Who may stop the work and who watches it is known to one thread and what it calls, so that no
function has to pass it on. Where nobody does, asking and telling cost next to nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from typing import Final, TypeVar

from reviewer.domain.errors import WorldError
from reviewer.domain.message import message

STOPPED: Final = "cancelled"
"""The code of the error that stopped work ends with."""

_Item = TypeVar("_Item")


def _never() -> bool:
    return False


def _unseen(_done: int, _of: int) -> None:
    """Tell nobody."""


_asked: Final[ContextVar[Callable[[], bool]]] = ContextVar("asked", default=_never)

_seen: Final[ContextVar[Callable[[int, int], None]]] = ContextVar("seen", default=_unseen)


@contextmanager
def watched(seen: Callable[[int, int], None]) -> Iterator[None]:
    """Let work inside the block tell `seen` which of how many steps it begins."""
    token = _seen.set(seen)
    try:
        yield
    finally:
        _seen.reset(token)


@contextmanager
def stoppable(asked: Callable[[], bool]) -> Iterator[None]:
    """Let work inside the block end at its next stopping point once `asked` says so."""
    token = _asked.set(asked)
    try:
        yield
    finally:
        _asked.reset(token)


def unstoppable() -> AbstractContextManager[None]:
    """Let what follows a saved change finish: the change cannot be undone."""
    return stoppable(_never)


def stopping_point() -> None:
    """End the work here if that was asked for; raises WorldError `cancelled`.

    Call it only where nothing is half-done, or where an error undoes what is.
    """
    if _asked.get()():
        raise WorldError(STOPPED, message("Cancelled. Nothing was saved."))


def each(items: Iterable[_Item]) -> Iterator[_Item]:
    """Yield items with a stopping point before each."""
    for item in items:
        stopping_point()
        yield item


def each_step(steps: Collection[_Item]) -> Iterator[_Item]:
    """Yield the steps of long work, each told to those who watch, with a stopping point before."""
    for done, step in enumerate(each(steps), start=1):
        _seen.get()(done, len(steps))
        yield step
