"""How operators see alerts, and what pressing their buttons does, for them and for others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from bot.delivery.notices import Done, Later, Unreachable
from bot.delivery.pausing import MENDING
from bot.operators.alert_messages import AlertMessage
from bot.operators.troubles import TROUBLES, Kind, Offer
from bot.telegram import alert_buttons, callback_data, sender
from bot.telegram.alerts import AlertShowing
from storage import NEVER, Alert, Pause
from tests.bot.telegram import made
from tests.bot.telegram.receiving import OPERATOR
from tests.bot.telegram.voice import Voice

if TYPE_CHECKING:
    from bot.delivery.notices import Told
    from bot.telegram.sender import Sent
    from tests.bot.telegram.receiving import Receiving

LOOK = alert_buttons.encode(Kind.BLOCKED, Offer.LOOK)
OPEN = alert_buttons.encode(Kind.BLOCKED, Offer.OPEN)
BUTTONS = [(kind, offer) for kind, trouble in TROUBLES.items() for offer in trouble.offers]


def message(**fields: Any) -> AlertMessage:
    """Return what is to be seen of a trouble."""
    given: dict[str, Any] = {"message_id": None, "text": "⚠️ Something", "language": "en"}
    return AlertMessage(OPERATOR, kind=Kind.BLOCKED, **given | fields)


def labels(call: Any) -> list[str]:
    """Return what the buttons of a call say."""
    rows = call.params["reply_markup"]["inline_keyboard"]
    return [button["text"] for row in rows for button in row]


@pytest.mark.parametrize(("kind", "offer"), BUTTONS)
def test_a_button_means_what_it_offered(kind: Kind, offer: Offer) -> None:
    """Within Telegram's 64 bytes, and to no card's button."""
    data = alert_buttons.encode(kind, offer)
    assert alert_buttons.decode(data) == (kind, offer)
    assert len(data) <= callback_data.MAX_BYTES
    assert callback_data.decode(data) is None


@pytest.mark.parametrize(
    "data",
    [
        *("", "alert", "alert:", "alert:blocked", "alert:x:look", "alert:blocked:drop"),
        *("alert:blocked:look:x", "token123:7:confirm"),
    ],
)
def test_what_is_no_alerts_button_is_none(data: str) -> None:
    """Forged ones included."""
    assert alert_buttons.decode(data) is None


async def test_a_new_alert_is_a_message_with_its_buttons() -> None:
    """In the operator's language; its number is told, to be edited later."""
    voice = Voice()
    showing = AlertShowing(voice)
    shown = await showing.show(message(offers=(Offer.LOOK, Offer.OPEN), language="ar"))
    assert shown == Done(1)
    [call] = voice.said
    assert (call.method, call.chat_id, call.params["text"]) == (
        "sendMessage",
        OPERATOR,
        "⚠️ Something",
    )
    assert labels(call) == ["تحقّق مجدداً", "فتح الصفحة"]


async def test_a_known_alert_is_edited() -> None:
    """Without offers its buttons go."""
    voice = Voice()
    await AlertShowing(voice).show(message(message_id=9))
    [call] = voice.said
    assert (call.method, call.params["message_id"]) == ("editMessageText", 9)
    assert "reply_markup" not in call.params


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        (sender.Later(5, surely=True), Later(5)),
        (sender.Later(5), Later()),
        (sender.Unreachable(), Unreachable()),
        (sender.Refused(), Unreachable(is_gone=False)),
    ],
)
async def test_what_telegram_does_not_take_is_told(sent: Sent, told: Told) -> None:
    """Who never wrote to the bot has no chat to write to."""
    voice = Voice()
    voice.coming[OPERATOR] = [sent]
    assert await AlertShowing(voice).show(message()) == told


async def test_looking_again_tries_the_queue_and_shows_the_alert_anew(house: Receiving) -> None:
    """Nothing is said: the message itself is edited by who looks after alerts."""
    async with house.database.begin() as work:
        soon = work.now.replace(year=work.now.year + 1)
        await work.pauses.set(Pause(MENDING, "blocked", work.now, probe_at=soon))
        await work.alerts.keep([Alert("blocked", OPERATOR, work.now, soon, 3, 9)])
    assert await house.receives(made.pressed(LOOK, house.next_id(), OPERATOR)) == ()
    assert (house.alerts_woken, house.voice.acknowledged) == (1, ["press-2"])
    async with house.database.begin() as work:
        pause = await work.pauses.get(MENDING)
        assert pause is not None
        assert pause.probe_at is not None
        assert pause.probe_at <= work.now
        [alert] = await work.alerts.all()
        assert (alert.shown, alert.due_at <= work.now) == (None, True)


async def test_the_page_is_opened_by_a_link_of_its_own(house: Receiving) -> None:
    """Made at the press, below the alert: none stands in the alert itself."""
    [call] = await house.receives(made.pressed(OPEN, house.next_id(), OPERATOR))
    assert call.method == "sendMessage"
    assert "https://bot.example.org/admin/enter/" in call.params["text"]


@pytest.mark.parametrize("data", [LOOK, OPEN])
async def test_to_others_a_button_of_an_alert_is_an_old_one(house: Receiving, data: str) -> None:
    """The answer gives nothing away, and nothing is tried."""
    await house.says("/start")
    [forged] = await house.receives(made.pressed(data, house.next_id()))
    [old] = await house.receives(made.pressed("token:0:confirm", house.next_id()))
    assert forged == old
    assert house.alerts_woken == 0


async def test_a_forged_button_of_an_alert_is_an_old_one_to_operators(house: Receiving) -> None:
    """What no alert offers is not done."""
    await house.says("/start", OPERATOR)
    [forged] = await house.receives(made.pressed("alert:blocked:drop", house.next_id(), OPERATOR))
    [old] = await house.receives(made.pressed("token:0:confirm", house.next_id(), OPERATOR))
    assert forged == old


async def test_an_operator_who_writes_can_be_written_to(house: Receiving) -> None:
    """Whatever he writes: what he could not be told is due again."""
    async with house.database.begin() as work:
        await work.alerts.keep([Alert("blocked", OPERATOR, work.now, NEVER)])
    await house.says("/start")
    async with house.database.begin() as work:
        assert (await work.alerts.all())[0].due_at == NEVER
    await house.says("/start", OPERATOR)
    async with house.database.begin() as work:
        assert (await work.alerts.all())[0].due_at <= work.now
