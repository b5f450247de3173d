"""Settings of the way to Flextell and of the delivery to it."""

from typing import Annotated, Literal

from pydantic import BeforeValidator, SecretStr

from bot.settings.declaration import Group, optional, required, setting
from bot.settings.readers import (
    guarded_api_url,
    matching,
    one_of,
    positive_number,
    whole_number,
)

Id = Annotated[int, BeforeValidator(whole_number(1))]
AccessToken = Annotated[
    SecretStr,
    BeforeValidator(
        matching(r"[A-Za-z0-9._~+/|=:-]+", "holds characters that no bearer token has"),
    ),
]
DateFormat = Literal["date-time", "date"]


class FlextellSettings(Group):
    """Flextell."""

    flextell_api_url: Annotated[str, BeforeValidator(guarded_api_url)] = setting(
        "The Flextell API, up to and with its version.",
        expected="an https address without query; http only for this machine itself",
        example="https://dev.flextell.ai/api/v1",
        default="https://dev.flextell.ai/api/v1",
    )
    flextell_tenant: Annotated[
        str,
        BeforeValidator(matching(r"[0-9]{1,18}", "is not a number")),
    ] = required(
        "The tenant in which customers are created; sent as `X-Tenant`.",
        expected="digits",
        example="42",
    )
    flextell_access_token: AccessToken = required(
        "The token with which customers are created and looked up.",
        expected="the token alone, without the word Bearer",
        example="flx_example_token",
    )
    flextell_channel_id: Id | None = optional(
        "The channel written into each new customer (`default_channel_id`).",
        expected="a whole number from 1",
        example="7",
        unset="not sent",
    )
    flextell_user_id: Id | None = optional(
        "The member of staff to whom each new customer is assigned (`user_id`).",
        expected="a whole number from 1",
        example="12",
        unset="not sent",
    )
    flextell_country_id: Id | None = optional(
        "The country written into each new customer (`country_id`).",
        expected="a whole number from 1",
        example="90",
        unset="not sent",
    )
    flextell_date_format: Annotated[
        DateFormat,
        BeforeValidator(one_of("date-time", "date")),
    ] = setting(
        "How the birth date is written: `1990-12-10T00:00:00Z` or `1990-12-10`.",
        expected="`date-time` or `date`",
        example="date",
        default="date-time",
    )
    settle_minutes: Annotated[float, BeforeValidator(positive_number)] = setting(
        "How long a customer whose creation got no clear answer may take to appear in Flextell, "
        "before it counts as not created. Under 2 is for tests.",
        expected="a number above zero",
        example="15",
        default="15",
    )
