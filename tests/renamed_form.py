"""A form with every key, code, column, section, sheet and rule of a bundled form renamed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from reviewer.domain.case import Case
from reviewer.domain.form import Form
from reviewer.domain.ids import Key
from reviewer.domain.review import Review
from reviewer.forms.library import bundled_source
from reviewer.forms.loader import load_form
from reviewer.forms.source import plain, read_source
from reviewer.forms.taking import with_taken

_NAMES = frozenset(
    {"compare", "of", "keys", "end", "key", "id", "at", "each", "rows", "column", "start"}
    | {"answered", "rating", "rationale"}
)
_WORDS = frozenset({"label", "title", "short", "guidance", "text", "row_label", "words"})
Tree = Any
"""Part of a form as a form file's text: mappings, lists and text."""

_NUMBERED = re.compile(r"[A-Z]\d*\.\d+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Renamed:
    """A form under other names, and what each old name is called in it."""

    form: Form
    names: Mapping[str, str]
    codes: Mapping[str, str]
    rows: frozenset[str]
    """The old keys of its rows items."""

    def name(self, old: str) -> str:
        """Return the new name of a key, column, section or rule; notes go with their items."""
        if old.startswith("explain."):
            return f"explain.{self.names[old.removeprefix('explain.')]}"
        if old.endswith(".label"):  # the column that says a row's answer in words
            return f"{self.name(old.removesuffix('.label'))}.label"
        item, dot, column = old.rpartition(".")
        if dot and old not in self.names and item in self.names:
            made = column if column == "note" and item not in self.rows else self.names[column]
            return f"{self.names[item]}.{made}"
        return self.names.get(old, old)

    def code(self, old: str) -> str:
        """Return the new code; several are separated by semicolons."""
        return ";".join(self.codes.get(code, code) for code in old.split(";"))

    def answers(self, answers: Mapping[Key, str], form: Form) -> dict[Key, str]:
        """Return answers under the new names."""
        renamed: dict[Key, str] = {}
        for key, text in answers.items():
            item = form.item(key)
            if item.columns:
                coded = {column.key for column in item.columns if column.codes}
                rows = [
                    {self.name(k): self.code(v) if k in coded else v for k, v in row.items()}
                    for row in json.loads(text)
                ]
                made = json.dumps(rows, ensure_ascii=False, separators=(",", ":"))
            else:
                made = self.code(text) if item.codes else text
            renamed[Key(self.name(key))] = made
        return renamed

    def review(self, review: Review, form: Form) -> Review:
        """Return a review under the new names."""
        return replace(
            review,
            answers=self.answers(review.answers, form),
            blind_grade=self.code(review.blind_grade),
        )

    def case(self, case: Case) -> Case:
        """Return a case of the list with its codes renamed."""
        coded = {Key("type"), Key("force_grade"), Key("force_scale")}
        values = {k: self.code(v) if k in coded else v for k, v in case.values.items()}
        return replace(case, values=values)


def renamed_form(form_id: str) -> Renamed:
    """Rename everything in a bundled form that is a name, and load what comes of it."""
    tree: Tree = plain(with_taken(read_source(bundled_source(form_id), "it.yaml"), bundled_source))
    names, codes, sets = _new_names(tree), _new_codes(tree), {}
    for place, name in enumerate([*tree["answer_sets"]]):
        sets[name] = f"set_{place}"
    changed = _Renaming(names, codes, sets).form(tree)
    form = load_form(json.dumps(changed), "renamed.yaml", find=bundled_source)
    items = (item for section in tree["sections"] for item in section["items"])
    rows = frozenset(item["key"] for item in items if item["kind"] == "rows")
    return Renamed(form=form, names=names, codes=codes, rows=rows)


def _new_names(tree: Tree) -> dict[str, str]:
    items = [item for section in tree["sections"] for item in section["items"]]
    old: list[str] = [item["key"] for item in items]
    old += [column["key"] for item in items for column in item.get("columns", ())]
    old += [computed["key"] for computed in tree["computed"]]
    old += [section["id"] for section in tree["sections"]]
    old += [rule["id"] for rule in tree["rules"]]
    distinct = dict.fromkeys(old)
    return {
        name: f"Z{place}.{place}" if _NUMBERED.fullmatch(name) else f"q_{place}"
        for place, name in enumerate(distinct)
    }


def _new_codes(tree: Tree) -> dict[str, str]:
    sets = (*tree["answer_sets"].values(), *tree["scales"].values())
    old = [option["code"] for options in sets for option in options]
    return {name: f"K{place}" for place, name in enumerate(dict.fromkeys([*old, *tree["scales"]]))}


class _Renaming:
    def __init__(
        self, names: Mapping[str, str], codes: Mapping[str, str], sets: Mapping[str, str]
    ) -> None:
        self._names, self._codes, self._sets = names, codes, sets

    def form(self, tree: Tree) -> Tree:
        """Rename a whole form, part by part."""
        return {
            **{key: tree[key] for key in ("version", "title")},
            "id": "renamed",
            "types": self._sets[tree["types"]],
            "own_scale": self._codes[tree["own_scale"]],
            "answer_sets": {
                self._sets[name]: self._options(options)
                for name, options in tree["answer_sets"].items()
            },
            "scales": {
                self._codes[name]: self._options(options)
                for name, options in tree["scales"].items()
            },
            "roles": {role: self._key(value) for role, value in tree["roles"].items()},
            **{part: self._tree(tree[part]) for part in ("sections", "computed", "rules")},
        }

    def _options(self, options: Iterable[Tree]) -> list[Tree]:
        return [{**option, "code": self._codes[option["code"]]} for option in options]

    def _key(self, value: Tree) -> Tree:
        if isinstance(value, list):
            return [self._key(part) for part in value]
        return self._names.get(value, value) if isinstance(value, str) else self._tree(value)

    def _code(self, value: Tree) -> Tree:
        if isinstance(value, list):
            return [self._code(part) for part in value]
        return self._codes[value]

    def _tree(self, value: Tree) -> Tree:
        if isinstance(value, list):
            return [self._tree(part) for part in value]
        if not isinstance(value, dict):
            return value
        return {name: self._field(name, part) for name, part in value.items()}

    def _field(self, name: str, part: Tree) -> Tree:
        if name in _WORDS:
            return part
        if name in {"is", "in"} and isinstance(part, dict):
            return {self._key(key): self._code(codes) for key, codes in part.items()}
        change = {
            "codes": self._sets.get,
            "sheet": "Sheet of {}".format,
            "in": self._code,
            "rows_any": self._keyed,
            **dict.fromkeys(_NAMES, self._key),
        }.get(name, self._tree)
        return change(part)

    def _keyed(self, part: Tree) -> Tree:
        return {self._key(key): self._tree(condition) for key, condition in part.items()}
