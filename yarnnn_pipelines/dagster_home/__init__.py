"""Dagster as one home runs it: its instance, its runs' locks, its storage."""
