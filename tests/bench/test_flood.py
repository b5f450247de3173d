"""The flood's measuring measures: others register while one person writes without end."""

from __future__ import annotations

from bench.flood import flooded


async def test_a_small_flood_is_measured_whole() -> None:
    """Everybody else is answered, the flood is sent at its rate, and never sent back."""
    measured = await flooded("ours-sqlite", "", rate=50, people=2, registrations=6, rounds=1)
    assert (len(measured.calm), len(measured.flooded), measured.failures) == (54, 54, [])
    assert set(measured.statuses) == {200}
    assert "p99 is" in measured.told("ours-sqlite")
