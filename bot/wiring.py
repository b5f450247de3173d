"""The composition root: settings in, the parts of the house out, joined and in order."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from telegram import Bot

from bot.configuration import fingerprint
from bot.delivery.rounds import Rounds
from bot.delivery.rules import rules_of
from bot.joining import desk_of, lists_of, menus_of, reception_of, worker_of
from bot.operators.alerting import Alerting
from bot.operators.alerts import Pace
from bot.operators.entrance import Entrance
from bot.telegram.alerts import AlertShowing
from bot.telegram.knowing import Knowing
from bot.telegram.lanes import Lanes
from bot.telegram.sender import Sender
from bot.telegram.telling import Telling
from bot.telegram.transport import Transport
from bot.tokens.keeping import KeptTokens
from bot.turns.batches import Batches, Full
from bot.turns.indexing import blind_indexes
from bot.turns.silence import NoteOutOfReach
from bot.turns.submitting import Submitting
from bot.turns.taking import Talk
from conversations.flow import Privacy
from conversations.registration import registration
from flextell import Flextell, RefreshingToken, StaticToken, TokenEndpoint
from storage import Database, DatabaseTrouble, Rotation, unwatched

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping

    import flextell
    from bot.delivery.rules import Rules
    from bot.delivery.worker import Worker
    from bot.settings import FlextellSettings, Settings
    from bot.telegram.reception import Reception
    from flextell import Credentials
    from storage import Keyring, Watch

LAST_CALLS_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class House:
    """The parts of one process."""

    settings: Settings
    talk: Talk
    rules: Rules
    database: Database
    bot: Bot
    transport: Transport
    sender: Sender
    lanes: Lanes
    batches: Batches
    worker: Worker
    reception: Reception
    entrance: Entrance


@asynccontextmanager
async def house(
    settings: Settings,
    *,
    flextell_transport: flextell.Transport | None = None,
    rules: Rules | None = None,
) -> AsyncIterator[House]:
    """Join the parts of a process, and let go of what they hold when left.

    Nothing runs yet; a benchmark may put a transport of its own under the Flextell client, and
    who plays accidents may deliver by quicker rules than the settings lead to.
    """
    talk = company_talk(settings)
    database = Database(settings.database_url.get_secret_value(), settings.keyring)
    transport = Transport()
    bot = telegram_bot(settings, transport)
    sender = Sender(bot.base_url, bot.base_file_url, transport)
    batches = Batches(database)
    lanes = Lanes(sender, partial(stop_writing, batches))
    credentials = credentials_of(settings, database, flextell_transport)
    entrance = Entrance(database, settings.operator_ids, settings.own_address)
    client = flextell_client(settings, credentials, flextell_transport)
    rules = rules or rules_of(talk.flow, settings.settle_minutes)
    rules = replace(rules, configuration=fingerprint(settings))
    alerts = Rounds(_alerting(settings, rules, talk, database, sender).take, 1)
    lists = lists_of(talk, database, sender)
    also = [lists, menus_of(talk, database, bot), *([alerts] if settings.operator_ids else [])]
    worker = worker_of(rules, talk, database, batches, client, Telling(sender, lanes), also)
    knowing = Knowing(talk, database, batches, client, lanes)
    desk = desk_of(talk, database, entrance, bot, alerts, lists)
    reception = reception_of(talk, database, batches, lanes, desk, knowing, worker, sender)
    await transport.initialize()
    try:
        parts = (settings, talk, rules, database, bot, transport, sender, lanes, batches, worker)
        yield House(*parts, reception, entrance)
    finally:
        await knowing.close()
        last = (lanes.close(LAST_CALLS_SECONDS), credentials.settle(LAST_CALLS_SECONDS))
        await asyncio.gather(*last)
        await transport.shutdown()
        await database.close()


def _alerting(
    settings: Settings, rules: Rules, talk: Talk, database: Database, sender: Sender
) -> Alerting:
    return Alerting(
        database=database,
        talk=talk,
        operator_ids=settings.operator_ids,
        signs_in_as=signs_in_as(settings),
        settle=rules.settle,
        shows=AlertShowing(sender),
        pace=Pace(lease=rules.duty_lease),
    )


def signs_in_as(settings: Settings) -> str | None:
    """Return the tenant whose tokens come from a sign-in, None where none does."""
    return settings.flextell_tenant if settings.signs_in else None


async def stop_writing(batches: Batches, chat_id: int) -> None:
    """Note that a chat cannot be written to; what cannot be kept now, the next call shows."""
    with suppress(Full, DatabaseTrouble):
        await batches.decided(NoteOutOfReach(chat_id))


def company_talk(settings: Settings) -> Talk:
    """Return what every turn of this company's bot has in common."""
    flow = registration(
        company=settings.company_name,
        languages=settings.languages,
        region=settings.default_region,
        minimum_age=settings.minimum_age,
        required=settings.required_questions,
        extra=settings.extra_questions,
        countries=tuple(settings.flextell_countries or ()),
        privacy=Privacy(
            draft_days=settings.draft_days,
            record_days=settings.record_days,
            url=settings.privacy_url,
        ),
    )
    submitting = Submitting(
        flow=flow,
        keyring=settings.keyring,
        single_name_last=settings.single_name_last,
        date_format=settings.flextell_date_format,
        defaults=_defaults(settings),
        countries=settings.flextell_countries or {},
        on_existing=settings.existing_customer,
    )
    return Talk(flow, settings.default_language, settings.time_zone, submitting)


