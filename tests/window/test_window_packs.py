"""Packs and the progress board in the window: a lead hands out, an inspector begins."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest
from entrance_sample import PHRASE, Host
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QComboBox, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid
from window_kit import in_dialog, part, press, words, write
from window_sample import CODE, KEY, NOW, SALT, form, inspection, sample_cases

from db.file import creating, open_file
from db.store import ReviewFile
from reviewer.app.assignment import allocate_evenly, assign_cases
from reviewer.app.leaving import OTHER_THERE
from reviewer.app.packs import PackOrder, make_pack
from reviewer.domain.case import INSPECTOR, SECOND_READER, ListStamp, list_digest
from reviewer.domain.errors import ReviewerError
from reviewer.domain.file_actions import FileCreated
from reviewer.domain.ids import SessionId
from reviewer.domain.inspection import FileKind
from reviewer.domain.team_actions import PackMade, PackOpened
from reviewer.signing.identity import Identity, create_identity, to_pkcs12
from reviewer.signing.trust import TrustList, load_trust
from ui.operations.places import trust_folder
from ui.window.entrance import Entrance
from ui.window.jobs import Jobs
from ui.window.parts.identity_fields import IdentityMemory
from ui.window.team.board_page import BoardPage
from ui.window.team.handing_out import HandingOut
from ui.window.team.pack_page import PackPage
from ui.window.team.team_page import TeamPage
from ui.window.theme import Theme

LEAD = create_identity(name="T. Lead", kind="ec", now=NOW)
ANN = create_identity(name="Ann One", kind="ec", now=NOW)
NAMES = ("Ann One", "Bea Two")


def files_of(identity: Identity, folder: Path, stem: str) -> Path:
    (folder / f"{stem}.p12").write_bytes(to_pkcs12(identity, PHRASE))
    (folder / f"{stem}.cer").write_bytes(identity.certificate_der)
    return folder / f"{stem}.p12"


@pytest.fixture
def register(tmp_path: Path) -> Iterator[ReviewFile]:
    """A lead's register of six cases, shared by two inspectors."""
    path, cases = tmp_path / "team.review", sample_cases(6)
    about = replace(inspection(), kind=FileKind.REGISTER, person="T. Lead", file="made")
    stamp = ListStamp(
        length=6,
        digest=list_digest(cases),
        file_digest="f0",
        loaded_at="2018-11-01T09:00:00.000Z",
    )
    with (
        creating(path, KEY, salt=SALT, person="T. Lead", session_id=SessionId("made")) as store,
        store.transaction(NOW) as unit,
    ):
        unit.begin(about, form(), stamp, cases)
        unit.log(FileCreated.of(about))
    with open_file(path, KEY, person="T. Lead", session_id=SessionId("lead")) as store:
        assign_cases(store, allocate_evenly(store.cases(), NAMES), now=NOW)
        yield store


def replacing(parent: QWidget, error: ReviewerError, **ways: Callable[[], object]) -> None:
    """Agree to replace what is there."""
    assert error.code == OTHER_THERE, parent
    ways["replace"]()


@pytest.fixture
def team(register: ReviewFile, theme: Theme, qtbot: QtBot) -> Iterator[tuple[TeamPage, Jobs]]:
    page = TeamPage(theme, register.form())
    qtbot.addWidget(page)
    with ExitStack() as stack:
        jobs = Jobs(page)
        stack.callback(jobs.wait)
        memory = IdentityMemory(known=lambda: "", remember=lambda _: None)
        HandingOut(page, register, jobs, lambda: NOW, memory, replacing)
        yield page, jobs


