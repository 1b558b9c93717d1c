"""Joins the page of a new inspection with the reading of lists and the making of files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from reviewer.app.beginning import begin_review
from reviewer.domain.errors import RefusalError, ReviewerError
from reviewer.domain.form import Form
from reviewer.forms.library import bundled_form
from reviewer.intake.reading import ListReading, read_list
from ui.filing import creating
from ui.window.inspection_form import Wanted, first_force
from ui.window.jobs import CANCELLED, Jobs, Reins
from ui.window.list_words import window_words
from ui.window.new_inspection_page import NewInspectionPage, Step
from ui.window.password_line import WANTED
from ui.window.times import Clock
from ui.window.words import say


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """A list, and everything a person said about it."""

    path: Path
    form: Form
    mapping: dict[str, str] = field(default_factory=dict)
    types: dict[str, str] = field(default_factory=dict)
    scale: str = ""
    sheet: str = ""
    password: str = field(default="", repr=False)


class NewInspection(QObject):
    """What happens on the page; `made` carries the file and its passphrase."""

    made = Signal(object, str)

    def __init__(self, page: NewInspectionPage, jobs: Jobs, now: Clock) -> None:
        super().__init__(page)
        self._page = page
        self._jobs = jobs
        self._now = now
        self._form = bundled_form("ncpi")
        self._asked: Wish | None = None
        self._wish: Wish | None = None
        self._reading: ListReading | None = None
        page.list_given.connect(self.read)
        page.form_chosen.connect(self._on_form)
        page.accepted.connect(self._make)
        page.job.cancelled.connect(jobs.cancel)
        page.password.given.connect(self._on_password)
        page.findings.mapped.connect(self._on_mapped)
        page.findings.typed.connect(self._on_typed)
        page.findings.scaled.connect(self._on_scaled)
        page.findings.sheeted.connect(self._on_sheet)

    def read(self, path: Path) -> None:
        """Read a list that a person gives."""
        self._page.show_file(path)
        self._read(Wish(path=path, form=self._form))

    def _on_form(self, form_id: str) -> None:
        self._form = bundled_form(form_id)
        if self._wish is not None:
            self._read(Wish(path=self._wish.path, form=self._form))

    def _on_mapped(self, key: str, header: str) -> None:
        self._again(lambda wish: replace(wish, mapping={**_free(wish, header), key: header}))

    def _on_typed(self, words: str, code: str) -> None:
        if code:
            self._again(lambda wish: replace(wish, types={**wish.types, words: code}))

    def _on_scaled(self, scale: str) -> None:
        self._again(lambda wish: replace(wish, scale=scale))

    def _on_sheet(self, sheet: str) -> None:
        self._again(
            lambda wish: Wish(path=wish.path, form=wish.form, sheet=sheet, password=wish.password)
        )

    def _again(self, change: Callable[[Wish], Wish]) -> None:
        if self._wish is not None:
            self._read(change(self._wish))

    def _on_password(self, password: str) -> None:
        if self._asked is not None:
            self._read(replace(self._asked, password=password))

    def _read(self, wish: Wish) -> None:
        self._asked = wish
        self._page.password.hide()
        self._page.show_busy(busy=True)
        self._page.job.show_work(say("Reading {name}…", name=wish.path.name))
        self._jobs.start(
            lambda reins: _reading(wish, "LIST", "", self._now, reins),
            lambda reading: self._show(wish, reading),
            self._refuse,
        )

    def _show(self, wish: Wish, reading: ListReading) -> None:
        self._wish, self._reading = wish, reading
        self._page.job.hide()
        self._page.show_busy(busy=False)
        self._page.show_reading(wish.form, reading, wish.scale)
        self._page.form.suggest(first_force([case.get("force") for case in reading.cases]))

    def _refuse(self, error: ReviewerError) -> None:
        self._page.show_busy(busy=False)
        if error.code in WANTED:
            self._page.job.hide()
            self._page.password.ask(again=error.code == "wrong-password")
        elif error.code == CANCELLED:
            self._page.job.show_done(say("Cancelled. Nothing was kept."))
        else:
            self._page.job.show_failure(window_words(error.sentence))
        if self._wish is not None and self._reading is not None:
            # What was shown stays as it was: the choice that was refused is taken back.
            self._page.show_reading(self._wish.form, self._reading, self._wish.scale)

    def _make(self) -> None:
        wish, seen = self._wish, self._reading
        if wish is None or seen is None:
            return
        try:
            wanted = self._page.form.wanted(wish.form.stamp)
        except RefusalError as error:
            self._page.job.show_failure(error.sentence)
            self._page.verticalScrollBar().setValue(0)
            return
        self._page.show_busy(busy=True)
        self._page.verticalScrollBar().setValue(0)
        self._page.job.show_work(say("Making {name}…", name=wanted.path.name))
        self._jobs.start(
            lambda reins: _make(wish, seen, wanted, self._now, reins),
            self._made,
            self._refuse_making,
        )

    def _made(self, wanted: Wanted) -> None:
        self._page.form.passphrase.clear()
        self.made.emit(wanted.path, wanted.passphrase)

    def _refuse_making(self, error: ReviewerError) -> None:
        self._refuse(error)
        self._page.show_step(Step.INSPECTION)


def _free(wish: Wish, header: str) -> dict[str, str]:
    """Return the mapping without the key that had this column before: a column has one key."""
    return {key: own for key, own in wish.mapping.items() if not header or own != header}


def _reading(wish: Wish, code: str, force: str, now: Clock, reins: Reins) -> ListReading:
    return read_list(
        wish.path,
        form=wish.form,
        today=now().astimezone().date(),
        inspection_code=code,
        force=force or None,
        mapping=wish.mapping,
        types=wish.types,
        scale=wish.scale or None,
        sheet=wish.sheet or None,
        password=wish.password or None,
        cancelled=reins.cancelled,
    )


def _make(wish: Wish, seen: ListReading, wanted: Wanted, now: Clock, reins: Reins) -> Wanted:
    """Read the list once more, as the ids begin with the code, and fill a new file with it."""
    about = wanted.inspection
    reading = _reading(wish, about.code, about.force, now, reins)
    if (reading.file_digest, len(reading.cases)) != (seen.file_digest, len(seen.cases)):
        raise RefusalError(
            "list-changed",
            f"{wish.path.name} is not what it was when you looked at it; give it again.",
        )
    with creating(wanted.path, wanted.passphrase) as store:
        reins.check()
        begin_review(store, about, wish.form, reading, now=now())
        reins.check()
    return wanted
