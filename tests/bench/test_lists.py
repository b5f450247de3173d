"""The lists' measuring measures: others register while a list is read to its end."""

from __future__ import annotations

from click.testing import CliRunner

from bench.__main__ import bench


def test_a_short_list_is_measured_whole() -> None:
    """Every row is taken, everybody else is answered, and one line says how long both took."""
    words = ["lists", "--rows", "40", "--people", "2", "--registrations", "4"]
    told = CliRunner().invoke(bench, words).output
    assert told.startswith("ours-sqlite: a list of 40 rows read in ")
    assert told.endswith(", 0 failed\n")


def test_its_options_are_told() -> None:
    """It is a command of the group, as the others are."""
    told = CliRunner().invoke(bench, ["lists", "--help"]).output
    assert all(option in told for option in ("--rows", "--people", "--registrations", "--on"))
