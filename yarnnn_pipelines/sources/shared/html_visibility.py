"""Whether a reader sees an element's words: what its style, its classes' rules and its attributes say together.

A small part of CSS, enough for what hides words in mail: display, visibility, opacity, sizes, clipping, places off the
screen, and a text colour that is that of what lies below it. Selectors count as far as they are a tag, a class, an id
or a join of these; rules for single media don't, but `@media screen` and `all`. Lines of text are `html`'s work.
Sources: CSS 2.2, CSS Color 4; https://developer.mozilla.org/docs/Web/CSS.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

Colour = tuple[float, float, float]  # red, green, blue from 0 to 255

_MAX_RULES, _MAX_RULES_OF_MARK = 2_000, 200  # of one mail's style sheets; newsletters have some hundred
_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_BRACE = re.compile(r"[{}]")
_SELECTOR = re.compile(r"^(?P<tag>[\w-]+|\*)?(?P<marks>(?:[.#][\w-]+)*)$")
_NUMBER = re.compile(r"^([+-]?(?:\d+\.?\d*|\.\d+))\s*(px|pt|em|rem|ex|ch|%|vw|vh|in|cm|mm)?$")
_HEX = re.compile(r"^#(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})$")
_FUNCTION = re.compile(r"^(rgba?|hsla?)\(([^)]*)\)$")
_OFF_SCREEN = 400.0  # px to the left or above; indentations and overlaps are less
_INVISIBLE_SIZE, _INVISIBLE_LETTERS = 1.5, 2.0  # px, of a box and of its letters
_FAINTEST = 0.1  # opacity
_LEAST_CONTRAST = 1.25  # of WCAG's ratio, 1 (the same colour) to 21; disabled grey on white has 1.6
_PX = {
    "": 1.0,
    "px": 1.0,
    "pt": 4 / 3,
    "em": 16.0,
    "rem": 16.0,
    "ex": 8.0,
    "ch": 8.0,
    "in": 96.0,
    "cm": 37.8,
    "mm": 3.78,
}

WHITE: Colour = (255.0, 255.0, 255.0)
BLACK: Colour = (0.0, 0.0, 0.0)
_LINK_BLUE: Colour = (0.0, 0.0, 238.0)
_NAMED = {
    "white": "#ffffff", "snow": "#fffafa", "ivory": "#fffff0", "ghostwhite": "#f8f8ff", "floralwhite": "#fffaf0",
    "whitesmoke": "#f5f5f5", "mintcream": "#f5fffa", "azure": "#f0ffff", "aliceblue": "#f0f8ff", "seashell": "#fff5ee",
    "honeydew": "#f0fff0", "oldlace": "#fdf5e6", "linen": "#faf0e6", "lavenderblush": "#fff0f5", "beige": "#f5f5dc",
    "cornsilk": "#fff8dc", "lightyellow": "#ffffe0", "lightcyan": "#e0ffff", "lavender": "#e6e6fa",
    "gainsboro": "#dcdcdc", "lightgray": "#d3d3d3", "lightgrey": "#d3d3d3", "silver": "#c0c0c0", "gray": "#808080",
    "grey": "#808080", "darkgray": "#a9a9a9", "darkgrey": "#a9a9a9", "dimgray": "#696969", "black": "#000000",
    "red": "#ff0000", "green": "#008000", "blue": "#0000ff", "yellow": "#ffff00", "navy": "#000080", "teal": "#008080",
    "maroon": "#800000", "olive": "#808000", "purple": "#800080", "lime": "#00ff00", "aqua": "#00ffff",
    "cyan": "#00ffff", "fuchsia": "#ff00ff", "magenta": "#ff00ff", "orange": "#ffa500", "pink": "#ffc0cb",
    "brown": "#a52a2a", "gold": "#ffd700", "darkblue": "#00008b", "darkgreen": "#006400", "darkred": "#8b0000",
    "windowtext": "#000000", "window": "#ffffff",
}  # fmt: skip


@dataclass(frozen=True)
class Look:
    """How an element looks, as far as it decides whether its words are seen.

    colour: of the words, None where it is not known; background: of what lies below them, None where a picture or a
    colour that is not known does. removed: neither it nor anything within it is seen.
    """

    colour: Colour | None = BLACK
    background: Colour | None = WHITE
    size: float = 16.0  # px
    is_visible: bool = True  # `visibility`, which a child may take back
    is_struck: bool = False
    is_clear: bool = False  # words of no colour at all
    removed: bool = False

    @property
    def shows_words(self) -> bool:
        if self.removed or not self.is_visible or self.is_struck or self.is_clear or self.size <= _INVISIBLE_LETTERS:
            return False
        return (
            self.colour is None or self.background is None or _contrast(self.colour, self.background) >= _LEAST_CONTRAST
        )


class Rules:
    """The rules of a mail's style sheets: {tag, .class or #id: [(the whole selector, its declarations)]}."""

    def __init__(self) -> None:
        self._by_mark: dict[str, list[tuple[str, frozenset[str], dict[str, str]]]] = {}
        self._count = 0

    def add(self, sheet: str) -> None:
        """The rules of a <style> element's text."""
        for selectors, body in _blocks(_COMMENT.sub(" ", sheet.replace("<!--", " ").replace("-->", " "))):
            declared = declarations(body)
            if not declared or self._count >= _MAX_RULES:
                continue
            for selector in selectors.lower().split(","):
                # of `td .hidden` the last part is the element's; what it stands in is taken for granted
                parts = re.split(r"[\s>+~]+", selector.strip())
                match = _SELECTOR.match(parts[-1])
                if match and (match["tag"] or match["marks"]):
                    tag = match["tag"] if match["tag"] not in (None, "*") else ""
                    marks = frozenset(re.findall(r"[.#][\w-]+", match["marks"]))
                    key = min(marks) if marks else tag or "*"
                    same_mark = self._by_mark.setdefault(key, [])
                    if len(same_mark) < _MAX_RULES_OF_MARK:
                        same_mark.append((tag, marks, declared))
                        self._count += 1

    def __bool__(self) -> bool:
        return bool(self._by_mark)

    def of(self, tag: str, attributes: Mapping[str, str]) -> dict[str, str]:
        """What the rules declare of an element."""
        own = {f".{name}" for name in attributes.get("class", "").lower().split()}
        if attributes.get("id"):
            own.add("#" + attributes["id"].lower())
        matching: list[tuple[int, dict[str, str]]] = []
        for key in ("*", tag, *own):
            for wanted_tag, marks, declared in self._by_mark.get(key, ()):
                if wanted_tag in ("", tag) and marks <= own:
                    weight = sum(100 if mark[0] == "#" else 10 for mark in marks) + bool(wanted_tag)
                    matching.append((weight, declared))
        found: dict[str, str] = {}
        for _, declared in sorted(matching, key=lambda one: one[0]):
            found = _over(found, declared)
        return found


