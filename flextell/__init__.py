"""A client of the Flextell API, usable without the rest of this house."""

from flextell.client import Created, Flextell
from flextell.credentials import (
    Access,
    Credentials,
    RefreshingToken,
    StaticToken,
    TokenSource,
)
from flextell.customers import Customer, RelatedUser
from flextell.exchange import Deadlines, Transport
from flextell.failures import (
    CallFailed,
    ClientRejected,
    Conflict,
    ConsentNeeded,
    CreatedWithoutID,
    FieldsRefused,
    GrantRejected,
    LimitReached,
    Misconfigured,
    NotSent,
    Refused,
    TokenRejected,
    Unknown,
)
from flextell.fields import ASKED_SETTINGS, QUESTIONS, SETTINGS_FIELDS, questions_of, settings_of
from flextell.limits import RateLimit
from flextell.listing import Listing
from flextell.records import (
    CustomerRecord,
    DateFormat,
    InvalidRecordError,
    canonical_body,
    customer_record,
)
from flextell.signing_in import (
    Declined,
    ForeignAnswer,
    Incomplete,
    NoCode,
    code_in,
    sign_in_address,
)
from flextell.tokens import Granted, TokenEndpoint

__all__ = [
    "ASKED_SETTINGS",
    "QUESTIONS",
    "SETTINGS_FIELDS",
    "Access",
    "CallFailed",
    "ClientRejected",
    "Conflict",
    "ConsentNeeded",
    "Created",
    "CreatedWithoutID",
    "Credentials",
    "Customer",
    "CustomerRecord",
    "DateFormat",
    "Deadlines",
    "Declined",
    "FieldsRefused",
    "Flextell",
    "ForeignAnswer",
    "GrantRejected",
    "Granted",
    "Incomplete",
    "InvalidRecordError",
    "LimitReached",
    "Listing",
    "Misconfigured",
    "NoCode",
    "NotSent",
    "RateLimit",
    "RefreshingToken",
    "Refused",
    "RelatedUser",
    "StaticToken",
    "TokenEndpoint",
    "TokenRejected",
    "TokenSource",
    "Transport",
    "Unknown",
    "canonical_body",
    "code_in",
    "customer_record",
    "questions_of",
    "settings_of",
    "sign_in_address",
]
