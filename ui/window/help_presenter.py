"""Joins the help with the form in use, and with another that a person sets beside it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtWidgets import QWidget

from reviewer.domain.form import Form
from ui.operations.form_comparison import form_of
from ui.operations.forms import offered_forms
from ui.operations.help_pages import CRITERIA, HelpPage, help_pages
from ui.window.help_dialog import HelpDialog
from ui.window.jobs import Jobs
from ui.window.theme import Theme
from ui.window.words import say


def show_help(
    theme: Theme,
    form: Form | None,
    jobs: Jobs,
    parent: QWidget,
    *,
    own: Sequence[HelpPage] = (),
    topic: str = "",
) -> HelpDialog:
    """Show the help of a form, of the usual one where no file is open; `own` pages come first.

    It opens at the page of a `topic`.
    """
    used = form or offered_forms()[0]
    dialog = HelpDialog(theme, (*own, *help_pages(used)), parent)
    if topic:
        dialog.show_pages((*own, *help_pages(used)), topic)
    dialog.job.serve(jobs)
    dialog.beside_chosen.connect(lambda path: _set_beside(dialog, used, path))
    dialog.show()
    return dialog


def _set_beside(dialog: HelpDialog, form: Form, path: Path) -> None:
    now = datetime.now(UTC)
    dialog.job.run(
        say("Reading the form of {name}…", name=path.name),
        lambda _: form_of(str(path), now=now),
        lambda other: dialog.show_pages(help_pages(form, other, path.name), CRITERIA),
    )
