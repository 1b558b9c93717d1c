"""What the window asks of its places, whichever they are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from reviewer.app.store import Bookmark


class Place(Protocol):
    """A page that the navigation leads to, with what happens there."""

    @property
    def page(self) -> QWidget:
        """What is shown."""

    def enter(self) -> None:
        """Show what is new: a person comes here."""

    def flush(self) -> None:
        """Hand over what is typed, so that nothing waits."""

    def hold(self) -> None:
        """Keep what is typed as drafts: the window is hidden, nothing was left."""

    def rest(self) -> None:
        """Ask the file nothing more by itself: it is about to be closed."""

    def retry(self) -> None:
        """Try again to save what could not be saved."""

    def unsaved_text(self) -> str:
        """Return what could not be saved, to be copied out; empty where all is on the disk."""

    def mark(self, bookmark: Bookmark, focused: QWidget | None) -> Bookmark:
        """Return a bookmark with what of this place belongs into it."""


def _nothing_new() -> None:
    """Show what is there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainPlace:
    """A place where nothing is typed that would have to be kept; `enter` brings it up to date."""

    page: QWidget
    enter: Callable[[], None] = _nothing_new

    def flush(self) -> None:
        """Hand over nothing."""

    def hold(self) -> None:
        """Keep nothing."""

    def rest(self) -> None:
        """Ask nothing, as always."""

    def retry(self) -> None:
        """Save nothing."""

    def unsaved_text(self) -> str:
        """Return no text."""
        return ""

    def mark(self, bookmark: Bookmark, focused: QWidget | None) -> Bookmark:  # noqa: ARG002 - as of any place
        """Return the bookmark as it is."""
        return bookmark
