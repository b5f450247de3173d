"""The whole road: real processes, real HTTP, and a person who only sees the chat."""
