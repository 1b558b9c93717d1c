"""What was found in a force's list: columns, counts, what is odd, and what keeps rows out."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLayout, QLineEdit, QVBoxLayout, QWidget

from reviewer.domain.form import Form
from reviewer.domain.ids import Code, Key
from reviewer.intake.findings import ListProblem
from reviewer.intake.reading import ListReading
from ui.window.buttons import Chip
from ui.window.field import StillComboBox
from ui.window.list_words import problem_words, window_words
from ui.window.mapping_view import MappingView
from ui.window.page import Hairline, labelled, say_facts
from ui.window.records import Column, RecordTable
from ui.window.text import Text
from ui.window.theme import HEADLINE, LARGE, SMALL, Theme
from ui.window.words import counted, say, spoken

ROWS_IN_SIGHT = 8


class FindingsView(QWidget):
    """`mapped` carries a key and its column, `typed` words and a code, `scaled` a scale.

    `sheeted` names another sheet to read, `ticked` says whether the good rows are to be taken
    without the others.
    """

    mapped = Signal(str, str)
    typed = Signal(str, str)
    scaled = Signal(str)
    sheeted = Signal(str)
    ticked = Signal(bool)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._head = Text(theme, size=HEADLINE, strong=True, wrap=True)
        self._head.setObjectName("list-headline")
        self._about = QVBoxLayout()
        self._mapping = MappingView(theme)
        self._mapping.changed.connect(self.mapped)
        self._scale = StillComboBox()
        self._scale.setObjectName("scale")
        self._scale.activated.connect(lambda: self.scaled.emit(str(self._scale.currentData())))
        self._scale_host, self._sheet_host = QWidget(), QWidget()
        self._sheet = QLineEdit()
        self._sheet.setObjectName("sheet")
        self._sheet.returnPressed.connect(lambda: self.sheeted.emit(self._sheet.text()))
        self._rest = QVBoxLayout()
        self._rest.setSpacing(theme.px(8))
        self.good_rows = Chip(theme)
        self.good_rows.setObjectName("good-rows")
        self.good_rows.toggled.connect(self.ticked)
        self._problems: RecordTable[ListProblem] = RecordTable(
            theme,
            say("Problems by row"),
            (
                Column(title=say("Row"), text=lambda p: str(p.row), right=True),
                Column(title=say("Column"), text=lambda p: p.column, width=180),
                Column(title=say("What is wrong"), text=problem_words, stretches=True),
            ),
            wraps=True,
        )
        self._problems.setObjectName("problems")
        self._build_layout()

    def show_reading(self, form: Form, reading: ListReading, scale: str) -> None:
        """Show a reading."""
        accepted = len(reading.cases)
        self._head.setText(
            say("{accepted:,} of {rows:,} rows are cases", accepted=accepted, rows=reading.rows)
        )
        _clear(self._about)
        self._about.addLayout(say_facts(self._theme, _facts(reading)))
        self._sheet.setText(reading.sheet)
        self._sheet_host.setVisible(bool(reading.sheet))
        self._mapping.show_columns(reading.columns)
        self._show_scales(form, reading, scale)
        _clear(self._rest)
        self._add_types(form, reading)
        self._add_left_out(reading)
        self._add_notices(reading)
        self._problems.fill(reading.problems)
        self._problems.take_height(ROWS_IN_SIGHT)
        found = bool(reading.problems)
        self._problems_host.setVisible(found)
        self._show_unknown(form, reading)
        left = reading.rows - accepted
        self.good_rows.setChecked(False)
        self.good_rows.setVisible(found and accepted > 0)
        self.good_rows.setText(
            say("Take the {n:,} good rows and leave {left:,} out", n=accepted, left=left)
        )
        self.good_rows.updateGeometry()

    def _show_scales(self, form: Form, reading: ListReading, scale: str) -> None:
        self._scale.clear()
        self._scale.addItem(say("As the list says, or by its words"), "")
        for name in form.scales:
            self._scale.addItem(name, name)
            if name == scale:
                self._scale.setCurrentIndex(self._scale.count() - 1)
        self._scale_host.setVisible(Key("force_grade") in reading.mapping and bool(form.scales))

    def _add_types(self, form: Form, reading: ListReading) -> None:
        if not reading.by_type:
            return
        self._add_heading(say("Cases by type"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(self._theme.px(24))
        grid.setVerticalSpacing(self._theme.px(4))
        half = (len(reading.by_type) + 1) // 2
        for place, (code, count) in enumerate(reading.by_type.items()):
            row, side = place % half, 2 * (place // half)
            grid.addWidget(Text(self._theme, f"{count:,}", strong=True), row, side)
            label = spoken(form.options[form.types][code].label)
            grid.addWidget(Text(self._theme, label), row, side + 1)
        grid.setColumnStretch(3, 1)
        self._rest.addLayout(grid)

    def _add_left_out(self, reading: ListReading) -> None:
        if reading.left_out:
            self._add_heading(say("Columns left out: nothing of them is kept"))
            for header, reason in reading.left_out:
                words = say("“{header}”: {reason}.", header=header, reason=reason)
                self._rest.addWidget(Text(self._theme, words, wrap=True))

    def _add_notices(self, reading: ListReading) -> None:
        if reading.notices:
            self._add_heading(say("What you should know"))
            for notice in reading.notices:
                self._rest.addWidget(
                    Text(self._theme, f"·  {window_words(notice.text)}", wrap=True)
                )

    def _add_heading(self, words: str) -> None:
        self._rest.addSpacing(self._theme.px(8))
        self._rest.addWidget(Hairline(self._theme))
        self._rest.addWidget(Text(self._theme, words, size=LARGE, strong=True))

    def _show_unknown(self, form: Form, reading: ListReading) -> None:
        _clear(self._unknown)
        found = reading.unknown_types
        if found:
            words = say("Words that are no case type of the form; say which type they are:")
            self._unknown.addWidget(Text(self._theme, words, wrap=True))
        for unknown in found:
            words = unknown.words
            box = StillComboBox()
            box.setObjectName("type-of-words")
            box.setAccessibleName(say("Type of “{words}”", words=words))
            box.addItem(say("– correct it in the list –"), "")
            for option in form.case_types:
                box.addItem(spoken(option.label), str(option.code))
            box.activated.connect(lambda _, w=words, b=box: self.typed.emit(w, b.currentData()))
            line = QHBoxLayout()
            line.setSpacing(self._theme.px(12))
            rows_words = counted(unknown.rows, "{n} row", "{n} rows")
            line.addWidget(Text(self._theme, f"“{words}”, {rows_words}"))
            if unknown.suggestion:
                perhaps = spoken(form.options[form.types][Code(unknown.suggestion)].label)
                hint = say("perhaps {type}", type=perhaps)
                line.addWidget(Text(self._theme, hint, tone="quiet"))
            line.addWidget(box)
            line.addStretch(1)
            self._unknown.addLayout(line)

    def _build_layout(self) -> None:
        theme, px = self._theme, self._theme.px
        scale_column = QVBoxLayout(self._scale_host)
        scale_column.setContentsMargins(0, 0, 0, 0)
        self._scale.setMaximumWidth(px(320))
        scale_column.addLayout(
            labelled(
                theme,
                say("Scale of the force's own grades"),
                self._scale,
                say("Only grades on the scale of this form are compared; others stay as written."),
            )
        )
        sheet_column = QVBoxLayout(self._sheet_host)
        sheet_column.setContentsMargins(0, 0, 0, 0)
        self._sheet.setMaximumWidth(px(320))
        hint = say("Type another sheet's name and press Enter to read that one.")
        sheet_column.addLayout(labelled(theme, say("Sheet"), self._sheet, hint))
        self._problems_host = QWidget()
        problems = QVBoxLayout(self._problems_host)
        problems.setContentsMargins(0, 0, 0, 0)
        problems.setSpacing(px(8))
        problems.addWidget(Hairline(theme))
        title = Text(theme, say("Problems: these rows are not taken"), size=LARGE, strong=True)
        problems.addWidget(title)
        problems.addWidget(self._problems)
        self._unknown = QVBoxLayout()
        self._unknown.setSpacing(px(6))
        problems.addLayout(self._unknown)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(px(12))
        layout.addWidget(self._head)
        layout.addLayout(self._about)
        layout.addWidget(self._problems_host)
        layout.addWidget(self.good_rows)
        layout.addWidget(Hairline(theme))
        layout.addWidget(Text(theme, say("Columns"), size=LARGE, strong=True))
        about = say(
            "No samples are shown of what is personal, or of the force's own grades and comments."
        )
        layout.addWidget(Text(theme, about, size=SMALL, tone="quiet", wrap=True))
        layout.addWidget(self._mapping)
        layout.addWidget(self._scale_host)
        layout.addWidget(self._sheet_host)
        layout.addLayout(self._rest)


def _facts(reading: ListReading) -> Sequence[tuple[str, str]]:
    if reading.sheet:
        read = say(
            "Sheet “{name}”, header in row {row}", name=reading.sheet, row=reading.header_row
        )
    else:
        delimiter = {"\t": say("tabs"), ",": say("commas"), ";": say("semicolons")}
        apart = delimiter.get(reading.delimiter, reading.delimiter)
        read = say("Text in {encoding}, columns apart by {apart}", encoding=reading.encoding,
                   apart=apart)  # fmt: skip
    return [(say("Read as"), read), (say("SHA-256 of the file"), reading.file_digest)]


def _clear(layout: QLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif inner is not None:
            _clear(inner)
