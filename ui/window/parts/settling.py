"""Work that a sheet asks for, and the question about a refusal that a person can settle."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Protocol, TypeVar

from PySide6.QtWidgets import QWidget

from reviewer.domain.errors import ReviewerError
from ui.window.jobs import Jobs
from ui.window.parts.asking_sheet import AskingSheet
from ui.window.parts.identity_fields import IdentityMemory

_Result = TypeVar("_Result")
_Made_co = TypeVar("_Made_co", covariant=True)


class _Signed(Protocol):
    """What is asked for together with the identity that signs it: its file and passphrase."""

    @property
    def identity(self) -> tuple[Path, str]: ...


_Request = TypeVar("_Request", bound=_Signed)
_Asked_contra = TypeVar("_Asked_contra", contravariant=True)


class Settling(Protocol):
    """Asks a person about a refusal, then tries again or gives up."""

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

        `again` tries once more, `replace` overwrites what is there, `leave` closes `parent` so that
        a person can edit a text first. Any other refusal is passed over.
        """
        ...


class _Making(Protocol[_Made_co]):
    """What makes something; `overwrite` says that a person agreed to lose another file."""

    def __call__(self, *, overwrite: bool) -> _Made_co: ...


class _MakingSigned(Protocol[_Asked_contra, _Made_co]):
    """What makes something that was asked for."""

    def __call__(self, request: _Asked_contra, /, *, overwrite: bool) -> _Made_co: ...


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
    """Do what a sheet asks for in the background; the sheet stays open until it is done.

    A refusal is shown in the sheet and asked about; once it is settled the work starts again.
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


def signing(
    sheet: AskingSheet,
    words: str,
    make: _MakingSigned[_Request, _Result],
    done: Callable[[_Request, _Result], None],
    *,
    jobs: Jobs,
    settle: Settling,
    memory: IdentityMemory,
) -> Callable[[_Request], None]:
    """Return what makes what a sheet asks for, and remembers the identity that signed it."""

    def begin(request: _Request) -> None:
        def made(result: _Result) -> None:
            memory.remember(str(request.identity[0]))
            done(request, result)

        work_for(sheet, words, partial(make, request), made, jobs=jobs, settle=settle)

    return begin
