"""Publications that belong together: a department and its units over three years, budgets and accounts, with breaks.

Every body's accounts of a year grow out of those of the year before, and a department's are the sum of its units', so
that all figures that two publications share agree. A break changes one of them in one publication; the labels are found
by comparing the accounts themselves, as printed, and name every pair of figures that no longer agree.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from random import Random
from typing import TYPE_CHECKING

from corpora.budget_text import budget_text
from corpora.draw import Draw, Wishes, draw, plausible, shares_close
from corpora.figures import Department, Figures, Item, LastYear, Piece, Procurement, Spending, Staff, ThreePublic
from corpora.generator import Options, generate
from corpora.money import CENT, cents
from corpora.vocabulary import places

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

TEMPLATE = "wuhan-2023"
YEARS = (2021, 2022, 2023)
_TRIES = 400
_STARTS = 50
_THREE = {"30212": "abroad", "30217": "reception", "30231": "running"}
BREAKS = ("last_total", "last_appropriation", "last_general", "opening", "initial_budget", "unit_sum")
Whole = dict[tuple[str, int], Figures]


@dataclass(frozen=True, slots=True)
class Broken:
    """One pair of figures that do not agree: whose, of which year, against what. Amounts in fen."""

    kind: str
    """last_year, opening, initial_budget or units."""
    entity: str
    year: int
    key: str
    stated: int
    expected: int


@dataclass(frozen=True, slots=True)
class Chain:
    """All publications of a department and its units. `accounts` and `budgets` by body and year."""

    department: str
    units: tuple[str, ...]
    accounts: Whole
    budgets: dict[tuple[str, int], dict[str, int]]
    """Initial budget of each 项 of the general fund, as the budget publication prints it."""
    planted: tuple[str, ...] = ()
    texts: dict[str, str] = field(default_factory=dict)
    """Text of each publication by the name of its file."""

    @property
    def broken(self) -> tuple[Broken, ...]:
        """Return every pair of printed figures that do not agree."""
        return tuple(_broken(self))


def make_chain(seed: int | str = 1, breaks: Sequence[str] = (), years: Sequence[int] = YEARS, units: int = 2) -> Chain:
    """Make a chain. The same arguments always give the same bytes. Raises ValueError where no attempt closes."""
    for attempt in range(_STARTS):
        rng = Random(f"chain/{seed}/{attempt}")  # noqa: S311 - repeatable figures, not secrets
        try:
            head, bodies, accounts = _accounts(f"{seed}/{attempt}", rng, years, units)
        except ValueError:  # some accounts leave nothing to grow from
            continue
        budgets = {key: {item.code: item.budget for item in f.fund("general")} for key, f in accounts.items()}
        chain = Chain(head.entity, tuple(body.entity for body in bodies), accounts, budgets)
        for name in breaks:
            chain = _PLANT[name](chain, rng)
        return replace(chain, planted=tuple(breaks), texts=dict(_texts(chain, seed)))
    raise ValueError(f"no chain for seed {seed}")


def _accounts(seed: str, rng: Random, years: Sequence[int], units: int) -> tuple[Department, list[Department], Whole]:
    """Draw a department, its units, and all their accounts. Raises ValueError where no attempt closes."""
    domains = rng.sample(places().domains, units)
    city, district = rng.choice(places().cities), rng.choice(places().districts)
    bodies = []
    for domain in domains:
        name, kind = rng.choice(domain.departments)
        phone = f"{domain.phone}{rng.randint(100, 999)}"
        bodies.append(Department(city, district, name, domain.key, kind == "administrative", phone))
    first = bodies[0]
    head = replace(first, name=f"{first.name}系统")
    accounts: Whole = {}
    for year in years:
        before = {body.entity: accounts.get((body.entity, year - 1)) for body in bodies}
        found = _one_year(f"{seed}/{year}", year, bodies, head, before, accounts.get((head.entity, year - 1)))
        accounts |= {(figures.department.entity, year): figures for figures in found}
    return head, bodies, accounts


def _one_year(
    seed: str,
    year: int,
    bodies: Sequence[Department],
    head: Department,
    before: dict[str, Figures | None],
    head_before: Figures | None,
) -> list[Figures]:
    """Draw a year of all units until the department's own printed shares add to 100 too."""
    for attempt in range(_TRIES):
        own = [_unit(f"{seed}/{n}/{attempt}", year, body, before[body.entity]) for n, body in enumerate(bodies)]
        whole = _sum_of(own, head, head_before)
        if shares_close(whole, 1) and plausible(whole):
            return [whole, *own]
    raise ValueError(f"no accounts for {seed}")


