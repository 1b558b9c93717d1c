"""The commands by name: the module that each comes from, and its line in the list of commands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class ListedCommand:
    """A command, or a group of commands, as the list of commands shows it."""

    module: str
    line: str


COMMANDS: Final[Mapping[str, ListedCommand]] = {
    "demo": ListedCommand("demonstrations", "Do the whole job on 214 synthetic cases."),
    "self-test": ListedCommand(
        "demonstrations", "Do the same in a temporary folder, and check it."
    ),
    "list": ListedCommand("lists", "Check a force's list, draw a sample from it, extend it."),
    "new": ListedCommand("lists", "Make a review file from a force's list."),
    "assign": ListedCommand("lists", "Say who is to review which case."),
    "answers": ListedCommand("answers", "Show, set, load answers; make an answer sheet."),
    "cases": ListedCommand("answers", "List the cases, a line each."),
    "complete": ListedCommand("answers", "Mark cases complete; name what is open in the others."),
    "export": ListedCommand("workbooks", "Write the signed summary workbook."),
    "verify": ListedCommand("workbooks", "Check workbooks: is each whole, and who signed it."),
    "summary": ListedCommand("workbooks", "Show the tables of a file or a workbook."),
    "earlier": ListedCommand("visits", "Earlier visits that this one is compared with."),
    "merge": ListedCommand("registers", "Take verified workbooks into a register."),
    "remove": ListedCommand("registers", "Take a workbook out of the register again."),
    "conflicts": ListedCommand("registers", "List what waits for a decision."),
    "decide": ListedCommand("registers", "Settle a second read or a conflict."),
    "returns": ListedCommand("returns", "Mark the cases that the team's workbook returns to you."),
    "print": ListedCommand("prints", "Print case summaries, the summary or the blank form."),
    "backup": ListedCommand("copies", "Write a whole copy of a file."),
    "restore": ListedCommand("copies", "Put a backup in a file's place."),
    "backups": ListedCommand("copies", "List a file's copies, or choose where backups go."),
    "passphrase": ListedCommand("keys", "Give a file a new passphrase."),
    "recover": ListedCommand("keys", "Open a file by its recovery code."),
    "handover": ListedCommand("custody", "Give a file to a colleague."),
    "redact": ListedCommand("custody", "Take words out of all that was typed."),
    "retention": ListedCommand("custody", "Set the day by which a file is to be disposed of."),
    "dispose": ListedCommand("custody", "Remove a file and its copies; leave a signed record."),
    "disposal": ListedCommand("custody", "Check the record of a disposal."),
    "log": ListedCommand("reviewfiles", "Show the log, oldest first."),
    "check": ListedCommand("reviewfiles", "Check a file: its pages, its log, its content."),
    "identity": ListedCommand("identities", "The certificate and key you sign with."),
    "trust": ListedCommand("trusts", "The certificates you believe."),
    "form": ListedCommand("forms", "Write, check, preview and compare review forms."),
    "help": ListedCommand("pages", "Read a page of the help, or list the pages."),
}
"""Only the module of the command that was asked for is imported, so that nothing short waits for
what it does not need; the list of commands imports none of them."""
