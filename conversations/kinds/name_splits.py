"""Where a full name parts into first and last name.

A split is (first, last). One split is certain, several are a question; the likeliest comes first.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from conversations.kinds.given_names import GIVEN_NAMES
from conversations.kinds.name_families import (
    HAN,
    HAN_COMPOUND,
    HANGUL_COMPOUND,
    HUNGARIAN_GIVEN,
    LATIN,
    VIETNAMESE,
)
from conversations.kinds.name_phrases import may_be_interjection
from conversations.kinds.name_words import (
    CERTAIN_PARTICLES,
    CONJUNCTIONS,
    FIRST_HALVES,
    PARTICLES,
    SMALL_PARTICLES,
    SUFFIXES,
    TWO_FAMILY_NAMES,
)
from conversations.normal import folded

if TYPE_CHECKING:
    from collections.abc import Sequence

_MOST_SPLITS: Final = 4
_PAIR: Final = 2  # a first and a last name
_USUAL: Final = 3  # characters of most eastern names, one of them the family's

_HAN: Final = "\u3005\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_KANA: Final = "\u3041-\u30ff"
_HANGUL: Final = "\uac00-\ud7a3"
_EASTERN: Final = re.compile(rf"[{_HAN}{_KANA}{_HANGUL} ]+")
_ALL_HAN: Final = re.compile(rf"[{_HAN}]{{2,6}}")
_ALL_HANGUL: Final = re.compile(rf"[{_HANGUL}]{{2,5}}")
_ALL_KATAKANA: Final = re.compile(r"[\u30a0-\u30ff ]+")
_HAN_THEN_KANA: Final = re.compile(rf"([{_HAN}]{{1,2}})([{_KANA}]+)")

# The father's name between one's own and the family's, among Eastern Slavs; folded.
_PATRONYMIC: Final = re.compile(r"(?<!\w)\w{3,}(?:вич|вна|ична|ьич|vich|vna|ichna)")

# Burmese, Khmer and Tibetan: family names come first there, or there are none.
_WITHOUT_OUR_ORDER: Final = re.compile("[\u0f00-\u0fff\u1000-\u109f\u1780-\u17ff]")

_INITIAL: Final = re.compile(r"\w\.(?: |$)")
# Endings of family names that given names do not have.
_SLAVIC_FAMILY: Final = re.compile(
    r"(?<![а-яёіїєґ])[а-яёіїєґ]{2,}(?:ова?|[её]ва?|[сц]ь?ки[йх]|[сц]ь?кая?|енко)", re.IGNORECASE
)

_FAMILY_FIRST: Final = frozenset({"zh", "ja", "ko"})


class Split(NamedTuple):
    """A first and a last name; the last one is empty where a person has one name only."""

    first: str
    last: str


def splits(words: Sequence[str], language: str) -> tuple[Split, ...]:
    """Return how the words of a full name may part, at least one way and at most four."""
    whole = " ".join(words)
    if _EASTERN.fullmatch(whole):
        found = _eastern(words, language)
    elif len(words) == 1:
        found = [Split(words[0], "")]
    else:
        found = _western(words, language)
    return tuple(dict.fromkeys(found))[:_MOST_SPLITS]


def has_two_parts(words: Sequence[str]) -> bool:
    """Tell whether words may be a first and a last name, not only a last one (van der Berg)."""
    return bool(words) and not _is_particle(words[0].lower()) and len(_parts(words)) > 1


def joined(split: Split, language: str) -> str:
    """Return the full name in its own order: as eastern writing has it, else the language's."""
    first, last = split
    if _EASTERN.fullmatch(first + last) and not _ALL_KATAKANA.fullmatch(first + last):
        return f"{last}{first}"
    return " ".join(filter(None, (last, first) if language == "hu" else (first, last)))


def _western(words: Sequence[str], language: str) -> list[Split]:
    if language == "hu":
        return _hungarian(words)
    if len(words) == _USUAL and any(map(_is_patronymic, words[1:])):
        return _with_patronymic(words)
    if _WITHOUT_OUR_ORDER.match(words[0]):
        whole, leading = Split(" ".join(words), ""), Split(" ".join(words[1:]), words[0])
        return [leading, *_trailing_family(words, language), whole]
    if _leads_family(words):
        return [Split(" ".join(words[1:]), words[0]), *_trailing_family(words, language)]
    first_leads, last_leads = folded(words[0]) in LATIN, folded(words[-1]) in LATIN
    if first_leads and not last_leads:
        return _leading_family(words, language)
    if _may_be_turned(words):
        return [Split(words[1], words[0]), *_trailing_family(words, language)]
    return _trailing_family(words, language)


def _may_be_turned(words: Sequence[str]) -> bool:
    """Tell whether only the second of two words is a given name that many bear: Lovelace Ada."""
    if len(words) != _PAIR:
        return False
    first, second = map(folded, words)
    is_likely = second in GIVEN_NAMES and first not in GIVEN_NAMES
    return is_likely and not may_be_interjection(first)


def _leads_family(words: Sequence[str]) -> bool:
    """Tell whether the first of two words looks like a family name, and the second does not.

    Russians put it ahead in anything official, Hungarians everywhere; the French write it in
    capitals.
    """
    if len(words) != _PAIR:
        return False
    first, second = words
    is_slavic = _SLAVIC_FAMILY.fullmatch(first) and not _SLAVIC_FAMILY.fullmatch(second)
    is_shouted = len(first) >= _USUAL and first.isalpha() and first.isupper() and second.istitle()
    has_marks = not second.isascii() and folded(second) in HUNGARIAN_GIVEN
    is_hungarian = has_marks and folded(first) not in HUNGARIAN_GIVEN
    return bool(is_slavic) or is_hungarian or (is_shouted and len(second) > 1)


