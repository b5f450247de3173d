"""What people say around their name, and what they say instead of one.

All is compared as `normal.folded` gives it, apart from the words of a sentence: these are no name
only in small letters, as typed.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from conversations.normal import STRAIGHT, folded
from conversations.sentences import phrases
from conversations.wording import (
    SOURCE_LANGUAGE,
    in_all_languages,
    means_abroad,
    wording,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conversations.sentences import Sentence
    from conversations.wording import Wording

    Words = Sequence[str]

# Translators: what people say ahead of their name; nothing that may begin a name.
_LEAD_INS: Final = phrases(
    "my name is, my full name is, my name's, my name, name:, name is, the name is, the name's,"
    " full name:, i am, i'm, i am called, i'm called, it's, it's me, it is, it is me, this is,"
    " call me, please call me, you can call me, people call me, everybody calls me"
)
# Translators: what people say ahead of their name, though it may as well be a name.
_MAY_LEAD_IN: Final = phrases("me")
# Translators: what people say behind their name, as in "Ada is my name" or "Ada Lovelace, thanks".
_BEHIND: Final = phrases(
    "is my name, is the name, is my full name, here, please, thanks, thank you, many thanks"
)
# Translators: greetings, none of which is anybody's name.
_GREETINGS: Final = phrases(
    "hello, hello there, hey, hi, hi there, good morning, good afternoon, good evening, good day"
)
# Translators: what people say in a chat ahead of an answer; some may be a name elsewhere.
_INTERJECTIONS: Final = phrases("yes, no, sure, of course, ok, okay, well, thanks, thank you")
# Translators: what else people say in a chat that is nobody's name.
_NOT_NAMES: Final = phrases(
    "no thanks, good question, start, skip, cancel, back, help, none, n/a, not now, later"
)
# Translators: single small words of sentences that are in nobody's name.
_OF_SENTENCES: Final = phrases(
    "are, because, cannot, can't, doesn't, don't, dont, from, is, isn't, name, need, not,"
    " surname, that, this, want, what, what's, where, which, why, with, your"
)
# Translators: single words that begin a sentence, and no name in small letters.
_BEGIN_SENTENCES: Final = phrases(
    "change, cancel, give, i, my, please, register, send, show, skip, stop, tell, the, we"
)
_MOST_WORDS_AHEAD: Final = 5
_MOST_WORDS_BEHIND: Final = 4
_MOST_WORDS: Final = 40
_MOST_WORDS_IN_DOUBT: Final = 8
_COMMAS: Final = ",،，、"
_STOPS: Final = f"{_COMMAS}.!;:"


class _Phrases(NamedTuple):
    """Phrases as they are compared, and the words that they begin with, or end with."""

    all: frozenset[str]
    first: frozenset[str]
    last: frozenset[str]

    @classmethod
    def of(cls, *folded_phrases: str) -> _Phrases:
        """Return phrases that can be looked for at either end of a text."""
        parts = [phrase.split() for phrase in folded_phrases]
        first, last = ({part[end] for part in parts if part} for end in (0, -1))
        return cls(frozenset(folded_phrases), frozenset(first), frozenset(last))

    def ahead(self, plain: Words, most: int) -> int:
        """Return of how many words the longest is that a text begins with; 0 where none is."""
        if not plain or plain[0].removesuffix(":") not in self.first:
            return 0
        lengths = range(min(_MOST_WORDS_AHEAD, most), 0, -1)
        return next((n for n in lengths if self._has(" ".join(plain[:n]))), 0)

    def behind(self, plain: Words, most: int) -> int:
        """Return of how many words the longest is that a text ends with; 0 where none is."""
        if not plain or plain[-1] not in self.last:
            return 0
        lengths = range(min(_MOST_WORDS_BEHIND, most), 0, -1)
        return next((n for n in lengths if self._has(" ".join(plain[-n:]))), 0)

    def _has(self, phrase: str) -> bool:
        return phrase in self.all or phrase.removesuffix(":") in self.all


def bare(line: str, own: Wording) -> list[str]:
    """Return the name without what is said around it; with it, too, where that may be a name.

    Where a comma is in the name, what stands ahead of it is left: "my name is wrong, it is Ada".
    """
    said = line.split()
    if len(said) > _MOST_WORDS:
        return [line]
    return list(dict.fromkeys(" ".join(words) for words in _bare(said, _plain(said), own)))


def introduced(line: str, own: Wording) -> str:
    """Return the name behind "hello, I am" and the like, empty where no such thing is ahead."""
    said = line.split()
    plain = _plain(said[: 2 * _MOST_WORDS_AHEAD])
    greeting = _greetings(own).ahead(plain, len(plain) - 1)
    count = _lead_ins().ahead(plain[greeting:], len(plain) - greeting - 1)
    if not count and (greeting or said[0].islower()):
        count = _may_introduce(own).ahead(plain[greeting:], len(plain) - greeting - 1)
    return " ".join(said[greeting + count :]) if count else ""


def begins_sentence(words: str) -> bool:
    """Tell whether words begin with "my name is" or the like."""
    plain = _plain(words.split()[:_MOST_WORDS_AHEAD])
    return _lead_ins().ahead(plain, len(plain)) > 0


def may_be_interjection(word: str) -> bool:
    """Tell whether a word is what people of some language say ahead of an answer."""
    return folded(word) in _interjections()


@cache
def not_names(own: Wording) -> frozenset[str]:
    """Return what people say in a chat that is nobody's name to them, folded."""
    return _instead(own).all


