"""Operators hear of a trouble once, while it lasts and when it is over, whoever looks for it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from structlog.testing import capture_logs

from bot.delivery.notices import Done, Later, Told, Unreachable
from bot.duties import AUDIT
from bot.operators.alerting import Alerting
from bot.operators.alerts import Pace
from bot.operators.troubles import Kind, Offer
from conversations.conversation import Conversation
from conversations.documents import conversation_document
from storage import Alert, Chat, DatabaseAway, Keyring, SignIn, Status, new_keys
from tests.bot.delivery.road import a_talk
from tests.bot.turns.jobs import Watched
from tests.storage.rows import SECOND, stored

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.operators.alert_messages import AlertMessage
    from storage import Database, Submission

ADA, GRACE = 1001, 1002
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
PACE = Pace(retry=timedelta(seconds=0.01), patience=timedelta(seconds=0.2))
TENANT = "42"


@dataclass
class Chats:
    """Operators' chats: what was shown there, in order; `answers` come first, then Done.

    A chat that is `silent` gives no answer for an hour.
    """

    shown: list[AlertMessage] = field(default_factory=list)
    answers: list[Told | Exception] = field(default_factory=list)
    silent: set[int] = field(default_factory=set)

    async def show(self, message: AlertMessage) -> Told:
        """Keep the message."""
        if message.operator_id in self.silent:
            await asyncio.sleep(HOUR.total_seconds())
        self.shown.append(message)
        answer = self.answers.pop(0) if self.answers else Done(message.message_id or self.last)
        if isinstance(answer, Exception):
            raise answer
        return answer

    @property
    def last(self) -> int:
        """Return the number of the newest message."""
        return len(self.shown)

    def told(self, *kinds: Kind) -> list[tuple[int, int | None, str]]:
        """Return to whom, instead of which message, and the two first lines."""
        return [
            (each.operator_id, each.message_id, "; ".join(each.text.splitlines()[:2]))
            for each in self.shown
            if not kinds or each.kind in kinds
        ]


@dataclass
class Look:
    """One process that looks for troubles, at whatever time it is made to be."""

    database: Database
    keyring: Keyring
    chats: Chats = field(default_factory=Chats)
    operator_ids: tuple[int, ...] = (ADA,)
    signs_in_as: str | None = None

    def __post_init__(self) -> None:
        self.alerting = Alerting(
            database=self.database,
            talk=a_talk(self.keyring),
            operator_ids=self.operator_ids,
            signs_in_as=self.signs_in_as,
            settle=timedelta(minutes=15),
            shows=self.chats,
            pace=PACE,
        )

    async def looks(self, *after: timedelta) -> None:
        """Look now, or after each of these times, and tell what there is to tell."""
        for wait in after or (timedelta(0),):
            self.database.clock_offset += wait
            taken = await self.alerting.take(1)
            for errand in taken.errands:
                await errand()

    async def rows(self) -> list[Alert]:
        """Return what is kept of all alerts."""
        async with self.database.begin() as work:
            return await work.alerts.all()


@pytest.fixture
def look(database: Database, keyring: Keyring) -> Look:
    """Lend a process on each kind of database."""
    return Look(database, keyring)


async def waits(database: Database, status: Status, **fields: Any) -> Submission:
    """Have a registration stand somewhere, confirmed just now."""
    async with database.begin() as work:
        now = work.now
    return await stored(database, status, **{"created_at": now} | fields)


async def moved(database: Database, row: Submission, status: Status) -> None:
    """Lead a registration on."""
    async with database.begin() as work:
        loaded = (await work.submissions.load([row.id]))[row.id]
        await work.submissions.keep([replace(loaded, status=status)])


async def test_while_nothing_is_wrong_nothing_is_said(look: Look) -> None:
    """Nor is anything written down."""
    await waits(look.database, Status.QUEUED)
    await waits(look.database, Status.CREATED)
    await look.looks(MINUTE, MINUTE)
    assert (look.chats.shown, await look.rows()) == ([], [])


async def test_a_trouble_is_one_message_with_its_count(look: Look) -> None:
    """The count is edited a minute later at the soonest, and only when it has changed."""
    await waits(look.database, Status.HUMAN)
    await look.looks(timedelta(0), SECOND, MINUTE)
    assert look.chats.told() == [
        (ADA, None, "⚠️ Registrations wait for a decision; Registrations: 1")
    ]
    assert look.chats.shown[0].offers == (Offer.OPEN, Offer.LOOK)
    await waits(look.database, Status.HUMAN)
    await look.looks()
    await waits(look.database, Status.HUMAN)
    await look.looks(SECOND, MINUTE)
    assert look.chats.told()[1:] == [
        (ADA, 1, "⚠️ Registrations wait for a decision; Registrations: 2"),
        (ADA, 1, "⚠️ Registrations wait for a decision; Registrations: 3"),
    ]


async def test_what_is_over_is_said_once_in_the_same_message(look: Look) -> None:
    """Half a minute after it was seen last; without buttons, and a new trouble begins anew."""
    row = await waits(look.database, Status.HUMAN)
    await look.looks()
    await moved(look.database, row, Status.DROPPED)
    await look.looks(SECOND, 29 * SECOND)
    assert look.chats.last == 1
    await look.looks(SECOND, HOUR)
    begun, over = look.chats.shown
    assert (over.message_id, over.offers) == (1, ())
    assert over.text.startswith("✅ Over: Registrations wait for a decision\nSince ")
    assert "\nOver since " in over.text
    assert begun.text.splitlines()[2] == over.text.splitlines()[1]
    assert await look.rows() == []
    await waits(look.database, Status.HUMAN)
    await look.looks()
    assert look.chats.shown[2].message_id is None


async def test_what_comes_back_at_once_was_not_over(look: Look) -> None:
    """A queue that is tried, and blocked again, is one trouble."""
    row = await waits(look.database, Status.BLOCKED)
    await look.looks()
    await moved(look.database, row, Status.QUEUED)
    await look.looks(20 * SECOND)
    await moved(look.database, row, Status.SENDING)
    await moved(look.database, row, Status.BLOCKED)
    await look.looks(20 * SECOND, MINUTE)
    assert look.chats.last == 1
    assert (await look.rows())[0].quiet_since is None


async def test_what_is_wrong_with_flextell_counts_all_that_waits(look: Look) -> None:
    """While the delivery is paused, or something is blocked, the queue waits as well."""
    await waits(look.database, Status.BLOCKED)
    for status in (Status.QUEUED, Status.SENDING):
        await waits(look.database, status)
    await look.looks()
    assert look.chats.told() == [
        (ADA, None, "⚠️ Flextell does not take registrations; Registrations: 3")
    ]
    assert look.chats.shown[0].offers == (Offer.LOOK, Offer.OPEN)


@pytest.mark.parametrize("needs", [True, False])
async def test_lacking_consent_explains_what_waits(
    database: Database, keyring: Keyring, *, needs: bool
) -> None:
    """The command is named; where somebody is signed in the trouble is another one."""
    look = Look(database, keyring, signs_in_as=TENANT)
    if not needs:
        async with database.begin() as work:
            await work.tokens.put(SignIn(TENANT, "access", "refresh", work.now, None))
    await waits(database, Status.BLOCKED)
    await look.looks()
    [message] = look.chats.shown
    assert (message.kind is Kind.CONSENT, "intake authorize" in message.text) == (needs, needs)
    assert "Registrations: 1" in message.text


async def test_tokens_that_do_not_open_hide_no_other_trouble(
    database_url: str, keyring: Keyring, opened: Callable[..., Database]
) -> None:
    """What they mean for the sign-in is not known, and the rest is told."""
    async with opened(database_url, Keyring.parse(*new_keys())).begin() as work:
        await work.tokens.put(SignIn(TENANT, "access", "refresh", work.now, None))
    look = Look(opened(database_url), keyring, signs_in_as=TENANT)
    await waits(look.database, Status.HUMAN)
    await look.looks()
    assert [message.kind for message in look.chats.shown] == [Kind.HUMAN]


async def test_what_waits_for_too_long_is_told_when_that_lasts(look: Look) -> None:
    """Half an hour with the usual settle window, and a minute more: then it is no passing wait."""
    await waits(look.database, Status.UNKNOWN)
    row = await waits(look.database, Status.QUEUED)
    await look.looks(29 * MINUTE)
    assert await look.rows() == []
    await look.looks(2 * MINUTE, 59 * SECOND)
    assert look.chats.shown == []
    await moved(look.database, row, Status.WITHDRAWN)
    await look.looks(SECOND)
    assert look.chats.told() == [
        (ADA, None, "⚠️ Registrations wait for longer than usual; Registrations: 1")
    ]


async def test_a_wait_that_has_passed_is_never_told(look: Look) -> None:
    """Nobody hears of what is over before it was worth a word."""
    row = await waits(look.database, Status.QUEUED)
    await look.looks(HOUR)
    assert len(await look.rows()) == 1
    await moved(look.database, row, Status.WITHDRAWN)
    await look.looks(SECOND, HOUR)
    assert (look.chats.shown, await look.rows()) == ([], [])


async def test_what_was_put_aside_is_told_for_an_hour(look: Look) -> None:
    """With how many there were; then that is over by itself."""
    async with look.database.begin() as work:
        for _ in range(3):
            await work.quarantine.add(1, 7, "failed", b"{}")
    await look.looks()
    assert look.chats.told() == [(ADA, None, "⚠️ Messages could not be taken; In the last hour: 3")]
    await look.looks(HOUR + SECOND, MINUTE)
    assert look.chats.shown[1].text.startswith("✅ Over: Messages could not be taken")


async def asks(look: Look) -> None:
    """Press the button of the alert of decisions."""
    async with look.database.begin() as work:
        await work.alerts.ask(ADA, "human")


async def test_an_alert_is_shown_anew_when_asked_for(look: Look) -> None:
    """Before its minute is over, and once for each time."""
    await waits(look.database, Status.HUMAN)
    await look.looks()
    await waits(look.database, Status.HUMAN)
    await asks(look)
    await look.looks(timedelta(0), SECOND)
    assert [message.message_id for message in look.chats.shown] == [None, 1]
    assert "Registrations: 2" in look.chats.shown[1].text


async def test_asking_declares_nothing_to_be_over(look: Look) -> None:
    """What is away while the queue is tried, because somebody asked, may be back in a moment."""
    row = await waits(look.database, Status.HUMAN)
    await look.looks()
    await moved(look.database, row, Status.QUEUED)
    await asks(look)
    await look.looks(timedelta(0), SECOND)
    await asks(look)
    await look.looks(28 * SECOND)
    assert look.chats.last == 1
    await look.looks(SECOND)
    assert look.chats.shown[1].text.startswith("✅ Over")


async def test_each_operator_reads_his_own_language(database: Database, keyring: Keyring) -> None:
    """That of his chat; without one, or one that opens, the company's."""
    look = Look(database, keyring, operator_ids=(ADA, GRACE))
    async with database.begin() as work:
        document = conversation_document(Conversation("ar"))
        await work.chats.keep([Chat(GRACE, "token", 1, document)])
    await waits(database, Status.HUMAN)
    await look.looks()
    told = {message.operator_id: message for message in look.chats.shown}
    assert told[ADA].text.startswith("⚠️ Registrations wait for a decision")
    assert told[GRACE].text.startswith("⚠️ تسجيلات تنتظر قراراً")
    assert (told[ADA].language, told[GRACE].language) == ("en", "ar")


