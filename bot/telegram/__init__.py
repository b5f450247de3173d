"""Telegram's edge: updates become events, replies become calls. It decides nothing."""
