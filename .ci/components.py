"""Say what a built program is made of: every licence text, and a CycloneDX list.

    components.py SITE-PACKAGES WORK PROGRAM

SITE-PACKAGES is where the build found its packages, WORK where PyInstaller left its tables, and
PROGRAM the folder that is given away. There `licences/` gets a folder of texts for each component,
and `bom.cdx.json` lists all of them with the libraries inside the wheels. It fails where one has no
text: nothing is given away without its licence.
"""

from __future__ import annotations

import ast
import hashlib
import json
import re
import shutil
import subprocess
import sys
import tomllib
import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from email import message_from_string
from email.message import Message
from pathlib import Path
from typing import Any, Final

HERE: Final = Path(__file__).resolve().parent
TEXTS: Final = HERE / "licences"
OURS: Final = "reviewer"
BOOTLOADER: Final = "pyinstaller"
"""Its start code is in every program that it builds, though no table says so."""
KINDS: Final = frozenset({"PYMODULE", "PYSOURCE", "EXTENSION", "BINARY", "DATA"})
"""What PyInstaller's tables call the files that it takes from somewhere."""

_TEXT_NAME: Final = re.compile(r"(licen[cs]e|copying|notice|authors)", re.IGNORECASE)
_EXPRESSION: Final = re.compile(
    r"(?:(?:\(|\)| (?:OR|AND|WITH) )|"
    r"(?:MIT|ISC|Zlib|FTL|blessing|Unlicense|0BSD|[A-Z][A-Za-z]*-[A-Za-z0-9.+-]+))+"
)
"""What SPDX has a name for, alone or in an expression; other words stand as they are."""
_FOLDER: Final = re.compile(r"[^A-Za-z0-9._+-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Component:
    """Something that is given away: its licence as SPDX names it, and its texts by their names."""

    name: str
    version: str = ""
    licence: str = ""
    texts: Mapping[str, str] = field(default_factory=dict)
    purl: str = ""
    inner: tuple[Component, ...] = ()

    def document(self) -> dict[str, Any]:
        """Return it as CycloneDX 1.6 has it."""
        fields: dict[str, Any] = {"type": "library", "name": self.name}
        fields["bom-ref"] = self.purl or f"{self.name}@{self.version}"
        if self.version:
            fields["version"] = self.version
        if self.purl:
            fields["purl"] = self.purl
        if _EXPRESSION.fullmatch(self.licence):
            fields["licenses"] = [{"expression": self.licence}]
        elif self.licence:
            fields["licenses"] = [{"license": {"name": self.licence}}]
        if self.inner:
            fields["components"] = [one.document() for one in self.inner]
        return fields


def sources(work: Path) -> frozenset[str]:
    """Return every file that PyInstaller took into the program, where it found it."""
    found: set[str] = set()

    def walk(value: object) -> None:
        if isinstance(value, tuple) and len(value) == 3 and value[2] in KINDS:
            found.add(str(value[1]).replace("\\", "/"))
        elif isinstance(value, (list, tuple)):
            for one in value:
                walk(one)

    for table in ("COLLECT-00.toc", "PYZ-00.toc", "PKG-00.toc"):
        path = work / table
        if path.exists():
            walk(ast.literal_eval(path.read_text("utf-8")))
    return frozenset(found)


def distributions(site: Path) -> dict[str, Component]:
    """Return what is installed, by its name, each with what is known to be inside."""
    with (HERE / "inner.toml").open("rb") as file:
        inner = tomllib.load(file)
    installed = {}
    for folder in sorted(site.glob("*.dist-info")):
        made = _distribution(folder, inner)
        installed[made.name] = made
    return installed


def _distribution(folder: Path, inner: Mapping[str, list[dict[str, Any]]]) -> Component:
    metadata = message_from_string((folder / "METADATA").read_text("utf-8"))
    name = re.sub(r"[-_.]+", "-", str(metadata["Name"])).lower()
    known = tuple(map(_inner, inner.get(name, ())))
    return Component(
        name=name,
        version=str(metadata["Version"]),
        licence=_licence(metadata),
        texts={**dict(_texts_of(folder)), **{k: v for one in known for k, v in one.texts.items()}},
        purl=f"pkg:pypi/{name}@{metadata['Version']}",
        inner=(*known, *_listed_inside(folder)),
    )


def _licence(metadata: Message) -> str:
    licence = metadata.get("License-Expression") or metadata.get("License")
    if not licence:
        classified = (str(one) for one in metadata.get_all("Classifier", ()))
        licence = next(
            (c.rpartition(" :: ")[2] for c in classified if c.startswith("License ::")), ""
        )
    return " ".join(str(licence).split())[:120]


def _texts_of(folder: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and (_TEXT_NAME.match(path.name) or "licenses" in path.parts):
            name = path.relative_to(folder).as_posix().removeprefix("licenses/")
            yield name.replace("/", " - "), path.read_text("utf-8", "replace")


def _inner(component: Mapping[str, Any]) -> Component:
    texts = {name: (TEXTS / name).read_text("utf-8") for name in component["texts"]}
    return Component(
        name=component["name"],
        version=component.get("version", ""),
        licence=component["licence"],
        texts=texts,
    )


def _listed_inside(folder: Path) -> Iterator[Component]:
    """Yield what a wheel's own list of components names (PEP 770)."""
    for path in sorted((folder / "sboms").glob("*.json")):
        for component in json.loads(path.read_text("utf-8")).get("components", ()):
            licences = component.get("licenses") or [{}]
            first = licences[0].get("license", {})
            yield Component(
                name=component["name"],
                version=str(component.get("version", "")),
                licence=licences[0].get("expression") or first.get("id") or first.get("name", ""),
                purl=component.get("purl", ""),
            )


def owners(files: Iterable[str], site: Path) -> tuple[set[str], set[str], bool]:
    """Return the packages and the system's files that a program is made of, and whether Python is.

    What is neither is ours.
    """
    of_file = {}
    for record in site.glob("*.dist-info/RECORD"):
        name = re.sub(r"[-_.]+", "-", record.parent.name.split("-")[0]).lower()
        for line in record.read_text("utf-8").splitlines():
            # Windows knows no case in a name, and PyInstaller writes it as it was found there.
            of_file[line.rsplit(",", 2)[0].strip('"').lower()] = name
    packages: set[str] = set()
    system: set[str] = set()
    python = False
    for path in files:
        inside = path.partition("site-packages/")[2]
        if inside:
            packages.add(of_file.get(inside.lower(), inside.split("/")[0].lower()))
        elif path.startswith(("/usr/lib/", "/lib/")) and "/python3" not in path:
            system.add(path)
        elif re.search(r"python3?[\d.]*/|/python", path, re.IGNORECASE):
            python = True
    return packages - {OURS}, system, python


def system_components(files: Iterable[str]) -> list[Component]:
    """Return the system's packages that files belong to, as Debian knows them."""
    names = set()
    for path in sorted(files):
        for one in dict.fromkeys((path, str(Path(path).resolve()), path.removeprefix("/usr"))):
            owner = _asked("dpkg", "-S", one).partition(":")[0]
            if owner:
                names.add(owner)
                break
        else:
            names.add(Path(path).name)
    return [_system_component(name) for name in sorted(names)]


def _system_component(name: str) -> Component:
    version = _asked("dpkg-query", "-W", "-f", "${Version}", name)
    copyright_file = Path("/usr/share/doc") / name / "copyright"
    texts = {}
    if copyright_file.is_file():
        texts["copyright.txt"] = copyright_file.read_text("utf-8", "replace")
    return Component(
        name=name,
        version=version,
        licence="see copyright.txt",
        texts=texts,
        purl=f"pkg:deb/debian/{name}@{version}" if version else "",
    )


def _asked(*command: str) -> str:
    if shutil.which(command[0]) is None:
        return ""
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - fixed
    return done.stdout.strip() if done.returncode == 0 else ""


def components(site: Path, work: Path) -> list[Component]:
    """Return everything that a built program is made of and that is not ours."""
    packages, system, python = owners(sources(work), site)
    installed = distributions(site)
    names = sorted({*packages, BOOTLOADER})
    made = [installed.get(name, Component(name=name)) for name in names]
    if python:
        made.append(_python(site))
    return [*made, *system_components(system)]


def _python(site: Path) -> Component:
    found = re.search(r"python(3\.\d+)", site.as_posix())
    version = found[1] if found else ""
    texts = {"LICENSE.txt": (TEXTS / "Python.txt").read_text("utf-8")}
    return Component(name="Python", version=version, licence="PSF-2.0", texts=texts)


def without_text(made: Iterable[Component]) -> list[str]:
    """Return the names of the components of which no licence text is known."""
    return [one.name for one in made if not any(text.strip() for text in one.texts.values())]


def write(made: Iterable[Component], program: Path, version: str) -> None:
    """Write the texts and the list beside the program, the same for the same components."""
    folder = program / "licences"
    shutil.rmtree(folder, ignore_errors=True)
    each = sorted(made, key=lambda one: (one.name.lower(), one.version))
    lines = ["What this program is made of, under which licence, and where its text is.", ""]
    for one in each:
        own = folder / _FOLDER.sub("-", one.name)
        own.mkdir(parents=True)
        for name, text in sorted(one.texts.items()):
            (own / name).write_text(text, "utf-8", newline="\n")
        lines.append(f"{one.name} {one.version}: {one.licence or 'see the text'} ({own.name}/)")
        lines += [f"    inside: {i.name} {i.version}: {i.licence}".rstrip(": ") for i in one.inner]
    (folder / "README.txt").write_text("\n".join(lines) + "\n", "utf-8", newline="\n")
    listed = [one.document() for one in each]
    digest = hashlib.sha256(json.dumps(listed, sort_keys=True).encode()).hexdigest()
    bom = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, digest)}",
        "version": 1,
        "metadata": {"component": {"type": "application", "name": OURS, "version": version}},
        "components": listed,
    }
    text = json.dumps(bom, indent=1, ensure_ascii=False) + "\n"
    (program / "bom.cdx.json").write_text(text, "utf-8", newline="\n")


def main(site: str, work: str, program: str) -> int:
    """Write all of it for one program; return 1 where a component has no text."""
    with (HERE.parent / "pyproject.toml").open("rb") as file:
        version = tomllib.load(file)["project"]["version"]
    made = components(Path(site), Path(work))
    missing = without_text(made)
    if missing:
        print(f"No licence text is known of: {', '.join(missing)}", file=sys.stderr)
        return 1
    write(made, Path(program), version)
    inside = sum(len(one.inner) for one in made)
    print(f"{len(made)} components with {inside} libraries inside them, each with its licence.")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
