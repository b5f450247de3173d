from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from bot.settings import (
    SHIPPED,
    DatabaseSettings,
    LogSettings,
    Settings,
    Shipped,
    WrongSettings,
    load_settings,
    secrets_of,
)
from storage import new_keys
from tests.bot.wrong_settings import WRONG

if TYPE_CHECKING:
    from pathlib import Path

ENCRYPTION_KEYS, INDEX_KEY = new_keys()
NEEDED = {
    "TELEGRAM_TOKEN": "123456:peer-bench-token",
    "FLEXTELL_TENANT": "42",
    "FLEXTELL_ACCESS_TOKEN": "12|flx-made-up-token",
    "COMPANY_NAME": "Example Ltd",
    "ENCRYPTION_KEYS": ENCRYPTION_KEYS,
    "INDEX_KEY": INDEX_KEY,
}


def load(**changes: str) -> Settings:
    """Load what is needed, with changes."""
    return load_settings(Settings, environment=NEEDED | changes, env_file=None)


def complaint(**changes: str) -> str:
    """Load with wrong changes, and give what is said of them: one problem for each."""
    with pytest.raises(WrongSettings) as caught:
        load(**changes)
    assert len(caught.value.problems) == len(changes)
    return str(caught.value)


def test_six_settings_are_enough_to_start() -> None:
    """Everything else has a default that suits a first try."""
    settings = load()
    assert settings.telegram_token.get_secret_value() == "123456:peer-bench-token"
    assert settings.telegram_api_url == "https://api.telegram.org"
    assert settings.flextell_api_url == "https://dev.flextell.ai/api/v1"
    assert settings.flextell_date_format == "date-time"
    assert settings.database_url.get_secret_value() == "sqlite:///var/intake.sqlite"
    assert (settings.public_url, settings.port) == (None, 8080)
    assert (settings.languages, settings.default_language) == (SHIPPED.languages, "en")
    assert settings.required_questions == ("name", "phone")
    assert (settings.minimum_age, settings.single_name_last) == (0, "-")
    assert (settings.draft_days, settings.record_days, settings.privacy_url) == (7, 1, None)
    assert (settings.settle_minutes, settings.time_zone.key) == (15.0, "UTC")
    assert (settings.log_level, settings.log_format) == ("INFO", None)


def test_every_missing_setting_is_named_at_once() -> None:
    """An operator mends all in one go."""
    with pytest.raises(WrongSettings) as caught:
        load_settings(Settings, environment={}, env_file=None)
    assert {problem.name for problem in caught.value.problems} == NEEDED.keys()
    lines = str(caught.value).splitlines()
    assert all(" is not set" in line and "; expected: " in line for line in lines)
    assert sum("intake keys new" in line for line in lines) == 2


def test_every_wrong_setting_is_named_at_once_and_no_value_repeated() -> None:
    """A value may be a secret put on the wrong line."""
    with pytest.raises(WrongSettings) as caught:
        load_settings(Settings, environment=WRONG, env_file=None)
    assert {problem.name for problem in caught.value.problems} == WRONG.keys()
    text = str(caught.value)
    assert len(text.splitlines()) == len(WRONG)
    assert "canary" not in text.lower()
    assert "Value error" not in text


def test_no_error_that_knows_the_values_is_chained() -> None:
    """Whoever prints the chain of errors prints no secret."""
    with pytest.raises(WrongSettings) as caught:
        load_settings(Settings, environment=WRONG, env_file=None)
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None


def test_problems_come_in_the_order_of_the_page() -> None:
    """The lines can be mended from top to bottom."""
    with pytest.raises(WrongSettings) as caught:
        load_settings(Settings, environment=WRONG, env_file=None)
    assert [problem.name for problem in caught.value.problems] == list(WRONG)


