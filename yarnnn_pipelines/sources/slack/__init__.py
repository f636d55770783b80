"""Slack: its export and its Web API as item versions."""
