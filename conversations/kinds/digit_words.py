"""Digits spelled as words, which would be missing from a number made of the others."""

from __future__ import annotations

import re
from typing import Final

from conversations.kinds.words import words

_WORDS: Final = words(
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
_ANY: Final = "|".join(sorted(_WORDS, key=len, reverse=True))
_BESIDE_DIGITS: Final = re.compile(
    rf"\d[-., ]{{0,2}}(?:{_ANY})\b|\b(?:{_ANY})[-., ]{{0,2}}\d", re.IGNORECASE
)


def are_spelled_in(text: str) -> bool:
    """Tell whether a digit is spelled beside one that is not."""
    return _BESIDE_DIGITS.search(text) is not None