def _blocks(sheet: str) -> Iterator[tuple[str, str]]:
    """(selectors, declarations) of a style sheet; of `@media` only what holds for every screen."""
    position = 0
    while (opening := sheet.find("{", position)) >= 0:
        prelude = sheet[position:opening].rpartition(";")[2].lstrip("} \t\r\n").rstrip()
        if prelude.startswith("@"):
            if re.match(r"@media\s+(?:only\s+)?(?:all|screen)\s*$", prelude, re.IGNORECASE):
                position = opening + 1
            else:
                position = _end_of_block(sheet, opening)
            continue
        closing = sheet.find("}", opening)
        closing = len(sheet) if closing < 0 else closing
        yield prelude, sheet[opening + 1 : closing]
        position = closing + 1


def _end_of_block(sheet: str, opening: int) -> int:
    depth = 0
    for match in _BRACE.finditer(sheet, opening):
        depth += 1 if match[0] == "{" else -1
        if depth == 0:
            return match.end()
    return len(sheet)


@lru_cache(maxsize=4096)
def declarations(style: str) -> dict[str, str]:
    """{property: value} of a style attribute or a rule's body, in lower case; `!important` stays with the value."""
    found: dict[str, str] = {}
    for declaration in style.lower().split(";"):
        name, colon, value = declaration.partition(":")
        if colon and value.strip():
            found = _over(found, {name.strip(): " ".join(value.split())})
    return found


def _over(below: Mapping[str, str], above: Mapping[str, str]) -> dict[str, str]:
    kept = {
        name: value for name, value in above.items() if "!important" in value or "!important" not in below.get(name, "")
    }
    return {**below, **kept}


def look(parent: Look, tag: str, attributes: Mapping[str, str], rules: Rules) -> Look:
    """How an element within `parent` looks."""
    style = declarations(attributes.get("style", ""))
    if rules:
        style = _over(rules.of(tag, attributes), style)
    own = _from_attributes(parent, tag, attributes)
    if not style:
        return own
    style = {name: value.replace("!important", "").strip() for name, value in style.items()}
    if own.removed or _is_removed(style):
        return replace(own, removed=True)
    background = _background(style, own.background)
    colour, is_clear = _text_colour(style, own)
    return replace(
        own,
        colour=colour,
        background=background,
        size=_size(style, parent.size, own.size),
        is_visible=_visible(style, own.is_visible),
        is_struck=own.is_struck
        or "line-through" in style.get("text-decoration", "") + style.get("text-decoration-line", ""),
        is_clear=is_clear,
    )


