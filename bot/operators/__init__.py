"""Operators: who they are, what they decide, and the record of what they did."""
