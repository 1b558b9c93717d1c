"""The command line's one door: every end of a command becomes an exit code and one line."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Callable
from typing import Final, NoReturn

import typer

from reviewer.domain.errors import ReviewerError
from ui.cli.output import say_aside

SOUND: Final = 0
"""Done, or the thing examined is sound."""

NOT_SOUND: Final = 1
"""Something examined is not sound or was refused."""

NOTHING_DONE: Final = 2
"""Nothing could be examined or done."""

UNKNOWN_SIGNER: Final = 3
"""Sound, but the signer is unknown (`verify` only)."""

_INTERRUPTED: Final = 130


def leave(code: int) -> NoReturn:
    """End the command with this exit code."""
    raise typer.Exit(code)


def run_guarded(command: Callable[[], int | None]) -> int:
    """Run a command and return its exit code; nothing escapes as a traceback.

    With REVIEWER_DEBUG set the traceback of a mistake of ours is shown as well.
    """
    try:
        return command() or SOUND
    except typer.Exit as end:
        return end.exit_code
    except BrokenPipeError:
        # Whoever read our output has left: the rest was neither said nor, in lines, done.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return NOT_SOUND
    except (typer.Abort, KeyboardInterrupt):
        say_aside("reviewer: stopped; what was there before is still there.")
        return _INTERRUPTED
    except (ReviewerError, typer.TyperException) as error:
        say_aside(f"reviewer: {_sentence(error)}")
    except Exception as error:  # noqa: BLE001 - the command line's door
        say_aside(_our_mistake(error))
    return NOTHING_DONE


def _sentence(error: ReviewerError | typer.TyperException) -> str:
    if isinstance(error, ReviewerError):
        return " ".join(error.sentence.split())
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
