"""Tables: sorted by a heading, and copied as a table or as a picture."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from window_kit import Mods

from reviewer.domain.message import message, verbatim
from reviewer.figures.table import Counted, Heading, Row, Table
from ui.window.parts.figure_table import FigureTable
from ui.window.parts.records import RecordColumn, RecordTable, in_words_order
from ui.window.theme import Theme

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
ROWS = (("b", "1,200"), ("A", "90"), ("c10", ""), ("c9", "7"))


@dataclass(frozen=True)
class Line:
    name: str
    count: str


@pytest.fixture
def table(theme: Theme, qtbot: QtBot) -> RecordTable[Line]:
    made: RecordTable[Line] = RecordTable(
        theme,
        "lines",
        (
            RecordColumn(title="Name", text=lambda line: line.name),
            RecordColumn(title="Count", text=lambda line: line.count, right=True),
        ),
    )
    qtbot.addWidget(made)
    made.fill([Line(*row) for row in ROWS])
    made.resize(400, 300)
    made.show()
    return made


def names(table: RecordTable[Line]) -> list[str]:
    model = table.model()
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def click(table: RecordTable[Line], column: int) -> None:
    header = table.horizontalHeader()
    x = header.sectionViewportPosition(column) + 10
    middle = header.rect().center()
    middle.setX(x)
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=middle)


def test_a_heading_sorts_up_then_down_and_the_third_click_as_it_was(
    table: RecordTable[Line],
) -> None:
    assert names(table) == ["b", "A", "c10", "c9"]
    click(table, 0)
    assert names(table) == ["A", "b", "c9", "c10"]
    click(table, 0)
    assert names(table) == ["c10", "c9", "b", "A"]
    click(table, 0)
    assert names(table) == ["b", "A", "c10", "c9"]
    click(table, 1)
    assert names(table) == ["c10", "c9", "A", "b"]


def test_the_chosen_row_stays_chosen_and_other_records_come_in_the_same_order(
    table: RecordTable[Line],
) -> None:
    table.setCurrentIndex(table.model().index(0, 0))
    click(table, 0)
    assert table.chosen() == Line("b", "1,200")
    table.fill([Line("z", ""), Line("a", "")])
    assert names(table) == ["a", "z"]


def test_a_table_that_is_typed_into_keeps_its_order(theme: Theme, qtbot: QtBot) -> None:
    column: RecordColumn[Line] = RecordColumn(
        title="Name", text=lambda line: line.name, edit=lambda *_: None
    )
    made = RecordTable(theme, "lines", (column,))
    qtbot.addWidget(made)
    assert not made.isSortingEnabled()


def test_a_table_is_copied_whole_as_text_and_as_a_table(table: RecordTable[Line]) -> None:
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_C, Mods.ControlModifier)
    data = QGuiApplication.clipboard().mimeData()
    assert data.text().splitlines()[:2] == ["Name\tCount", "b\t1,200"]
    assert "<td>1,200</td>" in data.html()


def test_words_of_a_table_are_no_markup(table: RecordTable[Line]) -> None:
    table.fill([Line("<b>x</b>", "1\n2")])
    table.copy_table()
    data = QGuiApplication.clipboard().mimeData()
    assert "&lt;b&gt;" in data.html()
    assert data.text().splitlines() == ["Name\tCount", "<b>x</b>\t1 2"]


def test_no_copied_text_is_a_formula_where_it_is_pasted(table: RecordTable[Line]) -> None:
    table.fill(
        [Line("=1+1", "-3"), Line("\uff1d1+1", "@SUM(A1)"), Line(" +cmd|' /C calc'!A0", "2")]
    )
    table.copy_table()
    data = QGuiApplication.clipboard().mimeData()
    cells = [line.split("\t") for line in data.text().splitlines()[1:]]
    assert cells == [["'=1+1", "-3"], ["'\uff1d1+1", "'@SUM(A1)"], ["'+cmd|' /C calc'!A0", "2"]]
    assert "<td>=" not in data.html()


def test_a_table_of_figures_is_copied_as_a_picture_of_all_its_columns(
    theme: Theme, qtbot: QtBot
) -> None:
    headings = tuple(Heading(label=verbatim(f"Column number {n}")) for n in range(9))
    row = Row(label=verbatim("All"), cells=tuple(Counted(n=n, cases=()) for n in range(8)))
    made = FigureTable(
        theme, Table(id="T9", title=message("Figures"), headings=headings, rows=(row,))
    )
    qtbot.addWidget(made)
    made.resize(200, 80)
    made.show()
    QTest.keyClick(made, Qt.Key.Key_C, Mods.ControlModifier | Mods.ShiftModifier)
    picture = QGuiApplication.clipboard().image()
    assert picture.width() > made.width()
    made.copy_table()
    assert QGuiApplication.clipboard().text().splitlines()[1].startswith("All\t0\t1")


@given(st.lists(st.text(max_size=30), max_size=20))
def test_any_texts_can_be_put_in_order(texts: list[str]) -> None:
    assert len(sorted(texts, key=in_words_order)) == len(texts)
