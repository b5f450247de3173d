from __future__ import annotations

from bench.delivery import measured
from storage import migrate


async def test_a_few_customers_are_delivered_and_counted(empty_url: str) -> None:
    """All that must hold of thousands holds of thirty: each searched for, created, there once."""
    await migrate(empty_url)
    told: list[None] = []
    assert await measured(empty_url, 30, lambda: told.append(None)) > 0
    assert len(told) == 30
