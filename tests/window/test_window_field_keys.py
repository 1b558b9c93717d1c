"""Enter, arrows, Tab and the rest do the same in every kind of field."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QMenu, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from window_kit import Mods, focused, key, page_of, part, presenter_of, type_keys
from window_sample import OpenWindow, answer_some, form

from reviewer.domain.form import Column, Item
from reviewer.domain.ids import Key
from ui.window.parts.asking_sheet import AskingSheet
from ui.window.parts.buttons import Chip, ChoiceButton, plain_button
from ui.window.parts.choices import Choices
from ui.window.parts.field import Asking, ChoiceField, Field, MultiField
from ui.window.parts.flat_table import FlatTable
from ui.window.parts.multi_pick import MultiPickField
from ui.window.parts.page import Page, labelled
from ui.window.parts.pick_field import PickBox, PickField
from ui.window.parts.text_box import TextBox
from ui.window.parts.text_field import TextField
from ui.window.parts.typed_fields import DateField, IntegerField
from ui.window.results.print_choices import OF_ONE, What
from ui.window.results.print_page import PrintPage
from ui.window.theme import Theme

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

ARROWS = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)


def today() -> date:
    return date(2018, 11, 5)


def column(of: str, name: str) -> Column:
    return next(c for c in form().items[Key(of)].columns if c.key == name)


def asked(name: str) -> Item | Column:
    of, _, cell = name.partition("/")
    return column(of, cell) if cell else form().items[Key(of)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of field: what it asks for, an answer, and how it is built."""

    of: str
    answer: str
    build: Callable[[Theme], Field]


KINDS = {
    "choice": Kind(of="A1.1", answer="Y", build=ChoiceField),
    "grades": Kind(
        of="overall.grade", answer="RI", build=lambda theme: ChoiceField(theme, column=True)
    ),
    "list": Kind(of="type_confirmed", answer="DA", build=PickField),
    "ticks": Kind(of="records_examined", answer="", build=MultiField),
    "ticks in a row": Kind(of="delay.rows/impact", answer="", build=MultiPickField),
    "day": Kind(of="period.from", answer="2018-02-12", build=lambda theme: DateField(theme, today)),
    "moment": Kind(
        of="risk.raised_at", answer="2018-02-12T10:30", build=lambda t: DateField(t, today)
    ),
    "number": Kind(of="supervision.standard_days", answer="28", build=IntegerField),
    "text": Kind(of="overall.rationale", answer="It was late.", build=TextField),
    "note": Kind(of="A1.1.note", answer="Nothing was done.", build=TextField),
    "text in a row": Kind(of="delay.rows/note", answer="It was late.", build=TextField),
}


class Stage(QWidget):
    """A field between two others, and all that it says."""

    def __init__(self, theme: Theme, kind: Kind, *, answered: bool) -> None:
        super().__init__()
        self.edited: list[str] = []
        self.settled = 0
        self.before, self.field = QLineEdit(), kind.build(theme)
        self.field.ask(
            Asking(form=form(), asked=asked(kind.of), check=lambda typed: typed, name="asked")
        )
        self.after = QLineEdit()  # Tab follows the order in which parts were built
        layout = QVBoxLayout(self)
        for widget in (self.before, self.field, self.after):
            layout.addWidget(widget)
        self.first = kind.answer or first_code(kind.of)
        self.field.put(self.first if answered else "")
        self.field.edited.connect(self.edited.append)
        self.field.settled.connect(self._on_settled)

    def _on_settled(self) -> None:
        self.settled += 1

    def has_keyboard(self) -> bool:
        here = QApplication.focusWidget()
        return here is not None and (here is self.field or self.field.isAncestorOf(here))


def first_code(of: str) -> str:
    return str(next(iter(form().codes_of(asked(of)))))


ANSWERED, EMPTY = "answered", "empty"


