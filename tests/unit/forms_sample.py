"""Synthetic reviews for the tests of forms and conditions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from reviewer.domain.assessment import Assessment, ReviewFacts, assess, facts_of
from reviewer.domain.case import Case
from reviewer.domain.form import Form
from reviewer.domain.ids import CaseId, Key
from reviewer.domain.review import Review
from reviewer.domain.values import canonical

TODAY = date(2018, 6, 1)

PLAIN = {
    "reviewable": "YES",
    "period.from": "2018-01-12",
    "period.to": "2018-04-30",
    "records_examined": "INC;CRIME",
    "supervision.flag": "SUP_EFF",
    "delay.flag": "DEL_NONE",
    "risk.still": "N",
    "overall.grade": "RI",
    "overall.rationale": "Synthetic: the work was sound but the plan came late and was thin.",
}
"""What every completed case answers, the areas apart."""

DELAY = {
    "stage": "ST3",
    "start": "2018-01-20",
    "end": "2018-02-20",
    "reason": "R04",
    "avoidable": "Y",
}
"""One whole row of a delay."""


def case_of(case_type: str, **listed: str) -> Case:
    values = {Key("reference"): "SYN/1", Key("incident"): "2018-01-12", Key("type"): case_type}
    values |= {Key(name): text for name, text in listed.items()}
    return Case(id=CaseId("TEST-0001"), position=1, values={k: v for k, v in values.items() if v})


def review_of(form: Form, answers: Mapping[str, str], blind_grade: str = "") -> Review:
    given = {Key(key): canonical(form, key, text) for key, text in answers.items()}
    return Review(
        case=CaseId("TEST-0001"),
        reviewer="A. Inspector",
        answers={key: text for key, text in given.items() if text},
        blind_grade=blind_grade,
    )


def area_answers(form: Form, area: str, rating: str = "RI") -> dict[str, str]:
    section = next(section for section in form.sections if section.id == area)
    asked = (item for item in section.items if item.codes == "item")
    return {
        **{item.key: "Y" for item in asked},
        section.rating: rating,
        section.rationale: "Synthetic: what decided the rating.",
    }


def assessed(
    form: Form, case: Case, answers: Mapping[str, str], blind_grade: str = ""
) -> Assessment:
    return assess(form, case, review_of(form, answers, blind_grade), TODAY)


def facts(form: Form, case: Case, answers: Mapping[str, str], blind_grade: str = "") -> ReviewFacts:
    return facts_of(form, case, review_of(form, answers, blind_grade), TODAY)


def codes_found(assessment: Assessment) -> set[str]:
    return {finding.code for finding in assessment.findings}
