"""The commands of the window: each is carried out by one method, and their keys are sound."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections import defaultdict
from types import FunctionType

import pytest

import ui.window
from ui.window.commands import (
    TABLE,
    Commands,
    Reach,
    conflicts,
    does,
    faults_of,
    keys_with,
    methods_of,
    named,
)


def carried_out() -> dict[str, list[str]]:
    """Return the methods of the whole window that carry out each command."""
    found: dict[str, list[str]] = defaultdict(list)
    for module in pkgutil.walk_packages(ui.window.__path__, "ui.window."):
        for name, kind in vars(importlib.import_module(module.name)).items():
            if inspect.isclass(kind) and kind.__module__ == module.name:
                own = {n for n, m in vars(kind).items() if isinstance(m, FunctionType)}
                for command, method, _ in methods_of(kind):
                    if method in own:
                        found[command.name].append(f"{name}.{method}")
    return found


OF_A_REGISTER = {
    "complete": ["ReviewPresenter.complete", "TeamPage.decide"],
    "grade": ["CasesPage._go_to_grade", "TeamPage.focus_grade"],
    "next-case": ["ReviewSteps.step", "TeamPage.step"],
    "postpone": ["CaseWork.postpone", "TeamPage.postpone"],
    "previous-case": ["ReviewSteps.step", "TeamPage.step"],
    "search": ["CasesPage.focus_search", "RegisterCasesPage.focus_search"],
}
"""Commands with one method for a review file and one for a register: only one is ever open."""


def test_every_command_is_carried_out_by_exactly_one_method() -> None:
    found = carried_out()
    assert {command.name for command in TABLE} == set(found)
    several = {name: sorted(methods) for name, methods in found.items() if len(methods) != 1}
    assert several == OF_A_REGISTER


def test_a_name_stands_for_one_command_and_an_unknown_one_for_none() -> None:
    assert len({command.name for command in TABLE}) == len(TABLE)
    assert all(named(command.name) is command for command in TABLE)
    assert named("of-another-version") is None


def test_only_what_changes_nothing_is_repeated_by_a_key_held_down() -> None:
    assert not [command.name for command in TABLE if command.repeats and command.changes]


def test_nothing_that_works_over_a_cleared_screen_shows_or_changes_anything() -> None:
    over = [command for command in TABLE if command.reach is Reach.ALWAYS]
    assert over == [Commands.CLEAR, Commands.LOCK]


def test_no_key_does_two_things() -> None:
    assert conflicts(keys_with({})) == []
    assert conflicts(keys_with({"complete": ("F12",)})) == ["F12"]
    assert conflicts(keys_with({"complete": ("shift+f1",)})) == ["Shift+F1"]


def test_own_keys_replace_ours_and_those_of_an_unknown_command_are_left_aside() -> None:
    keys = keys_with({"complete": ("F9",), "of-another-version": ("F10",)})
    assert keys[Commands.COMPLETE] == ("F9",)
    assert keys[Commands.UNDO] == ("Ctrl+Z",)
    assert set(keys) == set(TABLE)


@pytest.mark.parametrize(
    ("keys", "sound"), [("F9", True), ("Ctrl+Shift+F9", True), ("y", False), ("F12", False)]
)
def test_a_key_that_is_typed_or_taken_is_refused(keys: str, *, sound: bool) -> None:
    assert (faults_of({"complete": (keys,)}) == []) is sound


def test_both_commands_of_a_clash_are_named() -> None:
    (fault,) = faults_of({"complete": ("F12",)})
    assert fault.commands == (Commands.COMPLETE, Commands.CLEAR)
    assert "Complete the case" in fault.sentence
    assert "Hide the screen" in fault.sentence


def test_a_method_may_carry_out_several_commands_each_with_what_it_is_given() -> None:
    class Stepping:
        @does(Commands.NEXT_CASE, 1)
        @does(Commands.PREVIOUS_CASE, -1)
        def step(self, by: int) -> None:
            """Step."""

    class Deeper(Stepping):
        """Inherits what it carries out."""

    expected = {(Commands.NEXT_CASE, "step", (1,)), (Commands.PREVIOUS_CASE, "step", (-1,))}
    assert set(methods_of(Stepping)) == expected
    assert set(methods_of(Deeper)) == expected
