"""How a room asks about a refusal that a person can settle, without knowing who asks."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Protocol, TypeVar

from PySide6.QtWidgets import QWidget

from reviewer.domain.errors import ReviewerError
from ui.window.jobs import Jobs
from ui.window.parts.asking_sheet import AskingSheet

_Result = TypeVar("_Result")
_Made_co = TypeVar("_Made_co", covariant=True)


class Settling(Protocol):
    """Asks a person about a refusal, and then does what was refused once more or not at all."""

    def __call__(
        self,
        parent: QWidget,
        error: ReviewerError,
        *,
        again: Callable[[], None],
        replace: Callable[[], None],
        leave: Callable[[], object],
    ) -> None:
        """Ask, over `parent`: another file is there, or the texts hold identifiers.

        `again` does the same once more, `replace` overwrites what is there, `leave` closes what
        asked for it, so that a person can edit a text first. Any other refusal is passed over.
        """
        ...


class _Making(Protocol[_Made_co]):
    """What makes something; `overwrite` says that a person agreed to lose another file."""

    def __call__(self, *, overwrite: bool) -> _Made_co: ...


def work_for(
    sheet: AskingSheet,
    words: str,
    work: _Making[_Result],
    done: Callable[[_Result], None],
    *,
    jobs: Jobs,
    settle: Settling,
    overwrite: bool = False,
) -> None:
    """Do what a sheet asks for beside the window; it stays, at work, until that is done.

    A refusal is shown in the sheet and asked about; once it is settled the same is done again.
    """

    def refused(error: ReviewerError) -> None:
        sheet.refuse(str(error))
        settle(
            sheet, error, again=again, replace=partial(again, overwrite=True), leave=sheet.reject
        )

    def accepted(result: _Result) -> None:
        sheet.accept()
        done(result)

    again = partial(
        work_for, sheet, words, work, done, jobs=jobs, settle=settle, overwrite=overwrite
    )
    sheet.begin_work(words)
    jobs.start(lambda _: work(overwrite=overwrite), accepted, refused)
