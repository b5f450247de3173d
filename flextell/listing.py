"""Walking the list of customers, newest first, back to a point in time.

A listing that is called complete proves that a customer is absent, so every doubt is a no.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from flextell.customers import Customer
    from flextell.limits import RateLimit
    from flextell.pages import Page


@dataclass(frozen=True, slots=True)
class Listing:
    """Customers in the server's order, each once.

    `complete` says that nothing that was asked for can be missing.
    """

    customers: tuple[Customer, ...]
    complete: bool
    rate_limit: RateLimit


@dataclass(slots=True)
class Walk:
    """The way through the pages; `since` is aware, a customer created before it is not kept."""

    since: datetime
    complete: bool = False
    found: dict[str, Customer] = field(default_factory=dict)
    _pages: set[tuple[str, ...]] = field(default_factory=set)
    _times: list[datetime] = field(default_factory=list)
    _readable: bool = True

    def take(self, page: Page) -> Mapping[str, str] | None:
        """Take in one page; give the parameters of the next, or None at the end of the walk."""
        ids = tuple(customer.id for customer in page.customers)
        repeated = bool(ids) and ids in self._pages
        self._pages.add(ids)
        self._readable = self._readable and page.unreadable == 0
        self._times += [customer.created_at for customer in page.customers if customer.created_at]
        self.found |= {customer.id: customer for customer in page.customers}
        if repeated:
            return None
        self.complete = self._readable and (page.is_last or self._past_the_point())
        ended = self.complete or page.is_last or page.is_empty
        return None if ended else page.following

    def listing(self, rate_limit: RateLimit) -> Listing:
        """Give what was found so far."""
        kept = (
            customer
            for customer in self.found.values()
            if customer.created_at is None or customer.created_at >= self.since
        )
        return Listing(tuple(kept), self.complete, rate_limit)

    def _past_the_point(self) -> bool:
        """Say whether all that follows is older: only an order seen to fall is trusted."""
        falls = [(newer >= older, newer > older) for newer, older in pairwise(self._times)]
        in_order = all(fall for fall, _ in falls) and any(strictly for _, strictly in falls)
        return in_order and self._times[-1] < self.since
