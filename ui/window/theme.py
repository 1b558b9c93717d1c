"""The look: one table of tokens, one style sheet, sizes that scale, fonts and icons."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from string import Template

from PySide6.QtCore import QByteArray, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

from ui.operations.preferences import LEAST_PERCENT, MOST_PERCENT, Scheme

FAMILIES = ("Inter", "Segoe UI", "Noto Sans", "Helvetica Neue", "sans-serif")
FONT_FILES = ("Inter-Regular.otf", "Inter-SemiBold.otf")


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemeColours:
    """The colours of one scheme.

    Text colours keep 4.5:1 on ground, surface and soft; `line` bounds controls at 3:1;
    `hairline` only separates and carries nothing.
    """

    ground: str
    surface: str
    raised: str
    text: str
    quiet: str
    line: str
    hairline: str
    accent: str
    on_accent: str
    soft: str
    exceptional: str
    excellent: str
    good: str
    medium: str
    improve: str
    inadequate: str
    alert: str


LIGHT = SchemeColours(
    ground="#F5F6F8",
    surface="#FFFFFF",
    raised="#FFFFFF",
    text="#1C2127",
    quiet="#59616B",
    line="#848C96",
    hairline="#D9DDE2",
    accent="#1F5FA8",
    on_accent="#FFFFFF",
    soft="#E6EEF8",
    exceptional="#6A3E91",
    excellent="#1F5FA8",
    good="#1E7145",
    medium="#6B6100",
    improve="#8F5200",
    inadequate="#A4262C",
    alert="#FBEDEC",
)

DARK = SchemeColours(
    ground="#16191D",
    surface="#1F2429",
    raised="#272D34",
    text="#E6E9ED",
    quiet="#A3ABB5",
    line="#6B747F",
    hairline="#333A42",
    accent="#7DB3F2",
    on_accent="#10151B",
    soft="#26384D",
    exceptional="#C6A5EE",
    excellent="#7DB3F2",
    good="#6FCB97",
    medium="#D6CC5A",
    improve="#E8B565",
    inadequate="#F2918C",
    alert="#3A2526",
)


def _contrast(paper: str, ink: str, **tones: str) -> SchemeColours:
    """Return a scheme of high contrast: every ground is paper, every line is ink as text is."""
    grounds = dict.fromkeys(("ground", "surface", "raised", "on_accent"), paper)
    lines = dict.fromkeys(("text", "line", "hairline"), ink)
    return SchemeColours(**grounds, **lines, **tones)


LIGHT_CONTRAST = _contrast(
    paper="#FFFFFF",
    ink="#000000",
    quiet="#1F1F1F",
    accent="#00349A",
    soft="#DCE8FF",
    exceptional="#4A1F85",
    excellent="#00349A",
    good="#00501B",
    medium="#443E00",
    improve="#633600",
    inadequate="#8B0000",
    alert="#FFE8E8",
)

DARK_CONTRAST = _contrast(
    paper="#000000",
    ink="#FFFFFF",
    quiet="#EDEDED",
    accent="#9CCEFF",
    soft="#0B2440",
    exceptional="#D9BBFF",
    excellent="#9CCEFF",
    good="#7CFFB0",
    medium="#FFF27A",
    improve="#FFCB70",
    inadequate="#FFAAA5",
    alert="#330000",
)

SMALL, BODY, LARGE, TITLE, HEADLINE = 12, 14, 16, 20, 28
"""Sizes of type in pixels at 100%."""


_FOLLOWING = frozenset({Scheme.SYSTEM, Scheme.CONTRAST})
"""Schemes that are light or dark as the system is."""


class Theme(QObject):
    """What every widget asks for its colours, sizes, fonts and icons.

    `changed` is emitted after the colours or the size became others.
    """

    changed = Signal()

    def __init__(self, app: QApplication, scheme: Scheme, percent: int) -> None:
        super().__init__(app)
        self._app = app
        self._scheme = scheme
        self._percent = min(max(percent, LEAST_PERCENT), MOST_PERCENT)
        self._icons: dict[tuple[str, str, int], QIcon] = {}
        self._load_fonts()
        app.setEffectEnabled(Qt.UIEffect.UI_AnimateMenu, False)
        app.setEffectEnabled(Qt.UIEffect.UI_AnimateCombo, False)
        self._system = app.styleHints()  # kept: what it hands out ends with its wrapper
        self._system.colorSchemeChanged.connect(self._on_system_changed)
        self._system.accessibility().contrastPreferenceChanged.connect(self._on_system_changed)
        self._apply()

    @property
    def scheme(self) -> Scheme:
        """The scheme asked for."""
        return self._scheme

    @property
    def percent(self) -> int:
        """The size of text in percent."""
        return self._percent

    @property
    def dark(self) -> bool:
        """Whether the dark table is in use."""
        if self._scheme in _FOLLOWING:
            return self._app.styleHints().colorScheme() is Qt.ColorScheme.Dark
        return self._scheme is Scheme.DARK

    @property
    def contrast(self) -> bool:
        """Whether a table of high contrast is in use, because a person or the system asks."""
        preference = self._system.accessibility().contrastPreference()
        asked = preference is Qt.ContrastPreference.HighContrast
        return self._scheme is Scheme.CONTRAST or (self._scheme is Scheme.SYSTEM and asked)

    @property
    def tokens(self) -> SchemeColours:
        """The table of colours in use."""
        if self.contrast:
            return DARK_CONTRAST if self.dark else LIGHT_CONTRAST
        return DARK if self.dark else LIGHT

    def choose(self, scheme: Scheme, percent: int) -> None:
        """Use another scheme or size of text from now on."""
        self._scheme = scheme
        self._percent = min(max(percent, LEAST_PERCENT), MOST_PERCENT)
        self._apply()
        self.changed.emit()

    def px(self, size: float) -> int:
        """Return a length in pixels at the size of text in use."""
        return round(size * self._percent / 100)

    def font(self, size: int = BODY, *, strong: bool = False) -> QFont:
        """Return the typeface at one of the sizes."""
        return _font(self.px(size), strong=strong)

    def color(self, token: str) -> QColor:
        """Return the colour of a token."""
        return QColor(getattr(self.tokens, token))

    def icon(self, name: str, tone: str = "text", size: int = 20) -> QIcon:
        """Return an icon in the colour of a token."""
        color = getattr(self.tokens, tone)
        wanted = (name, color, self.px(size))
        if wanted not in self._icons:
            self._icons[wanted] = QIcon(_pixmap(*wanted))
        return self._icons[wanted]

    def _load_fonts(self) -> None:
        folder = resources.files("resources") / "fonts" / "screen"
        for name in FONT_FILES:
            QFontDatabase.addApplicationFontFromData(QByteArray((folder / name).read_bytes()))

    def _on_system_changed(self) -> None:
        if self._scheme in _FOLLOWING:
            self._apply()
            self.changed.emit()

    def _apply(self) -> None:
        self._app.setFont(self.font())
        self._app.setPalette(_palette(self.tokens))
        self._app.setStyleSheet(_sheet(self))


@lru_cache(maxsize=64)
def _font(pixels: int, *, strong: bool) -> QFont:
    font = QFont()
    font.setFamilies(list(FAMILIES))
    font.setPixelSize(pixels)
    font.setWeight(QFont.Weight.DemiBold if strong else QFont.Weight.Normal)
    return font


def _pixmap(name: str, color: str, size: int) -> QPixmap:
    source = (resources.files("resources") / "icons" / f"{name}.svg").read_text("utf-8")
    renderer = QSvgRenderer(QByteArray(source.replace("currentColor", color).encode()))
    pixmap = QPixmap(size * 2, size * 2)
    pixmap.setDevicePixelRatio(2)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    renderer.render(painter, QRectF(0, 0, size, size))
    painter.end()
    return pixmap


def _palette(tokens: SchemeColours) -> QPalette:
    palette = QPalette()
    roles = {
        QPalette.ColorRole.Window: tokens.ground,
        QPalette.ColorRole.Base: tokens.surface,
        QPalette.ColorRole.AlternateBase: tokens.ground,
        QPalette.ColorRole.Button: tokens.surface,
        QPalette.ColorRole.WindowText: tokens.text,
        QPalette.ColorRole.Text: tokens.text,
        QPalette.ColorRole.ButtonText: tokens.text,
        QPalette.ColorRole.PlaceholderText: tokens.quiet,
        QPalette.ColorRole.Highlight: tokens.accent,
        QPalette.ColorRole.HighlightedText: tokens.on_accent,
        QPalette.ColorRole.Link: tokens.accent,
        QPalette.ColorRole.ToolTipBase: tokens.raised,
        QPalette.ColorRole.ToolTipText: tokens.text,
        QPalette.ColorRole.Accent: tokens.accent,
    }
    for role, color in roles.items():
        palette.setColor(role, QColor(color))
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(tokens.quiet))
    return palette


def _sheet(theme: Theme) -> str:
    tokens = theme.tokens
    colors = {name: getattr(tokens, name) for name in SchemeColours.__slots__}
    sizes = {f"p{n}": f"{theme.px(n)}px" for n in _PIXELS}
    return _SHEET.substitute(colors, **sizes)


_PIXELS = (1, 2, 3, 4, 6, 8, 10, 12, 14, 16, 18, 20, 24, 32)

_SHEET = Template(
    """
