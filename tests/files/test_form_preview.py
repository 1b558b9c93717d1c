"""A form is previewed with made-up cases, whatever form it is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from reviewer.forms.library import BUNDLED, bundled_source
from reviewer.forms.problems import FormError
from ui.operations.form_preview import CASES, previewed

NEW = (Path(__file__).parents[2] / "resources" / "forms" / "new-form.yaml").read_text("utf-8")


@pytest.fixture(autouse=True)
def _cheap(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("REVIEWER_HOME", str(tmp_path / "home"))
    monkeypatch.setattr("db.key.MEMORY_KIB", 64)


@pytest.mark.parametrize("source", [NEW, *map(bundled_source, BUNDLED)])
def test_made_up_cases_of_every_grade_are_shown(source: str, tmp_path: Path) -> None:
    path = tmp_path / "my-form.yaml"
    path.write_text(source, encoding="utf-8")
    with previewed(path) as store:
        assert len(store.cases()) == CASES
        grades = {line.grade for line in store.progress().values()}
        assert grades == set(store.form().grades.graded)
        folder = store.path.parent
        assert folder.is_dir()
    assert not folder.exists()


def test_what_is_wrong_with_a_form_is_named_before_anything_is_shown(tmp_path: Path) -> None:
    path = tmp_path / "my-form.yaml"
    path.write_text(
        NEW.replace("means: fine", "means: bad").replace("types: case_type", "types: x"), "utf-8"
    )
    with pytest.raises(FormError, match="line 13: there is no answer set “x”"), previewed(path):
        pass


def test_a_form_is_filled_in_whose_rules_ask_for_rows_that_have_no_role(tmp_path: Path) -> None:
    source = bundled_source("ncpi")
    without = "".join(
        line
        for line in source.splitlines(keepends=True)
        if not re.match(r"  delay\w*: [a-z]", line)
    )
    assert without != source
    path = tmp_path / "my-form.yaml"
    path.write_text(without, encoding="utf-8")
    with previewed(path) as store:
        grades = {line.grade for line in store.progress().values()}
        assert grades == set(store.form().grades.graded)
