"""Data Docs that open without the network, and their index.

Great Expectations writes pages that take their styles, scripts and logo from eight hosts, and an index that is empty
without them. Here each page is cut down to its own words with a style of its own, and the index is written anew.
What is judged, and by what, is not said here.
"""

from __future__ import annotations

import html
import re
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from urllib.parse import quote

from bs4 import BeautifulSoup

LISTED = 50  # runs on the index; older pages stay where they are

_OUTCOME = re.compile(r"<!-- (.*) -->")
_TIME = "%Y%m%dT%H%M%S.%fZ"  # as Great Expectations names the folder of a run
_REMOTE = re.compile(r"^(?:https?:)?//")
_STYLE = """
:root { color-scheme: light dark; }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 72rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; margin: .5rem 0 1.5rem; width: 100%; }
td, th { border-bottom: 1px solid #8884; padding: .35rem .6rem; text-align: left; vertical-align: top; }
.badge { background: #8882; border-radius: .25rem; padding: 0 .3rem; }
"""
_INDEX = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Great Expectations: Data Docs</title><style>{style}</style></head>
<body><h1>Data Docs</h1>
<p>What Great Expectations found when a week's context was built, newest first.</p>
<table><thead><tr><th>judged (UTC)</th><th>weeks</th><th>table</th><th>outcome</th></tr></thead>
<tbody>
{rows}
</tbody></table></body></html>
"""


def keep_local(page: Path, outcome: str = "") -> None:
    """Take everything off a page that a browser would fetch from elsewhere, or that only works with it.

    `outcome`, a few words, is written at the head of the page, where the index finds it.
    """
    soup = BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser")
    for tag in soup.find_all(["script", "link", "img", "footer"]):
        tag.decompose()
    for link in soup.find_all("a", href=_REMOTE):
        link.decompose()
    for form in soup.find_all(string=re.compile(r"^\s*(?:Actions|Validation Filter:|Show All|Failed Only)\s*$")):
        form.extract()
    for control in soup.find_all(["input", "button"]):
        control.decompose()
    style = soup.new_tag("style")
    style.string = _STYLE
    (soup.head or soup).append(style)
    page.write_text(f"<!doctype html>\n<!-- {outcome} -->\n{soup}", encoding="utf-8")


def write_index(folder: Path) -> None:
    """List the newest validations under `folder`, whose pages lie in validations/SUITE/WEEKS/TIME/."""
    pages = sorted(folder.glob("validations/*/*/*/*.html"), key=lambda page: page.parent.name, reverse=True)
    rows = []
    for page in pages[:LISTED]:
        suite, weeks, judged_at = page.relative_to(folder).parts[1:4]
        with page.open(encoding="utf-8") as lines:
            outcome = _OUTCOME.search("".join(islice(lines, 2)))
        moment = datetime.strptime(judged_at, _TIME).replace(tzinfo=UTC)
        link = quote(page.relative_to(folder).as_posix())
        cells = (
            f'<a href="{link}">{moment:%Y-%m-%d %H:%M:%S}</a>',
            html.escape(weeks),
            html.escape(suite),
            html.escape(outcome[1]) if outcome else "",
        )
        rows.append("<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>")
    (folder / "index.html").write_text(_INDEX.format(style=_STYLE, rows="\n".join(rows)), encoding="utf-8")
