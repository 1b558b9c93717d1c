"""The page that makes an inspection of a force's list, in three steps."""

from __future__ import annotations

from enum import IntEnum
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from reviewer.domain.form import Form
from reviewer.intake.reading import ListReading
from ui.window.buttons import plain_button
from ui.window.choosing import open_one
from ui.window.field import StillComboBox
from ui.window.findings_view import FindingsView
from ui.window.inspection_form import InspectionForm
from ui.window.page import DropArea, JobLine, Page, labelled
from ui.window.passphrase_fields import Weakness
from ui.window.password_line import PasswordLine
from ui.window.text import Text
from ui.window.theme import SMALL, Theme
from ui.window.words import say, spoken

WIDTH = 880
LISTS = "Lists (*.xlsx *.xlsm *.xls *.csv *.txt *.ods)"


class Step(IntEnum):
    """The steps in their order."""

    LIST = 0
    FOUND = 1
    INSPECTION = 2


class NewInspectionPage(Page):
    """What is chosen goes out as signals, what was found comes in by `show_…`."""

    list_given = Signal(object)
    form_chosen = Signal(str)
    accepted = Signal()
    left = Signal()

    def __init__(self, theme: Theme, forms: list[Form], weakness: Weakness) -> None:
        super().__init__(theme, say("New inspection from a force's list"), width=WIDTH, alone=True)
        self.setObjectName("new-inspection")
        self._step = Step.LIST
        self._may_go_on = False
        self.findings = FindingsView(theme)
        self.form = InspectionForm(theme, weakness)
        self.job = JobLine(theme)
        self.password = PasswordLine(theme)
        self._steps = {
            Step.LIST: Text(theme, say("1  The list")),
            Step.FOUND: Text(theme, say("2  What was found")),
            Step.INSPECTION: Text(theme, say("3  The inspection")),
        }
        self._forms = StillComboBox()
        self._file = Text(theme, tone="quiet", wrap=True)
        self._drop = DropArea(
            theme,
            say("Drop the list here: Excel or text, as the force sent it."),
            say("Choose the list…"),
            name="list-drop",
        )
        self._parts = {Step.LIST: QWidget(), Step.FOUND: self.findings, Step.INSPECTION: self.form}
        self._back = plain_button(say("Back"), name="step-back")
        self._next = plain_button(say("Next"), name="step-next", look="primary")
        self._why = Text(theme, size=SMALL, tone="quiet", wrap=True)
        self._build_layout(forms)
        self._connect()
        self.setFocusProxy(self._drop.button)
        self.show_step(Step.LIST)

    def show_reading(self, form: Form, reading: ListReading, scale: str) -> None:
        """Show what was found."""
        self.findings.show_reading(form, reading, scale)
        self._may_go_on = bool(reading.cases) and not reading.problems
        if self._step is Step.LIST:
            self.show_step(Step.FOUND)
        self._show_buttons()

    def show_file(self, path: Path) -> None:
        """Name the list that is read."""
        self._file.put(str(path))

    def show_step(self, step: Step) -> None:
        """Show one of the steps."""
        self._step = step
        for own, part in self._parts.items():
            part.setVisible(own is step)
            self._steps[own].embolden(strong=own is step)
            self._steps[own].tint("accent" if own is step else "quiet")
        self.verticalScrollBar().setValue(0)
        self._show_buttons()
        if step is Step.INSPECTION:
            self.form.setFocus()

    def show_busy(self, *, busy: bool) -> None:
        """Keep a person from pressing twice."""
        for part in (self._next, self._back, self._drop, self._forms, *self._parts.values()):
            part.setEnabled(not busy)
        if not busy:
            self._show_buttons()

    def _show_buttons(self) -> None:
        last = self._step is Step.INSPECTION
        self._next.setVisible(self._step is not Step.LIST)
        self._next.setText(say("Make the inspection") if last else say("Next"))
        ready = self._may_go_on or self.findings.good_rows.isChecked()
        self._next.setEnabled(last or ready)
        self._back.setText(say("Back"))
        why = ""
        if self._step is Step.FOUND and not ready:
            why = say("Correct the list and give it again, or tick that the good rows are taken.")
        self._why.put(why)

    def _on_next(self) -> None:
        if self._step is Step.INSPECTION:
            self.accepted.emit()
        else:
            self.show_step(Step.INSPECTION)

    def _on_back(self) -> None:
        if self._step is Step.LIST:
            self.left.emit()
        else:
            self.job.hide()
            self.show_step(Step(self._step - 1))

    def _on_choose(self) -> None:
        path = open_one(self, say("The force's list"), say(LISTS))
        if path is not None:
            self.list_given.emit(path)

    def _connect(self) -> None:
        self._drop.dropped.connect(lambda paths: self.list_given.emit(paths[0]))
        self._drop.choose_asked.connect(self._on_choose)
        self._forms.activated.connect(lambda: self.form_chosen.emit(self._forms.currentData()))
        self._next.clicked.connect(self._on_next)
        self._back.clicked.connect(self._on_back)
        self.findings.ticked.connect(self._show_buttons)

    def _build_layout(self, forms: list[Form]) -> None:
        theme, px = self.theme, self.theme.px
        steps = QHBoxLayout()
        steps.setSpacing(px(24))
        for text in self._steps.values():
            steps.addWidget(text)
        steps.addStretch(1)
        self.column.addLayout(steps)
        first = QVBoxLayout(self._parts[Step.LIST])
        first.setContentsMargins(0, 0, 0, 0)
        first.setSpacing(px(12))
        self._forms.setObjectName("form-choice")
        self._forms.setMaximumWidth(px(420))
        for form in forms:
            self._forms.addItem(spoken(form.title), form.id)
        hint = say("What is asked of each case, and which case types a list may have.")
        first.addLayout(labelled(theme, say("Form"), self._forms, hint))
        first.addWidget(self._drop)
        words = say(
            "The list is read in a closed-off process; names, addresses and other columns that no "
            "review needs are left out. Nothing is made before you accept it."
        )
        first.addWidget(Text(theme, words, tone="quiet", wrap=True))
        self.column.addWidget(self._file)
        self._file.hide()
        self.column.addWidget(self.job)
        self.column.addWidget(self.password)
        for part in self._parts.values():
            self.column.addWidget(part)
        self.column.addSpacing(px(8))
        buttons = QHBoxLayout()
        buttons.setSpacing(px(8))
        buttons.addWidget(self._back)
        buttons.addWidget(self._next)
        buttons.addWidget(self._why, 1)
        buttons.addStretch(1)
        self.column.addLayout(buttons)
        self.column.addStretch(1)
