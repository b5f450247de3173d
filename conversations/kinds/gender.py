"""A customer's gender: the three values Flextell keeps, and the words people type for them."""

from __future__ import annotations

from typing import Final

from conversations.kinds.kind import Choice
from conversations.kinds.one_of import OneOf
from conversations.sentences import phrases, sentence

GENDER: Final = OneOf(
    key="gender",
    choices=(
        Choice(
            "female",
            sentence("Female"),
            # Translators: what else people type for Female in your language; short forms too.
            phrases("f, fem, w, woman, girl, lady, she, ♀, 👩"),
        ),
        Choice(
            "male",
            sentence("Male"),
            # Translators: what else people type for Male in your language; short forms too.
            phrases("m, man, boy, guy, gentleman, he, ♂, 👨"),
        ),
        Choice(
            "other",
            sentence("Other"),
            # Translators: what else people type for Other in your language; short forms too.
            phrases("o, x, nb, non-binary, nonbinary, diverse, neither, none, neutral"),
        ),
    ),
)
