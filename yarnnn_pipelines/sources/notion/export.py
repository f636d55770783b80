"""Notion's Markdown & CSV export: pages, databases, and rows that have no page of their own.

Finding and reading the files, places in the workspace and coverage are here; names are `notion_tree`'s, a page's own
words `notion_pages`' matter.

A database is the parent of its rows and no item itself, unless the export has a page of it. A row that is only in the
CSV is known by its database and its title, so it keeps its id while its values change.

Coverage: an export shows the pages below its top ones. A page that it lacks counts as deleted if the export shows at
least a fifth of what is known below the same root. If it has one top page only, it may be the export of that page, so
the missing page must have lain below it; if it shows four fifths of several known roots, it is the whole workspace and
a missing root is deleted with all that lay below. A single page proves nothing about others. The path of a page that
was exported alone begins at that page, since the export does not tell what lies above.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

import pyarrow as pa

from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.sources.notion.export_tree import Node, NotionTree, Step, split_name
from yarnnn_pipelines.sources.notion.items import PageEdit, Place, ids_of, page_item
from yarnnn_pipelines.sources.notion.lookup import TEAMSPACE
from yarnnn_pipelines.sources.notion.pages import UNTITLED, PageContent, page_content, row_content
from yarnnn_pipelines.sources.notion.text import clean_title
from yarnnn_pipelines.sources.shared.archive import MAX_ENTRY, ExportFiles, UnreadableEntry, several_in_one
from yarnnn_pipelines.sources.shared.coverage import Counts, Coverage, overlapping_groups
from yarnnn_pipelines.sources.shared.envelope import Observed, in_batches, microseconds, readable
from yarnnn_pipelines.sources.shared.export_reader import Progress, Reader, ReadOptions
from yarnnn_pipelines.sources.shared.skips import Skips

WHOLE_WORKSPACE = 0.8  # of the known roots, as in the docstring above

_HEAD_BYTES = 16_384  # in which a page's title surely stands
_OLDEST = 1990  # a zip without times says 1980
_CUT_FROM = 20  # letters and digits of a file name from which it may be a title's beginning
_EXPORT_AGAIN = "export again; the other pages landed"


class NotionExport(Reader):
    """One Notion export, opened; see `options.Reader`."""

    main_table: ClassVar[str] = "pages"
    group_path: ClassVar[str | None] = "$.path[0]"
    tables: ClassVar[tuple[str, ...]] = ("pages",)

    def __init__(self, files: ExportFiles, skips: Skips, options: ReadOptions) -> None:
        self._files = files
        self._skips = skips
        self._zone = ZoneInfo(options.time_zone)
        self._tree = NotionTree(files.entries)
        if not self._tree.nodes and files.entries and not files.incomplete:
            raise UserError(
                "this is not a Notion export: no .md or .csv file in it has a page's id in its name",
                where=str(files.path),
                mend="export as Markdown & CSV, and name the zip as downloaded or the folder unpacked from it",
            )
        if self._tree.doubled:
            raise several_in_one(files, "Notion", self._tree.doubled)
        self._titles: dict[str, str] = {}
        self._tables: dict[str, tuple[list[str], list[dict[str, str]]]] = {}
        self._rows_with_pages: set[frozenset[tuple[str, str]]] | None = None
        # ids of pages and databases that the export has, but not readably
        self._unread = {named[1] for name in files.unread if (named := split_name(_stem(name)))}
        files.keep_unread(lambda name: name.lower().endswith((".md", ".csv")))
        self._roots: dict[str, str] = {}  # {id: title} of what lies at the top
        self._shown = 0

    def place_names(self) -> dict[str, str]:
        """A title is looked for at the top alone, where a teamspace is a folder around pages and has no id."""
        names = dict.fromkeys((f"notion:{page_id}" for page_id in self._tree.nodes), "")
        for top in self._tree.tops:
            names[f"notion:{top.page_id}"] = self._title_of(top)
            for step in self._tree.steps(top.folder)[:1]:
                names[f"{TEAMSPACE}{step.title.strip().lower()}"] = step.title
        return names

    def containers(self, table: str) -> Collection[str] | None:
        return None  # a page may have been moved here from anywhere

    def shows(self) -> Collection[str]:
        return {self._title_of(top) for top in self._tree.tops}

    def read(self, table: str, progress: Progress) -> Iterator[pa.Table]:
        yield from in_batches(self._items(progress))

    def coverage(self, table: str) -> Coverage | None:
        if self._files.incomplete or self._shown < 2:
            return None
        whole = len(self._roots) > 1
        return Coverage(
            choose_groups=_groups_of_workspace if whole else overlapping_groups,
            judge=self._would_show_anywhere if whole else self._would_show_below_root,
        )

    def _would_show_anywhere(self, payload: Mapping[str, Any]) -> bool:
        return not self._unread.intersection(_ids_in(payload)[-1:])

    def _would_show_below_root(self, payload: Mapping[str, Any]) -> bool:
        titles = payload.get("path") or []
        is_below = self._roots.keys() & set(_ids_in(payload)) or set(self._roots.values()) & set(titles)
        return bool(is_below) and self._would_show_anywhere(payload)

    def _items(self, progress: Progress) -> Iterator[Observed]:
        for name in self._tree.without_id:
            self._skips.add(
                "page_without_id",
                where=self._files.where(name),
                what="its name carries no page id, so it can't be known again",
                mend="nothing if it is a file attached to a page; otherwise export again and keep the names",
            )
        nodes = self._tree.nodes.values()
        for done, node in enumerate(nodes):
            if done % 100 == 0:
                progress(done, len(nodes))
            for item in self._items_of(node):
                self._shown += 1
                yield item

    def _items_of(self, node: Node) -> Iterator[Observed]:
        steps = self._tree.steps(node.folder)
        top = next((step.node for step in steps if step.node), node)
        self._roots[top.page_id] = self._title_of(top)
        database = steps[-1].node if steps and steps[-1].node and steps[-1].node.is_database else None
        markdown = self._text_of(node.page_file, "unreadable_page", node) if node.page_file else None
        if markdown is not None:
            content = page_content(markdown, self._title_of(node), self._columns_over(steps))
            yield self._observed(node.page_id, content, steps, node.file, database, has_page=True)
        if node.is_database:
            below = [*steps, Step(self._title_of(node), node)]
            for page_id, row in self._rows_without_page(node):
                yield self._observed(page_id, row, below, node.rows_file, node, has_page=False)

    def _observed(
        self, page_id: str, content: PageContent, steps: list[Step], file: str, database: Node | None, has_page: bool
    ) -> Observed:
        place = Place(
            titles=tuple(self._title_of(step.node) if step.node else step.title for step in steps),
            ids=tuple(step.node.page_id if step.node else "" for step in steps),
            database=self._title_of(database) if database else None,
            is_whole=len(self._tree.tops) > 1,
        )
        if name := content.unread_time(self._zone):
            self._skips.add(
                "unread_date",
                where=self._files.where(file),
                what=f"{name!r} ({content.properties[name]}) may say when {content.title!r} was edited, and can't be "
                "read so: the page belongs to the week of its file",
                mend="call the column `Last edited time`, or set Notion's language to English, and export again",
            )
        parents = [parent for parent in place.ids if parent]
        return page_item(
            page_id,
            content,
            place,
            PageEdit(
                occurred_at=microseconds(content.occurred_at(self._zone, self._packed_at(file))),
                edited_at=microseconds(content.edited_at(self._zone)),
                author_id=content.author_id,
                permalink_id=page_id if has_page or not parents else parents[-1],
            ),
            file=readable(file),
        )

    def _packed_at(self, file: str) -> datetime:
        """A file's time; for a zip without times, that of the zip itself."""
        modified = self._files.entries[file].modified
        if modified.year < _OLDEST:
            return datetime.fromtimestamp(self._files.path.stat().st_mtime, UTC)
        return modified if modified.tzinfo else modified.replace(tzinfo=self._zone).astimezone(UTC)

    def _title_of(self, node: Node) -> str:
        """A page's whole title; file names have it cut and without some characters."""
        if node.page_id not in self._titles:
            title = ""
            if node.page_file:
                try:
                    with self._files.open(node.page_file) as stream:
                        head = _decoded(stream.read(_HEAD_BYTES))[0]
                except UnreadableEntry:
                    head = ""  # counted when the page itself is read
                first = next((line for line in head.splitlines() if line.strip()), "")
                title = clean_title(first[1:]) if first.startswith("# ") else ""
            self._titles[node.page_id] = title or readable(node.name) or UNTITLED
        return self._titles[node.page_id]

    def _text_of(self, file: str, reason: str, node: Node) -> str | None:
        """A file's text; None, and counted, if it can't be read."""
        try:
            text, whole = _decoded(self._files.read(file))
        except UnreadableEntry as error:
            self._unread.add(node.page_id)
            self._skips.leave_out(reason, where=self._files.where(file), what=str(error), mend=_EXPORT_AGAIN)
            return None
        if not whole:
            self._skips.add(
                "undecodable_text",
                where=self._files.where(file),
                what="it is not all UTF-8; it landed as far as its characters make sense",
                mend="export again, and don't save the files with another program",
            )
        return text

    def _table(self, database: Node) -> tuple[list[str], list[dict[str, str]]]:
        """(columns, rows) of a database, the title's column first; all rows if the export has them."""
        if database.page_id not in self._tables:
            table: tuple[list[str], list[dict[str, str]]] = [], []
            for file in filter(None, (database.all_file, database.view_file)):
                text = self._text_of(file, "unreadable_database", database)
                if text is not None:
                    table = self._parsed(text, file, database)
                    break
            self._tables[database.page_id] = table
        return self._tables[database.page_id]

    def _parsed(self, text: str, file: str, database: Node) -> tuple[list[str], list[dict[str, str]]]:
        rows: list[dict[str, str]] = []
        reader = csv.reader(io.StringIO(readable(text), newline=""))
        columns: list[str] = []
        csv.field_size_limit(MAX_ENTRY)  # a property may hold a long text; the whole file is in memory already
        try:
            columns = next(reader, [])
            for cells in reader:
                if any(cell.strip() for cell in cells):
                    rows.append(dict(zip(columns, cells, strict=False)))
        except csv.Error as error:
            self._unread.add(database.page_id)
            self._skips.leave_out(
                "unreadable_database",
                where=f"{self._files.where(file)}, line {reader.line_num}",
                what=f"the rest of the table can't be read ({error})",
                mend=_EXPORT_AGAIN,
            )
        return columns, rows

    def _columns_over(self, steps: list[Step]) -> list[str] | None:
        """The columns that a page's properties are of, as `page_content` takes them."""
        parent = steps[-1].node if steps else None
        if parent and parent.is_database:
            return self._table(parent)[0] or None
        # the page that was exported may be a row, and so may one whose database is not in the export
        is_known = parent.page_file if parent else steps or len(self._tree.tops) > 1
        return [] if is_known else None

    def _rows_without_page(self, database: Node) -> Iterator[tuple[str, PageContent]]:
        """(id, content) of the rows that only the CSV has."""
        columns, rows = self._table(database)
        pages = self._tree.rows_of(database)
        if not columns or not rows:
            return
        titles = Counter(_key(self._title_of(page)) for page in pages)
        cut = [key for page in pages if len(key := _key(page.name)) >= _CUT_FROM]
        seen: Counter[str] = Counter()
        for cells in rows:
            content = row_content(cells, columns[0])
            key = _key(content.title)
            if titles[key]:
                titles[key] -= 1
            elif any(key.startswith(name) for name in cut) or (not pages and _cells(cells) in self._paged_rows()):
                continue  # its page can't be read, or it is a row of another database, shown here in a linked view
            else:
                seen[content.title] += 1
                derived = f"{database.page_id}\0{content.title}\0{seen[content.title]}"
                yield hashlib.sha256(derived.encode()).hexdigest()[:32], content

    def _paged_rows(self) -> set[frozenset[tuple[str, str]]]:
        """The rows of all databases that have pages for their rows."""
        if self._rows_with_pages is None:
            databases = [node for node in self._tree.nodes.values() if node.is_database and self._tree.rows_of(node)]
            self._rows_with_pages = {_cells(cells) for node in databases for cells in self._table(node)[1]}
        return self._rows_with_pages


