"""The create call, and what each of its faults does to it."""

from __future__ import annotations

import asyncio
import json
import time
from datetime import datetime, timedelta
from email.utils import formatdate
from typing import TYPE_CHECKING, Any

from starlette.responses import RedirectResponse, Response

from simulator.flextell.answers import (
    Bare,
    enveloped,
    error,
    gateway_page,
    invalid,
    server_error,
    too_many,
)
from simulator.flextell.validation import refused_fields
from simulator.flextell.wire import Drip, HalfBody, Reset, Silence

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from simulator.flextell.catalogue import Fault
    from simulator.flextell.customers import Customer, Customers
    from simulator.flextell.faults import Faults

PATIENCE_SECONDS = 120
"""How long a client that never gives up is left waiting."""

Body = dict[str, Any]


def create(customers: Customers, faults: Faults, content: bytes) -> Response:
    """Answer one create call; the fault is met by a valid body only."""
    body = _read(content)
    if body is None:
        return error(400, "invalid_request", "The body is not a JSON object.")
    if refused := refused_fields(body):
        return invalid(refused)
    fault = faults.meet("create")
    if fault is None:
        return enveloped(customers.commit(body), 201)
    if fault.name in REFUSED:
        return REFUSED[fault.name](fault)
    if fault.name == "commit_late":
        return _late(customers, body, fault)
    if fault.name in CHANGED:
        return enveloped(customers.commit(CHANGED[fault.name](body)), 201)
    return SPOILED[fault.name](customers.commit(body), fault)


def _read(content: bytes) -> Body | None:
    try:
        body = json.loads(content)
    except ValueError:
        return None
    return body if isinstance(body, dict) else None


def _late(customers: Customers, body: Body, fault: Fault) -> Response:
    era = customers.era

    def commit() -> None:
        if customers.era == era:
            customers.commit(body)

    def wait() -> None:
        asyncio.get_running_loop().call_later(fault.seconds, commit)

    return Silence(PATIENCE_SECONDS, wait)


def _day_before(written: str | None) -> Body:
    """Give a birth date as if midnight had been read in one time zone and written in another."""
    if written is None:
        return {}
    earlier = datetime.fromisoformat(written) - timedelta(hours=3)
    return {"date_of_birth": earlier.strftime("%Y-%m-%dT%H:%M:%SZ")}


def _json(content: bytes | memoryview, headers: Mapping[str, str] | None = None) -> Response:
    return Response(bytes(content), 201, headers, media_type="application/json")


REFUSED: Mapping[str, Callable[[Fault], Response]] = {
    "refuse_500": lambda _: server_error(),
    "refuse_503": lambda _: error(503, "unavailable", "Try again later."),
    "reset_before_commit": lambda _: Reset(),
    "limit_seconds": lambda fault: too_many({"Retry-After": f"{fault.seconds:.0f}"}),
    "limit_date": lambda fault: too_many(
        {"Retry-After": formatdate(time.time() + fault.seconds, usegmt=True)}
    ),
    "limit_silent": lambda _: Bare({"message": "Too Many Attempts."}, 429),
    "limit_nonsense": lambda _: Bare(
        {"message": "Too Many Attempts."},
        429,
        {"Retry-After": "soon", "X-RateLimit-Remaining": "few", "X-RateLimit-Reset": "later"},
    ),
    "unauthorized_401": lambda _: error(401, "invalid_token", "Token expired."),
    "forbidden_403": lambda _: error(403, "forbidden", "The scope customers:write is missing."),
    "conflict_409": lambda _: error(409, "conflict", "The customer exists already."),
    "redirect_307": lambda _: RedirectResponse("/api/v2/customers", 307),
    "refuse_email_422": lambda _: invalid({"email": ["The email field is refused."]}),
    "refuse_phone_422": lambda _: invalid({"phone_number": ["The phone number is refused."]}),
    "refuse_identity_number_422": lambda _: invalid(
        {"identity_number": ["The identity number is refused."]}
    ),
    "refuse_country_422": lambda _: invalid({"country_id": ["The selected country is invalid."]}),
    "refuse_birth_date_400": lambda _: error(
        400, "validation_error", "Value of 'date_of_birth' is refused."
    ),
    "refuse_setting_422": lambda _: invalid({"user_id": ["The selected user id is invalid."]}),
    "refuse_unnamed_422": lambda _: error(422, "validation_error", "This cannot be processed."),
}
"""Nothing is created."""

CHANGED: Mapping[str, Callable[[Body], Body]] = {
    "echo_shifted_date": lambda body: body | _day_before(body.get("date_of_birth")),
    "echo_other_case": lambda body: (
        body
        | {name: body[name].upper() for name in ("first_name", "last_name")}
        | {"email": body["email"].lower() if body.get("email") else None}
    ),
    "echo_no_country_code": lambda body: body | {"phone_number": body["phone_number"][-10:]},
}
"""The customer is created, but not quite as it was sent."""

SPOILED: Mapping[str, Callable[[Customer, Fault], Response]] = {
    "commit_then_timeout": lambda _, fault: Silence(fault.seconds),
    "commit_then_reset": lambda *_: Reset(),
    "commit_then_500": lambda *_: server_error(),
    "commit_then_502_html": lambda *_: gateway_page(),
    "created_without_id": lambda customer, _: enveloped({**customer, "id": None}, 201),
    "created_broken_json": lambda customer, _: _json(enveloped(customer).body[:40]),
    "created_partial_body": lambda customer, _: HalfBody(
        bytes(enveloped(customer).body), 201, media_type="application/json"
    ),
    "created_bad_gzip": lambda customer, _: _json(
        enveloped(customer).body, {"Content-Encoding": "gzip"}
    ),
    "slow_drip": lambda customer, fault: Drip(enveloped(customer, 201), fault.seconds),
}
"""The customer is created, but the answer does not get through as it should."""
