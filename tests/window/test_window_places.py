"""The places of an open file beside the cases: summary, team, print, log, export."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot
from window_kit import focused, in_dialog, part, press, take_out, text_of, words, write
from window_sample import (
    CODE,
    KEY,
    NOW,
    PERSON,
    SALT,
    answer_some,
    form,
    make_file,
    opened,
    sent_back,
)

from db.chain import check_file
from db.file import creating, open_file
from db.store import ReviewFile
from reviewer.app.answering import answer
from reviewer.app.deciding import Ruling, decide_finding
from reviewer.app.drafting import keep_draft
from reviewer.app.exporting import ExportOrder, export_workbook
from reviewer.app.files import write_atomically
from reviewer.app.handing_over import hand_over
from reviewer.app.merge_base import NOTHING
from reviewer.app.merging import commit_merge, plan_merge
from reviewer.app.new_files import begin_register
from reviewer.app.register import combined_register
from reviewer.app.returned_cases import TakenReturn
from reviewer.app.spelling import add_word
from reviewer.app.trusting import Decider, trust_certificate
from reviewer.app.verifying import examine
from reviewer.domain.combined import PairState
from reviewer.domain.file_actions import PrintMade
from reviewer.domain.ids import Key, SessionId, case_id
from reviewer.domain.lead_queue import QueueKind
from reviewer.domain.returning import Returned
from reviewer.domain.times import stamp
from reviewer.domain.verdict import SignatureStatus
from reviewer.signing.identity import Identity, create_identity, to_pkcs12
from reviewer.signing.trust import TrustList, load_trust
from ui.operations.places import trust_folder
from ui.operations.preferences import Preferences
from ui.window.choosing import save_as
from ui.window.commands import Commands
from ui.window.jobs import Jobs
from ui.window.keeping.keeping_page import KeepingPage
from ui.window.main_window import MainWindow
from ui.window.parts.figure_table import FigureTable
from ui.window.parts.text_box import TextBox
from ui.window.results.export_dialog import ExportDialog
from ui.window.results.export_presenter import IdentityMemory
from ui.window.results.print_choices import What
from ui.window.team.own_team_page import OwnTeamPage
from ui.window.team.register_cases import RegisterCasesPage
from ui.window.team.return_dialog import ReturnDialog
from ui.window.team.team_page import TeamPage
from ui.window.theme import Theme
from ui.window.workplace import Workplace

PHRASE = "purple anvil river lantern mosaic"
Prepare = Callable[[ReviewFile], None]


class Place:
    """A window with an open file, and what the tests ask of it."""

    def __init__(self, window: MainWindow, store: ReviewFile, jobs: Jobs, theme: Theme) -> None:
        self.window, self.store, self.jobs = window, store, jobs
        self.identity = ""
        memory = IdentityMemory(known=lambda: self.identity, remember=self._remember)
        self.workplace = Workplace(window, theme, store, jobs, lambda: NOW, memory)
        self.workplace.begin()

    def _remember(self, path: str) -> None:
        self.identity = path


@pytest.fixture(scope="module")
def identity() -> Identity:
    return create_identity(name="A. Inspector", kind="ec", now=NOW)


@pytest.fixture
def place(theme: Theme, tmp_path: Path, qtbot: QtBot) -> Iterator[Callable[[Path], Place]]:
    with ExitStack() as stack:

        def begin(path: Path) -> Place:
            store = stack.enter_context(opened(path))
            window = MainWindow(theme, Preferences())
            qtbot.addWidget(window)
            jobs = Jobs(window)
            stack.callback(jobs.wait)
            stack.callback(jobs.cancel)
            window.resize(1280, 720)
            window.show_start(QLineEdit())
            with qtbot.waitActive(window):
                window.show()
            window.pages.currentWidget().setFocus()
            made = Place(window, store, jobs, theme)
            stack.callback(made.workplace.backups.stop)
            qtbot.waitUntil(lambda: not jobs.busy(), timeout=30_000)
            return made

        yield begin


@pytest.fixture
def reviewed(tmp_path: Path) -> Path:
    path = tmp_path / "sample.review"
    make_file(path, 12)
    with opened(path) as store:
        answer_some(store, 11)
        answer(store, case_id(CODE, 12), {"reviewable": "YES"}, now=NOW)
    return path


def settle(place: Place, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not place.jobs.busy(), timeout=60_000)


def workbook(store: ReviewFile, out: Path, identity: Identity, number: str) -> Path:
    export_workbook(
        store, ExportOrder(out=out), identity, now=NOW, export_id=number, app_version="0"
    )
    return out


OTHER = create_identity(name="B. Inspector", kind="ec", now=NOW)


def two_readers(tmp_path: Path, identity: Identity) -> list[Path]:
    """Make the signed workbooks of two files, whose readers disagree about case 1."""
    books = []
    for name, grade in (("A. Inspector", "I"), ("B. Inspector", "G")):
        path = tmp_path / f"{name[0]}.review"
        make_file(path, 3)
        with open_file(path, KEY, person=name, session_id=SessionId(name)) as store:
            about = store.inspection()
            with store.transaction() as unit:
                unit.put_inspection(type(about)(**{**_fields(about), "person": name}))
            answer_some(store, 1)
            answer(store, case_id(CODE, 1), {"overall.grade": grade}, now=NOW)
            signer = identity if name == identity.name else OTHER
            books.append(workbook(store, tmp_path / f"{name[0]}.xlsx", signer, name[0]))
    return books


def _fields(about: object) -> dict[str, object]:
    return {name: getattr(about, name) for name in about.__slots__}  # type: ignore[attr-defined]  # a slotted dataclass


def register(tmp_path: Path, identity: Identity) -> Path:
    """Make a register of both."""
    path = tmp_path / "team.review"
    trust = TrustList().with_certificates([identity.certificate, OTHER.certificate])
    examined = [examine(book, trust, now=NOW) for book in two_readers(tmp_path, identity)]
    plan = plan_merge(NOTHING, examined, lead="T. Lead", now=NOW)
    assert plan.inspection is not None
    with creating(path, KEY, salt=SALT, person="T", session_id=SessionId("t")) as store:
        begin_register(store, plan.inspection, form(), now=NOW)
        commit_merge(store, plan, now=NOW)
    return path


def test_a_draft_is_still_one_when_every_place_of_a_file_was_opened(
    place: Callable[[Path], Place], reviewed: Path
) -> None:
    with opened(reviewed) as store:
        keep_draft(store, case_id(CODE, 12), Key("overall.rationale"), "half a", now=NOW)
    here = place(reviewed)
    focused = here.window.focusWidget()
    assert focused is not None
    assert focused.objectName() == "text-overall.rationale"
    assert [draft.text for draft in here.store.drafts()] == ["half a"]
    here.window.go(Commands.LOG)
    assert here.store.drafts() == ()


def test_the_summary_says_the_finding_and_a_count_leads_to_its_cases(
    place: Callable[[Path], Place], reviewed: Path, qtbot: QtBot
) -> None:
    here = place(reviewed)
    here.window.go(Commands.SUMMARY)
    settle(here, qtbot)
    page = here.workplace.summary
    assert "of 11 graded cases were below good" in words(page)
    tables = {view.objectName() for view in page.findChildren(FigureTable)}
    assert {f"figures-T{n}" for n in (1, 2, 3)} <= tables
    table = part(page, FigureTable, "figures-T1")
    model = table.figures
    labels = [model.text(model.index(row, 0)) for row in range(model.rowCount())]
    place_of = model.index(labels.index("Outstanding"), 1)
    assert model.text(place_of) == "1"
    table.setCurrentIndex(place_of)
    QTest.keyClick(table, Qt.Key.Key_Return)
    assert here.workplace._printable().shown == (case_id(CODE, 12),)
    assert here.window.pages.currentWidget().objectName() != "summary-page"


def test_the_summary_is_counted_again_after_an_answer(
    place: Callable[[Path], Place], reviewed: Path, qtbot: QtBot
) -> None:
    here = place(reviewed)
    here.window.go(Commands.SUMMARY)
    settle(here, qtbot)
    answer(here.store, case_id(CODE, 12), {"overall.grade": "I"}, now=NOW)
    here.window.go(Commands.CASES)
    here.window.go(Commands.SUMMARY)
    settle(here, qtbot)
    assert "of 12 graded cases" in words(here.workplace.summary)


def test_the_log_is_newest_first_and_can_be_narrowed_to_a_case(
    place: Callable[[Path], Place], reviewed: Path, qtbot: QtBot
) -> None:
    here = place(reviewed)
    here.window.go(Commands.LOG)
    settle(here, qtbot)
    records = here.workplace.log.table.records
    numbers = [records.record(row) for row in range(records.rowCount())]
    assert [event.seq for event in numbers if event] == sorted(
        (event.seq for event in numbers if event), reverse=True
    )
    write(here.workplace.log, "log-case", "0012")
    assert {event.case for row in range(records.rowCount()) if (event := records.record(row))} == {
        case_id(CODE, 12)
    }


def test_a_print_is_kept_where_the_person_says_and_logged(
    place: Callable[[Path], Place],
    reviewed: Path,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    here = place(reviewed)
    out = tmp_path / "blank.pdf"
    monkeypatch.setattr("ui.window.results.print_page.save_as", lambda *_: out)
    here.window.go(Commands.PRINT)
    here.workplace.print.choose(What.BLANK)
    write(here.workplace.print, "copy-number", "7")
    press(here.workplace.print, "print-accept")
    settle(here, qtbot)
    assert out.read_bytes().startswith(b"%PDF")
    last = here.store.last_event()
    assert last is not None
    assert isinstance(last.action, PrintMade)
    assert last.action.copy == 7
    assert str(out) in words(here.workplace.print)


@pytest.mark.qt_log_ignore("propagateSizeHints")  # of the offscreen platform
def test_an_export_is_signed_numbered_and_says_that_a_usb_drive_can_be_removed(
    place: Callable[[Path], Place], reviewed: Path, qtbot: QtBot, tmp_path: Path, identity: Identity
) -> None:
    here = place(reviewed)
    key = tmp_path / "a.p12"
    write_atomically(key, to_pkcs12(identity, PHRASE))
    here.workplace.export.open()
    dialog = part(here.window, ExportDialog)
    settle(here, qtbot)
    assert "1 case is started and not complete" in words(dialog)
    assert not dialog.final.isEnabled()
    out = tmp_path / "out.xlsx"
    press(dialog, "protect")
    write(dialog, "target", str(out))
    write(dialog, "identity-file", str(key))
    write(dialog, "identity-passphrase", "wrong")
    press(dialog, "export-accept")
    settle(here, qtbot)
    assert "does not open this identity" in words(dialog)
    assert not out.exists()
    write(dialog, "identity-passphrase", PHRASE)
    press(dialog, "export-accept")
    settle(here, qtbot)
    assert "Export 1 is saved and signed." in words(dialog)
    assert "USB drive" in words(dialog)
    trust = TrustList().with_certificates([identity.certificate])
    assert examine(out, trust, now=NOW).verdict.status is SignatureStatus.TRUSTED
    assert here.identity == str(key)
    dialog.reject()


@pytest.mark.qt_log_ignore("propagateSizeHints")  # of the offscreen platform
def test_an_identity_can_be_made_in_the_export(
    place: Callable[[Path], Place], reviewed: Path, qtbot: QtBot, tmp_path: Path
) -> None:
    here = place(reviewed)
    dialog = here.workplace.export.open()
    settle(here, qtbot)
    press(dialog, "make-identity")
    fields = dialog.new_identity
    focused = dialog.focusWidget()
    assert focused is not None
    assert focused.objectName() == "identity-name"  # and not the button that closes it all
    write(fields, "identity-name", PERSON)
    write(fields, "target", str(tmp_path / "mine.p12"))
    write(fields, "new-passphrase", PHRASE)
    write(fields, "new-passphrase-again", PHRASE)
    assert not part(dialog, QPushButton, "export-accept").isDefault()
    qtbot.keyClick(part(fields, QLineEdit, "new-passphrase-again"), Qt.Key.Key_Return)
    settle(here, qtbot)
    assert (tmp_path / "mine.p12").exists()
    assert part(dialog, QPushButton, "export-accept").isDefault()
    assert (tmp_path / "mine.cer").read_bytes().startswith(b"-----BEGIN CERTIFICATE")
    write(dialog, "target", str(tmp_path / "out.xlsx"))
    write(dialog.password, "new-passphrase", PHRASE)
    write(dialog.password, "new-passphrase-again", PHRASE)
    press(dialog, "export-accept")
    settle(here, qtbot)
    assert "Export 1 is saved" in words(dialog)
    book = examine(tmp_path / "out.xlsx", TrustList(), now=NOW)
    assert [problem.code for problem in book.verdict.problems] == ["protected"]
    book = examine(tmp_path / "out.xlsx", TrustList(), now=NOW, password=PHRASE)
    assert book.verdict.status is SignatureStatus.UNKNOWN_SIGNER
    dialog.reject()


def test_a_second_read_is_decided_by_a_grade_with_a_reason(
    place: Callable[[Path], Place], qtbot: QtBot, tmp_path: Path, identity: Identity
) -> None:
    here = place(register(tmp_path, identity))
    settle(here, qtbot)
    page = part(here.window, TeamPage)
    assert "1 case to decide" in words(page)
    marks = page.open_cases.records.index(0, 2).data(Qt.ItemDataRole.DecorationRole)
    assert isinstance(marks, QPixmap), "two grades, each with its shape"
    assert marks.width() > marks.height() * 2
    press(page.sides, "decide")
    assert len(page.sides.findChildren(QWidget, "fault")) == 2
    assert focused().objectName().startswith("choice-"), "the first of two fields"
    press(page.sides, "choice-RI")
    press(page.sides, "decide")
    reason = part(page.sides, QPlainTextEdit, "reason")
    assert reason.hasFocus()
    assert reason.accessibleDescription().startswith("Error: ")
    reason.setPlainText("Read together again.")
    press(page.sides, "decide")
    settle(here, qtbot)
    (pair,) = combined_register(here.store).pairs
    assert pair.state is PairState.MODERATED
    assert pair.decision is not None
    assert pair.decision.grade == "RI"
    assert pair.decision.moderator == "T. Lead"
    assert "Nothing to decide" in words(page)
    assert here.store.drafts() == ()


@pytest.mark.qt_log_ignore("propagateSizeHints")
def test_the_queue_is_decided_changed_and_taken_back_by_keyboard(
    place: Callable[[Path], Place],
    qtbot: QtBot,
    tmp_path: Path,
    identity: Identity,
) -> None:
    here = place(register(tmp_path, identity))
    settle(here, qtbot)
    page, actions = part(here.window, TeamPage), here.window.actions_
    page.open_cases.setFocus()
    qtbot.keyClick(page.open_cases, Qt.Key.Key_Return)
    focused = here.window.focusWidget()
    assert focused is not None
    assert focused.objectName() == "choice-G"
    qtbot.keyClick(focused, Qt.Key.Key_Space)
    part(page.sides, QPlainTextEdit, "reason").setPlainText("Read together again.")
    actions[Commands.COMPLETE].trigger()
    settle(here, qtbot)
    assert page.open_cases.records.rowCount() == 0
    page.with_decided.click()
    qtbot.wait(10)  # the buttons of the entry before are gone
    assert page.open_cases.chosen().kind is QueueKind.DECIDED
    assert part(page.sides, QAbstractButton, "choice-G").isChecked()
    press(page.sides, "choice-I")
    part(page.sides, QPlainTextEdit, "reason").setPlainText("I correct myself.")
    actions[Commands.COMPLETE].trigger()
    settle(here, qtbot)
    (pair,) = combined_register(here.store).pairs
    assert pair.decision is not None
    assert pair.decision.grade == "I"
    in_dialog(lambda sheet: give_reason(sheet, "Neither stands."))
    press(page.sides, "revoke-side")
    settle(here, qtbot)
    assert page.open_cases.chosen().kind is QueueKind.DIFFERS
    in_dialog(lambda sheet: give_reason(sheet, "I ask both first."))
    actions[Commands.POSTPONE].trigger()
    settle(here, qtbot)
    (waiting,) = combined_register(here.store).waiting
    assert waiting.postponed is not None


def give_reason(sheet: QWidget, reason: str) -> None:
    part(sheet, QPlainTextEdit, "reason-text").setPlainText(reason)
    press(sheet, "reason-sheet-accept")


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_the_reason_of_a_decision_is_spelt_by_the_words_of_the_register(
    place: Callable[[Path], Place], qtbot: QtBot, tmp_path: Path, identity: Identity
) -> None:
    here = place(register(tmp_path, identity))
    settle(here, qtbot)
    here.window.go(Commands.TEAM)
    reason = part(part(here.window, TeamPage).sides, TextBox, "reason")
    reason.setFocus()
    reason.setPlainText("After a discusion with Llanrwstt ")
    here.window.actions_[Commands.SPELLING].trigger()
    assert reason.textCursor().selectedText() == "discusion"
    qtbot.waitUntil(lambda: QApplication.activePopupWidget() is not None)
    popup = QApplication.activePopupWidget()
    assert isinstance(popup, QMenu)
    next(act for act in popup.actions() if act.text() == "discussion").trigger()
    popup.close()
    assert reason.text() == "After a discussion with Llanrwstt "
    add_word(here.store, "Llanrwstt")
    in_dialog(lambda dialog: press(dialog, "own-words-close"))
    here.window.actions_[Commands.OWN_WORDS].trigger()
    here.window.actions_[Commands.SPELLING].trigger()
    assert "No misspelt" in text_of(here.window, "status")


def test_the_reason_of_a_decision_is_kept_while_it_is_typed(
    place: Callable[[Path], Place], qtbot: QtBot, tmp_path: Path, identity: Identity
) -> None:
    path = register(tmp_path, identity)
    here = place(path)
    settle(here, qtbot)
    page = part(here.window, TeamPage)
    reason = part(page.sides, QPlainTextEdit, "reason")
    reason.setPlainText("Read tog")
    qtbot.waitUntil(lambda: bool(here.store.drafts()))
    page.show_register(here.store.sources(), combined_register(here.store))
    assert reason.toPlainText() == "Read tog"
    here.store.close()
    again = place(path)
    settle(again, qtbot)
    reopened = part(again.window, TeamPage)
    assert reopened.sides.findChild(QPlainTextEdit, "reason").toPlainText() == "Read tog"
    assert check_file(again.store).problems == ()


@pytest.mark.qt_log_ignore("propagateSizeHints")
def test_a_name_in_a_decision_is_removed_at_the_page_of_the_registers_file(
    place: Callable[[Path], Place], qtbot: QtBot, tmp_path: Path, identity: Identity
) -> None:
    here = place(register(tmp_path, identity))
    settle(here, qtbot)
    case = here.window.findChild(TeamPage).open_cases.chosen().case
    ruling = Ruling(id="d1", moderator="T. Lead", reason="Quixotina was seen", now=NOW)
    decide_finding(here.store, case, "RI", ruling)

    here.window.go(Commands.FILE)
    page = part(here.window, KeepingPage)
    in_dialog(lambda sheet: take_out(sheet, "quixotina"))
    press(page, "take-words-out")
    settle(here, qtbot)
    (decision,) = here.store.decisions()
    assert decision.reason == "[redacted] was seen"
    assert check_file(here.store).problems == ()


def test_what_differs_between_two_readers_is_marked_by_more_than_colour(
    place: Callable[[Path], Place], qtbot: QtBot, tmp_path: Path, identity: Identity
) -> None:
    here = place(register(tmp_path, identity))
    settle(here, qtbot)
    page = part(here.window, TeamPage)
    assert "≠  Overall grade" in words(page.sides)


def test_a_workbook_of_an_unknown_signer_comes_in_only_after_the_fingerprint_was_compared(
    place: Callable[[Path], Place], qtbot: QtBot, tmp_path: Path, identity: Identity
) -> None:
    path = register(tmp_path, identity)
    here = place(path)
    settle(here, qtbot)
    page = part(here.window, TeamPage)
    stranger = create_identity(name="C. Inspector", kind="ec", now=NOW)
    with open_file(tmp_path / "A.review", KEY, person="A", session_id=SessionId("c")) as store:
        hand_over(store, "C. Inspector", "ill", now=NOW)
        answer(store, case_id(CODE, 2), {"reviewable": "YES"}, now=NOW)
        book = workbook(store, tmp_path / "C.xlsx", stranger, "C")
    page.given.emit([book])
    settle(here, qtbot)
    assert all(group in words(page.report) for group in stranger.fingerprint.split("-"))
    trust = part(page.report, QAbstractButton, "trust")
    assert not trust.isEnabled()
    press(page.report, "compared")
    trust.setFocus()
    trust.click()
    settle(here, qtbot)
    assert here.window.focusWidget() is page.findChild(QAbstractButton, "take-in")
    assert len(load_trust(trust_folder()).certificates) == 1
    press(page, "take-in")
    settle(here, qtbot)
    assert len(here.store.sources()) == 3


def test_a_workbook_can_be_removed_again(
    place: Callable[[Path], Place],
    qtbot: QtBot,
    tmp_path: Path,
    identity: Identity,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    here = place(register(tmp_path, identity))
    settle(here, qtbot)
    page = part(here.window, TeamPage)
    monkeypatch.setattr("ui.window.team.team_presenter.confirm", lambda *_: True)
    page.sources.selectRow(0)
    press(page, "remove-source")
    settle(here, qtbot)
    assert len(here.store.sources()) == 1
    assert page.sources.records.rowCount() == 1


def test_what_workbooks_would_bring_is_looked_at_again_once_one_was_removed(
    place: Callable[[Path], Place],
    qtbot: QtBot,
    tmp_path: Path,
    identity: Identity,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    here = place(register(tmp_path, identity))
    for signer in (identity, OTHER):
        trust_certificate(trust_folder(), signer.certificate_der, Decider(who="t", now=NOW))
    settle(here, qtbot)
    page = part(here.window, TeamPage)
    monkeypatch.setattr("ui.window.team.team_presenter.confirm", lambda *_: True)
    page.sources.selectRow(0)
    removed = page.sources.chosen()
    assert removed is not None
    page.given.emit([tmp_path / removed.name])
    settle(here, qtbot)
    assert "0 new, 0 updated, 1 already known" in words(page.report)
    press(page, "remove-source")
    settle(here, qtbot)
    assert len(here.store.sources()) == 1
    assert "1 new, 0 updated, 0 already known" in words(page.report)
    press(page, "take-in")
    settle(here, qtbot)
    assert len(here.store.sources()) == 2


@pytest.mark.qt_log_ignore("propagateSizeHints")  # of the offscreen platform
def test_a_case_the_lead_returns_is_marked_in_its_reader_s_file(
    place: Callable[[Path], Place], qtbot: QtBot, tmp_path: Path, identity: Identity
) -> None:
    here = place(register(tmp_path, identity))
    settle(here, qtbot)
    here.window.go(Commands.CASES)
    cases = part(here.window, RegisterCasesPage)
    comment = "Look at the strategy discussion again."

    def give_back() -> None:
        dialog = part(here.window, ReturnDialog)
        press(dialog, "return-case-accept")
        assert "Choose the reviewer" in words(dialog)
        press(dialog, "choice-A. Inspector")
        press(dialog, "return-case-accept")
        assert "Give a reason" in words(dialog)
        box = part(dialog, QPlainTextEdit, "return-comment")
        box.setPlainText(comment)
        press(dialog, "return-case-accept")

    QTimer.singleShot(0, give_back)
    press(cases, "return-case-asked")
    book = workbook(here.store, tmp_path / "team.xlsx", identity, "T. Lead")
    trust_certificate(trust_folder(), identity.certificate_der, Decider(who="t", now=NOW))
    mine = place(tmp_path / "A.review")
    mine.window.go(Commands.TEAM)
    page = part(mine.window, OwnTeamPage)
    page.given.emit(book)
    settle(mine, qtbot)
    qtbot.waitUntil(lambda: comment in words(page))  # a layout shows its parts a moment later
    press(page, f"go-{case_id(CODE, 1)}")
    note = part(mine.window, QPlainTextEdit, "returned-comment")
    assert note.isVisible()
    assert note.toPlainText() == comment
    page.given.emit(book)
    settle(mine, qtbot)
    assert "No cases were returned" in words(page)


@pytest.mark.qt_log_ignore("propagateSizeHints")  # of the offscreen platform
def test_words_removed_from_a_lead_s_comment_leave_the_place_of_the_team(
    place: Callable[[Path], Place], reviewed: Path, qtbot: QtBot
) -> None:
    here = place(reviewed)
    case = case_id(CODE, 1)
    returned = Returned(moderator="M. Lead", at=stamp(NOW), comment="Look at Quixotina again.")
    with here.store.transaction(NOW) as unit:
        unit.log(sent_back(returned), case=case)
    here.window.go(Commands.TEAM)
    page = here.window.pages.currentWidget()
    assert isinstance(page, OwnTeamPage)
    page.show_taken([TakenReturn(case=case, returned=returned)])
    qtbot.waitUntil(lambda: "Quixotina" in words(page))

    here.window.go(Commands.FILE)
    file = part(here.window, KeepingPage)
    in_dialog(lambda sheet: take_out(sheet, "quixotina"))
    file.redact_asked.emit()
    here.window.go(Commands.TEAM)
    assert "Quixotina" not in words(page)


def test_a_reviewer_s_own_file_explains_where_teams_are_merged(
    place: Callable[[Path], Place], reviewed: Path
) -> None:
    here = place(reviewed)
    here.window.go(Commands.TEAM)
    assert "belongs to one reviewer" in words(here.window.pages.currentWidget())


def test_a_name_without_an_ending_gets_the_suggested_one(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(
        "PySide6.QtWidgets.QFileDialog.getSaveFileName", lambda *_: (str(tmp_path / "a"), "")
    )
    assert save_as(None, "", Path("b.pdf"), "") == tmp_path / "a.pdf"  # type: ignore[arg-type]  # no parent is needed


def test_a_figure_is_copied_as_a_sentence_and_found_again_by_its_code(
    place: Callable[[Path], Place], reviewed: Path, qtbot: QtBot
) -> None:
    here = place(reviewed)
    here.window.go(Commands.SUMMARY)
    settle(here, qtbot)
    page = here.workplace.summary
    table = part(page, FigureTable, "figures-T1")
    table.setCurrentIndex(table.figures.index(0, 1))
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    QTest.keyClick(table, Qt.Key.Key_C, both)
    copied = QGuiApplication.clipboard().text()
    assert "12 cases" in copied
    assert "figure T1-B1; log head" in copied
    write(page, "figure-code", "T1-Z9")
    QTest.keyClick(part(page, QLineEdit, "figure-code"), Qt.Key.Key_Return)
    assert "T1-Z9" in words(page)
    write(page, "figure-code", "t1 b1")
    QTest.keyClick(part(page, QLineEdit, "figure-code"), Qt.Key.Key_Return)
    assert len(here.workplace._printable().shown) == 12
    assert here.window.pages.currentWidget().objectName() != "summary-page"
