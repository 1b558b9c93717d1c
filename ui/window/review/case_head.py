"""The head of a case: its number and type, and the facts of the list in one line."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPlainTextEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from reviewer.domain.case import Case
from reviewer.domain.correction import ADDED_FROM
from reviewer.domain.grades import Status
from reviewer.domain.ids import short_number
from reviewer.domain.returning import Returned
from reviewer.domain.review import case_type
from reviewer.domain.timeline import timeline_of
from reviewer.domain.times import long_day
from ui.window.parts.text import Text
from ui.window.review.review_view import ReviewView
from ui.window.review.timeline_view import TimelineView
from ui.window.theme import SMALL, TITLE, Theme
from ui.window.words import localised, say, status_word, when_of

NO_BREAK = "\N{NO-BREAK SPACE}"

SHORT = 40
"""Characters of a fact that has room in the narrowest head."""


MOST_LINES = 4
"""A longer comment scrolls, so that the items keep their room."""

WIDTH = 760
"""Pixels at 100%: as wide as the items."""


class ReturnedNote(QWidget):
    """The lead's comments, newest first, and what ends the return."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setObjectName("returned")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        px = theme.px
        self._lead = Text(theme, strong=True, tone="improve")
        self._comment = QPlainTextEdit()
        self._comment.setObjectName("returned-comment")
        self._comment.setReadOnly(True)
        self._comment.setFrameShape(QFrame.Shape.NoFrame)
        self._comment.setProperty("look", "plain")
        self._comment.setTabChangesFocus(True)
        self._comment.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._comment.document().setDocumentMargin(0)
        ends = say("Complete the case again to settle it. The next export sends it to the lead.")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(14), px(8), px(12), px(8))
        layout.setSpacing(px(4))
        for part in (self._lead, self._comment, Text(theme, ends, size=SMALL, tone="quiet")):
            layout.addWidget(part)
        theme.changed.connect(self._fit)
        self.hide()

    def show_returns(self, returns: Sequence[Returned]) -> None:
        """Show the returns of a case that wait to be settled; none takes no room."""
        self.setVisible(bool(returns))
        if not returns:
            return
        newest = returns[-1]
        lead = say("Returned by {who}, {when}", who=newest.moderator, when=when_of(newest.at))
        self._lead.setText(lead)
        self._comment.setPlainText("\n\n".join(one.comment for one in reversed(returns)))
        self._comment.setAccessibleName(lead)
        self._fit()

    def paintEvent(self, event: QPaintEvent, /) -> None:  # noqa: ARG002 - Qt's signature
        """Paint a surface with a line at its left."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.color("surface"))
        painter.fillRect(0, 0, 3, self.height(), self._theme.color("improve"))

    def resizeEvent(self, event: QResizeEvent, /) -> None:
        """Follow the width."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self.setMaximumWidth(self._theme.px(WIDTH))
        lines = min(max(round(self._comment.document().size().height()), 1), MOST_LINES)
        line = QFontMetrics(self._theme.font()).lineSpacing()
        self._comment.setFixedHeight(lines * line + self._theme.px(4))


class CaseHead(QWidget):
    """Number, type and status large; the list's facts in one quiet line.

    Before them is the button that brings the case list back.
    """

    def __init__(self, theme: Theme, list_button: QWidget) -> None:
        super().__init__()
        self._title = Text(theme, size=TITLE, strong=True, wrap=True)
        self._title.setObjectName("case-title")
        self._status = Text(theme, tone="quiet", wrap=True)
        self._status.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._facts = Text(theme, tone="quiet", wrap=True)
        self._facts.setObjectName("case-facts")
        self.timeline = TimelineView(theme)
        self._returned = ReturnedNote(theme)
        line = QHBoxLayout()
        line.setSpacing(theme.px(8))
        line.addWidget(list_button)
        line.addWidget(self._title, 1)
        line.addWidget(self._status)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(4))
        layout.addLayout(line)
        layout.addWidget(self._facts)
        layout.addWidget(self.timeline)
        layout.addWidget(self._returned)

    def show_case(self, view: ReviewView, status: Status) -> None:
        """Show a case."""
        code = case_type(view.form, view.review, view.case.type)
        option = view.form.options[view.form.types].get(code)  # type: ignore[call-overload]  # any text may be asked for
        word = localised(option.label) if option else code
        number = short_number(view.case.id)
        self._title.setText(f"{number} · {word}" if word else number)
        percent = view.assessment.percent if view.review.touched else 0
        done = status_word(status)
        if status is Status.IN_PROGRESS:
            done = say("{done} · {n}%", done=done, n=percent)
        if view.postponed:
            done = say("{done} · not sure", done=done)
        self._status.setText(done)
        self._facts.setText("    ".join(map(_together, facts_line(view.case))))
        self.timeline.show_days(timeline_of(view.form, view.case, view.review, view.facts))
        self._returned.show_returns(view.returns)


def _together(fact: str) -> str:
    """Keep the words of a fact in one line; one that fills a line by itself may break."""
    return fact.replace(" ", NO_BREAK) if len(fact) <= SHORT else fact


def facts_line(case: Case) -> list[str]:
    """Return what the list says of a case, in words, leaving out what it does not say."""
    facts = []
    if case.position >= ADDED_FROM:
        facts.append(say("Added on site"))
    if case.reference:
        facts.append(case.reference)
    if case.get("reported"):
        facts.append(say("Reported {day}", day=long_day(case.get("reported"))))
    if case.get("unit"):
        facts.append(case.get("unit"))
    if case.get("age"):
        facts.append(say("Age {n}", n=case.get("age")))
    if case.get("risk"):
        facts.append(say("{risk} risk", risk=case.get("risk").capitalize()))
    if case.get("selection"):
        facts.append(case.get("selection").capitalize())
    return facts
