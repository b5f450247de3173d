"""Tokens: what a sign-in at Flextell has brought is kept, and refreshed once per expiry."""
