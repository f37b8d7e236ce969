"""Writes docs/reference.md from rules/: error codes, templates, table roles, relations.

python -m tools.reference           write it
python -m tools.reference --check   say whether it is up to date (exit code 1 where it is not)
"""

from __future__ import annotations

import argparse
import sys
import textwrap
from collections import Counter
from dataclasses import MISSING, fields
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, get_args, get_origin, get_type_hints

from audit import messages
from audit.model.tailoring import FormatChoice, Materiality, Tailoring, Waiver
from audit.packs.checklists import load_kinds, load_packs
from audit.packs.loader import load_rules
from audit.packs.text_rules import load_text_rules
from tools.examples import examples

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audit.model.rules import RelationRule, RelationTerm, RoleRule, Rules

PAGE = Path(__file__).resolve().parent.parent / "docs" / "reference.md"
_HEAD = """\
<!-- Written by `make docs` from rules/. Edit the rules, not this page. -->
# Reference

"""


def render(rules: Rules) -> str:
    """Return the page."""
    parts = (_errors(), _rows(), _kinds(), _templates(rules), _roles(rules), _relations(rules))
    more = (_settings(), _policies(), _classification())
    return _HEAD + "\n".join("\n".join(part) + "\n" for part in (*parts, *more))


def _errors() -> Iterator[str]:
    yield "## Error codes"
    yield ""
    yield "| code | what happened | where | what to do |"
    yield "| --- | --- | --- | --- |"
    for code, problem in sorted(messages.catalogue().problems.items()):
        yield _row(code, problem.what, problem.where, problem.todo)


def _rows() -> Iterator[str]:
    for pack in load_packs():
        yield f"## Checklist `{pack.head.id}`: {pack.head.title}"
        yield ""
        yield "| row | id | category | question | decided from | good answer | kinds of check | basis |"
        yield "| --- | --- | --- | --- | --- | --- | --- | --- |"
        for item in pack.items:
            kinds = ", ".join(f"`{kind}`" for check in item.checks for kind in check.kinds)
            known = (item.item, f"`{item.id}`", item.category, item.question, item.decides.value, item.polarity.value)
            yield _row(*known, kinds, item.basis)
        yield ""


def _kinds() -> Iterator[str]:
    yield "## Kinds of check"
    yield ""
    yield "| kind | how it decides | a pass | a fail |"
    yield "| --- | --- | --- | --- |"
    for name, words in sorted(load_kinds().items()):
        yield _row(f"`{name}`", words.how, words.passes, words.fails)
    yield ""
    yield "How the checklists write them, each as it stands in the file named:"
    for name, example in sorted(examples().items()):
        yield ""
        yield f"### `{name}`"
        yield ""
        yield f"`rules/{example.source}`"
        yield ""
        yield "```yaml"
        yield f"checks:\n{textwrap.indent(example.text, '  ').rstrip()}"
        yield "```"


def _templates(rules: Rules) -> Iterator[str]:
    yield "## Templates"
    yield ""
    yield "| id | title | type | years | extends | sections | roles | source |"
    yield "| --- | --- | --- | --- | --- | --- | --- | --- |"
    for rule in sorted(rules.recognition.templates, key=lambda rule: rule.id):
        years = ", ".join(map(str, rule.years))
        yield _row(
            f"`{rule.id}`",
            rule.title,
            rule.publication_type.value,
            years,
            f"`{rule.extends}`" if rule.extends else "",
            len(rule.sections),
            len(rule.roles),
            rule.source,
        )


def _roles(rules: Rules) -> Iterator[str]:
    yield "## Table roles"
    yield ""
    yield "| role | table | layout | columns | named lines | in the templates |"
    yield "| --- | --- | --- | --- | --- | --- |"
    found: dict[str, tuple[RoleRule, list[str]]] = {}
    for template in sorted(rules.recognition.templates, key=lambda rule: rule.id):
        for role in template.roles:
            found.setdefault(role.role, (role, []))[1].append(f"`{template.id}`")
    for name, (role, templates) in sorted(found.items()):
        columns = ", ".join(f"`{column.key}`" for column in role.columns)
        yield _row(f"`{name}`", role.label, role.layout.value, columns, len(role.lines), ", ".join(templates))


