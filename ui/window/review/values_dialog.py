"""The list's values of a case by hand: to correct what the force's list says, or to add a case."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtWidgets import QComboBox, QGridLayout, QLineEdit, QWidget

from reviewer.domain.case import LIST_KEYS
from reviewer.domain.form import Form, Kind
from reviewer.domain.ids import Key
from ui.window.list_words import key_words
from ui.window.parts.asking_sheet import AskingSheet
from ui.window.parts.page import labelled
from ui.window.parts.pick_field import PickBox
from ui.window.parts.sheet_draft import SheetDraft
from ui.window.theme import Theme
from ui.window.words import localised, say, typed_date

WIDTH = 760

NEEDED: Final = frozenset({Key("reference"), Key("type")})
"""The values without which a case is refused."""

Save = Callable[[Mapping[Key, str], str], object]
"""Saves values with the reason; raises why it could not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ValuesAsked:
    """What a values dialog asks for: which keys, what is there now, and what saves them.

    `draft` keeps what is typed meanwhile.
    """

    title: str
    about: str
    values: Mapping[Key, str]
    keys: Sequence[Key]
    save: Save
    draft: SheetDraft


class ValuesDialog(AskingSheet):
    """One field a value, and the reason; what is refused is shown here and nothing is lost."""

    def __init__(self, theme: Theme, form: Form, asked: ValuesAsked, parent: QWidget) -> None:
        super().__init__(
            theme,
            asked.title,
            parent,
            doing=say("Save"),
            name="list-values",
            width=WIDTH,
        )
        self._asked = asked
        self._boxes: dict[Key, QLineEdit | QComboBox] = {}
        self._sentence(asked.about)
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.px(16))
        grid.setVerticalSpacing(theme.px(8))
        for place, key in enumerate(asked.keys):
            box = self._build_box(form, key, asked.values.get(key, ""))
            column = labelled(theme, key_words(key), box, may_be_empty=key not in NEEDED)
            grid.addLayout(column, place // 2, place % 2)
        self.column.addLayout(grid)
        self._reason = self._text_box("reason", lines=1)
        self.column.addLayout(labelled(theme, say("Reason"), self._reason))
        self.end(self._boxes[asked.keys[0]], asked.draft)

    def _build_box(self, form: Form, key: Key, value: str) -> QLineEdit | QComboBox:
        box: QLineEdit | QComboBox
        if LIST_KEYS[key] is Kind.CHOICE:
            box = PickBox()
            box.addItem(say("Choose…"), "")
            for option in form.case_types:
                box.addItem(localised(option.label), str(option.code))
            box.setCurrentIndex(max(box.findData(value), 0))
        else:
            dated = LIST_KEYS[key] is Kind.DATE
            box = QLineEdit(typed_date(value) if dated else value)
            box.setPlaceholderText(say("dd/mm/yyyy or mm/yyyy") if dated else "")
        box.setObjectName(f"value-{key}")
        self._boxes[key] = box
        return box

    def _on_accept(self) -> None:
        typed = {
            key: str(box.currentData() or "") if isinstance(box, QComboBox) else box.text()
            for key, box in self._boxes.items()
        }
        changed = {key: text for key, text in typed.items() if text != self._shown_before(key)}
        first = next(iter(self._boxes.values()))
        if changed:
            boxes = {str(key): box for key, box in self._boxes.items()}
            self._attempt(
                lambda: self._asked.save(changed, self._reason.text()), self._reason, **boxes
            )
        else:
            self._refuse_at(first, say("Nothing has changed yet."))

    def _shown_before(self, key: Key) -> str:
        value = self._asked.values.get(key, "")
        return typed_date(value) if LIST_KEYS[key] is Kind.DATE else value
