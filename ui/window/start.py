"""Where the window's parts are joined: entrance, settings, locking, the open file's pages."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QByteArray, QSize, QTimer
from PySide6.QtWidgets import QApplication, QDialog

from reviewer.domain.errors import ReviewerError, WorldError
from reviewer.domain.language import choose_language, current_language
from ui.operations.preferences import Preferences, save_preferences
from ui.window.away.locking import IdleWatch
from ui.window.commands import Commands, does
from ui.window.entrance import Entrance
from ui.window.help_desk import HelpDesk
from ui.window.jobs import Jobs
from ui.window.main_window import MainWindow
from ui.window.notify import show_refusal
from ui.window.parts.accessible import install
from ui.window.settings_notices import SettingsNotices
from ui.window.theme import Theme
from ui.window.ways import Beginning, Ways
from ui.window.words import say

if TYPE_CHECKING:
    from reviewer.app.store import Bookmark
    from ui.operations.files import OpenFile
    from ui.window.away.capture import CaptureGuard
    from ui.window.keeping.while_closed import WhileClosed
    from ui.window.review.cases_page import CasesPage
    from ui.window.workplace import Workplace


IDLE_LOOK: Final = 200
"""Milliseconds after which it is looked again whether a job is at work or a dialog is open."""


class Session:
    """One run of the program: the window, and the file that is open in it.

    `locked` is the file whose passphrase the next process asks for; where it `starts_over` it
    begins on the start page, or where it `begins_new` with a new inspection: the file was closed,
    or disposed of.
    """

    def __init__(
        self,
        window: MainWindow,
        theme: Theme,
        preferences: Preferences,
        watch: IdleWatch,
        settings: SettingsNotices | None = None,
        capture: CaptureGuard | None = None,
    ) -> None:
        self._theme = theme
        self._preferences = preferences
        self._watch = watch
        self._capture = capture
        self._settings_notices = settings or SettingsNotices(window)
        self._store: OpenFile | None = None
        self._workplace: Workplace | None = None
        self._review_page: CasesPage | None = None
        self.locked: Path | None = None
        self.starts_over = self.begins_new = False
        self._move_into(window)
        watch.idle.connect(self.lock)
        watch.worked_long.connect(self._remind)

    def _move_into(self, window: MainWindow) -> None:
        """Serve a window from now on, and the pages that it has before a file is open."""
        self._window = window
        self._jobs = Jobs(window)
        window.held = self._jobs.held
        self._entrance = Entrance(self._theme, self._jobs, _now, window.show_start)
        self._entrance.opening.connect(lambda: QTimer.singleShot(0, self.prepare))
        self._entrance.opened.connect(self._on_opened)
        self._entrance.settings_asked.connect(self._settings)
        self._entrance.help_asked.connect(
            HelpDesk(window, self._theme, self._jobs, self._file).show
        )
        self._entrance.greeted.connect(self._on_greeted)
        install()
        window.actions_.serve(self)
        Ways(window, self._entrance, self._leave_file)
        window.preferred.connect(self._on_preferred)
        window.closing.connect(self.close)
        window.notices.accepted.connect(self._accept)
        self._settings_notices.announced.connect(window.notices.add_notice)
        self._watch.watch_keys_of(window)

    def begin(self, path: Path | None, *, new: bool = False) -> None:
        """Show the start page, a new inspection, or the page that asks for a file's passphrase."""
        self._show(self._entrance.begin_new if new else lambda: self._entrance.begin(path))

    def greet(self) -> None:
        """Show the page of the first start."""
        self._show(self._entrance.greet)

    def _show(self, first: Callable[[], object]) -> None:
        first()
        self._window.notices.show_notices(self._settings_notices.sentences, acceptable=False)
        geometry = QByteArray.fromHex(self._preferences.geometry.encode())
        if not self._window.restoreGeometry(geometry):
            self._window.resize(_first_size())
        self._window.show()

    def prepare(self) -> None:
        """Load the pages of a file, and build the one that every review is shown on.

        That is done while its key is derived: beside the window, and nobody can type. It is there
        already where a passphrase was wrong.
        """
        if self._review_page is not None:
            return
        import ui.window.workplace  # noqa: F401 - it is loaded here and used a moment later
        from ui.window.review.review_place import built_ahead

        window, spelling = self._window, self._preferences.spelling.split()
        self._review_page = built_ahead(self._theme, window, window.actions_, _now, spelling)

    @does(Commands.LOCK)
    def lock(self) -> None:
        """Hide the content at once, then end: the next process asks for the passphrase."""
        if self.locked is not None:
            return
        where = self._window.bookmark()
        for window in QApplication.topLevelWidgets():
            # A dialog is covered with the window: to hide one is to dismiss it, and it may show a
            # recovery code that is shown once.
            if window is not self._window and not isinstance(window, QDialog):
                window.hide()
        self._window.conceal()
        if self._store is None or self._window.keeps_unsaved():
            # No passphrase to ask for, or an answer that would be lost with this process: all is
            # covered, and a key brings it back.
            self._watch.restart()
            return
        self.locked = self._store.path
        self._leave_bookmark(self._store, where)
        self._jobs.cancel()
        # Not `quit`, which asks the windows: a dialog that is at work refuses to close.
        QTimer.singleShot(0, QApplication.exit)

    def _file(self) -> OpenFile | None:
        return self._store

    def _leave_file(self, after: Beginning) -> bool:
        """Close the file and begin again; what was typed and not left stays a draft.

        Returns False where no file is open.
        """
        if self._store is None:
            return False
        if self._window.keeps_unsaved():
            self._window.foot.tell(say("Not everything is saved yet, so the file stays open."))
            return True
        where = self._window.bookmark()
        self._window.conceal()
        self.locked, self.begins_new = after.path, after.new
        self.starts_over = after.path is None
        self._leave_bookmark(self._store, where)
        self._jobs.cancel()
        QTimer.singleShot(0, QApplication.exit)
        return True

    def close(self) -> None:
        """Let jobs end and close the file; what is typed was handed over before."""
        self._keep_geometry()
        if self._workplace is not None:
            self._workplace.backups.stop()
        self._jobs.cancel()
        self._jobs.wait()
        self._window.rest()
        if self._store is not None:
            if self.locked is None and not self.starts_over:
                self._leave_bookmark(self._store, self._window.bookmark())
            from ui.operations.files import remember_seen

            with suppress(WorldError):  # of what was seen outside the file: it loses nothing
                remember_seen(self._store, now=_now())
            self._store.close()
            self._store = None
        self._settings_notices.rest()

    def _work_closed(self, asked: WhileClosed) -> None:
        """Close the file, do what nobody may have it open for, and ask for it again."""
        if self._store is None:
            return
        if QApplication.activeModalWidget() is not None:  # opened meanwhile, it asks the file
            QTimer.singleShot(IDLE_LOOK, self._window, lambda: self._work_closed(asked))
            return
        path = self._store.path
        self._window.conceal()
        # A key that went to a place would ask the closed file; nor can the window be closed.
        self._window.setEnabled(False)
        self.close()

        def end() -> None:
            self.starts_over = not path.exists()
            self.locked = None if self.starts_over else path
            QApplication.exit()

        def done(found: object) -> None:
            asked.done(found)
            end()

        def refused(error: ReviewerError) -> None:
            show_refusal(self._window, str(error))
            end()

        self._jobs.start(lambda _: asked.work(), done, refused)

    def _accept(self) -> None:
        if self._store is None:
            return
        from ui.operations.files import accept_as_it_is

        try:
            accept_as_it_is(self._store, now=_now())
        except ReviewerError as error:
            show_refusal(self._window, str(error))
        else:
            self._window.notices.hide()

    def _notice(self, store: OpenFile) -> None:
        from reviewer.app.practice import is_practice
        from ui.operations.files import notices_of
        from ui.operations.known_files import older_copy_notice

        acceptable = bool(older_copy_notice(store))
        notices = (*self._settings_notices.sentences, *map(str, notices_of(store, now=_now())))
        if store.read_only:
            notices = (say("The file is open read-only. You cannot change anything."), *notices)
        if is_practice(store.inspection()):
            notices = (
                say("This is the practice inspection. Shift F1 shows the files of its cases."),
                *notices,
            )
        self._window.notices.show_notices(notices, acceptable=acceptable)

    def _keep_geometry(self) -> None:
        # A lock must not make a window small that a person made as large as the screen.
        geometry = bytes(self._window.saveGeometry().toHex().data()).decode()
        if geometry != self._preferences.geometry:
            self._preferences = replace(self._preferences, geometry=geometry)
            with suppress(ReviewerError):
                save_preferences(self._preferences)

    def _leave_bookmark(self, store: OpenFile, where: Bookmark | None) -> None:
        from reviewer.app.bookmarks import leave_bookmark

        if where is not None and not store.read_only:
            with suppress(ReviewerError):  # a disk that refuses it must not keep us from locking
                leave_bookmark(store, where)

    def _on_opened(self, store: OpenFile) -> None:
        from ui.window.parts.identity_fields import IdentityMemory
        from ui.window.workplace import Workplace

        self._store = store
        memory = IdentityMemory(
            known=lambda: self._preferences.identity, remember=self._remember_identity
        )
        self._workplace = Workplace(
            self._window, self._theme, store, self._jobs, _now, memory, self._review_page
        )
        self._review_page = None
        self._workplace.closing_asked.connect(self._work_closed)
        self._notice(store)  # before the first case is shown, which the log notes
        self._workplace.begin()
        QTimer.singleShot(0, lambda: self._remember(store))  # once the first page is painted

    def _remember(self, store: OpenFile) -> None:
        if store is not self._store:
            return
        from ui.operations.files import remember_seen
        from ui.operations.recent import remember_opened

        keeping: tuple[Callable[[], None], ...] = (
            lambda: remember_opened(store, now=_now()),
            lambda: remember_seen(store, now=_now()),
        )
        for keep in keeping:
            try:
                keep()
            except ReviewerError as error:
                show_refusal(self._window, str(error))

    def _on_greeted(self, identity: str) -> None:
        known = identity or self._preferences.identity
        self._window.prefer(replace(self._preferences, greeted=True, identity=known))

    def _remember_identity(self, path: str) -> None:
        if path != self._preferences.identity:
            self._window.prefer(replace(self._preferences, identity=path))

    @does(Commands.SETTINGS)
    def _settings(self) -> None:
        from ui.window.settings_presenter import show_settings

        show_settings(self._theme, self._preferences, self._window)
        self._follow_language()

    def _follow_language(self) -> None:
        """Change to the language that was chosen, as soon as nothing is at work."""
        if self._preferences.language == current_language() or not self._window.isVisible():
            return
        if self._jobs.busy():
            QTimer.singleShot(IDLE_LOOK, self._follow_language)
            return
        self._set_language(self._preferences.language)

    def _set_language(self, language: str) -> None:
        """Build the window again in another language, and go back to where the person was."""
        from ui.window.away.leaving import hear_of_leaving

        old, store = self._window, self._store
        old.flush()
        if old.keeps_unsaved():
            show_refusal(old, say("The language will change the next time you open Reviewer."))
            return
        if store is not None:
            self._leave_bookmark(store, old.bookmark())
        old.rest()
        if self._workplace is not None:
            self._workplace.backups.stop()
        old.closing.disconnect(self.close)
        choose_language(language)
        window = MainWindow(self._theme, self._preferences)
        window.restoreGeometry(old.saveGeometry())
        self._review_page = None
        self._move_into(window)
        if store is None:
            self._entrance.begin(None)
        else:
            self._on_opened(store)
        window.show()
        old.hide()
        old.deleteLater()
        hear_of_leaving(window, self.lock)

    def _remind(self) -> None:
        if self._store is not None:
            self._window.foot.tell(say("Time for a short break?"))

    def _on_preferred(self, preferences: Preferences) -> None:
        self._preferences = preferences
        self._watch.set_minutes(preferences.idle_minutes, preferences.remind_minutes)
        if self._capture is not None:
            self._capture.block(blocking=preferences.block_capture)
        try:
            save_preferences(preferences)
        except ReviewerError as error:
            show_refusal(self._window, str(error))


def _first_size() -> QSize:
    """Return the size of the first window: never larger than the screen has room for."""
    frame = QSize(16, 48)  # title bar and borders, which Qt knows only once they are shown
    room = QApplication.primaryScreen().availableSize() - frame
    return QSize(1440, 900).boundedTo(room)


def _now() -> datetime:
    return datetime.now(UTC)
