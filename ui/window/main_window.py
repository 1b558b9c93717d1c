"""The window: bar, rail, pages and foot around one open file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QHBoxLayout,
    QMainWindow,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from reviewer.app.store import Bookmark, Store
from ui.operations.preferences import Preferences
from ui.window.actions import CHANGES, GRADE_ACTS, Act, Actions, Keys, own_keys
from ui.window.frame import PLACES, Banner, Cover, Foot, Rail, TopBar
from ui.window.key_sheet import KeySheet, Palette
from ui.window.keys_dialog import KeysDialog
from ui.window.notice_bar import NoticeBar
from ui.window.parts.field import StillComboBox
from ui.window.parts.sheet_draft import KeptTexts
from ui.window.review.case_work import CaseWork
from ui.window.review.cases_page import CasesPage
from ui.window.review.review_presenter import ReviewPresenter
from ui.window.theme import Theme
from ui.window.times import Clock
from ui.window.words import say

STEP = 25
"""Percent by which text grows or shrinks at a key."""

TITLE = "Reviewer"
"""The window's title: never a case reference."""


class MainWindow(QMainWindow):
    """The shell; `place_asked` carries the place a person goes to in the rail."""

    place_asked = Signal(str)
    lock_asked = Signal()
    settings_asked = Signal()
    help_asked = Signal()
    export_asked = Signal()
    preferred = Signal(object)
    closing = Signal()

    def __init__(self, theme: Theme, preferences: Preferences, now: Clock) -> None:
        super().__init__()
        self._theme = theme
        self._now = now
        self._preferences = preferences
        self.setWindowTitle(TITLE)
        self.setObjectName("window")
        self.setMinimumSize(800, 500)
        self.actions_ = Actions(self, own_keys(preferences.keys))
        self.bar = TopBar(theme)
        self.rail = Rail(theme, self.actions_)
        self.banner = Banner(theme)
        self.notices = NoticeBar(theme)
        self.foot = Foot(theme, self.actions_)
        self.pages = QStackedWidget()
        self.pages.setObjectName("pages")
        self._places: dict[Act, QWidget] = {}
        self._unbuilt: dict[Act, Callable[[], QWidget]] = {}
        self._cases_page = CasesPage(theme, self.actions_, self._today())  # before a file waits
        self._cases_page.setParent(self)
        self._cases_page.hide()
        self._presenter: ReviewPresenter | None = None
        self._build_layout()
        self.cover = Cover(theme, self)
        self._before_cover: QWidget | None = None
        self._connect()

    @property
    def presenter(self) -> ReviewPresenter | None:
        """The presenter of the review screen, None while no file is open."""
        return self._presenter

    def show_start(self, page: QWidget) -> None:
        """Show a page that stands alone: no file is open."""
        self.rail.hide()
        self.bar.hide()
        self.foot.hide()
        self._put(page)

    def show_file(self, store: Store) -> CasesPage:
        """Show an open review file at its cases."""
        page = self._cases_page
        presenter = ReviewPresenter(store, page, self._now)
        presenter.saved.connect(self.foot.show_saved)
        presenter.told.connect(self.foot.tell)
        presenter.failed.connect(self.banner.show_failure)
        presenter.mended.connect(self.banner.hide)
        self._presenter = presenter
        self.actions_.offer_form(store.form())
        work = CaseWork(store, page, presenter, self._theme, self.actions_, self._now)
        work.told.connect(self.foot.tell)
        self.show_frame(store)
        self.add_place(Act.CASES, lambda: page)
        if store.read_only:
            self._forbid_changes(page)
        self._place(Act.CASES)
        presenter.load()  # out of sight: what is in sight is laid out at each change
        self.pages.setCurrentWidget(page)  # `go` would take a draft that is back for left
        self.go(Act.CASES)
        return page

    def show_frame(self, store: Store) -> None:
        """Show bar, rail and foot of an open file; its places are added one by one."""
        self.bar.show_inspection(store.inspection())
        for part in (self.bar, self.rail, self.foot):
            part.show()

    def prefer(self, preferences: Preferences) -> None:
        """Follow other choices, and hand them on to be kept."""
        self._preferences = preferences
        self._theme.choose(preferences.scheme, preferences.percent)
        self.preferred.emit(preferences)

    def add_place(self, act: Act, build: Callable[[], QWidget]) -> None:
        """Add a place of the rail; its page is built when it is gone to first."""
        self._unbuilt[act] = build
        places = {*self._places, *self._unbuilt}
        self.rail.show_places(places)
        for own in (Act.SUMMARY, Act.TEAM, Act.PRINT, Act.LOG, Act.FILE):
            self.actions_[own].setEnabled(own in places)

    def go(self, act: Act) -> None:
        """Show a place."""
        page = self._place(act)
        if page is not None:
            if self.pages.currentWidget() is not page:
                self.flush()
                self.pages.setCurrentWidget(page)
            self.rail.show_place(act)
            self.place_asked.emit(str(act))

    def show_within(self, page: QWidget) -> None:
        """Show a page that is no place of its own, until a place is gone to."""
        self.flush()
        self._put(page)
        page.setFocus()

    def _place(self, act: Act) -> QWidget | None:
        build = self._unbuilt.pop(act, None)
        if build is not None:
            self._places[act] = build()
            self.pages.addWidget(self._places[act])
        return self._places.get(act)

    def flush(self) -> None:
        """Hand over what is typed anywhere, so that nothing waits."""
        cases = self._places.get(Act.CASES)
        if isinstance(cases, CasesPage):
            cases.flush()

    def bookmark(self) -> Bookmark | None:
        """Return where the person is, None while no file is open or at a page that is no place."""
        place = next((a for a, p in self._places.items() if p is self.pages.currentWidget()), None)
        if place is None:
            return None
        cases, presenter = self._places.get(Act.CASES), self._presenter
        if not isinstance(cases, CasesPage) or presenter is None:
            return Bookmark(place=place)
        focused = self.focusWidget() if self.cover.isHidden() else self._before_cover
        return Bookmark(place=place, case=presenter.case, key=cases.key_of(focused))

    def keeps_unsaved(self) -> bool:
        """Say whether what was typed is only on the screen: after a last try to save it."""
        if any(texts.unkept for texts in self.findChildren(KeptTexts)):
            return True
        if self._presenter is None or not self._presenter.unsaved_text():
            return False
        self._presenter.retry()
        return bool(self._presenter.unsaved_text())

    def conceal(self) -> None:
        """Hide everything of the case at once, and keep what is typed as it is: as a draft."""
        if self.cover.isHidden():
            self._before_cover = self.focusWidget()
        covers = [self.cover, *map(self._cover_of, _dialogs())]
        for cover in covers:
            cover.hide_all()
        for texts in self.findChildren(KeptTexts):
            texts.hold()
        cases = self._places.get(Act.CASES)
        if isinstance(cases, CasesPage):
            cases.hold()
        covers[-1].setFocus()

    def resizeEvent(self, event: QResizeEvent, /) -> None:
        """Keep the cover over everything, and the keys in the foot where there is room."""
        super().resizeEvent(event)
        self.cover.resize(self.size())
        self.foot.show_keys(shown=self.width() >= self._theme.px(900))

    def rest(self) -> None:
        """Ask the file nothing more by itself: it is about to be closed."""
        if self._presenter is not None:
            self._presenter.rest()

    def closeEvent(self, event: QCloseEvent, /) -> None:
        """Save what is typed, then close."""
        self.flush()
        for texts in self.findChildren(KeptTexts):
            texts.hold()
        self.rest()
        self.closing.emit()
        super().closeEvent(event)

    def _put(self, page: QWidget) -> None:
        if self.pages.indexOf(page) < 0:
            self.pages.addWidget(page)
        self.pages.setCurrentWidget(page)

    def _today(self) -> Callable[[], date]:
        return lambda: self._now().astimezone().date()

    def _build_layout(self) -> None:
        body = QHBoxLayout()
        body.setSpacing(0)
        body.addWidget(self.rail)
        body.addWidget(self.pages, 1)
        host = QWidget()
        layout = QVBoxLayout(host)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.bar)
        layout.addWidget(self.banner)
        layout.addWidget(self.notices)
        layout.addLayout(body, 1)
        layout.addWidget(self.foot)
        self.setCentralWidget(host)

    def _connect(self) -> None:
        act = self.actions_
        self.banner.retried.connect(lambda: self._with(lambda p: p.retry()))
        self.banner.copied.connect(self._copy_unsaved)
        self.cover.lifted.connect(self._lift)
        QGuiApplication.instance().focusWindowChanged.connect(self._offer_clearing)  # type: ignore[union-attr]  # there is an application
        for place, _ in PLACES:
            act[place].triggered.connect(lambda _=False, place=place: self.go(place))
        for which in GRADE_ACTS:
            act[which].triggered.connect(lambda _=False, own=act[which]: self._grade(own.data()))
        doings: dict[Act, Callable[[ReviewPresenter], None]] = {
            Act.NEXT_CASE: lambda p: p.steps.step(1),
            Act.PREVIOUS_CASE: lambda p: p.steps.step(-1),
            Act.NEXT_UNANSWERED: lambda p: p.steps.next_unanswered(),
            Act.NEXT_FINDING: lambda p: p.steps.next_finding(),
            Act.NEXT_SECTION: lambda p: p.steps.step_section(1),
            Act.PREVIOUS_SECTION: lambda p: p.steps.step_section(-1),
            Act.SUPERVISION: lambda p: p.steps.go_to_role("supervision"),
            Act.REFERRAL: lambda p: p.steps.go_to_role("referral"),
            Act.ADD_DELAY: lambda p: p.steps.add_delay(),
            Act.COMPLETE: lambda p: p.complete(),
            Act.UNDO: lambda p: p.undo(),
            Act.REDO: lambda p: p.redo(),
        }
        for own, doing in doings.items():
            act[own].triggered.connect(lambda _=False, doing=doing: self._on_cases(doing))
        act[Act.GUIDANCE].triggered.connect(lambda: self._cases(CasesPage.turn_guidance))
        act[Act.DROP_DRAFT].triggered.connect(lambda: self._cases(CasesPage.drop_draft))
        act[Act.LIST].triggered.connect(lambda: self._cases(CasesPage.turn_list))
        act[Act.SEARCH].triggered.connect(lambda: self._cases(lambda page: page.look_for()))
        act[Act.KEYS].triggered.connect(lambda: KeySheet(self._theme, act, self).exec())
        act[Act.REMAP].triggered.connect(self._open_keys)
        act[Act.PALETTE].triggered.connect(self._open_palette)
        act[Act.CLEAR].triggered.connect(self._clear)
        act[Act.LOCK].triggered.connect(self.lock_asked)
        act[Act.SETTINGS].triggered.connect(self.settings_asked)
        act[Act.HELP].triggered.connect(self.help_asked)
        act[Act.EXPORT].triggered.connect(self.export_asked)
        act[Act.LARGER].triggered.connect(lambda: self._scale(STEP))
        act[Act.SMALLER].triggered.connect(lambda: self._scale(-STEP))

    def _forbid_changes(self, page: CasesPage) -> None:
        page.section.setEnabled(False)
        page.judgement.setEnabled(False)
        for own in CHANGES:
            self.actions_[own].setEnabled(False)

    def _with(self, doing: Callable[[ReviewPresenter], None]) -> None:
        if self._presenter is not None:
            doing(self._presenter)

    def _on_cases(self, doing: Callable[[ReviewPresenter], None]) -> None:
        if self.pages.currentWidget() is self._places.get(Act.CASES) and self.cover.isHidden():
            self._with(doing)

    def _cases(self, doing: Callable[[CasesPage], None]) -> None:
        page = self._places.get(Act.CASES)
        if isinstance(page, CasesPage) and self.cover.isHidden():
            self.go(Act.CASES)
            doing(page)

    def _grade(self, code: str) -> None:
        # Text fields keep plain keys to themselves; a picked list is asked here once more.
        if not isinstance(QApplication.focusWidget(), StillComboBox):
            self._on_cases(lambda p: p.grade(code))

    def _copy_unsaved(self) -> None:
        if self._presenter is not None:
            QGuiApplication.clipboard().setText(self._presenter.unsaved_text())
            self.foot.tell(say("What is not saved was copied; paste it somewhere safe."))

    def _open_keys(self) -> None:
        dialog = KeysDialog(self._theme, own_keys(self._preferences.keys), self)
        dialog.chosen.connect(self._take_keys)
        dialog.exec()

    def _take_keys(self, own: dict[Act, Keys]) -> None:
        self.actions_.remap(own)
        self.prefer(replace(self._preferences, keys={act.value: of for act, of in own.items()}))

    def _open_palette(self) -> None:
        palette = Palette(self._theme, self.actions_, self)
        palette.exec()
        if palette.chosen is not None:
            palette.chosen.trigger()

    def _clear(self) -> None:
        if self.cover.isHidden():
            self.conceal()
        else:
            self._lift()

    def _lift(self) -> None:
        for window in QApplication.topLevelWidgets():
            for cover in window.findChildren(Cover):
                cover.hide()
        for texts in self.findChildren(KeptTexts):
            texts.wake()
        if self._before_cover is not None:
            self._before_cover.setFocus(Qt.FocusReason.OtherFocusReason)

    def _cover_of(self, dialog: QDialog) -> Cover:
        """Return the cover of a dialog: one, which goes with it."""
        cover = dialog.findChild(Cover, options=Qt.FindChildOption.FindDirectChildrenOnly)
        if cover is None:
            cover = Cover(self._theme, dialog)
            cover.lifted.connect(self._lift)
        return cover

    def _offer_clearing(self) -> None:
        """Let the keys that clear the screen and lock work in the dialog that came up, too."""
        for dialog in _dialogs():
            dialog.addActions([self.actions_[Act.CLEAR], self.actions_[Act.LOCK]])

    def _scale(self, by: int) -> None:
        self.prefer(self._preferences.scaled(by))


def _dialogs() -> list[QDialog]:
    """Return the dialogs that are open."""
    return [w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog) and w.isVisible()]
