"""A mail's style sheets: which declarations hold for an element, and which may hold.

`tinycss2` splits sheets and styles, `cssselect2` reads selectors. Elements come one after the other, so what depends on
later ones (`:last-child`) or on earlier siblings can't be told: such a rule may hold, and so may one of `@supports`,
`@layer` or a question about the screen that a usual one doesn't answer. What declarations do to words is
`html_visibility`'s matter.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import cssselect2.parser as selectors
import tinycss2

from yarnnn_pipelines.sources.shared.html_colours import colour_and_alpha

Declarations = dict[str, str]  # {property: value}, lower case; `!important` stands at the value's end
Marks = frozenset[str]

_MAX_RULES, _MAX_RULES_OF_MARK = 2_000, 200  # of one mail's style sheets; newsletters have some hundred
_MAX_SELECTORS, _MAX_SELECTOR, _MAX_PARENTHESES = 20_000, 300, 20  # characters of a list, of one, brackets in it
_MAX_NESTED_RULES, _MAX_BRACKETS = 8, 100  # one in the other
_MAX_DOUBTFUL = 50  # rules for one element
_MAX_ANCESTORS = 100
_BRACKET = re.compile(r"[\[\](){}]")
_SCREEN_WIDTH, _SCREEN_HEIGHT = 1024.0, 768.0  # px, of a usual reader's window
_NEVER = frozenset(["hover", "active", "visited", "focus", "focus-within", "focus-visible", "target"])
_IMPLIED = frozenset(["html", "body", "tbody", ":root"])  # a browser adds them where they are not written
_ADDS_WORDS = frozenset(["before", "after", "marker"])
_FEATURE = re.compile(r"^\(\s*(min|max)-(?:device-)?(width|height)\s*:\s*([\d.]+)(px|em|rem)?\s*\)$")
_LIGHT = re.compile(r"^\(\s*prefers-color-scheme\s*:\s*(\w+)\s*\)$")
_WIDE = ("inherit", "initial", "unset", "revert", "revert-layer")
_DISPLAYS = re.compile(
    r"none|contents|(?:(?:block|inline|flow|flow-root|table|flex|grid|ruby|list-item|run-in|math|-webkit-box|-ms-\w+"
    r"|-webkit-(?:inline-)?(?:box|flex)|inline-(?:block|table|flex|grid)|-moz-\w+|ruby-\w+"
    r"|table-(?:row|cell|column|caption|row-group|header-group|footer-group|column-group))(?:\s+|$))+"
)
_VALUES = {
    "display": _DISPLAYS,
    "visibility": re.compile("visible|hidden|collapse"),
    "position": re.compile("static|relative|absolute|fixed|sticky"),
    "overflow": re.compile(r"(?:(?:visible|hidden|clip|scroll|auto|overlay)(?:\s+|$))+"),
    "opacity": re.compile(r"[+-]?[\d.]+(?:e[+-]?\d+)?%?|[a-z-]+\(.*\)"),
    "content-visibility": re.compile("visible|hidden|auto"),
}
_MEASURE = re.compile(
    r"[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?(?:%|[a-z]+)?|auto|none|normal|(?:min|max|fit)-content|[a-z-]+|.*\(.*"
)
_MEASURED = re.compile(r"(?:max-|min-)?(?:width|height)|left|right|top|bottom|font-size|text-indent|letter-spacing")
_NAMELESS_SIZES = frozenset(
    [
        "auto",
        "none",
        "normal",
        "medium",
        "small",
        "large",
        "smaller",
        "larger",
        "x-small",
        "xx-small",
        "x-large",
        "xx-large",
        "xxx-large",
        "math",
        "min-content",
        "max-content",
        "fit-content",
        "-webkit-fill-available",
    ]
)


@dataclass(frozen=True, eq=False)
class Place:
    """An element where it stands: its tag, its attributes, and the element around it."""

    tag: str
    attributes: Mapping[str, str]
    around: Place | None = None
    answers: dict[int, bool | None] = field(default_factory=dict)  # by the selector's id, which rules keep alive


@dataclass(frozen=True)
class _Rule:
    selector: Any  # of cssselect2.parser
    specificity: tuple[int, int, int]
    declared: Declarations
    is_certain: bool  # for a usual reader, where the selector matches


class Rules:
    """The rules of a mail's style sheets; is_measureless: these are so many or so deep that they can't be read."""

    def __init__(self) -> None:
        self.is_measureless = False
        self._by_mark: dict[str, list[_Rule]] = {}
        self._count = 0

    def __bool__(self) -> bool:
        return bool(self._by_mark) or self.is_measureless

    def add(self, sheet: str) -> None:
        """The rules of a <style> element's text."""
        if _is_too_deep(sheet):
            self.is_measureless = True
            return
        sheet = sheet.replace("<!--", " ").replace("-->", " ")
        self._take(tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True), "", True, 0)

    def _take(self, nodes: list[Any], around: str, is_certain: bool, depth: int) -> None:
        if depth > _MAX_NESTED_RULES and any(node.type in ("at-rule", "qualified-rule") for node in nodes):
            self.is_measureless = True
            return
        for node in nodes:
            if node.type == "at-rule" and node.content is not None:
                holds = _holds(node)
                if holds is not False:
                    inner = tinycss2.parse_blocks_contents(node.content, skip_comments=True, skip_whitespace=True)
                    self._take_block(inner, around, is_certain and holds is True, depth + 1)
            elif node.type == "qualified-rule":
                selector = tinycss2.serialize(node.prelude).strip()
                if around:
                    nested = selector.replace("&", f":is({around})")
                    selector = nested if "&" in selector else f":is({around}) {nested}"
                inner = tinycss2.parse_blocks_contents(node.content, skip_comments=True, skip_whitespace=True)
                self._take_block(inner, selector, is_certain, depth + 1)

    def _take_block(self, nodes: list[Any], selector: str, is_certain: bool, depth: int) -> None:
        declared = _declared(nodes)
        if declared and selector:
            longest = max(len(part) for part in selector.split(","))
            too_long = longest > _MAX_SELECTOR or len(selector) > _MAX_SELECTORS
            if too_long or selector.count("(") > _MAX_PARENTHESES * (1 + selector.count(",")):
                self.is_measureless = True
                return
            self._add(selector, declared, is_certain)
        self._take(nodes, selector, is_certain, depth)

    def _add(self, text: str, declared: Declarations, is_certain: bool) -> None:
        try:
            parsed = list(selectors.parse(text))
        except selectors.SelectorError:
            return  # as a browser does: one selector that is none, and the rule is dropped
        for selector in parsed:
            own, certain = declared, is_certain
            if selector.pseudo_element in _ADDS_WORDS:
                own = {"-added-words": declared["content"]} if "content" in declared else {}
            elif selector.pseudo_element:
                certain = False  # the first line or letter
            same_mark = self._by_mark.setdefault(_mark(selector.parsed_tree), [])
            if self._count >= _MAX_RULES or len(same_mark) >= _MAX_RULES_OF_MARK:
                self.is_measureless = True
            elif own:
                same_mark.append(_Rule(selector.parsed_tree, selector.specificity, own, certain))
                self._count += 1

    def of(self, place: Place) -> tuple[Declarations, list[Declarations]]:
        """What the rules declare of an element, and what they would if one that may hold held, for each of these."""
        attributes = place.attributes
        keys = ["*", place.tag, *("." + name for name in set(attributes.get("class", "").lower().split()))]
        if attributes.get("id"):
            keys.append("#" + attributes["id"].lower())
        matching = []
        for key in keys:
            for rule in self._by_mark.get(key, ()):
                matches = _matches(rule.selector, place)
                if matches is not False:
                    matching.append((rule, matches is True and rule.is_certain))
        matching.sort(key=lambda match: match[0].specificity)
        certain = _cascade(rule for rule, is_certain in matching if is_certain)
        possible = [
            _cascade(rule for rule, is_certain in matching if is_certain or rule is doubtful)
            for doubtful in [rule for rule, is_certain in matching if not is_certain][:_MAX_DOUBTFUL]
        ]
        if len(possible) == _MAX_DOUBTFUL:
            possible.append({"display": "none !important"})
        return certain, possible


