"""The pictures of the help are those of the window, small, and described in words as well."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from help_pictures import HEIGHT, PICTURES, WIDTH, Scene, small_png
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from ui.operations.demonstration import demonstrate
from ui.window.start import Session

HELP = Path(__file__).parents[2] / "resources/help/en"
NAMED = re.compile(r"!\[([^\]]*)\]\(([^)]*)\)")
MOST_BYTES, MOST_BYTES_TOGETHER = 40_000, 160_000
"""The installer has little room left."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Do the demonstration's whole job: all that the pictures show is synthetic, and says so."""
    folder = tmp_path_factory.mktemp("demonstration")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("db.key.MEMORY_KIB", 64)
        demonstrate(folder, lambda _: None)
    return folder


@pytest.mark.pictures
@pytest.mark.qt_log_ignore("propagateSizeHints")
@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_is_drawn_of_the_window(
    session: Session, folder: Path, qtbot: QtBot, name: str
) -> None:
    session._window.resize(WIDTH, HEIGHT)
    drawn = small_png(PICTURES[name](Scene(session=session, folder=folder, qtbot=qtbot)))
    assert len(drawn) <= MOST_BYTES
    (HELP / name).write_bytes(drawn)


def test_every_picture_is_drawn_named_by_a_page_and_described_in_words() -> None:
    pages = [page.read_text("utf-8") for page in sorted(HELP.glob("*.md"))]
    named = [found for page in pages for found in NAMED.findall(page)]
    assert sorted(name for _, name in named) == sorted(PICTURES)
    assert {file.name for file in HELP.glob("*.png")} == set(PICTURES)
    assert all(words.endswith(".") for words, _ in named)


def test_the_pictures_are_small() -> None:
    sizes = {name: (HELP / name).stat().st_size for name in PICTURES}
    assert max(sizes.values()) <= MOST_BYTES, sizes
    assert sum(sizes.values()) <= MOST_BYTES_TOGETHER, sizes
    for name in PICTURES:
        picture = QImage(str(HELP / name))
        assert picture.format() is QImage.Format.Format_Indexed8
        assert picture.width() <= WIDTH
