"""The logs: events told in fixed words and few allowed fields, without people and secrets."""

from bot.logs.routes import configure_command_logs, configure_logs

__all__ = ["configure_command_logs", "configure_logs"]
