"""Sentences before they are said in any language.

The core decides what to say by naming an English sentence; `conversations.wording` says it.
The English text is the key under which the catalogues in `locale/` hold the translations.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Union

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Territory:
    """A country by its ISO 3166 alpha-2 code, said by its name in each language."""

    code: str


# What may stand in a place of a sentence: words of a person, a figure, a day, a country, another
# sentence; or several of them, said in a row.
Place = Union[str, int, date, Territory, "Sentence", tuple["Place", ...]]


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence with `{named}` places, and what goes into them."""

    text: str
    places: Mapping[str, Place] = field(default_factory=dict, hash=False)


def phrases(text: str, /, **places: Place) -> Sentence:
    """Return what people may type for one thing, between commas.

    A catalogue holds the list of its own language in its place, which need not be as long;
    `Wording.phrases` parts it.
    """
    return Sentence(text, places)


def sentence(text: str, /, **places: Place) -> Sentence:
    """Return the sentence; the name by which the catalogues' test finds every one of them."""
    return Sentence(text, places)