def test_a_group_asks_for_its_own_settings_only() -> None:
    """`intake migrate` needs no token."""
    settings = load_settings(
        DatabaseSettings,
        environment={"DATABASE_URL": "sqlite:///other.sqlite", "PORT": "wrong"},
        env_file=None,
    )
    assert settings.database_url.get_secret_value() == "sqlite:///other.sqlite"


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    """A host's own variables count more than what lies in a folder."""
    env_file = tmp_path / ".env"
    env_file.write_text("LOG_LEVEL=error\nLOG_FORMAT='json'\nSOMETHING_ELSE=1\n", encoding="utf-8")
    settings = load_settings(LogSettings, environment={"LOG_LEVEL": "debug"}, env_file=env_file)
    assert (settings.log_level, settings.log_format) == ("DEBUG", "json")


@pytest.mark.parametrize("empty", ["", "  "])
def test_an_empty_text_counts_as_not_set(tmp_path: Path, empty: str) -> None:
    """The file's line or the default holds."""
    env_file = tmp_path / ".env"
    env_file.write_text("LOG_LEVEL=ERROR\n", encoding="utf-8")
    environment = {"LOG_LEVEL": empty, "LOG_FORMAT": empty}
    settings = load_settings(LogSettings, environment=environment, env_file=env_file)
    assert (settings.log_level, settings.log_format) == ("ERROR", None)


def test_a_missing_file_holds_no_settings(tmp_path: Path) -> None:
    """Nobody needs a `.env`."""
    settings = load_settings(LogSettings, environment={}, env_file=tmp_path / ".env")
    assert settings.log_level == "INFO"


def test_a_file_that_is_no_text_is_reported(tmp_path: Path) -> None:
    """A `.env` saved in another encoding stops the start with a sentence."""
    env_file = tmp_path / ".env"
    env_file.write_bytes(b"COMPANY_NAME=\xff\xfe\n")
    with pytest.raises(WrongSettings, match=r"\.env cannot be read; expected: .*UTF-8"):
        load_settings(LogSettings, environment={}, env_file=env_file)


def test_the_process_environment_is_read_unless_another_is_given() -> None:
    """Without arguments the settings come from where hosts put them."""
    program = "from bot.settings import *; print(load_settings(LogSettings).log_level)"
    run = subprocess.run(  # noqa: S603 - this interpreter and a program written here
        [sys.executable, "-c", program],
        env={**os.environ, "LOG_LEVEL": "warning"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout == "WARNING\n"


@pytest.mark.parametrize(
    "token",
    [
        "123456:short",
        "123456",
        "abc:AAExampleExampleExampleExampleExamp",
        "1:AAExample Example",
        ":",
    ],
)
def test_a_malformed_token_is_refused(token: str) -> None:
    """It would only fail later, at Telegram."""
    assert "TELEGRAM_TOKEN is not of the form" in complaint(TELEGRAM_TOKEN=token)


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("http://intake.example.org", "does not start with https://"),
        ("intake.example.org", "is not an address"),
        ("https://", "is not an address"),
        ("https://intake.example.org:99999", "is not an address"),
        ("https://intake.example.org:0", "is not an address"),
        ("https://intake .example.org", "is not an address"),
        ("https://intake.example.org/bot", "has a path"),
        ("https://intake.example.org?x", "has a query or a fragment"),
        ("https://intake.example.org#x", "has a query or a fragment"),
        ("https://me:word@intake.example.org", "holds a user name or a password"),
    ],
)
def test_a_public_url_is_an_https_origin(url: str, why: str) -> None:
    """Telegram sends updates to https only, and the path is ours."""
    assert f"PUBLIC_URL {why}; expected:" in complaint(PUBLIC_URL=url)


@pytest.mark.parametrize("ids", ["0", "-1", "1001,@ada", "1001;1002", ",", "9" * 17])
def test_operators_are_named_by_numbers(ids: str) -> None:
    """A name can change its owner, an id cannot."""
    assert "OPERATOR_IDS" in complaint(OPERATOR_IDS=ids)


def test_the_operators_page_has_an_address() -> None:
    """Where the world reaches the bot, or else on this machine alone."""
    assert load().operator_ids == frozenset()
    assert load(OPERATOR_IDS="1001, 1002,1001").operator_ids == {1001, 1002}
    assert load(PORT="8081").own_address == "http://localhost:8081"
    assert load(PUBLIC_URL="https://bot.example.org/").own_address == "https://bot.example.org"


