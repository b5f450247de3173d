"""Whether a process can do its work."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.web.health import Health, Report

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from storage import Database


async def test_all_parts_in_order_are_well(database: Database) -> None:
    """The database answers and every background work runs."""
    report = await Health(database, {"turns": lambda: True, "delivery": lambda: True}).report()
    assert report.is_well
    assert report.parts == {"database": "ok", "turns": "ok", "delivery": "ok"}


async def test_work_that_has_stopped_is_named(database: Database) -> None:
    """One is enough to be failing."""
    report = await Health(database, {"turns": lambda: True, "delivery": lambda: False}).report()
    assert not report.is_well
    assert report.document == {
        "status": "failing",
        "parts": {"database": "ok", "turns": "ok", "delivery": "stopped"},
    }


async def test_a_database_out_of_reach_is_named(
    opened: Callable[..., Database], tmp_path: Path
) -> None:
    """By the kind of trouble, without its address."""
    report = await Health(opened(f"postgresql://nobody@127.0.0.1:9/{tmp_path.name}"), {}).report()
    assert report.parts == {"database": "DatabaseAway"}
    assert "127.0.0.1" not in str(report.document)


@pytest.mark.parametrize(
    ("parts", "well"), [({}, True), ({"a": "ok"}, True), ({"a": "ok", "b": "stopped"}, False)]
)
def test_well_means_everything_is_ok(parts: dict[str, str], well: bool) -> None:  # noqa: FBT001 - a fact
    """Nothing else counts as well."""
    assert Report(parts).is_well is well
