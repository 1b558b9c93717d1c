"""What every test shares: no screen, no readable files, Hypothesis without a clock."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.umask(0o077)

# A loaded machine is no reason for a test to fail, so no example has a deadline.
settings.register_profile(
    "reviewer", deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("reviewer")
