"""How a bot says where its updates go: the webhook methods of the Bot API."""

import ipaddress
import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from simulator.telegram.errors import bad_request
from simulator.telegram.json_types import Json
from simulator.telegram.parameters import Parameters
from simulator.telegram.updates import KINDS
from simulator.telegram.world import Webhook, World

SECRET = re.compile(r"[A-Za-z0-9_-]{0,256}")
MAX_CONNECTIONS = 40


def set_webhook(world: World, parameters: Parameters) -> bool:
    """https://core.telegram.org/bots/api#setwebhook; plain http is taken on this machine only."""
    url, secret = parameters.text("url"), parameters.text("secret_token")
    if not url:
        return delete_webhook(world, parameters)
    if not _may_be_called(url):
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if not SECRET.fullmatch(secret):
        raise bad_request("secret token contains unallowed characters")
    connections = parameters.integer("max_connections", MAX_CONNECTIONS)
    world.webhook = Webhook(url, secret, connections)
    remember_allowed(world, parameters)
    _drop_if_asked(world, parameters)
    world.webhook_changed()
    return True


def delete_webhook(world: World, parameters: Parameters) -> bool:
    """https://core.telegram.org/bots/api#deletewebhook."""
    world.webhook = Webhook()
    _drop_if_asked(world, parameters)
    world.webhook_changed()
    return True


def get_webhook_info(world: World, _: Parameters) -> Json:
    """https://core.telegram.org/bots/api#getwebhookinfo."""
    webhook = world.webhook
    info: Json = {
        "url": webhook.url,
        "has_custom_certificate": False,
        "pending_update_count": len(world.updates.all()),
    }
    if webhook.url:
        info["max_connections"] = webhook.max_connections
    if world.updates.allowed:
        info["allowed_updates"] = list(world.updates.allowed)
    if webhook.last_error:
        info["last_error_date"] = webhook.last_error_at
        info["last_error_message"] = webhook.last_error
    return info


def remember_allowed(world: World, parameters: Parameters) -> None:
    """Keep `allowed_updates`: when left out the former choice stays, empty means all."""
    wanted = parameters.tree("allowed_updates")
    if wanted is None:
        return
    if not isinstance(wanted, Sequence):
        raise bad_request("can't parse allowed updates JSON object")
    world.updates.allowed = tuple(kind for kind in wanted if kind in KINDS)


def _drop_if_asked(world: World, parameters: Parameters) -> None:
    if parameters.flag("drop_pending_updates"):
        world.updates.drop()


def _may_be_called(url: str) -> bool:
    parts = urlsplit(url)
    if parts.scheme == "https":
        return bool(parts.hostname)
    return parts.scheme == "http" and _is_loopback(parts.hostname or "")


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
