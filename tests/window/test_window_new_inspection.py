"""The four steps from a force's list to an inspection's file; or nothing at all."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

import openpyxl
import pytest
from entrance_sample import BAD, GOOD, Host, fill, read, settled
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QLineEdit, QTableView, QWidget
from pytestqt.qtbot import QtBot
from window_kit import choose, part, press, words, write
from xlsform_maker import xlsform

from db.key import key_of_recovery_code
from db.store import ReviewFile
from reviewer.domain.log_sentences import sentences
from ui.window.beginning.new_inspection_page import NewInspectionPage
from ui.window.beginning.problems_view import ProblemTable
from ui.window.beginning.start_page import StartPage
from ui.window.entrance import Entrance
from ui.window.parts.buttons import Chip

pytestmark = [
    pytest.mark.qt_log_ignore("propagateSizeHints"),
    pytest.mark.usefixtures("recovery_codes"),
]


def test_an_inspection_is_made_of_a_clean_list_and_opened(
    entrance: Entrance, host: Host, qtbot: QtBot, tmp_path: Path, recovery_codes: list[str]
) -> None:
    listed = tmp_path / "list.csv"
    listed.write_text(GOOD, "utf-8")
    page = read(entrance, host, qtbot, listed)
    assert "3 of 3 rows accepted" in words(page)
    assert page.focusWidget() is part(page, QAbstractButton, "step-next")
    press(page, "step-next")
    press(page, "step-next")
    target = tmp_path / "made.review"
    fill(page, target)
    with qtbot.waitSignal(entrance.opened, timeout=30_000) as was:
        press(page, "step-next")
    assert was.args is not None
    store = was.args[0]
    assert isinstance(store, ReviewFile)
    assert len(store.cases()) == 3
    assert store.inspection().visit_from == "2018-11-05"
    assert key_of_recovery_code(recovery_codes[0]) == store.key
    store.close()
    assert target.exists()


def test_samples_of_the_force_s_own_grades_and_of_names_are_never_shown(
    entrance: Entrance, host: Host, qtbot: QtBot, tmp_path: Path
) -> None:
    listed = tmp_path / "list.csv"
    listed.write_text(GOOD, "utf-8")
    page = read(entrance, host, qtbot, listed)
    grade = part(page, QComboBox, "map-E")
    assert grade.currentData() == "force_grade"
    sample = part(page, QLabel, "samples-E")
    assert sample.text() == "Hidden until you have graded."
    left_out = part(page, QLabel, "samples-D")
    assert left_out.text().startswith("Left out: ")
    assert "A Name" not in words(page)
    assert "TST/001/17" in words(page)


def test_problems_keep_the_way_shut_until_the_good_rows_are_ticked(
    entrance: Entrance, host: Host, qtbot: QtBot, tmp_path: Path
) -> None:
    listed = tmp_path / "list.csv"
    listed.write_text(BAD, "utf-8")
    page = read(entrance, host, qtbot, listed)
    table = part(page, QTableView, "problems")
    assert table.model().rowCount() == 2
    following = part(page, QAbstractButton, "step-next")
    assert not following.isEnabled()
    assert "--" not in words(page)
    ticked = part(page, Chip, "good-rows")
    ticked.click()
    assert following.isEnabled()


def test_a_list_that_does_not_say_how_to_read_it_is_asked_about(
    entrance: Entrance, host: Host, qtbot: QtBot, tmp_path: Path
) -> None:
    mixed = tmp_path / "mixed.csv"
    mixed.write_bytes(
        GOOD.replace("Good", "Gôod", 1).encode()
        + GOOD[-40:].replace("Good", "Gôod").encode("cp1252")
    )
    entrance.show_new()
    page = host.page
    assert isinstance(page, NewInspectionPage)
    page.list_given.emit(mixed)
    encoding = part(page, QComboBox, "refused-encoding")
    qtbot.waitUntil(encoding.isVisible, timeout=30_000)
    assert not part(page, QLineEdit, "refused-header_row").isVisible()
    choose(page, "refused-encoding", "cp1252")
    qtbot.waitUntil(page.findings.isVisible, timeout=30_000)


def test_a_list_whose_heading_is_not_found_is_asked_for_it(
    entrance: Entrance, host: Host, qtbot: QtBot, tmp_path: Path
) -> None:
    deep = tmp_path / "deep.csv"
    deep.write_text("x\n" * 90 + GOOD, "utf-8")
    entrance.show_new()
    page = host.page
    assert isinstance(page, NewInspectionPage)
    page.list_given.emit(deep)
    heading = part(page, QLineEdit, "refused-header_row")
    qtbot.waitUntil(heading.isVisible, timeout=30_000)
    for typed in ("abc", "", "123456789", "0"):
        heading.setText(typed)
        heading.returnPressed.emit()
        assert "Enter the number of a row" in words(page), typed
    window = page.window()
    window.show()
    window.activateWindow()
    heading.setFocus()
    heading.setText("9999")
    heading.returnPressed.emit()
    qtbot.waitUntil(lambda: heading.isVisible() and not page.busy, timeout=30_000)
    assert window.focusWidget() is heading, "it is there to be typed over"
    heading.setText("91")
    heading.returnPressed.emit()
    qtbot.waitUntil(page.findings.isVisible, timeout=30_000)
    assert "3 of 3 rows accepted" in words(page)


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_only_a_text_is_asked_for_the_separator_of_its_columns(
    entrance: Entrance, host: Host, qtbot: QtBot, tmp_path: Path, ending: str
) -> None:
    listed = tmp_path / f"list.{ending}"
    if ending == "csv":
        listed.write_text(GOOD.splitlines()[0], "utf-8")
    else:
        book = openpyxl.Workbook()
        book.active.append(GOOD.splitlines()[0].split(","))
        book.save(listed)
    entrance.show_new()
    page = host.page
    assert isinstance(page, NewInspectionPage)
    page.list_given.emit(listed)
    qtbot.waitUntil(part(page, QLineEdit, "refused-header_row").isVisible, timeout=30_000)
    assert part(page, QComboBox, "refused-delimiter").isVisible() is (ending == "csv")


def test_of_two_tables_side_by_side_a_person_chooses_one_and_then_the_other(
    entrance: Entrance, host: Host, qtbot: QtBot, tmp_path: Path
) -> None:
    listed = tmp_path / "both.csv"
    first, *lines = GOOD.splitlines()
    beside = [f"{line},,{line.replace('TST', 'ETC')}" for line in lines]
    listed.write_text("\n".join([f"{first},,{first}", *beside]), "utf-8")
    entrance.show_new()
    page = host.page
    assert isinstance(page, NewInspectionPage)
    page.list_given.emit(listed)
    qtbot.waitUntil(part(page, QComboBox, "refused-table").isVisible, timeout=30_000)
    choose(page, "refused-table", 2)
    qtbot.waitUntil(page.findings.isVisible, timeout=30_000)
    assert f"{len(lines)} of {len(lines)} rows accepted" in words(page)
    press(page, "read-otherwise")
    table = part(page, QComboBox, "table")
    assert (table.isVisible(), table.currentData()) == (True, 2)
    choose(page, "table", 1)
    qtbot.waitUntil(lambda: "columns G to K" in words(page), timeout=30_000)


def test_words_that_are_no_case_type_can_be_given_one(
    entrance: Entrance, host: Host, qtbot: QtBot, tmp_path: Path
) -> None:
    listed = tmp_path / "list.csv"
    listed.write_text(BAD, "utf-8")
    page = read(entrance, host, qtbot, listed)
    choose(page, "type-of-words", "REF")
    qtbot.waitUntil(lambda: "4 of 5 rows accepted" in words(page), timeout=30_000)


def test_a_column_chosen_for_a_key_is_read_as_that(
    entrance: Entrance, host: Host, qtbot: QtBot, tmp_path: Path
) -> None:
    listed = tmp_path / "list.csv"
    listed.write_text(GOOD.replace("Crime No", "Zzz"), "utf-8")
    page = read(entrance, host, qtbot, listed)
    choose(page, "map-E", "unit")
    sample = part(page, QLabel, "samples-E")
    qtbot.waitUntil(lambda: "Good" in sample.text(), timeout=60_000)


def test_a_list_that_is_none_is_refused_in_a_sentence(
    entrance: Entrance, host: Host, qtbot: QtBot, tmp_path: Path
) -> None:
    nothing = tmp_path / "list.xlsx"
    nothing.write_bytes(b"PK\x03\x04 no workbook")
    entrance.show_new()
    page = host.page
    assert isinstance(page, NewInspectionPage)
    page.list_given.emit(nothing)
    qtbot.waitUntil(
        lambda: page.job.isVisible() and page.job.words.text()[-1] == ".", timeout=30_000
    )
    assert "Traceback" not in words(page)
    assert not page.findings.isVisible()


def test_cancelling_leaves_nothing(
    entrance: Entrance, host: Host, qtbot: QtBot, tmp_path: Path
) -> None:
    listed = tmp_path / "list.csv"
    listed.write_text(GOOD, "utf-8")
    page = read(entrance, host, qtbot, listed)
    press(page, "step-next")
    press(page, "step-next")
    folder = tmp_path / "made"
    folder.mkdir()
    fill(page, folder / "made.review")
    press(page, "step-next")
    press(page, "job-cancel")
    qtbot.waitUntil(lambda: "Cancelled" in page.job.words.text(), timeout=30_000)
    assert list(folder.iterdir()) == []


UNCLEAR = (
    "Crime No,Category,Date reported,Unit,Inspector\n"
    "TST/001/17,Missing,03/04/2017,North,A. Lead\n"
    "TST/002/17,S47,05/06/2017,North,B. Reader\n"
    "TST/003/17,S47,07/08/2017,South,\n"
)


def problem_table(page: NewInspectionPage) -> ProblemTable:
    table = part(page, QTableView, "problems")
    assert isinstance(table, ProblemTable)
    return table


def correct(page: NewInspectionPage, row: int, text: str) -> None:
    """Type another text into the cell of a problem."""
    cell = problem_table(page).records.index(row, 2)
    assert problem_table(page).records.setData(cell, text)


def test_a_refused_cell_is_corrected_in_its_place_and_taken_back(
    entrance: Entrance, host: Host, qtbot: QtBot, tmp_path: Path
) -> None:
    listed = tmp_path / "list.csv"
    listed.write_text(BAD, "utf-8")
    page = read(entrance, host, qtbot, listed)
    correct(page, 1, "TST/005/17")
    settled(page, qtbot, lambda: "Row 6, “Crime No”: corrected to “TST/005/17”" in words(page))
    assert "4 of 5 rows accepted" in words(page)
    press(page, "correction-back")
    settled(page, qtbot, lambda: "3 of 5 rows accepted" in words(page))
    assert listed.read_text("utf-8") == BAD


def test_a_correction_that_is_wrong_too_stays_to_be_corrected_again(
    entrance: Entrance, host: Host, qtbot: QtBot, tmp_path: Path
) -> None:
    listed = tmp_path / "list.csv"
    listed.write_text(BAD, "utf-8")
    page = read(entrance, host, qtbot, listed)
    correct(page, 0, "Arson")
    settled(page, qtbot, lambda: "“Arson” is not a case type" in shown(page))
    assert "Burglary" not in shown(page)


def shown(page: NewInspectionPage) -> str:
    """Return what the table of problems shows."""
    model = problem_table(page).records
    cells = [
        str(model.data(model.index(row, column)))
        for row in range(model.rowCount())
        for column in range(model.columnCount())
    ]
    return "\n".join(cells)


def test_the_first_character_typed_on_a_problem_begins_the_correction(
    entrance: Entrance, host: Host, qtbot: QtBot, tmp_path: Path
) -> None:
    listed = tmp_path / "list.csv"
    listed.write_text(BAD, "utf-8")
    page = read(entrance, host, qtbot, listed)
    table = problem_table(page)
    table.setFocus()
    table.go_to(1)
    qtbot.keyClick(table, Qt.Key.Key_0)
    editor = table.findChild(QLineEdit)
    assert isinstance(editor, QLineEdit)
    assert editor.text() == "0"
    qtbot.keyClicks(editor, "12/17")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    settled(page, qtbot, lambda: "“Crime No”: corrected to “012/17”" in words(page))


def test_the_refused_rows_are_saved_to_be_sent_back_without_names_and_grades(
    entrance: Entrance,
    host: Host,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    listed, out = tmp_path / "list.csv", tmp_path / "back.csv"
    listed.write_text(BAD, "utf-8")
    page = read(entrance, host, qtbot, listed)
    monkeypatch.setattr("ui.window.beginning.list_work.save_as", lambda *_: out)
    press(page, "refused-rows")
    sent = out.read_text("utf-8-sig")
    assert "TST/004/17" in sent
    assert "A Name" not in sent
    assert "Good" not in sent


def test_the_order_of_dates_is_asked_once_for_a_column_before_the_way_is_open(
    entrance: Entrance, host: Host, qtbot: QtBot, tmp_path: Path
) -> None:
    listed = tmp_path / "list.csv"
    listed.write_text(UNCLEAR, "utf-8")
    page = read(entrance, host, qtbot, listed)
    assert not part(page, QAbstractButton, "step-next").isEnabled()
    assert "Choose whether the day or the month comes first in “Date reported”." in words(page)
    press(part(page, QWidget, "order-reported"), "choice-month-first")
    settled(page, qtbot, lambda: part(page, QAbstractButton, "step-next").isEnabled())
    target = tmp_path / "made.review"
    press(page, "step-next")
    press(page, "step-next")
    store = make(entrance, page, qtbot, target)
    assert store.cases()[0].get("reported") == "2017-03-04"
    store.close()


def make(entrance: Entrance, page: NewInspectionPage, qtbot: QtBot, target: Path) -> ReviewFile:
    """Fill in the last step, and return the open file."""
    fill(page, target)
    with qtbot.waitSignal(entrance.opened, timeout=60_000) as was:
        press(page, "step-next")
    assert was.args is not None
    store = was.args[0]
    assert isinstance(store, ReviewFile)
    return store


def test_encoding_delimiter_and_header_row_can_be_chosen_otherwise(
    entrance: Entrance, host: Host, qtbot: QtBot, tmp_path: Path
) -> None:
    listed = tmp_path / "list.csv"
    listed.write_bytes(GOOD.replace("Crime No", "Réf no").encode("cp850"))
    page = read(entrance, host, qtbot, listed)
    choose(page, "encoding", "cp850")
    settled(page, qtbot, lambda: "Text in cp850" in words(page))
    assert "Réf no" in words(page)
    header = part(page, QLineEdit, "header-row")
    header.setText("2")
    header.returnPressed.emit()
    settled(page, qtbot, lambda: "headings in row 2" in words(page))


def test_another_sheet_is_read_on_a_person_s_word(
    entrance: Entrance, host: Host, qtbot: QtBot, tmp_path: Path
) -> None:
    book = openpyxl.Workbook()
    rows = [line.split(",") for line in GOOD.splitlines()]
    for name, kept in (("October", rows), ("November", rows[:2])):
        sheet = book.create_sheet(name)
        for row in kept:
            sheet.append(row)
    book.save(tmp_path / "list.xlsx")
    page = read(entrance, host, qtbot, tmp_path / "list.xlsx")
    assert "3 of 3 rows" in words(page)
    choose(page, "sheet", "November")
    settled(page, qtbot, lambda: "1 of 1 rows accepted" in words(page))


def test_a_sample_is_drawn_saved_and_made_an_inspection_with_its_record_in_the_log(
    entrance: Entrance,
    host: Host,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    listed, out = tmp_path / "list.csv", tmp_path / "sample.csv"
    listed.write_text(GOOD, "utf-8")
    page = read(entrance, host, qtbot, listed)
    press(page, "step-next")
    press(part(page, QWidget, "which-sample"), "choice-drawn")
    assert not part(page, QAbstractButton, "step-next").isEnabled()
    write(page, "draw-size", "2")
    write(page, "draw-spare", "1")
    press(page, "draw")
    assert "The seed must be one line" in page.job.words.text()
    write(page, "draw-seed", "agreed beforehand")
    monkeypatch.setattr("ui.window.beginning.new_inspection.save_as", lambda *_: out)
    press(page, "draw")
    settled(page, qtbot, lambda: "2 of 3 cases were drawn" in words(page))
    made = {path.name for path in tmp_path.iterdir()}
    assert {"sample.csv", "sample.draw.json", "sample-replacements.csv"} <= made
    press(page, "step-next")
    store = make(entrance, page, qtbot, tmp_path / "made.review")
    assert len(store.cases()) == 2
    assert store.inspection().random_sample
    assert "seed “agreed beforehand”" in "\n".join(map(str, sentences(tuple(store.events()))))
    store.close()


def test_the_record_of_another_draw_is_replaced_only_where_a_person_agreed(
    entrance: Entrance,
    host: Host,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    listed, record = tmp_path / "list.csv", tmp_path / "s.draw.json"
    listed.write_text(GOOD, "utf-8")
    record.write_text('{"of": "another draw"}', "utf-8")
    page = read(entrance, host, qtbot, listed)
    press(page, "step-next")
    press(part(page, QWidget, "which-sample"), "choice-drawn")
    monkeypatch.setattr("ui.window.beginning.new_inspection.save_as", lambda *_: tmp_path / "s.csv")
    for agreed in (False, True):
        monkeypatch.setattr(
            "ui.window.beginning.new_inspection.confirm_replacing", lambda *_, is_so=agreed: is_so
        )
        write(page, "draw-size", "2")
        write(page, "draw-seed", "agreed")
        press(page, "draw")
        if not agreed:
            settled(page, qtbot, lambda: "already exists" in page.job.words.text())
            assert record.read_text("utf-8") == '{"of": "another draw"}'
            assert not (tmp_path / "s.csv").exists()
    settled(page, qtbot, lambda: "2 of 3 cases were drawn" in words(page))
    assert "agreed" in record.read_text("utf-8")


def test_a_draw_is_forgotten_when_anything_of_it_is_changed(
    entrance: Entrance,
    host: Host,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    listed = tmp_path / "list.csv"
    listed.write_text(GOOD, "utf-8")
    page = read(entrance, host, qtbot, listed)
    press(page, "step-next")
    press(part(page, QWidget, "which-sample"), "choice-drawn")
    write(page, "draw-size", "2")
    write(page, "draw-seed", "agreed")
    monkeypatch.setattr("ui.window.beginning.new_inspection.save_as", lambda *_: tmp_path / "s.csv")
    press(page, "draw")
    settled(page, qtbot, lambda: "2 of 3 cases were drawn" in words(page))
    write(page, "draw-size", "1")
    assert not part(page, QAbstractButton, "step-next").isEnabled()
    assert "were drawn" not in words(page)


def test_cases_are_dealt_out_evenly_when_the_file_is_made(
    entrance: Entrance, host: Host, qtbot: QtBot, tmp_path: Path
) -> None:
    listed = tmp_path / "list.csv"
    listed.write_text(GOOD, "utf-8")
    page = read(entrance, host, qtbot, listed)
    press(page, "step-next")
    press(part(page, QWidget, "assignment"), "choice-evenly")
    assert not part(page, QAbstractButton, "step-next").isEnabled()
    write(page, "inspectors", "A. Lead; B. Reader")
    press(page, "step-next")
    store = make(entrance, page, qtbot, tmp_path / "made.review")
    named = sorted(case.get("inspector") for case in store.cases())
    assert named in (["A. Lead", "A. Lead", "B. Reader"], ["A. Lead", "B. Reader", "B. Reader"])
    store.close()


def test_a_force_s_next_list_is_read_as_its_last_one(
    entrance: Entrance, host: Host, qtbot: QtBot, tmp_path: Path
) -> None:
    listed = tmp_path / "list.csv"
    listed.write_text(GOOD.replace("Missing", "Wandering"), "utf-8")
    page = read(entrance, host, qtbot, listed)
    choose(page, "type-of-words", "MISS")
    settled(page, qtbot, lambda: "3 of 3 rows accepted" in words(page))
    press(page, "step-next")
    press(page, "step-next")
    make(entrance, page, qtbot, tmp_path / "made.review").close()
    next_page = entrance.show_new()
    write(next_page, "list-force", "Sample Constabulary")
    next_page.list_given.emit(listed)
    settled(next_page, qtbot, lambda: "3 of 3 rows accepted" in words(next_page))
    press(next_page, "mapping-drop")
    settled(next_page, qtbot, lambda: "2 of 3 rows accepted" in words(next_page))


def test_a_list_dropped_on_the_start_page_is_read(
    entrance: Entrance, host: Host, qtbot: QtBot, tmp_path: Path
) -> None:
    listed = tmp_path / "list.csv"
    listed.write_text(GOOD, "utf-8")
    entrance.show_start()
    assert isinstance(host.page, StartPage)
    host.page.dropped.emit([listed])
    page = host.page
    assert isinstance(page, NewInspectionPage)
    qtbot.waitUntil(lambda: "3 of 3 rows accepted" in words(page), timeout=60_000)


def test_tab_follows_the_reading_and_the_focus_begins_where_something_is_to_be_done(
    entrance: Entrance, host: Host, qtbot: QtBot, tmp_path: Path
) -> None:
    listed = tmp_path / "list.csv"
    listed.write_text(BAD, "utf-8")
    page = read(entrance, host, qtbot, listed)
    table = problem_table(page)
    assert page.focusWidget() is table
    names = []
    stop = table.nextInFocusChain()
    while stop is not table:
        if stop.isVisibleTo(page) and stop.focusPolicy() & Qt.FocusPolicy.TabFocus:
            names.append(stop.objectName())
        stop = stop.nextInFocusChain()
    wanted = ["good-rows", "refused-rows", "type-of-words", "map-A", "map-E", "step-back"]
    assert [name for name in names if name in wanted] == wanted


def test_a_cell_that_holds_unseen_characters_shows_them_and_is_corrected_as_it_is(
    entrance: Entrance, host: Host, qtbot: QtBot, tmp_path: Path
) -> None:
    listed = tmp_path / "list.csv"
    listed.write_text(BAD.replace("Burglary", "Bur\u202eglary"), "utf-8")
    page = read(entrance, host, qtbot, listed)
    model = problem_table(page).records
    cell = model.index(0, 2)
    assert model.data(cell) == "Bur<U+202E>glary"
    assert model.data(cell, Qt.ItemDataRole.EditRole) == "Bur\u202eglary"


def test_a_form_file_of_one_s_own_is_used_and_what_is_wrong_in_another_is_reported_by_line(
    entrance: Entrance,
    host: Host,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    own, wrong = tmp_path / "own.yaml", tmp_path / "wrong.yaml"
    new = resources.files("resources") / "forms" / "new-form.yaml"
    own.write_text(new.read_text("utf-8"), "utf-8")
    wrong.write_text(own.read_text("utf-8").replace("types: case_type", "types: x"), "utf-8")
    listed = tmp_path / "list.csv"
    listed.write_text("Reference,Type,Date reported\n1/17,first type,2017-10-19\n", "utf-8")
    page = read(entrance, host, qtbot, listed)
    assert "0 of 1" in words(page)
    monkeypatch.setattr("ui.window.beginning.new_inspection.open_one", lambda *_: wrong)
    press(page, "form-file")
    wrong_line = "wrong.yaml, line 13: there is no answer set “x”."
    qtbot.waitUntil(lambda: wrong_line in words(page))
    monkeypatch.setattr("ui.window.beginning.new_inspection.open_one", lambda *_: own)
    press(page, "form-file")
    settled(page, qtbot, lambda: "1 of 1 rows accepted" in words(page))
    assert part(page, QComboBox, "form-choice").currentText() == "My review"
    assert "wrong.yaml" not in words(page)


def test_a_form_is_made_from_a_spreadsheet_and_used(
    entrance: Entrance,
    host: Host,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    source, out = tmp_path / "next.xlsx", tmp_path / "next.yaml"
    source.write_bytes(xlsform())
    entrance.show_new()
    page = host.page
    assert isinstance(page, NewInspectionPage)
    monkeypatch.setattr("ui.window.beginning.new_inspection.open_one", lambda *_: source)
    monkeypatch.setattr("ui.window.beginning.new_inspection.save_as", lambda *_: out)
    press(page, "form-sheet")
    left_out = "Not converted: survey, row 20: “where” of type geopoint"
    qtbot.waitUntil(lambda: left_out in words(page))
    assert part(page, QComboBox, "form-choice").currentText() == "Next year's form"
    assert out.exists()
