"""An update in, and, once all is kept, the calls to make out."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING

import pytest
from structlog.testing import capture_logs

from bot import metrics
from bot.telegram.calls import Call
from bot.telegram.sender import Later, Refused
from bot.turns.batches import Full
from storage import (
    Chat,
    DatabaseAway,
    DatabaseBusy,
    DatabaseRefused,
    NotPutAside,
    ValueRefused,
)
from tests.bot.telegram import made
from tests.bot.telegram.receiving import receiving
from tests.bot.telegram.voice import says
from tests.bot.turns.jobs import Watched

if TYPE_CHECKING:
    from storage import Database, Keyring
    from tests.bot.telegram.receiving import Receiving


LAILA = 1002


def counted(name: str, **labels: str) -> float:
    """Return a figure."""
    return metrics.REGISTRY.get_sample_value(name, labels) or 0.0


async def test_a_person_registers(database: Database, keyring: Keyring) -> None:
    """Every answer is one message, the draft is queued once, and delivery is woken."""
    async with receiving(database, keyring) as house:
        (last,) = await house.registers()
        assert last.method == "editMessageText"
        assert "Accepted" in last.params["text"]
        assert house.woken == 1
        (row,) = await house.submissions()
        assert json.loads(row.body)["first_name"] == "Ada"
        assert len(house.voice.acknowledged) == 3


async def test_many_people_register_at_once(database: Database, keyring: Keyring) -> None:
    """Nobody is lost, doubled or mixed up."""
    async with receiving(database, keyring) as house:
        people = range(1001, 1033)
        await asyncio.gather(*(house.registers(who) for who in people))
        rows = await house.submissions()
    assert sorted(row.chat_id for row in rows) == list(people)
    for row in rows:
        assert f"+447700900{row.chat_id % 1000:03}" in row.body.decode()


async def test_where_the_contact_keyboard_goes_there_are_two_calls(house: Receiving) -> None:
    """The farewell first, then the reply."""
    card = await house.says("/start")
    await house.presses(card, "Agree")
    await house.says("Ada Byron")
    farewell, question = await house.says("+44 7700 900101")
    assert farewell.params["reply_markup"] == {"remove_keyboard": True}
    assert "inline_keyboard" in question.params["reply_markup"]


async def test_a_repeated_update_says_again_and_counts_once(house: Receiving) -> None:
    """Also where the first answer was lost on its way."""
    card = await house.says("/start")
    await house.presses(card, "Agree")
    answer = made.said("Ada Byron", update_id=70)
    first, again = await house.receives(answer), await house.receives(answer)
    assert first[-1].params["text"].endswith(again[-1].params["text"])
    assert first[-1].params["reply_markup"] == again[-1].params["reply_markup"]


async def test_a_sensitive_answer_is_taken_out_of_the_chat(
    database: Database, keyring: Keyring
) -> None:
    """The reply does not wait for that, and is what it would be anyway."""
    async with receiving(database, keyring, "identity_number") as house:
        await house.until_summary()
        house.voice.coming[made.ADA] = [Later(0.001), Refused()]
        (summary,) = await house.says("AB 123456", message_id=77)
        assert "••••••3456" in summary.params["text"]
        await house.lanes.close(1)
    assert [(call.method, call.params) for call in house.voice.said] == [
        ("deleteMessage", {"chat_id": made.ADA, "message_id": 77})
    ] * 2


async def test_a_repeated_confirm_confirms_once(house: Receiving) -> None:
    """The status card is said again."""
    accepted = await house.registers()
    assert await house.receives(house.last) == accepted
    assert len(await house.submissions()) == 1
    assert house.woken == 1


async def test_a_confirm_that_could_not_be_kept_left_nothing(
    house: Receiving, watched: Watched
) -> None:
    """The chat's row and the submission are one transaction; what comes again makes both."""
    card = await house.until_summary()
    watched.watch.troubles = [DatabaseAway("cut off just before the commit")]
    with pytest.raises(DatabaseAway):
        await house.presses(card, "Confirm")
    assert await house.submissions() == []
    assert house.woken == 0
    (again,) = await house.receives(house.last)
    assert "Accepted" in again.params["text"]
    assert len(await house.submissions()) == 1


