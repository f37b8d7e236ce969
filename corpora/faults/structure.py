"""Faults of structure: parts, sections, tables, notes, captions and reasons that are missing or out of place."""

# ruff: noqa: ARG001
# Faults are all called alike; few of them need every argument.
from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from corpora.planting import (
    Label,
    NotApplicable,
    Planted,
    Spot,
    blocks_with_span,
    clause_before,
    cut_span,
    fault,
    figure_spot,
    head_spot,
    section_of,
    stating,
)

if TYPE_CHECKING:
    from random import Random

    from corpora.blocks import Mark
    from corpora.compose import Draft


def missing(draft: Draft, anchor: str, stated: str, expected: str, explain: str) -> Label:
    """A STRUCTURE error shown at the heading where the missing thing belongs."""
    return Label("STRUCTURE", "error", (head_spot(draft, anchor),), stated, expected, explain)


def _before(draft: Draft, key: str) -> str:
    """Return the key of the last heading above a block, outside its own section."""
    at = draft.index(key)
    for block in reversed(draft.blocks[:at]):
        if block.kind in ("part", "heading"):
            return block.key
    raise NotApplicable(key)


def _part_removed(draft: Draft, part: str, flips: dict[int, str], either: frozenset[int]) -> Planted:
    head = draft.block(f"part.{part}")
    gone = [b.key for b in draft.under(part) if b.kind != "text" or "电话" not in b.text]
    contents = [f"contents.{key}" for key in gone]
    contents += [f"contents.{b.key}" for b in draft.under(part)]
    at = draft.index(head.key)
    after = next((b.key for b in draft.blocks[at + 1 :] if b.kind == "part"), "")
    anchor = after or _before(draft, head.key)
    left = draft.without(*gone, *contents)
    label = missing(left, anchor, "part missing", head.text, "A part is missing from body and contents page.")
    # it belongs between the part before it and the one after it: either heading shows where
    before = [b.key for b in draft.blocks[:at] if b.kind == "part"][-1:]
    label = replace(label, spots=(*label.spots, *(head_spot(left, key) for key in before if key != anchor)))
    return Planted(left, (label,), {1: "no"} | flips, either)


@fault("part_removed_key_work")
def part_removed_key_work(draft: Draft, rng: Random) -> Planted:
    """The part on key work is missing, in the body and on the contents page."""
    return _part_removed(draft, "key_work", {29: "no", 30: "no"}, frozenset())


@fault("part_removed_glossary")
def part_removed_glossary(draft: Draft, rng: Random) -> Planted:
    """The glossary is missing, in the body and on the contents page."""
    return _part_removed(draft, "glossary", {31: "no", 32: "no", 33: "no"}, frozenset({33}))


@fault("part_removed_overview")
def part_removed_overview(draft: Draft, rng: Random) -> Planted:
    """The overview is missing, in the body and on the contents page."""
    return _part_removed(draft, "overview", {6: "no"}, frozenset())


@fault("contents_removed")
def contents_removed(draft: Draft, rng: Random) -> Planted:
    """There is no contents page."""
    left = draft.without(*(b.key for b in draft.under("contents")))
    label = missing(
        left, "cover.title", "no contents page", "contents page after the cover", "The contents page is missing."
    )
    return Planted(left, (label,), {1: "no"})


@fault("parts_swapped")
def parts_swapped(draft: Draft, rng: Random) -> Planted:
    """Glossary and key work stand in the wrong order; the contents page still has the right one."""
    one, two = draft.under("key_work"), draft.under("glossary")
    if not one or not two:
        raise NotApplicable
    at = draft.index(one[0].key)
    rest = draft.blocks[at + len(one) + len(two) :]
    left = replace(draft, blocks=(*draft.blocks[:at], *two, *one, *rest))
    spots = (head_spot(left, two[0].key), head_spot(left, one[0].key))
    label = Label("STRUCTURE", "error", spots, two[0].text, one[0].text, "Two parts stand in the wrong order.")
    return Planted(left, (label,), {1: "no"})


def _section_removed(draft: Draft, frame: str, flips: dict[int, str], either: frozenset[int] = frozenset()) -> Planted:
    section = section_of(draft, frame)
    head = draft.block(f"heading.{frame}")
    anchor = _before(draft, head.key)
    left = draft.without(*(b.key for b in draft.under(section)))
    spots = (head_spot(left, anchor), head_spot(left, f"contents.heading.{frame}"))
    label = Label(
        "STRUCTURE", "error", spots, "section missing", head.text, "A section named on the contents page is missing."
    )
    return Planted(left, (label,), flips, either)


