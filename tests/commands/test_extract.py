"""`gouji extract` offers what it heeds."""

from __future__ import annotations

import pytest

from audit import cli


@pytest.mark.parametrize(
    "option", [["--format", "json"], ["--store", "x"], ["--resume"], ["--fail-on", "error"], ["-v"]]
)
def test_extracting_offers_no_option_that_it_does_not_heed(tmp_path, option, capsys):
    assert cli.main(["extract", str(tmp_path), "-o", str(tmp_path / "out"), *option]) == 2
    assert option[0] in capsys.readouterr().err
