"""Where the window takes the time from: it comes in, so that a test can say what it is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

Clock = Callable[[], datetime]
"""Tells the present time, in UTC."""
