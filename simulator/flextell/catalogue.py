"""Every fault the stand-in can play, in words for people."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Literal

Operation = Literal["create", "list", "search", "token"]


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault; `seconds` is how long it takes or how far it reaches, where that matters."""

    name: str
    title: str
    what_happens: str
    seconds: float = 0.0

    def shown(self) -> dict[str, object]:
        """Give what the control API shows of it."""
        return {key: value for key, value in asdict(self).items() if key != "seconds"}


CREATE = (
    Fault(
        "commit_then_timeout",
        "Created, then silence",
        "The customer is created, and no answer ever comes.",
        120,
    ),
    Fault(
        "commit_late",
        "Created late",
        "No answer comes; seconds after the client gave up, the customer is created.",
        5,
    ),
    Fault(
        "commit_then_reset",
        "Created, then cut off",
        "The customer is created, and the connection is reset before the answer.",
    ),
    Fault(
        "commit_then_500",
        "Created, then error 500",
        "The customer is created, but the answer is a server error.",
    ),
    Fault(
        "commit_then_502_html",
        "Created, then a gateway's page",
        "The customer is created, but a gateway answers 502 with an HTML page.",
    ),
    Fault(
        "created_without_id",
        "Created, without an id",
        "The customer is created; the answer says so but names no id.",
    ),
    Fault(
        "created_broken_json",
        "Created, broken JSON",
        "The customer is created; the answer's JSON stops in the middle.",
    ),
    Fault(
        "created_partial_body",
        "Created, half an answer",
        "The customer is created; the connection closes in the middle of the answer.",
    ),
    Fault(
        "created_bad_gzip",
        "Created, broken compression",
        "The customer is created; the answer claims to be gzip and is not.",
    ),
    Fault(
        "slow_drip",
        "Created, answered drop by drop",
        "The customer is created; the answer comes at one byte a second.",
        1,
    ),
    Fault("refuse_500", "Error 500", "Nothing is created; the answer is a server error."),
    Fault("refuse_503", "Unavailable", "Nothing is created; the answer is 503, try again later."),
    Fault(
        "reset_before_commit",
        "Cut off",
        "Nothing is created; the connection is reset before the answer.",
    ),
    Fault(
        "limit_seconds",
        "Too many calls, wait in seconds",
        "Nothing is created; the answer is 429 with the seconds to wait.",
        2,
    ),
    Fault(
        "limit_date",
        "Too many calls, wait as a date",
        "Nothing is created; the answer is 429 with the time to come back.",
        2,
    ),
    Fault(
        "limit_silent",
        "Too many calls, no wait named",
        "Nothing is created; the answer is 429 and says nothing of a wait.",
    ),
    Fault(
        "limit_nonsense",
        "Too many calls, nonsense named",
        "Nothing is created; the answer is 429 with headers nobody can read.",
    ),
    Fault(
        "unauthorized_401",
        "Token rejected",
        "Nothing is created; the token counts as expired.",
    ),
    Fault(
        "forbidden_403",
        "Right missing",
        "Nothing is created; the token may not create customers.",
    ),
    Fault("conflict_409", "Conflict", "Nothing is created; the answer says it exists already."),
    Fault(
        "redirect_307",
        "Redirected",
        "Nothing is created; the answer points to another address.",
    ),
    Fault(
        "refuse_email_422",
        "E-mail refused",
        "Nothing is created; the e-mail address is refused.",
    ),
    Fault(
        "refuse_phone_422",
        "Phone refused",
        "Nothing is created; the phone number is refused.",
    ),
    Fault(
        "refuse_birth_date_400",
        "Birth date refused",
        "Nothing is created; the birth date is refused, named in the message's text only.",
    ),
    Fault(
        "refuse_identity_number_422",
        "Identity number refused",
        "Nothing is created; the identity number is refused.",
    ),
    Fault(
        "refuse_country_422",
        "Country refused",
        "Nothing is created; the country is refused: an answer where it is asked, else a setting.",
    ),
    Fault(
        "refuse_setting_422",
        "A setting refused",
        "Nothing is created; the assigned user, a setting of the operator, is refused.",
    ),
    Fault(
        "refuse_unnamed_422",
        "Refused without a reason",
        "Nothing is created; the refusal names no field.",
    ),
    Fault(
        "echo_shifted_date",
        "Created, birth date shifted",
        "The customer is created with the birth date a day early, as by a wrong time zone.",
    ),
    Fault(
        "echo_other_case",
        "Created, other letter case",
        "The customer is created with names in capitals and a lower-case e-mail address.",
    ),
    Fault(
        "echo_no_country_code",
        "Created, country code lost",
        "The customer is created with the last ten digits of the phone number only.",
    ),
)

READ = (
    Fault("fails_500", "Error 500", "The answer is a server error."),
    Fault("limited_429", "Too many calls", "The answer is 429 with the seconds to wait.", 2),
    Fault("lags", "Lags behind", "Customers of the last minute are not shown yet.", 60),
    Fault("misses", "Leaves the newest out", "The newest customer is never shown."),
    Fault("forbidden_403", "Right missing", "The token may not read customers."),
)

CURSOR_STYLE = Fault(
    "cursor_style",
    "Pages by cursor",
    "Pages follow the pagination guide, with a cursor in place of page numbers.",
)

TOKEN = (
    Fault("fails_500", "Error 500", "Nothing is granted; the answer is a server error."),
    Fault("limited_429", "Too many calls", "The answer is 429 with the seconds to wait.", 2),
    Fault(
        "reset_before_grant",
        "Cut off",
        "Nothing is granted; the connection is reset before the answer.",
    ),
    Fault(
        "grant_then_reset",
        "Granted, then cut off",
        "The refresh token is used up, and the connection is reset before the answer.",
    ),
    Fault(
        "invalid_grant_400",
        "Grant refused",
        "Nothing is granted; code or refresh token count as good no more.",
    ),
    Fault(
        "invalid_client_401",
        "Application unknown",
        "Nothing is granted; the application's name or secret count as wrong.",
    ),
    Fault(
        "short_lived",
        "Short-lived",
        "The access token is good for a few seconds only.",
        5,
    ),
    Fault(
        "keeps_refresh_token",
        "Refresh token stays",
        "The answer names no new refresh token, and the one that was sent stays good.",
    ),
    Fault(
        "forgives_reuse",
        "Reuse forgiven",
        "A refresh token that was used before is taken again, and nothing is revoked.",
    ),
)

CATALOGUE: dict[Operation, tuple[Fault, ...]] = {
    "create": CREATE,
    "list": (*READ, CURSOR_STYLE),
    "search": READ,
    "token": TOKEN,
}

FAULTS: dict[Operation, dict[str, Fault]] = {
    operation: {fault.name: fault for fault in faults} for operation, faults in CATALOGUE.items()
}


def known_names() -> dict[str, list[str]]:
    """Give the names of all faults by operation."""
    return {operation: list(faults) for operation, faults in FAULTS.items()}
