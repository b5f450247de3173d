"""The stand-in Flextell, served once for all tests of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.simulator.flextell.served import Clock, Stage, raised

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="session")
def served() -> Iterator[Stage]:
    """Serve one stand-in as the stage does: uvloop and httptools."""
    with raised("uvloop", "httptools") as stage:
        yield stage


@pytest.fixture
def stage(served: Stage) -> Stage:
    """Lend the served stand-in, with nobody in it."""
    served.flextell.reset()
    served.clock.now = Clock.now
    served.told.clear()
    return served
