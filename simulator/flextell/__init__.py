"""A stand-in Flextell: the documented API in memory, and everything that can go wrong with it."""

from simulator.flextell.stand_in import Flextell

__all__ = ["Flextell"]
