"""Digits spelled as words, which would be missing from a number made of the others."""

from __future__ import annotations

import re
from typing import Final

from conversations.kinds.words import words
from conversations.normal import folded

_SPELLED: Final = words(
    "zero oh nought one two three four five six seven eight nine double triple"
    " null eins zwei zwo drei vier fünf fuenf sechs sieben acht neun"
    " cero uno dos tres cuatro cinco seis siete ocho nueve"
    " zéro deux trois quatre cinq sept huit neuf"
    " dois três quatro sete oito nove due tre quattro cinque sei sette otto"
    " sıfır sifir bir iki üç uc dört dort beş bes altı alti yedi sekiz dokuz"
    " ноль нуль один два три четыре пять шесть семь восемь девять"
    " صفر واحد اثنان اثنين ثلاثة ثلاثه اربعة أربعة اربعه خمسة خمسه ستة سته سبعة سبعه"
    " ثمانية ثمانيه تسعة تسعه یک دو سه چهار پنج شش هفت هشت نه"
)
# Compared as `normal.folded` gives them.
_WORDS: Final = frozenset(map(folded, _SPELLED))
_WORD: Final = r"[^\W\d_]+"
_BESIDE_DIGITS: Final = re.compile(
    rf"(?<=\d)[-., ]{{0,2}}({_WORD})|\b({_WORD})[-., ]{{0,2}}(?=\d)"
)


def are_spelled_in(text: str) -> bool:
    """Tell whether a digit is spelled beside one that is not."""
    beside = (match[1] or match[2] for match in _BESIDE_DIGITS.finditer(text))
    return not _WORDS.isdisjoint(map(folded, beside))
