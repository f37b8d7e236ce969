"""Whatever a report cites can be read in it, at a place that a link leads to."""

from __future__ import annotations

import re
from dataclasses import replace

from audit.model.places import Ref
from audit.writers.cited import cited_lines
from audit.writers.contract import lines_of
from audit.writers.html_writer import render_html
from audit.writers.json_writer import report_to_dict
from audit.writers.places import PlaceIndex
from tests.writers.sample import GENERATED_AT, full_report
from tests.writers.sample_text import LINES, line_of

COVER = next(number for number, text in enumerate(LINES, 1) if text.strip() and "\t" not in text)


def citing(place):
    """Return the report with its first finding resting on one more place."""
    report = full_report()
    first, *rest = report.findings
    return replace(report, findings=(replace(first, places=(*first.places, place)), *rest))


def data_of(report):
    return report_to_dict(report, GENERATED_AT)


def place_of(number):
    text = LINES[number - 1]
    return Ref("f1", line=number, start=0, end=len(text), quote=text[:120])


def test_a_cited_line_of_another_part_is_shown_and_led_to():
    report = citing(place_of(COVER))
    data = data_of(report)
    assert COVER not in {line["line"] for line in data["text"]}, "the text stays the explanation part"
    assert COVER in {line["line"] for line in data["cited"]}
    at = PlaceIndex(data["tables"], lines_of(data)).text(data["findings"][0]["evidence"][-1])
    assert at is not None
    html = render_html(data)
    assert f'id="{at.anchor}"' in html
    assert f'href="#{at.anchor}"' in html


def test_lines_that_are_shown_anyway_are_not_shown_again():
    data = data_of(full_report())
    text = {(line["file"], line["line"]) for line in data["text"]}
    cited = [(line["file"], line["line"]) for line in data["cited"]]
    assert not text & set(cited)
    assert cited == sorted(set(cited), key=lambda pair: pair[1])
    row = line_of("一、一般公共预算财政拨款收入\t")
    assert row not in {line.line for line in cited_lines(citing(place_of(row)))}, "rows stand in their tables"


def test_every_place_of_a_finding_that_says_something_can_be_read():
    data = data_of(citing(place_of(COVER)))
    index = PlaceIndex(data["tables"], lines_of(data))
    for finding in data["findings"]:
        for place in (finding, *finding["evidence"]):
            if place["quote"] and place["line"] is not None:
                assert index.cell(place) or index.text(place), place


def test_the_words_on_which_a_finding_stands_are_marked_in_the_text():
    html = render_html(data_of(full_report()))
    text = html[html.index('<section id="text"') : html.index('<section id="unverified"')]
    marked = re.sub(r"<[^>]+>", "", "".join(re.findall(r"<mark>.*?</mark>", text, re.DOTALL)))
    stands = data_of(full_report())["findings"][0]["quote"]
    assert stands in marked


def test_a_report_without_cited_lines_can_be_rendered():
    data = data_of(full_report())
    del data["cited"]
    assert render_html(data)
