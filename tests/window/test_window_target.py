"""The field that names the file to make: what no file can be called is refused in a sentence."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot
from window_kit import write

from reviewer.domain.errors import RefusalError
from ui.window.parts.faults import Faults
from ui.window.parts.identity_fields import IdentityFields
from ui.window.parts.target import Target
from ui.window.theme import Theme

NO_FILES = {
    "the home of nobody": "~nosuchperson/made.review",
    "a name that is too long": "/tmp/" + "x" * 300,
    "a name that is too long by its ending": "/tmp/" + "x" * 250,
    "the root": "/",
    "a folder": "~",
}


@pytest.mark.parametrize("typed", NO_FILES.values(), ids=NO_FILES)
def test_what_cannot_be_a_file_is_refused_at_the_field(
    theme: Theme, qtbot: QtBot, typed: str
) -> None:
    target = Target(theme, "made")
    qtbot.addWidget(target)
    write(target, "target", typed)
    with pytest.raises(RefusalError, match=r"not a valid file name|is a folder") as refused:
        target.path()
    assert len(str(refused.value)) < 200


def test_a_name_without_an_ending_gets_the_one_of_what_is_made(
    theme: Theme, qtbot: QtBot, tmp_path: Path
) -> None:
    target = Target(theme, "made")
    qtbot.addWidget(target)
    write(target, "target", f" {tmp_path / 'mine'} ")
    assert target.path() == tmp_path / "mine.review"


def test_the_identity_of_nobody_is_refused_at_its_field(theme: Theme, qtbot: QtBot) -> None:
    fields = IdentityFields(theme, "~nosuchperson/key.p12", can_make=False)
    qtbot.addWidget(fields)
    for line in fields.findChildren(QLineEdit):
        if not line.text():
            line.setText("a passphrase")
    faults = Faults()
    assert fields.read(faults) is None
    assert len(faults) == 1
