"""A workbook's verdict in the window names its issuer, and a signer trusted there is logged."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot
from window_sample import NOW, make_file, opened

from reviewer.app.exporting import export_workbook
from reviewer.app.verifying import Examined, examine
from reviewer.signing.identity import Identity, create_identity
from reviewer.signing.trust import Terms, TrustList, load_trust
from reviewer.signing.trust_log import read_decisions
from ui.places import trust_folder
from ui.window.theme import Theme
from ui.window.verdicts import VerdictCard
from ui.window.workbooks import vouch_for


@pytest.fixture
def signer() -> Identity:
    return create_identity(name="A. Inspector", kind="ec", now=NOW)


@pytest.fixture
def workbook(tmp_path: Path, signer: Identity) -> Path:
    make_file(tmp_path / "a.review", 2)
    with opened(tmp_path / "a.review") as store:
        export_workbook(
            store, tmp_path / "a.xlsx", signer, now=NOW, export_id="one", app_version="test"
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
    assert "Cover says" not in shown
    bound = trust.with_terms({signer.fingerprint: Terms(issued_by="B. Inspector")})
    assert "stands for “B. Inspector”" in words(theme, qtbot, examine(workbook, bound, now=NOW))


def test_a_signer_trusted_in_the_window_is_logged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, signer: Identity
) -> None:
    monkeypatch.setenv("REVIEWER_HOME", str(tmp_path / "home"))
    vouch_for(signer.certificate_der)
    assert load_trust(trust_folder()).certificates == (signer.certificate,)
    (decision,) = read_decisions(trust_folder())
    assert (decision.act, decision.fingerprint) == ("trusted", signer.fingerprint)
    assert decision.who
