from __future__ import annotations

from bench.rotation import measured
from storage import migrate


async def test_a_small_database_is_measured_whole(empty_url: str) -> None:
    """A few hundred rows under a light load: all that must hold of a hundred thousand holds."""
    await migrate(empty_url)
    said = await measured(empty_url, 300, 20)
    assert "300 rows in" in said
    assert "none lost" in said
