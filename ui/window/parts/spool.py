"""The print system of Linux, which takes a print as one whole PDF."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from PySide6.QtPrintSupport import QPrintEngine, QPrinter

from reviewer.domain.errors import WorldError
from reviewer.domain.message import message

_PATIENCE: Final = 60
"""Seconds that the print system has to take a print."""

_OPTIONS: Final = QPrintEngine.PrintEnginePropertyKey(0xFE00)
"""Where Qt keeps what a person chose of the printer's own options, as names and values in turn."""

_SIDES: Final[Mapping[QPrinter.DuplexMode, str]] = {
    QPrinter.DuplexMode.DuplexNone: "one-sided",
    QPrinter.DuplexMode.DuplexLongSide: "two-sided-long-edge",
    QPrinter.DuplexMode.DuplexShortSide: "two-sided-short-edge",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SpoolOrder:
    """What is asked of the print system; `pages` are ranges as `1-3,9`, empty for all."""

    printer: str
    title: str
    copies: int = 1
    pages: str = ""
    options: Mapping[str, str] = field(default_factory=dict)

    def command(self, program: str) -> list[str]:
        """Return the command line of `lp`, which reads the PDF from its standard input."""
        line = [program, "-d", self.printer, "-n", str(self.copies), "-t", self.title]
        if self.pages:
            line += ["-P", self.pages]
        for name, value in self.options.items():
            line += ["-o", f"{name}={value}"]
        return line


def spool_order(printer: QPrinter) -> SpoolOrder | None:
    """Return what a person chose in the dialog; None if the printer is not the print system's.

    A print that is drawn there page by page cannot be cancelled: the pages drawn so far come out.
    """
    if sys.platform in {"win32", "darwin"} or not shutil.which("lp"):
        return None
    if printer.outputFileName() or not printer.printerName():
        return None
    options = {}
    if printer.duplex() in _SIDES:
        options["sides"] = _SIDES[printer.duplex()]
    if printer.colorMode() is QPrinter.ColorMode.GrayScale:
        options["print-color-mode"] = "monochrome"
    chosen = [str(one) for one in printer.printEngine().property(_OPTIONS) or ()]
    options |= dict(zip(chosen[::2], chosen[1::2], strict=False))
    return SpoolOrder(
        printer=printer.printerName(),
        title=printer.docName(),
        copies=max(printer.copyCount(), 1),
        pages=printer.pageRanges().toString(),
        options=options,
    )


def spool(order: SpoolOrder, content: bytes) -> None:
    """Hand a PDF to the print system; raises WorldError if it is refused."""
    program = shutil.which("lp") or "lp"
    try:
        subprocess.run(  # noqa: S603 - the system's own program, no shell
            order.command(program), input=content, check=True, capture_output=True,
            timeout=_PATIENCE,
        )  # fmt: skip
    except (OSError, subprocess.SubprocessError):
        raise WorldError(
            "no-printer", message("The printer did not accept the document.")
        ) from None