def _cascade(rules: Iterable[_Rule]) -> Declarations:
    declared: Declarations = {}
    for rule in rules:
        declared = over(declared, rule.declared)
    return declared


def over(below: Declarations, above: Declarations) -> Declarations:
    """Both sets of declarations as one, where those above win, except over `!important`."""
    winning = {
        name: value for name, value in above.items() if "!important" in value or "!important" not in below.get(name, "")
    }
    return {**below, **winning}


@lru_cache(maxsize=4096)
def declarations(style: str) -> Declarations:
    """What a style attribute declares. A value that is none for its property is left out, as browsers do."""
    if _is_too_deep(style):
        return {"display": "none !important"}
    return _declared(tinycss2.parse_blocks_contents(style, skip_comments=True, skip_whitespace=True))


def _is_too_deep(css: str) -> bool:
    depth = 0
    for match in _BRACKET.finditer(css):
        depth = depth + 1 if match[0] in "([{" else max(0, depth - 1)
        if depth > _MAX_BRACKETS:
            return True
    return False


def _declared(nodes: Iterable[Any]) -> Declarations:
    declared: Declarations = {}
    for node in nodes:
        if node.type != "declaration":
            continue
        tokens = [token for token in node.value if token.type != "comment"]
        value = " ".join(tinycss2.serialize(tokens).split())
        value = value if node.name.startswith("--") else value.lower()
        if value and _is_valid(node.lower_name, value):
            name = node.name if node.name.startswith("--") else node.lower_name
            declared = over(declared, {name: value + " !important" * node.important})
    return declared


