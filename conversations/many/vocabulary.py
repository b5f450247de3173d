"""The words by which people name a question, and those they put around its answer."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

from conversations.kinds.name import Name
from conversations.normal import STRAIGHT, folded
from conversations.sentences import phrases
from conversations.wording import SOURCE_LANGUAGE, means_abroad, shipped_languages, wording

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from conversations.flow import Question
    from conversations.sentences import Sentence
    from conversations.wording import Wording

# The halves of a name, where a form asks for them one by one.
FIRST_NAME: Final = "first_name"
LAST_NAME: Final = "last_name"

_HALVES: Final = MappingProxyType(
    {
        # Translators: how people name the first half of a name in a form.
        FIRST_NAME: phrases("first name, given name, forename"),
        # Translators: how people name the second half of a name in a form.
        LAST_NAME: phrases("last name, family name, surname"),
    }
)
# Translators: single words without weight around an answer, as in "no, my e-mail is …, please".
_FILLERS: Final = phrases(
    "a, actually, am, are, at, be, by, can, could, hello, here, hi, i, i'd, i'm, in, into, is, it,"
    " it's, its, like, me, meant, my, new, no, now, of, oh, ok, on, please, reach, real, right,"
    " should, so, sorry, that, the, this, to, want, was, will, with, would, you, your"
)
# Translators: single words that ask for another answer, as in "change my phone to …".
_CHANGING: Final = phrases(
    "change, changed, correct, correction, edit, fix, replace, update, updated"
)
# Translators: single words that say an answer is wrong, as in "my e-mail is wrong".
_WRONG: Final = phrases("false, incorrect, mistake, mistyped, outdated, typo, wrong")
# Translators: single words that join two answers, as in "… and my phone is …".
_JOINING: Final = phrases("and, also, or, plus, &")

SIGN: Final = ":"
_TOKEN: Final = re.compile(r"[:=：]|[^\s:=：]+")
_MOST_WORDS: Final = 4
# Arabic writes "and" as one letter ahead of the word: ورقم هاتفي.
_GLUED: Final = "و"


class Token(NamedTuple):
    """A word as it is compared, or a sign that ends a label; and where it begins."""

    plain: str
    start: int


class Label(NamedTuple):
    """What names a question at the beginning of a text.

    `changes`: it says that the answer is to be another one. `has_sign`: a colon ends it.
    `rest` is where the answer begins.
    """

    key: str
    changes: bool = False
    has_sign: bool = False
    rest: int = 0


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of one language, and of English; labels also those of all other languages."""

    labels: Mapping[str, str]
    beginnings: frozenset[str]
    fillers: frozenset[str]
    changing: frozenset[str]
    wrong: frozenset[str]
    joining: frozenset[str]

    def label(self, text: str) -> Label | None:
        """Return what names a question ahead in a text, with nothing but fillers around."""
        said = tokens(text)
        begin = 0
        while begin < len(said) and self._named(said, begin) is None:
            if not self._is_light(said[begin]):
                return None
            begin += 1
        named = self._named(said, begin)
        return None if named is None else self._label(text, said, begin, named)

    def is_light(self, text: str) -> bool:
        """Tell whether a text is made of fillers alone."""
        return self.are_light(tokens(text))

    def without_fillers(self, text: str) -> str:
        """Return what is behind the fillers that a text begins with."""
        heavy = (token.start for token in tokens(text) if not self._is_light(token))
        return text[next(heavy, len(text)) :]

    def says_wrong(self, text: str) -> bool:
        """Tell whether a text says that an answer is wrong."""
        return any(token.plain in self.wrong for token in tokens(text))

    def changes(self, text: str) -> bool:
        """Tell whether a text asks for another answer, or says that one is wrong."""
        return any(token.plain in self.changing | self.wrong for token in tokens(text))

    def inner_labels(self, said: Sequence[Token]) -> Iterator[tuple[int, int]]:
        """Give the place of each label among words, and that of the word behind it."""
        place = 0
        while place < len(said):
            named = self._named(said, place)
            if named is not None:
                yield place, named[1]
            place = place + 1 if named is None else named[1]

    def is_joined(self, token: Token) -> bool:
        """Tell whether the word that joins two answers is written as one with a label."""
        is_glued = token.plain.startswith(_GLUED)
        return is_glued and token.plain.removeprefix(_GLUED) in self.beginnings

    def are_light(self, said: Iterable[Token]) -> bool:
        """Tell whether words are fillers alone."""
        return all(map(self._is_light, said))

    def _named(self, said: Sequence[Token], begin: int) -> tuple[str, int] | None:
        """Return the key of the longest label that begins at a place, and where it ends."""
        if begin == len(said):
            return None
        joint = _GLUED if self.is_joined(said[begin]) else ""
        if not joint and said[begin].plain not in self.beginnings:
            return None
        for end in range(min(len(said), begin + _MOST_WORDS), begin, -1):
            words = " ".join(token.plain for token in said[begin:end])
            key = self.labels.get(words) or self.labels.get(words.removeprefix(joint))
            if key is not None:
                return key, end
        return None

    def _label(
        self, text: str, said: Sequence[Token], begin: int, named: tuple[str, int]
    ) -> Label:
        """Return a label with the fillers behind it; behind a sign everything is the answer."""
        key, end = named
        while end < len(said) and self._is_light(said[end]):
            end += 1
            if said[end - 1].plain == SIGN:
                break
        around = {token.plain for token in (*said[:begin], *said[named[1] : end])}
        rest = said[end].start if end < len(said) else len(text)
        return Label(key, self.changes(" ".join(around)), SIGN in around, rest)

    def _is_light(self, token: Token) -> bool:
        return token.plain in self.fillers


