"""Mapping files: complete, checked by line, and compared as they say."""

from __future__ import annotations

import pytest

from reviewer.forms.library import bundled_form
from reviewer.forms.mapping import identity, load_mapping, mapping_template
from reviewer.forms.problems import FormError

OLD, NEW = bundled_form("ncpi"), bundled_form("dip-sample")
TEMPLATE = "\n".join(mapping_template(OLD, NEW)) + "\n"


def test_a_template_maps_what_has_the_same_name() -> None:
    mapping = load_mapping(TEMPLATE, "m.yaml", OLD, NEW)
    assert mapping.grades == {"G": "G", "RI": "RI", "I": "I"}
    assert mapping.items["A1.1"] == "A1.1"
    assert mapping.items["R.1"] is None
    assert mapping.described == "ncpi version 1 → dip-sample version 1"
    assert identity(OLD).items.keys() == mapping.items.keys()


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("  A1.2: A1.2\n", "", "“A1.2” is not mapped; write what it is called now, or"),
        ("  A1.2: A1.2\n", "  A1.2: A9.2\n", "the later form has no “A9.2” among its items"),
        ("  A1.2: A1.2\n", "  A1.2: risk.still\n", "the later form has no “risk.still”"),
        ("  A1.2: A1.2\n", "  A1.2: A1.1\n", "“A1.1” is already mapped to “A1.1”"),
        ("  A1.2: A1.2\n", "  A1.2: A1.2\n  A9.2: A1.3\n", "the earlier form has no “A9.2”"),
        ("  A1.2: A1.2\n", "  A1.2: [A1.2]\n", "the later form has no “['A1.2']”"),
        ("  RI: RI\n", "", "“RI” is not mapped"),
        ("  RI: RI\n", "  RI: NG\n", "the later form has no “NG” among its grades"),
        ("form: ncpi, version: 1", "form: ncpi, version: 2", "{form: ncpi, version: 1}"),
        ("grades:\n", "grade:\n", "“grades” is missing"),
        ("grades:\n", "grade:\n", "“grade” does not belong here"),
    ],
)
def test_a_mistake_is_reported_with_its_line(old: str, new: str, reason: str) -> None:
    assert TEMPLATE.count(old) == 1
    with pytest.raises(FormError) as caught:
        load_mapping(TEMPLATE.replace(old, new), "m.yaml", OLD, NEW)
    found = [str(problem) for problem in caught.value.problems]
    assert any(reason in problem for problem in found), found
    assert all(problem.startswith("m.yaml, line ") for problem in found)


def test_two_grades_may_become_one() -> None:
    joined = load_mapping(TEMPLATE.replace("  I: I\n", "  I: RI\n"), "m.yaml", OLD, NEW)
    assert joined.grades == {"G": "G", "RI": "RI", "I": "RI"}


def test_a_file_that_is_no_mapping_is_refused() -> None:
    with pytest.raises(FormError, match="this is not a mapping file"):
        load_mapping("- one\n", "m.yaml", OLD, NEW)