QToolTip { background: $raised; color: $text; border: 1px solid $line; padding: $p6 $p8; }
QLineEdit, QPlainTextEdit, QComboBox {
    background: $surface; color: $text; border: 1px solid $line; border-radius: 4px;
    padding: $p4 $p8; selection-background-color: $accent; selection-color: $on_accent; }
QPlainTextEdit { padding: $p3 $p4; }
QLineEdit:focus, QPlainTextEdit:focus, QComboBox:focus {
    border: 2px solid $accent; padding: $p3 $p6; }
QPlainTextEdit:focus { padding: $p2 $p3; }
QLineEdit[faulty="true"], QPlainTextEdit[faulty="true"], QComboBox[faulty="true"] {
    border: 2px solid $inadequate; padding: $p3 $p6; }
QPlainTextEdit[look="plain"], QPlainTextEdit[look="plain"]:focus {
    border: none; padding: 0; background: transparent;
}
QLineEdit:disabled, QPlainTextEdit:disabled, QComboBox:disabled {
    color: $quiet; border: 1px dashed $hairline; background: transparent; }
QComboBox { combobox-popup: 0; }
QComboBox::drop-down { border: none; width: $p24; }
QComboBox QAbstractItemView {
    background: $raised; color: $text; border: 1px solid $line; outline: none;
    selection-background-color: $soft; selection-color: $text; padding: $p4; }
