"""Looks through packs and templates for what an author of rules would want to know: `gouji packs lint`."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, TypeVar

import regex

from audit import messages
from audit.model.pack_words import Words
from audit.model.packs import Item, ItemPatch, OutsideEvidence, PackHead
from audit.model.rules import TemplateRule
from audit.packs.cases import load_cases
from audit.packs.catalogue import PACK_FILE, find_packs
from audit.packs.checklists import ITEMS, WORDING, load_packs
from audit.packs.loader import load_rules, load_templates
from audit.packs.strict_yaml import RuleFileError, line_of, load

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from audit.model.packs import Pack

T = TypeVar("T")

CHECKLISTS, TEMPLATES = "checklists", "templates"
CASES = ("tests", "rules")
"""Where the cases of the rows stand, beside rules/."""
TO_FILL_IN = "待填"
"""What a scaffold leaves for its author."""
PATTERNS = frozenset(
    {"marks", "words", "nil", "counted", "columns", "fund", "pattern", "titles", "captions", "headers"}
)
"""Keys whose values are patterns."""
PARTS = frozenset({"cover", "contents"})
"""What may prove something beside sections and tables."""
ROLE_PARTS = ("columns", "lines", "panels")
"""What a table that replaces the general one must not lose: without it nothing is read from the table."""
EVIDENCE = frozenset(field.name for field in dataclasses.fields(OutsideEvidence))


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong in a rule file, as one sentence."""

    path: Path
    line: int
    message: str


def lint(path: Path) -> tuple[Fault, ...]:
    """Return the faults of the rule files in or below `path`, in the order of files and lines.

    `path` is a rules folder, or a file or folder inside one. Raises FileNotFoundError where it is none.
    """
    path = path.absolute()
    root = rules_of(path)
    faults = {fault for check in (_packs, _templates) for fault in check(root)}
    inside = [fault for fault in faults if fault.path == path or path in fault.path.parents or path == root]
    return tuple(sorted(inside, key=lambda fault: (str(fault.path), fault.line, fault.message)))


def rules_of(path: Path) -> Path:
    """Return the rules folder that a path lies in. Raises FileNotFoundError where there is none."""
    for folder in (path, *path.parents):
        if (folder / CHECKLISTS / WORDING).is_dir() and (folder / TEMPLATES).is_dir():
            return folder
    raise FileNotFoundError(path)


def _told(path: Path, keys: tuple[str | int, ...], name: str, **values: object) -> Fault:
    return Fault(path, line_of(path, *keys), messages.text(f"lint.{name}", **values))


def _of_error(error: RuleFileError) -> Fault:
    told = messages.text(f"yaml.{error.kind}", **error.values) if error.kind else error.message
    return Fault(error.path, error.line, told)


def _read(path: Path, kind: type[T], faults: list[Fault]) -> T | None:
    """Read a file, or note what is wrong with it."""
    try:
        return load(path, kind)
    except RuleFileError as error:
        faults.append(_of_error(error))
        return None


def _packs(root: Path) -> Iterator[Fault]:
    folder = root / CHECKLISTS
    faults: list[Fault] = []
    heads: dict[str, PackHead] = {}
    for found in find_packs(folder):
        head = _read(found.path / PACK_FILE, PackHead, faults)
        if head is not None:
            heads[found.id] = head
    rows = {name: _own_rows(folder / name / ITEMS, heads, name, folder, faults) for name in heads}
    yield from faults
    for name, head in heads.items():
        yield from _head(folder / name / PACK_FILE, head, heads, root)
        for file, row in rows[name].items():
            yield from _row(file, row)
            yield from _cases(root, name, file)
    if faults:
        return
    try:
        packs = load_packs.__wrapped__(folder)
    except RuleFileError as error:
        yield _of_error(error)
        return
    words = load(folder / WORDING / "words.yaml", Words)
    known = frozenset(item.id for pack in packs for item in pack.items)
    for pack in packs:
        yield from _as_a_whole(root, pack, rows[pack.id], words, known)


def _own_rows(
    folder: Path, heads: dict[str, PackHead], name: str, root: Path, faults: list[Fault]
) -> dict[Path, Item | ItemPatch]:
    """Read the rows that a pack states itself; one that the extended pack has is only what differs."""
    known: set[str] = set()
    seen, base = {name}, heads[name].extends
    while base in heads and base not in seen:
        known |= {path.stem for path in (root / base / ITEMS).glob("*.yaml")}
        seen.add(base)
        base = heads[base].extends
    rows: dict[Path, Item | ItemPatch] = {}
    for path in sorted(folder.glob("*.yaml")):
        row: Item | ItemPatch | None = (
            _read(path, ItemPatch, faults) if path.stem in known else _read(path, Item, faults)
        )
        if row is not None:
            rows[path] = row
    return rows


