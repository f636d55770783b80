"""The ledger: what people decided and what was sent, in SQLite or PostgreSQL.

`ledger.Ledger` is the way in, `opening` makes one; behind it stands one module for each family of tables.
"""
