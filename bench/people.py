"""Made-up people: everything about one follows from a number.

Phones come from the ranges that are kept free for stories
(https://www.ofcom.org.uk/phones-and-broadband/phone-numbers/numbers-for-drama), addresses from
example.org (RFC 2606); 16,000 people in a row have a number each of their own.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

FIRST_CHAT = 700_000_000
GENDERS = ("female", "male", "other")
PHONE_RANGES = (
    *("+447700900", "+441632960", "+442079460", "+443069990", "+441134960", "+441144960"),
    *("+441154960", "+441164960", "+441174960", "+441184960", "+441214960", "+441314960"),
    *("+441414960", "+441514960", "+441614960", "+441914980"),
)


@dataclass(frozen=True, slots=True)
class Person:
    """One who registers; two of different numbers differ at least in name and e-mail."""

    number: int

    @property
    def chat_id(self) -> int:
        """Return the Telegram id."""
        return FIRST_CHAT + self.number

    @property
    def last_name(self) -> str:
        """Return a name of letters: no careful reader takes digits."""
        return "Lovelace" + "".join("abcdefghij"[int(digit)] for digit in str(self.number))

    @property
    def phone(self) -> str:
        """Return the phone in E.164."""
        place, digits = divmod(self.number, 1000)
        return f"{PHONE_RANGES[place % len(PHONE_RANGES)]}{digits:03d}"

    @property
    def email(self) -> str:
        """Return the e-mail address."""
        return f"ada{self.number}@example.org"

    @property
    def born_on(self) -> date:
        """Return the birth date: of age, and nobody's on a 29th."""
        return date(1960 + self.number % 40, 1 + self.number % 12, 1 + self.number % 28)

    @property
    def gender(self) -> str:
        """Return the gender as Flextell spells it."""
        return GENDERS[self.number % len(GENDERS)]

    def customer(self) -> dict[str, str]:
        """Return the customer that has to stand in Flextell in the end."""
        return {
            "first_name": "Ada",
            "last_name": self.last_name,
            "phone_number": self.phone,
            "email": self.email,
            "date_of_birth": f"{self.born_on.isoformat()}T00:00:00Z",
            "gender": self.gender,
        }