def tokens(text: str) -> list[Token]:
    """Return the words and signs of a text."""
    return [Token(_plain(m[0]), m.start()) for m in _TOKEN.finditer(text)]


def _plain(word: str) -> str:
    return SIGN if word in ":=：" else folded(word.translate(STRAIGHT)) or word


@lru_cache
def vocabulary(questions: tuple[Question, ...], own: Wording) -> Vocabulary:
    """Return the words for these questions as somebody uses them who speaks a language."""
    languages = (own, wording(SOURCE_LANGUAGE))
    changing, wrong = _words(_CHANGING, languages), _words(_WRONG, languages)
    joining = _words(_JOINING, languages)
    labels = _labels(questions, own)
    return Vocabulary(
        labels=labels,
        beginnings=frozenset(label.split(" ", 1)[0] for label in labels),
        fillers=_words(_FILLERS, languages) | changing | wrong | joining | {SIGN},
        changing=changing,
        wrong=wrong,
        joining=joining,
    )


def _words(listed: Sentence, languages: tuple[Wording, ...]) -> frozenset[str]:
    return frozenset(_plain(word) for words in languages for word in words.phrases(listed))


def _labels(questions: tuple[Question, ...], own: Wording) -> Mapping[str, str]:
    """Return the keys by their labels; the own language goes before English, that before all."""
    others = [wording(language) for language in shipped_languages()]
    abroad: dict[str, set[str]] = {}
    for words in others:
        for phrase, key in _labels_of(questions, words):
            abroad.setdefault(phrase, set()).add(key)
    everywhere = {
        phrase: min(keys)
        for phrase, keys in abroad.items()
        if len(keys) == 1 and means_abroad(phrase)
    }
    english = dict(_labels_of(questions, wording(SOURCE_LANGUAGE)))
    return MappingProxyType({**everywhere, **english, **dict(_labels_of(questions, own))})


def _labels_of(questions: tuple[Question, ...], words: Wording) -> Iterator[tuple[str, str]]:
    """Give each label of one language with its key."""
    for key, listed in _HALVES.items():
        if any(isinstance(question.kind, Name) for question in questions):
            yield from ((_phrase(phrase), key) for phrase in words.phrases(listed))
    for question in questions:
        yield _phrase(words.say(question.label)), question.key
        if question.called is not None:
            yield from ((_phrase(p), question.key) for p in words.phrases(question.called))


def _phrase(phrase: str) -> str:
    return " ".join(token.plain for token in tokens(phrase))
