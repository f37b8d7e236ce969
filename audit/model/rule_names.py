"""What a rule is called in a report: its id is for settings, waivers and maintainers."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class RuleNames:
    """Short names of rules. The longest beginning that has a name gives it."""

    names: dict[str, str]
    """By id or its beginning: up to a dot, or up to its dash (`N-`)."""
    defects: dict[str, str]
    """By the last part of an id that a row of a checklist made: `charts.missing`."""
    titles: dict[str, str] = field(default_factory=dict, metadata={"internal": True})
    """Titles of relations by their ids."""

    def name_of(self, rule: str) -> str:
        """Return the name of a rule, "" where it has none."""
        if rule in self.titles:
            return self.titles[rule]
        beginning = rule
        while beginning:
            if beginning in self.names:
                return self.names[beginning]
            beginning = beginning.rpartition(".")[0]
        if "." in rule:
            return self.defects.get(rule.rpartition(".")[2], "")
        return self.names.get(rule.partition("-")[0] + "-", "")
