"""The places of one open file, each with what makes it work."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import cached_property, partial
from typing import Final, Protocol

from PySide6.QtCore import QObject, QTimer, Signal

from reviewer.app.drafting import Dialog, newest_draft
from reviewer.app.summarising import Summarised, summarise_file
from reviewer.domain.event import Event
from reviewer.domain.ids import CaseId, Key
from reviewer.domain.inspection import FileKind
from ui.operations.files import OpenFile
from ui.operations.preferences import Preferences
from ui.window.commands import Command, Commands, does, named
from ui.window.goal import Goal
from ui.window.jobs import Jobs
from ui.window.keeping.backup_watch import BackupWatch
from ui.window.keeping.disposal_presenter import DisposalPresenter
from ui.window.keeping.keeping_page import KeepingPage
from ui.window.keeping.keeping_presenter import KeepingPresenter
from ui.window.keeping.log_export import LogExport
from ui.window.keeping.log_page import LogPage
from ui.window.keeping.receipts_presenter import ReceiptsPresenter
from ui.window.main_window import MainWindow
from ui.window.parts.identity_fields import IdentityMemory
from ui.window.parts.spelling import Spelling
from ui.window.place import PlainPlace
from ui.window.results.earlier_presenter import EarlierPresenter
from ui.window.results.export_presenter import ExportPresenter
from ui.window.results.identifier_asking import IdentifierAsking
from ui.window.results.print_choices import What
from ui.window.results.print_page import PrintPage
from ui.window.results.print_presenter import Printable, PrintPresenter
from ui.window.results.publish_presenter import PublishPresenter
from ui.window.results.summary_page import SummaryPage
from ui.window.review.cases_page import CasesPage
from ui.window.review.review_place import ReviewPlace
from ui.window.sampling import Sampling
from ui.window.spelling_commands import SpellingCommands
from ui.window.team.own_team_page import OwnTeamPage
from ui.window.team.register_cases import RegisterCasesPage
from ui.window.team.team_page import TeamPage
from ui.window.team.team_presenter import TeamPresenter
from ui.window.team.team_work import TeamWork
from ui.window.theme import Theme
from ui.window.times import Clock
from ui.window.words import say

_DIALOGS: Final[Mapping[str, Command]] = {
    Dialog.COMMENT: Commands.COMMENT,
    Dialog.LIST_VALUES: Commands.CORRECT,
    Dialog.ADDED_CASE: Commands.ADD_CASE,
}
"""What opens the dialogs about a case."""


class Cases(Protocol):
    """The place of the cases, of a reviewer or of a team, as the other places ask it."""

    def current(self) -> CaseId | None:
        """Return the case that is open or chosen."""

    def shown(self) -> tuple[CaseId, ...]:
        """Return the cases that the list shows, in its order."""

    def total(self) -> int:
        """Return how many cases there are."""

    def show_only(self, words: str, cases: Collection[CaseId]) -> None:
        """Show only the cases behind a figure, named by its words."""


class Workplace(QObject):
    """Fills the window with the pages of a review file or register.

    A place that is not the first is built when a person goes there, so that no file waits for it.
    Figures and log are computed again when their place is opened and the log has grown.
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
        page: CasesPage | None = None,
    ) -> None:
        """Serve a file; `page` is one that was built while nobody waited for it."""
        super().__init__(window)
        self._window = window
        self._theme = theme
        self._store = store
        self._jobs = jobs
        self._now = now
        self._memory = memory
        self._page = page
        self._cases: Cases
        self._review: ReviewPlace | None = None
        self._team: TeamPresenter | None = None
        self._file: KeepingPresenter | None = None
        self._sampling: Sampling | None = None
        self._shown: dict[str, int] = {}
        self.asking = IdentifierAsking(theme, store, now, window)
        self.asking.sought.connect(self._go_to_item)
        self._team_work = TeamWork(theme, store, jobs, now, memory, self.asking.answer, window)
        self._team_work.announced.connect(window.foot.tell)
        self._spelling = Spelling(store, window, window.actions_[Commands.SPELLING].shortcuts)
        self._spelling.announced.connect(window.foot.tell)
        self._choose_spelling(window.preferences)
        window.preferred.connect(self._choose_spelling)
        self.backups = BackupWatch(store, jobs, now)
        self.export = ExportPresenter(theme, store, jobs, now, memory, self.asking, window)
        self.publish = PublishPresenter(theme, store, jobs, now, memory, self.asking, window)

    def begin(self) -> None:
        """Show the file at its first place."""
        register = self._store.inspection().kind is FileKind.REGISTER
        if register:
            self._show_register()
        else:
            self.show_review()
        for command, build in (
            (Commands.SUMMARY, lambda: PlainPlace(page=self.summary, enter=self._show_summary)),
            (Commands.PRINT, self._build_print),
            (Commands.LOG, lambda: PlainPlace(page=self.log, enter=self._show_log)),
            (Commands.FILE, self._build_file),
        ):
            self._window.add_place(command, build)
        self.backups.made.connect(self._window.foot.show_backup)
        self.backups.failed.connect(self._window.foot.show_no_backup)
        self.backups.cramped.connect(self._window.notices.add_notice)
        where = None if self._store.drafts() else self._store.bookmark()
        first = Commands.TEAM if register else Commands.CASES
        self._window.go((named(where.place) if where else None) or first)
        self.backups.begin()
        QTimer.singleShot(0, self._take_up)

    def _take_up(self) -> None:
        """Open the dialog again that was typed into when the program ended."""
        draft = newest_draft(self._store)
        if draft is None or self._store.read_only:
            return
        own = _DIALOGS.get(draft.dialog)
        if draft.dialog == Dialog.HANDOVER:
            self._window.go(Commands.FILE)
            if self._file is not None:
                self._file.hand_over()
        elif own is not None and self._is_at(draft.key):
            self._window.actions_[own].trigger()

    def _is_at(self, item: Key) -> bool:
        """Say whether a dialog would open at its item, which may be asked no more."""
        where = self._window.bookmark()
        return not item or (where is not None and where.key == item)

    @cached_property
    def summary(self) -> SummaryPage:
        """The place of the figures."""
        register = self._store.inspection().kind is FileKind.REGISTER
        page = SummaryPage(self._theme, publishes=register)
        page.job.serve(self._jobs)
        page.export_asked.connect(self._export)
        page.earlier_asked.connect(self.earlier.open)
        page.print_asked.connect(self._print_summary)
        page.publish_asked.connect(self.publish.open)
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
        LogExport(page, self._store, self._now).written.connect(self._show_log)
        return page

    @cached_property
    def print(self) -> PrintPage:
        """The place of the prints."""
        return PrintPage(self._theme, self._store.inspection().code, self._memory.known())

    @cached_property
    def file(self) -> KeepingPage:
        """The place of the file itself and its copies."""
        return KeepingPage(self._theme)

    def show_review(self) -> None:
        """Show a reviewer's file at its cases."""
        window, theme, now = self._window, self._theme, self._now
        self._serve_commands()
        window.actions_.allow(Commands.PUBLISH, allowed=False)  # only a register is published
        page = self._page or CasesPage(theme, window.actions_, lambda: now().astimezone().date())
        review = ReviewPlace(
            page,
            self._store,
            theme,
            window.actions_,
            now,
            self._spelling,
            lambda: window.go(Commands.CASES),
        )
        presenter = review.presenter
        presenter.happened.connect(window.foot.strip.show_happening)
        presenter.announced.connect(window.foot.tell)
        presenter.failed.connect(window.banner.show_failure)
        presenter.recovered.connect(window.banner.hide)
        self.export.exported.connect(presenter.show_exported)
        self.asking.changed.connect(presenter.refresh)
        self._cases = self._review = review
        self._sampling = Sampling(window, theme, self._store, self._jobs, now, self._printable)
        self._sampling.changed.connect(self._on_list)
        window.show_frame(self._store.inspection())
        window.add_place(Commands.CASES, lambda: review)
        window.add_place(Commands.TEAM, lambda: PlainPlace(page=self._own_team))
        window.go(Commands.CASES)
        window.finders.insert(0, self._find)  # what is in the file comes before the help

    def _choose_spelling(self, preferences: Preferences) -> None:
        self._spelling.choose(preferences.spelling.split())

    def _find(self, words: tuple[str, ...]) -> Iterator[Goal]:
        """Yield what the review screen can show, which is gone to there."""
        if self._review is None:
            return

        def go(goal: Goal) -> None:
            self._window.go(Commands.CASES)
            goal.go()

        for goal in self._review.goals.find(words):
            yield Goal(words=goal.words, go=partial(go, goal))

    def _show_register(self) -> None:
        form, window = self._store.form(), self._window
        self._serve_commands()
        window.actions_.allow(Commands.RETURNS, allowed=False)  # a lead returns, and gets none
        cases, team = RegisterCasesPage(self._theme, form), TeamPage(self._theme, form)
        cases.setParent(window)  # it goes with the window, be it never shown
        cases.hide()
        window.actions_.serve(cases, cases, lambda: window.go(Commands.CASES))
        spelling = SpellingCommands(team, self._spelling, self._theme, self._store)
        for owner in (team, spelling):
            window.actions_.serve(owner, team, lambda: window.go(Commands.TEAM))
        self._cases = cases
        window.show_frame(self._store.inspection())
        window.add_place(Commands.CASES, lambda: PlainPlace(page=cases))
        window.add_place(Commands.TEAM, lambda: PlainPlace(page=team))
        self._team = TeamPresenter(team, self._store, self._jobs, self._now)
        self._team.announced.connect(window.foot.tell)
        if self._store.lists():
            self._sampling = Sampling(
                window, self._theme, self._store, self._jobs, self._now, self._printable
            )
            self._sampling.changed.connect(self._on_list)
        self._team_work.drawn.connect(self._team.load)
        self._team_work.serve_lead(team)
        self._team.serve_cases(cases)
        team.export_asked.connect(self._export)
        self._team.load()

    def _serve_commands(self) -> None:
        actions = self._window.actions_
        if self._store.read_only:
            actions.forbid_changes()
        actions.offer_form(self._store.form())
        actions.serve(self)
        actions.serve(self.publish)

    def _build_print(self) -> PlainPlace:
        given = self._store, self._jobs, self._now, self._printable, self.asking, self._memory
        presenter = PrintPresenter(self.print, *given)
        return PlainPlace(page=self.print, enter=presenter.refresh)

    def _build_file(self) -> PlainPlace:
        page = self.file
        unsaved = self._window.keeps_unsaved
        self._file = KeepingPresenter(
            page, self._store, self._jobs, self._now, self._theme, self.backups, unsaved
        )
        disposal = DisposalPresenter(page, self._store, self._now, self._theme, self._memory)
        receipts = ReceiptsPresenter(page, self._store, self._now)
        receipts.imported.connect(self._file.refresh)
        for presenter in (self._file, disposal):
            presenter.closing_asked.connect(self.closing_asked)
        self._file.redacted.connect(self._on_redacted)
        if self._sampling is not None:
            page.extend_asked.connect(self._sampling.extend)
            page.assign_asked.connect(self._sampling.assign)
        return PlainPlace(page=page, enter=self._file.refresh)

    @cached_property
    def _own_team(self) -> OwnTeamPage:
        page = OwnTeamPage(self._theme)
        page.case_asked.connect(self._go_to_case)
        page.export_asked.connect(self._export)
        self._team_work.listed.connect(self._on_list)
        self._team_work.reconciled.connect(self._on_returns)
        self._team_work.serve_reader(page)
        if self._review is not None:
            self._review.presenter.redacted.connect(page.clear)
        return page

    def _on_returns(self) -> None:
        if self._review is not None:
            self._review.presenter.show_list()
            self._review.presenter.refresh()

    def _on_list(self) -> None:
        if self._team is not None:
            self._team.load()
        self._on_returns()
        if self._file is not None:
            self._file.refresh()
        self.backups.look(always=True)

    def _on_redacted(self) -> None:
        if self._review is not None:
            self._review.presenter.show_redacted()
        if self._team is not None:
            self._team.load()

    def _go_to_item(self, case: str, key: str) -> None:
        self._go_to_case(case)
        if self._review is not None:
            self._review.presenter.steps.go_to(key)

    def _go_to_case(self, case: str) -> None:
        self._window.go(Commands.CASES)
        if self._review is not None:
            self._review.presenter.open_case(case)

    def _show_summary(self) -> None:
        seq, now = self._last(), self._now()
        if self._shown.get("summary") == seq:
            return

        def done(summarised: Summarised) -> None:
            self.summary.show_summary(summarised)
            self._shown["summary"] = seq

        self.summary.job.run(say("Counting…"), lambda _: summarise_file(self._store, now=now), done)

    def _show_log(self) -> None:
        seq = self._last()
        if self._shown.get("log") == seq:
            return

        def done(events: list[Event]) -> None:
            self.log.show_events(events)
            self._shown["log"] = seq

        self.log.job.run(say("Reading the log…"), lambda _: list(self._store.events()), done)

    def _last(self) -> int:
        event = self._store.last_event()
        return event.seq if event is not None else 0

    def _show_cases(self, words: str, cases: object) -> None:
        if isinstance(cases, tuple):
            self._window.go(Commands.CASES)
            self._cases.show_only(words, cases)

    def _printable(self) -> Printable:
        cases = self._cases
        return Printable(current=cases.current(), shown=cases.shown(), all=cases.total())

    def _print_summary(self) -> None:
        self.print.choose(What.SUMMARY)
        self._window.go(Commands.PRINT)

    @does(Commands.EXPORT)
    def _export(self) -> None:
        self._window.flush()
        self.export.open()

    @does(Commands.RETURNS)
    def _ask_for_returns(self) -> None:
        self._window.go(Commands.TEAM)
        self._own_team.choose()
