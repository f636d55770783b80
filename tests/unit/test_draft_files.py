"""Draft files that somebody edits by hand: noticed, never overwritten, and told."""

from __future__ import annotations

import pytest

from yarnnn_pipelines.cli.views.edited import edited_line
from yarnnn_pipelines.core.files import write_atomically
from yarnnn_pipelines.core.keys import DeliverableKey
from yarnnn_pipelines.forgetting.files import draft_files as draft_files_of
from yarnnn_pipelines.forgetting.files import remove_files
from yarnnn_pipelines.stores import draft_files
from yarnnn_pipelines.stores.draft_files import DraftFiles

KEY = DeliverableKey("acme", "2026-W46", "client_update")
SENT = "client_update.md"
FIRST = {SENT: "# Acme\n\n- The site went live.\n", "client_update.review.html": "<p>The site went live.</p>\n"}
SECOND = {SENT: "# Acme\n\n- The site moved.\n", "client_update.review.html": "<p>The site moved.</p>\n"}


@pytest.fixture
def files(tmp_path):
    files = DraftFiles(tmp_path, KEY)
    assert files.write(FIRST) == {}
    return files


def test_what_was_written_is_not_edited(files):
    assert files.edited(FIRST[SENT]) == []
    assert files.edited("a newer text, which another home has drafted") == []


@pytest.mark.parametrize("name", FIRST)
@pytest.mark.parametrize("content", [b"# Acme\n\n- The site went live, at last.\n", b"", b"\xff\xfe\x00not text"])
def test_an_edited_file_is_noticed_whichever_it_is(files, name, content):
    (files.folder / name).write_bytes(content)
    assert files.edited(FIRST[SENT]) == [files.folder / name]


@pytest.mark.parametrize("content", ["\ufeff{}", "{}\n\n", "{}  "])
def test_an_editor_that_only_saves_has_edited_nothing(files, content):
    (files.folder / SENT).write_text(content.format(FIRST[SENT].replace("\n", "\r\n")), newline="")
    assert files.edited(FIRST[SENT]) == []
    assert files.write(SECOND) == {}


def test_the_next_draft_overwrites_no_edit(files):
    (files.folder / SENT).write_text("my words")
    moved = files.write(SECOND)
    assert moved == {SENT: files.folder / "client_update.edited.md"}
    assert moved[SENT].read_text() == "my words"
    assert (files.folder / SENT).read_text() == SECOND[SENT]
    (files.folder / SENT).write_text("my other words")
    assert files.write(FIRST)[SENT].name == "client_update.edited-2.md"
    assert [path.read_text() for path in files.moved_aside()] == ["my other words", "my words"]
    assert files.edited(FIRST[SENT]) == []


def test_the_same_draft_made_again_overwrites_no_edit(files):
    (files.folder / SENT).write_text("my words")
    assert files.write(FIRST)[SENT].read_text() == "my words"


def test_a_sent_copy_that_is_no_more_is_taken_away_and_an_edited_one_kept(files):
    files.write({**SECOND, SENT: None})
    assert not (files.folder / SENT).exists()
    (files.folder / SENT).write_text("my words")  # saved again from an editor that had it open
    assert files.write({**FIRST, SENT: None})[SENT].read_text() == "my words"


def test_an_old_text_saved_over_a_newer_draft_is_an_edit(files):
    files.write(SECOND)
    (files.folder / SENT).write_text(FIRST[SENT])
    assert files.edited(SECOND[SENT]) == [files.folder / SENT]


def test_files_of_a_home_that_an_earlier_version_wrote_are_compared_with_the_stored_text(files):
    (files.folder / ".client_update.written").unlink()
    assert files.edited(FIRST[SENT]) == []
    (files.folder / SENT).write_text("my words")
    assert files.edited(FIRST[SENT]) == [files.folder / SENT]
    assert files.write(SECOND)[SENT].read_text() == "my words"


def test_a_run_killed_between_two_files_leaves_nothing_that_looks_edited(files, monkeypatch):
    def killed(path, text):
        if path.name == "client_update.review.html":
            raise KeyboardInterrupt
        write_atomically(path, text)

    with monkeypatch.context() as patched:
        patched.setattr(draft_files, "write_atomically", killed)
        with pytest.raises(KeyboardInterrupt):
            files.write(SECOND)
    assert (files.folder / SENT).read_text() == SECOND[SENT]
    assert files.edited(FIRST[SENT]) == []
    assert files.write(SECOND) == {}


def test_what_lies_beside_is_told_in_a_line(files):
    assert edited_line(files.drafts, [KEY]) == ""
    (files.folder / SENT).write_text("my words")
    files.write(SECOND)
    told = edited_line(files.drafts, [KEY])
    assert told.startswith("1 draft file edited by hand was kept beside the draft")
    assert str(files.folder / "client_update.edited.md") in told


def test_what_is_forgotten_takes_the_edited_files_and_the_record_along(files):
    (files.folder / SENT).write_text("Dana's words")
    files.write(SECOND)
    remove_files(files.drafts, draft_files_of(files.drafts, [KEY]))
    assert list(files.drafts.rglob("*")) == []


def test_a_draft_of_a_type_whose_name_ends_alike_is_not_forgotten_along(files):
    other = DraftFiles(files.drafts, KEY._replace(type_id="our_client_update"))
    other.write({"our_client_update.md": "# Acme\n"})
    remove_files(files.drafts, draft_files_of(files.drafts, [KEY]))
    assert {path.name for path in files.folder.iterdir()} == {"our_client_update.md", ".our_client_update.written"}
