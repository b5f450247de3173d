"""The processes of the house: web, poll and worker, from their start to an orderly end."""

from __future__ import annotations

from contextlib import ExitStack
from functools import partial
from typing import TYPE_CHECKING

import structlog

from bot.background import Background
from bot.clock import SystemClock
from bot.configuration import ANNOUNCED, fingerprint
from bot.duties import MENUS, WEBHOOK
from bot.garbage import spare_what_stays
from bot.leading import Leading
from bot.telegram.announcing import announce_commands, announce_polling, announce_webhook
from bot.telegram.polling import Polling
from bot.unbroken import unbroken
from bot.web.admin.app import admin_app
from bot.web.admin.office import Office
from bot.web.app import web_app
from bot.web.backlog import Backlog
from bot.web.health import Health
from bot.web.server import listening, serve
from bot.web.webhook import WEBHOOK_PATH, Webhook
from bot.wiring import House, house, signs_in_as
from conversations.readiness import make_ready
from storage import ServingLock, migrate

if TYPE_CHECKING:
    import socket
    from collections.abc import Awaitable, Callable

    from starlette.types import ASGIApp

    import flextell
    from bot.delivery.rules import Rules
    from bot.duties import Duty
    from bot.settings import Settings

LOG = structlog.get_logger()

THIS_MACHINE = "127.0.0.1"
ANY_ADDRESS = "0.0.0.0"  # noqa: S104 - a host's router reaches the process from outside


class NoDoor(Exception):  # noqa: N818 - it is what happened
    """The port cannot be listened on; the text says why."""


async def run_web(
    settings: Settings,
    *,
    flextell_transport: flextell.Transport | None = None,
    rules: Rules | None = None,
) -> None:
    """Receive updates over HTTP until told to stop; on SQLite deliver as well.

    Raises NoDoor where the port cannot be had, StorageTrouble where the database cannot.
    """
    with ExitStack() as held:
        await _open_database(settings, held)
        async with house(settings, flextell_transport=flextell_transport, rules=rules) as home:
            await _check(home)
            door = _door(settings.port)
            background = _background(home, delivers=delivers_itself(settings))
            _announce_web(home, background)
            webhook = Webhook(_secret(settings), home.reception, home.sender)
            await _serve(
                home,
                background,
                door,
                webhook,
                lambda: LOG.info("web serves", port=settings.port),
            )
            await background.end("delivery")


async def run_poll(settings: Settings) -> None:
    """Fetch updates until told to stop; on SQLite deliver as well.

    Operators, where there are any, find their pages on this machine, and nobody else finds them.
    """
    with ExitStack() as held:
        await _open_database(settings, held)
        async with house(settings) as home:
            await _check(home)
            door = _door(settings.port, THIS_MACHINE) if settings.operator_ids else None
            background = _background(home, delivers=delivers_itself(settings))
            polling = Polling(home.bot, home.transport, home.reception, home.lanes)
            background.start("polling", _poll(home, polling))
            menus = _once(home, MENUS, partial(_announce_commands, home))
            background.start("menus", menus, may_end=True)
            if door is not None:
                background.start("page", _serve_operators(home, background, door))
            LOG.info("polling begins")
            await background.stop.wait()
            await background.end("delivery", "page")


async def run_worker(
    settings: Settings,
    *,
    flextell_transport: flextell.Transport | None = None,
    rules: Rules | None = None,
) -> None:
    """Deliver until told to stop."""
    async with house(settings, flextell_transport=flextell_transport, rules=rules) as home:
        await _check(home)
        background = _background(home, delivers=True)
        LOG.info("worker delivers")
        await background.stop.wait()
        await background.end("delivery")


def _door(port: int, address: str = ANY_ADDRESS) -> socket.socket:
    try:
        return listening(address, port)
    except OSError as error:
        raise NoDoor(f"PORT {port} cannot be had: {error.strerror}; set another one") from None


