"""A force's list is read, drawn from and made an inspection of alike, by command and window."""

from __future__ import annotations

from collections.abc import Callable
from importlib import resources
from pathlib import Path

import pytest
from commands import PASSPHRASE
from entrance_sample import BAD, GOOD
from front_ends import BothFrontEnds, Running, fill
from PySide6.QtWidgets import QDialog, QWidget
from window_kit import choose, in_dialog, part, press, text_of, words, write

from ui.window.beginning.later_list_page import LaterListPage
from ui.window.beginning.new_inspection_page import NewInspectionPage
from ui.window.commands import Command, Commands
from ui.window.parts.buttons import Chip

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

FORCE = "Sample Constabulary"
CODE = "NCPI-TST-2018Q4"
NEW = (
    *("new", "made.review", "--list", "list.csv", "--inspection", CODE),
    *("--force", FORCE, "--reviewer", "A. Inspector"),
)
OWN = "Reference,Type,Date reported\n1/17,first type,2017-10-19\n2/17,other,2017-10-20\n"
LATER = (
    "Reference,Type,Date reported,Unit,Inspector\n"
    "001/17,S47,2017-03-01,Unit 1,B. Inspector\n"
    "007/17,DA,2017-03-09,Unit 1,A. Inspector\n"
)


@pytest.fixture
def lists(from_start: Callable[[Path], BothFrontEnds], tmp_path: Path) -> BothFrontEnds:
    """The command line and the window, each with a clean list and one with problems."""
    start = tmp_path / "start"
    start.mkdir()
    (start / "list.csv").write_text(GOOD, "utf-8")
    (start / "bad.csv").write_text(BAD, "utf-8")
    named = [f"{line},{FORCE}" for line in BAD.splitlines()]
    named[0] = named[0].replace(FORCE, "Force")
    (start / "named.csv").write_text("\n".join(named), "utf-8")
    return from_start(start)


def give(window: Running, path: Path, force: str = "") -> NewInspectionPage:
    press(window.window, "way-clipboard-list")
    page = part(window.window, NewInspectionPage)
    write(page, "list-force", force)
    page.list_given.emit(path)
    window.settle()
    return page


def make(window: Running, page: NewInspectionPage, target: Path, phrase: str = PASSPHRASE) -> None:
    """Go through the last two steps and wait until the new file is open."""
    press(page, "step-next")
    press(page, "step-next")
    fields = {"new-code": CODE, "new-force": FORCE, "new-person": "A. Inspector"}
    fields |= {"target": str(target), "new-passphrase": phrase, "new-passphrase-again": phrase}
    for name, text in fields.items():
        write(page, name, text)
    in_dialog(QDialog.accept)
    press(page, "step-next")
    window.until(lambda: window.session._store is not None)


def contents(both: BothFrontEnds, name: str) -> bytes:
    """Return what both wrote under a name, which must be the same."""
    by_command = (both.command.folder / name).read_bytes()
    assert by_command == (both.window.folder / name).read_bytes()
    return by_command


def test_an_inspection_is_made_of_the_good_rows_and_the_list_remembered(
    lists: BothFrontEnds,
) -> None:
    arguments = ["bad.csv" if part == "list.csv" else part for part in NEW]
    made = lists.command.run(*arguments, "--good-rows", "--type", "Burglary=OTH")
    assert made.code == 0, made.err
    with lists.window.open() as window:
        page = give(window, lists.window.folder / "bad.csv")
        choose(page, "type-of-words", "OTH")
        window.settle()
        part(page, Chip, "good-rows").click()
        make(window, page, lists.window.folder / "made.review")
    outcome = lists.compare("made.review")
    assert [event[0] for event in outcome.events] == ["created", "imported"]
    assert '"accepted":4,"rows":5' in outcome.events[-1][-1]
    (kept,) = (name for name in outcome.files if name.startswith("home/mappings/"))
    assert b'"Burglary": "OTH"' in contents(lists, kept)


