"""A key on a smart card is named and signs alike, whichever front end it is asked through."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from commands import PASSPHRASE
from front_ends import BothFrontEnds, fill
from PySide6.QtWidgets import QLineEdit
from soft_token import MODULE, PIN, forget_tokens, make_token, needs_soft_token
from window_kit import part, press, refusal_in

from ui.window.commands import Commands
from ui.window.parts.token_sheet import TokenSheet
from ui.window.results.export_dialog import ExportDialog
from ui.window.settings_dialog import SettingsDialog

pytestmark = [needs_soft_token, pytest.mark.qt_log_ignore("propagateSizeHints")]


@pytest.fixture
def with_card(
    both: BothFrontEnds, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Path]:
    """Put one person's key on a card, and the certificate into both folders."""
    run, folder = both.command.run, both.command.folder
    assert run("identity", "create", "a.p12", "--name", "A. Inspector").code == 0
    assert run("identity", "certificate", "a.p12", "a.cer").code == 0
    (both.window.folder / "a.cer").write_bytes((folder / "a.cer").read_bytes())
    (tmp_path / "card").mkdir()
    make_token(folder / "a.p12", PASSPHRASE, tmp_path / "card", monkeypatch)
    (tmp_path / "pin").write_text(PIN, "utf-8")
    (tmp_path / "pin").chmod(0o600)
    yield tmp_path / "pin"
    forget_tokens()


def test_a_workbook_is_signed_by_a_card_alike(both: BothFrontEnds, with_card: Path) -> None:
    naming = ("identity", "token", "card.token", "--module", MODULE, "--certificate", "a.cer")
    assert both.command.run(*naming).code == 0
    signing = ("--identity", "card.token", "--identity-passphrase-file", with_card)
    assert both.command.run("export", "a.review", "a.xlsx", *signing).code == 0
    folder = both.window.folder
    with both.window.open("a.review") as window:
        window.window.actions_[Commands.EXPORT].trigger()
        window.settle()
        dialog = part(window.window, ExportDialog)
        press(dialog, "card-identity")
        sheet = part(dialog, TokenSheet)
        fill(sheet, token_library="", target=str(folder / "card.token"))
        press(sheet, "token-sheet-accept")
        assert refusal_in(sheet)
        fill(sheet, token_library=str(folder / "a.cer"), token_certificate=str(folder / "a.cer"))
        press(sheet, "token-sheet-accept")
        assert "PKCS#11" in refusal_in(sheet)
        assert not (folder / "card.token").exists()
        fill(sheet, token_library=str(MODULE))
        press(sheet, "token-sheet-accept")
        window.until(lambda: dialog.findChild(TokenSheet) is None)
        assert part(dialog, QLineEdit, "identity-file").text() == str(folder / "card.token")
        fill(dialog, identity_passphrase=PIN, target=str(folder / "a.xlsx"))
        dialog.protect.setChecked(False)
        press(dialog, "export-accept")
        window.settle()
        assert (folder / "a.xlsx").exists()
        dialog.reject()
    tokens = [side.folder / "card.token" for side in (both.command, both.window)]
    assert tokens[0].read_bytes() == tokens[1].read_bytes()
    verified = both.command.run("verify", folder / "a.xlsx", "--trust", "a.cer")
    assert verified.code == 0, verified


def test_the_settings_keep_the_card_that_one_signs_with(
    both: BothFrontEnds, with_card: Path
) -> None:
    folder = both.window.folder
    with both.window.open("a.review") as window:
        dialog = SettingsDialog(both.window.theme, window.window.preferences, (), window.window)
        kept: list[str] = []
        dialog.preferred.connect(lambda preferences: kept.append(preferences.identity))
        press(dialog, "card-identity")
        sheet = part(dialog, TokenSheet)
        fill(
            sheet,
            token_library=str(MODULE),
            token_certificate=str(folder / "a.cer"),
            target=str(folder / "card.token"),
        )
        press(sheet, "token-sheet-accept")
        assert kept == [str(folder / "card.token")]
        dialog.close()
        dialog.deleteLater()
