"""Operators: who they are, what they hear and decide, and the record of what they did."""
