"""Words in names that say how the words beside them belong together."""

from __future__ import annotations

from typing import Final

from conversations.kinds.words import words

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

# Stand before a name and are no part of it; none of these is a name too, as Sir and Md. are.
TITLES: Final = words("mr mrs ms mx miss dr prof mme mlle sra herr frau dott د ا.د")
# Ahead of the name itself, in small letters.
# Ahead of the name itself, in small letters.
LEAD_INS: Final = (
    "my name is ",
    "my full name is ",
    "my name's ",
    "name: ",
    "name is ",
    "full name: ",
    "i am ",
    "i'm ",
    "i’m ",
    "it's ",
    "it is ",
    "this is ",
    "call me ",
    "اسمي هو ",
    "اسمي ",
    "انا اسمي ",
    "أنا ",
    "انا ",
    "الاسم: ",
    "الاسم ",
)
# What people say in a chat that is nobody's name.
NOT_NAMES: Final = frozenset(
    {
        *("hello", "hey", "hi", "hi there", "yes", "no", "ok", "okay", "thanks", "thank you"),
        *(
            "good morning",
            "good evening",
            "start",
            "skip",
            "cancel",
            "back",
            "help",
            "none",
            "n/a",
        ),
        *("مرحبا", "اهلا", "السلام عليكم", "نعم", "لا", "شكرا", "موافق", "تخطي", "رجوع", "الغاء"),
    }
)
# An answer to another question beside the name.
GENDERS: Final = words("female male انثي ذكر")
