"""Audit reports put together by hand: with places in text or on pages, with a checklist or without one."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from audit.model.checklist import Answer, ItemResult, Outcome, Score
from audit.model.coverage import Coverage
from audit.model.document import (
    Identity,
    PublicationType,
)
from audit.model.findings import Category, Cause, Finding, Severity
from audit.model.raw import SourceFile
from audit.model.report import AuditReport, PackInfo, ReportClaim, TextLine
from audit.model.values import Unit
from tests.writers.sample_document import Sample
from tests.writers.sample_rows import REASONS, ROWS
from tests.writers.sample_text import ENTITY, line_of

if TYPE_CHECKING:
    from audit.model.places import Ref

GENERATED_AT = "2024-10-08T09:30:00+08:00"


def findings(sample: Sample) -> tuple[Finding, ...]:
    summary, general, three, *_ = sample.tables()
    prose = "1.一般公共服务支出（类）"
    wrong = Finding(
        "R-claim-level",
        Category.NARR_TABLE,
        Severity.ERROR,
        Cause.PUBLICATION,
        "说明中一般公共服务支出（类）的决算数与表5 不一致",
        "财预〔2016〕143号：说明中的数字应与决算表一致",
        (sample.place(prose, "支出决算为 1098.75 万元"), sample.cell(general, 1, 0)),
        "1098.75",
        "1089.75",
        "相邻两位数字颠倒：1098.75 应为 1089.75，改正后完成率 118.8% 即相符",
        Decimal("9.00"),
        fingerprint="aa11",
    )
    follows = Finding(
        "R-claim-completion",
        Category.NARR_ARITH,
        Severity.ERROR,
        Cause.PUBLICATION,
        "完成率按印出的预算数和决算数计算应为 119.8%",
        "",
        (sample.place(prose, "完成年初预算的 118.8%"), sample.place(prose, "年初预算为 917.5 万元")),
        "118.8%",
        "119.8%",
        root="aa11",
        fingerprint="aa12",
    )
    summary_gap = Finding(
        "R-summary-functions",
        Category.TABLE_CROSS,
        Severity.ERROR,
        Cause.UNCLEAR,
        "表1 一般公共服务支出大于表5 同一科目，差额超过其他收入之外的来源",
        "决算报表编制说明：总表各科目为全部资金",
        (sample.cell(summary, 1, 1), sample.cell(general, 1, 0)),
        "1102.35",
        "1089.75",
        at_stake=Decimal("12.6"),
        fingerprint="aa13",
    )
    wrong_note = Finding(
        "R-nil-note",
        Category.TEXT,
        Severity.ERROR,
        Cause.PUBLICATION,
        "国有资本经营预算表的注写的是政府性基金预算",
        "部门决算公开模板（2020）表9",
        (
            sample.place("注：本单位没有", "政府性基金预算财政拨款支出"),
            sample.place("国有资本经营预算财政拨款支出决算表"),
        ),
        "政府性基金预算",
        "国有资本经营预算",
        fingerprint="aa14",
    )
    wrong_year = Finding(
        "R-year",
        Category.TEXT,
        Severity.ERROR,
        Cause.PUBLICATION,
        "机关运行经费的年度写作 2022，本决算为 2023 年度",
        "",
        (sample.place("2022年度本单位", "2022年度"), sample.place(f"{ENTITY}2023", "2023年度部门决算")),
        "2022",
        "2023",
        fingerprint="aa15",
    )
    reason = Finding(
        "R-reason",
        Category.STRUCTURE,
        Severity.WARNING,
        Cause.PUBLICATION,
        "文化旅游体育与传媒支出（类）决算与预算有差额，未说明原因",
        "部门决算公开模板（2020）第三部分五（三）",
        (sample.place("2.文化旅游体育", "完成年初预算的 120.1%"),),
        fingerprint="aa16",
    )
    form = Finding(
        "R-format-trailing-zero",
        Category.FORMAT,
        Severity.WARNING,
        Cause.PUBLICATION,
        "金额末尾的 0 应去掉",
        "公开检查表第 3 项",
        (sample.place("3.社会保障和就业", "100.60"), sample.place("2023年度收、支总计", "1,299")),
        "100.60",
        "100.6",
        fingerprint="aa17",
    )
    rounding = Finding(
        "R-table-rows",
        Category.TABLE_SUM,
        Severity.ROUNDING,
        Cause.PUBLICATION,
        "表1 支出各行之和与合计因四舍五入相差 0.01 以内",
        "",
        (
            sample.cell(summary, 7, 1),
            sample.cell(summary, 1, 1),
            sample.cell(summary, 3, 1),
            sample.cell(summary, 5, 1),
        ),
        "1299",
        "1299.00",
        at_stake=Decimal("0.01"),
        fingerprint="aa18",
    )
    zero = Finding(
        "R-table-zero",
        Category.FORMAT,
        Severity.INFO,
        Cause.EXTRACTION,
        "表7 的零值单元格印作 0，应留空",
        "公开检查表第 5 项",
        (sample.cell(three, 0, 1),),
        "0",
        "",
        fingerprint="aa19",
    )
    return wrong, follows, summary_gap, wrong_note, wrong_year, reason, form, rounding, zero


def claims(sample: Sample) -> tuple[ReportClaim, ...]:
    summary, general, three, *_ = sample.tables()
    one, two, arith = "2023年度收、支总计", "2023年度收入合计", "2023年度一般公共预算财政拨款支出年初"
    left, right = sample.cell(summary, 8, 0), sample.cell(summary, 7, 1)
    total = sample.cell(general, 0, 0)

    def claim(line: str, words: str, figure: str, verdict: str, why: str, *evidence: Ref) -> ReportClaim:
        (value, unit), (relation, status, expected) = figure.split(), f"{verdict}//".split("/")[:3]
        kind = "percent" if unit == "%" else "amount" if unit == "万元" else "count"
        ref = sample.place(line, words)
        return ReportClaim(ref, value, unit, kind, relation, status, why, "", evidence, expected)

    prose, culture = "1.一般公共服务支出（类）", "2.文化旅游体育"
    return (
        claim(one, "收、支总计 1,299 万元", "1299 万元", "level/agrees", "等于表1 总计", left),
        claim(one, "各增加 57.2 万元", "57.2 万元", "change/unverified", "没有上年决算数可比"),
        claim(one, "增长 4.6%", "4.6 %", "growth/agrees", "57.2÷(1299-57.2)=4.6%", left),
        claim(two, "收入合计 1299 万元", "1299 万元", "level/agrees", "等于表1 本年收入合计", left),
        claim(two, "财政拨款收入 1286.4 万元", "1286.4 万元", "level/agrees", "等于表1", sample.cell(summary, 0, 0)),
        claim(
            two,
            "占本年收入 99.1%",
            "99.1 %",
            "share/rounding/99",
            "按印出的数字为 99.03%，各项凑足 100",
            left,
        ),
        claim(
            two,
            "占本年收入 0.9%",
            "0.9 %",
            "share/rounding/1",
            "按印出的数字为 0.97%，各项凑足 100",
            left,
        ),
        claim(
            "2023年度支出合计",
            "基本支出 814.75 万元",
            "814.75 万元",
            "level/unverified",
            "支出决算表不在本公开内容中",
        ),
        claim("2023年度支出合计", "占本年支出 37.3%", "37.3 %", "share/agrees", "484.25÷1299=37.3%", right),
        claim(
            arith,
            "年初预算为 1098.4 万元",
            "1098.4 万元",
            "level/agrees",
            "三类年初预算之和",
            sample.place(culture),
        ),
        claim(arith, "支出决算为 1286.4 万元", "1286.4 万元", "level/agrees", "等于表5 合计", total),
        claim(arith, "完成年初预算的 117.1%", "117.1 %", "completion/agrees", "1286.4÷1098.4=117.1%", total),
        claim(prose, "年初预算为 917.5 万元", "917.5 万元", "level/unverified", "表中没有年初预算数"),
        claim(
            prose,
            "支出决算为 1098.75 万元",
            "1098.75 万元",
            "level/disagrees/1089.75",
            "表5 为 1089.75",
            sample.cell(general, 1, 0),
        ),
        claim(
            prose,
            "完成年初预算的 118.8%",
            "118.8 %",
            "completion/disagrees/119.8",
            "按印出的数字为 119.8%",
            sample.place(prose),
        ),
        claim(culture, "支出决算为 96.05 万元", "96.05 万元", "level/agrees", "等于表5", sample.cell(general, 4, 0)),
        claim(
            "“三公”经费年初预算",
            "年初预算 5.8 万元",
            "5.8 万元",
            "level/agrees",
            "等于表7",
            sample.cell(three, 0, 0),
        ),
        claim("“三公”经费年初预算", "接待 19 批次", "19 批次", "count/unverified", "表中没有批次"),
        claim("148 人次", "148 人次", "148 人次", "count/unverified", "表中没有人次"),
    )


def checklist(sample: Sample, found: tuple[Finding, ...]) -> tuple[ItemResult, ...]:
    by_row = {
        3: ("aa17",),
        5: ("aa19",),
        10: ("aa14",),
        11: ("aa11", "aa12"),
        12: ("aa16",),
        24: ("aa15",),
        35: ("aa11", "aa13", "aa14"),
    }
    known = {f.fingerprint for f in found}
    proof = sample.place("第三部分")
    items = []
    for item, category, question, answer, declared in ROWS:
        good = "no" if item == 35 else "yes"
        outcome = {"review": Outcome.REVIEW, "n/a": Outcome.NOT_APPLICABLE}.get(
            answer, Outcome.PASS if answer == good else Outcome.FAIL
        )
        reason = REASONS.get(
            item, "公开内容本身不能说明，请查送审记录。" if outcome is Outcome.REVIEW else "所引之处可证。"
        )
        cited = (proof,) if answer in ("yes", "n/a") else ()
        names = tuple(name for name in by_row.get(item, ()) if name in known)
        items.append(
            ItemResult(
                item,
                f"C{item:03d}",
                category,
                question,
                Answer(answer),
                outcome,
                reason,
                f"公开检查表第 {item} 项",
                declared,
                names,
                cited,
                abridged=item > 40,
            )
        )
    return tuple(items)


def full_report(*, paged: bool = False) -> AuditReport:
    """Return a report with every status, severity, cause and outcome in it."""
    sample = Sample(paged=paged)
    found = findings(sample)
    rows = checklist(sample, found)
    tally = {outcome: sum(row.outcome is outcome for row in rows) for outcome in Outcome}
    passed, failed, review = tally[Outcome.PASS], tally[Outcome.FAIL], tally[Outcome.REVIEW]
    open_rows = passed + failed + review
    decided = passed + failed >= 0.6 * open_rows
    score = Score(
        passed,
        failed,
        review,
        tally[Outcome.NOT_APPLICABLE],
        round(100 * passed / (passed + failed), 1) if decided else None,
        round(100 * passed / open_rows, 1),
        round(100 * (passed + review) / open_rows, 1),
        f"{passed}÷({passed}+{failed})",
    )
    name = "sample.pdf" if paged else "sample.txt"
    files = (SourceFile("f1", f"in/{name}", "0" * 64, "pdf" if paged else "txt", 4 if paged else None),)
    identity = Identity(PublicationType.FINAL_ACCOUNTS, ENTITY, 2023, Unit.WAN_YUAN, "wuhan-final-accounts-2020", 0.87)
    doc = sample.document(identity, files)
    first, last = line_of("第三部分"), line_of("第四部分")
    text = tuple(
        TextLine("f1", None if paged else raw.number, raw.page, raw.text, raw.number if paged else None)
        for raw in sample.raw[first - 1 : last - 1]
    )
    stated = claims(sample)
    settled = sum(claim.status != "unverified" for claim in stated)
    pack = PackInfo(
        "wuhan-final-accounts-2020",
        "2020.1",
        "ab" * 32,
        "武汉市部门决算公开检查表（2020）",
        0.87,
        "九张表中四张的表名与次序相符",
    )
    return AuditReport(
        "0.1.0",
        (("pack", "auto"),),
        f"in/{name}",
        files,
        identity,
        pack,
        score,
        Coverage(len(stated), settled),
        rows,
        found,
        stated,
        doc,
        text=text,
    )


def undecided_report() -> AuditReport:
    """Return the full report with a score that is not decided."""
    report = full_report()
    return replace(report, score=replace(report.score, value=None))


def bare_report() -> AuditReport:
    """Return a report of a publication that no checklist fits and in which nothing was found wrong."""
    report = full_report()
    identity = replace(
        report.identity,
        publication_type=PublicationType.UNKNOWN,
        entity="",
        fiscal_year=None,
        template="",
        confidence=0.0,
    )
    score = Score(0, 0, 0, 0, None, 0.0, 0.0, "")
    pack = PackInfo(None, "", "", reason="没有适用于这类公开内容的考核表")
    doc = replace(report.document, identity=identity, tables=(), sections=(), paragraphs=())
    return replace(
        report,
        identity=identity,
        pack=pack,
        score=score,
        checklist=(),
        findings=(),
        claims=(),
        coverage=Coverage(0, 0),
        document=doc,
        text=(),
    )
