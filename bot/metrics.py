"""Everything that is counted and measured, declared in one place, in a registry of our own.

No label ever says anything about a person: labels are words of the code, of which there are few.
Names follow https://prometheus.io/docs/practices/naming/.
"""

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    disable_created_metrics,
)
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4, generate_latest

# The series `_created` would double the page, and no rule reads them.
disable_created_metrics()  # type: ignore[no-untyped-call]  # the library left out its `-> None`

CONTENT_TYPE = CONTENT_TYPE_PLAIN_0_0_4
REGISTRY = CollectorRegistry(auto_describe=True)

UPDATES = Counter(
    "intake_updates",
    "Updates taken in from Telegram, by their kind and what became of them.",
    ("kind", "result"),
    registry=REGISTRY,
)
TURN_SECONDS = Histogram(
    "intake_turn_seconds",
    "From an update's arrival to its committed answer.",
    buckets=(0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30),
    registry=REGISTRY,
)
BATCH_SIZE = Histogram(
    "intake_batch_size",
    "Turns decided in one transaction.",
    buckets=(1, 2, 4, 8, 16, 32, 48, 64),
    registry=REGISTRY,
)
QUEUE_DEPTH = Gauge(
    "intake_queue_depth",
    "Turns that wait for a transaction.",
    registry=REGISTRY,
)
QUARANTINED = Counter(
    "intake_quarantined",
    "Updates put aside because they could not be read or decided, by reason.",
    ("reason",),
    registry=REGISTRY,
)
REMINDERS = Counter(
    "intake_reminders",
    "People who were told once of a registration they had not finished, by how that went.",
    ("outcome",),
    registry=REGISTRY,
)
ALERTS = Counter(
    "intake_alerts",
    "Messages to operators about what is wrong, by the kind of trouble and how that went.",
    ("kind", "outcome"),
    registry=REGISTRY,
)
OVER_LIMIT = Counter(
    "intake_over_limit",
    "Updates beyond what one person may send in a moment.",
    registry=REGISTRY,
)
TELEGRAM_CALLS = Counter(
    "intake_telegram_calls",
    "Calls of the Bot API, by method and result.",
    ("method", "result"),
    registry=REGISTRY,
)
FLEXTELL_CALLS = Counter(
    "intake_flextell_calls",
    "Calls of the Flextell API, by outcome.",
    ("outcome",),
    registry=REGISTRY,
)
TOKEN_REFRESHES = Counter(
    "intake_token_refreshes",
    "Refreshes of the access token, by outcome.",
    ("outcome",),
    registry=REGISTRY,
)
CONSENT_NEEDED = Gauge(
    "intake_consent_needed",
    "1 while nothing is delivered until a person signs in at Flextell, else 0.",
    registry=REGISTRY,
)
SUBMISSIONS = Gauge(
    "intake_submissions",
    "Submissions in the database, by status.",
    ("status",),
    registry=REGISTRY,
)
OLDEST_OPEN_SECONDS = Gauge(
    "intake_oldest_open_seconds",
    "Age of the oldest submission that has not come to its end; 0 without one.",
    registry=REGISTRY,
)
DOUBLED = Gauge(
    "intake_doubled",
    "Submissions of which the last nightly audit found more than one customer.",
    registry=REGISTRY,
)
DELIVERIES = Counter(
    "intake_deliveries",
    "Steps of the delivery worker, by the status they led to.",
    ("status",),
    registry=REGISTRY,
)
LOG_FIELDS_DROPPED = Counter(
    "intake_log_fields_dropped",
    "Fields of log events left out because they are not on the list of allowed ones.",
    registry=REGISTRY,
)

# Memory, processor time and open files of this process.
ProcessCollector(registry=REGISTRY)


def render() -> bytes:
    """Give all figures in the text format that Prometheus reads, of type `CONTENT_TYPE`."""
    return generate_latest(REGISTRY)
