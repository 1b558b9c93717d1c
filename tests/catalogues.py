"""The catalogues of sentences, made from the sources and kept in step: `make words`.

A template is collected where it is written out in a call of what makes a sentence. A sentence
that is no longer there leaves the catalogues; one that is new, or was reworded, enters them
untranslated, and is shown in English until somebody translates it.
"""

from __future__ import annotations

import io
import string
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT: Final = Path(__file__).parents[1]
FOLDER: Final = ROOT / "resources" / "i18n"
TEMPLATES: Final = FOLDER / "reviewer.pot"
SOURCES: Final = ("reviewer", "db", "ui")
MAKERS: Final[Mapping[str, tuple[int | tuple[int, str], ...] | None]] = {
    "message": None,
    "say": None,
    "say_aside": None,
    "plural": (2, 3),
    "counted": (2, 3),
    "say_counted": (2, 3),
    "term": ((1, "c"), 2),
}
"""What makes a sentence, and which of its arguments are context and templates."""


def collected() -> Catalog:
    """Return every template of the sources, in the order of the files."""
    catalog = _catalog()
    for source in SOURCES:
        found = extract_from_dir(
            ROOT / source,
            method_map=[("**.py", "python")],
            keywords=MAKERS,
            comment_tags=("Translators:",),
            strip_comment_tags=True,
        )
        for name, _line, template, comments, context in found:
            if template:
                where = [(f"{source}/{name}", None)]
                catalog.add(template, None, where, auto_comments=comments, context=context)
    return catalog


def translations() -> Iterator[Path]:
    """Yield the file of each language's translations."""
    yield from sorted(FOLDER.glob("*/LC_MESSAGES/reviewer.po"))


def read(path: Path) -> Catalog:
    """Return what a file of templates or translations holds."""
    with path.open("rb") as stream:
        locale = path.parts[-3] if path.suffix == ".po" else None
        return read_po(stream, locale=locale, domain="reviewer")


def text_of(catalog: Catalog) -> bytes:
    """Return a catalogue as a file holds it: without what changes and means nothing."""
    out = io.BytesIO()
    write_po(out, catalog, width=100, omit_header=catalog.locale is None, include_lineno=False)
    return out.getvalue()


def brought_up_to_date(path: Path, templates: Catalog) -> Catalog:
    """Return a language's translations with the templates of now; lost ones are left out."""
    catalog = read(path)
    dates = catalog.creation_date, catalog.revision_date
    catalog.update(templates, no_fuzzy_matching=True)
    catalog.creation_date, catalog.revision_date = dates
    catalog.obsolete.clear()
    return catalog


def compiled(catalog: Catalog) -> bytes:
    """Return a catalogue as the program reads it."""
    out = io.BytesIO()
    write_mo(out, catalog)
    return out.getvalue()


def faults(catalog: Catalog) -> list[str]:
    """Return what is wrong with translations: a value lost or made up, a plural form missing."""
    return [
        f"{entry.id!r}: {fault}"
        for entry in catalog
        if entry.id and (fault := _fault(entry, catalog.num_plurals))
    ]


def _fault(entry: Message, forms: int) -> str:
    several = isinstance(entry.id, tuple)
    templates = entry.id if several else (entry.id,)
    translated = _translated(entry)
    if not any(translated):
        return ""
    if not all(translated) or (several and len(translated) != forms):
        return "a plural form is missing"
    named = set().union(*map(_values, templates))
    for one in translated:
        # A form for one number alone may leave the number out, as English does.
        if named - _values(one) - ({"n"} if several else set()) or _values(one) - named:
            return f"{one!r} does not name the same values"
    return ""


def _translated(entry: Message) -> tuple[str, ...]:
    text = entry.string or ""
    return text if isinstance(text, tuple) else (text,)


def _values(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


def _catalog() -> Catalog:
    return Catalog(project="Reviewer", domain="reviewer", charset="utf-8", fuzzy=False)


def main() -> None:
    """Write the templates, bring every language up to date, and compile it."""
    templates = collected()
    TEMPLATES.write_bytes(text_of(templates))
    print(f"{len(templates)} templates")  # noqa: T201 - what `make words` says
    for path in translations():
        catalog = brought_up_to_date(path, templates)
        path.write_bytes(text_of(catalog))
        path.with_suffix(".mo").write_bytes(compiled(read(path)))
        done = sum(1 for entry in catalog if entry.id and any(_translated(entry)))
        print(f"{path.parts[-3]}: {done} translated")  # noqa: T201 - as above
        if found := faults(catalog):
            raise SystemExit("\n".join(found))


if __name__ == "__main__":
    main()
