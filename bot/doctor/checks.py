"""All that the doctor looks at, in the order in which it is told; settings come before them."""

from __future__ import annotations

from bot.doctor.clocks import clocks
from bot.doctor.disk import env_file, file, lasting, space
from bot.doctor.examination import Check
from bot.doctor.memory import database, keys, schema
from bot.doctor.messenger import telegram, webhook
from bot.doctor.outside import flextell, settling, token
from bot.doctor.talk import languages, privacy

SETTINGS = "settings"

CHECKS = (
    Check("env file", env_file),
    Check("disk", lasting),
    Check("file", file),
    Check("space", space, needs=("file",)),
    Check("database", database, needs=("file",), seconds=15),
    Check("schema", schema, needs=("database",)),
    Check("keys", keys, needs=("schema",)),
    Check("telegram", telegram),
    Check("webhook", webhook, needs=("telegram",)),
    Check("token", token),
    Check("flextell", flextell, needs=("token",), seconds=20),
    Check("clocks", clocks, seconds=15),
    Check("settling", settling),
    Check("privacy", privacy),
    Check("languages", languages),
)
