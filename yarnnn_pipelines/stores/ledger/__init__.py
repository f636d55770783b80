"""The ledger: what people decided and what was sent, in SQLite or PostgreSQL."""
