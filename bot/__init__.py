"""The shell: settings, processes, wiring and Telegram. The only room that knows the others."""
