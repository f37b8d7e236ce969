"""Opens the pages in a headless browser: what only a browser can tell."""

from __future__ import annotations

import copy
import importlib.util
import time
from pathlib import Path

import pytest
from pypdfium2 import PdfDocument

from audit.packs.overview import load_overview_rules
from audit.writers.board import Board
from audit.writers.briefs import brief_of
from audit.writers.diff_writer import difference_to_dict, render_diff
from audit.writers.differences import Fate, compare_reports
from audit.writers.html_writer import render_html
from audit.writers.index_writer import render_index
from audit.writers.json_writer import report_to_dict
from audit.writers.summary_writer import batch_to_dict
from tests.writers.sample import GENERATED_AT, bare_report, full_report
from tests.writers.test_index_writer import FAILED, entry

DATA = report_to_dict(full_report(), GENERATED_AT)
REPORT = render_html(DATA)
RULES = load_overview_rules()
DISTRICTS = ("临江市东湖区", "临江市西岭区", "临江市安平县")
GRAVE = 500
"""Milliseconds that a page may take to answer; a smooth one takes a tenth."""


def index_of(count: int) -> str:
    """Return the index of a batch of `count` publications, of which every tenth could not be audited."""
    brief = brief_of(DATA, RULES)
    data = batch_to_dict(
        [
            FAILED
            if number % 10 == 9
            else entry(
                f"n{number}", failed=number % 8, errors=number % 5, entity=f"{DISTRICTS[number % 3]}水务局{number}"
            )
            for number in range(count)
        ],
        "0.0",
        GENERATED_AT,
    )
    board = Board(RULES, count)
    for one in data["publications"]:
        board.add(one, brief if one["status"] == "audited" else None)
    return render_index(data, board)


def diff_page() -> str:
    new = copy.deepcopy(DATA)
    new["findings"] = new["findings"][2:]
    new["checklist"][2] |= {"answer": "yes", "outcome": "pass"}
    head = {"name": "一", "old_name": "一", "entity": "某局", "kind": "budget", "year": 2024}
    one = difference_to_dict(head | {"old_link": "./a", "new_link": ""}, compare_reports(DATA, new))
    totals = {fate.value: len(one["findings"][fate.value]) for fate in Fate}
    data = {"old": "a", "new": "b", "tool_version": "0", "generated_at": "x", "gone": [], "added": []}
    return render_diff({**data, "totals": totals, "publications": [one]})


INDEX = index_of(60)


def ids(page, selector):
    return page.evaluate(f"Array.from(document.querySelectorAll({selector!r}), (e) => e.id)")


def test_filters_hide_what_does_not_fit_and_what_follows_goes_with_its_root(open_page):
    page = open_page(REPORT)
    shown = "[data-filtered] .finding:not([hidden])"
    assert page.inner_text("[data-shown]") == "显示 7 / 7 条"
    for name in ("warning", "info"):
        page.click(f'[data-value="{name}"]')
    assert ids(page, shown) == ["F001", "F002", "F004", "F005", "F003"]
    for name in ("NARR_TABLE", "TEXT", "TABLE_CROSS"):
        page.click(f'[data-value="{name}"]')
    assert ids(page, f"{shown}:not(.child)") == []
    page.click("[data-filter-reset]")
    assert len(ids(page, shown)) == 8


def test_the_checklist_folds_and_shows_open_rows_alone(open_page):
    page = open_page(REPORT)
    rows = page.locator("#checklist .row details[open]")
    assert rows.count() == 9
    page.click('[data-fold="open"]')
    assert rows.count() == 44
    page.click('[data-fold="close"]')
    assert rows.count() == 0
    page.click("[data-only-open]")
    assert page.locator("#checklist .row:not([hidden])").count() == 24
    assert page.get_attribute("[data-only-open]", "aria-pressed") == "true"


def test_a_figure_leads_to_its_cell_in_a_folded_table_and_the_cell_back_to_the_figure(open_page):
    page = open_page(REPORT)
    figure = page.locator('#text .fig[href^="#t"]').first
    anchor, target = figure.get_attribute("id"), figure.get_attribute("href")
    figure.click()
    cell = page.locator(target)
    cell.wait_for(state="visible")
    assert cell.evaluate("(e) => e.closest('details').open")
    assert page.url.endswith(target)
    cell.locator(f'.back[href="#{anchor}"]').click()
    assert page.url.endswith(f"#{anchor}")
    page.locator(f"#{anchor}").wait_for(state="visible")


def test_a_figure_at_the_foot_of_the_window_can_be_clicked_through_its_own_explanation(open_page):
    page = open_page(REPORT)
    figure = page.locator('#text .fig[href^="#t"]').first
    to_the_foot = """async (e) => { for (let i = 0; i < 9; i += 1) {
      window.scrollBy(0, e.getBoundingClientRect().bottom - window.innerHeight + 4);
      await new Promise(requestAnimationFrame); } }"""
    figure.evaluate(to_the_foot)
    box = figure.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.locator("#inspector").wait_for(state="visible")
    assert page.locator("#inspector").bounding_box()["y"] < box["y"] + box["height"]
    page.mouse.down()
    page.mouse.up()
    page.wait_for_url("**" + figure.get_attribute("href"))


