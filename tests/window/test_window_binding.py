"""The binding to Qt under the load of six hours a day: no call may lose a reference.

PySide6 6.12.0 on Python 3.11 gives a reference to None away with each call that returns none,
and the program dies after some thousand calls; the version in requirements.lock does not.
"""

from __future__ import annotations

import ast
import sys
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QRadioButton

import ui.window

CALLS = 200_000

FEW = 100
"""References that come and go meanwhile for other reasons."""


def test_two_hundred_thousand_calls_lose_no_reference(qapp: QApplication) -> None:
    label, button = QLabel(), QRadioButton()
    before = sys.getrefcount(None)
    for number in range(CALLS // 4):
        label.setText(str(number))
        label.setVisible(False)
        button.setChecked(number % 2 == 0)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        if number % FEW == 0:
            assert abs(sys.getrefcount(None) - before) < FEW, number
    assert label.text() == str(CALLS // 4 - 1)


ACTIONS = (["action"], ["line"], ["self._menu_acts[-1]"], ["self._actions[command]"])
"""What the window adds to menus and groups: actions that it made itself."""


def test_no_entry_of_a_menu_is_made_by_qt() -> None:
    """PySide does not learn when such an entry ends, and mistakes another object for it."""
    made: list[str] = []
    for path in sorted(Path(ui.window.__file__).parent.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
                continue
            given = [ast.unparse(argument) for argument in node.args]
            of_text = node.func.attr == "addAction" and given not in ACTIONS
            if of_text or node.func.attr in {"createStandardContextMenu", "addSeparator"}:
                made.append(f"{path.name}:{node.lineno}")
    assert made == []
