"""What is written is what is read: for any answers and any texts."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from workbook_sample import AT, CODE, FORM, HOSTILE, empty, parts_of, register, submission

from reviewer.app.recounting import recount, written_again
from reviewer.domain.case import LIST_KEYS, WITHHELD, Case
from reviewer.domain.decision import ABOUT_NAMES, Alias, Decision, DecisionKind, Side
from reviewer.domain.form import Column, Form, Item, Kind
from reviewer.domain.ids import CaseId, Key, SessionId, case_id
from reviewer.domain.review import Review, rows_text
from reviewer.domain.submission import LogLine, Submission
from reviewer.domain.values import canonical, canonical_rows
from reviewer.forms.library import bundled_form
from reviewer.workbook.cells import REPLACEMENT, allowed_text, forbidden
from reviewer.workbook.reader import read_workbook
from reviewer.workbook.writer import write_workbook


def there_and_back(written: Submission, form: Form = FORM, **how: bool) -> Submission:
    how = {"with_references": True, **how}
    content = write_workbook(written, {}, **how).content
    return read_workbook(parts_of(content))


def as_carried(written: Submission, *, with_references: bool = True) -> Submission:
    """Take away what a workbook does not carry: the blind grades, and references where asked."""
    graded = {r.case for r in (*written.reviews, *written.superseded) if r.blind_grade}
    hidden = set() if with_references else {Key("reference")}
    cases = (c.without(hidden if c.id in graded else hidden | WITHHELD) for c in written.cases)
    return replace(written, cases=tuple(cases))


texts = st.one_of(
    st.text(st.characters(exclude_categories=("Cs",)).filter(lambda c: not forbidden(c))),
    st.sampled_from(HOSTILE),
    st.lists(
        st.sampled_from(
            ["_", "x", "X", "0", "0", "4", "1", "D", "&", "#", "1", "3", ";", "<", ">"]
        ),
        max_size=30,
    ).map("".join),
)
lines = texts.map(lambda text: " ".join(text.split())).filter(bool)
moments = st.sampled_from([AT, "2019-01-01T00:00:00.000Z", ""])
digests = st.text("0123456789abcdef", min_size=1, max_size=8)


def values_of(asked: Item | Column, form: Form) -> st.SearchStrategy[str]:
    codes = list(form.codes_of(asked))
    match asked.kind:
        case Kind.CHOICE:
            return st.sampled_from(codes)
        case Kind.MULTI:
            most = asked.most if isinstance(asked, Item) else None
            chosen = st.sets(st.sampled_from(codes), min_size=1, max_size=most)
            return chosen.map(lambda found: ";".join(c for c in codes if c in found))
        case Kind.DATE:
            return st.dates().map(str)
        case Kind.DATETIME:
            return st.datetimes().map(lambda moment: moment.isoformat(timespec="minutes"))
        case Kind.INTEGER:
            return st.integers(0, 99_999).map(str)
        case _:
            return texts.map(lambda text: text.replace("\r\n", "\n").replace("\r", "\n"))


@st.composite
def answers(draw: st.DrawFn, form: Form) -> dict[Key, str]:
    keys = draw(st.sets(st.sampled_from(list(form.items)), max_size=12))
    found: dict[Key, str] = {}
    for item in (form.items[key] for key in form.items if key in keys):
        if item.kind is Kind.ROWS:
            columns = {str(c.key): values_of(c, form) for c in item.columns}
            rows = st.lists(st.fixed_dictionaries({}, optional=columns), max_size=3)
            text = canonical_rows(form, item, list(draw(rows)))
        else:
            text = canonical(form, item.key, draw(values_of(item, form)))
        if text:
            found[item.key] = text
    return found


@st.composite
def reviews(draw: st.DrawFn, case: Case, reviewer: str, form: Form) -> Review:
    grades = ["", *form.codes_of(form.item(form.roles.grade))]
    return Review(
        case=case.id,
        reviewer=reviewer,
        answers=draw(answers(form)),
        completed=draw(st.booleans()),
        blind_grade=draw(st.sampled_from(grades)),
        vector=draw(st.dictionaries(lines.map(SessionId), st.integers(0, 10**6), max_size=3)),
        changed_at=draw(moments),
    )


def list_values(form: Form) -> st.SearchStrategy[dict[Key, str]]:
    strategies: dict[Key, st.SearchStrategy[str]] = {}
    for key, kind in LIST_KEYS.items():
        strategies[key] = {
            Kind.CHOICE: st.sampled_from([str(o.code) for o in form.case_types]),
            Kind.DATE: st.one_of(st.dates().map(str), st.sampled_from(["2018-01", "2018-12"])),
            Kind.INTEGER: st.integers(0, 10**18).map(str),
        }.get(kind, texts.filter(bool))
    return st.fixed_dictionaries({}, optional=strategies)


def sides(reviewers: Iterable[str]) -> st.SearchStrategy[Side]:
    return st.builds(
        Side,
        reviewer=st.sampled_from(sorted(reviewers)),
        digest=digests,
        finding=texts,
        changes=st.integers(0, 10**6),
    )


@st.composite
def decisions_about(draw: st.DrawFn, case: CaseId | None, people: list[str]) -> Decision:
    """Decide about a case, or where it is None about a name."""
    kinds = ABOUT_NAMES if case is None else set(DecisionKind) - ABOUT_NAMES
    named = st.builds(Alias, name=texts, counts_as=texts, signer=st.just("") | digests)
    return Decision(
        id=draw(texts),
        case=case or CaseId(""),
        kind=draw(st.sampled_from(sorted(kinds))),
        grade=draw(st.sampled_from(["", "G", "NG"])),
        chosen=draw(st.none() | sides(people)),
        alias=draw(named) if case is None else None,
        between=tuple(draw(st.lists(sides(people), max_size=2))),
        replaces=tuple(draw(st.lists(digests, max_size=2))),
        revoked=draw(st.booleans()),
        moderator=draw(texts),
        at=draw(moments),
        reason=draw(texts),
    )


@st.composite
def submissions(draw: st.DrawFn, form: Form = FORM) -> Submission:
    people = draw(st.lists(lines, min_size=1, max_size=2, unique=True))
    count = draw(st.integers(0, 3))
    cases = tuple(
        Case(id=case_id(CODE, n), position=n, values=draw(list_values(form)))
        for n in range(1, count + 1)
    )
    standing = tuple(
        draw(reviews(case, name, form))
        for case in cases
        for name in draw(st.permutations(people))
        if draw(st.booleans())
    )
    older = tuple(draw(reviews(case, people[0], form)) for case in cases if draw(st.booleans()))
    about = (*(case.id for case in cases), *draw(st.lists(st.none(), max_size=2)))
    decisions = tuple(draw(decisions_about(case, people)) for case in about)
    log = tuple(
        LogLine(at=draw(moments), action=draw(texts), detail=draw(texts), head=draw(digests))
        for _ in range(draw(st.integers(0, 2)))
    )
    origins = {r.state: ("aa", "bb") for r in (*standing, *older)}
    base = empty(form)
    return replace(
        base,
        inspection=replace(base.inspection, force=draw(texts), marking=draw(texts)),
        cases=cases,
        reviews=standing,
        superseded=older,
        decisions=decisions,
        log=log,
        origins=draw(st.sampled_from([{}, origins])),
    )


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(submissions())
def test_any_submission_comes_back_as_it_was(written: Submission) -> None:
    assert there_and_back(written) == as_carried(written)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(submissions())
def test_any_submission_is_written_again_as_it_was(content: Submission) -> None:
    parts = written_again(as_carried(content))
    assert recount(parts, read_workbook(parts), digest=str(id(content))) == ()


def test_a_register_comes_back_with_second_reads_decisions_and_sources() -> None:
    written = register()
    assert there_and_back(written) == as_carried(written)


def test_an_empty_submission_comes_back() -> None:
    assert there_and_back(empty()) == empty()


def test_the_short_form_comes_back_too() -> None:
    form = bundled_form("dip-sample")
    written = submission(4, untouched=1, form=form)
    assert there_and_back(written, form) == as_carried(written)


def test_references_are_left_out_unless_they_are_asked_for() -> None:
    written = submission(6)
    content = write_workbook(written, {}, with_references=False).content
    back = read_workbook(parts_of(content))
    assert back == as_carried(written, with_references=False)
    assert all(b"SYN/18/" not in part for part in parts_of(content).values())


def test_the_forces_own_grade_is_withheld_until_the_reviewers_is_saved() -> None:
    written = submission(2)
    marked = tuple(
        replace(case, values={**case.values, Key("force_comment"): f"MARK{case.position}"})
        for case in written.cases
    )
    first, second = written.reviews
    blind = replace(written, cases=marked, reviews=(first, replace(second, blind_grade="")))
    parts = b"".join(parts_of(write_workbook(blind, {}, with_references=True).content).values())
    assert b"MARK1" in parts
    assert b"MARK2" not in parts


def test_texts_beyond_a_cells_limit_go_on_in_the_next_row() -> None:
    written = submission(1)
    long = "\U0001f600" * 20_000
    review = written.reviews[0]
    rows = review.rows("delay.rows")
    changed = {
        **review.answers,
        Key("overall.rationale"): long,
        Key("delay.rows"): canonical_rows(
            FORM, FORM.item("delay.rows"), [{**row, "note": long} for row in rows]
        ),
    }
    values = {**written.cases[0].values, Key("unit"): "x" * 70_000}
    written = replace(
        written,
        cases=(replace(written.cases[0], values=values),),
        reviews=(replace(review, answers=changed),),
    )
    content = write_workbook(written, {}, with_references=True).content
    assert read_workbook(parts_of(content)) == written


def test_what_xml_forbids_is_replaced_counted_and_reported() -> None:
    written = submission(1)
    review = written.reviews[0]
    rows = rows_text(({**review.rows("delay.rows")[0], "note": "a\x07\x08b"},))
    answers = {
        **review.answers,
        Key("overall.rationale"): "bell \x07 \ufffe",
        Key("delay.rows"): rows,
    }
    values = {**written.cases[0].values, Key("unit"): "x\x0by"}
    strange = replace(review, answers=answers)
    written = replace(
        written,
        cases=(replace(written.cases[0], values=values),),
        reviews=(strange,),
        origins={strange.state: ("aa",)},
    )
    found = write_workbook(written, {}, with_references=True)
    (notice,) = found.notices
    assert str(notice).startswith("3 texts ")
    assert {strange.case, REPLACEMENT} <= set(re.findall(rf"[\w-]+|{REPLACEMENT}", str(notice)))
    back = read_workbook(parts_of(found.content))
    assert back.reviews[0].get("overall.rationale") == allowed_text("bell \x07 \ufffe")
    assert back.reviews[0].rows("delay.rows")[0]["note"] == f"a{REPLACEMENT * 2}b"
    assert back.cases[0].get("unit") == f"x{REPLACEMENT}y"
    assert set(back.origins.values()) == {("aa",)}


def test_the_same_submission_gives_the_same_bytes() -> None:
    written = register()
    first = write_workbook(written, {}, with_references=True)
    assert first == write_workbook(written, {}, with_references=True)


def test_a_review_of_no_case_of_the_list_is_a_mistake_not_a_loss() -> None:
    written = submission(2)
    with pytest.raises(ValueError, match="not in the list"):
        write_workbook(replace(written, cases=written.cases[:1]), {}, with_references=True)


def test_an_answer_the_form_does_not_ask_for_is_a_mistake_not_a_loss() -> None:
    written = submission(1)
    strange = replace(written.reviews[0], answers={Key("no.such"): "x"})
    with pytest.raises(ValueError, match=r"no\.such"):
        write_workbook(replace(written, reviews=(strange,)), {}, with_references=True)
