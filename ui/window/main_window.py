"""The window: bar, rail, pages and foot around one open file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QCloseEvent, QGuiApplication, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QHBoxLayout,
    QMainWindow,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from ui.operations.preferences import Preferences
from ui.window.actions import Actions
from ui.window.commands import Command, Commands, Keys, does, own_keys
from ui.window.frame import PLACES, Banner, Cover, Foot, Rail, TopBar
from ui.window.goal import Finder
from ui.window.notice_bar import NoticeBar
from ui.window.parts.sight import follow
from ui.window.place import Place
from ui.window.theme import Theme
from ui.window.words import say

if TYPE_CHECKING:
    from reviewer.app.store import Bookmark
    from reviewer.domain.inspection import Inspection
    from ui.window.parts.sheet_draft import KeptTexts

STEP = 25
"""Percent by which text grows or shrinks at a key."""

ROOM_FOR_KEYS, ROOM_FOR_NAMES = 900, 760
"""Pixels at 100%: a narrower window shows no keys in its foot, and no names in its rail."""

LEAST_WIDTH, LEAST_HEIGHT = 480, 320
"""Pixels: a strip beside another program, and half a small laptop's screen."""

TITLE = "Reviewer"
"""The window's title, after the inspection and its person: never a case reference."""


class MainWindow(QMainWindow):
    """The frame around the places, of which it knows none by itself."""

    preferred = Signal(object)
    closing = Signal()

    def __init__(self, theme: Theme, preferences: Preferences) -> None:
        super().__init__()
        self._theme = theme
        self._preferences = preferences
        self.setWindowTitle(TITLE)
        self.setObjectName("window")
        self.setMinimumSize(LEAST_WIDTH, LEAST_HEIGHT)
        self.held: Callable[[], bool] = lambda: False
        """Whether work is under way whose end has to be read: then the window stays open."""
        self.actions_ = Actions(self, own_keys(preferences.keys))
        self.bar = TopBar(theme)
        self.rail = Rail(theme, self.actions_)
        self.banner = Banner(theme)
        self.notices = NoticeBar(theme)
        self.foot = Foot(theme, self.actions_)
        self.pages = QStackedWidget()
        self.pages.setObjectName("pages")
        self.finders: list[Finder] = []
        self._places: dict[Command, Place] = {}
        self._unbuilt: dict[Command, Callable[[], Place]] = {}
        self._build_layout()
        self.cover = Cover(theme, self)
        self._before_cover: QWidget | None = None
        self.actions_.serve(self)
        self._offer_places()
        self.banner.retried.connect(self._retry)
        self.banner.copied.connect(self._copy_unsaved)
        self.cover.lifted.connect(self._uncover)
        theme.changed.connect(self._fit)
        app = QApplication.instance()
        app.focusWindowChanged.connect(self._offer_clearing)  # type: ignore[union-attr]  # there is an application
        app.focusChanged.connect(self._on_focus)  # type: ignore[union-attr]  # as above

    @property
    def preferences(self) -> Preferences:
        """What the person chose."""
        return self._preferences

    def show_start(self, page: QWidget) -> None:
        """Show a page by itself: no file is open."""
        self.rail.hide()
        self.bar.hide()
        self.foot.hide()
        self._put(page)

    def show_frame(self, inspection: Inspection) -> None:
        """Show bar, rail and foot of an open file; its places are added one by one."""
        self.bar.show_inspection(inspection)
        who = " – ".join(part for part in (inspection.code, inspection.person, TITLE) if part)
        self.setWindowTitle(who)
        for part in (self.bar, self.rail, self.foot):
            part.show()

    def prefer(self, preferences: Preferences) -> None:
        """Follow other choices, and hand them on to be kept."""
        self._preferences = preferences
        self._theme.choose(preferences.scheme, preferences.percent)
        self.preferred.emit(preferences)

    def add_place(self, command: Command, build: Callable[[], Place]) -> None:
        """Add a place of the rail; it is built when it is gone to first."""
        self._unbuilt[command] = build
        self._offer_places()

    @does(Commands.CASES, Commands.CASES)
    @does(Commands.SUMMARY, Commands.SUMMARY)
    @does(Commands.TEAM, Commands.TEAM)
    @does(Commands.PRINT, Commands.PRINT)
    @does(Commands.LOG, Commands.LOG)
    @does(Commands.FILE, Commands.FILE)
    def go(self, command: Command) -> None:
        """Show a place."""
        place = self._place(command)
        if place is not None:
            if self.pages.currentWidget() is not place.page:
                self._leave()
            place.enter()  # out of sight: what is in sight is laid out at each change
            self.pages.setCurrentWidget(place.page)
            self.rail.show_place(command)

    def show_within(self, page: QWidget) -> None:
        """Show a page that is no place of its own, until a place is gone to."""
        self._leave()
        self._put(page)
        page.setFocus()

    def flush(self) -> None:
        """Hand over what is typed anywhere, so that nothing waits."""
        for place in self._places.values():
            place.flush()

    def rest(self) -> None:
        """Ask the file nothing more by itself: it is about to be closed."""
        for place in self._places.values():
            place.rest()

    def bookmark(self) -> Bookmark | None:
        """Return where the person is, None while no file is open or at a page that is no place."""
        here = self._here()
        if here is None:
            return None
        from reviewer.app.store import Bookmark

        bookmark = Bookmark(place=here.name)
        focused = self.focusWidget() if self.cover.isHidden() else self._before_cover
        for place in self._places.values():
            bookmark = place.mark(bookmark, focused)
        return bookmark

    def _kept_texts(self) -> Sequence[KeptTexts]:
        """Return what is typed into dialogs; without a file there is none."""
        if not self._places:
            return ()
        from ui.window.parts.sheet_draft import KeptTexts

        return self.findChildren(KeptTexts)

    def keeps_unsaved(self) -> bool:
        """Say whether what was typed is only on the screen: after a last try to save it."""
        if any(texts.unsaved for texts in self._kept_texts()):
            return True
        if not self._unsaved_text():
            return False
        self._retry()
        return bool(self._unsaved_text())

    def conceal(self) -> None:
        """Hide everything of the case at once, and keep what is typed as it is: as a draft."""
        if self.cover.isHidden():
            self._before_cover = self.focusWidget()
        covers = [self.cover, *map(self._cover_of, _dialogs())]
        for cover in covers:
            cover.hide_all()
        self.actions_.covered = True
        for texts in self._kept_texts():
            texts.hold()
        for place in self._places.values():
            place.hold()
        covers[-1].setFocus()

    def resizeEvent(self, event: QResizeEvent, /) -> None:
        """Keep the cover over everything, and the keys in the foot where there is room."""
        super().resizeEvent(event)
        self.cover.resize(self.size())
        self._fit()

    def closeEvent(self, event: QCloseEvent, /) -> None:
        """Save what is typed, then close; stay while work is under way whose end has to be read."""
        if not self.isEnabled() or self.held():
            event.ignore()
            return
        self.flush()
        for texts in self._kept_texts():
            texts.hold()
        self.rest()
        self.closing.emit()
        super().closeEvent(event)

    def _fit(self) -> None:
        """Leave out what a narrow window, or large text, has no room for."""
        width = self.width() / self._theme.px(100) * 100
        self.foot.fit(keys=width >= ROOM_FOR_KEYS, backup=width >= ROOM_FOR_NAMES)
        self.rail.show_names(shown=width >= ROOM_FOR_NAMES)

    def _on_focus(self, _: QWidget | None, focused: QWidget | None) -> None:
        if focused is not None and self.isAncestorOf(focused):
            follow(focused)

    def _put(self, page: QWidget) -> None:
        if self.pages.indexOf(page) < 0:
            self.pages.addWidget(page)
        self.pages.setCurrentWidget(page)

    def _offer_places(self) -> None:
        """Show the places that there are in the rail, and let their keys lead there."""
        places = {*self._places, *self._unbuilt}
        self.rail.show_places(places)
        for command, _ in PLACES:
            self.actions_.allow(command, allowed=command in places)

    def _place(self, command: Command) -> Place | None:
        build = self._unbuilt.pop(command, None)
        if build is not None:
            self._places[command] = build()
            self.pages.addWidget(self._places[command].page)
        return self._places.get(command)

    def _here(self) -> Command | None:
        shown = self.pages.currentWidget()
        return next((c for c, place in self._places.items() if place.page is shown), None)

    def _leave(self) -> None:
        """Hand over what is typed at the place that is shown: another page comes."""
        here = self._here()
        if here is not None:
            self._places[here].flush()

    def _retry(self) -> None:
        for place in self._places.values():
            place.retry()

    def _unsaved_text(self) -> str:
        return "\n".join(filter(None, (p.unsaved_text() for p in self._places.values())))

    def _copy_unsaved(self) -> None:
        QGuiApplication.clipboard().setText(self._unsaved_text())
        self.foot.tell(say("Unsaved text was copied. Paste it somewhere safe."))

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

    @does(Commands.KEYS)
    def _show_keys(self) -> None:
        from ui.window.key_sheet import KeySheet

        KeySheet(self._theme, self.actions_, self).exec()

    @does(Commands.REMAP)
    def _change_keys(self) -> None:
        from ui.window.keys_dialog import KeysDialog

        dialog = KeysDialog(self._theme, self.actions_, own_keys(self._preferences.keys), self)
        dialog.chosen.connect(self._take_keys)
        dialog.exec()

    def _take_keys(self, own: dict[str, Keys]) -> None:
        self.actions_.remap(own)
        self.prefer(replace(self._preferences, keys=own))

    @does(Commands.PALETTE)
    def _open_palette(self) -> None:
        offered = (action for _, acts in self.actions_.groups() for action in acts)
        self.ask_where(offered, self.finders)

    def ask_where(
        self,
        offered: Iterable[QAction],
        finders: Sequence[Finder],
        *,
        title: str = "",
        asked: str = "",
    ) -> None:
        """Let a person choose by a few letters what is offered or found, and do it."""
        from ui.window.key_sheet import Palette

        palette = Palette(self._theme, offered, finders, self, title=title, asked=asked)
        palette.exec()
        if palette.chosen is not None:
            palette.chosen()

    @does(Commands.LARGER, STEP)
    @does(Commands.SMALLER, -STEP)
    def _scale(self, by: int) -> None:
        self.prefer(self._preferences.scaled(by))

    @does(Commands.CLEAR)
    def _clear(self) -> None:
        if self.cover.isHidden():
            self.conceal()
        else:
            self._uncover()

    def _uncover(self) -> None:
        self.actions_.covered = False
        for window in QApplication.topLevelWidgets():
            for cover in window.findChildren(Cover):
                cover.hide()
        for texts in self._kept_texts():
            texts.wake()
        before = self._before_cover
        # Under the cover a dialog may have ended, and a part made way in another size.
        if before is not None and isValid(before) and before.isVisible():
            before.setFocus(Qt.FocusReason.OtherFocusReason)

    def _cover_of(self, dialog: QDialog) -> Cover:
        """Return the cover of a dialog: one, which goes with it."""
        cover = dialog.findChild(Cover, options=Qt.FindChildOption.FindDirectChildrenOnly)
        if cover is None:
            cover = Cover(self._theme, dialog)
            cover.lifted.connect(self._uncover)
        return cover

    def _offer_clearing(self) -> None:
        """Let the keys that clear the screen and lock work in the dialog that came up, too."""
        for dialog in _dialogs():
            dialog.addActions(self.actions_.everywhere())


def _dialogs() -> list[QDialog]:
    """Return the dialogs that are open."""
    return [w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog) and w.isVisible()]
