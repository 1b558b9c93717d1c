"""The pages of the help: Markdown beside the program, and what the form in use says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from importlib.metadata import version
from importlib.resources.abc import Traversable
from typing import Final

from reviewer.domain.criteria import changed_criteria
from reviewer.domain.form import Column, Form, FormStamp, Item
from reviewer.domain.language import ENGLISH, current_language
from reviewer.domain.message import Message, message

VERSION: Final = "{version}"
"""Where a page shows the version of the program."""

CODES = "codes"
CRITERIA = "criteria"
"""The topics of the pages that are made of a form."""

_PICTURE: Final = re.compile(r"^!\[([^\]]+)\]\([^)]+\)$", re.MULTILINE)
"""A picture in a page: a line of its own that says what it shows, and names its file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpPage:
    """One page: the word it is asked for by, its title, and its text in Markdown."""

    topic: str
    title: str
    text: str

    @property
    def words(self) -> str:
        """The text without pictures: in the place of each, in brackets, what it shows."""
        return _PICTURE.sub(r"[\1]", self.text)


def help_pages(form: Form, beside: Form | None = None, name: str = "") -> tuple[HelpPage, ...]:
    """Return every page in reading order, last the criteria and the codes of a form.

    With another form `beside` it, each criterion that differs is shown in both versions; `name`
    says where that form comes from.

    A page is one file, `LANGUAGE/NN-TOPIC.md`: the number is its place, its first line the title.
    A page or picture that the language chosen lacks is shown in English.
    """
    return (*written_pages(), _criteria(form, beside, name), _codes(form))


def written_pages() -> tuple[HelpPage, ...]:
    """Return the pages that are the same for every form, in reading order."""
    files = _files(".md")
    return tuple(_page(name, files[name].read_text("utf-8")) for name in sorted(files))


def help_picture(name: str) -> bytes | None:
    """Return the picture that a page names (PNG), or None where the help has none of that name."""
    found = _files(".png").get(name)
    return found.read_bytes() if found is not None else None


def _files(ending: str) -> Mapping[str, Traversable]:
    help_ = resources.files("resources") / "help"
    folders = (help_ / language for language in (ENGLISH, current_language()))
    files = (file for folder in folders if folder.is_dir() for file in folder.iterdir())
    return {file.name: file for file in files if file.name.endswith(ending)}


def _page(name: str, text: str) -> HelpPage:
    topic, shown = name.removesuffix(".md").partition("-")[2], text.replace(VERSION, _own_version())
    return HelpPage(topic=topic, title=shown.partition("\n")[0].removeprefix("# "), text=shown)


@cache
def _own_version() -> str:
    return version("reviewer")


def _criteria(form: Form, beside: Form | None, name: str) -> HelpPage:
    title = str(message("Criteria of the form {form}", form=form.id))
    lines = _definitions(form) if beside is None else _differences(form, beside, name)
    return HelpPage(topic=CRITERIA, title=title, text="\n".join((f"# {title}", "", *lines)))


def _definitions(form: Form) -> Iterator[str]:
    """Say what each grade, and each answer with a definition, means."""
    digest = form.stamp.criteria[:16]
    yield str(
        message("What reviewers judge by. The digest of the criteria is `{digest}`.", digest=digest)
    )
    grades = form.item(form.roles.grade).codes
    for name in sorted(form.answer_sets, key=lambda name: name != grades):
        defined = [option for option in form.answer_sets[name] if option.guidance is not None]
        if defined:
            asked = next((i.label for i in form.items.values() if i.codes == name), name)
            yield from ("", f"## {asked}", "")
            yield from (f"- **{option.label}** {option.guidance}" for option in defined)


def _differences(form: Form, beside: Form, name: str) -> Iterator[str]:
    """Set each criterion that differs in both versions, one below the other."""
    ours, theirs = form.stamp, beside.stamp
    here, other = _version(ours), _version(theirs)
    there = name or str(other)
    compared = message(
        "**{here}** (criteria `{ours}`) beside **{there}** ({other}, criteria `{theirs}`).",
        here=here,
        ours=ours.criteria[:16],
        there=there,
        other=other,
        theirs=theirs.criteria[:16],
    )
    yield from (str(compared), "")
    if ours.digest == theirs.digest:
        yield str(message("The questions are the same, so answers fit both forms."))
    else:
        yield str(message("The questions differ, so answers to one form do not fit the other."))
    changes = changed_criteria(form, beside)
    if not changes:
        yield from ("", str(message("The criteria are the same.")))
    none = message("(none)")
    for change in changes:
        yield from ("", f"## {change.criterion.heading} ({change.criterion.language})", "")
        yield f"- **{here}** {change.ours or none}"
        yield f"- **{there}** {change.theirs or none}"


def _version(stamp: FormStamp) -> Message:
    return message("{form} version {version}", form=stamp.id, version=stamp.version)


def _codes(form: Form) -> HelpPage:
    title = str(message("Keys and codes of the form {form}", form=form.id))
    return HelpPage(topic=CODES, title=title, text="\n".join((f"# {title}", "", *_lines(form))))


def _lines(form: Form) -> Iterator[str]:
    yield str(message("The key of each question and the code of each answer, as in the workbook."))
    for section in form.sections:
        yield from ("", f"## {section.title}", "")
        for item in section.items:
            yield from _asked(form, item.key, item)
            for column in item.columns:
                yield from _asked(form, f"{item.key}.{column.key}", column)


def _asked(form: Form, key: str, asked: Item | Column) -> Iterator[str]:
    labels = (f"`{code}` {option.label}" for code, option in form.codes_of(asked).items())
    codes = "; ".join(labels) or str(asked.kind)
    yield f"- **{key}** {asked.label}  \n  {codes}"
