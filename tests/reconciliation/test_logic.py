"""Words of direction, statements of nothing, last year's amounts and posts against the figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from audit.claims import extract_claims
from audit.model.claims import Relation
from audit.model.findings import Category
from audit.packs.loader import load_rules
from audit.reconciliation import reconcile
from tests.claims.cases import document
from tests.recognition.support import table_of
from tests.reconciliation.publication import TABLES, told
from tests.reconciliation.support import full_text, reconciled

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.model.findings import Finding

RULES = ("L-direction", "L-nothing", "L-empty-table", "L-posts", "N-last-year", "N-repeat")

NIL_ROW = "\t合计\t\t\t\n\n说明：本部门没有使用国有资本经营预算安排的支出。"

SAME = (
    "年初预算为60万元，支出决算为54万元，支出决算数小于年初预算数的主要原因是：招标节约。",
    "年初预算为60万元，支出决算为60万元，决算数与年初预算数持平。",
    "年初预算为60万元，支出决算为60.01万元，决算数与年初预算数基本持平。",
    "机关运行经费支出23.1万元，比上年21.7万元增加1.4万元。",
    "机关运行经费支出60.26万元，上年为62.36万元，减少2.1万元，下降3.37%。",
    "机关运行经费2021年度为20万元，2020年度为20.5万元，减少0.5万元。",
    "机关运行经费支出23.1万元，比上年增加23.1万元，上年无此项支出。",
    "机关运行经费支出23.1万元，比上年增加3.1万元，主要是上年无会议支出。",
    "机关运行经费支出23.1万元，比上年21.7万元增加1.4万元，上年未安排此项会议。",
    "行政编制0人，实有0人；事业编制36人，实有35人。",
    "机关运行经费支出23.1万元，较上年增加1.4万元，增长6.45%。",
    "机关运行经费支出23.1万元，较上年增加1.4万元。增加的主要原因是添置茶样柜。",
    "机关运行经费支出23.1万元，较上年增加1.4万元，其中印刷费减少0.2万元。增加主要原因是添置茶样柜。",
    "机关运行经费支出23.1万元，较上年增加1.4万元（已剔除一次性支出），减少浪费的主要原因是改用电子茶样单。",
    "机关运行经费支出23.1万元，比2020年度增加23.1万元（2020年度没有发生）。",
    "机关运行经费支出23.1万元，比上年增加23.1万元，上年无此项支出。",
    # last year had none of something else, or another year is meant
    "机关运行经费支出23.1万元，比上年增加1.4万元，上年没有安排培训。",
    "机关运行经费支出23.1万元，比2019年增加1.4万元（2019年度没有发生）。",
)
OFF = (
    (
        "年初预算为0万元，支出决算为0.3万元，完成年初预算的300%，决算数小于年初预算数。",
        "L-direction",
    ),
    ("机关运行经费支出23.1万元，较上年增加1.4万元。减少的主要原因是停办茶会。", "L-direction"),
    ("机关运行经费支出23.1万元，较上年减少1.4万元，下降5.71%，增长原因是添置茶样柜。", "L-direction"),
    ("年初预算为60万元，支出决算为54万元，支出决算数大于年初预算数的主要原因是：招标节约。", "L-direction"),
    ("年初预算为60万元，支出决算为60.5万元，决算数与年初预算数持平。", "L-direction"),
    ("年初预算为60万元，支出决算为60万元，决算数大于预算数的主要原因是追加。", "L-direction"),
    ("机关运行经费支出23.1万元，比上年21.7万元减少1.4万元。", "L-direction"),
    ("机关运行经费支出23.1万元，比上年21.7万元增加1.9万元。", "N-last-year"),
    ("机关运行经费支出23.1万元，较上年增加1.4万元，下降6.45%。", "L-direction"),
    ("机关运行经费支出23.1万元，比2020年度增加21.3万元（2020年度没有发生）。", "N-last-year"),
    ("机关运行经费支出23.1万元，比上年增加32.1万元，上年未发生。", "N-last-year"),
    ("机关运行经费支出23.1万元，比上年增加21.3万元，上年无此项支出。", "N-last-year"),
    ("行政编制0人，实有2人。", "L-posts"),
)


def stated(sentence: str) -> tuple[Finding, ...]:
    """Return the findings on a sentence that stands in a section without tables."""
    rules = load_rules()
    doc = document(sentence, "explanation.operating")
    return reconcile(doc, extract_claims(doc, rules.claims), rules.reconciliation).findings


def found(findings: Iterable[Finding], *rules: str) -> list[Finding]:
    return [finding for finding in findings if finding.rule in rules]


@pytest.mark.parametrize("sentence", SAME)
def test_words_that_fit_the_amounts(sentence: str) -> None:
    assert found(stated(sentence), *RULES) == []


@pytest.mark.parametrize(("sentence", "rule"), OFF)
def test_words_that_contradict_the_amounts(sentence: str, rule: str) -> None:
    assert [finding.rule for finding in found(stated(sentence), *RULES)] == [rule]


def test_direction_words_of_a_larger_item_are_left_alone() -> None:
    """With three amounts before it, 决算数大于预算数 may speak of any two of them."""
    sentence = "年初预算为60万元，支出决算为54万元，其中专项决算为70万元，决算数大于预算数。"
    assert found(stated(sentence), "L-direction") == []


def test_last_year_is_the_wrong_one_where_the_rate_bears_the_change_out() -> None:
    off = found(stated("机关运行经费支出60.26万元，上年为69.36万元，减少2.1万元，下降3.37%。"), *RULES)
    assert [(f.rule, f.stated, f.expected) for f in off] == [("N-last-year", "69.36", "62.36")]


def test_nothing_is_said_of_a_fund_whose_table_has_amounts() -> None:
    text = full_text()
    own = next(line for line in reversed(text.split("\n")) if "年初结转和结余" in line and "政府性基金" in line)
    changed = text.replace(own, f"{own}\n\n本部门无政府性基金预算财政拨款收入。")
    assert found(reconciled(text)[2].findings, "L-nothing") == []
    off = found(reconciled(changed)[2].findings, "L-nothing")
    assert [(f.category, f.stated) for f in off] == [(Category.NARR_TABLE, "无政府性基金预算财政拨款收入")]
    last_year = changed.replace("本部门无政府性基金", "本部门上年无政府性基金")
    assert found(reconciled(last_year)[2].findings, "L-nothing") == []


def test_repeated_fact_with_two_amounts() -> None:
    once = "2021年度机关运行经费支出188.15万元，主要用于办公。"
    assert found(stated(f"{once}机关运行经费支出188.15万元，较为平稳。"), "N-repeat") == []
    off = found(stated(f"{once}机关运行经费支出181.15万元，较为平稳。"), "N-repeat")
    assert [(f.category, f.stated, f.expected) for f in off] == [(Category.NARR_NARR, "181.15", "188.15")]
    assert off[0].expected_label == "elsewhere", "nobody knows which of the two is right"


def test_of_two_amounts_the_one_that_a_rate_bears_out_is_right() -> None:
    once = "2021年度机关运行经费支出188.15万元，比上年增加8.15万元，增长4.53%。"
    (off,) = found(stated(f"{once}机关运行经费支出181.15万元，较为平稳。"), "N-repeat")
    assert (off.stated, off.expected, off.expected_label) == ("181.15", "188.15", "expected")


def test_a_part_of_a_fact_is_no_repeat() -> None:
    """Another unit's share of a fact is another fact."""
    sentence = "2021年度机关运行经费支出188.15万元。所属渔政站机关运行经费支出51.26万元。上年机关运行经费支出180万元。"
    assert found(stated(sentence), "N-repeat") == []


