"""Every file in tests/transcripts is a talk that must go exactly so."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.talks import TRANSCRIPTS, played, seen

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("path", sorted(TRANSCRIPTS.glob("*.txt")), ids=lambda path: path.stem)
def test_a_talk_goes_as_it_is_written_down(path: Path) -> None:
    """What is said in the file is what the bot says; `python -m tests.talks FILE` rewrites it."""
    text = path.read_text("utf-8")

    assert seen(played(text)) == seen(text)
