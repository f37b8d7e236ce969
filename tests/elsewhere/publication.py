"""Writes the invented publications: figures drawn by the corpus, tables, and a text of their own around them.

`texts/<name>.txt` is a template: its first lines, up to `---`, say how it is set (YAML), what follows is its text.
A line `[[role]]` stands for the table of that role.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from types import SimpleNamespace

import jinja2
import yaml

from corpora.blocks import Block, Cell, Stated
from corpora.draw import Wishes, draw
from corpora.money import CENT, decimal_text, grouped, rate_text
from corpora.sheets import Layout, Sheets, chinese
from corpora.templates import Style
from corpora.typeset_pdf import typeset
from corpora.vocabulary import codes, path_of
from tests.elsewhere.budget_sheets import BudgetSheets

TEXTS = Path(__file__).parent / "texts"
NAMES = tuple(sorted(path.stem for path in TEXTS.glob("*.txt")))
FEN_PER = {"元": 100, "万元": 1_000_000}
_TABLE = "[["


@dataclass(frozen=True)
class Setting:
    """How a publication is set."""

    kind: str
    entity: str
    year: int
    seed: int
    unit: str = "万元"
    table_unit: str = "万元"
    places: int = 2
    separator: bool = False
    percent: int = 2
    zero: str = ""
    layout: dict[str, object] | None = None
    wishes: dict[str, object] | None = None
    unproved: tuple[str, ...] = ()
    """Patterns, up to the figure, of what nothing in the publication can prove."""


class Money:
    """Prints amounts as a publication does."""

    def __init__(self, setting: Setting) -> None:
        self.setting = setting

    def number(self, fen: int, unit: str = "") -> str:
        unit = unit or self.setting.unit
        places = 2 if unit == "元" else self.setting.places
        text = decimal_text(fen * 10**places // FEN_PER[unit], places)
        return grouped(text) if self.setting.separator else text

    def amount(self, fen: int) -> str:
        return f"{self.number(fen)}{self.setting.unit}"

    def percent(self, part: int, whole: int) -> str:
        return f"{rate_text(part, whole, self.setting.percent)}%"

    def cell(self, fen: int) -> str:
        return self.number(fen, self.setting.table_unit) if fen else self.setting.zero


class PlaceSheets(Sheets):
    """The tables of accounts, with amounts printed as the publication does."""

    def __init__(self, money: Money, *arguments: object) -> None:
        super().__init__(*arguments)
        self.money = money

    def amount(self, key: str, fen: int, *, summary: bool = False) -> Cell:  # noqa: ARG002 - all cells alike
        printed = self.money.cell(fen)
        return Cell(printed, stated=Stated(key, "amount", printed, self.money.setting.table_unit, "table"))


@dataclass(frozen=True)
class Publication:
    """A publication as lines and tables, in printing order."""

    name: str
    setting: Setting
    pieces: tuple[object, ...]

    @property
    def text(self) -> str:
        out = io.StringIO()
        for piece in self.pieces:
            if isinstance(piece, str):
                out.write(f"{piece}\n\n")
            else:
                out.writelines("\t".join(cell.text for cell in row.cells) + "\n" for row in piece.rows)
                out.write("\n")
        return out.getvalue()

    @property
    def pdf(self) -> bytes:
        """The publication on pages."""
        blocks, section = [], "cover"
        for n, piece in enumerate(self.pieces):
            if isinstance(piece, str):
                section = f"part{n}" if piece.startswith("第") and "部分" in piece[:5] else section
                kind = "text" if len(piece) > 40 or piece.endswith("。") else "heading"
                blocks.append(Block(f"b{n}", kind, piece, section))
            else:
                blocks.append(Block(f"b{n}", "table", "", section, grid=piece))
        draft = SimpleNamespace(blocks=tuple(blocks), template=SimpleNamespace(contents_pages=False))
        return typeset(draft).bytes()


@cache
def publication(name: str, seed: int | None = None) -> Publication:
    """Return one of the publications, with other figures where another seed is asked for."""
    head, _, body = (TEXTS / f"{name}.txt").read_text(encoding="utf-8").partition("\n---\n")
    setting = Setting(**yaml.safe_load(head))
    setting = replace(setting, seed=setting.seed if seed is None else seed)
    figures = draw(setting.seed, setting.year, Wishes(**({"capital": False} | (setting.wishes or {}))))
    figures = _last_year(figures)
    money = Money(setting)
    if setting.kind == "budget":
        sheets: object = BudgetSheets(money, figures)
    else:
        layout = {"code_columns": 1, "nested_summary": False, "amount_head": "金额", **(setting.layout or {})}
        sheets = PlaceSheets(money, figures, Style(), Layout(**layout))
    lines = _rendered(body, setting, money, figures)
    pieces = [getattr(sheets, line[2:-2])() if line.startswith(_TABLE) else line for line in lines]
    return Publication(name, setting, tuple(pieces))


def _rendered(body: str, setting: Setting, money: Money, figures: object) -> list[str]:
    environment = jinja2.Environment(trim_blocks=True, lstrip_blocks=True, undefined=jinja2.StrictUndefined)  # noqa: S701
    environment.tests["match_class"] = environment.tests["starts"] = str.startswith
    known = codes()
    text = environment.from_string(body).render(
        f=figures, entity=setting.entity, year=setting.year, a=money.amount, n=money.number, p=money.percent,
        last=last, path=path_of, name=known.names.get, economic=known.economic.get, numeral=chinese,
        classes=by_class(figures), managed_classes=by_class(figures, "managed"), sections=by_section(figures),
    )  # fmt: skip
    return [line.strip() for line in text.split("\n") if line.strip()]


def last(fen: int, salt: int = 0) -> int:
    """Return what an amount was in the year before: another one, in hundredths of a 万元."""
    return max(CENT, fen * (83 + (fen // CENT + 7 * salt) % 37) // 100 // CENT * CENT)


def _last_year(figures: object) -> object:
    """Give figures of last year to what was nothing then, so that every change has a rate."""
    three = figures.three_public
    parts = {key: replace(getattr(three, key), last=_or(getattr(three, key))) for key in _COMPONENTS}
    return replace(figures, three_public=replace(three, **parts))


_COMPONENTS = ("abroad", "purchase", "running", "reception")


def _or(spending: object) -> int:
    return spending.last or (last(spending.final, 3) if spending.final else 0)


def by_class(figures: object, fund: str = "general") -> list[tuple[str, int]]:
    """Return the 类 of a fund's expenditure with what was spent."""
    out: dict[str, int] = {}
    for item in figures.fund(fund):
        out[item.code[:3]] = out.get(item.code[:3], 0) + figures.spent(item)
    return sorted(out.items())


def by_section(figures: object) -> list[tuple[str, int]]:
    """Return the 款 of general expenditure with what was spent."""
    out: dict[str, int] = {}
    for item in figures.fund("general"):
        out[item.code[:5]] = out.get(item.code[:5], 0) + figures.spent(item)
    return sorted(out.items())