def test_a_slash_at_the_end_of_an_address_is_taken_away() -> None:
    """People copy addresses from browsers."""
    settings = load(
        PUBLIC_URL="https://intake.example.org:8443/",
        TELEGRAM_API_URL="http://127.0.0.1:8081/",
        FLEXTELL_API_URL="https://flextell.example.org/api/v1/",
    )
    assert settings.public_url == "https://intake.example.org:8443"
    assert settings.telegram_api_url == "http://127.0.0.1:8081"
    assert settings.flextell_api_url == "https://flextell.example.org/api/v1"


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:8000", "[::1]:8000", "api.localhost"])
def test_flextell_over_http_is_for_this_machine(host: str) -> None:
    """A stand-in on the same machine needs no certificate."""
    assert load(FLEXTELL_API_URL=f"http://{host}/api/v1").flextell_api_url.startswith("http://")


@pytest.mark.parametrize("host", ["flextell.example.org", "192.0.2.1", "localhost.example.org"])
def test_flextell_over_http_is_refused_elsewhere(host: str) -> None:
    """The access token and personal data would be readable on the way."""
    assert "in clear" in complaint(FLEXTELL_API_URL=f"http://{host}/api/v1")


SIGNED_IN = {"FLEXTELL_CLIENT_ID": "client", "FLEXTELL_CLIENT_SECRET": "made-up-secret"}


def test_a_sign_in_does_without_a_lasting_token() -> None:
    """Name and secret of the client are enough, and everything else has a default."""
    settings = load(FLEXTELL_ACCESS_TOKEN="", **SIGNED_IN)
    assert settings.signs_in
    assert settings.flextell_scope == "customers:read customers:write"
    assert settings.flextell_redirect_uri == "http://127.0.0.1:8765/callback"
    assert settings.authorize_url == "https://dev.flextell.ai/oauth/authorize"
    assert settings.token_url == "https://dev.flextell.ai/oauth/token"


def test_a_lasting_token_goes_before_a_sign_in() -> None:
    """It is the simple way."""
    assert not load(**SIGNED_IN).signs_in


def test_the_sign_in_follows_the_api_to_another_host() -> None:
    """Unless it is said where it is."""
    api = "https://flextell.example.org:8443/api/v1"
    assert load(FLEXTELL_API_URL=api).token_url == "https://flextell.example.org:8443/oauth/token"
    settings = load(
        FLEXTELL_API_URL=api,
        FLEXTELL_TOKEN_URL="https://id.example.org/token",
        FLEXTELL_AUTHORIZE_URL="https://id.example.org/authorize/",
    )
    assert settings.token_url == "https://id.example.org/token"
    assert settings.authorize_url == "https://id.example.org/authorize"


def test_a_redirect_keeps_its_slash() -> None:
    """It has to match what is registered to the letter."""
    uri = "https://intake.example.org/callback/"
    assert load(FLEXTELL_REDIRECT_URI=uri).flextell_redirect_uri == uri


@pytest.mark.parametrize("lacks", list(SIGNED_IN))
@pytest.mark.parametrize("token", ["", "flx-made-up-token"])
def test_half_a_client_is_refused(lacks: str, token: str) -> None:
    """What is missing is named; a token does not hide the slip."""
    with pytest.raises(WrongSettings) as caught:
        load(**SIGNED_IN | {lacks: "", "FLEXTELL_ACCESS_TOKEN": token})
    (line,) = str(caught.value).splitlines()
    missing = lacks == "FLEXTELL_CLIENT_SECRET"
    assert ("FLEXTELL_CLIENT_SECRET is not set, although FLEXTELL_CLIENT_ID is" in line) == missing
    assert ("FLEXTELL_CLIENT_SECRET is set without FLEXTELL_CLIENT_ID" in line) == (not missing)


def test_without_a_token_and_a_client_both_ways_are_named() -> None:
    """An operator chooses one of them."""
    with pytest.raises(WrongSettings) as caught:
        load(FLEXTELL_ACCESS_TOKEN="")
    (line,) = str(caught.value).splitlines()
    for name in ("FLEXTELL_ACCESS_TOKEN is not set", *SIGNED_IN):
        assert name in line


