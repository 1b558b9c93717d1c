"""What looks like an identifier, each phrase in its sentence: mask it, keep it, or go and edit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from reviewer.domain.errors import ReviewerError
from reviewer.domain.identifier import KIND_WORDS, Suspicion
from reviewer.domain.ids import Key
from ui.window.parts.buttons import plain_button
from ui.window.parts.page import JobLine, labelled
from ui.window.parts.panel import Hairline
from ui.window.parts.sheet import DialogSheet
from ui.window.parts.text import Text
from ui.window.parts.text_box import TextBox
from ui.window.theme import SMALL, Theme
from ui.window.words import counted, say

SHOWN_AT_MOST: Final = 25
"""Phrases shown at once; those after them come once these are decided."""
_WIDTH: Final = 760


@dataclass(frozen=True, slots=True, kw_only=True)
class Decide:
    """What a person may do about a phrase, and what its item is called."""

    may_mask: Callable[[Suspicion], bool]
    mask: Callable[[Suspicion], None]
    keep: Callable[[Suspicion, str], None]
    item_name: Callable[[Key], str]


class IdentifiersSheet(DialogSheet):
    """The phrases that are not decided yet; `settled` says that none is left.

    `sought` carries the phrase that a person wants to edit in its case.
    """

    settled = Signal()
    sought = Signal(object)

    def __init__(
        self, theme: Theme, parent: QWidget, found: Sequence[Suspicion], decide: Decide
    ) -> None:
        super().__init__(theme, say("Is anybody named here?"), parent, width=_WIDTH)
        self.setObjectName("identifiers")
        self._theme = theme
        self._decide = decide
        self._left = list(found)
        self._head = Text(theme, wrap=True)
        self._reason = TextBox(theme, one_line=True)
        self._reason.setObjectName("keep-reason")
        self.job = JobLine(theme)
        self._rows = QWidget()
        self._rows_layout = QVBoxLayout(self._rows)
        self._rows_layout.setContentsMargins(0, 0, 0, 0)
        self._rows_layout.setSpacing(theme.px(10))
        self._build_layout()
        self._show_left()
        self._reason.setFocus()

    def _build_layout(self) -> None:
        theme = self._theme
        self.column.addWidget(self._head)
        label = say("Reason for keeping text")
        hint = say("It appears in the log, and in later checks of the file.")
        self.column.addLayout(labelled(theme, label, self._reason, hint))
        self.column.addWidget(self.job)
        self.column.addWidget(self._rows)
        guarantee = say("The check cannot find every name. Read everything before you send it.")
        self.column.addWidget(Text(theme, guarantee, size=SMALL, tone="quiet", wrap=True))
        self.column.addStretch(1)
        cancel = plain_button(say("Cancel"), name="identifiers-cancel")
        cancel.clicked.connect(self.reject)
        self._mask_all = plain_button(say("Mask all"), name="mask-all")
        self._mask_all.clicked.connect(lambda: self._each(self._decide.mask, self._maskable()))
        keep_all = plain_button(say("Keep all"), name="keep-all")
        keep_all.clicked.connect(lambda: self._each(self._keep, list(self._left)))
        for button in (cancel, self._mask_all, keep_all):
            self.buttons.addWidget(button)

    def _show_left(self) -> None:
        while (item := self._rows_layout.takeAt(0)) is not None:
            if widget := item.widget():
                widget.setParent(None)
                widget.deleteLater()
        words = counted(
            len(self._left),
            "{n} phrase looks as if it named a person. Nothing has been saved yet.",
            "{n} phrases look as if they named people. Nothing has been saved yet.",
        )
        self._head.put(words)
        for suspicion in self._left[:SHOWN_AT_MOST]:
            self._rows_layout.addWidget(self._row(suspicion))
        more = len(self._left) - SHOWN_AT_MOST
        if more > 0:
            words = counted(more, "{n} more comes after these.", "{n} more come after these.")
            self._rows_layout.addWidget(Text(self._theme, words, tone="quiet"))
        self._mask_all.setEnabled(bool(self._maskable()))
        self.fit()

    def _row(self, suspicion: Suspicion) -> QWidget:
        theme, px = self._theme, self._theme.px
        row = QWidget()
        row.setObjectName("suspicion")
        column = QVBoxLayout(row)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(4))
        column.addWidget(Hairline(theme))
        where = say(
            "{case} · {item} · {kind}",
            case=suspicion.case,
            item=self._decide.item_name(suspicion.key),
            kind=KIND_WORDS[suspicion.phrase.kind],
        )
        column.addWidget(Text(theme, where, size=SMALL, tone="quiet", wrap=True))
        before, after = (escape(text) for text in suspicion.around)
        sentence = Text(theme, wrap=True)
        sentence.setTextFormat(Qt.TextFormat.RichText)
        sentence.setText(f"{before}<b><u>{escape(suspicion.text)}</u></b>{after}")
        column.addWidget(sentence)
        line = QHBoxLayout()
        line.setSpacing(px(8))
        mask = plain_button(say("Mask"), name="mask")
        mask.clicked.connect(lambda: self._each(self._decide.mask, [suspicion]))
        mask.setVisible(self._decide.may_mask(suspicion))
        keep = plain_button(say("Keep"), name="keep")
        keep.clicked.connect(lambda: self._each(self._keep, [suspicion]))
        edit = plain_button(say("Edit"), name="go-and-edit")
        edit.clicked.connect(lambda: self._on_edit(suspicion))
        for button in (mask, keep, edit):
            button.setAccessibleDescription(suspicion.text)
            line.addWidget(button)
        line.addStretch(1)
        column.addLayout(line)
        return row

    def _maskable(self) -> list[Suspicion]:
        return [suspicion for suspicion in self._left if self._decide.may_mask(suspicion)]

    def _keep(self, suspicion: Suspicion) -> None:
        self._decide.keep(suspicion, self._reason.text())

    def _each(self, decide: Callable[[Suspicion], None], chosen: Sequence[Suspicion]) -> None:
        """Decide about phrases; the same phrase in the same place is decided with one of them."""
        for suspicion in chosen:
            if suspicion not in self._left:
                continue
            try:
                decide(suspicion)
            except ReviewerError as error:
                self.job.show_failure(str(error))
                self._reason.setFocus()
                break
            self.job.hide()
            self._left = [other for other in self._left if other.digest != suspicion.digest]
        self._show_left()
        if not self._left:
            self.settled.emit()
            self.accept()

    def _on_edit(self, suspicion: Suspicion) -> None:
        self.reject()
        self.sought.emit(suspicion)
