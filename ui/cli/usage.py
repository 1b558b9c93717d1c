"""What is wrong with a command line, in our words, and how a command's help names its values."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

import typer

from reviewer.domain.message import Message, message, verbatim

_UNKNOWN: Final = re.compile(
    r"No such command '(?P<word>[^']*)'\.(?: Did you mean '(?P<near>[^']*)'.*)?"
)
_TOO_MUCH: Final = re.compile(r"Got unexpected extra arguments?(?:\(s\))? \((?P<words>.*)\)")
_NO_VALUE: Final = re.compile(r"Option '(?P<option>[^']*)' requires an argument\.")
_A_VALUE: Final = re.compile(r"Option '(?P<option>[^']*)' does not take a value\.")


def is_help(error: typer.TyperException) -> bool:
    """Say whether a group was asked for without a command: its help is the answer."""
    return error.format_message().startswith("Usage:")


def usage_sentence(error: typer.TyperException) -> Message:
    """Say what is wrong with the command line, and which help to read."""
    context = getattr(error, "ctx", None)
    command = "reviewer" if context is None else context.command_path
    return message("{fault} See: {command} --help", fault=_fault(error), command=command)


def _fault(error: Any) -> Message:  # noqa: ANN401 - typer names no type of its errors
    if option := getattr(error, "option_name", None):
        near = getattr(error, "possibilities", None) or ()
        if "No such option" in error.format_message():
            return _no_option(option, near[0] if near else "")
    param = getattr(error, "param", None)
    if param is not None:
        name = str(param.metavar or "") if param.param_type_name == "argument" else param.opts[0]
        if not error.message:
            return message("{name} is missing.", name=name)
        return _no_value(name, param)
    return _other(error.format_message())


def _no_option(option: str, near: str) -> Message:
    if near:
        return message(
            "There is no option {option}. Did you mean {near}?", option=option, near=near
        )
    return message("There is no option {option}.", option=option)


def _no_value(name: str, param: Any) -> Message:  # noqa: ANN401 - as above
    kind = param.type_descriptor
    if kind.is_choice:
        choices = ", ".join(str(getattr(one, "value", one)) for one in kind.choices or ())
        return message("{name} takes one of: {choices}.", name=name, choices=choices)
    if kind.annotation is float:
        return message("{name} takes a number, such as 2.5.", name=name)
    least = getattr(kind.parameter_info, "min", None)
    if least is not None:
        return message("{name} takes a whole number from {least}.", name=name, least=least)
    return message("{name} takes a whole number.", name=name)


def _other(text: str) -> Message:
    if found := _UNKNOWN.match(text):
        if near := found["near"]:
            return message(
                "There is no command “{word}”. Did you mean {near}?",
                word=found["word"],
                near=near,
            )
        return message("There is no command “{word}”.", word=found["word"])
    if found := _TOO_MUCH.match(text):
        return message("This is one value too many: {words}.", words=found["words"])
    if found := _NO_VALUE.match(text):
        return message("{option} needs a value after it.", option=found["option"])
    if found := _A_VALUE.match(text):
        return message("{option} takes no value.", option=found["option"])
    return verbatim(text)


def name_values(command: Any) -> None:  # noqa: ANN401 - as above
    """Let a command's help name each value by its own word, not by a type of Python."""
    for param in command.params:
        shown = "" if param.param_type_name == "argument" else _shown(param)
        if shown is not None:
            param.display_type_rich = lambda ctx, shown=shown: shown  # noqa: ARG005 - typer's call
    for own in getattr(command, "commands", {}).values():
        name_values(own)


def _shown(param: Any) -> str | None:  # noqa: ANN401 - as above
    """Return what help shows after an option's name; None leaves it to typer."""
    if param.metavar:
        return str(param.metavar)
    kind = param.type_descriptor
    if kind.is_choice:
        return None
    return next(_by_kind(kind))


def _by_kind(kind: Any) -> Iterator[str]:  # noqa: ANN401 - as above
    if kind.is_path or kind.is_file:
        yield "FILE"
    if kind.is_ranged or kind.annotation is int:
        yield "N"
    yield "TEXT"
