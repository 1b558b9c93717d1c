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
    "demo": ListedCommand("demonstrations", "Run a whole inspection of 214 synthetic cases."),
    "self-test": ListedCommand(
        "demonstrations", "Run it in a temporary folder and check the results."
    ),
    "practice": ListedCommand("practising", "Practise on ten invented cases."),
    "list": ListedCommand("lists", "Check a force's list, draw a sample, add cases."),
    "new": ListedCommand("lists", "Create a review file from a force's list."),
    "assign": ListedCommand("lists", "Assign cases to inspectors."),
    "pack": ListedCommand("packs", "Make an assignment pack, or open one and start."),
    "board": ListedCommand("boards", "Show each reader's progress from a folder of workbooks."),
    "calibration": ListedCommand("calibrations", "Read the same cases and compare with a panel."),
    "second-reads": ListedCommand("packs", "Draw the cases to be read twice."),
    "answers": ListedCommand("answers", "Show, set, load answers; make an answer sheet."),
    "cases": ListedCommand("answers", "List the cases."),
    "reveal": ListedCommand("answers", "Show the force's own grade once yours is complete."),
    "spelling": ListedCommand("spelling", "Check the spelling; add words to the dictionary."),
    "complete": ListedCommand("answers", "Mark cases as complete; list what is missing in others."),
    "phrases": ListedCommand("phrases", "Your own phrases for notes."),
    "export": ListedCommand("workbooks", "Export the signed summary workbook."),
    "publish": ListedCommand("publishing", "Publish the tables of a register."),
    "verify": ListedCommand("workbooks", "Check workbooks: whether unchanged, and who signed."),
    "summary": ListedCommand("workbooks", "Show the tables of a file or a workbook."),
    "figure": ListedCommand("quoting", "Show a figure as a sentence, and its cases."),
    "earlier": ListedCommand("visits", "Earlier visits to compare with this one."),
    "merge": ListedCommand("registers", "Merge verified workbooks into a register."),
    "remove": ListedCommand("registers", "Remove a workbook from the register."),
    "workbooks": ListedCommand("registers", "List the workbooks of a register."),
    "readers": ListedCommand("registers", "Show what each reader did."),
    "conflicts": ListedCommand("decisions", "List the cases to decide."),
    "decide": ListedCommand("decisions", "Decide a second read, a conflict or a name."),
    "moderation": ListedCommand("decisions", "Set who may moderate second reads."),
    "returns": ListedCommand("returns", "Import returned cases from the team workbook."),
    "receipts": ListedCommand("receipts", "Receipts for the workbooks of a register."),
    "reconcile": ListedCommand("reconciling", "Combine two copies of your own file."),
    "print": ListedCommand("prints", "Print case summaries, the summary or the blank form."),
    "backup": ListedCommand("copies", "Save a copy of a file."),
    "restore": ListedCommand("copies", "Restore a file from a backup."),
    "backups": ListedCommand("copies", "List a file's copies, or change the backup folder."),
    "passphrase": ListedCommand("keys", "Change the passphrase of a file."),
    "recover": ListedCommand("keys", "Set a new passphrase with the recovery code."),
    "handover": ListedCommand("custody", "Hand a file over to a colleague."),
    "correct-code": ListedCommand("custody", "Correct a mistyped inspection code."),
    "redact": ListedCommand("custody", "Redact text everywhere it was typed."),
    "retention": ListedCommand("custody", "Set the disposal date of a file."),
    "dispose": ListedCommand("custody", "Delete a file and its copies; save a signed record."),
    "disposal": ListedCommand("custody", "Check the record of a disposal."),
    "log": ListedCommand("reviewfiles", "Show the log, oldest first."),
    "check": ListedCommand("reviewfiles", "Check the integrity of a file."),
    "identity": ListedCommand("identities", "The certificate and key you sign with."),
    "trust": ListedCommand("trusts", "The certificates you trust."),
    "form": ListedCommand("forms", "Write, check, preview and compare review forms."),
    "settings": ListedCommand("choosing", "The settings of this computer."),
    "help": ListedCommand("pages", "Read a page of the help, or list the pages."),
}
"""Only the module of the command that was asked for is imported, so that nothing short waits for
what it does not need; the list of commands imports none of them."""
