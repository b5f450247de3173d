"""Settings of what is kept of people, and where they read the company's policy."""

from typing import Annotated

from pydantic import BeforeValidator

from bot.settings.declaration import Group, optional, setting
from bot.settings.readers import page_url, whole_number

LONGEST_DAYS = 366


class PrivacySettings(Group):
    """Privacy."""

    privacy_url: Annotated[str, BeforeValidator(page_url)] | None = optional(
        "The page with the company's privacy policy; /privacy shows its address.",
        expected="https://, a host and a path",
        example="https://www.example.org/privacy",
        unset="/privacy says all that the bot itself does, and names no page",
    )
    draft_days: Annotated[int, BeforeValidator(whole_number(1, LONGEST_DAYS))] = setting(
        "For how many days after the last word an unfinished registration is kept.",
        expected=f"a whole number from 1 to {LONGEST_DAYS}",
        example="7",
        default="7",
    )
    record_days: Annotated[int, BeforeValidator(whole_number(1, LONGEST_DAYS))] = setting(
        "For how many days after its delivery the answers of a registration are kept.",
        expected=f"a whole number from 1 to {LONGEST_DAYS}",
        example="1",
        default="1",
    )