def says_something_else(line: str, own: Wording) -> bool:
    """Tell whether a line is made of what people say in a chat, or is a sentence about a thing."""
    if _is_sentence(line.translate(STRAIGHT).split(), own):
        return True
    said = line.split()
    while said:
        plain = _plain(said[:_MOST_WORDS_AHEAD])
        count = _instead(own).ahead(plain, len(plain)) or _behind().ahead(plain, len(plain))
        if not count:
            return False
        said = said[count:]
    return True


def _is_sentence(said: Words, own: Wording) -> bool:
    is_begun = len(said) > 1 and said[0] in _as_typed(_BEGIN_SENTENCES, own)
    return is_begun or not _as_typed(_OF_SENTENCES, own).isdisjoint(said)


def _bare(said: Words, plain: Words, own: Wording) -> list[Words]:
    """Return what is left of words, and of them as they are compared, in one way or in two."""
    rest = len(said) - 1  # one word has to be left
    count = _lead_ins().ahead(plain, len(said))
    if count:
        return _led_in(said, plain, count, own)
    count = _greetings(own).ahead(plain, rest)
    if count:
        return _bare(said[count:], plain[count:], own)
    count = _behind().behind(plain, rest)
    if count:
        *ahead, last = said[:-count]
        return _bare([*ahead, last.rstrip(_COMMAS)], plain[:-count], own)
    count = _may_be_ahead(own).ahead(plain, rest) if rest < _MOST_WORDS_IN_DOUBT else 0
    if count:
        also = [] if said[count - 1][-1] in _STOPS else [said]
        return [*_bare(said[count:], plain[count:], own), *also]
    return [said]


def _led_in(said: Words, plain: Words, count: int, own: Wording) -> list[Words]:
    """Return the name behind a lead-in of some words; all of it where a comma is in the name."""
    found = _bare(said[count:], plain[count:], own)
    has_comma = any(not set(_COMMAS).isdisjoint(" ".join(words)) for words in found)
    return [said] if has_comma and not said[count - 1].endswith(":") else found


def _plain(said: Words) -> list[str]:
    """Return words in the form in which phrases are compared: a colon behind them stays."""
    return [
        f"{folded(word)}:" if word.endswith(":") else folded(word.translate(STRAIGHT))
        for word in said
    ]


@cache
def _greetings(own: Wording) -> _Phrases:
    return _Phrases.of(*_heard(_GREETINGS, own))


@cache
def _instead(own: Wording) -> _Phrases:
    """Return what may be said instead of a name."""
    listed = (_GREETINGS, _INTERJECTIONS, _NOT_NAMES)
    return _Phrases.of(*(phrase for each in listed for phrase in _heard(each, own)))


@cache
def _may_be_ahead(own: Wording) -> _Phrases:
    """Return what may stand ahead of a name, and may be one."""
    return _Phrases.of(*_heard(_INTERJECTIONS, own), *map(folded, own.phrases(_MAY_LEAD_IN)))


@cache
def _interjections() -> frozenset[str]:
    return frozenset(map(folded, in_all_languages(_INTERJECTIONS)))


@cache
def _may_introduce(own: Wording) -> _Phrases:
    """Return what introduces somebody where it is no name: Turkish "ben", which may be Ben."""
    return _Phrases.of(*map(folded, own.phrases(_MAY_LEAD_IN)))


@cache
def _lead_ins() -> _Phrases:
    return _Phrases.of(*(" ".join(_plain(p.split())) for p in in_all_languages(_LEAD_INS)))


@cache
def _behind() -> _Phrases:
    return _Phrases.of(*(" ".join(_plain(p.split())) for p in in_all_languages(_BEHIND)))


@cache
def _as_typed(listed: Sentence, own: Wording) -> frozenset[str]:
    """Return words of the own language and of English, in small letters."""
    heard = (*own.phrases(listed), *wording(SOURCE_LANGUAGE).phrases(listed))
    return frozenset(word.translate(STRAIGHT) for word in heard)


def _heard(listed: Sentence, own: Wording) -> frozenset[str]:
    """Return phrases of the own language and of English, and those that are clear abroad."""
    heard = {*own.phrases(listed), *wording(SOURCE_LANGUAGE).phrases(listed)}
    abroad = filter(means_abroad, map(folded, in_all_languages(listed)))
    return frozenset(map(folded, heard)) | frozenset(abroad)
