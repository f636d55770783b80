"""Forgetting a person, a message or a client: the request, the receipt, and what is removed from each store."""
