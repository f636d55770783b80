"""Properties of a Notion page as the text that its export writes, for every type the API has.

A page object carries 25 people, relations or mentions at most; what has more is read from the property's own address.
Sources: https://developers.notion.com/reference/page-property-values,
https://developers.notion.com/reference/retrieve-a-page-property
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from yarnnn_pipelines.sources.notion.block_markdown import Writer, plain
from yarnnn_pipelines.sources.notion.items import hex_id
from yarnnn_pipelines.sources.shared.answers import described
from yarnnn_pipelines.sources.shared.http import ApiError, BudgetSpent

REFERENCES = 25

# (page id, property id) -> the items of a property that has more than its page shows
ItemsOf = Callable[[str, str], list[Mapping[str, Any]]]


class Cells:
    """The text of properties. title_of: of a related page, None if it can't be read; name_of: of a user's id;
    leave_out: told of each property that isn't as the reference has it, and is left out."""

    def __init__(
        self,
        writer: Writer,
        items_of: ItemsOf,
        title_of: Callable[[str], str | None],
        name_of: Callable[[Mapping[str, Any] | None], str | None],
        leave_out: Callable[[str], None],
    ) -> None:
        self._leave_out = leave_out
        self._writer = writer
        self._items_of = items_of
        self._title_of = title_of
        self._name_of = name_of

    def title(self, page: Mapping[str, Any]) -> str:
        return self._writer.rich(title_spans(page))

    def of(self, page: Mapping[str, Any]) -> dict[str, str]:
        """{name: text} of a page's properties but its title, in Notion's order; '' where there is nothing."""
        cells: dict[str, str] = {}
        for name, prop in (page.get("properties") or {}).items():
            try:
                if prop.get("type") != "title":
                    cells[name] = self._text(self._whole(page["id"], prop))
            except (ApiError, BudgetSpent):
                raise
            except Exception as error:  # whatever is wrong with one property costs no other
                self._leave_out(f"the property {name!r}: {described(error)}")
        return cells

    def _whole(self, page_id: str, prop: Mapping[str, Any]) -> Mapping[str, Any]:
        """The property with all its items."""
        kind = prop["type"]
        value = prop.get(kind)
        inner = value.get("array") if kind == "rollup" and isinstance(value, Mapping) else value
        if not isinstance(inner, list) or not (prop.get("has_more") or len(inner) >= REFERENCES):
            return prop
        if kind not in ("rich_text", "people", "relation", "rollup"):
            return prop
        items = self._items_of(page_id, prop["id"])
        if kind != "rollup":
            return {**prop, kind: [item[kind] for item in items if kind in item]}
        # The items of a rollup are of the type that is rolled up; a server that doesn't page them sends it whole.
        if len(items) == 1 and isinstance(items[0].get("rollup"), Mapping):
            return {**prop, kind: items[0]["rollup"]}
        return {**prop, kind: {"type": "array", "array": items}}

    def _text(self, prop: Mapping[str, Any]) -> str:
        kind = prop.get("type") or ""
        value = prop.get(kind)
        if value is None:
            return ""
        match kind:
            case "title" | "rich_text":
                return plain(_as_list(value))
            case "checkbox":
                return "Yes" if value else "No"
            case "date":
                return self._writer.span_of(value)
            case "created_time" | "last_edited_time":
                return self._writer.clock(value)
            case "people":
                return self._joined(self._name_of(person) for person in _as_list(value))
            case "created_by" | "last_edited_by":
                return self._name_of(value) or ""
            case "relation":
                return self._joined(self._related(page["id"]) for page in _as_list(value))
            case "formula":
                return self._formula(value)
            case "rollup":
                return self._rollup(value)
        return self._plain(value)

    def _formula(self, value: Mapping[str, Any]) -> str:
        kind = value.get("type") or ""
        return self._text({"type": "checkbox" if kind == "boolean" else kind, **_renamed(value, kind)})

    def _rollup(self, value: Mapping[str, Any]) -> str:
        kind = value.get("type") or ""
        if kind == "array":
            return self._joined(self._text(element) for element in value.get("array") or ())
        return self._text({"type": kind, kind: value.get(kind)})

    def _plain(self, value: Any) -> str:
        """Numbers, options, files, addresses and whatever comes with a name or a number."""
        if isinstance(value, list):
            return self._joined(self._plain(element) for element in value)
        if not isinstance(value, Mapping):
            return str(value)
        if "number" in value:  # of unique_id
            return "-".join(str(part) for part in (value.get("prefix"), value["number"]) if part not in (None, ""))
        named = value.get("name") or value.get("state") or value.get("address")
        return str(named or "")

    def _related(self, page_id: str) -> str | None:
        title = self._title_of(hex_id(page_id))
        return None if title is None else f"{title} ({hex_id(page_id)}.md)"

    def _joined(self, texts: Any) -> str:
        return ", ".join(text for text in texts if text)


def title_spans(page: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    """The rich text of a page's or database's title."""
    if isinstance(title := page.get("title"), list):
        return title
    titles = (value for value in (page.get("properties") or {}).values() if value.get("type") == "title")
    return next((_as_list(value.get("title")) for value in titles), [])


def _renamed(value: Mapping[str, Any], kind: str) -> dict[str, Any]:
    return {"checkbox" if kind == "boolean" else kind: value.get(kind)}


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value] if value else []
