"""The way in: passphrases, recent files, workbooks that are checked or merged."""

from __future__ import annotations

import zipfile
from pathlib import Path
from threading import Event

import pytest
from entrance_sample import GOOD, PHRASE, Host, fill, read
from format_sample import LATER, write_scripts
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget
from pytestqt.qtbot import QtBot
from window_kit import part, press, words, write
from window_sample import KEY, NOW, answer_some, form, inspection, make_file, opened

from db import migration, schema
from db.engine import log_of
from db.key import FileKey
from reviewer.app.exporting import ExportOrder, export_workbook
from reviewer.app.store import Store
from reviewer.domain.file_actions import FileCreated
from reviewer.signing.identity import Identity, create_identity
from reviewer.signing.protection import protect
from ui.operations.files import CreatedFile, create_file, open_to_write
from ui.operations.trust import trust_signer
from ui.window.beginning.start_page import StartPage
from ui.window.beginning.unlock import UnlockPage
from ui.window.entrance import Entrance
from ui.window.team.new_register_page import NewRegisterPage

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


def shows_fingerprint(page: QWidget, identity: Identity) -> bool:
    """Say whether every group of a fingerprint is shown."""
    shown = words(page).splitlines()
    return all(group in shown for group in identity.fingerprint.split("-"))


def test_a_file_of_an_earlier_format_is_updated_only_when_asked_and_says_what_is_done(
    entrance: Entrance,
    host: Host,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = tmp_path / "a.review"
    make_file(path, 3)
    monkeypatch.setattr("ui.window.opening.key_of", lambda *_: KEY)
    monkeypatch.setattr(migration, "SCRIPTS", write_scripts(tmp_path / "scripts"))
    monkeypatch.setattr(schema, "FORMAT_VERSION", LATER)
    entrance.unlock(path)
    page = host.page
    assert isinstance(page, UnlockPage)
    shown: list[str] = []
    entrance._jobs.progressed.connect(shown.append)
    before = path.read_bytes()
    update = part(page, QAbstractButton, "update-and-open")
    assert update.isHidden()
    write(page, "passphrase", PHRASE)
    press(page, "open")
    qtbot.waitUntil(lambda: not update.isHidden(), timeout=30_000)
    assert "cannot open it" in words(page)
    assert (path.read_bytes(), shown) == (before, [])
    with qtbot.waitSignal(entrance.opened, timeout=30_000) as was:
        press(page, "update-and-open")
    assert was.args is not None
    was.args[0].close()
    assert shown == [
        (
            "This file was saved by an earlier version of Reviewer. A copy is kept as "
            "a.before-format-3-1.review…"
        ),
        "Updating the file, step 1 of 2…",
        "Updating the file, step 2 of 2…",
    ]
    assert shown[-1] in words(page)


def test_a_file_that_is_being_opened_while_the_window_closes_is_closed_again(
    entrance: Entrance, host: Host, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.review"
    make_file(path, 3)
    monkeypatch.setattr("ui.window.opening.key_of", lambda *_: KEY)
    entrance.unlock(path)
    page = host.page
    assert isinstance(page, UnlockPage)
    page.given.emit(path, PHRASE)
    entrance._jobs.wait()
    assert not log_of(path).exists()
    with opened(path) as store:  # nobody holds the writer's lock any more
        assert store.session


@pytest.mark.parametrize("right", [True, False])
def test_a_file_whose_page_was_left_while_it_was_opened_does_not_come_up_and_is_closed_again(
    entrance: Entrance,
    host: Host,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    *,
    right: bool,
) -> None:
    path = tmp_path / "a.review"
    make_file(path, 3)
    go_on = Event()

    def derive(*_: object) -> FileKey:
        go_on.wait()
        return KEY if right else FileKey(raw=bytes(32))

    monkeypatch.setattr("ui.window.opening.key_of", derive)
    entrance.unlock(path)
    qtbot.waitUntil(lambda: not entrance._jobs.busy(), timeout=30_000)
    came_up: list[object] = []
    entrance.opened.connect(came_up.append)
    write(host.page, "passphrase", PHRASE)
    press(host.page, "open")
    press(host.page, "back")
    start = host.page
    assert isinstance(start, StartPage)
    go_on.set()
    qtbot.waitUntil(lambda: not entrance._jobs.busy(), timeout=30_000)
    assert came_up == []
    assert host.page is start
    with opened(path) as store:  # nobody holds the writer's lock any more
        assert store.session


def test_a_weak_passphrase_and_a_slip_are_reported_while_they_are_typed(
    entrance: Entrance, host: Host, qtbot: QtBot, tmp_path: Path
) -> None:
    listed = tmp_path / "list.csv"
    listed.write_text(GOOD, "utf-8")
    page = read(entrance, host, qtbot, listed)
    press(page, "step-next")
    press(page, "step-next")
    fill(page, tmp_path / "made.review")
    judgement = part(page, QLabel, "passphrase-judgement")
    write(page, "new-passphrase", "password")
    qtbot.waitUntil(lambda: "14 characters" in judgement.text())
    write(page, "new-passphrase", PHRASE)
    write(page, "new-passphrase-again", PHRASE + " ")
    qtbot.waitUntil(lambda: "differ" in judgement.text())
    press(page, "step-next")
    assert "both boxes" in page.job.words.text()


@pytest.mark.usefixtures("recovery_codes")
def test_the_wrong_passphrase_is_reported_and_may_be_tried_again(
    entrance: Entrance, host: Host, qtbot: QtBot, tmp_path: Path
) -> None:
    listed = tmp_path / "list.csv"
    listed.write_text(GOOD, "utf-8")
    page = read(entrance, host, qtbot, listed)
    press(page, "step-next")
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


@pytest.fixture(scope="module")
def identity() -> Identity:
    return create_identity(name="A. Inspector", kind="ec", now=NOW)


def signed_workbook(folder: Path, identity: Identity) -> Path:
    path = folder / "sample.review"
    make_file(path, 3)
    with opened(path) as store:
        answer_some(store, 1)
        export_workbook(
            store,
            ExportOrder(out=folder / "a.xlsx"),
            identity,
            now=NOW,
            export_id="e",
            app_version="0",
        )
    return folder / "a.xlsx"


def test_a_workbook_is_checked_and_its_signer_trusted_after_the_fingerprint_was_compared(
    entrance: Entrance, host: Host, qtbot: QtBot, tmp_path: Path, identity: Identity
) -> None:
    page = entrance.show_check()
    page.given.emit([signed_workbook(tmp_path, identity)])
    qtbot.waitUntil(lambda: shows_fingerprint(page, identity), timeout=30_000)
    assert "do not trust yet" in words(page)
    press(page, "compared")
    part(page, QAbstractButton, "trust").setFocus()
    press(page, "trust")
    qtbot.waitUntil(lambda: "by someone you trust" in words(page), timeout=30_000)
    assert host.focusWidget() is part(page, QAbstractButton, "check-drop-choose")


def test_a_changed_workbook_is_reported_by_part(
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
    qtbot.waitUntil(lambda: "not the right password" in words(page.password), timeout=30_000)
    write(page, "workbook-password", "open sesame")
    press(page, "password-give")
    qtbot.waitUntil(lambda: shows_fingerprint(page, identity), timeout=30_000)
    assert not page.password.isVisible()


@pytest.mark.usefixtures("recovery_codes")
def test_a_register_is_made_of_workbooks_and_opened(
    entrance: Entrance, host: Host, qtbot: QtBot, tmp_path: Path, identity: Identity
) -> None:
    trust_signer(identity.certificate_der, now=NOW)
    entrance.show_merge()
    page = host.page
    assert isinstance(page, NewRegisterPage)
    page.given.emit([signed_workbook(tmp_path, identity)])
    qtbot.waitUntil(lambda: "The register will contain" in words(page), timeout=30_000)
    assert "3 sampled = 1 reviewed + 0 excluded + 2 outstanding" in words(page)
    ways_out = [part(page, QAbstractButton, name) for name in ("back", "open-register")]
    assert all(way.isEnabled() for way in ways_out)
    write(page, "lead", "T. Lead")
    write(page, "target", str(tmp_path / "team.review"))
    write(page, "new-passphrase", PHRASE)
    write(page, "new-passphrase-again", PHRASE)
    with qtbot.waitSignal(entrance.opened, timeout=30_000) as made:
        press(page, "make-register")
        assert not any(way.isEnabled() for way in ways_out)  # it shows the recovery code
    assert made.args is not None
    store = made.args[0]
    assert store.inspection().person == "T. Lead"
    assert len(store.sources()) == 1
    store.close()


@pytest.mark.usefixtures("recovery_codes")
def test_a_new_file_that_does_not_open_at_once_is_asked_for_by_its_passphrase(
    entrance: Entrance, host: Host, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.review"
    make_file(path, 3)
    shown: list[str] = []
    monkeypatch.setattr("ui.window.entrance.show_refusal", lambda _, text: shown.append(text))
    entrance.show_merge()
    with opened(path):  # somebody was faster
        entrance._open_made(CreatedFile(path=path, key=KEY))
        qtbot.waitUntil(lambda: bool(shown), timeout=30_000)
    assert "is already open" in shown[0]
    assert isinstance(host.page, UnlockPage)
    qtbot.waitUntil(lambda: not entrance._jobs.busy(), timeout=30_000)


def test_a_file_that_is_none_of_ours_is_not_asked_a_passphrase(
    entrance: Entrance,
    host: Host,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shown: list[str] = []
    monkeypatch.setattr("ui.window.entrance.show_refusal", lambda _, text: shown.append(text))
    other = tmp_path / "other.review"
    other.write_text("no review file " * 1000, "utf-8")
    entrance.begin(other)
    qtbot.waitUntil(lambda: bool(shown), timeout=30_000)
    assert "not a review file" in shown[0]
    assert isinstance(host.page, StartPage)


def test_a_file_open_elsewhere_can_be_read(
    entrance: Entrance, host: Host, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "a.review"

    def fill(store: Store) -> None:
        with store.transaction(NOW) as unit:
            unit.begin(inspection(), form(), None, ())
            unit.log(FileCreated.of(inspection()))

    made = create_file(path, PHRASE, inspection(), fill, now=NOW)
    with open_to_write(path, made.key, now=NOW):
        entrance.unlock(path)
        offer = part(host.page, QAbstractButton, "open-read-only")
        assert offer.isHidden()
        write(host.page, "passphrase", PHRASE)
        press(host.page, "open")
        qtbot.waitUntil(lambda: not offer.isHidden(), timeout=30_000)
        assert "is already open" in words(host.page)
        with qtbot.waitSignal(entrance.opened, timeout=30_000) as opened:
            press(host.page, "open-read-only")
        store = opened.args[0]
        assert store.read_only
        store.close()
