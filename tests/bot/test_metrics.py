from __future__ import annotations

import re

from prometheus_client import REGISTRY as THE_WORLDS_REGISTRY
from prometheus_client.metrics import MetricWrapperBase
from prometheus_client.parser import text_string_to_metric_families

from bot import metrics

ALLOWED_LABELS = {"kind", "result", "reason", "method", "outcome", "status", "le"}


def families() -> dict[str, str]:
    """Give the rendered names with their explanations."""
    text = metrics.render().decode()
    return {family.name: family.documentation for family in text_string_to_metric_families(text)}


def test_what_is_counted_can_be_read_by_prometheus() -> None:
    """The page is in its text format, with its content type."""
    metrics.UPDATES.labels("message", "answered").inc()
    metrics.TURN_SECONDS.observe(0.003)
    rendered = metrics.render().decode()
    assert 'intake_updates_total{kind="message",result="answered"}' in rendered
    assert 'intake_turn_seconds_bucket{le="0.005"}' in rendered
    assert metrics.CONTENT_TYPE.startswith("text/plain; version=0.0.4")


def test_every_figure_is_ours_and_explained() -> None:
    """Operators read the explanation, not the code."""
    explained = {name: words for name, words in families().items() if name.startswith("intake_")}
    declared = [each for each in vars(metrics).values() if isinstance(each, MetricWrapperBase)]
    assert len(explained) == len(declared)
    assert all(words.endswith(".") for words in explained.values())


def test_the_process_itself_is_measured() -> None:
    """Memory and processor time are on the same page."""
    assert "process_resident_memory_bytes" in families()


def test_nothing_is_put_into_the_registry_of_the_library() -> None:
    """What other libraries count there is not ours to show."""
    names = {family.name for family in THE_WORLDS_REGISTRY.collect()}
    assert not [name for name in names if name.startswith("intake_")]


def test_no_label_can_name_a_person() -> None:
    """Labels are words of the code; a new one is allowed here on purpose."""
    metrics.TELEGRAM_CALLS.labels("sendMessage", "sent").inc()
    metrics.QUARANTINED.labels("unreadable").inc()
    metrics.FLEXTELL_CALLS.labels("created").inc()
    metrics.SUBMISSIONS.labels("queued").set(1)
    metrics.DELIVERIES.labels("created").inc()
    labels = set(re.findall(r'[{,](\w+)="', metrics.render().decode()))
    assert labels == ALLOWED_LABELS
