"""What happened to one field or to the whole case: who, when, from what to what."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from reviewer.app.case_history import HistoryLine
from reviewer.domain.case_actions import AnswerGiven, CaseAdded, Cause
from reviewer.domain.correction import LISTED
from reviewer.domain.file_actions import WordsRedacted
from reviewer.domain.form import Form
from reviewer.domain.ids import Key
from reviewer.domain.log_names import kind_name
from ui.window.parts.answer_words import answer_words
from ui.window.parts.buttons import plain_button
from ui.window.parts.records import RecordColumn, RecordTable
from ui.window.parts.text import Text
from ui.window.theme import LARGE, Theme
from ui.window.words import counted, localised, say, when_of


class HistoryDialog(QDialog):
    """The changes of one key, or with their names those of a `whole` case, newest first."""

    def __init__(
        self,
        theme: Theme,
        form: Form,
        lines: Sequence[HistoryLine],
        title: str,
        parent: QWidget,
        *,
        whole: bool,
    ) -> None:
        super().__init__(parent)
        px = theme.px
        self._form = form
        self.setObjectName("history")
        self.setWindowTitle(say("History"))
        columns: list[RecordColumn[HistoryLine]] = [
            RecordColumn(title=say("When, who"), text=_when_who, width=165),
            RecordColumn(title=say("What"), text=self._what, stretches=True),
            RecordColumn(
                title=say("Before"), text=lambda e: self._shown(e, e.before), stretches=True
            ),
            RecordColumn(title=say("After"), text=self._after, stretches=True),
        ]
        if not whole:
            del columns[1]
        self.table: RecordTable[HistoryLine] = RecordTable(theme, title, columns, wraps=True)
        self.table.setObjectName("history-lines")
        self.table.fill(lines)
        close = plain_button(say("Close"), name="close-history")
        close.clicked.connect(self.accept)
        count = counted(len(lines), "{n} change", "{n} changes")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(20), px(16), px(20), px(16))
        layout.setSpacing(px(10))
        layout.addWidget(Text(theme, title, size=LARGE, strong=True, wrap=True))
        layout.addWidget(Text(theme, count if lines else say("There are no changes yet."),
                              tone="quiet"))  # fmt: skip
        layout.addWidget(self.table, 1)
        layout.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)
        self.resize(QSize(px(900), px(480)).boundedTo(parent.size() * 0.92))

    def showEvent(self, event: QShowEvent, /) -> None:
        """Fit the rows to their texts, now that the columns have their widths."""
        super().showEvent(event)
        QTimer.singleShot(0, self.table.resizeRowsToContents)

    def _what(self, line: HistoryLine) -> str:
        if isinstance(line.action, CaseAdded):
            return say("Added on site")
        if not line.key:
            return str(kind_name(line.action.name)).capitalize()
        return name_of(self._form, line.key)

    def _after(self, line: HistoryLine) -> str:
        after = self._shown(line, line.after)
        extra = ""
        match line.action:
            case AnswerGiven(cause=Cause.UNDONE):
                extra = say("undone")
            case AnswerGiven(cause=Cause.REDONE):
                extra = say("redone")
            case WordsRedacted():
                after, extra = "", say("Text was redacted")
        parts = [after, extra, say("Reason: {why}", why=line.reason) if line.reason else ""]
        return " · ".join(part for part in parts if part)

    def _shown(self, line: HistoryLine, value: str | None) -> str:
        return say("(redacted)") if value is None else shown_value(self._form, line.key, value)


def _when_who(line: HistoryLine) -> str:
    return f"{when_of(line.at)}\n{line.actor}"


def name_of(form: Form, key: str) -> str:
    """Return what a key of the log is called: an item's label, or the list's name for it."""
    item = form.items.get(Key(key))
    if item is not None:
        return localised(item.label)
    return say("List: {name}", name=key.removeprefix(LISTED).replace("_", " "))


def shown_value(form: Form, key: str, value: str) -> str:
    """Return a canonical answer as a person reads it."""
    item = form.items.get(Key(key))
    if not value or item is None:
        return value or "–"
    return answer_words(form, item, value)
