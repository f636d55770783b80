"""Whether a reader sees an element's words: what its style, its sheets' rules and its attributes say together.

What hides words in mail: display, visibility, opacity, sizes, clipping, masks, places off the screen, letters over each
other, and a text colour that is that of what lies below it. Words whose visibility can't be told don't count as seen.
Which declarations hold is `html_style_rules`' matter, what a colour is `html_colours`'; lines of text are `html`'s.
Sources: CSS 2.2, CSS Color 4; https://developer.mozilla.org/docs/Web/CSS.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from yarnnn_pipelines.sources.shared.html_colours import (
    BLACK,
    LINK_BLUE,
    WHITE,
    Colour,
    colour_and_alpha,
    colour_of_attribute,
    contrast,
    mixed,
)
from yarnnn_pipelines.sources.shared.html_quotes import has_line_beside
from yarnnn_pipelines.sources.shared.html_style_rules import Declarations, Place, Rules, declarations, over

_NUMBER = re.compile(r"^([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)\s*([a-z]+|%)?$")
_OFF_SCREEN = 400.0  # px to the left or above; indentations and overlaps are less
_FAR_OFF_SCREEN = 1_500.0  # px to the right or below; mail is some 600 wide
_INVISIBLE_SIZE, _INVISIBLE_LETTERS = 1.5, 2.0  # px, of a box and of its letters
_LEAST_CALCULATED = 8.0  # px: where each part of a calculated size has as many, so has the size
_FAINTEST = 0.1  # opacity
_LEAST_CONTRAST = 1.25  # of WCAG's ratio; disabled grey on white has 1.6
_LEAST_SCALE = 0.15
_HEAPING_SPACE = -4.0  # px between letters
_UNSET = ("inherit", "initial", "unset", "revert", "revert-layer")
_WINDOW = {"%", "vw", "vh", "vmin", "vmax", "svw", "svh", "lvw", "lvh", "dvw", "dvh", "vi", "vb"}
_PX = {
    "": 1.0,
    "px": 1.0,
    "pt": 4 / 3,
    "pc": 16.0,
    "em": 16.0,
    "rem": 16.0,
    "ex": 8.0,
    "ch": 8.0,
    "in": 96.0,
    "cm": 37.8,
    "mm": 3.78,
    "q": 0.945,
}
_SIZE_NAMES = frozenset(
    ["xx-small", "x-small", "small", "medium", "large", "x-large", "xx-large", "xxx-large", "smaller", "larger"]
)
_SLANT = re.compile(r"\s*[+-]?[0-5]?\d(?:\.\d+)?deg\s*")  # letters that lean further are not read
_STEPS_OF_VARIABLES = 10  # a variable may be said by others
_VARIABLE = re.compile(r"var\(\s*(--[^\s,()]+)\s*(?:,((?:[^()]|\([^()]*\))*))?\)")
# Elements whose words are only there for programs, or seen only after a click.
_NOT_SHOWN = frozenset(
    [
        "dialog", "select", "optgroup", "option", "datalist", "textarea", "iframe", "video", "audio", "canvas",
        "noframes", "noembed", "rp", "rt", "rtc", "applet", "map", "frameset", "meter", "progress", "details",
    ]
)  # fmt: skip


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
    is_clear: bool = False  # words of no colour, or of one that is not known
    is_heaped: bool = False  # letters or lines over each other, or written backwards
    opacity: float = 1.0
    removed: bool = False
    adds_words: bool = False  # the style has words of its own before, after or instead of these
    variables: Mapping[str, str] = field(default_factory=dict)  # --names, as styles call them
    link: Colour = LINK_BLUE
    has_line: bool = False  # at its left or right and nowhere else, as programs draw it beside a quote; not of children

    @property
    def shows_words(self) -> bool:
        if self.removed or not self.is_visible or self.is_struck or self.is_clear or self.is_heaped:
            return False
        if self.size <= _INVISIBLE_LETTERS or self.opacity <= _FAINTEST:
            return False
        return (
            self.colour is None or self.background is None or contrast(self.colour, self.background) >= _LEAST_CONTRAST
        )


def look(parent: Look, place: Place, rules: Rules) -> Look:
    """How an element within `parent` looks; where a rule may hold that hides its words, they are hidden."""
    own = _from_attributes(replace(parent, has_line=False) if parent.has_line else parent, place.tag, place.attributes)
    style = declarations(place.attributes.get("style", ""))
    if rules.is_measureless:
        return replace(own, removed=True)
    if not rules:
        return _styled(parent, own, style)
    certain, possible = rules.of(place)
    seen = _styled(parent, own, over(certain, style))
    for doubtful in possible if seen.shows_words else ():
        doubted = _styled(parent, own, over(doubtful, style))
        if not doubted.shows_words:
            return doubted
    return seen


def _styled(parent: Look, own: Look, style: Declarations) -> Look:
    if not style or own.removed:
        return own
    style = {name: value.removesuffix("!important").strip() for name, value in style.items()}
    variables = {**own.variables, **{name: value for name, value in style.items() if name.startswith("--")}}
    style = {name: _with_variables(value, variables) for name, value in style.items() if not name.startswith("--")}
    adds_words = _adds_words(style)
    if adds_words or _is_removed(style):
        return replace(own, removed=True, adds_words=adds_words)
    colour, is_clear = _text_colour(style, own)
    return replace(
        own,
        colour=colour,
        background=_background(style, own.background),
        size=_size(style, parent.size, own.size),
        is_visible=_visible(style, own.is_visible),
        is_struck=own.is_struck
        or "line-through" in style.get("text-decoration", "") + style.get("text-decoration-line", ""),
        is_clear=is_clear,
        is_heaped=_is_heaped(style, own.is_heaped),
        opacity=own.opacity * _share(style.get("opacity"), 1.0),
        variables=variables,
        has_line=has_line_beside(style),
    )


def _with_variables(value: str, variables: Mapping[str, str]) -> str:
    """The value with what its variables stand for; `unset` where one stands for nothing, as in a browser."""
    for _ in range(_STEPS_OF_VARIABLES):
        match = _VARIABLE.search(value)
        if not match or len(value) > 1_000:
            break
        stands_for = variables.get(match[1], match[2])
        if stands_for is None:
            return "unset"
        value = value[: match.start()] + stands_for.strip().lower() + value[match.end() :]
    return value


def _adds_words(style: Mapping[str, str]) -> bool:
    """Whether a style has words of its own. Signs and spaces, as before a list's items or in a clearfix, are none."""
    written = style.get("-added-words", "") + style.get("content", "")
    strings = "".join(
        re.findall(r"\"[^\"]*\"|'[^']*'", written + style.get("list-style", "") + style.get("list-style-type", ""))
    )
    return bool(re.search(r"\w", strings)) or "attr(" in written or "var(" in written


