"""Two copies of one reviewer's file side by side: for each answer that differs, which is right."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from reviewer.app.reconciling import Copy, Reconciliation
from reviewer.domain.errors import RefusalError
from reviewer.domain.form import Form
from reviewer.domain.ids import CaseId, Key
from reviewer.domain.message import message
from ui.window.parts.asking_sheet import AskingSheet
from ui.window.parts.buttons import plain_button
from ui.window.parts.choices import Choices
from ui.window.parts.text import Text
from ui.window.team.review_columns import ReviewColumns, item_words
from ui.window.theme import LARGE, SMALL, Theme
from ui.window.words import counted, say

WIDTH = 960


class CopiesSheet(AskingSheet):
    """`chosen` is what the reader chose, once the sheet was accepted."""

    def __init__(self, theme: Theme, form: Form, planned: Reconciliation, parent: QWidget) -> None:
        super().__init__(
            theme,
            say("Two copies of this file"),
            parent,
            doing=say("Reconcile"),
            name="copies-sheet",
            width=WIDTH,
        )
        self._form = form
        self._asked: dict[tuple[CaseId, Key], Choices] = {}
        self.chosen: dict[CaseId, dict[Key, Copy]] = {}
        self._add_summary(planned)
        if planned.differing:
            self._add_shortcuts()
        for versions in planned.differing:
            self.column.addWidget(Text(theme, versions.case, size=LARGE, strong=True))
            sides, heads = (versions.own, versions.other), (say("This file"), say("Other copy"))
            self.column.addWidget(ReviewColumns(theme, form, sides, heads, whole=False))
            for key in versions.keys:
                self._ask(versions.case, key)
        first = next(iter(self._asked.values()), None)
        self.end(first or self.accept_button)

    def _add_summary(self, planned: Reconciliation) -> None:
        newer, differing = len(planned.newer), len(planned.differing)
        lines = []
        if newer:
            lines.append(
                counted(
                    newer,
                    "{n} case is newer in the other copy and is brought in.",
                    "{n} cases are newer in the other copy and are brought in.",
                )
            )
        if differing:
            lines.append(
                counted(
                    differing,
                    "{n} case was changed in both copies. Choose which answers are right.",
                    "{n} cases were changed in both copies. Choose which answers are right.",
                )
            )
        lines += [
            say("{case} is not in this file, so its review stays in the other copy.", case=case)
            for case in planned.absent
        ]
        self._sentence("\n".join(lines or [say("Both copies say the same.")]))

    def _add_shortcuts(self) -> None:
        row = QHBoxLayout()
        for copy, words in (
            (Copy.OWN, say("All from this file")),
            (Copy.OTHER, say("All from the other copy")),
        ):
            button = plain_button(words, name=f"all-{copy}")
            button.clicked.connect(lambda _=False, copy=copy: self._choose_all(copy))
            row.addWidget(button)
        row.addStretch(1)
        self.column.addLayout(row)

    def _ask(self, case: CaseId, key: Key) -> None:
        item = item_words(self._form, self._form.item(key))
        codes = [
            (str(Copy.OWN), say("This file")),
            (str(Copy.OTHER), say("Other copy")),
        ]
        choices = Choices(self._theme, say("{item}: which is right?", item=item), codes, marks={})
        choices.setObjectName(f"copy-{case}-{key}")
        words = say("{item}: which is right?", item=item)
        self.column.addWidget(Text(self._theme, words, strong=True, size=SMALL, wrap=True))
        self.column.addWidget(choices)
        self._asked[case, key] = choices

    def _choose_all(self, copy: Copy) -> None:
        for choices in self._asked.values():
            choices.put(str(copy))

    def _on_accept(self) -> None:
        self._attempt(self._take_choices)

    def _take_choices(self) -> None:
        for (case, key), choices in self._asked.items():
            if not choices.code:
                item = item_words(self._form, self._form.item(key))
                raise RefusalError(
                    "undecided",
                    message("{case}, {item}: choose which is right.", case=case, item=item),
                )
            self.chosen.setdefault(case, {})[key] = Copy(choices.code)