def _from_attributes(parent: Look, tag: str, attributes: Mapping[str, str]) -> Look:
    if "hidden" in attributes and attributes["hidden"].lower() != "until-found":
        return replace(parent, removed=True)
    colour, background = parent.colour, parent.background
    if tag == "a" and "href" in attributes:
        colour = _LINK_BLUE
    if "color" in attributes and tag in ("font", "basefont"):
        colour = colour_of(attributes["color"]) or parent.colour
    if "text" in attributes and tag == "body":
        colour = colour_of(attributes["text"]) or parent.colour
    if attributes.get("bgcolor"):
        background = colour_of(attributes["bgcolor"])
    if attributes.get("background"):
        background = None
    if colour == parent.colour and background == parent.background:
        return parent
    return replace(parent, colour=colour, background=background)


def _is_removed(style: Mapping[str, str]) -> bool:
    if style.get("display") == "none" or style.get("mso-hide") == "all" or style.get("content-visibility") == "hidden":
        return True
    opacity = style.get("opacity")
    if opacity is not None and (_px(opacity, 1.0) if "%" not in opacity else _px(opacity, 1.0) / 100) <= _FAINTEST:
        return True
    if re.search(r"opacity\(\s*(?:0*\.?0*|0%)\s*\)", style.get("filter", "")) or style.get("zoom") in ("0", "0%"):
        return True
    return _has_no_room(style) or _is_off_screen(style) or _is_clipped(style)


def _has_no_room(style: Mapping[str, str]) -> bool:
    hides = any(
        word in style.get(name, "") for name in ("overflow", "overflow-y", "overflow-x") for word in ("hid", "clip")
    )
    height = _length(style.get("max-height"))
    if height is not None and height <= (_INVISIBLE_SIZE if hides else 0):
        return True
    # `max-width: 0` with an ellipsis is a way to cut long words in tables
    names = ("height", "width") if "text-overflow" in style else ("height", "width", "max-width")
    sizes = [_length(style.get(name)) for name in names]
    return hides and any(value is not None and value <= _INVISIBLE_SIZE for value in sizes)


def _is_off_screen(style: Mapping[str, str]) -> bool:
    indent, shifts = _length(style.get("text-indent")), []
    if style.get("position") in ("absolute", "fixed", "relative", "sticky"):
        shifts += [_length(style.get(name)) for name in ("left", "top", "right", "bottom")]
    shifts += [_length(style.get(name)) for name in ("margin-left", "margin-top")]
    shifts += [_length(part) for part in style.get("margin", "").split()[:4]]
    transform = style.get("transform", "")
    shifts += [
        _length(part.strip())
        for part in re.findall(r"translate[xy3d]*\(([^)]*)", transform)
        for part in part.split(",")
    ]
    if re.search(r"scale[xy3d]*\(\s*0*\.?0*\s*[,)]", transform):
        return True
    if indent is not None and abs(indent) >= _OFF_SCREEN:
        return True
    return any(shift is not None and shift <= -_OFF_SCREEN for shift in shifts)


def _is_clipped(style: Mapping[str, str]) -> bool:
    if match := re.match(r"rect\(([^)]*)\)", style.get("clip", "")):
        edges = [_length(edge) for edge in re.split(r"[\s,]+", match[1].strip())]
        if len(edges) == 4 and all(edge is not None for edge in edges):
            top, right, bottom, left = (edge or 0.0 for edge in edges)
            return bottom - top <= 1 or right - left <= 1
    path = style.get("clip-path", "") or style.get("-webkit-clip-path", "")
    if match := re.match(r"inset\(\s*([\d.]+)%", path):
        return float(match[1]) >= 50
    return bool(re.match(r"(?:circle|ellipse)\(\s*0", path))


def _visible(style: Mapping[str, str], otherwise: bool) -> bool:
    value = style.get("visibility")
    return otherwise if value in (None, "inherit") else value not in ("hidden", "collapse")


def _size(style: Mapping[str, str], parent: float, otherwise: float) -> float:
    value = style.get("font-size")
    if value is None:
        match = re.search(r"(?<!\S)([\d.]+(?:px|pt|em|rem|%)?)(?:/\S+)?\s+\S", style.get("font", ""))
        value = match[1] if match else None
    match = _NUMBER.match(value or "")
    if not match:
        return otherwise if value in (None, "inherit") else 16.0
    number, unit = float(match[1]), match[2] or "px"
    if unit in ("em", "%"):
        return parent * (number if unit == "em" else number / 100)
    return number * _PX.get(unit, 16.0)


