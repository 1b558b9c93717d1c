"""Settings: what is chosen is shown at once and kept; there is nothing to apply."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from reviewer.domain.language import LANGUAGES
from ui.operations.preferences import (
    LEAST_PERCENT,
    MOST_PERCENT,
    Preferences,
    Scheme,
)
from ui.window.parts.buttons import plain_button
from ui.window.parts.choices import Choices
from ui.window.parts.identity_fields import IdentityLine
from ui.window.parts.page import labelled
from ui.window.parts.panel import Hairline
from ui.window.parts.pick_field import PickBox
from ui.window.parts.sheet import DialogSheet
from ui.window.theme import Theme
from ui.window.words import counted, say

WIDTH = 560
PERCENT_STEP = 25
IDLE_CHOICES = (1, 2, 5, 10, 15, 20, 30, 60)
REMIND_CHOICES = (0, 30, 40, 50, 60, 90, 120)


class SettingsDialog(DialogSheet):
    """`preferred` carries the choices whenever one of them changed.

    What is `fixed` is shown and cannot be changed. `export_asked` and `import_asked` say that the
    settings are to be saved in a file, or taken from one.
    """

    preferred = Signal(object)
    export_asked = Signal()
    import_asked = Signal()

    def __init__(
        self,
        theme: Theme,
        preferences: Preferences,
        fixed: Collection[str],
        parent: QWidget,
        *,
        can_block: bool = False,
    ) -> None:
        """Show the settings; `can_block` says that the system can leave out a captured window."""
        super().__init__(theme, say("Settings"), parent, width=WIDTH)
        self.setObjectName("settings")
        self._theme = theme
        self._preferences = preferences
        self._held = fixed
        self._add_scheme()
        self.column.addWidget(Hairline(theme))
        self._add_numbers()
        self.column.addWidget(Hairline(theme))
        languages = [(code, name) for code, name in LANGUAGES.items()]
        box = self._box("language", say("Language"), languages, preferences.language)
        box.activated.connect(lambda: self._take(language=str(box.currentData())))
        spelling = (
            ("en", say("English")),
            ("cy", say("Welsh")),
            ("en cy", say("English and Welsh")),
            ("", say("Off")),
        )
        hint = say("F7 goes to the next misspelt word.")
        spelt = self._box("spelling", say("Spelling"), spelling, preferences.spelling, hint)
        spelt.activated.connect(lambda: self._take(spelling=str(spelt.currentData())))
        if can_block:
            self._add_capture()
        self.column.addWidget(Hairline(theme))
        self._add_identity()
        for words, button_name, asked in (
            (say("Save to a file…"), "export-settings", self.export_asked),
            (say("Load from a file…"), "import-settings", self.import_asked),
        ):
            button = plain_button(words, name=button_name, look="quiet")
            button.clicked.connect(asked)
            self.buttons.addWidget(button)
        close = plain_button(say("Close"), name="close-settings", look="primary")
        close.setDefault(True)
        close.clicked.connect(self.accept)
        self.buttons.addWidget(close)
        self.column.addStretch(1)
        self.fit()

    def _add_scheme(self) -> None:
        schemes = (
            (Scheme.SYSTEM, say("Same as the system")),
            (Scheme.LIGHT, say("Light")),
            (Scheme.DARK, say("Dark")),
            (Scheme.CONTRAST, say("High contrast")),
        )
        name = say("Colours")
        choices = Choices(self._theme, name, [(str(code), words) for code, words in schemes])
        choices.put(str(self._preferences.scheme))
        choices.chosen.connect(lambda code: self._take(scheme=Scheme(code)))
        self.column.addLayout(labelled(self._theme, name, choices, self._hold("scheme", choices)))
        sizes = range(LEAST_PERCENT, MOST_PERCENT + 1, PERCENT_STEP)
        offered = [(str(size), f"{size} %") for size in sizes]
        chosen = str(self._preferences.percent)
        box = self._box("percent", say("Size of text"), offered, chosen)
        box.activated.connect(lambda: self._take(percent=int(box.currentData())))

    def _add_numbers(self) -> None:
        minutes = [(str(n), counted(n, "{n} minute", "{n} minutes")) for n in IDLE_CHOICES]
        idle = self._box(
            "idle_minutes",
            say("Lock after"),
            minutes,
            str(self._preferences.idle_minutes),
            say("When you are away, the window locks. Unlock it with the passphrase."),
        )
        idle.activated.connect(lambda: self._take(idle_minutes=int(idle.currentData())))
        never = [("0", say("Never"))]
        reminds = [(str(n), counted(n, "{n} minute", "{n} minutes")) for n in REMIND_CHOICES if n]
        remind = self._box(
            "remind_minutes",
            say("Suggest a break after"),
            [*never, *reminds],
            str(self._preferences.remind_minutes),
            say("A short message at the bottom of the window."),
        )
        remind.activated.connect(lambda: self._take(remind_minutes=int(remind.currentData())))

    def _add_identity(self) -> None:
        line = IdentityLine(self._theme, self._preferences.identity, can_make=False)
        taken = (line.box.editingFinished, line.put_in)
        for signal in taken:
            signal.connect(lambda: self._take(identity=line.box.text().strip()))
        hint = say("The identity that is suggested when you sign. Its passphrase is never kept.")
        words = say("You sign with")
        self.column.addLayout(labelled(self._theme, words, line, hint))
        line.box.setAccessibleName(words)

    def _add_capture(self) -> None:
        allowed = (("", say("Allowed")), ("block", say("Blocked")))
        chosen = "block" if self._preferences.block_capture else ""
        hint = say("Blocked, the window is not in screenshots, recordings and shared screens.")
        box = self._box("block_capture", say("Screenshots"), allowed, chosen, hint)
        box.activated.connect(lambda: self._take(block_capture=bool(box.currentData())))

    def _box(
        self,
        setting: str,
        words: str,
        offered: Sequence[tuple[str, str]],
        chosen: str,
        hint: str = "",
    ) -> PickBox:
        box = PickBox()
        box.setObjectName(f"setting-{setting}")
        for code, text in offered:
            box.addItem(text, code)
        box.setCurrentIndex(max(box.findData(chosen), 0))
        held = self._hold(setting, box)
        self.column.addLayout(labelled(self._theme, words, box, held or hint))
        return box

    def _hold(self, setting: str, field: QWidget) -> str:
        """Let nobody change what the organisation fixed; return what is shown about it."""
        if setting not in self._held:
            return ""
        field.setEnabled(False)
        return say("Set by your organisation.")

    def _take(self, **changed: object) -> None:
        self._preferences = replace(self._preferences, **changed)  # type: ignore[arg-type]  # each by its name
        self.preferred.emit(self._preferences)
