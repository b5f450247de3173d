"""What goes wrong with the bot's calls on purpose, for how long, and in which chat."""

import random
from dataclasses import dataclass, field
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from simulator.telegram.errors import (
    BLOCKED,
    QUERY_TOO_OLD,
    ApiError,
    bad_request,
    forbidden,
    too_many_requests,
)
from simulator.telegram.updates import Mishaps

Answer = Literal["429", "403", "400", "500", "502_html", "drop", "reset", "expired"]


class Fault(BaseModel):
    """One fault as the control API takes it; `times` None lasts until it is changed.

    `rate` is the chance that a call it concerns meets it.
    """

    model_config = ConfigDict(extra="forbid")

    method: str = "*"
    answer: Answer
    retry_after: int = Field(default=1, ge=1)
    times: int | None = Field(default=1, ge=1)
    chat_id: int | None = None
    rate: float = Field(default=1, gt=0, le=1)

    def concerns(self, method: str, chat_id: int | None) -> bool:
        """Whether a call of this method in this chat meets the fault."""
        same_chat = self.chat_id is None or self.chat_id == chat_id
        return same_chat and self.method.lower() in {"*", method.lower()}

    def refusal(self) -> ApiError | None:
        """How the call is refused; None when the fault lets it answer or hangs up."""
        return {
            "429": too_many_requests(self.retry_after),
            "403": forbidden(BLOCKED),
            "400": bad_request("refused on the stage"),
            "expired": ApiError(400, QUERY_TOO_OLD),
            "500": ApiError(500, "Internal Server Error"),
        }.get(self.answer)


class FaultsWanted(BaseModel):
    """The body of PUT and GET `/stage/telegram/faults`; a PUT replaces everything.

    With a `seed` the rates meet the same calls each time, counted from the PUT.
    """

    model_config = ConfigDict(extra="forbid")

    faults: list[Fault] = []
    updates: Mishaps = Mishaps()
    seed: int | None = None


@dataclass(slots=True)
class Faults:
    """The faults that are still to come."""

    wanted: FaultsWanted = field(default_factory=FaultsWanted)
    _chance: random.Random = field(init=False)

    def __post_init__(self) -> None:
        self._chance = random.Random(self.wanted.seed)

    def meet(self, method: str, chat_id: int | None) -> Fault | None:
        """Find the fault this call meets, if any; it counts as used."""
        for fault in self.wanted.faults:
            if fault.concerns(method, chat_id) and self._chance.random() < fault.rate:
                self._use(fault)
                return fault
        return None

    def _use(self, fault: Fault) -> None:
        if fault.times is None:
            return
        fault.times -= 1
        if fault.times == 0:
            self.wanted.faults.remove(fault)
