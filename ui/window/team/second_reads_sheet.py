"""What is asked before second reads are drawn: by which rule, and who reads them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QLineEdit, QWidget

from reviewer.app.assignment import names_of
from reviewer.domain.errors import RefusalError
from reviewer.domain.message import message
from reviewer.domain.second_reads import SecondReadRule
from ui.window.parts.asking_sheet import AskingSheet
from ui.window.parts.buttons import Chip
from ui.window.parts.page import labelled
from ui.window.theme import Theme
from ui.window.words import say

Draw = Callable[[SecondReadRule, Sequence[str]], object]
"""Draws second reads; raises why it could not."""


class SecondReadsSheet(AskingSheet):
    """A seed, which cases, one in how many of the others, and the readers."""

    def __init__(self, theme: Theme, readers: Sequence[str], draw: Draw, parent: QWidget) -> None:
        super().__init__(
            theme, say("Draw second reads"), parent, doing=say("Draw"), name="second-reads"
        )
        self._draw = draw
        self._seed, self._one_in = QLineEdit(), QLineEdit("10")
        self._readers = QLineEdit("; ".join(readers))
        for field, name in (
            (self._seed, "seed"),
            (self._one_in, "one-in"),
            (self._readers, "readers"),
        ):
            field.setObjectName(f"second-reads-{name}")
        self._worst, self._referrals, self._ease, self._all = (
            self._chip(name, words)
            for name, words in (
                ("worst", say("Every case with the worst grade")),
                ("referrals", say("Every case referred back")),
                ("ease", say("Half as many from readers who nearly always agree")),
                ("all", say("Draw from assigned cases too, not only completed ones")),
            )
        )
        hint = say("Agreed beforehand. The same seed always draws the same cases.")
        self.column.addLayout(labelled(theme, say("Seed"), self._seed, hint))
        self.column.addWidget(self._worst)
        self.column.addWidget(self._referrals)
        hint = say("0 draws none of the others.")
        self.column.addLayout(
            labelled(theme, say("One in how many of each reader's others"), self._one_in, hint)
        )
        self.column.addWidget(self._ease)
        self.column.addWidget(self._all)
        hint = say("Separate names with semicolons. Nobody reads a case second that they read.")
        self.column.addLayout(labelled(theme, say("Readers"), self._readers, hint))
        self._sentence(
            say(
                "The rule appears on the Sample sheet. Make new packs afterwards: no reader can "
                "tell which of their cases are second reads."
            )
        )
        self.end(self._seed)

    def _chip(self, name: str, words: str) -> Chip:
        chip = Chip(self._theme, ticks=True)
        chip.setObjectName(f"second-reads-{name}")
        chip.setText(words)
        return chip

    def _on_accept(self) -> None:
        self._attempt(self._drawn, **{"bad-seed": self._seed, "one-in": self._one_in})

    def _drawn(self) -> None:
        number = self._one_in.text().strip() or "0"
        if not (number.isascii() and number.isdecimal() and len(number) < 6):
            raise RefusalError("one-in", message("Enter a whole number, such as 10."))
        rule = SecondReadRule(
            seed=self._seed.text().strip(),
            worst=self._worst.isChecked(),
            referrals=self._referrals.isChecked(),
            one_in=int(number),
            eases=self._ease.isChecked(),
            all_cases=self._all.isChecked(),
        )
        self._draw(rule, names_of(self._readers.text()))
