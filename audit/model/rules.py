"""What rules/ says, as values. Each room is handed its part and opens no file."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum

from audit.model.chain import ChainRules, Locator
from audit.model.document import PublicationType
from audit.model.findings import ExpectedLabel
from audit.model.lexicon import ListingWords, QuantityWords
from audit.model.prose_rules import LogicRules, Term


class Layout(StrEnum):
    """How the rows of a table are read."""

    PANELS = "panels"
    """Side-by-side lists of named lines: 收入 | 支出."""
    CODES = "codes"
    """科目 rows: code, name, amounts."""
    ECONOMIC = "economic"
    """Side-by-side lists of code, name, amount."""
    THREE_PUBLIC = "three_public"
    """One row of amounts under a header of components by budget and final amount."""
    SELF_EVALUATION = "self_evaluation"
    """绩效自评表: labelled fields and a list of indicators."""
    SCORING = "scoring"
    """Indicators with weight and score."""
    LINES = "lines"
    """One list of named lines with their amounts, with or without a header."""
    ONE_ROW = "one_row"
    """One row of amounts under a header of any depth."""
    GOALS = "goals"
    """绩效目标表: labelled fields, amounts with shares, a list of indicators."""
    FACTS = "facts"
    """Amounts written out in cells: 收入预算总额：100万元."""
    RECORDS = "records"
    """Any list of records."""


@dataclass(frozen=True, slots=True)
class SectionRule:
    """A heading of the outline: `titles` are patterns searched in the title without its number."""

    key: str
    titles: tuple[str, ...]
    parent: str = ""
    label: str = ""
    repeats: bool = False
    """True for a part that may stand several times: one for each project."""


@dataclass(frozen=True, slots=True)
class ColumnRule:
    """A column with figures: `labels` are patterns that match a whole header cell."""

    key: str
    labels: tuple[str, ...]
    optional: bool = False
    label: str = ""
    otherwise: str = ""
    """Key that it bears where no other column of the table does."""


@dataclass(frozen=True, slots=True)
class LineRule:
    """A named line of a summary table: `labels` are patterns that match a whole row label without its ordinal."""

    key: str
    labels: tuple[str, ...]
    panel: str = ""
    of_which: bool = False


@dataclass(frozen=True, slots=True)
class RoleRule:
    """A table by its role: how it is known and how it is read."""

    role: str
    label: str
    captions: tuple[str, ...]
    layout: Layout
    columns: tuple[ColumnRule, ...] = ()
    lines: tuple[LineRule, ...] = ()
    panels: tuple[str, ...] = ()
    headers: tuple[str, ...] = ()
    """Patterns that together tell the table from its header where the caption is lost."""
    fund: str = ""
    panel_titles: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Header cells by which each of `panels` is known, where publications print different panels."""
    by_position: bool = False
    """True where the columns stand in the order of their header cells, not in that of the rules."""


@dataclass(frozen=True, slots=True)
class EvidenceRule:
    """A pattern in the document's text that speaks for something, with its weight."""

    pattern: str
    weight: Decimal
    where: str = "any"
    """`cover`, `contents`, `tables`, `headings` or `any`."""
    needed: bool = False
    """True for what nothing else makes up for: the place that a template is of."""


@dataclass(frozen=True, slots=True)
class TemplateRule:
    """How the publications of one place and year are laid out."""

    id: str
    title: str
    publication_type: PublicationType
    extends: str = ""
    source: str = ""
    years: tuple[int, ...] = ()
    evidence: tuple[EvidenceRule, ...] = ()
    sections: tuple[SectionRule, ...] = ()
    roles: tuple[RoleRule, ...] = ()


@dataclass(frozen=True, slots=True)
class ClassEntry:
    """A 类 of the functional classification: its code and every name it has had."""

    code: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FunctionalClasses:
    source: str
    classes: tuple[ClassEntry, ...]


@dataclass(frozen=True, slots=True)
class TypeRule:
    type: PublicationType
    evidence: tuple[EvidenceRule, ...]


@dataclass(frozen=True, slots=True)
class IdentityRules:
    """Evidence for the kind of a publication, its entity and its year."""

    types: tuple[TypeRule, ...]
    entity_marks: tuple[str, ...]
    """Patterns with a group `entity`, tried in order."""
    entity_titles: tuple[str, ...]
    """The same for lines of the cover and, after them, of the whole text."""
    place_holders: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RecognitionRules:
    templates: tuple[TemplateRule, ...]
    functional: FunctionalClasses
    identity: IdentityRules


