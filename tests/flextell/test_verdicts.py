from __future__ import annotations

import pytest

from flextell import (
    CallFailed,
    Conflict,
    CreatedWithoutID,
    FieldsRefused,
    LimitReached,
    Misconfigured,
    Refused,
    TokenRejected,
    Unknown,
)
from flextell.answers import Answer
from flextell.verdicts import failure_of
from tests.flextell.recorded import NOW, answer

TABLE: list[tuple[int, type[CallFailed]]] = [
    (300, Misconfigured),
    (301, Misconfigured),
    (302, Misconfigured),
    (303, Misconfigured),
    (304, Misconfigured),
    (307, Misconfigured),
    (308, Misconfigured),
    (400, Refused),
    (401, TokenRejected),
    (402, Unknown),
    (403, Misconfigured),
    (404, Misconfigured),
    (405, Misconfigured),
    (406, Unknown),
    (408, Unknown),
    (409, Conflict),
    (410, Unknown),
    (413, Misconfigured),
    (415, Misconfigured),
    (418, Unknown),
    (422, Refused),
    (425, Unknown),
    (429, LimitReached),
    (451, Unknown),
    (499, Unknown),
    (500, Unknown),
    (501, Unknown),
    (502, Unknown),
    (503, Unknown),
    (504, Unknown),
    (520, Unknown),
    (599, Unknown),
    (101, Unknown),
    (999, Unknown),
]


@pytest.mark.parametrize(("status", "outcome"), TABLE)
def test_each_status_has_one_outcome(status: int, outcome: type[CallFailed]) -> None:
    """A status alone, without a body, is sorted by this table."""
    failure = failure_of(Answer(status, {}, b""), NOW)

    assert type(failure) is outcome


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_a_retry_after_does_not_make_a_5xx_repeatable(status: int) -> None:
    """A 5xx stays unknown however politely it asks for a repetition."""
    failure = failure_of(Answer(status, {"retry-after": "5"}, b"{}"), NOW)

    assert isinstance(failure, Unknown)
    assert failure.reason == f"HTTP {status}"


RECORDED: list[tuple[str, tuple[str, ...], tuple[str, ...]]] = [
    ("missing_field_400", ("name",), ()),
    ("not_an_address_422", ("email",), ()),
    ("errors_map_422", ("name", "phone"), ("user_id",)),
    ("setting_422", (), ("user_id",)),
    ("nested_error_400", ("birth_date",), ()),
    ("plain_text_400", ("phone", "email"), ()),
]


@pytest.mark.parametrize(("name", "fields", "settings_fields"), RECORDED)
def test_a_refusal_names_questions_and_settings(
    name: str, fields: tuple[str, ...], settings_fields: tuple[str, ...]
) -> None:
    """Whichever way the fields are spelled, they come back as our questions' keys."""
    failure = failure_of(answer(name), NOW)

    assert isinstance(failure, FieldsRefused)
    assert (failure.fields, failure.settings_fields) == (fields, settings_fields)
    assert failure.status == answer(name).status


@pytest.mark.parametrize("name", ["unnamed_422", "page_400"])
def test_a_refusal_that_names_nothing_of_ours_is_for_a_person(name: str) -> None:
    """Words on an HTML page, or none at all, are no named fields."""
    failure = failure_of(answer(name), NOW)

    assert isinstance(failure, Refused)
    assert failure.status == answer(name).status


def test_a_limit_carries_the_wait() -> None:
    """A 429 says how long to wait."""
    failure = failure_of(answer("limit_429"), NOW)

    assert isinstance(failure, LimitReached)
    assert failure.wait_seconds == 17.0


TEXTS: list[tuple[CallFailed, str]] = [
    (failure_of(answer("bad_gateway_502"), NOW), "unknown: HTTP 502"),
    (failure_of(answer("errors_map_422"), NOW), "HTTP 422 refuses name, phone, user_id"),
    (failure_of(answer("unnamed_422"), NOW), "HTTP 422 without a field of ours"),
    (failure_of(answer("invalid_token_401"), NOW), "HTTP 401"),
    (failure_of(answer("limit_429"), NOW), "HTTP 429"),
    (failure_of(answer("redirect_302"), NOW), "HTTP 302 points to the configuration"),
    (failure_of(Answer(409, {}), NOW), "HTTP 409"),
    (CreatedWithoutID(201), "HTTP 201 without a readable id"),
]


@pytest.mark.parametrize(("failure", "text"), TEXTS)
def test_an_exception_tells_a_status_and_our_names_only(failure: CallFailed, text: str) -> None:
    """Nothing of the answer's own words gets into an exception's text."""
    assert str(failure) == text
