"""What is asked before a file is disposed of: what goes, what stays, who signs the record."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from reviewer.app.receipts import receipt_sentence
from ui.operations.disposal import USUAL_REASON, DisposalOrder
from ui.window.keeping.receipts_part import ReceiptFacts
from ui.window.parts.asking_sheet import AskingSheet
from ui.window.parts.faults import Faults
from ui.window.parts.identity_fields import IdentityFields
from ui.window.parts.page import labelled
from ui.window.parts.target import Target
from ui.window.parts.text import Text
from ui.window.theme import Theme
from ui.window.words import counted, say

WIDTH = 680
FILE_LINES = 6
"""Files in sight; the rest scrolls, so that the questions below stay near."""


class DisposalSheet(AskingSheet):
    """Names every file that goes; `check` raises what is wrong with the order that was given.

    The code of the inspection is typed once more, so that no key and no click alone deletes.
    """

    def __init__(
        self,
        theme: Theme,
        code: str,
        going: Sequence[Path],
        exports: int,
        identity: str,
        check: Callable[[DisposalOrder], object],
        receipts: ReceiptFacts,
        parent: QWidget,
    ) -> None:
        super().__init__(
            theme,
            say("Dispose of this file"),
            parent,
            doing=counted(len(going), "Delete the file", "Delete {n} files"),
            name="disposal-sheet",
            width=WIDTH,
        )
        self._code = code
        self._check = check
        self.order: DisposalOrder | None = None
        self._add_files(going)
        self._add_what_stays(exports)
        self._without = self._text_box("disposal-without-receipt", lines=1)
        self._without.setParent(self)  # it goes with the sheet, also where it is not asked for
        self._without.hide()
        self._add_receipts(receipts)
        self._reason, self._typed_code = self._text_box("disposal-reason", lines=1), QLineEdit()
        self._reason.setPlainText(USUAL_REASON)
        self._typed_code.setObjectName("disposal-code")
        self._identity = IdentityFields(theme, identity, can_make=False)
        self._target = Target(
            theme, f"{code}-disposal", ".json", words=say("Signed record of the disposal")
        )
        self.column.addLayout(labelled(theme, say("Reason (kept in the record)"), self._reason))
        self.column.addWidget(self._target)
        self.column.addWidget(self._identity)
        words = say("Type {code} to confirm", code=code)
        self.column.addLayout(labelled(theme, words, self._typed_code))
        self.accept_button.setProperty("look", "danger")
        self.accept_button.setDefault(False)  # Enter in a field must not delete
        self._cancel.setDefault(True)
        self.end(self._cancel)

    def _add_files(self, going: Sequence[Path]) -> None:
        words = counted(
            len(going),
            "This file will be overwritten and deleted. You cannot restore it:",
            "These {n} files will be overwritten and deleted. You cannot restore them:",
        )
        self.column.addWidget(Text(self._theme, words, strong=True, wrap=True))
        named = QPlainTextEdit("\n".join(map(str, going)))
        named.setObjectName("disposal-files")
        named.setAccessibleName(say("Files that are deleted"))
        named.setReadOnly(True)
        named.setTabChangesFocus(True)
        named.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        lines = min(len(going), FILE_LINES) + 1
        named.setFixedHeight(named.fontMetrics().lineSpacing() * lines + self._theme.px(16))
        self.column.addWidget(named)

    def _add_what_stays(self, exports: int) -> None:
        kept = [say("copies in places Reviewer does not know of, such as an unplugged USB drive")]
        if exports:
            kept.append(
                counted(
                    exports,
                    "{n} exported workbook, and the registers it was merged into",
                    "{n} exported workbooks, and the registers they were merged into",
                )
            )
        kept += [say("prints made from this file"), say("the record of the disposal, named below")]
        lines = [say("Not deleted:"), *(f"•  {one}" for one in kept)]
        self.column.addWidget(Text(self._theme, "\n".join(lines), wrap=True))

    def _add_receipts(self, receipts: ReceiptFacts) -> None:
        """Say who received the work; where nobody has all of it, ask why the file goes."""
        lines = [str(receipt_sentence(one)) for one in receipts.kept]
        missing = receipts.missing
        if lines or missing is not None:
            text = "\n".join([*lines, *([str(missing)] if missing is not None else [])])
            self.column.addWidget(Text(self._theme, text, strong=missing is not None, wrap=True))
        if missing is not None:
            words = say("Why it goes without a receipt (kept in the record)")
            self.column.addLayout(labelled(self._theme, words, self._without))
            self._without.show()

    def _on_accept(self) -> None:
        faults = Faults()
        record = faults.read(self._target.box, self._target.path)
        given = self._identity.read(faults)
        if self._typed_code.text().strip() != self._code:
            words = say("Nothing was deleted. Type {code} to confirm.", code=self._code)
            faults.note(self._typed_code, words)
        if self._show_faults(faults) or record is None or given is None:
            return
        identity, passphrase = given
        order = DisposalOrder(
            reason=self._reason.text(),
            identity=identity,
            passphrase=passphrase,
            record=record,
            without_receipt=self._without.text(),
        )
        self._attempt(lambda: self._take_order(order), self._reason, receipt=self._without)

    def _take_order(self, order: DisposalOrder) -> None:
        self._check(order)
        self.order = order
