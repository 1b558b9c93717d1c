"""The page that makes a team's register from its workbooks."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from reviewer.app.merging import MergePlan
from reviewer.domain.errors import RefusalError
from reviewer.domain.inspection import checked_line
from reviewer.domain.message import message, verbatim
from ui.operations.passphrases import words_of
from ui.window.choosing import open_several
from ui.window.parts.buttons import plain_button
from ui.window.parts.faults import Faults
from ui.window.parts.page import DropArea, JobLine, Page, labelled
from ui.window.parts.passphrase_fields import PassphraseFields, Weakness
from ui.window.parts.target import Target
from ui.window.team.merge_report import MergeReport
from ui.window.team.verdicts import keep_focus_moving
from ui.window.theme import Theme
from ui.window.words import say

WORKBOOKS = message("Workbooks (*.xlsx)")


class NewRegisterPage(Page):
    """`given` carries workbooks, `accepted` says that the register is to be made."""

    given = Signal(object)
    accepted = Signal()
    register_asked = Signal()
    left = Signal()

    def __init__(self, theme: Theme, weakness: Weakness) -> None:
        super().__init__(theme, say("Merge workbooks"), alone=True)
        self.setObjectName("new-register")
        self.lead = QLineEdit()
        self.lead.setObjectName("lead")
        self.report = MergeReport(theme)
        self.passphrase = PassphraseFields(theme, weakness)
        self.job = JobLine(theme)
        self._target = Target(theme, say("register"))
        self._form = QWidget()
        self._plan: MergePlan | None = None
        self._back = plain_button(say("Back"), name="back")
        self._there = plain_button(
            say("Open an existing register"), name="open-register", look="link"
        )
        self._make = plain_button(say("Create the register"), name="make-register", look="primary")
        self._drop = DropArea(
            theme,
            say("Drop the team's workbooks here."),
            say("Choose workbooks…"),
            name="merge-drop",
        )
        self._build_layout()
        self._drop.dropped.connect(self.given)
        self._drop.choose_asked.connect(self._on_choose)
        self._make.clicked.connect(self.accepted)
        self.lead.textChanged.connect(self._avoid_names)
        self._form.hide()
        self.setFocusProxy(self._drop.button)

    def wanted(self) -> tuple[str, Path, str]:
        """Return the lead's name, the file and its passphrase.

        Raises RefusalError once each fault is shown at its field.
        """
        faults = Faults()
        lead = faults.read(self.lead, lambda: checked_line(self.lead.text(), message("Your name")))
        path = faults.read(self._target.box, self._target.path)
        phrase = self.passphrase.phrase
        if not phrase:
            faults.note(self.passphrase.box, say("Enter the passphrase in both boxes."))
        if (wrong := faults.show()) or lead is None or path is None:
            raise RefusalError("fields", verbatim(wrong))
        return lead, path, phrase

    def show_plan(self, plan: MergePlan) -> None:
        """Show what the workbooks bring, and the fields once there is something to take in."""
        self._plan = plan
        self._avoid_names()
        with keep_focus_moving(self.report, self._after_plan):
            self.report.show_plan(plan)
            code = plan.inspection.code if plan.inspection else ""
            self._form.setVisible(bool(plan.accepted))
            if plan.accepted:
                self._target.suggest(f"{code}-team" if code else "")

    def _avoid_names(self) -> None:
        """Judge the passphrase again: by the lead's name and those of the inspection."""
        lead = self.lead.text()
        about = self._plan.led_by(lead).inspection if self._plan is not None else None
        self.passphrase.avoid(words_of(about) if about is not None else [lead])

    def _after_plan(self) -> QWidget:
        fields = self._drop.button if self._form.isHidden() else self.lead
        return self.report.to_compare() or fields

    def show_busy(self, *, busy: bool) -> None:
        """Keep a person from pressing twice, and on the page: it shows the recovery code."""
        for part in (self._back, self._there, self._make, self._drop, self._form):
            part.setEnabled(not busy)

    def _on_choose(self) -> None:
        paths = open_several(self, say("Merge workbooks"), WORKBOOKS)
        if paths:
            self.given.emit(paths)

    def _build_layout(self) -> None:
        theme, px = self.theme, self.theme.px
        self._back.clicked.connect(self.left)
        self.head.addWidget(self._back)
        self.say_intro(
            say(
                "A register holds a team's signed workbooks and the lead's "
                "decisions. Drop the workbooks to see what they contain. Nothing is "
                "saved until you accept it."
            )
        )
        line = QHBoxLayout()
        self._there.clicked.connect(self.register_asked)
        line.addWidget(self._there)
        line.addStretch(1)
        self.column.addLayout(line)
        self.column.addWidget(self._drop)
        self.column.addWidget(self.job)
        self.column.addWidget(self.report)
        column = QVBoxLayout(self._form)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(12))
        column.addLayout(
            labelled(
                theme, say("Your name"), self.lead, say("The team lead, who makes the decisions.")
            )
        )
        column.addWidget(self._target)
        column.addWidget(self.passphrase)
        row = QHBoxLayout()
        row.addWidget(self._make)
        row.addStretch(1)
        column.addLayout(row)
        self.column.addWidget(self._form)
        self.column.addStretch(1)
