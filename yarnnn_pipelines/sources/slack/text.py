"""Slack's mrkdwn to plain text, and the text of a message that has none of its own (blocks, attachments, files).

Rules: https://docs.slack.dev/messaging/formatting-message-text
Mentions become `@Name`, channels `#name`, links their label (an issue's or ticket's with its number; with the address,
where another link of the text has the same label and leads elsewhere) or their address, `<!here>` `@here`. Marks for
bold and italic go, and those for code around a single word or a setting's value ("retries = 5"); code of more words is
a command or a line of a log, of which only "`…`" stays, so that nobody takes the sentence for whole. What the author
does not say goes with its marks: struck words, which were taken back, and what is quoted or pasted (`>` lines, all
below `>>>`, code blocks, shared messages), which somebody else said. Known emoji codes become the emoji, since nobody
reads `:tada:`; a workspace's own codes stay as typed, since dropping them could drop a word.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from yarnnn_pipelines.english.identifiers import labelled_work
from yarnnn_pipelines.sources.shared.envelope import readable

_SPECIAL = re.compile(r"[<>&*_~`:\ue000\ue001]")
_FIXED = re.compile(r"```\n?(?P<block>.*?)\n?```|`(?P<inline>[^`\n]+)`|<(?P<token>[^<>\n]*)>", re.DOTALL)
_QUOTE = re.compile(r"^[ \t]*(?:(?:&gt;|>){3}.*\Z|(?:&gt;|>)[^\n]*(?:\n|\Z))", re.MULTILINE | re.DOTALL)
_EMOJI = re.compile(r"(?<!\d):(100|-1|1234|8ball|[a-z0-9_+'\-]*[a-z+][a-z0-9_+'\-]*):(?::skin-tone-([2-6]):)?")
_TOKEN = re.compile(r"<([^<>\n]*)>")
_LABELLED = re.compile(r"<(?P<address>(?:https?://|mailto:)[^<>|\s]+)\|(?P<label>[^<>\n]+)>")
_MARKS = {
    mark: re.compile(
        rf"(?<![^\W_])(?<!{re.escape(mark)})[{mark}](?![\s{mark}])([^{mark}\n]+?)(?<!\s)[{mark}](?![^\W_])(?!{re.escape(mark)})"
    )
    for mark in "*_~"
}
_STRUCK = "\x00"
_CODE = "`…`"
_ASSIGNMENT = re.compile(r"\s*[\w.-]+ ?= ?[\w.-]+\s*")
_GAP = re.compile(r"^\x00[ \t]?|[ \t]?\x00", re.MULTILINE)
# Of attachments: what somebody else said, elsewhere.
_SHARED = (
    *("is_share", "is_msg_unfurl", "is_reply_unfurl", "is_thread_root_unfurl", "author_id", "author_name"),
    *("author_subname", "message_blocks", "from_url", "original_url"),
)
_DATE = re.compile(r"date\^[^|]*\|(.*)", re.DOTALL)
_WORDED = frozenset(["rich_text", "section", "header", "context", "markdown"])
_UNCOMPARED = re.compile(r"^[^\S\n]*(?:\d{1,3}|[a-z]{1,3})\.\s|@[\w-]+|:[\w+-]+:|`…`", re.MULTILINE)
_NO_LETTERS = re.compile(r"[\W_]+")
_MAX_DEPTH = 12  # of blocks within blocks; Slack's own nest three deep

# What is already in its final form is held out of the text between two private-use characters.
_HELD = re.compile("\ue000(\\d+)\ue001")
_HOLDERS = str.maketrans("", "", "\ue000\ue001")


class Names:
    """Names to put for ids: {user id: name}, {channel id: name}, both read from the export."""

    def __init__(self, users: Mapping[str, str], channels: Mapping[str, str]) -> None:
        self.users = users
        self.channels = channels


def clean_mrkdwn(text: str, names: Names) -> str:
    """The words of a Slack message."""
    if not _SPECIAL.search(text):
        return text.strip()
    held: list[str] = []

    def hold(match: re.Match[str]) -> str:
        if match["block"] is not None:
            return ""
        token, code = match["token"], match["inline"] or ""
        held.append(_token_text(token, names) if token is not None else _code_text(code, names))
        return f"\ue000{len(held) - 1}\ue001"

    # Each step is tried only where its mark stands: a workspace has a million messages.
    text = text.translate(_HOLDERS) if "\ue000" in text or "\ue001" in text else text
    text = _told_apart(text) if text.count("|") > 1 else text
    text = _FIXED.sub(hold, text) if "<" in text or "`" in text else text
    text = _QUOTE.sub("", text) if ">" in text or "&gt;" in text else text
    text = _EMOJI.sub(_emoji, text) if ":" in text else text
    for mark in "*_":
        text = _MARKS[mark].sub(r"\1", text) if mark in text else text
    if "~" in text:
        text = _GAP.sub("", _MARKS["~"].sub(_STRUCK, text.replace(_STRUCK, "")))
    text = _unescaped(text)
    return (_HELD.sub(lambda match: held[int(match[1])], text) if held else text).strip()


def _told_apart(text: str) -> str:
    """Mrkdwn in which no two links of one label lead to different places."""
    alike = _alike((link["label"], link["address"]) for link in _LABELLED.finditer(text))
    return _LABELLED.sub(lambda link: f"<{link['address']}|{_apart(link['label'], link['address'], alike)}>", text)


def _alike(links: Iterable[tuple[str, str]]) -> set[str]:
    """What several links show that lead to different places. links: label and address of each."""
    led_to: dict[str, set[str]] = {}
    for label, address in links:
        led_to.setdefault(_compared(label, address), set()).add(address.rstrip("/"))
    return {shown for shown, addresses in led_to.items() if len(addresses) > 1}


def _apart(label: str, address: str, alike: Collection[str]) -> str:
    return f"{label.strip()} ({address})" if _compared(label, address) in alike else label


def _compared(label: str, address: str) -> str:
    return labelled_work(label.strip(), address).casefold()


def _code_text(code: str, names: Names) -> str:
    if len(code.split()) > 1 and not _ASSIGNMENT.fullmatch(code):
        return _CODE
    return _unescaped(_TOKEN.sub(lambda match: _token_text(match[1], names), code))


def _token_text(inner: str, names: Names) -> str:
    """What a reader sees of `<...>`, given what stands between the brackets."""
    target, bar, label = inner.partition("|")
    label = _unescaped(label).strip()
    if target.startswith("@"):
        return "@" + (names.users.get(target[1:]) or label.lstrip("@") or target[1:])
    if target.startswith("#"):
        return "#" + (names.channels.get(target[1:]) or label.lstrip("#") or target[1:])
    if target.startswith("!"):
        if date := _DATE.match(inner[1:]):
            return _unescaped(date[1])
        if label:
            return label
        return "@" + target[1:].partition("^")[0]
    if bar and label:
        return labelled_work(label, target)
    return _unescaped(target.removeprefix("mailto:"))


def _unescaped(text: str) -> str:
    """Slack escapes three characters and no others."""
    if "&" not in text:
        return text
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _emoji(match: re.Match[str]) -> str:
    known = _emoji_codes().get(match[1])
    if known is None:
        return match[0]
    tone = chr(0x1F3FB + int(match[2]) - 2) if match[2] else ""
    return known + tone


@lru_cache(maxsize=1)
def _emoji_codes() -> dict[str, str]:
    """{code as Slack writes it: emoji}."""
    import emoji

    codes: dict[str, str] = {}
    for character, data in emoji.EMOJI_DATA.items():
        for name in [data.get("en", ""), *data.get("alias", [])]:
            codes.setdefault(name.strip(":").lower(), character)
    codes.setdefault("octagonal_sign", "🛑")  # Slack's own name of it
    return codes


def shown_text(text: str, blocks: Any, names: Names) -> str:
    """The words of a message that has both: those of its blocks, which people see, where the text has others.

    `text` is what notifications show. It has the marks that blocks have as styles, so it is taken where both agree.
    """
    words = clean_mrkdwn(text, names)
    if not any(block.get("type") in _WORDED for block in dicts(blocks)):
        return words
    if not _hold_words(blocks):
        return words
    shown = blocks_text(blocks, names)
    return words if _bare(words) == _bare(shown) else shown


def _hold_words(blocks: Any, depth: int = 0) -> bool:
    """Also words that are struck or quoted; blocks without any were never seen by anybody."""
    if isinstance(blocks, list | tuple):
        return depth < _MAX_DEPTH and any(_hold_words(each, depth + 1) for each in blocks)
    if not isinstance(blocks, dict):
        return False
    said = blocks.get("text")
    if (isinstance(said, str) and said.strip()) or blocks.get("type") in (
        "user",
        "emoji",
        "link",
        "channel",
        "broadcast",
    ):
        return True
    return depth < _MAX_DEPTH and any(_hold_words(each, depth + 1) for each in blocks.values())


def _bare(words: str) -> str:
    """Letters and digits alone, without numbers of list items and mentions of groups, which blocks have as ids."""
    return _NO_LETTERS.sub("", _UNCOMPARED.sub("", words)).casefold()


def blocks_text(blocks: Any, names: Names) -> str:
    """The words of Block Kit blocks (a bot's message without `text`); a line for each block, list item and field."""
    alike = _alike((_string(link.get("text")), _string(link.get("url"))) for link in _labelled_links(blocks))
    shown = _blocks_told_apart(blocks, alike) if alike else blocks
    lines = [line for block in dicts(shown) for line in _block_lines(block, names, 0)]
    return "\n".join(line for line in lines if line.strip())


def _labelled_links(blocks: Any, depth: int = 0) -> Iterator[Mapping[str, Any]]:
    """The links of blocks that show other words than their address."""
    for element in dicts(blocks):
        if element.get("type") == "link" and _string(element.get("text")).strip():
            yield element
        if depth < _MAX_DEPTH:
            yield from _labelled_links(element.get("elements"), depth + 1)


def _blocks_told_apart(blocks: Any, alike: Collection[str], depth: int = 0) -> list[dict[str, Any]]:
    """Blocks whose links show where they lead if what they show is one of `alike`."""
    if depth > _MAX_DEPTH:
        return []
    apart = []
    for element in dicts(blocks):
        label, address = _string(element.get("text")), _string(element.get("url"))
        if element.get("type") == "link" and label.strip():
            element = {**element, "text": _apart(label, address, alike)}
        elif "elements" in element:
            element = {**element, "elements": _blocks_told_apart(element["elements"], alike, depth + 1)}
        apart.append(element)
    return apart


def _block_lines(block: Mapping[str, Any], names: Names, depth: int) -> Iterator[str]:
    if depth > _MAX_DEPTH:
        return
    kind = block.get("type")
    if kind in ("rich_text", "rich_text_list"):
        for element in dicts(block.get("elements")):
            yield from _block_lines(element, names, depth + 1)
    elif kind in ("rich_text_quote", "rich_text_preformatted"):
        return
    elif kind == "rich_text_section":
        yield _GAP.sub("", "".join(_rich(element, names) for element in dicts(block.get("elements")))).strip()
    elif kind == "context":
        yield " ".join(_text_object(element, names) for element in dicts(block.get("elements"))).strip()
    else:
        for name in ("text", "title"):
            yield _text_object(block.get(name), names)
        for text in dicts(block.get("fields")):
            yield _text_object(text, names)


def _rich(element: Mapping[str, Any], names: Names) -> str:
    style = element.get("style")
    if isinstance(style, dict) and style.get("strike"):
        return _STRUCK
    if isinstance(style, dict) and style.get("code"):
        return _code_text(_string(element.get("text")), names)
    match element.get("type"):
        case "user":
            return "@" + names.users.get(_string(element.get("user_id")), _string(element.get("user_id")))
        case "channel":
            return "#" + names.channels.get(_string(element.get("channel_id")), _string(element.get("channel_id")))
        case "broadcast":
            return "@" + _string(element.get("range"))
        case "link":
            address = _string(element.get("url"))
            return labelled_work(_string(element.get("text")), address) or address
        case "usergroup":
            return "@" + _string(element.get("usergroup_id"))
        case "date":
            return _string(element.get("fallback"))
        case "emoji":
            code = _string(element.get("name"))
            return _emoji_codes().get(code.partition("::")[0], f":{code}:")
        case _:
            return _string(element.get("text"))


def _text_object(value: Any, names: Names) -> str:
    if isinstance(value, dict):
        text = _string(value.get("text"))
        return clean_mrkdwn(text, names) if value.get("type") != "plain_text" else text.strip()
    return clean_mrkdwn(value, names) if isinstance(value, str) else ""


def attachments_text(attachments: Any, names: Names) -> str:
    """The words of attachments: how older bots write a whole message. A shared message is nobody's here."""
    lines: list[str] = []
    for attachment in dicts(attachments):
        if any(attachment.get(mark) for mark in _SHARED):
            continue
        parts = [_string(attachment.get(name)) for name in ("pretext", "title", "text")]
        for pair in dicts(attachment.get("fields")):
            parts.append(": ".join(filter(None, (_string(pair.get("title")), _string(pair.get("value"))))))
        if not any(parts):
            parts = [blocks_text(attachment.get("blocks"), names) or _string(attachment.get("fallback"))]
        lines += [clean_mrkdwn(part, names) for part in parts if part]
    return "\n".join(dict.fromkeys(line for line in lines if line))


def dicts(value: Any) -> list[dict[str, Any]]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _string(value: Any) -> str:
    return readable(value) if isinstance(value, str) else ""
