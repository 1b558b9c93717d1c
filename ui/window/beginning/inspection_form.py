"""What an inspection is called, whose it is, and where its file is kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QVBoxLayout, QWidget

from reviewer.domain.errors import RefusalError
from reviewer.domain.form import FormStamp
from reviewer.domain.inspection import (
    DEFAULT_MARKING,
    MARKING_LIMIT,
    FileKind,
    Inspection,
    checked_code,
    checked_line,
)
from reviewer.domain.message import message, verbatim
from ui.window.parts.buttons import Chip
from ui.window.parts.faults import Faults
from ui.window.parts.page import labelled
from ui.window.parts.passphrase_fields import PassphraseFields, Weakness
from ui.window.parts.target import Target
from ui.window.parts.text import Text
from ui.window.theme import LARGE, Theme
from ui.window.words import say, typed_day


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a person asked for: what the file is about, where it goes, its passphrase."""

    inspection: Inspection
    path: Path
    passphrase: str

    def __repr__(self) -> str:
        return f"Wanted({self.path.name})"


class InspectionForm(QWidget):
    """The fields of a new inspection; `changed` says that one of them did."""

    changed = Signal()

    def __init__(self, theme: Theme, weakness: Weakness) -> None:
        super().__init__()
        self._theme = theme
        self.setObjectName("inspection-form")
        self._lines = {
            name: QLineEdit()
            for name in ("code", "force", "person", "marking", "visit-from", "visit-to")
        }
        self._random = Chip(theme)
        self._random.setText(say("The cases were drawn at random"))
        self._random.setObjectName("random")
        self._team = Chip(theme, ticks=True)
        self._team.setText(say("I lead a team: create its register and hand out packs"))
        self._team.setObjectName("for-team")
        self._target = Target(theme, say("inspection"))
        self.passphrase = PassphraseFields(theme, weakness)
        for name, line in self._lines.items():
            line.setObjectName(f"new-{name}")
            line.textChanged.connect(self._on_text)
        self._lines["marking"].setText(DEFAULT_MARKING)
        self._lines["code"].setPlaceholderText("NCPI-MPS-2018Q4")
        for name in ("visit-from", "visit-to"):
            self._lines[name].setPlaceholderText(say("dd/mm/yyyy"))
        self.setFocusProxy(self._lines["code"])
        self._target.changed.connect(self.changed)
        self.passphrase.changed.connect(self.changed)
        self._build_layout()

    def wanted(self, form: FormStamp) -> Wanted:
        """Return what was asked for; raises RefusalError once each fault is shown at its field."""
        faults, lines = Faults(), self._lines

        def read(name: str, reading: Callable[[str], str]) -> str:
            return faults.read(lines[name], lambda: reading(lines[name].text())) or ""

        inspection = Inspection(
            code=read("code", checked_code),
            force=read("force", lambda text: checked_line(text, message("The force's name"))),
            person=read("person", lambda text: checked_line(text, message("Your name"))),
            marking=read(
                "marking", lambda text: checked_line(text, message("The marking"), MARKING_LIMIT)
            ),
            form=form,
            kind=FileKind.REGISTER if self._team.isChecked() else FileKind.REVIEW,
            visit_from=read("visit-from", typed_day),
            visit_to=read("visit-to", typed_day),
            random_sample=self._random.isChecked(),
        )
        if inspection.visit_to and inspection.visit_to < inspection.visit_from:
            faults.note(lines["visit-to"], say("The visit must not end before it begins."))
        path = faults.read(self._target.box, self._target.path)
        if not self.passphrase.phrase:
            faults.note(self.passphrase.box, say("Enter the passphrase in both boxes."))
        if (wrong := faults.show()) or path is None:
            raise RefusalError("fields", verbatim(wrong))
        return Wanted(inspection=inspection, path=path, passphrase=self.passphrase.phrase)

    def suggest(self, force: str) -> None:
        """Fill in the force that the list names, where nothing is typed."""
        if not self._lines["force"].text():
            self._lines["force"].setText(force)

    def _on_text(self) -> None:
        text = {name: line.text().strip() for name, line in self._lines.items()}
        self.passphrase.avoid([text["code"], text["force"], text["person"]])
        self._target.suggest(text["code"])
        self.changed.emit()

    def _build_layout(self) -> None:
        theme, px = self._theme, self._theme.px
        line = self._lines
        grid = QGridLayout()
        grid.setHorizontalSpacing(px(16))
        grid.setVerticalSpacing(px(12))
        fields = (
            (say("Inspection code"), line["code"],
             say("Letters, numbers and hyphens. The number of every case begins with "
"it.")),
            (say("Police force"), line["force"], ""),
            (say("Your name"), line["person"], say("As it appears in the workbook and the log.")),
            (say("Marking"), line["marking"], say("Shown at the top of each page and sheet.")),
            (say("Visit from"), line["visit-from"], ""),
            (say("Visit to"), line["visit-to"], ""),
        )  # fmt: skip
        for place, (words, field, hint) in enumerate(fields):
            visit = field in {line["visit-from"], line["visit-to"]}
            column = labelled(theme, words, field, hint, may_be_empty=visit)
            column.addStretch(1)
            grid.addLayout(column, place // 2, place % 2)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(px(12))
        layout.addLayout(grid)
        layout.addWidget(self._random)
        layout.addWidget(self._team)
        layout.addWidget(Text(theme, say("Save in"), size=LARGE, strong=True))
        layout.addWidget(self._target)
        layout.addWidget(self.passphrase)
