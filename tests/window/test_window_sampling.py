"""The list of an open file after it was made: extended by a later one, assigned to others."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit
from pytestqt.qtbot import QtBot
from window_kit import part, presenter_of, press, refusal_in, words, write
from window_sample import CODE, NOW, make_file, opened, sample_cases

from db.store import ReviewFile
from reviewer.domain.file_actions import ListExtended
from reviewer.domain.ids import Key, case_id
from reviewer.domain.inspection import FileKind
from ui.operations.preferences import Preferences
from ui.window.beginning.later_list_page import LaterListPage
from ui.window.commands import Command, Commands, named
from ui.window.jobs import Jobs
from ui.window.keeping.assign_sheet import AssignSheet
from ui.window.main_window import MainWindow
from ui.window.results.export_presenter import IdentityMemory
from ui.window.review.cases_page import CasesPage
from ui.window.theme import Theme
from ui.window.workplace import Workplace

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

HEAD = "Crime No,Category,Date reported,Unit,Risk,Inspector\n"
INSPECTOR = Key("inspector")


class Desk:
    """A window on an open file of five cases, and what a person does with its list there."""

    def __init__(
        self, window: MainWindow, store: ReviewFile, jobs: Jobs, theme: Theme, qtbot: QtBot
    ) -> None:
        self.window, self.store, self.jobs, self.qtbot = window, store, jobs, qtbot
        memory = IdentityMemory(known=lambda: "", remember=lambda _: None)
        self.workplace = Workplace(window, theme, store, jobs, lambda: NOW, memory)
        self.workplace.begin()

    @property
    def page(self) -> LaterListPage:
        found = self.window.pages.currentWidget()
        assert isinstance(found, LaterListPage)
        return found

    @property
    def place(self) -> Command | None:
        where = self.window.bookmark()
        return named(where.place) if where is not None else None

    @property
    def shown(self) -> tuple[str, ...]:
        cases = part(self.window, CasesPage)
        return cases.list.model.shown()

    def give(self, command: Command, path: Path) -> LaterListPage:
        """Give a later list to the page of an act, and wait until it is compared."""
        self.window.actions_[command].trigger()
        page = self.page
        page.list_given.emit(path)
        self.qtbot.waitUntil(page.findings.isVisible, timeout=30_000)
        press(page, "step-next")
        self.qtbot.waitUntil(lambda: "Comparing" not in self.shown_text("step-why"))
        QApplication.processEvents()  # a layout shows its parts a moment later
        return page

    def shown_text(self, name: str) -> str:
        label = part(self.page, QLabel, name)
        assert isinstance(label, QLabel)
        return label.text()

    def assign(self, way: str, names: str) -> str:
        """Assign by the sheet; return what it refused, empty where it closed."""
        refused = []

        def fill() -> None:
            sheet = QApplication.activeModalWidget()
            assert isinstance(sheet, AssignSheet)
            press(sheet, f"choice-{way}")
            box = part(sheet, QLineEdit, "assign-names")
            box.setText(names)
            press(sheet, "assign-sheet-accept")
            self.qtbot.waitUntil(lambda: not sheet.isVisible() or sheet.accept_button.isEnabled())
            if sheet.isVisible():
                refused.append(refusal_in(sheet))
                sheet.reject()

        QTimer.singleShot(0, fill)
        self.window.actions_[Commands.ASSIGN].trigger()
        return "".join(refused)

    def inspectors(self) -> list[str]:
        return [case.get(INSPECTOR) for case in self.store.cases()]


@pytest.fixture
def desk(theme: Theme, tmp_path: Path, qtbot: QtBot) -> Iterator[Callable[..., Desk]]:
    with ExitStack() as stack:

        def begin(*, random: bool = False, kind: FileKind = FileKind.REVIEW) -> Desk:
            path = tmp_path / "a.review"
            make_file(path, 5)
            store = stack.enter_context(opened(path))
            with store.transaction() as unit:
                about = replace(store.inspection(), random_sample=random, kind=kind)
                unit.put_inspection(about)
            window = MainWindow(theme, Preferences())
            qtbot.addWidget(window)
            jobs = Jobs(window)
            stack.callback(jobs.wait)
            stack.callback(jobs.cancel)
            stack.callback(window.rest)
            window.resize(1280, 720)
            with qtbot.waitActive(window):
                window.show()
            return Desk(window, store, jobs, theme, qtbot)

        yield begin


def row(reference: str, unit: str = "North", inspector: str = "") -> str:
    return f"{reference},Missing,2018-01-12,{unit},low,{inspector}\n"


def reference(position: int) -> str:
    return sample_cases(5)[position - 1].reference


def listed(path: Path, *rows: str) -> Path:
    path.write_text(HEAD + "".join(rows), "utf-8")
    return path


def test_a_later_list_is_shown_for_what_it_brings_and_then_extends_the_file(
    desk: Callable[..., Desk], tmp_path: Path
) -> None:
    at = desk()
    before = at.store.cases()
    later = listed(tmp_path / "b.csv", row("NEW/1"), row(reference(2), "Elsewhere"), row("NEW/2"))
    page = at.give(Commands.EXTEND, later)
    shown = words(page)
    assert "2 cases will be added" in shown
    assert f"{case_id(CODE, 6)} to {case_id(CODE, 7)}" in shown
    assert f"{case_id(CODE, 2)} has different values in this list: " in shown
    assert "Unit" in shown
    assert "random" not in shown
    assert at.store.cases() == before

    press(page, "step-next")
    at.qtbot.waitUntil(lambda: at.place is Commands.CASES, timeout=30_000)
    added = [case_id(CODE, 6), case_id(CODE, 7)]
    assert [case.id for case in at.store.cases()[5:]] == added
    assert at.store.cases()[:5] == before
    assert set(added) <= set(at.shown)
    last = at.store.last_event()
    assert last is not None
    assert isinstance(last.action, ListExtended)


def test_a_lead_adds_cases_to_the_list_that_a_register_began_with(
    desk: Callable[..., Desk], tmp_path: Path
) -> None:
    at = desk(kind=FileKind.REGISTER)
    page = at.give(Commands.EXTEND, listed(tmp_path / "b.csv", row("NEW/1")))
    assert "1 case will be added" in words(page)
    press(page, "step-next")
    at.qtbot.waitUntil(lambda: len(at.store.cases()) == 6, timeout=30_000)
    at.qtbot.waitUntil(lambda: at.place is not None, timeout=30_000)
    assert "new pack" in words(at.window)


def test_cancelling_an_extension_leaves_nothing_and_goes_back_to_where_one_was(
    desk: Callable[..., Desk], tmp_path: Path
) -> None:
    at = desk()
    last = at.store.last_event()
    at.window.go(Commands.FILE)
    page = at.give(Commands.EXTEND, listed(tmp_path / "b.csv", row("NEW/1")))
    press(page, "step-cancel")
    assert at.place is Commands.FILE
    assert at.window.findChild(LaterListPage) is None or page.isHidden()
    assert at.store.last_event() == last
    assert len(at.store.cases()) == 5


def test_a_glance_at_another_place_loses_nothing_of_an_extension_under_way(
    desk: Callable[..., Desk], tmp_path: Path
) -> None:
    at = desk()
    page = at.give(Commands.EXTEND, listed(tmp_path / "b.csv", row("NEW/1")))
    at.window.go(Commands.CASES)
    at.window.actions_[Commands.EXTEND].trigger()
    assert at.page is page
    assert "1 case will be added" in words(page)


def test_a_list_that_brings_nothing_new_cannot_be_accepted(
    desk: Callable[..., Desk], tmp_path: Path
) -> None:
    at = desk()
    page = at.give(Commands.EXTEND, listed(tmp_path / "b.csv", row(reference(1))))
    next_ = part(page, QAbstractButton, "step-next")
    assert not next_.isEnabled()
    assert "Nothing was added" in at.shown_text("step-why")


def test_a_sample_that_was_drawn_is_said_to_be_no_random_one_before_it_is_extended(
    desk: Callable[..., Desk], tmp_path: Path
) -> None:
    at = desk(random=True)
    page = at.give(Commands.EXTEND, listed(tmp_path / "b.csv", row("NEW/1")))
    assert "no longer random" in words(page)
    press(page, "step-next")
    at.qtbot.waitUntil(lambda: len(at.store.cases()) == 6, timeout=30_000)
    at.qtbot.waitUntil(lambda: at.place is Commands.CASES)
    assert not at.store.inspection().random_sample


def test_cases_are_dealt_out_given_one_by_one_or_as_the_list_shows_them(
    desk: Callable[..., Desk],
) -> None:
    at = desk()
    assert at.assign("evenly", "Reader A; Reader B") == ""
    assert sorted(at.inspectors()) == ["Reader A"] * 3 + ["Reader B"] * 2

    presenter, cases = presenter_of(at.window), at.window.findChild(CasesPage)
    assert presenter is not None
    assert cases is not None
    presenter.open_case(case_id(CODE, 4))
    assert at.assign("one", "Reader C") == ""
    assert at.inspectors()[3] == "Reader C"

    cases.list.show_only("two of them", (case_id(CODE, 1), case_id(CODE, 2)))
    assert at.assign("shown", "Reader D") == ""
    assert at.inspectors()[:2] == ["Reader D", "Reader D"]
    assert at.inspectors()[3] == "Reader C"


def test_names_that_are_none_are_refused_in_the_sheet_and_nothing_changes(
    desk: Callable[..., Desk],
) -> None:
    at = desk()
    before = at.store.cases()
    assert "Name each inspector once" in at.assign("evenly", "Reader A; reader a")
    assert "Name each inspector once" in at.assign("evenly", "Reader A, Reader B")
    assert "must be one line" in at.assign("one", "  ")
    assert at.store.cases() == before


def test_cases_are_given_to_whom_a_list_names(desk: Callable[..., Desk], tmp_path: Path) -> None:
    at = desk()
    sent = listed(
        tmp_path / "who.csv",
        row(reference(1), inspector="Reader A"),
        row(reference(3), inspector="Reader B"),
        row("NEW/1", inspector="Reader B"),
    )

    def by_list() -> None:
        sheet = QApplication.activeModalWidget()
        assert isinstance(sheet, AssignSheet)
        press(sheet, "choice-listed")
        press(sheet, "assign-sheet-accept")

    QTimer.singleShot(0, by_list)
    page = at.give(Commands.ASSIGN, sent)
    assert "2 of 5 cases get a new inspector" in words(page)
    assert "Now: nobody 5." in words(page)
    assert "After: nobody 3 · Reader A 1 · Reader B 1." in words(page)
    press(page, "step-next")
    at.qtbot.waitUntil(lambda: at.place is Commands.CASES, timeout=30_000)
    assert at.inspectors() == ["Reader A", "", "Reader B", "", ""]
    assert len(at.store.cases()) == 5


def test_the_place_of_the_file_says_who_has_how_many_and_offers_both(
    desk: Callable[..., Desk],
) -> None:
    at = desk()
    assert at.assign("evenly", "Reader A; Reader B") == ""
    at.window.go(Commands.FILE)
    loads = part(at.workplace.file, QLabel, "list-loads")
    at.qtbot.waitUntil(lambda: loads.text() == "5 cases: Reader A 3 · Reader B 2.")
    press(at.workplace.file, "extend")
    assert at.page.objectName() == "extend-list"


def test_nothing_is_reported_of_a_comparison_that_was_left(
    desk: Callable[..., Desk], tmp_path: Path
) -> None:
    at = desk()
    at.window.actions_[Commands.EXTEND].trigger()
    page = at.page
    with at.store.transaction():  # so long the comparing waits
        page.list_given.emit(listed(tmp_path / "b.csv", row("NEW/1")))
        at.qtbot.waitUntil(page.findings.isVisible, timeout=30_000)
        with at.qtbot.waitSignal(page.destroyed):
            press(page, "step-cancel")
    at.qtbot.waitUntil(lambda: not at.jobs.busy())
    assert at.place is Commands.CASES
    assert len(at.store.cases()) == 5


def test_who_asks_for_another_page_while_a_list_is_written_sees_it_to_its_end(
    desk: Callable[..., Desk], tmp_path: Path
) -> None:
    at = desk()
    page = at.give(Commands.EXTEND, listed(tmp_path / "b.csv", row("NEW/1")))
    with at.store.transaction():  # so long the writing waits
        press(page, "step-next")
        at.assign("listed", "")
        assert at.page is page
    at.qtbot.waitUntil(lambda: not at.jobs.busy())
    assert at.place is Commands.CASES
    assert len(at.shown) == 6


def test_the_sheet_stays_while_cases_are_assigned_and_asks_once(theme: Theme, qtbot: QtBot) -> None:
    window = QLabel()
    qtbot.addWidget(window)
    sheet = AssignSheet(theme, {"Reader A": 3}, 3, None, window)
    sheet.show()
    asked: list[tuple[str, str]] = []
    sheet.asked.connect(lambda *what: asked.append(what))
    write(sheet, "assign-names", "Reader A; Reader B")
    press(sheet, "assign-sheet-accept")
    QTest.keyClick(sheet, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    sheet.reject()
    assert asked == [("evenly", "Reader A; Reader B")]
    assert sheet.isVisible()
    sheet.refuse("The disk is full.")
    sheet.reject()
    assert not sheet.isVisible()
