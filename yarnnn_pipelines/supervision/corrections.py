"""What was sent and would be told from other sources by now: by a newer draft, which the ledger shows, or by what has
landed since its week was built. What of a text's sources has changed is `sources_now`'s."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from yarnnn_pipelines.config.settings import Settings
from yarnnn_pipelines.stores.ledger.ledger import Ledger
from yarnnn_pipelines.stores.ledger.rows import Standing

if TYPE_CHECKING:
    import duckdb


def to_correct(ledger: Ledger, standings: Iterable[Standing]) -> list[Standing]:
    """Those of which another version was sent than the newest, and with other sources.

    A program that words the same sources otherwise makes a new version, and nothing of what was sent untrue.
    """
    changed = [
        standing
        for standing in standings
        if standing.published_before is not None and standing.state not in ("published", "rejected")
    ]
    newest = ledger.documents({standing.key: standing.version for standing in changed})
    sent = ledger.documents({standing.key: standing.published_before or 0 for standing in changed})
    return [standing for standing in changed if _sources(sent[standing.key]) != _sources(newest[standing.key])]


def was_sent(standing: Standing) -> bool:
    """It, or another version of it."""
    return standing.state == "published" or standing.published_before is not None


def edited_since(
    con: duckdb.DuckDBPyConnection, settings: Settings, ledger: Ledger, standings: Iterable[Standing]
) -> list[Standing]:
    """Those that were sent and of which a source was edited or deleted since. con: the warehouse.

    No text is read but those that may rest on what changed since their week was built, and those that were drafted
    again since and say the same: what a person put there stays in every draft, whatever becomes of its source.
    """
    from yarnnn_pipelines.context.week_builds import events_changed_since
    from yarnnn_pipelines.supervision.sources_now import are_edited, cited_events

    changed: dict[str, set[str]] = defaultdict(set)
    first_week: dict[str, str] = {}
    for (client_id, week), events in events_changed_since(con).items():
        changed[client_id] |= events
        first_week[client_id] = min(week, first_week.get(client_id, week))
    sent = [standing for standing in standings if was_sent(standing)]
    # A text tells of its own week and of earlier ones.
    concerned = {one.key for one in sent if one.client in changed and first_week[one.client] <= one.week}
    again = {one.key: one.same_as for one in sent if one.state == "published" and one.same_as}
    newest = ledger.documents({one.key: one.version for one in sent if one.key in concerned or one.key in again})
    before = ledger.documents(again)

    def is_edited(one: Standing) -> bool:
        document = newest.get(one.key, {"sections": []})
        if one.key in before and are_edited(con, settings, one.week, _not_proven_now(before[one.key], document)):
            return True
        return bool(cited_events(document) & changed[one.client]) and are_edited(con, settings, one.week, document)

    return [one for one in sent if one.key in newest and is_edited(one)]


def _not_proven_now(sent: Mapping[str, Any], newest: Mapping[str, Any]) -> dict[str, Any]:
    """The sentences that were sent and that the newest draft tells, too, but by a person's word alone."""
    told = [claim for section in newest["sections"] for claim in section["claims"]]
    unproven = {claim["text"] for claim in told if claim.get("verdict") in ("vouched", "to_vouch")}
    claims = [claim for section in sent["sections"] for claim in section["claims"] if claim["text"] in unproven]
    return {"sections": [{"claims": claims}]}


def _sources(document: Mapping[str, Any]) -> set[tuple[Any, ...]]:
    """Which words of which item version each sentence rests on, and in which section it stands."""
    return {
        (section["id"], item["event_id"], item["version"], item["start"], item["end"])
        for section in document["sections"]
        for claim in section["claims"]
        for item in claim["evidence"]
    }
