"""Any size of window and of text: the grade and completing stay within reach, nothing is cut."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot
from window_kit import Mods, key, page_of, part, type_keys
from window_sample import CODE, PERSON, OpenWindow

from reviewer.domain.ids import case_id
from ui.operations.preferences import Scheme
from ui.window.beginning.start_page import StartPage
from ui.window.keeping.keeping_page import KeepingPage
from ui.window.main_window import LEAST_HEIGHT, LEAST_WIDTH, MainWindow
from ui.window.parts.buttons import ChoiceButton
from ui.window.parts.page import Page, labelled
from ui.window.results.print_page import PrintPage
from ui.window.review.review_presenter import ReviewPresenter
from ui.window.theme import Theme

SIZES = ((911, 512), (500, 800), (1280, 720), (1366, 768), (1920, 1080), (2560, 1440))


def place_in(window: MainWindow, widget: QWidget) -> QRect:
    return QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())


def in_sight(window: MainWindow, widget: QWidget) -> bool:
    """Say whether the whole of a widget is seen, and by no part of the window cut off."""
    if not widget.isVisible():
        return False
    whole = QRect(QPoint(0, 0), widget.size())
    return widget.visibleRegion().boundingRect() == whole and window.rect().contains(
        place_in(window, widget)
    )


def cut(window: MainWindow) -> list[str]:
    """Return the buttons whose words have less room than they need."""
    found = [b for b in page_of(window).findChildren(QAbstractButton) if b.isVisible()]
    short = [b for b in found if b.width() < b.minimumSizeHint().width()]
    side = page_of(window).judgement
    outside = [
        b
        for b in found
        if isinstance(b, ChoiceButton)
        and not side.isAncestorOf(b)
        and place_in(window, b).right() > window.width()
    ]
    return [
        f"{b.objectName()} {b.width()} of {b.minimumSizeHint().width()}" for b in (*short, *outside)
    ]


@pytest.mark.parametrize("percent", [100, 150, 200])
def test_grade_and_completing_are_within_reach_at_any_size(
    open_window: OpenWindow, theme: Theme, percent: int
) -> None:
    window = open_window(3)
    type_keys("y")
    theme.choose(Scheme.LIGHT, percent)
    for width, height in SIZES if percent < 200 else (*SIZES[:1], *SIZES[2:]):
        window.resize(width, height)
        QTest.qWait(50)
        assert (window.width(), window.height()) == (width, height)
        reach = [
            *(b for b in page_of(window).judgement.grade.findChildren(ChoiceButton)),
            part(window, QWidget, "foot-grade"),
        ]
        assert any(in_sight(window, one) for one in reach), (width, height)
        complete = (part(window, QWidget, name) for name in ("complete", "foot-complete"))
        assert any(in_sight(window, one) for one in complete), (width, height)
        for _ in range(80):
            if cut(window):
                QTest.qWait(25)
        assert cut(window) == [], (width, height)


def test_the_key_of_the_grade_shows_it_in_the_smallest_window(
    open_window: OpenWindow, theme: Theme
) -> None:
    window = open_window(3)
    type_keys("y")
    theme.choose(Scheme.LIGHT, 200)
    window.resize(LEAST_WIDTH, LEAST_HEIGHT)
    QApplication.processEvents()
    key(Qt.Key.Key_G, Mods.ControlModifier)
    QTest.qWait(50)
    shown = QApplication.focusWidget()
    assert isinstance(shown, ChoiceButton)
    assert not shown.visibleRegion().isEmpty()
    type_keys("2")
    found = window.findChild(ReviewPresenter)
    assert isinstance(found, ReviewPresenter)
    assert found._store.review(case_id(CODE, 1), PERSON).get("overall.grade") == "RI"


def test_the_menu_of_sections_is_filled_again_and_again(
    open_window: OpenWindow, theme: Theme
) -> None:
    window = open_window(5)
    type_keys("y")
    theme.choose(Scheme.LIGHT, 150)
    window.resize(1280, 700)
    QApplication.processEvents()
    menu = page_of(window)._menu
    for turn in range(60):
        key(Qt.Key.Key_PageDown if turn % 24 < 12 else Qt.Key.Key_PageUp, Mods.AltModifier)
        sections = len(page_of(window)._view.sections())  # type: ignore[union-attr]  # a case is shown
        assert len([a for a in menu.actions() if a.isVisible()]) == sections


def test_a_hint_below_a_narrow_field_has_the_whole_width(theme: Theme, qtbot: QtBot) -> None:
    page, field = Page(theme, "Numbers"), QLineEdit()
    qtbot.addWidget(page)
    field.setFixedWidth(96)
    below = labelled(theme, "Number", field, "A sentence that is much wider than the field.")
    page.column.addLayout(below)
    page.column.addStretch(1)
    page.resize(800, 600)
    page.show()
    QApplication.processEvents()
    assert below.geometry().height() == below.heightForWidth(below.geometry().width())
    assert field.width() == 96


@pytest.mark.parametrize(("width", "height", "percent"), [(839, 440, 200), (428, 700, 100)])
def test_no_page_is_wider_than_a_small_window(
    theme: Theme, qtbot: QtBot, width: int, height: int, percent: int
) -> None:
    theme.choose(Scheme.LIGHT, percent)
    for page in (StartPage(theme, ()), PrintPage(theme, CODE, ""), KeepingPage(theme)):
        qtbot.addWidget(page)
        page.resize(width, height)
        page.show()
        qtbot.waitUntil(lambda page=page: page.horizontalScrollBar().maximum() == 0)
        heads = [b for b in page.findChildren(QAbstractButton) if b.isVisibleTo(page)]
        assert all(page.widget().rect().contains(b.mapTo(page.widget(), b.rect().center()))
                   for b in heads)  # fmt: skip


def test_a_wide_page_has_its_parts_in_columns_read_one_after_the_other(
    theme: Theme, qtbot: QtBot
) -> None:
    page = Page(theme, "Parts", width=3000)
    for name in ("one", "two", "three"):
        page.begin_part()
        part_of_page = QWidget()
        part_of_page.setObjectName(name)
        part_of_page.setFixedHeight(100)
        page.column.addWidget(part_of_page)
    page.end_parts()
    page.column.addStretch(1)
    qtbot.addWidget(page)
    page.show()
    for width, places in ((700, (0, 0, 0)), (1200, (0, 0, 1)), (1800, (0, 1, 2))):
        page.resize(width, 600)
        QTest.qWait(20)
        corners = [part(page, QWidget, n).mapTo(page, QPoint()) for n in ("one", "two", "three")]
        columns = sorted({corner.x() for corner in corners})
        assert tuple(columns.index(corner.x()) for corner in corners) == places, width