def test_last_year_is_no_part_of_this_year() -> None:
    """其中 lists this year's parts; last year's amounts beside them do not add up to anything."""
    sentence = "支出合计30万元，其中：基本支出10万元，上年为19万元；项目支出20万元，上年为18万元。"
    assert found(stated(sentence), "N-parts") == []


@pytest.mark.parametrize(
    ("change", "rules"),
    [("减少6万元", []), ("增加6万元", ["L-direction"]), ("减少8万元", ["N-change"]), ("增加8万元", ["N-change"])],
)
def test_change_against_the_budget_that_the_item_states(change: str, rules: list[str]) -> None:
    sentence = f"机关运行经费年初预算为60万元，支出决算为54万元，比年初预算{change}。"
    assert [finding.rule for finding in found(stated(sentence), "L-direction", "N-change")] == rules


@pytest.mark.parametrize(("share", "status"), [("62.5%", "agrees"), ("50.0%", "agrees"), ("61.5%", "unverified")])
def test_share_of_a_total_that_has_two_names(share: str, status: str) -> None:
    """总支出 may be 支出合计 or 支出总计: a share that fits either agrees, one that fits none is not judged."""
    sentence = f"支出总计100.01万元，支出合计80.01万元，基本支出50.01万元，占总支出的{share}。"
    rules = load_rules()
    doc = document(sentence, "explanation.expenditure")
    claims = extract_claims(doc, rules.claims)
    verdicts = reconcile(doc, claims, rules.reconciliation).verdicts
    assert verdicts[claims[-1].index].status == status


