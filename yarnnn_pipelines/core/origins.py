"""Where a request of a browser comes from: from a page of the server that is asked, or from another site.

Browsers say it, and pages can't change what they say. What follows for a request is decided by whoever serves:
dagster_home/same_origin.py for Dagster's UI, review/guard.py for the review page.
"""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.types import Scope

OF_ANOTHER_SITE = "it comes from another site"
READS = ("GET", "HEAD")


def origin_refusal(headers: Headers) -> str:
    """`Origin` names the page's scheme, host and port, or is `null`; no browser leaves it out of a POST."""
    host = headers.get("host", "").lower()
    own = (f"http://{host}", f"https://{host}")
    return "" if all(origin.lower() in own for origin in headers.getlist("origin")) else OF_ANOTHER_SITE


def site_refusal(scope: Scope, headers: Headers, no_pages: tuple[str, ...] = ()) -> str:
    """https://www.w3.org/TR/fetch-metadata/: `none` is an address that somebody typed.

    A link of another site may open a page. no_pages: how the paths begin that are none.
    """
    if headers.get("sec-fetch-site", "none") in ("same-origin", "none"):
        return ""
    opens_a_page = (
        scope["type"] == "http"
        and scope["method"] in READS
        and headers.get("sec-fetch-mode") == "navigate"
        and headers.get("sec-fetch-dest") == "document"
        and not scope["path"].startswith(no_pages)
    )
    return "" if opens_a_page else OF_ANOTHER_SITE
