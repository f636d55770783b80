"""What Slack's errors mean for whoever must mend them; what to ask again is `http`'s work.

Source: https://docs.slack.dev/reference/methods/conversations.history#errors
"""

from __future__ import annotations

from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.sources.shared.answers import ENDLESS, MALFORMED, REPORT
from yarnnn_pipelines.sources.shared.http import ApiError

# What costs one channel, and what it takes to mend it.
SKIPS = {
    "not_in_channel": "invite the app: /invite @yarnnn in that channel",
    "channel_not_found": "check the name, and for a private channel invite the app",
    "is_archived": "unarchive the channel, or take it out of yarnnn.yaml",
    ENDLESS: REPORT,
    MALFORMED: REPORT,
}
# What costs the whole source.
_FATAL = {
    "invalid_auth": "the token is wrong: copy it again from the app's OAuth page",
    "not_authed": "no token was sent: set the environment variable that `token_env` names",
    "token_revoked": "the token was revoked: install the app again and copy the new token",
    "token_expired": "the token has expired: install the app again and copy the new token",
    "account_inactive": "the app's account was deactivated: install the app again",
}


def source_error(error: ApiError) -> UserError:
    """What stops the whole source, with its mend."""
    if error.code == "missing_scope":
        needed = error.body.get("needed", "")
        return UserError(
            f"Slack: the token lacks the scope {needed}",
            where="sources: slack",
            mend=f"add {needed} to the app's bot token scopes and install it again",
        )
    mend = _FATAL.get(error.code, "run it again; if it stays so, see https://slack-status.com")
    return UserError(f"Slack answered {error}", where="sources: slack", mend=mend)
