"""Lists as they were sent, and what they come to, written so that a table can be read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from conversations.kinds.kind import Listener
from conversations.lists.entries import Entry, RowReader
from conversations.lists.listing import Form, Listing, Row
from conversations.lists.plan import Plan, plan_of
from conversations.registration import registration
from conversations.wording import wording

if TYPE_CHECKING:
    from collections.abc import Mapping

    from conversations.answers import Answer

TODAY = date(2026, 1, 15)
FLOW = registration(
    company="Example Ltd", languages=("en", "ar"), region="GB", extra=("job", "country")
)


def listing(*rows: str, sign: str = ";") -> Listing:
    """Return a list of rows, their cells between signs."""
    cells = [tuple(row.split(sign)) for row in rows]
    return Listing(Form.CSV, tuple(Row(n, each) for n, each in enumerate(cells, start=1)))


def cards(*texts: str) -> Listing:
    """Return a list of contact cards."""
    return Listing(Form.VCARD, tuple(Row(n, (text,)) for n, text in enumerate(texts, start=1)))


def plan(*rows: str, language: str = "en") -> Plan:
    """Return what the columns of a list answer."""
    return plan_of(listing(*rows), FLOW.questions, _listener(language))


@dataclass(frozen=True, slots=True)
class Read:
    """A list that was read by its own plan."""

    entries: tuple[Entry, ...]

    @property
    def told(self) -> list[str]:
        """Return each row as its answers, its state and the reasons for that."""
        return [_told(entry) for entry in self.entries]


def read(
    given: Listing, *, language: str = "en", answers: Mapping[str, Answer] | None = None
) -> Read:
    """Return what the rows of a list come to."""
    own = plan_of(given, FLOW.questions, _listener(language))
    reader = RowReader(own, FLOW.questions, _listener(language), answers or {})
    rows = given.rows[int(own.has_headings) :]
    return Read(tuple(map(reader.read, rows)))


def _told(entry: Entry) -> str:
    values = [" ".join(filter(None, each.values.values())) for each in entry.answers.values()]
    return " | ".join([", ".join(values), entry.state.value, *entry.reasons])


def _listener(language: str) -> Listener:
    return Listener(wording(language), TODAY)
