"""What was found, as text and as JSON."""

from __future__ import annotations

import json

from bot.doctor.findings import fine, unchecked, warning, wrong
from bot.doctor.report import as_json, as_text, is_well

FOUND = {
    "settings": fine("all settings can be used"),
    "disk": warning("little room", "make room"),
    "telegram": wrong("two things:\none\nother", "mend them"),
    "webhook": unchecked("telegram is wrong"),
}


def test_a_line_says_how_grave_what_was_seen_and_what_to_do() -> None:
    """What to do stands below what was seen; the last line counts."""
    assert as_text(FOUND).splitlines() == [
        "fine         settings   all settings can be used",
        "warning      disk       little room",
        "                        → make room",
        "wrong        telegram   two things:",
        "                        one",
        "                        other",
        "                        → mend them",
        "not checked  webhook    because telegram is wrong",
        "",
        "1 fine, 1 warning, 1 wrong, 1 not checked",
    ]


def test_json_has_an_object_for_each_check() -> None:
    """In the same order; nothing to do is null."""
    rows = json.loads(as_json(FOUND))
    assert [row["name"] for row in rows] == list(FOUND)
    assert rows[0] == {
        "name": "settings",
        "verdict": "fine",
        "seen": "all settings can be used",
        "to_do": None,
    }
    assert (rows[1]["verdict"], rows[1]["to_do"]) == ("warning", "make room")


def test_only_what_is_wrong_is_an_illness() -> None:
    """Warnings, and what was not checked because of something else, are none by themselves."""
    assert not is_well(FOUND)
    assert is_well({name: each for name, each in FOUND.items() if name != "telegram"})
