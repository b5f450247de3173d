"""Settings of the way to Flextell and of the delivery to it."""

from collections.abc import Mapping
from typing import Annotated, Literal, get_args
from urllib.parse import urlsplit

from pydantic import BeforeValidator, SecretStr, ValidationInfo, field_validator

from bot.settings.country_ids import country_ids
from bot.settings.declaration import Group, optional, required, setting
from bot.settings.readers import (
    endpoint_url,
    guarded_api_url,
    matching,
    one_of,
    positive_number,
    redirect_uri,
    whole_number,
)
from storage import OnExisting

Id = Annotated[int, BeforeValidator(whole_number(1))]
AccessToken = Annotated[
    SecretStr,
    BeforeValidator(
        matching(r"[A-Za-z0-9._~+/|=:-]+", "holds characters that no bearer token has"),
    ),
]
# RFC 6749, appendix A: what a client's name and secret, and a scope, are made of.
_VISIBLE = matching(r"[!-~]+", "holds a space or a character outside ASCII")
_SCOPE = matching(r"[!#-\[\]-~]+( [!#-\[\]-~]+)*", "is no list of scopes")
DateFormat = Literal["date-time", "date"]

# What may be the rule for all; that somebody is left out is an agent's word on a list of his.
ON_EXISTING = (OnExisting.REVIEW, OnExisting.CREATE, OnExisting.LINK)


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
    flextell_client_id: Annotated[str, BeforeValidator(_VISIBLE)] | None = optional(
        "The application registered in the Flextell panel, as which `intake authorize` signs in.",
        expected="the application's `client_id`",
        example="intake-of-example",
        unset="nobody signs in, and FLEXTELL_ACCESS_TOKEN is needed",
    )
    flextell_client_secret: Annotated[SecretStr, BeforeValidator(_VISIBLE)] | None = optional(
        "The application's secret.",
        expected="the application's `client_secret`",
        example="flx_example_secret",
        unset="as without FLEXTELL_CLIENT_ID",
    )
    flextell_access_token: AccessToken | None = optional(
        "A token that lasts, with which customers are created and looked up: the simple way, "
        "without a sign-in. It goes before one.",
        expected="the token alone, without the word Bearer",
        example="flx_example_token",
        unset="FLEXTELL_CLIENT_ID and FLEXTELL_CLIENT_SECRET are needed, and `intake authorize`",
    )
    flextell_scope: Annotated[str, BeforeValidator(_SCOPE)] = setting(
        "What a sign-in asks for: to read customers and to create them.",
        expected="scopes as the Flextell panel names them, separated by spaces",
        example="customers:read customers:write",
        default="customers:read customers:write",
    )
    flextell_redirect_uri: Annotated[str, BeforeValidator(redirect_uri)] = setting(
        "Where the browser comes back to after a sign-in, to the letter as it is registered in "
        "the Flextell panel. On this machine `intake authorize` listens there by itself.",
        expected="an https address without query; http only for this machine itself",
        example="http://127.0.0.1:8765/callback",
        default="http://127.0.0.1:8765/callback",
    )
    flextell_authorize_url: Annotated[str, BeforeValidator(endpoint_url)] | None = optional(
        "The page on which a person agrees that the bot may act for the company.",
        expected="an https address without query; http only for this machine itself",
        example="https://dev.flextell.ai/oauth/authorize",
        unset="`/oauth/authorize` at the host of FLEXTELL_API_URL",
    )
    flextell_token_url: Annotated[str, BeforeValidator(endpoint_url)] | None = optional(
        "The endpoint that gives tokens.",
        expected="an https address without query; http only for this machine itself",
        example="https://dev.flextell.ai/oauth/token",
        unset="`/oauth/token` at the host of FLEXTELL_API_URL",
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
        "The country written into each new customer (`country_id`) who has not answered where "
        "he lives.",
        expected="a whole number from 1",
        example="90",
        unset="not sent",
    )
    flextell_countries: Annotated[Mapping[str, int], BeforeValidator(country_ids)] | None = (
        optional(
            "The countries in which customers may live, and Flextell's id of each (`country_id`). "
            "Those named first are offered first. Needed where EXTRA_QUESTIONS names `country`.",
            expected="countries of ISO 3166-1, two letters, each with its id, separated by commas",
            example="TR:90,DE:49",
            unset="the country cannot be asked",
        )
    )
    flextell_date_format: Annotated[
        DateFormat,
        BeforeValidator(one_of(*get_args(DateFormat))),
    ] = setting(
        "How the birth date is written: `1990-12-10T00:00:00Z` or `1990-12-10`.",
        expected="`date-time` or `date`",
        example="date",
        default="date-time",
    )
    existing_customer: Annotated[OnExisting, BeforeValidator(one_of(*ON_EXISTING))] = setting(
        "What is done about somebody whose phone number or e-mail address is in Flextell already, "
        "before anything is sent: an operator decides (`review`), one more customer is created "
        "(`create`), or nobody is, and the registration counts as that customer's (`link`: where "
        "it is the only one found and has the number that the person shared as his own; else an "
        "operator decides).",
        expected="`review`, `create` or `link`",
        example="link",
        default="review",
    )
    settle_minutes: Annotated[float, BeforeValidator(positive_number)] = setting(
        "How long a customer whose creation got no clear answer may take to appear in Flextell, "
        "before it counts as not created. Under 2 is for tests.",
        expected="a number above zero",
        example="15",
        default="15",
    )

    @field_validator("flextell_client_secret")
    @classmethod
    def _belongs_to_a_client(
        cls, secret: SecretStr | None, info: ValidationInfo
    ) -> SecretStr | None:
        """Take name and secret together or not at all; a wrong name is reported alone."""
        if "flextell_client_id" in info.data:
            if secret is None and info.data["flextell_client_id"] is not None:
                raise ValueError("is not set, although FLEXTELL_CLIENT_ID is")
            if secret is not None and info.data["flextell_client_id"] is None:
                raise ValueError("is set without FLEXTELL_CLIENT_ID")
        return secret

    @field_validator("flextell_access_token")
    @classmethod
    def _is_there_unless_one_signs_in(
        cls, token: SecretStr | None, info: ValidationInfo
    ) -> SecretStr | None:
        """Miss it where there is no client either; what is wrong with that is reported alone."""
        client = ("flextell_client_id", "flextell_client_secret")
        if token is None and all(info.data.get(name, "wrong") is None for name in client):
            raise ValueError(
                "is not set, and neither are FLEXTELL_CLIENT_ID and FLEXTELL_CLIENT_SECRET"
            )
        return token

    @property
    def signs_in(self) -> bool:
        """Say whether the tokens are those that `intake authorize` has brought."""
        return self.flextell_access_token is None

    @property
    def authorize_url(self) -> str:
        """Give the address of the page on which a person agrees."""
        return self.flextell_authorize_url or f"{self._host}/oauth/authorize"

    @property
    def token_url(self) -> str:
        """Give the address of the token endpoint."""
        return self.flextell_token_url or f"{self._host}/oauth/token"

    @property
    def _host(self) -> str:
        parts = urlsplit(self.flextell_api_url)
        return f"{parts.scheme}://{parts.netloc}"