def test_a_wrong_client_is_reported_alone() -> None:
    """Nobody is sent for a token because of it."""
    with pytest.raises(WrongSettings) as caught:
        load(FLEXTELL_ACCESS_TOKEN="", **SIGNED_IN | {"FLEXTELL_CLIENT_ID": "a b"})
    assert [problem.name for problem in caught.value.problems] == ["FLEXTELL_CLIENT_ID"]


def test_keys_are_checked_against_each_other() -> None:
    """The index key must be none of the encryption keys."""
    same = ENCRYPTION_KEYS.partition(":")[2]
    assert "INDEX_KEY cannot be used" in complaint(INDEX_KEY=same)


def test_wrong_encryption_keys_do_not_make_the_index_key_wrong() -> None:
    """Only what is wrong is reported."""
    assert "ENCRYPTION_KEYS cannot be used" in complaint(ENCRYPTION_KEYS="k1:short")


def test_the_keyring_is_ready_to_use() -> None:
    """What one start seals the next one opens."""
    sealed = load().keyring.seal(b"made up", "chats/1/document")
    assert load().keyring.open(sealed, "chats/1/document") == b"made up"


def test_the_webhook_secret_is_the_one_that_is_set() -> None:
    """An operator may want a word of their own."""
    assert load(TELEGRAM_WEBHOOK_SECRET="my-own_word").webhook_secret.get_secret_value() == (
        "my-own_word"
    )


def test_a_derived_webhook_secret_is_the_same_in_every_process() -> None:
    """It follows from the token alone, so that keys may change, and Telegram takes it."""
    derived = load().webhook_secret.get_secret_value()
    assert derived == load(PORT="9000").webhook_secret.get_secret_value()
    assert derived == load(INDEX_KEY=new_keys()[1]).webhook_secret.get_secret_value()
    other_bot = load(TELEGRAM_TOKEN="654321:peer-bench-token")
    assert derived != other_bot.webhook_secret.get_secret_value()
    assert derived.isalnum()
    assert len(derived) == 64


def test_the_default_language_is_the_first_of_languages() -> None:
    """Somebody who speaks Arabic only sets one line."""
    assert load(LANGUAGES="ar").default_language == "ar"
    assert load(LANGUAGES="AR, en", DEFAULT_LANGUAGE="EN").default_language == "en"


@pytest.mark.parametrize(
    ("languages", "default", "why"),
    [
        ("ar", "en", "is not among LANGUAGES (en); there are ar"),
        ("en,ar", "en,ar", "names more than one language"),
    ],
)
def test_the_default_language_is_one_of_languages(languages: str, default: str, why: str) -> None:
    """The bot must be able to speak it."""
    with pytest.raises(WrongSettings) as caught:
        load(LANGUAGES=languages, DEFAULT_LANGUAGE=default)
    assert f"DEFAULT_LANGUAGE {why}; expected: one of LANGUAGES" in str(caught.value)


def test_what_is_shipped_is_passed_in() -> None:
    """A language or question added to the conversation is taken without a change here."""
    shipped = Shipped(("en", "tr"), ("name", "phone", "job"), frozenset({"name", "phone"}))
    settings = load_settings(
        Settings,
        environment=NEEDED | {"LANGUAGES": "tr", "REQUIRED_QUESTIONS": "job"},
        env_file=None,
        shipped=shipped,
    )
    assert settings.languages == ("tr",)
    assert settings.required_questions == ("name", "phone", "job")


def test_the_default_languages_are_all_that_are_shipped() -> None:
    """A catalogue that is added is spoken, unless an operator says otherwise."""
    assert load().languages == SHIPPED.languages


def test_settings_are_read_by_the_loader_only() -> None:
    """Whoever goes around it would not know what is shipped."""
    with pytest.raises(TypeError, match="load_settings"):
        Settings.model_validate(NEEDED)


def test_required_questions_come_in_the_order_of_the_flow() -> None:
    """Name and phone are always among them."""
    settings = load(REQUIRED_QUESTIONS="gender, email ,email")
    assert settings.required_questions == ("name", "phone", "email", "gender")


