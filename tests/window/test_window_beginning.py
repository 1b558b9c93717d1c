"""From nothing to an open inspection: the list, what was found, the file; or nothing at all."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QTableView,
    QWidget,
)
from pytestqt.qtbot import QtBot
from window_sample import NOW, answer_some, form, inspection, make_file, opened

from db.key import derive_key, key_of_recovery_code
from db.store import ReviewFile
from reviewer.app.exporting import export_workbook
from reviewer.domain.event import Action, Entry
from reviewer.domain.times import stamp
from reviewer.signing.identity import Identity, create_identity
from reviewer.signing.protection import protect
from reviewer.signing.trust import add_certificate
from ui.filing import creating, open_to_write
from ui.places import trust_folder
from ui.window.buttons import Chip
from ui.window.entrance import Entrance
from ui.window.jobs import Jobs
from ui.window.keeping_sheets import RecoverySheet
from ui.window.new_inspection_page import NewInspectionPage
from ui.window.new_register_page import NewRegisterPage
from ui.window.recent import Recent, forget, load_recent, remember
from ui.window.start_page import StartPage
from ui.window.theme import Theme

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

PHRASE = "purple anvil river lantern mosaic"
GOOD = (
    "Crime No,Category,Date reported,Child name,Our grade\n"
    "TST/001/17,Missing,12/01/2017,A Name,Good\n"
    "TST/002/17,S47,13/01/2017,A Name,Inadequate\n"
    "TST/003/17,Custody,14/01/2017,A Name,Good\n"
)
BAD = GOOD + "TST/004/17,Burglary,15/01/2017,A Name,Good\n,Missing,16/01/2017,A Name,Good\n"


class Host(QWidget):
    """Shows one page at a time, as the window does."""

    def __init__(self) -> None:
        super().__init__()
        self.page: QWidget | None = None
        self.resize(1280, 720)

    def put(self, page: QWidget) -> None:
        self.page = page
        page.setParent(self)
        page.resize(self.size())
        page.show()


@pytest.fixture
def host(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Host:
    monkeypatch.setenv("REVIEWER_HOME", str(tmp_path / "home"))
    host = Host()
    qtbot.addWidget(host)
    host.show()
    return host


@pytest.fixture
def entrance(host: Host, theme: Theme) -> Iterator[Entrance]:
    jobs = Jobs(host)
    yield Entrance(theme, jobs, lambda: NOW, host.put)
    jobs.cancel()
    jobs.wait()


def one(widget: QWidget | None, kind: type[QWidget], name: str) -> QWidget:
    assert widget is not None
    found = widget.findChild(kind, name)
    assert found is not None, name
    return found


def press(widget: QWidget | None, name: str) -> None:
    button = one(widget, QAbstractButton, name)
    assert isinstance(button, QAbstractButton)
    assert button.isEnabled(), name
    button.click()


def write(widget: QWidget | None, name: str, text: str) -> None:
    line = one(widget, QLineEdit, name)
    assert isinstance(line, QLineEdit)
    line.setText(text)


def words(widget: QWidget | None) -> str:
    assert widget is not None
    return "\n".join(x.text() for x in widget.findChildren(QLabel) if not x.isHidden())


def read(entrance: Entrance, host: Host, qtbot: QtBot, path: Path) -> NewInspectionPage:
    entrance.show_new()
    page = host.page
    assert isinstance(page, NewInspectionPage)
    page.list_given.emit(path)
    qtbot.waitUntil(page.findings.isVisible, timeout=30_000)
    return page


def fill(page: NewInspectionPage, target: Path) -> None:
    write(page, "new-code", "NCPI-TST-2018Q4")
    write(page, "new-force", "Sample Constabulary")
    write(page, "new-person", "A. Inspector")
    write(page, "new-visit-from", "05/11/2018")
    write(page, "target", str(target))
    write(page, "new-passphrase", PHRASE)
    write(page, "new-passphrase-again", PHRASE)


@pytest.fixture
def recovery_codes(qapp: QApplication) -> Iterator[list[str]]:
    """Note every recovery code that is shown, and say that it is kept."""
    shown: list[str] = []

    def look() -> None:
        sheet = QApplication.activeModalWidget()
        if isinstance(sheet, RecoverySheet):
            label = one(sheet, QLabel, "recovery-code")
            assert isinstance(label, QLabel)
            shown.append(label.text())
            press(sheet, "recovery-sheet-accept")

    timer = QTimer(qapp, interval=20)
    timer.timeout.connect(look)
    timer.start()
    yield shown
    timer.stop()


def test_an_inspection_is_made_of_a_clean_list_and_opened(
    entrance: Entrance, host: Host, qtbot: QtBot, tmp_path: Path, recovery_codes: list[str]
) -> None:
    listed = tmp_path / "list.csv"
    listed.write_text(GOOD, "utf-8")
    page = read(entrance, host, qtbot, listed)
    assert "3 of 3 rows are cases" in words(page)
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
    grade = one(page, QComboBox, "map-force_grade")
    assert isinstance(grade, QComboBox)
    assert grade.currentText() == "Our grade"
    sample = one(page, QLabel, "samples-force_grade")
    assert isinstance(sample, QLabel)
    assert sample.text() == ""
    assert "A Name" not in words(page)
    assert "TST/001/17" in words(page)


def test_problems_keep_the_way_shut_until_the_good_rows_are_ticked(
    entrance: Entrance, host: Host, qtbot: QtBot, tmp_path: Path
) -> None:
    listed = tmp_path / "list.csv"
    listed.write_text(BAD, "utf-8")
    page = read(entrance, host, qtbot, listed)
    table = one(page, QTableView, "problems")
    assert isinstance(table, QTableView)
    assert table.model().rowCount() == 2
    following = one(page, QAbstractButton, "step-next")
    assert not following.isEnabled()
    assert "--" not in words(page)
    ticked = one(page, Chip, "good-rows")
    assert isinstance(ticked, Chip)
    ticked.click()
    assert following.isEnabled()


def test_words_that_are_no_case_type_can_be_given_one(
    entrance: Entrance, host: Host, qtbot: QtBot, tmp_path: Path
) -> None:
    listed = tmp_path / "list.csv"
    listed.write_text(BAD, "utf-8")
    page = read(entrance, host, qtbot, listed)
    box = one(page, QComboBox, "type-of-words")
    assert isinstance(box, QComboBox)
    place = box.findData("REF")
    box.setCurrentIndex(place)
    box.activated.emit(place)
    qtbot.waitUntil(lambda: "4 of 5 rows are cases" in words(page), timeout=30_000)


def test_a_column_chosen_for_a_key_is_read_as_that(
    entrance: Entrance, host: Host, qtbot: QtBot, tmp_path: Path
) -> None:
    listed = tmp_path / "list.csv"
    listed.write_text(GOOD.replace("Crime No", "Zzz"), "utf-8")
    page = read(entrance, host, qtbot, listed)
    box = one(page, QComboBox, "map-unit")
    assert isinstance(box, QComboBox)
    place = box.findData("Our grade")
    box.setCurrentIndex(place)
    box.activated.emit(place)
    qtbot.waitUntil(
        lambda: isinstance(s := one(page, QLabel, "samples-unit"), QLabel) and "Good" in s.text(),
        timeout=30_000,
    )


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
    folder = tmp_path / "made"
    folder.mkdir()
    fill(page, folder / "made.review")
    press(page, "step-next")
    press(page, "job-cancel")
    qtbot.waitUntil(lambda: "Cancelled" in page.job.words.text(), timeout=30_000)
    assert list(folder.iterdir()) == []


def test_a_weak_passphrase_and_a_slip_are_said_while_they_are_typed(
    entrance: Entrance, host: Host, qtbot: QtBot, tmp_path: Path
) -> None:
    listed = tmp_path / "list.csv"
    listed.write_text(GOOD, "utf-8")
    page = read(entrance, host, qtbot, listed)
    press(page, "step-next")
    fill(page, tmp_path / "made.review")
    judgement = one(page, QLabel, "passphrase-judgement")
    assert isinstance(judgement, QLabel)
    write(page, "new-passphrase", "password")
    qtbot.waitUntil(lambda: "14 characters" in judgement.text())
    write(page, "new-passphrase", PHRASE)
    write(page, "new-passphrase-again", PHRASE + " ")
    qtbot.waitUntil(lambda: "not the same" in judgement.text())
    press(page, "step-next")
    assert "twice the same" in page.job.words.text()


@pytest.mark.usefixtures("recovery_codes")
def test_the_wrong_passphrase_is_said_and_may_be_tried_again(
    entrance: Entrance, host: Host, qtbot: QtBot, tmp_path: Path
) -> None:
    listed = tmp_path / "list.csv"
    listed.write_text(GOOD, "utf-8")
    page = read(entrance, host, qtbot, listed)
    press(page, "step-next")
    fill(page, tmp_path / "made.review")
    with qtbot.waitSignal(entrance.opened, timeout=30_000) as was:
        press(page, "step-next")
    assert was.args is not None
    was.args[0].close()
    entrance.unlock(tmp_path / "made.review")
    write(host.page, "passphrase", "something else")
    press(host.page, "open")
    qtbot.waitUntil(lambda: "passphrase is wrong" in words(host.page), timeout=30_000)
    write(host.page, "passphrase", PHRASE)
    with qtbot.waitSignal(entrance.opened, timeout=30_000) as was:
        press(host.page, "open")
    assert was.args is not None
    was.args[0].close()


def test_recent_files_come_back_newest_first_and_can_be_forgotten(tmp_path: Path) -> None:
    kept = tmp_path / "home" / "recent.json"
    first, second = Recent(path=tmp_path / "a.review"), Recent(path=tmp_path / "b.review", code="B")
    for each in (first, second, first):
        remember(kept, each)
    assert load_recent(kept) == [first, second]
    forget(kept, first.path)
    assert load_recent(kept) == [second]
    kept.write_text("[{]", "utf-8")
    assert load_recent(kept) == []


@pytest.fixture(scope="module")
def identity() -> Identity:
    return create_identity(name="A. Inspector", kind="ec", now=NOW)


def signed_workbook(folder: Path, identity: Identity) -> Path:
    path = folder / "sample.review"
    make_file(path, 3)
    with opened(path) as store:
        answer_some(store, 1)
        export_workbook(store, folder / "a.xlsx", identity, now=NOW, export_id="e", app_version="0")
    return folder / "a.xlsx"


def test_a_workbook_is_checked_and_its_signer_trusted_after_the_fingerprint_was_compared(
    entrance: Entrance, host: Host, qtbot: QtBot, tmp_path: Path, identity: Identity
) -> None:
    page = entrance.show_check()
    page.given.emit([signed_workbook(tmp_path, identity)])
    qtbot.waitUntil(lambda: identity.fingerprint in words(page), timeout=30_000)
    assert "nobody here has vouched" in words(page)
    press(page, "compared")
    press(page, "trust")
    qtbot.waitUntil(lambda: "signed by someone you trust" in words(page), timeout=30_000)


def test_a_changed_workbook_is_told_by_part(
    entrance: Entrance, host: Host, qtbot: QtBot, tmp_path: Path, identity: Identity
) -> None:
    good = signed_workbook(tmp_path, identity)
    bad = tmp_path / "bad.xlsx"
    with zipfile.ZipFile(good) as source, zipfile.ZipFile(bad, "w", zipfile.ZIP_DEFLATED) as out:
        for name in source.namelist():
            content = source.read(name)
            out.writestr(name, content + b" " if name.endswith("sheet1.xml") else content)
    page = entrance.show_check()
    page.given.emit([bad])
    qtbot.waitUntil(lambda: "Do not use it" in words(page), timeout=30_000)
    assert "[Content_Types].xml: " in words(page)
    assert page.findChild(QAbstractButton, "trust") is None


def test_a_protected_workbook_is_opened_with_its_password(
    entrance: Entrance, host: Host, qtbot: QtBot, tmp_path: Path, identity: Identity
) -> None:
    path = signed_workbook(tmp_path, identity)
    path.write_bytes(protect(path.read_bytes(), "open sesame"))
    page = entrance.show_check()
    page.given.emit([path])
    qtbot.waitUntil(page.password.isVisible, timeout=30_000)
    write(page, "workbook-password", "wrong")
    press(page, "password-give")
    qtbot.waitUntil(lambda: "does not open it" in words(page.password), timeout=30_000)
    write(page, "workbook-password", "open sesame")
    press(page, "password-give")
    qtbot.waitUntil(lambda: identity.fingerprint in words(page), timeout=30_000)
    assert not page.password.isVisible()


@pytest.mark.usefixtures("recovery_codes")
def test_a_register_is_made_of_workbooks_and_opened(
    entrance: Entrance, host: Host, qtbot: QtBot, tmp_path: Path, identity: Identity
) -> None:
    add_certificate(trust_folder(), identity.certificate_der)
    entrance.show_merge()
    page = host.page
    assert isinstance(page, NewRegisterPage)
    page.given.emit([signed_workbook(tmp_path, identity)])
    qtbot.waitUntil(lambda: "What the register will hold" in words(page), timeout=30_000)
    assert "3 sampled = 1 reviewed + 0 excluded + 2 outstanding" in words(page)
    write(page, "lead", "T. Lead")
    write(page, "target", str(tmp_path / "team.review"))
    write(page, "new-passphrase", PHRASE)
    write(page, "new-passphrase-again", PHRASE)
    with qtbot.waitSignal(entrance.opened, timeout=30_000) as made:
        press(page, "make-register")
    assert made.args is not None
    store = made.args[0]
    assert store.inspection().person == "T. Lead"
    assert len(store.sources()) == 1
    store.close()


def test_a_file_that_is_none_of_ours_is_not_asked_a_passphrase(
    entrance: Entrance, host: Host, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr("ui.window.entrance.show_refusal", lambda _, text: said.append(text))
    other = tmp_path / "other.review"
    other.write_text("no review file " * 1000, "utf-8")
    entrance.begin(other)
    assert "not a review file" in said[0]
    assert isinstance(host.page, StartPage)


def test_a_file_open_elsewhere_can_be_read(
    entrance: Entrance, host: Host, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "a.review"
    with creating(path, PHRASE) as store, store.transaction() as unit:
        unit.begin(inspection(), form(), None, ())
        unit.log(Entry(action=Action.CREATED, actor="A. Inspector", at=stamp(NOW)))
    with open_to_write(path, derive_key(path, PHRASE), now=NOW):
        entrance.unlock(path)
        offer = one(host.page, QAbstractButton, "open-read-only")
        assert offer.isHidden()
        write(host.page, "passphrase", PHRASE)
        press(host.page, "open")
        qtbot.waitUntil(lambda: not offer.isHidden(), timeout=30_000)
        assert "is open for writing" in words(host.page)
        with qtbot.waitSignal(entrance.opened, timeout=30_000) as opened:
            press(host.page, "open-read-only")
        store = opened.args[0]
        assert store.read_only
        store.close()
