from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from bot.settings import SHIPPED, Settings, load_settings
from bot.turns.batches import Batches
from bot.wiring import House, company_talk, credentials_of, flextell_client, house, stop_writing
from flextell import ConsentNeeded, Flextell, StaticToken
from storage import Chat, OnExisting, migrate, new_keys

if TYPE_CHECKING:
    from pathlib import Path

    from storage import Database


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """Give what a company has to set."""
    encryption_keys, index_key = new_keys()
    return {
        "TELEGRAM_TOKEN": "1000001:made-up-token-of-nobody-at-all-12345",
        "TELEGRAM_API_URL": "http://telegram.example:8081",
        "TELEGRAM_WEBHOOK_SECRET": "made-up-secret",
        "FLEXTELL_TENANT": "42",
        "FLEXTELL_ACCESS_TOKEN": "made-up",
        "DATABASE_URL": f"sqlite:///{tmp_path / 'intake.db'}",
        "ENCRYPTION_KEYS": encryption_keys,
        "INDEX_KEY": index_key,
        "COMPANY_NAME": "Example Ltd",
        "DEFAULT_REGION": "GB",
    }


def settings(environment: dict[str, str], **more: str) -> Settings:
    """Read settings as the commands do."""
    return load_settings(
        Settings, environment={**environment, **more}, env_file=None, shipped=SHIPPED
    )


async def test_a_house_is_joined_and_let_go(environment: dict[str, str]) -> None:
    """The bot speaks to the server that is set; nothing has run, and all is closed after."""
    async with house(settings(environment)) as home:
        token = environment["TELEGRAM_TOKEN"]
        assert home.bot.base_url == f"http://telegram.example:8081/bot{token}"
        assert home.bot.base_file_url == f"http://telegram.example:8081/file/bot{token}"
        assert home.settings.flextell_tenant == "42"
        transport = home.transport
        assert transport._session is not None
    assert transport._session is None


async def test_what_is_done_about_existing_customers_is_set(environment: dict[str, str]) -> None:
    """An operator decides, unless another way is chosen."""
    usual, chosen = (
        company_talk(settings(environment, **more)).submitting.on_existing
        for more in ({}, {"EXISTING_CUSTOMER": "link"})
    )
    assert (usual, chosen) == (OnExisting.REVIEW, OnExisting.LINK)


async def test_a_house_is_let_go_when_its_work_fails(environment: dict[str, str]) -> None:
    """No connection outlives it."""
    joined: list[House] = []

    async def works() -> None:
        async with house(settings(environment)) as home:
            joined.append(home)
            raise ValueError("made up")

    with pytest.raises(ValueError, match="made up"):
        await works()
    assert joined[0].transport._session is None


def test_the_talk_is_the_companys(environment: dict[str, str]) -> None:
    """What is set about questions, languages and time reaches those who use it."""
    more = {
        "REQUIRED_QUESTIONS": "name,phone,email",
        "LANGUAGES": "ar",
        "DEFAULT_LANGUAGE": "ar",
        "TIME_ZONE": "Asia/Riyadh",
    }
    talk = company_talk(settings(environment, **more))
    required = [question.key for question in talk.flow.questions if question.required]
    assert required == ["name", "phone", "email"]
    assert (talk.flow.company, talk.flow.languages) == ("Example Ltd", ("ar",))
    assert (talk.default_language, talk.time_zone.key) == ("ar", "Asia/Riyadh")


@pytest.mark.parametrize(
    ("more", "written"),
    [
        ({}, {}),
        (
            {
                "FLEXTELL_CHANNEL_ID": "3",
                "FLEXTELL_USER_ID": "12",
                "FLEXTELL_COUNTRY_ID": "7",
            },
            {"default_channel_id": 3, "user_id": 12, "country_id": 7},
        ),
    ],
)
def test_what_the_operator_adds_to_each_customer(
    environment: dict[str, str], more: dict[str, str], written: dict[str, int]
) -> None:
    """What is not set is not sent."""
    assert company_talk(settings(environment, **more)).submitting.defaults == written


async def test_a_lasting_token_is_the_credentials(
    environment: dict[str, str], database: Database
) -> None:
    """Whoever has one needs no sign-in, and no database for it."""
    told = settings(environment)
    credentials = credentials_of(told, database)
    assert credentials == StaticToken("made-up")
    assert isinstance(flextell_client(told, credentials), Flextell)


async def test_without_a_lasting_token_the_sign_in_is_asked(
    environment: dict[str, str], database: Database
) -> None:
    """Before anybody has signed in it says that a person is needed."""
    more = {"FLEXTELL_CLIENT_ID": "client", "FLEXTELL_CLIENT_SECRET": "made-up-secret"}
    credentials = credentials_of(settings(environment, FLEXTELL_ACCESS_TOKEN="", **more), database)
    with pytest.raises(ConsentNeeded):
        await credentials.bearer()


async def test_who_cannot_be_written_to_is_put_on_record_if_it_can_be(
    environment: dict[str, str],
) -> None:
    """Nobody waits for it: where the queue is full, the next refusal tells it again."""
    async with house(settings(environment)) as home:
        await migrate(environment["DATABASE_URL"])
        serving = asyncio.create_task(home.batches.serve())
        async with home.database.begin() as work:
            await work.chats.keep([Chat(7, "token", 1, {"language": "en"})])
        await stop_writing(home.batches, 7)
        async with home.database.begin() as work:
            assert (await work.chats.load([7]))[7].blocked_at is not None
        serving.cancel()
        await asyncio.gather(serving, return_exceptions=True)
        await stop_writing(Batches(home.database, capacity=0), 7)
