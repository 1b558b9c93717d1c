"""The right column: the overall grade, the two flags, and what is left before completing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from reviewer.domain.assessment import Finding
from reviewer.domain.form import Form, Strength
from reviewer.domain.grades import DONE, Status
from reviewer.domain.ids import Key
from reviewer.domain.meanings import codes_that_mean, column_at
from reviewer.domain.options import Meaning
from ui.window.actions import Actions
from ui.window.commands import Commands
from ui.window.parts.accessible import AccessibleRole, expose_as
from ui.window.parts.buttons import inside, plain_button
from ui.window.parts.field import Asking, ChoiceField
from ui.window.parts.panel import Panel
from ui.window.parts.text import Text
from ui.window.review.review_view import ReviewView
from ui.window.theme import SMALL, Theme
from ui.window.words import counted, localised, say, status_word, tooltip, typed_date


@dataclass(frozen=True, slots=True, kw_only=True)
class DelayBar:
    """One delay: its stage, its days, and whether the force could have prevented it."""

    stage: str
    days: int
    tone: str


class DelayBars(QWidget):
    """Delays as bars on one scale, each with its stage and days in words."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._bars: Sequence[DelayBar] = ()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def show_bars(self, bars: Sequence[DelayBar]) -> None:
        """Show other delays."""
        if bars != self._bars:
            self._bars = bars
            words = [f"{b.stage} {b.days}" for b in bars]
            self.setAccessibleName(say("Delays in days: {all}", all=", ".join(words)))
            self.updateGeometry()
            self.update()
        self.setVisible(bool(bars))

    def sizeHint(self) -> QSize:
        """Return two lines for each bar."""
        return QSize(self._theme.px(160), len(self._bars) * self._theme.px(28))

    def paintEvent(self, event: QPaintEvent, /) -> None:  # noqa: ARG002 - Qt's signature
        """Paint the bars."""
        painter = QPainter(self)
        theme, px = self._theme, self._theme.px
        longest = max((bar.days for bar in self._bars), default=0) or 1
        metrics_font = theme.font(SMALL)
        for index, bar in enumerate(self._bars):
            top = index * px(28)
            painter.setFont(metrics_font)
            painter.setPen(theme.color("quiet"))
            days = counted(bar.days, "{n} day", "{n} days")
            room = painter.fontMetrics().horizontalAdvance(days)
            words = painter.fontMetrics().elidedText(
                bar.stage, Qt.TextElideMode.ElideRight, self.width() - room - px(8)
            )
            line = QRectF(0, top, self.width(), px(17))
            painter.drawText(line, Qt.AlignmentFlag.AlignLeft, words)
            painter.setPen(theme.color("text"))
            painter.drawText(line, Qt.AlignmentFlag.AlignRight, days)
            width = max(3.0, self.width() * max(bar.days, 0) / longest)
            painter.fillRect(QRectF(0, top + px(19), width, px(4)), theme.color(bar.tone))


class SidePart(QFrame):
    """A titled part of the column; the whole of it leads to its section."""

    opened = Signal()

    def __init__(self, theme: Theme, title: str, name: str) -> None:
        super().__init__()
        self._theme = theme
        self.setObjectName(name)
        expose_as(self, AccessibleRole.BUTTON)
        self.setAccessibleName(title)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.title = Text(theme, title, size=SMALL, strong=True, tone="quiet")
        self.value = Text(theme, strong=True, wrap=True)
        self.detail = Text(theme, size=SMALL, tone="quiet", wrap=True)
        self.column = QVBoxLayout(self)
        px = theme.px
        self.column.setContentsMargins(px(12), px(9), px(12), px(10))
        self.column.setSpacing(px(3))
        for part in (self.title, self.value, self.detail):
            self.column.addWidget(part)

    def show_words(self, value: str, detail: str) -> None:
        """Show what is answered."""
        self.value.put(value)
        self.detail.put(detail)
        self.setAccessibleDescription(f"{value}. {detail}")

    def mouseReleaseEvent(self, event, /) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001 - Qt's signature
        """Lead to the section."""
        if self.rect().contains(event.position().toPoint()):
            self.opened.emit()

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        """Lead to the section by Enter or Space."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self.opened.emit()
        else:
            event.ignore()

    def paintEvent(self, event: QPaintEvent, /) -> None:  # noqa: ARG002 - Qt's signature
        """Paint one hairline around, accent with the keyboard."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        focused = self.hasFocus()
        token = "accent" if focused else "line" if self.underMouse() else "hairline"
        painter.setPen(QPen(self._theme.color(token), 2 if focused else 1))
        painter.drawRoundedRect(inside(self, 2 if focused else 1), 4, 4)