def _relations(rules: Rules) -> Iterator[str]:
    yield "## Relations"
    yield ""
    yield "| id | what must be equal | left | right | basis |"
    yield "| --- | --- | --- | --- | --- |"
    for rule in sorted(rules.reconciliation.relations, key=lambda rule: rule.id):
        yield _relation(rule)


def _relation(rule: RelationRule) -> str:
    return _row(f"`{rule.id}`", rule.title, _side(rule.left), _side(rule.right), rule.basis)


def _side(terms: tuple[RelationTerm, ...]) -> str:
    signed = [f"{'-' if term.sign < 0 else '+'} `{term.role}[{term.row}, {term.column}]`" for term in terms]
    return " ".join(signed).removeprefix("+ ")


def _settings() -> Iterator[str]:
    yield "## Settings: gouji.yaml"
    yield ""
    yield "Any key may be left out; what each one does is told in [waivers](waivers.md)."
    yield ""
    yield "| key | values |"
    yield "| --- | --- |"
    parts = (("", Tailoring), ("format.", FormatChoice), ("materiality.", Materiality), ("waivers[].", Waiver))
    for prefix, kind in parts:
        hints = get_type_hints(kind)
        for one in fields(kind):
            if not one.metadata.get("internal"):
                needed = " (needed)" if one.default is MISSING and one.default_factory is MISSING else ""
                yield _row(f"`{prefix}{one.name}`{needed}", _kind(hints[one.name]))


def _kind(hint: object) -> str:
    """Return a type as an author of YAML may read it."""
    origin, arguments = get_origin(hint), [one for one in get_args(hint) if one not in (type(None), Ellipsis)]
    if origin is dict:
        return f"name: {_kind(arguments[1])}"
    if origin is tuple:
        return f"list of {_kind(arguments[0])}"
    if arguments:
        return _kind(arguments[0])
    if isinstance(hint, type) and issubclass(hint, Enum):
        return ", ".join(f"`{one.value}`" for one in hint)
    names = {str: "text", Decimal: "number"}
    return names.get(hint, "keys below") if isinstance(hint, type) else str(hint)


def _policies() -> Iterator[str]:
    rules = load_text_rules()
    yield "## Format policies"
    yield ""
    yield "| key | id | templates | basis |"
    yield "| --- | --- | --- | --- |"
    for text in rules.number_format.policies:
        yield _row("`format.text`", f"`{text.id}`", ", ".join(text.templates), text.basis)
    for tables in rules.table_format.policies:
        yield _row("`format.tables`", f"`{tables.id}`", ", ".join(tables.templates), tables.basis)


def _classification() -> Iterator[str]:
    rules = load_text_rules().classification
    names = Counter(name.code for name in rules.names)
    digits = Counter(len(code) for code in names)
    yield "## Classification"
    yield ""
    yield f"`rules/classification/*.csv` name {digits[3]} codes of 3 digits, {digits[5]} of 5 and {digits[7]} of 7."
    yield "Names that have changed:"
    yield ""
    yield "| code | name | from | to |"
    yield "| --- | --- | --- | --- |"
    for name in rules.names:
        if names[name.code] > 1:
            yield _row(name.code, name.name, name.valid_from or "", name.valid_to or "")


def _row(*cells: object) -> str:
    return "| " + " | ".join(str(cell).replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"


def main() -> int:
    """Write the page, or check it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    check = parser.parse_args().check
    page = render(load_rules())
    if not check:
        PAGE.write_text(page, encoding="utf-8", newline="\n")
        return 0
    if PAGE.is_file() and PAGE.read_text(encoding="utf-8") == page:
        return 0
    print(f"{PAGE.name} is not what rules/ say now: run `make docs` and commit it", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
