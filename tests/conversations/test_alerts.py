"""What operators read of a trouble, word by word, in two languages."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from conversations import alerts
from conversations.wording import wording

THEN = datetime(2026, 11, 24, 9, 5, tzinfo=UTC)
LATER = THEN + timedelta(days=1, hours=5)

LASTING = {
    "en": """\
⚠️ Nobody is signed in at Flextell
Registrations: 3
Since 24 November 2026, 09:05

Sign in with this command: intake authorize. \
Nothing is lost; delivery goes on by itself after that.""",
    "ar": """\
⚠️ لا أحد مسجّل الدخول لدى Flextell
عدد التسجيلات: 3
منذ 24 نوفمبر 2026، \u206809:05\u2069

سجّل الدخول بهذا الأمر: \u2068intake authorize\u2069. \
لم يضِع شيء، ويُستأنف الإرسال تلقائياً بعد ذلك.""",
}
OVER = {
    "en": """\
✅ Over: Registrations wait for a decision
Since 24 November 2026, 09:05
Over since 25 November 2026, 14:05""",
    "ar": """\
✅ انتهى: تسجيلات تنتظر قراراً
منذ 24 نوفمبر 2026، \u206809:05\u2069
انتهى منذ 25 نوفمبر 2026، \u206814:05\u2069""",
}


@pytest.mark.parametrize("language", ["en", "ar"])
def test_an_alert_says_what_is_so_and_what_to_do(language: str) -> None:
    """With the count, and since when."""
    words = wording(language)
    text = alerts.lasting_text(alerts.CONSENT, alerts.registrations(3), THEN, words)
    assert text == LASTING[language]


@pytest.mark.parametrize("language", ["en", "ar"])
def test_what_is_over_asks_for_nothing(language: str) -> None:
    """It says from when to when it was."""
    assert alerts.over_text(alerts.HUMAN, THEN, LATER, wording(language)) == OVER[language]


def test_what_is_counted_by_the_hour_says_so() -> None:
    """Else a falling count would be no good news."""
    said = wording("en").say(alerts.last_hour(2))
    assert said == "In the last hour: 2"
