"""Joins the page of a new inspection with the drawing of samples and the making of files."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal

from reviewer.domain.errors import RefusalError
from reviewer.domain.list_reading import ListReading
from reviewer.forms.library import bundled_form
from ui.operations.files import CreatedFile
from ui.window.beginning.inspection_making import Accepted, DrawnList, draw_list, make_inspection
from ui.window.beginning.list_wish import ListWish
from ui.window.beginning.list_work import TABLES, ListWork, force_of
from ui.window.beginning.new_inspection_page import NewInspectionPage
from ui.window.choosing import save_as
from ui.window.jobs import Jobs
from ui.window.list_words import window_words
from ui.window.times import Clock
from ui.window.words import say


class NewInspection(ListWork):
    """What happens on the page; `made` carries the file with its key."""

    made = Signal(object)

    def __init__(self, page: NewInspectionPage, jobs: Jobs, now: Clock) -> None:
        super().__init__(page, jobs, now, bundled_form("ncpi"), lambda: page.force)
        self._page = page
        self._drawn: DrawnList | None = None
        page.form_chosen.connect(self._on_form)
        page.force_named.connect(self._on_force)
        page.accepted.connect(self._make)
        page.sample.changed.connect(self._forget_draw)
        page.sample.draw_asked.connect(self._draw)

    def _on_form(self, form_id: str) -> None:
        self._form = bundled_form(form_id)
        if self._wish is not None:
            self._read(replace(self._wish.afresh(), form=self._form))

    def _on_force(self, force: str) -> None:
        if self._wish is not None and force != self._wish.force:
            self._read(replace(self._wish, force=force), recall=True)

    def _show(self, wish: ListWish, reading: ListReading) -> None:
        self._forget_draw()
        super()._show(wish, reading)
        self._page.form.suggest(wish.force or force_of(reading))

    def _forget_draw(self) -> None:
        self._drawn = None
        self._page.show_draw(None)

    def _draw(self) -> None:
        wish, reading = self._wish, self._reading
        if wish is None or reading is None:
            return
        try:
            plan = self._page.sample.plan()
            plan.draw(reading.cases)
        except RefusalError as error:
            self._page.job.show_failure(window_words(error.sentence))
            return
        suggested = wish.path.with_name(f"{wish.path.stem}-sample.csv")
        path = save_as(self._page, say("The list of the sample"), suggested, say(TABLES))
        if path is not None:
            self._page.show_busy(busy=True)
            self._page.job.run(
                say("Drawing…"),
                lambda _: draw_list(plan, reading, path),
                self._show_draw,
                self._refuse,
            )

    def _show_draw(self, drawn: DrawnList) -> None:
        self._drawn = drawn
        self._page.show_draw(drawn.draw, [path.name for path in drawn.files])
        self._page.show_busy(busy=False)

    def _make(self) -> None:
        wish, seen = self._wish, self._reading
        if wish is None or seen is None:
            return
        try:
            wanted = self._page.form.wanted(wish.form.stamp)
        except RefusalError as error:
            self._page.job.show_error(error)
            return
        accepted = Accepted(
            wish=wish, seen=seen, drawn=self._drawn, inspectors=self._page.assignment.inspectors
        )
        self._page.show_busy(busy=True)
        self._page.job.run(
            say("Making {name}…", name=wanted.path.name),
            lambda control: make_inspection(accepted, wanted, self._now, control),
            self._made,
            self._refuse,
            stoppable=True,
        )

    def _made(self, made: CreatedFile) -> None:
        self._page.form.passphrase.clear()
        self.made.emit(made)
