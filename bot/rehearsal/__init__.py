"""Rehearsals: the whole road on this machine, with stand-ins for Telegram and Flextell."""
