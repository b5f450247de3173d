from __future__ import annotations

import ast
import asyncio
import io
import json
import logging
import subprocess
import sys
import threading
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import httpx
import pytest
import structlog
import telegram
from telegram.request import HTTPXRequest

from bot import metrics
from bot.logs import configure_logs
from bot.logs.fields import ALLOWED, shown
from bot.settings import LogSettings, Settings, WrongSettings, load_settings
from storage import new_keys

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[2]
TOKEN = "123456789:AAMadeUpMadeUpMadeUpMadeUpMadeUpMade"
ACCESS_TOKEN = "flx-made-up-access-token"
ENCRYPTION_KEYS, INDEX_KEY = new_keys()
PERSONAL = ("Zehra Örnek", "+447700900123", "447700900123", "zehra@example.org", "1990-12-10")
SECRET = (TOKEN, TOKEN.partition(":")[2], ACCESS_TOKEN, ENCRYPTION_KEYS, INDEX_KEY, "pass-word-1")
CANARIES = (*PERSONAL, *SECRET)
EVERYTHING = " ".join(CANARIES)


class At:
    """A clock that stands still."""

    def now(self) -> datetime:
        """Give the same time always."""
        return datetime(2026, 11, 24, 8, 0, 0, 123456, tzinfo=UTC)

    def monotonic(self) -> float:
        """Give the same seconds always."""
        return 0.0


@pytest.fixture
def logged(untouched_logs: None) -> Callable[..., io.StringIO]:  # noqa: ARG001 - it is put back
    """Give a function that configures the logs, and gives what they are written to."""

    def configure(level: str = "DEBUG", log_format: str = "json") -> io.StringIO:
        stream = io.StringIO()
        settings = load_settings(
            Settings,
            environment={
                "TELEGRAM_TOKEN": TOKEN,
                "FLEXTELL_TENANT": "42",
                "FLEXTELL_ACCESS_TOKEN": ACCESS_TOKEN,
                "COMPANY_NAME": "Example Ltd",
                "ENCRYPTION_KEYS": ENCRYPTION_KEYS,
                "INDEX_KEY": INDEX_KEY,
                "DATABASE_URL": "postgresql://intake:pass-word-1@db.example.org/intake",
                "LOG_LEVEL": level,
                "LOG_FORMAT": log_format,
            },
            env_file=None,
        )
        configure_logs(settings, stream=stream, clock=At())
        return stream

    return configure


def events(stream: io.StringIO) -> list[dict[str, Any]]:
    """Give the JSON lines written so far."""
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def fail(message: str) -> None:
    """Raise an error over another one, both with the message in them."""
    try:
        int(message)
    except ValueError as error:
        raise RuntimeError(message) from error


def assert_no_canary(text: str) -> None:
    """Nothing of people and no secret is in the text."""
    assert text
    assert [canary for canary in CANARIES if canary in text] == []


def test_an_event_is_one_line_of_json(logged: Callable[..., io.StringIO]) -> None:
    """Machines find time, level, event and fields."""
    stream = logged()
    structlog.get_logger().warning("update sent back", update_id=7, reason="busy")
    assert stream.getvalue() == (
        '{"time": "2026-11-24T08:00:00.123+00:00", "level": "warning", '
        '"event": "update sent back", "update_id": 7, "reason": "busy"}\n'
    )


def test_a_logger_made_before_the_start_obeys_too(logged: Callable[..., io.StringIO]) -> None:
    """Modules make their logger when they are imported, which is earlier."""
    logger = structlog.get_logger()
    logger.debug("into the default output")
    stream = logged(level="ERROR")
    logger.info("not grave enough")
    logger.error("grave")
    assert [event["event"] for event in events(stream)] == ["grave"]


@pytest.mark.parametrize("level", ["debug", "info", "warning", "error", "critical"])
def test_every_level_is_told(logged: Callable[..., io.StringIO], level: str) -> None:
    """What structlog names is what the line names."""
    stream = logged()
    getattr(structlog.get_logger(), level)("said")
    assert events(stream)[0]["level"] == level


def test_a_line_for_people_is_easy_on_the_eye(logged: Callable[..., io.StringIO]) -> None:
    """Time of day, level, event, and the rest as name=value."""
    stream = logged(log_format="console")
    structlog.get_logger().info("listening", port=8080, reason="as told", error="OSError")
    assert stream.getvalue() == (
        '08:00:00 info     listening  port=8080 reason="as told" error=OSError\n'
    )


