"""An XLSForm, the spreadsheet of survey tools, as a form file to continue.

Sheets `survey`, `choices` and `settings` as the standard at xlsform.org has them: types, choices,
`relevant`, `required`, `constraint`, hints and labels in English and Welsh; groups become
sections, repeats rows. Columns of our own carry what the standard has no word for:
`reviewer_role` on questions, and on choices `reviewer_means`, `_shortcut`, `_shape`,
`_colour`, `_note`, `_hours` and `_words` (apart by semicolons). What a form cannot say is
listed by sheet and row, never dropped in silence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, Final

import yaml

from reviewer.domain.message import Message, message
from reviewer.intake.xlsform_conditions import (
    Condition,
    NamedQuestion,
    NotExpressibleError,
    condition_of,
    least_length,
    most_chosen,
)
from reviewer.intake.xlsform_lines import XlsFormLine
from reviewer.intake.xlsform_names import distinct, key_name, set_name, sheet_name
from reviewer.intake.xlsform_sheets import lines_by_sheet

Part = dict[str, Any]

_KINDS: Final = {
    "text": "text",
    "integer": "integer",
    "date": "date",
    "datetime": "datetime",
    "select_one": "choice",
    "select_multiple": "multi",
    "acknowledge": "choice",
    "trigger": "choice",
}
_METADATA: Final = frozenset(
    {"start", "end", "today", "deviceid", "username", "phonenumber", "email", "audit"}
)
"""What a survey tool records by itself: the log of a review file has all of it that counts."""

_TAKEN: Final = frozenset(
    {"type", "name", "label", "hint", "relevant", "required", "constraint"}
    | {"constraint_message", "reviewer_role"}
)
_TEXTS: Final = ("label", "hint", "constraint_message")
"""What is given in several languages."""
_HARMLESS: Final = frozenset({"required_message", "appearance", "guidance_hint", "notes", "note"})
_OPTION_TEXTS: Final = ("means", "shortcut", "shape", "colour", "note", "hours")
_TICK: Final = "tick"
_LOOSE: Final = "loose_part_"
"""How the id of a section begins that holds questions outside any group."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadXlsForm:
    """A form file's text, and what of the spreadsheet is not in it, by sheet and row."""

    text: str
    left_out: tuple[Message, ...]


def read_xlsform(untrusted: bytes) -> ReadXlsForm:
    """Read an XLSForm; raises RefusalError for a file that is none."""
    rows = lines_by_sheet(untrusted)
    reading = _Reading()
    choices, survey = rows("choices"), rows("survey")
    reading.note_languages([*choices, *survey])
    reading.take_choices(choices)
    reading.take_survey(survey)
    form = reading.form(next(iter(rows("settings")), XlsFormLine("settings", 2, {})))
    written = yaml.safe_dump(form, sort_keys=False, allow_unicode=True, width=100)
    return ReadXlsForm(text=written, left_out=tuple(reading.left_out))


