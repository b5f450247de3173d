"""Who is spoken to: the customer, or a member of staff who enters one.

A sentence that would say "you" of the customer has another one here for who enters him.
"""

from __future__ import annotations

from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from conversations.sentences import sentence

if TYPE_CHECKING:
    from collections.abc import Mapping


class Audience(StrEnum):
    """Who answers the questions."""

    CUSTOMER = "customer"
    AGENT = "agent"


# Translators: in these sentences the customer is somebody else than who reads them.
IN_AN_AGENTS_WORDS: Final = MappingProxyType(
    {
        "What is your full name?": sentence("What is the customer's full name?"),
        "What is your phone number? Share it with the button below, or type it.": sentence(
            "What is the customer's phone number? Type it, or send me the contact."
        ),
        "What is your e-mail address?": sentence("What is the customer's e-mail address?"),
        "When were you born? Please write day, month and year.": sentence(
            "When was the customer born? Please write day, month and year."
        ),
        "What is your gender?": sentence("What is the customer's gender?"),
        "Which country do you live in? Choose it below, or write its name.": sentence(
            "Which country does the customer live in? Choose it below, or write its name."
        ),
        "What is your identity number? I delete your message once I have read it.": sentence(
            "What is the customer's identity number? I delete your message once I have read it."
        ),
        "What do you do for a living?": sentence("What does the customer do for a living?"),
        "What is your address? It may have several lines.": sentence(
            "What is the customer's address? It may have several lines."
        ),
        "Welcome back! Your answers are all here; we go on where you left off.": sentence(
            "This customer is not finished yet; we go on where you left off."
        ),
        "Cancelled. Your answers are deleted.": sentence(
            "Cancelled. This customer's answers are deleted."
        ),
        "Nothing has been sent yet; your answers so far are kept.": sentence(
            "This customer has not been sent yet; the answers so far are kept."
        ),
        "To register you have to be at least {age} years of age. If the date is wrong, send it"
        " again, for example {example}.": sentence(
            "A customer has to be at least {age} years of age. If the date is wrong, send it"
            " again, for example {example}."
        ),
        "That looks like a link or an address. Please send your name, for example"
        " {example}.": sentence(
            "That looks like a link or an address. Please send the name, for example {example}."
        ),
        "I found no answer in that. Several may be in one message: your name, phone,"
        " e-mail.": sentence(
            "I found nothing about a customer in that. Several things may be in one message:"
            " name, phone, e-mail."
        ),
        "There is a number in that. Please send only your name, for example {example}.": sentence(
            "There is a number in that. Please send only the name, for example {example}."
        ),
        "That is too long for a name. Please send only your name, for example"
        " {example}.": sentence(
            "That is too long for a name. Please send only the name, for example {example}."
        ),
        "Please send your first and last name in letters, for example {example}.": sentence(
            "Please send the first and last name in letters, for example {example}."
        ),
    }
)

_OTHER_WORDS: Final[Mapping[Audience, Mapping[str, str]]] = MappingProxyType(
    {
        Audience.CUSTOMER: MappingProxyType({}),
        Audience.AGENT: MappingProxyType(
            {text: said.text for text, said in IN_AN_AGENTS_WORDS.items()}
        ),
    }
)


def other_words(audience: Audience) -> Mapping[str, str]:
    """Return what is said to an audience in the place of which sentences."""
    return _OTHER_WORDS[audience]
