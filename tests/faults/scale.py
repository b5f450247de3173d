"""How much is broken: a little of each in `make test`, all of it in `make faults`.

FAULTS=all plays all of it; FAULTS_SEED=N plays the same kinds of accidents at other moments.
"""

from __future__ import annotations

import os
import sys
import time
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scale:
    """How many of each; `crash_points` None means every one there is.

    `moments` are those at which a worker is stopped; `registrations` meet a hostile Telegram;
    `examples` are held against the model.
    """

    crash_points: int | None
    updates: int
    submissions: int
    crashes: int
    people: int
    moments: int
    registrations: int
    examples: int
    examples_on_postgresql: int


A_LITTLE = Scale(
    crash_points=3,
    updates=120,
    submissions=30,
    crashes=1,
    people=6,
    moments=2,
    registrations=12,
    examples=10,
    examples_on_postgresql=3,
)
ALL = Scale(
    crash_points=None,
    updates=5000,
    submissions=1500,
    crashes=10,
    people=40,
    moments=6,
    registrations=300,
    examples=300,
    examples_on_postgresql=60,
)

SCALE = ALL if os.environ.get("FAULTS") == "all" else A_LITTLE
SEED = int(os.environ.get("FAULTS_SEED", "20260301"))

_BEGAN = time.monotonic()


def tell(line: str) -> None:
    """Say how far it has come; pytest shows it where it is told to (`-s`)."""
    sys.stderr.write(f"[{time.monotonic() - _BEGAN:6.1f} s] {line}\n")
