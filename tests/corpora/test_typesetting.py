from __future__ import annotations

import io
import re

import pdfplumber
import pytest

from corpora import Options, generate
from corpora.draw import Wishes
from corpora.frames import load
from corpora.sums import sums
from corpora.templates import TEMPLATES, styled

FIGURES = re.compile(r"[\d,.]+%?")


def squeeze(text: str) -> str:
    return re.sub(r"\s", "", text)


@pytest.mark.parametrize("template", sorted(TEMPLATES))
def test_pages_say_what_the_text_says(template: str) -> None:
    made = generate(template, 5, "a")
    with pdfplumber.open(io.BytesIO(made.pdf)) as pdf:
        assert len(pdf.pages) == len(made.paged.pages)
        joined = "".join(re.sub(r"-\d+-$", "", squeeze("".join(c["text"] for c in p.chars))) for p in pdf.pages)
        tables = sum(len(p.find_tables()) for p in pdf.pages)
        pictures = sum(len(p.images) for p in pdf.pages)
    for block in made.draft.blocks:
        if block.grid is None and block.section != "contents":
            assert squeeze(block.text) in joined or block.kind in ("heading", "unit"), block.key
    grids = [b for b in made.draft.blocks if b.grid is not None]
    assert tables >= len(grids)
    assert pictures == sum(b.kind == "chart" for b in made.draft.blocks)


def test_ruled_cells_come_back_from_the_pages() -> None:
    made = generate("wuhan-2020", 5)
    grid = made.draft.table("expenditure").grid
    with pdfplumber.open(io.BytesIO(made.pdf)) as pdf:
        page = pdf.pages[made.paged.rows["table.expenditure"][0] - 1]
        rows = page.find_tables()[0].extract()
    assert len(rows) == len(grid.rows)
    for row, printed in zip(grid.rows, rows, strict=True):
        want = ["" if c.covered else c.text for c in row.cells]
        assert [squeeze(c or "") for c in printed] == want


def test_long_tables_go_on_over_pages() -> None:
    pages = [
        set(rows)
        for seed in range(6)
        for key, rows in generate("wuhan-2020", seed, options=Options(wishes=Wishes(items=25))).paged.rows.items()
        if key.startswith("table.")
    ]
    assert any(len(p) > 1 for p in pages)


def test_contents_page_names_the_pages_of_its_headings() -> None:
    made = generate("wuhan-2023", 5)
    with pdfplumber.open(io.BytesIO(made.pdf)) as pdf:
        texts = [squeeze(p.extract_text()) for p in pdf.pages]
    printed = re.findall(r"十二、国有资产占用情况说明\.+(\d+)", texts[1])
    assert len(printed) == 1
    assert "国有资产占用情况说明到" in texts[int(printed[0]) - 1]


def test_page_breaks_cut_sentences_and_lose_nothing() -> None:
    plain = generate(seed=14)
    broken = generate(seed=14, options=Options(style=styled("wuhan-2020", ["page_breaks"])))
    assert len(broken.lines) > len(plain.lines) + 4
    assert "".join(broken.lines) == "".join(plain.lines)


def test_styles_change_figures_not_values() -> None:
    plain = generate(seed=14, options=Options(wishes=Wishes(items=8)))
    spaced = generate(
        seed=14, options=Options(wishes=Wishes(items=8), style=styled("wuhan-2020", ["separator", "spaces"]))
    )
    assert squeeze(spaced.text).replace(",", "") == squeeze(plain.text)
    assert re.search(r"\d 万元", spaced.text)
    assert re.search(r"\d,\d{3}\.\d", spaced.text)


def test_tables_in_yuan_under_their_own_unit() -> None:
    made = generate(seed=14, options=Options(style=styled("wuhan-2020", ["yuan_tables"])))
    assert made.text.count("单位：元") == 9
    total = made.draft.table("revenue_expenditure_summary").grid.cell("revenue.total")
    assert int(total.text) * 100 == made.figures.total
    assert total.stated.unit == "元"
    assert all(x.gap == 0 for x in sums(made.draft) if not x.prose)


def test_frame_sets_have_the_same_sections_in_other_words() -> None:
    a, b = load("a"), load("b")
    assert set(a.sections) == set(b.sections)
    assert set(a.reasons) == set(b.reasons)
    assert set(a.notes) == set(b.notes)
    shared: list[str] = []
    for seed in range(8):
        texts = [
            {FIGURES.sub("#", t.text) for t in generate(seed=seed, frames=f).draft.blocks if t.kind in ("text", "note")}
            for f in "ab"
        ]
        shared += [t for t in texts[0] & texts[1] if "支出功能分类科目" not in t and "（项）：" not in t]
    assert shared == []


def test_code_columns_by_level() -> None:
    made = generate(seed=14, options=Options(style=styled("wuhan-2020", ["code_by_level"])))
    rows = [r for r in made.draft.table("revenue").grid.rows if r.key.isdigit()]
    assert {(len(r.key), [c.text for c in r.cells[:3]].index(r.key)) for r in rows} == {(3, 0), (5, 1), (7, 2)}
