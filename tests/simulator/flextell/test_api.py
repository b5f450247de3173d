from __future__ import annotations

import json

import httpx
import pytest

from tests.simulator.flextell.served import ADA, HEADERS, TENANT, WHOLE, Stage, raised


def test_a_customer_is_created_as_documented(stage: Stage) -> None:
    """201, an envelope, all documented members, and the rate-limit headers."""
    response = stage.create(**WHOLE, user_id=3, country_id=90)

    assert response.status_code == 201
    answer = response.json()
    assert answer["success"] == "true"
    assert answer["data"] == WHOLE | {
        "id": 4711,
        "country_name": "Country 90",
        "identity_number": None,
        "job": None,
        "address": None,
        "default_channel_id": None,
        "avatar_url": None,
        "related_user": {"id": 3, "name": "User 3"},
        "created_at": "2026-05-28T20:26:40.000000Z",
        "updated_at": "2026-05-28T20:26:40.000000Z",
        "deleted_at": None,
    }
    assert response.headers["x-ratelimit-limit"] == "6000"
    assert response.headers["x-ratelimit-remaining"] == "5999"
    assert response.headers["x-ratelimit-reset"] == "1780000060"


def test_nothing_is_unique(stage: Stage) -> None:
    """Two equal calls with one Idempotency-Key make two customers."""
    for _ in range(2):
        stage.http.post("/api/v1/customers", json=ADA, headers={"Idempotency-Key": "k"})

    assert [customer["id"] for customer in stage.customers()] == [4711, 4712]


@pytest.mark.parametrize(
    ("headers", "status", "code"),
    [
        ({"Authorization": "Bearer other"}, 401, "unauthorized"),
        ({"Authorization": "Basic stage-token"}, 401, "unauthorized"),
        ({"X-Tenant": "8"}, 403, "forbidden"),
    ],
)
def test_a_stranger_is_not_let_in(
    stage: Stage, headers: dict[str, str], status: int, code: str
) -> None:
    """Token and tenant are checked before anything else."""
    response = stage.http.post("/api/v1/customers", json=ADA, headers=headers)

    assert (response.status_code, response.json()["error"]) == (status, code)
    assert stage.customers() == []


@pytest.mark.parametrize("missing", ["Authorization", "X-Tenant"])
def test_without_token_or_tenant_nobody_is_let_in(stage: Stage, missing: str) -> None:
    """Both headers are demanded."""
    headers = {name: value for name, value in HEADERS.items() if name != missing}
    response = httpx.get(f"{stage.http.base_url}/api/v1/account/roles", headers=headers)

    assert response.status_code in {401, 403}


REFUSED: list[tuple[dict[str, object], dict[str, str]]] = [
    ({"first_name": ""}, {"first_name": "is required"}),
    ({"last_name": None}, {"last_name": "is required"}),
    ({"phone_number": "4" * 21}, {"phone_number": "must not be greater than 20 characters"}),
    ({"first_name": 5}, {"first_name": "must be a string"}),
    ({"email": "nobody"}, {"email": "must be a valid email address"}),
    ({"email": "a" * 250 + "@x.org"}, {"email": "must not be greater than 255 characters"}),
    ({"date_of_birth": "yesterday"}, {"date_of_birth": "must be a valid date"}),
    ({"date_of_birth": 5}, {"date_of_birth": "must be a valid date"}),
    ({"gender": "x"}, {"gender": "is invalid"}),
    ({"country_id": "90"}, {"country_id": "must be an integer"}),
    ({"user_id": True}, {"user_id": "must be an integer"}),
    ({"job": None, "address": "x" * 1001}, {"job": "must be", "address": "must not be"}),
]


@pytest.mark.parametrize(("change", "errors"), REFUSED)
def test_a_body_against_the_rules_is_refused_by_field(
    stage: Stage, change: dict[str, object], errors: dict[str, str]
) -> None:
    """422 with a map of errors; nothing is created."""
    response = stage.create(**change)

    assert response.status_code == 422
    answer = response.json()
    assert answer["errors"].keys() == errors.keys()
    assert all(errors[name] in answer["errors"][name][0] for name in errors)
    assert answer["message"] == next(iter(answer["errors"].values()))[0]
    assert stage.customers() == []


def test_null_and_both_spellings_of_a_date_are_taken(stage: Stage) -> None:
    """Optional members may be null where the documentation says so."""
    nulls = {"email": None, "date_of_birth": None, "gender": None}

    assert stage.create(**nulls).status_code == 201
    assert stage.create(date_of_birth="1990-12-10").status_code == 201


@pytest.mark.parametrize("content", [b"", b"[]", b"{"])
def test_what_is_no_json_object_is_malformed(stage: Stage, content: bytes) -> None:
    """400, as the guide says."""
    assert stage.http.post("/api/v1/customers", content=content).status_code == 400


def test_one_customer_can_be_read(stage: Stage) -> None:
    """By id, or 404."""
    stage.create()

    assert stage.http.get("/api/v1/customers/4711").json()["data"]["first_name"] == "Ada"
    assert stage.http.get("/api/v1/customers/1").status_code == 404


