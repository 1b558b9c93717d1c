from __future__ import annotations

from figures_sample import FORM, TODAY, a_case, a_review, standing

from reviewer.domain.standing import CaseStanding
from reviewer.figures.agreement_tables import (
    ForceGrades,
    SecondReads,
    force_grades,
    force_tables,
    second_read_tables,
    second_reads,
)
from reviewer.figures.case_figures import figures_of
from reviewer.figures.table import Counted, Measure, Share

KNOWN = ((8, 5, 1), (1, 6, 5), (0, 1, 6))
GRADES = ("G", "RI", "I")


def pair_of(
    position: int, theirs: str, ours: str, scale: str = "GRI3", **answers: str
) -> CaseStanding:
    case = a_case(position, force_grade=theirs, force_scale=scale)
    return standing(case, a_review(case, reviewable="YES", overall__grade=ours, **answers))


def known_pairs() -> list[tuple[str, str]]:
    return [
        (GRADES[i], GRADES[j])
        for i, row in enumerate(KNOWN)
        for j, count in enumerate(row)
        for _ in range(count)
    ]


def force_of(standings: list[CaseStanding]) -> ForceGrades:
    return force_grades(FORM, figures_of(FORM, standings, TODAY))


def reads_of(standings: list[CaseStanding]) -> SecondReads:
    return second_reads(FORM, figures_of(FORM, standings, TODAY))


def test_the_forces_grades_are_rows_and_ours_are_columns() -> None:
    found = force_of([pair_of(n, *pair) for n, pair in enumerate(known_pairs(), start=1)])
    assert found.pairs.agreement.table == KNOWN
    two_rows, cross, measures, _ = force_tables(FORM, found)
    counts = [[c.n for c in row.cells if isinstance(c, Counted)] for row in two_rows.rows]
    assert counts == [[14, 12, 7, 33], [9, 12, 12, 33]]
    assert two_rows.rows[0].cells[1] == Share(n=14, of=33, tenths=424)
    assert [row.cells[-1].n for row in cross.rows if isinstance(row.cells[-1], Counted)] == [
        14,
        12,
        7,
        33,
    ]
    by_label = {str(row.label): row.cells for row in measures.rows}
    assert by_label["The same grade"][1] == Share(n=20, of=33, tenths=606)
    assert by_label["Reviewer's grade worse"][1] == Share(n=11, of=33, tenths=333)
    kappa = by_label["Kappa"][2]
    assert isinstance(kappa, Measure)
    assert f"{kappa.value:.3f}" == "0.416"


def test_the_blind_grade_saved_is_compared_not_a_later_one() -> None:
    case = a_case(1, force_grade="G", force_scale="GRI3")
    first = a_review(case, overall__grade="I")
    changed = a_review(case, overall__grade="G")
    changed = type(changed)(
        case=case.id, reviewer="R", answers=changed.answers, blind_grade=first.blind_grade
    )
    found = force_of([standing(case, changed)])
    assert found.pairs.cross.at("G", "I").n == 1


def test_another_scale_is_counted_in_a_note_and_never_mapped() -> None:
    found = force_of(
        [
            pair_of(1, "A", "RI", scale="GAI"),
            pair_of(2, "G", "G", scale="GAI"),
            pair_of(3, "G", "G", scale=""),
            pair_of(4, "G", "NG"),
            pair_of(5, "A", "G"),
        ]
    )
    assert found.pairs.agreement.n == 0
    assert found.other_scales == {"": 1, "GAI": 2}
    assert found.not_comparable.n == 2
    notes = tuple(map(str, force_tables(FORM, found)[0].notes))
    assert "Not compared, graded by the force on the scale GAI: 2." in notes
    assert "Not compared, graded by the force on a scale not given: 1." in notes
    assert "Not compared, not graded on one side: 2." in notes


def test_before_our_grade_is_saved_the_forces_is_seen_nowhere() -> None:
    found = force_of([pair_of(1, "I", ""), pair_of(2, "A", "", scale="GAI")])
    assert found.pairs.agreement.n == 0
    assert found.other_scales == {}
    assert found.not_comparable.n == 0


def test_excluded_cases_are_compared_with_nobody() -> None:
    case = a_case(1, force_grade="G", force_scale="GRI3")
    assert force_of([standing(case, a_review(case, reviewable="EXC"))]).pairs.agreement.n == 0


def test_cases_the_force_did_not_grade_are_counted_beside() -> None:
    found = force_of([pair_of(1, "", "I", scale=""), pair_of(2, "G", "G")])
    assert {grade: n.n for grade, n in found.reviewer_only.items()} == {
        "G": 0,
        "RI": 0,
        "I": 1,
    }


def read_twice(position: int, first: str, second: str, moderated: str = "") -> CaseStanding:
    case = a_case(position, inspector="Zara")
    return standing(
        case,
        a_review(case, "Adam", overall__grade=second),
        a_review(case, "Zara", overall__grade=first),
        moderated_grade=moderated,
    )


def test_the_assigned_readers_grade_comes_first_in_a_second_read() -> None:
    found = reads_of([read_twice(1, "G", "I"), read_twice(2, "RI", "RI")])
    assert found.pairs.cross.at("G", "I").n == 1
    assert found.pairs.cross.at("RI", "RI").n == 1
    assert found.open.cases == ("NCPI-TST-2018Q4-0001",)


def test_moderation_that_takes_another_grade_than_the_first_is_a_change() -> None:
    found = reads_of(
        [
            read_twice(1, "G", "I", moderated="RI"),
            read_twice(2, "G", "I", moderated="G"),
            read_twice(3, "G", "NG"),
            read_twice(4, "G", ""),
        ]
    )
    assert found.moderated.n == 2
    assert found.changed.cases == ("NCPI-TST-2018Q4-0001",)
    assert found.not_comparable.n == 1
    assert found.pairs.agreement.n == 2
    measures = second_read_tables(FORM, found)[1]
    assert tuple(map(str, measures.notes)) == ("Coefficients are left out: fewer than 10 pairs.",)
    assert all(row.cells[2] is None for row in measures.rows)


def test_a_case_that_a_reader_excludes_is_no_pair() -> None:
    case = a_case(1)
    found = reads_of(
        [
            standing(
                case,
                a_review(case, "Adam", overall__grade="G", reviewable="EXC"),
                a_review(case, "Zara", overall__grade="G", reviewable="REP"),
            )
        ]
    )
    assert found.pairs.agreement.n == found.not_comparable.n == 0
