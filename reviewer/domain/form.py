"""A review form: data that says what is asked, when, and what must hold.

The code knows the kinds of item below and no question. Digest and version stamp every
review file, workbook and print.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Self

from pydantic import BaseModel, Field, StringConstraints, model_validator

from reviewer.domain.computed import Computed
from reviewer.domain.conditions import Condition, Model
from reviewer.domain.criteria import criteria_digest
from reviewer.domain.errors import RefusalError
from reviewer.domain.grades import Grades, Status
from reviewer.domain.ids import Code, Key
from reviewer.domain.kinds import TEXT_LIMIT, Kind
from reviewer.domain.message import message
from reviewer.domain.options import Meaning, Option
from reviewer.domain.wording import Text, Wording

__all__ = [
    "TEXT_LIMIT",
    "Column",
    "Form",
    "FormStamp",
    "Item",
    "KeyText",
    "Kind",
    "Meaning",
    "Option",
    "Roles",
    "Rule",
    "Section",
    "Strength",
]

KEY_LIMIT = 100
"""Characters of a key: it heads a column of the workbook."""

KeyText = Annotated[
    Key,
    StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_]*(\.[A-Za-z0-9_]+)*$", max_length=KEY_LIMIT),
]


class Column(Model):
    """One column of a rows item; its key is local (`stage`)."""

    key: KeyText
    kind: Kind
    label: Text
    guidance: Text | None = None
    codes: str | None = None
    required: bool | Condition = False
    relevant: bool | Condition = True


class Item(Model):
    """One item of a form.

    `required` None follows its section. `note_of` is the key of the choice whose note this
    is; such items are made when the form is loaded, never written in a file.
    """

    key: KeyText
    kind: Kind
    label: Text
    guidance: Text | None = None
    codes: str | None = None
    required: bool | Condition | None = None
    relevant: bool | Condition = True
    least: int | None = Field(default=None, ge=1)
    """Least characters of a text."""
    least_when: tuple[tuple[Condition, int], ...] = ()
    """Other least lengths, the first whose condition holds."""
    most: int | None = Field(default=None, ge=1)
    """Most codes of a multi."""
    columns: tuple[Column, ...] = ()
    sheet: str | None = None
    """The workbook's sheet that holds the rows."""
    row_label: Text | None = None
    """What one row is called, as “Delay”."""
    note_of: Key | None = None


class Section(Model):
    """One section; an area is rated and gives the rows of the table by area.

    `rating` and `rationale` name an area's items; a section that is no area names neither.
    """

    id: KeyText
    number: str
    title: Text
    short: Text | None = None
    guidance: Text | None = None
    rating: Key | None = None
    rationale: Key | None = None
    required: bool | Condition = False
    relevant: bool | Condition = True
    items: tuple[Item, ...]


class Strength(StrEnum):
    """How a rule binds."""

    BLOCKS = "blocks"
    EXPLAIN = "explain"
    WARNS = "warns"


class Rule(Model):
    """What must not hold: the finding remains while `when` holds.

    A rule to explain is settled by a text at `explain.ID`. With `each`, `when` is asked of
    every row of that item.
    """

    id: KeyText
    strength: Strength
    at: Key
    when: Condition
    each: Key | None = None
    text: Text

    @cached_property
    def explanation(self) -> Key:
        """The key of the explanation that settles it."""
        return Key(f"explain.{self.id}")


class Roles(Model):
    """Which items carry what the figures and the status need.

    A form without supervision, delay or referrals back leaves the roles of that part out:
    theirs are empty then. `delay_stage` to `delay_open` are columns of the delay rows; their
    start and end are those the computed `delay_days` runs between.
    """

    reviewable: Key
    exclusion: Key
    replaced_by: Key = Key("")
    case_type: Key
    period_end: Key = Key("")
    grade: Key
    rationale: Key
    supervision: Key = Key("")
    supervision_entries: Key = Key("")
    supervision_gap: Key = Key("")
    supervision_items: tuple[Key, ...] = ()
    delay: Key = Key("")
    delay_rows: Key = Key("")
    delay_days: Key = Key("")
    delay_stage: Key = Key("")
    delay_reason: Key = Key("")
    delay_avoidable: Key = Key("")
    delay_impact: Key = Key("")
    delay_open: Key = Key("")
    referral: Key = Key("")
    referral_urgency: Key = Key("")
    referral_raised: Key = Key("")
    referral_response: Key = Key("")
    referral_closed: Key = Key("")
    good_practice: Key = Key("")
    themes: Key = Key("")


class FormStamp(Model):
    """What names a form: id, version, the digest of what it asks, and that of its criteria.

    Answers fit every form of the same digest, whatever its criteria are.
    """

    id: str
    version: int
    digest: str
    criteria: str


