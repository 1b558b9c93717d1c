"""The fields of Cover: each found by its label, never by its place."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Final, TypeVar

from reviewer.domain.case import ListStamp
from reviewer.domain.draw import SampleDesign
from reviewer.domain.errors import RefusalError
from reviewer.domain.form import FormStamp
from reviewer.domain.inspection import EarlierVisit, FileKind, Inspection, checked_code
from reviewer.domain.message import message
from reviewer.domain.sheet_names import SheetName
from reviewer.domain.submission import ExportStamp, Submission
from reviewer.domain.times import moment
from reviewer.domain.untrusted_json import MisfitError, read_json
from reviewer.domain.verdict import OTHER_LAYOUT
from reviewer.domain.versions import other_version
from reviewer.domain.visits import VISITS_LIMIT, checked_visit
from reviewer.signing.parts import PACKAGE_RULE
from reviewer.workbook.layout import LAYOUT_VERSION

Meant = TypeVar("Meant")

YES: Final = "yes"
NO: Final = "no"

LABEL: Final = "B"
"""The column of labels; the one before it is a margin, whose headings run across the page."""
VALUE: Final = "C"
APP_VERSION: Final = "Reviewer version"
"""The label of the version that made a workbook."""


_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,6})?Z", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverField:
    """One labelled field of Cover; one that is `optional` may be left out."""

    key: str
    label: str
    read: Callable[[Submission], str | int]
    optional: bool = False


def _yes(holds: bool) -> str:  # noqa: FBT001 - the truth it writes is its only argument
    return YES if holds else NO


_KINDS: Final[Mapping[FileKind, str]] = {
    FileKind.REVIEW: "one reviewer's reviews",
    FileKind.REGISTER: "a team's register",
}

_LANGUAGES: Final[Mapping[str, str]] = {"en": "English", "cy": "Cymraeg"}
"""The languages a workbook's own words may be in; its form is in both."""

INSPECTION_FIELDS: Final = (
    CoverField(key="force", label="Force", read=lambda s: s.inspection.force),
    CoverField(key="code", label="Inspection", read=lambda s: s.inspection.code),
    CoverField(key="marking", label="Marking", read=lambda s: s.inspection.marking),
    CoverField(key="visit_from", label="Visit from", read=lambda s: s.inspection.visit_from),
    CoverField(key="visit_to", label="Visit to", read=lambda s: s.inspection.visit_to),
    CoverField(key="kind", label="Kind of file", read=lambda s: _KINDS[s.inspection.kind]),
    CoverField(key="person", label="Reviewer or lead", read=lambda s: s.inspection.person),
    CoverField(
        key="random_sample",
        label="Cases drawn at random",
        read=lambda s: _yes(s.inspection.random_sample),
    ),
    CoverField(key="draw", label="How they were drawn", read=lambda s: s.inspection.draw),
    CoverField(
        key="design",
        label="Strata of the draw (JSON)",
        read=lambda s: _design_text(s.inspection.design),
        optional=True,
    ),
    CoverField(
        key="second_reads",
        label="How second reads were drawn",
        read=lambda s: s.inspection.second_reads,
        optional=True,
    ),
    CoverField(key="file", label="File id", read=lambda s: s.inspection.file, optional=True),
    CoverField(
        key="handed_over_by",
        label="Handed over by (JSON)",
        read=lambda s: _names_text(s.inspection.handed_over_by),
        optional=True,
    ),
)


def _names_text(names: Sequence[str]) -> str:
    return json.dumps(names, ensure_ascii=False) if names else ""


def _design_text(design: SampleDesign | None) -> str:
    return json.dumps(asdict(design), ensure_ascii=False) if design else ""


FORM_FIELDS: Final = (
    CoverField(key="form", label="Form", read=lambda s: s.inspection.form.id),
    CoverField(key="form_version", label="Form version", read=lambda s: s.inspection.form.version),
    CoverField(key="form_digest", label="Form digest", read=lambda s: s.inspection.form.digest),
    CoverField(
        key="form_criteria", label="Criteria digest", read=lambda s: s.inspection.form.criteria
    ),
    CoverField(key="language", label="Language", read=lambda s: _LANGUAGES[s.export.language]),
    CoverField(key="rule", label="Rule of the package", read=lambda _: PACKAGE_RULE),
    CoverField(key="layout", label="Layout of this workbook", read=lambda _: LAYOUT_VERSION),
)

