"""Draws the accounts of a fictional department from a seed. The same seed always gives the same figures."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace

from corpora.figures import (
    Assets,
    Department,
    Figures,
    Indicator,
    Item,
    LastYear,
    Piece,
    Procurement,
    Project,
    Spending,
    Staff,
    ThreePublic,
    Work,
)
from corpora.money import CENT, rate
from corpora.vocabulary import Domain, ProjectIdea, places, terms


@dataclass(frozen=True, slots=True)
class Wishes:
    """What is fixed ahead of the draw; None leaves it to the seed."""

    items: int | None = None
    """Rough number of 项."""
    managed: bool | None = None
    capital: bool | None = None
    own: bool | None = None
    carry: bool | None = None
    three_public: str | None = None
    """none, reception, vehicles or full."""
    projects: int | None = None
    founded: bool = False
    """The body was founded this year: there are no figures of the last one."""
    gaps: bool = False
    """Amounts in single yuan, so that sums of printed figures may miss by 0.01."""


ROOMS = ("办公室", "综合科", "规划财务科", "业务一科", "业务二科", "监督检查科", "宣传科")
EXTRA_ITEMS = ("2010302", "2010399", "2100410", "2060702", "2240199", "2110199", "2130199", "2120399", "2070199")
PERSONAL = (("30101", 30), ("30102", 22), ("30103", 18), ("30107", 16), ("30112", 2), ("30199", 5))
PUBLIC = (
    ("30201", 16),
    ("30202", 4),
    ("30205", 1),
    ("30206", 5),
    ("30207", 4),
    ("30209", 9),
    ("30211", 6),
    ("30213", 5),
    ("30214", 4),
    ("30215", 1),
    ("30216", 3),
    ("30226", 7),
    ("30227", 9),
    ("30228", 6),
    ("30229", 5),
    ("30239", 8),
    ("30299", 6),
    ("31002", 4),
)


class Draw:
    """One attempt. Attempts are repeated until the printed shares add to 100."""

    def __init__(self, seed: str, year: int, wishes: Wishes) -> None:
        self.rng = random.Random(seed)  # noqa: S311 - repeatable figures, not secrets
        self.year, self.wishes = year, wishes

    def money(self, low: float, high: float) -> int:
        """Draw an amount between two numbers of 万元; exact to 0.01 万元 unless gaps are wanted."""
        value = self.rng.randint(round(low * 100), round(high * 100)) * CENT
        return max(CENT, value + self.rng.randint(-4900, 4900)) if self.wishes.gaps and value else value

    def near(self, fen: int, low: int, high: int) -> int:
        """Draw a figure of `low` to `high` percent of an amount, to the same grid."""
        value = fen * self.rng.randint(low * 10, high * 10) // 1000
        return value if self.wishes.gaps else value // CENT * CENT

    def chance(self, share: float) -> bool:
        return self.rng.random() < share

    def wish(self, wished: bool | None, share: float) -> bool:  # noqa: FBT001 - a wish is a flag
        drawn = self.chance(share)
        return drawn if wished is None else wished

    def figures(self) -> Figures:
        """Draw everything."""
        domain = self.rng.choice(places().domains)
        department = self.department(domain)
        size = self.wishes.items or self.rng.choice((2, 3, 4, 5, 6, 7, 8, 9, 11, 13, 16, 20, 25))
        three_public = self.three_public(administrative=department.administrative)
        items, scale = self.items(domain, department, size, three_public)
        projects = self.projects(domain, items, scale)
        items = self.carried(self.unrated(items, projects, scale))
        own_source, surplus = "", 0
        if self.wish(self.wishes.own, 0.3):
            own_source = self.rng.choice(("other_revenue", "service_revenue"))
            items = self.with_own(items, scale)
            own = sum(i.own for i in items)
            surplus = self.near(own, 10, 40) if self.chance(0.3) and not self.wishes.founded else 0
        draft = Figures(
            self.year, department, self.staff(department), items, projects, own_source, surplus,
            LastYear(0, 0, 0, 0, 0), three_public, Procurement(), self.assets(three_public), 0,
            self.works(domain), (), (),
        )  # fmt: skip
        return self.finished(draft, domain)

    def finished(self, draft: Figures, domain: Domain) -> Figures:
        """Add what depends on the totals."""
        draft = replace(draft, items=self.budgets(draft))
        goods, works = self.near(draft.project_total, 3, 12), 0
        if self.chance(0.4):
            works = self.near(draft.project_total, 2, 10)
        services = self.near(draft.project_total, 8, 40)
        total = goods + works + services
        medium = self.near(total, 45, 95) if self.chance(0.8) else total
        procurement = Procurement(goods, works, services, medium, self.near(medium, 30, 90))
        agency = draft.public_use if draft.department.administrative else 0
        return replace(
            draft,
            last=self.last_year(draft, agency),
            procurement=procurement,
            agency_budget=self.near(agency, 96, 112),
            overall=self.overall(draft, domain),
            unit_rooms=tuple(self.rng.sample(ROOMS, self.rng.randint(2, 4))),
        )

    def department(self, domain: Domain) -> Department:
        known = places()
        name, kind = self.rng.choice(domain.departments)
        district = self.rng.choice(known.districts) if self.chance(0.85) else ""
        phone = f"{domain.phone}{self.rng.randint(100, 999)}"
        return Department(self.rng.choice(known.cities), district, name, domain.key, kind == "administrative", phone)

    def staff(self, department: Department) -> Staff:
        people = self.rng.randint(8, 120)
        if not department.administrative:
            like = self.rng.randint(1, people // 3) if self.chance(0.2) else 0
            return Staff(0, people, like, self.rng.randint(0, 30), 0)
        institution = self.rng.randint(0, people // 2)
        like = self.rng.randint(0, institution) if institution and self.chance(0.5) else 0
        return Staff(people - institution, institution, like, self.rng.randint(2, 60), self.rng.randint(0, 2))

    def three_public(self, *, administrative: bool) -> ThreePublic:
        drawn = self.rng.choice(("none", "reception", "vehicles", "vehicles", "full"))
        kind = self.wishes.three_public or (drawn if administrative or drawn != "full" else "reception")
        if kind == "none":
            return ThreePublic()
        reception = self.spending(0.3, 6)
        batches = self.rng.randint(3, 40)
        found = ThreePublic(reception=reception, batches=batches, guests=batches * self.rng.randint(4, 9))
        if kind in ("vehicles", "full"):
            found = replace(found, running=self.spending(3, 28))
            if self.chance(0.4) or kind == "full":
                found = replace(found, purchase=replace(self.spending(17, 24), last=0), bought=1)
        if kind == "full":
            groups = self.rng.randint(1, 3)
            found = replace(
                found, abroad=self.spending(2, 15), groups=groups, travellers=groups + self.rng.randint(1, 5)
            )
        return found

    def spending(self, low: float, high: float) -> Spending:
        final = self.money(low, high)
        budget = final if self.chance(0.1) else self.near(final, 101, 160)
        last = final if self.chance(0.1) else self.near(final, 70, 150)
        return Spending(budget, final, 0 if self.wishes.founded else last)

    def assets(self, three_public: ThreePublic) -> Assets:
        if not three_public.running.final:
            return Assets((), "", self.rng.randint(0, 3), self.rng.randint(0, 1))
        held = self.rng.randint(max(2, three_public.bought), 14)
        counts = dict.fromkeys((key for key, _ in terms().vehicle_kinds), 0)
        for _ in range(held):
            counts[self.rng.choice(("confidential", "emergency", "enforcement", "special", "other"))] += 1
        use = self.rng.choice(("日常业务保障", "下乡巡查", "设备运输", "现场抽样")) if counts["other"] else ""
        return Assets(tuple(counts.items()), use, self.rng.randint(0, 6), self.rng.randint(0, 3))

    def items(
        self, domain: Domain, department: Department, size: int, three_public: ThreePublic
    ) -> tuple[tuple[Item, ...], int]:
        """Draw the 项 and return them with the scale of the department in 万元."""
        salaries = self.money(60, 900)
        scale = salaries // 1_000_000
        basic = domain.basic["administrative" if department.administrative else "institution"]
        items = [Item(basic, "general", self.basic_pieces(salaries, three_public))]
        items += self.common(salaries, department, max(0, size - 3))
        projects = [c for c in (*domain.items, *EXTRA_ITEMS) if c != basic]
        wanted = max(1, size - len(items) - 1) if size > 2 else 1
        chosen = projects[:1] + self.rng.sample(projects[1:], min(wanted - 1, len(projects) - 1))
        items += [Item(code, "general") for code in dict.fromkeys(chosen)]
        if self.wish(self.wishes.managed, 0.4):
            managed = self.rng.sample(domain.managed, self.rng.randint(1, len(domain.managed)))
            items += [Item(code, "managed") for code in sorted(managed)]
        if self.wish(self.wishes.capital, 0.1):
            items.append(Item("2230105", "capital"))
        return tuple(sorted(items, key=lambda i: i.code)), scale

    def basic_pieces(self, salaries: int, three_public: ThreePublic) -> tuple[Piece, ...]:
        """Split the running costs of the department over economic classes."""
        pieces = [Piece(code, self.near(salaries, w * 8 // 10, w)) for code, w in PERSONAL if w > 2 or self.chance(0.6)]
        public = self.near(salaries, 12, 30)
        chosen = [(c, w) for c, w in PUBLIC if w > 5 or self.chance(0.5)]
        pieces += [Piece(code, max(CENT, self.near(public, w * 7 // 10, w))) for code, w in chosen]
        fixed = {
            "30212": three_public.abroad.final,
            "30217": three_public.reception.final,
            "30231": three_public.running.final,
            "31013": three_public.purchase.final,
        }
        pieces += [Piece(code, amount) for code, amount in fixed.items() if amount]
        return tuple(sorted((p for p in pieces if p.amount > 0), key=lambda p: p.code))

    def common(self, salaries: int, department: Department, room: int) -> list[Item]:
        """Draw pension, medical and housing 项."""
        admin = department.administrative
        medical = "2101101" if admin else "2101102"
        possible = [
            Item("2080505", "general", (Piece("30108", self.near(salaries, 9, 12)),)),
            Item("2210201", "general", (Piece("30113", self.near(salaries, 10, 13)),)),
            Item(medical, "general", (Piece("30110", self.near(salaries, 5, 7)),)),
            Item("2101103", "general", (Piece("30111", self.near(salaries, 3, 5)),)),
            Item("2080506", "general", (Piece("30109", self.near(salaries, 3, 6)),)),
            Item("2080501" if admin else "2080502", "general", (Piece("30302", self.near(salaries, 4, 9)),)),
            Item("2210202", "general", (Piece("30102", self.near(salaries, 1, 2)),)),
            Item("2210203", "general", (Piece("30102", self.near(salaries, 3, 5)),)),
            Item("2080801", "general", (Piece("30304", self.money(2, 18)),)),
        ]
        return [i for i in possible[:room] if all(p.amount > 0 for p in i.pieces)]

    def projects(self, domain: Domain, items: tuple[Item, ...], scale: int) -> tuple[Project, ...]:
        """Give the projects of the domain to 项 that have none yet, funds other than the general one first."""
        homes = [i for i in items if i.fund == "managed"]
        general = [i for i in items if i.fund == "general" and not i.pieces]
        wanted = self.wishes.projects or self.rng.randint(1, len(domain.projects))
        ideas = self.rng.sample(domain.projects, max(len(homes) + 1, min(wanted, len(domain.projects))))
        homes += [general[0]] + [self.rng.choice(general) for _ in range(len(ideas))]
        chosen = homes[: len(ideas)]
        order = sorted(range(len(ideas)), key=lambda n: (chosen[n].fund != "general", chosen[n].code))
        capital = [self.project(places().capital_project, i, scale) for i in items if i.fund == "capital"]
        return (*(self.project(ideas[n], chosen[n], scale) for n in order), *capital)

    def project(self, idea: ProjectIdea, home: Item, scale: int) -> Project:
        budget = self.money(max(5, scale / 20), max(12, scale / 2))
        executed = budget if self.chance(0.25) else self.near(budget, 71, 99)
        rows = self.indicators(idea.indicators)
        return Project(idea.name, home.code, home.fund, budget, executed, rows, idea.output, idea.problem, idea.remedy)

    def indicators(self, ideas: tuple[tuple[str, str, str, str, str, str, str], ...]) -> tuple[Indicator, ...]:
        """Fill in targets and results. Eighty points: outputs 40, benefits 20, satisfaction 20."""
        outputs = sum(i[0] == "产出指标" for i in ideas)
        shares = [40 // outputs] * outputs
        shares[0] += 40 - sum(shares)
        weights = shares + [20] * (len(ideas) - outputs)
        return tuple(self.indicator(idea, weight) for idea, weight in zip(ideas, weights, strict=True))

    def indicator(self, idea: tuple[str, str, str, str, str, str, str], weight: int) -> Indicator:
        group, kind, name, how, low, high, counter = idea
        if how == "words":
            return Indicator(group, kind, name, low, high, weight, weight)
        first, last = int(low), int(high)
        missed = self.chance(0.15)
        if how == "percent":
            target = self.rng.randint(first, max(first, last - 2))
            actual = self.rng.randint(first - 6, target - 1) if missed else self.rng.randint(target, last)
            goal, done = f"≥{target}%", f"{actual}%"
        elif how == "at_most":
            target = self.rng.randint(first, last)
            missed, actual = False, self.rng.randint(1, target)
            goal, done = f"≤{target}{counter}", f"{actual}{counter}"
        else:
            target = self.rng.randint(first, last)
            missed, actual = False, self.rng.randint(target, target + max(1, target // 10))
            goal, done = f"≥{target}{counter}", f"{actual}{counter}"
        return Indicator(group, kind, name, goal, done, weight, weight - (self.rng.randint(1, 3) if missed else 0))

    def overall(self, figures: Figures, domain: Domain) -> tuple[Indicator, ...]:
        """Draw the indicators of the whole department: outputs from its key work."""
        works = figures.works[:3]
        shares = [40 // len(works)] * len(works)
        shares[0] += 40 - sum(shares)
        rows = [
            Indicator(
                "产出指标", "数量指标", w.result, f"≥{w.count * 9 // 10}{w.counter}", f"{w.count}{w.counter}", s, s
            )
            for w, s in zip(works, shares, strict=True)
        ]
        rows.append(Indicator("效益指标", "社会效益指标", "提升服务水平", "持续提升", "持续提升", 20, 20))
        low = self.rng.randint(82, 90)
        rows.append(
            Indicator(
                "满意度指标",
                "服务对象满意度指标",
                "社会公众满意度",
                f"≥{low}%",
                f"{low + self.rng.randint(0, 7)}%",
                20,
                20,
            )
        )
        return tuple(rows) if domain.works else ()

    def unrated(self, items: tuple[Item, ...], projects: tuple[Project, ...], scale: int) -> tuple[Item, ...]:
        """Give 项 without pieces and projects an amount of their own."""
        homes = {(p.code, p.fund) for p in projects}
        return tuple(
            i if i.pieces or (i.code, i.fund) in homes else replace(i, unrated=self.money(2, max(9, scale / 5)))
            for i in items
        )

    def carried(self, items: tuple[Item, ...]) -> tuple[Item, ...]:
        """Carry money over from the last year or into the next one for a 项 or two."""
        if not self.wish(self.wishes.carry, 0.35) or self.wishes.founded:
            return items
        out = list(items)
        homes = [n for n, i in enumerate(items) if not i.pieces and i.fund != "capital"]
        n = self.rng.choice(homes)
        out[n] = replace(out[n], opening=self.money(1, 4))
        n = self.rng.choice(homes)
        out[n] = replace(out[n], closing=self.money(2, 30))
        return tuple(out)

    def with_own(self, items: tuple[Item, ...], scale: int) -> tuple[Item, ...]:
        homes = [n for n, i in enumerate(items) if i.fund == "general" and not i.pieces]
        chosen = self.rng.choice(homes)
        return tuple(
            replace(i, own=self.money(3, max(8, scale / 8))) if n == chosen else i for n, i in enumerate(items)
        )

    def budgets(self, draft: Figures) -> tuple[Item, ...]:
        """Set the initial budgets: equal, lower, higher, or none at all."""
        out = []
        for item in draft.items:
            spent = draft.spent(item)
            pick = self.rng.random()
            budget = spent
            if item.fund != "general":
                budget = 0
            elif pick < 0.45:
                budget = self.near(spent, 75, 99)
            elif pick < 0.75:
                budget = self.near(spent, 101, 130)
            elif pick < 0.83 and not item.pieces:
                budget = 0
            out.append(replace(item, budget=budget))
        return tuple(out)

    def last_year(self, f: Figures, agency: int) -> LastYear:
        if self.wishes.founded:
            return LastYear(0, 0, 0, 0, 0)
        factor = self.rng.choice((78, 85, 91, 94, 104, 109, 118, 127))
        general = self.near(f.spent_by("general"), factor - 3, factor + 3)
        others = f.appropriation_spent - f.spent_by("general")
        spent = general + (self.near(others, 70, 130) if others else 0)
        opening = self.money(0.5, 3) if f.opening else 0
        appropriated = spent + f.opening - opening
        own = self.near(f.own_spent, 80, 120) if f.own_spent else 0
        return LastYear(
            revenue=appropriated + own,
            expenditure=spent + own,
            total=appropriated + own + opening,
            appropriation=appropriated + opening,
            general=general,
            agency=self.near(agency, 88, 115),
        )

    def works(self, domain: Domain) -> tuple[Work, ...]:
        chosen = self.rng.sample(domain.works, self.rng.randint(3, len(domain.works)))
        return tuple(Work(t, r, c, self.rng.randint(low, high)) for t, r, c, low, high in chosen)


def shares_close(figures: Figures, places: int) -> bool:
    """Tell whether the printed shares of revenue, expenditure and 类 each add to 100."""
    general: dict[str, int] = {}
    for item in figures.fund("general"):
        general[item.code[:3]] = general.get(item.code[:3], 0) + figures.spent(item)
    groups = (
        [figures.appropriation_revenue, figures.own_revenue],
        [figures.basic_total, figures.project_total],
        list(general.values()),
        [figures.three_public.abroad.final, figures.three_public.vehicles.final, figures.three_public.reception.final],
    )
    whole = 100 * 10**places
    return all(sum(rate(part, sum(g), places) for part in g) == whole for g in groups if sum(g))


def plausible(figures: Figures) -> bool:
    """Tell whether no amount is negative and no comparison is between equals."""
    last, amounts = figures.last, [figures.appropriated(i) for i in figures.items]
    changes = (last.total != figures.total, last.appropriation != figures.appropriation_total)
    general = (
        last.general != figures.spent_by("general"),
        figures.spent_by("general") != sum(i.budget for i in figures.items),
    )
    return min(amounts) > 0 and figures.own_revenue >= 0 and all(changes) and all(general)


def draw(seed: int | str, year: int, wishes: Wishes | None = None, percent_places: int = 1) -> Figures:
    """Draw a department's accounts. Raises ValueError where no attempt closes."""
    for attempt in range(400):
        figures = Draw(f"{seed}/{year}/{attempt}", year, wishes or Wishes()).figures()
        if plausible(figures) and (shares_close(figures, percent_places) or (wishes and wishes.gaps)):
            return figures
    raise ValueError(f"no accounts for seed {seed}")
