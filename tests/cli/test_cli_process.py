"""What the process itself gives away: nothing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PROGRAM = """
import os, resource, sys
sys.argv = ["reviewer", "--help"]
from ui.main import main
try:
    main()
except SystemExit:
    print(resource.getrlimit(resource.RLIMIT_CORE), oct(os.umask(0)))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="other means")
def test_a_crash_writes_no_memory_and_a_new_file_is_private() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "(0, 0) 0o77"