@dataclass(frozen=True, slots=True)
class Binding:
    """Where the figures of a concept stand, in the sections for which it holds.

    `sections` are section keys (with their sub-sections); empty: everywhere. `cells` are tried in order.
    """

    concept: str
    cells: tuple[Locator, ...] = ()
    measure: str = ""
    sections: tuple[str, ...] = ()
    sums: tuple[Addends, ...] = ()
    """Sums of cells that hold it where no cell does."""
    soft: bool = False
    """True where only agreement proves anything: the form does not say that the cells hold just this."""
    publication_type: PublicationType | None = field(default=None, metadata={"internal": True})
    """Kind of publication for which it holds, from its file; None: all."""


@dataclass(frozen=True, slots=True)
class Addends:
    """Cells that together hold a concept; a row that a table lacks counts as nothing."""

    cells: tuple[Locator, ...]


@dataclass(frozen=True, slots=True)
class CodedBinding:
    """In which tables the 科目 that a section names stand; `cells` give role and column, their row is the 科目."""

    cells: tuple[Locator, ...]
    sections: tuple[str, ...] = ()
    """Empty: wherever no other holds."""
    absent_is_zero: bool = False
    """True where a 科目 without a row is nothing."""
    publication_type: PublicationType | None = field(default=None, metadata={"internal": True})
    """Kind of publication for which it holds, from its file; None: all."""


@dataclass(frozen=True, slots=True)
class ConceptLexicon:
    """The words of the prose: concepts, measures, and word lists by purpose (rise, fall, share, completion ...)."""

    terms: tuple[Term, ...]
    measures: tuple[Term, ...]
    after: tuple[Term, ...]
    """What an amount is, where the words right after it say so."""
    words: dict[str, tuple[str, ...]]
    """Word lists by purpose; `budget.last_year` stands in for `last_year` in budgets, and so for other kinds."""


@dataclass(frozen=True, slots=True)
class ClaimRules:
    lexicon: ConceptLexicon
    functional: FunctionalClasses
    quantities: QuantityWords


@dataclass(frozen=True, slots=True)
class Bindings:
    bindings: tuple[Binding, ...]
    publication_type: PublicationType | None = None
    """Kind of publication for which they hold; None: all."""
    coded: tuple[CodedBinding, ...] = ()


@dataclass(frozen=True, slots=True)
class Partition:
    """A concept that its parts make up without rest. `optional` parts may be left unsaid."""

    head: str
    parts: tuple[str, ...]
    optional: tuple[str, ...] = ()
    closed: bool = False
    """True where a part that the list leaves out is nothing: 其中 names all that there is."""
    kinds: tuple[str, ...] = ()
    """Patterns of parts that no table holds, one for each kind that it has by definition."""
    cuts: tuple[str, ...] = ()
    """What is counted across the parts: a share of it that names no whole is one of the head."""
    basis: str = ""
    publication_type: PublicationType | None = field(default=None, metadata={"internal": True})
    """Kind of publication for which it holds, from its file; None: all."""


@dataclass(frozen=True, slots=True)
class Message:
    """Text of a finding with place holders, and the rule's source."""

    message: str
    basis: str
    label: ExpectedLabel = ExpectedLabel.EXPECTED


@dataclass(frozen=True, slots=True)
class Messages:
    messages: dict[str, Message]


@dataclass(frozen=True, slots=True)
class Partitions:
    partitions: tuple[Partition, ...]
    publication_type: PublicationType | None = None
    """Kind of publication for which they hold; None: all."""


@dataclass(frozen=True, slots=True)
class RelationTerm:
    """One or more cells: `row` and `column` are keys; `row: class` stands for each 类 in turn."""

    role: str
    row: str
    column: str
    sign: int = 1
    optional: bool = False
    """True for a table that a publication may leave out: then it counts as nothing."""


@dataclass(frozen=True, slots=True)
class RelationRule:
    """Two sums of cells that must be equal. A row `*` runs over every row that the first term's table has.

    In a list of lines `first_total`, `last_total`, `above` and `between` are rows by their place: its totals, the lines
    of the outermost level that make up the first of them, and those between the two.

    `rows` narrows `*` by kind: `class`, `section`, `item` or `all`. A term whose table or row is missing counts as
    nothing where `absent` is `zero`; otherwise the relation is not evaluated.
    """

    id: str
    title: str
    basis: str
    left: tuple[RelationTerm, ...]
    right: tuple[RelationTerm, ...]
    rows: str = "all"
    absent: str = "skip"
    alternatives: tuple[tuple[RelationTerm, ...], ...] = ()
    """Other right sides, for forms that are printed in several ways: one that holds is enough."""
    unless: tuple[RelationTerm, ...] = ()
    """Cells of which none may hold an amount: what they stand for enters one side in some forms only."""


