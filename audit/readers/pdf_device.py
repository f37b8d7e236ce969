"""Takes characters, shapes and pictures from a page as they are drawn, without what the page does not show.

Exports of spreadsheets draw a whole long text on every page and clip it to the part that the page shows. pdfminer
ignores clipping, so that the same sentence would be read twice, once from where it is not printed.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

from pdfminer.layout import LTChar
from pdfminer.pdfdevice import PDFTextDevice
from pdfminer.pdffont import PDFUnicodeNotDefined
from pdfminer.pdfinterp import PDFPageInterpreter
from pdfminer.pdftypes import stream_value
from pdfminer.utils import apply_matrix_pt, apply_matrix_rect, mult_matrix

from audit.readers.pdf_content import cut_content
from audit.readers.pdf_geometry import Char, Shape

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pdfplumber.page import Page

    from audit.model.places import BBox

_VISIBLE_SHARE = 0.2
"""Share of a character's box that must lie inside for it to be seen; boxes are somewhat larger than the ink."""

_INVISIBLE = 3
"""PDF's text rendering mode for text that is not painted: the layer that text recognition puts over a scan."""

_PALE = 0.95
"""Brightness from which a colour does not show on white paper: word processors paint white behind every paragraph."""

_SLANT = 0.1
_SUBPATH = re.compile("m[^m]+")
_RECTANGLES = ("mlllh", "mllll")
_LINES = ("mlh", "ml")

Glyphs = dict[Any, dict[int, tuple[str, float]]]
"""Text and width of each character code of each font, kept over the pages of a file."""


@dataclass(slots=True)
class Drawn:
    """What a page shows, in the order in which it was drawn. Origin at the upper left."""

    width: float
    height: float
    chars: list[Char] = field(default_factory=list)
    shapes: list[Shape] = field(default_factory=list)
    images: list[BBox] = field(default_factory=list)
    unpainted: int = 0
    """How many characters are in the text but not painted."""


def draw_page(page: Page, glyphs: Glyphs) -> Drawn:
    """Interpret the content of a page."""
    device = _Recorder(page, glyphs)
    _Interpreter(page.pdf.rsrcmgr, device).process_page(page.page_obj)
    return device.drawn


