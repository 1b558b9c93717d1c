"""The page that makes an inspection of a force's list, in four steps."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from reviewer.domain.draw import Draw
from reviewer.domain.form import Form
from ui.operations.lists import ListRead
from ui.window.beginning.assignment_view import AssignmentView
from ui.window.beginning.form_picker import FormPicker
from ui.window.beginning.inspection_form import InspectionForm
from ui.window.beginning.list_page import FOUND, LIST, ListPage
from ui.window.beginning.sample_view import SampleView
from ui.window.parts.page import labelled
from ui.window.parts.passphrase_fields import Weakness
from ui.window.theme import Theme
from ui.window.words import say


class Step(IntEnum):
    """The steps in their order."""

    LIST = LIST
    FOUND = FOUND
    SAMPLE = 2
    INSPECTION = 3


class NewInspectionPage(ListPage):
    """A list's page with two more steps: the sample of it, and the inspection's own particulars."""

    force_named = Signal(str)

    def __init__(self, theme: Theme, forms: Sequence[Form], weakness: Weakness) -> None:
        sample, inspection = QWidget(), InspectionForm(theme, weakness)
        super().__init__(
            theme,
            say("New inspection from a force's list"),
            ((say("The sample"), sample), (say("The inspection"), inspection)),
            say("Create the inspection"),
            alone=True,
        )
        self.setObjectName("new-inspection")
        self._drawn = False
        self.forms, self._force = FormPicker(theme, forms), QLineEdit()
        self.sample, self.assignment = SampleView(theme), AssignmentView(theme)
        self.form = inspection
        self._build_first()
        self._build_sample(sample)
        self._force.editingFinished.connect(lambda: self.force_named.emit(self.force))
        self.sample.changed.connect(self._show_buttons)
        self.assignment.changed.connect(self._show_buttons)

    @property
    def force(self) -> str:
        """The police force as typed beside the list, empty where nothing is."""
        return " ".join(self._force.text().split())

    def show_reading(self, read: ListRead) -> None:
        """Show what was found, and what it means for the sample."""
        reading = read.reading
        self.sample.show_cases(read.form, reading.cases)
        self.assignment.show_cases(reading.cases)
        super().show_reading(read)

    def show_draw(self, draw: Draw | None, names: Sequence[str] = ()) -> None:
        """Show what was drawn and the files it was written to, or that nothing is drawn."""
        self._drawn = draw is not None
        self.sample.show_draw(draw, names)
        self._show_buttons()

    def _focus_step(self) -> None:
        if self._step == Step.INSPECTION:
            self.form.setFocus()
        elif self._step == Step.FOUND:
            super()._focus_step()

    def _lacks(self) -> str:
        if self._step == Step.SAMPLE:
            if self.sample.wants_draw and not self._drawn:
                return say("Draw the sample first.")
            if self.assignment.lacks_names:
                return say("Enter the inspectors first.")
        return ""

    def _build_sample(self, host: QWidget) -> None:
        column = QVBoxLayout(host)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self.theme.px(12))
        column.addWidget(self.sample)
        column.addWidget(self.assignment)

    def _build_first(self) -> None:
        theme = self.theme
        self._force.setObjectName("list-force")
        self._force.setMaximumWidth(theme.px(420))
        self.first.insertWidget(0, self.forms)
        hint = say("The list is read with the settings last used for this force on this computer.")
        column = labelled(theme, say("Police force"), self._force, hint, may_be_empty=True)
        self.first.insertLayout(1, column)
