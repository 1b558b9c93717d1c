"""Printing on paper: the system's own dialog, then the print as a PDF or page by page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import QMarginsF, QRectF, Qt
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QProgressDialog, QWidget

from reviewer.domain.errors import WorldError
from reviewer.domain.message import message
from ui.operations.control import CANCELLED
from ui.operations.page_pictures import PagePictures
from ui.window.parts.spool import spool, spool_order
from ui.window.words import say

_MOST_DOTS: Final = 300
"""Dots to the inch that a page is drawn with: finer letters are not told apart on paper."""

_POINTS: Final = 72


def choose_printer(parent: QWidget, pages: int, name: str, *, one_copy: bool) -> QPrinter | None:
    """Let a person choose a printer in the system's dialog; None where they did not.

    A numbered copy is printed once, whatever the dialog says.
    """
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(name)
    printer.setFullPage(True)
    a4 = QPageLayout(
        QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Portrait, QMarginsF()
    )
    printer.setPageLayout(a4)
    printer.setFromTo(1, pages)
    dialog = QPrintDialog(printer, parent)
    dialog.setOption(QPrintDialog.PrintDialogOption.PrintPageRange, on=True)
    dialog.setMinMax(1, pages)
    if dialog.exec() != QPrintDialog.DialogCode.Accepted:
        return None
    if one_copy:
        printer.setCopyCount(1)
    return printer


def printing_on(printer: QPrinter, parent: QWidget) -> Callable[[bytes], int]:
    """Return what draws a print on a printer, with progress and a way to stop.

    It returns how many pages it drew, in all copies. It raises WorldError if the printer does not
    accept the print, with the code `cancelled` if a person stopped it: nothing is then printed.
    The print system of Linux gets the whole print at once and cannot be stopped.
    """
    order = spool_order(printer)

    def deliver(content: bytes) -> int:
        pages = PagePictures(content)
        chosen = _chosen(printer, len(pages))
        if order is not None:
            spool(order, content)
        else:
            _draw_pages(printer, pages, chosen, parent)
        return len(chosen) * max(printer.copyCount(), 1)

    return deliver


def _chosen(printer: QPrinter, pages: int) -> list[int]:
    """Return the indexes of the pages to print, which may be several ranges."""
    chosen = printer.pageRanges()
    return [page for page in range(pages) if chosen.isEmpty() or chosen.contains(page + 1)]


def _draw_pages(printer: QPrinter, pages: PagePictures, chosen: list[int], parent: QWidget) -> None:
    """Draw pages on a printer; if that stops early, abort the print and delete its file."""
    painter = QPainter()
    if not painter.begin(printer):
        raise WorldError("no-printer", message("The printer did not accept the document."))
    try:
        _draw_each(painter, printer, pages, chosen, parent)
    except BaseException:
        printer.abort()
        painter.end()
        if printer.outputFileName():
            Path(printer.outputFileName()).unlink(missing_ok=True)
        raise
    painter.end()


def _draw_each(
    painter: QPainter, printer: QPrinter, pages: PagePictures, chosen: list[int], parent: QWidget
) -> None:
    shown = QProgressDialog(say("Printing…"), say("Cancel"), 0, len(chosen), parent)
    shown.setWindowModality(Qt.WindowModality.WindowModal)
    shown.setMinimumDuration(500)
    try:
        for done, page in enumerate(chosen):
            shown.setValue(done)
            if shown.wasCanceled():
                raise WorldError(CANCELLED, message("Cancelled. Nothing was printed."))
            if done and not printer.newPage():
                raise WorldError("no-printer", message("The printer stopped."))
            _draw(painter, printer, pages, page)
    finally:
        shown.close()


def _draw(painter: QPainter, printer: QPrinter, pages: PagePictures, page: int) -> None:
    dots = min(printer.resolution(), _MOST_DOTS)
    image = image_of(pages, page, dots / _POINTS)
    width, height = pages.size(page)
    scale = printer.resolution() / _POINTS
    painter.drawImage(QRectF(0, 0, width * scale, height * scale), image)


def image_of(pages: PagePictures, page: int, scale: float) -> QImage:
    """Draw a page with `scale` pixels to a point."""
    made = pages.picture(page, scale)
    image = QImage(made.pixels, made.width, made.height, made.stride, QImage.Format.Format_RGB32)
    return image.copy()  # the bytes end with this call
