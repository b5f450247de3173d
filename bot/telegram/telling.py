"""How the delivery's news reach a person: the status card is edited, a question is sent anew."""

from __future__ import annotations