async def test_a_chat_that_does_not_open_has_no_language(
    database_url: str, keyring: Keyring, opened: Callable[..., Database]
) -> None:
    """The operator reads the company's."""
    async with opened(database_url, Keyring.parse(*new_keys())).begin() as work:
        document = conversation_document(Conversation("ar"))
        await work.chats.keep([Chat(ADA, "token", 1, document)])
    look = Look(opened(database_url), keyring)
    await waits(look.database, Status.HUMAN)
    await look.looks()
    assert look.chats.shown[0].language == "en"


async def test_several_processes_send_one_message(
    database_url: str, keyring: Keyring, opened: Callable[..., Database]
) -> None:
    """One looks for all; another goes on where it left off when it is gone."""
    chats = Chats()
    looks = [Look(opened(database_url), keyring, chats) for _ in range(4)]
    await waits(looks[0].database, Status.HUMAN)
    for _ in range(3):
        await asyncio.gather(*(look.looks() for look in looks))
    assert chats.last == 1
    await waits(looks[0].database, Status.HUMAN)
    heir = Look(opened(database_url, clock_offset=2 * MINUTE), keyring, chats)
    await heir.looks()
    assert chats.told()[1:] == [(ADA, 1, "⚠️ Registrations wait for a decision; Registrations: 2")]


