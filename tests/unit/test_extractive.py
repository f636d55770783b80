"""The writer without a model tells few things and offers the others."""

from __future__ import annotations

from tests.unit.weekly import at, client_week, message, write
from yarnnn_pipelines.config.deliverable_types import deliverable_type

TYPE = deliverable_type("client_update")


def test_what_has_no_room_in_its_section_is_offered_and_what_is_told_is_not() -> None:
    things = ("banner", "poster", "shop", "brochure", "menu", "flyer", "video", "logo", "ticket", "form")
    said = (message("Mia Duarte", at(9, 9 + n), f"The {thing} page is finished.") for n, thing in enumerate(things))
    draft = write(client_week(*said), TYPE)
    told = [claim.evidence[0].quote for section in draft.sections for claim in section.claims if not claim.parts]
    offered = [offer.text for offer in draft.offers]
    assert told
    assert offered
    assert not set(told) & set(offered)
    assert len(told) + len(offered) == len(things)