EXPORT_FIELDS: Final = (
    CoverField(key="issued_by", label="Issued by", read=lambda s: s.export.issued_by),
    CoverField(key="number", label="Export number", read=lambda s: s.export.number),
    CoverField(key="at", label="Exported at (UTC)", read=lambda s: s.export.at),
    CoverField(key="final", label="Final export", read=lambda s: _yes(s.export.final)),
    CoverField(key="export_id", label="Export id", read=lambda s: s.export.id),
    CoverField(key="log_head", label="Head of the log", read=lambda s: s.export.log_head),
    CoverField(key="app_version", label=APP_VERSION, read=lambda s: s.export.app_version),
    CoverField(key="device", label="Computer", read=lambda s: s.export.device, optional=True),
    CoverField(
        key="only_for",
        label="Only with the reviews of",
        read=lambda s: s.export.only_for,
        optional=True,
    ),
)

_KNOWN: Final = {"layout": LAYOUT_VERSION, "rule": PACKAGE_RULE}

FIELDS: Final = INSPECTION_FIELDS + FORM_FIELDS + EXPORT_FIELDS


def list_fields(number: int, stamp: ListStamp) -> tuple[tuple[str, str | int], ...]:
    """Return label and value of what names the list accepted as `number`, from 1."""
    return (
        (f"List {number}: rows", stamp.length),
        (f"List {number}: fingerprint", stamp.digest),
        (f"List {number}: digest of the file", stamp.file_digest),
        (f"List {number}: accepted at (UTC)", stamp.loaded_at),
        (f"List {number}: columns read", stamp.mapping),
        (f"List {number}: columns left out", stamp.left_out),
        (f"List {number}: digest of the values", stamp.values),
    )


def visit_fields(number: int, visit: EarlierVisit) -> tuple[tuple[str, str | int], ...]:
    """Return label and value of what names the earlier visit given as `number`, from 1."""
    return (
        (f"Earlier visit {number}", visit.label),
        (f"Earlier visit {number}: graded", visit.graded),
        (f"Earlier visit {number}: below good", visit.below_good),
        (f"Earlier visit {number}: SHA-256", visit.source),
        (f"Earlier visit {number}: items", json.dumps(visit.items) if visit.items else ""),
        (f"Earlier visit {number}: mapping", visit.mapped),
        (f"Earlier visit {number}: types", json.dumps(visit.types) if visit.types else ""),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverContent:
    """What Cover names: the inspection, its lists, the export."""

    inspection: Inspection
    lists: tuple[ListStamp, ...]
    export: ExportStamp


def read_cover(lines: Mapping[str, str]) -> CoverContent:
    """Read Cover's fields from its lines (label → value); raises RefusalError."""
    values = _read_fields(lines)
    kind = _one_of(values, "kind", _KINDS)
    language = _one_of(values, "language", _LANGUAGES)
    inspection = Inspection(
        code=checked_code(values["code"]),
        force=values["force"],
        marking=values["marking"],
        form=FormStamp(
            id=values["form"],
            version=_whole(values, "form_version"),
            digest=values["form_digest"],
            criteria=values["form_criteria"],
        ),
        kind=kind,
        person=values["person"],
        visit_from=_day(values, "visit_from"),
        visit_to=_day(values, "visit_to"),
        random_sample=_flag(values, "random_sample"),
        earlier=tuple(_read_visits(lines)),
        draw=values["draw"],
        design=_read_design(values["design"]),
        second_reads=values["second_reads"],
        file=values["file"],
        handed_over_by=_names(values, "handed_over_by"),
    )
    export = ExportStamp(
        id=values["export_id"],
        number=_whole(values, "number"),
        at=_moment(values["at"], "Exported at"),
        log_head=values["log_head"],
        issued_by=values["issued_by"],
        app_version=values["app_version"],
        final=_flag(values, "final"),
        device=values["device"],
        language=language,
        only_for=values["only_for"],
    )
    return CoverContent(inspection=inspection, lists=_read_lists(lines), export=export)


def _read_fields(lines: Mapping[str, str]) -> Mapping[str, str]:
    by_key = {field.key: lines.get(field.label) for field in FIELDS}
    # Before all else: another layout has other fields.
    if other := other_version(by_key, _KNOWN, by_key["app_version"] or "?"):
        raise RefusalError(OTHER_LAYOUT, other)
    for field in FIELDS:
        if field.label not in lines and not field.optional:
            raise RefusalError(
                "missing-field",
                message(
                    "{sheet} has no field “{field}”.", sheet=SheetName.COVER, field=field.label
                ),
            )
    return {key: value or "" for key, value in by_key.items()}


def _read_lists(lines: Mapping[str, str]) -> tuple[ListStamp, ...]:
    stamps: list[ListStamp] = []
    while True:
        blank = ListStamp(length=0, digest="", file_digest="", loaded_at="")
        labels = [label for label, _ in list_fields(len(stamps) + 1, blank)]
        if labels[0] not in lines:
            return tuple(stamps)
        rows, digest, file_digest, loaded_at, mapping, left_out, values = (
            lines.get(label, "") for label in labels
        )
        if not rows.isascii() or not rows.isdecimal():
            raise RefusalError(
                "strange-field",
                message(
                    "{sheet}: “{field}” is not a number.", sheet=SheetName.COVER, field=labels[0]
                ),
            )
        stamps.append(
            ListStamp(
                length=int(rows),
                digest=digest,
                file_digest=file_digest,
                loaded_at=_moment(loaded_at, labels[3]),
                mapping=mapping,
                left_out=left_out,
                values=values,
            )
        )


def _read_visits(lines: Mapping[str, str]) -> Iterator[EarlierVisit]:
    for number in range(1, VISITS_LIMIT + 1):
        blank = EarlierVisit(label="", graded=0, below_good=0)
        label, graded, below_good, source, items, mapped, types = (
            name for name, _ in visit_fields(number, blank)
        )
        if label not in lines:
            return
        counts = [lines.get(name, "") for name in (graded, below_good)]
        if not all(count.isascii() and count.isdecimal() and len(count) < 7 for count in counts):
            raise RefusalError(
                "strange-field",
                message("{sheet}: “{field}” has no counts.", sheet=SheetName.COVER, field=label),
            )
        try:
            yield checked_visit(
                lines[label],
                *map(int, counts),
                source=lines.get(source, ""),
                items=_read_counts(lines.get(items, ""), items),
                mapped=lines.get(mapped, ""),
                types=_read_counts(lines.get(types, ""), types),
            )
        except ValueError:
            raise RefusalError(
                "strange-field",
                message("{sheet}: “{field}” does not add up.", sheet=SheetName.COVER, field=types),
            ) from None


def _read_design(text: str) -> SampleDesign | None:
    if not text:
        return None
    try:
        design = read_json(text.encode(), SampleDesign)
    except MisfitError:
        raise _strange("design") from None
    numbers = (n for s in design.strata for n in (s.population, s.size, s.replacements))
    if min(design.listed, *numbers) < 0 or _design_text(design) != text:
        raise _strange("design")
    return design


def _read_counts(text: str, label: str) -> tuple[tuple[str, int, int], ...]:
    try:
        found = json.loads(text) if text else []
        counts = tuple((str(key), int(n), int(of)) for key, n, of in found)
    except (ValueError, TypeError, RecursionError):
        counts = (("", 1, 0),)
    if not all(0 <= n <= of for _, n, of in counts):
        raise RefusalError(
            "strange-field",
            message("{sheet}: “{field}” has no counts.", sheet=SheetName.COVER, field=label),
        )
    return counts


def _names(values: Mapping[str, str], key: str) -> tuple[str, ...]:
    try:
        found = json.loads(values[key] or "[]")
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, list) or not all(isinstance(name, str) for name in found):
        raise _strange(key)
    return tuple(found)


