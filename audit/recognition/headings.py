"""Tells headings from paragraphs that merely start with a number."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING
from unicodedata import east_asian_width

from audit import regex
from audit.marks import opening_mark
from audit.recognition.lines import Line, undated

if TYPE_CHECKING:
    from audit.model.rules import SectionRule
    from audit.recognition.contents import Contents

_INNER = regex.compile(r"[。；：！？](?!$)")
_END = regex.compile(r"[。；：！？]$")
_TITLE_NOUN = regex.compile(r"(?:情况|说明|结果|范围|构成|设置|概况)。$")
_LONGEST = {1: 90, 2: 60, 3: 45, 4: 30, 5: 30, 6: 40}
_ITEM_LEVEL = 4
_SHORT_TITLE = 8
_MOST_LINES = 8
_FULL_LINE = 1.5
"""A line that ends more than this many line heights left of the margin ends its paragraph."""
_SLACK = 0.3
_NARROW = 0.55
"""Width of a letter or digit, in units of the line's height."""
_APART = 0.6
_FIRST_WORD = regex.compile(r"[（(《“‘【\[]*(?:[A-Za-z0-9.,%:/+~-]+|.)[，。、；：！？）)》”’】\],.;:]*")
"""What stays on one line: a figure, a word or a character with the signs that cling to it."""


class HeadingSense:
    """Decides by the contents page, the section rules and the page's geometry."""

    def __init__(self, lines: list[Line], contents: Contents, sections: tuple[SectionRule, ...]) -> None:
        self.titles = [regex.sub(r"[\s\"。]", "", entry.title) for entry in contents.entries]
        self.bare_titles = frozenset(
            t for e, t in zip(contents.entries, self.titles, strict=True) if not opening_mark(e.title)
        )
        self.patterns = [(rule, [regex.limited(t) for t in rule.titles]) for rule in sections]
        self.right_edge = _right_edges(lines)
        self.left_edge = _left_edges(lines)
        self.line_gap = _line_gaps(lines)
        self.wrapped = _is_wrapped(lines)
        self.after_blank = {a.index for b, a in pairwise(lines) if b.is_blank}
        self.count = len(lines)

    def names_section(self, title: str, *, part: bool | None = None) -> bool:
        """Tell whether a title (without its number) is one that a template names."""
        bare = undated(title)
        return any(
            any(p.search(title) or p.search(bare) for p in patterns)
            for rule, patterns in self.patterns
            if part is None or part == (rule.parent == "")
        )

    def is_title(self, line: Line) -> bool:
        """Tell whether a whole line is an entry of the contents page that bears no number."""
        return line.mark is None and regex.sub(r"[\s\"。]", "", line.text) in self.bare_titles

    def is_heading(self, lines: list[Line]) -> bool:
        """Tell whether the lines of one paragraph are a heading."""
        if len(lines) > _MOST_LINES:
            return False
        text = "".join(line.text for line in lines)
        mark = opening_mark(text)
        if mark is None:
            return self.is_title(lines[0]) and len(lines) == 1
        title = text[mark.end :]
        if mark.level == 1:
            return len(text) <= _LONGEST[1] and not _INNER.search(title)
        if len(text) > _LONGEST[mark.level] or _INNER.search(title) or title.endswith(("，", "、", "；", "：")):
            return False
        bare = regex.sub(r"[\s\"。]", "", text)
        if bare in self.titles or (mark.level <= 3 and len(title) <= 40 and self.names_section(title)):
            return True
        if mark.level <= 3:
            # a short duty or task ends with a full stop too: only the nouns of a report make a title of a sentence
            # a duty in a list, cut by a page break, is no title
            if title.count("，") > 1:
                return False
            return not _END.search(title) or (mark.level == 3 and bool(_TITLE_NOUN.search(title)))
        if mark.level == _ITEM_LEVEL and title.endswith("。"):
            short = len(title) <= _SHORT_TITLE or bool(_TITLE_NOUN.search(title))
            return short and self.names_section(title[:-1], part=False)
        alone = not self.wrapped or lines[-1].index + 1 not in range(self.count) or self._is_last(lines[-1])
        return alone and not _END.search(title) and "，" not in title and not regex.search(r"\d", title)

    def _is_last(self, line: Line) -> bool:
        return line.index + 2 in self.after_blank

    def goes_on(self, lines: list[Line], following: Line) -> bool:
        """Tell whether the line after a heading's lines belongs to the heading."""
        text = "".join(line.text for line in lines)
        mark = opening_mark(text)
        if mark is None or len(lines) >= 4 or _END.search(text) or following.mark is not None:
            return False
        bare = regex.sub(r"[\s\"。]", "", text)
        longer = bare + regex.sub(r"[\s\"。]", "", following.text)
        if any(title.startswith(longer) for title in self.titles):
            return True
        if bare in self.titles or self.names_section(text[mark.end :], part=mark.level == 1):
            return False
        if mark.level == 1:
            return len(following.text) <= 45 and not _INNER.search(following.text) and not _END.search(following.text)
        last = lines[-1]
        return last.raw.page is not None and not self.ends_short(last, following)

    def ends_short(self, line: Line, following: Line) -> bool:
        """Tell whether a line of a page ends before the right margin though the next one's first word had room there.

        Text inputs have no margin. Where the margin is ragged, a long word or figure leaves the line before it short.
        """
        raw = line.raw
        if raw.bbox is None or raw.page is None:
            return False
        edge = self.right_edge.get((raw.file, raw.page))
        height = raw.bbox[3] - raw.bbox[1]
        needed = max(_FULL_LINE, _width_of_first_word(following.raw.text) + _SLACK) * height
        return edge is not None and raw.bbox[2] < edge - needed

    def runs_on(self, above: Line, below: Line) -> bool:
        """Tell whether a full line that ends with a full stop goes on in the next: that one is not indented."""
        raw = below.raw
        if raw.bbox is None or raw.page is None or self.ends_short(above, below) or self._stands_apart(above, below):
            return False
        return (raw.file, raw.page) in self.left_edge and not self.is_indented(below, above)

    def runs_into(self, above: Line, below: Line) -> bool:
        """Tell whether a line of a page is full and its sentence goes on in the line right under it."""
        if above.raw.bbox is None or above.raw.page is None or above.raw.page != below.raw.page:
            return False
        return not (_END.search(above.text) or self.ends_short(above, below) or self._stands_apart(above, below))

    def is_indented(self, line: Line, above: Line) -> bool:
        """Tell whether a line of a page begins well inside the left margin, or right of the line above it."""
        raw, upper = line.raw, above.raw.bbox
        if raw.bbox is None or raw.page is None:
            return False
        edge = self.left_edge.get((raw.file, raw.page), raw.bbox[0])
        if upper is not None and above.raw.page == raw.page:
            edge = min(edge, upper[0])
        return raw.bbox[0] >= edge + raw.bbox[3] - raw.bbox[1]

    def _stands_apart(self, above: Line, below: Line) -> bool:
        """Tell whether the space between two lines of a page is wider than between the lines of one paragraph."""
        one, other = above.raw, below.raw
        if one.bbox is None or other.bbox is None or one.page is None or one.page != other.page:
            return False
        usual = self.line_gap.get((one.file, one.page))
        height = one.bbox[3] - one.bbox[1]
        return usual is not None and other.bbox[1] - one.bbox[3] > usual + _APART * height


