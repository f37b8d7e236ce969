"""The accounts of one fictional department: every printed figure follows from these values. Amounts are in fen."""

from __future__ import annotations

from dataclasses import dataclass

from corpora.money import half_up


@dataclass(frozen=True, slots=True)
class Piece:
    """Basic expenditure of one 项 under one 款 of the economic classification."""

    code: str
    amount: int


@dataclass(frozen=True, slots=True)
class Item:
    """One 项. `fund` is general, managed or capital."""

    code: str
    fund: str
    pieces: tuple[Piece, ...] = ()
    unrated: int = 0
    """Project expenditure outside the projects that have a self-evaluation."""
    budget: int = 0
    """Initial budget (年初预算); general fund only."""
    opening: int = 0
    closing: int = 0
    own: int = 0
    """Project expenditure paid from revenue other than appropriations."""


@dataclass(frozen=True, slots=True)
class Indicator:
    """One row of a 自评表."""

    group: str
    kind: str
    name: str
    target: str
    actual: str
    weight: int
    score: int


@dataclass(frozen=True, slots=True)
class Project:
    name: str
    code: str
    fund: str
    budget: int
    executed: int
    indicators: tuple[Indicator, ...]
    output: str
    problem: str
    remedy: str

    @property
    def execution_score(self) -> int:
        """Twenty points times the execution rate, in hundredths of a point."""
        return half_up(2000 * self.executed, self.budget)

    @property
    def score(self) -> int:
        """Points in hundredths."""
        return self.execution_score + 100 * sum(i.score for i in self.indicators)


@dataclass(frozen=True, slots=True)
class Spending:
    """Budget, spending and last year's spending of one thing."""

    budget: int = 0
    final: int = 0
    last: int = 0


@dataclass(frozen=True, slots=True)
class ThreePublic:
    abroad: Spending = Spending()
    purchase: Spending = Spending()
    running: Spending = Spending()
    reception: Spending = Spending()
    groups: int = 0
    travellers: int = 0
    bought: int = 0
    batches: int = 0
    guests: int = 0

    @property
    def vehicles(self) -> Spending:
        return _sum(self.purchase, self.running)

    @property
    def total(self) -> Spending:
        return _sum(self.abroad, self.purchase, self.running, self.reception)

    @property
    def is_nil(self) -> bool:
        total = self.total
        return not (total.budget or total.final)


def _sum(*parts: Spending) -> Spending:
    return Spending(sum(p.budget for p in parts), sum(p.final for p in parts), sum(p.last for p in parts))


@dataclass(frozen=True, slots=True)
class Procurement:
    goods: int = 0
    works: int = 0
    services: int = 0
    medium: int = 0
    """Awarded to small and medium enterprises."""
    small: int = 0
    """Of which awarded to small and micro enterprises."""

    @property
    def total(self) -> int:
        return self.goods + self.works + self.services


@dataclass(frozen=True, slots=True)
class Assets:
    vehicles: tuple[tuple[str, int], ...] = ()
    """Kind and number; kinds as in data/terms.yaml."""
    other_use: str = ""
    general_equipment: int = 0
    special_equipment: int = 0

    @property
    def held(self) -> int:
        return sum(number for _, number in self.vehicles)

    def kind(self, name: str) -> int:
        return dict(self.vehicles).get(name, 0)


@dataclass(frozen=True, slots=True)
class Staff:
    administrative: int = 0
    institution: int = 0
    like_civil_servants: int = 0
    retired: int = 0
    veteran: int = 0
    """离休, the first kind of pensioners."""

    @property
    def total(self) -> int:
        return self.administrative + self.institution

    @property
    def pensioners(self) -> int:
        return self.retired + self.veteran


@dataclass(frozen=True, slots=True)
class Work:
    """One piece of key work with one counted result."""

    title: str
    result: str
    counter: str
    count: int


@dataclass(frozen=True, slots=True)
class LastYear:
    revenue: int
    expenditure: int
    total: int
    appropriation: int
    """Total of the appropriation table (收、支总计)."""
    general: int
    agency: int = 0


@dataclass(frozen=True, slots=True)
class Department:
    city: str
    district: str
    """"" for a body of the city itself."""
    name: str
    domain: str
    administrative: bool
    phone: str

    @property
    def entity(self) -> str:
        return f"{self.city}{self.district}{self.name}"

    @property
    def short(self) -> str:
        return self.name

    @property
    def scope(self) -> str:
        """Word for the area served: 区 or 市."""
        return "区" if self.district else "市"


