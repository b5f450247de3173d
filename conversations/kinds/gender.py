"""A customer's gender: the three values Flextell keeps, and the words people type for them."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from conversations.kinds.kind import Choice
from conversations.kinds.one_of import OneOf
from conversations.sentences import sentence

# In English and Arabic, folded: short forms, signs, and the words beside the labels.
_TYPED: Final = {
    "female": (
        "f fem w woman girl lady she ♀ 👩 انثي انثا امراه مراه بنت فتاه سيده نساء مونث ا ث"
    ),
    "male": "m man boy guy gentleman he ♂ 👨 ذكر رجل ولد شاب مذكر ذ",
    "other": "o x nb non-binary nonbinary diverse neither none neutral اخري اخر",
}
_WORDS: Final = MappingProxyType(
    {word: value for value, words in _TYPED.items() for word in words.split()}
)

GENDER: Final = OneOf(
    key="gender",
    choices=(
        Choice("female", sentence("Female")),
        Choice("male", sentence("Male")),
        Choice("other", sentence("Other")),
    ),
    words=_WORDS,
)
