"""Mail exports as they land: through dlt into DuckDB where the warehouse matters, else as the reader shows them."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import json
import tempfile
import zipfile
from datetime import UTC, datetime
from email.header import Header
from itertools import permutations
from pathlib import Path

import duckdb
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.project import load_settings
from yarnnn_pipelines.sources.gmail.export import MailExport
from yarnnn_pipelines.sources.landing import LandingReport, land
from yarnnn_pipelines.sources.shared.archive import ExportFiles
from yarnnn_pipelines.sources.shared.export_reader import ReadOptions
from yarnnn_pipelines.sources.shared.skips import Skips
from yarnnn_pipelines.stores.home import Home

TAKEOUT_ID = 1878202704199786013
HEX_ID = "1a10b76888019e1d"


def mail(
    body: str = "The pixel is live.",
    *,
    id: str | None = "a1@acme.example",
    date: str | None = "Tue, 10 Nov 2026 09:00:00 +0000",
    **headers: str,
) -> bytes:
    """One mail; `X_Gmail_Labels="..."` becomes the header X-Gmail-Labels."""
    lines = {"From": "Dana Reyes <dana@acme.example>", "To": "mia@northlight.example", "Subject": "Pixel"}
    lines |= {"Message-ID": f"<{id}>"} if id else {}
    lines |= {"Date": date} if date else {}
    lines |= {name.replace("_", "-"): value for name, value in headers.items()}
    lines |= {} if "Content-Type" in lines else {"Content-Type": "text/plain; charset=utf-8"}
    return "".join(f"{name}: {value}\n" for name, value in lines.items() if value).encode() + f"\n{body}\n".encode()


def mbox(*mails: bytes, envelope: str = "From - Tue Nov 10 09:00:00 2026") -> bytes:
    return b"".join(envelope.encode() + b"\n" + one + b"\n" for one in mails)


def takeout(number: int, content: bytes, at: str = "Tue Nov 10 09:05:00 +0000 2026") -> bytes:
    return mbox(content, envelope=f"From {number}@xxx {at}")


def multipart(*parts: str, kind: str = "mixed", closed: bool = True) -> dict[str, str]:
    body = "".join(f"--edge\n{part}\n" for part in parts) + ("--edge--\n" if closed else "")
    return {"body": body, "Content_Type": f"multipart/{kind}; boundary=edge"}


def export(folder: Path, files: dict[str, bytes]) -> Path:
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


def read(path: Path, zone: str = "Europe/Lisbon") -> tuple[dict[str, dict], Skips]:
    """{item_id: row} of an export as the reader shows it, `payload` parsed."""
    skips = Skips()
    with ExportFiles(path, skips) as files:
        reader = MailExport(files, skips, ReadOptions(zone, account="mia@northlight.example"))
        rows = [row for table in reader.read("messages", lambda done, total: None) for row in table.to_pylist()]
        reader.coverage("messages")
    assert len({row["item_id"] for row in rows}) == len(rows)
    return {row["item_id"]: {**row, "payload": json.loads(row["payload"])} for row in rows}, skips


def only(content: bytes, tmp_path: Path) -> tuple[dict, Skips]:
    """The single mail of an mbox with `content`."""
    (tmp_path / "one.mbox").write_bytes(mbox(content))
    rows, skips = read(tmp_path / "one.mbox")
    (row,) = rows.values()
    return row, skips


class Agency:
    """A home and a yarnnn.yaml whose mail exports grow by one each time."""

    def __init__(self, root: Path) -> None:
        self.root, self.home, self.exports = root, Home(root / "home"), []

    def land(self, name: str, content: bytes | Path) -> LandingReport:
        path = content
        if isinstance(content, bytes):
            path = self.root / "exports" / str(len(self.exports)) / name
            path.parent.mkdir(parents=True)
            path.write_bytes(content)
        self.exports.append(str(path))
        config = self.root / "yarnnn.yaml"
        config.write_text(
            json.dumps(
                {
                    "agency": {
                        "name": "N",
                        "time_zone": "Europe/Lisbon",
                        "domains": ["n.example"],
                        "start": "2026-W40",
                    },
                    "sources": {"gmail": {"export": self.exports}},
                    "clients": [{"id": "acme", "name": "Acme"}],
                }
            )
        )
        return land("gmail", load_settings(config), self.home)

    def rows(self, columns: str) -> list[tuple]:
        with duckdb.connect(str(self.home.warehouse)) as con:
            return con.execute(
                f"select {columns} from gmail.messages order by observed_at, item_id, version"
            ).fetchall()

    def deleted(self) -> set[str]:
        return {item for item, deleted in self.rows("item_id, is_deleted") if deleted}


@pytest.fixture
def agency(tmp_path: Path) -> Agency:
    return Agency(tmp_path)


def numbered(*numbers: int, **headers: str) -> list[bytes]:
    """Mails m1, m2...; mail n is of 9:00 on the n-th of November."""
    return [mail(f"Word {n}.", id=f"m{n}@x", date=f"{n} Nov 2026 09:00:00 +0000", **headers) for n in numbers]


# identity, thread, time


def test_takeout_gives_the_ids_that_the_api_would_give_and_the_time_that_gmail_received_it(tmp_path):
    content = takeout(TAKEOUT_ID, mail(X_GM_THRID=str(TAKEOUT_ID), X_Gmail_Labels='Inbox,"Acme, Berlin"'))
    rows, skips = read(export(tmp_path, {"mail.mbox": content}))
    row = rows[f"gmail:{HEX_ID}"]
    assert row["thread_id"] == f"gmail:thread:{HEX_ID}"
    assert row["occurred_at"] == datetime(2026, 11, 10, 9, 5, tzinfo=UTC)
    assert row["container_id"] == "gmail:mia@northlight.example"
    assert row["author_id"] == "mailto:dana@acme.example"
    assert row["payload"]["labels"] == ["Inbox", "Acme, Berlin"]
    assert row["permalink"].endswith(f"#all/{HEX_ID}")
    assert not skips.counts


@pytest.mark.parametrize(
    "separator",
    [
        "From evil@x.example Mon Nov  9 09:48:00 2026",
        "From - Mon Nov 09 09:48:00 2026",
        "From MAILER-DAEMON Mon Nov  9 09:48:00 2026",
        "From evil@x.example Mon Nov  9 09:48:00 CET 2026",
        "From 1878202704199786099@xxx Mon Nov 09 09:48:00 +0000 2026",
    ],
)
def test_a_mail_written_into_the_text_of_another_is_none_where_takeout_marks_its_own(tmp_path, separator):
    forged = "We decided to raise the budget."
    text = f"Hello.\n\n{separator}\n{mail(forged, id='forged@x').decode()}\nThat is all."
    marks = {"X_GM_THRID": str(TAKEOUT_ID), "X_Gmail_Labels": "Inbox"}
    content = takeout(TAKEOUT_ID, mail(text, From="Evil <evil@x.example>", **marks))
    content += takeout(TAKEOUT_ID + 1, mail("The pixel is live.", id="b@x", **marks))
    rows, skips = read(export(tmp_path, {"mail.mbox": content}))
    told = {row["author_id"]: row["text"] for row in rows.values()}
    assert told.keys() == {"mailto:evil@x.example", "mailto:dana@acme.example"}
    assert told["mailto:dana@acme.example"] == "The pixel is live."
    assert told["mailto:evil@x.example"].startswith("Hello.")
    assert forged not in told["mailto:evil@x.example"]
    assert skips.counts == {"unmarked_mail": 1}


def test_an_mbox_of_another_program_may_hold_separators_of_any(tmp_path):
    content = mbox(mail("One.")) + takeout(TAKEOUT_ID, mail("Two.", id="b@x")) + mbox(mail("Three.", id="c@x"))
    rows, skips = read(export(tmp_path, {"mail.mbox": content}))
    assert [row["text"] for row in rows.values()] == ["One.", "Two.", "Three."]
    assert not skips.counts


def test_without_gmails_id_the_message_id_names_a_mail_and_without_that_its_content(tmp_path):
    files = {
        "0.eml": f"From {TAKEOUT_ID}@xxx Tue Nov 10 09:05:00 +0000 2026\n".encode()
        + mail(id="s@x"),  # cut out of an mbox
        "1.eml": b"\xef\xbb\xbf" + mail(),
        "2.eml": mail(id=None),
        "3.eml": mail(id=None, X_Mozilla_Status="0001"),
        "4.eml": mail("B", id=None),
    }
    rows, _ = read(export(tmp_path, files))
    hashed = sorted(item for item in rows if item.startswith("gmail:sha256-"))
    assert {"gmail:a1@acme.example", f"gmail:{HEX_ID}"} <= rows.keys()
    assert len(hashed) == 2  # a program's own notes on the mail make no other mail of it
    assert all(len(item) == len("gmail:sha256-") + 16 for item in hashed)


def test_a_thread_is_named_by_its_first_mail_in_whatever_order_the_mails_lie(tmp_path):
    files = {
        "1.eml": mail(id="c@x", In_Reply_To="<b@x>"),
        "2.eml": mail(id="b@x", In_Reply_To="<a@x>"),
        "3.eml": mail(id="a@x"),
        "4.eml": mail(id="d@x", References="<a@x> <b@x> <c@x>", In_Reply_To="<c@x>"),
        "5.eml": mail(id="e@x", In_Reply_To="<not-in-the-export@x>"),
    }
    rows, _ = read(export(tmp_path, files))
    threads = {
        item.removeprefix("gmail:"): row["thread_id"].removeprefix("gmail:thread:") for item, row in rows.items()
    }
    assert threads == {"a@x": "a@x", "b@x": "a@x", "c@x": "a@x", "d@x": "a@x", "e@x": "not-in-the-export@x"}


def test_mails_that_answer_each_other_in_a_ring_are_one_thread(tmp_path):
    for order in permutations(["ab", "bc", "cb"]):
        content = mbox(*(mail(id=one, In_Reply_To=f"<{other}>") for one, other in order))
        (tmp_path / "ring.mbox").write_bytes(content)
        rows, _ = read(tmp_path / "ring.mbox")
        assert {row["thread_id"] for row in rows.values()} == {"gmail:thread:b"}


NINE = datetime(2026, 11, 10, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("date", "received", "expected"),
    [
        ("Tue, 10 Nov 2026 10:00:00 +0100", "", NINE),
        ("Fri, 10 Jul 2026 10:00:00", "", datetime(2026, 7, 10, 9, tzinfo=UTC)),  # on the agency's clock
        (None, "from a by b; Tue, 10 Nov 2026 09:00:00 +0000", NINE),
        ("Thu, 01 Jan 1970 00:00:00 +0000", "by b; 10 Nov 2026 09:00:00 +0000", NINE),
    ],
)
def test_a_mail_is_dated_by_its_writer_else_by_its_delivery(tmp_path, date, received, expected):
    row, _ = only(mail(date=date, Received=received), tmp_path)
    assert row["occurred_at"] == expected


def test_a_mail_without_any_time_is_counted_and_costs_no_other(tmp_path):
    (tmp_path / "a.mbox").write_bytes(mbox(mail(id="a@x", date=None), mail(id="b@x", date="some day"), mail(id="c@x")))
    rows, skips = read(tmp_path / "a.mbox")
    assert list(rows) == ["gmail:c@x"]
    assert skips.counts == {"mail_without_time": 2}
    assert skips.examples[0].startswith("a.mbox, mail 1: ")


# what a mail says


def test_the_text_is_what_the_author_wrote_without_quote_and_signature(tmp_path):
    quote = "On Mon, 9 Nov 2026 at 10:00, Mia <mia@n.example> wrote:\n> And the budget?"
    row, _ = only(mail(f"The budget is 42,000.\n\nBest,\nDana\n\n{quote}"), tmp_path)
    assert row["text"] == "The budget is 42,000."


def test_html_is_read_where_there_is_no_plain_text(tmp_path):
    html = "Content-Type: text/html\n\n<p>The budget is <b>42,000</b>.</p>\n"
    empty = "Content-Type: text/plain\n\n \n"
    row, _ = only(mail(**multipart(empty, html, kind="alternative")), tmp_path)
    assert row["text"] == "The budget is 42,000."
    plain = "Content-Type: text/plain\n\nThe budget is *42,000*.\n"
    row, _ = only(mail(**multipart(plain, html, kind="alternative")), tmp_path)
    assert row["text"] == "The budget is *42,000*."


@pytest.mark.parametrize(
    "plain", ["Your mail program does not show HTML.", "The fee is ?900 for the caf? in May. Is that fine?"]
)
def test_html_is_read_where_the_plain_text_is_no_text_or_lost_letters(tmp_path, plain):
    html = "Content-Type: text/html; charset=utf-8\n\n<p>The fee is €900 for the café in May. Is that fine?</p>\n"
    row, _ = only(mail(**multipart(f"Content-Type: text/plain\n\n{plain}\n", html, kind="alternative")), tmp_path)
    assert row["text"] == "The fee is €900 for the café in May. Is that fine?"


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("text/markdown", "The budget is **42,000**.\n\n-- \nDana"),
        ("text/x-markdown; charset=utf-8", "The budget is 42,000.\n\nOn Mon, 9 Nov 2026 Mia wrote:\n> Is it 40?"),
        ("text/markdown", "~~The budget is 40,000.~~ The budget is 42,000. <!-- and more -->"),
        ("application/xhtml+xml", "<html><body><p>The budget is <b>42,000</b>.</p></body></html>"),
        ("text/x-web-something", "The budget is 42,000."),
    ],
)
@pytest.mark.parametrize("is_part", [False, True])
def test_words_of_any_kind_of_text_are_read(tmp_path, kind, body, is_part):
    sent = multipart(f"Content-Type: {kind}\n\n{body}\n", kind="alternative") if is_part else {}
    row, skips = only(mail(**(sent or {"body": body, "Content_Type": kind})), tmp_path)
    assert (row["text"], skips.counts) == ("The budget is 42,000.", {})


def test_a_kind_of_text_that_few_programs_show_is_read_only_where_there_is_no_other(tmp_path):
    plain, odd = "Content-Type: text/plain\n\nThe budget is 42.\n", "Content-Type: text/markdown\n\nThe fee is 9.\n"
    for versions in ((plain, odd), (odd, plain)):
        row, _ = only(mail(**multipart(*versions, kind="alternative")), tmp_path)
        assert row["text"] == "The budget is 42."


@pytest.mark.parametrize("body", ["[" * 50_000, "> " * 5_000 + "x", "*a " * 20_000])
def test_markdown_nested_beyond_reason_costs_no_time_and_no_mail(tmp_path, body):
    row, _ = only(mail(body, Content_Type="text/markdown"), tmp_path)
    assert row["payload"]["subject"] == "Pixel"


def test_lines_of_html_are_not_joined_as_if_a_program_had_broken_them(tmp_path):
    lines = [f"Item {n} of the list that we have agreed upon, for the {n}th week" for n in range(10, 14)]
    row, _ = only(mail("<br>".join(lines), Content_Type="text/html"), tmp_path)
    assert row["text"].split("\n") == lines


@pytest.mark.parametrize(
    "closing", ["Mit freundlichen Grüßen / Kind regards", "Kind regards", "D", "DR", "Best,\nDana"]
)
def test_a_closing_is_no_part_of_what_was_said(tmp_path, closing):
    row, _ = only(mail(f"The crash comes first.\n\n{closing}"), tmp_path)
    assert row["text"] == "The crash comes first."


def test_a_picture_written_into_the_html_costs_no_words(tmp_path):
    html = f'<p>Above it.</p><img src="data:image/png;base64,{"A" * 4_500_000}"><p>Below it.</p>'
    row, skips = only(mail(html, Content_Type="text/html"), tmp_path)
    assert row["text"] == "Above it.\n\nBelow it."
    assert not skips.counts


@pytest.mark.long
def test_more_text_than_anyone_writes_is_cut_and_counted(tmp_path):
    row, skips = only(mail("All of this is a log.\n" * 60_000), tmp_path)
    assert row["text"].startswith("All of this is a log.")
    assert len(row["text"]) <= 1_000_000
    assert skips.counts == {"undecodable_text": 1}


def test_words_above_and_below_an_attachment_are_both_the_authors(tmp_path):
    above, below = "Content-Type: text/plain\n\nAbove it.\n", "Content-Type: text/plain\n\nBelow it.\n"
    row, _ = only(mail(**multipart(above, "Content-Type: image/png; name=a.png\n\nxx\n", below)), tmp_path)
    assert row["text"] == "Above it.\n\nBelow it."


def test_people_and_subject_are_read_whatever_the_encoding(tmp_path):
    content = mail(
        From="=?UTF-8?B?QmVhdHJpeiBGYWxjw6Nv?= <Beatriz@Estuary.example>",
        To='"Grant, Oliver" <oliver@e.example>, undisclosed-recipients:;, mia@n.example',
        Subject="=?UTF-8?Q?Entr=C3?= =?UTF-8?Q?=A9e?= on =?x-none?Q?14_November?=",
        Cc="=?utf-8?q?Ana_Reis_=3Cana=40e=2Eexample=3E?=",
    )
    row, _ = only(content, tmp_path)
    payload = row["payload"]
    assert payload["from"] == {"name": "Beatriz Falcão", "email": "beatriz@estuary.example"}
    assert payload["to"] == [
        {"name": "Grant, Oliver", "email": "oliver@e.example"},
        {"name": "", "email": "mia@n.example"},
    ]
    assert payload["cc"] == [{"name": "Ana Reis", "email": "ana@e.example"}]
    assert payload["subject"] == "Entrée on 14 November"


@pytest.mark.parametrize(
    "headers",
    [
        {"List_Unsubscribe": "<https://x.example>"},
        {"List_Id": "<x>"},
        {"Precedence": "bulk"},
        {"Auto_Submitted": "auto-replied"},
    ],
)
def test_a_mail_to_many_or_by_a_machine_is_bulk(tmp_path, headers):
    assert only(mail(**headers), tmp_path)[0]["payload"]["bulk"] is True
    assert only(mail(Auto_Submitted="no"), tmp_path)[0]["payload"]["bulk"] is False


def test_a_large_attachment_is_its_name_kind_and_size(tmp_path):
    content = b"\x00\x01\x02" * 7_000_000
    code = base64.encodebytes(content).decode()
    head = "Content-Type: video/mp4\nContent-Disposition: attachment; filename=cut.mp4\n"
    attached = f"{head}Content-Transfer-Encoding: base64\n\n{code}"
    row, skips = only(mail(**multipart("Content-Type: text/plain\n\nThe cut.\n", attached)), tmp_path)
    assert row["payload"]["attachments"] == [{"name": "cut.mp4", "mime": "video/mp4", "bytes": len(content)}]
    assert row["text"] == "The cut."
    assert len(json.dumps(row["payload"])) < 2_000
    assert not skips.counts


def test_a_forwarded_mail_is_an_attachment_and_not_the_authors_words(tmp_path):
    forwarded = "Content-Type: message/rfc822\n\nSubject: Secret\nFrom: x@y.example\n\nNot mine.\n"
    row, _ = only(mail(**multipart("Content-Type: text/plain\n\nSee below.\n", forwarded)), tmp_path)
    assert row["text"] == "See below."
    assert row["payload"]["attachments"] == [{"name": "Secret", "mime": "message/rfc822", "bytes": len("Not mine.\n")}]


@pytest.mark.parametrize(
    "head",
    [
        "Content-Type: text/plain; name=rival.txt\n",
        "Content-Type: text/plain\nContent-Disposition: inline; filename=rival.txt\n",
        "Content-Type: text/html\nContent-Disposition: inline; filename*=utf-8''rival.html\n",
    ],
)
def test_a_file_that_is_shown_inline_is_not_the_authors_words(tmp_path, head):
    file = f"{head}\nWe decided to drop the radio spots.\n"
    row, _ = only(mail(**multipart("Content-Type: text/plain\n\nSee below.\n", file)), tmp_path)
    assert row["text"] == "See below."
    assert [attached["name"].split(".")[0] for attached in row["payload"]["attachments"]] == ["rival"]


@pytest.mark.parametrize("kind", ["mixed", "alternative"])
@pytest.mark.parametrize(
    ("slot", "read_as"),
    [
        ("RECURRENCE-ID;TZID=Europe/Berlin:20261118T150000\n", "20261118T140000Z"),
        ("RECURRENCE-ID;VALUE=DATE:20261118\n", "20261118"),
        ("", None),
    ],
)
def test_a_mails_calendar_part_says_of_which_meeting_it_is_and_what_becomes_of_that(tmp_path, kind, slot, read_as):
    event = f"BEGIN:VEVENT\nUID:p1@x\n{slot}DTSTART:20261118T140000Z\nSUMMARY:Pilot\nEND:VEVENT\n"
    calendar = f"BEGIN:VCALENDAR\nVERSION:2.0\nMETHOD:CANCEL\n{event}END:VCALENDAR\n"
    code = base64.encodebytes(calendar.encode()).decode()
    part = f"Content-Type: text/calendar; method=CANCEL\nContent-Transfer-Encoding: base64\n\n{code}"
    row, skips = only(mail(**multipart("Content-Type: text/plain\n\nSee below.\n", part, kind=kind)), tmp_path)
    assert row["payload"]["invitations"] == [
        {"method": "CANCEL", "uid": "p1@x", "slot": read_as, "starts_at": "2026-11-18T14:00:00+00:00", "partstat": None}
    ]
    assert row["text"] == "See below."
    assert not skips.counts


def test_a_calendar_part_that_cannot_be_read_costs_the_mail_nothing(tmp_path):
    part = "Content-Type: text/calendar\n\nBEGIN:VCALENDAR\nMETHOD:CANCEL\nBEGIN:VEVENT\nUID:p\nDTSTART:never\n"
    row, _ = only(mail(**multipart("Content-Type: text/plain\n\nSee below.\n", part)), tmp_path)
    assert (row["payload"]["invitations"], row["text"]) == ([], "See below.")


# broken mails


def test_an_unknown_charset_is_counted_and_the_mail_lands(tmp_path):
    row, skips = only(mail("O café abre às 9.", Content_Type="text/plain; charset=x-klingon"), tmp_path)
    assert row["text"] == "O café abre às 9."
    assert skips.counts == {"undecodable_text": 1}


def test_bytes_that_are_not_of_their_charset_are_counted_and_the_mail_lands(tmp_path):
    content = mail("Entrada: XX").replace(b"XX", b"caf\xe9 \x80")
    row, skips = only(content, tmp_path)
    assert row["text"] == "Entrada: café €"
    assert skips.counts == {"undecodable_text": 1}


def test_broken_base64_costs_its_line_and_nothing_else(tmp_path):
    lines = base64.encodebytes(
        "".join(f"Line {n:02} of what Dana wrote to us on that day.\n" for n in range(9)).encode()
    )
    lines = lines.decode().splitlines()
    lines[2] = "!!" + lines[2][2:]
    broken = "Content-Type: text/plain\nContent-Transfer-Encoding: base64\n\n" + "\n".join(lines) + "\n"
    row, skips = only(mail(**multipart(broken, "Content-Type: text/plain\n\nAnd this.\n")), tmp_path)
    assert "Line 00 of what Dana wrote" in row["text"]
    assert "Line 08 of what Dana wrote" in row["text"]
    assert row["text"].endswith("And this.")
    assert skips.counts == {"undecodable_text": 1}


def test_plain_text_that_is_said_to_be_base64_is_read_as_it_stands(tmp_path):
    row, skips = only(mail("The launch is on Monday, not Friday.", Content_Transfer_Encoding="base64"), tmp_path)
    assert row["text"] == "The launch is on Monday, not Friday."
    assert skips.counts == {"undecodable_text": 1}


def test_bytes_that_are_no_text_are_not_taken_for_words(tmp_path):
    code = base64.encodebytes(hashlib.sha512(b"noise").digest() * 20).decode()
    row, skips = only(mail(code, Content_Transfer_Encoding="base64"), tmp_path)
    assert row["text"] == ""
    assert skips.counts == {"unread_mail": 1}


@pytest.mark.parametrize(
    "headers",
    [
        {"From": "(" * 5_000},
        {"To": "<<<>>>@@@, ,,;;: dana@acme.example"},
        {"Content_Type": "text/plain; charset*=''''; name*0*="},
        {"Content_Type": "multipart/mixed"},
        {"Content_Disposition": "attachment; filename*1*=%"},
        {"Subject": "=?utf-8?B?====?= =?utf-8?Q?=ZZ?= =?hex?B?AAAA?="},
        {"References": "<" * 3_000},
        {"X_GM_THRID": "12ab"},
        {"X_GM_THRID": "١٢"},
    ],
)
def test_a_broken_header_costs_no_mail(tmp_path, headers):
    row, _ = only(mail(**headers), tmp_path)
    assert row["payload"]["message_id"] == "a1@acme.example"
    assert row["thread_id"] == "gmail:thread:a1@acme.example"


def test_parts_nested_beyond_reason_cost_no_other_mail(tmp_path):
    deep = "".join(f'Content-Type: multipart/mixed; boundary="b{n}"\n\n--b{n}\n' for n in range(2_000))
    (tmp_path / "a.mbox").write_bytes(
        mbox(b"Message-ID: <deep@x>\nDate: 10 Nov 2026 09:00:00 +0000\n" + deep.encode(), mail())
    )
    rows, skips = read(tmp_path / "a.mbox")
    assert set(rows) == {"gmail:deep@x", "gmail:a1@acme.example"}
    assert skips.counts == {"unread_mail": 1}


# where mails lie


def test_copies_of_a_mail_land_once_with_the_labels_of_all(tmp_path):
    one = mail(X_Gmail_Labels="Inbox,Opened")
    other = mail(X_Gmail_Labels="Clients/Acme,Opened")
    rows, _ = read(
        export(tmp_path, {"Takeout/Mail/Inbox.mbox": mbox(one, one), "Takeout/Mail/Clients-Acme.mbox": mbox(other)})
    )
    (row,) = rows.values()
    assert sorted(row["payload"]["labels"]) == ["Clients/Acme", "Inbox", "Opened"]


def test_a_zip_of_mailboxes_and_a_folder_of_eml_read_alike(tmp_path):
    with zipfile.ZipFile(tmp_path / "takeout-2026.zip", "w") as archive:
        archive.writestr("Takeout/Mail/All mail Including Spam and Trash-002.mbox", mbox(*numbered(1, 2)))
        archive.writestr("Takeout/archive_browser.html", "<html></html>")
    zipped, _ = read(tmp_path / "takeout-2026.zip")
    first, second = numbered(1, 2)
    folder, _ = read(export(tmp_path / "mails", {"1.eml": first, "2.eml": second.replace(b"\n", b"\r\n")}))
    assert {item: row["version"] for item, row in zipped.items()} == {
        item: row["version"] for item, row in folder.items()
    }
    assert {row["payload"]["mailbox"] for row in zipped.values()} == {"All mail Including Spam and Trash"}


def test_folders_of_mail_programs_mean_what_gmails_labels_mean(tmp_path):
    rows, _ = read(
        export(
            tmp_path, {"Drafts": mbox(mail(id="d@x")), "Junk.mbox": mbox(mail(id="j@x")), "Acme": mbox(mail(id="a@x"))}
        )
    )
    assert {item: row["payload"]["labels"] for item, row in rows.items()} == {
        "gmail:d@x": ["Drafts"],
        "gmail:j@x": ["Spam"],
        "gmail:a@x": [],
    }


UNSENT = {
    "Drafts": "Entwürfe Entwurf Brouillons Borradores Rascunhos Bozze Concepten Utkast Kladder Luonnokset "
    "Koncepty 下書き 草稿 Черновики [Gmail]/Drafts ENTWÜRFE",
    "Trash": "Papierkorb Corbeille Papelera Lixeira Cestino Prullenbak Papperskorg Papirkurv Roskakori "
    "Kosz Koš ゴミ箱 已删除邮件 垃圾箱 Корзина Bin",
    "Spam": "Спам Pourriel Ongewenst Skräppost 迷惑メール",
}
NAMED = [(name, state) for state, names in UNSENT.items() for name in names.split()] + [
    ("Wersje robocze", "Drafts"),
    ("Correo no deseado", "Spam"),
    ("Lixo eletrônico", "Spam"),
]


@pytest.mark.parametrize(("name", "state"), NAMED)
def test_what_nobody_sent_is_known_in_the_language_of_the_mailbox(tmp_path, name, state):
    label = Header(name, "utf-8").encode()
    rows, _ = read(export(tmp_path, {"All mail.mbox": mbox(mail(id="a@x", X_Gmail_Labels=f"Inbox,{label}"))}))
    assert rows["gmail:a@x"]["payload"]["labels"] == ["Inbox", name, state]
    folder, _ = read(export(tmp_path / "folder", {f"{name.rpartition('/')[2]}.mbox": mbox(mail(id="a@x"))}))
    assert folder["gmail:a@x"]["payload"]["labels"] == [state]


@pytest.mark.parametrize("header", [{"X_Unsent": "1"}, {"X_Mozilla_Draft_Info": "internal/draft; vcard=0"}])
def test_a_mail_that_says_itself_that_it_is_unsent_is_a_draft(tmp_path, header):
    rows, _ = read(export(tmp_path, {"a.eml": mail(id="a@x", **header)}))
    assert rows["gmail:a@x"]["payload"]["labels"] == ["Drafts"]


def test_a_label_of_the_agency_that_only_resembles_one_is_none(tmp_path):
    rows, _ = read(
        export(tmp_path, {"Acme.mbox": mbox(mail(id="a@x", X_Gmail_Labels="Concept,Drafts for Acme,Corbeilles"))})
    )
    assert rows["gmail:a@x"]["payload"]["labels"] == ["Concept", "Drafts for Acme", "Corbeilles"]


@pytest.mark.parametrize(
    "files", [{"notes.txt": b"From here on"[:3]}, {"a.html": b"<html>"}, {"mail.mbox": b"\x00\x01"}]
)
def test_what_is_no_mail_export_is_refused_with_the_mend(tmp_path, files):
    with pytest.raises(UserError) as error:
        read(export(tmp_path, files))
    assert error.value.mend
    assert error.value.where


def test_outlooks_own_files_are_counted_and_cost_no_other(tmp_path):
    rows, skips = read(export(tmp_path, {"a.msg": b"\xd0\xcf", "b.eml": mail()}))
    assert list(rows) == ["gmail:a1@acme.example"]
    assert skips.counts == {"not_a_mail_file": 1}


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=2_000), st.sampled_from(["mail.mbox", "mail.eml", "mail"]))
@example(b"From x Tue Nov 10 09:00:00 2026\n", "mail.mbox")
@example(b"From 99999999999999999999@xxx Tue Nov 99 09:00:00 +9999 2026\nX-GM-MSGID: 1\n\n", "mail.mbox")
def test_any_bytes_are_read_or_refused(content, name):
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, name).write_bytes(content)
        with contextlib.suppress(UserError):
            read(Path(folder, name))


_PIECES = [
    *("From ", "From - Tue Nov 10 09:00:00 2026\n", "\n", "\n\n", "\x00", "Date: Tue, 10 Nov 2026 09:00:00 +0000\n"),
    *("Date: ", "From: ", "To: ", "Subject: ", "Message-ID: <", ">", "<a@b>", "=?utf-8?B?", "=?x?q?=3D", "?="),
    *("References: ", "In-Reply-To: ", "X-Gmail-Labels: ", "Content-Type: ", "; name*0*=utf-8''%", "\udcff"),
    *("multipart/mixed; boundary=b", "multipart/alternative; boundary=b", "message/rfc822", "text/html; charset="),
    *("--b\n", "--b--\n", "Content-Transfer-Encoding: base64\n", "Content-Transfer-Encoding: x-uuencode\n"),
]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(_PIECES) | st.text(max_size=8), max_size=60))
def test_any_mixture_of_mail_syntax_is_read_or_refused(pieces):
    content = "From - Tue Nov 10 09:00:00 2026\nDate: Tue, 10 Nov 2026 09:00:00 +0000\n" + "".join(pieces)
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "mail.mbox").write_bytes(content.encode("utf-8", "surrogatepass"))
        read(Path(folder, "mail.mbox"))


# one export after another


def test_a_mail_missing_from_a_newer_export_of_the_mailbox_is_deleted_within_its_span_only(agency):
    agency.land("mail-2026-11-06.mbox", mbox(*numbered(1, 2, 3, 4, 5)))
    report = agency.land("mail-2026-11-16.mbox", mbox(*numbered(2, 4, 5, 6)))
    assert agency.deleted() == {"gmail:m3@x"}  # m1 is older than all that the newer export shows
    assert report.tables["gmail.messages"] == {"seen": 4, "added": 1, "tombstones": 1, "total": 7}


def test_the_same_mails_again_add_nothing_and_a_read_mail_is_the_same_mail(agency):
    agency.land("a.mbox", mbox(*numbered(1, 2, X_Gmail_Labels="Inbox,Unread")))
    report = agency.land("b.mbox", mbox(*reversed(numbered(1, 2, X_Gmail_Labels="Opened,Archived"))))
    assert report.tables["gmail.messages"] == {"seen": 2, "added": 0, "tombstones": 0, "total": 2}


def test_a_mail_put_into_the_trash_is_a_new_version(agency):
    agency.land("a.mbox", mbox(*numbered(1, X_Gmail_Labels="Inbox")))
    agency.land("b.mbox", mbox(*numbered(1, X_Gmail_Labels="Trash")))
    assert [json.loads(payload)["labels"] for (payload,) in agency.rows("payload")] == [["Inbox"], ["Trash"]]


def test_another_mailbox_deletes_nothing_of_the_first(agency):
    agency.land("inbox.mbox", mbox(*numbered(1, 3, 5, 7, 9)))
    agency.land("archive.mbox", mbox(*numbered(2, 4, 6, 10)))
    assert agency.deleted() == set()


def test_where_all_mails_share_a_label_one_without_it_is_not_missing(agency):
    client, other = {"X_Gmail_Labels": "Inbox,Clients/Acme"}, {"X_Gmail_Labels": "Inbox"}
    agency.land("mail.mbox", mbox(*numbered(1, 3, 4, 6, **client), *numbered(2, 5, **other)))
    agency.land("mail.mbox", mbox(*numbered(1, 3, 6, **client)))
    assert agency.deleted() == {"gmail:m4@x"}


def test_a_mail_that_is_shown_and_could_not_be_taken_is_not_deleted(agency):
    undated = mail("Word 2.", id="m2@x", date="no date")
    agency.land("mail.mbox", mbox(*numbered(1, 2, 3, 4)))
    agency.land("mail.mbox", mbox(*numbered(1), undated, *numbered(3, 4)))
    assert agency.deleted() == set()


def dated(number: int, content: bytes) -> bytes:
    """A mail below a separator of its own time."""
    return mbox(content, envelope=f"From dana@acme.example Sun Nov {number} 09:00:05 2026")


def test_a_mail_that_damage_leaves_without_name_and_time_is_a_hole_of_the_day_that_its_separator_tells(agency):
    whole = [dated(n, content) for n, content in zip(range(1, 10), numbered(*range(1, 10)), strict=True)]
    agency.land("mail.mbox", b"".join(whole))
    whole[4] = whole[4].replace(b"Subject:", b"\0" * 30 + b"Subject:")
    report = agency.land("mail.mbox", b"".join([whole[0], *whole[2:], dated(10, numbered(10)[0])]))
    assert agency.deleted() == {"gmail:m2@x"}
    assert report.skipped == {"mail_without_time": 1}
    assert "what is missing around 2026-11-05 does not count as deleted" in report.skipped_examples[0]


def test_a_mail_without_name_and_time_whose_separator_tells_another_time_leaves_no_deletion_proven(agency):
    damaged = numbered(3)[0].replace(b"Subject:", b"\0" * 30 + b"Subject:")
    agency.land("mail.mbox", mbox(*numbered(1, 2, 3, 9)))
    report = agency.land("mail.mbox", mbox(*numbered(1), damaged, *numbered(9)))
    assert agency.deleted() == set()
    assert "nothing that is missing in the export counts as deleted" in report.skipped_examples[0]


@pytest.mark.parametrize(
    ("damaged", "by"), [(b"Message-ID: <m3", b"Message-ID: <m\0"), (b"Message-ID:", b"\0\0\0\0\0\0")]
)
def test_a_mail_that_damage_leaves_without_name_is_a_hole_of_its_own_time(agency, damaged, by):
    agency.land("mail.mbox", mbox(*numbered(1, 2, 3, 4)))
    lines = numbered(3)[0].splitlines(keepends=True)
    moved = b"".join(sorted(lines[: lines.index(b"\n")], key=lambda line: line.startswith(b"Message-ID")))
    content = moved.replace(damaged, by) + b"\nWord 3.\n"
    report = agency.land("mail.mbox", mbox(*numbered(1), content, *numbered(4)))
    assert agency.deleted() == {"gmail:m2@x"}
    assert report.skipped == {"damaged_headers": 1}


@pytest.mark.parametrize("separator", ["Frm x@x Sat Nov 14 15:00:00 2026", "From x@x Sat", "\0\0\0", ""])
def test_a_mail_below_a_damaged_separator_is_not_deleted_and_that_is_told(agency, separator):
    agency.land("mail.mbox", mbox(*numbered(1, 2, 3, 4, 5)))
    content = mbox(*numbered(1, 2)) + mbox(*numbered(4), envelope=separator) + mbox(*numbered(5, 6))
    report = agency.land("mail.mbox", content)
    assert agency.deleted() == {"gmail:m3@x"}
    assert report.skipped == {"mail_within_another": 1}
    assert "mail.mbox, mail 2" in report.skipped_examples[0]
    said = dict(agency.rows("item_id, text"))
    assert "Word 4" not in said["gmail:m2@x"]


def test_a_mail_that_was_forwarded_as_an_attachment_and_deleted_is_deleted(agency):
    agency.land("mail.mbox", mbox(*numbered(1, 2, 3)))
    attached = f"Content-Type: message/rfc822\n\n{numbered(2)[0].decode()}"
    forward = mail(
        id="f@x", date="4 Nov 2026 09:00:00 +0000", **multipart("Content-Type: text/plain\n\nSee.", attached)
    )
    report = agency.land("mail.mbox", mbox(*numbered(1, 3), forward))
    assert agency.deleted() == {"gmail:m2@x"}
    assert report.skipped == {}


@pytest.mark.parametrize("has_name", [True, False])
def test_what_stands_before_the_first_separator_is_told_and_deletes_nothing(agency, has_name):
    agency.land("mail.mbox", mbox(*numbered(1, 2, 3, 4)))
    first = numbered(2)[0] if has_name else numbered(2)[0].replace(b"Message-ID", b"M")
    report = agency.land("mail.mbox", mbox(first, envelope="From x@x Sat") + mbox(*numbered(1, 4)))
    assert agency.deleted() == ({"gmail:m3@x"} if has_name else set())
    assert report.skipped == {"text_before_mails": 1}


def test_an_export_of_one_label_deletes_nothing_since_a_mail_can_lose_its_label_and_live(agency):
    labelled = [*numbered(1, 5, X_Gmail_Labels="Inbox,Acme"), *numbered(2, 3, X_Gmail_Labels="Sent,Acme")]
    agency.land("All mail.mbox", mbox(*labelled))
    agency.land("Acme.mbox", mbox(*numbered(1, 5, X_Gmail_Labels="Inbox,Acme")))
    assert agency.deleted() == set()


def test_a_sent_mail_missing_from_an_export_of_sent_mail_is_deleted(agency):
    agency.land(
        "all.mbox",
        mbox(
            *numbered(1, 2, 3, X_Gmail_Labels="Sent"),
            *numbered(4, 5, X_Gmail_Labels="Inbox"),
            *numbered(6, X_Gmail_Labels="Sent"),
        ),
    )
    agency.land("Sent.mbox", mbox(*numbered(1, 3, 6, X_Gmail_Labels="Sent")))
    assert agency.deleted() == {"gmail:m2@x"}


def test_one_clock_that_is_years_off_does_not_widen_the_span(agency):
    agency.land("mail.mbox", mbox(*numbered(1, 2, 3, 4)))
    off = mail("Old clock.", id="off@x", date="1 Jan 2001 00:00:00 +0000", Received="by b; 10 Nov 2026 09:00:00 +0000")
    agency.land("mail.mbox", mbox(off, *numbered(2, 3, 4)))
    assert agency.deleted() == set()


def test_a_mailbox_that_is_cut_off_deletes_nothing_and_changes_no_mail(agency):
    whole = [
        *numbered(1, 2),
        mail(id="m3@x", date="3 Nov 2026 09:00:00 +0000", **multipart("Content-Type: text/plain\n\nAll of it.\n")),
        *numbered(9),
    ]
    content = mbox(whole[3], whole[1], whole[2])
    agency.land("mail.mbox", mbox(*whole))
    report = agency.land("mail.mbox", content[: content.index(b"of it")])
    assert agency.deleted() == set()
    assert len(agency.rows("item_id")) == 4
    assert report.skipped == {"cut_off_mailbox": 1}


def test_a_mailbox_cut_off_within_plain_text_deletes_nothing(agency):
    agency.land("mail.mbox", mbox(*numbered(1, 2, 3, 4)))
    agency.land("mail.mbox", mbox(*numbered(1, 3, 4)).rstrip(b"\n"))
    assert agency.deleted() == set()


def test_an_empty_mailbox_deletes_nothing_and_says_so(agency):
    agency.land("mail.mbox", mbox(*numbered(1, 2)))
    report = agency.land("mail.mbox", b"")
    assert agency.deleted() == set()
    assert report.skipped == {"empty_export": 1}


def test_the_demo_mailbox_lands_whole(agency):
    demo = Path(__file__).parents[2] / "demo" / "exports" / "mail.mbox"
    report = agency.land("", demo)
    assert report.tables["gmail.messages"]["added"] == demo.read_bytes().count(b"\nX-GM-THRID: ")
    assert report.skipped == {}
    assert not [text for (text,) in agency.rows("text") if not text.strip() or "wrote:" in text or "</" in text]


def test_different_mails_of_one_message_id_all_land_and_copies_are_one(tmp_path):
    mails = [mail(f"The {name} page is live.", id="same@x", Subject=name) for name in ("first", "second", "third")]
    files = {"All.mbox": mbox(*mails, mails[1]), "Sent.mbox": mbox(mails[0], mails[2])}
    rows, skips = read(export(tmp_path, files))
    assert sorted(row["text"] for row in rows.values()) == [
        "The first page is live.",
        "The second page is live.",
        "The third page is live.",
    ]
    assert rows["gmail:same@x"]["text"] == "The first page is live."
    assert skips.counts == {"message_id_used_again": 2}


def test_different_mails_under_one_number_of_gmails_all_land_and_copies_are_one(tmp_path):
    first, second, third = (mail(f"The {name} page is live.", id=f"{name}@x") for name in ("first", "second", "third"))
    nameless = mail("The fourth page is live.", id=None)
    numbered = [takeout(TAKEOUT_ID, one) for one in (first, second, second, nameless)]
    files = {"All.mbox": b"".join(numbered), "Sent.mbox": takeout(TAKEOUT_ID, first) + takeout(TAKEOUT_ID, third)}
    rows, skips = read(export(tmp_path, files))
    assert sorted(row["text"] for row in rows.values()) == [
        "The first page is live.",
        "The fourth page is live.",
        "The second page is live.",
        "The third page is live.",
    ]
    assert {f"gmail:{HEX_ID}", "gmail:second@x", "gmail:third@x"} < set(rows)
    assert HEX_ID in rows[f"gmail:{HEX_ID}"]["permalink"]
    assert HEX_ID not in (rows["gmail:second@x"]["permalink"] or "")
    assert skips.counts == {"mail_number_used_again": 4}


def nested(levels: int, inmost: str = "Content-Type: text/plain\n\nWe approved the budget.\n") -> str:
    """The body of a mail of multiparts within multiparts; the mail's own header names the boundary b0."""
    opening = "".join(f"--b{n}\nContent-Type: multipart/mixed; boundary=b{n + 1}\n\n" for n in range(levels))
    closing = "".join(f"\n--b{n}--\n" for n in reversed(range(levels + 1)))
    return f"{opening}--b{levels}\n{inmost}{closing}"


@pytest.mark.parametrize("levels", [40, 300, 2_000])
def test_a_mail_of_too_many_parts_within_parts_is_not_read_and_named_and_no_empty_one(tmp_path: Path, levels: int):
    row, skips = only(mail(nested(levels), Content_Type="multipart/mixed; boundary=b0"), tmp_path)
    assert row["text"] == ""
    assert row["payload"]["sealed"]
    assert skips.counts == {"unread_mail": 1}
    (hole,) = skips.holes
    assert (hole["name"], hole["day"]) == ("mia@northlight.example", "2026-11-10")
    assert "nothing of its words can be read" in hole["what"]
    assert hole["where"].endswith("one.mbox, mail 1")


def test_a_mail_whose_only_text_is_no_text_is_not_read_and_no_empty_one(tmp_path: Path):
    row, skips = only(mail("\x01\x02\x03\x04\x05" * 9), tmp_path)
    assert (row["text"], skips.counts) == ("", {"unread_mail": 1})


def test_a_mail_that_says_nothing_is_empty_and_not_unread(tmp_path: Path):
    row, skips = only(mail(""), tmp_path)
    assert (row["payload"]["sealed"], skips.counts, skips.holes) == ("", {}, [])
