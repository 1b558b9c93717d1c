"""The recovery code on paper: to be kept apart from the computer."""

from __future__ import annotations

from datetime import datetime

from reportlab.platypus import Spacer

from reviewer.domain.inspection import Inspection
from reviewer.printing import look
from reviewer.printing.lettering import Lettering
from reviewer.printing.lines import rule
from reviewer.printing.printed import Printed, imprint_of
from reviewer.printing.sheet import Opening, bind
from reviewer.printing.typeface import load_typeface

GROUPS_A_LINE = 4


def print_recovery_sheet(
    inspection: Inspection, code: str, *, printed_by: str, printed_at: datetime
) -> Printed:
    """Print one recovery code (groups joined by hyphens) with what it is for.

    `printed_at` is aware. The same arguments give the same bytes.
    """
    lettering = Lettering(load_typeface())
    lettering.place = "Recovery code"
    groups = code.split("-")
    lines = [
        "   ".join(groups[start : start + GROUPS_A_LINE])
        for start in range(0, len(groups), GROUPS_A_LINE)
    ]
    story = [
        Opening("Recovery code", "Recovery code"),
        lettering.paragraph(inspection.code, look.EYEBROW),
        lettering.paragraph("Recovery code", look.TITLE),
        Spacer(0, 8),
        rule(),
        Spacer(0, 18),
        *(lettering.paragraph(line, look.HEADING) for line in lines),
        Spacer(0, 18),
        lettering.paragraph(
            "Whoever has this paper and the review file can read the file. Keep it in a safe, "
            "apart from the computer and its copies. It holds until the passphrase is changed.",
            look.FACT,
        ),
        Spacer(0, 8),
        lettering.paragraph(
            "When the passphrase is forgotten: reviewer recover FILE.review asks for this code and "
            "for a new passphrase. Capitals and hyphens make no difference.",
            look.FACT,
        ),
    ]
    imprint = imprint_of(
        inspection,
        inspection.form,
        f"{inspection.code} recovery code",
        printed_by=printed_by,
        printed_at=printed_at,
        copy=None,
    )
    return bind(imprint, story, lettering)
