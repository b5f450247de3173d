"""Seeing, taking back and erasing what is held, on real databases."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator
from sqlalchemy import text

from bot.turns.taking import TakeTurn, Talk
from bot.turns.turn import Press, Turn
from conversations.conversation import Conversation, Registration, Standing
from conversations.documents import conversation
from conversations.events import (
    Agreed,
    AskedData,
    AskedToForget,
    Confirmed,
    Forgot,
    Said,
    Skipped,
    Started,
    WithdrewConsent,
)
from storage import NEVER, NOBODY, OPEN, Attempt, Database, Status, Submission
from tests.bot.turns.conftest import serving
from tests.bot.turns.talks import ADA, CARL, a_talk
from tests.docs.test_pages import ROOT

if TYPE_CHECKING:
    from bot.turns.batches import Batches
    from bot.turns.turn import CardName
    from bot.turns.turn import Said as Answer
    from conversations.events import Event
    from storage import Keyring
    from tests.bot.turns.jobs import Watched

CANARY = "Ada Canary"
ANSWERS: tuple[Event, ...] = (Said(CANARY), Said("07700 900123"), Skipped(), Skipped(), Skipped())
UNDER_WAY = [Status.SENDING, Status.UNKNOWN, Status.FIND_ID, Status.HUMAN]
SCHEMA = json.loads((ROOT / "docs" / "mydata.schema.json").read_text("utf-8"))


class Person:
    """Somebody at the bot."""

    def __init__(self, batches: Batches, talk: Talk, chat_id: int = ADA) -> None:
        self.batches = batches
        self.talk = talk
        self.chat_id = chat_id
        self.card: CardName | None = None
        self.updates = 0

    async def does(self, *events: Event, press: bool = False) -> Answer:
        """Do these things one after the other; return what is said to the last."""
        for event in events:
            self.updates += 1
            heard = Press(self.card, event) if press and self.card else event
            said = await self.takes(Turn(self.chat_id, heard, self.updates))
        return said

    async def takes(self, turn: Turn) -> Answer:
        """Take one turn."""
        said = await self.batches.decided(TakeTurn(self.talk, turn))
        self.card = said.card
        return said

    async def confirms(self) -> Submission:
        """Register up to the confirmation; return the submission."""
        await self.does(Started("fair"), Agreed(), *ANSWERS, Confirmed())
        return (await self.submissions())[-1]

    async def submissions(self) -> list[Submission]:
        """Return all submissions of the chat."""
        async with self.batches._database.begin() as work:
            return await work.submissions.of([self.chat_id])

    async def stands_at(self) -> Conversation:
        """Return the conversation as it is kept."""
        async with self.batches._database.begin() as work:
            return conversation((await work.chats.load([self.chat_id]))[self.chat_id].document)


@pytest.fixture
def ada(batches: Batches, keyring: Keyring) -> Person:
    """Lend somebody."""
    return Person(batches, a_talk(keyring))


async def moved(database: Database, row: Submission, status: Status, **fields: Any) -> None:
    """Lead a submission to a status as the delivery would."""
    steps = {
        Status.HUMAN: [Status.HUMAN],
        Status.SENDING: [Status.SENDING],
        Status.REFUSED: [Status.SENDING, Status.REFUSED],
        Status.BLOCKED: [Status.SENDING, Status.BLOCKED],
    }
    for step in steps.get(status, [Status.SENDING, status]):
        async with database.begin() as work:
            held = (await work.submissions.load([row.id]))[row.id]
            await work.submissions.keep([replace(held, status=step, **fields)])


async def row_of(database: Database, row_id: str) -> Submission:
    """Return a submission as it stands."""
    async with database.begin() as work:
        return (await work.submissions.load([row_id]))[row_id]


async def test_who_was_there_before_is_not_told(ada: Person, watched: Watched) -> None:
    """That a number was registered is nothing for who typed it: neither in the file nor later."""
    row = await ada.confirms()
    fields = {"customer_id": "4711", "found": ("4711", "4712"), "is_discreet": True}
    await moved(watched, row, Status.LINKED, **fields)
    async with watched.begin() as work:
        now = work.now
        await work.attempts.add([Attempt(row.id, 1, 1, now, now, ("4712",), "Found", now)])
    shown = await ada.does(AskedData())
    assert shown.reply.file is not None
    document = json.loads(shown.reply.file.content)
    Draft202012Validator(SCHEMA).validate(document)
    [held] = document["registrations"]
    assert (held["status"], held["number"], held["attempts"][0]["outcome"]) == (
        "seen to",
        None,
        None,
    )
    forgotten = await ada.does(Forgot())
    told = shown.reply.text + shown.reply.file.content.decode() + forgotten.reply.text
    assert [each for each in ("4711", "4712", "linked", "Found") if each in told] == []


async def test_all_that_is_held_is_in_the_file(ada: Person, watched: Watched) -> None:
    """Answers, consents, submissions with their attempts, what was put aside; no secrets."""
    row = await ada.confirms()
    await moved(watched, row, Status.CREATED, customer_id="4711")
    async with watched.begin() as work:
        now = work.now
        await work.attempts.add([Attempt(row.id, 1, 1, now, now, ("77",), "Created", now)])
        await work.quarantine.add(1, ADA, "failed", b'{"update_id":1}')
        await work.quarantine.add(2, CARL, "failed", b'{"update_id":2}')
    file = (await ada.does(AskedData())).reply.file
    assert file is not None
    document = json.loads(file.content)
    Draft202012Validator(SCHEMA).validate(document)
    [held] = document["registrations"]
    assert held["draft"]["answers"]["name"]["said"] == CANARY
    assert (held["status"], held["number"], held["draft"]["campaign"]) == (
        "created",
        "4711",
        "fair",
    )
    assert [attempt["outcome"] for attempt in held["attempts"]] == ["Created"]
    assert len(document["consents"]) == 1
    assert [each["message"] for each in document["messages_put_aside"]] == [{"update_id": 1}]
    secret = [row.draft_token, "77", row.body_index.hex()]
    assert not [each for each in secret if f'"{each}"' in file.content.decode()]


async def test_an_open_draft_is_in_the_file(ada: Person) -> None:
    """At any question, with what is known of its campaign; and nothing moves."""
    said = await ada.does(Started("fair"), Agreed(), Said(CANARY))
    shown = await ada.does(AskedData())
    assert shown.reply.file is not None
    document = json.loads(shown.reply.file.content)
    Draft202012Validator(SCHEMA).validate(document)
    assert document["draft"]["answers"]["name"]["values"]["last_name"] == "Canary"
    assert shown.card == said.card
    assert CANARY in shown.reply.text


async def test_nobody_sees_what_is_held_of_another(ada: Person, keyring: Keyring) -> None:
    """A stranger's file holds the number of the chat and its language."""
    await ada.confirms()
    carl = Person(ada.batches, a_talk(keyring), CARL)
    file = (await carl.does(AskedData())).reply.file
    assert file is not None
    assert CANARY not in file.content.decode()
    assert json.loads(file.content)["registrations"] == []


