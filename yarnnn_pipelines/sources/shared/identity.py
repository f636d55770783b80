"""Who somebody is, as far as one platform tells. Joining what several tell is the matter of forgetting and context."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Identity:
    """What a platform tells of who somebody is: an address (lower case), an account (an `author_id`), names.

    is_bot: nobody at all. Where there is a name and no address, it is whoever alone bears that name, see
    `has_name_only`.
    """

    address: str | None
    account: str | None
    names: tuple[str, ...] = ()
    is_bot: bool = False
    has_name_only: bool = False
