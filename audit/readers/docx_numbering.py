"""Numbers that Word draws before paragraphs but does not store in their text: kept by the level of each list."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from audit.readers.docx_numerals import drawn
from audit.readers.xml_tree import attribute, child, children, descendants, is_on, local

if TYPE_CHECKING:
    from audit.readers.xml_tree import Element

_PLACE = re.compile(r"%(\d)")
_DEEPEST_STYLE = 20
_NOT_COUNTED = ("bullet", "none")


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: its form, its text (`%1、`), where it starts, and which style it belongs to."""

    form: str
    text: str
    start: int
    style: str
    blank_after: bool
    arabic: bool
    """Numbers of the levels above are drawn in Arabic digits, whatever their own form."""
    restarts_after: int | None
    """The level (1-based) that makes this one start again; 0 never, None every level above."""


@dataclass(frozen=True, slots=True)
class Style:
    """What matters of a paragraph style: the list that it belongs to, and whether it hides its text."""

    based_on: str = ""
    list_id: str = ""
    level: int | None = None
    hidden: bool = False


@dataclass(slots=True)
class Numbering:
    """Counts as Word does: paragraph after paragraph, one counter for each level of an abstract list."""

    lists: dict[str, str] = field(default_factory=dict)
    """Number of a list -> its abstract list."""
    levels: dict[str, dict[int, Level]] = field(default_factory=dict)
    overrides: dict[tuple[str, int], int] = field(default_factory=dict)
    styles: dict[str, Style] = field(default_factory=dict)
    counts: dict[tuple[str, int], int] = field(default_factory=dict)
    begun: set[tuple[str, int]] = field(default_factory=set)
    default_style: str = ""

    def mark(self, properties: Element | None) -> str:
        """Return the number drawn before a paragraph with these properties, and count it; "" for none."""
        place = self._place(properties)
        if place is None:
            return ""
        list_id, at = place
        abstract = self.lists.get(list_id)
        levels = self.levels.get(abstract or "", {})
        level = levels.get(at)
        if abstract is None or level is None:
            return ""
        self._count(list_id, abstract, at, level)
        if level.form in _NOT_COUNTED:
            # a bullet is drawn from a symbol font, its character means nothing elsewhere
            return ""
        shown = _PLACE.sub(lambda found: self._number(abstract, int(found[1]) - 1, level), level.text)
        return shown + (" " if shown and level.blank_after else "")

    def is_hidden(self, properties: Element | None) -> bool:
        """Tell whether a paragraph's style hides it."""
        return self.styles.get(attribute(child(properties, "pStyle"), "val"), Style()).hidden

    def _place(self, properties: Element | None) -> tuple[str, int] | None:
        """Return list and level of a paragraph: its own, else those of its style."""
        own = child(properties, "numPr")
        list_id = attribute(child(own, "numId"), "val")
        level = attribute(child(own, "ilvl"), "val")
        if list_id:
            return (list_id, int(level) if level.isdecimal() else 0) if list_id != "0" else None
        name = attribute(child(properties, "pStyle"), "val") or self.default_style
        wanted = name
        for _ in range(_DEEPEST_STYLE):
            style = self.styles.get(name)
            if style is None:
                return None
            if style.list_id:
                return self._style_place(style, wanted, level) if style.list_id != "0" else None
            name = style.based_on
        return None

    def _style_place(self, style: Style, name: str, own_level: str) -> tuple[str, int]:
        levels = self.levels.get(self.lists.get(style.list_id, ""), {})
        linked = next((at for at, level in levels.items() if level.style == name), None)
        if own_level.isdecimal():
            return style.list_id, int(own_level)
        return style.list_id, linked if linked is not None else style.level or 0

    def _count(self, list_id: str, abstract: str, at: int, level: Level) -> None:
        key = (abstract, at)
        override = self.overrides.get((list_id, at))
        if override is not None and (list_id, at) not in self.begun:
            self.counts[key] = override
        else:
            self.counts[key] = self.counts[key] + 1 if key in self.counts else level.start
        self.begun.add((list_id, at))
        for deeper, below in self.levels[abstract].items():
            restarts = below.restarts_after
            if deeper > at and (restarts is None or (restarts and at < restarts)):
                self.counts.pop((abstract, deeper), None)

    def _number(self, abstract: str, at: int, shown_in: Level) -> str:
        level = self.levels[abstract].get(at)
        if level is None or level.form == "none":
            return ""
        value = self.counts.get((abstract, at), level.start)
        return drawn(value, "decimal" if shown_in.arabic else level.form)


