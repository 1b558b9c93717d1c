"""The recovery code on paper: to be kept apart from the computer."""

from __future__ import annotations

from collections.abc import Iterator

from reviewer.domain.file_actions import Printout
from reviewer.domain.inspection import Inspection
from reviewer.domain.message import message
from reviewer.printing.binding import document_of, finish, imprint_of
from reviewer.printing.layout import look
from reviewer.printing.layout.blocks import Block, RuledLine, TextBlock
from reviewer.printing.layout.imprint import Part
from reviewer.printing.printed import Printed, Printing

GROUPS_A_LINE = 4


def print_recovery_sheet(inspection: Inspection, code: str, printing: Printing) -> Printed:
    """Print one recovery code (groups joined by hyphens) with what it is for.

    The same arguments give the same bytes.
    """
    title = str(message("{inspection} recovery code", inspection=inspection.code))
    imprint = imprint_of(inspection, inspection.form, title, printing)
    document = document_of(imprint, printing)
    document.add(Part(name=str(message("Recovery code"))), _blocks(inspection, code))
    return finish(document, imprint, Printout.RECOVERY_CODE)


def _blocks(inspection: Inspection, code: str) -> Iterator[Block]:
    groups = code.split("-")
    yield TextBlock(inspection.code, look.EYEBROW)
    yield TextBlock(str(message("Recovery code")), look.TITLE, "H1")
    yield RuledLine(before=8)
    for start in range(0, len(groups), GROUPS_A_LINE):
        line = "   ".join(groups[start : start + GROUPS_A_LINE])
        yield TextBlock(line, look.HEADING, before=18 if start == 0 else 0)
    for words in (
        message(
            "Anyone who has this paper and the file of {inspection} can read the "
            "file. Keep the paper in a safe, away from the computer and its "
            "copies.",
            inspection=inspection.code,
        ),
        message(
            "If you forget the passphrase, open the file in Reviewer, choose to "
            "use the recovery code, and type this code. Capital letters and "
            "hyphens do not matter. You then choose a new passphrase, and this "
            "code stops working."
        ),
        message("The code is for the file of {person}.", person=inspection.person),
    ):
        yield TextBlock(str(words), look.BODY, before=12)
