"""Which faults are set, for how many calls, and whether this call meets one."""

from __future__ import annotations

import random
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, Field

from simulator.flextell.catalogue import FAULTS

if TYPE_CHECKING:
    from simulator.flextell.catalogue import Fault, Operation


class Setting(BaseModel):
    """One operation's fault as the control API takes it; `times` None lasts until changed.

    Each call meets `fault`, or any of `mix`; a name that stands there twice is met twice as often.
    `seconds` may replace the fault's own time, so that tests need not wait.
    """

    model_config = ConfigDict(extra="forbid")

    fault: str | None = None
    times: int | None = Field(default=None, ge=1)
    rate: float = Field(default=1.0, ge=0, le=1)
    seconds: float | None = Field(default=None, ge=0, exclude_if=lambda value: value is None)
    mix: list[str] = Field(default_factory=list, exclude_if=lambda value: not value)

    @property
    def names(self) -> list[str]:
        """Name all that a call may meet."""
        return self.mix if self.fault is None else [self.fault]


class Settings(BaseModel):
    """The body of GET and PUT `/stage/flextell/faults`; a PUT replaces everything."""

    model_config = ConfigDict(extra="forbid")

    create: Setting = Setting()
    list: Setting = Setting()
    search: Setting = Setting()
    token: Setting = Setting()

    def unknown(self) -> tuple[str, ...]:
        """Name the faults that no such operation has."""
        wanted: dict[Operation, list[str]] = {
            "create": self.create.names,
            "list": self.list.names,
            "search": self.search.names,
            "token": self.token.names,
        }
        return tuple(
            name
            for operation, names in wanted.items()
            for name in names
            if name not in FAULTS[operation]
        )


@dataclass(slots=True)
class Faults:
    """The faults that are still to come."""

    settings: Settings = field(default_factory=Settings)

    def meet(self, operation: Operation) -> Fault | None:
        """Give the fault that this call meets, if any; it counts as used."""
        setting: Setting = getattr(self.settings, operation)
        if not setting.names or random.random() >= setting.rate:
            return None
        fault = FAULTS[operation][random.choice(setting.names)]
        if setting.times is not None:
            setting.times -= 1
            if setting.times == 0:
                setattr(self.settings, operation, Setting())
        return fault if setting.seconds is None else replace(fault, seconds=setting.seconds)
