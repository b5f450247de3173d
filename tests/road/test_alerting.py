"""Operators hear of trouble through the whole road, however many workers there are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.road.registering import Person
from tests.road.waiting import until

if TYPE_CHECKING:
    from tests.road.deployment import Deployment

ADA = 1001
NOTICED_SECONDS = 20.0
# A worker that is killed may have had a registration on the wire, or the looking for troubles.
TAKEN_OVER_SECONDS = 90.0
FORBIDDEN = {"fault": "forbidden_403", "times": None, "rate": 1}
MENDED = {"fault": None, "times": None, "rate": 1}


def alerts(deployed: Deployment) -> list[dict[str, Any]]:
    """Return what the operator's chat shows."""
    chat = deployed.http.get(f"/stage/chats/{ADA}").json()
    return [each for each in chat["messages"] if each["from"] == "bot"]


def shows(deployed: Deployment, words: str) -> bool:
    """Tell whether the one alert has these words."""
    return [words in each["text"] for each in alerts(deployed)] == [True]


def presses(deployed: Deployment, label: str) -> None:
    """Press a button of the alert."""
    press = {"message_id": alerts(deployed)[0]["message_id"], "text": label}
    deployed.http.post(f"/stage/people/{ADA}/press", json=press).raise_for_status()


async def confirms(deployed: Deployment) -> None:
    """Have somebody register up to the confirmation."""
    person = Person(deployed.stage)
    for step in person.steps:
        await person.does(step)


async def test_an_operator_hears_of_what_flextell_refuses_until_it_is_mended(
    deployed: Deployment,
) -> None:
    """One message: with its count, the new count when asked for, and that it is over."""
    names = ("web", "worker", "worker-2") if deployed.is_on_postgresql else ("web",)
    for name in names:
        deployed.start(name, OPERATOR_IDS=str(ADA))
    await deployed.serves()
    deployed.spoil_flextell(create=FORBIDDEN)
    await confirms(deployed)
    await until(lambda: shows(deployed, "Registrations: 1"), NOTICED_SECONDS)
    assert "⚠️ Flextell does not take registrations" in alerts(deployed)[0]["text"]

    await confirms(deployed)
    presses(deployed, "Look again")
    await until(lambda: shows(deployed, "Registrations: 2"), NOTICED_SECONDS)
    if deployed.is_on_postgresql:
        deployed.kill("worker")
    deployed.spoil_flextell(create=MENDED)
    presses(deployed, "Look again")
    await until(lambda: len(deployed.stage.customers()) == 2, TAKEN_OVER_SECONDS)
    await until(lambda: shows(deployed, "✅ Over: Flextell does not"), TAKEN_OVER_SECONDS)
    assert "reply_markup" not in alerts(deployed)[0]
