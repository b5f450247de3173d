from __future__ import annotations

import pytest

from simulator.flextell import granting
from simulator.flextell.catalogue import CATALOGUE
from simulator.flextell.creating import CHANGED, REFUSED, SPOILED
from simulator.flextell.customers import Customers
from simulator.flextell.faults import Faults, Setting, Settings
from simulator.flextell.listing import list_page
from tests.simulator.flextell.served import WHOLE, Clock, Stage


def test_every_fault_of_the_catalogue_can_be_played() -> None:
    """The catalogue and the deeds name the same faults."""
    deeds = {*REFUSED, *CHANGED, *SPOILED, "commit_late"}

    assert {fault.name for fault in CATALOGUE["create"]} == deeds
    assert {fault.name for fault in CATALOGUE["token"]} == {*granting.REFUSED, *granting.GRANTED}


def test_every_fault_is_told_in_words(stage: Stage) -> None:
    """The page can show a title and what happens for each."""
    known = stage.http.get("/stage/flextell/faults/known").json()

    assert known.keys() == {"create", "list", "search", "token"}
    assert len(known["create"]) == 31
    for fault in (fault for faults in known.values() for fault in faults):
        assert fault.keys() == {"name", "title", "what_happens"}
        assert fault["what_happens"].endswith(".")


ANSWERS: list[tuple[str, int, int]] = [
    ("commit_then_500", 500, 1),
    ("commit_then_502_html", 502, 1),
    ("refuse_500", 500, 0),
    ("refuse_503", 503, 0),
    ("limit_seconds", 429, 0),
    ("limit_date", 429, 0),
    ("limit_silent", 429, 0),
    ("limit_nonsense", 429, 0),
    ("unauthorized_401", 401, 0),
    ("forbidden_403", 403, 0),
    ("conflict_409", 409, 0),
    ("redirect_307", 307, 0),
    ("refuse_email_422", 422, 0),
    ("refuse_phone_422", 422, 0),
    ("refuse_birth_date_400", 400, 0),
    ("refuse_identity_number_422", 422, 0),
    ("refuse_country_422", 422, 0),
    ("refuse_setting_422", 422, 0),
    ("refuse_unnamed_422", 422, 0),
    ("created_without_id", 201, 1),
    ("created_broken_json", 201, 1),
    ("echo_shifted_date", 201, 1),
    ("echo_other_case", 201, 1),
    ("echo_no_country_code", 201, 1),
]


@pytest.mark.parametrize(("fault", "status", "created"), ANSWERS)
def test_a_fault_answers_and_creates_as_its_name_says(
    stage: Stage, fault: str, status: int, created: int
) -> None:
    """Once; the next call is answered as if nothing had been."""
    stage.spoil("create", fault, times=1)

    assert stage.create(**WHOLE).status_code == status
    assert len(stage.customers()) == created
    assert stage.create(**WHOLE).status_code == 201


def test_limits_name_their_wait_in_four_ways(stage: Stage) -> None:
    """In seconds, as a date, not at all, or as nonsense."""
    heard = {}
    for name in ("limit_seconds", "limit_date", "limit_silent", "limit_nonsense"):
        stage.spoil("create", name)
        heard[name] = stage.create().headers

    assert heard["limit_seconds"]["retry-after"] == "2"
    assert heard["limit_date"]["retry-after"].endswith("GMT")
    assert not {"retry-after", "x-ratelimit-reset"} & heard["limit_silent"].keys()
    assert heard["limit_nonsense"]["retry-after"] == "soon"
    assert heard["limit_nonsense"]["x-ratelimit-reset"] == "later"


def test_refusals_name_their_field_where_they_say_so(stage: Stage) -> None:
    """In the map, in the text, or nowhere."""
    heard = {}
    for name in ("refuse_setting_422", "refuse_birth_date_400", "refuse_unnamed_422"):
        stage.spoil("create", name)
        heard[name] = stage.create().json()

    assert heard["refuse_setting_422"]["errors"].keys() == {"user_id"}
    assert "'date_of_birth'" in heard["refuse_birth_date_400"]["message"]
    assert "errors" not in heard["refuse_unnamed_422"]


ECHOES: list[tuple[str, dict[str, str]]] = [
    ("echo_shifted_date", {"date_of_birth": "1990-12-09T21:00:00Z"}),
    (
        "echo_other_case",
        {"first_name": "ADA", "last_name": "LOVELACE", "email": "ada@example.org"},
    ),
    ("echo_no_country_code", {"phone_number": "7700900101"}),
]


@pytest.mark.parametrize(("fault", "change"), ECHOES)
def test_an_echo_is_what_is_kept(stage: Stage, fault: str, change: dict[str, str]) -> None:
    """The changed customer is shown in the answer and in the list alike."""
    stage.spoil("create", fault)

    answered = stage.create(**WHOLE).json()["data"]

    assert answered == answered | WHOLE | change
    assert stage.listed()["data"] == [answered]


def test_an_echo_of_what_was_not_sent_changes_nothing(stage: Stage) -> None:
    """Without a birth date or an e-mail there is none to shift or to spell."""
    for name in ("echo_shifted_date", "echo_other_case"):
        stage.spoil("create", name)
        answered = stage.create().json()["data"]

        assert (answered["date_of_birth"], answered["email"]) == (None, None)


