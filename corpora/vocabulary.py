"""Codes, names and fictional bodies, read once from data/*.yaml."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

DATA = Path(__file__).parent / "data"


def read_yaml(path: Path) -> Any:
    """Read one YAML file of this package."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(path.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506 - both are safe loaders


@dataclass(frozen=True, slots=True)
class Codes:
    """Functional and economic classification."""

    classes: tuple[tuple[str, str], ...]
    names: dict[str, str]
    """Name of every functional code, 类 to 项."""
    glosses: dict[str, str]
    panels: dict[str, tuple[tuple[str, str], ...]]
    """Economic codes of the panels personnel, goods and capital, in printing order."""
    economic: dict[str, str]


@dataclass(frozen=True, slots=True)
class ProjectIdea:
    name: str
    output: str
    problem: str
    remedy: str
    indicators: tuple[tuple[str, str, str, str, str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Domain:
    key: str
    departments: tuple[tuple[str, str], ...]
    phone: str
    duties: tuple[str, ...]
    basic: dict[str, str]
    items: tuple[str, ...]
    managed: tuple[str, ...]
    projects: tuple[ProjectIdea, ...]
    works: tuple[tuple[str, str, str, int, int], ...]


@dataclass(frozen=True, slots=True)
class Places:
    cities: tuple[str, ...]
    districts: tuple[str, ...]
    domains: tuple[Domain, ...]
    capital_project: ProjectIdea

    def domain(self, key: str) -> Domain:
        return next(d for d in self.domains if d.key == key)


@dataclass(frozen=True, slots=True)
class Terms:
    vehicle_kinds: tuple[tuple[str, str], ...]
    vehicle_kinds_2023: tuple[tuple[str, str], ...]
    form: tuple[tuple[str, str, str], ...]


@lru_cache(maxsize=1)
def codes() -> Codes:
    """Return the classification."""
    raw = read_yaml(DATA / "codes.yaml")
    classes = tuple((str(c), str(n)) for c, n in raw["classes"])
    names = dict(classes) | {str(k): str(v) for k, v in raw["sections"].items()}
    names |= {str(k): str(v[0]) for k, v in raw["items"].items()}
    panels = {str(k): tuple((str(c), str(n)) for c, n in v) for k, v in raw["economic"].items()}
    economic = {c: n for panel in panels.values() for c, n in panel}
    glosses = {str(k): str(v[1]) for k, v in raw["items"].items()}
    return Codes(classes, names, glosses, panels, economic)


@lru_cache(maxsize=1)
def places() -> Places:
    """Return the fictional bodies."""
    raw = read_yaml(DATA / "departments.yaml")
    domains = tuple(_domain(str(k), v) for k, v in raw["domains"].items())
    return Places(tuple(raw["cities"]), tuple(raw["districts"]), domains, _idea(raw["capital_project"]))


def _domain(key: str, raw: dict[str, Any]) -> Domain:
    return Domain(
        key,
        tuple((str(n), str(k)) for n, k in raw["departments"]),
        str(raw["phone"]),
        tuple(raw["duties"]),
        {str(k): str(v) for k, v in raw["basic"].items()},
        tuple(str(i) for i in raw["items"]),
        tuple(str(i) for i in raw["managed"]),
        tuple(_idea(p) for p in raw["projects"]),
        tuple((str(t), str(r), str(c), int(low), int(high)) for t, r, c, low, high in raw["works"]),
    )


def _idea(raw: dict[str, Any]) -> ProjectIdea:
    return ProjectIdea(
        raw["name"], raw["output"], raw["problem"], raw["remedy"], tuple(_row(i) for i in raw["indicators"])
    )


def _row(values: list[object]) -> tuple[str, str, str, str, str, str, str]:
    a, b, c, d, e, f, g = (str(v) for v in values)
    return a, b, c, d, e, f, g


@lru_cache(maxsize=1)
def terms() -> Terms:
    """Return names that all frame sets share."""
    raw = read_yaml(DATA / "terms.yaml")
    return Terms(
        tuple((str(k), str(n)) for k, n in raw["vehicle_kinds"]),
        tuple((str(k), str(n)) for k, n in raw["vehicle_kinds_2023"]),
        tuple((str(a), str(b), str(c)) for a, b, c in raw["form"]),
    )


def class_of(code: str) -> str:
    """Return the 类 of a code."""
    return code[:3]


def section_of(code: str) -> str:
    """Return the 款 of a code."""
    return code[:5]


def path_of(code: str) -> str:
    """Return a 项 with its 款 and 类 as prose names it: X（类）Y（款）Z（项）."""
    names = codes().names
    return f"{names[code[:3]]}（类）{names[code[:5]]}（款）{names[code]}（项）"
