"""Settings of the logs: how much, and for whom."""

from typing import Annotated, Literal, get_args

from pydantic import BeforeValidator

from bot.settings.declaration import Group, optional, setting
from bot.settings.readers import one_of

LogLevel = Literal["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"]
LogFormat = Literal["json", "console"]


class LogSettings(Group):
    """Logs."""

    log_level: Annotated[
        LogLevel,
        BeforeValidator(one_of(*get_args(LogLevel))),
    ] = setting(
        "The least grave event that is logged.",
        expected="`DEBUG`, `INFO`, `WARNING`, `ERROR` or `CRITICAL`",
        example="INFO",
        default="INFO",
    )
    log_format: Annotated[LogFormat, BeforeValidator(one_of("json", "console"))] | None = optional(
        "Lines of JSON for machines, or lines for people.",
        expected="`json` or `console`",
        example="json",
        unset="`console` on a terminal, `json` elsewhere",
    )
