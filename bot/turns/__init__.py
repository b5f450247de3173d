"""Turns: one event through load, advance and keep. It knows no messenger and no network."""