@dataclass(slots=True)
class _Reading:
    """The spreadsheet while it is read.

    `named` has every row with a name, `questions` those that an expression may ask about.
    """

    left_out: list[Message] = field(default_factory=list)
    sets: dict[str, list[Part]] = field(default_factory=dict)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    sections: list[Part] = field(default_factory=list)
    rules: list[Part] = field(default_factory=list)
    roles: dict[str, Any] = field(default_factory=dict)
    named: dict[str, NamedQuestion] = field(default_factory=dict)
    questions: dict[str, NamedQuestion] = field(default_factory=dict)
    types: str = ""
    _groups: list[tuple[str, str | Condition | None]] = field(default_factory=list)
    _keys: set[str] = field(default_factory=set)
    _sheets: set[str] = field(default_factory=set)
    _rows: Part | None = None
    _open: bool = False

    def note_languages(self, lines: list[XlsFormLine]) -> None:
        """List the languages that a form does not have, once for each sheet."""
        found = {(line.sheet, tag) for line in lines for name in _TEXTS
                 for tag in line.other_languages(name)}  # fmt: skip
        for sheet, language in sorted(found):
            self.left_out.append(
                message(
                    "{sheet}: the texts in {language}, a language that forms do not support. "
                    "They are used only where there is no English",
                    sheet=sheet,
                    language=language,
                )
            )

    def take_choices(self, lines: list[XlsFormLine]) -> None:
        """Take the sheet of choices as answer sets."""
        for line in lines:
            name, given = line.get("list_name"), line.get("name")
            if not name or not given:
                self._leave(line, message("a choice without list_name or name"))
                continue
            known = self.codes.setdefault(name, {})
            code = distinct(re.sub(r"[^A-Z0-9_]", "_", given.upper()), set(known.values()))
            known.setdefault(given, code)
            option: Part = {"code": code, "label": line.words("label") or {"en": given}}
            for what in _OPTION_TEXTS:
                if text := line.get(f"reviewer_{what}"):
                    option[what] = text
            if guidance := line.words("reviewer_guidance") or line.words("hint"):
                option["guidance"] = guidance
            if words := line.get("reviewer_words"):
                option["words"] = [word.strip() for word in words.split(";") if word.strip()]
            self.sets.setdefault(set_name(name), []).append(option)
            for heading in line.cells:
                if heading.startswith(("media", "image", "audio", "video", "geometry")):
                    self._leave(line, message("the column “{heading}”", heading=heading))

    def take_survey(self, lines: list[XlsFormLine]) -> None:
        """Take the questions; names first, for an expression may ask about what comes later."""
        for line in lines:
            kind, rest = line.type
            codes = self.codes.get(rest.split(" ")[0], {}) if kind.startswith("select") else {}
            if kind in {"acknowledge", "trigger"}:
                codes = {"OK": "OK"}
            if line.get("name"):
                key = distinct(key_name(line.get("name")), self._keys)
                self._keys.add(key)
                named = self.named.setdefault(line.get("name"), NamedQuestion(key=key, codes=codes))
                if kind in _KINDS:
                    self.questions.setdefault(line.get("name"), named)
        for line in lines:
            self._take(line)
        if self._groups:
            self.left_out.append(message("survey: a group or repeat has no end"))

    def form(self, settings: XlsFormLine) -> Part:
        """Return the whole form as it is written into a file."""
        identifier = settings.get("form_id") or settings.get("form_title") or "form"
        version = settings.get("version")
        if version and not version.isdecimal():
            self._leave(
                settings, message("the version “{version}”; version 1 is used", version=version)
            )
        made: Part = {
            "id": re.sub(r"[^a-z0-9-]+", "-", identifier.casefold()).strip("-") or "form",
            "version": version if version.isdecimal() and int(version) else "1",
            "title": settings.words("form_title") or {"en": identifier},
        }
        if self.types:
            made["types"] = self.types
        made |= {"answer_sets": self.sets, "roles": self.roles, "sections": self.sections}
        return made | ({"rules": self.rules} if self.rules else {})

    def _take(self, line: XlsFormLine) -> None:
        kind, rest = line.type
        if kind in {"begin_group", "begin_repeat"} or (kind == "begin" and rest):
            self._begin(line, repeat="repeat" in f"{kind} {rest}")
        elif kind in {"end_group", "end_repeat", "end"}:
            self._end()
        elif kind == "note":
            self._take_note(line)
        elif kind in _KINDS:
            self._take_question(line, _KINDS[kind], rest)
        elif kind not in _METADATA:
            self._leave(
                line,
                message(
                    "“{name}” of type {kind}",
                    name=line.get("name") or line.get("label"),
                    kind=kind or message("none"),
                ),
            )

    def _begin(self, line: XlsFormLine, *, repeat: bool) -> None:
        named = self.named.get(line.get("name"))
        if repeat and self._rows is None:
            item = self._asked(line, "rows")
            item |= {"sheet": sheet_name(str(item["label"]["en"]), self._sheets), "columns": []}
            self._section(line)["items"].append(item)
            self._rows = item
        elif self._rows is not None or self._open:
            self._leave(line, message("a group within a group; its questions are in the outer one"))
            self._groups.append(("inner", self._condition(line, "relevant")))
            return
        else:
            section: Part = {
                "id": named.key if named else f"section_{len(self.sections) + 1}",
                "number": str(len(self.sections) + 1),
                "title": line.words("label") or {"en": line.get("name") or "Part"},
                "items": [],
            }
            self.sections.append(section)
            self._open = True
            self._groups.append(("section", None))
            if relevant := self._condition(line, "relevant"):
                section["relevant"] = relevant
            return
        self._groups.append(("rows", None))

    def _end(self) -> None:
        ended, _ = self._groups.pop() if self._groups else ("", None)
        if ended == "rows":
            self._rows = None
        elif ended == "section":
            self._open = False

    def _take_note(self, line: XlsFormLine) -> None:
        label = line.words("label")
        if "${" in str(label) or line.get("relevant"):
            self._leave(line, message("a note with a condition, or one that quotes an answer"))
        elif label:
            section = self._section(line)
            before = section.get("guidance", {"en": ""})["en"]
            section["guidance"] = {"en": f"{before} {label['en']}".strip()}

    def _section(self, line: XlsFormLine) -> Part:
        """Return the section a question is in; one outside any group gets one of its own."""
        if not self._open and not (self.sections and self.sections[-1]["id"].startswith(_LOOSE)):
            number = str(len(self.sections) + 1)
            title = {"en": f"Part {number}"}
            self.sections.append(
                {"id": f"{_LOOSE}{number}", "number": number, "title": title, "items": []}
            )
            self._leave(
                line,
                message("a question outside any group; it is in “{title}”", title=title["en"]),
            )
        return self.sections[-1]

    def _take_question(self, line: XlsFormLine, kind: str, rest: str) -> None:
        listed = rest.split(" ", maxsplit=1)[0]
        asked = self._asked(line, kind)
        if kind in {"choice", "multi"}:
            asked["codes"] = self._set_of(line, listed)
        if rest.endswith("or_other"):
            self._leave(line, message("“or_other”; give the choice “other” and ask for a note"))
        where = self._section(line)
        if self._rows is not None:
            if kind == "rows":
                return
            self._rows["columns"].append(asked)
        else:
            where["items"].append(asked)
            self._take_role(line, asked, where)
        self._take_constraint(line, asked, kind)

    def _set_of(self, line: XlsFormLine, listed: str) -> str:
        if not listed:
            self.sets.setdefault(_TICK, [{"code": "OK", "label": {"en": "Yes"}}])
            return _TICK
        if listed not in self.codes:
            self._leave(
                line,
                message(
                    "the choices “{choices}”, which are not on the sheet choices", choices=listed
                ),
            )
        return set_name(listed)

    def _asked(self, line: XlsFormLine, kind: str) -> Part:
        named = self.named.get(line.get("name"))
        key = named.key if named else distinct("question", self._keys)
        self._keys.add(key)
        label = line.words("label") or {"en": line.get("name") or key}
        asked: Part = {"key": key, "kind": kind, "label": label}
        for name in _TEXTS[:2]:
            if "${" in str(line.words(name)):
                self._leave(line, message("an answer quoted in the {column}", column=name))
        if hint := line.words("hint"):
            asked["guidance"] = hint
        relevant = [*self._around(), self._condition(line, "relevant")]
        if joined := _all_of([part for part in relevant if part]):
            asked["relevant"] = joined
        if required := self._condition(line, "required"):
            asked["required"] = required
        for heading in line.cells:
            stem = heading.partition("::")[0]
            if not {stem, heading} & (_TAKEN | _HARMLESS):
                self._leave(line, message("the column “{heading}”", heading=heading))
        return asked

    def _around(self) -> list[str | Condition | None]:
        """Return the conditions of the groups around a question, inside its repeat if any."""
        found: list[str | Condition | None] = []
        for kind, condition in self._groups:
            found = [] if kind == "rows" else [*found, condition]
        return found

    def _condition(self, line: XlsFormLine, name: str) -> str | Condition | None:
        text = line.get(name)
        plain = text.casefold().strip("() ")
        if plain in {"yes", "true"}:
            return "true" if name == "required" else None
        if plain in {"no", "false"}:
            return "false" if name == "relevant" else None
        return self._expressed(line, name, text) if text else None

    def _expressed(self, line: XlsFormLine, name: str, text: str) -> Condition | None:
        try:
            return condition_of(text, self.questions)
        except NotExpressibleError:
            self._leave(line, message("{column}: {text}", column=name, text=text))
            return None

    def _take_constraint(self, line: XlsFormLine, asked: Part, kind: str) -> None:
        text = line.get("constraint")
        if not text:
            return
        least = least_length(text) if kind == "text" and self._rows is None else None
        if least is not None:
            asked["least"] = str(least)
            return
        most = most_chosen(text) if kind == "multi" and self._rows is None else None
        if most is not None:
            asked["most"] = str(most)
            return
        own = self.named.get(line.get("name")) or NamedQuestion(key=asked["key"], codes={})
        try:
            holds = condition_of(text, self.questions, own)
        except NotExpressibleError:
            self._leave(line, message("constraint: {text}", text=text))
            return
        words = line.words("constraint_message") or {"en": f"The answer must meet {text}."}
        rule: Part = {"id": f"constraint_{asked['key']}", "strength": "blocks"}
        rule["at"] = self._rows["key"] if self._rows is not None else asked["key"]
        if self._rows is not None:
            rule["each"] = self._rows["key"]
        rule |= {"when": {"all": [{"answered": asked["key"]}, {"not": holds}]}, "text": words}
        self.rules.append(rule)

    def _take_role(self, line: XlsFormLine, asked: Part, section: Part) -> None:
        role = line.get("reviewer_role")
        if role in {"area rating", "area rationale"}:
            section[role.removeprefix("area ")] = asked["key"]
        elif role == "supervision_items":
            self.roles.setdefault(role, []).append(asked["key"])
        elif role:
            self.roles[role] = asked["key"]
        if role == "case_type":
            self.types = asked["codes"]

    def _leave(self, line: XlsFormLine, what: Message) -> None:
        self.left_out.append(
            message("{sheet}, row {row}: {what}", sheet=line.sheet, row=line.number, what=what)
        )


def _all_of(parts: list[str | Condition]) -> str | Condition | None:
    if "false" in parts:
        return "false"
    return {"all": parts} if len(parts) > 1 else next(iter(parts), None)
