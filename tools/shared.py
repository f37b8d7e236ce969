"""Finds the labelled publications: in the folder `shared` beside the checkout (it may be absent) and in corpora."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

_PACKS = {"wuhan-2020": "wuhan-final-accounts-2020", "wuhan-2023": "wuhan-final-accounts-2023"}
ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
SAMPLES = ROOT / "corpora" / "samples"
SCORE = SHARED / "tools" / "score.py"


@dataclass(frozen=True, slots=True)
class Labelled:
    """A publication with its labels."""

    document: Path
    labels: Path
    pack: str = "auto"
    """The pack to answer: the samples' places are invented, so the Wuhan form has to be asked for."""

    @property
    def name(self) -> str:
        return self.labels.stem


def labelled_seeds() -> tuple[Labelled, ...]:
    """Return the labelled publications of ../shared, none where it is absent."""
    pairs = ((labels, sorted((SHARED / "seeds").glob(f"{labels.stem}*.txt"))) for labels in _json(SHARED / "gold"))
    return tuple(Labelled(found[0], labels) for labels, found in pairs if found)


def seeds() -> tuple[Path, ...]:
    """Return the publications of ../shared in plain text, labelled or not."""
    return tuple(sorted((SHARED / "seeds").glob("*.txt")))


def labelled_samples() -> tuple[Labelled, ...]:
    """Return the labelled samples of corpora/, text and pages.

    Clean paged ones are left out: score.py knows paged labels by their findings, and these have none.
    """
    texts = (Labelled(labels.with_suffix(".txt"), labels, _pack(labels)) for labels in _json(SAMPLES))
    paged = (
        Labelled(labels.with_suffix(".pdf"), labels, _pack(labels))
        for labels in _json(SAMPLES)
        if _has_findings(labels)
    )
    return tuple(sorted((pair for pair in (*texts, *paged) if pair.document.is_file()), key=lambda pair: pair.name))


def _pack(labels: Path) -> str:
    return _PACKS.get(json.loads(labels.read_text(encoding="utf-8")).get("template", ""), "auto")


def _has_findings(labels: Path) -> bool:
    return bool(json.loads(labels.read_text(encoding="utf-8"))["findings"])


def _json(folder: Path) -> list[Path]:
    """Return the label files of a folder, which are those that hold claims and findings."""
    found = sorted(folder.glob("*.json"))
    return [path for path in found if {"claims", "findings"} <= set(json.loads(path.read_text(encoding="utf-8")))]
