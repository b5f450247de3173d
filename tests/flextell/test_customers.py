from __future__ import annotations

import gzip
from datetime import UTC, date, datetime, timedelta

import pytest

from flextell import Customer
from flextell.answers import BODY_LIMIT, Answer, inflated
from flextell.pages import customer_of
from tests.flextell.recorded import answer


def test_a_documented_customer_is_read_whole() -> None:
    """The documented answer gives text ids, an aware time and comparable forms."""
    customer = customer_of(answer("created").document())

    assert customer is not None
    assert customer.id == "4711"
    assert customer.phone_digits == "447700900101"
    assert customer.normalised_email == "ada@example.org"
    assert customer.birth_date == date(1990, 12, 10)
    assert customer.created_at == datetime(2026, 5, 28, 20, 26, 40, tzinfo=UTC)
    assert customer.default_channel_id == "12"
    assert customer.related_user is not None
    assert customer.related_user.id == "3"


def test_only_the_id_is_needed() -> None:
    """A customer of nothing but an id is a customer."""
    customer = Customer.model_validate({"id": "cus_1"})

    assert customer.created_at is None
    assert customer.birth_date is None
    assert (customer.phone_digits, customer.normalised_email) == ("", "")


def test_weird_members_are_read_as_nothing() -> None:
    """A member of an unexpected type costs that member, not the customer."""
    customer = Customer.model_validate(
        {
            "id": 9,
            "first_name": ["Ada"],
            "last_name": "\ud800",
            "phone_number": 447700900101,
            "related_user": {"name": "no id"},
            "created_at": 1_780_000_000,
            "updated_at": "last week",
            "unheard_of": {"a": 1},
        }
    )

    assert customer.first_name is None
    assert customer.last_name is None
    assert customer.phone_digits == "447700900101"
    assert customer.related_user is None
    assert customer.created_at is None
    assert customer.updated_at is None


@pytest.mark.parametrize(
    "item", [None, 5, [], {}, {"id": None}, {"id": True}, {"id": 0}, {"id": ""}]
)
def test_without_a_usable_id_there_is_no_customer(item: object) -> None:
    """An id is a positive number or a text."""
    assert customer_of({"data": item}) is None


@pytest.mark.parametrize("value", ["x" * 65, "a\nb", 1.5, ["1"], -4])
def test_an_odd_id_is_no_id(value: object) -> None:
    """What could not be kept and shown as an id is not taken for one."""
    assert customer_of({"data": {"id": value}}) is None


MOMENTS: list[tuple[str, datetime | None]] = [
    ("2026-05-28T20:00:00Z", datetime(2026, 5, 28, 20, tzinfo=UTC)),
    ("2026-05-28T20:00:00.1234567Z", datetime(2026, 5, 28, 20, 0, 0, 123456, tzinfo=UTC)),
    ("2026-05-28T23:00:00+03:00", datetime(2026, 5, 28, 20, tzinfo=UTC)),
    (" 2026-05-28 20:00:00 ", datetime(2026, 5, 28, 20, tzinfo=UTC)),
    ("2026-05-28", datetime(2026, 5, 28, tzinfo=UTC)),
    ("0001-01-01T00:00:00+14:00", None),
    ("28.05.2026", None),
    ("", None),
]


@pytest.mark.parametrize(("text", "read"), MOMENTS)
def test_a_time_is_read_in_any_iso_spelling(text: str, read: datetime | None) -> None:
    """With or without fraction and offset a time comes out aware and in UTC."""
    created_at = Customer.model_validate({"id": 1, "created_at": text}).created_at

    assert created_at == read
    assert created_at is None or created_at.utcoffset() == timedelta(0)


DATES: list[tuple[str, date | None]] = [
    ("1990-12-10", date(1990, 12, 10)),
    ("1990-12-10T23:59:59+14:00", date(1990, 12, 10)),
    (" 1990-12-10 00:00:00", date(1990, 12, 10)),
    ("1990-02-30", None),
    ("10.12.1990", None),
]


@pytest.mark.parametrize(("text", "read"), DATES)
def test_a_birth_date_is_the_date_as_written(text: str, read: date | None) -> None:
    """No time zone moves a birth date."""
    assert Customer.model_validate({"id": 1, "date_of_birth": text}).birth_date == read


def test_digits_of_any_script_are_digits() -> None:
    """A phone number in Arabic digits is the same number."""
    assert (
        Customer.model_validate({"id": 1, "phone_number": "+٤٤ (7700)"}).phone_digits == "447700"
    )


def test_a_customer_shows_an_id_and_nothing_else() -> None:
    """A customer in a log line does not tell who it is."""
    customer = Customer.model_validate({"id": 5, "first_name": "Ada"})

    assert f"{customer!r} {customer}" == "Customer(id='5') Customer(id='5')"


def test_what_unpacks_over_the_limit_is_not_read() -> None:
    """A small answer that grows without end is cut off, not swallowed."""
    bomb = gzip.compress(bytes(BODY_LIMIT * 4))

    assert inflated(bomb) is None
    assert Answer(200, {"content-encoding": "gzip"}, bomb).document() is None


@pytest.mark.parametrize(
    "body", [b"", b"{", b"\xff\xfe\x00", b"[" * 100_000, b"9" * 5_000, b"nonsense"]
)
def test_what_is_no_json_is_nothing(body: bytes) -> None:
    """Broken, endless and undecodable bodies are read as no document."""
    assert Answer(200, {}, body).document() is None
