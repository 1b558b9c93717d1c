"""Prints through both front ends: every kind, previewed in memory, on paper or kept as a PDF."""

from __future__ import annotations

import os
import sys
from contextlib import nullcontext
from io import BytesIO
from pathlib import Path

import pytest
from front_ends import BothFrontEnds, Running
from pypdf import PdfReader, PdfWriter
from PySide6.QtGui import QPageRanges
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QProgressDialog, QWidget
from pytestqt.qtbot import QtBot
from window_kit import press, text_of

from reviewer.domain.errors import WorldError
from reviewer.domain.file_actions import Printout
from ui.operations.control import CANCELLED
from ui.window.commands import Commands
from ui.window.parts.paper import printing_on
from ui.window.parts.spool import SpoolOrder, spool
from ui.window.results.print_choices import PRINTOUTS, What
from ui.window.results.print_page import PrintPage
from ui.window.results.print_preview import PrintPreview

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


def print_page(window: Running) -> PrintPage:
    page = window.go(Commands.PRINT)
    assert isinstance(page, PrintPage)
    return page


def preview_of(window: Running, what: What) -> PrintPreview:
    page = print_page(window)
    page.choose(what)
    press(page, "print-preview")
    window.until(lambda: bool(page.findChildren(PrintPreview)) and not window.busy())
    (preview,) = page.findChildren(PrintPreview)
    return preview


def pdf_printer(out: Path) -> QPrinter:
    """Return a printer that prints to a file, as the system's dialog would choose one."""
    printer = QPrinter(QPrinter.PrinterMode.ScreenResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(out))
    printer.setFullPage(True)
    return printer


def test_the_window_offers_every_kind_of_print_that_the_command_does() -> None:
    assert set(PRINTOUTS.values()) == set(Printout) - {Printout.RECOVERY_CODE, Printout.FINGERPRINT}


@pytest.mark.parametrize(("option", "what"), [("--list", What.LIST), ("--debrief", What.DEBRIEF)])
def test_a_print_on_paper_is_logged_as_one_in_a_file_is(
    team: BothFrontEnds, option: str, what: What, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert team.command.run("print", "a.review", "out.pdf", option).code == 0
    paper = team.window.folder / "paper.pdf"
    before = set(team.window.folder.iterdir())
    with team.window.open("a.review") as window:
        preview = preview_of(window, what)
        new = {path for path in set(team.window.folder.iterdir()) - before if path.suffix == ".pdf"}
        assert new == set()
        monkeypatch.setattr(
            "ui.window.results.print_presenter.choose_printer", lambda *_, **__: pdf_printer(paper)
        )
        press(preview, "preview-print")
        window.settle()
        assert "Sent to the printer" in text_of(print_page(window), "job-words")
    assert len(PdfReader(BytesIO(paper.read_bytes())).pages) == preview.made.printed.pages
    paper.unlink()
    (team.command.folder / "out.pdf").unlink()
    outcome = team.compare("a.review")
    assert outcome.events[-1][0] == "printed"


def test_only_the_pages_that_a_person_chose_are_printed_and_counted(
    tmp_path: Path, qtbot: QtBot
) -> None:
    parent, writer, written = QWidget(), PdfWriter(), BytesIO()
    qtbot.addWidget(parent)
    for _ in range(9):
        writer.add_blank_page(595, 842)
    writer.write(written)
    for chosen, pages in (("", 9), ("2-3", 2), ("1,3,9", 3), ("8-20", 2)):
        printer = pdf_printer(tmp_path / "paper.pdf")
        printer.setPageRanges(QPageRanges.fromString(chosen))
        assert printing_on(printer, parent)(written.getvalue()) == pages
        assert len(PdfReader(tmp_path / "paper.pdf").pages) == pages


def test_drawing_that_is_cancelled_leaves_no_page(
    tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    parent, writer, written = QWidget(), PdfWriter(), BytesIO()
    qtbot.addWidget(parent)
    for _ in range(3):
        writer.add_blank_page(595, 842)
    writer.write(written)
    monkeypatch.setattr(QProgressDialog, "wasCanceled", lambda shown: shown.value() >= 1)
    with pytest.raises(WorldError) as stopped:
        printing_on(pdf_printer(tmp_path / "paper.pdf"), parent)(written.getvalue())
    assert stopped.value.code == CANCELLED
    assert not (tmp_path / "paper.pdf").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has a print system of its own")
def test_the_print_system_is_given_the_pdf_as_it_is_or_refuses_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = SpoolOrder(
        printer="Office", title="0042", copies=2, pages="1-3,9", options={"sides": "one-sided"}
    )
    program = tmp_path / "lp"
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    for status in (0, 1):
        program.write_text(f'#!/bin/sh\ncat > {tmp_path}/taken\necho "$@" > {tmp_path}/line\n'
                           f"exit {status}\n")  # fmt: skip
        program.chmod(0o755)
        with nullcontext() if status == 0 else pytest.raises(WorldError):
            spool(order, b"%PDF-1.7 of a print")
        assert (tmp_path / "taken").read_bytes() == b"%PDF-1.7 of a print"
        line = (tmp_path / "line").read_text().strip()
        assert line == "-d Office -n 2 -t 0042 -P 1-3,9 -o sides=one-sided"


def test_a_preview_that_is_closed_leaves_nothing_and_logs_nothing(team: BothFrontEnds) -> None:
    with team.window.open("a.review") as window:
        press(preview_of(window, What.ALL), "preview-close")
        window.settle()
    team.compare("a.review")


def test_a_preview_is_kept_as_a_pdf_where_a_person_says(
    team: BothFrontEnds, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert team.command.run("print", "a.review", "out.pdf", "--summary").code == 0
    out = team.window.folder / "out.pdf"
    monkeypatch.setattr("ui.window.results.print_presenter.save_as", lambda *_: out)
    with team.window.open("a.review") as window:
        press(preview_of(window, What.SUMMARY), "preview-save")
        window.settle()
    assert out.read_bytes().startswith(b"%PDF")
    team.compare("a.review")


@pytest.mark.qt_log_ignore("propagateSizeHints|QPainter::begin")
def test_a_printer_that_takes_nothing_is_reported_and_nothing_is_logged(
    team: BothFrontEnds, monkeypatch: pytest.MonkeyPatch
) -> None:
    nowhere = pdf_printer(team.window.folder / "no such folder" / "paper.pdf")
    monkeypatch.setattr(
        "ui.window.results.print_presenter.choose_printer", lambda *_, **__: nowhere
    )
    with team.window.open("a.review") as window:
        preview = preview_of(window, What.LIST)
        press(preview, "preview-print")
        assert "did not accept" in text_of(preview, "job-words")
        preview.reject()
    team.compare("a.review")


def test_a_print_that_is_cancelled_leaves_nothing(
    team: BothFrontEnds, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = team.window.folder / "out.pdf"
    monkeypatch.setattr("ui.window.results.print_page.save_as", lambda *_: out)
    with team.window.open("a.review") as window:
        page = print_page(window)
        page.choose(What.ALL)
        press(page, "print-accept")
        press(page, "job-cancel")
        window.settle()
        assert "ancelled" in text_of(page, "job-words")
    assert not out.exists()
    team.compare("a.review")
