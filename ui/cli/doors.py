"""The command line's one door: every end of a command becomes an exit code and one line."""

from __future__ import annotations

import logging
import os
import signal
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Final, NoReturn

import typer

from reviewer.domain.errors import RefusalError, ReviewerError, reason_of
from reviewer.domain.identifier import IdentifiersError
from reviewer.domain.message import Message, message
from ui.cli.advice import with_advice
from ui.cli.output import emit_json, say_notice, show_line_aside
from ui.cli.usage import is_help, usage_sentence
from ui.operations.settings import NOTICES

SOUND: Final = 0
"""Done, or the thing examined is sound."""

NOT_SOUND: Final = 1
"""Something examined is not sound or was refused."""

NOTHING_DONE: Final = 2
"""Nothing could be examined or done."""

UNKNOWN_SIGNER: Final = 3
"""Sound, but the signer is unknown."""

INTERRUPTED: Final = 130
"""Ctrl-C, as shells count it."""

_STOPPED: Final = message("Stopped. What was saved is kept, and no file is half-written.")


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
        show_line_aside(f"reviewer: {_sentence(error)}")
        end_with(NOT_SOUND)


@contextmanager
def identifiers_listed() -> Iterator[None]:
    """End a command with NOT_SOUND where what would leave holds identifiers, and list them."""
    try:
        yield
    except IdentifiersError as error:
        emit_json(
            [
                {"case": s.case, "key": s.key, "kind": s.phrase.kind, "text": s.text}
                for s in error.found
            ]
        )
        show_line_aside(f"reviewer: {_sentence(error)}")
        end_with(NOT_SOUND)


def run_guarded(command: Callable[[], int | None]) -> int:
    """Run a command and return its exit code; nothing escapes as a traceback.

    With REVIEWER_DEBUG set the traceback of a fault of ours is shown as well.
    """
    try:
        with _settings_notices():
            code = _ended(command)
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader of our output has left: the rest was not shown or, in lines, not done.
        _forget_output()
        return NOT_SOUND
    except (typer.Abort, KeyboardInterrupt):
        show_line_aside(f"reviewer: {_STOPPED}")
        return INTERRUPTED
    except typer.TyperException as error:
        if is_help(error):
            show_line_aside(error.format_message())
        else:
            show_line_aside(f"reviewer: {usage_sentence(error)}")
    except ReviewerError as error:
        show_line_aside(f"reviewer: {_sentence(error)}")
    except OSError as error:
        show_line_aside(f"reviewer: {_of_the_system(error)}")
        _forget_output()
    except Exception as error:  # noqa: BLE001 - the command line's door
        show_line_aside(f"reviewer: {_our_mistake(error)}")
    else:
        return code
    return NOTHING_DONE


@contextmanager
def _settings_notices() -> Iterator[None]:
    """Print once each notice of settings that can't be read."""
    printed_before: set[str] = set()

    class Printed(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            sentence = record.getMessage()
            if sentence not in printed_before:
                printed_before.add(sentence)
                say_notice(sentence)

    printed = Printed()
    NOTICES.addHandler(printed)
    try:
        yield
    finally:
        NOTICES.removeHandler(printed)


def _ended(command: Callable[[], int | None]) -> int:
    with _ctrl_c_noted() as noted:
        try:
            return command() or SOUND
        except typer.Exit as end:
            return end.exit_code
        except Exception as error:
            # A library that makes an error of its own of whatever it meets does so with Ctrl+C too.
            if noted:
                raise KeyboardInterrupt from error
            raise


@contextmanager
def _ctrl_c_noted() -> Iterator[list[int]]:
    """Yield a list that holds a signal for each Ctrl+C; each interrupts what runs, as always."""
    noted: list[int] = []

    def interrupt(number: int, _frame: FrameType | None) -> None:
        noted.append(number)
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGINT, interrupt)
    try:
        yield noted
    finally:
        signal.signal(signal.SIGINT, before)


def _forget_output() -> None:
    # What is left of our output has no reader or no room, and must not be tried again at the end.
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError):
        return


def _of_the_system(error: OSError) -> Message:
    reason = reason_of(error)
    if not error.filename:
        return message(
            "The system refused: {reason}. Check the name, the folder and the space on the disk.",
            reason=reason,
        )
    return message(
        "{file}: the system refused: {reason}. Check the name, the folder and the space on the "
        "disk.",
        file=str(error.filename),
        reason=reason,
    )


def _sentence(error: ReviewerError) -> str:
    return " ".join(str(with_advice(error.code, error.sentence)).split())


def _our_mistake(error: Exception) -> Message:
    # The text of an unexpected error may hold case text, so only its kind and place are shown.
    place = traceback.extract_tb(error.__traceback__)[-1]
    if os.environ.get("REVIEWER_DEBUG"):
        traceback.print_exception(error)
    return message(
        "Something went wrong in Reviewer ({kind} in {place}, line {line}). "
        "Every change was saved completely or not at all. Please report this "
        "line.",
        kind=type(error).__name__,
        place=place.name,
        line=place.lineno or 0,
    )
