"""Pictures in a report: inside the page while they are few, in a folder beside it when they are many."""

from __future__ import annotations

import json
import re

import pytest

from audit import illustrate
from audit.pipeline import audit_publication, remove_report, write_report
from tests.support import ROOT

SAMPLE = ROOT / "corpora" / "samples" / "shanghai-2024_faulty_pages.pdf"
FORMATS = ("json", "html")
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def report():
    return audit_publication([SAMPLE])


def written(report, folder, formats=FORMATS):
    write_report(report, folder, formats, "2030-01-01T00:00:00+00:00")
    return json.loads((folder / "report.json").read_text(encoding="utf-8"))


def test_pictures_stand_in_the_page(report, tmp_path):
    data = written(report, tmp_path)
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    cited = {name for finding in data["findings"] for name in finding["pictures"]}
    assert cited == set(data["pictures"]) != set()
    assert all(entry["source"].startswith("data:image/webp;base64,") for entry in data["pictures"].values())
    assert len(re.findall(r'<img src="data:image/webp;base64,', page)) >= len(data["findings"])
    assert "img-src data:;" in page
    assert not (tmp_path / "pictures").exists()


def test_many_pictures_stand_beside_the_page_and_go_with_it(report, tmp_path, monkeypatch):
    monkeypatch.setattr(illustrate, "_MOST_INSIDE", 1000)
    data = written(report, tmp_path)
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    sources = {entry["source"] for entry in data["pictures"].values()}
    assert sources == {f"pictures/{path.name}" for path in (tmp_path / "pictures").iterdir()}
    assert "img-src data: 'self' file:;" in page
    monkeypatch.undo()
    written(report, tmp_path)
    assert not (tmp_path / "pictures").exists()
    monkeypatch.setattr(illustrate, "_MOST_INSIDE", 1000)
    written(report, tmp_path)
    remove_report(tmp_path)
    assert not tmp_path.exists()


def test_two_runs_give_the_same_pictures(report, tmp_path):
    assert written(report, tmp_path / "a") == written(report, tmp_path / "b")


def test_without_a_page_nothing_is_drawn(report, tmp_path):
    assert "pictures" not in written(report, tmp_path, ("json",))
