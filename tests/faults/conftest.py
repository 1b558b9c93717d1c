"""The end of a run: what was tried, how often, and the number of lost answers."""

from __future__ import annotations

import pytest
from fault_tools import FULL, SEED, TRIED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if not TRIED:
        return
    size = "the whole suite" if FULL else "the share that CI carries"
    terminalreporter.section(f"faults: {size}, seed {SEED}")
    for one in TRIED:
        terminalreporter.write_line(f"{one.times:6}  {one.kind}: {one.lost} lost{one.more}")
    ours = [one for one in TRIED if not one.kind.startswith("control")]
    total, lost = sum(one.times for one in ours), sum(one.lost for one in ours)
    terminalreporter.write_line(f"{total:6}  faults in all; acknowledged answers lost: {lost}")
