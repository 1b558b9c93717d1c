"""What printing costs beside reportlab's own paragraphs; numbers for a person, no timed test."""

from __future__ import annotations

import io
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import islice
from typing import TypeVar

import pytest
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Paragraph, SimpleDocTemplate
from workbook_sample import FORM, inspection, submission

from reviewer.domain.standing import standing_of
from reviewer.printing.cases import print_cases
from reviewer.printing.letters.setting import Line, Typesetter
from reviewer.printing.letters.style import TextStyle
from reviewer.printing.printed import CasePage, Printed, Printing

pytestmark = pytest.mark.bench

CASES = 224
MANY = 2_000
NOW = datetime(2018, 11, 15, 9, 30, tzinfo=UTC)

_Result = TypeVar("_Result")


def say(line: str) -> None:
    sys.stdout.write(f"\n{line}")


def case_pages(count: int = CASES) -> Iterator[CasePage]:
    submitted = submission(count)
    reviews = {review.case: review for review in submitted.reviews}
    for case in submitted.cases:
        review = reviews[case.id]
        standing = standing_of(FORM, case, [review])
        yield CasePage(case=case, review=review, standing=standing)


def print_all(pages: list[CasePage], *, with_details: bool) -> Printed:
    printing = Printing(by="A. Inspector", at=NOW)
    return print_cases(
        inspection(), FORM, pages, printing, with_references=False, with_details=with_details
    )


def least(work: Callable[[], _Result], times: int = 2) -> tuple[_Result, float]:
    found = []
    for _ in range(times):
        began = time.process_time()
        result = work()
        found.append(time.process_time() - began)
    return result, min(found)


def texts_of(pages: list[CasePage], monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, TextStyle]]:
    """Return every text that a print sets, in its order."""
    texts: list[tuple[str, TextStyle]] = []
    setting = Typesetter.set

    def recorded(self: Typesetter, text: str, style: TextStyle, width: float) -> tuple[Line, ...]:
        texts.append((text, style))
        return setting(self, text, style, width)

    with monkeypatch.context() as patch:
        patch.setattr(Typesetter, "set", recorded)
        print_all(pages, with_details=True)
    return texts


def set_as_paragraphs(texts: list[tuple[str, TextStyle]]) -> bytes:
    """Lay the same texts out with reportlab, each as a paragraph across the page."""
    styles: dict[TextStyle, ParagraphStyle] = {}
    story = []
    for text, style in texts:
        if style not in styles:
            font = "Helvetica-Bold" if style.bold else "Helvetica"
            styles[style] = ParagraphStyle(
                "text", fontName=font, fontSize=style.size, leading=style.leading
            )
        escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        story.append(Paragraph(escaped, styles[style]))
    target = io.BytesIO()
    SimpleDocTemplate(target).build(story)
    return target.getvalue()


def test_full_reviews_beside_reportlab_s_paragraphs(monkeypatch: pytest.MonkeyPatch) -> None:
    pages = list(case_pages())
    texts = texts_of(pages, monkeypatch)
    printed, ours = least(lambda: print_all(pages, with_details=True))
    _, bare = least(lambda: set_as_paragraphs(texts))
    short, one_page = least(lambda: print_all(pages, with_details=False))
    say(f"{CASES} full reviews, tagged: {ours:.2f} s, {printed.pages} pages")
    say(f"reportlab, the same {len(texts):,} texts as paragraphs, untagged: {bare:.2f} s")
    say(f"ratio {ours / bare:.2f} (at most 0.6 untagged, 0.9 tagged)")
    say(f"one page each: {one_page:.2f} s, {short.pages} pages")
    assert ours <= 0.9 * bare


_MEASURE = """
import gc, sys
from itertools import cycle, islice
from pathlib import Path
sys.path[:0] = ["tests", "tests/files", "tests/benchmarks"]
from test_bench_prints import case_pages, print_all
def memory(what):
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(what)) // 1024
some = list(case_pages(40))
pages = list(islice(cycle(some), int(sys.argv[1])))
print_all(pages[:3], with_details=True)
gc.collect()
Path("/proc/self/clear_refs").write_text("5")
before = memory("VmRSS")
print_all(pages, with_details=True)
print(memory("VmHWM") - before)
"""


def test_memory_is_flat_with_thousands_of_cases() -> None:
    grown = {}
    for count in (CASES, MANY):
        ran = subprocess.run(
            [sys.executable, "-c", _MEASURE, str(count)], check=True, capture_output=True, text=True
        )
        grown[count] = int(ran.stdout)
        say(f"{count} full reviews: {grown[count]} MB above the open file")
    assert grown[MANY] <= 150


def test_the_first_page_of_a_preview_is_there_at_once() -> None:
    pdfium = pytest.importorskip("pypdfium2")
    pages = list(islice(case_pages(), 3))

    def preview() -> int:
        content = print_all(pages[:1], with_details=False).content
        document = pdfium.PdfDocument(content)
        return int(document[0].render(scale=1.5).width)

    preview()
    began = time.perf_counter()
    preview()
    took = (time.perf_counter() - began) * 1000
    say(f"first page of a preview: {took:.0f} ms (at most 150)")
    assert took < 150
