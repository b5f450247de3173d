"""Many answers in one message: where each of them is, and what a correction in words changes."""
