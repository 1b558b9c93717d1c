"""Every command with every file that it can be given."""

from __future__ import annotations

import importlib
import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import typer
from typer.main import get_command

from ui.cli.commands import COMMANDS

READ: Final = "<"
WRITTEN: Final = ">"
FOLDER: Final = "+"
MARKS: Final = frozenset({READ, WRITTEN, FOLDER})
"""Before an argument: a file that is read (and perhaps changed), one that is made, a folder."""

CODE = "SYN-2018Q4-0001"

LINES: Final[Mapping[str, str]] = {
    "demo": ">demo",
    "self-test": "",
    "practice new": ">practice.review",
    "practice read": "",
    "practice compare": "<own.review --passphrase-file <own.txt",
    "list check": "<bad.csv --refused >refused.csv",
    "list mapping": "<list.csv >new.json",
    "list draw": "<list.csv >sample.csv --size 2 --seed s --replacements 1",
    "list extend": "<a.review <more.csv",
    "new": ">new.review --list <bad.csv --refused >refused.csv --good-rows --inspection SYN-9 "
    "--force F --reviewer R | >new.review --list <drawn.csv --draw <drawn.draw.json "
    "--inspection SYN-9 --force F --reviewer R",
    "assign": "<lead.review --list <shared.csv",
    "pack make": "<lead.review >p.pack --for 'Reader A' --identity <a.p12 --to <a.cer | "
    "<lead.review >p.pack --for 'Reader A' --identity <a.p12",
    "pack show": "<a.pack --identity <a.p12",
    "pack open": "<a.pack >mine.review --identity <a.p12 --accept",
    "board": "+books",
    "calibration make": "<panel.review >c.pack --identity <a.p12 --to <a.cer | "
    "<panel.review >c.pack --identity <a.p12",
    "calibration open": "<cal.pack >mine.review --reviewer 'Reader A' --identity <a.p12 --accept",
    "calibration release": "<panel.review >c.key --identity <a.p12",
    "calibration compare": "<reader.review <cal.pack --key <cal.key --identity <a.p12",
    "calibration report": "<team.review <cal.pack --key <cal.key --identity <a.p12",
    "calibration known": f"<lead.review <panel.xlsx {CODE}",
    "second-reads": "<lead.review --seed s --one-in 2 --all-cases --readers 'Reader A;Reader B'",
    "answers show": f"<a.review {CODE}",
    "answers set": f"<a.review {CODE} A1.1=N",
    "answers template": "<a.review >sheet.xlsx",
    "answers load": "<a.review <answers.csv",
    "cases": "<a.review",
    "reveal": f"<a.review {CODE}",
    "spelling check": "<a.review",
    "spelling words": "<a.review",
    "spelling add": "<a.review word",
    "spelling remove": "<a.review word",
    "complete": f"<a.review {CODE}",
    "phrases list": "<a.review",
    "phrases add": "<a.review --text-file <words.txt",
    "phrases remove": "<a.review 1",
    "phrases export": "<a.review >out.txt",
    "phrases import": "<a.review <words.txt",
    "export": "<a.review >out.xlsx --identity <a.p12 --protect",
    "publish": "<annex.review >annex.xlsx --identity <a.p12 --threshold 3",
    "verify": "<a.xlsx",
    "summary": "<a.xlsx",
    "figure": "T1-B1 <a.xlsx",
    "earlier list": "<a.review",
    "earlier add": "<a.review 2016 --graded 10 --below-good 5",
    "earlier load": "<a.review <earlier.xlsx --mapping <forms.yaml --other-force",
    "earlier remove": "<a.review 2015",
    "merge": "<team.review <b.xlsx",
    "remove": "<team.review a.xlsx",
    "workbooks": "<team.review",
    "readers": "<team.review",
    "conflicts": "<team.review",
    "decide": "<team.review SYN-2018Q4-0004 --side 1 --reason 'Read again' --moderator Lead",
    "moderation": "<team.review --outside-only",
    "returns": "<a.review <team.xlsx",
    "receipts issue": "<team.review +receipts --identity <a.p12 --again",
    "receipts import": "<a.review <a.receipt",
    "receipts list": "<a.review",
    "reconcile": "<a.review <a.xlsx",
    "print": "<a.review >out.pdf --summary --identity <a.p12",
    "backup": "<a.review >out.review",
    "restore": "<copy.review >out.review",
    "backups": "<a.review --folder +kept",
    "passphrase": "<a.review",
    "recover": "<sealed.review --with <a.p12 --new-passphrase-file <new.txt | "
    "<sealed.review --recovery-code-file <code.txt",
    "handover": "<a.review --to 'Reader C' --reason leave",
    "correct-code": "<spent.review SYN-2018Q5 --reason mistyped",
    "redact": "<a.review --text-file <words.txt --reason name",
    "retention": "<a.review --dispose-by 2030-01-01",
    "dispose": "<spent.review --identity <a.p12 --record >gone.json --yes",
    "disposal": "<record.json",
    "log": "<a.review --out >log.csv",
    "check": "<a.review --against <a.xlsx",
    "identity create": ">me.p12 --name Me --key ec",
    "identity show": "<a.p12",
    "identity certificate": "<a.p12 >out.cer",
    "identity card": "<a.cer >card.pdf",
    "identity token": ">card.token --module windows --certificate <a.cer",
    "identity passphrase": "<a.p12",
    "identity renew": "<a.p12 >renewed.p12",
    "identity request": "<a.p12 >out.csr",
    "identity issue": "<ca.p12 <a.csr >out.cer",
    "identity accept": "<a.p12 <issued.cer",
    "identity authority create": ">team.p12 --name Team --key ec",
    "trust show": "<a.cer",
    "trust add": "<c.cer",
    "trust expire": "{fingerprint} --on 2030-01-01",
    "trust remove": "{fingerprint}",
    "trust log": "",
    "trust list": "",
    "form new": ">form.yaml",
    "form from-xlsform": "<survey.xlsx >form.yaml",
    "form check": "<ncpi.yaml",
    "form preview": "<ncpi.yaml",
    "form codes": "<ncpi.yaml",
    "form compare": "<ncpi.yaml <a.xlsx",
    "form mapping": "<ncpi.yaml <a.xlsx --out >mapping.yaml | "
    "<ncpi.yaml <a.xlsx --check <forms.yaml",
    "settings show": "",
    "settings export": ">settings.json",
    "settings import": "<choices.json",
    "help": "--beside <ncpi.yaml",
}
"""What follows each command, in each of its ways (`|`).

Options that several commands have are added from `SHARED` to the last of them.
"""

