"""Sets blocks as a text dump: one paragraph a line, tables with TABs, an empty line between."""

from __future__ import annotations

import zlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from corpora.blocks import Block
    from corpora.compose import Draft


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of a block's text, or one row of its grid, on one line."""

    line: int
    """1-based."""
    start: int
    """Offset in the block's text of the first character; 0 for grid rows."""
    length: int


@dataclass(slots=True)
class TextSheet:
    """The lines of a publication and where each block stands in them."""

    lines: list[str] = field(default_factory=list)
    runs: dict[str, list[Run]] = field(default_factory=dict)

    def put(self, key: str, text: str, start: int = 0) -> None:
        self.lines.append(text)
        self.runs.setdefault(key, []).append(Run(len(self.lines), start, len(text)))

    def gap(self) -> None:
        if self.lines and self.lines[-1]:
            self.lines.append("")

    def place(self, key: str, start: int) -> tuple[int, int]:
        """Return line and offset of a character of a block's text."""
        runs = self.runs[key]
        run = next((r for r in reversed(runs) if r.start <= start), runs[0])
        return run.line, start - run.start

    def row_line(self, key: str, row: int) -> int:
        """Return the line of a grid row."""
        return self.runs[key][row].line

    @property
    def text(self) -> str:
        return "\n".join(self.lines) + "\n"


def typeset(draft: Draft) -> TextSheet:
    """Set a draft as text."""
    sheet = TextSheet()
    tight = ""
    for block in draft.blocks:
        if not (block.section == tight and block.kind == "contents" and draft.template.contents_pages):
            sheet.gap()
        tight = block.section
        if block.grid is not None:
            for row in block.grid.rows:
                sheet.put(block.key, "\t".join(cell.text for cell in row.cells))
        elif draft.style.page_breaks and (cut := _cut(block)):
            sheet.put(block.key, block.text[:cut])
            sheet.gap()
            sheet.put(block.key, block.text[cut:], cut)
        else:
            sheet.put(block.key, block.text)
    return sheet


def _cut(block: Block) -> int:
    """Return where a page break falls in a paragraph, 0 for nowhere. It depends on this block alone."""
    if block.kind != "text" or len(block.text) < 90 or zlib.crc32(block.key.encode()) % 3:
        return 0
    cut = len(block.text) * 2 // 3
    while (
        any(m.start < cut < m.end for m in block.marks)
        or block.text[cut] in "，。；：、）%"
        or block.text[cut].isspace()
    ):
        cut += 1
        if cut >= len(block.text) - 1:
            return 0
    return cut