def _from_attributes(parent: Look, tag: str, attributes: Mapping[str, str]) -> Look:
    if "hidden" in attributes or "popover" in attributes or (tag in _NOT_SHOWN and "open" not in attributes):
        return replace(parent, removed=True)
    if tag == "bdo" and attributes.get("dir", "").lower() == "rtl":
        return replace(parent, is_heaped=True)
    if "link" in attributes and tag == "body":
        parent = replace(parent, link=colour_of_attribute(attributes["link"]) or LINK_BLUE)
    colour, background = parent.colour, parent.background
    if tag == "a" and "href" in attributes:
        colour = parent.link
    if "color" in attributes and tag in ("font", "basefont"):
        colour = colour_of_attribute(attributes["color"])
        if colour is None:
            return replace(parent, is_clear=True)
    if "text" in attributes and tag == "body":
        colour = colour_of_attribute(attributes["text"]) or parent.colour
    if attributes.get("bgcolor"):
        background = colour_of_attribute(attributes["bgcolor"])
    if attributes.get("background"):
        background = None
    if colour == parent.colour and background == parent.background:
        return parent
    return replace(parent, colour=colour, background=background)


def _is_removed(style: Mapping[str, str]) -> bool:
    if style.get("display") == "none" or style.get("mso-hide") == "all" or style.get("content-visibility") == "hidden":
        return True
    if "var(" in style.get("display", ""):
        return True
    if re.search(r"(?:opacity|blur|brightness|contrast|invert|url)\(", style.get("filter", "")):
        return True
    if style.get("offset-path", style.get("offset", "none")) not in ("none", *_UNSET):
        return True
    if style.get("mix-blend-mode", "normal") not in ("normal", *_UNSET) or _is_masked(style):
        return True
    if style.get("position", "static") != "static" and style.get("z-index", "").startswith("-"):
        return True
    return _has_no_room(style) or _is_off_screen(style) or _is_transformed_away(style) or _is_clipped(style)


def _is_masked(style: Mapping[str, str]) -> bool:
    names = ("mask", "mask-image", "-webkit-mask", "-webkit-mask-image")
    return any(style.get(name, "none") not in ("none", *_UNSET) for name in names)


