"""Opens the page in a headless browser: what only a browser can tell."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from html import unescape
from typing import TYPE_CHECKING

import pytest

from audit.writers.html_writer import render_html
from audit.writers.json_writer import report_to_dict
from tests.writers.sample import GENERATED_AT, bare_report, full_report

if TYPE_CHECKING:
    from pathlib import Path

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")
POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')
QUIET = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def open_page(html: str, folder: Path, *options: str) -> str:
    """Return the page as it stands after its script has run."""
    folder.mkdir(exist_ok=True)
    (folder / "page.html").write_text(html, encoding="utf-8")
    done = subprocess.run(
        [
            CHROMIUM,
            *QUIET,
            f"--user-data-dir={folder / 'profile'}",
            *options,
            "--dump-dom",
            f"file://{folder}/page.html",
        ],
        capture_output=True,
        check=False,
        timeout=60,
    )
    if done.returncode:
        pytest.skip(f"the browser does not start here: {done.stderr.decode(errors='replace')[-200:]}")
    return done.stdout.decode("utf-8")


def run_in_page(html: str, script: str, folder: Path) -> object:
    """Run a script in the page, whose policy would forbid it, and return what it returns."""
    probe = f"<pre id=probe></pre><script>probe.textContent = JSON.stringify((() => {{{script}}})())</script></body>"
    dumped = open_page(POLICY.sub("", html).replace("</body>", probe), folder)
    return json.loads(unescape(re.search(r'<pre id="probe">(.*?)</pre>', dumped, re.DOTALL)[1]))


@pytest.fixture(scope="module")
def html() -> str:
    return render_html(report_to_dict(full_report(), GENERATED_AT))


def test_the_page_s_own_script_and_style_pass_its_policy(html: str, tmp_path: Path) -> None:
    dumped = open_page(html, tmp_path)
    assert re.search(r'<html lang="zh-CN" class="js">', dumped)
    assert "显示 8 / 8 条" in dumped


def test_filters_hide_what_does_not_fit_and_keep_a_root_for_what_follows_from_it(html: str, tmp_path: Path) -> None:
    script = """
      const press = (name) => document.querySelector(`[data-value="${name}"]`).click();
      const shown = () => Array.from(document.querySelectorAll("[data-filtered] .finding:not([hidden])"), (e) => e.id);
      press("warning"); press("info"); const errors = shown();
      press("NARR_TABLE"); press("TEXT"); press("TABLE_CROSS"); const arithmetic = shown();
      document.querySelector("[data-filter-reset]").click();
      return { errors, arithmetic, all: shown().length, said: document.querySelector("[data-shown]").textContent };
    """
    assert run_in_page(html, script, tmp_path) == {
        "errors": ["F001", "F002", "F004", "F005", "F003"],
        "arithmetic": ["F001", "F002"],
        "all": 8,
        "said": "显示 8 / 8 条",
    }


def test_the_checklist_folds_and_shows_open_rows_alone(html: str, tmp_path: Path) -> None:
    script = """
      const open = () => document.querySelectorAll("#checklist .row details[open]").length;
      const before = open();
      document.querySelector('[data-fold="open"]').click(); const all = open();
      document.querySelector('[data-fold="close"]').click(); const none = open();
      document.querySelector("[data-only-open]").click();
      return { before, all, none, left: document.querySelectorAll("#checklist .row:not([hidden])").length };
    """
    assert run_in_page(html, script, tmp_path) == {"before": 9, "all": 44, "none": 0, "left": 24}


def test_a_link_into_a_folded_table_unfolds_it_and_a_figure_explains_itself(html: str, tmp_path: Path) -> None:
    script = """
      const figure = document.getElementById("c13");
      figure.focus();
      const said = document.getElementById("inspector").textContent;
      const cell = document.querySelector('#text .fig[href^="#t"]');
      location.hash = cell.getAttribute("href");
      window.dispatchEvent(new Event("hashchange"));
      return { said, open: document.querySelector(location.hash).closest("details").open };
    """
    assert run_in_page(html, script, tmp_path) == {"said": "1098.75 万元 不符表5 为 1089.75 → 1089.75", "open": True}


@pytest.mark.parametrize("report", [full_report, bare_report])
def test_nothing_sticks_out_at_the_width_of_a_phone(report, tmp_path: Path) -> None:
    page = POLICY.sub("", render_html(report_to_dict(report(), GENERATED_AT)))
    tell = "<script>parent.postMessage(document.documentElement.scrollWidth, '*')</script></body>"
    tmp_path.joinpath("inner.html").write_text(page.replace("</body>", tell), encoding="utf-8")
    frame = """<!doctype html><body><pre id=probe></pre><iframe src="inner.html" width="390" height="800"></iframe>
      <script>addEventListener("message", (event) => { probe.textContent = event.data; })</script></body>"""
    dumped = open_page(frame, tmp_path, "--virtual-time-budget=3000")
    assert int(re.search(r'<pre id="probe">(\d+)', dumped)[1]) <= 390


def test_every_text_has_the_contrast_that_wcag_aa_asks_for(html: str, tmp_path: Path) -> None:
    script = """
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
        if (!walk.currentNode.data.trim() || !e.checkVisibility() || e.closest("script, style, #probe")) continue;
        const [a, b] = [light(parse(getComputedStyle(e).color)), light(ground(e))].sort((x, y) => y - x);
        const contrast = (a + 0.05) / (b + 0.05);
        checked += 1;
        if (contrast < 4.5) bad.add(`${e.tagName}.${e.className}: ${contrast.toFixed(2)}`);
      }
      return { enough: checked > 300, bad: [...bad] };
    """
    assert run_in_page(html, script, tmp_path) == {"enough": True, "bad": []}
