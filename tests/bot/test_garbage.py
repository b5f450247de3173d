from __future__ import annotations

import subprocess
import sys

ASKED = """
import gc
from bot.garbage import THRESHOLDS, spare_what_stays
ring = []
ring.append(ring)
spare_what_stays()
print(gc.get_freeze_count() > 1000, gc.get_threshold() == THRESHOLDS, gc.isenabled())
"""


def test_what_stays_is_walked_no_more() -> None:
    """All there was at the start is left out of collections, which go on for what comes later."""
    asked = subprocess.run(  # noqa: S603 - our own interpreter, our own words
        [sys.executable, "-c", ASKED], capture_output=True, text=True, check=True
    )
    assert asked.stdout.split() == ["True", "True", "True"]
