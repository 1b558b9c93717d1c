"""A workbook's verdict in the window names its issuer, and a signer trusted there is logged."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot
from window_kit import part
from window_sample import NOW, make_file, opened

from reviewer.app.exporting import ExportOrder, export_workbook
from reviewer.app.verifying import Examined, examine
from reviewer.domain.verdict import SignatureStatus, Verdict, WorkbookProblem
from reviewer.signing.certificates import spelled_out
from reviewer.signing.identity import Identity, create_identity
from reviewer.signing.trust import TrustList, load_trust
from reviewer.signing.trust_log import Terms, read_decisions
from ui.operations.places import trust_folder
from ui.operations.trust import trust_signer
from ui.window.parts.fingerprint_view import FingerprintView
from ui.window.parts.records import RecordTable
from ui.window.team.check_page import CheckPage
from ui.window.team.verdicts import VerdictCard
from ui.window.theme import Theme


@pytest.fixture
def signer() -> Identity:
    return create_identity(name="A. Inspector", kind="ec", now=NOW)


@pytest.fixture
def workbook(tmp_path: Path, signer: Identity) -> Path:
    make_file(tmp_path / "a.review", 2)
    with opened(tmp_path / "a.review") as store:
        export_workbook(
            store,
            ExportOrder(out=tmp_path / "a.xlsx"),
            signer,
            now=NOW,
            export_id="one",
            app_version="test",
        )
    return tmp_path / "a.xlsx"


def words(theme: Theme, qtbot: QtBot, book: Examined) -> str:
    card = VerdictCard(theme, book)
    qtbot.addWidget(card)
    return "\n".join(label.text() for label in card.findChildren(QLabel))


def test_a_verdict_shows_signer_and_issuer_and_warns_where_they_differ(
    theme: Theme, qtbot: QtBot, workbook: Path, signer: Identity
) -> None:
    trust = TrustList(certificates=(signer.certificate,))
    shown = words(theme, qtbot, examine(workbook, trust, now=NOW))
    assert "A. Inspector, export 1" in shown
    assert "Cover sheet says" not in shown
    bound = trust.with_terms({signer.fingerprint: Terms(issued_by="B. Inspector")})
    assert "belongs to “B. Inspector”" in words(theme, qtbot, examine(workbook, bound, now=NOW))


def test_the_fingerprint_of_an_unknown_signer_is_shown_group_by_group(
    theme: Theme, qtbot: QtBot, workbook: Path, signer: Identity
) -> None:
    card = VerdictCard(theme, examine(workbook, TrustList(), now=NOW))
    qtbot.addWidget(card)
    shown = part(card, FingerprintView)
    labels = [label.text() for label in shown.findChildren(QLabel)]
    for group, aloud in zip(
        signer.fingerprint.split("-"), spelled_out(signer.fingerprint), strict=True
    ):
        assert group in labels
        assert aloud in labels
    lines = [label.text() for label in card.findChildren(QLabel)]
    assert signer.fingerprint not in lines, "the whole of it, wrapped anywhere, is compared by none"


def test_a_signer_trusted_in_the_window_is_logged(tmp_path: Path, signer: Identity) -> None:
    trust_signer(signer.certificate_der, now=NOW)
    assert load_trust(trust_folder()).certificates == (signer.certificate,)
    (decision,) = read_decisions(trust_folder())
    assert (decision.act, decision.fingerprint) == ("trusted", signer.fingerprint)
    assert decision.who


def test_of_several_workbooks_a_table_comes_first_and_those_to_look_at_in_full(
    theme: Theme, qtbot: QtBot, workbook: Path, signer: Identity, tmp_path: Path
) -> None:
    spoiled = bytearray(workbook.read_bytes())
    spoiled[len(spoiled) // 2] ^= 1
    (tmp_path / "spoiled.xlsx").write_bytes(spoiled)
    trust = TrustList(certificates=(signer.certificate,))
    found = [examine(path, trust, now=NOW) for path in (workbook, tmp_path / "spoiled.xlsx")]
    page = CheckPage(theme)
    qtbot.addWidget(page)
    page.show_verdicts(found)
    table = part(page, RecordTable, "verdicts")
    rows = [
        [table.model().index(row, column).data() for column in range(4)]
        for row in range(table.model().rowCount())
    ]
    assert rows[0] == ["a.xlsx", "✓ Trusted", "A. Inspector", "1"]
    assert [card.book.name for card in page.findChildren(VerdictCard)] == ["spoiled.xlsx"]
    table.entered_row.emit(0)
    assert {card.book.name for card in page.findChildren(VerdictCard)} == {"a.xlsx", "spoiled.xlsx"}
    page.show_verdicts(found[:1])
    assert table.isHidden()


def test_what_another_program_signed_is_not_called_changed(theme: Theme, qtbot: QtBot) -> None:
    problem = WorkbookProblem(
        code="not-by-reviewer", part=None, text="Signed by B, but not with Reviewer."
    )
    verdict = Verdict(status=SignatureStatus.INVALID, problems=(problem,))
    book = Examined(name="b.xlsx", digest="00", content=b"", verdict=verdict)
    shown = words(theme, qtbot, book)
    assert "Signed, but not by Reviewer" in shown
    assert "Changed after it was signed" not in shown
