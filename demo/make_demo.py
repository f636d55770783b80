"""Makes demo/exports/ out of demo/stories/: what Slack, Gmail, Notion and Google Calendar would have exported.

    python demo/make_demo.py            writes demo/exports/
    python demo/make_demo.py --to DIR   writes somewhere else

Northlight Studio, an agency in Lisbon, and four of its clients, from 5 October to 15 November 2026 (weeks 41 to 46).
Slack, Notion and the calendar were exported twice, on Friday 6 November and on Monday 16 November, so that an edited
number, a deleted message and a moved meeting show as what they are. The stories say what happened; this script and the
modules in exporters/ say how each platform would have written it down. The same stories give the same bytes, always.
"""

from __future__ import annotations

import argparse
import io
import zipfile
from datetime import datetime
from pathlib import Path

from exporters.cast import NEWER, OLDER, read_cast
from exporters.gmail import mail_export
from exporters.ics import calendar_export
from exporters.notion import notion_export
from exporters.slack import slack_export

EXPORTS = Path(__file__).parent / "exports"


def make(to: Path) -> None:
    """Write every export file into the folder `to`."""
    cast = read_cast()
    to.mkdir(parents=True, exist_ok=True)
    (to / "mail.mbox").write_bytes(mail_export(cast))
    for when in (OLDER, NEWER):
        slack = {name: (text, when) for name, text in slack_export(cast, when).items()}
        (to / f"slack-{when:%Y-%m-%d}.zip").write_bytes(zipped(slack))
        (to / f"notion-{when:%Y-%m-%d}.zip").write_bytes(zipped(notion_export(cast, when)))
        (to / f"calendar-{when:%Y-%m-%d}.ics").write_bytes(calendar_export(cast, when).encode())


def zipped(files: dict[str, tuple[str, datetime]]) -> bytes:
    """A zip of text files, each with its time. Stored and not deflated: zlib's bytes differ from build to build."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, (text, at) in sorted(files.items()):
            entry = zipfile.ZipInfo(name, at.timetuple()[:6])
            entry.create_system = 3  # Unix, wherever this runs
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, text.encode())
    return out.getvalue()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Make the demo agency's export files.")
    parser.add_argument("--to", type=Path, default=EXPORTS, metavar="DIR", help="where to (default: demo/exports)")
    make(parser.parse_args().to)