@pytest.mark.qt_log_ignore("propagateSizeHints")
def test_a_lead_makes_a_pack_for_an_inspector(
    team: tuple[TeamPage, Jobs], register: ReviewFile, qtbot: QtBot, tmp_path: Path
) -> None:
    page, _ = team
    identity = files_of(LEAD, tmp_path, "lead")
    files_of(ANN, tmp_path, "ann")
    press(page, "make-pack")
    sheet = page.window().findChild(QAbstractButton, "pack-accept").window()
    assert [part(sheet, QComboBox, "pack-inspector").itemText(n) for n in (0, 1)] == list(NAMES)
    press(sheet, "pack-accept")
    assert "fields" in words(sheet)
    write(sheet, "pack-certificate", str(tmp_path / "ann.cer"))
    write(sheet, "identity-file", str(identity))
    write(sheet, "identity-passphrase", PHRASE)
    write(sheet, "target", str(tmp_path / "ann.pack"))
    other = PackOrder(
        inspector="Bea Two", out=tmp_path / "ann.pack", pack_id="b1", passphrase=PHRASE
    )
    make_pack(register, other, LEAD, TrustList(), now=NOW)
    press(sheet, "pack-accept")
    qtbot.keyClick(sheet, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(sheet, Qt.Key.Key_Escape)
    assert sheet.isVisible(), "it is at work"
    qtbot.waitUntil(lambda: not isValid(sheet), timeout=30_000)
    *_, made = [event.action for event in register.events(PackMade)]
    assert isinstance(made, PackMade)
    assert (made.inspector, made.cases) == ("Ann One", 3)


@pytest.mark.qt_log_ignore("propagateSizeHints")
def test_a_lead_draws_second_reads(team: tuple[TeamPage, Jobs], register: ReviewFile) -> None:
    page, _ = team

    def fill(sheet: object) -> None:
        write(sheet, "second-reads-seed", "agreed")
        write(sheet, "second-reads-one-in", "3")
        press(sheet, "second-reads-all")
        press(sheet, "second-reads-accept")

    in_dialog(fill)
    press(page, "second-reads")
    drawn = [case for case in register.cases() if case.get(SECOND_READER)]
    assert len(drawn) == 2
    assert all(case.get(SECOND_READER) != case.get(INSPECTOR) for case in drawn)
    assert "agreed" in register.inspection().second_reads


@pytest.mark.qt_log_ignore("propagateSizeHints")
@pytest.mark.usefixtures("recovery_codes")
def test_an_inspector_sees_the_lead_s_fingerprint_and_begins(
    entrance: Entrance, host: Host, qtbot: QtBot, tmp_path: Path, register: ReviewFile
) -> None:
    order = PackOrder(
        inspector="Ann One",
        out=tmp_path / "ann.pack",
        pack_id="p1",
        certificates=(ANN.certificate,),
    )
    make_pack(register, order, LEAD, TrustList(), now=NOW)
    identity = files_of(ANN, tmp_path, "ann")
    entrance._on_dropped([tmp_path / "ann.pack"])
    page = host.page
    assert isinstance(page, PackPage)
    write(page, "identity-file", str(identity))
    write(page, "identity-passphrase", PHRASE)
    press(page, "pack-look")
    make = part(page, QAbstractButton, "pack-accept")
    qtbot.waitUntil(make.isVisible, timeout=30_000)
    assert "T. Lead" in words(page)
    assert LEAD.fingerprint[:4] in words(page)
    assert "3 of 6" in words(page)
    assert not make.isEnabled()
    press(page, "compared")
    write(page, "target", str(tmp_path / "mine.review"))
    write(page, "new-passphrase", PHRASE)
    write(page, "new-passphrase-again", PHRASE)
    with qtbot.waitSignal(entrance.opened, timeout=60_000) as was:
        make.click()
    assert was.args is not None
    store = was.args[0]
    assert store.inspection().person == "Ann One"
    assert store.inspection().code == CODE
    assert len(list(store.events(PackOpened))) == 1
    store.close()
    assert len(load_trust(trust_folder()).certificates) == 1


def test_what_is_no_pack_is_reported_and_the_page_stays(
    entrance: Entrance, host: Host, tmp_path: Path
) -> None:
    (tmp_path / "cut.pack").write_bytes(b"\x89RXC1\r\n\x1a\x00\x00")
    entrance.show_pack().take(tmp_path / "cut.pack")
    assert isinstance(host.page, PackPage)
    assert "cut short" in words(host.page)


def test_the_board_names_an_empty_folder(
    entrance: Entrance, host: Host, qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "handed-in").mkdir()
    entrance.show_board()
    page = host.page
    assert isinstance(page, BoardPage)
    page.given.emit(tmp_path / "handed-in")
    qtbot.waitUntil(lambda: "no workbook" in words(page), timeout=30_000)
