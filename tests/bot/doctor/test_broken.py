"""Broken installations: each way to break one is named by its cause, and by what to do."""

from __future__ import annotations

import os
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from bot.doctor.checks import CHECKS
from bot.doctor.findings import Verdict
from bot.rehearsal.children import free_port
from storage import new_keys
from storage.tokens import SignIn
from tests.bot.doctor.installation import PUBLIC_URL, SIGN_IN, WrongClock, put
from tests.road.waiting import until

if TYPE_CHECKING:
    from bot.doctor.diagnosis import Findings
    from tests.bot.doctor.installation import Installation

NOW = datetime.now(UTC)  # noqa: TID251 - what a sign-in of just now has in its row


def causes(found: Findings, verdict: Verdict = Verdict.WRONG) -> list[str]:
    """Return the names of the checks with this verdict."""
    return [name for name, finding in found.items() if finding.verdict is verdict]


def names(found: Findings, cause: str, seen: str, to_do: str) -> None:
    """Check that exactly one thing is wrong, and what is said of it."""
    assert causes(found) == [cause], found
    assert seen in found[cause].seen
    assert to_do in found[cause].to_do
    assert causes(found, Verdict.WARNING) == []


def warns(found: Findings, cause: str, seen: str, to_do: str) -> None:
    """Check that nothing is wrong and exactly one thing is to be known."""
    assert causes(found) == [], found
    assert causes(found, Verdict.WARNING) == [cause]
    assert seen in found[cause].seen
    assert to_do in found[cause].to_do


async def test_a_sound_installation_has_nothing_wrong(installation: Installation) -> None:
    """Every check of the table is made, and all is fine."""
    await put(installation)
    if installation.url.startswith("sqlite"):
        installation.file.chmod(0o600)
    found = await installation.diagnosed()
    assert list(found) == ["settings", *(check.name for check in CHECKS)]
    assert causes(found, Verdict.FINE) == list(found)
    assert not any(finding.to_do for finding in found.values())
    assert "@intake_stage_bot" in found["telegram"].seen
    assert found["keys"].seen == "they open all of 2 rows tried"


async def test_settings_that_are_wrong(on_sqlite: Installation) -> None:
    """All of them are named at once, and all that depends on them is not checked."""
    found = await on_sqlite.diagnosed(PORT="canary", TELEGRAM_TOKEN="canary", LANGUAGES="tlh")
    names(found, "settings", "3 cannot be used:", "docs/settings.md")
    for each in ("PORT is not", "TELEGRAM_TOKEN is not", "LANGUAGES names what"):
        assert each in found["settings"].seen
    assert "canary" not in str(found)
    rest = [finding for name, finding in found.items() if name != "settings"]
    assert {finding.seen for finding in rest} == {"because settings is wrong"}


async def test_an_env_file_others_may_read(on_sqlite: Installation) -> None:
    """Every secret is in it."""
    env_file = on_sqlite.machine.env_file
    env_file.write_text("LOG_LEVEL=INFO\n")
    env_file.chmod(0o644)
    warns(await on_sqlite.diagnosed(), "env file", "others may read", "chmod 600")
    env_file.chmod(0o600)
    assert "nobody else" in (await on_sqlite.diagnosed())["env file"].seen


@pytest.mark.parametrize(
    ("variable", "host"),
    [
        ("DYNO", "a Heroku dyno"),
        ("K_SERVICE", "Cloud Run"),
        ("GAE_APPLICATION", "App Engine"),
        ("VCAP_APPLICATION", "Cloud Foundry"),
        ("RAILWAY_ENVIRONMENT", "Railway"),
    ],
)
async def test_a_file_on_a_host_without_a_lasting_disk(
    on_sqlite: Installation, variable: str, host: str
) -> None:
    """It would be gone at the next restart."""
    found = await on_sqlite.diagnosed(**{variable: "web.1"})
    names(found, "disk", f"{host} loses every file at each restart", "add PostgreSQL")


async def test_postgresql_is_right_on_such_a_host(on_postgresql: Installation) -> None:
    """Nothing of it is on the dyno's disk."""
    assert causes(await on_postgresql.diagnosed(DYNO="web.1")) == []


