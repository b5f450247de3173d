"""An installation on the stage, sound until a test breaks something in it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.clock import SystemClock
from bot.doctor.diagnosis import diagnose
from bot.doctor.patient import Machine, this_machine
from bot.telegram.inbound import ALLOWED_UPDATES
from storage import Database, Keyring, new_keys
from tests.storage.rows import a_chat, a_submission

if TYPE_CHECKING:
    from datetime import datetime

    import httpx

    from bot.doctor.diagnosis import Findings
    from storage import SignIn

TOKEN = "1000001:token-of-an-installation-under-test"
PUBLIC_URL = "https://intake.example.org"
SIGN_IN = {
    "FLEXTELL_ACCESS_TOKEN": "",
    "FLEXTELL_CLIENT_ID": "intake",
    "FLEXTELL_CLIENT_SECRET": "made-up-secret",
}


class WrongClock(SystemClock):
    """A clock that goes right, and stands so many seconds ahead."""

    def __init__(self, ahead: float) -> None:
        self._ahead = timedelta(seconds=ahead)

    def now(self) -> datetime:
        """Give the time it shows."""
        return super().now() + self._ahead


@dataclass
class Installation:
    """Its settings, its machine, and the stage that stands for the world outside."""

    http: httpx.Client
    folder: Path
    settings: dict[str, str]
    machine: Machine
    watched: list[list[str]] = field(default_factory=list)

    async def diagnosed(self, **settings: str) -> Findings:
        """Have it looked at, with some settings changed; what is set to "" is not set."""
        machine = replace(self.machine, environment={**self.settings, **settings})
        return await diagnose(machine, lambda names: self.watched.append(list(names)))

    @property
    def url(self) -> str:
        """The database's address."""
        return self.settings["DATABASE_URL"]

    @property
    def file(self) -> Path:
        """The SQLite file."""
        return Path(self.url.removeprefix("sqlite:///"))

    @property
    def keys(self) -> tuple[str, str]:
        """The encryption keys and the index key."""
        return self.settings["ENCRYPTION_KEYS"], self.settings["INDEX_KEY"]

    def webhook(self, url: str, *allowed: str) -> None:
        """Have the webhook registered, as a process with this address would."""
        wanted = {"url": url, "allowed_updates": list(allowed or ALLOWED_UPDATES)}
        answer = self.http.post(f"/bot{TOKEN}/setWebhook", json=wanted).json()
        assert answer["ok"], answer

    def spoil_flextell(self, **operations: Any) -> None:
        """Set what goes wrong in Flextell."""
        self.http.put("/stage/flextell/faults", json=operations).raise_for_status()

    def spoil_telegram(self, *faults: dict[str, Any]) -> None:
        """Set what goes wrong at Telegram."""
        document = {"faults": list(faults), "updates": {}}
        self.http.put("/stage/telegram/faults", json=document).raise_for_status()


def installed(http: httpx.Client, folder: Path, database_url: str) -> Installation:
    """Return an installation that polls, has a lasting token, and lacks nothing."""
    http.post("/stage/reset", json={}).raise_for_status()
    encryption_keys, index_key = new_keys()
    settings = {
        "TELEGRAM_TOKEN": TOKEN,
        "TELEGRAM_API_URL": str(http.base_url).rstrip("/"),
        "FLEXTELL_API_URL": f"{str(http.base_url).rstrip('/')}/api/v1",
        "FLEXTELL_TENANT": "1",
        "FLEXTELL_ACCESS_TOKEN": "demo-token",
        "DATABASE_URL": database_url,
        "ENCRYPTION_KEYS": encryption_keys,
        "INDEX_KEY": index_key,
        "COMPANY_NAME": "Example Ltd",
        "PRIVACY_URL": "https://www.example.org/privacy",
    }
    machine = replace(
        this_machine(), env_file=folder / ".env", free_bytes=lambda _: 10_000_000_000
    )
    return Installation(http, folder, settings, machine)


async def put(installation: Installation, *, sign_in: SignIn | None = None) -> None:
    """Keep a chat and a submission, and perhaps a sign-in, under the installation's keys."""
    keyring = Keyring.parse(*installation.keys)
    database = Database(installation.url, keyring)
    body = b'{"first_name":"Ada","phone_number":"+447700900123"}'
    row = a_submission(
        body=body,
        phone_index=keyring.index("+447700900123", "phone"),
        email_index=None,
        body_index=keyring.index(body.decode(), "body"),
    )
    async with database.begin() as work:
        await work.chats.keep([a_chat()])
        await work.submissions.add([row])
        if sign_in is not None:
            await work.tokens.put(sign_in)
    await database.close()
