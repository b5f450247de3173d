"""Benchmarks: how fast the road is, and what it costs."""
