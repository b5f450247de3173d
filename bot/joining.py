"""Parts of a process that are joined of many others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.clock import SystemClock
from bot.delivery.rounds import Rounds
from bot.delivery.worker import Worker
from bot.lists.importing import AT_ONCE as LISTS_AT_ONCE
from bot.lists.importing import Importing
from bot.lists.means import Means
from bot.operators.inviting import Inviting
from bot.telegram.card_files import CardFiles
from bot.telegram.desk import Desk
from bot.telegram.list_courier import ListCourier
from bot.telegram.list_desk import ListDesk
from bot.telegram.menus import Menus
from bot.telegram.own_name import OwnName
from bot.telegram.reception import Reception

if TYPE_CHECKING:
    from collections.abc import Sequence

    from telegram import Bot

    from bot.delivery.rules import Rules
    from bot.operators.entrance import Entrance
    from bot.telegram.knowing import Knowing
    from bot.telegram.lanes import Lanes
    from bot.telegram.sender import Sender
    from bot.telegram.telling import Telling
    from bot.turns.batches import Batches
    from bot.turns.taking import Talk
    from flextell import Flextell
    from storage import Database


def reception_of(
    talk: Talk,
    database: Database,
    batches: Batches,
    lanes: Lanes,
    desk: Desk,
    knowing: Knowing,
    worker: Worker,
    sender: Sender,
) -> Reception:
    """Return what takes updates in."""
    return Reception(
        talk=talk,
        database=database,
        batches=batches,
        lanes=lanes,
        clock=SystemClock(),
        desk=desk,
        knowing=knowing,
        card_files=CardFiles(sender.fetch),
        wake_delivery=worker.wake,
    )


def worker_of(
    rules: Rules,
    talk: Talk,
    database: Database,
    batches: Batches,
    client: Flextell,
    teller: Telling,
    also: Sequence[Rounds],
) -> Worker:
    """Return who delivers, and what is done beside it."""
    return Worker(
        database=database,
        flextell=client,
        batches=batches,
        talk=talk,
        teller=teller,
        rules=rules,
        also=also,
    )


def lists_of(talk: Talk, database: Database, sender: Sender) -> Rounds:
    """Return the rounds in which lists are taken."""
    importing = Importing(Means(database, talk), ListCourier(sender))
    return Rounds(importing.take, LISTS_AT_ONCE)


def menus_of(talk: Talk, database: Database, bot: Bot) -> Rounds:
    """Return the rounds in which agents' chats are shown their commands."""
    return Rounds(Menus(database, bot, talk.flow, talk.default_language).take, 1)


def desk_of(
    talk: Talk,
    database: Database,
    entrance: Entrance,
    bot: Bot,
    alerts: Rounds,
    lists: Rounds,
) -> Desk:
    """Return what is done beside the talk."""
    return Desk(
        database,
        company=talk.flow.company,
        entrance=entrance,
        inviting=Inviting(database),
        own_name=OwnName(bot),
        wake_alerts=alerts.wake,
        lists=ListDesk(database, talk, lists.wake),
        time_zone=talk.time_zone,
    )