class _Recorder(PDFTextDevice):
    """Collects what can be seen. Boxes inside have their origin at the lower left, as PDF has it."""

    ctm: Any

    def __init__(self, page: Page, glyphs: Glyphs) -> None:
        super().__init__(page.pdf.rsrcmgr)
        self.drawn = Drawn(float(page.width), float(page.height))
        self.left, self.top = float(page.mediabox[0]), float(page.height) + float(page.mediabox[1])
        self.glyphs = glyphs
        self.clip: BBox | None = None
        self.figures: list[BBox] = []

    def begin_figure(self, name: str, bbox: Any, matrix: Any) -> None:  # noqa: ARG002  pdfminer calls it so
        x, y, width, height = bbox
        self.figures.append(apply_matrix_rect(mult_matrix(matrix, self.ctm), (x, y, x + width, y + height)))

    def end_figure(self, name: str) -> None:  # noqa: ARG002
        self.figures.pop()

    def render_image(self, name: str, stream: Any) -> None:  # noqa: ARG002
        self.drawn.images.append(self._turned(self.figures[-1]))

    def render_string(self, textstate: Any, seq: Any, ncs: Any, graphicstate: Any) -> None:
        font = textstate.font
        before = len(self.drawn.chars)
        if font.is_vertical():
            super().render_string(textstate, seq, ncs, graphicstate)
        else:
            textstate.linematrix = self._render_across(textstate, seq)
        if textstate.render == _INVISIBLE:
            self.drawn.unpainted += len(self.drawn.chars) - before

    def render_char(self, matrix: Any, font: Any, *args: Any) -> float:
        """Take a character of a vertical font: pdfminer knows how those run."""
        fontsize, scaling, rise, cid, ncs, graphicstate = args
        text, width = self._glyph(font, cid)
        item = LTChar(
            matrix, font, fontsize, scaling, rise, text, width, font.char_disp(cid), ncs, graphicstate
        )  # fmt: skip
        if text and is_upright(matrix):
            self._add_char(text, item.bbox, item.size)
        return float(item.adv)

    def _render_across(self, state: Any, seq: Any) -> tuple[float, float]:
        """Take the characters of a string; return where the next one begins."""
        font, size = state.font, state.fontsize
        a, b, c, d, e, f = matrix = mult_matrix(state.matrix, self.ctm)
        scaling = state.scaling * 0.01
        space = state.charspace * scaling
        wordspace = 0 if font.is_multibyte() else state.wordspace * scaling
        step = 0.001 * size * scaling
        low = font.get_descent() * size + state.rise
        printed, straight = is_upright(matrix), b == 0 == c
        (x, y), follows = state.linematrix, False
        for part in seq:
            if isinstance(part, (int, float)):
                x -= part * step
                follows = True
                continue
            if not isinstance(part, bytes):
                continue
            for cid in font.decode(part):
                x += space if follows else 0
                text, width = self._glyph(font, cid)
                advance = width * size * scaling
                if text and printed:
                    x0, y0 = x * a + y * c + e, x * b + y * d + f
                    if straight:
                        x1, bottom, top = x0 + advance * a, y0 + low * d, y0 + (low + size) * d
                        box = (min(x0, x1), min(bottom, top), max(x0, x1), max(bottom, top))
                    else:
                        box = apply_matrix_rect((a, b, c, d, x0, y0), (0, low, advance, low + size))
                    self._add_char(text, box, box[3] - box[1])
                x += advance + (wordspace if cid == 32 else 0)
                follows = True
        return x, y

    def _glyph(self, font: Any, cid: int) -> tuple[str, float]:
        known = self.glyphs.setdefault(font, {})
        if cid not in known:
            try:
                text = clean_char(font.to_unichr(cid))
            except PDFUnicodeNotDefined:
                text = f"(cid:{cid})"
            known[cid] = text, font.char_width(cid)
        return known[cid]

    def _add_char(self, text: str, box: BBox, size: float) -> None:
        if self.clip is not None and _area(_common(box, self.clip)) < _VISIBLE_SHARE * _area(box):
            return
        x0, top, x1, bottom = self._turned(box)
        if 0 <= (x0 + x1) / 2 <= self.drawn.width and 0 <= (top + bottom) / 2 <= self.drawn.height:
            self.drawn.chars.append(Char(text, x0, top, x1, bottom, size or 1.0))

    def paint_path(self, gstate: Any, stroke: Any, fill: Any, evenodd: Any, path: Any) -> None:  # noqa: ARG002
        """Take a path that shows: each of its parts is a line, a rectangle or a curve."""
        filled = bool(fill) and not is_pale(gstate.ncolor)
        stroked = bool(stroke) and not is_pale(gstate.scolor)
        if not filled and not stroked:
            return
        signs = "".join(step[0] for step in path)
        if signs[:1] != "m":
            return
        if signs.count("m") > 1:
            for part in _SUBPATH.finditer(signs):
                self._add_shape(path[part.start() : part.end()], part.group(), filled=filled, stroked=stroked)
        else:
            self._add_shape(path, signs, filled=filled, stroked=stroked)

    def _add_shape(self, path: Any, signs: str, *, filled: bool, stroked: bool) -> None:
        points = [apply_matrix_pt(self.ctm, step[-2:] if step[0] != "h" else path[0][-2:]) for step in path]
        if len(signs) > 3 and signs.endswith("lh") and points[-2] == points[0]:
            signs = f"{signs[:-2]}h"
            points.pop()
        kind = "curve"
        if signs in _LINES:
            kind, points = "line", points[:2]
        elif signs in _RECTANGLES and _is_rectangle(points):
            kind, points = "rect", points[:4]
        box = _around(points)
        if self.clip is not None:
            box = _common(box, self.clip)
            if box[2] < box[0] or box[3] < box[1]:
                return
        turned = tuple((self.left + x, self.top - y) for x, y in points) if kind == "curve" else ()
        self.drawn.shapes.append(Shape(kind, self._turned(box), filled, stroked, turned))

    def _turned(self, box: BBox) -> BBox:
        """Return a box with its origin at the upper left."""
        return box[0] + self.left, self.top - box[3], box[2] + self.left, self.top - box[1]