def test_an_inspection_is_made_of_one_of_two_tables_side_by_side(lists: BothFrontEnds) -> None:
    first, *lines = GOOD.splitlines()
    beside = [f"{line},,{line.replace('TST', 'ETC')}" for line in lines]
    for side in (lists.command, lists.window):
        (side.folder / "list.csv").write_text("\n".join([f"{first},,{first}", *beside]), "utf-8")
    assert lists.command.run(*NEW).code == 2
    made = lists.command.run(*NEW, "--table", "2")
    assert made.code == 0, made.err
    with lists.window.open() as window:
        page = give(window, lists.window.folder / "list.csv")
        choose(page, "refused-table", 2)
        window.settle()
        make(window, page, lists.window.folder / "made.review")
    outcome = lists.compare("made.review")
    assert [event[0] for event in outcome.events] == ["created", "imported"]


def test_an_inspection_is_made_under_a_form_file_of_one_s_own(
    lists: BothFrontEnds, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = (resources.files("resources") / "forms" / "new-form.yaml").read_text("utf-8")
    for side in (lists.command, lists.window):
        (side.folder / "own.yaml").write_text(source, "utf-8")
        (side.folder / "list.csv").write_text(OWN, "utf-8")
    made = lists.command.run(*NEW, "--form", "own.yaml")
    assert made.code == 0, made.err
    with lists.window.open() as window:
        press(window.window, "way-clipboard-list")
        page = part(window.window, NewInspectionPage)
        file = lists.window.folder / "own.yaml"
        monkeypatch.setattr("ui.window.beginning.new_inspection.open_one", lambda *_: file)
        press(page, "form-file")
        page.list_given.emit(lists.window.folder / "list.csv")
        window.settle()
        make(window, page, lists.window.folder / "made.review")
    outcome = lists.compare("made.review")
    assert [event[0] for event in outcome.events] == ["created", "imported"]


def test_a_list_is_read_as_the_last_one_of_the_force_that_it_names_itself(
    lists: BothFrontEnds,
) -> None:
    arguments = ["bad.csv" if part == "list.csv" else part for part in NEW]
    for side in (lists.command, lists.window):
        (side.folder / "home" / "mappings").mkdir(parents=True)
    assert lists.command.run(*arguments, "--good-rows", "--type", "Burglary=OTH").code == 0
    (kept,) = (lists.command.folder / "home" / "mappings").iterdir()
    (lists.window.folder / "home" / "mappings" / kept.name).write_bytes(kept.read_bytes())

    by_command = lists.command.run("list", "check", "named.csv", "--json").json
    with lists.window.open() as window:
        page = give(window, lists.window.folder / "named.csv")
        assert "4 of 5 rows accepted" in words(page)
        assert part(page, QWidget, "mapping-drop").isVisibleTo(page)
    assert (by_command["accepted"], by_command["rows"]) == (4, 5)
    forgotten = lists.command.run("list", "check", "named.csv", "--forget-mapping", "--json").json
    assert forgotten["accepted"] == 3


def test_an_inspection_takes_no_passphrase_of_its_own_names(lists: BothFrontEnds) -> None:
    (lists.command.folder / "phrase.txt").write_text(f"{FORCE} {CODE}")
    refused = lists.command.run(*NEW, "--passphrase-file", "phrase.txt")
    (lists.command.folder / "phrase.txt").unlink()
    assert refused.code == 2
    with lists.window.open() as window:
        page = give(window, lists.window.folder / "list.csv")
        for name, text in (("new-code", CODE), ("new-force", FORCE), ("new-person", "A.")):
            write(page, name, text)
        write(page, "new-passphrase", f"{FORCE} {CODE}")
        write(page, "new-passphrase-again", f"{FORCE} {CODE}")
        assert page.form.passphrase.phrase == ""
        assert text_of(page, "passphrase-judgement") in refused.err
    lists.compare()


def test_a_sample_is_drawn_and_made_an_inspection_with_its_record(
    lists: BothFrontEnds, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = lists.command.run(
        *("list", "draw", "list.csv", "sample.csv", "--size", "2", "--seed", "agreed"),
        *("--replacements", "1"),
    )
    assert drawn.code == 0, drawn.err
    arguments = ["sample.csv" if part == "list.csv" else part for part in NEW]
    assert lists.command.run(*arguments, "--draw", "sample.draw.json").code == 0
    out = lists.window.folder / "sample.csv"
    monkeypatch.setattr("ui.window.beginning.new_inspection.save_as", lambda *_: out)
    with lists.window.open() as window:
        page = give(window, lists.window.folder / "list.csv")
        press(page, "step-next")
        press(part(page, QWidget, "which-sample"), "choice-drawn")
        for name, text in (("draw-size", "2"), ("draw-spare", "1"), ("draw-seed", "agreed")):
            write(page, name, text)
        press(page, "draw")
        window.settle()
        press(page, "step-back")
        make(window, page, lists.window.folder / "made.review")
    for name in ("sample.csv", "sample.draw.json", "sample-replacements.csv"):
        assert contents(lists, name)
    by_command, by_window = (side.outcome("made.review") for side in (lists.command, lists.window))
    assert by_command.events == by_window.events
    assert "seed “agreed”" in "".join(event[-1] for event in by_command.events)


def test_rows_refused_and_the_mapping_are_written_alike(
    lists: BothFrontEnds, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert lists.command.run("list", "check", "bad.csv", "--refused", "refused.csv").code == 1
    assert lists.command.run("list", "mapping", "bad.csv", "mapping.json").code == 0
    with lists.window.open() as window:
        page = give(window, lists.window.folder / "bad.csv")
        for name, button in (("refused.csv", "refused-rows"), ("mapping.json", "mapping-keep")):
            path = lists.window.folder / name
            monkeypatch.setattr("ui.window.beginning.list_work.save_as", lambda *_, p=path: p)
            press(page, button)
    assert b"Burglary" in contents(lists, "refused.csv")
    assert b"Crime No" in contents(lists, "mapping.json")
    lists.compare()


def later(window: Running, command: Command, path: Path) -> None:
    """Give a later list to the page of an act, accept what it brings, and wait."""
    window.window.actions_[command].trigger()
    page = part(window.window, LaterListPage)
    page.list_given.emit(path)
    window.settle()
    press(page, "step-next")
    window.settle()
    press(page, "step-next")
    window.settle()


def with_later_list(both: BothFrontEnds) -> None:
    for side in (both.command, both.window):
        (side.folder / "later.csv").write_text(LATER, "utf-8")


def test_a_list_is_extended_by_a_later_one(both: BothFrontEnds) -> None:
    with_later_list(both)
    done = both.command.run("list", "extend", "a.review", "later.csv")
    assert done.code == 0, done.err
    with both.window.open("a.review") as window:
        later(window, Commands.EXTEND, both.window.folder / "later.csv")
    outcome = both.compare("a.review")
    assert outcome.events[-1][0] == "list extended"


def test_a_list_that_brings_nothing_new_is_refused_alike(both: BothFrontEnds) -> None:
    before = both.command.outcome("a.review").events
    refused = both.command.run("list", "extend", "a.review", "list.csv")
    assert refused.code == 1
    with both.window.open("a.review") as window:
        window.window.actions_[Commands.EXTEND].trigger()
        page = part(window.window, LaterListPage)
        page.list_given.emit(both.window.folder / "list.csv")
        window.settle()
        press(page, "step-next")
        assert text_of(page, "step-why") in refused.err
    assert both.compare("a.review").events == before


def test_cases_are_assigned_as_a_list_says(both: BothFrontEnds) -> None:
    with_later_list(both)
    done = both.command.run("assign", "a.review", "--list", "later.csv")
    assert done.code == 0, done.err

    def by_list(dialog: QDialog) -> None:
        press(dialog, "choice-listed")
        press(dialog, "assign-sheet-accept")

    with both.window.open("a.review") as window:
        in_dialog(by_list)
        window.window.actions_[Commands.ASSIGN].trigger()
        page = part(window.window, LaterListPage)
        page.list_given.emit(both.window.folder / "later.csv")
        window.settle()
        press(page, "step-next")
        window.settle()
        press(page, "step-next")
        window.settle()
    outcome = both.compare("a.review")
    assigned = [event[-1] for event in outcome.events if event[0] == "assigned"]
    assert assigned == ['{"inspector":"B. Inspector"}']


def test_cases_are_allocated_evenly(both: BothFrontEnds) -> None:
    names = "A. Inspector; B. Inspector;"
    assert both.command.run("assign", "a.review", "--evenly", names).code == 0

    def allocate(dialog: QDialog) -> None:
        press(dialog, "choice-evenly")
        fill(dialog, assign_names=names)
        press(dialog, "assign-sheet-accept")

    with both.window.open("a.review") as window:
        in_dialog(allocate)
        window.window.actions_[Commands.ASSIGN].trigger()
        window.settle()
    outcome = both.compare("a.review")
    assert sum(event[0] == "assigned" for event in outcome.events) == 6
