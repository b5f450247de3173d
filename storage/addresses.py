"""Read database addresses the way people and hosting companies write them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from storage.errors import BadDatabaseURL

if TYPE_CHECKING:
    from sqlalchemy import URL

_EXPECTED = (
    "DATABASE_URL must look like sqlite:///folder/file.db or postgresql://user:password@host/name"
)
# By the database alone: whichever driver an address names, ours speaks to it.
_DRIVERS = {
    "sqlite": "sqlite+pysqlite",
    "postgres": "postgresql+asyncpg",
    "postgresql": "postgresql+asyncpg",
}
_SSL_MODES = frozenset({"disable", "allow", "prefer", "require", "verify-ca", "verify-full"})
_KEPT = frozenset({"host", "port", "ssl", "sslrootcert", "application_name", "options"})

# libpq's other parameters (https://www.postgresql.org/docs/current/libpq-connect.html): hosts put
# them into the addresses they hand out, asyncpg has no use for them, and none weakens anything.
_DROPPED = frozenset(
    {
        *("channel_binding", "connect_timeout", "fallback_application_name", "gssencmode"),
        *("keepalives", "keepalives_count", "keepalives_idle", "keepalives_interval"),
        *("load_balance_hosts", "pgbouncer", "pool_timeout", "sslcompression", "sslnegotiation"),
        *("sslsni", "target_session_attrs", "tcp_user_timeout", "client_encoding"),
    }
)


def parse_url(url: str) -> URL:
    """Return the address with its driver, or raise BadDatabaseURL without the password.

    libpq's `sslmode` becomes asyncpg's `ssl`.
    An option nobody knows is refused, for a misspelt `sslmode` would silently drop the security.
    """
    try:
        parsed = make_url(url.strip())
    except (ArgumentError, ValueError):
        raise BadDatabaseURL(_EXPECTED) from None
    driver = _DRIVERS.get(parsed.drivername.partition("+")[0].lower())
    if driver is None:
        raise BadDatabaseURL(_EXPECTED)
    parsed = parsed.set(drivername=driver)
    return _sqlite(parsed) if driver.startswith("sqlite") else _postgresql(parsed)


def database_file(url: str) -> Path | None:
    """Return the file of a SQLite database, None for PostgreSQL; raise BadDatabaseURL likewise."""
    address = parse_url(url)
    is_file = address.get_backend_name() == "sqlite"
    return Path(address.database or "") if is_file else None


def _sqlite(url: URL) -> URL:
    if not url.database or url.database == ":memory:" or url.host:
        raise BadDatabaseURL("DATABASE_URL must name a file: sqlite:///folder/file.db")
    if url.query:
        raise BadDatabaseURL("DATABASE_URL of SQLite takes no options after the file's name")
    return url


def _postgresql(url: URL) -> URL:
    if not url.database:
        raise BadDatabaseURL("DATABASE_URL must end in the database's name: …@host/name")
    options = dict(url.query)
    if (mode := options.pop("sslmode", None)) is not None:
        options["ssl"] = mode
    if options.get("ssl", "prefer") not in _SSL_MODES:
        raise BadDatabaseURL(
            f"sslmode in DATABASE_URL must be one of {', '.join(sorted(_SSL_MODES))}"
        )
    if not str(options.get("port", "0")).isdigit():
        raise BadDatabaseURL("port in DATABASE_URL must be a number")
    unknown = options.keys() - _KEPT - _DROPPED
    if unknown:
        raise BadDatabaseURL(f"DATABASE_URL has unknown options: {', '.join(sorted(unknown))}")
    return url.set(query={name: options[name] for name in sorted(options.keys() & _KEPT)})