@pytest.mark.parametrize("variable", ["RENDER", "FLY_APP_NAME"])
async def test_a_host_that_may_have_a_volume(on_sqlite: Installation, variable: str) -> None:
    """Nobody can tell from inside, so it is asked."""
    found = await on_sqlite.diagnosed(**{variable: "true"})
    warns(found, "disk", "that is not on a volume", f"make sure that {on_sqlite.file} is on one")


async def test_a_file_on_railways_volume(on_sqlite: Installation) -> None:
    """The host says where its volume is."""
    volume = {"RAILWAY_ENVIRONMENT": "production", "RAILWAY_VOLUME_MOUNT_PATH": "/elsewhere"}
    names(await on_sqlite.diagnosed(**volume), "disk", "Railway", "PostgreSQL")
    volume["RAILWAY_VOLUME_MOUNT_PATH"] = str(on_sqlite.file.parent)
    assert (await on_sqlite.diagnosed(**volume))["disk"].seen.startswith("the file is on the vol")


async def test_a_file_that_is_not_there(on_sqlite: Installation) -> None:
    """The bot's first start makes it and its folder; looking makes neither."""
    url = f"sqlite:///{on_sqlite.folder / 'new' / 'intake.db'}"
    found = await on_sqlite.diagnosed(DATABASE_URL=url)
    warns(found, "file", "the bot's first start, makes it", "if the bot has served here before")
    assert not (on_sqlite.folder / "new").exists()
    assert found["space"].verdict is Verdict.FINE
    assert found["database"].seen == "because there is no file yet"
    assert found["schema"].seen == "because database is not checked"


async def test_a_file_that_is_not_there_holds_no_sign_in(on_sqlite: Installation) -> None:
    """Looking for one does not make the file either."""
    on_sqlite.file.unlink()
    found = await on_sqlite.diagnosed(**SIGN_IN)
    assert (causes(found), causes(found, Verdict.WARNING)) == (["token"], ["file"])
    assert found["token"].to_do == "run `intake authorize`"
    assert not on_sqlite.file.exists()


async def test_a_folder_in_the_files_place(on_sqlite: Installation) -> None:
    """A slash too many, or the folder's name alone."""
    url = f"sqlite:///{on_sqlite.file.parent}"
    names(await on_sqlite.diagnosed(DATABASE_URL=url), "file", "is a folder", "name a file")


async def test_a_name_too_long_for_the_disk(on_sqlite: Installation) -> None:
    """The system's own words say what it is."""
    url = f"sqlite:///{'x' * 300}"
    found = await on_sqlite.diagnosed(DATABASE_URL=url)
    names(found, "file", "cannot be reached: File name too long", "mend DATABASE_URL")


async def test_a_file_of_another_user(on_sqlite: Installation) -> None:
    """Somebody ran a command as root."""
    on_sqlite.machine = replace(on_sqlite.machine, user_id=os.geteuid() + 1)
    names(await on_sqlite.diagnosed(), "file", "belongs to another user", "chown")


async def test_a_file_others_may_read(on_sqlite: Installation) -> None:
    """What SQLite keeps beside it counts as well."""
    beside = on_sqlite.file.with_name(f"{on_sqlite.file.name}-wal")
    beside.touch(mode=0o600)
    beside.chmod(0o640)
    warns(await on_sqlite.diagnosed(), "file", "may read intake.db-wal", "chmod 600")


@pytest.mark.parametrize(
    ("free", "check"), [(49_000_000, names), (51_000_000, warns), (499_000_000, warns)]
)
async def test_a_disk_that_fills_up(on_sqlite: Installation, free: int, check: object) -> None:
    """Little room is a warning, almost none is wrong."""
    on_sqlite.machine = replace(on_sqlite.machine, free_bytes=lambda _: free)
    assert callable(check)
    check(await on_sqlite.diagnosed(), "space", f"{free // 1_000_000} MB are free", "make room")


async def test_a_file_that_is_no_database(on_sqlite: Installation) -> None:
    """Something else lies there."""
    on_sqlite.file.write_text("no database at all, but quite some text" * 50)
    found = await on_sqlite.diagnosed()
    names(found, "database", "cannot be used: DatabaseError 26", "restore a backup")
    assert found["keys"].seen == "because schema is not checked"


async def test_a_server_that_is_not_there(on_postgresql: Installation) -> None:
    """The password in the address is not shown."""
    url = f"postgresql://me:canary-word@127.0.0.1:{free_port()}/intake"
    found = await on_postgresql.diagnosed(DATABASE_URL=url)
    names(found, "database", "out of reach", "see that it runs")
    assert "canary-word" not in str(found)