@fault("section_removed_procurement")
def section_removed_procurement(draft: Draft, rng: Random) -> Planted:
    """The section on government procurement is missing; the contents page still names it."""
    return _section_removed(draft, "procurement", {25: "no", 26: "no"}, frozenset({1, 26}))


@fault("section_removed_agency")
def section_removed_agency(draft: Draft, rng: Random) -> Planted:
    """The section on operating expenses is missing; the contents page still names it."""
    return _section_removed(draft, "agency", {24: "no"}, frozenset({1}))


@fault("section_removed_assets")
def section_removed_assets(draft: Draft, rng: Random) -> Planted:
    """The section on state assets is missing; the contents page still names it."""
    return _section_removed(draft, "assets", {27: "no"}, frozenset({1, 19, 28}))


@fault("section_removed_capital")
def section_removed_capital(draft: Draft, rng: Random) -> Planted:
    """The section on state capital is missing; the contents page still names it."""
    return _section_removed(draft, "capital", {11: "no"}, frozenset({1, 14}))


@fault("overview_staff_removed")
def overview_staff_removed(draft: Draft, rng: Random) -> Planted:
    """The composition of the staff is missing in body and contents page."""
    gone = [b.key for b in draft.blocks if b.key.startswith("staff.") or b.key == "heading.staff"]
    if not gone:
        raise NotApplicable
    left = draft.without(*gone, "contents.heading.staff")
    label = missing(left, "part.overview", "no staff composition", "三、部门人员构成", "The overview lacks the staff.")
    return Planted(left, (label,), {6: "no"})


@fault("table_removed")
def table_removed(draft: Draft, rng: Random) -> Planted:
    """The table of state capital is missing with its caption; the contents page still names it."""
    role = "state_capital"
    title = draft.block(f"title.{role}")
    gone = [f"{kind}.{role}" for kind in ("title", "code", "body", "unit", "table", "about", "note")]
    left = draft.without(*gone)
    spots = (head_spot(left, "part.tables"), head_spot(left, f"contents.title.{role}"))
    label = Label("STRUCTURE", "error", spots, "table missing", title.text, "One of the nine tables is missing.")
    return Planted(left, (label,), {7: "no"}, frozenset({1, 4, 8, 10, 11}))


@fault("note_missing")
def note_missing(draft: Draft, rng: Random) -> Planted:
    """An empty table has no note."""
    notes = [b for b in draft.blocks if b.key.startswith("note.")]
    if not notes:
        raise NotApplicable
    note = rng.choice(notes)
    role = note.key.removeprefix("note.")
    left = draft.without(note.key)
    label = missing(left, f"title.{role}", "no note under the empty table", note.text, "An empty table needs a note.")
    return Planted(left, (label,), {10: "no"})


@fault("note_wrong_budget")
def note_wrong_budget(draft: Draft, rng: Random) -> Planted:
    """The note under the empty table of state capital names the government-managed funds."""
    try:
        note = draft.block("note.state_capital")
    except KeyError:
        raise NotApplicable from None
    at = note.text.index("国有资本经营预算")
    wrong = note.replaced(at, at + len("国有资本经营预算"), "政府性基金预算")
    spots = (Spot(note.key, "政府性基金预算", start=at), head_spot(draft, "title.state_capital"))
    label = Label("TEXT", "error", spots, "政府性基金预算", "国有资本经营预算", "The note names another budget.")
    return Planted(draft.put(wrong), (label,), {10: "no"})


@fault("caption_dropped")
def caption_dropped(draft: Draft, rng: Random) -> Planted:
    """One of the four charts has no caption."""
    captions = [b for b in draft.blocks if b.kind == "chart"]
    if not captions:
        raise NotApplicable
    caption = rng.choice(captions)
    head = _before(draft, caption.key)
    left = draft.without(caption.key)
    label = missing(left, head, "no chart caption", caption.text, "A chart is missing.")
    return Planted(left, (label,), {13: "no"})


_PARTS_FOLLOW = "情况如下："


def _reason_deleted(draft: Draft, frame: str, row: int) -> Planted:
    """Delete the first reason of one section."""
    return planted_in(draft, blocks_with_span(draft, "reason", section_of(draft, frame))[0].key, row)


@fault("reason_deleted_summary")
def reason_deleted_summary(draft: Draft, rng: Random) -> Planted:
    """The change of the grand total against last year has no reason."""
    return _reason_deleted(draft, "summary", 12)


