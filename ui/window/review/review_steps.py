"""Going through a review: which case, section and item is shown, and which comes next."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from reviewer.domain.form import Form, Section
from reviewer.domain.grades import Status
from reviewer.domain.ids import CaseId, Key
from ui.window.commands import Commands, does
from ui.window.review.cases.case_rows import next_open
from ui.window.review.cases_page import CasesPage
from ui.window.review.review_view import ReviewView
from ui.window.words import say


class Pace(QObject):
    """Hands on what is asked for; `ready` carries it.

    The first is handed on at once. What is asked for before the window was idle again waits,
    and only the newest of it is handed on: Qt sends what was painted and the keys that came
    meanwhile before a timer of no time.
    """

    ready = Signal(str)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._idle = QTimer(self, singleShot=True, interval=0)
        self._idle.timeout.connect(self._on_idle)
        self.waiting = ""

    def ask(self, what: str) -> None:
        """Hand this on, now or when the window is idle."""
        if self._idle.isActive():
            self.waiting = what
        else:
            self._idle.start()
            self.ready.emit(what)

    def forget(self) -> None:
        """Drop what waits: something else is shown."""
        self.waiting = ""

    def _on_idle(self) -> None:
        if self.waiting:
            what, self.waiting = self.waiting, ""
            self.ask(what)


class ReviewSteps(QObject):
    """Where a person is on the review screen, and every step from there.

    `case_asked` carries the case a person steps to, `case_walked_to` one reached by walking
    down the list, which keeps the keyboard; `announced` a sentence where there is no step.
    `judgement_left` says that a person continues from the overall judgement, which is complete,
    within the case.
    """

    case_asked = Signal(str)
    case_walked_to = Signal(str)
    announced = Signal(str)
    judgement_left = Signal()

    def __init__(self, page: CasesPage, form: Form) -> None:
        super().__init__(page)
        self._page = page
        self._form = form
        self._view: ReviewView | None = None
        self._section: Section | None = None
        self._last: Key | None = None
        self._paused: tuple[CaseId, str] | None = None
        self._stepping, self._walking = Pace(self), Pace(self)
        self._stepping.ready.connect(self.case_asked)
        self._walking.ready.connect(self.case_walked_to)
        page.list.chosen.connect(self._walking.ask)
        page.section.settled.connect(self.go_on)
        page.section.focused.connect(self._on_focused)
        page.judgement.settled.connect(lambda: self.go_on(form.roles.grade))
        page.section.delay_asked.connect(self.add_delay)
        page.section_picked.connect(self.show_section)
        page.navigator.chosen.connect(self.show_section)
        page.navigator.walked_to.connect(self.walk_to_section)
        page.list.entered.connect(self.next_unanswered)
        page.judgement.next_asked.connect(self.next_unanswered)
        page.judgement.finding_asked.connect(self.next_finding)
        page.judgement.section_asked.connect(self.go_to)

    @property
    def view(self) -> ReviewView | None:
        """The review shown, None while there is none."""
        return self._view

    def open(self, view: ReviewView, *, from_list: bool = False) -> None:
        """Show a case at its first unanswered item; walking down the list keeps its keyboard."""
        self._view = view
        self._last = None
        self._stepping.forget()
        self._walking.forget()
        key = view.next_unanswered(None)
        self._section = self._form.section_of[key] if key else view.sections()[0]
        self._show(fresh=True)
        self._page.list.select(view.case.id)
        if from_list:
            return
        if key is None:
            self._page.rest()
        else:
            self._page.reveal(key)

    def rest(self) -> None:
        """Go nowhere any more: the file is closed."""
        self._stepping.forget()
        self._walking.forget()

    def refresh(self, view: ReviewView) -> None:
        """Show the same case as it is now."""
        self._view = view
        self._show(fresh=False)

    @does(Commands.NEXT_CASE, 1)
    @does(Commands.PREVIOUS_CASE, -1)
    def step(self, by: int) -> None:
        """Ask for the case some lines further in the list."""
        if self._view is None:
            return
        here = CaseId(self._stepping.waiting or self._view.case.id)
        target = self._page.list.neighbour(here, by)
        if target is None:
            last = say("This is the last case shown.")
            self.announced.emit(last if by > 0 else say("This is the first case shown."))
            return
        self._stepping.ask(str(target))

    @does(Commands.NEXT_OPEN)
    def next_open(self) -> None:
        """Ask for the next case shown that is not complete, going round once."""
        target = next_open(self._page.list.model, self._view.case.id) if self._view else None
        if target is None:
            self.announced.emit(say("Every case shown is complete."))
        else:
            self._stepping.ask(str(target))

    def go_on(self, key: str) -> None:
        """Show the next unanswered item after one.

        What completes the judgement, a grade or its rationale, waits for one more step: it may be
        a slip, and to go on shows the force's own grade.
        """
        view = self._view
        if view is not None and key in view.judgement and view.may_reveal:
            paused, self._paused = self._paused, (view.case.id, view.review.get(key))
            if paused != self._paused:
                self.announced.emit(say("The next step shows the force's own grade."))
                return
        self._go_on(Key(key))

    @does(Commands.NEXT_UNANSWERED)
    def next_unanswered(self) -> None:
        """Show the next unanswered item after the one that has the keyboard."""
        self._page.flush()
        self._go_on(self._page.focused_key())

    @does(Commands.NEXT_FINDING)
    def next_finding(self) -> None:
        """Show the next item with something to correct or explain."""
        self._page.flush()
        if self._view is not None:
            key = self._view.next_finding(self._page.focused_key())
            if key is None:
                self.announced.emit(say("No problems in this case."))
            else:
                self.go(key)

    def go(self, key: Key) -> None:
        """Show an item of the form."""
        section = self._form.section_of[key]
        if section is not self._section:
            self._section = section
            self._show(fresh=False)
        self._page.reveal(key)

    def go_to(self, key: str) -> None:
        """Show an item where it is asked."""
        if self._view is not None and Key(key) in self._view.assessment.relevant:
            self.go(Key(key))

    @does(Commands.SUPERVISION, "supervision")
    @does(Commands.REFERRAL, "referral")
    def _go_to_role(self, role: str) -> None:
        """Show the item that carries a role of the form, as its supervision flag."""
        self._page.flush()
        self.go_to(str(getattr(self._form.roles, role)))

    @does(Commands.NEXT_SECTION, 1)
    @does(Commands.PREVIOUS_SECTION, -1)
    def step_section(self, by: int) -> None:
        """Show the section some places further."""
        if self._view is not None and self._section is not None:
            sections = self._view.sections()
            here = sections.index(self._section) if self._section in sections else 0
            self.show_section(sections[min(max(here + by, 0), len(sections) - 1)].id)

    def show_section(self, section_id: str) -> None:
        """Show a section at its first unanswered item."""
        self.walk_to_section(section_id)
        if self._view is not None and self._section is not None:
            shown = [item.key for item in self._view.items(self._section)]
            unanswered = [key for key in shown if key in self._view.assessment.unanswered]
            for key in (unanswered or shown)[:1]:
                self._page.reveal(key)

    def walk_to_section(self, section_id: str) -> None:
        """Show a section and leave the keyboard where it is."""
        if self._view is not None:
            self._section = next(s for s in self._form.sections if s.id == section_id)
            self._show(fresh=False)

    @does(Commands.ADD_DELAY)
    def add_delay(self) -> None:
        """Show the delays and add a row."""
        key = self._form.roles.delay_rows
        if self._view is not None and key in self._view.assessment.relevant:
            self._page.flush()
            self._section = self._form.section_of[key]
            self._show(fresh=False)
            self._page.add_row(key)

    def _on_focused(self, key: str) -> None:
        before, self._last = self._last, Key(key)
        self._leave_judgement(before, Key(key))

    def _leave_judgement(self, before: Key | None, after: Key | None) -> None:
        view = self._view
        if view is None or not view.may_reveal:
            return
        if before in view.judgement and after not in view.judgement:
            self.judgement_left.emit()

    def _go_on(self, key: Key | None) -> None:
        if self._view is None:
            return
        if self._view.next_unanswered(key) not in self._view.judgement:
            self._leave_judgement(key, None)
        following = self._view.next_unanswered(key)
        if following is not None:
            self.go(following)
        elif self._view.assessment.may_complete:
            self._page.rest()
            if self._view.review.status(self._form) is Status.IN_PROGRESS:
                self.announced.emit(say("All questions are answered. You can complete the case."))
            else:
                self.announced.emit(say("There are no unanswered questions in this case."))
        else:
            self.next_finding()

    def _show(self, *, fresh: bool) -> None:
        if self._view is not None and self._section is not None:
            sections = self._view.sections()
            if self._section not in sections:
                self._section = sections[0]
            status = self._view.review.status(self._form)
            self._page.show_review(self._view, self._section, status, fresh=fresh)


def case_of(steps: ReviewSteps) -> CaseId | None:
    """Return the id of the case shown, None where none is."""
    return steps.view.case.id if steps.view else None
