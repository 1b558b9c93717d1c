"""What looks like an identifier is shown in its sentence, and decided before anything leaves."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from window_kit import part, press, words
from window_sample import NOW, make_file, opened

from db.store import ReviewFile
from reviewer.app.answering import answer
from reviewer.app.identifiers import check_identifiers
from reviewer.domain.file_actions import IdentifiersKept, IdentifiersMasked
from reviewer.domain.identifier import MASK, IdentifiersError
from reviewer.domain.ids import CaseId, Key
from reviewer.domain.leaving_text import review_texts
from ui.window.parts.text_box import TextBox
from ui.window.parts.text_field import TextField
from ui.window.results.identifier_asking import IdentifierAsking
from ui.window.results.identifiers_sheet import IdentifiersSheet
from ui.window.theme import Theme

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")  # of the offscreen platform

TEXT = Key("overall.rationale")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[ReviewFile]:
    make_file(tmp_path / "a.review", 2)
    with opened(tmp_path / "a.review") as store:
        yield store


def first(store: ReviewFile) -> CaseId:
    return store.cases()[0].id


def found(store: ReviewFile) -> IdentifiersError:
    texts = [text for r in store.reviews() for text in review_texts(store.form(), r)]
    with pytest.raises(IdentifiersError) as refusal:
        check_identifiers(store, texts, keep="", now=NOW)
    return refusal.value


class Asked:
    """The sheet over a window, and what came of it."""

    def __init__(self, theme: Theme, store: ReviewFile, qtbot: QtBot) -> None:
        self.parent = QWidget()
        qtbot.addWidget(self.parent)
        self.again = self.left = 0
        self.sought: list[tuple[str, str]] = []
        asking = IdentifierAsking(theme, store, lambda: NOW, self.parent)
        asking.sought.connect(lambda case, key: self.sought.append((case, key)))
        self.sheet: IdentifiersSheet = asking.ask(
            self.parent, found(store), self._again, self._leave
        )

    def _again(self) -> None:
        self.again += 1

    def _leave(self) -> None:
        self.left += 1


def test_each_phrase_is_masked_or_kept_and_then_it_is_done_again(
    theme: Theme, store: ReviewFile, qtbot: QtBot
) -> None:
    answer(store, first(store), {TEXT: "So he told Anna. Then 07700 900123 rang."}, now=NOW)
    asked = Asked(theme, store, qtbot)
    shown = words(asked.sheet)
    assert "Anna" in shown
    assert "07700 900123" in shown
    press(asked.sheet, "mask")
    press(asked.sheet, "keep")
    assert asked.again == 0  # it needs a reason
    part(asked.sheet, TextBox, "keep-reason").setPlainText("a number of the force")
    press(asked.sheet, "keep")
    assert asked.again == 1
    assert store.review(first(store), store.inspection().person).get(TEXT) == (
        f"So he told {MASK}. Then 07700 900123 rang."
    )
    assert len(list(store.events(IdentifiersKept))) == len(list(store.events(IdentifiersMasked)))


def test_all_are_decided_at_once(theme: Theme, store: ReviewFile, qtbot: QtBot) -> None:
    many = " ".join(f"Then 07700 9{number:05d} rang." for number in range(40))
    answer(store, first(store), {TEXT: many}, now=NOW)
    asked = Asked(theme, store, qtbot)
    press(asked.sheet, "mask-all")
    assert asked.again == 1


def test_a_person_goes_to_edit_it(theme: Theme, store: ReviewFile, qtbot: QtBot) -> None:
    answer(store, first(store), {TEXT: "So he told Anna."}, now=NOW)
    asked = Asked(theme, store, qtbot)
    press(asked.sheet, "go-and-edit")
    assert (asked.again, asked.left) == (0, 1)
    assert asked.sought == [(first(store), TEXT)]


def test_what_may_name_somebody_is_marked_while_it_is_typed(theme: Theme, qtbot: QtBot) -> None:
    field = TextField(theme)
    qtbot.addWidget(field)
    field.show()
    field.edit.setPlainText("So she told Anna of it.")
    field.keep()
    assert "Anna" in words(field)
    assert len(field.edit.extraSelections()) == 1
    field.edit.setPlainText("So she told nobody.")
    field.keep()
    assert not field.edit.extraSelections()
