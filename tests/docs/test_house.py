"""The house keeps its own rules of size and names."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = ("bot", "conversations", "flextell", "simulator", "storage")
MODULES = sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))
MODULE = pytest.mark.parametrize(
    "module", MODULES, ids=lambda module: str(module.relative_to(ROOT))
)
LONGEST_FILE = 300
LONGEST_FUNCTION = 45
NAMES_THAT_SAY_NOTHING = {
    *("utils", "helpers", "common", "base", "manager", "managers", "service", "services"),
    *("handler", "handlers", "core", "misc"),
}


@MODULE
def test_a_file_is_one_idea(module: Path) -> None:
    """No file is longer than one idea can be, and its first words say what it is for."""
    text = module.read_text("utf-8")

    assert len(text.splitlines()) <= LONGEST_FILE
    assert ast.get_docstring(ast.parse(text))


@MODULE
def test_a_function_fits_in_the_head(module: Path) -> None:
    """No function is longer than a screen."""
    functions = [
        node
        for node in ast.walk(ast.parse(module.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]

    assert [f.name for f in functions if (f.end_lineno or 0) - f.lineno > LONGEST_FUNCTION] == []


def test_no_module_has_a_name_that_says_nothing() -> None:
    """A drawer for everything is a room nobody planned."""
    assert {module.stem for module in MODULES} & NAMES_THAT_SAY_NOTHING == set()
