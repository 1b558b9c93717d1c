from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.app.assignment import allocate_evenly
from reviewer.domain.case import LIST_KEYS, Case
from reviewer.domain.draw import Draw, DrawPlan
from reviewer.domain.errors import RefusalError
from reviewer.domain.ids import Key, case_id
from reviewer.intake import drawing
from reviewer.intake.drawn_list import HEADERS
from reviewer.intake.synonyms import normalised_header, synonyms

TYPES = ("DA", "MISS", "S47")


def frame(number: int, seed: int = 1) -> list[Case]:
    chance = random.Random(seed)
    return [
        Case(
            id=case_id("X", position),
            position=position,
            values={
                Key("reference"): f"{position:05d}/17",
                Key("type"): chance.choice(TYPES),
                Key("unit"): chance.choice(("North", "South", "")),
            },
        )
        for position in range(1, number + 1)
    ]


def references(draw: Draw) -> set[str]:
    return {one.case.reference for one in draw.sample}


def draw_sample(cases: Sequence[Case], **options: object) -> Draw:
    return drawing.draw_sample(cases, DrawPlan(**options))


@given(st.integers(1, 60), st.integers(1, 60), st.text(min_size=1, max_size=8), st.randoms())
def test_a_draw_has_its_size_and_does_not_depend_on_the_order_of_the_rows(
    number: int, size: int, seed: str, chance: random.Random
) -> None:
    cases = frame(number)
    shuffled = list(cases)
    chance.shuffle(shuffled)
    try:
        first = draw_sample(cases, seed=seed, size=size, by="type", replacements=2)
    except RefusalError:
        assert size > number or not seed.strip() or not seed.strip().isprintable()
        return
    again = draw_sample(shuffled, seed=seed, size=size, by="type", replacements=2)
    assert len(references(first)) == len(first.sample) == size
    assert references(again) == references(first)
    assert again.frame_digest == first.frame_digest
    assert not references(first) & {one.case.reference for one in first.replacements}
    for stratum in first.strata:
        assert abs(stratum.size - size * stratum.population / number) < 1
        drawn = sum(one.stratum == stratum.name for one in first.sample)
        assert drawn == stratum.size <= stratum.population


# By the documented rule in three lines of another program, not by the code that is tested.
KNOWN = ["00419/17", "00462/17", "00510/17", "00734/17", "00899/17"]


def test_the_same_seed_draws_the_same_cases_for_ever() -> None:
    draw = draw_sample(frame(1_000), seed="2018-Q4", size=5)
    assert sorted(references(draw)) == KNOWN
    assert draw_sample(frame(1_000), seed="2018-Q3", size=5).sample != draw.sample


def test_every_case_is_drawn_about_as_often_as_the_others() -> None:
    cases = frame(50)
    counted = Counter(
        one.case.reference
        for seed in range(2_000)
        for one in draw_sample(cases, seed=str(seed), size=10).sample
    )
    # 400 on average; six standard deviations of a binomial (17.9) are 107.
    assert len(counted) == 50
    assert all(290 < times < 510 for times in counted.values())


def test_fixed_sizes_and_replacements_go_on_in_the_order_of_the_draw() -> None:
    cases = frame(200)
    draw = draw_sample(cases, seed="x", by="type", fixed={"DA": 4, "S47": 1}, replacements=3)
    more = draw_sample(cases, seed="x", by="type", fixed={"DA": 7, "S47": 4})
    sizes = {s.name: (s.size, s.replacements) for s in draw.strata}
    assert sizes == {"DA": (4, 3), "MISS": (0, 0), "S47": (1, 3)}
    standing_by = {one.case.reference for one in draw.replacements}
    assert references(draw) | standing_by == references(more)
    assert [one.order for one in draw.replacements] == [5, 6, 7, 2, 3, 4]


@pytest.mark.parametrize(
    "options",
    [
        {"seed": " ", "size": 1},
        {"seed": "x\x00", "size": 1},
        {"seed": "x", "size": 0},
        {"seed": "x", "size": 31},
        {"seed": "x"},
        {"seed": "x", "size": 3, "by": "colour"},
        {"seed": "x", "size": 3, "replacements": -1},
        {"seed": "x", "fixed": {"DA": 1}},
        {"seed": "x", "by": "type", "fixed": {"DA": 31}},
        {"seed": "x", "by": "type", "fixed": {"FISH": 1}},
        {"seed": "x", "by": "type", "fixed": {"DA": 0}},
        {"seed": "x", "by": "type", "size": 4, "fixed": {"DA": 1}},
    ],
)
def test_what_cannot_be_drawn_is_refused(options: dict[str, object]) -> None:
    with pytest.raises(RefusalError) as refused:
        draw_sample(frame(30), **options)  # type: ignore[arg-type]  # the wrong ones are the test
    assert str(refused.value).endswith(".")


def test_the_headers_we_write_are_read_as_their_keys() -> None:
    for key in LIST_KEYS:
        header = normalised_header(HEADERS[key])
        found = [(score, name) for name, score, fits in synonyms() if fits.fullmatch(header)]
        assert max(found)[1] == key


@given(st.integers(0, 60), st.integers(1, 7), st.integers(0, 9))
def test_cases_are_dealt_out_evenly_in_all_and_in_each_type(
    number: int, inspectors: int, seed: int
) -> None:
    cases = frame(number, seed)
    names = [f"Inspector {n}" for n in range(inspectors)]
    dealt = allocate_evenly(cases, names)
    assert dealt == allocate_evenly(cases[::-1], names)
    for kind in (None, *TYPES):
        shares = Counter(dealt[c.id] for c in cases if kind in {None, c.type})
        counts = [shares[name] for name in names]
        assert max(counts) - min(counts) <= 1


@pytest.mark.parametrize("names", [[], [""], ["A", "a "], ["A\x00"]])
def test_names_that_are_none_or_there_twice_are_refused(names: list[str]) -> None:
    with pytest.raises(RefusalError):
        allocate_evenly(frame(3), names)
