"""The pages of the help: Markdown beside the program, and what the form in use says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources

from reviewer.domain.criteria import changed_criteria
from reviewer.domain.form import Column, Form, Item

CODES = "codes"
CRITERIA = "criteria"
"""The topics of the pages that are made of a form."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpPage:
    """One page: the word it is asked for by, its title, and its text in Markdown."""

    topic: str
    title: str
    text: str


def help_pages(form: Form, beside: Form | None = None, name: str = "") -> tuple[HelpPage, ...]:
    """Return every page in reading order, last the criteria and the codes of a form.

    With another form `beside` it, each criterion that differs is shown in both versions; `name`
    says where that form comes from.

    A page is one file, `NN-TOPIC.md`: the number is its place, its first line the title.
    """
    folder = resources.files("resources") / "help"
    files = sorted((f for f in folder.iterdir() if f.name.endswith(".md")), key=lambda f: f.name)
    texts = [(file.name, file.read_text("utf-8")) for file in files]
    return (
        *(_page(name, text) for name, text in texts),
        _criteria(form, beside, name),
        _codes(form),
    )


def _page(name: str, text: str) -> HelpPage:
    topic = name.removesuffix(".md").partition("-")[2]
    return HelpPage(topic=topic, title=text.partition("\n")[0].removeprefix("# "), text=text)


def _criteria(form: Form, beside: Form | None, name: str) -> HelpPage:
    title = f"Criteria of the form {form.id}"
    lines = _definitions(form) if beside is None else _differences(form, beside, name)
    return HelpPage(topic=CRITERIA, title=title, text="\n".join((f"# {title}", "", *lines)))


def _definitions(form: Form) -> Iterator[str]:
    """Say what each grade, and each answer with a definition, means."""
    yield f"What is judged by; its digest is `{form.stamp.criteria[:16]}`."
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
    here, there = f"{ours.id} version {ours.version}", name or f"{theirs.id} {theirs.version}"
    yield f"**{here}** (criteria `{ours.criteria[:16]}`) beside **{there}** "
    yield f"({theirs.id} version {theirs.version}, criteria `{theirs.criteria[:16]}`)."
    yield ""
    if ours.digest == theirs.digest:
        yield "They ask the same, so that answers fit both."
    else:
        yield "They ask different things; answers of the one do not fit the other."
    changes = changed_criteria(form, beside)
    if not changes:
        yield from ("", "Their criteria are the same.")
    for change in changes:
        what = change.criterion.what
        yield from ("", f"## {what[:1].upper()}{what[1:]} ({change.criterion.language})", "")
        yield f"- **{here}** {change.ours or '(none)'}"
        yield f"- **{there}** {change.theirs or '(none)'}"


def _codes(form: Form) -> HelpPage:
    title = f"Keys and codes of the form {form.id}"
    return HelpPage(topic=CODES, title=title, text="\n".join((f"# {title}", "", *_lines(form))))


def _lines(form: Form) -> Iterator[str]:
    yield "What the review file, the workbook and `answers set` call each question and answer."
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