async def test_a_database_the_server_does_not_have(on_postgresql: Installation) -> None:
    """A slip in the name."""
    url = on_postgresql.url.replace("@/", "@/x")
    found = await on_postgresql.diagnosed(DATABASE_URL=url)
    names(found, "database", "no database of this name (Error 3D000)", "its host")


async def test_a_user_the_server_does_not_know(on_postgresql: Installation) -> None:
    """A slip in the user."""
    url = on_postgresql.url.replace("postgres@", "canary@")
    found = await on_postgresql.diagnosed(DATABASE_URL=url)
    names(found, "database", "refuses the user or the password", "user, password")


async def test_a_certificate_that_is_not_there(on_postgresql: Installation) -> None:
    """The address names a file of authorities that does not exist."""
    url = f"{on_postgresql.url}&sslmode=verify-full&sslrootcert=/nowhere.pem"
    found = await on_postgresql.diagnosed(DATABASE_URL=url)
    names(found, "database", "sslrootcert", "mend DATABASE_URL")


async def test_a_database_that_is_not_migrated(
    on_postgresql: Installation, empty_postgres_url: str
) -> None:
    """The release phase was left out."""
    found = await on_postgresql.diagnosed(DATABASE_URL=empty_postgres_url)
    names(found, "schema", "has not got this version's tables", "intake migrate")


async def test_keys_of_another_installation(installation: Installation) -> None:
    """Nothing stored opens."""
    await put(installation)
    encryption_keys, _ = new_keys()
    found = await installation.diagnosed(ENCRYPTION_KEYS=encryption_keys)
    assert causes(found) == ["keys"]
    assert "2 of 2 rows tried do not open, the first is chats/7/document" in found["keys"].seen
    assert "put the key they were sealed with back" in found["keys"].to_do


async def test_an_index_key_of_another_installation(installation: Installation) -> None:
    """What was indexed before is hidden by it."""
    await put(installation)
    found = await installation.diagnosed(INDEX_KEY=new_keys()[1])
    assert causes(found) == ["keys"]
    assert "1 of 2 rows tried are indexed under another key" in found["keys"].seen
    assert "INDEX_KEY" in found["keys"].to_do


async def test_a_key_whose_rotation_is_not_over(installation: Installation) -> None:
    """The older one is needed still."""
    await put(installation)
    (older, index_key), (newer, _) = installation.keys, new_keys()
    found = await installation.diagnosed(ENCRYPTION_KEYS=f"{newer},{older}", INDEX_KEY=index_key)
    assert causes(found) == []
    assert found["keys"].verdict is Verdict.WARNING
    assert f"rows tried still need {older.partition(':')[0]}" in found["keys"].seen
    assert "intake keys rotate" in found["keys"].to_do


async def test_an_index_key_whose_rotation_is_not_over(installation: Installation) -> None:
    """Likewise."""
    await put(installation)
    _, older = installation.keys
    found = await installation.diagnosed(INDEX_KEY=f"{new_keys()[1]},{older}")
    assert found["keys"].verdict is Verdict.WARNING
    assert "rows tried still need the older INDEX_KEY" in found["keys"].seen


async def test_a_token_telegram_does_not_know(on_sqlite: Installation) -> None:
    """Revoked, or mistyped in its first part."""
    found = await on_sqlite.diagnosed(TELEGRAM_TOKEN="0000001:canary-word-of-nobody")
    names(found, "telegram", "does not know TELEGRAM_TOKEN", "@BotFather")
    assert found["webhook"].seen == "because telegram is wrong"
    assert "canary-word" not in str(found)


async def test_telegram_out_of_reach(on_sqlite: Installation) -> None:
    """No way out of the machine, or a slip in the address."""
    found = await on_sqlite.diagnosed(TELEGRAM_API_URL=f"http://127.0.0.1:{free_port()}")
    names(found, "telegram", "no usable answer from TELEGRAM_API_URL: Unconnected", "reaches it")
    assert found["clocks"].verdict is Verdict.FINE


