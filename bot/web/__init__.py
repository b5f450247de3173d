"""The web process: Telegram's webhook, and what tells that all is well."""
