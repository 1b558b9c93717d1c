"""A synthetic XLSForm with all that is taken from one, and some of what a form cannot say."""
# ruff: noqa: E501 - a row of a sheet is a line

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence

import openpyxl

SURVEY = (
    ("type", "name", "label::English (en)", "label::Welsh (cy)", "hint", "relevant", "required",
     "constraint", "constraint_message", "calculation", "reviewer_role"),
    ("start", "started"),
    ("begin group", "case", "The case", "Yr achos"),
    ("select_one reviewable", "reviewable", "Is it reviewed?", "", "", "", "yes", "", "", "", "reviewable"),
    ("select_one why", "why", "Why not?", "", "", "${reviewable} = 'no'", "true()", "", "", "", "exclusion"),
    ("select_one kinds", "kind", "Kind of case", "Math", "", "", "", "", "", "", "case_type"),
    ("end group",),
    ("begin group", "first", "First contact", "", "", "${reviewable} = 'yes'"),
    ("note", "n1", "Judge what was known then."),
    ("select_one yn", "seen", "Child seen?", "", "Alone where safe", "", "yes"),
    ("integer", "visits", "Visits", "", "", "${seen} = 'y' and not(${kind} = 'other')", "", ". >= 1 and . <= 40", "From 1 to 40 visits."),
    ("date", "visited", "Visited on", "", "", "${visits} > 0 or selected(${flags}, 'late')", "", ". <= today()", "Not after today."),
    ("select_multiple flags", "flags", "What was late"),
    ("select_one rating", "first_rating", "Rating", "", "", "", "yes", "", "", "", "area rating"),
    ("text", "first_why", "Why it is rated so", "", "", "${first_rating} != ''", "yes", "string-length(.) >= 20", "", "", "area rationale"),
    ("begin repeat", "entries", "Entries"),
    ("date", "entry_on", "Day", "", "", "", "yes", ". <= ${visited}", "Before the visit."),
    ("text", "entry_note", "Note"),
    ("end repeat",),
    ("geopoint", "where", "Where"),
    ("calculate", "age", "", "", "", "", "", "", "", "${visits} * 2"),
    ("end group",),
    ("begin group", "last", "Overall", "", "", "${reviewable} = 'yes'"),
    ("select_one grade", "grade", "Overall grade", "Gradd", "", "", "yes", "", "", "", "grade"),
    ("text", "reason", "Overall rationale", "", "", "", "yes", "regex(., '^[A-Z]')", "", "", "rationale"),
    ("end group",),
)  # fmt: skip

CHOICES = (
    ("list_name", "name", "label::English (en)", "label::Welsh (cy)", "reviewer_means",
     "reviewer_shortcut", "reviewer_shape", "reviewer_colour", "reviewer_note", "reviewer_words"),
    ("reviewable", "yes", "Yes", "Ydy", "yes", "y"),
    ("reviewable", "no", "No", "Nac ydy", "excluded", "x"),
    ("why", "gone", "File gone"),
    ("kinds", "da", "Domestic abuse", "", "", "", "", "", "", "da; domestic abuse"),
    ("kinds", "other", "Other"),
    ("yn", "y", "Yes", "", "yes", "y"),
    ("yn", "n", "No", "", "no", "n", "", "", "10"),
    ("yn", "not-seen", "Not evident", "", "not-evident", "e"),
    ("flags", "late", "Late"),
    ("flags", "none", "None"),
    ("grade", "good", "Good", "Da", "good", "1", "disc", "green"),
    ("grade", "poor", "Poor", "Gwael", "below-good", "2", "square", "red"),
    ("rating", "good", "Good", "Da", "", "1"),
    ("rating", "poor", "Poor", "Gwael", "", "2"),
)  # fmt: skip

SETTINGS = (("form_title", "form_id", "version"), ("Next year's form", "Next Year", "3"))


def xlsform(survey: Sequence[Sequence[str]] = SURVEY, **more: Sequence[Sequence[str]]) -> bytes:
    """Write the sheets of an XLSForm."""
    sheets: Mapping[str, Sequence[Sequence[str]]] = {
        "survey": survey, "choices": CHOICES, "settings": SETTINGS, **more,
    }  # fmt: skip
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append([cell or None for cell in row])
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()
