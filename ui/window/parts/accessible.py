"""What a part is to a screen reader where Qt's own kinds say too little: heading, group, button."""

from __future__ import annotations

from enum import Enum
from typing import Final

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAccessibleWidget, QLabel, QWidget

_KEPT: Final = "_accessible"
_KIND: Final = "accessible-role"


class AccessibleRole(Enum):
    """What a part is, as its property `accessible-role` says."""

    HEADING = "heading"
    GROUP = "group"
    BUTTON = "button"


class _Part(QAccessibleWidget):
    """A part under another role than its kind of widget has."""

    def __init__(self, widget: QWidget, role: QAccessible.Role) -> None:
        super().__init__(widget, role)

    def text(self, which: QAccessible.Text, /) -> str:
        """Return the words of a heading where it has no name of its own."""
        name = super().text(which)
        label = self.object()
        if not name and which is QAccessible.Text.Name and isinstance(label, QLabel):
            return label.text()
        return name


_ROLES: Final = {
    AccessibleRole.HEADING.value: QAccessible.Role.Heading,
    AccessibleRole.GROUP.value: QAccessible.Role.Grouping,
    AccessibleRole.BUTTON.value: QAccessible.Role.PushButton,
}


def expose_as(widget: QWidget, kind: AccessibleRole) -> None:
    """Let a screen reader know a part as a heading, a button, or a group of what is in it.

    Say so before the part has a name: with its name it becomes known.
    """
    widget.setProperty(_KIND, kind.value)


def install() -> None:
    """Answer for these parts whenever a screen reader asks; call it once, before any is made."""
    QAccessible.installFactory(_interface_of)


def _interface_of(_: str, part: QObject | None) -> QAccessibleInterface | None:
    role = _ROLES.get(str(part.property(_KIND))) if isinstance(part, QWidget) else None
    if role is None or not isinstance(part, QWidget):
        return None
    made = _Part(part, role)
    setattr(part, _KEPT, made)  # Qt holds no reference: it lives as long as its part
    return made
