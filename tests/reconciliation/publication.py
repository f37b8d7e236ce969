"""The tables of an invented department, under which each test writes the sentences that it is about."""

from __future__ import annotations

from tests.reconciliation.support import reconciled, verdict_of

TABLES = """2020年度云梦茶站部门决算

第二部分 2020年度部门决算表

2020年度收入支出决算总表（表1）

单位：万元

收入\t\t\t支出\t\t
项目\t行次\t决算数\t项目\t行次\t决算数
栏次\t\t1\t栏次\t\t2
一、一般公共预算财政拨款收入\t1\t300.4\t八、社会保障和就业支出\t31\t40.4
二、政府性基金预算财政拨款收入\t2\t20\t十二、农林水支出\t32\t270
八、其他收入\t3\t9.6\t十九、住房保障支出\t33\t15
本年收入合计\t27\t330\t本年支出合计\t57\t325.4
年初结转和结余\t28\t\t年末结转和结余\t58\t4.6
总计\t30\t330\t总计\t60\t330

2020年度收入决算表（表2）

单位：万元

科目编码\t科目名称\t本年收入合计\t财政拨款收入\t上级补助收入\t事业收入\t经营收入\t附属单位上缴收入\t其他收入
\t合计\t330\t320.4\t\t\t\t\t9.6

2020年度支出决算表（表3）

单位：万元

科目编码\t科目名称\t本年支出合计\t基本支出\t项目支出\t上缴上级支出\t经营支出\t对附属单位补助支出
\t合计\t325.4\t205.4\t120\t\t\t
208\t社会保障和就业支出\t40.4\t40.4\t\t\t\t
20805\t行政事业单位养老支出\t40.4\t40.4\t\t\t\t
2080505\t机关事业单位基本养老保险缴费支出\t30.4\t30.4\t\t\t\t
2080599\t其他行政事业单位养老支出\t10\t10\t\t\t\t
213\t农林水支出\t270\t150\t120\t\t\t
21301\t农业农村\t270\t150\t120\t\t\t
2130104\t事业运行\t150\t150\t\t\t\t
2130106\t科技转化与推广服务\t120\t\t120\t\t\t
221\t住房保障支出\t15\t15\t\t\t\t
22102\t住房改革支出\t15\t15\t\t\t\t
2210201\t住房公积金\t15\t15\t\t\t\t

2020年度一般公共预算财政拨款支出决算表（表5）

单位：万元

科目编码\t科目名称\t小计\t基本支出\t项目支出
\t合计\t300.4\t200.4\t100
208\t社会保障和就业支出\t40.4\t40.4\t
20805\t行政事业单位养老支出\t40.4\t40.4\t
2080505\t机关事业单位基本养老保险缴费支出\t30.4\t30.4\t
2080599\t其他行政事业单位养老支出\t10\t10\t
213\t农林水支出\t245\t145\t100
21301\t农业农村\t245\t145\t100
2130104\t事业运行\t145\t145\t
2130106\t科技转化与推广服务\t100\t\t100
221\t住房保障支出\t15\t15\t
22102\t住房改革支出\t15\t15\t
2210201\t住房公积金\t15\t15\t

2020年度一般公共预算财政拨款基本支出决算表（表6）

单位：万元

人员经费\t\t\t公用经费\t\t
科目编码\t科目名称\t决算数\t科目编码\t科目名称\t决算数
301\t工资福利支出\t160.4\t302\t商品和服务支出\t40
30101\t基本工资\t160.4\t30201\t办公费\t40
人员经费合计\t\t160.4\t公用经费合计\t\t40

2020年度一般公共预算财政拨款“三公”经费支出决算表（表7）

单位：万元

预算数\t\t\t\t\t\t决算数\t\t\t\t\t
合计\t因公出国（境）费\t公务用车购置及运行费\t\t\t公务接待费\t合计\t因公出国（境）费\t公务用车购置及运行费\t\t\t公务接待费
\t\t小计\t公务用车购置费\t公务用车运行费\t\t\t\t小计\t公务用车购置费\t公务用车运行费\t
1\t2\t3\t4\t5\t6\t7\t8\t9\t10\t11\t12
10\t\t8\t\t8\t2\t7.5\t\t6\t\t6\t1.5

2020年度政府性基金预算财政拨款收入支出决算表（表8）

单位：万元

科目编码\t科目名称\t年初结转和结余\t本年收入\t小计\t基本支出\t项目支出\t年末结转和结余
\t合计\t\t20\t20\t\t20\t
213\t农林水支出\t\t20\t20\t\t20\t
21366\t大中型水库库区基金安排的支出\t\t20\t20\t\t20\t

2020年度国有资本经营预算财政拨款支出决算表（表9）

单位：万元

科目编码\t科目名称\t小计\t基本支出\t项目支出
\t合计\t\t\t

说明：本部门没有使用国有资本经营预算安排的支出。

第三部分 2020年度部门决算情况说明

"""
GRID = "另有往来款项1.25万元。"
"""Shows that the text prints amounts to the second place, as publications do."""
SECTIONS = {
    "summary": "一、收入支出决算总体情况说明",
    "revenue": "二、收入决算情况说明",
    "expenditure": "三、支出决算情况说明",
    "general": "五、一般公共预算财政拨款支出决算情况说明",
    "appropriation": "四、财政拨款收入支出决算总体情况说明",
    "basic": "六、一般公共预算财政拨款基本支出决算情况说明",
    "three_public": "七、一般公共预算财政拨款“三公”经费支出决算情况说明",
    "funds": "八、政府性基金预算财政拨款收入支出决算情况说明",
    "capital": "九、国有资本经营预算财政拨款支出决算情况说明",
    "procurement": "十一、政府采购支出情况",
    "assets": "十二、国有资产占用情况",
    "performance": "十三、预算绩效情况说明",
}


def told(section: str, *sentences: str, tables: str = TABLES):
    """Audit the tables with sentences under one section's title."""
    return reconciled(tables + SECTIONS[section] + "\n\n" + "\n\n".join((*sentences, GRID)) + "\n")


def status(section: str, sentence: str, printed: str, tables: str = TABLES) -> str:
    """Return what becomes of one printed figure of a sentence."""
    _, claims, rec = told(section, sentence, tables=tables)
    return verdict_of(claims, rec, printed).status.value


def found(section: str, *sentences: str, tables: str = TABLES):
    """Return the findings on the sentences, gravest first."""
    _, _, rec = told(section, *sentences, tables=tables)
    return [f for f in rec.findings if f.severity == "error" or f.category == "LOGIC"]
