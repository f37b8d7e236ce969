"""The performance part of an invented department: three projects, their reviews and tables, and the whole."""

from __future__ import annotations

from tests.reconciliation.publication import TABLES
from tests.reconciliation.support import reconciled, with_words

HEAD = "年度绩效目标（80分）\t一级指标\t二级指标\t三级指标\t年初目标值（A）\t实际完成值（B）\t得分"
MONEY = "预算执行情况（万元）（20分）\t\t预算数（A）\t执行数（B）\t执行率（B/A）\t得分（20分*执行率）\t"


def sheet(name: str, money: str, rows: tuple[str, ...], total: str) -> str:
    """Return the table of a project."""
    lines = (f"项目名称\t{name}\t\t\t\t\t", MONEY, money, HEAD, *rows, f"总分\t{total}\t\t\t\t\t")
    listed = "\n".join(lines)
    return f"2020年度{name}项目自评表\n\n{listed}\n"


PATROL = sheet(
    "春茶质量巡查",
    "\t年度财政资金总额\t75.5\t60.4\t80%\t16\t",
    (
        "\t产出指标（40分）\t数量指标\t茶园巡查次数\t≥24次\t26次\t20",
        "\t\t质量指标\t抽检合格率\t≥95%\t96.5%\t20",
        "\t效益指标（20分）\t社会效益指标\t巡查覆盖茶园面积\t3200亩\t3250亩\t18",
        "\t满意度指标（20分）\t服务对象满意度指标\t茶农满意度\t≥90%\t93.4%\t20",
    ),
    "94",
)
TRAINING = sheet(
    "茶艺培训",
    "\t年度财政资金总额\t40\t39.6\t99%\t19.8\t",
    (
        "\t产出指标（60分）\t数量指标\t培训茶农人次\t500人次\t512人次\t60",
        "\t满意度指标（20分）\t服务对象满意度指标\t学员满意度\t≥85%\t88%\t20",
    ),
    "99.8",
)
ROAD = sheet(
    "库区茶园道路维护",
    "\t年度财政资金总额\t25\t20\t80%\t16\t",
    (
        "\t产出指标（60分）\t数量指标\t维护道路里程\t12公里\t12公里\t60",
        "\t满意度指标（20分）\t服务对象满意度指标\t村民满意度\t≥80%\t86%\t20",
    ),
    "96",
)
WHOLE = f"""2020年度云梦茶站部门整体绩效自评表

单位名称\t云梦茶站\t\t\t\t\t
基本支出总额\t205.4\t\t项目支出总额\t120\t\t
{MONEY}
\t部门整体支出总额\t406.75\t325.4\t80%\t16\t
{HEAD}
\t产出指标（60分）\t数量指标\t完成重点任务\t8项\t8项\t60
\t满意度指标（20分）\t服务对象满意度指标\t社会公众满意度\t≥85%\t87%\t20
总分\t96\t\t\t\t\t
"""
REVIEWS = """十三、预算绩效情况说明

（一）预算绩效管理工作开展情况

本站对2020年度项目支出开展绩效自评，一般公共预算项目2个，资金100万元，占一般公共预算项目支出总额的100%；政府性基金项目1个，资金20万元。

1、春茶质量巡查项目年度绩效目标共设置了3个一级指标，4个二级指标以及4个三级指标，最后得分为94分。

2、茶艺培训项目自评得分99.8分。

（二）部门整体支出自评结果

整体支出绩效自评得分96分。调整预算数406.75万元，实际支出325.4万元，执行率为80%。

"""
PROJECTS = """（三）项目支出自评结果

公开全部项目的自评结果，共涉及3个项目。

1、春茶质量巡查项目绩效自评综述：项目全年预算数为75.5万元，执行数为60.4万元，完成预算的80%。主要产出和效益是：

（1）产出指标完成情况

①数量指标-茶园巡查次数

指标目标值为≥24次，设定分值20分。实际完成26次，得20分，指标值偏差率为0%。

②质量指标-抽检合格率

指标目标值为≥95%，设定分值20分。实际完成值为96.5%，得20分，指标值偏差率为0.0%。

（2）效益指标完成情况

①社会效益指标-巡查覆盖茶园面积

指标目标值为3200亩，设定分值20分。覆盖面积有所扩大，得18分，指标值偏差率为10%。

（3）满意度指标完成情况。茶农满意度达到93.4%，超出目标值90%。

"""
AFTER = """2、茶艺培训项目绩效自评综述：项目全年预算数为40万元，执行数为39.6万元，完成预算的99%。培训茶农人次512人次。

"""
LAST = """3、库区茶园道路维护项目绩效自评综述：项目全年预算数为25万元，执行数为20万元，完成预算的80%。

维护道路里程12公里。

"""
CLEAN = TABLES + REVIEWS + WHOLE + "\n" + PROJECTS + PATROL + "\n" + AFTER + TRAINING + "\n" + LAST + ROAD


def audited(*changes: tuple[str, str]):
    """Pass the publication through the rooms with words replaced once each."""
    return reconciled(with_words(CLEAN, *changes))


def told(*changes: tuple[str, str]) -> list[tuple[str, str, str, str]]:
    """Return rule, category, stated and expected of every finding that the changes make."""
    _, _, rec = audited(*changes)
    return [(f.rule, f.category.value, f.stated, f.expected) for f in rec.findings]


def settled(printed: str, *changes: tuple[str, str]) -> list[str]:
    """Return the statuses of all figures of the performance part that are printed so."""
    doc, claims, rec = audited(*changes)
    start = doc.section("explanation.performance").first
    return [
        rec.verdicts[c.index].status.value for c in claims if c.paragraph >= start and c.quantity.printed == printed
    ]
