"""Publishing the tables of a register: from which count on, who signs, where it goes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from reviewer.app.published_before import PUBLISHED_BEFORE
from reviewer.app.publishing import (
    DEFAULT_THRESHOLD,
    MOST_THRESHOLD,
    Published,
    PublishOrder,
)
from reviewer.domain.errors import ReviewerError
from ui.window.parts.buttons import plain_button
from ui.window.parts.faults import Faults
from ui.window.parts.identity_fields import IdentityFields
from ui.window.parts.page import JobLine, labelled
from ui.window.parts.sheet import DialogSheet
from ui.window.parts.target import Target
from ui.window.parts.text import Text
from ui.window.theme import TITLE, Theme
from ui.window.words import counted, say

WIDTH = 680


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishRequest:
    """What a person asked for, and with which identity file it is to be signed."""

    order: PublishOrder
    identity: Path
    passphrase: str

    def __repr__(self) -> str:
        return f"PublishRequest({self.order})"


class PublishDialog(DialogSheet):
    """`requested` carries what is asked for; what came of it comes in by `show_…`."""

    requested = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget, *, suggested: str, identity: str) -> None:
        super().__init__(theme, say("Publish the tables"), parent, width=WIDTH)
        self.setObjectName("publish")
        self.setModal(True)
        self._theme = theme
        self._threshold = QLineEdit(str(DEFAULT_THRESHOLD))
        self._threshold.setObjectName("threshold")
        self._threshold.setValidator(QIntValidator(0, 999, self))
        self._threshold.setFixedWidth(theme.px(96))
        self._withdrawn, self._why = QLineEdit(), QWidget()
        self._withdrawn.setObjectName("withdrawn")
        self._target = Target(theme, suggested, ".xlsx")
        self._target.suggest(suggested)
        self._identity = IdentityFields(theme, identity, can_make=False)
        self.job = JobLine(theme)
        self._fields, self._done = QWidget(), QWidget()
        self._publish = plain_button(say("Publish and sign"), name="publish-accept", look="primary")
        self._publish.setDefault(True)  # Enter in a field is its key
        self._publish.clicked.connect(self._on_accept)
        self._cancel = plain_button(say("Cancel"), name="publish-cancel")
        self._cancel.clicked.connect(self.reject)
        self._build_layout()
        self._threshold.setFocus()

    def show_busy(self, words: str) -> None:
        """Say what is happening; nothing can be pressed until it is over."""
        self.at_work = True
        self.job.show_work(words, stoppable=False)
        self._enable(enabled=False)

    def show_failure(self, error: ReviewerError) -> None:
        """Say why nothing was published."""
        self.at_work = False
        self._enable(enabled=True)
        self.job.show_error(error)
        if error.code in PUBLISHED_BEFORE:
            self._why.show()
            self._withdrawn.setFocus()
            self.fit()

    def show_published(self, published: Published) -> None:
        """Say what was saved."""
        self.at_work = False
        self._enable(enabled=True)
        self.job.hide()
        column = QVBoxLayout(self._done)
        column.setContentsMargins(0, 0, 0, 0)
        words = counted(published.tables, "{n} table is published.", "{n} tables are published.")
        head = Text(self._theme, words, size=TITLE, strong=True, wrap=True)
        head.setObjectName("published")
        column.addWidget(head)
        for path in published.files:
            column.addWidget(Text(self._theme, str(path), wrap=True))
        keep = say("Keep these files together: the signature is in the one that ends in .p7s.")
        column.addWidget(Text(self._theme, keep, tone="quiet", wrap=True))
        self._fields.hide()
        self._done.show()
        self._publish.hide()
        self._cancel.setText(say("Close"))
        self._cancel.setFocus()
        self.fit()

    def _on_accept(self) -> None:
        faults = Faults()
        given = self._identity.read(faults)
        target = faults.read(self._target.box, self._target.path)
        wrong = faults.show()
        self.job.show_failure(wrong if len(faults) > 1 else "")
        if wrong or given is None or target is None:
            return
        identity, phrase = given
        order = PublishOrder(
            out=target,
            threshold=int(self._threshold.text() or 0),
            withdrawn=self._withdrawn.text().strip(),
        )
        self.requested.emit(PublishRequest(order=order, identity=identity, passphrase=phrase))

    def _enable(self, *, enabled: bool) -> None:
        for part in (self._fields, self._publish, self._cancel):
            part.setEnabled(enabled)

    def _build_layout(self) -> None:
        theme = self._theme
        fields = QVBoxLayout(self._fields)
        fields.setContentsMargins(0, 0, 0, 0)
        fields.setSpacing(theme.px(10))
        words = say(
            "The tables hold counts and shares only: no text from a case, no reference and no name "
            "of a reviewer. Beside the workbook its signature is saved, and the same as a CSV file."
        )
        fields.addWidget(Text(theme, words, wrap=True))
        hint = say(
            "Counts from 1 to below this number are left out, so that they point to nobody. At "
            "least 3 and at most {most}; it is recorded in the log.",
            most=MOST_THRESHOLD,
        )
        fields.addLayout(labelled(theme, say("Smallest count shown"), self._threshold, hint))
        self._why.setLayout(
            labelled(
                theme,
                say("Why nobody has the tables published before"),
                self._withdrawn,
                say("For example: they were never released. The reason is recorded in the log."),
            )
        )
        self._why.hide()
        fields.addWidget(self._why)
        fields.addWidget(self._identity)
        fields.addWidget(self._target)
        self.buttons.addWidget(self._cancel)
        self.buttons.addWidget(self._publish)
        self.column.addWidget(self.job)
        for part in (self._fields, self._done):
            self.column.addWidget(part)
        self.column.addStretch(1)
        self._done.hide()
        self.fit()
