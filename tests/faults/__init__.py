"""Accidents: everything breaks that can, and one checker looks at what is left of it."""