def _is_heaped(style: Mapping[str, str], otherwise: bool) -> bool:
    if "rtl" in style.get("direction", "") and "override" in style.get("unicode-bidi", ""):
        return True
    spacing, height = style.get("letter-spacing"), style.get("line-height")
    font = re.search(r"/\s*([\d.]+(?:px|pt|em|rem|%)?)", style.get("font", ""))
    height = height or (font[1] if font else None)
    if spacing is not None and ("(" in spacing or (_length(spacing) or 0.0) <= _HEAPING_SPACE):
        return True
    if height is None and spacing is None:
        return otherwise
    lines = _NUMBER.match(height or "")
    return (
        bool(lines and float(lines[1]) * _PX.get(lines[2] or "em", 16.0) <= _INVISIBLE_LETTERS and lines[2] != "%")
        or height == "0%"
    )


def _has_no_room(style: Mapping[str, str]) -> bool:
    hides = any(
        re.search("hid|clip|scroll|auto|strict|paint|content", style.get(name, ""))
        for name in ("overflow", "overflow-y", "overflow-x", "overflow-block", "overflow-inline", "contain")
    )
    height = _length(style.get("max-height") or style.get("max-block-size"))
    if height is not None and height <= (_INVISIBLE_SIZE if hides else 0):
        return True
    # `max-width: 0` with an ellipsis is a way to cut long words in tables
    widths = () if "text-overflow" in style else ("max-width", "max-inline-size")
    sizes = [style.get(name, "") for name in ("height", "width", "block-size", "inline-size", *widths)]
    return hides and any(map(_is_no_size, sizes))


def _is_no_size(size: str) -> bool:
    """Of a calculation only a plain one of some size is taken to leave room."""
    if "(" in size:
        return bool(re.search(r"min\(|clamp\(", size)) or not re.search(r"\d\d", size)
    return (length := _length(size)) is not None and length <= _INVISIBLE_SIZE


def _is_off_screen(style: Mapping[str, str]) -> bool:
    shifts = style.get("margin", "").split()[:4]
    shifts += [style.get(name, "") for name in ("margin-left", "margin-top", "margin-right", "margin-bottom")]
    if style.get("position", "static") != "static":
        shifts += [style.get(name, "") for name in ("left", "top", "right", "bottom")]
        shifts += [part for name, value in style.items() if name.startswith("inset") for part in value.split()]
    indents = [style.get(name, "") for name in ("text-indent", "padding-left", "padding-top")]
    return any(_leads_away(shift) for shift in (*shifts, *indents, style.get("word-spacing", ""))) or any(
        abs(length) >= _OFF_SCREEN for indent in indents if (length := _length(indent)) is not None
    )


def _leads_away(shift: str) -> bool:
    if match := _NUMBER.match(shift.strip()):
        number, unit = float(match[1]), match[2] or ""
        if unit in _WINDOW:
            return abs(number) >= 100
        length = number * _PX.get(unit, 16.0)
        return length <= -_OFF_SCREEN or length >= _FAR_OFF_SCREEN
    return bool(re.search(r"\d{4}", shift))  # in a calculation


def _is_transformed_away(style: Mapping[str, str]) -> bool:
    """Anything but a small shift, a turn in the plane and an ordinary scale can't be told from a way to hide."""
    if any(_leads_away(part) for part in style.get("translate", "").split()):
        return True
    if any(_share(part, 1.0) < _LEAST_SCALE for name in ("scale", "zoom") for part in style.get(name, "").split()):
        return True
    if "deg" in style.get("rotate", "") and re.search(r"\b[xy]\b|\s", style["rotate"]):
        return True
    for name in ("transform", "-webkit-transform", "-ms-transform", "-moz-transform", "-o-transform"):
        for function, inner in re.findall(r"([\w-]+)\(((?:[^()]|\([^()]*\))*)\)", style.get(name, "")):
            parts = [part.strip() for part in inner.split(",")]
            if function.startswith("translate"):
                if any(part != "-100%" and part != "100%" and _leads_away(part) for part in parts):
                    return True
            elif function.startswith("scale"):
                if any(_share(part, 0.0) < _LEAST_SCALE for part in parts):
                    return True
            elif function == "skewx":
                if not _SLANT.fullmatch(inner):
                    return True
            elif function not in ("rotate", "rotatez") or "(" in inner:
                return True
    return False


