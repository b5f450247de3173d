from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.delivery.matching import Matches, Sought, is_loose, is_strict, matches, sought
from tests.bot.delivery.rows import BODY, MINUTE, NOW, RULES, SECOND, a_customer, an_attempt

if TYPE_CHECKING:
    from flextell import Customer


def who(**fields: Any) -> Sought:
    """Return who BODY is sought as, with an attempt's fields changed."""
    return sought(json.dumps(BODY).encode(), an_attempt(**fields), RULES)


SAME = {
    "as it was sent": {},
    "the phone in another form": {"phone_number": "+44 (7700) 900-123"},
    "the phone in other digits": {"phone_number": "+٤٤٧٧٠٠٩٠٠١٢٣"},
    "another case": {"first_name": "ADA", "email": "Ada@Example.org", "gender": "Female"},
    "other blanks": {"last_name": "  Byron ", "email": " ada@example.org"},
    "the date alone": {"date_of_birth": "1990-12-10"},
    "the date with an offset": {"date_of_birth": "1990-12-10T00:00:00.000000+03:00"},
    "fields that do not come back": {"email": None, "gender": None, "related_user": None},
    "the name alone comes back": dict.fromkeys(
        ("email", "date_of_birth", "gender", "default_channel_id")
    ),
    "created as early as clocks allow": {"created_at": (NOW - SECOND - 2 * MINUTE).isoformat()},
    "created as late as clocks allow": {"created_at": (NOW + 17 * MINUTE).isoformat()},
}


@pytest.mark.parametrize("fields", SAME.values(), ids=SAME.keys())
def test_what_a_server_may_spell_in_its_own_way_is_the_same_customer(
    fields: dict[str, Any],
) -> None:
    """Strict means equal after normalisation, in whatever comes back."""
    assert is_strict(who(), a_customer(**fields))


EXTRA = BODY | {
    "country_id": 90,
    "identity_number": "AB 12-34",
    "job": "Engineer, retired",
    "address": "1 Example Street, London",
}
SAME_EXTRA = {
    "as it was sent, the country by its name": {"country_name": "Türkiye"},
    "the country is gone": {},
    "the number without its signs": {"identity_number": "ab1234"},
    "the words in other case": {"job": "ENGINEER RETIRED"},
    "the address on two lines": {"address": "1 Example Street\nLondon"},
    "none of them comes back": dict.fromkeys(("identity_number", "job", "address")),
}
OTHER_EXTRA = {
    "another number": {"identity_number": "AB 12-35"},
    "a number that is hidden": {"identity_number": "****34"},
    "another job": {"job": "Engineer"},
    "another address": {"address": "2 Example Street, London"},
}


def an_extra_customer(**fields: Any) -> Customer:
    """Return a customer with further answers, some of them changed."""
    came = {key: EXTRA[key] for key in ("identity_number", "job", "address")}
    return a_customer(**(came | fields))


@pytest.mark.parametrize("fields", SAME_EXTRA.values(), ids=SAME_EXTRA.keys())
def test_further_answers_may_come_back_in_another_spelling(fields: dict[str, Any]) -> None:
    """Letters and digits count; a country is sent as an id and comes back as a name."""
    body = json.dumps(EXTRA).encode()
    assert is_strict(sought(body, an_attempt(), RULES), an_extra_customer(**fields))


@pytest.mark.parametrize("fields", OTHER_EXTRA.values(), ids=OTHER_EXTRA.keys())
def test_other_further_answers_are_alike_only(fields: dict[str, Any]) -> None:
    """Of two who share name and phone, an identity number may be all that tells them apart."""
    body = json.dumps(EXTRA).encode()
    who_is_sought, customer = sought(body, an_attempt(), RULES), an_extra_customer(**fields)
    assert not is_strict(who_is_sought, customer)
    assert is_loose(who_is_sought, customer)


TOO_EARLY = (NOW - SECOND - 2 * MINUTE - SECOND).isoformat()
TOO_LATE = (NOW + 17 * MINUTE + SECOND).isoformat()
ALIKE = {
    "equal, created too early": {"created_at": TOO_EARLY},
    "equal, created too late": {"created_at": TOO_LATE},
    "the date was shifted": {"date_of_birth": "1990-12-09T21:00:00Z"},
    "the country code was dropped": {"phone_number": "07700900123"},
    "another name": {"first_name": "Grace"},
    "another phone, the same e-mail": {"phone_number": "+447700900999"},
    "the phone is gone, the e-mail is the same": {"phone_number": None},
    "the time of creation is unreadable": {"created_at": "some day"},
    "assigned to somebody else": {"related_user": {"id": 13}},
    "only the phone comes back": {
        **dict.fromkeys(("first_name", "last_name", "email", "date_of_birth", "gender")),
    },
}


@pytest.mark.parametrize("fields", ALIKE.values(), ids=ALIKE.keys())
def test_what_looks_alike_is_a_loose_match_only(fields: dict[str, Any]) -> None:
    """Too near to be called absent, too far to be called ours."""
    customer = a_customer(**fields)
    assert not is_strict(who(), customer)
    assert is_loose(who(), customer)


OTHERS = {
    "another phone and e-mail": {"phone_number": "+447700900999", "email": "grace@example.org"},
    "neither phone nor e-mail": {"phone_number": None, "email": None},
    "created too early": {"created_at": TOO_EARLY, "first_name": "Grace"},
    "created too late": {"created_at": TOO_LATE, "first_name": "Grace"},
}


@pytest.mark.parametrize("fields", OTHERS.values(), ids=OTHERS.keys())
def test_somebody_else_is_no_match(fields: dict[str, Any]) -> None:
    """Other people, and customers of other times, are not even loose matches."""
    assert matches(who(), [a_customer(**fields)], NOW) == Matches(NOW)


def test_who_was_there_before_is_not_ours() -> None:
    """The baseline excludes a customer however well it fits."""
    assert matches(who(baseline=("17",)), [a_customer()], NOW) == Matches(NOW)
    assert matches(who(baseline=("18",)), [a_customer()], NOW) == Matches(NOW, ("17",))


def test_a_customer_found_twice_is_one_match() -> None:
    """The list and the searches overlap; each customer counts once, as strictly as it can."""
    customers = [a_customer(), a_customer(), a_customer(id=18, first_name="Grace")]
    assert matches(who(), customers, NOW) == Matches(NOW, ("17",), ("18",))


def test_the_window_of_a_crash_begins_at_its_deadline() -> None:
    """Where no outcome was seen, the customer may have been created up to the deadline."""
    seen, crashed = who(), who(ended_at=None)
    assert crashed.latest - seen.latest == 19 * SECOND
    assert crashed.earliest == seen.earliest


def test_a_body_without_an_email_is_sought_by_phone() -> None:
    """What was not sent is not compared, and an empty address matches nobody's."""
    body = json.dumps({k: BODY[k] for k in ("first_name", "last_name", "phone_number")}).encode()
    plain = sought(body, an_attempt(), RULES)
    assert is_strict(plain, a_customer())
    assert not is_loose(plain, a_customer(phone_number=None, email=None))


texts = st.one_of(st.none(), st.text(max_size=8), st.integers())


@settings(deadline=None)  # the machine may be busy
@given(st.fixed_dictionaries({}, optional=dict.fromkeys([*BODY, "created_at"], texts)))
def test_any_customer_is_compared(fields: dict[str, Any]) -> None:
    """Comparing is total, and a strict match is never loose as well."""
    found = matches(who(), [a_customer(**fields)], NOW)
    assert len(found.strict) + len(found.loose) <= 1
    if found.strict and fields:
        assert is_loose(who(), a_customer(**fields))
