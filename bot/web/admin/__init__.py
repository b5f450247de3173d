"""The operators' pages: HTML from the server, without scripts, and nothing from outside."""
