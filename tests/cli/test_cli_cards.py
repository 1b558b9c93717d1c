"""A certificate's fingerprint as a card to print."""

from __future__ import annotations

from pathlib import Path

import pypdf
from commands import Command


def test_the_card_shows_name_groups_and_spelling(cli: Command, tmp_path: Path) -> None:
    cli("identity", "create", "a.p12", "--name", "A. Inspector", "--key", "ec")
    cli("identity", "certificate", "a.p12", "a.cer")
    shown = cli("trust", "show", "a.cer", "--json").json
    result = cli("identity", "card", "a.cer", "a.pdf")
    assert result.code == 0, result.err
    (page,) = pypdf.PdfReader("a.pdf").pages
    text = " ".join(page.extract_text().split())
    assert "A. Inspector" in text
    for group, aloud in zip(shown["fingerprint"].split("-"), shown["spelled_out"], strict=True):
        assert f"{group} {aloud}" in text
    again = cli("identity", "card", "a.cer", "a.pdf")
    assert again.code == 2
    assert cli("identity", "card", "a.cer", "a.pdf", "--replace").code == 0


def test_what_is_no_certificate_makes_no_card(cli: Command, tmp_path: Path) -> None:
    (tmp_path / "a.cer").write_text("none", encoding="utf-8")
    assert cli("identity", "card", "a.cer", "a.pdf").code == 2
    assert not Path("a.pdf").exists()
    cli("identity", "create", "a.p12", "--name", "A", "--key", "ec")
    cli("identity", "certificate", "a.p12", "b.cer")
    assert cli("identity", "card", "b.cer", "card.txt").code == 2