def test_a_question_that_is_not_asked_cannot_be_required() -> None:
    """The sentence names it and what there is."""
    assert "names what is not asked (shoe_size); there are name, phone" in complaint(
        REQUIRED_QUESTIONS="name,shoe_size"
    )


def test_further_questions_are_off_and_come_in_the_order_of_the_flow() -> None:
    """EXTRA_QUESTIONS alone switches them on, in whatever order it names them."""
    assert load().extra_questions == ()
    assert load(EXTRA_QUESTIONS="address, Job").extra_questions == ("job", "address")


def test_only_further_questions_can_be_switched_on() -> None:
    """The others are asked anyway; the sentence names what there is."""
    assert "names what cannot be switched on (email, shoe_size); there are " in complaint(
        EXTRA_QUESTIONS="job,email,shoe_size"
    )


def test_a_further_question_can_be_required_once_it_is_switched_on() -> None:
    """It is then like any other."""
    settings = load(EXTRA_QUESTIONS="job", REQUIRED_QUESTIONS="job")
    assert settings.required_questions == ("name", "phone", "job")


def test_a_further_question_that_is_off_cannot_be_required() -> None:
    """The sentence says which, and what would switch it on."""
    assert "names what EXTRA_QUESTIONS does not switch on (address, job); expected" in complaint(
        REQUIRED_QUESTIONS="address,job"
    )


def test_countries_come_with_their_ids_in_the_order_written() -> None:
    """Those named first are offered first."""
    settings = load(EXTRA_QUESTIONS="country", FLEXTELL_COUNTRIES="tr:90, DE : 49,GB:49,")
    assert list((settings.flextell_countries or {}).items()) == [
        ("TR", 90),
        ("DE", 49),
        ("GB", 49),
    ]
    assert load().flextell_countries is None


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        (
            "TR:90,DE,XX:1,GB:0,FR:x",
            "holds what is no country with its id (DE, XX:1, GB:0, something else)",
        ),
        ("somewhere far away:1", "holds what is no country with its id (something else)"),
        ("TR:1,DE:2,tr:3", "gives more than one id to a country (TR)"),
        (",", "names nothing"),
    ],
)
def test_all_wrong_countries_are_named_at_once(text: str, wrong: str) -> None:
    """An operator mends them in one go."""
    assert f"FLEXTELL_COUNTRIES {wrong}; expected: " in complaint(FLEXTELL_COUNTRIES=text)


def test_the_country_is_not_asked_without_its_ids() -> None:
    """Flextell takes ids only, so the answer could not be sent."""
    assert "EXTRA_QUESTIONS names country, but FLEXTELL_COUNTRIES is not set; " in complaint(
        EXTRA_QUESTIONS="country,job"
    )


def test_the_country_is_not_held_against_wrong_ids() -> None:
    """Only FLEXTELL_COUNTRIES is reported: with it mended, the other is right."""
    with pytest.raises(WrongSettings) as caught:
        load(EXTRA_QUESTIONS="country", FLEXTELL_COUNTRIES="TR")
    assert [problem.name for problem in caught.value.problems] == ["FLEXTELL_COUNTRIES"]


def test_what_is_required_is_not_held_against_wrong_further_questions() -> None:
    """Only EXTRA_QUESTIONS is reported: with it mended, the other may be right."""
    with pytest.raises(WrongSettings) as caught:
        load(EXTRA_QUESTIONS="jobs", REQUIRED_QUESTIONS="job")
    assert [problem.name for problem in caught.value.problems] == ["EXTRA_QUESTIONS"]


def test_a_list_without_a_word_is_refused() -> None:
    """A lone comma is a slip, not an empty list."""
    assert "LANGUAGES names nothing" in complaint(LANGUAGES=" , ")


def test_a_strange_word_in_a_list_is_not_repeated() -> None:
    """Only what looks like a key is said back."""
    assert "names what is not shipped (a word that is no name)" in complaint(
        LANGUAGES="canary@example.org"
    )


@pytest.mark.parametrize("minutes", ["0.05", "15", "1e3"])
def test_any_positive_number_of_minutes_settles(minutes: str) -> None:
    """Tests use seconds, careful operators hours."""
    assert load(SETTLE_MINUTES=minutes).settle_minutes == float(minutes)


