"""The whole road with tokens that come from a sign-in: nobody signed in, signed in, taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.bot.commands.authorizing import authorizing, decided
from tests.road.registering import Person
from tests.road.waiting import until

if TYPE_CHECKING:
    from tests.road.deployment import Deployment

SECRET = "secret-canary-of-nobody"
SIGNS_IN = {
    "FLEXTELL_ACCESS_TOKEN": "",
    "FLEXTELL_CLIENT_ID": "client",
    "FLEXTELL_CLIENT_SECRET": SECRET,
    "EXISTING_CUSTOMER": "create",  # the same person registers several times
}
NOTICED_SECONDS = 30.0


def signed_in(deployed: Deployment) -> None:
    """Sign in with the command, as on another machine: the address is pasted."""
    settings = deployed.environment() | SIGNS_IN
    with authorizing(deployed.folder, settings, "--paste") as terminal:
        terminal.says(decided(terminal.address()))
        code, said = terminal.ended()
    assert code == 0, said


def lacks_consent(deployed: Deployment) -> bool:
    """Tell what the figures say."""
    page = deployed.http.get(f"http://127.0.0.1:{deployed.ports['web']}/metrics").text
    return "\nintake_consent_needed 1.0\n" in page


async def confirms(deployed: Deployment) -> Person:
    """Have somebody register up to the confirmation."""
    person = Person(deployed.stage)
    for step in person.steps:
        await person.does(step)
    return person


async def test_confirmations_wait_for_a_sign_in_and_go_on_by_themselves(
    deployed: Deployment,
) -> None:
    """Before the first sign-in, over expiries, and after the consent was taken back."""
    for name in ("web", "worker") if deployed.is_on_postgresql else ("web",):
        deployed.start(name, **SIGNS_IN)
    await deployed.serves()
    person = await confirms(deployed)
    assert lacks_consent(deployed)
    assert deployed.stage.customers() == []

    signed_in(deployed)
    await person.is_registered()
    assert not lacks_consent(deployed)

    deployed.http.post("/stage/flextell/tokens/expire").raise_for_status()
    await until_registered(deployed, await confirms(deployed), 2)

    deployed.http.post("/stage/flextell/tokens/revoke").raise_for_status()
    person = await confirms(deployed)
    await until(lambda: lacks_consent(deployed), NOTICED_SECONDS)
    assert len(deployed.stage.customers()) == 2
    signed_in(deployed)
    await until_registered(deployed, person, 3)
    assert not [name for name, each in deployed.of_the_bot().items() if SECRET in each.said()]


async def until_registered(deployed: Deployment, person: Person, count: int) -> None:
    """Wait until a person is told so, and there are so many customers."""
    await until(lambda: len(deployed.stage.customers()) == count, NOTICED_SECONDS)
    await until(lambda: "You are registered" in person.cards()[-1][0], NOTICED_SECONDS)
