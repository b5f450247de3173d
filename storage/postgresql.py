"""Open PostgreSQL, with the security the address asks for."""

from __future__ import annotations

import ssl
from typing import TYPE_CHECKING, Any

from sqlalchemy.ext.asyncio import create_async_engine

if TYPE_CHECKING:
    from sqlalchemy import URL
    from sqlalchemy.ext.asyncio import AsyncEngine

_CONNECT_SECONDS = 10
_STATEMENT_SECONDS = 30
_POOL_SECONDS = 10


def postgresql_engine(url: URL) -> AsyncEngine:
    """Return an engine with at most ten connections.

    Connections are not probed before use: `Database.begin` asks for the time first in any case,
    and takes a fresh connection when the old one turns out to be dead.
    """
    return create_async_engine(
        url.set(query={}),
        connect_args=_arguments(url),
        pool_size=5,
        max_overflow=5,
        pool_timeout=_POOL_SECONDS,
        hide_parameters=True,
    )


def _arguments(url: URL) -> dict[str, Any]:
    options = dict(url.query)
    settings = {"application_name": "intake"} | {
        name: options[name] for name in ("application_name", "options") if name in options
    }
    arguments = {
        "timeout": _CONNECT_SECONDS,
        "command_timeout": _STATEMENT_SECONDS,
        "server_settings": settings,
    }
    if "host" in options:
        arguments["host"] = options["host"]
    if "port" in options:
        arguments["port"] = int(str(options["port"]))
    if "ssl" in options:
        arguments["ssl"] = _security(str(options["ssl"]), options.get("sslrootcert"))
    return arguments


def _security(mode: str, root: Any) -> str | ssl.SSLContext:
    """Return what asyncpg takes: verification rests on the system's authorities or on `root`."""
    if mode not in {"verify-ca", "verify-full"}:
        return mode
    context = ssl.create_default_context(cafile=None if root in {None, "system"} else root)
    context.check_hostname = mode == "verify-full"
    return context
