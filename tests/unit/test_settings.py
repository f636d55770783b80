"""yarnnn.yaml: what a user may write, and how a mistake is told."""

from __future__ import annotations

import contextlib
import copy
import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given
from hypothesis import settings as tuned
from hypothesis import strategies as st
from pydantic import BaseModel

from yarnnn_pipelines.config.mistakes import _models_in
from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.deliverables.week.mistakable_names import examine_names
from yarnnn_pipelines.project import agency_model, load_settings
from yarnnn_pipelines.sources.doubtful_settings import examine_settings
from yarnnn_pipelines.sources.gmail.settings import GmailSource
from yarnnn_pipelines.sources.registry import platform_of
from yarnnn_pipelines.sources.shared.export_doctor import examine as examine_exports

WHOLE = """\
agency:
  name: Northlight Studio
  time_zone: Europe/Lisbon
  domains: [northlight.example]
  start: 2026-W40
sources:
  slack: {export: exports/slack.zip}
  gmail: {export: [exports/old.mbox, exports/new.mbox]}
writer: {kind: extractive}
clients:
  - id: acme
    name: Acme Corp
    aliases: [Acme]
    domains: [acme.example]
    slack: {shared: [client-acme], internal: [acme-internal]}
    notion: {roots: ["Acme Corp"]}
    contacts:
      - {name: Dana Reyes, email: Dana@Acme.example, role: Head of Marketing}
    deliverables:
      - type: client_update
        recipients: [dana@acme.example]
        destinations: [files]
        autonomy: approve
  - id: harbor
    name: Harbor Line
    domains: [harbor.example]
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "yarnnn.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_export_paths_are_relative_to_the_file_and_keep_their_order(tmp_path: Path) -> None:
    settings = load_settings(written(tmp_path, WHOLE))
    assert settings.sources.of(GmailSource).export == [tmp_path / "exports/old.mbox", tmp_path / "exports/new.mbox"]
    assert list(settings.sources.configured()) == ["slack", "gmail"]


def test_an_address_counts_in_any_case(tmp_path: Path) -> None:
    assert load_settings(written(tmp_path, WHOLE)).client("acme").contacts[0].email == "dana@acme.example"


def test_a_client_gets_a_weekly_update_unless_told_otherwise(tmp_path: Path) -> None:
    assert [d.type for d in load_settings(written(tmp_path, WHOLE)).client("harbor").deliverables] == ["client_update"]


@pytest.mark.parametrize(
    ("right", "wrong", "line", "what", "mend"),
    [
        ("aliases:", "alias:", 13, "unknown key 'alias'", "did you mean 'aliases'?"),
        ("slack: {export", "slak: {export", 7, "unknown key 'slak'", "did you mean 'slack'?"),
        ("Europe/Lisbon", "Europe/Lissabon", 3, "not a time zone", "Europe/Lisbon"),
        ("2026-W40", "2026-W60", 5, "not an ISO week", "2026-W46"),
        ("2026-W40", "2026-11-09", 5, "'2026-11-09' is not an ISO week", "the week of that day: 2026-W46"),
        ("2026-W40", "2026W40", 5, "not an ISO week", "write it as 2026-W40"),
        (
            "autonomy: approve",
            "autonomy: aprove",
            23,
            "deliverables.autonomy: no such",
            "mean 'approve'? It takes",
        ),
        ("clients:", "clents:", 1, "clients is missing", "write `clients:` instead of `clents:`"),
        ("[dana@acme.example]", "[dana at acme]", 21, "recipients: it is no mail address", "dana@acme.example"),
        ("domains: [acme.example]", "domains: [acme]", 14, "it is no domain", "acme.example"),
        ("  name: Northlight Studio\n", "", 1, "agency.name is missing", "add `name:`"),
        (
            "domains: [harbor.example]",
            "domains: [acme.example]",
            26,
            "belongs to both client 'acme' and client",
            "one of",
        ),
        ("domains: [harbor.example]", "domains: [northlight.example]", 26, "both the agency and", "one of"),
        ("domains: [harbor.example]", "domains: [acme.example.]", 26, "'acme.example' belongs to both", "one of"),
        (
            "recipients: [dana@acme.example]",
            "recipients: [dana@acme.example, kim@mail.harbor.example.]",
            21,
            "recipient 'kim@mail.harbor.example' of client 'acme' belongs to client 'harbor'",
            "take it out",
        ),
        (
            "domains: [harbor.example]",
            "slack: {shared: [acme-internal]}",
            26,
            "Slack channel 'acme-internal'",
            "one of",
        ),
        ("id: harbor", "id: acme", 24, "two clients have the id 'acme'", "one of"),
        ("name: Acme Corp", "name: [Acme Corp", 13, "not YAML", "quotes"),
        ("    name: Harbor Line", "    name: Harbor Line\n    name: Harbor", 26, "stands twice", "keep one"),
        ("name: Harbor Line", "name: ACME corp", 25, "name 'ACME corp' belongs to both client 'acme'", "one of"),
        ("name: Harbor Line", "name: Harbor\n    aliases: [Acme]", 26, "name 'Acme' belongs to both", "one of"),
        ("name: Harbor Line", "name: '  '", 25, "is blank", "write"),
        ("aliases: [Acme]", "aliases: [Acme, '']", 13, "is blank", "write"),
        ("name: Harbor Line", 'name: "Harbor\\n\\n# Line"', 25, "line break or a control character", "one line"),
        ("name: Dana Reyes", 'name: "Dana\\u202eReyes"', 18, "control character", "one line"),
        (
            "recipients: [dana@acme.example]",
            "recipients: [dana@acme.example, kim@mail.harbor.example]",
            21,
            "recipient 'kim@mail.harbor.example' of client 'acme' belongs to client 'harbor'",
            "take it out",
        ),
        (
            "domains: [harbor.example]",
            "slack: {shared: ['#client-acme']}",
            26,
            "Slack channel '#client-acme' belongs to both",
            "one of",
        ),
        ("  start: 2026-W40", "  start: 2026-99-99", 5, "is not an ISO week", "write it as 2026-W46"),
        ("name: Harbor Line", "name: Harbor\n    no: x", 26, "the key 'no' is read as yes or no", "no key"),
        ("name: Harbor Line", "name: =", 25, "can't be read", "quotes"),
        ("name: Harbor Line", "? [a]\n    : c", 25, "a key that is no word", "plain"),
        ("agency:\n", "agency: &x\n  itself: *x\n", 1, "holds itself", "write it out"),
        ("exports/slack.zip", "~nobodyx/slack.zip", 7, "no home folder", "whole path"),
        ("sources:\n", "sources:\n  every_minutes: 7\n", 7, "no such value (here: 7)", "takes 5, 10, 15, 20, 30, 60"),
        ("start: 2026-W40", "start: 2026", 5, "'2026' is not an ISO week", "2026-W46"),
        ("time_zone: Europe/Lisbon", "time_zone: +1", 3, "this is not a time zone (here: '1')", "Europe/Lisbon"),
        ("time_zone: Europe/Lisbon", "time_zone: Europe/Dubln", 3, "(here: 'Europe/Dubln')", "such as Europe/Dublin"),
        ("id: acme", "id: CON", 11, "small letters", "such as con-1"),
        ("id: acme", "id: con", 11, "Windows refuses", "such as con-1"),
        ("id: acme", "id: ~", 11, "clients.id is empty", "write a value there"),
        ("exports/slack.zip", "[[slack.zip]]", 7, "a path belongs here", "`export: slack.zip`"),
        ("exports/slack.zip", "{of: slack.zip}", 7, "a list belongs here", "`export: […]`"),
        ("name: Acme Corp", "name: [Acme Corp]", 12, "one text belongs here", "`name: Acme Corp`"),
        (
            "{name: Dana Reyes, email: Dana@Acme.example, role: Head of Marketing}",
            "dana@acme.example",
            18,
            "keys with their values",
            "`{name: …, email: …}`",
        ),
        ("exports/slack.zip", "x.zip, base_url: 'https://[::1'", 7, "not an address", "https://proxy.example"),
    ],
)
def test_a_mistake_is_told_with_its_line_and_the_mend(
    tmp_path: Path, right: str, wrong: str, line: int, what: str, mend: str
) -> None:
    assert right in WHOLE
    with pytest.raises(UserError) as caught:
        load_settings(written(tmp_path, WHOLE.replace(right, wrong, 1)))
    assert what in caught.value.what
    assert caught.value.where.endswith(f"yarnnn.yaml, line {line}")
    assert mend in caught.value.mend


def test_a_list_that_may_not_be_empty_is_told_by_its_line(tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught:
        load_settings(written(tmp_path, WHOLE[: WHOLE.index("clients:")] + "clients: []\n"))
    assert (caught.value.what, caught.value.mend) == ("clients: the list is empty", "write at least 1 below `clients:`")


TEXTS = [
    ("name: Acme Corp", "name: {}", 12),
    ("aliases: [Acme]", "aliases: {}", 13),
    ("aliases: [Acme]", "aliases: [Acme, {}]", 13),
    ("id: acme", "id: {}", 11),
    ("domains: [acme.example]", "domains: [{}]", 14),
    ("shared: [client-acme]", "shared: [{}]", 15),
    ('roots: ["Acme Corp"]', "roots: [{}]", 16),
    ("export: exports/slack.zip", "export: {}", 7),
]


@pytest.mark.parametrize(("right", "wrong", "line"), TEXTS)
@pytest.mark.parametrize(
    "value", ["no", "Yes", "2026", "007", "0x1F", "1_000", "1.0e+3", ".5", "12:30", "null", "~", "2026-11-09"]
)
def test_a_text_that_yaml_takes_for_something_else_is_mended_by_quotes(
    tmp_path: Path, right: str, wrong: str, line: int, value: str
) -> None:
    assert right in WHOLE
    with pytest.raises(UserError) as caught:
        load_settings(written(tmp_path, WHOLE.replace(right, wrong.format(value), 1)))
    if (wrong, value) != ("id: {}", "~"):
        assert f"{value} is read as" in caught.value.what
    assert caught.value.where.endswith(f"yarnnn.yaml, line {line}")
    quoted = f'"{value}"'
    is_right = re.fullmatch(r"id: [a-z0-9][a-z0-9_-]*", wrong.format(value))
    if wrong.startswith(("id:", "domains:")) and not is_right:
        assert "quotes" not in caught.value.mend  # which make no id, and no domain
    else:
        assert caught.value.mend == f"put it in quotes: {quoted}"


def test_a_key_without_a_value_is_called_empty(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"clients\.aliases is empty") as caught:
        load_settings(written(tmp_path, WHOLE.replace("aliases: [Acme]", "aliases:")))
    assert caught.value.where.endswith("line 13")


def test_what_may_be_a_secret_is_not_shown(tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught:
        load_settings(written(tmp_path, WHOLE.replace("export: exports/slack.zip", "token_env: 20262026")))
    assert "20262026" not in str(caught.value)


@pytest.mark.parametrize(
    ("client_id", "what", "mend"),
    [
        ("con", "Windows refuses", "another"),
        ("nul", "Windows refuses", "another"),
        ("com1", "Windows refuses", "another"),
        ("lpt9", "Windows refuses", "another"),
        ("Harbor", "small letters", "such as harbor"),
        ("Harbor Ärzte", "small letters", "such as harbor-arzte"),
        ("harbor.", "small letters", "such as harbor"),
        ("../harbor", "small letters", "such as harbor"),
        ("日本", "small letters", "such as acme-2"),
        ("acme!", "small letters", "such as acme-2"),
        ("acme", "two clients have the id", "such as acme-2"),
        ("h" * 300, "at most 100 letters", "shorten it"),
    ],
)
def test_an_id_that_some_file_system_refuses_is_refused_in_its_line(
    tmp_path: Path, client_id: str, what: str, mend: str
) -> None:
    with pytest.raises(UserError) as caught:
        load_settings(written(tmp_path, WHOLE.replace("id: harbor", f"id: {client_id}")))
    assert (what in caught.value.what, mend in caught.value.mend) == (True, True), str(caught.value)
    assert caught.value.where.endswith("yarnnn.yaml, line 24")


@pytest.mark.parametrize("client_id", ["h" * 100, "con-sult", "com", "lpt10", "0x", "console", "'2026'"])
def test_an_id_that_every_file_system_takes_is_taken(tmp_path: Path, client_id: str) -> None:
    load_settings(written(tmp_path, WHOLE.replace("id: harbor", f"id: {client_id}")))


PLACES = [
    ("id: acme", "id: {}", 11),
    ("id: harbor", "id: {}", 24),
    ("name: Acme Corp", "name: {}", 12),
    ("name: Harbor Line", "name: {}", 25),
    ("name: Northlight Studio", "name: {}", 2),
    ("time_zone: Europe/Lisbon", "time_zone: {}", 3),
    ("start: 2026-W40", "start: {}", 5),
    ("aliases: [Acme]", "aliases: {}", 13),
    ("domains: [acme.example]", "domains: {}", 14),
    ("domains: [harbor.example]", "domains: {}", 26),
    ("recipients: [dana@acme.example]", "recipients: {}", 21),
    ("shared: [client-acme], internal: [acme-internal]", "shared: {}", 15),
]
ODD = [
    *(
        "~",
        "",
        "null",
        "no",
        "Yes",
        "1:30",
        "1.5",
        ".inf",
        ".nan",
        "1e+3",
        "1e3",
        "0x1F",
        "0b1",
        "007",
        "1_000",
        "2026",
    ),
    *(
        "2026-11-10",
        "'123 '",
        "'1e5'",
        "'acme!'",
        "'harbor!'",
        "ACME",
        "harbor",
        "acme",
        "'con'",
        "CON",
        "'nul-'",
        "'é'",
    ),
    *("'日本'", "''", "' '", "'\u200b'", '"a\\nb"', '"\\u202e"', "[globex]", "[harbor]", "[1.5]", "[~]", "[]", "'#x'"),
    *(
        "h" * 101,
        "9" * 101,
        "acme" + "-" * 100,
        "'_'",
        "'--'",
        "'0x 1'",
        "kim",
        "'kim at acme'",
        "Berlin",
        "+1",
        "2026w45",
    ),
]


def mended(folder: Path, right: str, wrong: str, line: int, value: str) -> tuple[str, str] | None:
    """What was proposed and the file with it in place of the value; None where nothing is wrong there."""
    text = WHOLE.replace(right, wrong.format(value), 1)
    try:
        load_settings(written(folder, text))
        return None
    except UserError as error:
        if not error.where.endswith(f"line {line}"):
            return None
        mend = error.mend.split("\n")[0]
    proposed = re.search(r"^write `\w+: (.*)`(?:, or a list of paths)?$", mend) or re.search(
        r"(?:such as|in quotes:|shorten it:|in one line:|write it as|of that day:) "
        + r'("(?:[^"\\]|\\.)*"|.*?)(?:;.*)?$',
        mend,
    )
    if proposed is None:
        by_hand = (
            r"(?:write (?:a value there|a name|at least 1)|keep it|take it out|check|put it in quotes, or"
            r"|the keys known here|no key).*"
        )
        assert re.fullmatch(by_hand, mend), mend
        return None
    new = proposed[1].removesuffix(", or take the line out")
    return mend, WHOLE.replace(right, wrong.format(new), 1)


@pytest.mark.parametrize(("right", "wrong", "line"), PLACES)
@pytest.mark.parametrize("value", ODD)
def test_a_mend_that_is_followed_to_the_letter_mends(
    tmp_path: Path, right: str, wrong: str, line: int, value: str
) -> None:
    assert right in WHOLE
    if proposed := mended(tmp_path, right, wrong, line, value):
        load_settings(written(tmp_path, proposed[1]))


@tuned(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    place=st.sampled_from(PLACES), value=st.text(max_size=30) | st.from_regex(r"[0-9a-fx_.:e+-]{1,8}", fullmatch=True)
)
def test_a_mend_of_any_text_mends(tmp_path: Path, place: tuple[str, str, int], value: str) -> None:
    for as_written in (json.dumps(value), value if value.isprintable() and value.isascii() else "x"):
        if proposed := mended(tmp_path, *place, as_written):
            load_settings(written(tmp_path, proposed[1]))


def test_every_mistake_is_told_at_once(tmp_path: Path) -> None:
    text = WHOLE.replace("aliases:", "alias:").replace("2026-W40", "soon")
    with pytest.raises(UserError) as caught:
        load_settings(written(tmp_path, text))
    assert "alias" in str(caught.value)
    assert "soon" in str(caught.value)


@pytest.mark.parametrize(
    ("written_as", "mend"),
    [
        ("client_update", "write `deliverables: [client_update]`"),
        ("{type: client_update}", "write `deliverables: [{type: …}]`"),
    ],
)
def test_what_is_no_list_is_told_once_with_the_list_to_write(tmp_path: Path, written_as: str, mend: str) -> None:
    clients = "".join(f"  - {{id: c{n}, name: Client {n}, deliverables: {written_as}}}\n" for n in range(3))
    with pytest.raises(UserError) as caught:
        load_settings(written(tmp_path, WHOLE + clients))
    assert "a list belongs here" in caught.value.what
    assert caught.value.where.endswith("line 27, line 28, line 29")
    assert caught.value.mend == mend


def test_a_missing_file_names_the_command_that_writes_one(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no such file") as caught:
        load_settings(tmp_path / "yarnnn.yaml")
    assert "yarnnn init" in caught.value.mend


def test_an_unknown_client_is_answered_with_the_nearest_one(tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught:
        load_settings(written(tmp_path, WHOLE)).client("harbour")
    assert "'harbor'" in caught.value.mend


def test_a_client_may_call_itself_by_its_own_name_twice(tmp_path: Path) -> None:
    load_settings(written(tmp_path, WHOLE.replace("aliases: [Acme]", "aliases: [Acme, Acme Corp]")))


@pytest.mark.parametrize(
    "text",
    [
        "? [a]\n: c",
        "? {a: b}\n: c",
        "agency: &x {name: *x}",
        "&x [*x]",
        "[" * 3000,
        "a: 2026-99-99",
        "a: !!timestamp soon",
        "a: !!bool maybe",
        "a: !!int many",
        "a: !!float much",
        "a: !!binary ////a",
        "a: !!python/object/apply:os.system [id]",
        "<<: 7",
        "a: &a [1]\n<<: *a",
        "a: " + "9" * 5000,
        "a: 'x\0'",
        "1: 2",
        "null: 2",
        "- a",
        "",
        "agency: 5",
        "\n".join(["a0: &a0 [x]", *(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}, *a{n - 1}]" for n in range(1, 30))]),
    ],
)
def test_odd_yaml_is_told_and_never_a_stack_trace(tmp_path: Path, text: str) -> None:
    with pytest.raises(UserError):
        load_settings(written(tmp_path, text))


FRAGMENTS = st.sampled_from(
    [": ", "\n", "  ", "- ", "? ", "&x ", "*x", "<<", "[", "]", "{", "}", "'", '"', "!!int ", "!!set ", "|\n", "~",
     "~x/", "2026-99-99", "1e999", "0x", ".nan", "null", "#",
     "%", "---\n", "clients", "agency", "\x00", "\u202e", "é", "1"]
)  # fmt: skip
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.dates() | st.binary()
ANYTHING = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text() | st.integers(), inner, max_size=3)
)


def loads_or_tells(folder: Path, text: str) -> None:
    path = folder / "yarnnn.yaml"
    path.write_bytes(text.encode("utf-8", errors="surrogatepass"))
    with contextlib.suppress(UserError):
        load_settings(path)


@tuned(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    text=st.text() | st.lists(FRAGMENTS | st.text(max_size=3), max_size=25).map("".join),
    start=st.integers(0, len(WHOLE)),
    length=st.integers(0, 20),
)
def test_any_text_is_settings_or_a_mistake_that_is_told(tmp_path: Path, text: str, start: int, length: int) -> None:
    loads_or_tells(tmp_path, text)
    loads_or_tells(tmp_path, WHOLE[:start] + text + WHOLE[start + length :])


@tuned(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_value_under_any_key_is_settings_or_a_mistake_that_is_told(tmp_path: Path, data: st.DataObject) -> None:
    whole = yaml.safe_load(WHOLE)
    place = whole
    while True:
        keys = list(place) if isinstance(place, dict) else list(range(len(place)))
        key = data.draw(st.sampled_from(keys))
        if not isinstance(place[key], dict | list) or not place[key] or data.draw(st.booleans()):
            break
        place = place[key]
    place[key] = data.draw(ANYTHING)
    loads_or_tells(tmp_path, yaml.safe_dump(whole, allow_unicode=True))


@pytest.mark.parametrize(
    ("right", "wrong", "line", "what", "mend"),
    [
        *(
            ("domains: [northlight.example]", f"domains: ['{value}']", 4, "no domain", "write it as northlight.example")
            for value in (
                *("https://northlight.example/", "http://www.northlight.example:80/x?y#z", "https-northlight.example"),
                *("mia@northlight.example", "@northlight.example", "*.northlight.example", "www.northlight.example"),
                *("https://mia@northlight.example.", "northlight.example/team"),
            )
        ),
        ("kind: extractive", "extractive: ~", 9, "unknown key 'extractive'", "kind"),
        ("writer: {kind: extractive}", "writer: extractive", 9, "keys with their values", "write `{kind: extractive}`"),
        ("[client-acme]", "[#client-acme]", 15, "`#client-acme` is not read", 'in quotes: "#client-acme"'),
        ("[client-acme]", "[client-a, #client-acme]", 15, "`#client-acme` is not read", 'in quotes: "#client-acme"'),
        (
            "{shared: [client-acme], internal: [acme-internal]}",
            "\n      shared:\n        - #client-acme",
            17,
            "`#client-acme` is not read",
            'in quotes: "#client-acme"',
        ),
        (
            "{shared: [client-acme], internal: [acme-internal]}",
            "\n      shared: #client-acme",
            16,
            "`#client-acme` is not read",
            'in quotes: "#client-acme"',
        ),
        *(
            (
                "recipients: [dana@acme.example]",
                f"recipients: ['{value}']",
                21,
                "no mail address",
                "such as dana@acme.example",
            )
            for value in (
                "‘dana@acme.example’",
                "“dana@acme.example”",
                "Dana Reyes <dana@acme.example>",
                "mailto:dana@acme.example",
                "dana@acme.example, kim@acme.example",
                "dana@acme.example;",
            )
        ),
    ],
)
def test_a_mend_leads_to_what_was_meant(
    tmp_path: Path, right: str, wrong: str, line: int, what: str, mend: str
) -> None:
    assert right in WHOLE
    with pytest.raises(UserError) as caught:
        load_settings(written(tmp_path, WHOLE.replace(right, wrong, 1)))
    assert (what in caught.value.what, mend in caught.value.mend) == (True, True), str(caught.value)
    assert caught.value.where.endswith(f"yarnnn.yaml, line {line}"), caught.value.where


@pytest.mark.parametrize(
    ("right", "as_written"),
    [
        ("[dana@acme.example]", "[o'brien@acme.example]"),
        ("[dana@acme.example]", "[dana+plans@mail.acme.example]"),
        ("domains: [acme.example]", "domains: [https.example]"),
        ("domains: [acme.example]", "domains: [www-acme.example]"),
        ("{shared: [client-acme], internal: [acme-internal]}", "{shared: ['#client-acme']}  #theirs"),
        ("name: Acme Corp", "name: Acme #1"),
    ],
)
def test_what_only_looks_like_such_a_mistake_is_taken(tmp_path: Path, right: str, as_written: str) -> None:
    assert right in WHOLE
    load_settings(written(tmp_path, WHOLE.replace(right, as_written, 1)))


@pytest.mark.parametrize(
    ("clients", "mend"),
    [
        ("\n  brixal:\n    name: Brixal\n", "write `clients: [{id: brixal, name: …, …}]`"),
        ("\n  Brixal Corp:\n    name: Brixal\n", "write `clients: [{id: …, name: …, …}]`"),
        (" brixal\n", "write `clients: [{id: brixal, name: …}]`"),
        ("\n  id: brixal\n  name: Brixal\n", "write `clients: [{id: …, name: …}]`"),
    ],
)
def test_clients_that_are_no_list_are_told_as_entries_with_an_id_and_a_name(
    tmp_path: Path, clients: str, mend: str
) -> None:
    with pytest.raises(UserError) as caught:
        load_settings(written(tmp_path, f"{WHOLE.partition('clients:')[0]}clients:{clients}"))
    assert caught.value.mend == mend


# --- the form that a mend tells ---------------------------------------------------------------------------------------

EVERYTHING: dict[str, Any] = {
    "agency": {"name": "N", "time_zone": "Europe/Lisbon", "domains": ["n.example"], "start": "2026-W40"},
    "sources": {
        "slack": {"token_env": "SLACK"},
        "gmail": {"credentials_env": "GOOGLE", "account": "mia@n.example"},
        "notion": {"token_env": "NOTION"},
        "calendar": {"credentials_env": "GOOGLE", "account": "mia@n.example"},
    },
    "writer": {"kind": "openai", "model": "m", "prices": {"input": 1, "output": 1}},
    "judge": {"model": "m", "prices": {"input": 1, "output": 1}},
    "review": {},
    "alerts": {"mail": {"host": "mail.n.example", "sender": "mia@n.example", "to": ["mia@n.example"]}},
    "clients": [
        {
            "id": "acme",
            "name": "Acme",
            "slack": {},
            "notion": {},
            "contacts": [{"name": "Dana", "email": "dana@acme.example"}],
            "deliverables": [{"type": "client_update"}],
        }
    ],
}
WRONG = ["maybe", -1, -4.5, 10**9, 1e-9, True, [], [[]], [{"title": "x"}], {"title": "x"}, [-1], "javascript:alert(1)"]


def places_of(model: type[BaseModel], data: Any, at: tuple[int | str, ...] = ()) -> Iterator[tuple[int | str, ...]]:
    """Where each key of the settings stands, in `EVERYTHING`."""
    for name, field in model.model_fields.items():
        if field.exclude:
            continue
        yield (*at, name)
        below = next(_models_in(field.annotation), None)
        if below is not None and name in data:
            inner = data[name]
            is_list = isinstance(inner, list)
            yield from places_of(below, inner[0] if is_list else inner, (*at, name, *([0] if is_list else [])))


@pytest.mark.parametrize("place", list(places_of(agency_model(), EVERYTHING)), ids=lambda at: ".".join(map(str, at)))
def test_no_mend_of_any_key_falls_back_to_an_example_or_tells_the_checkers_own_words(tmp_path: Path, place) -> None:
    for wrong in WRONG:
        data = copy.deepcopy(EVERYTHING)
        inner: Any = data
        for part in place[:-1]:
            inner = inner[part]
        inner[place[-1]] = wrong
        with contextlib.suppress(UserError):
            try:
                load_settings(written(tmp_path, yaml.safe_dump(data)))
            except UserError as error:
                told = f"{error.what}\n{error.mend}"
                assert "yarnnn init example" not in told, (wrong, told)
                assert "Input should" not in told, (wrong, told)
                raise


@pytest.mark.parametrize(
    ("right", "wrong", "mend"),
    [
        ("Europe/Lisbon", "CEST", "write one such as Europe/Berlin"),
        ("Europe/Lisbon", "EDT", "write one such as America/New_York"),
        ("Europe/Lisbon", "nowhere at all", "write one such as Europe/Lisbon"),
        ("writer: {kind: extractive}", "writer: {base_url: 'http://evil.example/v1'}", "https://models.example/v1"),
        ("writer: {kind: extractive}", "writer: {timeout: 6000}", "write a number above 0, at most 3600"),
        ("writer: {kind: extractive}", "writer: {at_once: 0}", "write a whole number from 1 to 64"),
        ("writer: {kind: extractive}", "writer: {context_tokens: many}", "write a whole number from 4000 on"),
        ("writer: {kind: extractive}", "review: {url: 'javascript:alert(1)'}", "https://review.example"),
        ("writer: {kind: extractive}", "review: {url: review.n.example/yarnnn}", "as https://review.n.example/yarnnn"),
        ("sources:", "sources:\n  stale_after_hours: -1", "write a number above 0"),
        ("autonomy: approve", "delay_hours: -4", "write a number from 0 to 168"),
        ('notion: {roots: ["Acme Corp"]}', "notion: {shared: maybe}", "write `shared: true` or `shared: false`"),
        ('notion: {roots: ["Acme Corp"]}', "notion: {roots: [{title: Plan}]}", "write `roots: [Plan]`"),
        (
            "{export: exports/slack.zip}",
            "{export: x.zip, workspace_url: 'javascript:x'}",
            "https://northlight.slack.com",
        ),
        (
            "{export: exports/slack.zip}",
            "{export: x.zip, workspace_url: n.slack.com}",
            "write it as https://n.slack.com",
        ),
        ("domains: [northlight.example]", "domains: [gmail.com]", "write addresses"),
        ("domains: [acme.example]", "domains: [Outlook.com]", "under its `contacts`"),
        ("destinations: [files]", "destinations: []", "write at least 1 below `destinations:`"),
    ],
)
def test_a_mend_tells_the_range_or_the_form_that_the_key_takes(tmp_path: Path, right: str, wrong: str, mend: str):
    with pytest.raises(UserError) as caught:
        load_settings(written(tmp_path, WHOLE.replace(right, wrong, 1)))
    assert mend in caught.value.mend
    assert "line" in str(caught.value.where)


def test_a_client_that_gets_a_type_twice_is_refused_in_the_line_of_the_second(tmp_path: Path) -> None:
    twice = WHOLE.replace(
        "autonomy: approve\n", "autonomy: approve\n      - {type: client_update, recipients: [x@y.example]}\n"
    )
    with pytest.raises(UserError, match="client 'acme' gets 'client_update' twice") as caught:
        load_settings(written(tmp_path, twice))
    assert str(caught.value.where).endswith(f"line {1 + twice[: twice.index('x@y')].count(chr(10))}")


# --- what may be meant ------------------------------------------------------------------------------------------------


def doubts(tmp_path: Path, right: str = "", wrong: str = "") -> list[str]:
    whole = WHOLE.replace("Harbor Line", "Harborline")
    settings = load_settings(written(tmp_path, whole.replace(right, wrong, 1) if right else whole))
    examined = [*examine_settings(settings, date(2026, 10, 1)), *examine_names(settings)]
    return [f"{finding.check}: {finding.text}. {finding.mend}" for one in examined for finding in one.findings]


@pytest.mark.parametrize(
    ("right", "wrong", "told"),
    [
        ("aliases: [Acme]", "aliases: [Acme, the]", "'the' is an everyday word"),
        ("aliases: [Acme]", "aliases: [a]", "'a' is an everyday word"),
        ("aliases: [Acme]", "aliases: [Report]", "'Report' is an everyday word"),
        ("aliases: [Acme]", "aliases: [northlight]", "'northlight' is the agency's own name, or a part of it"),
        ("name: Harborline", "name: Northlight", "is the agency's own name"),
        ("start: 2026-W40", "start: 2031-W01", "until then nothing is made"),
        ("writer: {kind: extractive}", "judge: {model: m}", "the judge names no endpoint"),
        ("{kind: extractive}", "{kind: openai, model: m, api_key_env: KEY}", "the writer names no endpoint"),
    ],
)
def test_doctor_tells_what_is_seldom_meant(tmp_path: Path, right: str, wrong: str, told: str) -> None:
    assert [told in one for one in doubts(tmp_path, right, wrong)] == [True]


@pytest.mark.parametrize(
    ("right", "wrong"),
    [("", ""), ("aliases: [Acme]", "aliases: [AC, 7Up, 日本, Acme the Press]"), ("2026-W40", "2026-W43")],
)
def test_doctor_tells_nothing_of_what_is_usual(tmp_path: Path, right: str, wrong: str) -> None:
    assert doubts(tmp_path, right, wrong) == []


def test_doctor_tells_that_an_export_is_the_folder_of_the_settings(tmp_path: Path) -> None:
    path = written(tmp_path, WHOLE.replace("[exports/old.mbox, exports/new.mbox]", "'.'"))
    settings = load_settings(path)
    findings = list(examine_exports(platform_of("gmail"), settings.sources.of(GmailSource), settings))
    assert [finding.state for finding in findings] == ["warning"]
    assert "the folder of yarnnn.yaml itself" in findings[0].text