def _unit(seed: str, year: int, body: Department, before: Figures | None) -> Figures:
    """Draw one unit's accounts of a year: afresh, or out of those of the year before."""
    if before is None:
        wishes = Wishes(items=4, projects=1, own=False, capital=False, three_public="reception")
        for attempt in range(_TRIES):
            figures = draw(f"{seed}/{attempt}", year, wishes)
            if figures.department.domain == body.domain and figures.department.administrative == body.administrative:
                return replace(figures, department=body)
        raise ValueError(f"no accounts for {seed}")
    for attempt in range(_TRIES):
        figures = _grown(before, f"{seed}/{attempt}")
        if plausible(figures) and shares_close(figures, 1):
            return figures
    raise ValueError(f"no accounts for {seed}")


def _grown(before: Figures, seed: str) -> Figures:
    """Return the next year's accounts: what was left over is carried in, amounts move by some percent."""
    pen = Draw(seed, before.year + 1, Wishes())
    three = replace(
        before.three_public,
        abroad=_next(pen, before.three_public.abroad),
        purchase=_next(pen, before.three_public.purchase),
        running=_next(pen, before.three_public.running),
        reception=_next(pen, before.three_public.reception),
    )
    items = tuple(
        replace(
            item,
            pieces=tuple(Piece(p.code, _piece(pen, p, three)) for p in item.pieces),
            unrated=_moved(pen, item.unrated),
            opening=item.closing,
            closing=pen.money(2, 9) if item.closing and pen.chance(0.7) else 0,
        )
        for item in before.items
    )
    projects = []
    for project in before.projects:
        executed = _moved(pen, project.executed)
        projects.append(replace(project, executed=executed, budget=max(executed, pen.near(executed, 100, 112))))
    draft = replace(before, year=before.year + 1, items=items, projects=tuple(projects), three_public=three)
    domain = next(d for d in places().domains if d.key == before.department.domain)
    return replace(pen.finished(draft, domain), last=_last(before))


def _next(pen: Draw, spending: Spending) -> Spending:
    if not spending.final:
        return Spending(0, 0, spending.final)
    final = _moved(pen, spending.final)
    return Spending(pen.near(final, 101, 140), final, spending.final)


def _piece(pen: Draw, piece: Piece, three: ThreePublic) -> int:
    own: Spending | None = getattr(three, _THREE[piece.code]) if piece.code in _THREE else None
    return own.final if own is not None else _moved(pen, piece.amount)


def _moved(pen: Draw, fen: int) -> int:
    return max(CENT, pen.near(fen, 90, 114)) if fen else 0


def _last(before: Figures) -> LastYear:
    return LastYear(
        revenue=before.revenue,
        expenditure=before.expenditure,
        total=before.total,
        appropriation=before.appropriation_total,
        general=before.spent_by("general"),
        agency=before.public_use if before.department.administrative else 0,
    )