def _is_valid(name: str, value: str) -> bool:
    if name.startswith("--") or value in _WIDE or "var(" in value:
        return True
    if name in ("color", "background-color", "-webkit-text-fill-color"):
        return "(" in value or value == "currentcolor" or colour_and_alpha(value) is not None
    if name in _VALUES:
        return bool(_VALUES[name].fullmatch(value))
    if _MEASURED.fullmatch(name):
        return bool(_MEASURE.fullmatch(value)) and (not value.isalpha() or value in _NAMELESS_SIZES)
    return True


def _holds(rule: Any) -> bool | None:
    """Whether an at-rule's block counts for a usual reader of mail; None where that can't be told."""
    if rule.lower_at_keyword == "media":
        answers = [_media_holds(query) for query in tinycss2.serialize(rule.prelude).lower().split(",")]
        return True if True in answers else None if None in answers else False
    return None if rule.lower_at_keyword in ("supports", "layer", "container", "scope", "starting-style") else False


def _media_holds(query: str) -> bool | None:
    answers: list[bool | None] = []
    for part in re.split(r"\s+and\s+|\s+and(?=\()|(?<=\))and\s+", query.strip()):
        part = part.removeprefix("only ").strip()
        if part in ("all", "screen", ""):
            answers.append(True)
        elif match := _FEATURE.match(part):
            length = float(match[3]) * (16 if match[4] in ("em", "rem") else 1)
            size = _SCREEN_WIDTH if match[2] == "width" else _SCREEN_HEIGHT
            answers.append(size >= length if match[1] == "min" else size <= length)
        elif match := _LIGHT.match(part):
            answers.append(match[1] == "light")
        else:
            answers.append(False if re.fullmatch(r"[a-z-]+", part) else None)  # `print`, `yahoo`
    return False if False in answers else None if None in answers else True


def _mark(tree: Any) -> str:
    """A mark that every element which the selector matches has: an id, a class, a tag, or `*`."""
    if isinstance(tree, selectors.CombinedSelector):
        return _mark(tree.right)
    simple = getattr(tree, "simple_selectors", [])
    for part in simple:
        if isinstance(part, selectors.IDSelector):
            return "#" + str(part.ident).lower()
        if isinstance(part, selectors.ClassSelector):
            return "." + str(part.class_name).lower()
    return next((str(part.lower_local_name) for part in simple if isinstance(part, selectors.LocalNameSelector)), "*")


def _matches(tree: Any, place: Place) -> bool | None:
    """Whether the selector matches; None where what is read so far can't tell."""
    if isinstance(tree, selectors.CombinedSelector):
        if id(tree) not in place.answers:
            right = _matches(tree.right, place)
            left = None if right is False else _stands_in(tree.left, tree.combinator, place)
            place.answers[id(tree)] = _all([right, left])
        return place.answers[id(tree)]
    if isinstance(tree, selectors.CompoundSelector):
        return _all([_matches(part, place) for part in tree.simple_selectors])
    if isinstance(tree, selectors.LocalNameSelector):
        return bool(place.tag == tree.lower_local_name)
    if isinstance(tree, selectors.ClassSelector):
        return str(tree.class_name).lower() in place.attributes.get("class", "").lower().split()
    if isinstance(tree, selectors.IDSelector):
        return str(tree.ident).lower() == place.attributes.get("id", "").lower()
    if isinstance(tree, selectors.AttributeSelector):
        return _has_attribute(tree, place.attributes.get(tree.lower_name))
    if isinstance(tree, selectors.PseudoClassSelector):
        if tree.name in ("link", "any-link"):
            return place.tag in ("a", "area") and "href" in place.attributes
        return False if tree.name in _NEVER else None
    if isinstance(
        tree, selectors.NegationSelector | selectors.MatchesAnySelector | selectors.SpecificityAdjustmentSelector
    ):
        answers = [_matches(getattr(inner, "parsed_tree", inner), place) for inner in tree.selector_list]
        matches = True if True in answers else None if None in answers else False
        negated = isinstance(tree, selectors.NegationSelector) and matches is not None
        return not matches if negated else matches
    return None


def _stands_in(tree: Any, combinator: str, place: Place) -> bool | None:
    if combinator not in (" ", ">"):
        return None
    around, steps = place.around, 0
    answers: list[bool | None] = []
    while around and (steps < 1 or combinator == " "):
        answers.append(_matches(tree, around))
        if answers[-1] or steps > _MAX_ANCESTORS:
            return answers[-1]
        around, steps = around.around, steps + 1
    return None if None in answers or _mark(tree) in _IMPLIED else False


def _all(answers: list[bool | None]) -> bool | None:
    return False if False in answers else None if None in answers else True


def _has_attribute(tree: Any, written: str | None) -> bool:
    if written is None or tree.operator is None:
        return written is not None
    wanted, value = str(tree.value).lower(), written.lower()
    if tree.operator == "=":
        return wanted == value
    if tree.operator == "~=":
        return wanted in value.split()
    if tree.operator == "|=":
        return value == wanted or value.startswith(wanted + "-")
    if not wanted:
        return False
    return {"^=": value.startswith(wanted), "$=": value.endswith(wanted), "*=": wanted in value}[tree.operator]
