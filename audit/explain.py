"""Says what a pack, a row or a rule is: what it asks, why, by which source, how it is decided (`gouji explain`)."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

from audit import messages
from audit.model.measured import measured_key
from audit.packs.checklists import load_kinds, load_packs
from audit.packs.loader import load_rules
from audit.packs.rule_names import load_rule_names
from audit.packs.text_rules import load_text_rules

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audit.model.packs import FindingsOf, Item, Pack
    from audit.model.rules import Message, RelationRule, RelationTerm, RoleRule


def describe_packs() -> tuple[str, ...]:
    """Return a line for each pack and each template."""
    lines = []
    for pack in load_packs():
        head = pack.head
        lines.append(
            messages.text(
                "packs.line", id=head.id, title=head.title, rows=len(pack.items), extends=_extends(head.extends)
            )
        )
    for template in sorted(load_rules().recognition.templates, key=lambda t: t.id):
        extends = _extends(template.extends)
        lines.append(messages.text("packs.template", id=template.id, title=template.title, extends=extends))
    return tuple(lines)


def _extends(base: str) -> str:
    return messages.text("packs.extends", base=base) if base else ""


def explain(name: str) -> tuple[str, ...]:
    """Return what is known of a row (number or id), a rule or a relation; nothing for other names."""
    found: list[str] = []
    seen: list[Item] = []
    for pack in load_packs():
        for item in pack.items:
            if name in (str(item.item), item.id) and item not in seen:
                seen.append(item)
                found += _row(pack, item)
    rules = load_rules()
    labels = {role.role: role for template in rules.recognition.templates for role in template.roles}
    for relation in rules.reconciliation.relations:
        if relation.id == name:
            found += _relation(relation, labels)
    return (*found, *_rule(name))


def _rule(name: str) -> Iterator[str]:
    """Say what a rule is called and says, on which rows it bears, and how often it was right."""
    called = load_rule_names().name_of(name)
    message = _messages().get(name)
    if not called and message is None:
        return
    yield messages.text("explain.rule", id=name, title=called)
    if message is not None:
        yield messages.text("explain.says", text=message.message)
        yield messages.text("explain.basis", text=message.basis)
    packs = load_packs()
    for pack in packs:
        rows = [str(item.item) for item in pack.items if any(_bears(name, check.findings_of) for check in item.checks)]
        if rows:
            yield messages.text("explain.bears", pack=pack.head.title, rows="、".join(rows))
    measured = next((pack.measured for pack in packs if pack.measured), None)
    items = {item.id for pack in packs for item in pack.items}
    record = measured.rules.get(measured_key(name, items)) if measured else None
    if record is None:
        yield messages.text("explain.not_measured")
        return
    counts = {"right": record.right, "total": record.right + record.wrong, "publications": record.publications}
    yield messages.text("explain.decides_rows" if record.is_proven else "explain.asks_for_a_look", **counts)


def _bears(rule: str, params: FindingsOf | None) -> bool:
    """Tell whether a row names a rule among those whose findings it asks for."""
    return params is not None and rule.startswith(params.rules) and not (params.but and rule.startswith(params.but))


def _messages() -> dict[str, Message]:
    """Return the messages of findings by rule."""
    text = load_text_rules()
    found = dict(load_rules().reconciliation.messages)
    for field in fields(text):
        found |= getattr(getattr(text, field.name), "messages", {})
    return found


def _row(pack: Pack, item: Item) -> Iterator[str]:
    kinds = load_kinds()
    yield messages.text("explain.row", pack=pack.head.title, item=item.item, id=item.id)
    yield messages.text("explain.asks", text=item.question)
    yield messages.text("explain.category", text=item.category)
    yield messages.text("explain.basis", text=item.basis)
    yield messages.text(f"explain.good.{item.polarity.value}")
    yield messages.text(f"explain.decides.{item.decides.value}")
    for check in item.checks:
        for kind in check.kinds:
            words = kinds[kind]
            yield messages.text("explain.how", text=words.how)
            yield messages.text("explain.pass", text=words.passes)
            yield messages.text("explain.fail", text=words.fails)


def _relation(relation: RelationRule, labels: dict[str, RoleRule]) -> Iterator[str]:
    yield messages.text("explain.relation", id=relation.id, title=relation.title)
    yield messages.text("explain.basis", text=relation.basis)
    left, right = (_side(side, labels) for side in (relation.left, relation.right))
    yield messages.text("explain.sides", left=left, right=right)


def _side(terms: tuple[RelationTerm, ...], labels: dict[str, RoleRule]) -> str:
    signs = {1: "＋", -1: "－"}
    told = [
        f"{signs[term.sign]}{labels[term.role].label}〔{term.row}，{term.column}〕"
        for term in terms
        if term.role in labels
    ]
    return "".join(told).removeprefix("＋")
