"""Calibration in the window: a reader opens the pack, and sees the agreed answers at the end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from threading import Event

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from entrance_sample import PHRASE, Host
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid
from window_kit import part, press, words, write
from window_sample import KEY, NOW, answer_some, make_file

from db.file import open_file
from db.store import ReviewFile
from reviewer.app.answering import answer
from reviewer.app.calibration import CalibrationOrder, MadeCalibration, make_calibration
from reviewer.app.completing import complete_case
from reviewer.app.identifiers import keep_identifier
from reviewer.app.leaving import OTHER_THERE
from reviewer.domain.errors import ReviewerError
from reviewer.domain.identifier import IdentifiersError
from reviewer.domain.ids import Key, SessionId
from reviewer.domain.team_actions import AgreedAnswersShown, CalibrationOpened
from reviewer.signing.identity import create_identity, to_pkcs12
from ui.window.entrance import Entrance
from ui.window.jobs import Jobs
from ui.window.parts.identity_fields import IdentityMemory
from ui.window.parts.settling import Settling
from ui.window.team.calibrating import Calibrating
from ui.window.team.pack_page import PackPage
from ui.window.team.release_sheet import ReleaseSheet
from ui.window.theme import Theme

LEAD = create_identity(name="T. Lead", kind="ec", now=NOW)
ANN = create_identity(name="Ann One", kind="ec", now=NOW)


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> MadeCalibration:
    """A pack of three cases, that a panel has completed."""
    monkeypatch.setattr("reviewer.exchange.sealing._MEMORY_KIB", 64)
    (tmp_path / "ann.p12").write_bytes(to_pkcs12(ANN, PHRASE))
    make_file(tmp_path / "panel.review", 3)
    with open_file(
        tmp_path / "panel.review", KEY, person="p", session_id=SessionId("panel")
    ) as store:
        answer_some(store, 3)
        order = CalibrationOrder(
            out=tmp_path / "cal.pack", pack_id="c1", certificates=(ANN.certificate,)
        )
        return make_calibration(store, order, LEAD, now=NOW)


@pytest.fixture
def page_host(qtbot: QtBot) -> Iterator[tuple[QWidget, Jobs]]:
    window = QWidget()
    qtbot.addWidget(window)
    with ExitStack() as stack:
        jobs = Jobs(window)
        stack.callback(jobs.wait)
        yield window, jobs


def replacing(parent: QWidget, error: ReviewerError, **ways: Callable[[], object]) -> None:
    """Agree to replace what is there."""
    assert error.code == OTHER_THERE, parent
    ways["replace"]()


def unasked(parent: QWidget, error: ReviewerError, **ways: Callable[[], object]) -> None:
    pytest.fail(f"nothing is to be asked: {error.code}, {sorted(ways)}, {parent}")


@pytest.fixture
def panel(tmp_path: Path) -> Iterator[ReviewFile]:
    """The panel's file, open."""
    path, session = tmp_path / "panel.review", SessionId("again")
    with open_file(path, KEY, person="p", session_id=session) as store:
        yield store


Calibrates = Callable[..., Calibrating]


@pytest.fixture
def calibrates(page_host: tuple[QWidget, Jobs], theme: Theme) -> Calibrates:
    """What calibrates a file in the window; `used` is given the identity that was used."""
    window, jobs = page_host

    def of(
        store: ReviewFile,
        settle: Settling,
        known: str = "",
        used: Callable[[str], object] = str,
    ) -> Calibrating:
        memory = IdentityMemory(known=lambda: known, remember=used)
        return Calibrating(theme, store, jobs, lambda: NOW, memory, settle, window)

    return of


@pytest.mark.qt_log_ignore("propagateSizeHints")
@pytest.mark.usefixtures("recovery_codes")
def test_a_reader_opens_the_pack_and_compares_when_all_is_complete(
    entrance: Entrance,
    host: Host,
    qtbot: QtBot,
    tmp_path: Path,
    made: MadeCalibration,
    page_host: tuple[QWidget, Jobs],
    calibrates: Calibrates,
) -> None:
    entrance.show_pack().take(made.path)
    page = host.page
    assert isinstance(page, PackPage)
    write(page, "identity-file", str(tmp_path / "ann.p12"))
    write(page, "identity-passphrase", PHRASE)
    press(page, "pack-look")
    make = part(page, QAbstractButton, "pack-accept")
    qtbot.waitUntil(make.isVisible, timeout=30_000)
    press(page, "compared")
    write(page, "target", str(tmp_path / "ann.review"))
    write(page, "new-passphrase", PHRASE)
    write(page, "new-passphrase-again", PHRASE)
    make.click()
    assert "Enter your name" in words(page)
    write(page, "pack-reader", "Ann One")
    with qtbot.waitSignal(entrance.opened, timeout=60_000) as was:
        make.click()
    assert was.args is not None
    store = was.args[0]
    try:
        assert len(list(store.events(CalibrationOpened))) == 1
        window, _ = page_host
        calibrates(store, unasked, known=str(tmp_path / "ann.p12")).compare()
        sheet = window.findChild(QWidget, "agreed")
        assert sheet is not None
        write(sheet, "agreed-pack", str(made.path))
        write(sheet, "identity-passphrase", PHRASE)
        write(sheet, "agreed-code", made.code)
        press(sheet, "agreed-accept")
        qtbot.waitUntil(lambda: "not complete" in words(sheet), timeout=30_000)
        answer_some(store, 3)
        press(sheet, "agreed-accept")
        qtbot.waitUntil(lambda: window.findChild(QWidget, "differences") is not None)
        shown = window.findChild(QWidget, "differences")
        assert "answers match the agreed answers" in words(shown)
        press(shown, "close")
        QApplication.processEvents()
        assert len(list(store.events(AgreedAnswersShown))) == 1
    finally:
        store.close()


