"""The pages say what is so."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from bot.commands import COMMANDS

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
PAGE = pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
UNITS = sorted((ROOT / "docs" / "systemd").iterdir())
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def text_of(name: str) -> str:
    """Return a page of the project."""
    return (ROOT / name).read_text("utf-8")


@PAGE
def test_every_link_leads_somewhere(page: Path) -> None:
    """A link within the project names a file or a folder that is there."""
    links = re.findall(r"\]\(([^)#\s]+)", page.read_text("utf-8"))
    inside = [link for link in links if "://" not in link]

    assert [link for link in inside if not (page.parent / link).exists()] == []


@PAGE
def test_every_file_that_is_named_exists(page: Path) -> None:
    """A path in code style, such as `docs/settings.md`, is a path of this project."""
    named = re.findall(
        r"`((?:docs|bot|conversations|storage|tests|flextell)/[\w./-]+)`", page.read_text("utf-8")
    )

    assert [name for name in named if not (ROOT / name).exists()] == []


@PAGE
def test_a_line_holds_one_sentence(page: Path) -> None:
    """Prose has one sentence a line, so that a change shows as what it is."""
    prose = re.sub(r"```.*?```", "", page.read_text("utf-8"), flags=re.DOTALL)
    lines = [line for line in prose.splitlines() if not line.startswith(("|", "#", "- **", "!"))]

    assert [line for line in lines if re.search(r"[a-z`)][.!?] [A-Z]", line)] == []


def test_every_picture_is_shown_and_taken() -> None:
    """`make pictures` takes each of those that a page shows, and no page shows another one."""
    taken = {
        name
        for test in (ROOT / "tests" / "browser").glob("test_*.py")
        for name in re.findall(r'await picture\([^,]+, f?"([^"]+)"', test.read_text("utf-8"))
    }
    each = {name.replace("{scheme}", scheme) for name in taken for scheme in ("light", "dark")}
    shown = {
        name
        for page in PAGES
        for name in re.findall(r"pictures/([\w-]+)\.png", page.read_text("utf-8"))
    }
    there = {path.stem for path in (ROOT / "docs" / "pictures").iterdir()}

    assert (shown, there) == (each, each)


def test_the_architecture_names_every_part_of_the_shell() -> None:
    """Where something belongs is looked up there."""
    parts = [path for path in (ROOT / "bot").iterdir() if not path.name.startswith("_")]
    named = text_of("docs/architecture.md")

    assert [path.name for path in parts if f"`{path.name}`" not in named] == []


def test_the_readme_opens_with_the_two_commands_and_a_picture() -> None:
    """A newcomer sees first how to run it and what it looks like."""
    opening = text_of("README.md")[:500]

    assert "make demo" in opening
    assert "make test" in opening
    assert "![" in opening


def test_every_command_is_in_the_readme() -> None:
    """What can be called is told, and nothing else."""
    told = set(re.findall(r"^\| `intake ([\w-]+)", text_of("README.md"), re.MULTILINE))

    assert told == {name for name, _ in COMMANDS}


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_every_unit_calls_a_command_and_is_told(unit: Path) -> None:
    """What systemd is to start exists, and the guide says what the file is for."""
    called = re.findall(r"\.venv/bin/intake ([\w-]+|%i)", unit.read_text("utf-8"))

    assert set(called) <= {"%i", *(name for name, _ in COMMANDS)}
    assert f"`docs/systemd/{unit.name}`" in text_of("docs/operating.md")


def test_every_dependency_has_its_reason() -> None:
    """A package in pyproject.toml is in docs/dependencies.md, and the other way round."""
    project, groups = PROJECT["project"], PROJECT["dependency-groups"]
    declared = [*project["dependencies"], *project["optional-dependencies"]["editable"]]
    names = {re.split(r"[\[<>=]", each)[0] for each in [*declared, *groups["dev"]]}
    rows = re.findall(r"^\| ([\w, -]+) \| ", text_of("docs/dependencies.md"), re.MULTILINE)
    told = {name.strip() for row in rows for name in row.split(",")} - {"package", "---"}

    assert told == names


def test_every_decision_is_in_the_index() -> None:
    """The index of decisions names each page once."""
    folder = ROOT / "docs" / "decisions"
    pages = {path.name for path in folder.glob("0*.md")}

    assert re.findall(r"\((0[\w-]+\.md)\)", text_of("docs/decisions/README.md")) == sorted(pages)


def test_lock_files_name_no_host() -> None:
    """What is installed is told by name and hash, wherever it is fetched from."""
    for name in ("requirements.lock", "requirements-dev.lock"):
        assert not re.search(r"(https?|file)://", text_of(name))
        assert "--hash=sha256:" in text_of(name)