class Judgement(Panel):
    """The column; it says what is saved and emits what is asked for."""

    graded = Signal(str)
    settled = Signal()
    reveal_asked = Signal()
    section_asked = Signal(str)
    next_asked = Signal()
    finding_asked = Signal()
    completed = Signal()

    def __init__(self, theme: Theme, actions: Actions) -> None:
        super().__init__(theme, Qt.Edge.LeftEdge)
        self._theme = theme
        self._form: Form | None = None
        self._actions = actions
        self.setObjectName("judgement")
        self.grade = ChoiceField(theme, column=True)
        self.grade.setObjectName("overall-grade")
        self.grade.edited.connect(self.graded)
        self.grade.settled.connect(self.settled)
        self._title = Text(theme, size=SMALL, strong=True, tone="quiet")
        self._title.setObjectName("judgement-title")
        self._definition = Text(theme, size=SMALL, tone="quiet", wrap=True)
        self._supervision = SidePart(theme, say("Supervision"), "side-supervision")
        self._delay = SidePart(theme, say("Delay"), "side-delay")
        self._bars = DelayBars(theme)
        self._delay.column.addWidget(self._bars)
        self._force = SidePart(theme, say("Force's own grade"), "side-force")
        self._reveal = plain_button(say("Show the force's own grade"), name="reveal", look="link")
        self._reveal.clicked.connect(self.reveal_asked)
        self._unanswered = plain_button("", name="unanswered", look="link")
        self._findings = plain_button("", name="findings", look="link")
        self._before = Text(theme, say("Before completing"), size=SMALL, strong=True, tone="quiet")
        self._ready = Text(theme, size=SMALL, tone="good", wrap=True)
        self._complete = plain_button("", name="complete", look="primary")
        self._complete.clicked.connect(self.completed)
        self._next = plain_button(say("Next open case"), name="next-open", look="primary")
        self._next.clicked.connect(actions[Commands.NEXT_OPEN].trigger)
        self._unanswered.clicked.connect(self.next_asked)
        self._findings.clicked.connect(self.finding_asked)
        for part, role in (
            (self._supervision, "supervision"),
            (self._delay, "delay"),
            (self._force, "grade"),
        ):
            part.opened.connect(lambda role=role: self._lead_to(role))
        self._body = QWidget()
        self._scroll = QScrollArea()
        self._build_layout()
        actions.remapped.connect(self._name_keys)
        self._name_keys()

    def stand_alone(self, *, alone: bool) -> None:
        """Show everything at once where it is below the items and not beside them."""
        self._scroll.setMinimumHeight(self._body.sizeHint().height() if alone else 0)

    def least_width(self) -> int:
        """Return the width in which nothing of it is cut, with room for a scroll bar."""
        bar = self._scroll.verticalScrollBar().sizeHint().width()
        return self._body.minimumSizeHint().width() + bar + 1

    def show_review(self, view: ReviewView, *, status: Status) -> None:
        """Show a review."""
        form, roles = view.form, view.form.roles
        if form is not self._form:
            self._offer(form)
        grade = view.review.get(roles.grade)
        self.grade.put(grade)
        self.grade.setEnabled(roles.grade in view.assessment.relevant)
        option = form.codes_of(form.item(roles.grade)).get(grade)  # type: ignore[call-overload]  # any text may be asked for
        self._definition.put(localised(option.guidance) if option else "")
        self._show_supervision(view)
        self._show_delay(view)
        self._show_force(view)
        self._show_left(view, status)

    def _offer(self, form: Form) -> None:
        """Offer the grades of a form."""
        self._form = form
        item = form.item(form.roles.grade)
        self.grade.ask(Asking(form=form, asked=item, check=str, name=localised(item.label)))

    def _lead_to(self, role: str) -> None:
        if self._form is not None:
            self.section_asked.emit(str(getattr(self._form.roles, role)))

    def _show_supervision(self, view: ReviewView) -> None:
        roles = view.form.roles
        self._supervision.setVisible(roles.supervision in view.assessment.relevant)
        flag = view.review.get(roles.supervision)
        entries = view.form.items.get(roles.supervision_entries)
        detail = view.rows_summary(entries) if entries else ""
        self._supervision.show_words(_flag_words(view, roles.supervision, flag), detail)

    def _show_delay(self, view: ReviewView) -> None:
        roles = view.form.roles
        self._delay.setVisible(roles.delay in view.assessment.relevant)
        flag = view.review.get(roles.delay)
        bars = _bars(view)
        keys = self._actions.keys(Commands.ADD_DELAY)
        detail = "" if bars else say("No delays recorded. Press {keys} to add one.", keys=keys)
        self._delay.show_words(_flag_words(view, roles.delay, flag), detail)
        self._bars.show_bars(bars)

    def _show_force(self, view: ReviewView) -> None:
        code, scale = view.case.get("force_grade"), view.case.get("force_scale")
        self._force.setVisible(bool(code))
        self._reveal.setVisible(view.may_reveal)
        if code:
            options = view.form.scales.get(scale, ())
            word = next((localised(o.label) for o in options if o.code == code), code)
            audited = typed_date(view.case.get("force_audit_date"))
            force_scale = say("Scale {scale}", scale=scale) if scale else ""
            self._force.show_words(
                word, " · ".join(part for part in (force_scale, audited) if part)
            )

    def _show_left(self, view: ReviewView, status: Status) -> None:
        left = len(view.assessment.unanswered)
        remaining = [f for f in view.assessment.findings if f.strength is not Strength.WARNS]
        self._unanswered.setVisible(left > 0)
        self._unanswered.setText(counted(left, "{n} unanswered  →", "{n} unanswered  →"))
        self._findings.setVisible(bool(remaining))
        self._findings.setText(_left_words(remaining))
        done = status in DONE
        ready = view.assessment.may_complete and view.review.touched
        words = (
            say("Complete.") if status is Status.COMPLETE else status_word(status) if done else ""
        )
        if ready and not words:
            words = say("All questions are answered.")
        self._before.setVisible(not done)
        self._ready.put(words)
        leads_on = done and self._complete.hasFocus()
        self._complete.setVisible(not done)
        self._next.setVisible(done)
        if leads_on:
            self._next.setFocus()
        self._complete.setAccessibleDescription(say("{n} unanswered", n=left))

    def _name_keys(self) -> None:
        """Show the keys as they are now; a person may have changed them."""
        title = say("Overall judgement")
        self._title.setText(f"{title}   {self._actions.keys(Commands.GRADE)}")
        self._title.setAccessibleName(title)
        self._next.setToolTip(tooltip(self._actions.keys(Commands.NEXT_OPEN)))
        words = say("Complete case")
        self._complete.setText(f"{words}   {self._actions.keys(Commands.COMPLETE)}")
        self._complete.setAccessibleName(words)

    def _build_layout(self) -> None:
        px = self._theme.px
        body = self._body
        column = QVBoxLayout(body)
        column.setContentsMargins(px(16), px(16), px(16), px(12))
        column.setSpacing(px(6))
        column.addWidget(self._title)
        column.addWidget(self.grade)
        column.addWidget(self._definition)
        column.addWidget(self._reveal, 0, Qt.AlignmentFlag.AlignLeft)
        column.addSpacing(px(6))
        for part in (self._supervision, self._delay, self._force):
            column.addWidget(part)
        column.addStretch(1)
        scroll = self._scroll
        scroll.setWidget(body)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.viewport().setAutoFillBackground(False)
        body.setAutoFillBackground(False)
        foot = QVBoxLayout()
        foot.setContentsMargins(px(16), px(8), px(16), px(16))
        foot.setSpacing(px(4))
        for line in (self._before, self._unanswered, self._findings, self._ready):
            foot.addWidget(line)
        foot.addSpacing(px(4))
        foot.addWidget(self._complete)
        foot.addWidget(self._next)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(scroll, 1)
        layout.addLayout(foot)


