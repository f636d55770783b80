"""The ledger's tables, in SQLAlchemy Core. What may be written, and when, is said by the module of each family.

Deliverable versions, edits, reviews, outcomes, moves, outbox rows and receipts are only ever added, never changed or
removed: a state is read off them. The exceptions are `forgetting`, which takes the words out of versions that nobody
was sent, and edits away, and who sends an outbox row. Times are UTC.
Documents are JSON in the form of `deliverables.claims`.
"""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    DateTime,
    Float,
    ForeignKey,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_label)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# The newest draft of each client, week and type: what the gate takes up. Rebuilt from the week's context.
drafts = Table(
    "drafts",
    metadata,
    Column("client", String, primary_key=True),
    Column("week", String, primary_key=True),
    Column("type", String, primary_key=True),
    Column("input_hash", String, nullable=False),
    Column("document", JSON, nullable=False),
    Column("drafted_at", DateTime(timezone=True), nullable=False),
)

# Every gated version that differs from the one before it.
versions = Table(
    "deliverable_versions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("client", String, nullable=False),
    Column("week", String, nullable=False),
    Column("type", String, nullable=False),
    Column("version", Integer, nullable=False),
    Column("outcome", String, nullable=False),  # drafted | abstained | blocked | forgotten
    Column("input_hash", String, nullable=False),
    Column("content_hash", String, nullable=False),  # SHA-256 of `markdown`
    Column("markdown", Text, nullable=False),
    Column("document", JSON, nullable=False),  # sections, withheld, coverage, cost, changes_since, title
    Column("gated_at", DateTime(timezone=True), nullable=False),
    # What it counts of itself (`supervision.queue.figures_of`), so that a queue need not read the document. Null: an
    # earlier yarnnn's, or somebody was forgotten in it.
    Column("figures", JSON),
    UniqueConstraint("client", "week", "type", "version"),
)

# What a person decided, bound to the exact text that they saw.
reviews = Table(
    "reviews",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("version_id", ForeignKey("deliverable_versions.id"), nullable=False, index=True),
    Column("content_hash", String, nullable=False),
    Column("decision", String, nullable=False),  # approve | reject | reopen | hold | snooze | anew
    Column("reviewer", String, nullable=False),
    Column("decided_at", DateTime(timezone=True), nullable=False),
    # Version, decision and how many decisions went before, so that whoever decides the same at the same instant adds no
    # row. Null: an earlier yarnnn let them add one.
    Column("idempotency_key", String, unique=True, index=True),
    # Of a rejection or a hold; of an approval by the system, on what it rests; of a snooze, until when, in ISO 8601
    Column("reason", Text),
    Column("seconds", Float),  # that the reviewer had the text before them; null where nobody measured
    # Whom and where an approval is for: {"recipients": [...], "destinations": [...]}. Null: an earlier yarnnn's.
    Column("addressed", JSON),
    Column("level", String),  # delayed | auto: the system decided by itself at this level; null: a person did
)

# What people found of the issues that they looked at. Figures, and words that quote nobody.
outcomes = Table(
    "outcomes",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("client", String, nullable=False, index=True),
    Column("week", String, nullable=False),
    Column("type", String, nullable=False),
    Column("version", Integer, nullable=False),
    Column("made_by", JSON, nullable=False),  # what made the text: {name: value}
    Column("bad", Boolean, nullable=False),
    Column("why", Text, nullable=False),
    Column("fact", Boolean, nullable=False),
    Column("recipient", Boolean, nullable=False),
    Column("style_cost", Float, nullable=False),
    Column("found", String, nullable=False, unique=True),  # by which review or edit, so that it counts once
    Column("found_at", DateTime(timezone=True), nullable=False),
)

# What each approved version says of what its reviewer prefers: of their words those of a wording, a title, a greeting.
lessons = Table(
    "lessons",
    metadata,
    # of `deliverable_versions`; a replay has lessons of versions that it does not have
    Column("version_id", Integer, primary_key=True, autoincrement=False),
    Column("client", String, nullable=False),
    Column("week", String, nullable=False, index=True),
    Column("type", String, nullable=False),
    Column("recipients", JSON, nullable=False),
    Column("kinds", JSON, nullable=False),  # how many edits of each kind
    Column("faults", JSON, nullable=False),  # the sentences whose facts were mended: [{number, event_id, told_as, ...}]
    Column("observed", JSON, nullable=False),  # as `supervision.learning.observations` has them
    Column("cost", JSON, nullable=False),  # as `supervision.learning.edit_cost` has it
    Column("approved_at", DateTime(timezone=True), nullable=False),
)

