"""What every installed checklist must hold, and what the loader refuses."""

from __future__ import annotations

import re
from dataclasses import fields

import pytest

from audit.checklist.kinds import KINDS
from audit.model.document import PublicationType
from audit.model.packs import Check, Decides, Polarity
from audit.packs.checklists import load_packs
from audit.packs.loader import load_rules
from audit.packs.strict_yaml import RuleFileError
from tests.support import ROOT

FOLDER = ROOT / "rules" / "checklists"
PACKS = load_packs()
ITEMS = [pytest.param(pack, item, id=f"{pack.id}-{item.id}") for pack in PACKS for item in pack.items]
TEMPLATES = {template.id: template for template in load_rules().recognition.templates}
NATIONAL = {
    PublicationType.FINAL_ACCOUNTS: "national-final-accounts",
    PublicationType.BUDGET: "national-budget",
    PublicationType.PERFORMANCE_EVALUATION: "performance-evaluation",
}
WUHAN = [pack for pack in PACKS if pack.head.template.startswith("wuhan")]


def test_the_packs_of_this_version():
    written = {path.stem for path in (ROOT / "corpora" / "provinces").glob("*.txt")}
    assert [pack.id for pack in PACKS if pack.id not in written] == [
        "national",
        "national-budget",
        "national-evaluation",
        "wuhan-final-accounts-2020",
        "wuhan-final-accounts-2023",
    ]


@pytest.mark.parametrize("pack", WUHAN, ids=lambda pack: pack.id)
def test_a_wuhan_pack_has_the_44_rows_of_the_form(pack):
    assert [item.item for item in pack.items] == list(range(1, 45))
    assert [item.item for item in pack.items if item.polarity is Polarity.NO] == [35]
    external = [item.item for item in pack.items if item.decides is Decides.EXTERNAL]
    assert external == [34, 36, 37, 38, 39, 40, 41, 42, 43]


@pytest.mark.parametrize(("pack", "item"), ITEMS)
def test_a_row_says_what_it_asks_on_what_basis_and_how(pack, item):
    assert item.basis
    assert item.question
    assert len(item.category.split("/")) == 2
    assert item.checks
    assert all(len(check.kinds) == 1 and check.kinds[0] in KINDS for check in item.checks)
    assert all(key in pack.messages for key in item.says or {})


@pytest.mark.parametrize(("pack", "item"), ITEMS)
def test_the_roles_and_sections_of_a_row_are_known_to_the_templates(pack, item):
    template = TEMPLATES[pack.head.template or NATIONAL[pack.head.publication_type]]
    roles = {role.role for role in template.roles}
    sections = {section.key for section in template.sections}
    for check in item.checks:
        params = getattr(check, check.kinds[0])
        for name in ("roles",):
            assert set(getattr(params, name, ())) <= roles
        for name in ("proof", "sections"):
            named = {s for s in getattr(params, name, ()) if isinstance(s, str)}
            assert named <= sections | (roles | {"contents"} if name == "proof" else set())
        for need in (s for s in getattr(params, "sections", ()) if not isinstance(s, str)):
            assert set(getattr(need, "keys", ())) <= sections


@pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.id)
def test_the_tables_and_exclusions_of_a_pack_are_known(pack):
    template = TEMPLATES[pack.head.template or NATIONAL[pack.head.publication_type]]
    assert {table.role for table in pack.head.tables} <= {role.role for role in template.roles}
    assert {table.section for table in pack.head.tables} <= {section.key for section in template.sections} | {""}
    assert set(pack.head.excludes) <= set(TEMPLATES)


def test_every_kind_is_a_field_of_a_check_and_the_other_way_round():
    assert set(KINDS) == {field.name for field in fields(Check)}


def test_every_kind_is_used_by_some_row():
    assert {check.kinds[0] for pack in PACKS for item in pack.items for check in item.checks} == set(KINDS)


def test_every_message_named_in_code_is_there_and_every_one_there_is_named():
    code = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "audit" / "checklist").rglob("*.py"))
    messages = set(PACKS[0].messages)
    named = set(re.findall(r'"((?:[a-z_]+)\.[a-z_.]+)"', code)) & messages | {
        key for key in messages if key.split(".")[0] in ("label", "external", "finding", "reviews", "self_tables")
    }
    assert messages - named == set()
    for key in re.findall(r'said\(\s*"([a-z_.]+)"', code):
        assert key in messages, key


def test_the_packs_that_extend_differ_only_where_they_say():
    by_id = {pack.id: {item.id: item for item in pack.items} for pack in PACKS}
    base, own = by_id["wuhan-final-accounts-2020"], by_id["wuhan-final-accounts-2023"]
    stated = {path.stem for path in (FOLDER / "wuhan-final-accounts-2023" / "items").glob("*.yaml")}
    assert {id_ for id_ in own if own[id_] != base.get(id_)} == stated


def test_the_tables_of_2023_stand_in_the_order_of_that_year():
    roles = {pack.id: [table.role for table in pack.head.tables] for pack in PACKS}
    assert roles["wuhan-final-accounts-2020"][6:] == ["three_public", "gov_managed_funds", "state_capital"]
    assert roles["wuhan-final-accounts-2023"][6:] == ["gov_managed_funds", "state_capital", "three_public"]


def test_a_hash_names_the_content_and_differs_between_packs():
    hashes = [pack.sha256 for pack in PACKS]
    assert len(set(hashes)) == len(hashes)
    assert hashes == [pack.sha256 for pack in load_packs.__wrapped__()]


def write_pack(root, pack="", items=None, words=None):
    (root / "p" / "items").mkdir(parents=True)
    (root / "wording").mkdir()
    source = (FOLDER / "wording" / "words.yaml").read_text(encoding="utf-8")
    (root / "wording" / "words.yaml").write_text(words or source, encoding="utf-8")
    head = "id: p\ntitle: t\nversion: '1'\npublication_type: final_accounts\nsource: s\n" + pack
    (root / "p" / "pack.yaml").write_text(head, encoding="utf-8")
    for name, text in (items or {}).items():
        (root / "p" / "items" / f"{name}.yaml").write_text(text, encoding="utf-8")
    return root


ITEM = "id: one\nitem: 1\ncategory: a/b\nquestion: q\nbasis: b\ndecides: D\nchecks:\n  - order_of_parts: {}\n"


@pytest.mark.parametrize(
    ("pack", "items", "complaint"),
    [
        ("colour: red\n", {}, "unknown key 'colour'"),
        ("extends: q\n", {}, "names no other pack"),
        ("extends: p\n", {}, "names no other pack"),
        ("", {"two": ITEM}, "is not the file's name"),
        ("", {"one": ITEM + "  - {}\n"}, "must have one kind"),
        ("", {"one": ITEM.replace("order_of_parts", "order_of_things")}, "unknown key 'order_of_things'"),
        ("", {"one": ITEM, "two": ITEM.replace("id: one", "id: two")}, "two rows have one number"),
    ],
)
def test_a_pack_that_says_something_no_code_reads_is_refused(tmp_path, pack, items, complaint):
    root = write_pack(tmp_path, pack, items)
    with pytest.raises(RuleFileError, match=complaint):
        load_packs.__wrapped__(root)


def test_a_sound_pack_is_loaded(tmp_path):
    (pack,) = load_packs.__wrapped__(write_pack(tmp_path, "", {"one": ITEM}))
    assert [item.id for item in pack.items] == ["one"]