def _stem(name: str) -> str:
    return name.rpartition("/")[2].rpartition(".")[0].removesuffix("_all")


def _cells(cells: Mapping[str, str]) -> frozenset[tuple[str, str]]:
    return frozenset((column, cell) for column, cell in cells.items() if cell)


def _key(title: str) -> str:
    """A title as a file name can still tell it."""
    return "".join(letter for letter in title.casefold() if letter.isalnum()) or title


def _ids_in(payload: Mapping[str, Any]) -> list[str]:
    """The ids in a known page's file name and folders, its own last; of one from the API, those on the way down."""
    if not payload.get("file"):
        return list(ids_of(payload))
    parts = str(payload["file"]).split("/")
    stems = (part.removesuffix(".md").removesuffix(".csv").removesuffix("_all") for part in parts)
    return [found[1] for stem in stems if (found := split_name(stem))]


def _groups_of_workspace(counts: Counts) -> set[str | None]:
    """The roots that an export with several top pages covers."""
    shown = overlapping_groups(counts)
    return set(counts) if len(shown) > 1 and len(shown) >= WHOLE_WORKSPACE * len(counts) else shown


def _decoded(data: bytes) -> tuple[str, bool]:
    """(text, whether it is what its bytes say). Notion writes UTF-8; a table saved by another program may be UTF-16 or,
    where no character beyond ASCII makes sense, Windows-1252."""
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return data.decode(encoding), True
    except UnicodeDecodeError:
        text = data.decode(encoding, "replace")
    if all(character.isascii() or character == "\ufffd" for character in text):
        text = data.decode("cp1252", "replace")
    return text, False
