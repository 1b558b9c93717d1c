"""Joins the team's page with merging and deciding; the register is combined beside the window."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from reviewer.app.deciding import (
    Ruling,
    close_agreed,
    decide_finding,
    decide_side,
    postpone_case,
    return_case,
    revoke_decisions,
)
from reviewer.app.deciding_names import decide_code, decide_list, decide_reader
from reviewer.app.drafting import (
    Dialog,
    drop_dialog,
    newest_draft,
)
from reviewer.app.merging import MergePlan
from reviewer.app.moderators import set_moderation_rule
from reviewer.app.register import combined_register
from reviewer.domain.combined import Combined
from reviewer.domain.decision import Alias
from reviewer.domain.errors import ReviewerError
from reviewer.domain.ids import CaseId
from reviewer.domain.message import Message
from reviewer.domain.standing import CaseStanding
from reviewer.domain.stopping import unstoppable
from reviewer.domain.submission import Source
from ui.operations.control import CANCELLED, JobControl
from ui.operations.decisions import new_ids, ruling_of
from ui.operations.files import OpenFile
from ui.operations.trust import trust_signer
from ui.operations.workbooks import HandedIn, merge_workbooks, plan_merge, remove_workbook
from ui.window.jobs import Jobs
from ui.window.notify import confirm
from ui.window.parts.sheet_draft import SheetDraft
from ui.window.team.reading_sheet import ReadingSheet
from ui.window.team.reason_dialog import ReasonDialog
from ui.window.team.register_cases import RegisterCasesPage
from ui.window.team.return_dialog import ReturnDialog
from ui.window.team.team_page import TeamPage
from ui.window.times import Clock
from ui.window.words import counted, say


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterState:
    """A register as it is: its workbooks, and what follows from them.

    `unsafe` says why it could not be backed up before it was changed.
    """

    sources: tuple[Source, ...]
    combined: Combined
    unsafe: str = ""


class TeamPresenter(QObject):
    """What happens on the team's page; `changed` carries the register as it is now."""

    changed = Signal(object)
    announced = Signal(str)

    def __init__(self, page: TeamPage, store: OpenFile, jobs: Jobs, now: Clock) -> None:
        super().__init__(page)
        self._page = page
        self._store = store
        self._now = now
        self._paths: list[Path] = []
        self._plan: MergePlan | None = None
        self._combined: Combined | None = None
        self._password: str | None = None
        page.given.connect(self.plan)
        page.accepted.connect(self._take_in)
        page.dropped_plan.connect(self._forget)
        page.remove_asked.connect(self._remove)
        page.return_asked.connect(self.return_case)
        page.report.trusted.connect(self._trust)
        page.report.trusted_for.connect(self._trust)
        page.report.code_counted.connect(self._count_code)
        page.report.list_counted.connect(self._count_list)
        page.rule_asked.connect(self._set_rule)
        page.report.password.given.connect(self._on_password)
        page.job.serve(jobs)
        self._left = newest_draft(store)
        page.sides.keep_drafts(lambda case: SheetDraft(store, now, Dialog.DECISION, case))
        page.postpone_asked.connect(self._postpone)
        page.revoke_asked.connect(self.revoke)
        page.confirm_asked.connect(self._confirm_agreed)
        page.name_settled.connect(self._settle_names)
        page.sides.graded.connect(self._grade)
        page.sides.sided.connect(self._side)

    def serve_cases(self, page: RegisterCasesPage) -> None:
        """Show how far each case is, and let one be returned, read or taken back."""
        self.changed.connect(lambda state: page.show_standings(state.combined.standings))
        page.return_asked.connect(self.return_case)
        page.read_asked.connect(self.read_case)
        page.revoke_asked.connect(self.revoke)

    def load(self) -> None:
        """Combine the register and show it."""
        self._page.job.run(
            say("Combining the workbooks of the register…"),
            lambda _: _state(self._store),
            self._show,
        )

    def plan(self, paths: Sequence[Path]) -> None:
        """Say what the workbooks given so far would bring."""
        self._paths += [path for path in paths if path not in self._paths]
        if not self._paths:
            return
        now, register = self._now(), self._store
        handed = HandedIn(paths=tuple(self._paths), password=self._password)
        self._page.job.run(
            say("Checking the workbooks…"),
            lambda control: plan_merge(register, handed, now=now, control=control),
            self._show_plan,
            self._refuse_plan,
            stoppable=True,
        )

    def return_case(self, case: str) -> None:
        """Ask for the reader and the comment, and return a case."""
        standing = self._standing(case)
        readers = [review.reviewer for review in standing.reviews] if standing else []
        if not readers:
            self.announced.emit(say("{case} has no review yet.", case=case))
            return

        def give(reader: str, comment: str) -> object:
            return return_case(self._store, CaseId(case), reader, self._ruling(comment))

        window = self._page.window()
        draft = SheetDraft(self._store, self._now, Dialog.RETURN, case)
        if ReturnDialog(self._page.theme, case, readers, give, draft, window).exec():
            self.announced.emit(
                say("{case} will be returned with the next team workbook.", case=case)
            )

    def _show(self, state: RegisterState) -> None:
        self._combined = state.combined
        self._page.show_register(state.sources, state.combined)
        self._page.show_rule(outside_only=self._store.inspection().outside_moderators)
        self.changed.emit(state)
        if self._left is not None:
            QTimer.singleShot(0, self._take_up)

    def _take_up(self) -> None:
        """Continue where the lead was typing when the program ended."""
        left, self._left = self._left, None
        if left is None or self._store.read_only:
            return
        if left.dialog == Dialog.DECISION:
            self._page.choose_case(left.case)
        elif left.dialog == Dialog.RETURN:
            self.return_case(left.case)

    def _show_plan(self, plan: MergePlan) -> None:
        self._plan = plan
        self._page.show_plan(plan)

    def _take_in(self) -> None:
        plan, store, now = self._plan, self._store, self._now()
        if plan is None:
            return
        taken = counted(len(plan.accepted), "Merged {n} workbook.", "Merged {n} workbooks.")

        paths = list(self._paths)

        def work(_: JobControl) -> RegisterState:
            unsafe = merge_workbooks(store, plan, now=now)
            with unstoppable():
                return _state(store, unsafe)

        def refused(error: ReviewerError) -> None:
            self._paths[:] = paths
            self._show_plan(plan)
            self._page.job.show_error(error)

        self._forget()
        self._page.job.run(
            say("Merging the workbooks…"),
            work,
            lambda state: self._changed(state, taken),
            refused,
            stoppable=True,
        )

    def _remove(self, source: Source) -> None:
        question = say(
            "Remove {name} (export {n}, signed by {signer}) from the register? "
            "Everything that came from it alone is removed too. You can merge it "
            "again later.",
            name=source.name,
            n=source.export_number,
            signer=source.signer,
        )
        if not confirm(self._page, question, say("Remove")):
            return
        store, now = self._store, self._now()
        plan, self._plan = self._plan, None
        self._page.clear_plan()  # it was made for the register with this workbook

        def work(_: JobControl) -> RegisterState:
            return _state(store, remove_workbook(store, source.digest, now=now).unsafe)

        def done(state: RegisterState) -> None:
            self._changed(state, say("Removed {name}.", name=source.name))
            self.plan(())

        def refused(error: ReviewerError) -> None:
            if plan is not None:
                self._show_plan(plan)
            self._page.job.show_error(error)

        self._page.job.run(say("Removing the workbook…"), work, done, refused)

    def read_case(self, case: str) -> None:
        """Show every review of a case in full."""
        combined, standing = self._combined, self._standing(case)
        if combined is None or standing is None:
            return
        heads = []
        for review in standing.reviews:
            signers = ", ".join(combined.signers(review))
            signed = say("{name}, signed by {signer}", name=review.reviewer, signer=signers)
            heads.append(signed if signers else review.reviewer)
        decision = next((pair.decision for pair in combined.pairs if pair.case == case), None)
        decided = ""
        if decision is not None:
            who, why = decision.moderator, decision.reason
            decided = say("Decided by {name}: {reason}", name=who, reason=why)
            if decision.by_a_reader:
                decided = say(
                    "Decided by {name}, who is one of the readers: {reason}", name=who, reason=why
                )
        window, form = self._page.window(), self._store.form()
        ReadingSheet(self._page.theme, form, case, standing.reviews, heads, decided, window).exec()

    def revoke(self, case: str) -> None:
        """Ask why, and take back what was decided about a case."""
        self._with_reason(
            say("Revoke the decision about {case}", case=case),
            say("The case is then open again. The decision stays in the log."),
            say("Revoke it"),
            lambda ruling: revoke_decisions(self._store, CaseId(case), ruling, new_ids()),
        )

    def _postpone(self, case: str) -> None:
        self._with_reason(
            say("Postpone {case}", case=case),
            say("The case stays open and is counted as postponed."),
            say("Postpone it"),
            lambda ruling: postpone_case(self._store, CaseId(case), ruling),
        )

    def _confirm_agreed(self, count: int) -> None:
        self._with_reason(
            counted(
                count, "Confirm {n} second read that agrees", "Confirm {n} second reads that agree"
            ),
            say(
                "Each is confirmed with its own decision. If a finding changes "
                "later, it comes back to you."
            ),
            say("Confirm"),
            lambda ruling: close_agreed(self._store, ruling, new_ids()),
        )

    def _settle_names(self, aliases: Sequence[Alias]) -> None:
        def decide(ruling: Ruling) -> None:
            for alias, id_ in zip(aliases, new_ids(), strict=False):
                decide_reader(self._store, alias, replace(ruling, id=id_))

        described = ", ".join(
            say("{name} counts as {other}", name=alias.name, other=alias.counts_as)
            for alias in aliases
        )
        self._with_reason(say("Whose reviews are these?"), described, say("Decide"), decide)

    def _count_code(self, code: str) -> None:
        own = self._store.inspection().code
        self._with_reason(
            say("Count {code} as {own}", code=code, own=own),
            say("Workbooks of {code} then count as this inspection's.", code=code),
            say("Count it"),
            lambda ruling: decide_code(self._store, code, ruling),
        )
        self.plan(())

    def _count_list(self, digest: str) -> None:
        self._with_reason(
            say("Count the added cases apart"),
            say(
                "The cases that this reader added to the list then count as cases of their own. If "
                "another reader added the same case, it is counted twice, so compare both lists."
            ),
            say("Count them apart"),
            lambda ruling: decide_list(self._store, digest, ruling),
        )
        self.plan(())

    def _set_rule(self, outside_only: bool) -> None:  # noqa: FBT001 - what the signal carries
        try:
            set_moderation_rule(self._store, outside_only=outside_only, now=self._now())
        except ReviewerError as error:
            self._page.job.show_error(error)
        self._page.show_rule(outside_only=self._store.inspection().outside_moderators)

    def _with_reason(
        self, title: str, about: str, doing: str, decide: Callable[[Ruling], object]
    ) -> None:
        def given(reason: str) -> None:
            decide(self._ruling(reason))

        window = self._page.window()
        if ReasonDialog(self._page.theme, title, about, doing, given, window).exec():
            self.load()

    def _standing(self, case: str) -> CaseStanding | None:
        standings = self._combined.standings if self._combined is not None else ()
        return next((s for s in standings if s.case.id == case), None)

    def _grade(self, case: str, grade: str, items: Mapping[str, str], reason: str) -> None:
        ruling, about = self._ruling(reason), CaseId(case)
        self._decide(case, lambda: decide_finding(self._store, about, grade, ruling, items))

    def _side(self, case: str, number: int, reason: str) -> None:
        ruling = self._ruling(reason)
        self._decide(case, lambda: decide_side(self._store, CaseId(case), number, ruling))

    def _ruling(self, reason: str) -> Ruling:
        return ruling_of(self._store.inspection().person, reason, now=self._now())

    def _decide(self, case: str, decide: Callable[[], object]) -> None:
        store = self._store

        def work(_: JobControl) -> RegisterState:
            decide()
            drop_dialog(store, Dialog.DECISION, case)
            return _state(store)

        def refused(error: ReviewerError) -> None:
            self._page.job.hide()
            self._page.sides.refuse_for(error)

        words = say("{case} is decided.", case=case)

        def done(state: RegisterState) -> None:
            self._changed(state, words)
            self._page.ensureWidgetVisible(self._page.open_cases)

        self._page.job.run(say("Deciding…"), work, done, refused)

    def _changed(self, state: RegisterState, words: str) -> None:
        self._show(state)
        self.announced.emit(f"{words} {state.unsafe}".strip())

    def _on_password(self, password: str) -> None:
        self._password = password
        self.plan(())

    def _trust(self, certificate: bytes, names: Sequence[str] = ()) -> None:
        try:
            trust_signer(certificate, now=self._now(), names=names)
        except ReviewerError as error:
            self._page.job.show_error(error)
        else:
            self.plan(())

    def _forget(self) -> None:
        self._paths.clear()
        self._plan = self._password = None
        self._page.clear_plan()

    def _refuse_plan(self, error: ReviewerError) -> None:
        if self._plan is None or error.code != CANCELLED:
            self._forget()
        self._page.job.show_error(error)


def _state(store: OpenFile, unsafe: Message | None = None) -> RegisterState:
    combined = combined_register(store)
    return RegisterState(sources=store.sources(), combined=combined, unsafe=str(unsafe or ""))
