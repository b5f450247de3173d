from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flextell import (
    CustomerRecord,
    InvalidRecordError,
    canonical_body,
    customer_record,
    questions_of,
    settings_of,
)

ADA = {"first_name": "Ada", "last_name": "Lovelace", "phone": "+447700900101"}
FULL = ADA | {
    "email": "ada@example.org",
    "birth_date": "1990-12-10",
    "gender": "female",
    "country_id": "90",
    "identity_number": "X1",
    "job": "engineer",
    "address": "1 Example Street",
}


def test_the_body_is_flextells_spelling_of_our_answers() -> None:
    """Keys are sorted and renamed, ids are integers, text is UTF-8, nothing absent is sent."""
    body = canonical_body(ADA | {"last_name": "Løvelace"}, defaults={"user_id": 3})

    assert (
        body
        == (
            '{"first_name":"Ada","last_name":"Løvelace","phone_number":"+447700900101","user_id":3}'
        ).encode()
    )


def test_all_fields_have_a_place() -> None:
    """Every canonical answer arrives under Flextell's own name."""
    wire = json.loads(canonical_body(FULL, defaults={"default_channel_id": 12, "country_id": 1}))

    assert wire == {
        "first_name": "Ada",
        "last_name": "Lovelace",
        "phone_number": "+447700900101",
        "email": "ada@example.org",
        "date_of_birth": "1990-12-10T00:00:00Z",
        "gender": "female",
        "country_id": 90,
        "identity_number": "X1",
        "job": "engineer",
        "address": "1 Example Street",
        "default_channel_id": 12,
    }


def test_a_birth_date_is_spelled_as_the_setting_says() -> None:
    """The plain date is there for a server that refuses the documented date-time."""
    wire = json.loads(canonical_body(FULL, date_format="date"))

    assert wire["date_of_birth"] == "1990-12-10"


UNFIT: list[tuple[dict[str, str], tuple[str, ...]]] = [
    ({"first_name": ""}, ("first_name",)),
    ({"last_name": "x" * 256}, ("last_name",)),
    ({"phone": "+" + "4" * 20}, ("phone",)),
    ({"email": ""}, ("email",)),
    ({"birth_date": "19901210"}, ("birth_date",)),
    ({"birth_date": "1990-02-30"}, ("birth_date",)),
    ({"gender": "F"}, ("gender",)),
    ({"country_id": "0"}, ("country_id",)),
    ({"address": "x" * 1001, "job": "x" * 256}, ("address", "job")),
    ({"hobby": "chess"}, ("hobby",)),
    ({"first_name": "\ud800"}, ("first_name",)),
]


@pytest.mark.parametrize(("change", "fields"), UNFIT)
def test_what_does_not_fit_is_named_but_not_shown(
    change: dict[str, str], fields: tuple[str, ...]
) -> None:
    """The error names our keys and holds no answer."""
    with pytest.raises(InvalidRecordError) as caught:
        canonical_body(ADA | change)

    assert caught.value.fields == fields
    assert str(caught.value) == f"does not fit Flextell's limits: {', '.join(fields)}"


def test_a_missing_answer_is_named() -> None:
    """The three fields Flextell cannot do without are demanded here already."""
    with pytest.raises(InvalidRecordError) as caught:
        canonical_body({})

    assert caught.value.fields == ("first_name", "last_name", "phone")


@settings(deadline=None)  # the machine may be busy
@given(st.dictionaries(st.sampled_from(sorted(FULL)), st.text(max_size=300)))
def test_any_answers_give_the_same_bytes_or_an_error_of_ours(answers: dict[str, str]) -> None:
    """The bytes depend on the answers alone, not on their order."""
    record = ADA | answers
    try:
        body = canonical_body(record)
    except InvalidRecordError:
        return
    assert canonical_body(dict(reversed(record.items()))) == body


def test_a_record_shows_nobody() -> None:
    """A record in a log line does not tell who it is about."""
    record = customer_record(ADA)

    assert isinstance(record, CustomerRecord)
    assert f"{record!r} {record}" == "CustomerRecord() CustomerRecord()"


def test_the_lines_of_an_address_are_sent_as_one() -> None:
    """Flextell has one line for it; a comma stands where a line ended."""
    record = customer_record(ADA | {"address": "1 Example Street,\nFlat 2\n ,\nLondon"})
    assert record.address == "1 Example Street, Flat 2, London"


def test_an_address_is_measured_as_it_is_sent() -> None:
    """Commas and blanks count."""
    with pytest.raises(InvalidRecordError):
        customer_record(ADA | {"address": "x\n" * 400})


def test_wire_fields_lead_back_to_questions() -> None:
    """Both halves of a name are one question; fields of the settings have none."""
    wire = ["user_id", "date_of_birth", "last_name", "first_name", "phone_number", "tags"]

    assert questions_of(wire) == ("name", "phone", "birth_date")
    assert settings_of(wire) == ("user_id",)