@pytest.mark.parametrize("minutes", ["0", "-1", "nan", "inf", "soon"])
def test_minutes_that_never_or_always_settle_are_refused(minutes: str) -> None:
    """Neither would be a wait."""
    assert "SETTLE_MINUTES is not" in complaint(SETTLE_MINUTES=minutes)


@pytest.mark.parametrize("zone", ["Mars/Olympus", "../etc/passwd", "/etc/passwd", "Europe"])
def test_an_unknown_time_zone_is_refused(zone: str) -> None:
    """Nor is a path or a folder of the database a zone."""
    assert "TIME_ZONE is not a known time zone" in complaint(TIME_ZONE=zone)


@pytest.mark.parametrize(("written", "region"), [("gb", "GB"), ("TR", "TR"), ("xk", "XK")])
def test_a_region_may_be_written_small(written: str, region: str) -> None:
    """Codes are told in capitals, people type as they like."""
    assert load(DEFAULT_REGION=written).default_region == region


@pytest.mark.parametrize("region", ["UK", "TUR", "90", "ZZ"])
def test_what_is_no_country_is_refused(region: str) -> None:
    """Every number typed without a country code would be misread; UK is a frequent slip."""
    assert "DEFAULT_REGION is no country's two letters" in complaint(DEFAULT_REGION=region)


@pytest.mark.parametrize("text", ["Example\nLtd", "Example\x00Ltd", "Example\u2028Ltd"])
def test_a_line_feed_within_a_setting_is_refused(text: str) -> None:
    """It would break a message, a header or a line of the log."""
    assert "COMPANY_NAME holds a control character" in complaint(COMPANY_NAME=text)


def test_a_company_may_be_named_in_any_script() -> None:
    """Joiners inside a word are part of the spelling, not control characters."""
    assert load(COMPANY_NAME="نمونه\u200cها").company_name == "نمونه\u200cها"


def test_printing_the_settings_shows_no_secret() -> None:
    """A stray repr in a log or a crash report tells nothing."""
    settings = load(
        TELEGRAM_WEBHOOK_SECRET="my-own-secret-word",
        DATABASE_URL="postgresql://intake:pass-word@db.example.org/intake",
    )
    shown = f"{settings} {settings!r}"
    assert not [secret for secret in secrets_of(settings) if secret in shown]


def test_the_redactor_is_told_every_secret() -> None:
    """Whole, and in its parts."""
    settings = load(DATABASE_URL="postgresql://intake:long%20pass@db.example.org/intake")
    secrets = secrets_of(settings)
    assert {
        *("123456:peer-bench-token", "peer-bench-token", "12|flx-made-up-token", INDEX_KEY),
        *(ENCRYPTION_KEYS, ENCRYPTION_KEYS.partition(":")[2], "long pass", "long%20pass"),
        settings.webhook_secret.get_secret_value(),
    } <= secrets
    assert "intake" not in secrets


def test_a_group_without_a_bot_has_its_own_secrets_only() -> None:
    """Nothing is derived where there is nothing to derive it from."""
    settings = load_settings(DatabaseSettings, environment={}, env_file=None)
    assert secrets_of(settings) == set()


def test_settings_cannot_be_changed_after_the_start() -> None:
    """What was checked stays what is used."""
    with pytest.raises(ValueError, match="frozen"):
        load().port = 1  # type: ignore[misc]  # that it is read-only is the fact tested


def test_a_privacy_page_may_be_anywhere_under_https() -> None:
    """The address is shown as it was written."""
    url = "https://www.example.org/privacy/"
    assert load(PRIVACY_URL=url).privacy_url == url


@pytest.mark.parametrize("name", ["DRAFT_DAYS", "RECORD_DAYS"])
def test_days_are_kept_within_a_year(name: str) -> None:
    """Nothing is kept for ever by a slip, and nothing is lost on the day it comes."""
    assert f"{name} is out of range" in complaint(**{name: "0"})
    assert f"{name} is out of range" in complaint(**{name: "367"})
