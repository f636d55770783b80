"""Notion's Markdown & CSV export: a page is a .md file, a database a .csv with a .md page for each row.

The page's id stands in the file's name; pages below it lie in a folder of its name, with or without the id.
Format: https://www.notion.com/help/export-your-content

Coverage: a whole workspace and a single page with what lies below it are exported in the same form, and which it is
does not stand in it. So the pages below one top page are a group, and an export speaks of those groups of which it
shows at least a fifth; and of all groups, if it has several top pages and more than half of those that are known.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa

from yarnnn_pipelines.errors import UserError
from yarnnn_pipelines.sources.coverage import Counts, Coverage, overlapping_groups
from yarnnn_pipelines.sources.envelope import Observed, as_json, content_version, in_batches, microseconds, readable
from yarnnn_pipelines.sources.exports.archive import ExportFiles, UnreadableEntry
from yarnnn_pipelines.sources.exports.options import Progress, ReadOptions
from yarnnn_pipelines.sources.skips import Skips
from yarnnn_pipelines.sources.text.notion import markdown_lines, without_link_targets

_NAMED = re.compile(
    r"^(?P<title>.*?)[ _-]?(?P<id>[0-9a-f]{32}|[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})(?P<all>_all)?$"
)
_PROPERTY = re.compile(r"^([^:\n]{1,100}): ?(.*)$")
_EDITED = ("last edited time", "last edited", "edited", "updated", "last updated")
_CREATED = ("created time", "created", "created at")
_DATES = ("date", "when")
_EDITORS = ("last edited by", "edited by", "created by", "author")
_FORMS = (
    "%B %d, %Y %I:%M %p",
    "%B %d, %Y %H:%M",
    "%B %d, %Y",
    "%b %d, %Y %I:%M %p",
    "%b %d, %Y",
    "%Y-%m-%d %H:%M",
    "%Y-%m-%d",
    "%Y/%m/%d %H:%M",
    "%Y/%m/%d",
    "%d %B %Y %H:%M",
    "%d %B %Y",
)


@dataclass(frozen=True)
class _Node:
    """A page or database of the export: its file, without suffix, and what the file's name says."""

    stem: str  # path without .md or .csv, and without the id of the last part
    title: str
    node_id: str
    is_database: bool

    @property
    def item_id(self) -> str:
        return f"notion:{self.node_id}"


