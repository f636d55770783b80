"""What the list of a zip says of its entries: their names, their times, and which names stand in it twice.

What lies in the entries, and which may be opened, is `archive`'s matter.
"""

from __future__ import annotations

import unicodedata
import zipfile
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from pathlib import PurePosixPath
from typing import Any


def inner_name(raw: str) -> str | None:
    """The entry's path within the export, None if it would lie outside or has no name."""
    name = raw.replace("\\", "/")
    path = PurePosixPath(name)
    if not path.name or path.is_absolute() or ".." in path.parts or (len(name) > 1 and name[1] == ":"):
        return None
    return path.as_posix()


def composed(name: Any) -> str:
    """A name with its letters in one piece each (Unicode's NFC), however it was packed; '' if it is none."""
    return unicodedata.normalize("NFC", name) if isinstance(name, str) else ""


def as_utf8(info: zipfile.ZipInfo) -> str:
    """An entry's name; without the flag that says UTF-8 (bit 11) it was read as CP437, which few programs write."""
    if info.flag_bits & 0x800:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return info.filename


def naive(info: zipfile.ZipInfo) -> datetime:
    try:
        return datetime(*info.date_time)  # noqa: DTZ001 - a zip stores the packer's wall clock, without a zone
    except ValueError:
        return datetime(1980, 1, 1)  # noqa: DTZ001


def told_apart(infos: Iterable[zipfile.ZipInfo]) -> tuple[list[zipfile.ZipInfo], set[str]]:
    """The files of a zip, the last of each name; and the names that stand for different contents.

    A program that adds to a zip may write a file anew below the old one, which a reader then takes no more notice of.
    """
    last: dict[str, zipfile.ZipInfo] = {}
    contents: dict[str, set[tuple[int, int]]] = defaultdict(set)
    for info in infos:
        name = inner_name(as_utf8(info)) or info.filename
        last[name] = info
        contents[name].add((info.file_size, info.CRC))
    return list(last.values()), {name for name, found in contents.items() if len(found) > 1}