@dataclass(frozen=True, slots=True)
class Relations:
    relations: tuple[RelationRule, ...]


@dataclass(frozen=True, slots=True)
class PerformanceRules:
    """How reviews of projects and evaluation reports speak of their figures."""

    measures: tuple[Term, ...] = ()
    counted: tuple[Term, ...] = ()
    """What a count is of: indicators of a level, projects."""
    funds: tuple[Binding, ...] = ()
    """Where the money of the projects of a budget stands; `concept` is a pattern."""
    whole: tuple[Binding, ...] = ()
    """Where the figures of the whole department stand, by measure."""
    words: dict[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class GoalRules:
    """How goal tables and the prose around them speak of years, projects and units: patterns with named groups."""

    stated_budget: str = "(?!)"
    """A budget of some year, with `year`, `amount` and `unit`."""
    projects: str = "(?!)"
    """How many projects have goals, with `count`."""
    units_counted: str = "(?!)"
    """How many units there are, with `unit` and `count`."""
    units_none: str = "(?!)"
    """That there is none, with `unit`."""


@dataclass(frozen=True, slots=True)
class EvaluationRules:
    """How evaluation reports speak of money, posts and scores. Patterns; `wholes` name concepts and their parts."""

    concepts: tuple[Term, ...] = ()
    wholes: tuple[Term, ...] = ()
    budget: tuple[str, ...] = ()
    executed: tuple[str, ...] = ()
    posts: str = "(?!)"
    staff: str = "(?!)"
    staff_rate: str = "(?!)"
    ratio: str = "(?!)"
    rate: str = "(?!)"
    """Words right before the rate of one amount, or of one count, to another."""
    copula: str = "(?!)"
    """What may stand between a name and its figure."""
    planned: str = "(?!)"
    done: str = "(?!)"
    formula: str = "(?!)"
    """A printed division right before its result, with `part` and `whole`."""
    share_of: str = "(?!)"
    """Words right before a share, with its `base`."""
    band: str = "(?!)"
    """With `low`, `high`, `low_open`, `low_held`, `high_open`, `high_held` and `grade`."""
    band_above: str = "(?!)"
    band_below: str = "(?!)"
    grade: str = "(?!)"
    score_missing: str = "(?!)"
    goals_counted: str = "(?!)"
    goals_listed: str = "(?!)"
    control: str = "(?!)"
    change: str = "(?!)"
    post_kind: str = "(?!)"
    """With `kind` and `count`, and so `staff_kind`."""
    staff_kind: str = "(?!)"
    staff_head: str = "(?!)"
    staff_totals: dict[str, str] = field(default_factory=dict)
    dated: tuple[str, ...] = ()
    """Patterns of all posts and all people, with `count`, and words before them that may date them otherwise."""
    weights: str = "(?!)"
    weighted: str = "(?!)"
    """A level with its weight in a sentence, with `name`."""
    level_title: str = "(?!)"
    """Title of the section of a first level, with `level`."""
    deduction_reason: str = "(?!)"
    """Words that speak against an indicator."""
    measured: str = "(?!)"
    """Names of indicators that are measured: a report cannot leave them out."""
    shortcoming: str = "(?!)"
    denied: str = "(?!)"
    """A denial, with `what` is denied."""
    added: str = "(?!)"
    """Words between two counts of a bracket that make up the count before it."""
    same_year: str = "(?!)"
    """A comparison of a year with itself."""


@dataclass(frozen=True, slots=True)
class ReconciliationRules:
    bindings: tuple[Binding, ...]
    relations: tuple[RelationRule, ...]
    partitions: tuple[Partition, ...]
    messages: dict[str, Message]
    functional: FunctionalClasses
    performance: PerformanceRules = field(default_factory=PerformanceRules)
    logic: LogicRules = field(default_factory=LogicRules)
    coded: tuple[CodedBinding, ...] = ()
    goals: GoalRules = field(default_factory=GoalRules)
    evaluation: EvaluationRules = field(default_factory=EvaluationRules)
    chains: ChainRules = field(default_factory=ChainRules)
    listings: ListingWords = field(default_factory=ListingWords)

    def of_kind(self, kind: PublicationType) -> ReconciliationRules:
        """Return what holds for one kind of publication."""
        return replace(
            self,
            bindings=tuple(b for b in self.bindings if b.publication_type in (None, kind)),
            partitions=tuple(p for p in self.partitions if p.publication_type in (None, kind)),
            coded=tuple(c for c in self.coded if c.publication_type in (None, kind)),
        )


@dataclass(frozen=True, slots=True)
class Rules:
    recognition: RecognitionRules
    claims: ClaimRules
    reconciliation: ReconciliationRules