async def test_presses_one_after_the_other_confirm_once(house: Receiving) -> None:
    """A double tap has two update ids and one meaning."""
    card = await house.says("/start")
    agree = card[-1].params["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    taps = [made.pressed(agree, update_id) for update_id in (50, 51, 52)]
    replies = await asyncio.gather(*map(house.receives, taps))
    assert len({reply[-1].params["text"] for reply in replies}) == 1
    assert house.voice.acknowledged == ["press-50", "press-51", "press-52"]


@pytest.mark.parametrize(
    ("body", "update_id"),
    [
        (b"", None),
        (b"{]", None),
        (b'{"update_id": 5, "message": 5}', 5),
        (b'{"update_id": 99999999999999999999, "message": {}}', None),
        (b"\xff\x00", None),
    ],
)
async def test_what_is_no_update_is_put_aside(
    house: Receiving, body: bytes, update_id: int | None
) -> None:
    """Sealed as it came, and answered by nothing."""
    assert await house.reception.receive(body) == ()
    (row,) = await house.quarantined()
    assert (row.update_id, row.chat_id, row.reason, row.body) == (
        update_id,
        None,
        "unreadable",
        body,
    )


async def with_a_broken_row(house: Receiving) -> None:
    """Let Ada's row be one that meets a defect."""
    async with house.database.begin() as work:
        await work.chats.keep([Chat(made.ADA, "token", 1, {"language": "no such"})])


async def test_a_turn_that_meets_a_defect_is_put_aside(house: Receiving) -> None:
    """The person is told so in the messenger's language, and nothing personal is logged."""
    await with_a_broken_row(house)
    arabic = made.message("my secret") | {"from": made.person(language_code="ar")}
    with capture_logs() as logs:
        (call,) = await house.receives({"update_id": 1, "message": arabic})
    (row,) = await house.quarantined()
    assert (row.chat_id, row.reason) == (made.ADA, "failed")
    assert b"my secret" in row.body
    assert call.chat_id == made.ADA
    assert any("\u0600" < letter < "\u06ff" for letter in call.params["text"])
    assert "my secret" not in str([{**line, "exc_info": None} for line in logs])


async def test_a_defect_in_one_chat_holds_up_no_other(house: Receiving) -> None:
    """Those who came at the same moment are answered."""
    await with_a_broken_row(house)
    both = house.says("Ada"), house.says("/start", LAILA)
    with capture_logs() as logs:
        (broken,), (card,) = await asyncio.gather(*both)
    assert "went wrong" in broken.params["text"]
    assert "Example Ltd" in card.params["text"]
    assert [line["event"] for line in logs] == ["turn failed", "update quarantined"]


@pytest.mark.parametrize("trouble", [DatabaseAway("gone"), DatabaseRefused("broken")])
async def test_trouble_with_the_database_sends_an_update_back(
    house: Receiving, watched: Watched, trouble: Exception
) -> None:
    """Nothing is kept or put aside; when it comes again it is taken."""
    watched.watch.troubles = [trouble]
    update = made.said("/start", update_id=9)
    with pytest.raises(type(trouble)):
        await house.receives(update)
    assert await house.quarantined() == []
    (card,) = await house.receives(update)
    assert "Example Ltd" in card.params["text"]


async def test_what_the_database_will_never_take_is_put_aside(
    house: Receiving, watched: Watched
) -> None:
    """A turn refused for what it writes would come again for ever."""
    watched.watch.troubles = [ValueRefused("too big")]
    with capture_logs():
        (said,) = await house.receives(made.said("/start", update_id=9))
    assert "went wrong" in said.params["text"]
    assert len(await house.quarantined()) == 1


async def test_what_cannot_be_put_aside_is_sent_back(house: Receiving, watched: Watched) -> None:
    """An unreadable update is no less safe than another."""
    watched.watch.troubles = [DatabaseAway("gone")]
    with pytest.raises(DatabaseAway):
        await house.reception.receive(b"{]")


async def test_a_full_house_sends_updates_back(watched: Watched, keyring: Keyring) -> None:
    """And counts them."""
    before = counted("intake_updates_total", kind="message", result="sent back")
    async with receiving(watched, keyring, capacity=0) as house:
        with pytest.raises(Full):
            await house.says("/start")
    after = counted("intake_updates_total", kind="message", result="sent back")
    assert after == before + 1


async def test_a_group_gets_one_sentence(house: Receiving) -> None:
    """In its caller's language, no question, and not again within the hour."""
    group, other = made.group(), made.group() | {"id": -7}
    (call,) = await house.says("/start", chat=group)
    assert call == Call(
        "sendMessage",
        {
            "chat_id": made.GROUP,
            "text": "I only talk in private: please write to me there, not in this group.",
        },
    )
    for _ in range(30):
        assert await house.says("/start", chat=group) == ()
    assert await house.says("hello all", chat=group) == ()
    (elsewhere,) = await house.says("/start", chat=other)
    assert elsewhere.chat_id == -7
    house.clock.seconds = 3700
    assert len(await house.says("/start", chat=group)) == 1


async def test_what_nobody_said_to_the_bot_is_passed_over(house: Receiving) -> None:
    """It is neither answered nor put aside."""
    assert await house.receives({"update_id": 1, "poll": {"id": "1"}}) == ()
    assert await house.quarantined() == []


async def test_a_flood_is_told_of_once(house: Receiving) -> None:
    """What is over the limit is not taken; after a pause the person is heard again."""
    replies = [await house.says("/help") for _ in range(90)]
    texts = [reply[0].params["text"] if reply else "" for reply in replies]
    assert sum("faster than I can read" in text for text in texts) == 1
    assert all(texts[:10])
    assert texts[-1] == ""
    house.clock.seconds = 60
    assert await house.says("/help", date=made.THEN + 60)


async def test_five_answers_in_a_burst_end_at_the_summary(house: Receiving) -> None:
    """Nobody has to wait for the bot."""
    card = await house.says("/start")
    await house.presses(card, "Agree")
    for text in ("Ada Byron", "+44 7700 900101", "ada@example.org", "10 December 1990"):
        await house.says(text)
    (summary,) = await house.says("female")
    assert "ada@example.org" in summary.params["text"]
    assert "Confirm" in str(summary.params["reply_markup"])


async def test_a_reply_does_not_overtake_what_the_chat_waits_for(house: Receiving) -> None:
    """It goes into the chat's lane, and nobody else's does."""
    house.voice.gate.clear()
    house.reception.put_off([says("earlier", made.ADA)], 0)
    assert await house.says("/start") == ()
    assert len(await house.says("/start", LAILA)) == 1
    house.voice.gate.set()
    await house.lanes.close(5)
    earlier, card = house.voice.texts(made.ADA)
    assert earlier == "earlier"
    assert "Example Ltd" in card


async def test_all_that_is_held_comes_as_a_file_and_in_words(house: Receiving) -> None:
    """Two calls: the file by itself, the words in the answer."""
    await house.until_summary()
    document, message = await house.says("/mydata")
    assert document.file is not None
    assert b"Byron" in document.file.content
    assert "Ada Byron" in message.params["text"]


class Held(Watched):
    """A database that another process reads, so that nothing can be cleared now."""

    async def leave_no_trace(self) -> None:
        """Fail as it would."""
        raise DatabaseBusy("made up")


async def test_what_cannot_be_cleared_at_once_is_erased_all_the_same(
    sqlite_url: str, keyring: Keyring
) -> None:
    """The person is told, and the next sweep clears what is left."""
    database = Held(sqlite_url, keyring)
    async with receiving(database, keyring) as house:
        await house.until_summary()
        (erased,) = await house.presses(await house.says("/forget"), "Yes, erase everything")
        assert "is erased" in erased.params["text"]
    await database.close()


async def test_a_blocked_bot_says_nothing_until_the_person_is_back(house: Receiving) -> None:
    """Blocking is answered with silence; unblocking with where the talk stands."""
    await house.says("/start")
    blocked = {"update_id": house.next_id(), "my_chat_member": made.membership("kicked")}
    assert await house.receives(blocked) == ()
    assert await is_out_of_reach(house)
    back = {"update_id": house.next_id(), "my_chat_member": made.membership("member")}
    (card,) = await house.receives(back)
    assert "Do you agree" in card.params["text"]
    assert not await is_out_of_reach(house)
    assert await house.receives(blocked) == ()
    assert not await is_out_of_reach(house)


async def test_the_next_message_takes_a_block_back(house: Receiving) -> None:
    """Whatever was lost between: who writes is within reach."""
    await house.says("/start")
    await house.receives(
        {"update_id": house.next_id(), "my_chat_member": made.membership("kicked")}
    )
    await house.says("hello")
    assert not await is_out_of_reach(house)


async def test_a_stranger_who_blocks_the_bot_leaves_nothing(house: Receiving) -> None:
    """No row is made of somebody who never spoke."""
    await house.receives(
        {"update_id": house.next_id(), "my_chat_member": made.membership("kicked")}
    )
    async with house.database.begin() as work:
        assert await work.chats.load([made.ADA]) == {}


async def is_out_of_reach(house: Receiving) -> bool:
    """Tell whether it is on record that the person cannot be written to."""
    async with house.database.begin() as work:
        return (await work.chats.load([made.ADA]))[made.ADA].blocked_at is not None


async def test_what_was_put_aside_is_taken_by_one_of_two(house: Receiving) -> None:
    """Two operators at once: the turn is kept once, and the other one hears that it is gone."""
    update = made.said("/start", house.next_id())
    async with house.database.begin() as work:
        row_id = await work.quarantine.add(1, made.ADA, "failed", made.body(update))
        row = await work.quarantine.load(row_id)
    assert row is not None
    replays = [house.reception.replay(row, who) for who in ("one", "two")]
    came = await asyncio.gather(*replays, return_exceptions=True)
    taken = [each for each in came if not isinstance(each, BaseException)]
    assert [len(calls) for calls in taken] == [1]
    assert sum(isinstance(each, NotPutAside) for each in came) == 1
    assert await house.quarantined() == []
    async with house.database.begin() as work:
        assert len(await work.audit.about(row_id)) == 1
