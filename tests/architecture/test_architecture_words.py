"""Every sentence is a template with named values, so that it can be collected and translated."""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FILES = sorted(path for room in ("reviewer", "db", "ui") for path in (ROOT / room).rglob("*.py"))

MAKERS = {
    "reviewer.domain.message": {"message": 1, "plural": 2, "term": 2},
    "ui.cli.output": {"say": 1, "say_aside": 1, "say_counted": 2},
    "ui.window.words": {"say": 1, "counted": 2},
}
"""What makes a sentence, by the module it comes from, and how many templates it takes."""
NUMBERED = {"plural", "counted", "say_counted"}
SENTENCE = re.compile(r"(?=[^\n]*[a-z]{2})[A-Z“{][^\n]* [^\n]*[.…]\Z")
"""What reads as a sentence for a person."""
LOGGED = {"debug", "info", "warning", "error"}
"""What writes to the program's own log, which is for administrators."""
ENGLISH_ALONE = {
    "ui/cli": "the help of the commands and options, which is printed in English",
    "reviewer/app/demonstration": "what invented reviewers wrote",
    "reviewer/intake/xlsform.py": "the English words of a form",
}
"""Where sentences are bare text, and why."""
ERRORS = {"ReviewerError", "RefusalError", "WorldError", "PackageError", "SignatureFormError"}


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def makers_in(tree: ast.Module) -> dict[str, tuple[str, int]]:
    """Return what makes sentences in a module: its name there, its own name, its templates."""
    return {
        alias.asname or alias.name: (alias.name, MAKERS[node.module][alias.name])
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module in MAKERS
        for alias in node.names
        if alias.name in MAKERS[node.module]
    }


def sentences(tree: ast.Module) -> Iterator[tuple[ast.Call, str, int]]:
    makers = makers_in(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            found = makers.get(node.func.id)
            if found:
                yield node, *found


def faults(tree: ast.Module) -> list[tuple[int, str]]:
    """Return the line of each sentence that can't be collected, and why."""
    return [
        (call.lineno, fault)
        for call, maker, templates in sentences(tree)
        if (fault := fault_of(call, maker, templates))
    ]


def fault_of(call: ast.Call, maker: str, templates: int) -> str:
    first = 1 if maker in NUMBERED else 0
    texts = [
        arg.value
        for arg in call.args[first:]
        if isinstance(arg, ast.Constant) and isinstance(arg.value, str)
    ]
    if len(call.args) != first + templates or len(texts) != templates:
        return "its template is not written out"
    named = {keyword.arg for keyword in call.keywords}
    if None in named:
        return "its values are not named"
    offered = {*named, "n"} if maker in NUMBERED else named
    if not named and maker not in NUMBERED:
        return ""  # without values a template is shown as it is, braces and all
    wanted = [{name for _, name, _, _ in string.Formatter().parse(text) if name} for text in texts]
    if any(not names <= offered for names in wanted) or not named <= set().union(*wanted):
        return f"it names {sorted(set().union(*wanted))} and is given {sorted(map(str, named))}"
    return ""


def untranslatable(tree: ast.Module) -> list[int]:
    """Return the lines of sentences that are bare text: no maker collects them."""
    makers = makers_in(tree)
    passed = {
        id(part)
        for node in ast.walk(tree)
        if isinstance(node, (ast.Expr, ast.Raise, ast.Call))
        and (
            (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))  # a docstring
            or (isinstance(node, ast.Raise) and not _is_for_people(node))
            or (
                isinstance(node, ast.Call)
                and getattr(node.func, "id", getattr(node.func, "attr", "")) in {*makers, *LOGGED}
            )
        )
        for part in ast.walk(node)
    }
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, (ast.Constant, ast.JoinedStr))
        and id(node) not in passed
        and SENTENCE.match(_text(node))
    ]


def _text(node: ast.expr) -> str:
    """Return what an expression of text says, with `{}` for what is filled in."""
    if isinstance(node, ast.JoinedStr):
        return "".join(_text(part) for part in node.values)
    value = node.value if isinstance(node, ast.Constant) else "{}"
    return value if isinstance(value, str) else ""


def _is_for_people(raised: ast.Raise) -> bool:
    called = raised.exc.func if isinstance(raised.exc, ast.Call) else raised.exc
    return getattr(called, "id", "") in ERRORS


def bare(tree: ast.Module) -> list[int]:
    """Return the lines where an error is raised with text instead of a message."""
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and getattr(node.func, "id", "") in ERRORS
        and len(node.args) > 1
        and isinstance(node.args[1], (ast.Constant, ast.JoinedStr, ast.BinOp))
    ]


def test_every_sentence_is_written_out_with_the_values_it_names() -> None:
    found = {
        f"{path.relative_to(ROOT)}:{line}": fault
        for path in FILES
        if path.relative_to(ROOT).as_posix() not in {"ui/window/words.py", "ui/cli/output.py"}
        for line, fault in faults(parsed(path))
    }
    assert found == {}


def test_every_error_carries_a_message() -> None:
    found = [f"{path.relative_to(ROOT)}:{line}" for path in FILES for line in bare(parsed(path))]
    assert found == []


def test_no_sentence_is_bare_text() -> None:
    found = [
        f"{name}:{line}"
        for path in FILES
        if not (name := path.relative_to(ROOT).as_posix()).startswith(tuple(ENGLISH_ALONE))
        for line in untranslatable(parsed(path))
    ]
    assert found == []


def test_a_message_is_made_only_by_what_collects_its_template() -> None:
    made = [
        path.relative_to(ROOT).as_posix()
        for path in FILES
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Message"
    ]
    assert set(made) == {"reviewer/domain/message.py"}


IMPORT = "from reviewer.domain.message import message, plural, term as word\n"


@pytest.mark.parametrize(
    "line",
    [
        'message(f"{name} is empty.")',
        'message("The " + name)',
        "message(template)",
        'message("{name} is empty.", file=name)',
        'message("It is empty.", file=name)',
        'message("{name} is empty.", **values)',
        'plural(n, "{n} case", some)',
        'plural(n, "{n} case", "{n} cases of {name}")',
        'word(context, "open")',
    ],
)
def test_a_sentence_that_cannot_be_collected_is_found(line: str) -> None:
    assert faults(ast.parse(IMPORT + line))


def test_a_sentence_that_can_be_collected_is_not() -> None:
    lines = (
        'message("{name:,} is not {other}.", name=1, other=message("empty"))\n'
        'plural(n, "One case of {name}", "{n} cases of {name}", name=name)\n'
        'word("a case", "open")\n'
    )
    assert faults(ast.parse(IMPORT + lines)) == []


@pytest.mark.parametrize(
    "line", ['words = "The file is empty."', 'f"{name} is empty."', 'show(f"The {name} is empty.")']
)
def test_a_sentence_that_is_bare_text_is_found(line: str) -> None:
    assert untranslatable(ast.parse(IMPORT + line))


def test_an_error_raised_with_text_is_found() -> None:
    lines = 'RefusalError("code", f"{name}")\nWorldError("code", message("It is empty."))\n'
    assert bare(ast.parse(lines)) == [1]
