"""The window; the only room that knows Qt."""

from __future__ import annotations

import builtins

import PySide6.QtCore  # noqa: F401 - it changes how modules are imported

# PySide reads the source of each module that is imported after it, and keeps its lines, to see
# whether the module asks for other names of Qt's methods (`__feature__`). None of ours does, and
# that took a tenth of the time to the first window, and 27 MB with a file open.
builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)
