"""What both front ends ask of a list: read as remembered, drawn from, made an inspection of."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from reviewer.domain.draw import DrawPlan
from reviewer.domain.errors import RefusalError, WorldError
from reviewer.domain.inspection import DEFAULT_MARKING, FileKind, Inspection
from reviewer.domain.list_options import AS_FOUND, ListMapping, ListOptions
from ui.operations.control import CANCELLED, JobControl
from ui.operations.files import open_to_read
from ui.operations.forms import chosen_form
from ui.operations.inspections import AcceptedList, make_inspection
from ui.operations.lists import ListRead, draw_sample, read_list, remember_list

NOW = datetime(2018, 11, 5, 9, tzinfo=UTC)
FORM = chosen_form("ncpi")
FORCE = "Sample Constabulary"
PASSPHRASE = "violet lantern gravel orchid thursday"
ABOUT = Inspection(
    code="NCPI-TST-2018Q4",
    force=FORCE,
    marking=DEFAULT_MARKING,
    form=FORM.stamp,
    kind=FileKind.REVIEW,
    person="A. Inspector",
)
HEAD = "Crime No,Kind,Date reported,Force\n"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("db.key.MEMORY_KIB", 64)
    monkeypatch.setenv("REVIEWER_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def listed(tmp_path: Path) -> Path:
    path = tmp_path / "list.csv"
    rows = (f"{n}/17,Burglary,2017-03-0{n},{FORCE if n > 1 else 'Other Force'}" for n in (1, 2, 3))
    path.write_text(HEAD + "\n".join(rows), "utf-8")
    return path


def read(path: Path, options: ListOptions = AS_FOUND, **named: bool) -> ListRead:
    return read_list(path, FORM, options, now=NOW, **named)


def make(path: Path, accepted: AcceptedList, passphrase: str = PASSPHRASE) -> str:
    """Make the inspection and return its notice."""
    return make_inspection(path, passphrase, ABOUT, accepted, now=NOW).notice


def known(path: Path) -> ListRead:
    """The list with its word for a case type explained."""
    return read(path, AS_FOUND.with_type("Burglary", "OTH"))


@pytest.mark.parametrize("force", [FORCE, ""])
def test_a_list_is_read_as_the_last_one_of_the_force_that_a_person_or_the_list_names(
    listed: Path, force: str
) -> None:
    options = ListOptions(force=force)
    assert read(listed, options).reading.cases == ()
    remember_list(known(listed), FORCE)
    found = read(listed, options)
    assert (found.force, found.recalled, len(found.reading.cases)) == (FORCE, True, 3)
    forgotten = read(listed, options, recall=False)
    assert (forgotten.recalled, forgotten.reading.cases) == (False, ())


def test_what_a_person_gives_is_not_replaced_by_what_is_remembered(listed: Path) -> None:
    remember_list(known(listed), FORCE)
    given = ListMapping(types={"Burglary": "DA"})
    found = read(listed, ListOptions(force=FORCE, earlier=given), recall=False)
    assert set(found.reading.by_type) == {"DA"}
    assert not found.recalled


def test_the_file_is_made_of_the_list_that_was_seen_and_of_no_other(
    listed: Path, tmp_path: Path
) -> None:
    seen = known(listed)
    listed.write_text(listed.read_text("utf-8").replace("1/17", "9/17"), "utf-8")
    with pytest.raises(RefusalError) as refused:
        make(tmp_path / "a.review", AcceptedList(read=seen))
    assert refused.value.code == "list-changed"
    assert not (tmp_path / "a.review").exists()


@pytest.mark.parametrize("passphrase", [FORCE, f"{FORCE} {ABOUT.code}", "A. Inspector 2018Q4"])
def test_the_names_of_the_inspection_make_no_passphrase(
    listed: Path, tmp_path: Path, passphrase: str
) -> None:
    with pytest.raises(RefusalError):
        make(tmp_path / "a.review", AcceptedList(read=known(listed)), passphrase)
    assert not (tmp_path / "a.review").exists()


def test_a_list_that_cannot_be_remembered_is_made_an_inspection_all_the_same(
    listed: Path, tmp_path: Path, home: Path
) -> None:
    home.mkdir()
    (home / "mappings").write_text("no folder", "utf-8")
    notice = make(tmp_path / "a.review", AcceptedList(read=known(listed)))
    assert "could not be saved" in str(notice)
    assert (tmp_path / "a.review").exists()


def test_a_cancelled_inspection_leaves_no_file(listed: Path, tmp_path: Path) -> None:
    control = JobControl()
    control.cancel()
    accepted = AcceptedList(read=known(listed))
    with pytest.raises(WorldError) as cancelled:
        make_inspection(
            tmp_path / "a.review", PASSPHRASE, ABOUT, accepted, now=NOW, control=control
        )
    assert cancelled.value.code == CANCELLED
    assert not (tmp_path / "a.review").exists()


def test_a_sample_is_read_back_and_its_own_headers_are_not_remembered(
    listed: Path, tmp_path: Path, home: Path
) -> None:
    frame = known(listed)
    drawn = draw_sample(frame, DrawPlan(seed="agreed", size=2), tmp_path / "s.csv", now=NOW)
    assert len(drawn.read.reading.cases) == 2
    accepted = AcceptedList(read=drawn.read, record=drawn.record, inspectors=["A.", "B."])
    made = make_inspection(tmp_path / "a.review", PASSPHRASE, ABOUT, accepted, now=NOW)
    with open_to_read(made.path, made.key) as store:
        assert store.inspection().random_sample
        assert sorted(case.get("inspector") for case in store.cases()) == ["A.", "B."]
    assert not (home / "mappings").exists()
    make(tmp_path / "b.review", replace(accepted, frame=frame))
    assert "Crime No" in next((home / "mappings").iterdir()).read_text("utf-8")
