"""What a Notion page's Markdown or a database's row says: title, properties, body, author, time, version.

Where a page lies in the workspace is its reader's work, Markdown to lines is `text.markdown`'s.

A page of a database has its properties as `Name: value` lines after the title. The database's columns tell which lines
these are; where a page may have properties and the columns are unknown, a first block made only of such lines is taken
for them. Text and version are the same either way.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from yarnnn_pipelines.sources.notion.dates import has_clock, instant_of
from yarnnn_pipelines.sources.notion.text import clean_line, clean_markdown, clean_title, links_in, unescaped
from yarnnn_pipelines.sources.shared.envelope import content_version, readable

UNTITLED = "Untitled"

_PROPERTY = re.compile(r"^(?P<name>[^\W\d_][^:\n]{0,79}):(?: (?P<value>.*)|$)")
# How the two columns are called in the languages of a workspace; a database's owner may call them anything.
_EDITED = (
    *("last edited time", "last edited", "edited", "edited at", "last updated", "updated", "last modified"),
    *("zuletzt bearbeitet", "zuletzt bearbeitet um", "zuletzt bearbeitet am", "zuletzt geändert", "letzte bearbeitung"),
    *("dernière modification", "date de dernière modification", "heure de dernière modification", "dernière édition"),
    *("última edición", "última modificación", "hora de la última edición", "fecha de última edición"),
    *("última edição", "última modificação", "hora da última edição", "última atualização"),
    *("ultima modifica", "ora ultima modifica", "laatst bewerkt", "laatst bewerkt op", "laatst gewijzigd"),
    *("sidst redigeret", "senest redigeret", "sidst ændret", "senast redigerad", "senast ändrad", "sist redigert"),
    *("sist endret", "viimeksi muokattu", "muokattu viimeksi", "ostatnia edycja", "ostatnio edytowano"),
    *("naposledy upraveno", "последнее изменение", "время последнего изменения", "дата последнего изменения"),
    *(
        "son düzenleme",
        "son düzenleme zamanı",
        "son düzenlenme",
        "最終更新日時",
        "最終編集日時",
        "最終更新",
        "最終編集",
    ),
    *(
        "최종 편집 일시",
        "마지막 편집 일시",
        "최종 수정 일시",
        "최종 편집",
        "上次编辑时间",
        "最后编辑时间",
        "上次編輯時間",
    ),
    *("最後編輯時間", "thời gian chỉnh sửa lần cuối", "lần chỉnh sửa cuối", "waktu terakhir diedit", "terakhir diedit"),
)
_CREATED = (
    *("created time", "created", "created at", "created on", "date created", "date added"),
    *("erstellt", "erstellt am", "erstellt um", "erstellungszeit", "date de création", "créé le", "heure de création"),
    *(
        "fecha de creación",
        "creado",
        "creado el",
        "hora de creación",
        "criado em",
        "data de criação",
        "hora de criação",
    ),
    *("creato", "data di creazione", "ora di creazione", "aangemaakt", "aangemaakt op", "gemaakt op", "oprettet"),
    *("skapad", "opprettet", "luotu", "utworzono", "data utworzenia", "vytvořeno", "создано", "дата создания"),
    *("время создания", "oluşturulma", "oluşturulma zamanı", "作成日時", "作成日", "생성 일시", "생성일", "创建时间"),
    *("建立時間", "thời gian tạo", "waktu dibuat", "dibuat"),
)
# When a thing is due, starts or ends is not when it was written: only a date without a purpose tells that.
_DATES = ("date", "day", "when", "meeting date", "event date", "date and time")
_EDITORS = ("last edited by", "edited by", "last updated by", "last modified by")
_CREATORS = ("created by",)

# A link's target within the export (a relation's stands in parentheses), and what signs a link to a stored file for an
# hour: both differ from export to export while a reader sees the same.
_TARGET = re.compile(r"(?<=\])\((?![a-z][a-z0-9+.-]*:)(?:[^()\n]|\([^()\n]*\))*\)", re.IGNORECASE)
_RELATION = re.compile(r" ?\((?:[^()\n]|\([^()\n]*\))*?[0-9a-f]{32}(?:_all)?\.(?:md|csv)\)", re.IGNORECASE)
_SIGNATURE = re.compile(r"(https://[^\s()?\"'<>]+)\?[^\s()\"'<>]*(?:X-Amz-|Expires=|Signature=|spaceId=)[^\s()\"'<>]*")


@dataclass(frozen=True)
class PageContent:
    """A page taken apart. Properties are clean and none is empty.

    body: Markdown without title and properties; words: all of it but the title, for the version; cells: the Markdown of
    a row without a page, whose words are clean.
    """

    title: str
    properties: Mapping[str, str]
    body: str = ""
    words: str = ""
    cells: str = ""

    @property
    def links(self) -> list[str]:
        """See `links_in`."""
        return links_in(self.cells or self.words)

    @property
    def text(self) -> str:
        """Property lines, then body lines."""
        lines = [f"{name}: {value}" for name, value in self.properties.items()]
        return "\n".join(filter(None, (*lines, clean_markdown(self.body))))

    @property
    def version(self) -> str:
        """Over what a reader of the page sees, which has Notion's edit stamp in it where the database shows one.

        Not over names of files and the page's place, which differ between an export of the page and of the workspace.
        """
        words = "\n".join(line.rstrip() for line in unescaped(_stable(self.words)).split("\n")).strip()
        return content_version("page", self.title, words)

    @property
    def author_id(self) -> str | None:
        name = _first(self.properties, _EDITORS) or _first(self.properties, _CREATORS)
        return f"notion:person:{name}" if name else None

    def edited_at(self, zone: tzinfo) -> datetime | None:
        return _instant(self.properties, _EDITED, zone)

    def unread_time(self, zone: tzinfo) -> str:
        """The property that seems to say when the page was edited or created, and can't be read so; '' if none does."""
        if self.edited_at(zone) or _instant(self.properties, _CREATED, zone):
            return ""
        named = {name.casefold() for name in (*_EDITED, *_CREATED)}
        for name, value in self.properties.items():
            if name.casefold() in named or (has_clock(value) and name.casefold() not in _DATES):
                return name
        return ""

    def occurred_at(self, zone: tzinfo, packed: datetime) -> datetime:
        """When it was last edited, created, or is dated; else when its file was `packed`.

        A date that lies after its file is a plan and not the time of writing.
        """
        if instant := self.edited_at(zone) or _instant(self.properties, _CREATED, zone):
            return instant
        dated = _instant(self.properties, _DATES, zone)
        return dated if dated and dated <= packed + timedelta(days=1) else packed


