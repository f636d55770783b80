"""Looking for the source of a sentence that a person wrote: in the whole texts of the items that the version read.

What is looked for by words alone is read off the warehouse, for a moment; everything else a page shows is the ledger's.
"""

from __future__ import annotations

from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.project import Project
from yarnnn_pipelines.stages.cited import Cited, items_to_name
from yarnnn_pipelines.stores.ledger.rows import Version
from yarnnn_pipelines.supervision.items_like import MOST, items_like

WAIT_SECONDS = 0.5  # for the warehouse: a page is not held back for long, and can do without


def found_items(project: Project, version: Version, text: str, find: str) -> tuple[list[Cited], UserError | None]:
    """The items with the words to find in their whole texts; without any, those whose first words are like a sentence.

    And why only the first words of each were searched, where the warehouse can't be read.
    """
    trouble: UserError | None = None
    if find.strip():
        try:
            return items_to_name(project, version, find, WAIT_SECONDS)[:MOST], None
        except UserError as error:
            trouble = error
    return [Cited(row, row["words"]) for row in items_like(version.document, find or text)], trouble
