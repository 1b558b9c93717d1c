"""Printing: what, which copy, with what; on paper by a preview, or as a PDF."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QIntValidator
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QWidget

from reviewer.app.prints import FilePrinted
from reviewer.domain.message import Message
from ui.window.choosing import PDF, save_as
from ui.window.parts.buttons import Chip, plain_button
from ui.window.parts.choices import ChoiceGroup
from ui.window.parts.faults import Faults
from ui.window.parts.identity_fields import IdentityFields
from ui.window.parts.page import COLUMNS_WIDTH, JobLine, Page, labelled
from ui.window.parts.text import Text
from ui.window.results.print_choices import (
    DETAILED,
    OF_ONE,
    OF_SHOWN,
    WITH_REFERENCES,
    PrintRequest,
    What,
)
from ui.window.theme import SMALL, Theme
from ui.window.words import counted, say

MOST_COPIES = 9999


class PrintPage(Page):
    """`requested` carries what is to be printed; what came of it comes in by `show_…`."""

    requested = Signal(object)

    def __init__(self, theme: Theme, code: str, identity: str = "") -> None:
        """Offer prints of an inspection; `identity` is the file that was last signed with."""
        super().__init__(theme, say("Print"), width=COLUMNS_WIDTH)
        self.setObjectName("print-page")
        self._code = code
        self._made: Path | None = None
        self._whats = ChoiceGroup(theme, say("What to print"), _names())
        self._whats.chosen.connect(lambda code: self.choose(What(code)))
        self._about: dict[What, Text] = {}
        self._copy = QLineEdit()
        self._copy.setObjectName("copy-number")
        self._copy.setValidator(QIntValidator(1, MOST_COPIES, self))
        self._copy.setFixedWidth(theme.px(96))
        self.references = Chip(theme)
        self.references.setObjectName("print-references")
        self.references.setText(say("With the force's references"))
        self.details = Chip(theme)
        self.details.setObjectName("print-details")
        self.details.setText(say("With every answer"))
        self.signs = Chip(theme)
        self.signs.setObjectName("print-signs")
        self.signs.setText(say("Sign the PDF"))
        self.identity = IdentityFields(theme, identity, can_make=False)
        self.identity.hide()
        self.signs.toggled.connect(self.identity.setVisible)
        self._copies = QLineEdit()
        self._copies.setObjectName("copy-total")
        self._copies.setValidator(QIntValidator(1, MOST_COPIES, self))
        self._copies.setFixedWidth(theme.px(96))
        self._preview = plain_button(
            say("Preview and print…"), name="print-preview", look="primary"
        )
        self._preview.clicked.connect(lambda: self._ask(None))
        self._go = plain_button(say("Save as a PDF…"), name="print-accept")
        self._go.clicked.connect(self._on_go)
        self._open = plain_button(say("Open the PDF"), name="print-open")
        self._open.clicked.connect(self._on_open)
        self.job = JobLine(theme)
        self._build_layout()
        self.choose(What.ALL)

    @property
    def _what(self) -> What:
        return What(self._whats.code)

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
        self._about[What.DEBRIEF].setText(
            say("{cases}: cover, findings, a page each", cases=words[What.SHOWN])
        )
        for what in OF_ONE:
            self._whats.button(what).setEnabled(bool(current))
        for what in OF_SHOWN:
            self._whats.button(what).setEnabled(shown > 0)
        self.choose(self._what)

    def choose(self, what: What) -> None:
        """Choose what to print."""
        self._whats.put(what)
        for chip, offered in ((self.references, WITH_REFERENCES), (self.details, DETAILED)):
            chip.setEnabled(what in offered)
            if what not in offered:
                chip.setChecked(False)

    def show_busy(self, words: str) -> None:
        """Say what is happening; it can be cancelled."""
        self._enable(on=False)
        self._open.hide()
        self.job.show_work(words)
        self._scroll_to_job()

    def show_progress(self, words: str) -> None:
        """Say how far a print is, while one is set."""
        if not self._go.isEnabled():
            self.job.show_work(words)

    def show_idle(self) -> None:
        """Offer everything again."""
        self._enable(on=True)
        self.job.hide()

    def show_failure(self, sentence: str) -> None:
        """Say why nothing was printed."""
        self._enable(on=True)
        self.job.show_failure(sentence)
        self._scroll_to_job()

    def show_printed(self, printed: FilePrinted) -> None:
        """Say what was printed and offer to open it."""
        self._enable(on=True)
        self._made = printed.path
        pages = counted(printed.pages, "{n} page", "{n} pages")
        words = say(
            "{name} is saved: {pages}. This is recorded in the log.",
            name=str(printed.path),
            pages=pages,
        )
        self.job.show_done(" ".join([words, *map(str, printed.notices)]))
        self._open.show()
        self._scroll_to_job()

    def show_put_on_paper(self, notices: Sequence[Message]) -> None:
        """Say that the printer has it."""
        self._enable(on=True)
        words = say("Sent to the printer. This is recorded in the log.")
        self.job.show_done(" ".join([words, *map(str, notices)]))
        self._scroll_to_job()

    def _scroll_to_job(self) -> None:
        """Show what came of a print, which is below the choices; once the page has its height."""
        QTimer.singleShot(0, self.job, lambda: self.ensureWidgetVisible(self.job))

    def suggested(self) -> Path:
        """Return a name for the print that says what it is."""
        names = {
            What.CASE: self._about[What.CASE].text(),
            What.REFERRAL: f"{self._about[What.CASE].text()}-referral",
            What.SHOWN: f"{self._code}-shown-cases",
            What.ALL: f"{self._code}-all-cases",
        }
        name = names.get(self._what, f"{self._code}-{self._what.value}")
        return Path.home() / f"{name}.pdf"

    def _on_go(self) -> None:
        target = save_as(self, say("Save as a PDF"), self.suggested(), PDF)
        if target is not None:
            self._ask(target)

    def _ask(self, target: Path | None) -> None:
        faults = Faults()
        signer = self.identity.read(faults) if self.signs.isChecked() else None
        if faults.show():
            return
        identity, passphrase = signer or (None, "")
        copy, copies = (field.text().strip() for field in (self._copy, self._copies))
        self.requested.emit(
            PrintRequest(
                what=self._what,
                target=target,
                copy=int(copy) if copy else None,
                copies=int(copies) if copy and copies else None,
                with_references=self.references.isChecked(),
                with_details=self.details.isChecked(),
                identity=identity,
                passphrase=passphrase,
            )
        )
        if identity is not None:
            self.identity.put(identity, "")  # typed for this print alone

    def _enable(self, *, on: bool) -> None:
        for button in (self._go, self._preview):
            button.setEnabled(on)

    def _on_open(self) -> None:
        if self._made is not None and self._made.is_file():
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._made)))

    def _lay_out_choices(self) -> None:
        theme, px = self.theme, self.theme.px
        about = {
            What.REFERRAL: say("for the force, about this case, with room for its reply"),
            What.LIST: say("a line for each"),
            What.SUMMARY: say("the findings and every table"),
            What.COMPARISON: say("this visit beside the visits it is compared with"),
            What.BLANK: say("to fill in by hand"),
        }
        choices = QGridLayout(self._whats)
        choices.setContentsMargins(0, 0, 0, 0)
        choices.setVerticalSpacing(px(6))
        choices.setHorizontalSpacing(px(16))
        choices.setColumnStretch(1, 1)
        for row_number, (what, _) in enumerate(_names()):
            text = Text(theme, about.get(what, ""), tone="quiet", size=SMALL, wrap=True)
            choices.addWidget(self._whats.button(what), row_number, 0)
            choices.addWidget(text, row_number, 1)
            self._about[what] = text

    def _build_layout(self) -> None:
        theme, px = self.theme, self.theme.px
        self.say_intro(
            say("Prints are not encrypted. Look after the PDF as carefully as the paper.")
        )
        self.begin_part()
        self._lay_out_choices()
        self.column.addWidget(self._whats)
        self.begin_part()
        hint = say("Printed on every page to identify the copy. Each number can be used once.")
        words = say("Number of this copy")
        self.column.addLayout(labelled(theme, words, self._copy, hint, may_be_empty=True))
        hint = say("Printed beside the number, as “Copy 2 of 5”.")
        words = say("Total copies")
        self.column.addLayout(labelled(theme, words, self._copies, hint, may_be_empty=True))
        self.column.addWidget(_lined(theme, self.details))
        self.column.addWidget(_lined(theme, self.references))
        words = say("References are usually left out. Printing them is recorded in the log.")
        self.column.addWidget(Text(theme, words, size=SMALL, tone="quiet", wrap=True))
        self.column.addWidget(_lined(theme, self.signs))
        words = say("A PDF reader then shows who signed it, and whether it was changed since.")
        self.column.addWidget(Text(theme, words, size=SMALL, tone="quiet", wrap=True))
        self.column.addWidget(self.identity)
        row = QHBoxLayout()
        row.setSpacing(px(8))
        row.addWidget(self._preview)
        row.addWidget(self._go)
        row.addWidget(self._open)
        row.addStretch(1)
        self.column.addSpacing(px(8))
        self.column.addLayout(row)
        self.column.addWidget(self.job)
        self.end_parts()
        self.column.addStretch(1)
        self._open.hide()


def _names() -> tuple[tuple[What, str], ...]:
    return (
        (What.CASE, say("This case")),
        (What.REFERRAL, say("A referral notice")),
        (What.SHOWN, say("The cases the list shows")),
        (What.ALL, say("All cases")),
        (What.DEBRIEF, say("A debrief pack")),
        (What.LIST, say("The list of cases")),
        (What.SUMMARY, say("The summary")),
        (What.COMPARISON, say("A comparison with earlier visits")),
        (What.BLANK, say("A blank form")),
    )


def _lined(theme: Theme, chip: Chip) -> QWidget:
    host = QWidget()
    row = QHBoxLayout(host)
    row.setContentsMargins(0, theme.px(4), 0, 0)
    row.addWidget(chip, 0, Qt.AlignmentFlag.AlignLeft)
    return host