def page_content(markdown: str, name: str, columns: Collection[str] | None) -> PageContent:
    """A page's file taken apart.

    name: the title by its file name, for a page that has none.
    columns: those of its database, empty if it lies in none, None if that is not known.
    """
    lines = re.sub(r"\r\n?", "\n", readable(markdown)).split("\n")
    start = next((number for number, line in enumerate(lines) if line.strip()), len(lines))
    title = ""
    if start < len(lines) and re.match(r"#(?: |$)", lines[start]):
        title = clean_title(lines[start][1:])
        start += 1
    block_start = next((number for number in range(start, len(lines)) if lines[number].strip()), len(lines))
    block_end = next((number for number in range(block_start, len(lines)) if not lines[number].strip()), len(lines))
    properties = _properties(lines[block_start:block_end], columns)
    body = lines[block_end:] if properties is not None else lines[start:]
    return PageContent(
        title or name or UNTITLED, properties or {}, "\n".join(body).strip("\n"), "\n".join(lines[start:])
    )


def row_content(cells: Mapping[str, str], title_column: str) -> PageContent:
    """A database's row that has no page of its own."""
    properties = {
        name: value for column, cell in cells.items() if column != title_column
        if (name := clean_line(column)) and (value := _value(cell))
    }  # fmt: skip
    # an export may choose the order of columns anew
    words = "\n".join(f"{name}: {value}" for name, value in sorted(properties.items()))
    return PageContent(
        clean_title(cells.get(title_column, "")) or UNTITLED, properties, words=words, cells="\n\n".join(cells.values())
    )


def _properties(block: list[str], columns: Collection[str] | None) -> dict[str, str] | None:
    """The properties in a page's first block, None if it is already the body."""
    values: dict[str, list[str]] = {}
    name = ""
    for line in block:
        if columns is not None:
            found = _known_column(line, columns)
        else:
            match = _PROPERTY.match(line)
            found = (match["name"], match["value"] or "") if match else None
        if found:
            name = found[0]
            values[name] = [found[1]]
        elif columns and name:
            values[name].append(line)  # a text of several lines
        else:
            return None
    properties = {clean_line(name): _value(" ".join(lines)) for name, lines in values.items()}
    return {name: value for name, value in properties.items() if name and value} if values else None


def _known_column(line: str, columns: Collection[str]) -> tuple[str, str] | None:
    """(name, value) of a line that begins with a column's name; the longest, since names may hold colons."""
    names = [name for name in columns if name and (line.startswith(f"{name}: ") or line == f"{name}:")]
    if not names:
        return None
    name = max(names, key=len)
    return name, line[len(name) + 1 :].strip()


def _value(raw: str) -> str:
    return clean_line(_stable(raw))


def _stable(markdown: str) -> str:
    """Markdown without what differs from export to export."""
    return _SIGNATURE.sub(r"\1", _RELATION.sub("", _TARGET.sub("()", markdown)))


def _first(properties: Mapping[str, str], names: Collection[str]) -> str:
    """The value of the property that comes first in `names`, whatever its case; '' if there is none."""
    lower = {name.casefold(): value for name, value in properties.items()}
    return next((lower[name] for name in names if lower.get(name)), "")


def _instant(properties: Mapping[str, str], names: Collection[str], zone: tzinfo) -> datetime | None:
    lower = {name.casefold(): value for name, value in properties.items()}
    instants = (instant_of(lower[name], zone) for name in names if name in lower)
    return next((instant for instant in instants if instant), None)
