"""Clean publications of fictional departments that the cases of rows start from, and the edits made to them."""

from __future__ import annotations

import re
from functools import cache

from corpora import generate
from corpora.evaluation import STYLES, make_report
from corpora.planting import NotApplicable
from tests import budgets
from tests.support import ROOT

TEMPLATES = {
    "wuhan-final-accounts-2020": "wuhan-2020",
    "wuhan-final-accounts-2023": "wuhan-2023",
    "national": "wuhan-2020",
}
WRITTEN = {"national-budget": budgets.complete}
"""Packs whose publications are written out: nothing generates them."""
REPORTS = "national-evaluation"
MOST_SEEDS = 60
PROVINCES = ROOT / "corpora" / "provinces"
"""Clean publications written by hand, named like the pack that they are for."""


def _three_public(publication):
    return publication.figures.three_public


FEATURES = {
    "any": lambda p: not _three_public(p).is_nil,
    "nil_three_public": lambda p: _three_public(p).is_nil,
    "abroad": lambda p: _three_public(p).abroad.budget > 0 and _three_public(p).abroad.final > 0,
    "no_abroad": lambda p: not _three_public(p).abroad.budget and not _three_public(p).is_nil,
    "reception": lambda p: _three_public(p).reception.final > 0,
    "purchase": lambda p: _three_public(p).purchase.final > 0,
    "other_vehicles": lambda p: p.figures.assets.kind("other") > 0,
    "no_other_vehicles": lambda p: p.figures.assets.kind("other") == 0,
    "administrative": lambda p: p.figures.department.administrative,
    "institution": lambda p: not p.figures.department.administrative,
}


@cache
def base(pack: str, feature: str, faults: tuple[str, ...] = ()):
    """Return the first publication with a feature in which the faults can be planted, and its clean self.

    The feature of an evaluation report is its style.
    """
    if (PROVINCES / f"{pack}.txt").is_file():
        text = (PROVINCES / f"{pack}.txt").read_text(encoding="utf-8")
        return text, text
    if pack not in {*TEMPLATES, *WRITTEN, REPORTS}:
        raise LookupError(f"write a clean publication to begin with: corpora/provinces/{pack}.txt")
    if pack in WRITTEN:
        return WRITTEN[pack](), WRITTEN[pack]()
    if pack == REPORTS:
        style = feature if feature in STYLES else STYLES[0]
        return make_report(style, 3).text, make_report(style, 3, faults).text
    for seed in range(1, MOST_SEEDS):
        clean = generate(TEMPLATES[pack], seed=seed, frames="a")
        if not FEATURES[feature](clean):
            continue
        try:
            return clean.text, generate(TEMPLATES[pack], seed=seed, frames="a", faults=faults).text
        except NotApplicable:
            continue
    raise LookupError(f"no publication with {feature} takes {faults}")


def edited(text, case):
    """Return a text with a case's edits. An edit that changes nothing is a mistake of the case."""
    for edit in case.edits:
        lines = text.split("\n")
        low, high = _span(lines, edit.within)
        part = "\n".join(lines[low:high])
        if edit.drop:
            changed = "\n".join(line for line in lines[low:high] if not re.search(edit.drop, line))
        elif edit.cut:
            changed = ""
        else:
            changed = re.sub(edit.replace, edit.by, part, flags=re.MULTILINE)
        assert changed != part, f"{case.name}: {edit} changes nothing"
        text = "\n".join([*lines[:low], *([changed] if changed else []), *lines[high:]])
    return text


def _span(lines, within):
    """Return the lines from the last one that matches the first pattern up to the next that matches the second."""
    if not within:
        return 0, len(lines)
    start, end = within
    low = max((i for i, line in enumerate(lines) if re.search(start, line)), default=None)
    assert low is not None, f"no line has {start!r}, with which 'within' begins"
    high = next((i for i in range(low + 1, len(lines)) if re.search(end, lines[i])), len(lines))
    return low, high