def _head(path: Path, head: PackHead, heads: dict[str, PackHead], root: Path) -> Iterator[Fault]:
    if head.id != path.parent.name:
        yield _told(path, ("id",), "id", value=head.id, folder=path.parent.name)
    if head.extends and head.extends not in heads:
        yield _told(path, ("extends",), "extends", value=head.extends)
    yield from _unfilled(path, head)
    yield from _patterns(path, head)
    templates = {file.stem for file in (root / TEMPLATES).glob("*.yaml")}
    if head.template and head.template not in templates:
        yield _told(path, ("template",), "no_template", value=head.template)
    others = [other.id for other in heads.values() if other.template == head.template and other.id != head.id]
    same_kind = [name for name in others if heads[name].publication_type is head.publication_type]
    if head.template and same_kind:
        yield _told(path, ("template",), "same_template", value=head.template, packs="、".join(sorted(same_kind)))


def _row(path: Path, row: Item | ItemPatch) -> Iterator[Fault]:
    if row.id != path.stem:
        yield _told(path, ("id",), "id", value=row.id, folder=path.stem)
    if isinstance(row, Item):
        for key in ("basis", "question"):
            if not getattr(row, key).strip():
                yield _told(path, (key,), "blank", key=key)
        if not row.checks:
            yield _told(path, ("checks",), "no_checks")
    elif row == ItemPatch(row.id):
        yield _told(path, (), "nothing_differs")
    elif row.checks is not None and row.basis is None:
        yield _told(path, ("checks",), "new_checks_old_basis")
    if row.category is not None and len(row.category.split("/")) != 2:
        yield _told(path, ("category",), "category", value=row.category)
    for at, check in enumerate(row.checks or ()):
        if len(check.kinds) != 1:
            yield _told(path, ("checks", at), "kinds", count=len(check.kinds))
    yield from _unfilled(path, row)
    yield from _patterns(path, row)


def _cases(root: Path, pack: str, file: Path) -> Iterator[Fault]:
    """Tell of a row without cases. An installation without tests has none to look for."""
    tests = root.parent.joinpath(*CASES)
    if not tests.is_dir():
        return
    path = tests / pack / file.name
    if not path.is_file():
        yield Fault(file, 1, messages.text("lint.no_cases", path="/".join((*CASES, pack, file.name))))
        return
    try:
        expected = {case.expect.value for case in load_cases(path)}
    except RuleFileError as error:
        yield _of_error(error)
        return
    if not expected - {"fail"} or not expected - {"pass"}:
        yield Fault(path, 1, messages.text("lint.one_sided", expected="、".join(sorted(expected))))


def _as_a_whole(
    root: Path, pack: Pack, own: dict[Path, Item | ItemPatch], words: Words, known_rows: frozenset[str]
) -> Iterator[Fault]:
    """Look at a pack with all that it extends: names that name nothing, rows that cannot be reached."""
    path = root / CHECKLISTS / pack.id / PACK_FILE
    templates = {t.id: t for t in _loaded_templates(root)}
    fitting = [t for t in templates.values() if t.publication_type is pack.head.publication_type]
    template = templates.get(pack.head.template)
    shown = [template] if template else fitting
    if template and template.publication_type is not pack.head.publication_type:
        yield _told(path, ("template",), "other_type", value=template.id)
    roles = {role.role for one in shown for role in one.roles}
    sections = {section.key for one in shown for section in one.sections}
    for at, table in enumerate(pack.head.tables):
        if table.role not in roles and shown:
            yield _told(path, ("tables", at), "no_role", value=table.role)
    for item in pack.items:
        file = next((file for file in own if file.stem == item.id), None)
        if file is None:
            continue
        for at, check in enumerate(item.checks):
            asked = check.external_evidence
            for key in (asked.key, asked.after, asked.address) if asked else ():
                if key and key not in EVIDENCE:
                    yield _told(file, ("checks", at), "no_evidence_key", value=key)
            for kind, role in _roles(getattr(check, check.kinds[0])):
                known, name = {
                    "role": (roles, "no_role"),
                    "section": (sections, "no_section"),
                    "proof": (roles | sections | PARTS, "no_proof"),
                }[kind]
                if role and role not in known and shown:
                    yield _told(file, ("checks", at), name, value=role)
        for key in item.says or {}:
            if key not in words.messages:
                yield _told(file, ("says", key), "no_message", value=key)
    for at, name in enumerate(pack.head.drops):
        if name not in known_rows:
            yield _told(path, ("drops", at), "no_row", value=name)


def _roles(params: object) -> Iterator[tuple[str, str]]:
    """Return the roles and sections that the parameters of a check name."""
    for field in dataclasses.fields(params):  # type: ignore[arg-type]  # parameters are dataclasses
        value = getattr(params, field.name)
        if field.name == "role" and isinstance(value, str):
            yield "role", value
        elif field.name == "roles":
            yield from (("role", role) for role in value)
        elif field.name in ("section", "within", "projects") and isinstance(value, str):
            yield "section", value
        elif field.name == "proof":
            yield from (("proof", one) for one in value)
        elif field.name in ("sections", "wider", "keys", "parts"):
            for one in value:
                if isinstance(one, str):
                    yield "section", one
                elif dataclasses.is_dataclass(one) and type(one).__name__ != "WordNeed":
                    yield from _roles(one)


