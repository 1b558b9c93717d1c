"""Below a case: the steps from it, and its grade and completion where they are not beside it."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from reviewer.domain.grades import DONE, Status
from ui.window.actions import Actions
from ui.window.commands import Command, Commands
from ui.window.parts.buttons import plain_button
from ui.window.parts.layouts import FlowLayout
from ui.window.parts.tab_order import stops_at
from ui.window.review.review_view import ReviewView
from ui.window.theme import Theme
from ui.window.words import localised, say, tooltip

ROOM_FOR_WORDS = 520
"""Pixels at 100%: a narrower foot has arrows alone, so that grade and completion fit beside."""


class CaseFoot(QWidget):
    """One line, or two where it is narrow; `grade_asked` and `completed` say what is asked for.

    It stays in sight however short the page is, so that the grade can always be reached.
    """

    grade_asked = Signal()
    completed = Signal()

    def __init__(self, theme: Theme, actions: Actions) -> None:
        super().__init__()
        self._theme = theme
        self._actions = actions
        self._grade = plain_button("", name="foot-grade")
        self._grade.clicked.connect(self.grade_asked)
        self._complete = plain_button(say("Complete"), name="foot-complete", look="primary")
        self._complete.setAccessibleName(say("Complete case"))
        self._complete.clicked.connect(self.completed)
        self._left = 0
        self._words: Mapping[Command, str] = {
            Commands.PREVIOUS_CASE: say("Previous case"),
            Commands.NEXT_UNANSWERED: say("Next unanswered"),
            Commands.NEXT_CASE: say("Next case"),
        }
        self._steps: dict[Command, QPushButton] = {}
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        layout = FlowLayout(self, gap=theme.px(8))
        for command, words in self._words.items():
            button = plain_button(words, name=f"go-{command.name}")
            button.setAccessibleName(words)
            button.clicked.connect(actions[command].trigger)
            self._steps[command] = button
            layout.addWidget(button)
        layout.addWidget(self._grade)
        layout.addWidget(self._complete)

    def stops(self) -> list[QWidget]:
        """Return where Tab stops, in reading order."""
        return [b for b in (*self._steps.values(), self._grade, self._complete) if stops_at(b)]

    def show_review(self, view: ReviewView, status: Status) -> None:
        """Show the grade of a review, and whether it can be completed still."""
        roles = view.form.roles
        option = next((o for o in view.form.grades.options.values()
                       if o.code == view.review.get(roles.grade)), None)  # fmt: skip
        shown = localised(option.short) if option is not None else say("No grade yet")
        self._grade.setText(shown)
        name = localised(option.label) if option is not None else shown
        self._grade.setAccessibleName(say("Overall grade: {grade}", grade=name))
        self._grade.setEnabled(roles.grade in view.assessment.relevant)
        self._left = len(view.assessment.unanswered)
        self._complete.setEnabled(status not in DONE)
        self._complete.setAccessibleDescription(say("{n} unanswered", n=self._left))

    def fit(self, *, alone: bool, keys: bool) -> None:
        """Show grade and completion where the judgement is not beside the items.

        The steps to other cases are arrows then; `keys` says that there is room for keys.
        """
        signs = {Commands.PREVIOUS_CASE: "chevron-left", Commands.NEXT_CASE: "chevron-right"}
        if self.width() < self._theme.px(ROOM_FOR_WORDS):
            signs[Commands.NEXT_UNANSWERED] = "chevron-down"
        size = self._theme.px(16)
        for command, button in self._steps.items():
            shown = self._actions.keys(command)
            sign = signs.get(command) if alone else None
            words = self._words[command]
            button.setText("" if sign else f"{words}   {shown}" if keys else words)
            button.setIcon(self._theme.icon(sign) if sign else QIcon())
            button.setIconSize(QSize(size, size))
            button.setToolTip(tooltip(words, shown) if sign else tooltip(shown))
        self._grade.setVisible(alone)
        self._grade.setToolTip(tooltip(self._actions.keys(Commands.GRADE)))
        self._complete.setVisible(alone)
        self._complete.setToolTip(tooltip(self._actions.keys(Commands.COMPLETE)))
