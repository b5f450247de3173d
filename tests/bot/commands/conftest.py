"""What holds for every test of the commands."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def _untouched_logs(untouched_logs: None) -> None:
    """Put back the logs, which every command configures."""