def _background(style: Mapping[str, str], below: Colour | None) -> Colour | None:
    painted = below
    for name in ("background", "background-color", "background-image"):
        value = style.get(name, "")
        if not value:
            continue
        if "url(" in value or "gradient(" in value:
            return None
        words = re.findall(r"[a-z-]+\([^)]*\)|[^\s]+", value)
        colours = [colour_and_alpha(word) for word in words]
        if known := [colour for colour in colours if colour]:
            colour, alpha = known[0]
            painted = _mixed(colour, painted, alpha) if painted is not None or alpha >= 1 else None
        elif name != "background-image" and value not in ("none", "transparent", "inherit", "initial", "unset"):
            # a colour that is not known, or only where a picture would stand
            painted = None if len(words) == 1 else painted
    return painted


def _text_colour(style: Mapping[str, str], own: Look) -> tuple[Colour | None, bool]:
    value = style.get("-webkit-text-fill-color") or style.get("color")
    if value is None or value in ("inherit", "currentcolor"):
        return own.colour, own.is_clear
    if value == "transparent":
        return own.colour, True
    colour = colour_and_alpha(value)
    if colour is None:
        return (BLACK if value in ("initial", "unset", "revert") else None), False
    return colour[0], colour[1] <= _FAINTEST


def _length(value: str | None) -> float | None:
    """Pixels; None where the value is none. Of percentages and parts of the window only 0 and what is far off count."""
    match = _NUMBER.match((value or "").strip())
    if not match:
        return None
    number, unit = float(match[1]), match[2] or ""
    if unit in ("%", "vw", "vh"):
        return number * 4 if number <= 0 else max(number, 16.0)
    return number * _PX[unit]


def _px(value: str, otherwise: float) -> float:
    match = _NUMBER.match(value.strip())
    return float(match[1]) if match else otherwise


def colour_of(value: str) -> Colour | None:
    """A colour as attributes and styles write it; None where it is not known or lets everything through."""
    colour = colour_and_alpha(value)
    if colour is None and re.fullmatch(r"[0-9a-fA-F]{6}", value.strip()):
        colour = colour_and_alpha("#" + value.strip())  # attributes may leave the # out
    return colour[0] if colour and colour[1] > 0 else None


@lru_cache(maxsize=4096)
def colour_and_alpha(value: str) -> tuple[Colour, float] | None:
    value = value.strip().lower()
    value = _NAMED.get(value, value)
    if _HEX.match(value):
        digits = value[1:] if len(value) > 5 else "".join(2 * digit for digit in value[1:])
        channels = [int(digits[start : start + 2], 16) for start in range(0, len(digits), 2)]
        return (float(channels[0]), float(channels[1]), float(channels[2])), channels[3] / 255 if channels[3:] else 1.0
    match = _FUNCTION.match(value)
    if not match:
        return None
    parts = [part for part in re.split(r"[\s,/]+", match[2].strip()) if part]
    numbers = [_NUMBER.match(part.removesuffix("deg")) for part in parts]
    if len(parts) not in (3, 4) or not all(numbers):
        return None
    values = [(float(number[1]), number[2]) for number in numbers if number]
    alpha = (values[3][0] / 100 if values[3][1] == "%" else values[3][0]) if len(values) == 4 else 1.0
    if match[1].startswith("hsl"):
        return _from_hsl(values[0][0], values[1][0] / 100, values[2][0] / 100), alpha
    red, green, blue = (number * 2.55 if unit == "%" else number for number, unit in values[:3])
    return (red, green, blue), alpha


def _from_hsl(hue: float, saturation: float, lightness: float) -> Colour:
    span = saturation * min(lightness, 1 - lightness)

    def channel(offset: float) -> float:
        place = (offset + hue / 30) % 12
        return 255 * (lightness - span * max(-1.0, min(place - 3, 9 - place, 1.0)))

    return channel(0), channel(8), channel(4)


def _mixed(above: Colour, below: Colour | None, alpha: float) -> Colour:
    below = below or WHITE
    red, green, blue = (alpha * top + (1 - alpha) * bottom for top, bottom in zip(above, below, strict=True))
    return red, green, blue


@lru_cache(maxsize=4096)
def _contrast(one: Colour, other: Colour) -> float:
    """https://www.w3.org/TR/WCAG21/#dfn-contrast-ratio."""
    brighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


def _luminance(colour: Colour) -> float:
    linear = [
        (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4)
        for part in (max(0.0, min(channel, 255.0)) / 255 for channel in colour)
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
