"""A day in the past, such as the day of birth, kept in ISO 8601 and shown with its month named."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from conversations.answers import Reading, Readings, Refusal, Values
from conversations.kinds.date_orders import Fault, Written, orders
from conversations.kinds.date_parts import parts
from conversations.kinds.date_refusals import reason
from conversations.kinds.day_parts import Span
from conversations.kinds.denials import around_digits, asked_if_denied
from conversations.normal import ascii_digits, one_line

if TYPE_CHECKING:
    from babel import Locale

    from conversations.kinds.kind import Choice, Listener
    from conversations.wording import Wording

_LONGEST: Final = 200
_SHORT_YEAR: Final = 2
# Languages and countries that count years from another beginning, too: two digits say nothing.
_OTHER_CALENDARS: Final = frozenset(
    {"th", "fa", "ps", "ckb", "ja", "ne", "lrc", "mzn", "am", "ti"}
    | {"AF", "ET", "IR", "JP", "NP", "SA", "TH", "TW"}
)


@dataclass(frozen=True, slots=True)
class PastDate:
    """A day of somebody at least `minimum_age` and at most `max_years` old, kept under `key`.

    `region` (ISO 3166) says which order of day and month is likely in a language that has both.
    """

    key: str
    minimum_age: int = 0
    max_years: int = 120
    region: str = ""

    def offered(self, given: Values) -> tuple[Choice, ...]:  # noqa: ARG002 - the contract's
        """Return none: anything may be typed."""
        return ()

    @property
    def asks_contact(self) -> bool:
        """Tell that a contact does not answer it."""
        return False

    def read(self, text: str, listener: Listener) -> Readings:
        """Return the days the text may mean, the order of the person's language first."""
        if len(text) > _LONGEST:
            return self._refusal(Fault.UNCERTAIN)
        locale = listener.wording.locale
        line = ascii_digits(one_line(text))
        found = orders(parts(line), locale, self.region)
        if isinstance(found, Fault):
            return self._refusal(found)
        readings = self._judged([self._day(w, listener.today, locale) for w in found])
        return asked_if_denied(readings, *around_digits(line))

    def span(self, today: date) -> Span:
        """Return the days that are taken: not to come, and of somebody neither too old nor young.

        Who is born on 29 February is a year older on 1 March where there is no such day.
        """
        too_old = _years_before(today, self.max_years + 1)
        return Span(too_old + timedelta(days=1), _years_before(today, self.minimum_age))

    def write(self, values: Values) -> str:
        """Return the day in ISO 8601."""
        return values[self.key]

    def show(self, values: Values, wording: Wording) -> str:
        """Return the day with its month in words."""
        return wording.day(date.fromisoformat(values[self.key]))

    def label(self, values: Values, wording: Wording) -> str:
        """Return the day with its month in words, which tells 3 April from 4 March."""
        return self.show(values, wording)

    def _judged(self, days: list[date | Fault]) -> Readings:
        """Return the possible days; a refusal where one would be chosen over one under age."""
        possible = [day for day in days if isinstance(day, date)]
        if not possible:
            return self._refusal(next(day for day in days if isinstance(day, Fault)))
        if Fault.UNDER_AGE in days:
            return self._refusal(Fault.UNCERTAIN)
        return tuple(Reading({self.key: day.isoformat()}) for day in dict.fromkeys(possible))

    def _day(self, written: Written, today: date, locale: Locale) -> date | Fault:
        """Return the day, or why it cannot be the answer; two digits are of the last past year."""
        if len(written.year) > _SHORT_YEAR:
            return self._checked(int(written.year), written, today)
        if not _OTHER_CALENDARS.isdisjoint((locale.language, locale.territory, self.region)):
            return Fault.SHORT_YEAR
        short = int(written.year)
        of_this_century = self._checked(today.year // 100 * 100 + short, written, today)
        if of_this_century is not Fault.FUTURE:
            return of_this_century
        return self._checked(today.year // 100 * 100 - 100 + short, written, today)

    def _checked(self, year: int, written: Written, today: date) -> date | Fault:
        try:
            day = date(year, written.month, written.day)
        except ValueError:
            return Fault.IMPOSSIBLE
        age = _age(day, today)
        if day > today:
            return Fault.FUTURE
        if age > self.max_years:
            return Fault.TOO_OLD
        return Fault.UNDER_AGE if age < self.minimum_age else day

    def _refusal(self, fault: Fault) -> Refusal:
        return Refusal(reason(fault, self.minimum_age))


def _age(day: date, today: date) -> int:
    """Return the whole years between two days."""
    return today.year - day.year - ((today.month, today.day) < (day.month, day.day))


def _years_before(day: date, years: int) -> date:
    """Return the last day of birth of somebody who is so many years old on a day."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # 29 February of another year
        return day.replace(year=day.year - years, day=28)
