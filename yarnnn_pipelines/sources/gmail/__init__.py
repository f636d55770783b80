"""Mail: an mbox or .eml export, and Gmail's API, as item versions."""
