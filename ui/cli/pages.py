"""`help`: the pages of the help, the same as in the window."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markdown import Markdown

from reviewer.domain.errors import RefusalError
from reviewer.domain.message import message
from ui.cli.output import say_table, show_line
from ui.operations.form_comparison import form_of
from ui.operations.forms import chosen_form
from ui.operations.help_pages import help_pages

LINE = 100
"""Characters of a line of help at the most, however wide the terminal is."""


def add_to(app: typer.Typer) -> None:
    """Add the command of this group."""
    app.command("help")(show)


def show(
    topic: Annotated[
        str | None,
        typer.Argument(
            metavar="TOPIC", help="The page to read; if left out, the pages are listed."
        ),
    ] = None,
    form: Annotated[
        str, typer.Option("--form", metavar="ID|FILE", help="The form whose codes are shown.")
    ] = "ncpi",
    beside: Annotated[
        str | None,
        typer.Option(
            "--beside", metavar="ID|FILE|WORKBOOK", help="Another form whose criteria to compare."
        ),
    ] = None,
) -> None:
    """Read a page of the help, or list the pages.

    Example: reviewer help signatures
    """
    other = form_of(beside, now=datetime.now(UTC)) if beside is not None else None
    pages = {
        page.topic: page for page in help_pages(chosen_form(form), other, Path(beside or "").name)
    }
    if topic is None:
        say_table(
            (message("Topic"), message("Title")), ((p.topic, p.title) for p in pages.values())
        )
        return
    if topic not in pages:
        raise RefusalError(
            "no-page",
            message(
                "There is no page “{topic}”. The pages are: {pages}.",
                topic=topic,
                pages=", ".join(pages),
            ),
        )
    console = Console(highlight=False, emoji=False)
    if console.is_terminal:
        console.width = min(console.width, LINE)
        console.print(Markdown(pages[topic].words))
    else:
        show_line(pages[topic].words)
