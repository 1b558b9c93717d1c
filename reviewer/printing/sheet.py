"""The sheets of a print: marking, head, foot and page x of y around whatever is set."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from io import BytesIO
from typing import Any

from reportlab.lib.pagesizes import landscape
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate

from reviewer.domain.times import long_moment
from reviewer.printing import look
from reviewer.printing.lettering import Lettering
from reviewer.printing.printed import Imprint, Printed
from reviewer.printing.typeface import BOLD, REGULAR

UPRIGHT = "upright"
SIDEWAYS = "sideways"


class SheetCanvas(Canvas):
    """Hold every page back until the number of pages is known, then frame and write them.

    `running` stands at the right of the head of this page and those after it; `opened` are
    the entries of the outline that begin on this page.
    """

    def __init__(self, target: BytesIO, *, imprint: Imprint, **how: Any) -> None:  # noqa: ANN401 - reportlab's own arguments, passed through
        super().__init__(target, **{**how, "initialFontName": REGULAR})
        self._imprint = imprint
        self._held: list[dict[str, Any]] = []
        self.running = ""
        self.opened: tuple[str, ...] = ()
        self.paper: tuple[float, float] = how["pagesize"]

    def setPageSize(self, size: tuple[float, float]) -> None:  # noqa: N802 - reportlab's own name
        """Turn the paper from this page on."""
        super().setPageSize(size)
        self.paper = size

    def showPage(self) -> None:  # noqa: N802 - reportlab's own name
        """Hold the finished page back and begin the next."""
        self._held.append(dict(self.__dict__))
        self.opened = ()
        self._startPage()  # type: ignore[attr-defined] # the stubs leave it out

    def save(self) -> None:
        """Frame every page, now that their number is known, and write the document."""
        held = self._held
        for number, page in enumerate(held, start=1):
            self.__dict__.update(page)
            for order, entry in enumerate(self.opened):
                mark = f"{number}-{order}"
                self.bookmarkPage(mark)
                self.addOutlineEntry(entry, mark)
            _draw_frame(self, self._imprint, number, len(held), self.running)
            super().showPage()
        super().save()


class Opening(Flowable):
    """Begin a part: name it at the head of its pages and in the outline. Takes no room."""

    def __init__(self, running: str, entry: str = "") -> None:
        super().__init__()
        self._running = running
        self._entry = entry

    def wrap(self, _width: float, _height: float) -> tuple[float, float]:
        """Take no room."""
        return 0, 0

    def draw(self) -> None:
        """Tell the canvas."""
        canvas = self.canv
        if not isinstance(canvas, SheetCanvas):
            raise TypeError(canvas)
        canvas.running = self._running
        if self._entry:
            canvas.opened = (*canvas.opened, self._entry)


def bind(imprint: Imprint, story: Sequence[Flowable], lettering: Lettering) -> Printed:
    """Set the story on A4 sheets within the imprint, in memory only.

    The same story and imprint give the same bytes.
    """
    shown = _shown_imprint(imprint, lettering)
    target = BytesIO()
    document = BaseDocTemplate(
        target,
        pagesize=look.PAGE,
        invariant=1,
        lang="en-GB",
        title=shown.title,
        author=shown.printed_by,
        subject=shown.subject,
    )
    document.addPageTemplates(
        [_template(UPRIGHT, look.PAGE), _template(SIDEWAYS, landscape(look.PAGE))]
    )
    document.build(list(story), canvasmaker=partial(SheetCanvas, imprint=shown))
    return Printed(content=target.getvalue(), pages=document.page, notices=lettering.notices())


def _template(name: str, size: tuple[float, float]) -> PageTemplate:
    width, height = size
    frame = Frame(
        look.MARGIN,
        look.BOTTOM,
        width - 2 * look.MARGIN,
        height - look.TOP - look.BOTTOM,
        leftPadding=0,
        rightPadding=0,
        topPadding=0,
        bottomPadding=0,
    )
    return PageTemplate(id=name, frames=[frame], pagesize=size)


def _shown_imprint(imprint: Imprint, lettering: Lettering) -> Imprint:
    lettering.place = "Head and foot"
    return Imprint(
        marking=lettering.plain(imprint.marking).upper(),
        subject=lettering.plain(imprint.subject),
        title=lettering.plain(imprint.title),
        source=lettering.plain(imprint.source),
        printed_by=lettering.plain(imprint.printed_by),
        printed_at=imprint.printed_at,
        copy=imprint.copy,
    )


def _draw_frame(
    canvas: SheetCanvas, imprint: Imprint, number: int, total: int, running: str
) -> None:
    width, height = canvas.paper
    left, right = look.MARGIN, width - look.MARGIN
    canvas.setFillColor(look.INK)
    for y in (height - 34, 24):
        size = _fitted(imprint.marking, BOLD, look.STRONG_SIZE, right - left)
        canvas.setFont(BOLD, size)
        canvas.drawCentredString(width / 2, y, imprint.marking)
    canvas.setStrokeColor(look.LINE)
    canvas.setLineWidth(look.HAIRLINE)
    canvas.line(left, height - 60, right, height - 60)
    canvas.line(left, 62, right, 62)
    canvas.setFillColor(look.QUIET)
    _spread(canvas, imprint.subject, running or imprint.title, height - 54)
    _spread(canvas, _printed_line(imprint), f"Page {number} of {total}", 50)
    _spread(canvas, imprint.source, f"Copy {imprint.copy}" if imprint.copy else "", 39)


def _printed_line(imprint: Imprint) -> str:
    by = f" by {imprint.printed_by}" if imprint.printed_by else ""
    return f"Printed {long_moment(imprint.printed_at)}{by}"


def _spread(canvas: SheetCanvas, left: str, right: str, y: float) -> None:
    width = canvas.paper[0]
    room = width - 2 * look.MARGIN - look.GUTTER
    taken = stringWidth(right, REGULAR, look.SMALL_SIZE)
    canvas.setFont(REGULAR, _fitted(left, REGULAR, look.SMALL_SIZE, max(room - taken, room / 2)))
    canvas.drawString(look.MARGIN, y, left)
    canvas.setFont(REGULAR, _fitted(right, REGULAR, look.SMALL_SIZE, room / 2))
    canvas.drawRightString(width - look.MARGIN, y, right)


def _fitted(text: str, font: str, size: float, room: float) -> float:
    """Return the size at which a line fits the room: names are not cut off, they get smaller."""
    needed = stringWidth(text, font, size)
    return size if needed <= room else size * room / needed