async def test_who_is_no_longer_the_one_leaves_the_rest_to_who_is(
    database_url: str, keyring: Keyring, opened: Callable[..., Database]
) -> None:
    """One that stood still while it told the first of two troubles does not tell the second."""
    chats = Chats()
    look, heir = [Look(opened(database_url), keyring, chats) for _ in range(2)]
    for status in (Status.HUMAN, Status.BLOCKED):
        await waits(look.database, status)
    [errand] = (await look.alerting.take(1)).errands
    heir.database.clock_offset = look.database.clock_offset = PACE.lease
    taken = await heir.alerting.take(1)
    await errand()
    assert chats.last == 1
    for errand in taken.errands:
        await errand()
    assert {each.kind for each in chats.shown} == {Kind.HUMAN, Kind.BLOCKED}


async def test_who_cannot_be_written_to_is_left_in_peace(
    database: Database, keyring: Keyring
) -> None:
    """It is logged once, whatever goes wrong next; when he has written he is told all of it."""
    look = Look(database, keyring)
    look.chats.answers = [Unreachable()]
    await waits(database, Status.HUMAN)
    await waits(database, Status.BLOCKED)
    with capture_logs() as logged:
        await look.looks()
        async with database.begin() as work:
            await work.quarantine.add(1, 7, "failed", b"{}")
        await look.looks(MINUTE, HOUR / 2)
    assert look.chats.last == 1
    assert [each["event"] for each in logged] == ["operator cannot be written to"]
    async with database.begin() as work:
        await work.alerts.take_up(ADA)
    await look.looks()
    kinds = [message.kind for message in look.chats.shown[1:]]
    assert kinds == [Kind.BLOCKED, Kind.HUMAN, Kind.QUARANTINE]


