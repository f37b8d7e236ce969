"""Leaves out what a page draws outside its clipping path: it is in the file, but nobody sees it.

Exports of spreadsheets draw a whole long text on every page and clip it to the part that the page shows. pdfminer
ignores clipping, so that the same sentence would be read twice, once from where it is not printed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pdfminer.layout import LTChar, LTCurve
from pdfminer.pdfinterp import PDFPageInterpreter
from pdfminer.utils import apply_matrix_pt
from pdfplumber.page import PDFPageAggregatorWithMarkedContent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pdfplumber.page import Page

    from audit.model.places import BBox

_VISIBLE_SHARE = 0.2
"""Share of a character's box that must lie inside for it to be seen; boxes are somewhat larger than the ink."""

_INVISIBLE = 3
"""PDF's text rendering mode for text that is not painted: the layer that text recognition puts over a scan."""


class _ClippingDevice(PDFPageAggregatorWithMarkedContent):
    """Collects a page's objects, only those that can be seen. Boxes here have their origin at the lower left."""

    clip: BBox | None = None
    invisible = 0

    def render_string(self, textstate: Any, *args: Any, **kwargs: Any) -> None:
        before = len(self.cur_item._objs)  # noqa: SLF001  pdfminer offers no other way to see what a call has added
        super().render_string(textstate, *args, **kwargs)
        if textstate.render == _INVISIBLE:
            self.invisible += len(self.cur_item._objs) - before  # noqa: SLF001

    def render_char(self, *args: Any, **kwargs: Any) -> float:
        advance = super().render_char(*args, **kwargs)
        objects = self.cur_item._objs  # noqa: SLF001
        if self.clip is not None and objects and isinstance(objects[-1], LTChar):
            box = objects[-1].bbox
            seen = _area(_common(box, self.clip))
            if seen < _VISIBLE_SHARE * _area(box):
                objects.pop()
        return float(advance)

    def paint_path(self, *args: Any, **kwargs: Any) -> None:
        objects = self.cur_item._objs  # noqa: SLF001
        before = len(objects)
        super().paint_path(*args, **kwargs)
        if self.clip is None or len(objects) == before or not isinstance(objects[-1], LTCurve):
            return
        x0, y0, x1, y1 = _common(objects[-1].bbox, self.clip)
        if x1 < x0 or y1 < y0:
            objects.pop()
        else:
            objects[-1].set_bbox((x0, y0, x1, y1))


class _ClippingInterpreter(PDFPageInterpreter):
    """Follows the clipping path, as the box around it, through the states that a page saves and restores."""

    device: _ClippingDevice
    clip: BBox | None = None

    def init_state(self, ctm: Any) -> None:
        super().init_state(ctm)
        self._saved: list[BBox | None] = []
        self._set_clip(self.clip)

    def dup(self) -> _ClippingInterpreter:
        inner = self.__class__(self.rsrcmgr, self.device)
        inner.clip = self.clip
        return inner

    def do_Do(self, xobjid_arg: Any) -> None:  # noqa: N802  the name is pdfminer's, after PDF's operator
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


def apply_clipping(page: Page) -> int:
    """Interpret a page with its clipping path; return how many characters it has that are not painted."""
    device = _ClippingDevice(page.pdf.rsrcmgr, pageno=page.page_number, laparams=page.pdf.laparams)
    _ClippingInterpreter(page.pdf.rsrcmgr, device).process_page(page.page_obj)
    page._layout = device.get_result()  # noqa: SLF001  pdfplumber lets nobody choose the interpreter
    return device.invisible


def _around(points: Sequence[tuple[float, float]]) -> BBox:
    xs, ys = [point[0] for point in points], [point[1] for point in points]
    return min(xs), min(ys), max(xs), max(ys)


def _common(one: BBox, other: BBox) -> BBox:
    """Return what two boxes share; right lies left of left where they share nothing."""
    return max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3])


def _area(box: BBox) -> float:
    return max(0.0, box[2] - box[0]) * max(0.0, box[3] - box[1])
