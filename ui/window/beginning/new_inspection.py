"""Joins the page of a new inspection with the drawing of samples and the making of files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Signal

from reviewer.app.leaving import OTHER_THERE
from reviewer.domain.draw import DrawPlan
from reviewer.domain.errors import RefusalError, ReviewerError
from reviewer.domain.form import Form
from reviewer.domain.message import message
from ui.operations.files import CreatedFile
from ui.operations.form_writing import WrittenForm, write_form_of_xlsform
from ui.operations.forms import check_form_file, chosen_form
from ui.operations.inspections import AcceptedList, make_inspection
from ui.operations.lists import DrawnSample, ListRead, check_draw, draw_sample
from ui.window.beginning.list_work import TABLES, ListWork
from ui.window.beginning.new_inspection_page import NewInspectionPage
from ui.window.choosing import open_one, save_as
from ui.window.jobs import Jobs
from ui.window.list_words import refusal_words
from ui.window.notify import confirm_replacing
from ui.window.times import Clock
from ui.window.words import say

FORMS = message("Form files (*.yaml *.yml)")
SPREADSHEETS = message("Spreadsheets (*.xlsx *.xlsm *.xls *.ods)")


class NewInspection(ListWork):
    """What happens on the page; `made` carries the file with its key."""

    made = Signal(object)

    def __init__(self, page: NewInspectionPage, jobs: Jobs, now: Clock) -> None:
        super().__init__(page, jobs, now, chosen_form("ncpi"), lambda: page.force)
        self._page = page
        self._drawn: DrawnSample | None = None
        page.forms.chosen.connect(self._on_form)
        page.forms.file_asked.connect(self._use_form_file)
        page.forms.spreadsheet_asked.connect(self._make_form)
        page.force_named.connect(self._on_force)
        page.accepted.connect(self._make)
        page.sample.changed.connect(self._forget_draw)
        page.sample.draw_asked.connect(self._draw)

    def _on_form(self, form: Form) -> None:
        self._form = form
        if self._read is not None:
            self._read_again(self._read.options.for_another_table())

    def _use_form_file(self) -> None:
        path = open_one(self._page, say("Choose a form file"), FORMS)
        if path is not None:
            self._take_form(path, lambda: WrittenForm(check=check_form_file(path)))

    def _make_form(self) -> None:
        source = open_one(self._page, say("Choose the form's spreadsheet (XLSForm)"), SPREADSHEETS)
        if source is None:
            return
        suggested = source.with_suffix(".yaml")
        out = save_as(self._page, say("Save the form file"), suggested, FORMS)
        if out is not None:
            self._take_form(out, lambda: write_form_of_xlsform(source, out, replace=True))

    def _take_form(self, path: Path, take: Callable[[], WrittenForm]) -> None:
        """Use the form of a file where it has no errors; else say what is wrong, line by line."""
        forms = self._page.forms
        try:
            taken = take()
        except ReviewerError as error:
            forms.show_lines(refusal_words(error), (), ())
            return
        form, problems = taken.check.form, taken.check.problems
        heading = say("{file} is used.", file=path.name) if form else say(
            "{file} is not used yet. Correct it and choose it again.", file=path.name
        )  # fmt: skip
        forms.show_lines(heading, problems, taken.left_out)
        if form is not None:
            forms.use(str(path), form)

    def _on_force(self, force: str) -> None:
        if self._read is not None and force != self._read.options.force:
            self._read_again(replace(self._read.options, force=force), recall=True)

    def _show(self, read: ListRead) -> None:
        self._forget_draw()
        super()._show(read)
        self._page.form.suggest(read.force)

    def _forget_draw(self) -> None:
        self._drawn = None
        self._page.show_draw(None)

    def _draw(self) -> None:
        read = self._read
        if read is None:
            return
        try:
            plan = self._page.sample.plan()
            check_draw(read, plan)
        except RefusalError as error:
            self._page.job.show_failure(refusal_words(error))
            return
        suggested = read.path.with_name(f"{read.path.stem}-sample.csv")
        path = save_as(self._page, say("Save the sample"), suggested, TABLES)
        if path is not None:
            self._draw_to(path, read, plan)

    def _draw_to(
        self, path: Path, read: ListRead, plan: DrawPlan, *, replacing: bool = False
    ) -> None:
        def refused(error: ReviewerError) -> None:
            if error.code == OTHER_THERE and confirm_replacing(self._page, error):
                self._draw_to(path, read, plan, replacing=True)
            else:
                self._refuse(error)

        self._page.show_busy(busy=True)
        self._page.job.run(
            say("Drawing…"),
            lambda _: draw_sample(read, plan, path, now=self._now(), replace=replacing),
            self._show_draw,
            refused,
        )

    def _show_draw(self, drawn: DrawnSample) -> None:
        self._drawn = drawn
        self._page.show_draw(drawn.draw, [path.name for path in drawn.files])
        self._page.show_busy(busy=False)

    def _make(self) -> None:
        read = self._read
        if read is None:
            return
        try:
            wanted = self._page.form.wanted(read.form.stamp)
        except RefusalError as error:
            self._page.job.show_error(error)
            return
        names, drawn = self._page.assignment.inspectors, self._drawn
        accepted = (
            AcceptedList(read=read, inspectors=names)
            if drawn is None
            else AcceptedList(read=drawn.read, record=drawn.record, frame=read, inspectors=names)
        )
        self._page.show_busy(busy=True)
        self._page.job.run(
            say("Creating {name}…", name=wanted.path.name),
            lambda control: make_inspection(
                wanted.path,
                wanted.passphrase,
                wanted.inspection,
                accepted,
                now=self._now(),
                control=control,
            ),
            self._made,
            self._refuse,
            stoppable=True,
            holds=True,
        )

    def _made(self, made: CreatedFile) -> None:
        self._page.form.passphrase.clear()
        self.made.emit(made)
