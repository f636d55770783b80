"""The Notion export: pages as Markdown, databases as CSV with a Markdown page per row, the page's id in each name.

A Notion story is a text file, `notion.txt`:

    === Acme Corp / Campaign plan             a page, by its path from the workspace's root
    === Acme Corp / Risks [table]             a database; its rows are the pages under it
    === Acme Corp / Risks / Legal wording     a row
    @ Wed 4 Nov 11:20 sofia                   how it stood after this edit: `Name: value` lines, an empty line, the body
    @ Tue 10 Nov 17:05 mia                    ... and after that one; an export shows the last state of its time

Notion writes no time into an ordinary page; the zip entry carries the time of the last edit. A row has the database's
own `Last edited time`, where the database has such a column.
Format: https://www.notion.com/help/export-your-content
"""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass, field
from datetime import datetime

from .cast import STORIES, Cast, StoryError, moment, stable_hex


@dataclass
class State:
    at: datetime
    who: str
    properties: dict[str, str]
    body: str


@dataclass
class Page:
    path: tuple[str, ...]
    table: bool = False
    states: list[State] = field(default_factory=list)

    @property
    def page_id(self) -> str:
        return stable_hex("notion", *self.path, length=32)

    def at(self, when: datetime) -> State | None:
        return next((state for state in reversed(self.states) if state.at <= when), None)


def read_pages() -> list[Page]:
    """Every page of the stories, parents first."""
    pages: list[Page] = []
    for story in sorted(STORIES.glob("*/notion.txt")):
        for part in re.split(r"^=== ", story.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
            head, *states = re.split(r"^@ ", part, flags=re.MULTILINE)
            title = head.strip()
            page = Page(tuple(title.removesuffix(" [table]").split(" / ")), title.endswith(" [table]"))
            page.states = [_read_state(state) for state in states]
            if not page.states and not page.table:
                raise StoryError(f"{story}: {title!r} was never written")
            pages.append(page)
    return sorted(pages, key=lambda page: (len(page.path), page.path))


def _read_state(text: str) -> State:
    head, _, rest = text.partition("\n")
    when, _, who = head.strip().rpartition(" ")
    properties: dict[str, str] = {}
    body = rest.strip("\n")
    while found := re.match(r"([A-Z][\w ]*): (.*)(?:\n|$)", body):
        properties[found[1]] = found[2]
        body = body[found.end() :]
    return State(moment(when), who, properties, body.strip())


def notion_export(cast: Cast, when: datetime) -> dict[str, tuple[str, datetime]]:
    """The export taken at `when`: file name in the zip -> (its text, when the page was last edited)."""
    pages = [page for page in read_pages() if page.table or page.at(when)]
    by_path = {page.path: page for page in pages}
    top = f"Export-{stable_hex('export', when, length=8)}-4c1d-4b6e-9a51-{stable_hex('export', when, length=12)}"
    files: dict[str, tuple[str, datetime]] = {}
    for page in pages:
        folders = [_file_name(by_path[page.path[:depth]]) for depth in range(1, len(page.path))]
        name = "/".join([top, *folders, _file_name(page)])
        if page.table:
            rows = [row for row in pages if row.path[:-1] == page.path]
            last = max(row.at(when).at for row in rows)
            files[f"{name}.csv"] = files[f"{name}_all.csv"] = (_csv(rows, cast, when), last)
        else:
            state = page.at(when)
            parent = by_path.get(page.path[:-1])
            properties = _properties(state, cast) if parent and parent.table else state.properties
            lines = "\n".join(f"{key}: {value}" for key, value in properties.items())
            blocks = [f"# {page.path[-1]}", lines, _links(state.body, page, pages)]
            files[f"{name}.md"] = ("\n\n".join(block for block in blocks if block) + "\n", state.at)
    return files


def _file_name(page: Page) -> str:
    """`Title <id>`: Notion drops what file systems don't take, and cuts long titles."""
    title = re.sub(r"[^\w ,.&()-]", " ", page.path[-1])[:50].strip()
    return f"{title} {page.page_id}"


def _properties(state: State, cast: Cast) -> dict[str, str]:
    """A row's properties, with the two that Notion keeps itself."""
    return state.properties | {"Last edited time": _clock(state.at), "Last edited by": cast.people[state.who].name}


def _csv(rows: list[Page], cast: Cast, when: datetime) -> str:
    records = [{"Name": row.path[-1]} | _properties(row.at(when), cast) for row in rows]
    columns = list(dict.fromkeys(column for record in records for column in record))
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(records)
    return "\ufeff" + out.getvalue()


def _links(body: str, page: Page, pages: list[Page]) -> str:
    """`[[Title]]` in a body is a link to the page of that title below this one, as Notion writes them."""

    def link(found: re.Match[str]) -> str:
        child = next((child for child in pages if child.path == (*page.path, found[1])), None)
        if child is None:
            raise StoryError(f"{' / '.join(page.path)}: there is no page {found[1]!r} below it")
        target = f"{_file_name(page)}/{_file_name(child)}.{'csv' if child.table else 'md'}"
        return f"[{found[1]}]({target.replace(' ', '%20')})"

    return re.sub(r"\[\[(.+?)\]\]", link, body)


def _clock(at: datetime) -> str:
    """`November 10, 2026 4:05 PM`, Notion's own way."""
    return f"{at:%B} {at.day}, {at.year} {at.hour % 12 or 12}:{at:%M %p}"