@pytest.mark.parametrize("status", [Status.QUEUED, Status.BLOCKED])
async def test_what_was_not_sent_is_withdrawn_at_once(
    ada: Person, watched: Watched, status: Status
) -> None:
    """Nothing of it is left but that there was something, and the talk is as new."""
    row = await ada.confirms()
    if status is not Status.QUEUED:
        await moved(watched, row, status)
    said = await ada.does(AskedToForget(), Forgot(), press=True)
    after = await row_of(watched, row.id)
    assert said.forgets
    assert (after.status, after.body, after.draft) == (Status.WITHDRAWN, b"", {})
    assert (after.due_at, after.chat_id <= NOBODY) == (NEVER, True)
    assert await ada.stands_at() == Conversation("en")


@pytest.mark.parametrize("status", UNDER_WAY)
async def test_what_may_have_been_sent_is_only_marked(
    ada: Person, watched: Watched, status: Status
) -> None:
    """It goes on to its end, and says so; consents stay with it until then."""
    row = await ada.confirms()
    await moved(watched, row, status)
    said = await ada.does(AskedToForget(), Forgot(), press=True)
    after = await row_of(watched, row.id)
    assert (after.status, after.chat_id, after.body) == (status, ADA, row.body)
    assert after.taken_back_at is not None
    assert (await ada.stands_at()).registration == Registration(Standing.ERASING)
    assert "after 30 days at the latest" in said.reply.text
    async with watched.begin() as work:
        assert [each.withdrawn_at is not None for each in await work.consents.of(ADA)] == [True]


async def test_what_was_delivered_is_erased_now(ada: Person, watched: Watched) -> None:
    """The number in Flextell is told once more; the proofs are nobody's."""
    row = await ada.confirms()
    await moved(watched, row, Status.CREATED, customer_id="4711", notice_due_at=NEVER)
    async with watched.begin() as work:
        await work.quarantine.add(1, ADA, "failed", b"{}")
        await work.attempts.add([Attempt(row.id, 1, 1, work.now, work.now, ("77",))])
    said = await ada.does(AskedToForget(), Forgot(), press=True)
    after = await row_of(watched, row.id)
    assert "no. 4711" in said.reply.text
    assert (after.status, after.body, after.customer_id) == (Status.CREATED, b"", "4711")
    assert after.notice_due_at is None
    async with watched.begin() as work:
        assert await work.consents.of(ADA) == []
        [proof] = await work.consents.of(after.chat_id)
        assert proof.withdrawn_at is not None
        assert await work.quarantine.count() == 0
        assert await work.attempts.of(row.id) == []