def _width_of_first_word(text: str) -> float:
    """Return the width of the first word of a line, in units of its height."""
    found = _FIRST_WORD.match(text.lstrip())
    word = found.group() if found else ""
    return sum(1.0 if east_asian_width(char) in "WF" or char in "“”‘’" else _NARROW for char in word)


def _line_gaps(lines: list[Line]) -> dict[tuple[str, int], float]:
    """Return the space between the lines of one paragraph on each page: the lower quarter of all spaces there."""
    gaps: dict[tuple[str, int], list[float]] = {}
    for above, below in pairwise(lines):
        one, other = above.raw, below.raw
        if one.bbox is None or other.bbox is None or one.page is None or one.page != other.page:
            continue
        if not above.is_row and not below.is_row and other.bbox[1] > one.bbox[1]:
            gaps.setdefault((one.file, one.page), []).append(other.bbox[1] - one.bbox[3])
    return {key: sorted(found)[len(found) // 4] for key, found in gaps.items()}


def _left_edges(lines: list[Line]) -> dict[tuple[str, int], float]:
    """Return the left margin of each page: where most of its lines of text begin, or the leftmost one."""
    edges: dict[tuple[str, int], float] = {}
    for line in lines:
        raw = line.raw
        if raw.page is not None and raw.bbox is not None and not line.is_row and len(line.text) > 12:
            key = (raw.file, raw.page)
            edges[key] = min(edges.get(key, raw.bbox[0]), raw.bbox[0])
    return edges


def _right_edges(lines: list[Line]) -> dict[tuple[str, int], float]:
    """Return the right margin of each page: where its longest lines of text end."""
    edges: dict[tuple[str, int], float] = {}
    for line in lines:
        raw = line.raw
        if raw.page is not None and raw.bbox is not None and not line.is_row:
            key = (raw.file, raw.page)
            edges[key] = max(edges.get(key, 0.0), raw.bbox[2])
    if not edges:
        return edges
    # a page with short lines only takes the margin of the others
    usual = sorted(edges.values())[len(edges) // 2]
    return {key: max(edge, usual) if edge < usual else edge for key, edge in edges.items()}


def _is_wrapped(lines: list[Line]) -> bool:
    """Tell whether the text is broken at a fixed width: many lines go on without a blank line between."""
    texts = [line for line in lines if not line.is_row]
    pairs = broken = 0
    for above, below in pairwise(texts):
        if above.is_blank or len(above.text) < 12:
            continue
        pairs += 1
        broken += not below.is_blank and below.mark is None and not _END.search(above.text)
    return pairs > 0 and broken / pairs > 0.25
