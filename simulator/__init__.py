"""The stage: a stand-in Telegram with a chat page, and a stand-in Flextell. It talks HTTP only."""