def _leading_family(words: Sequence[str], language: str) -> list[Split]:
    """Return the splits of a name whose first word is a family name of Asia."""
    leading = Split(" ".join(words[1:]), words[0])
    is_clear = language in _FAMILY_FIRST or (language == "vi" and folded(words[0]) in VIETNAMESE)
    return [leading] if is_clear else [leading, *_trailing_family(words, language)]


def _hungarian(words: Sequence[str]) -> list[Split]:
    """Return the splits with the family name first, as Hungarians write it."""
    leading = [Split(" ".join(words[n:]), " ".join(words[:n])) for n in range(1, len(words))]
    is_western = folded(words[0]) in HUNGARIAN_GIVEN and folded(words[-1]) not in HUNGARIAN_GIVEN
    return [*_trailing_family(words, "hu"), *leading] if is_western else leading


def _with_patronymic(words: Sequence[str]) -> list[Split]:
    """Return the splits of three words, the last or the middle one a patronymic.

    The order tells the family name: Анна Петровна Иванова, or Иванова Анна Петровна; but
    there are family names, too, that end like a patronymic (Станкевич).
    """
    first, second, last = words
    in_the_middle = Split(f"{first} {second}", last)
    if _is_patronymic(second):
        return [in_the_middle]
    return [Split(f"{second} {last}", first), in_the_middle]


def _is_patronymic(word: str) -> bool:
    return _PATRONYMIC.fullmatch(folded(word)) is not None


def _trailing_family(words: Sequence[str], language: str) -> list[Split]:
    """Return the splits with the family name last."""
    parts = _parts(words)
    if len(parts) == 1:
        return [Split(parts[0], "")]
    count = len(parts)
    is_certain = count == _PAIR or folded(parts[-1].split(" ")[0]) in CERTAIN_PARTICLES
    lengths = [1] if is_certain else [*range(1, count)]
    if language in TWO_FAMILY_NAMES and len(lengths) > 1:
        lengths = [2, 1, *lengths[2:]]
    found = [Split(" ".join(parts[:-n]), " ".join(parts[-n:])) for n in lengths]
    # An initial belongs to the names ahead of it, unless it stands last.
    found = [each for each in found if not _INITIAL.match(each.last)] or found[:1]
    return found + _alone(words, parts)


def _alone(words: Sequence[str], parts: Sequence[str]) -> list[Split]:
    """Return two words that may be one name: a particle and what follows it (Van Gogh)."""
    is_open = len(parts) == _PAIR == len(words) and _is_particle(words[0].lower())
    return [Split(" ".join(words), "")] if is_open else []


def _parts(words: Sequence[str]) -> list[str]:
    """Return the words with particles, halves and suffixes joined to where they belong."""
    parts: list[str] = []
    is_open = False  # the last part waits for the word it belongs to
    for place, word in enumerate(words):
        plain, is_inner = folded(word), 0 < place < len(words) - 1
        joins = is_inner and word == plain and plain in CONJUNCTIONS
        if parts and (is_open or joins or plain in SUFFIXES):
            parts[-1] = f"{parts[-1]} {word}"
        else:
            parts.append(word)
        goes_on_so = (is_open and plain in SMALL_PARTICLES) or _is_particle(word)
        goes_on = joins or (is_inner and goes_on_so) or plain in FIRST_HALVES
        is_open = goes_on and place < len(words) - 1
    return parts


def _is_particle(word: str) -> bool:
    plain = folded(word)
    return plain in PARTICLES or (plain in SMALL_PARTICLES and word == word.lower())


def _eastern(words: Sequence[str], language: str) -> list[Split]:
    """Return the splits of a name in Chinese, Japanese or Korean writing: family name first."""
    if len(words) == 1:
        return _unspaced(words[0], language)
    leading = Split(" ".join(words[1:]), words[0])
    is_foreign = _ALL_KATAKANA.fullmatch(" ".join(words)) is not None
    return [*_trailing_family(words, language), leading] if is_foreign else [leading]


def _unspaced(name: str, language: str) -> list[Split]:
    mixed = _HAN_THEN_KANA.fullmatch(name)
    if mixed:
        return [Split(mixed[2], mixed[1])]
    lengths = [0]
    if _ALL_HANGUL.fullmatch(name):
        lengths = _korean_lengths(name)
    elif _ALL_HAN.fullmatch(name):
        lengths = _han_lengths(name, language)
    return [Split(name[n:], name[:n]) for n in lengths]


def _korean_lengths(name: str) -> list[int]:
    """Return how long the family name may be: one syllable, or two of the few known."""
    if name[:2] in HANGUL_COMPOUND:
        return [2] if len(name) > _USUAL else [2, 1][-(len(name) - 1) :]
    return [1] if len(name) <= _USUAL else [1, 2]


def _han_lengths(name: str, language: str) -> list[int]:
    """Return how long the family name may be, 0 for a name that is not parted."""
    longest = len(name) - 1
    if language == "ja":
        order = [2, 1, 3, 0] if len(name) > _PAIR else [1, 0]
    elif name[:2] in HAN_COMPOUND and len(name) > _PAIR:
        order = [2]
    elif name[0] in HAN and len(name) <= _USUAL:
        order = [1] if language == "zh" else [1, 2, 0]
    else:
        order = [1, 2, 3, 0]
    return [n for n in order if n <= longest]
