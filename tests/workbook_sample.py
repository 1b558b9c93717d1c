"""Synthetic submissions for the tests of the workbook; no real case is in them."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Final

from reviewer.app.demonstration.sample_answers import sample_answers
from reviewer.domain.case import LIST_KEYS, Case, ListStamp
from reviewer.domain.decision import Decision, DecisionKind, Side
from reviewer.domain.form import Column, Form, Item, Kind
from reviewer.domain.ids import Code, Key, SessionId, case_id
from reviewer.domain.inspection import EarlierVisit, FileKind, Inspection
from reviewer.domain.pasted import plain_characters
from reviewer.domain.review import Review, rows_text
from reviewer.domain.submission import ExportStamp, LogLine, Source, Submission
from reviewer.forms.library import bundled_form

FORM: Final = bundled_form("ncpi")
CODE: Final = "NCPI-TST-2018Q4"
AT: Final = "2018-11-23T14:02:11.123Z"

HOSTILE: Final = (
    "=1+1",
    "=cmd|' /C calc'!A0",
    "+44 20",
    "-1",
    "@SUM(A1)",
    "_x000D_",
    "_x0041_x0042_",
    "_x005F_x000D_",
    "_X000d_",
    "  leading and trailing  ",
    "\ttab",
    "one\ntwo\n\n",
    "<script>&amp;</script>]]>",
    "ŵ ŷ ł ż \u202eright to left\u202c \u200b",
    "\U0001f600 \U0001d518",
    "\x85 next \u2028 line \u2029 \u00a0",
    "'quoted",
    '"',
    "0042",
    "1e5",
    "TRUE",
    "#REF!",
    "2018-01-01",
)


def parts_of(content: bytes) -> dict[str, bytes]:
    """Return the parts of an unsigned workbook, as a verifier hands them on."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def inspection(form: Form = FORM, kind: FileKind = FileKind.REVIEW) -> Inspection:
    return Inspection(
        code=CODE,
        force="Northshire Police (synthetic)",
        marking="OFFICIAL-SENSITIVE",
        form=form.stamp,
        kind=kind,
        person="A. Inspector",
        visit_from="2018-11-05",
        visit_to="2018-11-16",
    )


def export() -> ExportStamp:
    return ExportStamp(
        id="9f8e7d6c5b4a",
        number=3,
        at=AT,
        log_head="ab" * 32,
        issued_by="A. Inspector",
        app_version="0.1.0",
        final=False,
        device="LAPTOP-7",
    )


def empty(form: Form = FORM) -> Submission:
    return Submission(
        inspection=inspection(form),
        form=form,
        lists=(ListStamp(length=1, digest="cd" * 32, file_digest="ef" * 32, loaded_at=AT),),
        cases=(),
        reviews=(),
        origins={},
        export=export(),
    )


def listed(number: int, rng: random.Random, form: Form = FORM) -> Case:
    """Make a synthetic case of the list with every value filled in."""
    values = {key: f"{key} {number}" for key in LIST_KEYS}
    for key, kind in LIST_KEYS.items():
        if kind is Kind.DATE:
            values[key] = f"2018-{rng.randint(1, 9):02d}-{rng.randint(1, 28):02d}"
        elif kind is Kind.INTEGER:
            values[key] = str(rng.randint(0, 17))
    values[Key("type")] = str(rng.choice(form.case_types).code)
    values[Key("unit")] = rng.choice(["North CAIT", "South CAIT", "Response", "Missing unit"])
    values[Key("reference")] = rng.choice(HOSTILE) if number % 5 == 0 else f"SYN/18/{number:05d}"
    values[Key("force_grade")] = rng.choice(["G", "RI", "I"])
    values[Key("force_scale")] = "GRI3"
    return Case(id=case_id(CODE, number), position=number, values=values)


_SENTENCES: Final = (
    "The first call was graded at the right level and a unit was there within the hour.",
    "The record does not show that the child was seen alone or asked what she wanted.",
    "Actions agreed at the strategy discussion were not written up for nine days.",
    "A supervisor set out a plan on the second day and came back to it twice.",
    "The suspect was not looked for until the phone was returned from the unit.",
)


def _text(rng: random.Random, sentences: int) -> str:
    return " ".join(rng.choice(_SENTENCES) for _ in range(sentences))


def _value(asked: Item | Column, rng: random.Random, form: Form, sentences: int) -> str:
    codes = list(form.codes_of(asked))
    match asked.kind:
        case Kind.CHOICE:
            met = "Y" in codes and rng.random() < 0.6
            return "Y" if met else rng.choice(codes)
        case Kind.MULTI:
            most = asked.most if isinstance(asked, Item) and asked.most else 3
            chosen = rng.sample(codes, k=min(len(codes), rng.randint(1, most)))
            return ";".join(code for code in codes if code in chosen)
        case Kind.DATE:
            return f"2018-{rng.randint(1, 10):02d}-{rng.randint(1, 28):02d}"
        case Kind.DATETIME:
            return f"2018-10-{rng.randint(1, 28):02d}T{rng.randint(0, 23):02d}:30"
        case Kind.INTEGER:
            return str(rng.randint(0, 400))
        case _:
            return (
                plain_characters(rng.choice(HOSTILE))
                if rng.random() < 0.05
                else _text(rng, sentences)
            )


