"""No expression of the talk can explode, whatever text it is held against, and however."""

from __future__ import annotations

import pkgutil
import re
from functools import partial
from importlib import import_module
from itertools import product

import pytest

import conversations
from tests.conversations.stopwatch import fastest

LENGTH = 4096  # of the longest message
SECONDS = 0.005
MOST_OF_ITS_OWN = 24
UNITS = (
    "a",
    "A",
    "1",
    "é",
    "م",
    " ",
    "\n",
    "\t",
    "-",
    ".",
    ",",
    "(",
    ")",
    "=",
    "@",
    ":",
    "/",
    "#",
)
PAIRS = ("a1", "1 ", "a ", "1-", "a.", "a@", "\n ", "A1", " -", "*:", "((", "1.")


def _expressions() -> dict[str, re.Pattern[str]]:
    """Return every compiled expression of the talk, by where it stands."""
    found: dict[str, re.Pattern[str]] = {}
    for module in pkgutil.walk_packages(conversations.__path__, "conversations."):
        for name, value in vars(import_module(module.name)).items():
            if isinstance(value, re.Pattern) and value not in found.values():
                found[f"{module.name}.{name}"] = value
    return found


EXPRESSIONS = _expressions()


def _texts(expression: re.Pattern[str]) -> list[str]:
    """Return texts of what repeats, among it the signs and words of the expression itself."""
    plain = re.sub(r"\\.|[?*+{}\[\]|^$]", " ", expression.pattern)
    signs, words = list(dict.fromkeys(plain.replace(" ", ""))), re.findall(r"\w[\w-]+", plain)
    own = [*signs[:MOST_OF_ITS_OWN], *words[:MOST_OF_ITS_OWN]]
    units = dict.fromkeys([*UNITS, *PAIRS, *own])
    alone = [(unit * LENGTH)[: LENGTH - 1] + "!" for unit in units]
    return [*alone, *(a * (LENGTH // 2) + b * (LENGTH // 2) for a, b in product(UNITS, UNITS))]


def test_there_are_expressions() -> None:
    """The talk has dozens of them; those in tables are few, and of the same making."""
    assert len(EXPRESSIONS) > 60


def _slow_text(expression: re.Pattern[str]) -> str | None:
    """Return a text that takes an expression long, however it is held against it."""
    for text in _texts(expression):
        for way in (expression.search, expression.fullmatch, partial(expression.sub, "")):
            if fastest(partial(way, text), SECONDS) >= SECONDS:
                return text
    return None


@pytest.mark.parametrize("name", EXPRESSIONS)
def test_an_expression_takes_no_time(name: str) -> None:
    """Neither looked for anywhere nor held against all of a text."""
    assert _slow_text(EXPRESSIONS[name]) is None


@pytest.mark.parametrize(
    "explodes",
    [
        re.compile(r"[(（][^)）]*[)）]"),
        re.compile(r"(?<!\S)\S*@\S+"),
        re.compile(r"[A-Z](?=(?:[A-Z]*[0-9]){5})[A-Z0-9]{8}"),
    ],
)
def test_an_expression_that_explodes_is_noticed(explodes: re.Pattern[str]) -> None:
    """All of these were in the talk once."""
    assert _slow_text(explodes) is not None