def _one_of(values: Mapping[str, str], key: str, words: Mapping[Meant, str]) -> Meant:
    """Return what a word of Cover stands for."""
    found = next((meant for meant, word in words.items() if word == values[key]), None)
    if found is None:
        raise _strange(key)
    return found


def _strange(key: str) -> RefusalError:
    label = next(field.label for field in FIELDS if field.key == key)
    return RefusalError(
        "strange-field",
        message(
            "{sheet}: “{field}” has a value that is not allowed.",
            sheet=SheetName.COVER,
            field=label,
        ),
    )


def is_day(text: str) -> bool:
    """Say whether a text is an ISO day that exists."""
    try:
        return _DAY.fullmatch(text) is not None and bool(date.fromisoformat(text))
    except ValueError:
        return False


def is_moment(text: str) -> bool:
    """Say whether a text is a moment in UTC as `reviewer.domain.times.stamp` writes it."""
    try:
        return _MOMENT.fullmatch(text) is not None and bool(moment(text))
    except ValueError:
        return False


def _moment(text: str, label: str) -> str:
    if text and not is_moment(text):
        raise RefusalError(
            "strange-field",
            message(
                "{sheet}: “{field}” is not a date and time in UTC.",
                sheet=SheetName.COVER,
                field=label,
            ),
        )
    return text


def _day(values: Mapping[str, str], key: str) -> str:
    if values[key] and not is_day(values[key]):
        raise _strange(key)
    return values[key]


def _whole(values: Mapping[str, str], key: str) -> int:
    text = values[key]
    if not text.isascii() or not text.isdecimal() or len(text) > 15:
        raise _strange(key)
    return int(text)


def _flag(values: Mapping[str, str], key: str) -> bool:
    if values[key] not in {YES, NO}:
        raise _strange(key)
    return values[key] == YES