class Form(Model):
    """A whole form, checked and complete in itself."""

    id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]*$")]
    version: int = Field(ge=1)
    title: Text
    answer_sets: dict[str, tuple[Option, ...]]
    types: str
    """The answer set of case types."""
    scales: dict[str, tuple[Option, ...]] = Field(default_factory=dict)
    """The forces' own grade scales."""
    own_scale: str | None = None
    """The scale that has this form's grades: grades on any other are never compared."""
    roles: Roles
    sections: tuple[Section, ...]
    computed: tuple[Computed, ...] = ()
    rules: tuple[Rule, ...] = ()
    agreement: tuple[Key, ...] = ()
    """The items besides the grade on which readers of one case must agree; none: the two flags."""

    @cached_property
    def items(self) -> Mapping[Key, Item]:
        """Every item by key, notes and explanations among them, in the form's order."""
        return {item.key: item for section in self.sections for item in section.items}

    @cached_property
    def section_of(self) -> Mapping[Key, Section]:
        """The section each item is in."""
        return {item.key: section for section in self.sections for item in section.items}

    @cached_property
    def options(self) -> Mapping[str, Mapping[Code, Option]]:
        """Every answer set as code → option."""
        return {name: {o.code: o for o in options} for name, options in self.answer_sets.items()}

    @cached_property
    def computed_by_key(self) -> Mapping[str, Computed]:
        """The computed values by key."""
        return {computed.key: computed for computed in self.computed}

    @model_validator(mode="after")
    def _check_languages(self) -> Self:
        """Show a form that is only partly translated in English throughout."""
        texts = list(_wordings(self))
        if any(text.cy is None for text in texts):
            for text in texts:
                text.keep_to_english()
        return self

    @property
    def areas(self) -> tuple[Section, ...]:
        """The rated areas."""
        return tuple(section for section in self.sections if section.rating is not None)

    @property
    def case_types(self) -> tuple[Option, ...]:
        """The case types, in the form's order."""
        return self.answer_sets[self.types]

    @cached_property
    def grades(self) -> Grades:
        """The overall grades; every option of theirs has one of the three meanings."""
        options = self._options_at(self.roles.grade)

        def meaning(*meanings: Meaning) -> tuple[Code, ...]:
            return tuple(code for code, option in options.items() if option.means in meanings)

        return Grades(
            options=options,
            graded=meaning(Meaning.GOOD, Meaning.BELOW_GOOD),
            below_good=meaning(Meaning.BELOW_GOOD),
            ungraded=meaning(Meaning.NOT_GRADED),
        )

    @cached_property
    def endings(self) -> Mapping[Code, Status]:
        """The codes that take a case out of the sample, and the status each gives it."""
        statuses = {Meaning.EXCLUDED: Status.EXCLUDED, Meaning.REPLACED: Status.REPLACED}
        options = self._options_at(self.roles.reviewable)
        return {code: statuses[o.means] for code, o in options.items() if o.means in statuses}

    @cached_property
    def stamp(self) -> FormStamp:
        """Id, version and digests; labels, guidance, keys and marks do not change the first."""
        return FormStamp(
            id=self.id,
            version=self.version,
            digest=_digest(self),
            criteria=criteria_digest(self),
        )

    def item(self, key: str) -> Item:
        """Return the item at `key`; raises RefusalError where the form has none."""
        try:
            return self.items[Key(key)]
        except KeyError:
            raise RefusalError(
                "unknown-key",
                message(
                    "There is no question “{key}” in the form {form}. The help page Keys "
                    "and codes lists all keys.",
                    form=self.id,
                    key=key,
                ),
            ) from None

    def codes_of(self, asked: Item | Column) -> Mapping[Code, Option]:
        """Return the options of a choice or multi; empty for other kinds."""
        return self.options[asked.codes] if asked.codes is not None else {}

    def _options_at(self, key: Key) -> Mapping[Code, Option]:
        item = self.items.get(key)
        return self.codes_of(item) if item is not None else {}

    def label(self, key: str, code: str) -> str:
        """Return the label of a code answered at `key`, the code itself where unknown."""
        option = self.codes_of(self.item(key)).get(Code(code))
        return str(option.label) if option else code

    def type_label(self, code: str) -> str:
        """Return the label of a case type."""
        option = self.options[self.types].get(Code(code))
        return str(option.label) if option else code

    def of_kind(self, *kinds: Kind) -> Iterator[Item]:
        """Yield the items of these kinds in the form's order."""
        return (item for item in self.items.values() if item.kind in kinds)

    def to_json(self) -> str:
        """Write the whole form as it travels inside a review file."""
        return self.model_dump_json(by_alias=True, exclude_defaults=True)


def _wordings(part: object) -> Iterator[Wording]:
    """Yield every text in a part of a form."""
    if isinstance(part, Wording):
        yield part
    elif isinstance(part, BaseModel):
        for name in type(part).model_fields:
            yield from _wordings(getattr(part, name))
    elif isinstance(part, Mapping):
        for inner in part.values():
            yield from _wordings(inner)
    elif isinstance(part, (list, tuple)):
        for inner in part:
            yield from _wordings(inner)


_WORDS_ONLY = frozenset(
    {"label", "title", "short", "guidance", "text", "words", "row_label"}
    | {"shortcut", "shape", "colour"}
)


def _digest(form: Form) -> str:
    text = json.dumps(_bare(form), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _bare(value: object) -> object:
    """Return a part of a form as JSON without its words and defaults.

    Names that a form gives (answer sets, keys in conditions) stay, whatever they are called.
    """
    if isinstance(value, BaseModel):
        return {
            field.alias or name: _bare(getattr(value, name))
            for name, field in type(value).model_fields.items()
            if name not in _WORDS_ONLY and getattr(value, name) != field.default
        }
    if isinstance(value, Mapping):
        return {name: _bare(part) for name, part in value.items()}
    return [_bare(part) for part in value] if isinstance(value, tuple) else value