@fault("reason_deleted_appropriation")
def reason_deleted_appropriation(draft: Draft, rng: Random) -> Planted:
    """The change of the appropriations against last year has no reason."""
    return _reason_deleted(draft, "appropriation", 12)


@fault("reason_deleted_item")
def reason_deleted_item(draft: Draft, rng: Random) -> Planted:
    """A 项 that differs from its initial budget has no reason."""
    section = section_of(draft, "general")
    blocks = [b for b in blocks_with_span(draft, "reason", section) if _item_key(b.marks)]
    if not blocks:
        raise NotApplicable
    return planted_in(draft, rng.choice(blocks).key)


def _item_key(marks: tuple[Mark, ...]) -> bool:
    return any(m.stated.key.startswith("item.") for m in marks)


def planted_in(draft: Draft, key: str, row: int = 12) -> Planted:
    """Delete the first reason of one block."""
    block = draft.block(key)
    found = block.span("reason")
    gone = block.text[found.start : found.end].strip("，。；")
    left = draft.put(cut_span(block, "reason"))
    spot = clause_before(left.block(key), found.start)
    why = "A difference is stated without its reason."
    if _PARTS_FOLLOW in left.block(key).text:
        # the parts below give their reasons, which may do for the whole
        label = Label("STRUCTURE", "warning", (spot,), "no reason given", gone, why, "judgement", "language")
        return Planted(left, (label,), {}, frozenset({row}))
    label = Label("STRUCTURE", "error", (spot,), "no reason given", gone, why)
    return Planted(left, (label,), {row: "no"})


@fault("reason_deleted_three_public")
def reason_deleted_three_public(draft: Draft, rng: Random) -> Planted:
    """The three public expenses differ from their budget and no reason is given."""
    return _reason_deleted(draft, "three_public", 16)


@fault("reason_deleted_agency")
def reason_deleted_agency(draft: Draft, rng: Random) -> Planted:
    """The change of the operating expenses has no reason."""
    return _reason_deleted(draft, "agency", 24)


def _span_deleted(draft: Draft, frame: str, span: str, row: int, why: str) -> Planted:
    block = blocks_with_span(draft, span, section_of(draft, frame))[0]
    found = block.span(span)
    gone = block.text[found.start : found.end].strip("，。；")
    smaller = cut_span(block, span)
    if smaller.text.strip():
        left = draft.put(smaller)
        spot = clause_before(smaller, found.start)
    else:
        left = draft.without(block.key)
        spot = head_spot(left, _before(draft, block.key))
    label = Label("STRUCTURE", "error", (spot,), "missing", gone[:60], why)
    return Planted(left, (label,), {row: "no"})


@fault("results_deleted")
def results_deleted(draft: Draft, rng: Random) -> Planted:
    """The results of the projects paid from the general budget are not told."""
    return _span_deleted(draft, "general", "results", 14, "Project expenditure is stated without its results.")


@fault("sme_removed")
def sme_removed(draft: Draft, rng: Random) -> Planted:
    """Nothing is said of what small and medium enterprises were awarded."""
    return _span_deleted(draft, "procurement", "sme", 26, "The statement on SMEs is missing.")


@fault("other_use_removed")
def other_use_removed(draft: Draft, rng: Random) -> Planted:
    """The use of 其他用车 is not told."""
    return _span_deleted(draft, "assets", "other_use", 28, "What the other vehicles are used for is missing.")


def _component(draft: Draft, key: str, span: str, row: int, why: str) -> Planted:
    block, _ = stating(draft, key)
    section = section_of(draft, "three_public")
    if block.section != section or not any(s.name == span for s in block.spans):
        raise NotApplicable(key)
    found = block.span(span)
    left = draft.put(cut_span(block, span))
    spot = clause_before(left.block(block.key), found.start)
    label = Label("STRUCTURE", "error", (spot,), "missing", block.text[found.start : found.end], why)
    return Planted(left, (label,), {row: "no"})


@fault("groups_removed")
def groups_removed(draft: Draft, rng: Random) -> Planted:
    """Groups and persons travelling abroad are not told."""
    return _component(draft, "three.groups", "counts", 17, "Groups and persons travelling abroad are missing.")


@fault("batches_removed")
def batches_removed(draft: Draft, rng: Random) -> Planted:
    """Batches and persons received are not told."""
    return _component(draft, "three.batches", "counts", 20, "Batches and persons of the reception are missing.")


