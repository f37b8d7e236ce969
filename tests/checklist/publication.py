"""An invented publication from which the tests of the text checks take away or add one thing at a time."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from audit.claims import extract_claims
from audit.packs.loader import load_rules
from audit.packs.text_rules import load_text_rules
from audit.readers import read
from audit.recognition import recognize

if TYPE_CHECKING:
    from pathlib import Path

    from audit.model.claims import Claim
    from audit.model.document import Document
    from audit.model.text_rules import TextRules

UNIT = "武汉市云梦区茶事服务站"

NIL = ""
"""An empty cell at the end of a line."""

TEXT = f"""
2020年度{UNIT}部门决算

目录

第一部分 {UNIT}概况

一、部门主要职能

二、部门人员构成

第二部分 {UNIT}2020年度部门决算表

一、支出决算表（表3）

二、一般公共预算财政拨款支出决算表（表5）

三、一般公共预算财政拨款基本支出决算表（表6）

第三部分 {UNIT}2020年度部门决算情况说明

一、收入支出决算总体情况说明

二、支出决算情况说明

三、一般公共预算财政拨款支出决算情况说明

四、一般公共预算财政拨款基本支出决算情况说明

五、预算绩效情况说明

第四部分 名词解释

第一部分 {UNIT}概况

一、部门主要职能

{UNIT}负责全区茶叶种植的技术指导。

二、部门人员构成

{UNIT}在职实有人数8人。

第二部分 {UNIT}2020年度部门决算表

2020年度支出决算表（表3）

部门：{UNIT}

单位：万元

科目编码	科目名称	本年支出合计	基本支出	项目支出	上缴上级支出	经营支出	对附属单位补助支出
栏次		1	2	3	4	5	6
合计		1200.5	200.5	1000
213	农林水支出	1180.5	180.5	1000
21301	农业农村	1180.5	180.5	1000
2130104	事业运行	180.5	180.5
2130106	科技转化与推广服务	1000		1000
221	住房保障支出	20	20
22102	住房改革支出	20	20
2210201	住房公积金	20	20

2020年度一般公共预算财政拨款支出决算表（表5）

部门：{UNIT}

单位：万元

科目编码	科目名称	小计	基本支出	项目支出
栏次		1	2	3
合计		1200.5	200.5	1000
213	农林水支出	1180.5	180.5	1000
21301	农业农村	1180.5	180.5	1000
2130104	事业运行	180.5	180.5
2130106	科技转化与推广服务	1000		1000
221	住房保障支出	20	20
22102	住房改革支出	20	20
2210201	住房公积金	20	20

2020年度一般公共预算财政拨款基本支出决算表（表6）

部门：{UNIT}

单位：万元

人员经费			公用经费
科目编码	科目名称	决算数	科目编码	科目名称	决算数
301	工资福利支出	160.5	302	商品和服务支出	40
30101	基本工资	100.5	30201	办公费	30
30102	津贴补贴	40	30202	印刷费	{NIL}
30103	奖金		30211	差旅费	10
30113	住房公积金	20	30299	其他商品和服务支出	{NIL}
人员经费合计		160.5	公用经费合计		40

第三部分 {UNIT}2020年度部门决算情况说明

一、收入支出决算总体情况说明

2020年度收、支总计1200.5万元。与2019年度相比，收、支总计各增加200.5万元，增长20.1%，主要原因是新增良种推广项目。

二、支出决算情况说明

2020年度支出合计1200.5万元。其中：基本支出200.5万元，占本年支出16.7%；项目支出1000万元，占本年支出83.3%。本部门使用2130104事业运行、2130106科技转化与推广服务、2210201住房公积金科目。

三、一般公共预算财政拨款支出决算情况说明

2020年度一般公共预算财政拨款支出1200.5万元，主要用于以下方面：农林水（类）支出1180.5万元，占98.3%；住房保障（类）支出20万元，占1.7%。

1. 农林水支出（类）农业农村（款）事业运行（项）。年初预算为180.5万元，支出决算为180.5万元，完成年初预算的100.0%。

2. 农林水支出（类）农业农村（款）科技转化与推广服务（项）。年初预算为1000万元，支出决算为1000万元，完成年初\
预算的100.0%。

四、一般公共预算财政拨款基本支出决算情况说明

2020年度一般公共预算财政拨款基本支出200.5万元，其中，人员经费160.5万元，主要包括：基本工资、津贴补贴、住房公积金；公用经费40万元，主要包括：办公费、差旅费。

五、预算绩效情况说明

（一）茶园补植项目绩效自评综述：全年预算1000万元，执行数1000万元。

（1）产出指标完成情况

补植茶园120亩，完成率100.0%。

（2）效益指标完成情况

带动农户60户。

（3）满意度指标完成情况

群众满意率95.5%。

第四部分 名词解释

（一）基本支出：指为保障机构正常运转、完成日常工作任务而发生的人员支出和公用支出。

（二）本部门使用的支出功能分类科目（到项级）

1. 农林水支出（类）农业农村（款）事业运行（项）：反映事业单位的基本支出。

2. 农林水支出（类）农业农村（款）科技转化与推广服务（项）：反映良种推广方面的支出。

3. 住房保障支出（类）住房改革支出（款）住房公积金（项）：反映单位缴纳的住房公积金。
"""


@cache
def rules() -> TextRules:
    return load_text_rules()


def audited(folder: Path, *changes: tuple[str, str], figures: bool = False) -> tuple[Document, tuple[Claim, ...]]:
    """Recognise the publication with some of its words replaced; every replaced word must be there.

    Its claims are extracted for the checks that need its `figures`; the others look at the document alone.
    """
    text = TEXT
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    path = folder / "publication.txt"
    path.write_text(text, encoding="utf-8")
    loaded = load_rules()
    doc = recognize(read([path]), loaded.recognition)
    return doc, extract_claims(doc, loaded.claims) if figures else ()


def hits(findings: tuple, rule: str) -> list:
    """Return the findings of a rule."""
    return [finding for finding in findings if finding.rule == rule]


def quotes(findings: list) -> list[str]:
    """Return where each finding stands, in the publication's own words."""
    return [finding.places[0].quote for finding in findings]