@pytest.mark.qt_log_ignore("propagateSizeHints")
def test_a_panel_releases_the_key_and_reads_its_code(
    made: MadeCalibration,
    panel: ReviewFile,
    page_host: tuple[QWidget, Jobs],
    calibrates: Calibrates,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    window, jobs = page_host
    (tmp_path / "lead.p12").write_bytes(to_pkcs12(LEAD, PHRASE))
    used: list[str] = []
    calibrates(panel, replacing, used=used.append).release()
    sheet = window.findChild(ReleaseSheet)
    assert sheet is not None
    press(sheet, "release-accept")
    assert sheet.isVisible(), "it needs an identity"
    write(sheet, "identity-file", str(tmp_path / "lead.p12"))
    write(sheet, "identity-passphrase", PHRASE)
    (tmp_path / "answers.key").write_bytes(made.path.read_bytes())
    write(sheet, "target", str(tmp_path / "answers.key"))
    shown: list[str] = []
    monkeypatch.setattr(
        "ui.window.team.calibrating.show_outcome", lambda _, sentence: shown.append(sentence)
    )
    press(sheet, "release-accept")
    qtbot.waitUntil(lambda: bool(shown), timeout=30_000)
    jobs.wait()
    assert made.code in shown[0]
    assert (tmp_path / "answers.key").read_bytes() != made.path.read_bytes(), "it was agreed to"
    assert used == [str(tmp_path / "lead.p12")]
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert not isValid(sheet), "the passphrase that was typed goes with it"


@pytest.mark.qt_log_ignore("propagateSizeHints")
def test_a_lead_marks_cases_as_known_by_the_panel_s_workbook(
    page_host: tuple[QWidget, Jobs],
    calibrates: Calibrates,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    window, jobs = page_host
    asked: list[tuple[Path, tuple[str, ...]]] = []
    going_on = Event()

    def mark(_: object, panel: Path, cases: tuple[str, ...], **__: object) -> None:
        going_on.wait(30)
        asked.append((panel, cases))

    monkeypatch.setattr("ui.window.team.calibrating.set_known_answers", mark)
    make_file(tmp_path / "team.review", 3)
    with open_file(
        tmp_path / "team.review", KEY, person="p", session_id=SessionId("team")
    ) as store:
        work = calibrates(store, unasked)
        heard: list[str] = []
        work.changed.connect(heard.append)
        work.mark_known()
        sheet = window.findChild(QAbstractButton, "known-accept").window()
        press(sheet, "known-accept")
        assert "Name at least one case" in words(sheet)
        first, second, _ = (case.id for case in store.cases())
        write(sheet, "known-panel", str(tmp_path / "panel.xlsx"))
        write(sheet, "known-cases", f"{first}, {second}")
        press(sheet, "known-accept")
        sheet.reject()
        assert sheet.isVisible(), "what comes of the work is shown in it"
        going_on.set()
        qtbot.waitUntil(lambda: bool(heard), timeout=30_000)
        jobs.wait()
    assert asked == [(tmp_path / "panel.xlsx", (first, second))]


@pytest.mark.usefixtures("made")
@pytest.mark.qt_log_ignore("propagateSizeHints")
def test_a_panel_is_asked_about_names_in_its_texts_before_a_pack_is_made(
    panel: ReviewFile,
    page_host: tuple[QWidget, Jobs],
    calibrates: Calibrates,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    window, jobs = page_host
    (tmp_path / "lead.p12").write_bytes(to_pkcs12(LEAD, PHRASE))
    (tmp_path / "ann.cer").write_bytes(ANN.certificate.public_bytes(Encoding.PEM))
    asked: list[tuple[ReviewerError, Callable[[], None]]] = []

    def settle(
        _: QWidget, error: ReviewerError, *, again: Callable[[], None], **__: Callable[[], object]
    ) -> None:
        asked.append((error, again))

    out = tmp_path / "named.pack"
    case = panel.cases()[0].id
    text = "Ring the mother, Anna Kowalska, to ask how it ended. " * 3
    answer(panel, case, {Key("overall.rationale"): text}, now=NOW)
    complete_case(panel, case, now=NOW)
    calibrates(panel, settle).make()
    sheet = window.findChild(QAbstractButton, "pack-accept").window()
    write(sheet, "pack-certificate", str(tmp_path / "ann.cer"))
    write(sheet, "identity-file", str(tmp_path / "lead.p12"))
    write(sheet, "identity-passphrase", PHRASE)
    write(sheet, "target", str(out))
    press(sheet, "pack-accept")
    qtbot.waitUntil(lambda: bool(asked), timeout=30_000)
    error, again = asked[0]
    assert isinstance(error, IdentifiersError)
    assert not out.exists()
    for suspicion in error.found:
        keep_identifier(panel, suspicion, "invented for the exercise", now=NOW)
    monkeypatch.setattr("ui.window.team.calibrating.show_outcome", lambda *_: None)
    again()
    assert not part(sheet, QAbstractButton, "pack-accept").isEnabled(), "it is at work"
    qtbot.waitUntil(out.exists, timeout=30_000)
    jobs.wait()
