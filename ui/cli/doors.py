"""The command line's one door: every end of a command becomes an exit code and one line."""

from __future__ import annotations

import logging
import os
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final, NoReturn

import typer

from reviewer.domain.errors import RefusalError, ReviewerError
from ui.cli.output import say_aside
from ui.operations.settings import NOTICES

SOUND: Final = 0
"""Done, or the thing examined is sound."""

NOT_SOUND: Final = 1
"""Something examined is not sound or was refused."""

NOTHING_DONE: Final = 2
"""Nothing could be examined or done."""

UNKNOWN_SIGNER: Final = 3
"""Sound, but the signer is unknown (`verify` only)."""

INTERRUPTED: Final = 130
"""Ctrl-C, as shells count it."""


def end_with(code: int) -> NoReturn:
    """End the command with this exit code."""
    raise typer.Exit(code)


@contextmanager
def refused_is_not_sound(*codes: str) -> Iterator[None]:
    """End a command with NOT_SOUND where what is there refuses what was asked for.

    `codes` are the refusals meant, all of them where none is named. Any other is of the request
    itself: then nothing could be done.
    """
    try:
        yield
    except RefusalError as error:
        if codes and error.code not in codes:
            raise
        say_aside(f"reviewer: {_sentence(error)}")
        end_with(NOT_SOUND)


def run_guarded(command: Callable[[], int | None]) -> int:
    """Run a command and return its exit code; nothing escapes as a traceback.

    With REVIEWER_DEBUG set the traceback of a mistake of ours is shown as well.
    """
    try:
        with _settings_notices():
            code = _ended(command)
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read our output has left: the rest was neither said nor, in lines, done.
        _forget_output()
        return NOT_SOUND
    except (typer.Abort, KeyboardInterrupt):
        say_aside("reviewer: stopped; what was saved is kept, and nothing is half-written.")
        return INTERRUPTED
    except (ReviewerError, typer.TyperException) as error:
        say_aside(f"reviewer: {_sentence(error)}")
    except OSError as error:
        say_aside(f"reviewer: {_of_the_system(error)}")
        _forget_output()
    except Exception as error:  # noqa: BLE001 - the command line's door
        say_aside(_our_mistake(error))
    else:
        return code
    return NOTHING_DONE


@contextmanager
def _settings_notices() -> Iterator[None]:
    """Print once what is told of settings that can't be read."""
    told: set[str] = set()

    class Printed(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            sentence = record.getMessage()
            if sentence not in told:
                told.add(sentence)
                say_aside(f"Notice: {sentence}")

    printed = Printed()
    NOTICES.addHandler(printed)
    try:
        yield
    finally:
        NOTICES.removeHandler(printed)


def _ended(command: Callable[[], int | None]) -> int:
    try:
        return command() or SOUND
    except typer.Exit as end:
        return end.exit_code


def _forget_output() -> None:
    # What is left of our output has no reader or no room, and must not be tried again at the end.
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError):
        return


def _of_the_system(error: OSError) -> str:
    name = f"{error.filename}: " if error.filename else ""
    why = (error.strerror or "the system gave no reason").lower()
    return f"{name}the system refused: {why}. Check the name, the folder and the room on the disk."


_HOW: Final = {
    "alike-references": "Give --alike-too.",
    "mixed-encodings": "Give --encoding.",
    "unknown-type": "Give --type WORDS=CODE.",
    "no-column-reference": "Give --map reference=HEADER.",
    "no-column-type": "Give --map type=HEADER.",
    "no-column-reported": "Give --map reported=HEADER.",
    "no-scale": "Give --scale.",
    "no-heading": "Give --header-row N.",
    "tables-side-by-side": 'Give --map reference="column A" and the like.',
    "nobody-named": "Give --map inspector=HEADER.",
    "password-protected": "Give --password-file FILE.",
    "unknown-signer": "With reviewer trust add FILE.cer, or by naming it with --trust.",
    "authority": "Then give --authority.",
    "name-alike": "Then give --alike.",
    "which-reader": "Say --to NAME.",
    "other-force": "If it is meant, give --other-force.",
    "mapping-needed": "Give it with --mapping; reviewer form mapping writes one to fill in.",
    "other-there": "Or give --replace.",
    "not-final": "Leave --final out for that.",
}
"""What a command adds to a refusal, or to what was found in a list: how what it asks for is done.

The window shows that by its buttons.
"""


def how_to(code: str, sentence: str) -> str:
    """Return a sentence, and after it how what it asks for is done by command."""
    return f"{sentence} {_HOW[code]}" if code in _HOW else sentence


def _sentence(error: ReviewerError | typer.TyperException) -> str:
    if isinstance(error, ReviewerError):
        return " ".join(how_to(error.code, str(error)).split())
    return " ".join(error.format_message().split()) + " See reviewer --help."


def _our_mistake(error: Exception) -> str:
    # The message of an unexpected error may hold case text, so only its kind and place are told.
    place = traceback.extract_tb(error.__traceback__)[-1]
    if os.environ.get("REVIEWER_DEBUG"):
        traceback.print_exception(error)
    return (
        f"reviewer: a mistake of the program ({type(error).__name__} in {place.name}, line "
        f"{place.lineno}); each change is whole or not there. Please report this line."
    )