def test_roles_can_be_read(stage: Stage) -> None:
    """The cheap check at a start works."""
    assert stage.http.get("/api/v1/account/roles").json()["data"].keys() == {
        "roles",
        "permissions",
    }


def test_an_unknown_path_is_not_found(stage: Stage) -> None:
    """In the API's own shape."""
    response = stage.http.get("/api/v1/nowhere")

    assert (response.status_code, response.json()["error"]) == (404, "not_found")


def test_pages_follow_each_other(stage: Stage) -> None:
    """Newest first, with links and meta."""
    for number in range(5):
        stage.create(first_name=f"Ada {number}")
        stage.clock.now += 1

    first, last = stage.listed(per_page=2), stage.listed(per_page=2, page=3)

    assert [customer["first_name"] for customer in first["data"]] == ["Ada 4", "Ada 3"]
    assert first["links"]["prev"] is None
    assert first["links"]["next"].endswith("/api/v1/customers?page=2")
    assert first["meta"] | {"path": ""} == {
        "current_page": 1,
        "from": 1,
        "last_page": 3,
        "path": "",
        "per_page": 2,
        "to": 2,
        "total": 5,
    }
    assert [customer["first_name"] for customer in last["data"]] == ["Ada 0"]
    assert last["links"]["next"] is None
    beyond = stage.listed(per_page=2, page=9)
    assert (beyond["data"], beyond["meta"]["from"], beyond["meta"]["to"]) == ([], None, None)


def test_the_order_is_what_was_asked_for(stage: Stage) -> None:
    """Oldest first unless asked otherwise; other columns work too."""
    stage.create(first_name="Zoe", gender="other")
    stage.create(first_name="Ada")

    plain = stage.http.get("/api/v1/customers").json()["data"]
    by_name = stage.listed(sort_by="first_name", sort_order="asc")["data"]

    assert [customer["first_name"] for customer in plain] == ["Zoe", "Ada"]
    assert [customer["first_name"] for customer in by_name] == ["Ada", "Zoe"]
    assert len(stage.listed(gender="other")["data"]) == 1


@pytest.mark.parametrize(
    "params",
    [{"per_page": 0}, {"per_page": 101}, {"sort_by": "phone_number"}, {"search": "x" * 256}],
)
def test_odd_parameters_are_refused(stage: Stage, params: dict[str, str]) -> None:
    """422 that names the parameter."""
    response = stage.http.get("/api/v1/customers", params=params)

    assert response.status_code == 422
    assert response.json()["errors"].keys() == params.keys()


SEARCHES = [
    ("ada", 1),
    ("a Love", 1),
    ("ADA@EXAMPLE", 1),
    ("+44 (7700) 900-101", 1),
    ("900101", 1),
    ("44", 0),
    ("900102", 0),
    ("Grace", 0),
]


@pytest.mark.parametrize(("text", "found"), SEARCHES)
def test_a_search_looks_at_names_e_mail_and_digits(stage: Stage, text: str, found: int) -> None:
    """However the phone number is written, its digits are compared; two digits are too few."""
    stage.create(**WHOLE)

    assert len(stage.listed(search=text)["data"]) == found


def test_too_many_calls_are_refused_until_the_window_ends() -> None:
    """429 with a wait; in the next minute calls are taken again."""
    with raised("asyncio", "h11", calls=2) as stage:
        statuses = [stage.create().status_code for _ in range(3)]
        refused = stage.create()
        stage.clock.now += 61

        assert statuses == [201, 201, 429]
        assert refused.headers["retry-after"] == "60"
        assert refused.headers["x-ratelimit-remaining"] == "0"
        assert stage.create().status_code == 201


def test_requests_are_kept_without_the_token(stage: Stage) -> None:
    """Everything of a request but the secret can be looked at."""
    body = json.dumps(ADA)
    stage.http.post("/api/v1/customers", content=body, headers={"Idempotency-Key": "k-1"})
    stage.listed(search="Ada")

    created, listed = stage.requests()

    assert created["method"] == "POST"
    assert created["path"] == "/api/v1/customers"
    assert created["body"] == body
    assert created["status"] == 201
    assert created["at"] == stage.clock.now
    assert created["headers"]["authorization"] == "<bearer>"
    assert created["headers"]["idempotency-key"] == "k-1"
    assert created["headers"]["x-tenant"] == TENANT
    assert listed["query"]["search"] == "Ada"
    assert "stage-token" not in json.dumps([created, listed])
    last = stage.http.get("/stage/flextell/requests", params={"last": 1}).json()
    assert last == {"requests": [listed]}


def test_whoever_looks_on_is_told(stage: Stage) -> None:
    """A request, a customer, a fault and a reset are changes that can be seen."""
    stage.create()
    after_create = len(stage.told)
    stage.spoil("list", "lags")
    after_fault = len(stage.told)
    stage.flextell.reset()

    assert 0 < after_create < after_fault < len(stage.told)
    assert set(stage.told) == {"flextell"}


def test_a_reset_forgets_everything(stage: Stage) -> None:
    """Customers, requests, faults and numbers start again."""
    stage.create()
    stage.spoil("create", "refuse_500")
    stage.flextell.reset()

    assert (stage.customers(), stage.requests()) == ([], [])
    assert stage.create().json()["data"]["id"] == 4711
