"""Templates, filled: whatever a person wrote is escaped, and times are the company's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from starlette.responses import HTMLResponse

if TYPE_CHECKING:
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from starlette.responses import Response

    from bot.web.admin.messages import Notice


class Pages:
    """The pages of one company."""

    def __init__(self, company: str, time_zone: ZoneInfo) -> None:
        self._time_zone = time_zone
        self._templates = Environment(
            loader=PackageLoader(__package__ or ""),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.globals["company"] = company
        self._templates.filters["moment"] = self._moment

    def page(self, name: str, *, status: int = 200, **filled: object) -> Response:
        """Return the page of a template, such as `submissions`."""
        text = self._templates.get_template(f"{name}.html").render(filled)
        return HTMLResponse(text, status)

    def notice(self, notice: Notice) -> Response:
        """Return the page of a notice."""
        return self.page("notice", status=notice.status, notice=notice)

    def _moment(self, moment: datetime) -> Markup:
        """Return a time as it is where the company is, exact for programs."""
        local = moment.astimezone(self._time_zone)
        shown = f"{local.day} {local:%b %Y, %H:%M}"
        return Markup('<time datetime="{}">{}</time>').format(
            local.isoformat(timespec="seconds"), shown
        )
