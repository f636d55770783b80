"""Sending approved text, exactly once: one file a destination, and the outbox between the ledger and them."""