@pytest.mark.parametrize(
    ("sentence", "status"),
    [
        ("支出总计80.01万元，其中：基本支出50.01万元，占总支出的62.5%。", "agrees"),
        ("支出总计80.01万元，其中：基本支出50.01万元，占总支出的61.5%。", "disagrees"),
        # a share of another amount of the text
        ("支出总计80.01万元，其中：基本支出50.01万元，占总支出的50.0%。收入合计100.02万元。", "unverified"),
        # the total stands in another sentence
        ("支出总计80.01万元。基本支出50.01万元，占总支出的61.5%。", "unverified"),
    ],
)
def test_a_share_of_total_expenditure_is_of_the_one_total_that_its_sentence_states(sentence: str, status: str) -> None:
    rules = load_rules()
    doc = document(sentence, "explanation.expenditure")
    claims = extract_claims(doc, rules.claims)
    verdicts = reconcile(doc, claims, rules.reconciliation).verdicts
    share = next(claim for claim in claims if claim.relation is Relation.SHARE)
    assert verdicts[share.index].status == status


UNITS = "云梦茶站有一般公共预算财政拨款安排“三公”经费的单位包括云梦茶站本级。"
AMOUNTS = "2020年度“三公”经费财政拨款年初预算数为{}万元，支出决算为{}万元。"


@pytest.mark.parametrize(("budget", "final", "rules"), [("0", "0", ["L-existing"]), ("10", "0", []), ("10", "7.5", [])])
def test_a_unit_with_expenses_of_which_there_are_none(budget: str, final: str, rules: list[str]) -> None:
    _, _, rec = told("three_public", UNITS, AMOUNTS.format(budget, final))
    off = found(rec.findings, "L-existing")
    assert [f.rule for f in off] == rules
    assert all(len(f.places) == 3 for f in off), "it rests on both amounts"


def test_a_unit_with_expenses_whose_amounts_are_not_both_told() -> None:
    _, _, rec = told("three_public", UNITS, "2020年度“三公”经费财政拨款支出决算为0万元。")
    assert found(rec.findings, "L-existing") == []


@pytest.mark.parametrize(
    ("sentence", "rules"),
    [
        ("2020年度公务接待费无支出。", ["L-nothing"]),
        ("2020年度公务用车运行维护费未发生支出。", ["L-nothing"]),
        ("2020年度因公出国（境）费无支出，公务用车购置费未发生支出。", []),
    ],
)
def test_nothing_said_behind_what_there_is_none_of(sentence: str, rules: list[str]) -> None:
    _, _, rec = told("three_public", sentence)
    assert [f.rule for f in found(rec.findings, "L-nothing")] == rules


TARGETS = "茶农满意度达到{}%，{}目标值95%。"


@pytest.mark.parametrize(
    ("reached", "words", "actual"),
    [
        ("96", "高于", []),
        ("95", "达到", []),
        ("94", "低于", []),
        ("69", "高于", ["低于目标值"]),
        ("59", "达到设定的", ["低于目标值"]),
        ("96", "低于", ["高于目标值"]),
    ],
)
def test_a_percentage_and_the_words_about_its_target(reached, words, actual):
    assert [f.expected for f in found(stated(TARGETS.format(reached, words)), "L-direction")] == actual


def test_less_of_what_is_bad_reaches_its_target():
    assert found(stated("茶机故障率1.5%，达到目标值2%。"), "L-direction") == []


@pytest.mark.parametrize(("printed", "rules"), [("0%", []), ("0", []), ("12.5", ["L-empty-table"])])
def test_a_table_of_zeros_of_any_kind_is_an_empty_table(printed: str, rules: list[str]) -> None:
    tables = TABLES.replace(NIL_ROW, f"\t合计\t{printed}\t{printed}\t{printed}\n\n说明：本表为空表。")
    assert tables != TABLES
    doc, claims, reconciliation = told("capital", "2020年度国有资本经营预算财政拨款支出0万元。", tables=tables)
    assert len(reconciliation.verdicts) == len(claims)
    assert [f.rule for f in found(reconciliation.findings, "L-empty-table")] == rules
    assert table_of(doc, "state_capital").is_nil is not bool(rules)