class _Interpreter(PDFPageInterpreter):
    """Follows the clipping path, as the box around it, through the states that a page saves and restores."""

    device: _Recorder
    clip: BBox | None = None

    def init_state(self, ctm: Any) -> None:
        super().init_state(ctm)
        self._saved: list[BBox | None] = []
        self._set_clip(self.clip)

    def dup(self) -> _Interpreter:
        inner = self.__class__(self.rsrcmgr, self.device)
        inner.clip = self.clip
        return inner

    def execute(self, streams: Any) -> None:
        """Run the content; what the quick way cannot cut is run pdfminer's way."""
        parts = [stream_value(part) for part in streams]
        own = [part for part in parts if part.objid is not None and part.objid not in self.parent_stream_ids]
        operations = cut_content(b"\n".join(part.get_data() for part in own))
        if operations is None:
            super().execute(streams)
            return
        self.stream_ids = {part.objid for part in own if part.objid is not None}
        for name, operands in operations:
            method, count = _method(name)
            if method is None:
                self.argstack.extend(operands)
            elif not count:
                self.argstack.extend(operands)
                method(self)
            elif len(operands) == count and not self.argstack:
                method(self, *operands)
            else:
                self.argstack.extend(operands)
                taken = self.pop(count)
                if len(taken) == count:
                    method(self, *taken)

    def do_TJ(self, seq: Any) -> None:  # noqa: N802  the names are pdfminer's, after PDF's operators
        if self.textstate.font is not None:
            self.device.render_string(self.textstate, seq, self.graphicstate.ncs, self.graphicstate)

    def do_Do(self, xobjid_arg: Any) -> None:  # noqa: N802
        super().do_Do(xobjid_arg)
        self._set_clip(self.clip)

    def do_q(self) -> None:
        super().do_q()
        self._saved.append(self.clip)

    def do_Q(self) -> None:  # noqa: N802
        super().do_Q()
        if self._saved:
            self._set_clip(self._saved.pop())

    def do_W(self) -> None:  # noqa: N802
        self._narrow()

    def do_W_a(self) -> None:  # noqa: N802
        self._narrow()

    def _narrow(self) -> None:
        points = [
            apply_matrix_pt(self.ctm, (float(x), float(y)))
            for step in self.curpath
            for x, y in zip(step[1::2], step[2::2], strict=False)
        ]
        if points:
            box = _around(points)
            self._set_clip(box if self.clip is None else _common(self.clip, box))

    def _set_clip(self, clip: BBox | None) -> None:
        self.clip = self.device.clip = clip


@cache
def _method(name: str) -> tuple[Callable[..., None] | None, int]:
    """Return what pdfminer does for an operator, and how many operands that takes."""
    found = getattr(_Interpreter, "do_" + name.replace("*", "_a").replace('"', "_w").replace("'", "_q"), None)
    return (found, found.__code__.co_argcount - 1) if found is not None else (None, 0)


def is_pale(color: object) -> bool:
    """Tell whether a PDF colour (grey, RGB or CMYK numbers) is white or nearly so; patterns and None are not."""
    values = color if isinstance(color, (tuple, list)) else (color,)
    numbers = [float(value) for value in values if isinstance(value, (int, float))]
    if len(numbers) != len(values):
        return False
    if len(numbers) == 4:
        return max(numbers) <= 1 - _PALE
    return len(numbers) in (1, 3) and min(numbers) >= _PALE


def is_upright(matrix: Sequence[float]) -> bool:
    """Tell printed text from a watermark, which runs aslant; text turned by a right angle stays."""
    along, across = abs(matrix[0]), abs(matrix[1])
    return min(along, across) <= _SLANT * max(along, across)


def clean_char(text: str) -> str:
    """Give blanks one shape and drawn radicals the character that they show; drop control characters."""
    if text.isspace():
        return " "
    if len(text) == 1 and ("\u2e80" <= text <= "\u2fdf" or "\uf900" <= text <= "\ufaff"):
        return unicodedata.normalize("NFKC", text)
    return "".join(char for char in text if char >= " " and char != "\x7f")


def _is_rectangle(points: Sequence[tuple[float, float]]) -> bool:
    (x0, y0), (x1, y1), (x2, y2), (x3, y3), last = points
    square = (x0 == x1 and y1 == y2 and x2 == x3 and y3 == y0) or (y0 == y1 and x1 == x2 and y2 == y3 and x3 == x0)
    return last == (x0, y0) and square


def _around(points: Sequence[tuple[float, float]]) -> BBox:
    xs, ys = [point[0] for point in points], [point[1] for point in points]
    return min(xs), min(ys), max(xs), max(ys)


def _common(one: BBox, other: BBox) -> BBox:
    """Return what two boxes share; right lies left of left where they share nothing."""
    return max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3])


def _area(box: BBox) -> float:
    return max(0.0, box[2] - box[0]) * max(0.0, box[3] - box[1])