def read_numbering(numbering: Element | None, styles: Element | None) -> Numbering:
    """Read the lists and styles of a document."""
    result = Numbering()
    for node in children(styles, "style"):
        if attribute(node, "type", "paragraph") == "paragraph":
            name = attribute(node, "styleId")
            result.styles[name] = _style(node)
            if attribute(node, "default") in ("1", "true"):
                result.default_style = name
    linked: dict[str, str] = {}
    for node in children(numbering, "abstractNum"):
        name = attribute(node, "abstractNumId")
        result.levels[name] = {at: level for at, level in map(_level, children(node, "lvl")) if at is not None}
        link = attribute(child(node, "numStyleLink"), "val")
        if link:
            linked[name] = link
    for node in children(numbering, "num"):
        _add_list(result, node)
    _follow_links(result, linked, styles)
    return result


def _add_list(result: Numbering, node: Element) -> None:
    list_id, abstract = attribute(node, "numId"), attribute(child(node, "abstractNumId"), "val")
    result.lists[list_id] = abstract
    for override in children(node, "lvlOverride"):
        at = attribute(override, "ilvl")
        start = attribute(child(override, "startOverride"), "val")
        if at.isdecimal() and start.isdecimal():
            result.overrides[(list_id, int(at))] = int(start)
        own = child(override, "lvl")
        if own is not None and at.isdecimal():
            # a list with a level of its own counts apart from its abstract list
            private = f"{abstract}/{list_id}"
            levels = result.levels.get(result.lists[list_id], {})
            result.levels[private] = {**levels, int(at): _level(own)[1]}
            result.lists[list_id] = private


def _follow_links(result: Numbering, linked: dict[str, str], styles: Element | None) -> None:
    """Let an abstract list that only names a list style take that style's levels."""
    if not linked:
        return
    homes = {
        attribute(node, "styleId"): attribute(next(descendants(node, "numId"), None), "val")
        for node in children(styles, "style")
        if attribute(node, "type") == "numbering"
    }
    for list_id, abstract in list(result.lists.items()):
        home = homes.get(linked.get(abstract, ""), "")
        if home in result.lists and result.lists[home] != abstract:
            result.lists[list_id] = result.lists[home]


def _level(node: Element) -> tuple[int | None, Level]:
    at = attribute(node, "ilvl")
    start = attribute(child(node, "start"), "val")
    restart = attribute(child(node, "lvlRestart"), "val")
    level = Level(
        form=_form(node),
        text=attribute(child(node, "lvlText"), "val"),
        start=int(start) if start.isdecimal() else 0,
        style=attribute(child(node, "pStyle"), "val"),
        blank_after=attribute(child(node, "suff"), "val", "tab") != "nothing",
        arabic=is_on(child(node, "isLgl")),
        restarts_after=int(restart) if restart.isdecimal() else None,
    )
    return (int(at) if at.isdecimal() else None), level


def _form(node: Element) -> str:
    """Return the number format, also where it stands in a choice between old and new formats."""
    for one in node:
        if local(one) == "numFmt":
            return attribute(one, "val", "decimal")
    found = next(descendants(node, "numFmt"), None)
    return attribute(found, "val", "decimal")


def _style(node: Element) -> Style:
    properties = child(node, "pPr", "numPr")
    level = attribute(child(properties, "ilvl"), "val")
    return Style(
        based_on=attribute(child(node, "basedOn"), "val"),
        list_id=attribute(child(properties, "numId"), "val"),
        level=int(level) if level.isdecimal() else None,
        hidden=is_on(child(node, "rPr", "vanish")),
    )
