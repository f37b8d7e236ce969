"""Sets a small budget publication as text: its summary, its expenditure by 科目, and the sentences about them."""

from __future__ import annotations

from itertools import pairwise

from corpora.money import Style, amount_text, cell_text
from corpora.vocabulary import codes

_STYLE = Style()


def budget_text(entity: str, year: int, amounts: dict[str, int], running: frozenset[str] = frozenset()) -> str:
    """Return the budget of a body whose only money is the general fund.

    `amounts`: 项 and its budget in fen; `running`: those that are basic expenditure, the others are projects.
    """
    total = sum(amounts.values())
    rows = _rows(amounts)
    basic = dict(_rows({code: amount for code, amount in amounts.items() if code in running}))
    classes = [row for row in rows if len(row[0]) == 3]
    numerals = "一二三四五六七八九十"
    right = [f"{numerals[n]}、{codes().names[code]}\t{_cell(amount)}" for n, (code, amount) in enumerate(classes)]
    left = [f"一、一般公共预算拨款收入\t{_cell(total)}", *["\t"] * (len(right) - 1)]
    summary = [f"{a}\t{b}" for a, b in zip(left, right, strict=True)]
    said = "；".join(f"{codes().names[code]}（类）{amount_text(amount, _STYLE)}万元" for code, amount in classes)
    lines = [
        f"{entity}{year}年部门预算",
        f"第一部分 {entity}概况",
        "一、主要职能",
        "承担本领域的日常服务和管理。",
        f"第二部分 {entity}{year}年部门预算表",
        "收支预算总表",
        "单位：万元",
        "收入\t\t支出\t",
        "项目\t预算数\t项目\t预算数",
        *summary,
        f"本年收入合计\t{_cell(total)}\t本年支出合计\t{_cell(total)}",
        f"收入总计\t{_cell(total)}\t支出总计\t{_cell(total)}",
        "一般公共预算支出预算表",
        "单位：万元",
        "科目编码\t科目名称\t合计\t基本支出\t项目支出",
        f"合计\t\t{_three(total, sum(amounts[code] for code in amounts if code in running))}",
        *(f"{code}\t{codes().names[code]}\t{_three(amount, basic.get(code, 0))}" for code, amount in rows),
        f"第三部分 {entity}{year}年部门预算情况说明",
        "一、收支预算总体情况说明",
        f"{year}年收支总预算{amount_text(total, _STYLE)}万元。",
        "二、一般公共预算支出预算情况说明",
        f"{year}年一般公共预算支出预算{amount_text(total, _STYLE)}万元，其中：{said}。",
        "第四部分 名词解释",
        "（一）一般公共预算支出：用一般公共预算安排的支出。",
    ]
    # the rows of a table follow each other, all else has an empty line between
    text = lines[0]
    for above, line in pairwise(lines):
        text += ("\n" if "\t" in above and "\t" in line else "\n\n") + line
    return text + "\n"


def _three(whole: int, basic: int) -> str:
    return "\t".join(_cell(fen) for fen in (whole, basic, whole - basic))


def _cell(fen: int) -> str:
    return cell_text(fen, _STYLE)


def _rows(amounts: dict[str, int]) -> list[tuple[str, int]]:
    """Return 类, 款 and 项 with their amounts, in the order of the codes; what has no budget is not listed."""
    found: dict[str, int] = {}
    for code, amount in amounts.items():
        for level in (3, 5, 7) if amount else ():
            found[code[:level]] = found.get(code[:level], 0) + amount
    return sorted(found.items())
