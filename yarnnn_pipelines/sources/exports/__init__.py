"""Readers of export files, one per platform: each turns an export into observed items and states what it covers.

Nothing here knows the warehouse: whether an item is new, changed or gone is decided by comparing, in `landing`.
"""
