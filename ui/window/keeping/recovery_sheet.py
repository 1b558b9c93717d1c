"""The recovery code of a file, shown once: printed from memory, or written down."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QWidget

from reviewer.domain.errors import ReviewerError
from ui.window.choosing import PDF, save_as
from ui.window.notify import confirm
from ui.window.parts.asking_sheet import AskingSheet
from ui.window.parts.buttons import plain_button
from ui.window.parts.paper import choose_printer, printing_on
from ui.window.parts.text import Text
from ui.window.theme import LARGE, SMALL, Theme
from ui.window.words import counted, say


@dataclass(frozen=True, slots=True, kw_only=True)
class RecoveryPrinting:
    """How a recovery code is printed: on a printer, or to a PDF; both raise ReviewerError."""

    on_paper: Callable[[Callable[[bytes], object]], None]
    to_file: Callable[[Path], None]


class RecoverySheet(AskingSheet):
    """A recovery code, shown once to be printed or written down.

    No single key closes it: Escape asks first, and Enter presses only the button with the keyboard.
    """

    def __init__(
        self,
        theme: Theme,
        code: str,
        printing: RecoveryPrinting,
        parent: QWidget,
        old_copies: Sequence[Path] = (),
    ) -> None:
        super().__init__(
            theme,
            say("The recovery code"),
            parent,
            doing=say("I have saved this code"),
            name="recovery-sheet",
        )
        self._printing = printing
        self.column.addWidget(
            Text(
                theme,
                say(
                    "If you forget the passphrase, only this code opens the file. It is "
                    "shown once. Print it or write it down, and keep the paper away from "
                    "the computer. Printing on paper leaves no file behind."
                ),
                wrap=True,
            )
        )
        shown = Text(theme, _in_two_lines(code), size=LARGE, strong=True)
        shown.setObjectName("recovery-code")
        shown.setFont(_even(theme))
        shown.setAlignment(Qt.AlignmentFlag.AlignCenter)
        shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByKeyboard)
        shown.setAccessibleName(say("Recovery code: {code}", code=code))
        self.column.addWidget(shown)
        self._name_copies(old_copies)
        save = plain_button(say("Save as a PDF…"), name="recovery-save")
        save.clicked.connect(self._on_save)
        put = plain_button(say("Print…"), name="recovery-print")
        put.clicked.connect(self._on_print)
        for place, button in enumerate((save, put)):
            self.buttons.insertWidget(place, button)
        self._cancel.hide()
        self.accept_button.setDefault(False)
        self.end(put)

    def reject(self) -> None:
        """Ask first: Escape alone must not lose a code that is shown once."""
        question = say("The recovery code is not shown again. Have you saved it?")
        if confirm(self, question, say("Close without the code")):
            super().reject()

    def _name_copies(self, copies: Sequence[Path]) -> None:
        """Name the copies that the old passphrase still opens."""
        if not copies:
            return
        words = counted(
            len(copies),
            "{n} earlier copy still opens with the old passphrase. Back up the "
            "file again, and delete this copy if somebody must no longer open it:",
            "{n} earlier copies still open with the old passphrase. Back up the "
            "file again, and delete these copies if somebody must no longer open "
            "them:",
        )
        self.column.addWidget(Text(self._theme, words, wrap=True))
        named = Text(self._theme, "\n".join(map(str, copies)), size=SMALL, tone="quiet", wrap=True)
        named.setObjectName("old-copies")
        named.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.column.addWidget(named)

    def _on_print(self) -> None:
        printer = choose_printer(self, 1, say("Recovery code"), one_copy=False)
        if printer is not None:
            sheet = printing_on(printer, self)
            self._try(lambda: self._printing.on_paper(sheet), say("Sent to the printer."))

    def _on_save(self) -> None:
        suggested = Path.home() / "recovery-code.pdf"
        out = save_as(self, say("Save the recovery code"), suggested, PDF)
        if out is not None:
            done = say(
                "Saved as {name}. Anyone who reads it can open the file. Print it, then delete it.",
                name=out.name,
            )
            self._try(lambda: self._printing.to_file(out), done)

    def _try(self, doing: Callable[[], None], done: str) -> None:
        try:
            doing()
        except ReviewerError as error:
            self._refuse(str(error))
        else:
            self.job.show_done(done)


def _in_two_lines(code: str) -> str:
    groups = code.split("-")
    half = len(groups) // 2
    return "\n".join(("-".join(groups[:half]), "-".join(groups[half:])))


def _even(theme: Theme) -> QFont:
    """Return a typeface in which O and 0, and I and 1, look different."""
    font = theme.font(LARGE)
    font.setFamilies(["Noto Sans Mono", "DejaVu Sans Mono", "Consolas", "Menlo", "monospace"])
    return font
