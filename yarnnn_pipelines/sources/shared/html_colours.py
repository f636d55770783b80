"""Colours as mail writes them, and whether letters of one can be told from another.

`tinycss2` reads them; what it can't turn into red, green and blue (`oklch`, `color-mix`) is None here, a colour that is
not known. Which colour an element has is `html_visibility`'s matter.
"""

from __future__ import annotations

import re
from functools import lru_cache

import tinycss2.color5

Colour = tuple[float, float, float]  # red, green, blue from 0 to 255

WHITE: Colour = (255.0, 255.0, 255.0)
BLACK: Colour = (0.0, 0.0, 0.0)
LINK_BLUE: Colour = (0.0, 0.0, 238.0)
# https://www.w3.org/TR/css-color-4/#css-system-colors, in a light theme
_SYSTEM = {
    **dict.fromkeys(["canvas", "window", "field", "background", "infobackground", "highlighttext"], "#ffffff"),
    **dict.fromkeys(["canvastext", "windowtext", "fieldtext", "buttontext", "menutext", "infotext", "text"], "#000000"),
    **dict.fromkeys(["buttonface", "threedface", "buttonhighlight", "menu", "activeborder"], "#f0f0f0"),
    **dict.fromkeys(["linktext", "-webkit-link"], "#0000ee"),
    "graytext": "#808080",
}
_HEX_DIGITS = re.compile(r"[0-9a-fA-F]{6}")


def colour_of_attribute(value: str) -> Colour | None:
    """The colour of an attribute such as `bgcolor`, which may leave the # out; None where it is not known."""
    value = value.strip()
    colour = colour_and_alpha("#" + value if _HEX_DIGITS.fullmatch(value) else value)
    return colour[0] if colour and colour[1] > 0 else None


@lru_cache(maxsize=4096)
def colour_and_alpha(value: str) -> tuple[Colour, float] | None:
    """A colour of a style, and how much it covers, 0 to 1; None where it is none or not known."""
    value = value.strip().lower()
    colour = tinycss2.color5.parse_color(_SYSTEM.get(value, value))
    if colour is None or isinstance(colour, str):
        return None
    try:
        red, green, blue = (255.0 * float(part or 0) for part in colour.to("srgb").coordinates)
    except NotImplementedError:
        return None
    return (red, green, blue), float(colour.alpha)


def mixed(above: Colour, below: Colour | None, alpha: float) -> Colour:
    """What is seen where a colour of this alpha covers another."""
    below = below or WHITE
    red, green, blue = (alpha * top + (1 - alpha) * bottom for top, bottom in zip(above, below, strict=True))
    return red, green, blue


@lru_cache(maxsize=4096)
def contrast(letters: Colour, ground: Colour) -> float:
    """https://www.w3.org/TR/WCAG21/#dfn-contrast-ratio: 1 (the same colour) to 21."""
    brighter, darker = sorted((_luminance(letters), _luminance(ground)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


def _luminance(colour: Colour) -> float:
    linear = [
        (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4)
        for part in (max(0.0, min(channel, 255.0)) / 255 for channel in colour)
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
