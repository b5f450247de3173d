"""The memory: chats, submissions, consents and what was put aside. One transaction is one unit of work."""