def _sum_of(units: Sequence[Figures], head: Department, before: Figures | None) -> Figures:
    """Return the department's accounts: every amount is the sum of its units'."""
    merged: dict[tuple[str, str], list[Item]] = defaultdict(list)
    for unit in units:
        for item in unit.items:
            merged[item.code, item.fund].append(item)
    first = units[0]
    whole = replace(
        first,
        department=head,
        staff=Staff(*(sum(getattr(u.staff, name) for u in units) for name in Staff.__dataclass_fields__)),
        items=tuple(_item(merged[key]) for key in sorted(merged)),
        projects=tuple(p for u in units for p in u.projects),
        three_public=_three(units),
        procurement=Procurement(
            *(sum(getattr(u.procurement, name) for u in units) for name in Procurement.__dataclass_fields__)
        ),
        agency_budget=sum(u.agency_budget for u in units) if head.administrative else 0,
    )
    last = LastYear(*(sum(getattr(u.last, name) for u in units) for name in LastYear.__dataclass_fields__))
    return replace(whole, last=_last(before) if before else last)


def _item(same: Sequence[Item]) -> Item:
    pieces: dict[str, int] = defaultdict(int)
    for item in same:
        for piece in item.pieces:
            pieces[piece.code] += piece.amount
    added = {name: sum(getattr(i, name) for i in same) for name in ("unrated", "budget", "opening", "closing", "own")}
    return Item(same[0].code, same[0].fund, tuple(Piece(c, a) for c, a in sorted(pieces.items())), **added)


def _three(units: Sequence[Figures]) -> ThreePublic:
    def spent(name: str) -> Spending:
        own: list[Spending] = [getattr(u.three_public, name) for u in units]
        return Spending(sum(s.budget for s in own), sum(s.final for s in own), sum(s.last for s in own))

    def counted(name: str) -> int:
        return sum(getattr(u.three_public, name) for u in units)

    return ThreePublic(
        abroad=spent("abroad"),
        purchase=spent("purchase"),
        running=spent("running"),
        reception=spent("reception"),
        groups=counted("groups"),
        travellers=counted("travellers"),
        bought=counted("bought"),
        batches=counted("batches"),
        guests=counted("guests"),
    )


def _texts(chain: Chain, seed: int | str) -> Iterable[tuple[str, str]]:
    for (entity, year), figures in chain.accounts.items():
        made = generate(TEMPLATE, f"{seed}/{entity}/{year}", options=Options(figures=figures))
        yield f"{entity}{year}决算.txt", made.text
        running = frozenset(item.code for item in figures.fund("general") if item.pieces)
        yield f"{entity}{year}预算.txt", budget_text(entity, year, chain.budgets[entity, year], running)


# -- breaks


def _pick(chain: Chain, rng: Random, bodies: Sequence[str], years: Iterable[int]) -> tuple[str, int]:
    possible = sorted({year for _, year in chain.accounts} & set(years))
    return rng.choice(bodies), rng.choice(possible)


def _years(chain: Chain) -> list[int]:
    return sorted({year for _, year in chain.accounts})


def _changed(chain: Chain, key: tuple[str, int], figures: Figures) -> Chain:
    return replace(chain, accounts=chain.accounts | {key: figures})


def _step(rng: Random) -> int:
    return rng.randint(11, 399) * CENT * 7


def _wrong_last(name: str) -> Callable[[Chain, Random], Chain]:
    """Return a break: a publication compares itself with a figure that last year's accounts do not have."""

    def plant(chain: Chain, rng: Random) -> Chain:
        key = _pick(chain, rng, [chain.department, *chain.units], _years(chain)[1:])
        figures = chain.accounts[key]
        last = replace(figures.last, **{name: getattr(figures.last, name) + _step(rng)})
        return _changed(chain, key, replace(figures, last=last))

    return plant


def _wrong_opening(chain: Chain, rng: Random) -> Chain:
    """Carry in more than the year before left over, in a unit and so in its department."""
    unit, year = _pick(chain, rng, chain.units, _years(chain)[-1:])
    figures = chain.accounts[unit, year]
    at = max(range(len(figures.items)), key=lambda n: figures.appropriated(figures.items[n]))
    more = rng.randint(3, 9) * CENT * 10
    for key in ((unit, year), (chain.department, year)):
        chain = _changed(chain, key, _with_item(chain.accounts[key], figures.items[at], "opening", more))
    return chain


