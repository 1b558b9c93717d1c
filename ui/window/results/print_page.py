"""Printing: what, which copy, with references or not; a PDF that is kept where the person says."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QIntValidator
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QWidget

from reviewer.app.prints import FilePrinted
from ui.window.choosing import PDF, save_as
from ui.window.parts.buttons import Chip, ChoiceButton, Face, plain_button
from ui.window.parts.page import JobLine, Page, labelled
from ui.window.parts.text import Text
from ui.window.theme import SMALL, Theme
from ui.window.words import counted, say

MOST_COPIES = 9999


class What(StrEnum):
    """What can be printed."""

    CASE = "case"
    SHOWN = "shown"
    ALL = "all"
    SUMMARY = "summary"
    BLANK = "blank"


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintRequest:
    """What a person asked for; `copy` is None for a copy without a number."""

    what: What
    target: Path
    copy: int | None
    with_references: bool


class PrintPage(Page):
    """`requested` carries what is to be printed; what came of it comes in by `show_…`."""

    requested = Signal(object)

    def __init__(self, theme: Theme, code: str) -> None:
        super().__init__(theme, say("Print"))
        self.setObjectName("print-page")
        self._code = code
        self._what = What.ALL
        self._made: Path | None = None
        self._buttons: dict[What, ChoiceButton] = {}
        self._about: dict[What, Text] = {}
        self._copy = QLineEdit()
        self._copy.setObjectName("copy-number")
        self._copy.setValidator(QIntValidator(1, MOST_COPIES, self))
        self._copy.setFixedWidth(theme.px(96))
        self.references = Chip(theme)
        self.references.setObjectName("print-references")
        self.references.setText(say("With the force's references"))
        self._go = plain_button(say("Print to a PDF…"), name="print-accept", look="primary")
        self._go.clicked.connect(self._on_go)
        self._open = plain_button(say("Open the PDF"), name="print-open")
        self._open.clicked.connect(self._on_open)
        self.job = JobLine(theme)
        self._build_layout()
        self.choose(What.ALL)

    def show_cases(self, current: str, shown: int, all_: int) -> None:
        """Say which case is open, and how many the list shows and holds."""
        words = {
            What.CASE: current or say("no case is open"),
            What.SHOWN: counted(shown, "{n} case, as searched and filtered",
                                "{n} cases, as searched and filtered"),
            What.ALL: counted(all_, "{n} case", "{n} cases"),
        }  # fmt: skip
        for what, text in words.items():
            self._about[what].setText(text)
        self._buttons[What.CASE].setEnabled(bool(current))
        self._buttons[What.SHOWN].setEnabled(shown > 0)

    def choose(self, what: What) -> None:
        """Choose what to print."""
        self._what = what
        for own, button in self._buttons.items():
            button.setChecked(own is what)
        cases = what in {What.CASE, What.SHOWN, What.ALL}
        self.references.setEnabled(cases)
        if not cases:
            self.references.setChecked(False)

    def show_busy(self, words: str) -> None:
        """Say what goes on."""
        self._go.setEnabled(False)
        self._open.hide()
        self.job.show_work(words, stoppable=False)

    def show_failure(self, sentence: str) -> None:
        """Say why nothing was printed."""
        self._go.setEnabled(True)
        self.job.show_failure(sentence)

    def show_printed(self, printed: FilePrinted) -> None:
        """Say what was printed and offer to open it."""
        self._go.setEnabled(True)
        self._made = printed.path
        pages = counted(printed.pages, "{n} page", "{n} pages")
        words = say(
            "{name} is written: {pages}. It is noted in the log.",
            name=str(printed.path),
            pages=pages,
        )
        self.job.show_done(" ".join([words, *map(str, printed.notices)]))
        self._open.show()

    def _on_go(self) -> None:
        names = {
            What.CASE: self._about[What.CASE].text(),
            What.SHOWN: f"{self._code}-cases",
            What.ALL: f"{self._code}-cases",
            What.SUMMARY: f"{self._code}-summary",
            What.BLANK: f"{self._code}-form",
        }
        suggested = Path.home() / f"{names[self._what]}.pdf"
        target = save_as(self, say("Print to a PDF"), suggested, PDF)
        if target is not None:
            copy = self._copy.text().strip()
            self.requested.emit(
                PrintRequest(
                    what=self._what,
                    target=target,
                    copy=int(copy) if copy else None,
                    with_references=self.references.isChecked(),
                )
            )

    def _on_open(self) -> None:
        if self._made is not None and self._made.is_file():
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._made)))

    def _build_layout(self) -> None:
        theme, px = self.theme, self.theme.px
        self.say_intro(
            say("A print leaves the encrypted file: keep the PDF as carefully as the paper.")
        )
        names = {
            What.CASE: say("This case"),
            What.SHOWN: say("The cases the list shows"),
            What.ALL: say("All cases"),
            What.SUMMARY: say("The summary"),
            What.BLANK: say("A blank form"),
        }
        about = {
            What.SUMMARY: say("the finding and every table"),
            What.BLANK: say("to fill in by hand"),
        }
        choices = QGridLayout()
        choices.setVerticalSpacing(px(6))
        choices.setHorizontalSpacing(px(16))
        choices.setColumnStretch(1, 1)
        for row_number, (what, words) in enumerate(names.items()):
            button = ChoiceButton(theme)
            button.offer(str(what), words, name=words, cap="", face=Face.FILLED)
            button.clicked.connect(lambda _=False, what=what: self.choose(what))
            text = Text(theme, about.get(what, ""), tone="quiet", size=SMALL)
            choices.addWidget(button, row_number, 0)
            choices.addWidget(text, row_number, 1)
            self._buttons[what], self._about[what] = button, text
        self.column.addLayout(choices)
        self.column.addSpacing(px(8))
        hint = say("Stands on every page, to know each paper by. May stay empty.")
        self.column.addLayout(labelled(theme, say("Number of this copy"), self._copy, hint))
        self.column.addWidget(_lined(theme, self.references))
        words = say("References are usually left out; printing them is noted in the log.")
        self.column.addWidget(Text(theme, words, size=SMALL, tone="quiet", wrap=True))
        row = QHBoxLayout()
        row.setSpacing(px(8))
        row.addWidget(self._go)
        row.addWidget(self._open)
        row.addStretch(1)
        self.column.addSpacing(px(8))
        self.column.addLayout(row)
        self.column.addWidget(self.job)
        self.column.addStretch(1)
        self._open.hide()


def _lined(theme: Theme, chip: Chip) -> QWidget:
    host = QWidget()
    row = QHBoxLayout(host)
    row.setContentsMargins(0, theme.px(4), 0, 0)
    row.addWidget(chip, 0, Qt.AlignmentFlag.AlignLeft)
    return host
