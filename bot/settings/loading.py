"""Read the settings from the environment and from `.env`, or say all that is wrong with them."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError
from pydantic_settings import BaseSettings, DotEnvSettingsSource

from bot.settings.declaration import Group, declarations
from bot.settings.shipped import SHIPPED, Shipped
from bot.settings.wrong import Problem, WrongSettings, problems

ENV_FILE = Path(".env")

Some = TypeVar("Some", bound=Group)


def load_settings(
    kind: type[Some],
    *,
    environment: Mapping[str, str] = os.environ,
    env_file: Path | None = ENV_FILE,
    shipped: Shipped = SHIPPED,
) -> Some:
    """Read the settings of one kind: `Settings`, or a group of them where a command needs less.

    The environment wins over the file; an empty text counts as not set.
    Raises `WrongSettings`, whose text names every wrong setting and no value.
    """
    texts = _given(_read(env_file)) | _given(environment)
    try:
        return kind.model_validate(texts, context=shipped)
    except ValidationError as error:
        wrong = WrongSettings(tuple(problems(error, declarations(kind))))
    # Raised out here so that pydantic's error is not chained to it.
    raise wrong


def _given(texts: Mapping[str, str | None]) -> dict[str, str]:
    stripped = {name: (text or "").strip() for name, text in texts.items()}
    return {name: text for name, text in stripped.items() if text}


def _read(env_file: Path | None) -> Mapping[str, str | None]:
    """Read lines `NAME=text`; a file that is not there holds none."""
    try:
        source = DotEnvSettingsSource(
            BaseSettings,
            env_file=env_file,
            env_file_encoding="utf-8",
            case_sensitive=True,
        )
    except (OSError, UnicodeError):
        unreadable = Problem(".env", "cannot be read", "lines such as PORT=8080, in UTF-8", None)
    else:
        return source.env_vars
    raise WrongSettings((unreadable,))
