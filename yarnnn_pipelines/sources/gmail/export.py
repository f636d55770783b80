"""A mail export: an mbox, several of them (Google Takeout), .eml files, in a folder or a zip.

Where the mails lie, which of them are one, their threads and the coverage are here; a single mail is `mail_messages`'
matter, an mbox's format `mbox`'s.

A first look at every mail's headers comes before its text is read: copies of one mail lie in several mailboxes and land
once, with the labels of all; and a thread is known by its first mail, which may lie after its answers.

Coverage. A newer export of a mailbox proves a deletion only between its first and last mail, and only of mails that
were landed from a mailbox of which it shows a good part (`overlapping_groups`; a mailbox is known by its name without
date and number, `payload.mailbox`). Takeout can also export single labels, each as an mbox of that name. A mail may
lose a label and live on, so from these nothing is known to be deleted but what was sent, if `Sent` is among them.
Where all mails share a label, one without it is not expected. Nothing counts as deleted if a part of the export can't
be read or a mailbox is cut off.
"""

from __future__ import annotations

import dataclasses
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from pathlib import PurePosixPath
from typing import Any, ClassVar

import pyarrow as pa

from yarnnn_pipelines.core.counts import counted, verb
from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.sources.gmail import export_holes
from yarnnn_pipelines.sources.gmail.export_mails import (
    Filing,
    Mailbox,
    MailHead,
    as_file_name,
    body_of,
    content_ids,
    head_of,
    moment_of,
    name_without_number,
    read_mail,
    unnumbered,
)
from yarnnn_pipelines.sources.gmail.items import UNREAD_MAIL
from yarnnn_pipelines.sources.gmail.mbox import MAX_MAIL, RawMail, mails_of_mbox
from yarnnn_pipelines.sources.shared.archive import ExportFiles, UnreadableEntry
from yarnnn_pipelines.sources.shared.coverage import Coverage, overlapping_groups
from yarnnn_pipelines.sources.shared.envelope import Observed, in_batches
from yarnnn_pipelines.sources.shared.export_reader import Progress, Reader, ReadOptions, newest_of
from yarnnn_pipelines.sources.shared.skips import Skips

_FOREIGN = (".msg", ".pst", ".ost", ".olm", ".emlx")
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
# Labels that come and go with looking at a mail: that all mails of an export share one means nothing.
_PASSING_LABELS = frozenset(["opened", "unread", "starred", "important", "archived"])
_SENT = "sent"
_NOTES_EVERY = 200  # mails between two words on progress


