"""Notion: its Markdown & CSV export and its API as item versions."""
