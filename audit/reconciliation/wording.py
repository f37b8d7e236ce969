"""Fills the catalogue's messages and builds findings."""

from __future__ import annotations

from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from audit.model.findings import Category, Cause, ExpectedLabel, Finding, Severity, found, printed

if TYPE_CHECKING:
    from audit.model.places import Ref
    from audit.model.rules import Message

_AT_STAKE = Decimal("0.01")  # 万元: the grid on which amounts at stake are told


class Wording:
    """The messages of findings, from rules/relations/messages.yaml."""

    def __init__(self, messages: dict[str, Message]) -> None:
        self._messages = messages

    def text(self, key: str, **values: object) -> str:
        """Return one message with its place holders filled. Figures are printed without trailing zeros."""
        return self._messages[key].message.format(**{k: printed(v) for k, v in values.items()})

    def finding(
        self,
        key: str,
        rule: str,
        category: Category,
        severity: Severity,
        places: list[Ref],
        *,
        stated: object = "",
        expected: object = "",
        diagnosis: str = "",
        at_stake: Decimal = Decimal(0),
        cause: Cause = Cause.PUBLICATION,
        expected_label: ExpectedLabel | None = None,
        **values: object,
    ) -> Finding:
        """Build a finding from a message. `places[0]` is where it stands.

        `expected_label` tells how `expected` is to be read where one message serves for several cases. What differs
        but for rounding need not be written otherwise.
        """
        template = self._messages[key]
        if severity is Severity.ROUNDING:
            # nothing need be written otherwise: the message must not say so either
            template = self._messages.get(f"{key}.rounding", template)
        told = found(
            template, rule, category, severity, places, stated=stated, expected=expected, cause=cause, values=values
        )
        if severity is Severity.ROUNDING:
            expected_label = ExpectedLabel.COMPUTED
        stake = abs(at_stake).quantize(_AT_STAKE, ROUND_HALF_UP)
        return replace(told, expected_label=expected_label or told.expected_label, diagnosis=diagnosis, at_stake=stake)