QComboBox QAbstractItemView::item { min-height: $p32; padding: 0 $p8; }
QPushButton, QToolButton {
    background: transparent; color: $text; border: 1px solid $line; border-radius: 4px;
    padding: $p6 $p12; }
QPushButton:hover, QToolButton:hover { background: $soft; }
QPushButton:focus, QToolButton:focus { border: 2px solid $accent; padding: $p4 $p10; }
QPushButton:disabled, QToolButton:disabled { color: $quiet; border-color: $hairline; }
QPushButton[look="primary"] {
    background: $accent; color: $on_accent; border: 1px solid $accent; font-weight: 600; }
QPushButton[look="primary"]:focus { border: 2px solid $text; }
QPushButton[look="primary"]:hover:!focus { background: $accent; border: 1px solid $text; }
QPushButton[look="primary"]:disabled {
    background: $hairline; color: $quiet; border: 1px solid $hairline; }
QPushButton[look="danger"] { color: $inadequate; border: 1px solid $inadequate; font-weight: 600; }
QPushButton[look="danger"]:focus { border: 2px solid $inadequate; }
QPushButton[look="link"], QToolButton[look="link"] {
    color: $accent; border: 1px solid transparent; padding: $p2 $p4; text-align: left;
    min-height: $p18; }
QPushButton[look="link"]:focus, QToolButton[look="link"]:focus {
    border: 2px solid $accent; padding: $p1 $p3; }
QPushButton[look="quiet"], QToolButton[look="quiet"] {
    color: $quiet; border: 1px solid transparent; padding: $p2 $p6; min-height: $p18; }
QPushButton[small="true"] { font-size: $p12; }
QPushButton[look="quiet"]:focus, QToolButton[look="quiet"]:focus {
    border: 2px solid $accent; padding: $p1 $p4; }
QPushButton::menu-indicator, QToolButton::menu-indicator { image: none; width: 0; }
QMenu { background: $raised; color: $text; border: 1px solid $line; padding: $p4; }
QMenu::item { padding: $p6 $p24 $p6 $p12; border-radius: 4px; }
QMenu::item:selected { background: $soft; color: $text; }
QMenu::item:disabled { color: $quiet; }
QMenu::separator { height: 1px; background: $hairline; margin: $p4 $p8; }
QMenu::indicator { width: $p14; height: $p14; left: $p4; }
QScrollArea, QAbstractScrollArea#pages { border: none; background: transparent; }
QScrollBar:vertical { background: transparent; width: $p10; margin: 0; }
QScrollBar:horizontal { background: transparent; height: $p10; margin: 0; }
QScrollBar::handle {
    background: $line; border-radius: 3px; margin: 2px; min-height: $p32; min-width: $p32; }
QScrollBar::handle:hover { background: $quiet; }
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page {
    background: none; border: none; width: 0; height: 0; }
QCalendarWidget QWidget { background: $raised; color: $text; alternate-background-color: $raised; }
QCalendarWidget QAbstractItemView {
    selection-background-color: $accent; selection-color: $on_accent; outline: none; }
QCalendarWidget QAbstractItemView:disabled { color: $quiet; }
QCalendarWidget QToolButton { border: none; padding: $p4 $p8; }
QFileDialog QToolButton, QFileDialog QToolButton:focus { padding: $p2; }
QTableView {
    background: $surface; color: $text; border: 1px solid $hairline; border-radius: 4px;
    outline: none; selection-background-color: $soft; selection-color: $text; }
QTableView:focus { border: 2px solid $accent; }
QTableView::item { padding: $p4 $p8; border: none; border-bottom: 1px solid $hairline; }
QTableView::item:selected { background: $soft; color: $text; }
QHeaderView { background: $surface; border: none; }
QHeaderView::section {
    background: $surface; color: $quiet; border: none; border-bottom: 1px solid $line;
    padding: $p6 $p10; }
QSplitter::handle { background: $hairline; }
QDialog { background: $surface; }
QDialog QListWidget, QDialog QListView { background: $surface; border: none; outline: none; }
QDialog QListWidget::item { padding: $p6 $p8; border-radius: 4px; }
QDialog QListWidget::item:selected { background: $soft; color: $text; }
"""
)