def _flag_words(view: ReviewView, key: Key, code: str) -> str:
    return view.form.label(key, code) if code else say("Not answered")


def _bars(view: ReviewView) -> list[DelayBar]:
    roles, form = view.form.roles, view.form
    item = form.items.get(roles.delay_rows)
    if item is None:
        return []
    stages = column_at(form, item.key, roles.delay_stage)
    avoidable = codes_that_mean(form, column_at(form, item.key, roles.delay_avoidable), Meaning.YES)
    labels = (
        {code: localised(o.label) for code, o in form.codes_of(stages).items()} if stages else {}
    )
    bars = []
    for row in view.facts.each_row(item.key):
        days = row.value(roles.delay_days)
        if days is not None:
            stage = str(row.value(roles.delay_stage) or "")
            was_avoidable = row.value(roles.delay_avoidable) in avoidable
            words = labels.get(stage, stage) or say("Delay")  # type: ignore[call-overload]  # any text may be asked for
            bars.append(
                DelayBar(
                    stage=words, days=int(days), tone="inadequate" if was_avoidable else "improve"
                )
            )
    return bars


def _left_words(findings: Sequence[Finding]) -> str:
    blocking = sum(1 for f in findings if f.strength is Strength.BLOCKS)
    explain = len(findings) - blocking
    parts = []
    if blocking:
        parts.append(say("{n} to correct", n=blocking))
    if explain:
        parts.append(say("{n} to explain", n=explain))
    return " · ".join(parts) + "  →"
