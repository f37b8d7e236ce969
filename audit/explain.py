"""Says what a pack, a row or a rule is: what it asks, why, by which source, how it is decided (`gouji explain`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit import messages
from audit.packs.checklists import load_kinds, load_packs
from audit.packs.loader import load_rules

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audit.model.packs import Item, Pack
    from audit.model.rules import RelationRule, RelationTerm, RoleRule


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
    """Return what is known of a row (number or id), a relation or a message of a finding; nothing for other names."""
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
    message = rules.reconciliation.messages.get(name)
    if message is not None:
        found += [
            messages.text("explain.says", text=message.message),
            messages.text("explain.basis", text=message.basis),
        ]
    return tuple(found)


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