async def test_the_row_of_who_is_forgotten_goes_with_the_next_sweep(
    ada: Person, watched: Watched
) -> None:
    """Until then it knows the updates it has heard, so that none is heard twice."""
    await ada.does(Started(), Agreed(), Said(CANARY), AskedToForget())
    turn = Turn(ADA, Press(ada.card, Forgot()), 99)  # type: ignore[arg-type]  # a card was said
    await ada.takes(turn)
    async with watched.begin() as work:
        assert await work.chats.idle(work.now - timedelta(days=7), 9) == [ADA]
    again = await ada.takes(turn)
    assert not again.forgets
    assert await ada.stands_at() == Conversation("en")


async def test_erasing_twice_is_erasing_once(ada: Person, watched: Watched) -> None:
    """Somebody who is not sure may ask again."""
    row = await ada.confirms()
    await moved(watched, row, Status.UNKNOWN)
    await ada.does(Forgot())
    first = await row_of(watched, row.id)
    await ada.does(Forgot())
    assert (await row_of(watched, row.id)).taken_back_at == first.taken_back_at


async def test_an_old_card_erases_nothing(ada: Person) -> None:
    """The question has to be the last word."""
    await ada.does(Started(), Agreed(), AskedToForget())
    old = ada.card
    await ada.does(Said(CANARY))
    assert old is not None
    await ada.takes(Turn(ADA, Press(old, Forgot())))
    assert (await ada.stands_at()).draft is not None


@pytest.mark.parametrize(
    ("status", "left"), [(Status.QUEUED, Status.WITHDRAWN), (Status.SENDING, Status.SENDING)]
)
async def test_consent_can_be_taken_back_alone(
    ada: Person, watched: Watched, status: Status, left: Status
) -> None:
    """Nothing new is sent; what has been delivered before stays as long as it was to be kept."""
    before = await ada.confirms()
    await moved(watched, before, Status.CREATED, customer_id="1")
    async with watched.begin() as work:
        chat = (await work.chats.load([ADA]))[ADA]
        await work.chats.remove([ADA])
    row = await ada.confirms()
    if status is not Status.QUEUED:
        await moved(watched, row, status)
    await ada.does(WithdrewConsent())
    after = await row_of(watched, row.id)
    assert chat.chat_id == after.chat_id == ADA
    assert (after.status, after.taken_back_at is None) == (left, status is Status.QUEUED)
    assert (await row_of(watched, before.id)).body == before.body
    assert (await ada.stands_at()).consent is None


async def test_all_in_one_batch_is_as_one_after_the_other(
    watched: Watched, keyring: Keyring
) -> None:
    """What is agreed to and confirmed just before is seen, and erased, as if it were stored."""
    async with serving(watched) as batches:
        ada = Person(batches, a_talk(keyring))
        await ada.does(Started(), Agreed(), *ANSWERS)
    async with serving(watched) as batches:
        watched.watch.gate.clear()
        ada.batches = batches
        turns: list[Event] = [Confirmed(), AskedData(), Forgot()]
        waiting = [
            asyncio.create_task(batches.decided(TakeTurn(ada.talk, Turn(ADA, event, 50 + place))))
            for place, event in enumerate(turns)
        ]
        await asyncio.sleep(0.05)
        watched.watch.gate.set()
        _, shown, forgotten = await asyncio.gather(*waiting)
    assert shown.reply.file is not None
    assert len(json.loads(shown.reply.file.content)["registrations"]) == 1
    assert forgotten.forgets
    async with watched.begin() as work:
        assert not [status for status in await work.submissions.counts() if status in OPEN]
        assert await work.consents.of(ADA) == []


async def test_who_does_not_open_is_forgotten_all_the_same(ada: Person, watched: Watched) -> None:
    """Erasing needs no key: neither the chat's row nor its submission has to open."""
    row = await ada.confirms()
    for harm in ("chats SET document = seen_updates", "submissions SET body = draft"):
        async with watched.begin() as work:
            await work.chats._connection.execute(text(f"UPDATE {harm}"))
    await ada.does(AskedToForget())
    said = await ada.does(Forgot(), press=True)
    after = await row_of(watched, row.id)
    assert said.forgets
    assert (after.status, after.is_readable, after.body) == (Status.WITHDRAWN, True, b"")
    assert await ada.stands_at() == Conversation("en")
