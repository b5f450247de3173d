"""Signing in at the stand-in: the page, the codes, the tokens and their families."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

import httpx
import pytest

if TYPE_CHECKING:
    from tests.simulator.flextell.served import Stage

CLIENT = {"client_id": "c", "client_secret": "s"}
REDIRECT = "http://127.0.0.1:8765/callback"
ASKED = {
    "response_type": "code",
    "client_id": "c",
    "redirect_uri": REDIRECT,
    "scope": "customers:read <b>customers:write",
    "state": "our state",
}


def granted(stage: Stage, **form: str) -> httpx.Response:
    """Ask the token endpoint."""
    return stage.http.post("/oauth/token", data=CLIENT | form)


def refreshed(stage: Stage, refresh_token: str) -> httpx.Response:
    """Refresh."""
    return granted(stage, grant_type="refresh_token", refresh_token=refresh_token)


def decided(stage: Stage, decision: str, **asked: str) -> dict[str, str]:
    """Decide on the page, and give what the browser is sent back with."""
    answer = stage.http.post("/oauth/authorize", params=ASKED | asked, data={"decision": decision})
    assert answer.status_code == 303
    assert answer.headers["location"].startswith(asked.get("redirect_uri", REDIRECT))
    return dict(parse_qsl(urlsplit(answer.headers["location"]).query))


def redeemed(stage: Stage, code: str, **form: str) -> httpx.Response:
    """Exchange a code."""
    wanted = {"grant_type": "authorization_code", "code": code, "redirect_uri": REDIRECT}
    return granted(stage, **wanted | form)


def signed_in(stage: Stage) -> Any:
    """Sign in from the page to the tokens."""
    answer = redeemed(stage, decided(stage, "allow")["code"])
    assert answer.status_code == 200
    return answer.json()


def counted(stage: Stage) -> Any:
    """Give what the stage has counted."""
    return stage.http.get("/stage/flextell/tokens").json()


def is_let_in(stage: Stage, token: str) -> bool:
    """Knock with a token."""
    headers = {"Authorization": f"Bearer {token}"}
    return stage.http.get("/api/v1/account/roles", headers=headers).status_code == 200


def test_the_page_says_who_asks_for_what(stage: Stage) -> None:
    """What the address holds is escaped."""
    shown = stage.http.get("/oauth/authorize", params=ASKED)
    assert shown.status_code == 200
    assert "<b>c</b> asks for: customers:read &lt;b&gt;customers:write" in shown.text


@pytest.mark.parametrize("name", list(ASKED))
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_an_address_that_lacks_something_leads_nowhere(
    stage: Stage, method: str, name: str
) -> None:
    """Neither shown nor decided."""
    less = {key: value for key, value in ASKED.items() if key != name}
    answer = stage.http.request(method, "/oauth/authorize", params=less)
    assert (answer.status_code, answer.text) == (400, f"<p>Missing or wrong: {name}</p>")


def test_a_refusal_comes_back_with_the_state(stage: Stage) -> None:
    """As an error, in the standard's word; what the redirect had in its query stays."""
    back = decided(stage, "deny", redirect_uri=f"{REDIRECT}?mine=1")
    assert back == {"mine": "1", "error": "access_denied", "state": "our state"}


def test_a_code_is_good_once_and_secrets_are_not_kept(stage: Stage) -> None:
    """The request is written down without what was in it."""
    back = decided(stage, "allow")
    assert back.keys() == {"code", "state"}
    assert back["state"] == "our state"
    answers = [redeemed(stage, back["code"]) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 400]
    assert [request["body"] for request in stage.requests()] == ["<secret>", "<secret>"]


@pytest.mark.parametrize("wrong", [{"client_id": "d"}, {"redirect_uri": f"{REDIRECT}/"}])
def test_a_code_is_good_for_the_one_who_asked(stage: Stage, wrong: dict[str, str]) -> None:
    """And for exactly the address it was sent to."""
    assert redeemed(stage, decided(stage, "allow")["code"], **wrong).status_code == 400


def test_a_code_is_good_for_a_minute(stage: Stage) -> None:
    """Whoever comes later begins again."""
    code = decided(stage, "allow")["code"]
    stage.clock.now += 60
    assert redeemed(stage, code).json()["error"] == "invalid_grant"


def test_a_refresh_token_is_good_once(stage: Stage) -> None:
    """It rotates, and the new one is good; both are counted."""
    first = refreshed(stage, "stage-token-refresh").json()
    second = refreshed(stage, first["refresh_token"])

    assert (first["token_type"], first["expires_in"]) == ("Bearer", 3600)
    assert second.status_code == 200
    assert counted(stage) == {"refreshes": 2, "reuses": 0}