SHARED: Final[Mapping[str, str]] = {
    "passphrase_file": "<passphrase.txt",
    "identity_passphrase_file": "<passphrase.txt",
    "pack_passphrase_file": "<passphrase.txt",
    "new_passphrase_file": "<new.txt",
    "recovery_code_file": "<code.txt",
    "password_file": "<passphrase.txt",
    "mapping_file": "<mapping.json",
    "trust": "<a.cer",
    "form": "<ncpi.yaml",
}
"""By the name of a parameter."""

REPORTING: Final = frozenset({"list check"})
"""Commands whose lines find something wrong, as they should: they end with 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandLine:
    """One way to type a command; `takes` are its parameters for files, `named` those with one."""

    command: str
    words: tuple[str, ...]
    named: frozenset[str]
    takes: frozenset[str]

    @property
    def code(self) -> int:
        """Return the code that it ends with."""
        return int(self.command in REPORTING)

    def places(self, mark: str) -> tuple[int, ...]:
        """Return the places of the files with a mark."""
        return tuple(place for place, word in enumerate(self.words) if word[:1] == mark)

    def path(self, place: int) -> str:
        """Return the name at a place."""
        return self.words[place][1:]

    def arguments(self, *, instead: Mapping[int, object] | None = None) -> list[str]:
        """Return what is typed; `instead` names other files by their places."""
        words = [word[1:] if word[:1] in MARKS else word for word in self.words]
        for place, other in (instead or {}).items():
            words[place] = str(other)
        return [*self.command.split(), *words]


def command_lines() -> Iterator[CommandLine]:
    """Yield every command there is, each with every file that it takes."""
    for name, listed in COMMANDS.items():
        app = typer.Typer(callback=lambda: None)
        importlib.import_module(f"ui.cli.{listed.module}").add_to(app)
        commands: Any = get_command(app)
        for words, found in _leaves(name, commands.commands[name]):
            yield from _lines(words, found)


def _leaves(name: str, command: Any) -> Iterator[tuple[str, Any]]:  # noqa: ANN401 - typer's own
    if hasattr(command, "commands"):
        for word, inner in command.commands.items():
            yield from _leaves(f"{name} {word}", inner)
    else:
        yield name, command


def _lines(name: str, command: Any) -> Iterator[CommandLine]:  # noqa: ANN401
    files = [one for one in command.params if _takes_a_file(one)]
    options = {one.opts[-1]: one.name for one in files if one.param_type_name == "option"}
    arguments = [one.name for one in files if one.param_type_name == "argument"]
    ways = LINES.get(name, "").split(" | ")
    for way in ways:
        words = shlex.split(way)
        for option, parameter in options.items():
            if parameter in SHARED and option not in words and way is ways[-1]:
                words += [option, SHARED[parameter]]
        named = {options[word] for word in words if word in options}
        marked = sum(1 for word in words if word[:1] in MARKS) - len(named)
        yield CommandLine(
            command=name,
            words=tuple(words),
            named=frozenset(named | set(arguments[:marked])),
            takes=frozenset((*options.values(), *arguments)),
        )


def _takes_a_file(parameter: Any) -> bool:  # noqa: ANN401
    descriptor = getattr(parameter, "type_descriptor", None)
    known = "Path" in str(descriptor.annotation) if descriptor else False
    return known or "FILE" in (parameter.metavar or "")