class NotionExport:
    """One Notion export, opened; see `options.Reader`."""

    main_table = "pages"
    group_path = "$.root"
    tables = ("pages",)

    def __init__(self, files: ExportFiles, skips: Skips, options: ReadOptions) -> None:
        self._files = files
        self._skips = skips
        self._zone = ZoneInfo(options.time_zone)
        self._nodes = {name: node for name in files.entries if (node := _node(name))}
        self._pages = [name for name, node in self._nodes.items() if not node.is_database]
        if not self._nodes and files.entries:
            raise UserError(
                "it holds no Notion pages: no .md file with a page id in its name",
                where=str(files.path),
                mend="in Notion, export as Markdown & CSV, and name that zip",
            )
        # a folder is named like its page, in older exports with the id and in newer ones without
        self._by_folder: dict[str, _Node] = {}
        for name, node in self._nodes.items():
            self._by_folder.setdefault(node.stem, node)
            self._by_folder[re.sub(r"(?:_all)?\.(?:md|csv)$", "", name)] = node
        self._columns = {node.node_id: self._columns_of(name) for name, node in self._nodes.items() if node.is_database}
        self._whole = not files.incomplete
        self._roots: set[str] = set()

    def containers(self, table: str) -> Collection[str] | None:
        return None

    def read(self, table: str, progress: Progress) -> Iterator[pa.Table]:
        yield from in_batches(self._items(progress))

    def coverage(self, table: str) -> Coverage | None:
        if not self._whole:
            return None

        def spoken_of(counts: Counts) -> set[str | None]:
            shown = sum(group in self._roots for group in counts)
            if len(self._roots) > 1 and 2 * shown > len(counts):
                return set(counts)
            return overlapping_groups(counts)

        return Coverage(choose_groups=spoken_of)

    def _items(self, progress: Progress) -> Iterator[Observed]:
        seen: set[str] = set()
        for done, name in enumerate(self._pages):
            progress(done, len(self._pages))
            node = self._nodes[name]
            if node.item_id in seen:
                continue
            try:
                markdown = self._files.read(name).decode("utf-8-sig", "replace")
                item = self._page(name, node, readable(markdown))
            except (UnreadableEntry, RecursionError) as error:
                self._skip("unreadable_page", name, str(error), "export again; the other pages landed")
                continue
            seen.add(node.item_id)
            yield item
        for name in self._files.entries:
            if name.endswith(".md") and name not in self._nodes:
                self._skip("page_without_id", name, "no page id stands in its name", "leave it, if it is not Notion's")

    def _page(self, name: str, node: _Node, markdown: str) -> Observed:
        above = self._ancestors(name)
        parent = above[-1] if above else None
        database = parent if parent and parent.is_database else None
        title, body = _without_title(markdown)
        title = title or node.title
        properties, body = _properties(body, self._columns.get(database.node_id, ())) if database else ({}, body)
        folded = {key.casefold(): value for key, value in properties.items()}
        edited = self._moment(folded, _EDITED)
        occurred = edited or self._moment(folded, _CREATED) or self._moment(folded, _DATES) or self._file_time(name)
        editor = next((folded[key] for key in _EDITORS if folded.get(key)), None)
        root = above[0] if above else node
        self._roots.add(root.item_id)
        lines = [f"{key}: {value}" for key, value in properties.items() if value]
        return Observed(
            item_id=node.item_id,
            version=content_version("page", without_link_targets(markdown), [one.node_id for one in above]),
            container_id=parent.item_id if parent else "notion:workspace",
            thread_id=None,
            author_id=f"notion:person:{editor}" if editor else None,
            occurred_at=microseconds(occurred),
            edited_at=microseconds(edited),
            is_deleted=False,
            text="\n".join(lines + markdown_lines(body)),
            permalink=f"https://www.notion.so/{node.node_id}",
            payload=as_json(
                {
                    "title": title,
                    "path": [*(one.title for one in above), title],
                    "properties": properties,
                    "database": database.title if database else None,
                    "file": name,
                    "root": root.item_id,
                }
            ),
        )

    def _ancestors(self, name: str) -> list[_Node]:
        """The pages and databases above a file, from the top down."""
        folders = [str(parent) for parent in PurePosixPath(name).parents][:-1]
        return [self._by_folder[folder] for folder in reversed(folders) if folder in self._by_folder]

    def _columns_of(self, name: str) -> tuple[str, ...]:
        try:
            text = self._files.read(name).decode("utf-8-sig", "replace")
            return tuple(column.strip() for column in next(csv.reader(io.StringIO(text)), []))
        except (UnreadableEntry, csv.Error) as error:
            self._skip("unreadable_database", name, str(error), "export again; its pages landed without properties")
            return ()

    def _moment(self, properties: Mapping[str, str], names: tuple[str, ...]) -> datetime | None:
        return next((found for name in names if (found := _date(properties.get(name), self._zone))), None)

    def _file_time(self, name: str) -> datetime:
        modified = self._files.entries[name].modified
        return modified if modified.tzinfo else modified.replace(tzinfo=self._zone)

    def _skip(self, reason: str, name: str, what: str, mend: str) -> None:
        self._whole = self._whole and reason == "page_without_id"
        self._skips.add(reason, where=self._files.where(name), what=what, mend=mend)


def _node(name: str) -> _Node | None:
    path = PurePosixPath(name)
    match = _NAMED.match(path.stem) if path.suffix.lower() in (".md", ".csv") else None
    if not match:
        return None
    folder = str(path.parent)
    stem = f"{folder}/{match['title']}" if folder != "." else match["title"]
    return _Node(stem, match["title"].strip(), match["id"].replace("-", ""), path.suffix.lower() == ".csv")


def _without_title(markdown: str) -> tuple[str, str]:
    """The page's title, which Notion writes as its first heading, and the rest."""
    first, _, rest = markdown.lstrip().partition("\n")
    if not first.startswith("# "):
        return "", markdown
    return " ".join(markdown_lines(first)), rest


def _properties(body: str, columns: Collection[str]) -> tuple[dict[str, Any], str]:
    """The `Name: value` lines that a row's page begins with, as far as the database has such columns."""
    properties: dict[str, Any] = {}
    lines = body.lstrip("\n").split("\n")
    taken = 0
    for line in lines:
        match = _PROPERTY.match(line)
        if match and (match[1].strip() in columns or not columns):
            name = match[1].strip()
            properties[name] = " ".join(markdown_lines(match[2]))
        elif line.strip() and properties and name in properties and not match:
            properties[name] = " ".join([properties[name], *markdown_lines(line)]).strip()
        else:
            break
        taken += 1
    return properties, "\n".join(lines[taken:])


def _date(value: str | None, zone: ZoneInfo) -> datetime | None:
    """A date as Notion writes it, on the agency's clock; the first one of a range."""
    if not value:
        return None
    text = value.replace("@", "").split("→")[0].partition("(")[0].strip()
    for form in _FORMS:
        try:
            return datetime.strptime(text, form).replace(tzinfo=zone)
        except ValueError:
            continue
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)