def test_a_link_from_outside_unfolds_what_it_leads_to(open_page):
    page = open_page(REPORT, anchor="#t0-1-0")
    assert page.locator("#t0-1-0").evaluate("(e) => e.closest('details').open")


def test_a_figure_explains_itself_to_pointer_and_keyboard(open_page):
    page = open_page(REPORT)
    page.focus("#c13")
    assert page.inner_text("#inspector") == "1098.75 万元 不符表5 为 1089.75 → 1089.75"
    page.keyboard.press("Escape")
    assert page.locator("#inspector").is_hidden()


def test_the_index_ranks_filters_and_opens_one_publication(open_page):
    page = open_page(INDEX)
    assert page.inner_text("[data-told]") == "显示 54 / 54 份"
    rows = page.locator("[data-rows] > tr")
    assert rows.count() == 25
    page.select_option('[name="district"]', label="临江市东湖区 (18)")
    assert page.inner_text("[data-told]") == "显示 18 / 54 份"
    page.select_option('[name="state"]', "not_decided")
    assert set(page.locator("[data-rows] > tr > td:nth-child(4)").all_inner_texts()) == {"未定\n60～80"}
    page.fill('[name="text"]', "没有这个单位")
    assert rows.count() == 0
    page.click("[data-reset]")
    page.click("[data-turn='1']")
    assert page.inner_text("[data-page]") == "第 2 / 3 页"
    rows.first.locator("button.open").click()
    links = page.locator(".more a").evaluate_all("(all) => all.map((a) => a.getAttribute('href'))")
    assert any(link.endswith("/report.html#F001") for link in links)
    assert any(link.endswith("/report.html#item-3") for link in links)
    rows.first.locator("button.open").click()
    assert page.locator(".more").count() == 0


def test_what_the_index_is_filtered_by_stands_in_its_address(open_page):
    page = open_page(INDEX)
    page.select_option('[name="district"]', label="临江市东湖区 (18)")
    page.fill('[name="text"]', "a&b=#?")
    page.fill('[name="text"]', "")
    page.select_option('[name="sort"]', "unit")
    anchor = "#" + page.url.partition("#")[2]
    assert anchor.startswith("#?district=")
    again = open_page(INDEX, anchor=anchor)
    assert again.inner_text("[data-told]") == "显示 18 / 54 份"
    assert again.input_value('[name="sort"]') == "unit"
    again.click("[data-reset]")
    assert "#" not in again.url


def test_an_address_with_unknown_choices_shows_all(open_page):
    page = open_page(INDEX, anchor="#?district=999&sort=nonsense&row=0%3A999&other=1")
    assert page.inner_text("[data-told]") == "显示 54 / 54 份"
    assert page.input_value('[name="sort"]') == "worst"


def test_a_row_of_the_index_filters_the_ranking_and_the_recurring_findings(open_page):
    page = open_page(INDEX)
    page.locator('[data-pick="0:2"]').click()
    assert page.input_value('[name="row"]') == "0:2"
    page.select_option('[name="district"]', index=1)
    page.locator("details[data-group]").first.locator("summary").click()
    page.wait_for_function("document.querySelector('details[data-group][open] [data-found]').children.length === 18")


def test_the_map_of_the_index_is_walked_with_the_arrow_keys(open_page):
    page = open_page(INDEX)
    page.focus("[data-heat]")
    for key in ("ArrowRight", "ArrowDown", "ArrowDown", "ArrowRight"):
        page.keyboard.press(key)
    told = page.inner_text("#heat-told")
    assert told.startswith("3 数字格式是否符合要求")
    assert told.endswith("不符合")
    assert page.get_attribute("#heat-told a", "href").endswith("/report.html#item-3")


def test_the_index_says_what_matters_without_scripts(open_page):
    page = open_page(INDEX, script=False)
    assert page.locator("[data-rows] > tr").count() == 25
    assert page.locator(".sift").is_hidden()
    assert page.locator("#dimensions tbody tr").count() == 5
    assert page.locator("[data-found] a").count() > 0
    assert "其余 29 份" in page.inner_text("[data-left-out]")


@pytest.mark.parametrize("html", [REPORT, index_of(8), diff_page()], ids=["report", "index", "diff"])
def test_axe_finds_nothing_to_object_to(open_page, html):
    if importlib.util.find_spec("axe_playwright_python") is None:
        pytest.skip("axe-playwright-python is not installed")
    import axe_playwright_python  # noqa: PLC0415  # absent on some machines

    page = open_page(html)
    page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
    page.evaluate(Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text(encoding="utf-8"))
    rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    found = page.evaluate("(rules) => axe.run(document, { runOnly: rules })", rules)
    assert len(found["passes"]) > 20
    assert [(one["id"], [node["html"][:120] for node in one["nodes"][:3]]) for one in found["violations"]] == []


