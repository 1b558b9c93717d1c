"""Every page and dialog of the window, made by itself; a new one has to be added."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, TypeVar

from PySide6.QtWidgets import QDialog, QWidget
from window_sample import CODE, NOW, PERSON, answer_some

import ui.window
from db.store import ReviewFile
from reviewer.app.answering import answer
from reviewer.app.case_history import history_of
from reviewer.app.case_notes import comment, comments_of
from reviewer.app.drafting import Dialog
from reviewer.app.print_order import PrintOrder
from reviewer.app.prints import set_print
from reviewer.app.reconciling import CaseVersions, Reconciliation
from reviewer.domain.file_actions import Printout
from reviewer.domain.identifier import IdentifierKind, Phrase, Suspicion
from reviewer.domain.ids import Key
from reviewer.domain.message import message
from reviewer.domain.receipt import KeptReceipt
from ui.operations.help_pages import help_pages
from ui.operations.identities import IdentityFacts
from ui.operations.packs import PackFacts, PackSigner
from ui.operations.preferences import Preferences
from ui.operations.recent import RecentFile
from ui.window.beginning.first_page import FirstPage, ReadyPage
from ui.window.beginning.later_list_page import LaterListPage, Purpose
from ui.window.beginning.list_page import ListPage
from ui.window.beginning.new_inspection_page import NewInspectionPage
from ui.window.beginning.start_page import StartPage
from ui.window.beginning.unlock import UnlockPage
from ui.window.help_dialog import HelpDialog
from ui.window.keeping.assign_sheet import AssignSheet
from ui.window.keeping.code_sheet import CodeSheet
from ui.window.keeping.disposal_sheet import DisposalSheet
from ui.window.keeping.keeping_page import KeepingPage
from ui.window.keeping.keeping_sheets import HandoverSheet, PassphraseSheet
from ui.window.keeping.log_page import LogPage
from ui.window.keeping.receipts_part import ReceiptFacts
from ui.window.keeping.recover_sheet import RecoverSheet
from ui.window.keeping.recovery_sheet import RecoveryPrinting, RecoverySheet
from ui.window.key_sheet import KeySheet, Palette
from ui.window.keys_dialog import KeysDialog
from ui.window.main_window import MainWindow
from ui.window.parts.asking_sheet import AskingSheet
from ui.window.parts.own_words_dialog import OwnWordsDialog
from ui.window.parts.page import Page
from ui.window.parts.redact_sheet import RedactSheet
from ui.window.parts.sheet import DialogSheet
from ui.window.parts.sheet_draft import SheetDraft
from ui.window.parts.token_sheet import TokenSheet
from ui.window.results.earlier_dialog import EarlierDialog
from ui.window.results.export_dialog import ExportDialog
from ui.window.results.identifiers_sheet import Decide, IdentifiersSheet
from ui.window.results.print_page import PrintPage
from ui.window.results.print_preview import PrintPreview
from ui.window.results.publish_dialog import PublishDialog
from ui.window.results.summary_page import SummaryPage
from ui.window.review.cases_page import CasesPage
from ui.window.review.comment_dialog import CommentDialog
from ui.window.review.history_dialog import HistoryDialog
from ui.window.review.phrases_dialog import PhrasesDialog
from ui.window.review.values_dialog import ValuesAsked, ValuesDialog
from ui.window.settings_dialog import SettingsDialog
from ui.window.team.board_page import BoardPage
from ui.window.team.calibration_sheet import AgreedSheet
from ui.window.team.check_page import CheckPage
from ui.window.team.copies_sheet import CopiesSheet
from ui.window.team.further_pack import FurtherPackSheet
from ui.window.team.known_cases_sheet import KnownCasesSheet
from ui.window.team.new_register_page import NewRegisterPage
from ui.window.team.own_team_page import OwnTeamPage
from ui.window.team.pack_page import PackPage
from ui.window.team.pack_sheet import PackSheet
from ui.window.team.reading_sheet import ReadingSheet
from ui.window.team.reason_dialog import ReasonDialog
from ui.window.team.receipts_sheet import ReceiptsSheet
from ui.window.team.register_cases import RegisterCasesPage
from ui.window.team.release_sheet import ReleaseSheet
from ui.window.team.return_dialog import ReturnDialog
from ui.window.team.second_reads_sheet import SecondReadsSheet
from ui.window.team.team_page import TeamPage
from ui.window.theme import Theme

Kind = TypeVar("Kind", bound=QWidget)
BASES: Final = (DialogSheet, AskingSheet)
"""Kinds of dialogs, none of which is shown as it is."""
TYPED: Final = "Quokka"
"""What a person typed, in every dialog that shows such."""
GRADE: Final = Key("overall.grade")
FINGERPRINT: Final = "0123-4567-8901-2345"
IDENTITY: Final = IdentityFacts(
    name=PERSON, fingerprint=FINGERPRINT, spelled_out=("0",) * 4,
    valid_until="2019-11-05", issuer=None, authority=False, notice=None,
)  # fmt: skip
READERS: Final = (PERSON, "B. Inspector")
RECOVERY_CODE: Final = "0123-4567-89AB"


@dataclass(frozen=True, slots=True, kw_only=True)
class Behind:
    """What dialogs are made from: an open window, and its file with one case complete."""

    theme: Theme
    window: MainWindow
    store: ReviewFile
    folder: Path

    def draft(self, dialog: Dialog) -> SheetDraft:
        return SheetDraft(self.store, lambda: NOW, dialog)


def nothing(*_: object) -> None:
    """Do nothing with what was typed."""


PRINTING: Final = RecoveryPrinting(on_paper=nothing, to_file=nothing)  # type: ignore[arg-type]  # nothing is printed


def no_weakness(*_: object) -> str:
    return ""


def fill(store: ReviewFile) -> None:
    """Give a file something that its dialogs can show."""
    answer_some(store, 1)
    first = store.cases()[0].id
    answer(store, first, {GRADE: "RI"}, now=NOW)
    comment(store, first, GRADE, TYPED, now=NOW)


def history(behind: Behind) -> QDialog:
    case = behind.store.cases()[0].id
    form, lines = behind.store.form(), history_of(behind.store, case)
    return HistoryDialog(behind.theme, form, lines, case, behind.window, whole=True)


def values(behind: Behind) -> QDialog:
    case = behind.store.cases()[0]
    asked = ValuesAsked(
        title=case.id,
        about="",
        values=case.values,
        keys=[Key("type"), Key("reported"), Key("unit")],
        save=nothing,
        draft=behind.draft(Dialog.LIST_VALUES),
    )
    return ValuesDialog(behind.theme, behind.store.form(), asked, behind.window)


def copies(behind: Behind) -> QDialog:
    own = behind.store.reviews()[0]
    other = replace(own, answers={**own.answers, GRADE: "G"})
    versions = CaseVersions(own=own, other=other, keys=(GRADE,))
    planned = Reconciliation(
        digest="0", newer=(versions,), alike=(versions,), differing=(versions,), absent=(own.case,)
    )
    return CopiesSheet(behind.theme, behind.store.form(), planned, behind.window)


def reading(behind: Behind) -> QDialog:
    review, form = behind.store.reviews()[0], behind.store.form()
    return ReadingSheet(
        behind.theme, form, review.case, [review, review], READERS, "", behind.window
    )


def disposal(behind: Behind) -> QDialog:
    receipt = KeptReceipt(
        number=1, export="1", workbook=CODE, lead="M. Lead", merged_at="2018-11-05T14:02:11.000Z",
        signer="M. Lead", fingerprint="0123-4567",
    )  # fmt: skip
    facts = ReceiptFacts(kept=[receipt], missing=message("A receipt is missing."))
    return DisposalSheet(
        behind.theme, CODE, [behind.store.path], 2, "", nothing, facts, behind.window
    )


def identifiers(behind: Behind) -> QDialog:
    text = f"{TYPED} 07700 900123"
    phrase = Phrase(start=len(TYPED) + 1, end=len(text), kind=IdentifierKind.TELEPHONE)
    case = behind.store.cases()[0].id
    found = [Suspicion(case=case, key=Key("overall.rationale"), phrase=phrase, within=text)]
    decide = Decide(
        may_mask=lambda _: True, mask=nothing, keep=nothing, item_name=lambda _: "Overall"
    )
    return IdentifiersSheet(behind.theme, behind.window, found, decide)


def preview(behind: Behind) -> QDialog:
    made = set_print(behind.store, PrintOrder(kind=Printout.BLANK_FORM), now=NOW)
    return PrintPreview(behind.theme, made, behind.window)


def export(behind: Behind) -> QDialog:
    return ExportDialog(
        behind.theme, behind.window, suggested=behind.folder / "a.xlsx", identity="", person=PERSON,
        weakness=no_weakness, readers=READERS,
    )  # fmt: skip


def redact(behind: Behind) -> QDialog:
    places = [(behind.store.cases()[0].id, nothing)]
    return RedactSheet(behind.theme, places, list, behind.window)  # type: ignore[arg-type]  # nothing is redacted


def pack(behind: Behind) -> QWidget:
    page = PackPage(behind.theme, no_weakness)
    lead = PackSigner(name=PERSON, fingerprint=FINGERPRINT, readers=())
    page.show_pack(
        PackFacts(
            inspection=CODE, force="", inspector=PERSON, number=1, cases=3, own_cases=2,
            dispose_by="2019-11-05", signers=(lead,), spelled_out=("0",) * 4, known=False,
        )
    )  # fmt: skip
    return page


def later_list(behind: Behind) -> QWidget:
    purpose = Purpose(name="later", title="", about="", last="", doing="")
    return LaterListPage(behind.theme, purpose)


DIALOGS: Final[dict[type[QDialog], Callable[[Behind], QDialog]]] = {
    AgreedSheet: lambda b: AgreedSheet(b.theme, "", "", b.window),
    AssignSheet: lambda b: AssignSheet(
        b.theme, {PERSON: 2, "": 1}, 3, b.store.cases()[0].id, b.window
    ),
    CodeSheet: lambda b: CodeSheet(b.theme, CODE, nothing, b.window),
    CommentDialog: lambda b: CommentDialog(
        b.theme,
        "",
        comments_of(b.store, b.store.cases()[0].id),
        nothing,
        b.draft(Dialog.COMMENT),
        b.window,
    ),
    CopiesSheet: copies,
    DisposalSheet: disposal,
    EarlierDialog: lambda b: EarlierDialog(b.theme, b.window),
    ExportDialog: export,
    FurtherPackSheet: lambda b: FurtherPackSheet(b.theme, "", "", b.window, by_identity=True),
    HandoverSheet: lambda b: HandoverSheet(
        b.theme, PERSON, nothing, b.draft(Dialog.HANDOVER), b.window
    ),
    HelpDialog: lambda b: HelpDialog(b.theme, help_pages(b.store.form()), b.window),
    HistoryDialog: history,
    IdentifiersSheet: identifiers,
    KeySheet: lambda b: KeySheet(b.theme, b.window.actions_, b.window),
    KeysDialog: lambda b: KeysDialog(b.theme, b.window.actions_, {}, b.window),
    KnownCasesSheet: lambda b: KnownCasesSheet(b.theme, b.store.cases()[0].id, b.window),
    OwnWordsDialog: lambda b: OwnWordsDialog(b.theme, b.store, b.window),
    PackSheet: lambda b: PackSheet(b.theme, READERS, CODE, "", no_weakness, b.window),
    Palette: lambda b: Palette(
        b.theme, map(b.window.actions_.__getitem__, b.window.actions_.offered()), (), b.window
    ),
    PassphraseSheet: lambda b: PassphraseSheet(b.theme, no_weakness, (), b.window),
    PhrasesDialog: lambda b: PhrasesDialog(b.theme, b.store, lambda: NOW, b.window),
    PrintPreview: preview,
    PublishDialog: lambda b: PublishDialog(b.theme, b.window, suggested=str(b.folder), identity=""),
    ReadingSheet: reading,
    ReasonDialog: lambda b: ReasonDialog(b.theme, "", "", "", nothing, b.window),
    ReceiptsSheet: lambda b: ReceiptsSheet(b.theme, "", b.window),
    RecoverSheet: lambda b: RecoverSheet(b.theme, no_weakness, (), b.window),
    RecoverySheet: lambda b: RecoverySheet(
        b.theme, RECOVERY_CODE, PRINTING, b.window, [b.store.path]
    ),
    RedactSheet: redact,
    ReleaseSheet: lambda b: ReleaseSheet(b.theme, CODE, "", b.window),
    ReturnDialog: lambda b: ReturnDialog(
        b.theme, CODE, READERS, nothing, b.draft(Dialog.RETURN), b.window
    ),
    SecondReadsSheet: lambda b: SecondReadsSheet(b.theme, READERS, nothing, b.window),
    SettingsDialog: lambda b: SettingsDialog(
        b.theme, Preferences(), {"language"}, b.window, can_block=True
    ),
    TokenSheet: lambda b: TokenSheet(b.theme, b.window),
    ValuesDialog: values,
}
"""Each class of dialog, and how one is made."""


PAGES: Final[dict[type[QWidget], Callable[[Behind], QWidget]]] = {
    BoardPage: lambda b: BoardPage(b.theme),
    CasesPage: lambda b: CasesPage(b.theme, b.window.actions_, NOW.date),
    CheckPage: lambda b: CheckPage(b.theme),
    FirstPage: lambda b: FirstPage(b.theme, no_weakness, b.folder),
    KeepingPage: lambda b: KeepingPage(b.theme),
    LaterListPage: later_list,
    LogPage: lambda b: LogPage(b.theme, b.store.form()),
    NewInspectionPage: lambda b: NewInspectionPage(b.theme, [b.store.form()], no_weakness),
    NewRegisterPage: lambda b: NewRegisterPage(b.theme, no_weakness),
    OwnTeamPage: lambda b: OwnTeamPage(b.theme),
    PackPage: pack,
    PrintPage: lambda b: PrintPage(b.theme, CODE),
    ReadyPage: lambda b: ReadyPage(b.theme, b.folder / "a.cer", IDENTITY, b.folder),
    RegisterCasesPage: lambda b: RegisterCasesPage(b.theme, b.store.form()),
    StartPage: lambda b: StartPage(b.theme, [RecentFile(path=b.store.path, code=CODE)]),
    SummaryPage: lambda b: SummaryPage(b.theme, publishes=True),
    TeamPage: lambda b: TeamPage(b.theme, b.store.form()),
    UnlockPage: lambda b: UnlockPage(b.theme, b.store.path),
}
"""Each class of page, and how one is made that nothing was put on yet."""


def all_pages() -> set[type[QWidget]]:
    """Return every class of page that the window has."""
    return {kind for kind in _of_the_window(QWidget) if kind.__name__.endswith("Page")} - {
        Page, ListPage,
    }  # fmt: skip


def all_dialogs() -> set[type[QDialog]]:
    """Return every class of dialog that the window has."""
    return _of_the_window(QDialog) - {*BASES}


def _of_the_window(kind: type[Kind]) -> set[type[Kind]]:
    for module in pkgutil.walk_packages(ui.window.__path__, "ui.window."):
        importlib.import_module(module.name)
    return {below for below in _below(kind) if below.__module__.startswith("ui.")}


def _below(kind: type[Kind]) -> Iterator[type[Kind]]:
    for below in kind.__subclasses__():
        yield below
        yield from _below(below)
