"""Which of a mailbox's labels are read, and what their names mean.

Asking for the labels, and what follows for a mail that has one, is `live`'s work.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from yarnnn_pipelines.sources.gmail.history import HIDDEN
from yarnnn_pipelines.sources.gmail.label_names import meaning_of

EVERYTHING = ""  # in place of a label's id: all mail, whatever its labels

_ALL_MAIL = frozenset(["all mail", "[gmail]/all mail"])
_NO_LABEL = "write the label as it stands in Gmail, with the names of those above it: Clients/Acme"
_NEVER_READ = "take it out of `labels`: drafts, spam, trash and chats are never read"


@dataclass(frozen=True)
class Labels:
    """names: {id: name} of all the mailbox's labels; configured: names or ids, as the user wrote them."""

    names: Mapping[str, str]
    configured: Sequence[str]

    @cached_property
    def wanted(self) -> list[str]:
        """The ids of those that are read."""
        ids = (self._id_of(written) for written in self.configured)
        return list(dict.fromkeys(label for label in ids if label is not None and label not in HIDDEN))

    @cached_property
    def unreadable(self) -> dict[str, tuple[str, str]]:
        """{label as it was written: (problem, mend)}."""
        problems = {}
        for written in self.configured:
            label = self._id_of(written)
            if label is None:
                problems[written] = ("label_not_found", _NO_LABEL)
            elif label in HIDDEN:
                problems[written] = ("label_never_read", _NEVER_READ)
        return problems

    @cached_property
    def meaningful(self) -> set[str]:
        """Labels of the user's own whose names mean drafts, spam or trash, as other mail programs make them."""
        return {label for label, name in self.names.items() if label not in HIDDEN and meaning_of(name)}

    def want(self, labels: Collection[str]) -> bool:
        """Whether one of these ids is wanted."""
        return EVERYTHING in self.wanted or any(label in labels for label in self.wanted)

    def _id_of(self, written: str) -> str | None:
        if written in self.names:
            return written
        name = written.strip().casefold()
        named = (label for label, its_name in self.names.items() if name in (its_name.casefold(), label.casefold()))
        return next(named, EVERYTHING if name in _ALL_MAIL else None)
