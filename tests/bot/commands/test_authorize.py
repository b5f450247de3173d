"""Signing in to Flextell from a terminal and a browser."""

from __future__ import annotations

import socket
import time
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from tests.bot.commands.authorizing import SECRET, Company, company, decided
from tests.simulator.flextell.served import Stage, raised

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="module")
def served() -> Iterator[Stage]:
    """Serve a stand-in for these tests."""
    with raised("uvloop", "httptools") as stage:
        yield stage


@pytest.fixture
def ours(served: Stage, sqlite_url: str) -> Company:
    """Lend a company at a stand-in where nobody has signed in."""
    served.flextell.reset()
    served.clock.now = time.time()
    return company(served, sqlite_url)


def test_the_browser_comes_back_to_the_terminal(ours: Company) -> None:
    """Tokens are kept and tried; no secret is shown."""
    with ours.authorizes() as terminal:
        address = terminal.address()
        page = httpx.get(decided(address))
        code, said = terminal.ended()
    assert (page.status_code, code) == (200, 0), said
    assert "go on in the terminal" in page.text
    assert page.headers["referrer-policy"] == "no-referrer"
    assert said.endswith(
        "Signed in: the tokens for tenant 7 are kept, encrypted.\n"
        "Flextell lists customers with them: all is in order.\n"
    )
    kept = ours.sign_in()
    assert kept is not None
    for secret in (SECRET, kept.access, kept.refresh):
        assert secret not in said


def test_the_address_asks_for_what_is_set(ours: Company) -> None:
    """With a state that is long, and nothing secret."""
    with ours.authorizes("--paste", FLEXTELL_SCOPE="read write") as terminal:
        address = terminal.address()
    asked = parse_qs(urlsplit(address).query)
    assert (asked["scope"], asked["client_id"]) == (["read write"], ["client"])
    assert asked["redirect_uri"] == [ours.redirect]
    assert len(asked["state"][0]) >= 43
    assert SECRET not in address


def test_pasting_works_beside_listening(ours: Company) -> None:
    """Nobody has to know beforehand where the browser runs; an empty line is nothing."""
    with ours.authorizes() as terminal:
        address = terminal.address()
        terminal.says("")
        terminal.says(decided(address))
        code, said = terminal.ended()
    assert code == 0, said
    assert "The answer is heard here" in said


def test_an_answer_to_another_question_is_not_used(ours: Company) -> None:
    """Neither pasted nor heard; the right one still counts."""
    with ours.authorizes() as terminal:
        address = terminal.address()
        foreign = f"{ours.redirect}?code=stolen&state=guessed"
        page = httpx.get(foreign)
        terminal.says(foreign)
        terminal.says("not an address")
        terminal.says(decided(address))
        code, said = terminal.ended()
    assert (page.status_code, code) == (400, 0), said
    assert "another sign-in" in page.text
    assert said.index("That answers another sign-in") < said.index("That is not the whole address")
    assert not [each for each in ours.stage.requests() if "stolen" in str(each)]


def test_a_refusal_is_said_in_a_sentence(ours: Company) -> None:
    """In the browser and in the terminal; nothing is kept, and the exit code tells."""
    with ours.authorizes() as terminal:
        page = httpx.get(decided(terminal.address(), "deny"))
        code, said = terminal.ended()
    assert code == 1
    assert "Nobody has agreed" in page.text
    assert "Flextell said no: whoever was asked did not agree. Nothing has changed." in said
    assert ours.sign_in() is None


def test_a_word_nobody_knows_is_repeated(ours: Company) -> None:
    """An operator may look it up."""
    with ours.authorizes("--paste") as terminal:
        state = parse_qs(urlsplit(terminal.address()).query)["state"][0]
        terminal.says(f"error=temporarily_unavailable&state={state}")
        code, said = terminal.ended()
    assert code == 1
    assert "its word for it is temporarily_unavailable" in said


