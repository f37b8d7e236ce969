"""The time that reports print can be fixed."""

from __future__ import annotations

import re

from audit import clock


def test_a_fixed_time_is_printed(monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    assert clock.now() == "1970-01-02T00:00:00+00:00"
    assert clock.today() == "1970-01-02"


def test_without_one_or_with_nonsense_it_is_now(monkeypatch):
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    assert re.fullmatch(r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00", clock.now())
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "soon")
    assert clock.now() > "2020"
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", clock.today())
