"""What a screen reader knows of the window: roles, names, descriptions, order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from window_kit import focused, in_dialog, key, page_of, presenter_of, type_keys
from window_sample import OpenWindow, answer_some

from ui.window.commands import Commands
from ui.window.parts.accessible import install
from ui.window.parts.buttons import ChoiceButton
from ui.window.review.review_steps import case_of

Role = QAccessible.Role
NAMELESS = frozenset({Role.Client, Role.Grouping, Role.LayeredPane, Role.Border, Role.Window})
"""Roles of parts that only hold others."""


@pytest.fixture(autouse=True)
def read_out() -> Iterator[None]:
    """Let parts be asked as a screen reader asks them."""
    install()
    active = QAccessible.isActive()
    QAccessible.setActive(True)
    yield
    QAccessible.setActive(active)


def parts(widget: QWidget) -> Iterator[QAccessibleInterface]:
    """Yield what is shown of a widget, as a screen reader walks through it."""
    waiting = [QAccessible.queryAccessibleInterface(widget)]
    while waiting:
        part = waiting.pop(0)
        if part is not None and part.isValid() and not part.state().invisible:
            yield part
            waiting[:0] = [part.child(n) for n in range(part.childCount())]


def name(part: QAccessibleInterface) -> str:
    return part.text(QAccessible.Text.Name)


def test_parts_of_the_review_have_their_roles(open_window: OpenWindow) -> None:
    window = open_window(3)
    found = list(parts(page_of(window)))
    headings = [name(part) for part in found if part.role() == Role.Heading]
    assert {"0001 · Domestic abuse with a child", "Reviewability"} <= set(headings)
    (question,) = [p for p in found if p.role() == Role.Grouping and "case reviewed" in name(p)]
    answers = [question.child(n) for n in range(question.childCount())]
    shown = [part for part in answers if part is not None and not part.state().invisible]
    assert [name(part) for part in shown] == ["Yes, reviewed", "Excluded", "Replaced"]
    assert {part.role() for part in shown} == {Role.RadioButton}
    descriptions = [part.text(QAccessible.Text.Description) for part in shown]
    assert descriptions == ["1 of 3", "2 of 3", "3 of 3"]
    (grade,) = [p for p in found if p.role() == Role.Grouping and name(p) == "Overall grade"]
    assert grade.childCount() == 4


def test_an_answer_that_excludes_others_can_be_chosen_changed_and_cleared(
    open_window: OpenWindow,
) -> None:
    window = open_window(3)

    def chosen() -> list[str]:
        card = page_of(window).section.card_of("reviewable")
        assert card is not None
        return [b.code for b in card.findChildren(ChoiceButton) if b.isChecked()]

    for press, codes in (("y", ["YES"]), ("x", ["EXC"])):
        presenter_of(window).steps.go_to("reviewable")
        type_keys(press)
        assert chosen() == codes
    presenter_of(window).steps.go_to("reviewable")
    key(Qt.Key.Key_Delete)
    assert chosen() == []


def test_every_shown_part_that_is_used_has_a_name_and_no_markup(open_window: OpenWindow) -> None:
    window = open_window(3, lambda store: answer_some(store, 1))
    presenter_of(window).open_case(case_of(presenter_of(window).steps) or "")
    for section in range(13):
        for part in parts(window):
            description = part.text(QAccessible.Text.Description)
            assert "<" not in description, description
            if part.state().focusable and part.role() not in NAMELESS:
                assert name(part) or description, (section, part.role(), part.object())
        presenter_of(window).steps.step_section(1)
        QApplication.processEvents()


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
@pytest.mark.parametrize("command", [Commands.KEYS, Commands.PALETTE, Commands.REMAP])
def test_every_part_of_a_dialog_that_is_used_has_a_name(
    open_window: OpenWindow, command: object
) -> None:
    window = open_window(3)
    nameless: list[object] = []

    def look(dialog: QDialog) -> None:
        assert dialog.windowTitle()
        nameless.extend(
            str(part.object())
            for part in parts(dialog)
            if part.state().focusable
            and part.role() not in NAMELESS
            and not (name(part) or name(part.parent()))
        )

    met = in_dialog(look)
    window.actions_[command].trigger()  # type: ignore[index]  # a command
    assert met
    assert nameless == []


def test_tab_goes_as_the_page_is_read(open_window: OpenWindow) -> None:
    window = open_window(3)
    type_keys("y")
    page_of(window).list.focus_search()
    seen: list[QWidget] = []
    for _ in range(60):
        key(Qt.Key.Key_Tab)
        if focused() in seen:
            break
        seen.append(focused())
    regions = (page_of(window).navigator, page_of(window).section)
    order = [
        next((n for n, r in enumerate((*regions, page_of(window).foot, page_of(window).judgement))
              if r.isAncestorOf(widget)), None)
        for widget in seen
    ]  # fmt: skip
    inside = [place for place in order if place is not None]
    assert inside == sorted(inside)
    assert set(inside) == {0, 1, 2, 3}


def test_the_help_names_tests_that_there_are() -> None:
    root = Path(__file__).parents[2]
    page = (root / "resources" / "help" / "en" / "80-accessibility.md").read_text("utf-8")
    named = set(re.findall(r"`(test_\w+)`", page))
    text = "\n".join(path.read_text("utf-8") for path in (root / "tests").rglob("test_*.py"))
    assert [one for one in sorted(named) if f"def {one}(" not in text] == []
