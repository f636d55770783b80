"""What reading from Slack needs to be allowed, and nothing that can write.

Source: https://docs.slack.dev/reference/scopes and each method's page.
"""

from __future__ import annotations

CHANNELS = (
    *("channels:read", "channels:history"),  # public channels: conversations.list, .history, .replies
    *("groups:read", "groups:history"),  # the same of private ones
    *("users:read", "users:read.email"),  # users.list; the address joins a person's messages and mails
)
DIRECT_MESSAGES = ("im:read", "im:history", "mpim:read", "mpim:history")
