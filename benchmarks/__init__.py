"""Measurements, each against a reference of the same run on the same machine. Nothing here decides pass or fail.

`uv run python -m benchmarks` runs them all, `uv run python -m benchmarks.NAME` one.
"""
