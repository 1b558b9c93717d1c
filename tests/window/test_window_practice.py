"""Practising in the window: one click from the start page, the cases' files in the help."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from entrance_sample import Host
from pytestqt.qtbot import QtBot
from window_kit import press
from window_sample import NOW

from reviewer.app.answering import answer_many
from reviewer.app.practice import practice_cases
from ui.operations.files import OpenFile
from ui.operations.practice import practice_pages
from ui.window.entrance import Entrance


@pytest.fixture
def practice(
    entrance: Entrance, host: Host, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> Iterator[OpenFile]:
    """A practice file, opened as a person does it from the start page."""
    path = tmp_path / "Practice.review"
    monkeypatch.setattr("ui.window.entrance.save_as", lambda *_: path)
    entrance.show_start()
    assert host.page is not None
    with qtbot.waitSignal(entrance.opened, timeout=30_000) as opened:
        press(host.page, "way-scroll-text")
    assert opened.args is not None
    store = opened.args[0]
    assert isinstance(store, OpenFile)
    yield store
    store.close()


def test_a_practice_file_opens_with_its_cases_at_one_click(practice: OpenFile) -> None:
    assert [case.id for case in practice.cases()] == [one.case.id for one in practice_cases()]


def test_the_help_shows_the_agreed_answers_of_a_case_once_it_is_graded(
    practice: OpenFile,
) -> None:
    first, second, *_ = practice_cases()
    (before,) = practice_pages(practice)
    assert first.file in before.text
    assert first.why not in before.text
    answer_many(practice, {first.case.id: {"overall.grade": "RI"}}, now=NOW)
    (after,) = practice_pages(practice)
    assert first.why in after.text
    assert second.why not in after.text