def test_a_refresh_token_used_again_revokes_all_that_came_of_its_sign_in(stage: Stage) -> None:
    """Other sign-ins live on."""
    other, first = signed_in(stage), signed_in(stage)
    second = refreshed(stage, first["refresh_token"]).json()
    again = refreshed(stage, first["refresh_token"])

    assert (again.status_code, again.json()["error"]) == (400, "invalid_grant")
    assert refreshed(stage, second["refresh_token"]).status_code == 400
    assert not is_let_in(stage, second["access_token"])
    assert is_let_in(stage, other["access_token"])
    assert counted(stage) == {"refreshes": 1, "reuses": 1}


def test_an_issued_token_opens_the_door_for_an_hour(stage: Stage) -> None:
    """Then it is rejected."""
    token = signed_in(stage)["access_token"]

    assert is_let_in(stage, token)
    stage.clock.now += 3_601
    assert not is_let_in(stage, token)


def test_tokens_expire_on_demand(stage: Stage) -> None:
    """The refresh token stays good, and the fixed token always is."""
    given = signed_in(stage)
    stage.http.post("/stage/flextell/tokens/expire")

    assert not is_let_in(stage, given["access_token"])
    assert is_let_in(stage, "stage-token")
    assert refreshed(stage, given["refresh_token"]).status_code == 200


def test_sign_ins_are_revoked_on_demand(stage: Stage) -> None:
    """Nothing that came of them is good any more."""
    given = signed_in(stage)
    stage.http.post("/stage/flextell/tokens/revoke")

    assert not is_let_in(stage, given["access_token"])
    assert refreshed(stage, given["refresh_token"]).status_code == 400
    assert counted(stage) == {"refreshes": 0, "reuses": 0}


@pytest.mark.parametrize(
    ("form", "status", "error"),
    [
        ({"grant_type": "authorization_code"}, 400, "invalid_grant"),
        ({"grant_type": "refresh_token"}, 400, "invalid_grant"),
        ({"grant_type": "password"}, 400, "unsupported_grant_type"),
        ({"client_secret": ""}, 401, "invalid_client"),
    ],
)
def test_a_bad_token_request_is_refused(
    stage: Stage, form: dict[str, str], status: int, error: str
) -> None:
    """In the standard's words."""
    response = granted(stage, **form)

    assert (response.status_code, response.json()["error"]) == (status, error)


@pytest.mark.parametrize(
    ("fault", "status"),
    [
        ("fails_500", 500),
        ("limited_429", 429),
        ("invalid_grant_400", 400),
        ("invalid_client_401", 401),
    ],
)
def test_a_fault_that_refuses_uses_nothing_up(stage: Stage, fault: str, status: int) -> None:
    """The same refresh token is good afterwards."""
    stage.spoil("token", fault, times=1)

    assert refreshed(stage, "stage-token-refresh").status_code == status
    assert refreshed(stage, "stage-token-refresh").status_code == 200


@pytest.mark.parametrize(
    ("fault", "after"), [("reset_before_grant", 200), ("grant_then_reset", 400)]
)
def test_a_cut_off_before_or_after_the_grant(stage: Stage, fault: str, after: int) -> None:
    """The client cannot tell which, but the refresh token can."""
    stage.spoil("token", fault, times=1)

    with pytest.raises(httpx.TransportError):
        refreshed(stage, "stage-token-refresh")
    assert refreshed(stage, "stage-token-refresh").status_code == after
    assert stage.requests()[0]["status"] is None


def test_a_token_may_be_short_lived(stage: Stage) -> None:
    """For as long as the fault says."""
    stage.spoil("token", "short_lived", seconds=2)
    given = signed_in(stage)

    assert given["expires_in"] == 2
    stage.clock.now += 2
    assert not is_let_in(stage, given["access_token"])


def test_a_refresh_token_may_stay(stage: Stage) -> None:
    """Then the answer names none, and a dead one is still dead."""
    stage.spoil("token", "keeps_refresh_token")

    answers = [refreshed(stage, "stage-token-refresh") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert "refresh_token" not in answers[0].json()
    assert refreshed(stage, "unheard-of").status_code == 400
    assert "refresh_token" not in signed_in(stage)
    assert redeemed(stage, "unheard-of").status_code == 400


def test_reuse_may_be_forgiven(stage: Stage) -> None:
    """It is counted all the same, and the newest token is good."""
    refreshed(stage, "stage-token-refresh")
    stage.spoil("token", "forgives_reuse")
    again = refreshed(stage, "stage-token-refresh").json()

    assert refreshed(stage, again["refresh_token"]).status_code == 200
    assert counted(stage) == {"refreshes": 3, "reuses": 1}
