"""An export as a tree of files, whether it is a folder, a zip (of zips) or one file, opened without trusting it.

Names are composed (NFC), however they were packed: a Mac writes `ç` as two letters, and a zip may not say that its
names are UTF-8. A zip at the top of a zip is a part of the export (Notion's large ones); any other is an attachment.

Only names, sizes, bytes and their dangers belong here: a zip that is cut off, an entry that points outside, one that
unpacks to a thousand times its size. What the files say belongs to the readers.
"""

from __future__ import annotations

import hashlib
import lzma
import os
import shutil
import stat
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path, PurePosixPath
from typing import IO

from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.sources.shared.skips import Skips
from yarnnn_pipelines.sources.shared.zip_list import as_utf8, composed, inner_name, naive, told_apart

# Chat and mail as text shrink to a tenth, at most to a hundredth; deflate's limit, which bombs approach, is 1:1032.
MAX_RATIO = 200
RATIO_COUNTS_FROM = 1_000_000  # bytes unpacked; a small entry may be all zeros and harms nobody
MAX_UNPACKED = 200 * 1024**3  # bytes in the whole export
MAX_ENTRY = 512 * 1024**2  # bytes of one file that is read at once; a mailbox is streamed and may be larger
MAX_ENTRIES = 2_000_000

_BLOCK = 1 << 20
# What zipfile raises for damaged bytes; RuntimeError is an encrypted entry or an unknown compression.
_DAMAGED = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, RuntimeError, OSError)
# It takes a header's lengths, offsets and names at their word, and stumbles over them as Python does.
_DAMAGED_HEADER = (*_DAMAGED, ValueError, OverflowError, struct.error)
_NO_FILES = (
    (stat.S_ISFIFO, "a named pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)
_IGNORED = frozenset(["__macosx", ".ds_store", "thumbs.db", "desktop.ini", "@eadir", ".spotlight-v100", ".trashes"])
# A Mac keeps what other disks can't hold of a file `X` beside it, as `._X` that begins so (RFC 1740).
_BESIDE, _BESIDE_BEGINS = "._", b"\x00\x05\x16\x07"


class UnreadableEntry(Exception):
    """One file of an export that can't be read; the reader counts it and goes on. `str()` says what is wrong."""


@dataclass(frozen=True)
class Unreadable:
    """Why nothing is read from a path, and what mends it."""

    what: str
    mend: str


def unreadable(path: Path) -> Unreadable | None:
    """Why nothing can be read from a path; None for a folder or a file that may be opened.

    A pipe, a device or a socket is not opened: it may never answer, or never end.
    """
    check = "put the export there, or write its path under `sources` in yarnnn.yaml"
    try:
        mode = path.stat().st_mode
        for is_kind, kind in _NO_FILES:
            if is_kind(mode):
                return Unreadable(f"it is {kind}, no file", "name a file or a folder under `sources` in yarnnn.yaml")
        is_open = os.access(path, os.R_OK | os.X_OK if stat.S_ISDIR(mode) else os.R_OK)
    except FileNotFoundError:
        try:
            return Unreadable(f"it is a link to {os.readlink(path)}, which is not there", "make it lead to the export")
        except OSError:  # no link, or one that says nothing
            return Unreadable("there is no such export", check)
    except PermissionError:
        is_open = False
    except (OSError, ValueError) as error:  # links in a circle, a name that is too long or has a zero byte
        return Unreadable(f"it can't be opened ({getattr(error, 'strerror', None) or error})", check)
    return None if is_open else Unreadable("you may not read it", "give yourself the right to read it")


def _not_opened(error: OSError) -> Unreadable:
    return Unreadable(f"it can't be read ({error.strerror})", "give yourself the right to read it, or take it out")


@dataclass(frozen=True)
class Entry:
    """A file of an export. `modified` is the wall clock of whoever packed it (zip) or aware (folder)."""

    name: str  # path within the export, with forward slashes
    size: int
    modified: datetime


class ExportFiles:
    """The files of one opened export, in the order of their names. Use as a context manager."""

    def __init__(self, path: Path, skips: Skips) -> None:
        self.path = path
        self._skips = skips
        self._readers: dict[str, Callable[[], IO[bytes]]] = {}
        self._closing: list[Callable[[], None]] = []
        self.entries: dict[str, Entry] = {}
        self.incomplete = False  # a part of unknown content was refused, so what is lacking proves nothing
        self.unread: list[str] = []  # entries that were refused: what these would show is unknown
        self.empty_folders: set[str] = set()  # folders that hold no file, not even one that was refused
        try:
            self._open()
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> ExportFiles:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        for close in reversed(self._closing):
            close()
        self._closing.clear()

    def where(self, name: str = "") -> str:
        """How a message to the user names this export, or a file in it."""
        return f"{self.path.name}, {name}" if name and name != self.path.name else self.path.name

    @contextmanager
    def open(self, name: str) -> Iterator[IO[bytes]]:
        """A file of the export for streaming; `UnreadableEntry` also while reading."""
        try:
            stream = self._readers[name]()
        except _DAMAGED_HEADER as error:
            raise UnreadableEntry(f"it can't be read ({error})") from error
        try:
            with stream:
                yield stream
        except _DAMAGED as error:
            raise UnreadableEntry(f"it can't be read ({error})") from error

    def read(self, name: str) -> bytes:
        """A whole file of the export; `UnreadableEntry` if it is damaged or larger than `MAX_ENTRY`."""
        size = self.entries[name].size
        if size > MAX_ENTRY:
            raise UnreadableEntry(f"it has {size / 1e6:,.0f} MB, more than the {MAX_ENTRY / 1e6:,.0f} MB of one file")
        with self.open(name) as stream:
            return stream.read()

    def _open(self) -> None:
        if trouble := unreadable(self.path):
            raise UserError(trouble.what, where=str(self.path), mend=trouble.mend)
        if self.path.is_dir():
            self._add_folder()
        elif _looks_like_zip(self.path):
            self._add_zip(self.path, str(self.path))
        else:
            found = self.path.stat()
            self._add(self.path.name, found.st_size, _aware(found.st_mtime), lambda: self.path.open("rb"))
        self.entries = dict(sorted(self.entries.items()))
        self.empty_folders -= {
            str(above) for name in (*self.entries, *self.unread) for above in PurePosixPath(name).parents
        }

    def _add(self, name: str, size: int, modified: datetime, reader: Callable[[], IO[bytes]]) -> None:
        if _is_ignored(name) or _is_beside_another(name, reader):
            return
        if (proper := composed(name)) not in self.entries:
            name = proper
        self.entries[name] = Entry(name, size, modified)
        self._readers[name] = reader
        if len(self.entries) > MAX_ENTRIES:
            raise UserError(
                f"more than {MAX_ENTRIES:,} files",
                where=str(self.path),
                mend="split the export by time and list the parts",
            )

    def _add_folders(self, names: Iterable[str]) -> None:
        """Take folders down as empty; those of which a file is known are crossed out at the end."""
        self.empty_folders |= {composed(name) for name in names if not _is_ignored(name)}

    def _add_folder(self) -> None:
        root = self.path.resolve()
        for folder, below, names in os.walk(root, onerror=self._leave_out_folder):
            paths = [Path(folder, name) for name in below]  # a link is no folder of the export: nothing in it is read
            self._add_folders(path.relative_to(root).as_posix() for path in paths if not path.is_symlink())
            for name in names:
                file = Path(folder, name)
                relative = file.relative_to(root).as_posix()
                try:
                    self._add_file(file, relative, root)
                except OSError as error:  # a link that may not be followed, or a file that has gone since
                    self._leave_out(relative, _not_opened(error))

    def _add_file(self, file: Path, relative: str, root: Path) -> None:
        if not Path(os.path.realpath(file)).is_relative_to(root):  # a circle of links is no error to it
            self._refuse(relative)
        elif trouble := unreadable(file):
            self._leave_out(relative, trouble)
        else:
            found = file.stat()
            self._add(relative, found.st_size, _aware(found.st_mtime), partial(_opened, file))

    def _add_zip(self, source: Path | IO[bytes], where: str, nested: bool = False) -> None:
        try:
            archive = zipfile.ZipFile(source)
        except _DAMAGED_HEADER as error:
            raise UserError(
                f"it is no whole zip file{_detail(error)}",
                where=where,
                mend="it was cut off or damaged: download the export again",
            ) from None
        self._closing.append(archive.close)
        listed = archive.infolist()
        self._add_folders(filter(None, (inner_name(as_utf8(info)) for info in listed if info.filename.endswith("/"))))
        infos, twice = told_apart(info for info in listed if not info.filename.endswith("/"))
        for name_twice in sorted(twice):
            self._tell_twice(name_twice)
        unpacked = sum(info.file_size for info in infos)
        if unpacked > MAX_UNPACKED:
            raise UserError(
                f"it unpacks to {unpacked / 1e9:,.0f} GB, more than the {MAX_UNPACKED / 1e9:,.0f} GB that are taken",
                where=where,
                mend="export a shorter span, or several parts",
            )
        for info in infos:
            name = inner_name(as_utf8(info))
            if name is None:
                self._refuse(info.filename)
            elif info.file_size > RATIO_COUNTS_FROM and info.file_size > MAX_RATIO * max(info.compress_size, 1):
                self.unread.append(name)
                ratio = info.file_size // max(info.compress_size, 1)
                self._skips.add(
                    "zip_bomb_entry",
                    where=self.where(name),
                    what=f"it unpacks to {ratio:,} times its size (limit {MAX_RATIO})",
                    mend="if this is real data, unpack the zip yourself and name the folder",
                )
            elif name.lower().endswith(".zip") and "/" not in name and not nested:
                self._add_inner_zip(archive, info, name)
            else:
                self._add(name, info.file_size, naive(info), partial(archive.open, info))

    def _tell_twice(self, name: str) -> None:
        """Count a name of a zip that stands for different contents: the last is read, which need not be the whole."""
        if _is_ignored(name):
            return
        self.unread.append(composed(name))
        self._skips.add(
            "name_twice",
            where=self.where(name),
            what="it stands in the zip twice with different contents; the last was read, and what is missing in it "
            "does not count as deleted",
            mend="export again, or take the one out that is wrong",
        )

    def _add_inner_zip(self, archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str) -> None:
        """Notion packs large exports as zips within a zip; only one level is opened."""
        inner = tempfile.TemporaryFile()  # noqa: SIM115 - open as long as the export is
        self._closing.append(inner.close)
        try:
            with archive.open(info) as stream:
                shutil.copyfileobj(stream, inner, _BLOCK)
            self._add_zip(inner, self.where(name), nested=True)
        except (*_DAMAGED_HEADER, UserError) as error:
            self.incomplete = True
            self._skips.leave_out(
                "unreadable_part",
                where=self.where(name),
                what=f"this part of the export can't be read ({getattr(error, 'what', error)}), "
                "so nothing that is missing in the export counts as deleted",
                mend="download the export again",
            )

    def keep_unread(self, is_content: Callable[[str], bool]) -> bool:
        """Keep each entry that was refused, and would have shown items, as a part of no known day; whether any was."""
        unread = list(filter(is_content, self.unread))
        for name in unread:
            what, mend = "it can't be read, so what it would show is unknown", "export again"
            self._skips.add_hole(container_id="", name="", day="", where=self.where(name), what=what, mend=mend)
        return bool(unread)

    def _leave_out(self, name: str, trouble: Unreadable) -> None:
        """Count a name of a folder that nothing can be read from; what it would show is unknown."""
        if _is_ignored(name):
            return
        self.unread.append(composed(name))
        self._skips.add("unreadable_entry", where=self.where(name), what=trouble.what, mend=trouble.mend)

    def _leave_out_folder(self, error: OSError) -> None:
        self.incomplete = True
        self._skips.leave_out(
            "unreadable_entry",
            where=f"{self.path.name}, {error.filename}",
            what=f"this folder can't be read ({error.strerror}), so nothing that is missing in the export counts as "
            "deleted",
            mend="give yourself the right to read it",
        )

    def _refuse(self, name: str) -> None:
        self.incomplete = True
        self._skips.add(
            "entry_outside_export",
            where=self.where(),
            what=f"the entry {name!r} points outside the export or has no name, "
            "so nothing that is missing in the export counts as deleted",
            mend="nothing to do if it holds nothing you need; otherwise export again from the platform itself",
        )


def several_in_one(files: ExportFiles, platform: str, folders: Collection[str]) -> UserError:
    """Where a folder or zip holds several exports, which are looks at different times and must not be mixed.

    folders: those of the exports, with a slash at their end; '' for what lies outside of any.
    """
    names = [f"{files.path.name}/{folder}".rstrip("/") for folder in sorted(folders)]
    return UserError(
        f"it holds several {platform} exports: {', '.join(names[:5])}{' and more' if len(names) > 5 else ''}",
        where=str(files.path),
        mend="list each by itself under `export:`, the oldest first; of exports that lie one within another, move the "
        "inner one out",
    )


def fingerprint(path: Path, progress: Callable[[int, int], None] | None = None) -> str:
    """SHA-256 over the content of an export: a file's bytes, or names and bytes of everything in a folder.

    Neither times nor the place count, so a copied export is known again; times alone would also miss a change, since
    unpacking a zip restores old ones.
    """
    if trouble := unreadable(path):
        raise OSError(trouble.what)
    if not path.is_dir():
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    total = hashlib.sha256()
    everything = [entry for entry in path.rglob("*") if not _is_ignored(entry.relative_to(path).as_posix())]
    files = sorted(
        entry for entry in everything if entry.is_file() and not _is_beside_another(entry.name, partial(_opened, entry))
    )
    filled = {folder for file in files for folder in file.parents}
    for folder in sorted(entry for entry in everything if entry.is_dir() and entry not in filled):
        total.update(folder.relative_to(path).as_posix().encode("utf-8", "surrogateescape") + b"/\0")
    for number, file in enumerate(files):
        total.update(file.relative_to(path).as_posix().encode("utf-8", "surrogateescape") + b"\0")
        if not unreadable(file):
            with file.open("rb") as stream:
                total.update(hashlib.file_digest(stream, "sha256").digest())
        if progress and number % 200 == 0:
            progress(number, len(files))
    return total.hexdigest()


def _detail(error: BaseException) -> str:
    """What Python says of it in brackets, but for what says again that it is no zip."""
    said = str(error).strip()
    return f" ({said})" if said and "not a zip file" not in said.lower() else ""


def _looks_like_zip(path: Path) -> bool:
    with path.open("rb") as stream:
        return stream.read(4) in (b"PK\x03\x04", b"PK\x05\x06") or path.suffix.lower() == ".zip"


def _is_ignored(name: str) -> bool:
    """Whether a path within an export is what systems leave in folders, or lies in it."""
    return any(part.casefold() in _IGNORED for part in name.split("/"))


def _is_beside_another(name: str, reader: Callable[[], IO[bytes]]) -> bool:
    """Whether it is a Mac's `._X`; by what it begins with, since a page's title may begin with these two signs."""
    if not name.rpartition("/")[2].startswith(_BESIDE):
        return False
    try:
        with reader() as stream:
            return stream.read(len(_BESIDE_BEGINS)) == _BESIDE_BEGINS
    except _DAMAGED_HEADER:
        return False


def _opened(file: Path) -> IO[bytes]:
    return file.open("rb")


def _aware(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
