"""A stand-in Flextell that takes every customer, and tells afterwards who is there."""

from __future__ import annotations

import json
import time
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bench.people import Person


@dataclass(frozen=True, slots=True)
class Tally:
    """How many people have exactly their one right customer, and how many have not."""

    right: int = 0
    wrong: int = 0
    missing: int = 0
    doubled: int = 0

    @property
    def failed(self) -> int:
        """Return how many registrations did not end as they must."""
        return self.wrong + self.missing + self.doubled


class Customers:
    """The customers of one tenant, known by their e-mail addresses."""

    def __init__(self) -> None:
        self._written: list[bytes] = []
        self._by_email: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
        self._found_by: defaultdict[str, list[bytes]] = defaultdict(list)

    def create(self, body: bytes) -> bytes:
        """Keep a customer; return it in the documented envelope."""
        customer = json.loads(body)
        self._by_email[customer.get("email", "")].append(customer)
        now = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
        kept = {"id": len(self._written) + 1, **customer, "created_at": now, "updated_at": now}
        written = json.dumps(kept).encode()
        self._written.append(written)
        for text in (customer.get("email", ""), customer["phone_number"].removeprefix("+")):
            self._found_by[text].append(written)
        return b'{"data":%s}' % written

    def page(self, target: str) -> bytes:
        """Return the page that a target's query asks for, the newest customer first.

        A search finds a whole address, or all digits of a number.
        """
        query = parse_qs(urlsplit(target).query)
        shown = self._found_by[query["search"][0]] if "search" in query else self._written
        number = int(query.get("page", ["1"])[0])
        size = int(query.get("per_page", ["25"])[0])
        end = len(shown) - (number - 1) * size
        newest = shown[max(end - size, 0) : max(end, 0)][::-1]
        last = max(1, -(-len(shown) // size))
        return b'{"data":[%s],"meta":{"current_page":%d,"last_page":%d}}' % (
            b",".join(newest),
            number,
            last,
        )

    def tally(self, people: Iterable[Person]) -> Tally:
        """Compare the customers with those the people should have become."""
        found = [self._fate(person) for person in people]
        return Tally(*(found.count(fate) for fate in ("right", "wrong", "missing", "doubled")))

    def _fate(self, person: Person) -> str:
        match self._by_email.get(person.email, []):
            case []:
                return "missing"
            case [customer]:
                wanted = person.customer()
                return "right" if wanted.items() <= customer.items() else "wrong"
            case _:
                return "doubled"
