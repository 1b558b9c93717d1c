"""Joins the review screen and the use cases: every answer goes to the disk at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from PySide6.QtCore import QObject, QTimer, Signal

from reviewer.app.answering import Answered, CaseView, answer, view_case
from reviewer.app.case_notes import comments_of
from reviewer.app.case_opening import record_view
from reviewer.app.completing import complete_case, reveal_force_grade
from reviewer.app.drafting import newest_draft
from reviewer.app.store import Bookmark, Store
from reviewer.domain.assessment import assess
from reviewer.domain.errors import RefusalError, WorldError
from reviewer.domain.ids import CaseId, Key
from reviewer.domain.progress import progress_of
from reviewer.domain.referral import referral_due
from reviewer.domain.returning import open_returns
from reviewer.domain.review import Review, latest
from ui.window.commands import Commands, does
from ui.window.review.cases.case_line import LineWriter
from ui.window.review.cases.case_lines import Lines
from ui.window.review.cases_page import CasesPage
from ui.window.review.drafts import Drafts
from ui.window.review.happenings import arrived, completed, given, revealed
from ui.window.review.review_steps import ReviewSteps, case_of
from ui.window.review.review_view import ReviewView
from ui.window.status_strip import Happening
from ui.window.times import Clock
from ui.window.words import clock, say

COUNT_EVERY = 60_000
"""Milliseconds after which the time left to act on referrals is shown again."""


class ReviewPresenter(QObject):
    """What happens on the review screen.

    `happened` carries what was done once the store has returned, `failed` a sentence that
    stays until `recovered`; `announced` a sentence about what was just asked for; `redacted` comes
    when words were removed, which must stay on no page.
    """

    happened = Signal(object)
    failed = Signal(str)
    recovered = Signal()
    announced = Signal(str)
    redacted = Signal()

    def __init__(self, store: Store, page: CasesPage, now: Clock) -> None:
        super().__init__(page)
        self._store = store
        self._page = page
        self._now = now
        self._form = store.form()
        self._words = LineWriter(self._form, store.inspection().person)
        self.steps = ReviewSteps(page, self._form)
        self._seen: set[CaseId] = set()
        self._unsaved: dict[CaseId, dict[Key, str]] = {}
        self._drafts = Drafts(store, now)
        self._clock = QTimer(self, interval=COUNT_EVERY)
        self._clock.timeout.connect(self._count_down)
        self._clock.start()
        self._connect()

    @property
    def case(self) -> CaseId | None:
        """The case shown."""
        return case_of(self.steps)

    def load(self) -> None:
        """Show the list, and the case and item where the person was; else its first open case.

        What was being typed when the program ended comes first.
        """
        self.show_list()
        where = self._store.bookmark() or Bookmark(place="")
        left = where.case if where.case and self._page.list.model.line(where.case) else None
        draft = newest_draft(self._store)
        first = (draft.case if draft else "") or left or self._page.list.model.case_at(0)
        if first:
            self.open_case(first)
        if draft and draft.dialog:
            if draft.key:
                self.steps.go_to(draft.key)
        elif draft:
            self.steps.go(draft.key)
            self.announced.emit(
                say("Your unsaved text has been restored. Leave the box to save it.")
            )
        elif left and where.key:
            self.steps.go_to(where.key)

    def rest(self) -> None:
        """Ask the file nothing more by itself: it is about to be closed."""
        self._clock.stop()
        self.steps.rest()

    def open_case(self, case_id: str, *, from_list: bool = False) -> None:
        """Show a case at its first unanswered item; walking down the list keeps its keyboard."""
        left_out = self._leave()
        found = view_case(self._store, CaseId(case_id), now=self._now())
        view = self._with_unsaved(found)
        self.steps.open(view, from_list=from_list)
        if not (from_list or left_out):
            self.happened.emit(arrived(view))
        self._record_view(CaseId(case_id))

    def show_list(self) -> None:
        """Show every line of the list again: cases were added, or exported."""
        progress = self._store.progress()
        self._look_around()
        self._words.due.clear()
        for case_id, line in progress.items():
            review = latest(self._store.case_reviews(case_id)) if line.referral_open else None
            if review is not None:
                self._note_due(review)
        lines = Lines(self._words, self._store.listed(), progress, self._store.typed)
        self._page.list.show_lines(lines, self._exported_at())

    def show_exported(self) -> None:
        """Compare the cases with the last export from now on."""
        self._page.list.show_exported(self._exported_at())

    def refresh(self) -> None:
        """Show the case and its line as they are on the disk: more than an answer changed."""
        if self._view is None:
            return
        self._look_around()
        found = view_case(self._store, self._view.case.id, now=self._now())
        self._put_line(found)
        self.steps.refresh(self._with_unsaved(found))

    def show_redacted(self) -> None:
        """Show what was typed as it is now."""
        for card in self._page.section.cards:
            card.forget_refusal()  # its box may show a draft with the words; others come back
        self.show_list()
        self.refresh()
        self.redacted.emit()

    def answer(self, key: str, text: str) -> None:
        """Save an answer; what it changes is shown, what could not be saved stays in sight."""
        if self._view is not None:
            self._save({Key(key): text})

    def grade(self, code: str) -> None:
        """Save the overall grade; the same one again changes nothing."""
        key = self._form.roles.grade
        if self._view is not None and key in self._view.assessment.relevant:
            self._page.flush()
            if self._view.review.get(key) != code:
                self.answer(key, code)

    @does(Commands.REVEAL)
    def _reveal(self) -> None:
        """Show the force's own grade; the overall grade of this moment is the blind one."""
        self._page.flush()
        if self._view is None:
            return
        try:
            answered = reveal_force_grade(self._store, self._view.case.id, now=self._now())
        except RefusalError as error:
            self.announced.emit(str(error))
        except WorldError as error:
            self.failed.emit(str(error))
        else:
            self.take(answered, revealed(self._form, answered))

    def _on_draft(self, key: str, text: str) -> None:
        """Keep a text while it is typed: it is no answer before its field is left."""
        if self._view is not None:
            case_id, saved = self._view.case.id, self._view.review.get(key)
            self._keep(lambda: self._drafts.keep(case_id, Key(key), text, saved))

    def _on_draft_dropped(self, key: str) -> None:
        """Forget what was typed and never left, and show the answer there is."""
        if self._view is not None:
            case_id = self._view.case.id
            self._keep(lambda: self._drafts.drop(case_id, Key(key)))
            self.steps.refresh(replace(self._view, drafts=self._drafts.of(case_id)))

    @does(Commands.COMPLETE)
    def complete(self) -> None:
        """Mark the case complete or show what is missing; a complete one leads to the next."""
        self._page.flush()
        if self._view is None:
            return
        if self._view.review.completed:
            self.steps.next_open()
            return
        try:
            answered = complete_case(self._store, self._view.case.id, now=self._now())
        except RefusalError:
            self.refresh()
            self._tell_missing(self._view)
        except WorldError as error:
            self.failed.emit(str(error))
        else:
            self.take(answered, completed(answered.case.id, clock(self._now())))
            self.refresh()
            self._page.rest()

    def retry(self) -> None:
        """Try again to save what could not be saved, and to keep what is being typed."""
        for case_id, answers in list(self._unsaved.items()):
            try:
                answered = answer(self._store, case_id, answers, now=self._now())
            except (WorldError, RefusalError) as error:
                self.failed.emit(str(error))
                return
            del self._unsaved[case_id]
            self.take(answered)
        self._keep(self._drafts.retry)
        self._announce_corrected()

    def is_unsaved(self, case_id: CaseId) -> bool:
        """Say whether answers of a case could not be saved."""
        return bool(self._unsaved.get(case_id))

    def unsaved_text(self) -> str:
        """Return what could not be saved, to be copied out."""
        texts = dict(self._drafts.unsaved)
        for case_id, answers in self._unsaved.items():
            texts.update({(case_id, key): text for key, text in answers.items()})
        return "\n".join(f"{case_id} {key}: {text}" for (case_id, key), text in texts.items())

    def _count_down(self) -> None:
        """Show again how long the force still has to act on the open referrals."""
        self._words.now = self._now().astimezone().replace(tzinfo=None)
        try:
            for case_id in list(self._words.due):
                self._put_line(view_case(self._store, case_id, now=self._now()))
        except WorldError as error:  # the next answer reports it too; a clock may not stop the work
            self.announced.emit(str(error))

    @property
    def _view(self) -> ReviewView | None:
        return self.steps.view

    def _keep(self, keeping: Callable[[], None]) -> None:
        failing = bool(self._drafts.unsaved)
        try:
            keeping()
        except WorldError as error:
            self.failed.emit(str(error))
        except RefusalError as error:
            self.announced.emit(str(error))
        else:
            if failing:
                self._announce_corrected()

    def _announce_corrected(self) -> None:
        if not self._unsaved and not self._drafts.unsaved:
            self.recovered.emit()

    def _exported_at(self) -> str:
        exports = self._store.exports()
        return exports[-1].at if exports else ""

    def _record_view(self, case_id: CaseId) -> None:
        if case_id in self._seen or self._store.read_only:
            return
        try:
            record_view(self._store, case_id, now=self._now())
        except WorldError as error:
            self.failed.emit(str(error))
        else:
            self._seen.add(case_id)

    def _save(self, answers: Mapping[Key, str]) -> bool:
        if self._view is None:
            return False
        case_id = self._view.case.id
        wanted = {**self._unsaved.get(case_id, {}), **answers}
        for key in answers:
            self._drafts.answered(case_id, key)
        try:
            answered = answer(self._store, case_id, wanted, now=self._now())
        except RefusalError as error:
            self._refuse(next(iter(answers)), error)
            return False
        except WorldError as error:
            self._unsaved[case_id] = wanted
            view = self._view
            shown = CaseView(case=view.case, review=view.review, assessment=view.assessment)
            self.steps.refresh(self._with_unsaved(shown))
            self.failed.emit(str(error))
            return False
        if self._unsaved.pop(case_id, None):
            self._announce_corrected()
        self.take(answered)
        return True

    def take(self, answered: Answered, happening: Happening | None = None) -> None:
        """Show what a change left behind, and say what happened; it is on the disk."""
        if happening is not None or answered.changed:
            time = clock(self._now())
            self.happened.emit(happening or given(self._form, answered, time))
        self._note_due(answered.review)
        self._page.list.put(answered.case, answered.progress)
        if self._view is None or self._view.case.id != answered.case.id:
            return
        self.steps.refresh(
            replace(
                self._view,
                case=answered.visible,
                review=answered.review,
                assessment=answered.assessment,
                drafts=self._drafts.of(answered.case.id),
                may_reveal=answered.may_reveal,
            )
        )

    def _with_unsaved(self, found: CaseView) -> ReviewView:
        case, review, assessment = found.case, found.review, found.assessment
        pending = self._unsaved.get(case.id)
        if pending:
            answers = {k: t for k, t in {**review.answers, **pending}.items() if t}
            review = replace(review, answers=answers)
            assessment = assess(self._form, case, review, self._today())
        returned = case.id in self._words.returned
        return ReviewView(
            form=self._form,
            case=case,
            review=review,
            assessment=assessment,
            today=self._today(),
            comments=comments_of(self._store, case.id),
            returns=open_returns(self._store.history(case.id)) if returned else (),
            postponed=case.id in self._words.postponed,
            drafts=self._drafts.of(case.id),
            may_reveal=found.may_reveal and not pending,
        )

    def _look_around(self) -> None:
        self._words.now = self._now().astimezone().replace(tzinfo=None)
        self._words.postponed = self._store.postponed()
        self._words.returned = self._store.returned()

    def _note_due(self, review: Review) -> None:
        due = referral_due(self._form, review)
        if due is None:
            self._words.due.pop(review.case, None)
        else:
            self._words.due[review.case] = due

    def _put_line(self, found: CaseView) -> None:
        line = progress_of(self._form, found.case, found.review, found.assessment, self._today())
        self._page.list.put(found.case, line if found.review.touched else None)

    def _leave(self) -> bool:
        """Hand over what is typed; say why something was not saved, if it was not."""
        self._page.flush()
        refusals = [card.refusal for card in self._page.section.cards if card.refusal]
        if refusals and self._view is not None:
            case = self._view.case.id
            self.announced.emit(say("Not saved in {case}: {why}", case=case, why=refusals[0]))
        return bool(refusals)

    def _refuse(self, key: Key, error: RefusalError) -> None:
        card = self._page.section.card_of(key)
        if card is None:
            self.announced.emit(str(error))
        else:
            card.refuse(str(error))

    def _tell_missing(self, view: ReviewView) -> None:
        self.announced.emit(view.missing_words())
        key = view.first_missing()
        if key is not None:
            self.steps.go(key)

    def _today(self) -> date:
        return self._now().astimezone().date()

    def _connect(self) -> None:
        page = self._page
        self.steps.announced.connect(self.announced)
        page.list.announced.connect(self.announced)
        self.steps.case_asked.connect(self.open_case)
        self.steps.case_walked_to.connect(lambda case: self.open_case(case, from_list=True))
        page.section.answered.connect(self.answer)
        page.section.drafted.connect(self._on_draft)
        page.section.draft_dropped.connect(self._on_draft_dropped)
        page.judgement.graded.connect(self.grade)
        page.judgement.reveal_asked.connect(self._reveal)
        self.steps.judgement_left.connect(self._reveal)
        page.judgement.completed.connect(self.complete)
