"""Write events as lines of one stream; all pass the list of allowed fields and the redactor."""

from functools import partialmethod
from typing import TextIO

from bot.clock import Clock
from bot.logs.errors import told
from bot.logs.fields import allowed
from bot.logs.forms import chosen_form
from bot.logs.redaction import redactor
from bot.settings import LogSettings, secrets_of


class Lines:
    """The one stream; what goes wrong in here never disturbs whoever logs."""

    def __init__(self, settings: LogSettings, stream: TextIO, clock: Clock) -> None:
        self._stream = stream
        self._clock = clock
        self._form = chosen_form(settings.log_format, is_terminal=stream.isatty())
        self._redact = redactor(secrets_of(settings))

    def write(self, level: str, /, event: str, **fields: object) -> None:
        """Write one event; an `exc_info` among its fields is told as `errors`."""
        try:
            line = self._line(level, event, fields)
        except Exception as error:  # noqa: BLE001 - a line of the log is worth no turn
            line = f'{{"level": "error", "event": "line lost", "error": "{type(error).__name__}"}}'
        try:
            self._stream.write(f"{line}\n")
            self._stream.flush()
        except (OSError, ValueError):
            return  # whoever reads the log is gone; the work goes on

    # structlog calls the method that is named like the level.
    debug = partialmethod(write, "debug")
    info = partialmethod(write, "info")
    warning = partialmethod(write, "warning")
    error = partialmethod(write, "error")
    critical = partialmethod(write, "critical")

    def _line(self, level: str, event: str, fields: dict[str, object]) -> str:
        errors = told(fields.pop("exc_info", None))
        time = self._clock.now().isoformat(timespec="milliseconds")
        head = {"time": time, "level": level, "event": event}
        tail = {"errors": errors} if errors else {}
        return self._redact(self._form(allowed({**head, **fields, **head, **tail})))
