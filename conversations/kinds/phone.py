"""A phone number, kept in E.164 and shown in international form."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from phonenumbers import ValidationResult as Length

from conversations.answers import UNLISTED, Reading, Readings, Refusal, Values
from conversations.kinds.denials import around_digits, asked_if_denied
from conversations.kinds.phone_numbers import (
    Number,
    example,
    foreign,
    international,
    is_grouped_as,
    is_grouped_oddly,
    is_own_in_full,
    is_surely_foreign,
    is_usual,
    may_lack_area_code,
    number,
)
from conversations.kinds.phone_runs import (
    digits,
    halves,
    has_decimals,
    has_letters_in_number,
    is_all,
    is_card,
    is_date,
    plain,
    runs,
)
from conversations.sentences import Sentence, sentence

if TYPE_CHECKING:
    from conversations.kinds.kind import Choice, Listener
    from conversations.wording import Wording


_LONGEST = 1000
_FEWEST_ABROAD = 10  # digits of a number with its country code
_FEWEST_DOUBTED = 8  # the same, where it is a number of the region without its trunk prefix


@dataclass(frozen=True, slots=True)
class Phone:
    """A phone number; one without a country code is read as of `region` (ISO 3166, `TR`).

    `asks_contact` tells that sharing one's contact answers it.
    """

    region: str
    asks_contact: bool = True

    def offered(self, given: Values) -> tuple[Choice, ...]:  # noqa: ARG002 - the contract's
        """Return none: anything may be typed."""
        return ()

    def read(self, text: str, listener: Listener) -> Readings:  # noqa: ARG002 - the contract's
        """Return each number in the text; a reading marked `UNLISTED` is in no numbering plan."""
        if len(text) > _LONGEST:
            return Refusal(self._too_much())
        said = plain(text)
        found = runs(said)
        doubt = self._doubt(said, found)
        if doubt is not None:
            return Refusal(doubt)
        numbers = [
            n
            for run in found
            if not is_date(run)
            for n in self._numbers(run)
            if n.is_listed or is_all(run, said)
        ]
        readings = _readings(numbers) or Refusal(self._reason(found))
        return asked_if_denied(readings, *around_digits(said))

    def read_contact(self, phone_number: str) -> Readings:
        """Return the number of a contact card: international digits, often without `+`.

        It is taken as Telegram knows it, even where no numbering plan lists it.
        https://core.telegram.org/bots/api#contact
        """
        figures = digits(plain(phone_number[:_LONGEST]))
        abroad = number(f"+{figures}", self.region)
        best = abroad if isinstance(abroad, Number) else None
        if best is None or not best.is_listed:
            best = self._listed(figures) or best
        if best is None:
            return Refusal(self._reason([phone_number]))
        return (Reading({"phone": best.e164}),)

    def write(self, values: Values) -> str:
        """Return the number in E.164."""
        return values["phone"]

    def show(self, values: Values, wording: Wording) -> str:
        """Return the number in international form, isolated."""
        return wording.isolated(international(values["phone"]))

    def label(self, values: Values, wording: Wording) -> str:
        """Return the number in international form, isolated."""
        return self.show(values, wording)

    def _numbers(self, run: str) -> list[Number]:
        """Return what a run means: one number, two in a row, or none."""
        pairs = self._pairs(run)
        if not pairs:
            return self._meanings(run)
        whole = None if "/" in run else foreign(run, self.region, _FEWEST_ABROAD)
        return pairs if whole is None else [whole, *pairs]

    def _pairs(self, run: str) -> list[Number]:
        """Return both numbers of each cut that leaves a listed number on either side."""
        cut = [[self._listed(half) for half in pair] for pair in halves(run)]
        return [n for pair in cut if all(pair) for n in pair if n is not None]

    def _listed(self, run: str) -> Number | None:
        found = number(run, self.region)
        return found if isinstance(found, Number) and found.is_listed else None

    def _meanings(self, run: str) -> list[Number]:
        """Return the number of the region, the one written without its `+`, or both."""
        here = number(run, self.region)
        if isinstance(here, Number) and here.is_listed:
            return self._listed_here(run, here)
        abroad = foreign(run, self.region, _FEWEST_ABROAD)
        if abroad is not None and not is_surely_foreign(run, self.region):
            abroad = replace(abroad, is_listed=False)
        both = [n for n in (here, abroad) if isinstance(n, Number)]
        return [n for n in both if n.is_listed] or both

    def _listed_here(self, run: str, here: Number) -> list[Number]:
        """Return the number of the region, and another one where either may be meant."""
        if run.startswith("+"):
            return [here]
        if may_lack_area_code(run, here, self.region):
            return [replace(here, is_listed=False)]
        is_here = is_usual(run, here, self.region)
        if here.e164 == f"+{digits(run)}" or (is_here and not is_grouped_oddly(run, here)):
            return [here]
        abroad = foreign(run, self.region, _FEWEST_DOUBTED)
        if abroad is None or (is_here and not is_grouped_as(run, abroad)):
            return [here]
        if digits(run).startswith("00") or is_own_in_full(here, abroad, run, self.region):
            return [abroad]
        return [here, abroad]

    def _doubt(self, said: str, found: list[str]) -> Sentence | None:
        """Return why no number in the text may be trusted, None where one may."""
        shown = example(self.region)
        if found and all(is_date(run) for run in found):
            return sentence(
                "That looks like a date. Please send a phone number, for example {example}.",
                example=shown,
            )
        if any(is_card(run) for run in found):
            return sentence(
                "That looks like a payment card, which I never need. Please send a phone number,"
                " for example {example}.",
                example=shown,
            )
        if found and (has_letters_in_number(said) or has_decimals(said)):
            return sentence(
                "I can only be sure of a phone number in digits, without letters. Please send it"
                " like this: {example}.",
                example=shown,
            )
        return None

    def _too_much(self) -> Sentence:
        return sentence(
            "That is too much text. Please send only the phone number, for example {example}.",
            example=example(self.region),
        )

    def _reason(self, found: list[str]) -> Sentence:
        """Return why the longest run is no number."""
        shown = example(self.region)
        longest = max(found, key=lambda run: len(digits(run)), default="")
        match number(longest, self.region):
            case Length.TOO_LONG:
                return sentence(
                    "That number has too many digits. Please check it and send it again, for"
                    " example {example}.",
                    example=shown,
                )
            case Length.TOO_SHORT | Length.INVALID_LENGTH:
                return sentence(
                    "Some digits seem to be missing or too many. Please check the number and send"
                    " it again, for example {example}.",
                    example=shown,
                )
            case Length.IS_POSSIBLE_LOCAL_ONLY:
                return sentence(
                    "The area code is missing. Please send the whole number, for example"
                    " {example}.",
                    example=shown,
                )
        return sentence(
            "I could not find a phone number in that. Please send it like {example}, or with + and"
            " the country code.",
            example=shown,
        )


def _readings(numbers: list[Number]) -> tuple[Reading, ...]:
    """Return a reading for each number, once; unlisted ones only where none is listed."""
    listed = [n for n in numbers if n.is_listed] or numbers
    return tuple(_reading(n) for n in dict.fromkeys(listed))


def _reading(found: Number) -> Reading:
    marks = frozenset[str]() if found.is_listed else frozenset({UNLISTED})
    return Reading({"phone": found.e164}, marks)
