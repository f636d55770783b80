"""A platform's own JSON as items of the envelope, the same whether an export or an API gave it.

Where the JSON comes from, and what its absence means, belongs to `exports` and `live`.
"""
