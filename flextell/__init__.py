"""A client of the Flextell API, usable without the rest of this house."""

from flextell.client import Created, Flextell
from flextell.credentials import Credentials, StaticToken
from flextell.customers import Customer, RelatedUser
from flextell.exchange import Deadlines, Transport
from flextell.failures import (
    CallFailed,
    Conflict,
    CreatedWithoutID,
    FieldsRefused,
    LimitReached,
    Misconfigured,
    NotSent,
    Refused,
    TokenRejected,
    Unknown,
)
from flextell.fields import QUESTIONS, SETTINGS_FIELDS, questions_of, settings_of
from flextell.limits import RateLimit
from flextell.listing import Listing
from flextell.records import (
    CustomerRecord,
    DateFormat,
    InvalidRecordError,
    canonical_body,
    customer_record,
)

__all__ = [
    "QUESTIONS",
    "SETTINGS_FIELDS",
    "CallFailed",
    "Conflict",
    "Created",
    "CreatedWithoutID",
    "Credentials",
    "Customer",
    "CustomerRecord",
    "DateFormat",
    "Deadlines",
    "FieldsRefused",
    "Flextell",
    "InvalidRecordError",
    "LimitReached",
    "Listing",
    "Misconfigured",
    "NotSent",
    "RateLimit",
    "Refused",
    "RelatedUser",
    "StaticToken",
    "TokenRejected",
    "Transport",
    "Unknown",
    "canonical_body",
    "customer_record",
    "questions_of",
    "settings_of",
]