def _templates(root: Path) -> Iterator[Fault]:
    faults: list[Fault] = []
    own = {path: _read(path, TemplateRule, faults) for path in sorted((root / TEMPLATES).glob("*.yaml"))}
    yield from faults
    ids = {rule.id for rule in own.values() if rule}
    for path, rule in own.items():
        if rule is None:
            continue
        if rule.id != path.stem:
            yield _told(path, ("id",), "id", value=rule.id, folder=path.stem)
        if rule.extends and rule.extends not in ids:
            yield _told(path, ("extends",), "extends", value=rule.extends)
        if not rule.source.strip():
            yield _told(path, ("source",), "blank", key="source")
        if not rule.evidence:
            yield _told(path, (), "no_evidence")
        if not rule.extends and not rule.roles and not rule.sections:
            yield _told(path, (), "empty_template")
        for at, one in enumerate(rule.evidence):
            if one.where not in ("cover", "tables", "headings", "any"):
                yield _told(path, ("evidence", at), "where", value=one.where)
        yield from _unfilled(path, rule)
        yield from _patterns(path, rule)
    if not faults:
        yield from _parts_of_templates(root, own)


def _parts_of_templates(root: Path, own: dict[Path, TemplateRule | None]) -> Iterator[Fault]:
    """Tell of sections and tables that nothing checks, and of tables that state less than they replace."""
    whole = _loaded_templates(root)
    general = {rule.id: rule for rule in whole if not rule.extends}
    known_sections = sorted({one.key for rule in general.values() for one in rule.sections})
    known_roles = sorted({one.role for rule in general.values() for one in rule.roles} | _related_roles(root))
    for path, rule in own.items():
        if rule is None or not rule.extends:
            continue
        for at, section in enumerate(rule.sections):
            if section.key not in known_sections:
                yield _unknown(path, ("sections", at), "unknown_section", section.key, known_sections)
        replaced = {one.role: one for other in whole if other.id == rule.extends for one in other.roles}
        for at, role in enumerate(rule.roles):
            if role.role not in known_roles:
                yield _unknown(path, ("roles", at), "unknown_role", role.role, known_roles)
            base = replaced.get(role.role)
            lacking = [key for key in ROLE_PARTS if base and getattr(base, key) and not getattr(role, key)]
            if lacking:
                yield _told(path, ("roles", at), "role_incomplete", value=role.role, lacking="、".join(lacking))


def _related_roles(root: Path) -> set[str]:
    """Return the tables that a relation or a binding names: they are checked whatever template they are of."""
    try:
        rules = load_rules.__wrapped__(root)
    except RuleFileError:
        return set()
    return {text for keys, text in _leaves(rules.reconciliation) if keys[-1] == "role"}


def _unknown(path: Path, keys: tuple[str | int, ...], name: str, value: str, known: list[str]) -> Fault:
    """Tell of a name that nothing knows, with the one that may be meant."""
    meant = get_close_matches(value, known, n=1)
    near = messages.text("lint.near", meant=meant[0]) if meant else ""
    return _told(path, keys, name, value=value, near=near and f"，{near}", known="、".join(known))


def _loaded_templates(root: Path) -> tuple[TemplateRule, ...]:
    try:
        return load_templates(root / TEMPLATES)
    except RuleFileError:
        return ()  # told by _templates


def _leaves(value: object, keys: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Return all texts of a value with the keys that lead to them."""
    if isinstance(value, str):
        yield keys, value
    elif isinstance(value, tuple):
        for at, one in enumerate(value):
            yield from _leaves(one, (*keys, at))
    elif isinstance(value, dict):
        for key, one in value.items():
            yield from _leaves(one, (*keys, key))
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from _leaves(getattr(value, field.name), (*keys, field.name))


def _unfilled(path: Path, value: object) -> Iterator[Fault]:
    """Tell of what a scaffold has left to fill in."""
    for keys, text in _leaves(value):
        if TO_FILL_IN in text:
            yield _told(path, keys, "unfilled", key=".".join(str(key) for key in keys))


def _patterns(path: Path, value: object) -> Iterator[Fault]:
    """Tell of patterns that are none."""
    for keys, text in _leaves(value):
        names = [key for key in keys if isinstance(key, str)]
        if not names or not (names[-1] in PATTERNS or (names[-1] == "labels" and isinstance(value, TemplateRule))):
            continue
        try:
            regex.compile(text)
        except regex.error as error:
            yield _told(path, keys, "pattern", value=text, problem=error)
