"""Chooses what a notice of rectification says of one report: only what an auditor would sign, the rest as questions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from audit.model.checklist import Outcome
from audit.writers.briefs import standing
from audit.writers.contract import lines_of
from audit.writers.exhibits import place_title, where
from audit.writers.figures import figure_span
from audit.writers.labels import label, phrase
from audit.writers.places import PlaceIndex
from audit.writers.settlement import answer_that_counts, outcome_that_counts
from audit.writers.summary import is_apart

if TYPE_CHECKING:
    from audit.writers.contract import FindingDict, ItemDict, PlaceDict, ReportDict

_MOST_PLACES = 8
_NOT_MEANT = frozenset({"computed", "limit", "missing"})
"""How a value is labelled that is not what ought to stand there."""
_FIGURES = frozenset({"NARR_TABLE", "NARR_ARITH", "TABLE_SUM", "TABLE_CROSS", "NARR_NARR", "FORMAT"})


@dataclass(frozen=True, slots=True)
class Demand:
    """One thing to put right: what is wrong, where, how it would read if it were right, and by which rule."""

    message: str
    places: tuple[str, ...]
    stated: str
    expected: str
    expected_label: str
    corrected: str
    """The words with the figure that follows from the other places, "" where they do not say it."""
    diagnosis: str
    basis: str
    rows: tuple[str, ...]
    follows: tuple[str, ...] = ()
    """What is wrong only because of this."""


@dataclass(frozen=True, slots=True)
class Question:
    """One thing that the unit is asked to explain."""

    text: str
    reason: str
    basis: str


@dataclass(frozen=True, slots=True)
class Notice:
    """What a notice says of one publication."""

    title: str
    path: str
    demands: tuple[Demand, ...]
    questions: tuple[Question, ...]

    @property
    def is_needed(self) -> bool:
        """Whether there is anything to put right or to explain."""
        return bool(self.demands or self.questions)


def notice_of(data: ReportDict) -> Notice:
    """Return what a notice says of one report.

    A demand is an error that the publication itself is to blame for, a finding of the same cause that makes a row
    不符合, or such a row itself. What is open or unclear is asked for. What an auditor has rejected is left out.
    """
    index = PlaceIndex(data["tables"], lines_of(data))
    failed = [item for item in data["checklist"] if outcome_that_counts(item) is Outcome.FAIL]
    review = [item for item in data["checklist"] if outcome_that_counts(item) is Outcome.REVIEW]
    by_finding: dict[str, list[ItemDict]] = {}
    for item in failed:
        for name in item["findings"]:
            by_finding.setdefault(name, []).append(item)
    signed = [
        finding
        for finding in standing(data)
        if finding["cause"] == "publication"
        and not is_apart(finding)
        and (finding["severity"] == "error" or (finding["severity"] == "warning" and finding["id"] in by_finding))
    ]
    told = {finding["id"] for finding in signed}
    follows: dict[str, list[str]] = {}
    heads = []
    for finding in signed:
        root = _first_cause(finding, {one["id"]: one for one in signed})
        if root == finding["id"]:
            heads.append(finding)
        else:
            follows.setdefault(root, []).append(finding["message"])
    demands = [
        _demand(finding, by_finding.get(finding["id"], []), follows.get(finding["id"], []), data, index)
        for finding in heads
    ]
    demands += [_row_demand(item, data, index) for item in failed if not told & set(item["findings"])]
    unclear = [f for f in standing(data) if f["cause"] == "unclear" and f["severity"] in ("error", "warning")]
    questions = [_question(finding, data) for finding in unclear]
    questions += [Question(_row_title(item), item["reason"], item["basis"]) for item in review]
    document = data["document"]
    year = phrase("page", "year", year=document["fiscal_year"]) if document["fiscal_year"] else ""
    title = f"{year}{label(document['publication_type'], 'kind')}"
    return Notice(title, document["path"], tuple(demands), tuple(questions))


def _demand(
    finding: FindingDict, rows: list[ItemDict], follows: list[str], data: ReportDict, index: PlaceIndex
) -> Demand:
    return Demand(
        message=finding["message"],
        places=_places([finding, *finding["evidence"]], data, index),
        stated=finding["stated"],
        expected=finding["expected"],
        expected_label=finding.get("expected_label", "expected"),
        corrected=corrected(finding),
        diagnosis=finding["diagnosis"],
        basis=finding["basis"],
        rows=tuple(_row_title(item) for item in rows),
        follows=tuple(follows),
    )


def _first_cause(finding: FindingDict, signed: dict[str, FindingDict]) -> str:
    """Return the id of the signed finding that this one follows from in the end, its own where it follows from none."""
    at, seen = finding, {finding["id"]}
    while at["root"] in signed:
        at = signed[at["root"]]
        if at["id"] in seen:  # findings that follow from each other: each is told for itself
            return finding["id"]
        seen.add(at["id"])
    return at["id"]


def _row_demand(item: ItemDict, data: ReportDict, index: PlaceIndex) -> Demand:
    return Demand(
        message=phrase("notice", "row_failed", row=_row_title(item), answer=label(answer_that_counts(item), "answer")),
        places=_places(item["evidence"], data, index),
        stated="",
        expected="",
        expected_label="expected",
        corrected="",
        diagnosis=_why(item),
        basis=item["basis"],
        rows=(),
    )


def _why(item: ItemDict) -> str:
    """Return why a row was answered as it was: the auditor's reason where one decided."""
    settled = item["settled"]
    return settled["reason"] if settled and not settled["stale"] and settled["reason"] else item["reason"]


def _question(finding: FindingDict, data: ReportDict) -> Question:
    at = where(finding, len(data["document"]["files"]))
    return Question(
        f"{finding['message']}（{at}）" if at else finding["message"], finding["diagnosis"], finding["basis"]
    )


def _row_title(item: ItemDict) -> str:
    return f"{phrase('checklist', 'item', n=item['item'])}　{item['question']}"


def corrected(finding: FindingDict) -> str:
    """Return the quoted words with the expected figure in place of the stated one, "" where that is not one edit.

    The stated figure must stand in the words exactly once, and nothing may speak for another correction.
    """
    stated, expected, quote = finding["stated"], finding["expected"], finding["quote"]
    if finding["category"] not in _FIGURES or finding["table"] or finding["diagnosis"]:
        return ""
    if finding.get("expected_label", "expected") in _NOT_MEANT or not stated or not expected:
        return ""
    if not any(char.isdigit() for char in expected):
        return ""
    figure, wanted = stated.rstrip("%％"), expected.rstrip("%％")
    span = figure_span(quote, 0, len(quote), figure, "")
    if span is None or figure_span(quote, span[1], len(quote), figure, "") is not None:
        return ""
    after = quote[: span[0]] + wanted + quote[span[1] :]
    return "" if after == quote or wanted.strip(".,0123456789-") else after


def _places(places: list[PlaceDict], data: ReportDict, index: PlaceIndex) -> tuple[str, ...]:
    files = len(data["document"]["files"])
    lines = []
    for place in places[:_MOST_PLACES]:
        quoted = f"“{place['quote']}”" if place["quote"] else ""
        parts = (where(place, files), place_title(place, index, data), quoted)
        lines.append("　".join(part for part in parts if part))
    if len(places) > _MOST_PLACES:
        lines.append(phrase("findings", "more", n=len(places) - _MOST_PLACES))
    return tuple(dict.fromkeys(line for line in lines if line))
