"""What a mail as a whole gives the gate to judge by, beside its words: what is known of its sender, and its subject.

How a mail is read is `sources.gmail`'s matter, and who its author is the context's; what is quoted of it, `gate`'s.
"""

from __future__ import annotations

from yarnnn_pipelines.deliverables.week.client_week import Event
from yarnnn_pipelines.english.subjects import without_marks

# What the mailbox's server found of a sender, or a mail says of itself: a person must look whose words it has.
UNPROVEN = {
    "failed": "the mail does not come from its sender's domain, says the receiving server (dmarc=fail)",
    "missing": "the mail has no proof of its sender, which other mails from that domain have",
    "sent_by_another": "its headers name somebody else who sent it in its author's name",
    "forwarded": "its subject says that it passes on another mail, and nothing in it says where that begins",
    "answers_elsewhere": "answers to it go to another domain, under its sender's name or one that looks like theirs",
    "proof_unreadable": "the receiving server could not tell whether it is from its sender's domain (dmarc=permerror)",
    "role_mailbox": "it comes from a mailbox that a program may write from as well as people",
    "sent_by_program": "its headers are those of a program that sends mail for many",
    "by_rule": "a rule of a mailbox sent it on",
    "tool_subject": "its subject is one that tools write",
    "answers_unwanted": "a header of it asks that no program answers, as programs write it above their own answers",
    "automatic_words": "it reads like an answer that a program sends while somebody is away, or to every mail",
    "repeats": "it says word for word what somebody else wrote before, and nothing else",
}

# Of these, that a program may have written it: what it says can be true, and the sender is who they say.
MAY_BE_A_PROGRAMS = frozenset(
    {"role_mailbox", "sent_by_program", "by_rule", "tool_subject", "answers_unwanted", "automatic_words"}
)


def subject_of(event: Event) -> str:
    """A mail's subject without "Re:" and its like, which begin no sentence; '' of anything else."""
    return without_marks(event.title or "") if event.kind == "mail" else ""
