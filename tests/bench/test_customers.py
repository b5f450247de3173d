from __future__ import annotations

import json

from bench.customers import Customers, Tally
from bench.people import Person


def _created(customers: Customers, person: Person, **changed: str) -> str:
    answer = json.loads(customers.create(json.dumps({**person.customer(), **changed}).encode()))
    return str(answer["data"]["id"])


def test_the_tally_tells_right_wrong_missing_and_doubled_apart() -> None:
    """Only one right customer counts as right."""
    customers = Customers()
    right, wrong, missing, doubled = (Person(number) for number in range(4))
    _created(customers, right)
    _created(customers, wrong, gender="nobody's")
    _created(customers, doubled)
    _created(customers, doubled)

    tally = customers.tally([right, wrong, missing, doubled])

    assert tally == Tally(right=1, wrong=1, missing=1, doubled=1)
    assert tally.failed == 3


def test_a_field_that_was_left_out_is_wrong_and_one_more_is_not() -> None:
    """What the bot adds by its settings does no harm; what it leaves out does."""
    customers = Customers()
    with_more, with_less = Person(1), Person(2)
    _created(customers, with_more, default_channel_id="7")
    less = {name: value for name, value in with_less.customer().items() if name != "gender"}
    customers.create(json.dumps(less).encode())

    assert customers.tally([with_more, with_less]) == Tally(right=1, wrong=1)


def test_customers_are_listed_newest_first_page_by_page() -> None:
    """The second page goes on where the first one ended, and the one behind the last is empty."""
    customers = Customers()
    for number in range(5):
        _created(customers, Person(number))

    pages = [
        json.loads(customers.page(f"/flextell/customers?per_page=2&page={number}"))
        for number in range(1, 5)
    ]

    assert [[each["id"] for each in page["data"]] for page in pages] == [[5, 4], [3, 2], [1], []]
    assert pages[0]["meta"] == {"current_page": 1, "last_page": 3}


def test_a_search_finds_address_and_number() -> None:
    """As a real one would, and nobody else."""
    customers = Customers()
    for number in range(3):
        _created(customers, Person(number))

    found = [
        [each["id"] for each in json.loads(customers.page(f"/customers?search={text}"))["data"]]
        for text in (Person(1).email, Person(2).phone[1:], "nobody")
    ]

    assert found == [[2], [3], []]
