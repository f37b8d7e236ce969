"""The one entry: a template, a seed, a frame set and faults become a publication with labels."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from random import Random
from typing import TYPE_CHECKING

from corpora import frames as frame_sets
from corpora.asides import with_asides
from corpora.compose import Composer, Draft
from corpora.draw import Wishes, draw
from corpora.faults import REGISTRY
from corpora.labels import labels
from corpora.sums import rounding_labels
from corpora.templates import TEMPLATES
from corpora.typeset_ofd import ofd_bytes
from corpora.typeset_pdf import typeset as typeset_pages
from corpora.typeset_text import typeset

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpora.blocks import Stated
    from corpora.figures import Figures
    from corpora.money import Style
    from corpora.planting import Label, Planted
    from corpora.typeset_pdf import PagedSheet
    from corpora.typeset_text import TextSheet


@dataclass(frozen=True, slots=True)
class Options:
    """What a seed does not decide."""

    wishes: Wishes = field(default_factory=Wishes)
    style: Style | None = None
    figures: Figures | None = None
    """Accounts set by hand; the seed then only names the publication."""
    form: bool = False
    """Append the form as the department filled it in."""
    asides: bool = False
    """Add sentences that few publications have; a fault that spoils one of them adds them all."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A stated figure where it stands in the text. `where` is prose or cell; `block` is its block's key."""

    line: int
    start: int
    end: int
    stated: Stated
    section: str
    where: str
    block: str
    role: str = ""


@dataclass(frozen=True)
class Publication:
    """A generated publication."""

    template: str
    seed: str
    draft: Draft
    faults: tuple[str, ...] = ()
    planted: tuple[Planted, ...] = ()
    rounding: tuple[Label, ...] = ()
    """Sums that miss by a rounding; only where gaps were wished for."""

    @cached_property
    def sheet(self) -> TextSheet:
        return typeset(self.draft)

    @cached_property
    def paged(self) -> PagedSheet:
        """The publication on pages."""
        return typeset_pages(self.draft)

    @property
    def pdf(self) -> bytes:
        """The publication as a PDF file."""
        return self.paged.bytes()

    @property
    def ofd(self) -> bytes:
        """The publication as an OFD file with the same pages."""
        return ofd_bytes(self.paged)

    @property
    def figures(self) -> Figures:
        return self.draft.figures

    @property
    def wrong(self) -> frozenset[tuple[str, str]]:
        """Block and key of every figure of prose that a fault made wrong."""
        return frozenset(pair for one in self.planted for pair in one.wrong)

    @property
    def unclear(self) -> frozenset[str]:
        """Keys of the figures of prose that stand against a wrong table."""
        return frozenset(key for one in self.planted for key in one.unclear)

    def labels(self, document: str = "", *, paged: bool = False) -> dict[str, object]:
        """Return the labels in the form of hand-made ones; places are pages for a PDF."""
        return labels(self, document, paged=paged)

    @property
    def text(self) -> str:
        return self.sheet.text

    @property
    def lines(self) -> list[str]:
        return self.sheet.lines

    @cached_property
    def placed(self) -> tuple[Placed, ...]:
        """Every stated figure of prose and every figure of a grid, with its place in the text."""
        out = []
        for block in self.draft.blocks:
            for mark in block.marks:
                line, start = self.sheet.place(block.key, mark.start)
                end = start + mark.end - mark.start
                out.append(Placed(line, start, end, mark.stated, block.section, "prose", block.key))
            if block.grid is None:
                continue
            for r, row in enumerate(block.grid.rows):
                at = 0
                for cell in row.cells:
                    if cell.stated is not None:
                        line = self.sheet.row_line(block.key, r)
                        end = at + len(cell.stated.printed)
                        role = block.grid.role
                        out.append(Placed(line, at, end, cell.stated, block.section, "cell", block.key, role))
                    at += len(cell.text) + 1
        return tuple(out)


def make_draft(template: str, figures: Figures, frames: str, options: Options) -> Draft:
    """Write a publication from given figures."""
    chosen = TEMPLATES[template]
    style = options.style or chosen.style
    composer = Composer(chosen, figures, frame_sets.load(frames), style)
    return Draft(chosen, figures, style, frames, composer.compose(form=options.form))


def generate(
    template: str = "wuhan-2020",
    seed: int | str = 1,
    frames: str = "a",
    faults: Sequence[str] = (),
    options: Options | None = None,
) -> Publication:
    """Make a publication. The same arguments always give the same bytes.

    Raises NotApplicable where a fault has nothing to spoil in it, KeyError for unknown names.
    """
    options = options or Options()
    chosen = TEMPLATES[template]
    style = options.style or chosen.style
    figures = options.figures or draw(seed, chosen.year, options.wishes, style.percent_places)
    draft = make_draft(template, figures, frames, options)
    if options.asides or any(REGISTRY[name].needs_asides for name in faults):
        draft = with_asides(draft, Random(f"{template}/{seed}/asides"))  # noqa: S311 - repeatable
    rounding = tuple(rounding_labels(draft)) if options.wishes.gaps else ()
    planted = []
    for name in faults:
        one = REGISTRY[name].plant(draft, Random(f"{template}/{seed}/{frames}/{name}"))  # noqa: S311 - repeatable
        planted.append(one)
        draft = one.draft
    return Publication(template, str(seed), draft, tuple(faults), tuple(planted), rounding)