@pytest.fixture(params=[ANSWERED, EMPTY])
def state(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(params=KINDS)
def stage(
    request: pytest.FixtureRequest, theme: Theme, qtbot: QtBot, state: str
) -> Iterator[Stage]:
    stage = Stage(theme, KINDS[request.param], answered=state == ANSWERED)
    qtbot.addWidget(stage)
    with qtbot.waitActive(stage):
        stage.show()
    stage.field.take_focus()
    yield stage
    while (popup := QApplication.activePopupWidget()) is not None:
        popup.close()


def close_popup() -> bool:
    popup = QApplication.activePopupWidget()
    if popup is None:
        return False
    QTest.keyClick(popup, Qt.Key.Key_Escape)
    if QApplication.activePopupWidget() is popup:
        popup.close()
    return True


@pytest.mark.parametrize("enter", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_enter_goes_on_and_changes_nothing(stage: Stage, enter: Qt.Key) -> None:
    key(enter)
    assert (stage.settled, stage.edited) == (1, [])


def test_enter_that_is_held_down_goes_on_once(stage: Stage) -> None:
    for again in (False, True, True):
        event = QKeyEvent(
            QEvent.Type.KeyPress, Qt.Key.Key_Return, Mods.NoModifier, "\r", autorep=again
        )
        QApplication.sendEvent(focused(), event)
    assert stage.settled == 1


@pytest.mark.parametrize("arrow", ARROWS)
def test_arrows_stay_in_the_field_and_change_no_answer(stage: Stage, arrow: Qt.Key) -> None:
    for _ in range(3):
        key(arrow)
        close_popup()
        assert stage.has_keyboard()
    key(Qt.Key.Key_Tab)
    assert (stage.settled, stage.edited) == (0, [])


def test_tab_leaves_the_field_at_once_and_comes_back(stage: Stage) -> None:
    key(Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is stage.after
    key(Qt.Key.Key_Tab, Mods.ShiftModifier)
    assert stage.has_keyboard()
    key(Qt.Key.Key_Tab, Mods.ShiftModifier)
    assert QApplication.focusWidget() is stage.before
    assert (stage.settled, stage.edited) == (0, [])


@pytest.mark.parametrize("state", [ANSWERED], indirect=True)
def test_delete_clears_the_field(stage: Stage) -> None:
    typed = stage.field.findChild(QLineEdit) or stage.field.findChild(TextBox)
    if typed is not None:
        typed.selectAll()
    key(Qt.Key.Key_Delete)
    key(Qt.Key.Key_Tab)
    assert stage.edited == [""]


@pytest.mark.parametrize("leap", [Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_PageDown])
def test_no_other_key_answers_by_the_way(stage: Stage, leap: Qt.Key) -> None:
    key(leap)
    close_popup()
    key(Qt.Key.Key_Tab)
    assert stage.edited == []


@pytest.mark.parametrize("state", [EMPTY], indirect=True)
@pytest.mark.parametrize("stage", ["list", "ticks in a row"], indirect=True)
@pytest.mark.parametrize("opens", ["arrow", "letter", "capital", "space"])
def test_a_list_is_opened_chosen_from_and_left_without_the_mouse(stage: Stage, opens: str) -> None:
    options = list(form().codes_of(stage.field.asking.asked).values()) if stage.field.asking else []
    wanted = options[0]
    letter = wanted.label.in_language("en")[0]
    if opens == "letter":
        type_keys(letter)
    elif opens == "capital":
        QTest.keyClick(QApplication.focusWidget(), letter.upper(), Mods.ShiftModifier)
    else:
        key(Qt.Key.Key_Down if opens == "arrow" else Qt.Key.Key_Space)
    popup = QApplication.activePopupWidget()
    assert popup is not None
    if isinstance(popup, QMenu):
        if opens == "space":
            QTest.keyClick(popup, Qt.Key.Key_Down)
        QTest.keyClick(popup, Qt.Key.Key_Space)
        QTest.keyClick(popup, Qt.Key.Key_Space)
        assert [bool(text) for text in stage.edited] == [True, False], "Space ticks and takes back"
        QTest.keyClick(popup, Qt.Key.Key_Space)
        QTest.keyClick(popup, Qt.Key.Key_Return)
    else:
        view = part(stage, QComboBox).view()
        if opens in {"arrow", "space"}:
            QTest.keyClick(view, Qt.Key.Key_Down)
        QTest.keyClick(view, Qt.Key.Key_Return)
    assert QApplication.activePopupWidget() is None
    assert stage.settled == 1
    assert stage.edited[-1]


@pytest.mark.parametrize("mods", [Mods.ShiftModifier, Mods.AltModifier])
@pytest.mark.parametrize("state", [EMPTY], indirect=True)
@pytest.mark.parametrize("stage", ["text", "note", "text in a row"], indirect=True)
def test_shift_or_alt_with_enter_begins_a_line_in_every_text(
    stage: Stage, mods: Qt.KeyboardModifier
) -> None:
    type_keys("one")
    key(Qt.Key.Key_Return, mods)
    type_keys("two")
    key(Qt.Key.Key_Return)
    assert (stage.edited, stage.settled) == (["one\ntwo"], 1)


class Asked(AskingSheet):
    """A dialog with every kind of field that dialogs have."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, "Asked", parent, doing="Do it", name="asked")
        self.taken = 0
        box = PickBox()
        box.addItems(["one", "two"])
        chip = Chip(theme)
        self.fields: dict[str, QWidget] = {
            "line": QLineEdit("text"),
            "list": box,
            "choices": Choices(theme, "Which", [("a", "First"), ("b", "Second")]),
            "tick": chip,
            "text": self._text_box("several-lines"),
            "reason": self._text_box("one-line", lines=1),
        }
        for name, field in self.fields.items():
            self.column.addLayout(labelled(theme, name, field))
        self.end(self.fields["line"])

    def _on_accept(self) -> None:
        self.taken += 1

    def give(self, name: str) -> QWidget:
        field = self.fields[name]
        first = field.first_button() if isinstance(field, Choices) else field
        assert first is not None
        first.setFocus()
        return field


DIALOG = ("line", "list", "choices", "tick", "text", "reason")


@pytest.fixture
def sheet(theme: Theme, qtbot: QtBot) -> Iterator[Asked]:
    host = QWidget()
    qtbot.addWidget(host)
    host.show()
    sheet = Asked(theme, host)
    with qtbot.waitActive(sheet):
        sheet.show()
    yield sheet
    while (popup := QApplication.activePopupWidget()) is not None:
        popup.close()
    sheet.close()


@pytest.mark.parametrize("name", DIALOG)
def test_enter_in_any_field_of_a_dialog_does_what_its_main_button_does(
    sheet: Asked, name: str
) -> None:
    sheet.give(name)
    key(Qt.Key.Key_Return)
    assert sheet.taken == 1


@pytest.mark.parametrize("name", DIALOG)
@pytest.mark.parametrize("arrow", ARROWS)
def test_arrows_stay_in_a_field_of_a_dialog(sheet: Asked, name: str, arrow: Qt.Key) -> None:
    field = sheet.give(name)
    key(arrow)
    close_popup()
    here = QApplication.focusWidget()
    assert here is not None
    assert here is field or field.isAncestorOf(here)
    box = sheet.fields["list"]
    assert isinstance(box, PickBox)
    assert box.currentText() == "one"


@pytest.mark.parametrize(("name", "following"), list(pairwise(DIALOG)))
def test_tab_goes_from_field_to_field_of_a_dialog(sheet: Asked, name: str, following: str) -> None:
    sheet.give(name)
    key(Qt.Key.Key_Tab)
    here, field = QApplication.focusWidget(), sheet.fields[following]
    assert here is not None
    assert here is field or field.isAncestorOf(here)


def test_a_reason_of_one_line_stays_one_also_when_lines_are_pasted(sheet: Asked) -> None:
    box = sheet.give("reason")
    assert isinstance(box, TextBox)
    QApplication.clipboard().setText("two\nlines \t of it")
    box.paste()
    key(Qt.Key.Key_Return, Mods.ShiftModifier)
    assert box.text() == "two lines of it"
    QApplication.clipboard().setText(" in\n all")
    box.paste()
    assert box.text() == "two lines of it in all", "words stay apart"


def test_enter_in_a_field_of_a_page_presses_the_main_button_that_is_nearest(
    theme: Theme, qtbot: QtBot
) -> None:
    page, pressed = Page(theme, "A page"), list[str]()
    line = QLineEdit()
    inner = QWidget()
    nearest = QVBoxLayout(inner)
    for name, layout in (("far", page.column), ("near", nearest)):
        button = plain_button(name, name=name, look="primary")
        button.clicked.connect(lambda _=False, name=name: pressed.append(name))
        layout.addWidget(button)
    nearest.addWidget(line)
    page.column.addWidget(inner)
    qtbot.addWidget(page)
    with qtbot.waitActive(page):
        page.show()
    line.setFocus()
    key(Qt.Key.Key_Return)
    assert pressed == ["near"]


def test_enter_presses_no_main_button_from_what_is_not_a_field(theme: Theme, qtbot: QtBot) -> None:
    page, pressed = Page(theme, "A page"), list[bool]()
    button = plain_button("Merge", name="main", look="primary")
    button.clicked.connect(pressed.append)
    chip, table = Chip(theme), FlatTable("A table")
    for widget in (chip, table, button):
        page.column.addWidget(widget)
    qtbot.addWidget(page)
    with qtbot.waitActive(page):
        page.show()
    for widget in (chip, table):
        widget.setFocus()
        key(Qt.Key.Key_Return)
    assert pressed == []


MODIFIERS = (
    Mods.NoModifier,
    Mods.ShiftModifier,
    Mods.ControlModifier,
    Mods.AltModifier,
    Mods.MetaModifier,
)


@pytest.mark.parametrize("mods", MODIFIERS)
@pytest.mark.parametrize("arrow", ARROWS)
def test_a_closed_list_is_changed_by_no_arrow_whatever_is_held_with_it(
    sheet: Asked, arrow: Qt.Key, mods: Mods
) -> None:
    box = sheet.give("list")
    assert isinstance(box, PickBox)
    key(arrow, mods)
    close_popup()
    assert box.currentText() == "one"


def test_what_to_print_is_chosen_with_the_keyboard(theme: Theme, qtbot: QtBot) -> None:
    page = PrintPage(theme, "CODE")
    page.show_cases("", 3, 3)
    qtbot.addWidget(page)
    with qtbot.waitActive(page):
        page.show()
    part(page, ChoiceButton, "choice-all").setFocus()
    walked = []
    for _ in range(len(What)):
        key(Qt.Key.Key_Down)
        walked.append(focused().objectName().removeprefix("choice-"))
    able = [what for what in What if what not in OF_ONE]
    assert set(walked) == set(map(str, able)), "no case is open, so there is none to print"
    while walked[-1] != What.LIST:
        key(Qt.Key.Key_Up)
        walked.append(focused().objectName().removeprefix("choice-"))
    key(Qt.Key.Key_Space)
    assert page.suggested().name == "CODE-list.pdf"
    key(Qt.Key.Key_Tab)
    key(Qt.Key.Key_Tab, Mods.ShiftModifier)
    assert focused().objectName() == "choice-list", "Tab stops at what is chosen"


def test_enter_in_the_last_cell_of_a_row_goes_on_to_the_next_question(
    open_window: OpenWindow,
) -> None:
    window = open_window(2, lambda store: answer_some(store, 1))
    presenter_of(window).steps.go_to("supervision.entries")
    page = page_of(window)
    page.add_row(Key("supervision.entries"))
    assert page.focused_key() == "supervision.entries"
    type_keys("120318")
    key(Qt.Key.Key_Return)
    type_keys("Read and signed.")
    key(Qt.Key.Key_Return)
    assert page.focused_key() != "supervision.entries"


def test_the_label_says_which_field_may_be_empty(open_window: OpenWindow) -> None:
    window = open_window(2, lambda store: answer_some(store, 1))
    view = presenter_of(window).steps.view
    assert view is not None
    marked = 0
    for section in view.sections():
        presenter_of(window).steps.show_section(section.id)
        for card in page_of(window).section.cards:
            assert card.item is not None
            may_be_empty = card.item.key in view.assessment.relevant - view.required
            assert card.label.text().endswith(" (optional)") is may_be_empty, card.item.key
            marked += may_be_empty
    assert marked
