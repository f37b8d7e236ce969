"""Keeps tests/golden/: what the audit makes of each sample publication, a page or two of it.

python -m tools.golden           compare; exit code 1 and a diff where something changed
python -m tools.golden --write   write the files anew; read the diff before you commit it
"""

from __future__ import annotations

import argparse
import difflib
import json
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from audit.pipeline import SUPPORTED_SUFFIXES, audit_publication

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audit.model.places import Ref
    from audit.model.report import AuditReport

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "corpora" / "samples"
GOLDEN = ROOT / "tests" / "golden"


def samples() -> tuple[Path, ...]:
    """Return the committed sample publications."""
    return tuple(sorted(path for path in SAMPLES.rglob("*") if path.suffix in SUPPORTED_SUFFIXES))


def golden_file(sample: Path) -> Path:
    """Return where the projection of a sample is kept; two formats of one stem are kept apart."""
    return GOLDEN / f"{sample.relative_to(SAMPLES).as_posix().replace('/', '_')}.json"


def project(report: AuditReport) -> str:
    """Return the part of a report that must not change unseen, one line for each thing."""
    identity = report.identity
    data = {
        "document": {
            "publication_type": identity.publication_type.value,
            "entity": identity.entity,
            "fiscal_year": identity.fiscal_year,
            "template": identity.template,
        },
        "coverage": f"{report.coverage.settled}/{report.coverage.figures}",
        "statuses": dict(sorted(Counter(claim.status for claim in report.claims).items())),
        "rows": {f"{item.item} {item.id}": f"{item.answer} {item.outcome}" for item in report.checklist},
        "tables": [f"{t.role or '?'}: {len(t.rows)} rows, {t.fact_count} facts" for t in report.document.tables],
        "sections": [f"{s.path or '-'} {s.key or '?'} {_at(s.ref)}" for s in report.document.sections if s.level <= 2],
        "findings": [
            f"{f.id} {f.severity} {f.cause} {f.category} {f.rule} {_at(f.places[0])} {f.places[0].quote}"
            f" | {f.stated} -> {f.expected} | {' '.join(_at(ref) for ref in f.places[1:])}"
            for f in report.findings
        ],
        "unsettled or wrong": [
            f"{_at(c.ref)} {c.value} {c.unit} {c.relation} {c.status}" for c in report.claims if c.status != "agrees"
        ],
    }
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def _at(ref: Ref) -> str:
    line = f"L{ref.line}" if ref.line is not None else f"p{ref.page}b{ref.block}"
    return f"{line}:{ref.start}-{ref.end}"


def differences() -> Iterator[str]:
    """Yield the lines of a diff between what is kept and what the audit says now."""
    for sample in samples():
        kept = golden_file(sample)
        old = kept.read_text(encoding="utf-8") if kept.is_file() else ""
        new = project(audit_publication([sample]))
        name = kept.relative_to(ROOT).as_posix()
        yield from difflib.unified_diff(old.splitlines(), new.splitlines(), name, "now", lineterm="", n=1)
    for stray in sorted(set(GOLDEN.glob("*.json")) - {golden_file(sample) for sample in samples()}):
        yield f"{stray.relative_to(ROOT).as_posix()}: no such sample"


def main() -> int:
    """Compare or write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true")
    if not parser.parse_args().write:
        changed = list(differences())
        print("\n".join(changed) if changed else f"{len(samples())} golden files agree")
        return 1 if changed else 0
    GOLDEN.mkdir(parents=True, exist_ok=True)
    for stray in GOLDEN.glob("*.json"):
        stray.unlink()
    for sample in samples():
        golden_file(sample).write_text(project(audit_publication([sample])), encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
