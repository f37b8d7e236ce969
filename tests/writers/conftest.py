"""A headless browser for the tests that look at pages; they skip with the reason where there is none."""

from __future__ import annotations

import importlib.util
import shutil
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")


@pytest.fixture(scope="package")
def browser() -> Iterator[object]:
    """The system's Chromium under Playwright."""
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine")
    if importlib.util.find_spec("playwright") is None:
        pytest.skip("playwright is not installed")
    from playwright.sync_api import Error, sync_playwright  # noqa: PLC0415  # absent on some machines

    with sync_playwright() as playwright:
        try:
            chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        except Error as error:
            pytest.skip(f"the browser does not start here: {str(error)[:200]}")
        yield chromium
        chromium.close()


@pytest.fixture
def open_page(browser, tmp_path):
    """Open a page from a file, as a user would; what its console complains of is an error of the test."""
    contexts, complaints = [], []

    def visit(html, *, width=1280, script=True, path=None, anchor=""):
        path = path or tmp_path / "page.html"
        if html is not None:
            path.write_text(html, encoding="utf-8")
        context = browser.new_context(viewport={"width": width, "height": 900}, java_script_enabled=script)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(8000)
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda request: complaints.append(request.url) if is_outside(request.url) else None)
        page.goto(path.as_uri() + anchor)
        return page

    yield visit
    for context in contexts:
        context.close()
    assert complaints == []


def is_outside(url: str) -> bool:
    """Tell whether a page asks for anything that is not on this machine."""
    return not url.startswith(("file:", "data:", "about:"))
