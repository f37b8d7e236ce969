"""Reads every invented sentence of tests/claims/*.yaml and compares what is read with what it says."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from audit.recognition.cleaning import clean_text
from tests.claims.cases import read_sentence, skeleton

if TYPE_CHECKING:
    from audit.model.claims import Claim

HERE = Path(__file__).parent
SEEDS = HERE.parents[2] / "shared" / "seeds"
ENTITIES = ("云岭市茶业发展局", "青溪县渔政管理站", "渔业执法支队", "渔政执法队")
OTHERS = frozenset({"quantities"})
FEWEST, FEWEST_LIKE = 300, 60


@dataclass(frozen=True, slots=True)
class Stated:
    """What one figure states. References are the numbers of figures in the sentence, from 0."""

    figure: str
    at: int
    kind: str
    relation: str
    concept: str | None = None
    measure: str = ""
    period: str = "current"
    direction: int = 0
    base: tuple[str, str, str] | None = None
    """Concept ("=": the figure's own), measure ("-": none) and period."""
    about: int | None = None
    against: int | None = None
    head: int | None = None


@dataclass(frozen=True, slots=True)
class Case:
    text: str
    section: str
    year: int
    claims: tuple[Stated, ...]
    like: str = ""
    """Whose publications a structure is taken from, "" where the seeds have it too."""
    names: tuple[str, ...] = field(default=())
    projects: tuple[str, ...] = field(default=())


def _case(raw: dict[str, Any]) -> Case:
    stated = [Stated(**{**c, "base": tuple(c["base"])} if "base" in c else c) for c in raw["claims"]]
    values = dict(raw, claims=tuple(stated))
    values |= {key: tuple(raw[key]) for key in ("names", "projects") if key in raw}
    return Case(**values)


def _cases() -> list[Case]:
    files = [yaml.safe_load(path.read_text("utf-8")) for path in sorted(HERE.glob("*.yaml")) if path.stem not in OTHERS]
    return [_case(raw) for file in files for raw in file["cases"]]


CASES = _cases()


def _stated(text: str, claim: Claim) -> Stated:
    base = claim.base
    return Stated(
        figure=text[claim.start : claim.end],
        at=claim.start,
        kind=claim.quantity.kind,
        relation=claim.relation.value,
        concept=claim.concept.key if claim.concept else None,
        measure=claim.measure.value,
        period=claim.period.value,
        direction=claim.direction,
        base=(base.concept or "=", base.measure.value or "-", base.period.value) if base else None,
        about=claim.about,
        against=claim.against,
        head=claim.head,
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.text[:40])
def test_sentence_is_read_as_it_says(case: Case) -> None:
    claims = read_sentence(case.text, case.section, case.year, case.names, case.projects)
    assert [_stated(case.text, claim) for claim in claims] == list(case.claims)


def _mask(case: Case) -> str:
    return skeleton(case.text, (*ENTITIES, *case.names, *case.projects))


def test_sentences_are_many_and_no_two_alike() -> None:
    masked: dict[str, str] = {}
    for case in CASES:
        twin = masked.setdefault(_mask(case), case.text)
        assert twin is case.text, f"{case.text} is {twin} with other figures"
    assert len(CASES) >= FEWEST
    assert sum(bool(case.like) for case in CASES) >= FEWEST_LIKE


def test_structures_of_other_places_are_not_in_the_seeds() -> None:
    texts = sorted(SEEDS.glob("*.txt"))
    if not texts:
        pytest.skip("the seeds are not beside this checkout")
    known = "".join(skeleton(clean_text(line), ()) for path in texts for line in path.read_text("utf-8").splitlines())
    assert [case.text for case in CASES if case.like and _mask(case) in known] == []