async def test_something_else_in_telegrams_place(on_sqlite: Installation) -> None:
    """A gateway's page is no answer of Telegram's."""
    on_sqlite.spoil_telegram({"method": "getMe", "answer": "502_html"})
    names(await on_sqlite.diagnosed(), "telegram", "no usable answer", "the address is right")


async def test_a_webhook_nobody_can_tell_of(on_sqlite: Installation) -> None:
    """Telegram answered once, and then stumbled."""
    on_sqlite.spoil_telegram({"method": "getWebhookInfo", "answer": "500"})
    names(await on_sqlite.diagnosed(), "webhook", "did not tell", "try again")


async def test_a_webhook_while_polling(on_sqlite: Installation) -> None:
    """Updates go elsewhere; the path of the other place is not shown, for it may be a secret."""
    on_sqlite.webhook("https://elsewhere.example.org/canary-word")
    found = await on_sqlite.diagnosed()
    names(found, "webhook", "sends them to elsewhere.example.org", "restart `intake poll`")
    assert "canary-word" not in str(found)


async def test_no_webhook_where_one_is_needed(on_sqlite: Installation) -> None:
    """`intake web` was never started, or could not register it."""
    found = await on_sqlite.diagnosed(PUBLIC_URL=PUBLIC_URL)
    names(found, "webhook", "none is set", "restart `intake web`")


async def test_a_webhook_that_leads_elsewhere(on_sqlite: Installation) -> None:
    """The address has changed, or somebody else uses the token."""
    on_sqlite.webhook("https://old.example.org/telegram")
    found = await on_sqlite.diagnosed(PUBLIC_URL=PUBLIC_URL)
    names(found, "webhook", "to old.example.org, not to /telegram", "somebody else uses")


async def test_a_webhook_of_which_updates_are_left_out(on_sqlite: Installation) -> None:
    """An older version asked for fewer kinds."""
    on_sqlite.webhook(f"{PUBLIC_URL}/telegram", "message", "callback_query")
    found = await on_sqlite.diagnosed(PUBLIC_URL=PUBLIC_URL)
    warns(found, "webhook", "leaves out edited_message, my_chat_member", "restart `intake web`")


async def test_a_webhook_that_is_well(on_sqlite: Installation) -> None:
    """Registered here, and nothing waits."""
    on_sqlite.webhook(f"{PUBLIC_URL}/telegram")
    found = await on_sqlite.diagnosed(PUBLIC_URL=PUBLIC_URL)
    assert causes(found) == []
    assert found["webhook"].seen == "updates come to PUBLIC_URL; 0 updates wait"


async def failing_webhook(installation: Installation) -> str:
    """Have Telegram fail to reach a webhook on this machine; return its address."""
    address = f"https://127.0.0.1:{free_port()}"
    installation.webhook(f"{address}/telegram")
    installation.http.post("/stage/people/1001/text", json={"text": "/start"}).raise_for_status()
    await until(lambda: "last_error_message" in info(installation), 10)
    return address


def info(installation: Installation) -> dict[str, object]:
    """Return what Telegram tells of the webhook."""
    token = installation.settings["TELEGRAM_TOKEN"]
    answer = installation.http.get(f"/bot{token}/getWebhookInfo").json()
    result: dict[str, object] = answer["result"]
    return result


async def test_a_webhook_that_fails_now(on_sqlite: Installation) -> None:
    """Updates wait, and the error is young."""
    address = await failing_webhook(on_sqlite)
    found = await on_sqlite.diagnosed(PUBLIC_URL=address)
    names(found, "webhook", "1 updates wait; the last error was 0 min ago: Connection", "outside")


@pytest.mark.parametrize(
    ("hours", "verdict", "seen"),
    [
        (0.5, Verdict.WARNING, "was 30 min ago"),
        (5, Verdict.WARNING, "was 5 h ago"),
        (48, Verdict.FINE, "1 updates wait"),
    ],
)
async def test_a_webhook_that_failed_some_time_ago(
    on_sqlite: Installation, hours: float, verdict: Verdict, seen: str
) -> None:
    """Telegram keeps the last error on record, however long ago it was."""
    address = await failing_webhook(on_sqlite)
    on_sqlite.machine = replace(on_sqlite.machine, clock=WrongClock(hours * 3600 + 5))
    webhook = (await on_sqlite.diagnosed(PUBLIC_URL=address))["webhook"]
    assert webhook.verdict is verdict
    assert seen in webhook.seen


