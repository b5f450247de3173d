"""Words in names that say how the words beside them belong together."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from conversations.kinds.gender import GENDER
from conversations.kinds.words import words
from conversations.normal import STRAIGHT, folded
from conversations.sentences import phrases
from conversations.wording import (
    SOURCE_LANGUAGE,
    in_all_languages,
    means_abroad,
    shipped_languages,
    wording,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conversations.wording import Wording

# All are compared as `normal.folded` gives them.

# Begin a family name, or go on with it, in whatever case they are written.
PARTICLES: Final = words(
    "de da di du dos del della dello degli dalla delle al el ul bin ibn bint binti ould a/l a/p"
    " s/o d/o dela delos بن ابن بنت ال ولد"
)
# The same, but only in small letters; with a capital they may be names of their own.
SMALL_PARTICLES: Final = words(
    "van von vom der den ter ten te zu zum zur af av t la le lo los las do das d dal ap ab st san"
)
# Where one of these begins the last part, nothing but the family name is behind it.
CERTAIN_PARTICLES: Final = words("van von vom zu zum zur af ter ten")
# Join the names on either side into one.
CONJUNCTIONS: Final = words("y e i und et")
# The first half of one name: Abd al-Rahman, Abu Bakr, Umm Kulthum.
FIRST_HALVES: Final = words("abd abu abou umm عبد ابو ابا ابي ام")
# Belong to the family name before them.
SUFFIXES: Final = words("jr sr ii iii iv phd md esq")

# Stand before a name and are no part of it, in languages the bot may not speak.
_TITLES: Final = words("mme mlle dott sn smt श्री श्रीमती")
# Translators: what stands before a name and is no part of it; nothing that is a name too, as Sir.
_OWN_TITLES: Final = phrases("mr, mrs, ms, mx, miss, dr, prof")
# Translators: what people say ahead of their name; nothing that may begin a name.
_LEAD_INS: Final = phrases(
    "my name is, my full name is, my name's, name:, name is, full name:, i am, i'm, it's, it is,"
    " this is, call me"
)
# Translators: what people say in a chat that is nobody's name.
_NOT_NAMES: Final = phrases(
    "hello, hey, hi, hi there, good morning, good evening, yes, no, ok, okay, thanks, thank you,"
    " start, skip, cancel, back, help, none, n/a"
)
_MOST_WORDS_AHEAD: Final = 5


@cache
def titles() -> frozenset[str]:
    """Return what stands before a name and is no part of it, folded."""
    return frozenset(map(folded, _TITLES | in_all_languages(_OWN_TITLES)))


@cache
def not_names(own: Wording) -> frozenset[str]:
    """Return what people say in a chat that is nobody's name to them, folded."""
    heard = {*own.phrases(_NOT_NAMES), *wording(SOURCE_LANGUAGE).phrases(_NOT_NAMES)}
    abroad = filter(means_abroad, map(folded, in_all_languages(_NOT_NAMES)))
    return frozenset(map(folded, heard)) | frozenset(abroad)


@cache
def genders() -> frozenset[str]:
    """Return the words for female and male, folded: beside a name they answer something else."""
    labels = [choice.label for choice in GENDER.choices if choice.value != "other"]
    spoken = map(wording, shipped_languages())
    return frozenset(folded(words.say(label)) for words in spoken for label in labels)


def without_lead_in(said: Sequence[str]) -> Sequence[str]:
    """Return the words behind "my name is" and the like; all of them where nothing is ahead."""
    for count in range(min(_MOST_WORDS_AHEAD, len(said)), 0, -1):
        ahead = _ahead(said[:count])
        if not _lead_ins().isdisjoint((ahead, ahead.removesuffix(":"))):
            return without_lead_in(said[count:])
    return said


@cache
def _lead_ins() -> frozenset[str]:
    return frozenset(_ahead(phrase.split()) for phrase in in_all_languages(_LEAD_INS))


def _ahead(said: Sequence[str]) -> str:
    """Return words in the form in which lead-ins are compared: a colon behind them stays."""
    plain = " ".join(folded(word.translate(STRAIGHT)) for word in said)
    return f"{plain}:" if said[-1].endswith(":") else plain
