"""The list's values of a case by hand: to correct what the force's list says, or to add a case."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from reviewer.domain.case import LIST_KEYS
from reviewer.domain.form import Form, Kind
from reviewer.domain.ids import Key
from ui.window.list_words import key_words
from ui.window.parts.buttons import plain_button
from ui.window.parts.field import StillComboBox
from ui.window.parts.page import labelled
from ui.window.parts.text import Text
from ui.window.theme import LARGE, SMALL, Theme
from ui.window.words import say, spoken, typed_date

Save = Callable[[Mapping[Key, str], str], str]
"""Saves values with the reason; returns why it could not, empty where it did."""


class ValuesDialog(QDialog):
    """One field a value, and the reason; what is refused is said here and nothing is lost."""

    def __init__(
        self,
        theme: Theme,
        form: Form,
        title: str,
        about: str,
        values: Mapping[Key, str],
        keys: Sequence[Key],
        save: Save,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._save = save
        self._before = dict(values)
        self._boxes: dict[Key, QLineEdit | QComboBox] = {}
        self.setObjectName("list-values")
        self.setWindowTitle(title)
        px = theme.px
        body = QWidget()
        grid = QGridLayout(body)
        grid.setContentsMargins(0, 0, px(12), 0)
        grid.setHorizontalSpacing(px(16))
        grid.setVerticalSpacing(px(8))
        for place, key in enumerate(keys):
            box = self._build_box(form, key, values.get(key, ""))
            grid.addLayout(labelled(theme, key_words(key), box), place // 2, place % 2)
        scroll = QScrollArea()
        scroll.setWidget(body)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        body.setAutoFillBackground(False)
        scroll.viewport().setAutoFillBackground(False)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.reason = QLineEdit()
        self.reason.setObjectName("reason")
        self._why = Text(theme, size=SMALL, tone="inadequate", wrap=True)
        self._why.setObjectName("values-refused")
        self._why.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(20), px(16), px(20), px(16))
        layout.setSpacing(px(10))
        layout.addWidget(Text(theme, title, size=LARGE, strong=True))
        layout.addWidget(Text(theme, about, size=SMALL, tone="quiet", wrap=True))
        layout.addWidget(scroll, 1)
        layout.addLayout(labelled(theme, say("Reason"), self.reason))
        layout.addWidget(self._why)
        layout.addLayout(self._build_foot())
        self.resize(self.sizeHint().expandedTo(parent.size() * 0.6).boundedTo(parent.size() * 0.95))

    def _build_box(self, form: Form, key: Key, value: str) -> QLineEdit | QComboBox:
        box: QLineEdit | QComboBox
        if LIST_KEYS[key] is Kind.CHOICE:
            box = StillComboBox()
            box.addItem(say("Choose…"), "")
            for option in form.case_types:
                box.addItem(spoken(option.label), str(option.code))
            box.setCurrentIndex(max(box.findData(value), 0))
        else:
            dated = LIST_KEYS[key] is Kind.DATE
            box = QLineEdit(typed_date(value) if dated else value)
            box.setPlaceholderText(say("dd/mm/yyyy or mm/yyyy") if dated else "")
        box.setObjectName(f"value-{key}")
        self._boxes[key] = box
        return box

    def _build_foot(self) -> QHBoxLayout:
        cancel = plain_button(say("Cancel"), name="cancel-values")
        cancel.clicked.connect(self.reject)
        save = plain_button(say("Save with the reason"), name="save-values", look="primary")
        save.clicked.connect(self._on_save)
        line = QHBoxLayout()
        line.addStretch(1)
        line.addWidget(cancel)
        line.addWidget(save)
        return line

    def _on_save(self) -> None:
        typed = {
            key: str(box.currentData() or "") if isinstance(box, QComboBox) else box.text()
            for key, box in self._boxes.items()
        }
        changed = {key: text for key, text in typed.items() if text != self._shown_before(key)}
        if not changed:
            self._why.put(say("Nothing is changed yet."))
            return
        refused = self._save(changed, self.reason.text())
        self._why.put(refused)
        if not refused:
            self.accept()

    def _shown_before(self, key: Key) -> str:
        value = self._before.get(key, "")
        return typed_date(value) if LIST_KEYS[key] is Kind.DATE else value
