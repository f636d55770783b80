"""What the two Google platforms share: consent, access tokens, and what a refusal means."""
