"""Loads everything in rules/ into the values that the rooms are handed."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, TypeVar

from audit.datafiles import data_folder
from audit.model.chain import ChainRules
from audit.model.lexicon import ListingWords, QuantityWords
from audit.model.prose_rules import LogicRules
from audit.model.rules import (
    Bindings,
    ClaimRules,
    ConceptLexicon,
    EvaluationRules,
    FunctionalClasses,
    GoalRules,
    IdentityRules,
    Messages,
    Partitions,
    PerformanceRules,
    RecognitionRules,
    ReconciliationRules,
    Relations,
    Rules,
    TemplateRule,
)
from audit.packs.strict_yaml import RuleFileError, line_of, load

if TYPE_CHECKING:
    from pathlib import Path

T = TypeVar("T")


def load_templates(folder: Path) -> tuple[TemplateRule, ...]:
    """Load all templates; one that extends another takes over what it does not state itself.

    Raises RuleFileError for an unknown or circular `extends`.
    """
    stated = {t.id: (t, path) for path in sorted(folder.glob("*.yaml")) for t in [load(path, TemplateRule)]}

    def resolve(template: TemplateRule, path: Path, seen: tuple[str, ...]) -> TemplateRule:
        if not template.extends:
            return template
        if template.extends in seen or template.extends not in stated:
            line = line_of(path, "extends")
            raise RuleFileError.of(path, line, "extends", value=template.extends, what="template")
        base = resolve(*stated[template.extends], (*seen, template.id))
        own_roles = {r.role for r in template.roles}
        own_sections = {s.key for s in template.sections}
        return replace(
            template,
            sections=(*template.sections, *(s for s in base.sections if s.key not in own_sections)),
            roles=(*template.roles, *(r for r in base.roles if r.role not in own_roles)),
        )

    return tuple(resolve(t, path, (t.id,)) for t, path in stated.values())


def load_all(folder: Path, kind: type[T]) -> list[T]:
    """Load every file of a folder: one for each kind of publication."""
    return [load(path, kind) for path in sorted(folder.glob("*.yaml"))]


@cache
def load_chains(root: Path | None = None) -> ChainRules:
    """Load what publications have in common. Raises RuleFileError."""
    return load((root or data_folder("rules")) / "relations" / "chains.yaml", ChainRules)


@cache
def load_rules(folder: Path | None = None) -> Rules:
    """Load rules/ once per process. Raises RuleFileError, which names file, line and key."""
    root = folder or data_folder("rules")
    relations = root / "relations"
    functional = load(root / "lexicon" / "functional_classes.yaml", FunctionalClasses)
    bindings = load_all(relations / "bindings", Bindings)
    return Rules(
        recognition=RecognitionRules(
            templates=load_templates(root / "templates"),
            functional=functional,
            identity=load(root / "lexicon" / "identity.yaml", IdentityRules),
        ),
        claims=ClaimRules(
            lexicon=load(root / "lexicon" / "concepts.yaml", ConceptLexicon),
            functional=functional,
            quantities=load(root / "lexicon" / "counters.yaml", QuantityWords),
        ),
        reconciliation=ReconciliationRules(
            bindings=tuple(replace(b, publication_type=r.publication_type) for r in bindings for b in r.bindings),
            relations=tuple(t for r in load_all(relations / "tables", Relations) for t in r.relations),
            partitions=tuple(
                replace(p, publication_type=r.publication_type)
                for r in load_all(relations / "partitions", Partitions)
                for p in r.partitions
            ),
            evaluation=load(relations / "evaluation.yaml", EvaluationRules),
            goals=load(relations / "goals.yaml", GoalRules),
            coded=tuple(replace(c, publication_type=r.publication_type) for r in bindings for c in r.coded),
            messages=load(root / "relations" / "messages.yaml", Messages).messages,
            functional=functional,
            performance=load(relations / "performance.yaml", PerformanceRules),
            logic=load(relations / "logic.yaml", LogicRules),
            chains=load_chains(root),
            listings=load(root / "lexicon" / "listings.yaml", ListingWords),
        ),
    )
