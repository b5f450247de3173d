from __future__ import annotations

import json

import pytest

from flextell.answers import Answer
from flextell.refusals import named_fields


def _refusal(body: object) -> Answer:
    return Answer(422, {}, body if isinstance(body, bytes) else json.dumps(body).encode())


SPELLINGS: list[tuple[object, set[str]]] = [
    ({"errors": {"phone_number": ["Too long."]}}, {"phone_number"}),
    ({"errors": {"address.street": "Missing."}}, {"address"}),
    ({"errors": {"tags": ["No."]}, "message": "The 'email' is odd."}, {"email"}),
    ({"errors": ["The last name field is required."]}, {"last_name"}),
    ({"errors": [{"field": "gender"}, {"other": 1}, 5]}, {"gender"}),
    ({"error": {"errors": {"user_id": "No."}}}, {"user_id"}),
    ({"error": {"message": "`country_id` must be a number"}}, {"country_id"}),
    ({"error": "validation_error", "message": "Phone is taken."}, {"phone_number"}),
    ({"message": "The date of birth must be before today."}, {"date_of_birth"}),
    (
        {"message": "Birth_date and Identity Number are wrong."},
        {"date_of_birth", "identity_number"},
    ),
    ({"message": "The email must be a valid email address."}, {"email"}),
    ({"message": "The address field is too long."}, {"address"}),
    ({"message": "The job field is too long."}, {"job"}),
    ({"message": "The default channel id is unknown."}, {"default_channel_id"}),
    ({"message": "The first name is too long."}, {"first_name"}),
    ({"message": "The background job failed at this address."}, set()),
    ({"message": "The 'search' of the phonebook failed."}, set()),
    ({"message": 5, "errors": 7, "error": None}, set()),
    (["email"], {"email"}),
    (b"phone number missing", {"phone_number"}),
    (b"  <p>phone number missing</p>", set()),
    (b"", set()),
]


@pytest.mark.parametrize(("body", "fields"), SPELLINGS)
def test_a_field_is_recognised_in_every_known_spelling(body: object, fields: set[str]) -> None:
    """The map of errors counts first, then quoted names, then names in plain words."""
    assert named_fields(_refusal(body)) == fields


def test_a_refusal_whose_body_was_lost_names_nothing() -> None:
    """A body that broke off is no source of names."""
    assert named_fields(Answer(422, {}, None)) == set()