async def test_many_updates_that_wait(on_sqlite: Installation) -> None:
    """The last error is too old to say why."""
    for _ in range(99):
        on_sqlite.http.post("/stage/people/1001/text", json={"text": "hello"})
    address = await failing_webhook(on_sqlite)
    on_sqlite.machine = replace(on_sqlite.machine, clock=WrongClock(48 * 3600))
    webhook = (await on_sqlite.diagnosed(PUBLIC_URL=address))["webhook"]
    assert (webhook.verdict, webhook.seen) == (Verdict.WARNING, "100 updates wait")
    assert "how busy" in webhook.to_do


async def test_a_token_flextell_does_not_take(on_sqlite: Installation) -> None:
    """Expired or revoked."""
    found = await on_sqlite.diagnosed(FLEXTELL_ACCESS_TOKEN="canary-word")
    names(found, "flextell", "does not take the token (HTTP 401)", "FLEXTELL_ACCESS_TOKEN")
    assert "canary-word" not in str(found)


async def test_another_tenant(on_sqlite: Installation) -> None:
    """The token is not for it."""
    found = await on_sqlite.diagnosed(FLEXTELL_TENANT="2")
    names(found, "flextell", "the tenant or the right to read customers is refused", "TENANT")


async def test_a_right_that_is_missing(on_sqlite: Installation) -> None:
    """The token may not list customers, and so no unclear answer could be cleared up."""
    on_sqlite.spoil_flextell(list={"fault": "forbidden_403", "times": 1})
    names(await on_sqlite.diagnosed(), "flextell", "the right to read", "may read customers")


async def test_an_address_without_the_api(on_sqlite: Installation) -> None:
    """The version was forgotten."""
    url = on_sqlite.settings["FLEXTELL_API_URL"].removesuffix("/v1")
    found = await on_sqlite.diagnosed(FLEXTELL_API_URL=url)
    names(found, "flextell", "FLEXTELL_API_URL leads elsewhere (HTTP 404", "docs/settings.md")


async def test_flextell_out_of_reach(on_sqlite: Installation) -> None:
    """Nothing listens there."""
    url = f"http://127.0.0.1:{free_port()}/api/v1"
    found = await on_sqlite.diagnosed(FLEXTELL_API_URL=url)
    names(found, "flextell", "cannot be reached (not sent: ConnectError)", "way out")


@pytest.mark.parametrize(
    ("fault", "seen"), [("fails_500", "no usable answer"), ("limited_429", "too many calls")]
)
async def test_flextell_in_trouble(on_sqlite: Installation, fault: str, seen: str) -> None:
    """That passes by itself, and is told as what it is."""
    on_sqlite.spoil_flextell(list={"fault": fault, "times": 1})
    names(await on_sqlite.diagnosed(), "flextell", seen, "try again")


async def test_nobody_has_signed_in(installation: Installation) -> None:
    """The application is named, and no token is there."""
    found = await installation.diagnosed(**SIGN_IN)
    assert causes(found) == ["token"]
    assert "nobody has signed in" in found["token"].seen
    assert found["token"].to_do == "run `intake authorize`"
    assert found["flextell"].seen == "because token is wrong"


async def test_a_sign_in_that_needs_a_person_again(installation: Installation) -> None:
    """Flextell refused to refresh it."""
    await put(installation, sign_in=SignIn("1", "a", "r", NOW, None, needs_consent_since=NOW))
    found = await installation.diagnosed(**SIGN_IN)
    assert "refreshes the token no more" in found["token"].seen
    assert "intake authorize" in found["token"].to_do


@pytest.mark.parametrize(
    ("left", "seen"),
    [
        (timedelta(minutes=43, seconds=30), "lasts for 43 minutes"),
        (timedelta(minutes=-3), "is over, and is refreshed when it is needed"),
        (None, "Flextell did not say"),
    ],
)
async def test_how_long_a_sign_in_lasts(
    installation: Installation, left: timedelta | None, seen: str
) -> None:
    """As far as it is known."""
    now = datetime.now(UTC)  # noqa: TID251 - the suite may have run for minutes since NOW
    granted_at = now - timedelta(hours=1)
    expires_at = None if left is None else now + left
    await put(installation, sign_in=SignIn("1", "demo-token", "r", granted_at, expires_at))
    found = await installation.diagnosed(**SIGN_IN)
    assert found["token"].verdict is Verdict.FINE
    assert seen in found["token"].seen


