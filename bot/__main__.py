"""`python -m bot` is `intake`, for hosts that run a checkout without installing it."""

from bot.commands import intake

intake(prog_name="intake")