def _is_clipped(style: Mapping[str, str]) -> bool:
    if match := re.match(r"rect\(([^)]*)\)", style.get("clip", "")):
        edges = [_length(edge) for edge in re.split(r"[\s,]+", match[1].strip())]
        if len(edges) == 4 and all(edge is not None for edge in edges):
            top, right, bottom, left = (edge or 0.0 for edge in edges)
            return bottom - top <= 1 or right - left <= 1
    path = style.get("clip-path", "") or style.get("-webkit-clip-path", "")
    return bool(path) and path not in ("none", *_UNSET) and not re.match(r"inset\(\s*0(?:px|%)?\s*\)", path)


def _visible(style: Mapping[str, str], otherwise: bool) -> bool:
    value = style.get("visibility")
    return otherwise if value in (None, "inherit") else value not in ("hidden", "collapse")


def _size(style: Mapping[str, str], parent: float, otherwise: float) -> float:
    """Of the letters, in px; 0 where a calculation can't be told to give a size that can be read."""
    value = style.get("font-size")
    if value is None:
        match = re.search(r"(?<!\S)([\d.]+(?:px|pt|em|rem|%)?|\w+\([^)]*\))\s*(?:/\s*\S+)?\s+\S", style.get("font", ""))
        value = match[1] if match else None
    if value is None or value in _UNSET:
        return otherwise
    if "(" in value:
        lengths = [_length(part) or 0.0 for part in re.findall(r"[\d.]+(?:[a-z]+|%)?", value)]
        is_plain = lengths and min(lengths) >= _LEAST_CALCULATED and not re.search(r"[-*/](?!\w)", value)
        return min(lengths) if is_plain else 0.0
    match = _NUMBER.match(value)
    if not match:
        return 16.0 if value in _SIZE_NAMES or value == "initial" else otherwise
    number, unit = float(match[1]), match[2] or "px"
    if unit in ("em", "%"):
        return parent * (number if unit == "em" else number / 100)
    return number * (10.0 if unit in _WINDOW else _PX.get(unit, 16.0))


def _background(style: Mapping[str, str], below: Colour | None) -> Colour | None:
    painted = below
    for name in ("background", "background-color", "background-image"):
        value = style.get(name, "")
        if not value:
            continue
        if "gradient(" in value:
            return _of_gradient(value)
        words = re.findall(r"[a-z-]+\([^)]*\)|[^\s]+", value)
        if "url(" in value and not any(colour_and_alpha(word) for word in words):
            return None
        colours = [colour_and_alpha(word) for word in words]
        if known := [colour for colour in colours if colour]:
            colour, alpha = known[0]
            painted = mixed(colour, painted, alpha) if painted is not None or alpha >= 1 else None
        elif name != "background-image" and value not in ("none", "transparent", "inherit", "initial", "unset"):
            # a colour that is not known, or only where a picture would stand
            painted = None if len(words) == 1 else painted
    return painted


def _of_gradient(value: str) -> Colour | None:
    """The colour of a gradient between colours that look the same; None for any other."""
    inner = value.partition("gradient(")[2]
    colours = [
        known[0] for word in re.findall(r"[a-z]+\([^()]*\)|#\w+|[a-z]+", inner) if (known := colour_and_alpha(word))
    ]
    same = colours and all(contrast(colours[0], colour) < _LEAST_CONTRAST for colour in colours)
    return colours[0] if same else None


def _text_colour(style: Mapping[str, str], own: Look) -> tuple[Colour | None, bool]:
    value = style.get("-webkit-text-fill-color") or style.get("color")
    if value is None or value == "currentcolor" or (value in _UNSET and value != "initial"):
        return own.colour, own.is_clear
    if value == "transparent":
        return own.colour, True
    colour = (BLACK, 1.0) if value == "initial" else colour_and_alpha(value)
    if colour is None:
        return None, True
    return colour[0], colour[1] <= _FAINTEST


def _length(value: str | None) -> float | None:
    """Pixels; None where the value is none. Of percentages and parts of the window only 0 and what is far off count."""
    match = _NUMBER.match((value or "").strip())
    if not match:
        return None
    number, unit = float(match[1]), match[2] or ""
    if unit in _WINDOW:
        return number * 4 if number <= 0 else max(number, 16.0)
    return number * _PX.get(unit, 16.0)


def _share(value: str | None, otherwise: float) -> float:
    """A number or percentage as a number; 0 for a calculation, which can't be told."""
    match = _NUMBER.match((value or "").strip())
    if not match:
        return 0.0 if value and "(" in value else otherwise
    return float(match[1]) / (100 if match[2] == "%" else 1)