async def test_what_the_audit_has_found_is_told_until_it_finds_none(look: Look) -> None:
    """Once, and closed after an audit that found nobody."""
    async with look.database.begin() as work:
        await work.duties.done(AUDIT.name, 2)
    await look.looks(timedelta(0), MINUTE)
    said = "Customers stand in Flextell more than once; Registrations: 2"
    assert look.chats.told() == [(ADA, None, f"⚠️ {said}")]
    async with look.database.begin() as work:
        await work.duties.done(AUDIT.name, 0)
    await look.looks(MINUTE, MINUTE)
    assert look.chats.shown[-1].text.startswith("✅")


async def test_an_old_message_is_closed_when_the_operator_is_back(look: Look) -> None:
    """Who had blocked the bot in between finds no trouble that is long over."""
    row = await waits(look.database, Status.HUMAN)
    await look.looks()
    await waits(look.database, Status.HUMAN)
    look.chats.answers = [Unreachable()]
    await look.looks(MINUTE)
    async with look.database.begin() as work:
        rows = await work.submissions.due([Status.HUMAN], 10)
        await work.submissions.keep([replace(each, status=Status.DROPPED) for each in rows])
    await look.looks(HOUR, HOUR)
    assert (row.chat_id, look.chats.last) == (7, 2)
    async with look.database.begin() as work:
        await work.alerts.take_up(ADA)
    await look.looks()
    assert (look.chats.shown[2].message_id, look.chats.shown[2].offers) == (1, ())