@pytest.mark.parametrize(("is_terminal", "first"), [(True, "0"), (False, "{")])
def test_the_form_follows_the_reader(
    untouched_logs: None,  # noqa: ARG001 - it is put back
    *,
    is_terminal: bool,
    first: str,
) -> None:
    """People at a terminal get lines for people, machines get JSON."""
    stream = io.StringIO()
    stream.isatty = lambda: is_terminal  # type: ignore[method-assign]  # it plays a terminal
    configure_logs(
        load_settings(LogSettings, environment={}, env_file=None), stream=stream, clock=At()
    )
    structlog.get_logger().info("listening")
    assert stream.getvalue().startswith(first)


def test_standard_error_is_the_default(
    untouched_logs: None,  # noqa: ARG001 - it is put back
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Standard output belongs to what a command was asked for."""
    configure_logs(load_settings(LogSettings, environment={}, env_file=None))
    structlog.get_logger().info("listening")
    captured = capsys.readouterr()
    assert captured.out == ""
    assert json.loads(captured.err)["event"] == "listening"


def test_a_field_that_is_not_listed_is_dropped_and_counted(
    logged: Callable[..., io.StringIO],
) -> None:
    """A name can only leak through a field that somebody listed."""
    before = metrics.REGISTRY.get_sample_value("intake_log_fields_dropped_total") or 0
    stream = logged()
    structlog.get_logger().info("said", first_name="Zehra Örnek", phone="+447700900123", count=1)
    assert_no_canary(stream.getvalue())
    assert events(stream)[0]["dropped"] == 2
    after = metrics.REGISTRY.get_sample_value("intake_log_fields_dropped_total")
    assert after == before + 2


def test_the_list_names_nothing_about_people() -> None:
    """These stay out, whatever seems handy while hunting a defect."""
    personal = {"name", "first_name", "last_name", "phone", "email", "chat_id", "user_id", "text"}
    assert not ALLOWED & personal


class _State(Enum):
    QUEUED = "queued"


@pytest.mark.parametrize(
    ("value", "as_shown"),
    [
        (None, None),
        (True, True),
        (1.5, 1.5),
        (_State.QUEUED, "queued"),
        (date(2026, 11, 24), "2026-11-24"),
        (datetime(2026, 11, 24, 8, tzinfo=UTC), "2026-11-24T08:00:00+00:00"),
        (timedelta(seconds=90), 90.0),
        (("a", {"b"}), ["a", ["b"]]),
        (list(range(50)), list(range(20))),
        ("x" * 500, "x" * 200),
        ("two\nlines \u202e\x00", "two\ufffdlines \ufffd\ufffd"),
        (SimpleNamespace(name="Zehra Örnek"), "SimpleNamespace"),
        (ValueError("Zehra Örnek"), "ValueError"),
        ({"name": "Zehra Örnek"}, "dict"),
        (b"Zehra", "bytes"),
    ],
)
def test_a_value_is_shown_plainly_or_by_its_class(value: object, as_shown: object) -> None:
    """An object's own text may hold anything."""
    assert shown(value) == as_shown


def test_exceptions_are_told_by_class_and_place(logged: Callable[..., io.StringIO]) -> None:
    """Enough to find the defect, and nothing of what was being handled."""
    stream = logged()
    try:
        fail(EVERYTHING)
    except RuntimeError:
        structlog.get_logger().exception("turn failed", update_id=7)
    assert_no_canary(stream.getvalue())
    first, second = events(stream)[0]["errors"]
    assert first.startswith("RuntimeError at ")
    assert second.startswith("ValueError at ")
    assert " fail" in first


def test_an_error_tells_its_way_through_our_code(logged: Callable[..., io.StringIO]) -> None:
    """Our own functions are named with file and line, the library's only where it was raised."""
    stream = logged()
    try:
        load_settings(Settings, environment={}, env_file=None)
    except WrongSettings as error:
        structlog.get_logger().error("said", exc_info=error)
    told = events(stream)[0]["errors"][0]
    assert told.startswith("bot.settings.wrong.WrongSettings at bot/settings/loading.py:")
    try:
        json.loads("{")
    except ValueError as error:
        structlog.get_logger().error("said", exc_info=error)
    assert events(stream)[1]["errors"][0].startswith("json.decoder.JSONDecodeError at json/")


def test_members_of_a_group_and_hidden_contexts(logged: Callable[..., io.StringIO]) -> None:
    """Task groups tell all that failed; `from None` hides what was meant to be hidden."""
    stream = logged()
    hidden = KeyError("hidden")
    hidden.__context__ = OSError("behind")
    hidden.__suppress_context__ = True
    circle = ValueError("circle")
    circle.__context__ = hidden
    hidden.__cause__ = None
    group = ExceptionGroup("several", [circle, circle, TypeError("other")])
    structlog.get_logger().error("said", exc_info=group)
    assert events(stream)[0]["errors"] == ["ExceptionGroup", "ValueError", "TypeError", "KeyError"]


def test_no_canary_passes_through_our_own_loggers(logged: Callable[..., io.StringIO]) -> None:
    """Whatever is put into allowed fields by mistake, no secret leaves."""
    stream = logged()
    logger = structlog.get_logger()
    for secret in SECRET:
        logger.debug("said", reason=f"x{secret}x", error=secret)
    logger.info("said", address=f"https://api.telegram.org/bot{TOKEN}/getMe")
    logger.info("said", address="https://api.telegram.org/bot987654321%3AAnother-made_up/getMe")
    logger.info("said", reason="Authorization: Bearer other-made-up-token")
    logger.info("said", address="postgresql://somebody:other-word@db.example.org/x")
    text = stream.getvalue()
    assert_no_canary(text)
    assert "Another-made_up" not in text
    assert "other-made-up-token" not in text
    assert "other-word" not in text
    assert text.count("[hidden]") >= len(SECRET) + 4


@pytest.mark.parametrize("log_format", ["json", "console"])
def test_no_canary_passes_through_libraries(
    logged: Callable[..., io.StringIO], log_format: str
) -> None:
    """Neither as a text, nor as arguments, nor in chained exceptions, at any level."""
    stream = logged(log_format=log_format)
    for name in ("httpx", "httpcore.http11", "telegram.Bot", "asyncio", "sqlalchemy.engine", ""):
        logger = logging.getLogger(name)
        for level in (logging.DEBUG, logging.INFO, logging.WARNING, logging.CRITICAL):
            logger.log(level, EVERYTHING)
            logger.log(level, "with arguments %s", EVERYTHING)
            logger.log(level, "with %(name)s", {"name": EVERYTHING})
        try:
            fail(EVERYTHING)
        except RuntimeError:
            logger.exception("failed with %s", EVERYTHING)
    assert_no_canary(stream.getvalue())
    assert "with arguments %s" in stream.getvalue()


def test_the_noisy_loggers_speak_only_from_warning_on(logged: Callable[..., io.StringIO]) -> None:
    """Whatever LOG_LEVEL says: below it they tell addresses and every request."""
    stream = logged()
    for name in ("httpx", "httpcore", "telegram.ext", "aiohttp.access", "uvicorn.access"):
        logging.getLogger(name).info("quiet %s", 1)
        logging.getLogger(name).warning("heard %s", 1)
    assert {event["template"] for event in events(stream)} == {"heard %s"}
    assert len(events(stream)) == 5


def test_a_higher_level_counts_for_the_noisy_ones_too(
    logged: Callable[..., io.StringIO],
) -> None:
    """An operator who wants errors only gets errors only."""
    stream = logged(level="ERROR")
    logging.getLogger("httpx").warning("quiet %s", 1)
    assert stream.getvalue() == ""


def test_a_library_event_tells_where_it_came_from(logged: Callable[..., io.StringIO]) -> None:
    """The place in the code says what the text would have said."""
    stream = logged()
    logging.getLogger("somewhere").warning("lost %d of %d", 1, 2)
    event = events(stream)[0]
    assert event["event"] == "a library logged"
    assert (event["logger"], event["template"]) == ("somewhere", "lost %d of %d")
    assert event["at"].startswith("bot/test_logs.py:")
    assert "errors" not in event


async def test_no_canary_passes_through_a_real_httpx_call(
    logged: Callable[..., io.StringIO],
) -> None:
    """Httpx would log the address, token included, at INFO."""
    stream = logged()
    structlog.get_logger().info("started")

    def answer(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError(EVERYTHING, request=request)

    async with httpx.AsyncClient(transport=httpx.MockTransport(answer)) as client:
        with pytest.raises(httpx.ConnectError) as caught:
            await client.post(f"https://api.telegram.org/bot{TOKEN}/x", json={"t": EVERYTHING})
    structlog.get_logger().error("call failed", exc_info=caught.value)
    assert_no_canary(stream.getvalue())


async def test_no_canary_passes_through_a_real_telegram_call(
    logged: Callable[..., io.StringIO],
) -> None:
    """python-telegram-bot logs parameters and answers at DEBUG, and puts them into its errors."""
    stream = logged()

    def answer(_: httpx.Request) -> httpx.Response:
        return httpx.Response(400, json={"ok": False, "description": EVERYTHING})

    transport = httpx.MockTransport(answer)
    request = HTTPXRequest(httpx_kwargs={"transport": transport})
    bot = telegram.Bot(TOKEN, request=request, get_updates_request=request)
    with pytest.raises(telegram.error.BadRequest) as caught:
        await bot.send_message(1, EVERYTHING)
    await request.shutdown()
    structlog.get_logger().warning("call failed", exc_info=caught.value)
    assert_no_canary(stream.getvalue())


async def test_no_canary_passes_through_a_forgotten_task(
    logged: Callable[..., io.StringIO],
) -> None:
    """Asyncio tells the exception of a task nobody awaited, with its message."""
    stream = logged()
    asyncio.get_running_loop().call_exception_handler(
        {"message": EVERYTHING, "exception": ValueError(EVERYTHING)}
    )
    assert_no_canary(stream.getvalue())
    assert events(stream)[0]["errors"] == ["ValueError"]


def test_what_nobody_caught_is_told_without_its_message(
    logged: Callable[..., io.StringIO],
) -> None:
    """Python itself would print it with its message, in the main thread and in others."""
    stream = logged()
    error = ValueError(EVERYTHING)
    sys.excepthook(ValueError, error, None)
    sys.unraisablehook(SimpleNamespace(exc_value=error))
    thread = threading.Thread(target=fail, args=(EVERYTHING,))
    thread.start()
    thread.join()
    assert_no_canary(stream.getvalue())
    names = [event["event"] for event in events(stream)]
    assert names == ["crashed", "clean-up failed", "thread crashed"]


def test_a_process_that_crashes_says_no_more_than_that() -> None:
    """No traceback with its message reaches standard error, and the exit code tells the host."""
    program = (
        "import sys\n"
        "from bot.logs import configure_logs\n"
        "from bot.settings import LogSettings, load_settings\n"
        "configure_logs(load_settings(LogSettings, environment={}, env_file=None))\n"
        "raise ValueError(sys.argv[1])\n"
    )
    run = subprocess.run(  # noqa: S603 - this interpreter and the program above
        [sys.executable, "-c", program, EVERYTHING],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 1
    assert_no_canary(run.stderr)
    assert json.loads(run.stderr)["event"] == "crashed"


def test_a_line_that_cannot_be_made_is_replaced(logged: Callable[..., io.StringIO]) -> None:
    """Logging never fails whoever logs."""

    class Crooked(str):
        __slots__ = ()

        def __getitem__(self, _: object) -> str:
            raise ZeroDivisionError(EVERYTHING)

    stream = logged()
    structlog.get_logger().info("said", reason=Crooked("x"))
    assert_no_canary(stream.getvalue())
    assert events(stream) == [
        {"level": "error", "event": "line lost", "error": "ZeroDivisionError"}
    ]


def test_a_closed_stream_disturbs_nobody(logged: Callable[..., io.StringIO]) -> None:
    """The work goes on when whoever reads the log has gone."""
    stream = logged()
    stream.close()
    structlog.get_logger().info("said")
    assert stream.closed


def test_every_event_in_our_code_is_a_fixed_text() -> None:
    """An event put together at run time could carry anything past the list of fields."""
    calls = [
        (file.relative_to(ROOT), call)
        for file in (ROOT / "bot").rglob("*.py")
        for call in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and _is_log_call(call)
    ]
    made_up = [
        f"{file}:{call.lineno}"
        for file, call in calls
        if len(call.args) != 1
        or not isinstance(call.args[0], ast.Constant)
        or None in {keyword.arg for keyword in call.keywords}
    ]
    assert made_up == []


def test_every_field_in_our_code_is_listed() -> None:
    """A field that would be dropped is a defect of whoever logs it."""
    unlisted = {
        f"{file.relative_to(ROOT)}:{call.lineno} {keyword.arg}"
        for file in (ROOT / "bot").rglob("*.py")
        for call in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and _is_log_call(call)
        for keyword in call.keywords
        if keyword.arg not in ALLOWED | {"exc_info"}
    }
    assert unlisted == set()


def _is_log_call(call: ast.Call) -> bool:
    """Tell a call such as `LOG.warning(...)`."""
    function = call.func
    return (
        isinstance(function, ast.Attribute)
        and isinstance(function.value, ast.Name)
        and function.value.id.lower() in {"log", "logger"}
    )
