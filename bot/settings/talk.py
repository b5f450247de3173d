"""Settings of the talk: who asks, in which languages, and what has to be answered."""

from functools import partial
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import BeforeValidator, ValidationInfo, field_validator

from bot.settings.declaration import Group, optional, required, setting
from bot.settings.readers import chosen, short_text, whole_number, zone
from bot.settings.regions import region
from bot.settings.shipped import SHIPPED, shipped_in


class TalkSettings(Group):
    """The talk."""

    company_name: Annotated[str, BeforeValidator(partial(short_text, longest=100))] = required(
        "Who asks: the company's name as people know it.",
        expected="1 to 100 characters",
        example="Example Ltd",
    )
    default_region: Annotated[str, BeforeValidator(region)] = setting(
        "The country whose phone numbers may be typed without their country code.",
        expected="a country of ISO 3166-1, two letters",
        example="GB",
        default="TR",
    )
    languages: tuple[str, ...] = setting(
        "The languages the bot speaks.",
        expected="languages that are shipped, separated by commas",
        example="en,ar",
        default=",".join(SHIPPED.languages),
    )
    default_language: str = optional(
        "The language for people whose Telegram speaks none of LANGUAGES.",
        expected="one of LANGUAGES",
        example="en",
        unset="the first of LANGUAGES",
    )
    time_zone: Annotated[ZoneInfo, BeforeValidator(zone)] = setting(
        "The zone in which a day begins: for ages, and for dates told to people.",
        expected="a name of the IANA time-zone database",
        example="Europe/Istanbul",
        default="UTC",
    )
    extra_questions: tuple[str, ...] = optional(
        "Further questions, asked after the gender.",
        expected=f"among {', '.join(SHIPPED.extra)}, separated by commas",
        example=",".join(SHIPPED.extra),
        unset="none of them is asked",
    )
    required_questions: tuple[str, ...] = setting(
        "The questions that cannot be skipped; `name` and `phone` never can.",
        expected="keys of questions that are asked, separated by commas",
        example="name,phone,email",
        default="name,phone",
    )
    minimum_age: Annotated[int, BeforeValidator(whole_number(0, 120))] = setting(
        "The age in whole years below which a birth date is not accepted.",
        expected="a whole number from 0 to 120",
        example="18",
        default="0",
    )
    single_name_last: Annotated[str, BeforeValidator(partial(short_text, longest=255))] = setting(
        "The last name sent to Flextell for people who have one name only.",
        expected="1 to 255 characters",
        example="-",
        default="-",
    )

    @field_validator("languages", mode="before")
    @classmethod
    def _shipped(cls, text: str, info: ValidationInfo) -> tuple[str, ...]:
        return chosen(text, shipped_in(info).languages, "names what is not shipped")

    @field_validator("default_language", mode="before")
    @classmethod
    def _spoken(cls, text: str | None, info: ValidationInfo) -> str:
        """Choose among LANGUAGES; where those are wrong themselves, among all that are shipped."""
        languages: tuple[str, ...] = info.data.get("languages", shipped_in(info).languages)
        if text is None:
            return languages[0]
        choice = chosen(text, languages, "is not among LANGUAGES")
        if len(choice) > 1:
            raise ValueError("names more than one language")
        return choice[0]

    @field_validator("extra_questions", mode="before")
    @classmethod
    def _switched_on(cls, text: str | None, info: ValidationInfo) -> tuple[str, ...]:
        """Give the keys in the order of the flow; the country needs ids to be sent by.

        Where FLEXTELL_COUNTRIES is wrong itself, only that is reported.
        """
        extra = shipped_in(info).extra
        wanted = chosen(text, extra, "names what cannot be switched on") if text else ()
        if "country" in wanted and info.data.get("flextell_countries", ()) is None:
            raise ValueError("names country, but FLEXTELL_COUNTRIES is not set")
        return tuple(key for key in extra if key in wanted)

    @field_validator("required_questions", mode="before")
    @classmethod
    def _asked(cls, text: str, info: ValidationInfo) -> tuple[str, ...]:
        """Give the keys in the order of the flow, those always required among them.

        Where EXTRA_QUESTIONS is wrong itself, only that is reported.
        """
        shipped = shipped_in(info)
        wanted = chosen(text, shipped.questions, "names what is not asked")
        on: tuple[str, ...] = info.data.get("extra_questions", shipped.extra)
        off = [key for key in wanted if key in shipped.extra and key not in on]
        if off:
            raise ValueError(f"names what EXTRA_QUESTIONS does not switch on ({', '.join(off)})")
        return tuple(key for key in shipped.questions if key in {*shipped.always, *wanted})