# What people set of preferences themselves: of one name and scope the newest holds.
preferences_set = Table(
    "preferences_set",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("client", String, nullable=False),  # '': every client
    Column("type", String, nullable=False),  # '': every type
    Column("kind", String, nullable=False),
    Column("subject", String, nullable=False),
    # {"value": ...}, {"removed": true}: none of this name is learned, or {"undone": true}: as if nobody had set it
    Column("value", JSON, nullable=False),
    Column("set_by", String, nullable=False),
    Column("set_at", DateTime(timezone=True), nullable=False),
)

# What trying a learned preference on the client's sent issues found; no words of it, and none of theirs.
preference_trials = Table(
    "preference_trials",
    metadata,
    Column("client", String, primary_key=True),
    Column("type", String, primary_key=True),
    Column("preference", String, primary_key=True),  # its id
    Column("version_id", Integer, primary_key=True, autoincrement=False),  # of the newest issue, as in `lessons`
    Column("is_adopted", Boolean, nullable=False),
    Column("effects", JSON, nullable=False),  # [[week, tokens]], as `supervision.learning.rules.Effect` has them
    Column("tried_at", DateTime(timezone=True), nullable=False),
)

# Every change of how far deliverables go by themselves, with the evidence on which it rests.
autonomy_moves = Table(
    "autonomy_moves",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("client", String, nullable=False),
    Column("type", String, nullable=False),
    Column("number", Integer, nullable=False),  # 1, 2, ... of this client and type
    Column("action", String, nullable=False),  # promoted | revoked | reset
    Column("before", String, nullable=False),
    Column("level", String, nullable=False),  # approve | delayed | auto
    Column("made_by", JSON, nullable=False),
    Column("reason", Text, nullable=False),
    Column("evidence", JSON, nullable=False),
    Column("after", Integer, nullable=False),  # the id of the last outcome that counted
    Column("week", String, nullable=False),  # of the newest text that was looked at, and its version
    Column("version", Integer, nullable=False),
    Column("moved_at", DateTime(timezone=True), nullable=False),
    UniqueConstraint("client", "type", "number"),
)

# What people changed of a deliverable: laid over every draft of it that comes, until it is undone.
edits = Table(
    "edits",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("client", String, nullable=False),
    Column("week", String, nullable=False),
    Column("type", String, nullable=False),
    # 1, 2, ... of this deliverable, so that who edits what another has edited meanwhile is told
    Column("number", Integer, nullable=False),
    Column("version", Integer, nullable=False),  # that the editor had before them
    Column("action", String, nullable=False),  # strike | reword | take_in | write | move | vouch | cite | shape | undo
    Column("target", JSON),  # the claim or offer that it is about, as it stood; null: a sentence of the editor's own
    # {"text", "section", "before", "reason", "vouched", "undoes", "source"} as the action takes them; "seconds": that
    # the editor had the text before them, where somebody measured
    Column("words", JSON),
    Column("editor", String, nullable=False),
    Column("edited_at", DateTime(timezone=True), nullable=False),
    UniqueConstraint("client", "week", "type", "number"),
)

# What is to be sent: one row for a text and a destination, however often it is asked for.
outbox = Table(
    "outbox",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("version_id", ForeignKey("deliverable_versions.id"), nullable=False, index=True),
    Column("destination", String, nullable=False),
    Column("idempotency_key", String, nullable=False, unique=True),
    Column("queued_at", DateTime(timezone=True), nullable=False),
    # The home that sends it, and since when: another one may once that has taken too long. Null: nobody has begun.
    Column("home_id", String),
    Column("claimed_at", DateTime(timezone=True)),
)

# The approved versions of whose text there is no receipt yet: where to look, so that nobody need look at all that was
# ever approved. Whether one is to be sent is read off the rows above and below all the same.
unsent_approvals = Table(
    "unsent_approvals",
    metadata,
    Column("version_id", ForeignKey("deliverable_versions.id"), primary_key=True),
)

