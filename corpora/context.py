"""What the sentence frames may say: every figure of the accounts as a named, printable value."""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from types import SimpleNamespace
from typing import TYPE_CHECKING

from corpora.blocks import Ink, Printed, Stated
from corpora.money import Style, amount_text, cents, decimal_text, grouped, rate_text, stripped
from corpora.vocabulary import codes, path_of, places, terms

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from corpora.figures import Figures, Item, Project, Spending

Names = SimpleNamespace
REVENUES = {
    "appropriation": "财政拨款收入",
    "service_revenue": "事业收入",
    "other_revenue": "其他收入",
}
FUNDS = {
    "general": "一般公共预算财政拨款",
    "managed": "政府性基金预算财政拨款",
    "capital": "国有资本经营预算财政拨款",
}


@dataclass(frozen=True, slots=True)
class Context:
    """Builds the values. `reasons` are the frame set's pools of reasons by topic and direction."""

    figures: Figures
    style: Style
    ink: Ink
    reasons: Mapping[str, Sequence[str]]
    salt: str

    # -- single values

    def amount(self, key: str, fen: int, verifiable: str = "table", evidence: str = "") -> Printed:
        text = amount_text(fen, self.style)
        return self.ink.put(Stated(key, "amount", text, "万元", verifiable, evidence, "万元"))

    def percent(self, key: str, part: int, whole: int, evidence: str = "") -> Printed:
        text = rate_text(part, whole, self.style.percent_places)
        return self.ink.put(Stated(key, "percent", text, "%", "arith", evidence, "%"))

    def count(self, key: str, number: int, counter: str, verifiable: str = "arith", evidence: str = "") -> Printed:
        text = grouped(str(number)) if self.style.separator else str(number)
        return self.ink.put(Stated(key, "count", text, counter, verifiable, evidence, counter))

    def score(self, key: str, hundredths: int, evidence: str = "") -> Printed:
        text = stripped(decimal_text(hundredths, 2))
        return self.ink.put(Stated(key, "score", text, "分", "table", evidence, "分"))

    def label(self, code: str) -> Printed:
        """Return a 项 with its code, as one marked thing."""
        return self.ink.put(Stated(f"code.{code}", "code", f"{code}{codes().names[code]}", "", "table"))

    def reason(self, topic: str, direction: int, key: str) -> str:
        """Choose a reason of the frame set, always the same for one key."""
        pool = self.reasons[f"{topic}_{'up' if direction > 0 else 'down' if direction < 0 else 'same'}"]
        return pool[zlib.crc32(f"{self.salt}{key}".encode()) % len(pool)]

    # -- groups of values

    def change(self, key: str, topic: str, now: int, last: int) -> Names:
        """Return a change against last year with its rate, direction and reason."""
        step = now - last
        out = Names(dir=(step > 0) - (step < 0), last=self.amount(f"{key}.last", last, "text"), growth=None)
        out.now_nil, out.last_nil = cents(now) == 0, cents(last) == 0
        out.change = self.amount(f"{key}.change", abs(step), "arith", "this year - last year")
        if last and step:
            out.growth = self.percent(f"{key}.growth", abs(step), last, "change / last year")
        founded = not self.figures.last.total
        out.reason = self.reasons["founded"][0] if founded else self.reason(topic, out.dir, key)
        return out

    def completion(self, key: str, topic: str, budget: int, final: int, source: str) -> Names:
        """Return a budget, what was spent of it, and why they differ."""
        out = Names(dir=(final > budget) - (final < budget), nobudget=cents(budget) == 0, nofinal=cents(final) == 0)
        out.nil = out.nobudget and out.nofinal
        out.budget = self.amount(f"{key}.budget", budget, "table" if source.startswith("three") else "text", source)
        out.final = self.amount(f"{key}.final", final, "table", source)
        if budget:
            out.completion = self.percent(f"{key}.completion", final, budget, "final / budget")
        out.gap = self.amount(f"{key}.gap", abs(final - budget), "arith", "final - budget")
        out.reason = self.reason(topic, out.dir, f"{key}.completion")
        return out

    def shares(self, key: str, parts: Iterable[tuple[str, str, int]], whole: int, source: str) -> list[Names]:
        """Parts of a whole with their shares; parts of nothing are left out."""
        return [
            Names(
                key=part,
                name=name,
                amount=self.amount(f"{key}.{part}", fen, "table", source),
                share=self.percent(f"{key}.{part}.share", fen, whole, "part / whole"),
            )
            for part, name, fen in parts
            if fen
        ]

    def labels(self, items: Iterable[Item]) -> list[Printed]:
        return [self.label(i.code) for i in items]

    # -- sections

    def values(self) -> dict[str, object]:
        """Return everything that a frame may name."""
        f = self.figures
        d = f.department
        return {
            "year": f.year,
            "last_year": f.year - 1,
            "next_year": f.year + 1,
            "entity": d.entity,
            "short": d.short,
            "scope": d.scope,
            "level": f"{d.scope}级",
            "administrative": d.administrative,
            "phone": d.phone,
            "duties": [x.format(scope=d.scope) for x in places().domain(d.domain).duties],
            "rooms": f.unit_rooms,
            "staff": self.staff(),
            "S": self.summary(),
            "R": self.revenue(),
            "E": self.expenditure(),
            "A": self.appropriation(),
            "G": self.general(),
            "B": self.basic(),
            "T": self.three_public(),
            "M": self.managed(),
            "C": self.capital(),
            "O": self.agency(),
            "P": self.procurement(),
            "K": self.assets(),
            "Q": self.performance(),
            "W": self.works(),
            "glossary_items": [Names(path=path_of(c), gloss=codes().glosses[c]) for c in f.codes],
        }  # fmt: skip

    def staff(self) -> Names:
        s = self.figures.staff
        return Names(
            total=self.count("staff.total", s.total, "人"),
            administrative=self.count("staff.administrative", s.administrative, "人"),
            institution=self.count("staff.institution", s.institution, "人"),
            like=self.count("staff.like", s.like_civil_servants, "人", "no"),
            pensioners=self.count("staff.pensioners", s.pensioners, "人"),
            retired=self.count("staff.retired", s.retired, "人"),
            veteran=self.count("staff.veteran", s.veteran, "人"),
            has_like=s.like_civil_servants > 0,
            has_pensioners=s.pensioners > 0,
        )

    def summary(self) -> Names:
        f = self.figures
        out = self.change("summary", "total", f.total, f.last.total)
        out.total = self.amount("summary.total", f.total, "table", "revenue_expenditure_summary: grand total")
        return out

    def revenue(self) -> Names:
        f = self.figures
        parts = [("appropriation", REVENUES["appropriation"], f.appropriation_revenue)]
        if f.own_source:
            parts.append((f.own_source, REVENUES[f.own_source], f.own_revenue))
        out = self.change("revenue", "total", f.revenue, f.last.revenue)
        out.total = self.amount("revenue.total", f.revenue, "table", "revenue: total")
        out.parts = self.shares("revenue", parts, f.revenue, "revenue: total row")
        out.labels = self.labels(f.items)
        return out

    def expenditure(self) -> Names:
        f = self.figures
        out = self.change("expenditure", "total", f.expenditure, f.last.expenditure)
        out.total = self.amount("expenditure.total", f.expenditure, "table", "expenditure: total")
        parts = [("basic", "基本支出", f.basic_total), ("project", "项目支出", f.project_total)]
        out.parts = self.shares("expenditure", parts, f.expenditure, "expenditure: total row")
        out.labels = self.labels(f.items)
        return out

    def appropriation(self) -> Names:
        f = self.figures
        out = self.change("appropriation", "total", f.appropriation_total, f.last.appropriation)
        out.total = self.amount(
            "appropriation.total", f.appropriation_total, "table", "appropriation_summary: grand total"
        )
        out.funds = [
            Names(
                key=fund,
                name=f"{FUNDS[fund]}收入",
                amount=self.amount(f"appropriation.{fund}", f.appropriated_by(fund), "table", "appropriation_summary"),
            )
            for fund in FUNDS
            if f.appropriated_by(fund)
        ]
        return out

    def general(self) -> Names:
        f = self.figures
        spent, items = f.spent_by("general"), f.fund("general")
        out = self.change("general", "total", spent, f.last.general)
        source = "general_budget_expenditure"
        out.spent = self.amount("general.spent", spent, "table", f"{source}: total")
        out.share = self.percent("general.share", spent, f.expenditure, "general / expenditure")
        by_class: dict[str, int] = {}
        for item in items:
            by_class[item.code[:3]] = by_class.get(item.code[:3], 0) + f.spent(item)
        parts = [(code, codes().names[code], fen) for code, fen in by_class.items()]
        out.classes = self.shares("general.class", parts, spent, source)
        out.labels = self.labels(items)
        out.whole = self.completion("general.whole", "budget", sum(i.budget for i in items), spent, source)
        out.basic = self.amount("general.basic", sum(f.basic(i) for i in items), "table", f"{source}: total row")
        project = sum(f.project(i) for i in items)
        out.project = self.amount("general.project", project, "table", f"{source}: total row")
        out.no_project = project == 0
        out.projects = [self.project_line(n, p) for n, p in enumerate(f.rated("general"), 1)]
        out.items = [self.item_line(n, i) for n, i in enumerate(items, 1)]
        return out

    def item_line(self, number: int, item: Item) -> Names:
        f = self.figures
        topic = "staff" if item.pieces and not f.project(item) else "project"
        out = self.completion(f"item.{item.code}", topic, item.budget, f.spent(item), "general_budget_expenditure")
        out.number, out.path, out.name = number, path_of(item.code), codes().names[item.code]
        out.key = item.code
        out.use = self.reason(
            "use", (1 if item.pieces else -1) if not (item.pieces and f.project(item)) else 0, item.code
        )
        return out

    def project_line(self, number: int, project: Project) -> Names:
        return Names(
            number=number,
            name=project.name,
            output=project.output,
            amount=self.amount(f"project.{project.name}.result", project.executed, "table", "self-evaluation table"),
        )

    def basic(self) -> Names:
        f = self.figures
        spent = f.economic
        source = "general_budget_basic_expenditure"
        personnel = [codes().economic[c] for c in sorted(spent) if c[:3] in ("301", "303")]
        public = [codes().economic[c] for c in sorted(spent) if c[:3] not in ("301", "303")]
        return Names(
            total=self.amount("basic.total", f.personnel + f.public_use, "table", source),
            personnel=self.amount("basic.personnel", f.personnel, "table", source),
            public=self.amount("basic.public", f.public_use, "table", source),
            personnel_names=personnel,
            public_names=public,
            labels=self.labels(i for i in f.fund("general") if i.pieces),
        )

    def component(self, key: str, spending: Spending) -> Names:
        """One component of the three public expenses: against the budget and against last year."""
        topic = key if key in ("abroad", "reception") else "three" if key == "total" else "vehicle"
        out = self.completion(f"three.{key}", topic, spending.budget, spending.final, f"three_public: {key}")
        out.yearly = self.change(f"three.{key}.yearly", topic, spending.final, spending.last)
        out.key = key
        return out

    def three_public(self) -> Names:
        t = self.figures.three_public
        out = self.component("total", t.total)
        out.is_nil = t.is_nil
        for key in ("abroad", "vehicles", "purchase", "running", "reception"):
            setattr(out, key, self.component(key, getattr(t, key)))
        out.groups = self.count("three.groups", t.groups, "个", "no")
        out.travellers = self.count("three.travellers", t.travellers, "人次", "no")
        out.bought = self.count("three.bought", t.bought, "辆", "no")
        out.held = self.count("three.held", self.figures.assets.held, "辆", "text", "state assets")
        out.batches = self.count("three.batches", t.batches, "批次", "no")
        out.guests = self.count("three.guests", t.guests, "人次", "no")
        whole = t.total.final
        if whole:
            for key in ("abroad", "vehicles", "reception"):
                part = getattr(t, key).final
                getattr(out, key).share = self.percent(f"three.{key}.share", part, whole, "component / total")
        return out

    def managed(self) -> Names:
        f = self.figures
        items = f.fund("managed")
        source = "gov_managed_funds"
        return Names(
            is_nil=not items,
            opening=self.amount("managed.opening", f.opening_by("managed"), "table", source),
            revenue=self.amount("managed.revenue", f.appropriated_by("managed"), "table", source),
            spent=self.amount("managed.spent", f.spent_by("managed"), "table", source),
            closing=self.amount("managed.closing", f.closing_by("managed"), "table", source),
            items=[self.fund_line(n, i, source) for n, i in enumerate(items, 1)],
        )

    def fund_line(self, number: int, item: Item, source: str) -> Names:
        f = self.figures
        mine = [p for p in f.rated(item.fund) if p.code == item.code]
        return Names(
            number=number,
            path=path_of(item.code),
            name=codes().names[item.code],
            key=item.code,
            final=self.amount(f"{item.fund}.{item.code}.final", f.spent(item), "table", source),
            projects=[self.project_line(n, p) for n, p in enumerate(mine, 1)],
        )

    def capital(self) -> Names:
        f = self.figures
        items = f.fund("capital")
        source = "state_capital"
        return Names(
            is_nil=not items,
            spent=self.amount("capital.spent", f.spent_by("capital"), "table", source),
            items=[self.fund_line(n, i, source) for n, i in enumerate(items, 1)],
        )

    def agency(self) -> Names:
        f = self.figures
        spent = f.public_use if f.department.administrative else 0
        out = self.change("agency", "agency", spent, f.last.agency)
        out.is_nil = spent == 0
        out.spent = self.amount("agency.spent", spent, "table", "general_budget_basic_expenditure: public use")
        out.whole = self.completion("agency.whole", "agency", f.agency_budget, spent, "text")
        return out

    def procurement(self) -> Names:
        p = self.figures.procurement
        kinds = (("goods", "政府采购货物支出"), ("works", "政府采购工程支出"), ("services", "政府采购服务支出"))
        return Names(
            total=self.amount("procurement.total", p.total, "arith", "sum of goods, works and services"),
            parts=[
                Names(key=k, name=n, amount=self.amount(f"procurement.{k}", getattr(p, k), "arith")) for k, n in kinds
            ],
            medium=self.amount("procurement.medium", p.medium, "arith"),
            medium_share=self.percent("procurement.medium.share", p.medium, p.total, "medium / total"),
            small=self.amount("procurement.small", p.small, "arith"),
            small_share=self.percent("procurement.small.share", p.small, p.medium, "small / medium"),
        )

    def assets(self) -> Names:
        f = self.figures
        a = f.assets
        kinds = terms().vehicle_kinds_2023 if f.year >= 2022 else terms().vehicle_kinds
        return Names(
            held=self.count("assets.held", a.held, "辆", "arith", "sum of the kinds"),
            has_vehicles=a.held > 0,
            kinds=[Names(key=k, name=n, count=self.count(f"assets.{k}", a.kind(k), "辆")) for k, n in kinds],
            has_other=a.kind("other") > 0,
            other_use=a.other_use,
            general=self.count("assets.general", a.general_equipment, "台（套）", "no"),
            special=self.count("assets.special", a.special_equipment, "台（套）", "no"),
        )

    def performance(self) -> Names:
        f = self.figures
        general, managed, capital = (f.rated(x) for x in ("general", "managed", "capital"))
        whole = sum(f.project(i) for i in f.fund("general"))
        fund = f.spent_by("managed")

        def amount(key: str, projects: Sequence[Project]) -> Printed:
            return self.amount(f"performance.{key}", sum(p.executed for p in projects), "arith", "sum of the projects")

        return Names(
            count=self.count("performance.count", len(f.projects), "个", "arith", "number of reviews"),
            general_count=self.count("performance.general.count", len(general), "个"),
            managed_count=self.count("performance.managed.count", len(managed), "个"),
            capital_count=self.count("performance.capital.count", len(capital), "个"),
            has_managed=bool(managed),
            has_capital=bool(capital),
            general=amount("general", general),
            managed=amount("managed", managed),
            capital=amount("capital", capital),
            general_share=self.percent("performance.general.share", sum(p.executed for p in general), whole or 1),
            managed_share=self.percent("performance.managed.share", sum(p.executed for p in managed), fund or 1),
            budget=self.amount("performance.budget", f.overall_budget, "table", "overall self-evaluation table"),
            rated=amount("rated", f.projects),
            executed=self.amount("performance.executed", f.expenditure, "table", "overall self-evaluation table"),
            rate=self.percent("performance.rate", f.expenditure, f.overall_budget, "executed / budget"),
            score=self.score("performance.score", f.overall_score, "overall self-evaluation table"),
            grade="优" if f.overall_score >= 9000 else "良" if f.overall_score >= 8000 else "中",
            projects=[self.review(n, p) for n, p in enumerate(f.projects, 1)],
        )

    def review(self, number: int, p: Project) -> Names:
        key = f"review.{number}"
        rows = [
            Names(group=i.group, kind=i.kind, name=i.name, target=i.target, actual=i.actual, met=i.score == i.weight)
            for i in p.indicators
        ]
        return Names(
            number=number,
            key=str(number),
            name=p.name,
            output=p.output,
            problem=p.problem,
            remedy=p.remedy,
            indicators=[self.with_decimals(n, r, key) for n, r in enumerate(rows, 1)],
            budget=self.amount(f"{key}.budget", p.budget, "table", "self-evaluation table"),
            executed=self.amount(f"{key}.executed", p.executed, "table", "self-evaluation table"),
            rate=self.percent(f"{key}.rate", p.executed, p.budget, "executed / budget"),
            score=self.score(f"{key}.score", p.score, "self-evaluation table"),
        )

    def with_decimals(self, number: int, row: Names, key: str) -> Names:
        """Print the percentages of an indicator as running text prints them."""
        places_ = self.style.percent_places
        for name in ("target", "actual"):
            text = str(getattr(row, name))
            if text.endswith("%"):
                digits = f"{text.lstrip('≥≤').rstrip('%')}.{'0' * places_}"
                sign = text[0] if text[0] in "≥≤" else ""
                stated = Stated(f"{key}.indicator.{number}.{name}", "percent", digits, "%", "table", row.name, "%")
                setattr(row, name, f"{sign}{self.ink.put(stated)}")
            elif self.style.separator:
                setattr(row, name, re.sub(r"\d{4,}", lambda m: grouped(m[0]), text))
        return row

    def works(self) -> list[Names]:
        return [
            Names(
                number=n,
                title=w.title,
                result=w.result,
                count=self.count(f"work.{n}", w.count, w.counter, "text", "key work table"),
            )
            for n, w in enumerate(self.figures.works, 1)
        ]
