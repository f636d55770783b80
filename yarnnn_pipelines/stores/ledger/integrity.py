"""Whether a ledger's file is whole, asked before anything is written into it.

SQLite reads what it can of a damaged file: of a ledger cut in half the newest version may be there while its receipts
are gone, and writing destroys what could still be saved.
"""

from __future__ import annotations

from sqlalchemy import Engine

from yarnnn_pipelines.stores.addresses import sqlite_file
from yarnnn_pipelines.stores.sqlite_damage import damage_in
from yarnnn_pipelines.stores.troubles import damaged_ledger

_whole: set[tuple[str, int, int]] = set()  # path, device and inode of the files that this process has checked


def refuse_damaged(engine: Engine) -> None:
    """`UserError` where the file of a SQLite ledger is damaged. Each file is checked once in a process."""
    file = sqlite_file(engine.url)
    if file is None or not file.exists():
        return
    state = file.stat()
    checked = (str(file), state.st_dev, state.st_ino)
    if checked in _whole:
        return
    if problem := damage_in(file):
        raise damaged_ledger(file, problem)
    _whole.add(checked)