@pytest.mark.parametrize("html", [REPORT, INDEX], ids=["report", "index"])
def test_every_text_has_the_contrast_that_wcag_aa_asks_for(open_page, html):
    script = """() => {
      const parse = (c) => (c.match(/[\\d.]+/g) || []).map(Number);
      const linear = (v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
      const light = (c) => c.slice(0, 3).reduce((sum, v, i) => sum + linear(v / 255) * [0.2126, 0.7152, 0.0722][i], 0);
      const ground = (e) => { for (; e; e = e.parentElement) { const c = parse(getComputedStyle(e).backgroundColor);
        if (c.length === 3 || c[3] > 0.99) return c; } return [255, 255, 255]; };
      document.querySelectorAll("details").forEach((d) => { d.open = true; });
      const bad = new Set();
      const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      let checked = 0;
      while (walk.nextNode()) {
        const e = walk.currentNode.parentElement;
        if (!walk.currentNode.data.trim() || !e.checkVisibility() || e.closest("script, style")) continue;
        const drawn = getComputedStyle(e);
        const ink = parse(e.namespaceURI.endsWith("svg") ? drawn.fill : drawn.color);
        const [a, b] = [light(ink), light(ground(e))].sort((x, y) => y - x);
        const contrast = (a + 0.05) / (b + 0.05);
        checked += 1;
        if (contrast < 4.5) bad.add(`${e.tagName}.${e.className}: ${contrast.toFixed(2)}`);
      }
      return { enough: checked > 300, bad: [...bad] };
    }"""
    assert open_page(html).evaluate(script) == {"enough": True, "bad": []}


@pytest.mark.parametrize("html", [REPORT, INDEX], ids=["report", "index"])
def test_the_keyboard_reaches_the_content_and_sees_where_it_is(open_page, html):
    page = open_page(html)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    seen = []
    for _ in range(12):
        page.keyboard.press("Tab")
        outline = "getComputedStyle(document.activeElement).outlineStyle"
        seen.append(page.evaluate(f"[document.activeElement.tagName, {outline}]"))
    assert all(outline != "none" for tag, outline in seen if tag != "BODY")
    assert {tag for tag, _ in seen} & {"A", "BUTTON", "SELECT", "INPUT", "SUMMARY"}


@pytest.mark.parametrize(
    "html",
    [REPORT, render_html(report_to_dict(bare_report(), GENERATED_AT)), INDEX, diff_page()],
    ids=["report", "bare", "index", "diff"],
)
def test_nothing_sticks_out_at_the_width_of_a_phone(open_page, html):
    assert open_page(html, width=390).evaluate("document.documentElement.scrollWidth") <= 390


def printed(page) -> str:
    """Print a page to PDF and return its text without blanks."""
    document = PdfDocument(page.pdf(format="A4", prefer_css_page_size=True))
    assert {round(document.get_page_size(number)[0]) for number in range(len(document))} == {595}
    return "".join("".join(sheet.get_textpage().get_text_bounded().split()) for sheet in document)


def test_the_report_prints_whole_with_nothing_folded(open_page):
    text = printed(open_page(REPORT))
    for finding in DATA["findings"]:
        assert finding["id"] in text
    assert "表7有1个零值单元格印作0" in text
    assert "全部展开" not in text


def test_the_index_prints_its_ranking_beyond_the_page_on_the_screen(open_page):
    text = printed(open_page(INDEX))
    assert sum(f"水务局{number}" in text for number in range(60) if number % 10 != 9) == 54
    assert "上一页" not in text


def test_four_hundred_findings_stay_smooth(open_page):
    data = copy.deepcopy(DATA)
    first = [finding for finding in data["findings"] if finding["severity"] != "rounding"]
    data["findings"] = [
        {**finding, "id": f"F{50 * at + number:03d}", "fingerprint": f"{at}-{number}", "root": None}
        for number in range(50)
        for at, finding in enumerate(first)
    ]
    start = time.monotonic()
    page = open_page(render_html(data))
    assert page.inner_text("[data-shown]") == "显示 400 / 400 条"
    assert time.monotonic() - start < 8
    timed = """(selector) => new Promise((done) => { const start = performance.now();
      document.querySelector(selector).click();
      requestAnimationFrame(() => setTimeout(() => done(performance.now() - start))); })"""
    assert page.evaluate(timed, '[data-value="error"]') < GRAVE
    assert page.inner_text("[data-shown]") == "显示 150 / 400 条"
    page.evaluate("location.hash = '#F399'")
    page.locator("#F399").wait_for(state="visible")


@pytest.mark.slow
def test_an_index_of_ten_thousand_opens_and_filters_at_once(open_page, tmp_path):
    path = tmp_path / "index.html"
    path.write_text(index_of(10_000), encoding="utf-8")
    assert path.stat().st_size < 16 * 1024**2
    start = time.monotonic()
    page = open_page(None, path=path)
    assert page.inner_text("[data-told]") == "显示 9000 / 9000 份"
    assert time.monotonic() - start < 6
    timed = """() => { const start = performance.now(); const select = document.querySelector('[name="district"]');
      select.value = "1"; select.dispatchEvent(new Event("input", { bubbles: true }));
      return performance.now() - start; }"""
    assert page.evaluate(timed) < 2 * GRAVE
    assert page.inner_text("[data-told]") == "显示 3000 / 9000 份"
