"""A small agency's ledger and its review page, for tests over HTTP and in a browser."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import uvicorn

from yarnnn_pipelines.core.address import Address
from yarnnn_pipelines.deliverables.claims import digest
from yarnnn_pipelines.project import Project, agency_ledger, settings_of
from yarnnn_pipelines.review.access import Access
from yarnnn_pipelines.review.app import make_app
from yarnnn_pipelines.stores.home import Home
from yarnnn_pipelines.stores.ledger.rows import NewVersion

HOSTILE = '<script>alert("acme")</script>'


def project_in(folder: Path, clients: int = 3) -> Project:
    names = [("acme", "Acme Corp"), ("blue", f"Blue {HOSTILE}"), ("cove", "Cove")]
    names += [(f"client{number}", f"Client {number}") for number in range(3, clients)]
    settings = settings_of(
        {
            "agency": {
                "name": "Northlight",
                "time_zone": "Europe/Lisbon",
                "domains": ["us.example"],
                "start": "2026-W40",
            },
            "sources": {},
            "clients": [_client(name, title) for name, title in names[:clients]],
        }
    )
    home = Home(folder)
    home.prepare()
    return Project(home, settings)


def _client(name: str, title: str) -> dict[str, Any]:
    address = f"dana@{name}.example"
    wanted = {"type": "client_update", "recipients": [address], "destinations": ["files"]}
    return {"id": name, "name": title, "domains": [f"{name}.example"], "deliverables": [wanted]}


def evidence(
    words: str, event_id: str = "slack:1", permalink: str = "https://x.slack.com/archives/C1/p1"
) -> dict[str, Any]:
    return {
        "event_id": event_id,
        "version": "v1",
        "start": 0,
        "end": len(words),
        "quote": words,
        "platform": "slack",
        "kind": "message",
        "occurred_at": "2026-11-09T09:10:00+00:00",
        "author": "Mia Duarte",
        "permalink": permalink,
    }


def claim(claim_id: str, text: str, verdict: str = "supported", **others: Any) -> dict[str, Any]:
    return {
        "claim_id": claim_id,
        "section": "moved",
        "kind": "quote",
        "text": text,
        "evidence": [evidence(text)],
        "slot": None,
        "parts": [],
        "verdict": verdict,
        "reasons": [],
        "doubts": [],
        **others,
    }


def item(event_id: str, words: str) -> dict[str, Any]:
    of = evidence(words, event_id)
    return {name: of[name] for name in ("event_id", "platform", "author", "permalink")} | {
        "at": of["occurred_at"],
        "words": words,
        "fate": "told",
        "sections": ["moved"],
    }


def document(*claims: dict[str, Any], **others: Any) -> dict[str, Any]:
    return {
        "title": "Week of 9 November 2026",
        "sections": [{"id": "moved", "title": "What moved", "claims": list(claims)}],
        "withheld": [],
        "offers": [],
        "items": [],
        "coverage": {"landed": 1, "used": 1, "offered": 0, "ignored": {}, "unassigned": 0},
        "cost": {"seconds": 0.1},
        **others,
    }


def version(client: str, week: str, made: dict[str, Any], outcome: Any = "drafted") -> NewVersion:
    markdown = "\n".join(one["text"] for section in made["sections"] for one in section["claims"])
    return NewVersion(client, week, "client_update", outcome, digest(made), digest(markdown), markdown, made)


def fill(project: Project) -> None:
    """Acme has two versions of its newest week, Blue's may be wrong, Cove was quiet."""
    ledger = agency_ledger(project)
    earlier, first = document(claim("c0", "The draft went out.")), document(claim("c1", "It launched on Monday."))
    ledger.save_versions([version("acme", "2026-W45", earlier), version("acme", "2026-W46", first)])
    offer = {"offer_id": "o1", "section": "moved", "text": "Lunch is at noon.", "reason": "asked"}
    acme = document(
        claim("c1", "It launched on Tuesday."),
        claim("c2", "The pixel fires."),
        offers=[{**offer, "evidence": [evidence("Lunch is at noon.", "slack:7")]}],
        items=[item("slack:1", "Good news: It launched on Tuesday. Thank you all.")],
    )
    doubted = claim("c3", f"They said {HOSTILE}.", kind="rewrite", doubts=["nobody confirmed it"])
    doubted["evidence"][0]["permalink"] = "javascript:alert(1)"
    blue = document(
        doubted,
        withheld=[claim("c4", "The fee is 900.", "contradicted", reasons=["the fee is 1,100 elsewhere"])],
        turns=[
            turn("client", "How did it go?", "slack:0"),
            turn("us", f"Well. They said {HOSTILE}. Bye.", "slack:1"),
        ],
    )
    quiet = version("cove", "2026-W46", document(), "abstained")
    ledger.save_versions([version("acme", "2026-W46", acme), version("blue", "2026-W46", blue), quiet])


def turn(side: str, text: str, event_id: str) -> dict[str, Any]:
    """Of the one conversation there is."""
    at = "2026-11-09T09:10:00+00:00"
    where = {"conversation": 1, "platform": "slack", "audience": "client", "permalink": None}
    return {"at": at, "author": "Dana", "side": side, "text": text, "event_id": event_id, **where}


@contextmanager
def served(project: Project, token: str = "", proxy_header: str = "") -> Iterator[str]:
    """The address of a real server on this machine."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        port = listener.getsockname()[1]
        app = make_app(project, Access(Address("127.0.0.1", port), token, proxy_header))
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", lifespan="off", proxy_headers=False))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            server.should_exit = True
            thread.join()
