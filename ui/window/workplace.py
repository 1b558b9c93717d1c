"""The places of one open file, each with what makes it work."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from reviewer.app.drafting import Dialog, newest_draft
from reviewer.app.summarising import Summarised, summarise_file
from reviewer.domain.event import Event
from reviewer.domain.ids import Key
from reviewer.domain.inspection import FileKind
from ui.operations.files import OpenFile
from ui.window.actions import Act
from ui.window.jobs import Jobs
from ui.window.keeping.backup_watch import BackupWatch
from ui.window.keeping.disposal_presenter import DisposalPresenter
from ui.window.keeping.keeping_page import KeepingPage
from ui.window.keeping.keeping_presenter import KeepingPresenter
from ui.window.keeping.log_page import LogPage
from ui.window.main_window import MainWindow
from ui.window.parts.identity_fields import IdentityMemory
from ui.window.results.earlier_presenter import EarlierPresenter
from ui.window.results.export_presenter import ExportPresenter
from ui.window.results.print_page import PrintPage, What
from ui.window.results.print_presenter import Printable, PrintPresenter
from ui.window.results.summary_page import SummaryPage
from ui.window.review.cases_page import CasesPage
from ui.window.sampling import Sampling
from ui.window.team.own_team_page import OwnTeamPage
from ui.window.team.register_cases import RegisterCasesPage
from ui.window.team.returns_presenter import ReturnsPresenter
from ui.window.team.team_page import TeamPage
from ui.window.team.team_presenter import RegisterState, TeamPresenter
from ui.window.theme import Theme
from ui.window.times import Clock
from ui.window.words import say

_DIALOGS: Final[Mapping[str, Act]] = {
    Dialog.COMMENT: Act.COMMENT,
    Dialog.LIST_VALUES: Act.CORRECT,
    Dialog.ADDED_CASE: Act.ADD_CASE,
}
"""What opens the dialogs about a case."""


class Workplace(QObject):
    """Fills the window with the pages of a review file or register.

    A place that is not the first is built when a person goes there, so that no file waits for it.
    Figures and log are computed anew when their place is opened and the log has grown.
    `closing_asked` carries work that the file must be closed for.
    """

    closing_asked = Signal(object)

    def __init__(
        self,
        window: MainWindow,
        theme: Theme,
        store: OpenFile,
        jobs: Jobs,
        now: Clock,
        memory: IdentityMemory,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._theme = theme
        self._store = store
        self._jobs = jobs
        self._now = now
        self._memory = memory
        self._cases: CasesPage | RegisterCasesPage | None = None
        self._team: TeamPresenter | None = None
        self._print: PrintPresenter | None = None
        self._file: KeepingPresenter | None = None
        self._sampling: Sampling | None = None
        self._shown: dict[str, int] = {}
        self.backups = BackupWatch(store, jobs, now)
        self.export = ExportPresenter(theme, store, jobs, now, memory, window)

    def begin(self) -> None:
        """Show the file at its first place."""
        register = self._store.inspection().kind is FileKind.REGISTER
        if register:
            self._begin_register()
        else:
            self._begin_review()
        for act, build in (
            (Act.SUMMARY, lambda: self.summary),
            (Act.PRINT, lambda: self.print),
            (Act.LOG, lambda: self.log),
            (Act.FILE, lambda: self.file),
        ):
            self._window.add_place(act, build)
        self._window.export_asked.connect(self._export)
        self._window.place_asked.connect(self._refresh)
        self.backups.made.connect(self._window.foot.show_backup)
        self.backups.failed.connect(self._window.foot.show_no_backup)
        self.backups.cramped.connect(self._window.notices.add_notice)
        where = None if self._store.drafts() else self._store.bookmark()
        first = Act.TEAM if register else Act.CASES
        self._window.go(next((a for a in Act if where and a == where.place), first))
        self.backups.begin()
        QTimer.singleShot(0, self._take_up)

    def _take_up(self) -> None:
        """Open the dialog again that was typed into when the program ended."""
        draft = newest_draft(self._store)
        if draft is None or self._store.read_only:
            return
        own = _DIALOGS.get(draft.dialog)
        if draft.dialog == Dialog.HANDOVER:
            self._window.go(Act.FILE)
            if self._file is not None:
                self._file.hand_over()
        elif own is not None and self._is_at(draft.key):
            self._window.actions_[own].trigger()

    def _is_at(self, item: Key) -> bool:
        """Say whether a dialog would open at its item, which may be asked no more."""
        where = self._window.bookmark()
        return self._window.presenter is not None and (
            not item or (where is not None and where.key == item)
        )

    @cached_property
    def summary(self) -> SummaryPage:
        """The place of the figures."""
        page = SummaryPage(self._theme)
        page.job.serve(self._jobs)
        page.export_asked.connect(self._export)
        page.earlier_asked.connect(self.earlier.open)
        page.print_asked.connect(self._print_summary)
        page.linked.connect(self._show_cases)
        self.earlier.changed.connect(self._show_summary)
        return page

    @cached_property
    def earlier(self) -> EarlierPresenter:
        """The earlier visits that the figures are compared with."""
        return EarlierPresenter(self._theme, self._store, self._jobs, self._now, self._window)

    @cached_property
    def log(self) -> LogPage:
        """The place of the log."""
        page = LogPage(self._theme, self._store.form())
        page.job.serve(self._jobs)
        return page

    @cached_property
    def print(self) -> PrintPage:
        """The place of the prints."""
        page = PrintPage(self._theme, self._store.inspection().code)
        self._print = PrintPresenter(page, self._store, self._jobs, self._now, self._printable)
        return page

    @cached_property
    def file(self) -> KeepingPage:
        """The place of the file itself and its copies."""
        page = KeepingPage(self._theme)
        unsaved = self._window.keeps_unsaved
        self._file = KeepingPresenter(
            page, self._store, self._jobs, self._now, self._theme, self.backups, unsaved
        )
        disposal = DisposalPresenter(page, self._store, self._now, self._theme, self._memory)
        for presenter in (self._file, disposal):
            presenter.closing_asked.connect(self.closing_asked)
        self._file.redacted.connect(self._on_redacted)
        if self._sampling is not None:
            page.extend_asked.connect(self._sampling.extend)
            page.assign_asked.connect(self._sampling.assign)
        return page

    def _begin_review(self) -> None:
        self._cases = self._window.show_file(self._store)
        if self._window.presenter is not None:
            self.export.exported.connect(self._window.presenter.show_exported)
        self._window.add_place(Act.TEAM, lambda: self._own_team)
        self._window.actions_[Act.RETURNS].triggered.connect(self._ask_for_returns)
        self._sampling = Sampling(
            self._window, self._theme, self._store, self._jobs, self._now, self._printable
        )
        self._sampling.changed.connect(self._on_list)

    @cached_property
    def _own_team(self) -> OwnTeamPage:
        page = OwnTeamPage(self._theme)
        page.case_asked.connect(self._go_to_case)
        page.export_asked.connect(self._export)
        returns = ReturnsPresenter(page, self._store, self._jobs, self._now)
        returns.taken.connect(self._on_returns)
        if self._window.presenter is not None:
            self._window.presenter.redacted.connect(page.clear)
        return page

    def _ask_for_returns(self) -> None:
        self._window.go(Act.TEAM)
        self._own_team.choose()

    def _on_returns(self) -> None:
        if self._window.presenter is not None:
            self._window.presenter.show_list()
            self._window.presenter.refresh()

    def _on_list(self) -> None:
        self._on_returns()
        if self._file is not None:
            self._file.refresh()
        self.backups.look(always=True)

    def _on_redacted(self) -> None:
        if self._window.presenter is not None:
            self._window.presenter.show_redacted()
        if self._team is not None:
            self._team.load()

    def _go_to_case(self, case: str) -> None:
        self._window.go(Act.CASES)
        if self._window.presenter is not None:
            self._window.presenter.open_case(case)

    def _begin_register(self) -> None:
        form = self._store.form()
        cases, team = RegisterCasesPage(self._theme, form), TeamPage(self._theme, form)
        self._cases = cases
        self._window.show_frame(self._store)
        self._window.add_place(Act.CASES, lambda: cases)
        self._window.add_place(Act.TEAM, lambda: team)
        self._team = TeamPresenter(team, self._store, self._jobs, self._now)
        self._team.told.connect(self._window.foot.tell)
        self._team.changed.connect(self._on_register)
        team.export_asked.connect(self._export)
        cases.return_asked.connect(self._team.return_case)
        for act in (Act.RETURNS, Act.EXTEND, Act.ASSIGN):
            self._window.actions_[act].setEnabled(False)
        self._team.load()

    def _on_register(self, state: RegisterState) -> None:
        if isinstance(self._cases, RegisterCasesPage):
            self._cases.show_standings(state.combined.standings)

    def _refresh(self, place: str) -> None:
        match place:
            case Act.SUMMARY:
                self._show_summary()
            case Act.LOG:
                self._show_log()
            case Act.PRINT if self._print is not None:
                self._print.refresh()
            case Act.FILE if self._file is not None:
                self._file.refresh()

    def _show_summary(self) -> None:
        seq, now = self._last(), self._now()
        if self._shown.get(Act.SUMMARY) == seq:
            return

        def done(summarised: Summarised) -> None:
            self.summary.show_summary(summarised)
            self._shown[Act.SUMMARY] = seq

        self.summary.job.run(say("Counting…"), lambda _: summarise_file(self._store, now=now), done)

    def _show_log(self) -> None:
        seq = self._last()
        if self._shown.get(Act.LOG) == seq:
            return

        def done(events: list[Event]) -> None:
            self.log.show_events(events)
            self._shown[Act.LOG] = seq

        self.log.job.run(say("Reading the log…"), lambda _: list(self._store.events()), done)

    def _last(self) -> int:
        event = self._store.last_event()
        return event.seq if event is not None else 0

    def _show_cases(self, words: str, cases: object) -> None:
        if not isinstance(cases, tuple) or self._cases is None:
            return
        self._window.go(Act.CASES)
        if isinstance(self._cases, CasesPage):
            self._cases.list.show_only(words, cases)
        else:
            self._cases.show_only(words, cases)

    def _printable(self) -> Printable:
        if isinstance(self._cases, CasesPage):
            presenter, model = self._window.presenter, self._cases.list.model
            current = presenter.case if presenter is not None else None
            return Printable(current=current, shown=model.shown(), all=len(model))
        if self._cases is None:
            return Printable(current=None, shown=(), all=0)
        all_ = len(self._cases.standings)
        return Printable(current=self._cases.current(), shown=self._cases.shown(), all=all_)

    def _print_summary(self) -> None:
        self.print.choose(What.SUMMARY)
        self._window.go(Act.PRINT)

    def _export(self) -> None:
        self._window.flush()
        self.export.open()