async def _open_database(settings: Settings, held: ExitStack) -> None:
    """On SQLite take the serving lock and bring the file up to date: nobody else is there."""
    url = settings.database_url.get_secret_value()
    lock = ServingLock(url)
    held.enter_context(lock)
    if delivers_itself(settings):
        await migrate(url)


async def _check(home: House) -> None:
    """Raise StorageTrouble where this version, or these keys, cannot work with the database."""
    await home.database.check_schema()
    await home.database.check_keys()


def delivers_itself(settings: Settings) -> bool:
    """Tell whether the serving process delivers too, as it must where it is the only one."""
    return settings.database_url.get_secret_value().startswith("sqlite")


def _background(home: House, *, delivers: bool) -> Background:
    """Begin what goes on in every process: the turns, and perhaps the delivery."""
    make_ready(home.talk.flow, SystemClock().now().date())
    spare_what_stays()
    background = Background()
    background.start("turns", home.batches.serve())
    background.start("counts", home.batches.step_counts.run(home.database))
    if delivers:
        background.at_stop(home.worker.stop)
        background.start("delivery", home.worker.run())
    return background


def _secret(settings: Settings) -> str:
    return settings.webhook_secret.get_secret_value()


def _announce_web(home: House, background: Background) -> None:
    settings = home.settings
    if settings.public_url is None:
        LOG.warning("no PUBLIC_URL is set, so no webhook is registered")
        return
    url = f"{settings.public_url.rstrip('/')}{WEBHOOK_PATH}"
    secret = _secret(settings)
    announce = partial(announce_webhook, home.bot, url, secret)
    background.start("webhook", _once(home, WEBHOOK, announce), may_end=True)
    background.start("menus", _once(home, MENUS, partial(_announce_commands, home)), may_end=True)


async def _once(home: House, duty: Duty, announce: Callable[[], Awaitable[object]]) -> None:
    """Tell Telegram something, or leave that to another process that has just begun as well."""
    if delivers_itself(home.settings):
        await announce()  # there is no other one
        return
    told = fingerprint(home.settings, ANNOUNCED)
    leading = Leading(duty, home.database, home.talk.time_zone, home.rules.duty_lease, told)
    await leading.once(announce)


async def _announce_commands(home: House) -> None:
    await announce_commands(home.bot, home.talk.flow, home.talk.default_language)


async def _poll(home: House, polling: Polling) -> None:
    await unbroken(_forget_webhook(home))
    await announce_polling(home.bot)
    await polling.run()


async def _forget_webhook(home: House) -> None:
    """Have the next web process register its webhook, however soon it comes."""
    async with home.database.begin() as work:
        await work.duties.forget(WEBHOOK.name)


async def _admin(home: House) -> ASGIApp | None:
    """Return the operators' pages, None where nobody is an operator."""
    await home.entrance.revoke_others()
    if not home.settings.operator_ids:
        return None
    return admin_app(
        Office(
            entrance=home.entrance,
            database=home.database,
            batches=home.batches,
            talk=home.talk,
            rules=home.rules,
            wake_delivery=home.worker.wake,
        )
    )


async def _serve_operators(home: House, background: Background, door: socket.socket) -> None:
    """Serve the operators' pages, where no updates are received over HTTP."""
    await _serve(
        home,
        background,
        door,
        None,
        lambda: LOG.info("operators' page serves", port=home.settings.port),
    )


async def _serve(
    home: House,
    background: Background,
    door: socket.socket,
    webhook: Webhook | None,
    ready: Callable[[], None],
) -> None:
    """Serve over HTTP until told to stop; without a webhook, where updates are fetched."""
    app = web_app(
        webhook=webhook,
        health=Health(home.database, background.running()),
        backlog=Backlog(home.database, signs_in_as(home.settings)),
        admin=await _admin(home),
    )
    await serve(app, door, stop=background.stop, ready=ready)