def test_an_invalid_body_does_not_use_up_a_fault(stage: Stage) -> None:
    """A fault counts valid bodies."""
    stage.spoil("create", "refuse_500", times=1)

    assert stage.create(first_name="").status_code == 422
    assert stage.create().status_code == 500


@pytest.mark.parametrize("operation", ["list", "search"])
@pytest.mark.parametrize(
    ("fault", "status"), [("fails_500", 500), ("limited_429", 429), ("forbidden_403", 403)]
)
def test_lists_and_searches_can_be_refused(
    stage: Stage, operation: str, fault: str, status: int
) -> None:
    """Each has its own faults; the other goes on."""
    stage.spoil(operation, fault)
    statuses = {
        "list": stage.http.get("/api/v1/customers").status_code,
        "search": stage.http.get("/api/v1/customers?search=Ada").status_code,
    }

    assert statuses.pop(operation) == status
    assert list(statuses.values()) == [200]


def test_a_list_that_lags_shows_the_newest_later(stage: Stage) -> None:
    """What is younger than the lag is not there yet."""
    stage.create()
    stage.spoil("list", "lags", seconds=60)

    assert stage.listed()["data"] == []
    stage.clock.now += 61
    assert len(stage.listed()["data"]) == 1


def test_a_list_that_misses_leaves_the_newest_out(stage: Stage) -> None:
    """All but the last one are shown, however long one waits."""
    stage.spoil("search", "misses")
    stage.create()
    stage.create()

    assert [customer["id"] for customer in stage.listed(search="Ada")["data"]] == [4711]
    assert len(stage.listed()["data"]) == 2


def test_pages_can_follow_a_cursor(stage: Stage) -> None:
    """Without links, with a cursor until there is no more."""
    for _ in range(3):
        stage.create()
    stage.spoil("list", "cursor_style")

    first = stage.listed(per_page=2)
    second = stage.listed(per_page=2, cursor=first["meta"]["cursor"])

    assert first["meta"] == {"cursor": "2", "has_more": True, "total": 3}
    assert [customer["id"] for customer in second["data"]] == [4711]
    assert second["meta"] == {"cursor": None, "has_more": False, "total": 3}
    assert "links" not in first


def test_a_fault_lasts_for_its_times_or_until_changed(stage: Stage) -> None:
    """Two calls meet it, then it is gone; without a number it stays."""
    stage.spoil("create", "refuse_500", times=2)
    assert [stage.create().status_code for _ in range(3)] == [500, 500, 201]

    stage.spoil("create", "refuse_500", times=None)
    assert {stage.create().status_code for _ in range(5)} == {500}


def test_a_rate_is_a_chance(stage: Stage) -> None:
    """Never at 0, always at 1, sometimes between."""
    stage.spoil("create", "refuse_500", rate=0)
    assert {stage.create().status_code for _ in range(20)} == {201}

    stage.spoil("create", "refuse_500", rate=0.5)
    assert {stage.create().status_code for _ in range(60)} == {201, 500}


def test_the_faults_are_shown_as_they_stand(stage: Stage) -> None:
    """After they were used up there is none; setting one clears the others."""
    stage.spoil("list", "lags")
    stage.spoil("create", "refuse_500", times=2, rate=0.5)
    none = {"fault": None, "times": None, "rate": 1.0}

    assert stage.http.get("/stage/flextell/faults").json() == {
        "create": {"fault": "refuse_500", "times": 2, "rate": 0.5},
        "list": none,
        "search": none,
        "token": none,
    }


@pytest.mark.parametrize(
    "wanted",
    [
        {"create": {"fault": "lags"}},
        {"search": {"fault": "cursor_style"}},
        {"list": {"fault": "lags", "rate": 2}},
        {"update": {}},
        [],
    ],
)
def test_an_unknown_fault_is_refused_with_the_known_ones(stage: Stage, wanted: object) -> None:
    """What is set stays; the answer lists the names."""
    response = stage.http.put("/stage/flextell/faults", json=wanted)

    assert response.status_code == 422
    assert "refuse_500" in response.json()["known"]["create"]
    assert stage.http.get("/stage/flextell/faults").json()["create"]["fault"] is None


def test_a_lag_of_no_time_hides_nobody() -> None:
    """The fault's reach is its seconds."""
    customers = Customers(lambda: None, Clock())
    customers.commit(WHOLE)
    faults = Faults(Settings(list=Setting(fault="lags", seconds=0)))

    assert b'"total":1' in list_page(customers, faults, {}, "http://stage").body


def test_a_mix_is_met_by_chance(stage: Stage) -> None:
    """Any of its faults, in as many calls as the rate says, is shown, and must be known."""
    mix = {"create": {"mix": ["refuse_500", "conflict_409"]}}
    assert stage.http.put("/stage/flextell/faults", json=mix).status_code == 200
    assert {stage.create().status_code for _ in range(60)} == {500, 409}
    shown = stage.http.get("/stage/flextell/faults").json()["create"]
    assert shown["mix"] == ["refuse_500", "conflict_409"]
    assert stage.http.put("/stage/flextell/faults", json={"create": {"mix": ["lags"]}}).is_error
