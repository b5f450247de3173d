"""What a sign-in at Flextell has brought: tokens, sealed, and refreshed by one at a time."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, or_, select, update

from storage.tables import tokens
from storage.upserts import upserts

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Row

    from storage.connection import Connection
    from storage.keyring import Keyring

_row = tokens.c
_SEALED = ("access", "refresh", "previous_refresh")

_load = select(tokens).where(_row.tenant == bindparam("of"))
_version = select(_row.version).where(_row.tenant == bindparam("of")).with_for_update()
_of_version = (_row.tenant == bindparam("of"), _row.version == bindparam("seen"))
_lease = update(tokens).where(*_of_version).values(lease_until=bindparam("until"))
_claim = _lease.where(
    _row.needs_consent_since.is_(None),
    or_(_row.lease_until.is_(None), _row.lease_until <= bindparam("at")),
)
_release = _lease.where(_row.lease_until == bindparam("held_until"))
_give_up = (
    update(tokens)
    .where(*_of_version, _row.needs_consent_since.is_(None))
    .values(needs_consent_since=bindparam("at"), lease_until=None)
)
_keep = (
    update(tokens)
    .where(*_of_version)
    .values({c.name: bindparam(f"new_{c.name}") for c in tokens.columns if not c.primary_key})
)
_put = upserts(tokens)


@dataclass(frozen=True, slots=True)
class SignIn:
    """The tokens of one tenant.

    `version` counts what was kept, and tells a writer whether somebody was quicker.
    `expires_at` is the access token's end, None where Flextell did not say.
    `lease_until` is until when one process alone may refresh.
    `needs_consent_since` is set once a person has to sign in anew.
    """

    tenant: str
    access: str = field(repr=False)
    refresh: str = field(repr=False)
    granted_at: datetime
    expires_at: datetime | None
    previous_refresh: str | None = field(default=None, repr=False)
    version: int = 1
    lease_until: datetime | None = None
    needs_consent_since: datetime | None = None


class Tokens:
    """The sign-ins of one transaction."""

    __slots__ = ("_connection", "_keyring", "_now")

    def __init__(self, connection: Connection, keyring: Keyring, now: datetime) -> None:
        self._connection = connection
        self._keyring = keyring
        self._now = now

    async def load(self, tenant: str) -> SignIn | None:
        """Return the tenant's sign-in, not held; raise Unreadable if it does not open."""
        row = (await self._connection.execute(_load, {"of": tenant})).one_or_none()
        return None if row is None else self._read(row)

    async def put(self, sign_in: SignIn) -> None:
        """Write a new sign-in in place of whatever there is; its version is the next one."""
        before = (await self._connection.execute(_version, {"of": sign_in.tenant})).scalar()
        statement = _put[self._connection.dialect.name]
        row = self._written(replace(sign_in, version=(before or 0) + 1))
        await self._connection.execute(statement, row)

    async def claim(self, sign_in: SignIn, until: datetime) -> SignIn | None:
        """Take the refresh of exactly this version for oneself; None if somebody else has it.

        A lease that ran out is free. What needs consent is not refreshed any more.
        """
        taken = await self._changed(_claim, sign_in, until=until, at=self._now)
        return replace(sign_in, lease_until=until) if taken else None

    async def release(self, claimed: SignIn, until: datetime) -> None:
        """Give a claim back; nobody tries again before `until`."""
        await self._changed(_release, claimed, until=until, held_until=claimed.lease_until)

    async def keep(self, refreshed: SignIn) -> bool:
        """Write what a refresh has brought as the next version; False if that is there already.

        A lease that ran out meanwhile is no hindrance: these tokens are newer than the row's.
        """
        row = self._written(replace(refreshed, version=refreshed.version + 1))
        new = {f"new_{name}": value for name, value in row.items() if name != "tenant"}
        return await self._changed(_keep, refreshed, **new)

    async def give_up(self, sign_in: SignIn) -> bool:
        """Note that a person has to sign in anew; False if that is noted, or tokens came."""
        return await self._changed(_give_up, sign_in, at=self._now)

    async def _changed(self, statement: Any, sign_in: SignIn, **values: Any) -> bool:
        """Do it where the row still has this version; say whether it had."""
        which = {"of": sign_in.tenant, "seen": sign_in.version}
        return (await self._connection.execute(statement, which | values)).rowcount == 1

    def _read(self, row: Row[Any]) -> SignIn:
        values = dict(row._mapping)  # noqa: SLF001 - public, despite its underscore
        for name in _SEALED:
            if values[name] is not None:
                values[name] = self._keyring.open(values[name], _place(row.tenant, name)).decode()
        return SignIn(**values)

    def _written(self, sign_in: SignIn) -> dict[str, Any]:
        values = {each.name: getattr(sign_in, each.name) for each in fields(sign_in)}
        for name in _SEALED:
            if values[name] is not None:
                values[name] = self._keyring.seal(
                    values[name].encode(), _place(sign_in.tenant, name)
                )
        return values


def _place(tenant: str, column: str) -> str:
    return f"tokens/{tenant}/{column}"