@dataclass(frozen=True, slots=True)
class Figures:
    year: int
    department: Department
    staff: Staff
    items: tuple[Item, ...]
    projects: tuple[Project, ...]
    own_source: str
    """service_revenue or other_revenue; "" where there is none."""
    surplus_used: int
    """使用非财政拨款结余."""
    last: LastYear
    three_public: ThreePublic
    procurement: Procurement
    assets: Assets
    agency_budget: int
    works: tuple[Work, ...]
    overall: tuple[Indicator, ...]
    unit_rooms: tuple[str, ...]
    """Internal offices (内设机构)."""

    def fund(self, *funds: str) -> tuple[Item, ...]:
        return tuple(i for i in self.items if i.fund in funds)

    @property
    def codes(self) -> tuple[str, ...]:
        """Every 项 once, in order."""
        return tuple(dict.fromkeys(i.code for i in self.items))

    def basic(self, item: Item) -> int:
        return sum(p.amount for p in item.pieces)

    def project(self, item: Item) -> int:
        """Project expenditure of a 项 from appropriations."""
        return item.unrated + sum(p.executed for p in self.projects if (p.code, p.fund) == (item.code, item.fund))

    def spent(self, item: Item) -> int:
        """Expenditure of a 项 from appropriations."""
        return self.basic(item) + self.project(item)

    def appropriated(self, item: Item) -> int:
        """Revenue of a 项 from appropriations of the year."""
        return self.spent(item) + item.closing - item.opening

    def spent_by(self, fund: str) -> int:
        return sum(self.spent(i) for i in self.fund(fund))

    def appropriated_by(self, fund: str) -> int:
        return sum(self.appropriated(i) for i in self.fund(fund))

    def opening_by(self, fund: str) -> int:
        return sum(i.opening for i in self.fund(fund))

    def closing_by(self, fund: str) -> int:
        return sum(i.closing for i in self.fund(fund))

    @property
    def opening(self) -> int:
        return sum(i.opening for i in self.items)

    @property
    def closing(self) -> int:
        return sum(i.closing for i in self.items)

    @property
    def own_spent(self) -> int:
        return sum(i.own for i in self.items)

    @property
    def own_revenue(self) -> int:
        return self.own_spent - self.surplus_used

    @property
    def appropriation_revenue(self) -> int:
        return sum(self.appropriated(i) for i in self.items)

    @property
    def appropriation_spent(self) -> int:
        return sum(self.spent(i) for i in self.items)

    @property
    def appropriation_total(self) -> int:
        return self.appropriation_revenue + self.opening

    @property
    def revenue(self) -> int:
        return self.appropriation_revenue + self.own_revenue

    @property
    def expenditure(self) -> int:
        return self.appropriation_spent + self.own_spent

    @property
    def total(self) -> int:
        """Grand total of both sides of the summary (总计)."""
        return self.revenue + self.surplus_used + self.opening

    @property
    def basic_total(self) -> int:
        return sum(self.basic(i) for i in self.items)

    @property
    def project_total(self) -> int:
        return self.expenditure - self.basic_total

    @property
    def economic(self) -> dict[str, int]:
        """Basic expenditure of the general fund by 款 of the economic classification."""
        out: dict[str, int] = {}
        for item in self.fund("general"):
            for piece in item.pieces:
                out[piece.code] = out.get(piece.code, 0) + piece.amount
        return out

    @property
    def personnel(self) -> int:
        return sum(v for k, v in self.economic.items() if k[:3] in ("301", "303"))

    @property
    def public_use(self) -> int:
        return sum(v for k, v in self.economic.items() if k[:3] not in ("301", "303"))

    def rated(self, *funds: str) -> tuple[Project, ...]:
        return tuple(p for p in self.projects if p.fund in funds)

    @property
    def overall_budget(self) -> int:
        """Full-year budget of the whole department: what was spent, and what the projects left unspent."""
        return self.expenditure + sum(p.budget - p.executed for p in self.projects)

    @property
    def overall_execution_score(self) -> int:
        return half_up(2000 * self.expenditure, self.overall_budget)

    @property
    def overall_score(self) -> int:
        return self.overall_execution_score + 100 * sum(i.score for i in self.overall)