# Proof that it was sent, once.
receipts = Table(
    "receipts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("outbox_id", ForeignKey("outbox.id"), nullable=False, unique=True),
    Column("locations", JSON, nullable=False),
    Column("content_hash", String, nullable=False),
    Column("published_at", DateTime(timezone=True), nullable=False),
    Column("home_id", String),  # of the home that sent it; null where an earlier yarnnn did
)

# Whose ledger this is: one row, written by the first home that uses it.
agency = Table(
    "agency",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("agency_id", String, nullable=False),  # made by chance; a home keeps it too, so that a name may change
    Column("name", String, nullable=False),
    # Made by chance, and kept by each home too: so a home knows the ledger that it was last used with. Null until an
    # agency uses again what an earlier yarnnn made.
    Column("ledger_id", String),
)

# The homes that use this ledger, each with the host and folder where it was last.
homes = Table(
    "homes",
    metadata,
    Column("home_id", String, primary_key=True),
    Column("place", String, nullable=False),
)

# Each client of yarnnn.yaml, by its id, and by what it is known again under another: its names, domains and places.
clients = Table(
    "clients",
    metadata,
    Column("client", String, primary_key=True),
    Column("signs", JSON, nullable=False),  # ["domain acme.example", "Slack channel client-acme", ...]
    Column("now_called", String),  # the id under which all that was this client's is kept since; null: still this one
)

# What each landing said of itself, for `yarnnn status` and for whoever must not open the warehouse.
landings = Table(
    "landings",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("platform", String, nullable=False, index=True),
    Column("report", JSON, nullable=False),
    Column("landed_at", DateTime(timezone=True), nullable=False),
)

# What was read of each week: one row for a client and week, replaced when its context is built again.
week_coverage = Table(
    "week_coverage",
    metadata,
    Column("client", String, primary_key=True),
    Column("week", String, primary_key=True),
    Column("quiet", Integer, nullable=False),
    Column("coverage", JSON, nullable=False),
    Column("built_at", DateTime(timezone=True), nullable=False),
)

# What models were asked: one row for a client's week that one was asked for, never changed. Counts, no words.
model_use = Table(
    "model_use",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("role", String, nullable=False),  # the setting that names the model: writer
    Column("model", String, nullable=False),
    Column("client", String, nullable=False),
    Column("week", String, nullable=False),
    Column("type", String, nullable=False),
    Column("requests", Integer, nullable=False),
    Column("input_tokens", Integer, nullable=False),
    Column("output_tokens", Integer, nullable=False),
    Column("seconds", Float, nullable=False),  # that were waited for answers
    Column("cost", Float),  # null: yarnnn.yaml has no prices
    Column("currency", String),
    Column("asked_at", DateTime(timezone=True), nullable=False, index=True),
)

# What is no longer concluded of a person: a keyed hash of who it is, and no words.
removed_conclusions = Table(
    "removed_conclusions",
    metadata,
    Column("client", String, primary_key=True),  # '': of what is concluded for no client
    Column("person", String, primary_key=True),  # keyed hash, as `forgotten` has them
    Column("conclusion", String, primary_key=True),  # its name, such as `greeting`
    Column("removed_at", DateTime(timezone=True), nullable=False),
)

# What must not come back: keyed hashes and no words (`yarnnn_pipelines.forgetting.marks.Marks`), and the receipt.
forgotten = Table(
    "forgotten",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", String, nullable=False),  # person | message | client
    Column("request", String, nullable=False, index=True),  # keyed hash of what was asked for
    Column("marks", JSON, nullable=False),
    Column("receipt", JSON, nullable=False),
    Column("begun_at", DateTime(timezone=True), nullable=False),
    Column("finished_at", DateTime(timezone=True)),  # null: it was stopped midway, and is to be run again
)

# In which homes each of those requests was carried out: the others still have to.
forgotten_in = Table(
    "forgotten_in",
    metadata,
    Column("entry_id", ForeignKey("forgotten.id"), primary_key=True),
    Column("home_id", String, primary_key=True),
)

# The key of those hashes: one row, made with the first of them.
forgotten_key = Table(
    "forgotten_key",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", String, nullable=False),
)
