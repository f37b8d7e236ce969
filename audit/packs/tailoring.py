"""Reads gouji.yaml, found above the publication or named; what names nothing that there is, is an error."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from audit import messages
from audit.model.tailoring import FormatChoice, Tailoring
from audit.packs.checklists import load_packs
from audit.packs.strict_yaml import RuleFileError, line_of, load
from audit.packs.text_rules import load_text_rules

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from audit.model.packs import Pack
    from audit.model.text_rules import FormatPolicy, TablePolicy, TextRules

CONFIG_FILE = "gouji.yaml"
AUTO, OFF = "auto", "off"
LARGEST = 256 * 1024
"""Bytes: settings are written by hand."""


def find_config(start: Path) -> Path | None:
    """Return the nearest gouji.yaml in the folder `start` or above it."""
    folder = start.absolute()
    return next((path for above in (folder, *folder.parents) if (path := above / CONFIG_FILE).is_file()), None)


def load_tailoring(path: Path, shown: str = "") -> Tailoring:
    """Read the file strictly; `shown` is its path as the user knows it.

    Raises RuleFileError for unknown keys and wrong values, and for packs, rows and policies that there are not.
    """
    if path.stat().st_size > LARGEST:
        raise RuleFileError(path, 1, messages.text("config.large"))
    tailoring = load(path, Tailoring)
    _refuse_unknown(path, tailoring)
    _refuse_waivers(path, tailoring)
    return replace(
        tailoring,
        pack="" if tailoring.pack == AUTO else tailoring.pack,
        waivers=tuple(replace(w, line=line_of(path, "waivers", at)) for at, w in enumerate(tailoring.waivers)),
        source=shown or str(path),
        sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
    )


def tailor_pack(pack: Pack, tailoring: Tailoring) -> Pack:
    """Return the pack without the rows that are switched off."""
    return replace(pack, items=tuple(item for item in pack.items if item.id not in tailoring.rows_off))


def tailor_text(rules: TextRules, tailoring: Tailoring, template: str) -> TextRules:
    """Return the rules of the text with the policies that were chosen in the place of the template's own."""
    text, tables = tailoring.format.text, tailoring.format.tables
    if text:
        chosen = (replace(one, templates=(template,)) for one in rules.number_format.policies if one.id == text)
        rules = replace(rules, number_format=replace(rules.number_format, policies=tuple(chosen)))
    if tables:
        kept = (replace(one, templates=(template,)) for one in rules.table_format.policies if one.id == tables)
        rules = replace(rules, table_format=replace(rules.table_format, policies=tuple(kept)))
    return rules


def _refuse_unknown(path: Path, tailoring: Tailoring) -> None:
    """Refuse names of packs, rows and policies that there are not. Raises RuleFileError."""
    packs = load_packs()
    if tailoring.pack and tailoring.pack != AUTO:
        _refuse(path, ("pack",), tailoring.pack, [pack.id for pack in packs], "config.pack")
    rows = {item.id for pack in packs for item in pack.items}
    for key, named in (("rows", tailoring.rows), ("weights", tailoring.weights)):
        for name in named:
            _refuse(path, (key, name), name, rows, "config.row")
    if tailoring.format != FormatChoice():
        _refuse_policies(path, tailoring.format)
    for name, weight in tailoring.weights.items():
        if not weight.is_finite() or weight < 0:
            raise RuleFileError(path, line_of(path, "weights", name), messages.text("config.weight", value=weight))
    if tailoring.materiality is not None:
        amount = tailoring.materiality.amount
        if not amount.is_finite() or amount <= 0:
            line = line_of(path, "materiality", "amount")
            raise RuleFileError(path, line, messages.text("config.amount", value=amount))


def _refuse_policies(path: Path, chosen: FormatChoice) -> None:
    rules = load_text_rules()
    policies: tuple[tuple[str, str, tuple[FormatPolicy | TablePolicy, ...]], ...] = (
        ("text", chosen.text, rules.number_format.policies),
        ("tables", chosen.tables, rules.table_format.policies),
    )
    for key, name, known in policies:
        if name and name != OFF:
            _refuse(path, ("format", key), name, [OFF, *(policy.id for policy in known)], "config.policy")


def _refuse(path: Path, keys: tuple[str, ...], name: str, known: Iterable[str], text: str) -> None:
    known = sorted(known)
    if name not in known:
        shown = messages.text(text, value=name, known=messages.text("config.known", names=", ".join(known)))
        raise RuleFileError(path, line_of(path, *keys), shown)


def _refuse_waivers(path: Path, tailoring: Tailoring) -> None:
    """Refuse waivers without a reason or a finding, with a date that is none, or twice. Raises RuleFileError."""
    seen: set[tuple[str, str]] = set()
    for at, waiver in enumerate(tailoring.waivers):
        for key in ("rule", "fingerprint", "reason"):
            if not str(getattr(waiver, key)).strip():
                raise RuleFileError(path, line_of(path, "waivers", at, key), messages.text("config.blank", key=key))
        if waiver.expiry:
            try:
                date.fromisoformat(waiver.expiry)
            except ValueError:
                line = line_of(path, "waivers", at, "expiry")
                raise RuleFileError(path, line, messages.text("config.expiry", value=waiver.expiry)) from None
        own = (waiver.publication, waiver.fingerprint)
        if own in seen:
            line = line_of(path, "waivers", at)
            raise RuleFileError(path, line, messages.text("config.twice", value=waiver.fingerprint))
        seen.add(own)
