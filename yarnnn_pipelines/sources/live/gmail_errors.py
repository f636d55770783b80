"""What Gmail's errors mean for whoever must mend them; what to ask again is `http`'s work.

Source: https://developers.google.com/workspace/gmail/api/guides/handle-errors
"""

from __future__ import annotations

from yarnnn_pipelines.errors import UserError
from yarnnn_pipelines.sources.live.http import ApiError


def told(error: ApiError) -> UserError:
    """What stops the whole source, with its mend."""
    if error.status == 401:
        mend = "make new credentials for this account, with the scope gmail.readonly"
    elif error.status == 403 and error.code in ("insufficientPermissions", "forbidden", "PERMISSION_DENIED"):
        mend = "give the credentials the scope https://www.googleapis.com/auth/gmail.readonly, for this account"
    elif error.status == 403 and error.code in ("accessNotConfigured", "SERVICE_DISABLED"):
        mend = "switch the Gmail API on for the credentials' project in Google's console"
    elif error.status == 403:
        mend = "the project's quota is spent: run it again later, or ask Google for more"
    elif error.code == "failedPrecondition":
        mend = "the account has no Gmail: name another one, or have Gmail switched on for it"
    else:
        mend = "run it again; if it stays so, see https://www.google.com/appsstatus"
    return UserError(f"Gmail answered {error}", where="sources: gmail", mend=mend)