def _wrong_budget(chain: Chain, rng: Random) -> Chain:
    """State another initial budget in the accounts than the budget publication has."""
    key = _pick(chain, rng, [chain.department, *chain.units], _years(chain))
    items = [item for item in chain.accounts[key].fund("general") if item.budget and chain.accounts[key].spent(item)]
    figures = _with_item(chain.accounts[key], rng.choice(items), "budget", rng.randint(3, 40) * CENT * 3)
    return _changed(chain, key, figures)


def _wrong_sum(chain: Chain, rng: Random) -> Chain:
    """Let a department of the last year spend more than its units did."""
    key = (chain.department, _years(chain)[-1])
    figures = chain.accounts[key]
    items = [item for item in figures.fund("general") if item.unrated]
    return _changed(
        chain, key, _with_item(figures, rng.choice(items or figures.fund("general")), "unrated", _step(rng))
    )


def _with_item(figures: Figures, like: Item, name: str, more: int) -> Figures:
    items = tuple(
        replace(i, **{name: getattr(i, name) + more}) if (i.code, i.fund) == (like.code, like.fund) else i
        for i in figures.items
    )
    return replace(figures, items=items)


_PLANT: dict[str, Callable[[Chain, Random], Chain]] = {
    "last_total": _wrong_last("total"),
    "last_appropriation": _wrong_last("appropriation"),
    "last_general": _wrong_last("general"),
    "opening": _wrong_opening,
    "initial_budget": _wrong_budget,
    "unit_sum": _wrong_sum,
}


# -- what no longer agrees


def _broken(chain: Chain) -> Iterable[Broken]:
    for (entity, year), figures in chain.accounts.items():
        before = chain.accounts.get((entity, year - 1))
        if before is not None:
            yield from _against("last_year", entity, year, _stated_last(figures), _held(before))
            yield from _against("opening", entity, year, _opening(figures), _closing(before))
        budgets = chain.budgets[entity, year]
        stated = {item.code: item.budget for item in figures.fund("general")}
        whole = {"": sum(stated.values()), **stated}
        yield from _against("initial_budget", entity, year, whole, {"": sum(budgets.values()), **budgets})
    for year in _years(chain):
        own = _summable(chain.accounts[chain.department, year])
        parts = [_summable(chain.accounts[unit, year]) for unit in chain.units]
        total = {key: sum(part.get(key, 0) for part in parts) for key in own}
        yield from _against("units", chain.department, year, own, total)


def _against(kind: str, entity: str, year: int, stated: dict[str, int], expected: dict[str, int]) -> Iterable[Broken]:
    for key, value in stated.items():
        if key in expected and cents(value) != cents(expected[key]):
            yield Broken(kind, entity, year, key, value, expected[key])


def _stated_last(f: Figures) -> dict[str, int]:
    last, three = f.last, f.three_public
    return {
        "revenue": last.revenue, "expenditure": last.expenditure, "total": last.total,
        "appropriation": last.appropriation, "general": last.general, "three_public": three.total.last,
    }  # fmt: skip


def _held(f: Figures) -> dict[str, int]:
    return {
        "revenue": f.revenue, "expenditure": f.expenditure, "total": f.total, "appropriation": f.appropriation_total,
        "general": f.spent_by("general"), "three_public": f.three_public.total.final,
    }  # fmt: skip


def _opening(f: Figures) -> dict[str, int]:
    return {"all": f.opening, "appropriation": f.opening, "managed": f.opening_by("managed")}


def _closing(f: Figures) -> dict[str, int]:
    return {"all": f.closing, "appropriation": f.closing, "managed": f.closing_by("managed")}


def _summable(f: Figures) -> dict[str, int]:
    found = _held(f) | {
        "opening": f.opening, "closing": f.closing, "managed": f.spent_by("managed"),
        "managed_opening": f.opening_by("managed"), "managed_closing": f.closing_by("managed"),
    }  # fmt: skip
    for item in f.fund("general"):
        for code in (item.code[:3], item.code[:5], item.code):
            found[code] = found.get(code, 0) + f.spent(item)
    return found
