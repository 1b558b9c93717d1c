"""A small form and synthetic cases for the tests of the figures."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date

from reviewer.domain.case import Case
from reviewer.domain.form import Form
from reviewer.domain.ids import Key, case_id
from reviewer.domain.review import Review
from reviewer.domain.standing import CaseStanding, standing_of

TODAY = date(2018, 12, 1)


MEANINGS = {
    "Y": "yes",
    "N": "no",
    "NA": "not-applicable",
    "NE": "not-evident",
    "CT": "cannot-tell",
    "YES": "yes",
    "EXC": "excluded",
    "REP": "replaced",
    "G": "good",
    "RI": "below-good",
    "I": "below-good",
    "NG": "not-graded",
    "SUP_EFF": "fine",
    "SUP_NA": "not-applicable",
    "DEL_NONE": "fine",
}


def _options(**labels: str) -> list[dict[str, str]]:
    return [
        {"code": code, "label": label} | ({"means": MEANINGS[code]} if code in MEANINGS else {})
        for code, label in labels.items()
    ]


def _choice(key: str, codes: str, **more: object) -> dict[str, object]:
    return {"key": key, "kind": "choice", "label": f"Label of {key}", "codes": codes, **more}


REVIEWED = {"not": {"in": {"reviewable": ["EXC", "REP"]}}}
DELAYED = {"in": {"delay.flag": ["DEL_JUST", "DEL_UNNEC"]}}

FORM = Form.model_validate(
    {
        "id": "figures-sample",
        "version": 1,
        "title": "A form for tests",
        "types": "types",
        "answer_sets": {
            "types": _options(DA="Domestic abuse", MISS="Missing child", CUST="Child in custody"),
            "reviewable": _options(YES="Yes", EXC="Excluded", REP="Replaced"),
            "exclusion": _options(X1="File unavailable", X9="Other"),
            "grade": _options(
                G="Good", RI="Requires improvement", I="Inadequate", NG="Not gradeable"
            ),
            "rating": _options(
                G="Good",
                RI="Requires improvement",
                I="Inadequate",
                NA="Not applicable",
                IE="Insufficient evidence",
            ),
            "item": _options(Y="Yes", N="No", NA="Not applicable", NE="Not evident"),
            "yesno": _options(Y="Yes", N="No"),
            "avoidable": _options(Y="Yes", N="No", CT="Cannot tell"),
            "supervision": _options(
                SUP_EFF="Effective",
                SUP_INEFF="Ineffective",
                SUP_NONE="None on file",
                SUP_NA="Not required",
            ),
            "delay": _options(DEL_NONE="None", DEL_JUST="Justified", DEL_UNNEC="Unnecessary"),
            "stage": _options(ST1="Attendance", ST2="Recording", ST3="Allocation"),
            "reason": _options(R03="Workload", R06="Lack of supervision", R99="Other"),
            "impact": _options(RISK="Child left at risk", EVID="Evidence lost"),
            "urgency": _options(NOW="Immediate", H24="24 hours", D5="5 days"),
            "themes": _options(T1="Voice of the child", T2="Drift"),
        },
        "scales": {
            "GRI3": _options(G="Good", RI="Requires improvement", I="Inadequate"),
            "GAI": _options(G="Good", A="Adequate", I="Inadequate"),
        },
        "own_scale": "GRI3",
        "roles": {
            "reviewable": "reviewable",
            "exclusion": "exclusion",
            "replaced_by": "replaced_by",
            "case_type": "type_confirmed",
            "period_end": "period.to",
            "grade": "overall.grade",
            "rationale": "overall.rationale",
            "supervision": "supervision.flag",
            "supervision_entries": "supervision.entries",
            "supervision_gap": "supervision.gap",
            "supervision_items": ["S.1", "S.2"],
            "delay": "delay.flag",
            "delay_rows": "delay.rows",
            "delay_days": "delay.rows.days",
            "delay_stage": "stage",
            "delay_reason": "reason",
            "delay_avoidable": "avoidable",
            "delay_impact": "impact",
            "delay_open": "open",
            "referral": "risk.still",
            "referral_urgency": "risk.urgency",
            "referral_raised": "risk.raised_at",
            "referral_response": "risk.response_at",
            "referral_closed": "risk.closed",
            "good_practice": "good_practice",
            "themes": "themes",
        },
        "sections": [
            {
                "id": "start",
                "number": "0",
                "title": "Reviewability",
                "items": [
                    _choice("reviewable", "reviewable"),
                    _choice("exclusion", "exclusion"),
                    {"key": "replaced_by", "kind": "text", "label": "Replaced by"},
                    _choice("type_confirmed", "types"),
                    {"key": "period.to", "kind": "date", "label": "Period to"},
                ],
            },
            {
                "id": "A1",
                "number": "1",
                "title": "Initial contact",
                "rating": "A1.rating",
                "relevant": REVIEWED,
                "items": [
                    _choice("A1.1", "item"),
                    _choice("A1.2", "item", relevant={"is": {"A1.1": "Y"}}),
                    _choice("A1.rating", "rating"),
                ],
            },
            {
                "id": "A2",
                "number": "2",
                "title": "Assessment and help",
                "rating": "A2.rating",
                "relevant": REVIEWED,
                "items": [_choice("A2.1", "item"), _choice("A2.rating", "rating")],
            },
            {
                "id": "supervision",
                "number": "9",
                "title": "Supervision",
                "relevant": REVIEWED,
                "items": [
                    _choice("supervision.flag", "supervision"),
                    {
                        "key": "supervision.entries",
                        "kind": "rows",
                        "label": "Entries",
                        "columns": [{"key": "date", "kind": "date", "label": "Date"}],
                    },
                    _choice("S.1", "item"),
                    _choice("S.2", "item"),
                ],
            },
            {
                "id": "delay",
                "number": "10",
                "title": "Delay",
                "relevant": REVIEWED,
                "items": [
                    _choice("delay.flag", "delay"),
                    {
                        "key": "delay.rows",
                        "kind": "rows",
                        "label": "Delays",
                        "relevant": DELAYED,
                        "columns": [
                            {"key": "stage", "kind": "choice", "label": "S", "codes": "stage"},
                            {"key": "start", "kind": "date", "label": "Start"},
                            {"key": "end", "kind": "date", "label": "End"},
                            {"key": "open", "kind": "choice", "label": "Open", "codes": "yesno"},
                            {"key": "reason", "kind": "choice", "label": "R", "codes": "reason"},
                            {
                                "key": "avoidable",
                                "kind": "choice",
                                "label": "Avoidable",
                                "codes": "avoidable",
                            },
                            {"key": "impact", "kind": "multi", "label": "I", "codes": "impact"},
                        ],
                    },
                ],
            },
            {
                "id": "risk",
                "number": "11",
                "title": "Referral back",
                "items": [
                    _choice("risk.still", "yesno"),
                    _choice("risk.urgency", "urgency", relevant={"is": {"risk.still": "Y"}}),
                    {"key": "risk.raised_at", "kind": "datetime", "label": "Raised"},
                    {"key": "risk.response_at", "kind": "datetime", "label": "Response"},
                    {"key": "risk.closed", "kind": "date", "label": "Closed"},
                ],
            },
            {
                "id": "overall",
                "number": "12",
                "title": "Overall",
                "relevant": REVIEWED,
                "items": [
                    _choice("overall.grade", "grade"),
                    {"key": "overall.rationale", "kind": "text", "label": "Rationale"},
                    {"key": "good_practice", "kind": "text", "label": "Good practice"},
                    {"key": "themes", "kind": "multi", "label": "Themes", "codes": "themes"},
                ],
            },
        ],
        "computed": [
            {
                "key": "supervision.gap",
                "label": "Longest gap",
                "value": {
                    "kind": "longest_gap",
                    "rows": "supervision.entries",
                    "column": "date",
                },
            },
            {
                "key": "delay.rows.days",
                "label": "Days",
                "value": {
                    "kind": "days_between",
                    "rows": "delay.rows",
                    "start": "start",
                    "end": ["end", "period.to", "today"],
                },
            },
        ],
    }
)


def a_case(position: int, type_code: str = "DA", **listed: str) -> Case:
    values = {Key("type"): type_code, **{Key(k): v for k, v in listed.items()}}
    return Case(id=case_id("NCPI-TST-2018Q4", position), position=position, values=values)


def a_review(
    case: Case, reviewer: str = "Reviewer one", changed_at: str = "", **answers: str
) -> Review:
    """Make a review; `overall__grade` stands for `overall.grade`, `delay__rows` for its rows."""
    given = {Key(key.replace("__", ".")): text for key, text in answers.items() if text}
    return Review(
        case=case.id,
        reviewer=reviewer,
        answers=given,
        blind_grade=given.get(Key("overall.grade"), ""),
        changed_at=changed_at or "2018-11-20T10:00:00.000Z",
    )


def rows(*given: Mapping[str, str]) -> str:
    return json.dumps(given)


def standing(
    case: Case, *reviews: Review, moderated_grade: str = "", conflict: bool = False
) -> CaseStanding:
    return standing_of(
        FORM,
        case,
        reviews,
        ruled=((FORM.roles.grade, moderated_grade),) if moderated_grade else (),
        conflict=conflict,
    )


def graded(position: int, grade: str, type_code: str = "DA", **answers: str) -> CaseStanding:
    case = a_case(position, type_code)
    return standing(case, a_review(case, overall__grade=grade, **answers))


def many(**grades: int) -> list[CaseStanding]:
    """Make so many cases of each grade, in order of position from 1."""
    wanted: Sequence[str] = [grade for grade, n in grades.items() for _ in range(n)]
    return [graded(position, grade) for position, grade in enumerate(wanted, start=1)]