class MailExport(Reader):
    """One mail export, opened; see `options.Reader`."""

    main_table: ClassVar[str] = "messages"
    group_path: ClassVar[str | None] = "$.mailbox"
    tables: ClassVar[tuple[str, ...]] = ("messages",)

    def __init__(self, files: ExportFiles, skips: Skips, options: ReadOptions) -> None:
        self._files = files
        self._skips = skips
        container = f"gmail:{options.account or 'mailbox'}"
        self._mailbox = Mailbox(container, options.account, options.time_zone)
        self._broken = files.keep_unread(export_holes.may_hold_mails)  # so that what it lacks proves nothing
        self._mboxes, self._emls = self._sorted_files()
        self._single = frozenset(self._emls)
        self._labels: dict[str, dict[str, None]] = {}  # of all copies of an item
        self._heads: dict[str, list[MailHead | None]] = {}  # {file: its mails in order}
        self._unflagged: set[str] = set()  # items of which a copy is neither deleted nor a draft
        self._parents: dict[str, str] = {}  # {message id: that of the oldest mail it names}
        self._of_message_id: dict[str, list[tuple[str, str, str, str]]] = {}  # (header id, content id, file, item id)
        self._of_number: dict[str, tuple[str, int, str]] = {}  # {item id: message id, hash of the body, file}
        self._roots: dict[str, str] = {}
        self._common: frozenset[str] | None = None  # labels that every mail has
        self._label_mboxes: set[str] = set()
        self._first: datetime | None = None
        self._last: datetime | None = None
        self._holes = export_holes.MailHoles(container, options.time_zone)
        self._dates: list[datetime] = []  # of the mails whose time nothing contradicts

    def containers(self, table: str) -> Collection[str] | None:
        return [self._mailbox.container]

    def newest(self) -> datetime | None:
        self._look(_Passes(lambda done, total: None, self._bytes_in_all()))
        return newest_of(self._dates)

    def shows(self) -> Collection[str]:
        return {self._name_of(name) for name in (*self._mboxes, *self._emls)}

    def read(self, table: str, progress: Progress) -> Iterator[pa.Table]:
        passes = 1 if self._heads else 2
        yield from in_batches(self._items(_Passes(progress, passes * self._bytes_in_all())))

    def coverage(self, table: str) -> Coverage | None:
        if self._broken or self._holes.is_everywhere or self._files.incomplete or self._first is None:
            return None
        if self._label_mboxes and _SENT not in self._label_mboxes:
            return None
        return Coverage(
            containers=[self._mailbox.container],
            first=self._first,
            last=self._last,
            holes=tuple(self._holes.found),
            choose_groups=overlapping_groups,
            judge=self._would_show,
        )

    def _would_show(self, payload: Mapping[str, Any]) -> bool:
        """Whether a mail with this payload would be in the export if it still were in the mailbox."""
        if (message_id := payload.get("message_id")) in self._holes.left_out:
            return False
        labels = {str(label).lower() for label in payload.get("labels") or []}
        would_show = _SENT in labels if self._label_mboxes else labels >= (self._common or frozenset())
        if would_show and (where := self._holes.within.get(str(message_id))):
            self._skips.add(
                "mail_within_another",
                where=where,
                what="its text has the headers of a mail in it that landed before and is not in the export by itself; "
                "that mail does not count as deleted",
                mend="export again: a line between two mails may be damaged",
            )
            return False
        return would_show

    def _sorted_files(self) -> tuple[list[str], list[str]]:
        """The mbox files and the .eml files."""
        mboxes, emls, foreign = [], [], []
        for name, entry in self._files.entries.items():
            suffix = PurePosixPath(name).suffix.lower()
            if suffix == ".eml":
                emls.append(name)
            elif suffix in _FOREIGN:
                foreign.append(name)
            elif (suffix == ".mbox" and entry.size == 0) or self._starts_as_mbox(name, suffix):
                mboxes.append(name)
        for name in foreign:
            self._refuse(name, "not_a_mail_file", f"{PurePosixPath(name).suffix} files can't be read")
        if not mboxes and not emls:
            raise UserError(
                "this is not a mail export: it holds neither an mbox nor .eml files",
                where=str(self._files.path),
                mend="name the .mbox file or the zip that takeout.google.com gives, or a folder of .eml files",
            )
        return mboxes, emls

    def _starts_as_mbox(self, name: str, suffix: str) -> bool:
        try:
            with self._files.open(name) as stream:
                if stream.read(1024).lstrip(b"\r\n").startswith(b"From "):
                    return True
            problem = "it is called mbox and does not begin with a mail"
        except UnreadableEntry as error:
            problem = str(error)
        if suffix in (".mbox", ".mbx"):
            self._refuse(name, "unreadable_mailbox", problem)
        return False

    def _refuse(self, name: str, reason: str, what: str, where: str = "") -> None:
        """Count a file that can't be read (further); nothing counts as deleted then."""
        self._broken = True
        where, mend = self._files.where(name) + where, "export again as mbox or .eml; the other mails landed"
        self._skips.leave_out(reason, where=where, what=what, mend=mend)

    def _bytes_in_all(self) -> int:
        return sum(self._files.entries[name].size for name in (*self._mboxes, *self._emls))

    def _mails(self, report: bool) -> Iterator[tuple[str, RawMail]]:
        """(file, mail) of the whole export, in the order of the files."""
        for name in self._mboxes:
            number = 0
            try:
                with self._files.open(name) as stream:
                    for mail in mails_of_mbox(stream):
                        number = mail.number
                        if not number:
                            if report:
                                self._tell_of_no_mail(name, mail)
                            continue
                        if mail.taken_in and report:
                            self._tell_taken_in(name, mail)
                        yield name, mail
            except UnreadableEntry as error:
                if report:
                    self._refuse(name, "unreadable_mailbox", str(error), f", after mail {number}")
        for name in self._emls:
            try:
                content = self._files.read(name).removeprefix(_BYTE_ORDER_MARK)
            except UnreadableEntry as error:
                if report:
                    self._refuse(name, "unreadable_mail", str(error))
                continue
            envelope = b""
            if content.startswith(b"From "):
                envelope, _, content = content.partition(b"\n")
            yield name, RawMail(1, envelope.decode("ascii", "replace").strip(), content)

    def _tell_taken_in(self, name: str, mail: RawMail) -> None:
        self._skips.add(
            "unmarked_mail",
            where=f"{self._files.where(name)}, mail {mail.number}",
            what=f"it has {counted(mail.taken_in, 'mail')} in it without Takeout's headers, which count as its text",
            mend="where those are mails of another mailbox, land them from an mbox of their own",
        )

    def _tell_of_no_mail(self, name: str, text: RawMail) -> None:
        """Count what stands before the first mail of an mbox: one whose separator is damaged, as a rule."""
        inside = set(export_holes.message_ids_within(b"\n\n" + text.content))
        self._holes.left_out |= inside
        known = f"{counted(len(inside), 'mail')} in it {verb(len(inside), 'does', 'do')} not count as deleted"
        unproven = known if inside else self._holes.add(name, text)
        self._skips.leave_out(
            "text_before_mails",
            where=self._files.where(name),
            what=f"what stands before the first line that divides mails was not read; {unproven}",
            mend="export again; the mails below it landed",
            **self._holes.days(name, text),
        )

    def _items(self, passes: _Passes) -> Iterator[Observed]:
        self._look(passes)
        seen: set[str] = set()
        for name, raw in self._mails(report=True):
            passes.advance(raw)
            head = self._heads[name][raw.number - 1] if raw.number <= len(self._heads[name]) else None
            if raw.too_large or head is None:
                self._leave_out_large(name, raw)
            elif head.is_flagged and head.item_id in self._unflagged:
                continue
            elif head.item_id not in seen and (item := self._item(name, raw, head)):
                seen.add(head.item_id)
                yield item

    def _look(self, passes: _Passes) -> None:
        """Take down ids, labels, dates and threads of every mail, before any is landed; once."""
        if self._heads:
            return
        self._heads = {name: [] for name in (*self._mboxes, *self._emls)}
        labels_of: dict[str, Counter[str]] = defaultdict(Counter)  # {mbox: how many of its mails have a label}
        for name, raw in self._mails(report=False):
            passes.advance(raw)
            if raw.too_large:
                self._heads[name].append(None)
                continue
            dated, is_dated_well = moment_of(raw, self._mailbox.time_zone)
            self._dates += [dated] if dated and is_dated_well else []
            self._holes.compare(name, raw, dated)
            head = self._told_apart(name, raw, head_of(raw, self._name_of(name)))
            self._heads[name].append(head)
            self._labels.setdefault(head.item_id, {}).update(dict.fromkeys(head.labels))
            if not head.is_flagged:
                self._unflagged.add(head.item_id)
            if head.message_id and head.parent:
                self._parents.setdefault(head.message_id, head.parent)
            lower = frozenset(label.lower() for label in head.labels)
            labels_of[name].update(lower)
            self._common = lower if self._common is None else self._common & lower
        self._common = frozenset(
            label for label in self._common or () if label not in _PASSING_LABELS and not label.startswith("category ")
        )
        for name, counts in labels_of.items():
            label = self._name_of(name).casefold()
            if len(self._heads[name]) == next((n for one, n in counts.items() if as_file_name(one) == label), 0):
                self._label_mboxes.add(label)

    def _told_apart(self, name: str, raw: RawMail, head: MailHead) -> MailHead:
        """The head, with an id of its own if another mail of the export has its number or its Message-ID.

        Copies of one mail in several mailboxes differ in what a list or a program adds below, those in one do not.
        """
        if head.is_numbered:
            head = self._without_a_number_of_another(name, raw, head)
        if head.item_id != f"gmail:{head.message_id}":
            return head
        wording, whole = content_ids(raw)
        same_id = self._of_message_id.setdefault(head.message_id, [])
        for other_wording, other_whole, file, item_id in same_id:
            if whole == other_whole or (wording == other_wording and file != name):
                return dataclasses.replace(head, item_id=item_id)
        if same_id:
            head = dataclasses.replace(head, item_id=whole)
            self._skips.add(
                "message_id_used_again",
                where=self._files.where(name) + f", mail {raw.number}",
                what=f"another mail has the Message-ID {head.message_id[:80]}; it landed under an id of its own",
                mend="nothing; both landed",
            )
        same_id.append((wording, whole, name, head.item_id))
        return head

    def _without_a_number_of_another(self, name: str, raw: RawMail, head: MailHead) -> MailHead:
        """The head, with the id of a mail without Gmail's number if another mail of the export has that number too: it
        is not Gmail's then, whoever wrote the file."""
        body = hash(body_of(raw))
        message_id, other_body, file = self._of_number.setdefault(head.item_id, (head.message_id, body, name))
        if message_id == head.message_id and (body == other_body or (message_id and file != name)):
            return head
        self._skips.add(
            "mail_number_used_again",
            where=self._files.where(name) + f", mail {raw.number}",
            what="another mail has the same number of Gmail's; it landed under an id of its own",
            mend="nothing; both landed",
        )
        return unnumbered(raw, head)

    def _item(self, name: str, raw: RawMail, head: MailHead) -> Observed | None:
        where = self._files.where(name) + (f", mail {raw.number}" if name in self._mboxes else "")

        def note(reason: str, what: str, mend: str) -> None:
            if reason == "mail_without_time" and not head.message_id:
                what = f"{what}; {self._holes.add(name, raw)}"
            if reason == UNREAD_MAIL:
                self._skips.add_hole(**export_holes.unread_in(raw, self._mailbox), where=where, what=what, mend=mend)
            if reason == "mail_without_time":
                self._holes.keep(self._skips, name, raw, where=where, what=what, mend=mend)
            self._skips.add(reason, where=where, what=what, mend=mend)

        read = read_mail(
            raw,
            head,
            of=self._mailbox,
            filed=Filing(self._name_of(name), list(self._labels[head.item_id]), self._root(head)),
            note=note,
        )
        if raw.ends_file and not raw.content.endswith(b"\n"):
            self._broken = True
        self._holes.add_within(raw, head, where)
        if read is None:
            self._holes.left_out |= {head.message_id} - {""}
            return None
        if read.is_cut_off:
            self._refuse(name, "cut_off_mailbox", "it ends in the midst of its last mail", f", mail {raw.number}")
            return None
        if export_holes.is_unidentified(raw, head):
            unproven = self._holes.add(name, raw, read.dated)
            what = f"its headers are damaged, and which mail it is can't be told; {unproven}"
            note("damaged_headers", what, "export again; it landed as a mail of its own")
        if read.is_dated_well:
            self._first = min(filter(None, (self._first, read.dated)))
            self._last = max(filter(None, (self._last, read.dated)))
        return read.item

    def _leave_out_large(self, name: str, raw: RawMail) -> None:
        self._skips.leave_out(
            "mail_too_large",
            where=f"{self._files.where(name)}, mail {raw.number}",
            what=f"it has over {MAX_MAIL / 1e6:,.0f} MB, or changed while it was read; {self._holes.add(name, raw)}",
            mend="take it out of the mbox if it is no mail; the others landed",
            **self._holes.days(name, raw),
        )

    def _root(self, head: MailHead) -> str:
        """The message id of the first mail of a thread, as far as the mails of the export name one another."""
        if head.gmail_thread:
            return ""
        if not head.parent:
            return head.message_id
        mail, passed = head.parent, [head.message_id]
        while mail not in self._roots and mail not in passed and mail in self._parents:
            passed.append(mail)
            mail = self._parents[mail]
        # mails that name each other in a ring have no first: the least id is the same from wherever it is looked at
        root = self._roots.get(mail) or (min(passed[passed.index(mail) :]) if mail in passed else mail)
        self._roots.update(dict.fromkeys(filter(None, passed), root))
        return root

    def _name_of(self, file: str) -> str:
        """How a mailbox is called, the same in each of its exports: without the date and the number of a part."""
        path = PurePosixPath(file)
        if file in self._single:
            return name_without_number(
                path.parent.name or ("" if self._files.path.is_file() else self._files.path.stem)
            )
        if path.name.lower() == "mbox" and path.parent.name:
            path = path.parent  # Apple Mail: INBOX.mbox/mbox
        return name_without_number(path.stem if path.suffix.lower() in (".mbox", ".mbx", ".txt") else path.name)


class _Passes:
    """Progress over the looks at every mail, in bytes."""

    def __init__(self, progress: Progress, size: int) -> None:
        self._progress = progress
        self._total = size
        self._done = 0
        self._mails = 0

    def advance(self, mail: RawMail) -> None:
        self._done += len(mail.envelope) + len(mail.content)
        self._mails += 1
        if self._mails % _NOTES_EVERY == 0:
            self._progress(min(self._done, self._total), self._total)
