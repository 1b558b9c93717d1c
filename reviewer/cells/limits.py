"""How much of a list is read: what is beyond is refused with the limit named."""

from __future__ import annotations

from dataclasses import dataclass

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The bounds of one reading; the defaults hold everywhere but in tests.

    The largest list measured has 100,000 rows of 12 columns: a 5 MiB workbook, some 60 MiB
    unpacked, some 250 MiB while it is read. A sampled list has hundreds of rows.
    """

    file_bytes: int = 100 * MIB
    parts: int = 2_000
    part_bytes: int = 100 * MIB
    unpacked_bytes: int = 200 * MIB
    ratio: int = 200
    """Unpacked to packed size; honest sheets of repeated words reach about 60."""
    ratio_above: int = 100 * 1024
    """Small parts are cheap whatever their ratio, and honest ones have odd ratios."""
    sheets: int = 200
    rows: int = 250_000
    columns: int = 500
    cells: int = 4_000_000
    text: int = 32_767
    """Characters of one cell: where an Excel cell ends."""
    memory_bytes: int = 1024 * MIB
    cpu_seconds: int = 30
    wall_seconds: int = 90
    """Three times the processor time: a scanner or a slow stick holds a reading up."""


DEFAULT_LIMITS = Limits()
