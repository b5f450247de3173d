"""The page "Where people stop"."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from starlette.routing import Route

from bot.operators.funnel import HALF, NINE_IN_TEN, funnel
from bot.operators.words import blanks, seconds
from bot.turns.step_counts import BOUNDS
from bot.web.admin import charts
from conversations.wording import SOURCE_LANGUAGE, own_name, wording

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import BaseRoute

    from bot.operators.entrance import Session
    from bot.web.admin.door import Door
    from bot.web.admin.office import Office

SPANS = (7, 30, 90)


@dataclass(frozen=True, slots=True)
class Stopping:
    """How far people come, of which days and in which language the address says."""

    office: Office
    door: Door

    def routes(self) -> list[BaseRoute]:
        """Return the addresses."""
        return [Route("/admin/stopping", self.door.shows(self._show))]

    async def _show(self, request: Request, session: Session) -> Response:
        talk = self.office.talk
        days = _span(request.query_params.get("days", ""))
        asked = request.query_params.get("language", "")
        language = asked if asked in talk.flow.languages else ""
        async with self.office.database.begin() as work:
            since = talk.occasion(work.now).today - timedelta(days=days - 1)
            totals = await work.counters.since(since)
        words = wording(SOURCE_LANGUAGE)
        labels = {question.key: words.say(question.label) for question in talk.flow.questions}
        shown = funnel(totals, labels, language)
        return self.door.pages.page(
            "stopping",
            session=session,
            funnel=shown,
            stages=charts.stages_chart(shown.stages),
            times=charts.times_chart(shown.questions),
            reasons=charts.reasons_chart(shown.reasons),
            charts=charts,
            bounds=[seconds(str(bound)) for bound in BOUNDS],
            half=HALF,
            nine_in_ten=NINE_IN_TEN,
            seconds=seconds,
            own_name=own_name,
            blanks=blanks,
            spans=SPANS,
            days=days,
            languages=talk.flow.languages,
            language=language,
        )


def _span(text: str) -> int:
    return next((days for days in SPANS if str(days) == text), SPANS[1])