def answers_to(form: Form, rng: random.Random, sentences: int = 2) -> dict[Key, str]:
    """Answer everything a form asks, at random."""
    answers: dict[Key, str] = {}
    for item in form.items.values():
        if item.kind is Kind.ROWS:
            rows = tuple(
                {str(column.key): _value(column, rng, form, 1) for column in item.columns}
                for _ in range(rng.randint(1, 3))
            )
            answers[item.key] = rows_text(rows)
        elif item.note_of is not None and answers.get(item.note_of) not in {"N", "NE"}:
            continue
        elif not str(item.key).startswith("explain."):
            answers[item.key] = _value(item, rng, form, sentences)
    answers[form.roles.reviewable] = "YES"
    grades = ["G", "RI", "RI", "RI", "I", "NG"]
    answers[form.roles.grade] = Code(rng.choice(grades))
    return answers


def review(case: Case, answers: Mapping[Key, str], reviewer: str = "A. Inspector") -> Review:
    return Review(
        case=case.id,
        reviewer=reviewer,
        answers=answers,
        completed=True,
        blind_grade=answers.get(FORM.roles.grade, ""),
        vector={SessionId("5f0c"): len(answers), SessionId("0a11"): 3},
        changed_at=AT,
    )


def submission(count: int, *, untouched: int = 0, seed: int = 7, form: Form = FORM) -> Submission:
    """Make `count` fully answered cases, and some that nobody has opened."""
    rng = random.Random(seed)
    cases = tuple(listed(number, rng, form) for number in range(1, count + untouched + 1))
    reviews = tuple(review(case, answers_to(form, rng)) for case in cases[:count])
    stamp = ListStamp(length=len(cases), digest="cd" * 32, file_digest="ef" * 32, loaded_at=AT)
    return replace(empty(form), lists=(stamp,), cases=cases, reviews=reviews)


def register(count: int = 6) -> Submission:
    """Make a register's submission: sources, a second read, a superseded state, decisions."""
    base = submission(count, untouched=2)
    earlier = (
        EarlierVisit(label="=2016 & <before>", graded=374, below_good=278),
        EarlierVisit(
            label="2017 Q4",
            graded=214,
            below_good=191,
            source="9" * 64,
            types=(("DA", 100, 110), ("", 91, 104)),
        ),
    )
    rng = random.Random(11)
    first = base.reviews[0]
    second = review(base.cases[0], answers_to(FORM, rng), "B. Reader")
    older = replace(first, answers={FORM.roles.grade: "G"}, vector={SessionId("5f0c"): 1})
    sources = tuple(
        Source(
            digest=str(n) * 64,
            name=f"visit-{n}.xlsx",
            signer=f"Reader {n}",
            fingerprint=str(n) * 64,
            issued_by=f"Reader {n}",
            export_id=f"id{n}",
            export_number=n,
            exported_at=AT,
            merged_at=AT,
        )
        for n in (1, 2)
    )
    sides = (
        Side(reviewer=first.reviewer, digest=first.digest),
        Side(reviewer=second.reviewer, digest=second.digest),
    )
    decisions = (
        Decision(
            id="d1",
            case=first.case,
            kind=DecisionKind.GRADE,
            grade="RI",
            between=sides,
            moderator="C. Lead",
            at=AT,
            reason="=Both readers\nsaw the same record",
        ),
        Decision(
            id="d2",
            case=first.case,
            kind=DecisionKind.SIDE,
            chosen=sides[0],
            between=(sides[0], Side(reviewer=older.reviewer, digest=older.digest)),
            moderator="C. Lead",
            at=AT,
            reason="The later state",
        ),
        Decision(
            id="d3",
            case=base.cases[1].id,
            kind=DecisionKind.RETURNED,
            between=(),
            moderator="C. Lead",
            at=AT,
            reason="Please look again at supervision.",
        ),
    )
    return replace(
        base,
        inspection=replace(inspection(kind=FileKind.REGISTER), earlier=earlier),
        reviews=(first, second, *base.reviews[1:]),
        superseded=(older,),
        decisions=decisions,
        sources=sources,
        origins={r.state: (sources[0].digest,) for r in (*base.reviews, older)}
        | {second.state: (sources[1].digest,)},
        log=(
            LogLine(at=AT, action="merged", detail="2 workbooks, 6 reviews", head="12" * 32),
            LogLine(at=AT, action="export begun", detail="", head="34" * 32),
        ),
    )


def complete_submission(
    count: int, *, first: int = 1, reviewer: str = "A. Inspector"
) -> Submission:
    """Make cases that are reviewed to the end by the form's own rules, from position `first`.

    Only the first 250 differ in more than their place: finding answers that satisfy every rule
    takes longer than writing and reading them.
    """
    types = [option.code for option in FORM.case_types[:-1]]
    grades = ("I", "RI", "G", "RI")
    cases: list[Case] = []
    reviews: list[Review] = []
    for place in range(count):
        position = first + place
        values = {
            Key("reference"): f"SYN/18/{position:05d}",
            Key("type"): str(types[place % len(types)]),
            Key("reported"): f"2017-{place // 28 % 12 + 1:02d}-{place % 28 + 1:02d}",
            Key("unit"): "North CAIT",
            Key("inspector"): reviewer,
            Key("force_grade"): "G",
            Key("force_scale"): "GRI3",
        }
        case = Case(id=case_id(CODE, position), position=position, values=values)
        answers = (
            sample_answers(
                FORM, case, reviewer, grades[place % 4], seed=place, today=date(2018, 11, 23)
            )
            if place < 250
            else reviews[place - 250].answers
        )
        cases.append(case)
        reviews.append(review(case, answers, reviewer))
    return replace(empty(), cases=tuple(cases), reviews=tuple(reviews))
