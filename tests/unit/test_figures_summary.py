from __future__ import annotations

import json

from figures_sample import FORM, TODAY, a_case, a_review, graded, many, standing

from reviewer.figures.summary import summarise, summary_json


def test_the_json_has_exactly_the_keys_others_rely_on() -> None:
    found = summary_json(summarise(FORM, many(G=3, RI=8, NG=1), random_sample=False, today=TODAY))
    assert set(found) == {
        "headline",
        "by_type",
        "supervision",
        "delay",
        "delay_by_supervision",
        "agreement",
        "second_reads",
    }
    assert found["headline"] == {
        "sampled": 12,
        "excluded": 0,
        "outstanding": 0,
        "reviewed": 12,
        "graded": 11,
        "G": 3,
        "RI": 8,
        "I": 0,
        "NG": 1,
        "unsettled": 0,
        "below_good": 8,
        "below_good_percent": 72.7,
        "interval": [43.4, 90.3],
        "design": None,
    }
    assert found["by_type"] == [{"type": "DA", "G": 3, "RI": 8, "I": 0, "NG": 1, "total": 11}]
    assert found["agreement"] is None
    assert found["second_reads"] is None
    assert json.loads(json.dumps(found)) == found


def test_below_ten_the_json_has_null_for_percent_and_interval() -> None:
    found = summary_json(summarise(FORM, many(G=9), random_sample=False, today=TODAY))
    assert found["headline"]["below_good_percent"] is None
    assert found["headline"]["interval"] is None


def test_every_flag_of_the_form_is_in_the_json() -> None:
    standings = [graded(1, "RI", supervision__flag="SUP_NONE", delay__flag="DEL_UNNEC")]
    found = summary_json(summarise(FORM, standings, random_sample=False, today=TODAY))
    none = {"G": 0, "RI": 0, "I": 0, "NG": 0}
    assert found["supervision"] == {
        "SUP_EFF": none,
        "SUP_INEFF": none,
        "SUP_NONE": {**none, "RI": 1},
        "SUP_NA": none,
    }
    assert found["delay"]["DEL_UNNEC"]["RI"] == 1
    assert found["delay_by_supervision"]["DEL_UNNEC"] == {
        "SUP_EFF": 0,
        "SUP_INEFF": 0,
        "SUP_NONE": 1,
        "SUP_NA": 0,
    }


def test_few_pairs_are_in_the_json_without_percent_and_coefficients() -> None:
    case = a_case(1, force_grade="G", force_scale="GRI3")
    found = summary_json(
        summarise(
            FORM,
            [standing(case, a_review(case, overall__grade="RI"))],
            random_sample=False,
            today=TODAY,
        )
    )
    assert found["agreement"] == {
        "n": 1,
        "table": [[0, 1, 0], [0, 0, 0], [0, 0, 0]],
        "exact_percent": None,
        "within_one_percent": None,
        "kappa": None,
        "kappa_linear": None,
        "ac1": None,
        "ac2_linear": None,
        "alpha_ordinal": None,
        "intervals": dict.fromkeys(
            ("kappa", "kappa_linear", "ac1", "ac2_linear", "alpha_ordinal"), None
        ),
    }


def test_no_cases_at_all_give_tables_of_noughts() -> None:
    found = summary_json(summarise(FORM, [], random_sample=False, today=TODAY))
    assert found["headline"]["sampled"] == 0
    assert found["by_type"] == []
