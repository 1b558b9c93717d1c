"""The head of a case: its number and type, and the facts of the list in one line."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from reviewer.domain.case import Case
from reviewer.domain.correction import ADDED_FROM
from reviewer.domain.grades import Status
from reviewer.domain.ids import CaseId
from reviewer.domain.review import case_type
from reviewer.domain.times import long_day
from ui.window.parts.text import Text
from ui.window.review.returned_note import ReturnedNote
from ui.window.review.review_view import ReviewView
from ui.window.theme import TITLE, Theme
from ui.window.words import say, spoken, status_word

NO_BREAK = "\N{NO-BREAK SPACE}"

SHORT = 40
"""Characters of a fact that has room in the narrowest head."""


class CaseHead(QWidget):
    """Number, type and status large; the list's facts in one quiet line.

    Before them stands the button that brings the case list back.
    """

    def __init__(self, theme: Theme, list_button: QWidget) -> None:
        super().__init__()
        self._title = Text(theme, size=TITLE, strong=True, wrap=True)
        self._title.setObjectName("case-title")
        self._status = Text(theme, tone="quiet")
        self._facts = Text(theme, tone="quiet", wrap=True)
        self._facts.setObjectName("case-facts")
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
        layout.addWidget(self._returned)

    def show_case(self, view: ReviewView, status: Status) -> None:
        """Show a case."""
        code = case_type(view.form, view.review, view.case.type)
        option = view.form.options[view.form.types].get(code)  # type: ignore[call-overload]  # any text may be asked for
        word = spoken(option.label) if option else code
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
        self._returned.show_returns(view.returns)


def _together(fact: str) -> str:
    """Keep the words of a fact in one line; one that fills a line by itself may break."""
    return fact.replace(" ", NO_BREAK) if len(fact) <= SHORT else fact


def short_number(case_id: CaseId) -> str:
    """Return a case's number without the inspection's code."""
    return case_id.rpartition("-")[2]


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
