"""What people decided and what was done about it: the ledger, and the supervision that reads it."""
