"""What a review file holds, in numbers: to compare it with a copy before one is put back."""

from __future__ import annotations

from dataclasses import dataclass

from reviewer.app.store import Store
from reviewer.domain.grades import Status
from reviewer.domain.inspection import FileKind
from reviewer.domain.message import Message, message, plural
from reviewer.domain.times import local, long_day


@dataclass(frozen=True, slots=True, kw_only=True)
class FileContent:
    """How far a file is: cases, those begun and complete, workbooks, and its last event."""

    code: str
    cases: int
    touched: int
    complete: int
    workbooks: int
    events: int
    last_at: str
    last: str
    register: bool

    @property
    def sentence(self) -> Message:
        """The numbers as a sentence."""
        if not self.last_at:
            return self._held
        return message(
            "{held}; {events}, the last “{last}” on {moment}",
            held=self._held,
            events=plural(self.events, "{n} log entry", "{n} log entries"),
            last=self.last,
            moment=long_day(local(self.last_at).isoformat()),
        )

    @property
    def _held(self) -> Message:
        if self.register:
            return message(
                "{inspection}: the register of a team, {workbooks}",
                inspection=self.code,
                workbooks=plural(self.workbooks, "{n} workbook", "{n} workbooks"),
            )
        return message(
            "{inspection}: {cases}, {started} started, {complete} complete",
            inspection=self.code,
            cases=plural(self.cases, "{n} case", "{n} cases"),
            started=self.touched,
            complete=self.complete,
        )


def content_of(store: Store) -> FileContent:
    """Count what a file holds."""
    last = store.last_event()
    progress = store.progress().values()
    about = store.inspection()
    return FileContent(
        code=about.code,
        cases=len(store.cases()),
        touched=len(progress),
        complete=sum(line.status is Status.COMPLETE for line in progress),
        workbooks=len(store.sources()),
        events=last.seq if last else 0,
        last_at=last.at if last else "",
        last=last.action.name if last else "",
        register=about.kind is FileKind.REGISTER,
    )