def test_where_no_answer_can_come_it_ends(ours: Company) -> None:
    """A script without a terminal does not hang."""
    with ours.authorizes("--paste") as terminal:
        terminal.address()
        code, said = terminal.ended()
    assert code == 1
    assert "No answer came. Nothing has changed; begin again." in said


def test_an_interruption_ends_it(ours: Company) -> None:
    """Ctrl-C, without a traceback."""
    with ours.authorizes() as terminal:
        terminal.address()
        terminal.process.send_signal(2)
        code, said = terminal.ended()
    assert code == 130
    assert said.endswith("Stopped.\n")


def test_a_port_that_is_taken_leaves_pasting(ours: Company) -> None:
    """It is said why nobody listens."""
    port = urlsplit(ours.redirect).port
    with socket.create_server(("127.0.0.1", port or 0)), ours.authorizes() as terminal:
        terminal.says(decided(terminal.address()))
        code, said = terminal.ended()
    assert code == 0, said
    assert f"Nobody can listen at {ours.redirect}: Address already in use." in said


def test_a_redirect_elsewhere_is_pasted(ours: Company) -> None:
    """A registered https address is nobody's to listen at here; its query is enough."""
    uri = "https://intake.example.org/callback"
    with ours.authorizes(FLEXTELL_REDIRECT_URI=uri) as terminal:
        back = decided(terminal.address())
        terminal.says(urlsplit(back).query)
        code, said = terminal.ended()
    assert code == 0, said
    assert back.startswith(f"{uri}?code=")
    assert "heard here" not in said


FAILING = [
    ({"token": {"fault": "invalid_grant_400"}}, "does not take the code", False),
    ({"token": {"fault": "invalid_client_401"}}, "check FLEXTELL_CLIENT_ID", False),
    ({"token": {"fault": "fails_500"}}, "gave no clear answer (unknown: HTTP 500)", False),
    ({"token": {"fault": "keeps_refresh_token"}}, "Flextell gave no refresh token", False),
    ({"list": {"fault": "forbidden_403"}}, "check FLEXTELL_API_URL, FLEXTELL_TENANT", True),
]


@pytest.mark.parametrize(("faults", "sentence", "kept"), FAILING)
def test_each_failure_says_what_to_do(
    ours: Company,
    faults: dict[str, object],
    sentence: str,
    kept: bool,  # noqa: FBT001 - a fact
) -> None:
    """Exit code 1, one sentence; tokens that were given are kept."""
    ours.stage.http.put("/stage/flextell/faults", json=faults)
    with ours.authorizes() as terminal:
        httpx.get(decided(terminal.address()))
        code, said = terminal.ended()
    assert code == 1
    assert sentence in said
    assert "Traceback" not in said
    assert (ours.sign_in() is not None) == kept


def test_a_static_token_is_named_where_it_is_in_the_way(ours: Company) -> None:
    """It would go before the sign-in."""
    with ours.authorizes(FLEXTELL_ACCESS_TOKEN="made-up") as terminal:
        httpx.get(decided(terminal.address()))
        code, said = terminal.ended()
    assert code == 0
    assert said.endswith(
        "FLEXTELL_ACCESS_TOKEN is set and goes before this sign-in: take it away.\n"
    )


def test_without_a_client_nothing_is_asked(ours: Company) -> None:
    """Both settings are named at once, even where a token would do for the bot."""
    client = {"FLEXTELL_CLIENT_ID": "", "FLEXTELL_CLIENT_SECRET": ""}
    with ours.authorizes(**client, FLEXTELL_ACCESS_TOKEN="made-up") as terminal:
        code, said = terminal.ended()
    assert code == 2
    for name in client:
        assert f"{name} is not set; expected: " in said


def test_a_database_without_tables_is_noticed_first(ours: Company) -> None:
    """Before anybody has agreed to anything in vain."""
    new = f"{ours.database_url}-new"
    with ours.authorizes(DATABASE_URL=new) as terminal:
        code, said = terminal.ended()
    assert code == 1
    assert "run `intake migrate`" in said
