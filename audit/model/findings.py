"""Findings: what is wrong, where, and what every statement of it rests on (report-contract)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from audit.model.places import Ref
from audit.model.values import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from audit.model.rules import Message


class Category(StrEnum):
    NARR_TABLE = "NARR_TABLE"
    NARR_ARITH = "NARR_ARITH"
    TABLE_SUM = "TABLE_SUM"
    TABLE_CROSS = "TABLE_CROSS"
    NARR_NARR = "NARR_NARR"
    FORMAT = "FORMAT"
    STRUCTURE = "STRUCTURE"
    TEXT = "TEXT"
    LOGIC = "LOGIC"


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"
    ROUNDING = "rounding"
    INFO = "info"


class Cause(StrEnum):
    PUBLICATION = "publication"
    EXTRACTION = "extraction"
    UNCLEAR = "unclear"


class ExpectedLabel(StrEnum):
    """How the expected value of a finding is to be read."""

    EXPECTED = "expected"
    """It is what ought to stand there."""
    ELSEWHERE = "elsewhere"
    """It is what another place says: nobody knows which of the two is right."""
    COMPUTED = "computed"
    """It is what the other figures come to: any of them may be the wrong one, or none but for rounding."""
    LIMIT = "limit"
    """It is what the stated value must not exceed."""
    MISSING = "missing"
    """It is what ought to be there and is not."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One defect. `places[0]` is where it stands; the others are what it rests on, in order of weight.

    `id` is given when the report is put together; `fingerprint` survives a re-audit.
    """

    rule: str
    category: Category
    severity: Severity
    cause: Cause
    message: str
    basis: str
    places: tuple[Ref, ...]
    stated: str = ""
    expected: str = ""
    diagnosis: str = ""
    at_stake: Decimal = Decimal(0)
    """万元 in question, 0 where it is not about money."""
    root: str = ""
    """Fingerprint of the finding that this one follows from: it is told under that one and not counted."""
    id: str = ""
    fingerprint: str = ""
    own_severity: Severity | None = None
    """Severity before a user's settings gave it another; None where they gave none."""
    is_waived: bool = False
    """True where somebody answers for it: it is listed apart and turns no row."""
    is_immaterial: bool = False
    """True where its difference is below the user's threshold: it is listed apart."""
    expected_label: ExpectedLabel = ExpectedLabel.EXPECTED

    @property
    def is_apart(self) -> bool:
        """Tell whether it is counted and shown apart from the others."""
        return self.is_waived or self.is_immaterial


def printed(value: object) -> str:
    """Return a value as findings print it: figures without trailing zeros."""
    return plain(value) if isinstance(value, Decimal) else str(value)


def found(
    template: Message,
    rule: str,
    category: Category,
    severity: Severity,
    places: Iterable[Ref],
    *,
    stated: object,
    expected: object,
    cause: Cause,
    values: Mapping[str, object],
) -> Finding:
    """Fill a message into a finding. `places[0]` is where the defect stands; a place that comes twice counts once."""
    filled = {name: printed(value) for name, value in {**values, "stated": stated, "expected": expected}.items()}
    return Finding(
        rule=rule,
        category=category,
        severity=severity,
        cause=cause,
        message=template.message.format(**filled),
        basis=template.basis.format(**filled),
        places=tuple(dict.fromkeys(places)),
        stated=printed(stated),
        expected=printed(expected),
        expected_label=template.label,
    )
