"""What waits for the lead besides single cases: names, copies, reads to confirm together."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from reviewer.app.register_views import question_text
from reviewer.domain.combined import Combined, NameQuestion, PairState
from reviewer.domain.decision import Alias
from ui.window.parts.buttons import plain_button
from ui.window.parts.layouts import clear
from ui.window.parts.text import Text
from ui.window.theme import Theme
from ui.window.words import counted, say


class RestOfQueue(QWidget):
    """`confirm_asked` carries how many second reads agree and are to be confirmed.

    `name_settled` carries the aliases by which a question about names is answered.
    """

    confirm_asked = Signal(int)
    name_settled = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("rest-of-queue")
        self._theme = theme
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.px(8))

    def show_register(self, combined: Combined) -> None:
        """Show what waits in a register as it is."""
        clear(self._column)
        for question in combined.questions:
            self._ask(question)
        for copies in combined.diverged:
            names = ", ".join(copy.shown for copy in copies)
            words = say("{names} come from copies of one register. Remove one.", names=names)
            self._column.addWidget(Text(self._theme, words, wrap=True))
        agreed = sum(pair.state is PairState.AGREED for pair in combined.pairs)
        if agreed:
            words = counted(
                agreed,
                "Confirm {n} second read that agrees…",
                "Confirm {n} second reads that agree…",
            )
            button = plain_button(words, name="confirm-agreed")
            button.clicked.connect(lambda: self.confirm_asked.emit(agreed))
            self._add_line(button)

    def _ask(self, question: NameQuestion) -> None:
        names = ", ".join(question.names)
        words = say("{names}: {question}", names=names, question=str(question_text(question)))
        self._column.addWidget(Text(self._theme, words, wrap=True))
        one = plain_button(say("One person"), name="one-person")
        several = plain_button(say("Different people"), name="different-people")
        one.clicked.connect(lambda: self.name_settled.emit(_answers(question, one=True)))
        several.clicked.connect(lambda: self.name_settled.emit(_answers(question, one=False)))
        self._add_line(one, several)

    def _add_line(self, *buttons: QWidget) -> None:
        host = QWidget()
        row = QHBoxLayout(host)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(self._theme.px(8))
        for button in buttons:
            row.addWidget(button)
        row.addStretch(1)
        self._column.addWidget(host)


def _answers(question: NameQuestion, *, one: bool) -> tuple[Alias, ...]:
    """Return what each name but the first counts as; of one name, what each certificate signed."""
    first = question.names[0]
    if len(question.names) > 1:
        (signer,) = question.signers
        return tuple(
            Alias(name=name, counts_as=first if one else name, signer=signer)
            for name in question.names[1:]
        )
    return tuple(
        Alias(name=first, counts_as=first if one else f"{first} ({number})", signer=signer)
        for number, signer in enumerate(question.signers[1:], start=2)
    )
