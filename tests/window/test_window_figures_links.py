"""From a figure to the cases behind it."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox
from window_kit import part
from window_sample import CODE, OpenWindow, answer_some

from reviewer.domain.ids import case_id
from ui.window.review.cases.case_list import CaseList


def test_the_list_shows_only_the_cases_behind_a_figure_until_it_is_unticked(
    open_window: OpenWindow,
) -> None:
    window = open_window(12, lambda store: answer_some(store, 8))
    panel = part(window, CaseList)
    chip = part(panel, QCheckBox, "filter-BELOW_GOOD")
    chip.click()
    wanted = (case_id(CODE, 3), case_id(CODE, 11))
    panel.show_only("Good", wanted)
    assert panel.model.shown() == wanted
    only = part(panel, QCheckBox, "only")
    assert only.isVisible()
    assert only.text() == "Good"
    only.click()
    assert not only.isVisible()
    assert len(panel.model.shown()) == 12
