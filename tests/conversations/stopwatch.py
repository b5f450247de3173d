"""How long something takes at best, told on a busy machine and under coverage."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def fastest(act: Callable[[], object], enough: float, rounds: int = 12) -> float:
    """Return the seconds of this process that the first quick enough round took, or the fastest.

    Whoever traces the lines for their coverage looks away meanwhile.
    """
    tracer = sys.gettrace()
    sys.settrace(None)
    try:
        taken = [_seconds_of(act)]
        while min(taken) >= enough and len(taken) < rounds:
            taken.append(_seconds_of(act))
        return min(taken)
    finally:
        sys.settrace(tracer)


def _seconds_of(act: Callable[[], object]) -> float:
    begun = time.process_time()
    act()
    return time.process_time() - begun
