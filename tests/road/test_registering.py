"""A whole registration by each of the roads there are, with nothing in its way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.rehearsal.script import Presses
from bot.web.webhook import WEBHOOK_PATH
from conversations.wording import shipped_languages

if TYPE_CHECKING:
    from pathlib import Path

    from tests.postgres import Postgres
from tests.road.deployment import SECRET, Deployment, deployment
from tests.road.registering import Person
from tests.road.waiting import until

# What the transcript answers, as Flextell has to have it.
ADA = {
    "first_name": "Ada",
    "last_name": "Lovelace",
    "phone_number": "+447700900123",
    "email": "ada@example.org",
    "date_of_birth": "1990-12-10T00:00:00Z",
    "gender": "female",
}
SPEAKING = ("sendMessage", "editMessageText")


def is_ada(customer: dict[str, Any]) -> None:
    """Check that a customer is the one of the transcript, and that nothing else was made up."""
    own = {name: value for name, value in customer.items() if value is not None}
    for name in ("id", "created_at", "updated_at"):
        own.pop(name)
    assert own == ADA


async def registers(person: Person, deployed: Deployment, *webs: str) -> None:
    """Play the whole talk, each step through the next of the web processes, if there are any."""
    for place, step in enumerate(person.steps):
        if webs:
            deployed.send_updates_to(webs[place % len(webs)])
        await person.does(step)
        assert person.has_the_keys_of(step)
    is_ada(await person.is_registered())
    person.was_asked_each_question_in_turn()
    (post,) = deployed.posts()
    assert post["status"] == 201


def keeps_to_its_budget(person: Person, deployed: Deployment) -> None:
    """Check that each turn said one message, and two more were said in all.

    One of those is the farewell to the contact keyboard, one the news of the delivery.
    """
    said = deployed.calls(*SPEAKING)
    assert len(said) == len(person.steps) + 2
    assert all(call["status"] == 200 for call in said)
    presses = [step for step in person.steps if isinstance(step.deed, Presses)]
    assert len(deployed.calls("answerCallbackQuery")) == len(presses)
    assert deployed.stage.chat(person.chat_id)["keyboard"] is None


async def test_by_webhook_on_sqlite(on_sqlite: Deployment) -> None:
    """One process does it all; what it says rides in its answers, but for two messages."""
    on_sqlite.is_fresh = True
    on_sqlite.start("web")
    await on_sqlite.answers("web")
    person = Person(on_sqlite.stage)
    await registers(person, on_sqlite, "web")
    keeps_to_its_budget(person, on_sqlite)
    separate = [call for call in on_sqlite.calls(*SPEAKING) if call["via"] == "api"]
    assert len(separate) == 2


async def test_by_two_web_processes_and_a_worker_on_postgresql(
    tmp_path: Path, postgres_server: Postgres
) -> None:
    """From an empty database by `intake migrate`; each turn is taken by the other process."""
    with (
        postgres_server.database(migrated=False) as url,
        deployment(tmp_path, url) as deployed,
    ):
        deployed.is_fresh = True
        assert deployed.start("migrate").exit_code() == 0
        for name in ("web", "web-2", "worker"):
            deployed.start(name)
        await deployed.answers("web")
        await deployed.answers("web-2")
        person = Person(deployed.stage)
        await registers(person, deployed, "web", "web-2")
        keeps_to_its_budget(person, deployed)
        separate = [call for call in deployed.calls(*SPEAKING) if call["via"] == "api"]
        assert len(separate) == 2


async def test_by_polling(deployed: Deployment) -> None:
    """Without an address of its own; on PostgreSQL a worker delivers."""
    deployed.is_fresh = True
    deployed.start("poll")
    if deployed.is_on_postgresql:
        deployed.start("worker")
    person = Person(deployed.stage)
    await registers(person, deployed)
    keeps_to_its_budget(person, deployed)


async def test_a_deployed_web_registers_its_webhook_itself(on_sqlite: Deployment) -> None:
    """On the path and with the secret that it checks; and it shows its commands."""
    on_sqlite.is_fresh = True
    on_sqlite.start("web", PUBLIC_URL="https://intake.example/")
    for_all_others = 1
    menus = for_all_others + len(shipped_languages())
    await until(lambda: len(on_sqlite.calls("setMyCommands")) == menus, 30)
    await until(lambda: len(on_sqlite.calls("setWebhook")) == 1, 30)
    (webhook,) = on_sqlite.calls("setWebhook")
    assert webhook["status"] == 200
    assert webhook["params"]["url"] == f"https://intake.example{WEBHOOK_PATH}"
    assert webhook["params"]["secret_token"] == SECRET
