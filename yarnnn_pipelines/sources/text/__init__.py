"""Cleaners: a platform's own notation to the plain words of its author.

Each is a pure function of text that never raises, drops marks and quotes, and keeps the author's words in their order.
Where a text is found in an item belongs to the readers; sentences and meaning belong to `context`.
"""
