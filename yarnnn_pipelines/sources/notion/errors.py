"""What Notion's refusals mean for whoever must mend them; what to ask again is `http`'s work.

Source: https://developers.notion.com/reference/status-codes
"""

from __future__ import annotations

from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.sources.shared.http import ApiError

# What costs the whole source, by HTTP's status.
FATAL = {
    401: "the token is wrong or was revoked: copy it again from the integration's page",
    403: "on the integration's page, under Capabilities, tick Read content",
}


def source_error(error: ApiError) -> UserError:
    """What stops the whole source, with its mend."""
    mend = FATAL.get(error.status, "run it again; if it stays so, see https://www.notion-status.com")
    return UserError(f"Notion answered {error}", where="sources: notion", mend=mend)


def mend_of(error: ApiError) -> str:
    """What to do about a page or database that can't be read."""
    if "multiple_data_sources" in str(error.body):
        return "set `version: 2025-09-03` for notion in yarnnn.yaml: this database has several data sources"
    return "nothing: the next run tries again; if it stays so, open the page in Notion and look what is special"
