"""The page that makes an inspection of a force's list, in four steps."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget
from shiboken6 import isValid

from reviewer.domain.form import Form
from reviewer.intake.drawing import Draw
from reviewer.intake.reading import ListReading
from ui.window.beginning.assignment_view import AssignmentView
from ui.window.beginning.findings_view import FindingsView
from ui.window.beginning.inspection_form import InspectionForm
from ui.window.beginning.list_wish import ListWish, open_questions
from ui.window.beginning.sample_view import SampleView
from ui.window.choosing import open_one
from ui.window.parts.buttons import plain_button
from ui.window.parts.field import StillComboBox
from ui.window.parts.layouts import FlowLayout
from ui.window.parts.page import DropArea, Hairline, JobLine, Page, labelled
from ui.window.parts.passphrase_fields import Weakness
from ui.window.parts.password_line import PasswordLine
from ui.window.parts.text import Text
from ui.window.theme import SMALL, Theme
from ui.window.words import say, spoken

WIDTH = 880
LISTS = "Lists (*.xlsx *.xlsm *.xlsb *.xls *.ods *.csv *.tsv *.txt)"


class Step(IntEnum):
    """The steps in their order."""

    LIST = 0
    FOUND = 1
    SAMPLE = 2
    INSPECTION = 3


class NewInspectionPage(Page):
    """What is chosen goes out as signals, what was found comes in by `show_…`.

    A list may be dropped at any step: it is read in the place of the one before.
    """

    list_given = Signal(object)
    form_chosen = Signal(str)
    force_named = Signal(str)
    accepted = Signal()
    left = Signal()

    def __init__(self, theme: Theme, forms: list[Form], weakness: Weakness) -> None:
        super().__init__(theme, say("New inspection from a force's list"), width=WIDTH, alone=True)
        self.setObjectName("new-inspection")
        self.setAcceptDrops(True)
        self._step = Step.LIST
        self._busy = False
        self._focused: tuple[QWidget, ...] = ()
        self._questions: list[str] = []
        self._sound, self._some = False, False
        self._drawn = False
        self.findings = FindingsView(theme)
        self.sample, self.assignment = SampleView(theme), AssignmentView(theme)
        self.form = InspectionForm(theme, weakness)
        self.job = JobLine(theme)
        self.password = PasswordLine(theme)
        self._steps = {
            Step.LIST: Text(theme, say("1  The list")),
            Step.FOUND: Text(theme, say("2  What was found")),
            Step.SAMPLE: Text(theme, say("3  The sample")),
            Step.INSPECTION: Text(theme, say("4  The inspection")),
        }
        self._forms, self._force = StillComboBox(), QLineEdit()
        self._file = Text(theme, tone="quiet", wrap=True)
        self._drop = DropArea(
            theme,
            say("Drop the list here: Excel or text, as the force sent it."),
            say("Choose the list…"),
            name="list-drop",
        )
        self._parts = {
            Step.LIST: QWidget(),
            Step.FOUND: self.findings,
            Step.SAMPLE: QWidget(),
            Step.INSPECTION: self.form,
        }
        self._back = plain_button(say("Back"), name="step-back")
        self._next = plain_button(say("Next"), name="step-next", look="primary")
        self._cancel = plain_button(say("Cancel"), name="step-cancel", look="quiet")
        self._why = Text(theme, size=SMALL, tone="quiet", wrap=True)
        self._why.setObjectName("step-why")
        self._build_layout(forms)
        self._connect()
        self.setFocusProxy(self._drop.button)
        self.show_step(Step.LIST)

    @property
    def force(self) -> str:
        """The police force as typed beside the list, empty where nothing is."""
        return " ".join(self._force.text().split())

    def show_reading(self, wish: ListWish, reading: ListReading) -> None:
        """Show what was found."""
        self._questions = open_questions(wish, reading)
        self._some, self._sound = bool(reading.cases), not reading.problems
        self.findings.show_reading(wish, reading)
        self.sample.show_cases(wish.form, reading.cases)
        self.assignment.show_cases(reading.cases)
        self.order_tabs()
        if self._step is not Step.INSPECTION:
            self.show_step(max(self._step, Step.FOUND) if self._ready() else Step.FOUND)
        self._show_buttons()

    def show_draw(self, draw: Draw | None, names: Sequence[str] = ()) -> None:
        """Show what was drawn and the files it was written to, or that nothing is drawn."""
        self._drawn = draw is not None
        self.sample.show_draw(draw, names)
        self._show_buttons()

    def show_file(self, path: Path) -> None:
        """Name the list that is read."""
        self._file.put(str(path))

    def show_step(self, step: Step) -> None:
        """Show one of the steps, from its beginning where it is another one."""
        moved, self._step = step is not self._step, step
        if moved:
            self._focused = ()  # it begins anew where this step begins
        for own, part in self._parts.items():
            part.setVisible(own is step)
            self._steps[own].embolden(strong=own is step)
            self._steps[own].tint("accent" if own is step else "quiet")
        self._show_buttons()
        if moved:
            self.verticalScrollBar().setValue(0)
            self._focus_step()

    def _focus_step(self) -> None:
        """Put the focus where the step begins; where nothing is left to do there, on the way on."""
        if self._step is Step.FOUND and self._next.isEnabled():
            self._next.setFocus()
        elif self._step is Step.FOUND:
            self.findings.focus_first()
        elif self._step is Step.INSPECTION:
            self.form.setFocus()

    def show_busy(self, *, busy: bool) -> None:
        """Keep a person from pressing twice; the focus comes back to where it was."""
        if busy and not self._busy:
            self._focused = _with_parents(self.focusWidget(), self)
        self._busy = busy
        buttons = (self._next, self._back, self._cancel, self._drop, self._forms, self._force)
        for part in (*buttons, *self._parts.values()):
            part.setEnabled(not busy)
        if not busy:
            self._show_buttons()

    def give_focus_back(self) -> None:
        """Put the focus where it was before the page was busy, or as near as there is still."""
        focused, self._focused = self._focused, ()
        there = (one for one in focused if isValid(one) and one.isVisibleTo(self))
        nearest = next((w for w in there if w.focusPolicy() & Qt.FocusPolicy.TabFocus), None)
        if nearest is not None:
            nearest.setFocus()

    def dragEnterEvent(self, event: QDragEnterEvent, /) -> None:
        """Take a local file, wherever the page is."""
        if not self._busy and any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent, /) -> None:
        """Read what was dropped."""
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if paths and not self._busy:
            event.acceptProposedAction()
            self.list_given.emit(paths[0])

    def _ready(self) -> bool:
        taken = self._sound or self.findings.problems.good_rows.isChecked()
        return self._some and taken and not self._questions

    def _show_buttons(self) -> None:
        why = self._why_not()
        last = self._step is Step.INSPECTION
        self._next.setVisible(self._step is not Step.LIST)
        self._next.setText(say("Make the inspection") if last else say("Next"))
        self._next.setEnabled(not why and not self._busy)
        self._cancel.setVisible(self._step is not Step.LIST)
        self._why.put(why)

    def _why_not(self) -> str:
        """Say what is to be done before the next step, empty for nothing."""
        if self._step is Step.FOUND and not self._ready():
            if self._questions:
                return say("Say whether the day or the month is first in “{column}”.",
                           column=self._questions[0])  # fmt: skip
            if not self._some:
                return say("No row can be taken yet: see what is wrong above.")
            return say("Correct the rows, or tick that the good rows are taken without them.")
        if self._step is Step.SAMPLE:
            if self.sample.wants_draw and not self._drawn:
                return say("Draw the sample first.")
            if self.assignment.lacks_names:
                return say("Name the inspectors first.")
        return ""

    def _on_next(self) -> None:
        if self._step is Step.INSPECTION:
            self.accepted.emit()
        else:
            self.job.hide()
            self.show_step(Step(self._step + 1))

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
        self._force.editingFinished.connect(lambda: self.force_named.emit(self.force))
        self._next.clicked.connect(self._on_next)
        self._back.clicked.connect(self._on_back)
        self._cancel.clicked.connect(self.left)
        self.findings.problems.ticked.connect(self._show_buttons)
        self.sample.changed.connect(self._show_buttons)
        self.assignment.changed.connect(self._show_buttons)

    def _build_layout(self, forms: list[Form]) -> None:
        px = self.theme.px
        head = QWidget()
        steps = FlowLayout(head, gap=px(20))
        for text in self._steps.values():
            steps.addWidget(text)
        self.column.addWidget(head)
        self._build_list(forms)
        sample = QVBoxLayout(self._parts[Step.SAMPLE])
        sample.setContentsMargins(0, 0, 0, 0)
        sample.setSpacing(px(12))
        sample.addWidget(self.sample)
        sample.addWidget(self.assignment)
        self._file.hide()
        for part in (self._file, *self._parts.values()):
            self.column.addWidget(part)
        self.column.addStretch(1)
        self.dock(self._build_foot())

    def _build_foot(self) -> QWidget:
        """Build what stays in sight: what goes on, what is wanted, and the way on."""
        px = self.theme.px
        inner = QWidget()
        inner.setMaximumWidth(px(WIDTH))
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(8))
        column.addWidget(self.password)
        column.addWidget(self.job)
        buttons = QHBoxLayout()
        buttons.setSpacing(px(8))
        for button in (self._back, self._next, self._cancel):
            buttons.addWidget(button)
        buttons.addWidget(self._why, 1)
        buttons.addStretch(0)
        column.addLayout(buttons)
        foot = QWidget()
        outer = QVBoxLayout(foot)
        outer.setContentsMargins(0, 0, 0, px(12))
        outer.setSpacing(px(12))
        outer.addWidget(Hairline(self.theme))
        line = QHBoxLayout()
        line.setContentsMargins(px(32), 0, px(32), 0)
        line.addStretch(1)
        line.addWidget(inner, 1000)
        line.addStretch(1)
        outer.addLayout(line)
        return foot

    def _build_list(self, forms: list[Form]) -> None:
        theme, px = self.theme, self.theme.px
        first = QVBoxLayout(self._parts[Step.LIST])
        first.setContentsMargins(0, 0, 0, 0)
        first.setSpacing(px(12))
        self._forms.setObjectName("form-choice")
        self._force.setObjectName("list-force")
        for field in (self._forms, self._force):
            field.setMaximumWidth(px(420))
        for form in forms:
            self._forms.addItem(spoken(form.title), form.id)
        hint = say("What is asked of each case, and which case types a list may have.")
        first.addLayout(labelled(theme, say("Form"), self._forms, hint))
        hint = say("May stay empty. A force's list is read as its last one was on this computer.")
        first.addLayout(labelled(theme, say("Police force"), self._force, hint))
        first.addWidget(self._drop)
        words = say(
            "The list is read in a closed-off process; names, addresses and other columns that no "
            "review needs are left out. Nothing is made before you accept it."
        )
        first.addWidget(Text(theme, words, tone="quiet", wrap=True))


def _with_parents(widget: QWidget | None, page: QWidget) -> tuple[QWidget, ...]:
    """Return a widget and what it is in, up to the page: a cell's editor goes when it is read."""
    found = []
    while widget is not None and widget is not page:
        found.append(widget)
        widget = widget.parentWidget()
    return tuple(found)
