"""What is asked before a file gets another passphrase or another reviewer, or a copy comes back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QLineEdit, QWidget

from reviewer.app.handing_over import REASON_LIMIT
from reviewer.domain.errors import ReviewerError
from reviewer.domain.inspection import checked_line
from reviewer.domain.message import message
from ui.window.choosing import PDF, save_as
from ui.window.notify import confirm
from ui.window.parts.asking_sheet import AskingSheet
from ui.window.parts.buttons import plain_button
from ui.window.parts.faults import Faults
from ui.window.parts.page import labelled
from ui.window.parts.passphrase_fields import PassphraseFields, Weakness
from ui.window.parts.sheet_draft import SheetDraft
from ui.window.parts.text import Text
from ui.window.theme import LARGE, SMALL, Theme
from ui.window.words import counted, say


class PassphraseSheet(AskingSheet):
    """The present passphrase and a new one; `given` carries both."""

    given = Signal(str, str)

    def __init__(
        self, theme: Theme, weakness: Weakness, known: Sequence[str], parent: QWidget
    ) -> None:
        super().__init__(
            theme,
            say("Change the passphrase"),
            parent,
            doing=say("Change passphrase"),
            name="passphrase-sheet",
        )
        self._old = QLineEdit()
        self._old.setObjectName("present-passphrase")
        self._old.setEchoMode(QLineEdit.EchoMode.Password)
        self._new = PassphraseFields(theme, weakness, say("New passphrase"))
        self._new.avoid(known)
        self.column.addLayout(labelled(theme, say("Current passphrase"), self._old))
        self.column.addWidget(self._new)
        self._sentence(
            say("The file closes while the passphrase is changed. Reopen it with the new one.")
        )
        self.end(self._old)

    def _on_accept(self) -> None:
        faults = Faults()
        if not self._old.text():
            faults.note(self._old, say("Enter the current passphrase."))
        if not self._new.phrase:
            faults.note(self._new.box, say("Enter a strong new passphrase in both boxes."))
        if not self._show_faults(faults):
            self.given.emit(self._old.text(), self._new.phrase)
            self.accept()


class HandoverSheet(AskingSheet):
    """Who continues the file, and why; `doing` hands over and raises what is wrong."""

    def __init__(
        self,
        theme: Theme,
        person: str,
        doing: Callable[[str, str], object],
        draft: SheetDraft,
        parent: QWidget,
    ) -> None:
        super().__init__(
            theme, say("Hand the file over"), parent, doing=say("Hand over"), name="handover-sheet"
        )
        self._doing = doing
        self._to, self._why = QLineEdit(), self._text_box("handover-why", lines=1)
        self._to.setObjectName("handover-to")
        self._sentence(
            say(
                "Work done by {person} keeps that name. Cases changed afterwards "
                "have the new name. To stop {person} from opening the file, also "
                "change the passphrase.",
                person=person,
            )
        )
        self.column.addLayout(labelled(theme, say("New reviewer"), self._to))
        self.column.addLayout(labelled(theme, say("Reason (recorded in the log)"), self._why))
        self.end(self._to, draft)

    def _on_accept(self) -> None:
        faults, to, why = Faults(), self._to, self._why
        faults.read(to, lambda: checked_line(to.text(), message("The new reviewer's name")))
        faults.read(why, lambda: checked_line(why.text(), message("The reason"), REASON_LIMIT))
        if not self._show_faults(faults):
            self._attempt(lambda: self._doing(to.text(), why.text()), to)


class RecoverySheet(AskingSheet):
    """A recovery code, shown this once: to write down, or to print and keep apart."""

    def __init__(
        self,
        theme: Theme,
        code: str,
        printing: Callable[[Path], None],
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
                    "the computer."
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
        button = plain_button(say("Print to a PDF…"), name="recovery-print")
        button.clicked.connect(self._on_print)
        self.buttons.insertWidget(0, button)
        self._cancel.hide()
        self.end(button)

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
        suggested = Path.home() / "recovery-code.pdf"
        out = save_as(self, say("Save the recovery code"), suggested, PDF)
        if out is None:
            return
        try:
            self._printing(out)
        except ReviewerError as error:
            self._refuse(str(error))
        else:
            self.job.show_done(say("Saved as {name}. Print it, then delete it.", name=out.name))


def _in_two_lines(code: str) -> str:
    groups = code.split("-")
    half = len(groups) // 2
    return "\n".join(("-".join(groups[:half]), "-".join(groups[half:])))


def _even(theme: Theme) -> QFont:
    """Return a face whose letters are told apart: O and 0, I and 1."""
    font = theme.font(LARGE)
    font.setFamilies(["Noto Sans Mono", "DejaVu Sans Mono", "Consolas", "Menlo", "monospace"])
    return font
