"""Which of a list's cases are the sample: all of them, or some drawn at random."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QVBoxLayout, QWidget

from reviewer.domain.case import Case
from reviewer.domain.draw import NOT_GIVEN, Draw, DrawPlan, strata_of
from reviewer.domain.errors import RefusalError
from reviewer.domain.form import Form
from reviewer.domain.ids import Code
from reviewer.domain.message import message
from ui.operations.sample_size import points_of
from ui.window.parts.buttons import plain_button
from ui.window.parts.choices import Choices
from ui.window.parts.layouts import clear
from ui.window.parts.page import labelled
from ui.window.parts.text import Text
from ui.window.theme import LARGE, SMALL, Theme
from ui.window.words import counted, localised, say

_ALL, _DRAWN = "all", "drawn"
_SHARE, _FIXED = "share", "fixed"
_LEFT = Qt.AlignmentFlag.AlignLeft


class SampleView(QWidget):
    """`changed` says that another sample is wanted; `draw_asked` that it is to be drawn."""

    changed = Signal()
    draw_asked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._cases: Sequence[Case] = ()
        self._form: Form | None = None
        self._title = Text(theme, say("The sample"), size=LARGE, strong=True)
        self._which = Choices(
            theme,
            say("The sample"),
            ((_ALL, say("All cases of the list")), (_DRAWN, say("A random sample"))),
        )
        self._by = Choices(
            theme,
            say("Drawn from"),
            (("", say("all cases together")), ("type", say("each case type")),
             ("unit", say("each unit"))),
        )  # fmt: skip
        self._sizes = Choices(
            theme,
            say("Cases from each"),
            ((_SHARE, say("in proportion")), (_FIXED, say("a number for each"))),
        )
        self._size, self._seed, self._spare = QLineEdit(), QLineEdit(), QLineEdit("0")
        self._precision = Text(theme, "", tone="quiet", wrap=True)
        self._precision.setObjectName("draw-precision")
        self._strata: dict[str, QLineEdit] = {}
        self._grid = QGridLayout()
        self._hosts: dict[QWidget, QWidget] = {}
        self._plan, self._fixed = QWidget(), QWidget()
        self._outcome = QVBoxLayout()
        self._draw = plain_button(say("Draw and save the list…"), name="draw")
        self._build_layout()
        self._connect()

    @property
    def wants_draw(self) -> bool:
        """Whether the sample is to be drawn."""
        return self._which.code == _DRAWN

    def show_cases(self, form: Form, cases: Sequence[Case]) -> None:
        """Offer the cases of a list."""
        self._cases, self._form = cases, form
        self._title.setText(
            say("The sample: of {n:,} cases", n=len(cases)) if cases else say("The sample")
        )
        if not self._which.code:
            for choices, code in ((self._which, _ALL), (self._by, ""), (self._sizes, _SHARE)):
                choices.put(code)
        self._show_parts()

    def plan(self) -> DrawPlan:
        """Return how to draw; raises RefusalError for what is no number."""
        by = self._by.code
        fixed = by and self._sizes.code == _FIXED
        return DrawPlan(
            seed=self._seed.text(),
            size=None if fixed else _number(self._size, say("How many cases")),
            by=by,
            fixed={name: _number(line, name) for name, line in self._strata.items()}
            if fixed
            else None,
            replacements=_number(self._spare, say("Replacements")),
        )

    def show_draw(self, draw: Draw | None, names: Sequence[str] = ()) -> None:
        """Show what was drawn and the files it was written to, or that nothing is."""
        clear(self._outcome)
        if draw is None:
            return
        words = say("{n:,} of {frame:,} cases were drawn with the seed “{seed}”.",
                    n=len(draw.sample), frame=draw.frame, seed=draw.seed)  # fmt: skip
        self._outcome.addWidget(Text(self._theme, words, strong=True, tone="good", wrap=True))
        grid = QGridLayout()
        grid.setHorizontalSpacing(self._theme.px(24))
        heads = (say("Drawn from"), say("Cases"), say("Drawn"), say("Replacements"))
        for place, head in enumerate(heads):
            grid.addWidget(Text(self._theme, head, size=SMALL, tone="quiet"), 0, place)
        for row, stratum in enumerate(draw.strata, start=1):
            numbers = (stratum.population, stratum.size, stratum.replacements)
            grid.addWidget(Text(self._theme, self._words(draw.by, stratum.name)), row, 0)
            for place, number in enumerate(numbers, start=1):
                grid.addWidget(Text(self._theme, f"{number:,}"), row, place)
        grid.setColumnStretch(len(heads), 1)
        self._outcome.addLayout(grid)
        files = say("Saved: {names}. Keep these files. Anyone with the list and the seed "
"can draw the same cases.",
                    names=", ".join(names))  # fmt: skip
        self._outcome.addWidget(Text(self._theme, files, tone="quiet", wrap=True))

    def _words(self, by: str, name: str) -> str:
        if by == "type" and self._form is not None:
            return localised(self._form.options[self._form.types][Code(name)].label)
        if name == NOT_GIVEN:
            return say("not given")
        return name if by else say("all cases")

    def _show_precision(self) -> None:
        """Say to how many points the sample that is asked for tells a share."""
        text = self._size.text().strip()
        size = int(text) if text.isascii() and text.isdecimal() and len(text) < 8 else 0
        points = points_of(len(self._cases), size)
        self._precision.setVisible(points is not None and not self._fixed.isVisibleTo(self))
        if points is not None:
            self._precision.setText(
                say(
                    "{size:,} of {n:,} cases give a share to within ±{points} percentage points.",
                    size=size,
                    n=len(self._cases),
                    points=f"{points:.1f}",
                )
            )

    def _show_parts(self) -> None:
        self._plan.setVisible(self.wants_draw)
        by = self._by.code
        self._hosts[self._sizes].setVisible(bool(by))
        fixed = bool(by) and self._sizes.code == _FIXED
        self._hosts[self._size].setVisible(not fixed)
        self._fixed.setVisible(fixed)
        if fixed:
            self._offer_strata(by)
        self._show_precision()

    def _offer_strata(self, by: str) -> None:
        strata = strata_of(self._cases, by)
        if list(self._strata) == list(strata):
            return
        clear(self._grid)
        self._strata = {}
        for row, (name, cases) in enumerate(strata.items()):
            line = QLineEdit("0")
            line.setObjectName("stratum-size")
            line.setMaximumWidth(self._theme.px(80))
            words = self._words(by, name)
            line.setAccessibleName(words)
            line.textChanged.connect(self._on_changed)
            there = counted(len(cases), "of {n} case", "of {n} cases")
            for place, part in enumerate((Text(self._theme, words), line,
                                          Text(self._theme, there, tone="quiet"))):  # fmt: skip
                self._grid.addWidget(part, row, place)
            self._strata[name] = line

    def _on_changed(self) -> None:
        self._show_parts()
        self.changed.emit()

    def _connect(self) -> None:
        for choices in (self._which, self._by, self._sizes):
            choices.chosen.connect(self._on_changed)
        for line in (self._size, self._seed, self._spare):
            line.textChanged.connect(self._on_changed)
        self._draw.clicked.connect(self.draw_asked)

    def _build_layout(self) -> None:
        theme, px = self._theme, self._theme.px
        plan = QVBoxLayout(self._plan)
        plan.setContentsMargins(0, 0, 0, 0)
        plan.setSpacing(px(12))
        fields = (
            (self._by, "draw-by", say("Drawn from"), ""),
            (self._sizes, "draw-sizes", say("Cases from each"), ""),
            (self._size, "draw-size", say("How many cases"), ""),
            (self._spare, "draw-spare", say("Replacements"),
             say("Used in this order, for each group, when a case file is not "
"available.")),
            (self._seed, "draw-seed", say("Seed"),
             say("Any words or number, agreed before anyone sees the list. The same "
"seed always draws the same cases.")),
        )  # fmt: skip
        for field, name, words, hint in fields:
            field.setObjectName(name)
            if isinstance(field, QLineEdit):
                field.setMaximumWidth(px(420 if field is self._seed else 120))
            host = QWidget()
            column = labelled(theme, words, field, hint)
            column.setContentsMargins(0, 0, 0, 0)
            host.setLayout(column)
            self._hosts[field] = host
            plan.addWidget(host)
            if field is self._size:
                plan.addWidget(self._precision)
                self._fixed.setLayout(self._grid)
                self._grid.setContentsMargins(0, 0, 0, 0)
                self._grid.setHorizontalSpacing(px(12))
                self._grid.setColumnStretch(3, 1)
                plan.addWidget(self._fixed)
        plan.addWidget(self._draw)
        plan.setAlignment(self._draw, _LEFT)
        self._outcome.setSpacing(px(6))
        plan.addLayout(self._outcome)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(px(12))
        layout.addWidget(self._title)
        self._which.setObjectName("which-sample")
        layout.addWidget(self._which)
        layout.addWidget(self._plan)


def _number(line: QLineEdit, what: str) -> int:
    text = line.text().strip()
    if not (text.isascii() and text.isdecimal() and len(text) < 8):
        raise RefusalError("no-number", message("{what}: enter a whole number.", what=what))
    return int(text)
