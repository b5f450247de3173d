from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.settings import GROUPS, Settings, load_settings
from bot.settings.declaration import Declaration, declarations
from bot.settings.page import env_example, page, write
from storage import new_keys

ROOT = Path(__file__).parents[2]
DECLARED = [each for group in GROUPS for each in declarations(group)]
NAMES = [each.name for each in DECLARED]


def test_the_page_is_what_the_declarations_say() -> None:
    """A stale page fails here; `python -m bot.settings.page` writes it anew."""
    assert (ROOT / "docs" / "settings.md").read_text(encoding="utf-8") == page()


def test_the_example_is_what_the_declarations_say() -> None:
    """A stale `.env.example` fails here; `python -m bot.settings.page` writes it anew."""
    assert (ROOT / ".env.example").read_text(encoding="utf-8") == env_example()


def test_both_files_are_written_where_asked(tmp_path: Path) -> None:
    """One command brings both up to date."""
    (tmp_path / "docs").mkdir()
    write(tmp_path)
    assert (tmp_path / ".env.example").read_text(encoding="utf-8") == env_example()
    assert (tmp_path / "docs" / "settings.md").read_text(encoding="utf-8") == page()


def test_every_setting_has_one_heading_and_no_heading_is_stale() -> None:
    """The page names exactly what the bot reads."""
    headings = re.findall(r"^### (\w+)$", page(), re.MULTILINE)
    assert headings == NAMES
    assert sorted(headings) == sorted(each.name for each in declarations(Settings))


def test_every_setting_has_one_line_in_the_example() -> None:
    """Whoever copies the example sees all there is."""
    assert re.findall(r"^#?([A-Z_]+)=", env_example(), re.MULTILINE) == NAMES


def test_the_example_needs_only_the_empty_lines_filled(tmp_path: Path) -> None:
    """A copy with the required settings filled in starts the bot."""
    encryption_keys, index_key = new_keys()
    filled = {
        "TELEGRAM_TOKEN": "123456:peer-bench-token",
        "FLEXTELL_TENANT": "42",
        "COMPANY_NAME": "Example Ltd",
        "ENCRYPTION_KEYS": encryption_keys,
        "INDEX_KEY": index_key,
    }
    assert re.findall(r"^([A-Z_]+)=$", env_example(), re.MULTILINE) == list(filled)
    copy = tmp_path / ".env"
    copy.write_text(re.sub(r"^#(?=[A-Z_]+=)", "", env_example(), flags=re.MULTILINE))
    settings = load_settings(Settings, environment=filled, env_file=copy)
    assert settings.public_url == "https://intake.example.org"


@pytest.mark.parametrize(
    "declared", [each for each in DECLARED if each.example], ids=lambda d: d.name
)
def test_every_example_is_accepted(declared: Declaration) -> None:
    """An example that is refused helps nobody."""
    encryption_keys, index_key = new_keys()
    environment = {each.name: each.example or "" for each in DECLARED if each.name != "PORT"}
    environment |= {"ENCRYPTION_KEYS": encryption_keys, "INDEX_KEY": index_key}
    environment |= {declared.name: declared.example or ""}
    load_settings(Settings, environment=environment, env_file=None)