async def test_a_sign_in_that_works(installation: Installation) -> None:
    """The list call is made with what the sign-in has brought."""
    sign_in = SignIn("1", "demo-token", "r", NOW, NOW + timedelta(hours=1))
    await put(installation, sign_in=sign_in)
    found = await installation.diagnosed(**SIGN_IN)
    assert found["flextell"].seen == "tenant 1 lets its customers be read"


async def test_a_sign_in_that_was_revoked(installation: Installation) -> None:
    """The token is rejected and the refresh as well: a person is needed."""
    await put(installation, sign_in=SignIn("1", "canary-word", "canary-word", NOW, None))
    found = await installation.diagnosed(**SIGN_IN)
    assert causes(found) == ["flextell"]
    assert "has to sign in anew" in found["flextell"].seen
    assert "canary-word" not in str(found)


async def test_a_sign_in_that_does_not_open(installation: Installation) -> None:
    """Other keys, and another sign-in mends it."""
    await put(installation, sign_in=SignIn("1", "demo-token", "r", NOW, None))
    found = await installation.diagnosed(**SIGN_IN, ENCRYPTION_KEYS=new_keys()[0])
    assert causes(found) == ["keys", "token"]
    assert "do not open with these ENCRYPTION_KEYS" in found["token"].seen


async def test_a_sign_in_in_a_database_that_is_away(on_postgresql: Installation) -> None:
    """Only the database is wrong; token and Flextell could not be looked at."""
    url = f"postgresql://me@127.0.0.1:{free_port()}/intake"
    found = await on_postgresql.diagnosed(**SIGN_IN, DATABASE_URL=url)
    assert causes(found) == ["database"]
    assert found["token"].seen == "because the database that holds it cannot be used"
    assert found["flextell"].seen == "because token is not checked"


@pytest.mark.parametrize(
    ("ahead", "check", "seen"),
    [
        (303, names, "Telegram is 30_ s behind, Flextell is 30_ s behind"),
        (-304, names, "Telegram is 30_ s ahead"),
        (64, warns, "Flextell is 6_ s behind"),
    ],
)
async def test_a_clock_that_is_wrong(
    on_sqlite: Installation, ahead: float, check: object, seen: str
) -> None:
    """A look-up would not recognise the customer it looks for."""
    on_sqlite.machine = replace(on_sqlite.machine, clock=WrongClock(ahead))
    found = await on_sqlite.diagnosed()
    roughly = re.sub(r"\d(?= s )", "_", found["clocks"].seen)
    found["clocks"] = replace(found["clocks"], seen=roughly)
    assert callable(check)
    check(found, "clocks", seen, "set the clock")


async def test_the_databases_clock_is_compared_as_well(on_postgresql: Installation) -> None:
    """Its time is the one attempts are written down with."""
    found = await on_postgresql.diagnosed()
    assert found["clocks"].seen == (
        "all tell the same time: this machine, Telegram, Flextell, the database"
    )


async def test_clocks_nobody_can_compare(on_sqlite: Installation) -> None:
    """Both are out of reach, and a file has no clock."""
    away = f"http://127.0.0.1:{free_port()}"
    found = await on_sqlite.diagnosed(TELEGRAM_API_URL=away, FLEXTELL_API_URL=f"{away}/api/v1")
    assert found["clocks"].seen == "because nobody told the time"


async def test_a_database_without_a_clock_to_compare(on_postgresql: Installation) -> None:
    """Where it is away, the others are compared."""
    url = f"postgresql://me@127.0.0.1:{free_port()}/intake"
    found = await on_postgresql.diagnosed(DATABASE_URL=url)
    assert found["clocks"].seen == "all tell the same time: this machine, Telegram, Flextell"


async def test_a_window_too_short_to_settle(on_sqlite: Installation) -> None:
    """It is for tests."""
    found = await on_sqlite.diagnosed(SETTLE_MINUTES="0.25")
    warns(found, "settling", "SETTLE_MINUTES is 0.25", "leave it at 15")


async def test_no_policy(on_sqlite: Installation) -> None:
    """Telegram asks for one."""
    found = await on_sqlite.diagnosed(PRIVACY_URL="")
    warns(found, "privacy", "PRIVACY_URL is not set", "company's policy")
