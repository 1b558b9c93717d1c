"""What is asked before a mistyped inspection code is corrected: the right one, and why."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QLineEdit, QWidget

from ui.window.parts.asking_sheet import AskingSheet
from ui.window.parts.page import labelled
from ui.window.theme import Theme
from ui.window.words import say


class CodeSheet(AskingSheet):
    """`check` raises what is wrong with a code and a reason; `given` are both once accepted."""

    def __init__(
        self, theme: Theme, code: str, check: Callable[[str, str], object], parent: QWidget
    ) -> None:
        super().__init__(
            theme,
            say("Correct the inspection code"),
            parent,
            doing=say("Correct the code"),
            name="code-sheet",
        )
        self._check = check
        self.given: tuple[str, str] | None = None
        self._code, self._why = QLineEdit(code), self._text_box("code-why", lines=1)
        self._code.setObjectName("right-code")
        self._sentence(
            say(
                "Every case gets a new id. This is possible until the first export. The file "
                "closes while the code is corrected."
            )
        )
        self.column.addLayout(labelled(theme, say("Inspection code"), self._code))
        self.column.addLayout(labelled(theme, say("Reason (kept in the log)"), self._why))
        self.end(self._code)

    def _on_accept(self) -> None:
        self._attempt(self._take, self._code, reason=self._why)

    def _take(self) -> None:
        given = self._code.text(), self._why.text()
        self._check(*given)
        self.given = given
