"""Tables are published alike, and prints signed, whichever front end it is asked through."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from commands import command_in
from front_ends import BothFrontEnds, Running
from window_kit import part, press, words, write

from reviewer.app.demonstration.job import PASSPHRASE
from ui.window.commands import Commands
from ui.window.results.print_choices import What
from ui.window.results.print_page import PrintPage
from ui.window.results.publish_dialog import PublishDialog

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

WORDS = ("--passphrase-file", "word", "--identity-passphrase-file", "word")
TEAM = "demo/team.review"


@pytest.fixture(scope="session")
def demonstrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the demonstration in it, to be copied."""
    folder = tmp_path_factory.mktemp("demonstrated")
    with pytest.MonkeyPatch.context() as monkeypatch:
        assert command_in(folder, monkeypatch)("demo", "demo").code == 0
    (folder / "word").write_text(f"{PASSPHRASE}\n", "utf-8")
    (folder / "word").chmod(0o600)
    return folder


@pytest.fixture
def both_demonstrated(
    from_start: Callable[[Path], BothFrontEnds], demonstrated: Path
) -> BothFrontEnds:
    return from_start(demonstrated)


def ask_to_publish(window: Running, folder: Path, threshold: str) -> PublishDialog:
    window.go(Commands.SUMMARY)
    press(window.window, "summary-publish")
    dialog = part(window.window, PublishDialog)
    write(dialog, "target", str(folder / "annex.xlsx"))
    write(dialog, "identity-file", str(folder / "demo" / "team.p12"))
    write(dialog, "identity-passphrase", PASSPHRASE)
    write(dialog, "threshold", threshold)
    press(dialog, "publish-accept")
    window.settle()
    return dialog


def test_tables_are_published_alike(both_demonstrated: BothFrontEnds) -> None:
    both = both_demonstrated
    order = ("publish", TEAM, "annex.xlsx", "--identity", "demo/team.p12", *WORDS)
    refused = both.command.run(*order, "--threshold", "2")
    assert refused.code == 2
    assert both.command.run(*order, "--threshold", "6").code == 0
    folder = both.window.folder
    with both.window.open(TEAM, PASSPHRASE) as window:
        dialog = ask_to_publish(window, folder, "2")
        assert refused.err.strip().removeprefix("reviewer: ") in words(dialog)
        write(dialog, "threshold", "6")
        press(dialog, "publish-accept")
        window.settle()
        assert "annex.xlsx.p7s" in words(dialog)
        dialog.reject()
    for side in (both.command, both.window):
        assert {path.name for path in side.folder.glob("annex*")} == {
            *("annex.xlsx", "annex.xlsx.p7s", "annex.csv", "annex.csv-metadata.json")
        }
    assert (both.command.folder / "annex.csv").read_bytes() == (folder / "annex.csv").read_bytes()
    outcome = both.compare(TEAM, PASSPHRASE)
    assert outcome.events[-1][0] == "published"


def test_what_two_publications_would_tell_is_refused_alike_until_one_is_withdrawn(
    both_demonstrated: BothFrontEnds,
) -> None:
    both = both_demonstrated
    signed = ("--identity", "demo/team.p12", *WORDS, "--threshold")
    assert both.command.run("publish", TEAM, "annex.xlsx", *signed, "6").code == 0
    again = ("publish", TEAM, "other.xlsx", *signed, "7")
    refused = both.command.run(*again)
    assert refused.code == 1
    assert both.command.run(*again, "--withdrawn", " ").code == 2
    assert both.command.run(*again, "--withdrawn", "never released").code == 0
    with both.window.open(TEAM, PASSPHRASE) as window:
        ask_to_publish(window, both.window.folder, "6").reject()
        dialog = ask_to_publish(window, both.window.folder, "7")
        sentence = refused.err.strip().removeprefix("reviewer: ").split(" Use ")[0]
        assert sentence in words(dialog)
        write(dialog, "withdrawn", "never released")
        write(dialog, "target", str(both.window.folder / "other.xlsx"))
        press(dialog, "publish-accept")
        window.settle()
        assert "other.xlsx.p7s" in words(dialog)
        dialog.reject()
    outcome = both.compare(TEAM, PASSPHRASE)
    assert [kind for kind, *_ in outcome.events[-2:]] == ["published", "published"]


def test_a_print_is_signed_alike(
    both_demonstrated: BothFrontEnds, monkeypatch: pytest.MonkeyPatch
) -> None:
    both = both_demonstrated
    order = ("print", TEAM, "out.pdf", "--summary", "--identity", "demo/team.p12", *WORDS)
    assert both.command.run(*order).code == 0
    folder = both.window.folder
    monkeypatch.setattr("ui.window.results.print_page.save_as", lambda *_: folder / "out.pdf")
    with both.window.open(TEAM, PASSPHRASE) as window:
        page = window.go(Commands.PRINT)
        assert isinstance(page, PrintPage)
        page.choose(What.SUMMARY)
        page.signs.setChecked(True)
        write(page, "identity-file", str(folder / "demo" / "team.p12"))
        press(page, "print-accept")
        assert "passphrase of the identity" in words(page)
        assert not (folder / "out.pdf").exists()
        write(page, "identity-passphrase", PASSPHRASE)
        press(page, "print-accept")
        window.settle()
    for side in (both.command, both.window):
        assert b"/SubFilter/adbe.pkcs7.detached" in (side.folder / "out.pdf").read_bytes()
    both.compare(TEAM, PASSPHRASE)