def telegram_bot(settings: Settings, transport: Transport) -> Bot:
    """Return the library's bot on our transport; it asks Telegram nothing by itself."""
    return Bot(
        settings.telegram_token.get_secret_value(),
        base_url=f"{settings.telegram_api_url}/bot",
        base_file_url=f"{settings.telegram_api_url}/file/bot",
        request=transport,
        get_updates_request=transport,
    )


def credentials_of(
    settings: FlextellSettings, database: Database, transport: flextell.Transport | None = None
) -> Credentials:
    """Return where the tokens come from: the settings, or what a sign-in has brought."""
    return lasting_token(settings) or sign_in_credentials(settings, database, transport)


def lasting_token(settings: FlextellSettings) -> StaticToken | None:
    """Return the token of the settings, None where a sign-in has to bring one."""
    token = settings.flextell_access_token
    return None if token is None else StaticToken(token.get_secret_value())


def sign_in_credentials(
    settings: FlextellSettings, database: Database, transport: flextell.Transport | None = None
) -> RefreshingToken:
    """Return the tokens that a sign-in has brought, whatever token is set."""
    endpoint = token_endpoint(settings, transport)
    return RefreshingToken(KeptTokens(database, settings.flextell_tenant, endpoint))


def token_endpoint(
    settings: FlextellSettings, transport: flextell.Transport | None = None
) -> TokenEndpoint:
    """Return the client of the token endpoint; the settings name one where nobody has a token."""
    secret = settings.flextell_client_secret
    return TokenEndpoint(
        settings.token_url,
        settings.flextell_client_id or "",
        secret.get_secret_value() if secret else "",
        transport=transport,
    )


def flextell_client(
    settings: FlextellSettings,
    credentials: Credentials,
    transport: flextell.Transport | None = None,
) -> Flextell:
    """Return the client of the company's tenant."""
    return Flextell(
        settings.flextell_api_url, settings.flextell_tenant, credentials, transport=transport
    )


def rotation_of(database: Database, keyring: Keyring, watch: Watch = unwatched) -> Rotation:
    """Return the walk through all that is sealed, which knows how each table is indexed."""
    return Rotation(database, keyring, {"submissions": partial(_indexes, keyring)}, watch)


def _indexes(keyring: Keyring, plain: Mapping[str, bytes]) -> Mapping[str, bytes | None]:
    return blind_indexes(keyring, plain["body"])._asdict()


def _defaults(settings: Settings) -> dict[str, int]:
    """Return what the operator has written into every new customer."""
    given = {
        "default_channel_id": settings.flextell_channel_id,
        "user_id": settings.flextell_user_id,
        "country_id": settings.flextell_country_id,
    }
    return {field: value for field, value in given.items() if value is not None}