@fault("held_removed")
def held_removed(draft: Draft, rng: Random) -> Planted:
    """The number of vehicles held is not told in the section on the three public expenses."""
    planted = _component(draft, "three.held", "held", 19, "The number of vehicles held is missing.")
    return replace(planted, either=frozenset({19}))


@fault("bought_removed")
def bought_removed(draft: Draft, rng: Random) -> Planted:
    """The number of vehicles bought is not told."""
    return _component(draft, "three.bought", "bought", 19, "The number of vehicles bought is missing.")


@fault("vehicles_not_split")
def vehicles_not_split(draft: Draft, rng: Random) -> Planted:
    """Purchase and running of vehicles are not told apart."""
    section = section_of(draft, "three_public")
    left = draft
    for block in blocks_with_span(draft, "split", section):
        smaller = cut_span(block, "split")
        left = left.put(smaller) if smaller.text.strip() else left.without(block.key)
    block, key = stating(left, "three.vehicles.final")
    label = Label(
        "STRUCTURE", "error", (figure_spot(block, key),), "one amount", "purchase and running apart",
        "The amounts of purchase and running are missing.",
    )  # fmt: skip
    return Planted(left, (label,), {18: "no", 19: "no"}, frozenset({19}))


@fault("comparison_deleted")
def comparison_deleted(draft: Draft, rng: Random) -> Planted:
    """The grand total is not compared with last year."""
    planted = _span_deleted(draft, "summary", "comparison", 12, "The comparison with last year is missing.")
    block = planted.draft.block(planted.labels[0].spots[0].block)
    if any(s.name == "reason" for s in block.spans):
        planted = replace(planted, draft=planted.draft.put(cut_span(block, "reason")))
    return planted


@fault("key_work_table_removed")
def key_work_table_removed(draft: Draft, rng: Random) -> Planted:
    """Key work is told in words only."""
    left = draft.without("table.works")
    label = missing(left, "part.key_work", "no table", "a table of key work", "Key work is not shown as a table.")
    return Planted(left, (label,), {30: "no"})


@fault("phone_removed")
def phone_removed(draft: Draft, rng: Random) -> Planted:
    """No telephone number for enquiries is printed."""
    gone = [b.key for b in draft.blocks if b.key.startswith("enquiry.")]
    left = draft.without(*gone)
    return Planted(left, (), {44: "review"}, frozenset({44}))


@fault("contents_mismatch")
def contents_mismatch(draft: Draft, rng: Random) -> Planted:
    """A heading of the contents page is worded differently from the body."""
    entry = draft.block("contents.heading.assets")
    body = draft.block("heading.assets")
    wrong = entry.replaced(entry.text.index("国有资产"), entry.text.index("国有资产") + 4, "固定资产")
    spots = (Spot(body.key, body.text, start=0), Spot(entry.key, wrong.text, start=0))
    label = Label("STRUCTURE", "warning", spots, wrong.text, body.text, "Contents page and heading disagree.")
    return Planted(draft.put(wrong), (label,), {}, frozenset({1, 2}))


@fault("glossary_numbering_gap")
def glossary_numbering_gap(draft: Draft, rng: Random) -> Planted:
    """A standard term is missing from the glossary, so that its numbers jump."""
    keys = [b.key for b in draft.under("glossary") if b.key.startswith("glossary.") and "item" not in b.key]
    gone, after = keys[-2], keys[-1]
    left = draft.without(gone)
    block = left.block(after)
    label = Label(
        "STRUCTURE", "warning", (Spot(after, block.text[:20], start=0),), block.text[:5], draft.block(gone).text[:5],
        "The numbers of the glossary jump.",
    )  # fmt: skip
    return Planted(left, (label,), {}, frozenset({2, 31, 33}))


@fault("form_unanswered")
def form_unanswered(draft: Draft, rng: Random) -> Planted:
    """A row of the form is left unanswered."""
    try:
        block = draft.block("table.form")
    except KeyError:
        raise NotApplicable from None
    if block.grid is None:
        raise NotApplicable
    number = rng.choice(range(1, 45))
    r = block.grid.row(f"form.{number}")
    wrong = replace(block, grid=block.grid.with_text(r, 4, ""))
    question = block.grid.rows[r].cells[3].text
    label = Label("STRUCTURE", "warning", (Spot(block.key, question, r),), "", "是 or 否", "A row is unanswered.")
    return Planted(draft.put(wrong), (label,))
