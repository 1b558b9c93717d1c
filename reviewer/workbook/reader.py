"""From a verified workbook's parts back to the submission it was written from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from reviewer.domain.errors import RefusalError
from reviewer.domain.form import Form, Kind
from reviewer.domain.ids import CaseId, Key, SessionId
from reviewer.domain.inspection import FileKind
from reviewer.domain.message import message
from reviewer.domain.review import Review, Row, StateId, rows_text
from reviewer.domain.sheet_names import SheetName
from reviewer.domain.submission import LogLine, Source, Submission
from reviewer.domain.values import ROWS_LIMIT, is_canonical
from reviewer.workbook.case_rows import DIGITS, CaseRows
from reviewer.workbook.cover import (
    NO,
    YES,
    CoverContent,
    read_cover,
)
from reviewer.workbook.cover_reader import cover_lines
from reviewer.workbook.decision_reader import decisions_in
from reviewer.workbook.form_sheet import form_in
from reviewer.workbook.layout import (
    CURRENT,
    LOG_LINE,
    LOG_SOURCE,
    SUPERSEDED,
    DataSheet,
    Layout,
    in_narratives,
    layout_of,
)
from reviewer.workbook.record_values import loaded, moment, refused
from reviewer.workbook.sheet_parts import (
    Record,
    filled,
    picked,
    records_in,
    sheet_contents,
)
from reviewer.workbook.taken_values import TakenValues, is_text

_Owner = tuple[str, ...]
"""Case, reviewer and side: whose texts and rows these are."""

_OWNER = ("case", "reviewer", "side")


def read_workbook(verified_parts: Mapping[str, bytes]) -> Submission:
    """Read a submission from the verified parts of a workbook, by part name.

    Reviews come back in the order of their cases. What was not written is not there: references
    in a workbook without them, a force's own grade where no grade of the reviewer is saved.
    The form is the workbook's own. Raises RefusalError, naming sheet, row and column, for
    anything that does not fit it.
    """
    contents = sheet_contents(verified_parts)
    cover = read_cover(cover_lines(contents))
    form = form_in(contents, cover.inspection.form)
    return _Reading(form, cover, contents).submission()


class _Reading:
    """One workbook while it is read."""

    def __init__(self, form: Form, cover: CoverContent, contents: Mapping[str, bytes]) -> None:
        self._form = form
        self._cover = cover
        self._contents = contents
        self._layout: Layout = layout_of(form)
        self._origins: dict[StateId, tuple[str, ...]] = {}
        self._answers: TakenValues[Key] = TakenValues(
            lambda key, text: is_canonical(form, form.items[key], text)
        )
        self._cases = CaseRows(form, cover.inspection.code, self._layout.data[SheetName.CASES])

    def submission(self) -> Submission:
        """Read everything."""
        answers = self._narratives()
        for sheet in self._layout.rows_sheets:
            self._rows(sheet, answers)
        standing, superseded = self._reviews(answers)
        if answers:
            case, reviewer, _ = next(iter(answers))
            raise RefusalError(
                "stray-row",
                message(
                    "The workbook has texts or rows of {case} by {reviewer}, but not the review.",
                    case=case,
                    reviewer=reviewer,
                ),
            )
        log, sources = self._log()
        return Submission(
            inspection=self._cover.inspection,
            form=self._form,
            lists=self._cover.lists,
            cases=self._cases.cases,
            reviews=standing,
            superseded=superseded,
            decisions=decisions_in(self._form, self._contents, self._cases.ids),
            sources=sources,
            origins=self._origins,
            log=log,
            export=self._cover.export,
        )

    def _narratives(self) -> dict[_Owner, dict[Key, str]]:
        sheet = self._layout.data[SheetName.NARRATIVES]
        asked = {item.key: item for item in self._form.items.values() if in_narratives(item)}
        texts: dict[_Owner, dict[Key, str]] = defaultdict(dict)
        owner_of, texts_of = picked(sheet, *_OWNER), picked(sheet, "key", "text")
        for record in records_in(sheet, self._contents):
            name, text = texts_of(record.texts)
            key = Key(name)
            owned = texts[owner_of(record.texts)]
            if key not in asked or key in owned:
                raise refused(
                    sheet, record, "key", message("this text is not in the form, or is here twice.")
                )
            if asked[key].kind is Kind.TEXT:
                if not is_text(text):
                    raise refused(
                        sheet, record, "text", message("the form does not accept this text.")
                    )
            elif not text or not is_canonical(self._form, asked[key], text):
                raise self._no_answer(sheet, record, "text", key)
            owned[key] = text
        return texts

    def _rows(self, sheet: DataSheet, answers: dict[_Owner, dict[Key, str]]) -> None:
        """Read the rows of one rows item into the answers they belong to."""
        item = sheet.item
        if item is None:
            return
        columns = {str(column.key): column for column in item.columns}
        taken: TakenValues[str] = TakenValues(
            lambda name, text: is_canonical(self._form, columns[name], text)
        )
        owner_of = picked(sheet, *_OWNER)
        cells_of = picked(sheet, *(f"{item.key}.{name}" for name in columns))
        found: dict[_Owner, list[Row]] = defaultdict(list)
        for record in records_in(sheet, self._contents):
            rows = found[owner_of(record.texts)]
            if record.get("row") != str(len(rows) + 1):
                raise refused(sheet, record, "row", message("the rows are out of order."))
            row = filled(columns, cells_of(record.texts))
            if not row or len(rows) == ROWS_LIMIT:
                raise refused(
                    sheet, record, "row", message("the row is empty, or is one too many.")
                )
            strange = taken.strange(row)
            if strange is not None:
                label = columns[strange].label
                key = f"{item.key}.{strange}"
                raise refused(
                    sheet,
                    record,
                    key,
                    message("this is not a stored answer to “{question}”.", question=str(label)),
                )
            rows.append(row)
        for owner, rows in found.items():
            answers[owner][item.key] = rows_text(tuple(rows))

    def _reviews(
        self, answers: dict[_Owner, dict[Key, str]]
    ) -> tuple[tuple[Review, ...], tuple[Review, ...]]:
        sheet = self._layout.data[SheetName.CASES]
        asked = [column.answer for column in sheet.columns if column.answer is not None]
        owner_of, texts_of = picked(sheet, *_OWNER), picked(sheet, *asked)
        by_standing: dict[str, list[Review]] = {CURRENT: [], SUPERSEDED: []}
        sides: set[_Owner] = set()
        for record in records_in(sheet, self._contents):
            case = self._cases.take(record)
            owner = owner_of(record.texts)
            if owner in sides:
                raise refused(sheet, record, "side", message("this version is here twice."))
            sides.add(owner)
            given = filled(asked, texts_of(record.texts))
            strange = self._answers.strange(given)
            if strange is not None:
                raise self._no_answer(sheet, record, strange, strange)
            own = answers.pop(owner, {})
            own.update(given)
            if not record.get("reviewer"):
                if own or record.get("digest"):
                    raise refused(
                        sheet,
                        record,
                        "reviewer",
                        message("answers need the name of their reviewer."),
                    )
                continue
            if record.get("standing") not in by_standing:
                raise refused(
                    sheet,
                    record,
                    "standing",
                    message("this is neither of the two words allowed here."),
                )
            review = self._review(sheet, record, case, own)
            by_standing[record.get("standing")].append(review)
        return tuple(by_standing[CURRENT]), tuple(by_standing[SUPERSEDED])

    def _review(
        self, sheet: DataSheet, record: Record, case: CaseId, answers: dict[Key, str]
    ) -> Review:
        if record.get("completed") not in {YES, NO}:
            raise refused(sheet, record, "completed", message("this is neither yes nor no."))
        grade = record.get("blind_grade")
        if grade and self._answers.strange({self._form.roles.grade: grade}) is not None:
            raise self._no_answer(sheet, record, "blind_grade", self._form.roles.grade)
        review = Review(
            case=case,
            reviewer=record.get("reviewer"),
            answers=answers,
            completed=record.get("completed") == YES,
            blind_grade=grade,
            vector=_vector(sheet, record),
            changed_at=moment(sheet, record, "changed_at"),
        )
        if review.digest != record.get("digest"):
            raise refused(sheet, record, "digest", message("the digest does not match the review."))
        if record.get("source"):
            self._origins[review.state] = tuple(record.get("source").split(";"))
        return review

    def _no_answer(self, sheet: DataSheet, record: Record, column: str, key: Key) -> RefusalError:
        label = self._form.items[key].label
        return refused(
            sheet,
            record,
            column,
            message("this is not an answer to “{question}”.", question=str(label)),
        )

    def _log(self) -> tuple[tuple[LogLine, ...], tuple[Source, ...]]:
        sheet = self._layout.data[SheetName.LOG]
        lines: list[LogLine] = []
        sources: list[Source] = []
        for record in records_in(sheet, self._contents):
            get = record.get
            if get("entry") == LOG_LINE:
                at = moment(sheet, record, "at")
                line = LogLine(at=at, action=get("action"), detail=get("detail"), head=get("head"))
                lines.append(line)
            elif get("entry") == LOG_SOURCE:
                sources.append(_source(sheet, record))
            else:
                raise refused(
                    sheet,
                    record,
                    "entry",
                    message("this is neither of the two words allowed here."),
                )
        return tuple(lines), tuple(sources)


def _vector(sheet: DataSheet, record: Record) -> dict[SessionId, int]:
    found = loaded(record.get("vector"))
    if not isinstance(found, dict) or not all(
        type(count) is int and count >= 0 for count in found.values()
    ):
        raise refused(sheet, record, "vector", message("this is not a version."))
    return {SessionId(session): count for session, count in found.items()}


def _source(sheet: DataSheet, record: Record) -> Source:
    get = record.get
    if get("kind") not in set(FileKind):
        raise refused(sheet, record, "kind", message("this is not a kind of file."))
    if not DIGITS.fullmatch(get("export_number")) or len(get("export_number")) > 9:
        raise refused(sheet, record, "export_number", message("this is not a number."))
    return Source(
        digest=get("digest"),
        name=get("name"),
        signer=get("signer"),
        fingerprint=get("fingerprint"),
        issued_by=get("issued_by"),
        export_id=get("export_id"),
        export_number=int(get("export_number")),
        exported_at=moment(sheet, record, "exported_at"),
        merged_at=moment(sheet, record, "at"),
        kind=FileKind(get("kind")),
        file=get("file"),
        persons=_names(sheet, record, "persons"),
        readers=_names(sheet, record, "readers"),
        log_head=get("log_head"),
        heads=tuple(get("heads").split()),
        held_by=get("held_by"),
    )


def _names(sheet: DataSheet, record: Record, key: str) -> tuple[str, ...]:
    found = loaded(record.get(key))
    if not isinstance(found, list) or not all(isinstance(name, str) for name in found):
        raise refused(sheet, record, key, message("this does not contain names."))
    return tuple(found)