async def test_what_could_not_be_said_is_said_later(look: Look) -> None:
    """After the wait that was asked for."""
    look.chats.answers = [Later(5)]
    await waits(look.database, Status.HUMAN)
    await look.looks(timedelta(0), 4 * SECOND)
    assert look.chats.last == 1
    await look.looks(2 * SECOND, MINUTE)
    assert [message.message_id for message in look.chats.shown] == [None, None]


@pytest.mark.parametrize("answer", [Later(), RuntimeError("made up")])
async def test_what_may_have_been_said_is_not_said_again_at_once(
    look: Look, answer: Told | Exception
) -> None:
    """It is not lost either: five minutes later it is told once more."""
    look.chats.answers = [answer, answer]
    await waits(look.database, Status.HUMAN)
    await look.looks(timedelta(0), *[MINUTE] * 12)
    assert [message.message_id for message in look.chats.shown] == [None, None, None]


async def test_an_edit_may_be_made_again_at_once(look: Look) -> None:
    """Made twice, it is one message all the same."""
    await waits(look.database, Status.HUMAN)
    await look.looks()
    await waits(look.database, Status.HUMAN)
    look.chats.answers = [Later()]
    await look.looks(MINUTE, SECOND)
    assert [message.message_id for message in look.chats.shown] == [None, 1, 1]


async def test_a_chat_that_gives_no_answer_is_not_waited_for(
    database: Database, keyring: Keyring
) -> None:
    """Others hear of it meanwhile, and it is tried again."""
    look = Look(database, keyring, operator_ids=(ADA, GRACE))
    look.chats.silent = {ADA}
    await waits(database, Status.HUMAN)
    await look.looks()
    assert [message.operator_id for message in look.chats.shown] == [GRACE]
    look.chats.silent.clear()
    await look.looks(5 * MINUTE)
    assert [message.operator_id for message in look.chats.shown] == [GRACE, ADA]


async def test_who_is_no_operator_any_more_hears_nothing(
    database: Database, keyring: Keyring
) -> None:
    """Nor of what was told before; a kind of another version is left out likewise."""
    await waits(database, Status.HUMAN)
    await Look(database, keyring, operator_ids=(ADA, GRACE)).looks()
    async with database.begin() as work:
        await work.alerts.keep([Alert("of a later version", ADA, work.now, work.now)])
    look = Look(database, keyring)
    await look.looks(2 * MINUTE)
    assert look.chats.shown == []
    assert [(row.kind, row.operator_id) for row in await look.rows()] == [("human", ADA)]


async def test_what_was_told_is_noted_however_long_the_database_is_away(
    sqlite_url: str, keyring: Keyring
) -> None:
    """So that it is not told twice."""
    database = Watched(sqlite_url, keyring)
    look = Look(database, keyring)
    await waits(database, Status.HUMAN)
    taken = await look.alerting.take(1)
    database.watch.troubles = [DatabaseAway("gone")] * 3
    for errand in taken.errands:
        await errand()
    await look.looks()
    assert look.chats.last == 1
    assert (await look.rows())[0].message_id == 1
    await database.close()


async def test_an_alert_says_nothing_of_anybody(look: Look) -> None:
    """Counts and times only."""
    await waits(look.database, Status.HUMAN)
    await waits(look.database, Status.BLOCKED)
    await look.looks()
    told = " ".join(message.text for message in look.chats.shown)
    assert not [word for word in ("Ada", "Byron", "447700", "example.org") if word in told]
