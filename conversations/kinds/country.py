"""A country, kept as its ISO 3166 alpha-2 code and shown by its name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from conversations.answers import GUESSED, Reading, Readings, Refusal, Values
from conversations.kinds.countries import NONE_NAMED, named
from conversations.kinds.kind import Choice
from conversations.kinds.phone_numbers import region_of
from conversations.normal import one_line
from conversations.sentences import Sentence, Territory, sentence

if TYPE_CHECKING:
    from conversations.kinds.countries import Codes
    from conversations.kinds.kind import Listener
    from conversations.wording import Wording

_LONGEST: Final = 200
_MOST_OFFERED: Final = 6
_MOST_READINGS: Final = 8
_MOST_LISTED: Final = 20


@dataclass(frozen=True, slots=True)
class Country:
    """One of the countries that are `accepted`, the likeliest first, kept under `key`.

    `region` (ISO 3166) is where most of the company's customers are.
    """

    key: str
    region: str
    accepted: tuple[str, ...]

    @property
    def asks_contact(self) -> bool:
        """Tell that a contact does not answer it."""
        return False

    def offered(self, given: Values) -> tuple[Choice, ...]:
        """Return the country of the phone, that of the region, and the likeliest others."""
        likely = (region_of(given.get("phone", "")), self.region, *self.accepted)
        codes = [code for code in dict.fromkeys(likely) if code in self.accepted]
        return tuple(Choice(code, _name(code)) for code in codes[:_MOST_OFFERED])

    def read(self, text: str, listener: Listener) -> Readings:
        """Return the accepted countries that a name, a code or a flag means; near ones marked."""
        fits = len(text) <= _LONGEST
        found = named(one_line(text), listener.wording.locale) if fits else NONE_NAMED
        codes = [code for code in self.accepted if code in found.codes][:_MOST_READINGS]
        if not codes:
            return Refusal(self._not_accepted(found.codes) if found.is_certain else self._reason())
        is_sure = found.is_certain and len(codes) == len(found.codes)
        marks = frozenset[str]() if is_sure else frozenset({GUESSED})
        return tuple(Reading({self.key: code}, marks) for code in codes)

    def write(self, values: Values) -> str:
        """Return the code."""
        return values[self.key]

    def show(self, values: Values, wording: Wording) -> str:
        """Return the country's name."""
        return wording.territory(values[self.key])

    def label(self, values: Values, wording: Wording) -> str:
        """Return the country's name."""
        return self.show(values, wording)

    def _not_accepted(self, codes: Codes) -> Sentence:
        """Return that customers of these countries are not taken, and of which they are."""
        there = tuple(Territory(code) for code in sorted(codes))
        if len(self.accepted) > _MOST_LISTED:
            return sentence(
                "Customers who live in {countries} cannot be registered here.",
                countries=there,
            )
        return sentence(
            "Customers who live in {countries} cannot be registered here. You can choose among"
            " these: {accepted}.",
            countries=there,
            accepted=tuple(map(Territory, self.accepted)),
        )

    def _reason(self) -> Sentence:
        example = self.region if self.region in self.accepted else next(iter(self.accepted), "")
        return sentence(
            "I do not know that country. Please write its name, for example {example}.",
            example=Territory(example),
        )


def _name(code: str) -> Sentence:
    """Return a country's name as a sentence of its own, which no catalogue has to translate."""
    return Sentence("{country}", {"country": Territory(code)})
