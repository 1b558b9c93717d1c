"""The look and the keys: contrast of the tokens, the table of actions, names of controls."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QColor, QKeySequence
from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot
from window_kit import part, presenter_of
from window_sample import OpenWindow, answer_some

from ui.window.actions import Actions
from ui.window.commands import TABLE, Commands, conflicts, shown_keys
from ui.window.review.cases_page import ITEMS_WIDTH, CasesPage
from ui.window.theme import (
    BODY,
    DARK,
    DARK_CONTRAST,
    LARGE,
    LIGHT,
    LIGHT_CONTRAST,
    TITLE,
    Scheme,
    SchemeColours,
    Theme,
)

SCHEMES = (LIGHT, DARK, LIGHT_CONTRAST, DARK_CONTRAST)

INKS = (
    *("text", "quiet", "accent"),
    *("exceptional", "excellent", "good", "medium", "improve", "inadequate"),
)


def luminance(color: str) -> float:
    parts = (QColor(color).redF(), QColor(color).greenF(), QColor(color).blueF())
    r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("tokens", SCHEMES)
@pytest.mark.parametrize("ground", ["ground", "surface", "raised", "soft", "alert"])
def test_text_has_four_and_a_half_to_one_on_every_ground(
    tokens: SchemeColours, ground: str
) -> None:
    for ink in INKS:
        if ground == "alert" and ink not in {"text", "inadequate"}:
            continue
        assert contrast(getattr(tokens, ink), getattr(tokens, ground)) >= 4.5, ink
    assert contrast(tokens.on_accent, tokens.accent) >= 4.5


@pytest.mark.parametrize("tokens", SCHEMES)
def test_lines_of_controls_have_three_to_one(tokens: SchemeColours) -> None:
    assert contrast(tokens.line, tokens.surface) >= 3.0
    assert contrast(tokens.line, tokens.ground) >= 3.0


@pytest.mark.parametrize("tokens", [LIGHT_CONTRAST, DARK_CONTRAST])
@pytest.mark.parametrize("ground", ["ground", "surface", "raised", "soft"])
def test_high_contrast_has_seven_to_one(tokens: SchemeColours, ground: str) -> None:
    for ink in INKS:
        assert contrast(getattr(tokens, ink), getattr(tokens, ground)) >= 7.0, ink


def test_high_contrast_is_followed_when_it_is_chosen(theme: Theme) -> None:
    theme.choose(Scheme.CONTRAST, 100)
    assert theme.tokens in {LIGHT_CONTRAST, DARK_CONTRAST}
    theme.choose(Scheme.LIGHT, 100)
    assert theme.tokens is LIGHT


def test_no_key_stands_for_two_actions() -> None:
    assert conflicts({command: command.keys for command in TABLE}) == []
    assert len({command.name for command in TABLE}) == len(TABLE)


def test_a_person_s_own_key_replaces_ours_and_a_clash_is_refused(qapp: object) -> None:
    window = QWidget()
    actions = Actions(window, {Commands.COMPLETE.name: ("F9",)})
    assert actions[Commands.COMPLETE].shortcuts() == [QKeySequence("F9")]
    with pytest.raises(ValueError, match="one key for two actions"):
        Actions(window, {Commands.COMPLETE.name: ("F12",)})


def test_keys_read_as_their_caps_say() -> None:
    assert shown_keys(QKeySequence("Ctrl+Down")) == "Ctrl ↓"
    assert shown_keys(QKeySequence("Ctrl++")) == "Ctrl +"
    assert shown_keys(QKeySequence("?")) == "?"


def test_every_control_that_takes_the_keyboard_has_a_name(open_window: OpenWindow) -> None:
    window = open_window(9, lambda store: answer_some(store, 4))
    for section in ("reviewability", "A1", "supervision", "delay", "overall"):
        presenter_of(window).steps.show_section(section)
        nameless = [
            f"{type(widget).__name__} {widget.objectName()}"
            for widget in window.findChildren(QWidget)
            if widget.isVisible()
            and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
            and not _accessible_text(widget)
        ]
        assert not nameless


def _accessible_text(widget: QWidget) -> str:
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface.text(QAccessible.Text.Name) if interface is not None else ""


def test_every_label_shows_plain_text(open_window: OpenWindow) -> None:
    window = open_window(3, lambda store: answer_some(store, 1))
    rich = [
        label.text()
        for label in window.findChildren(QLabel)
        if label.textFormat() is not Qt.TextFormat.PlainText and label.text()
    ]
    assert not rich


def test_the_title_of_the_window_names_no_case(open_window: OpenWindow) -> None:
    window = open_window(3)
    assert "0001" not in window.windowTitle()
    assert "TST/" not in window.windowTitle()


@pytest.mark.parametrize(
    ("width", "height", "percent"), [(1280, 720, 100), (1280, 720, 200), (1920, 1080, 150)]
)
def test_nothing_is_wider_than_its_window(
    open_window: OpenWindow, theme: Theme, width: int, height: int, percent: int
) -> None:
    theme.choose(Scheme.DARK, percent)
    try:
        window = open_window(9, lambda store: answer_some(store, 4))
        window.resize(width, height)
        for section in ("reviewability", "A1", "supervision", "delay", "overall"):
            presenter_of(window).steps.show_section(section)
            assert window.size().width() == width
            assert window.size().height() == height
            for field in window.findChildren(QLineEdit) + window.findChildren(QPlainTextEdit):
                if field.isVisible() and field.objectName() != "search":
                    right = field.mapTo(window, field.rect().topRight()).x()
                    assert right <= width, field.objectName()
    finally:
        theme.choose(Scheme.LIGHT, 100)


def test_text_made_larger_while_the_window_shrinks_is_larger_everywhere(
    open_window: OpenWindow, theme: Theme, qtbot: QtBot
) -> None:
    try:
        window = open_window(3)
        window.resize(1920, 1080)
        theme.choose(Scheme.LIGHT, 200)
        window.resize(1280, 720)
        for name, size in (("case-title", TITLE), ("case-facts", BODY), ("section-title", LARGE)):
            label = window.findChild(QLabel, name)
            assert label is not None
            assert label.font().pixelSize() == theme.font(size).pixelSize(), name
        page = part(window, CasesPage)
        qtbot.waitUntil(lambda: page.section.width() > ITEMS_WIDTH[0])
    finally:
        theme.choose(Scheme.LIGHT, 100)
