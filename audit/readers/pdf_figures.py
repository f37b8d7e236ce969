"""Pictures and drawn charts: which shapes on a page belong together and are more than rules, underlines and shading."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.readers.pdf_geometry import PageObjects, Shape, area, bounds, near

if TYPE_CHECKING:
    from collections.abc import Sequence

    from audit.model.places import BBox
    from audit.readers.pdf_lines import TextLine

_MIN_WIDTH, _MIN_HEIGHT = 60.0, 40.0
_PICTURE_GAP = 3.0
_CHART_GAP = 24.0
"""Slices of one picture touch; the parts of a chart (plot, legend) stand a little apart."""

_LABEL_GAP = 12.0
_LABEL_SIZE = 0.8
_LABEL_LENGTH = 40

_BACKGROUND = 0.9
_MIN_PARTS = 3


def find_figures(page: PageObjects, tables: Sequence[BBox], lines: Sequence[TextLine] = ()) -> list[BBox]:
    """Return the boxes of the pictures and charts of a page, with the small labels around them, from the top."""
    has_text = any(not char.is_blank for char in page.chars)
    paper = page.width * page.height
    pictures = [box for box in page.images if not (has_text and area(box) > _BACKGROUND * paper)]
    boxes = [box for box in _merge(pictures, _PICTURE_GAP) if _is_large(box)]
    drawn = [shape for shape in page.shapes if not any(near(shape.bbox, table, 1.0) for table in tables)]
    for box in _merge([shape.bbox for shape in drawn], _CHART_GAP):
        inside = [shape for shape in drawn if near(shape.bbox, box, 0.0)]
        if _is_large(box) and _is_chart(inside) and not any(near(box, other, 0.0) for other in boxes):
            boxes.append(_with_labels(box, lines))
    return sorted(boxes, key=lambda box: (box[1], box[0]))


def _with_labels(box: BBox, lines: Sequence[TextLine]) -> BBox:
    """Add the labels that stand around a chart: short, and smaller than the page's text."""
    heights = sorted(line.bbox[3] - line.bbox[1] for line in lines for _ in line.text)
    if not heights:
        return box
    largest = _LABEL_SIZE * heights[len(heights) // 2]
    labels = [
        line.bbox
        for line in lines
        if line.bbox[3] - line.bbox[1] <= largest
        and len(line.text) <= _LABEL_LENGTH
        and near(line.bbox, box, _LABEL_GAP)
    ]
    return bounds([box, *labels])


def _is_large(box: BBox) -> bool:
    return box[2] - box[0] >= _MIN_WIDTH and box[3] - box[1] >= _MIN_HEIGHT


def _is_chart(shapes: Sequence[Shape]) -> bool:
    """Tell a chart by its bars, sectors or lines: several filled or curved parts that are no thin rules."""
    parts = [shape for shape in shapes if _is_part(shape)]
    return len({shape.bbox for shape in parts}) >= _MIN_PARTS


def _is_part(shape: Shape) -> bool:
    width, height = shape.bbox[2] - shape.bbox[0], shape.bbox[3] - shape.bbox[1]
    if shape.kind == "curve":
        return max(width, height) > 3.0
    return shape.filled and min(width, height) > 3.0


def _merge(boxes: Sequence[BBox], gap: float) -> list[BBox]:
    """Join boxes that lie near each other, until none do."""
    merged: list[BBox] = []
    for box in boxes:
        whole = box
        while True:
            touching = [other for other in merged if near(whole, other, gap)]
            if not touching:
                break
            merged = [other for other in merged if other not in touching]
            whole = bounds([whole, *touching])
        merged.append(whole)
    return merged
