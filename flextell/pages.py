"""One page of a list of customers, and where the page after it is.

The endpoint's page and the pagination guide disagree (links and meta, or a cursor), so both are
understood. Addresses the server gives are never followed, only their page or cursor is taken.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

from pydantic import ValidationError

from flextell.customers import Customer
from flextell.lenient import Lenient, LenientModel, Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping


class _Links(LenientModel):
    next: Text = None


class _Meta(LenientModel):
    current_page: Lenient[int] = None
    last_page: Lenient[int] = None
    cursor: Text = None
    has_more: Lenient[bool] = None


class _Envelope(LenientModel):
    data: list[Any]
    links: Lenient[_Links] = None
    meta: Lenient[_Meta] = None


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its readable customers in the server's order.

    `following` are the query parameters of the next page, None after the last. `promised` is False
    if the server does not tell whether there is one: then there may be.
    """

    customers: tuple[Customer, ...]
    unreadable: int
    following: Mapping[str, str] | None
    promised: bool = True

    @property
    def is_empty(self) -> bool:
        """Say whether nothing is on it, not even something unreadable."""
        return not self.customers and not self.unreadable

    @property
    def is_last(self) -> bool:
        """Say whether surely no page follows: the server says so, or this one is empty."""
        return self.following is None or (self.is_empty and not self.promised)


def page_of(document: object, number: int) -> Page | None:
    """Read the page that was asked for as `number`; None if this is no page at all."""
    try:
        envelope = _Envelope.model_validate(document)
    except ValidationError:
        return None
    customers = tuple(_customers(envelope.data))
    following, promised = _following(envelope, number)
    return Page(customers, len(envelope.data) - len(customers), following, promised)


def customer_of(document: object) -> Customer | None:
    """Read the customer inside a single answer's envelope; None without a usable id."""
    data = document.get("data") if isinstance(document, dict) else None
    return next(_customers([data]), None)


def _customers(items: Iterable[object]) -> Iterator[Customer]:
    for item in items:
        try:
            yield Customer.model_validate(item)
        except ValidationError:
            continue


def _following(envelope: _Envelope, number: int) -> tuple[Mapping[str, str] | None, bool]:
    """Give the next page's parameters, and whether the server itself spoke of a next page."""
    links, meta = envelope.links or _Links(), envelope.meta or _Meta()
    onward = {"page": str(number + 1)}
    if meta.has_more and meta.cursor:
        return {"cursor": meta.cursor}, True
    if links.next:
        return _place(links.next) or onward, True
    if meta.has_more or (meta.current_page or 0) < (meta.last_page or 0):
        return onward, True
    silent = envelope.links is None and meta.last_page is None and meta.has_more is None
    return (onward, False) if silent else (None, True)


def _place(address: str) -> Mapping[str, str] | None:
    """Take the cursor or the page out of the address of a next page."""
    try:
        query = parse_qs(urlsplit(address).query)
    except ValueError:
        return None
    found = ((key, query[key][0]) for key in ("cursor", "page") if key in query)
    return dict([pair]) if (pair := next(found, None)) else None
