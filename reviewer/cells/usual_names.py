"""A package under the names that the fast reader of workbooks takes for granted.

Relations may call a part by any path that leads to it (`./worksheets/sheet1.xml`), and a part may
have any name. The reader knows few of these ways, and takes styles that it does not find for none.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from typing import Final
from xml.etree import ElementTree as ET

from reviewer.cells.package import Relation, ZippedWorkbook, plain_name

_FOLDERS: Final = {
    "worksheet": "worksheets",
    "chartsheet": "chartsheets",
    "dialogsheet": "dialogsheets",
    "xlMacrosheet": "macrosheets",
    "xlIntlMacrosheet": "macrosheets",
}
"""Where the reader looks for each kind of sheet, below `xl/`: the folder tells it the kind."""
_SINGLE: Final = frozenset({"sharedStrings", "styles"})
"""Parts that it looks for under this very name."""
_RELATIONS: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
_MAIN: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"


def with_usual_names(content: bytes, found: ZippedWorkbook) -> bytes:
    """Return a package in which the fast reader of workbooks finds what it asks for."""
    ending = found.main.rpartition(".")[2].lower()
    main = Relation(kind=_MAIN, part=found.main, target=found.target)
    asked = {
        key: one
        for key, one in found.related.items()
        if one.part and _kind(one) in _SINGLE | _FOLDERS.keys()
    }
    if _is_usual(main, ending) and all(_is_usual(one, ending) for one in asked.values()):
        return content
    main = replace(main, target=f"xl/workbook.{ending}")
    numbers = {part: number for number, part in enumerate({one.part for one in asked.values()})}
    named = {
        key: replace(one, target=_usual_target(_kind(one), numbers[one.part], ending))
        for key, one in asked.items()
    }
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new,
    ):
        new.writestr("_rels/.rels", _written({"main": main}))
        new.writestr(f"xl/_rels/workbook.{ending}.rels", _written(named))
        new.writestr(main.target, old.read(main.part))
        for name, part in {f"xl/{one.target}": one.part for one in named.values()}.items():
            new.writestr(name, old.read(part))
    return made.getvalue()


def _kind(relation: Relation) -> str:
    return relation.kind.rpartition("/")[2]


def _is_usual(relation: Relation, ending: str) -> bool:
    """Say whether the reader takes a relation's target for the part that it is."""
    part, kind = plain_name(relation.part), _kind(relation)
    if kind in _FOLDERS:
        known = part.startswith(f"xl/{_FOLDERS[kind]}/")
    else:
        known = part == f"xl/{'workbook' if relation.kind == _MAIN else kind.lower()}.{ending}"
    own = part if relation.kind == _MAIN else part.removeprefix("xl/")
    return known and relation.target.lower() in {f"/{part}", own}


def _usual_target(kind: str, number: int, ending: str) -> str:
    name = f"{_FOLDERS[kind]}/sheet{number}" if kind in _FOLDERS else kind
    return f"{name}.{ending}"


def _written(relations: Mapping[str, Relation]) -> bytes:
    root = ET.Element("Relationships", xmlns=_RELATIONS)
    for key, one in relations.items():
        ET.SubElement(root, "Relationship", Id=key, Type=one.kind, Target=one.target)
    return ET.tostring(root)
