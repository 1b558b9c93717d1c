"""What waits for a lead, and by which numbers its sides are named."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from workbook_sample import CODE, answers_to, listed, review

from reviewer.domain.combined import Combined, Conflict, OpenCase, Pair, PairState
from reviewer.domain.form import Form
from reviewer.domain.ids import case_id
from reviewer.domain.review import Review
from reviewer.forms.library import bundled_form

FORM: Form = bundled_form("ncpi")


def state(reader: str, seed: int) -> Review:
    rng = Random(seed)
    return review(listed(1, rng), answers_to(FORM, rng), reader)


def combined(conflicts: tuple[Conflict, ...] = (), pairs: tuple[Pair, ...] = ()) -> Combined:
    return Combined(
        lists=(),
        cases=(),
        reviews=(),
        superseded=(),
        conflicts=conflicts,
        pairs=pairs,
        standings=(),
        decisions=(),
        origins={},
    )


def conflict(reader: str, *seeds: int) -> Conflict:
    sides = tuple(state(reader, seed) for seed in seeds)
    return Conflict(case=case_id(CODE, 1), reviewer=reader, sides=sides, stale=None)


def test_the_sides_of_two_readers_conflicts_in_one_case_are_counted_through() -> None:
    first, second = conflict("A. Inspector", 1, 2, 3), conflict("B. Inspector", 4, 5)
    elsewhere = replace(conflict("C. Inspector", 6, 7), case=case_id(CODE, 2))
    waiting = combined((first, second, elsewhere)).waiting
    assert [(one.case, one.first, len(one.sides)) for one in waiting] == [
        (case_id(CODE, 1), 1, 3),
        (case_id(CODE, 1), 4, 2),
        (case_id(CODE, 2), 1, 2),
    ]


def test_only_second_reads_that_differ_wait_and_conflicts_come_first() -> None:
    pair = Pair(
        case=case_id(CODE, 1),
        reviews=(state("A. Inspector", 1), state("B. Inspector", 2)),
        state=PairState.OPEN,
        decision=None,
        stale=None,
    )
    settled = replace(pair, state=PairState.AGREED), replace(pair, state=PairState.MODERATED)
    later = replace(conflict("C. Inspector", 6, 7), case=case_id(CODE, 2))
    waiting = combined((later,), (*settled, pair)).waiting
    assert [one.conflict for one in waiting] == [True, False]
    assert waiting[1] == OpenCase(
        case=pair.case, conflict=False, sides=pair.reviews, first=1, stale=None
    )
