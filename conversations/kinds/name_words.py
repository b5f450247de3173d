"""Words in names that say how the words beside them belong together."""

from __future__ import annotations

from functools import cache
from typing import Final

from conversations.kinds.gender import GENDER
from conversations.kinds.words import words
from conversations.normal import folded
from conversations.sentences import phrases
from conversations.wording import in_all_languages, shipped_languages, wording

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
SUFFIXES: Final = words("jr sr ii iii iv phd md mba msc esq")

# The forms of companies, of which nobody is one; what may be a name too (AG, Sa) is left out.
COMPANIES: Final = words(
    "ltd limited llc llp inc plc corp gmbh kg ohg ооо оао зао пао sarl s.a.r.l srl s.r.l s.p.a sti"
    " شركه ش.م.م ش.ذ.م.م"
)
# The same, or the initials that Indians put behind their name: Arun S.A.
MAY_BE_COMPANIES: Final = words("s.a a.s s.l")

# Languages whose people have two family names, https://en.wikipedia.org/wiki/Spanish_naming_customs
TWO_FAMILY_NAMES: Final = frozenset({"es", "ca", "gl", "eu"})

# Stand before a name and are no part of it, in languages the bot may not speak.
_TITLES: Final = words("mme mlle dott sn smt श्री श्रीमती")
# Translators: what stands before a name and is no part of it; nothing that is a name too, as Sir.
_OWN_TITLES: Final = phrases("mr, mrs, ms, mx, miss, dr, prof")


@cache
def titles() -> frozenset[str]:
    """Return what stands before a name and is no part of it, folded."""
    return frozenset(map(folded, _TITLES | in_all_languages(_OWN_TITLES)))


@cache
def genders() -> frozenset[str]:
    """Return the words for female and male, folded: beside a name they answer something else."""
    labels = [choice.label for choice in GENDER.choices if choice.value != "other"]
    spoken = map(wording, shipped_languages())
    return frozenset(folded(words.say(label)) for words in spoken for label in labels)
