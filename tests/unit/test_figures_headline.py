"""The headline as it is published, and in a sentence."""

from __future__ import annotations

from types import SimpleNamespace
from typing import cast

import pytest

from reviewer.figures.grade_counts import GradeCounts
from reviewer.figures.headline import Headline, headline_figure
from reviewer.figures.intervals import share, wilson
from reviewer.figures.table import Counted


@pytest.mark.parametrize(
    ("below", "graded", "figure"),
    [
        (278, 374, "278/374 = 74.3% (69.7–78.5)"),
        (125, 135, "125/135 = 92.6% (86.9–95.9)"),
        (191, 214, "191/214 = 89.3% (84.4–92.7)"),
        (7, 8, "7/8 graded (too few for a percentage)"),
        (0, 0, "0/0 graded (too few for a percentage)"),
    ],
)
def test_the_share_below_good_is_written_as_it_is_published(
    below: int, graded: int, figure: str
) -> None:
    counts = SimpleNamespace(
        below_good=SimpleNamespace(n=below),
        graded=SimpleNamespace(n=graded),
        below_good_share=share(below, graded),
        interval=wilson(below, graded),
    )
    found = Headline(counts=cast("GradeCounts", counts), open_referrals=Counted(n=0))
    assert str(headline_figure(found)) == figure
