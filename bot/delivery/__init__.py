"""Delivery: moves submissions to their end, so that each confirmation makes one customer."""
