"""The pages of the help: Markdown beside the program, and the codes of the form in use."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources

from reviewer.domain.form import Column, Form, Item

CODES = "codes"
"""The topic of the page that is made of a form."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpPage:
    """One page: the word it is asked for by, its title, and its text in Markdown."""

    topic: str
    title: str
    text: str


def help_pages(form: Form) -> tuple[HelpPage, ...]:
    """Return every page in reading order, last the codes of a form.

    A page is one file, `NN-TOPIC.md`: the number is its place, its first line the title.
    """
    folder = resources.files("resources") / "help"
    files = sorted((f for f in folder.iterdir() if f.name.endswith(".md")), key=lambda f: f.name)
    texts = [(file.name, file.read_text("utf-8")) for file in files]
    return (*(_page(name, text) for name, text in texts), _codes(form))


def _page(name: str, text: str) -> HelpPage:
    topic = name.removesuffix(".md").partition("-")[2]
    return HelpPage(topic=topic, title=text.partition("\n")[0].removeprefix("# "), text=text)


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
