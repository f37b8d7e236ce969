"""A checklist pack: rows, the kinds of check that answer them with their parameters, and what they say."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from enum import StrEnum

from audit.model.document import PublicationType
from audit.model.findings import Category, Severity
from audit.model.measured import Measured
from audit.model.pack_words import Vocabulary


class Polarity(StrEnum):
    """Which answer to the form's question is the good one."""

    YES = "yes"
    NO = "no"


class Decides(StrEnum):
    """How far the document itself settles a row."""

    DOCUMENT = "D"
    DOCUMENT_IN_PART = "D+"
    EXTERNAL = "E"


class Otherwise(StrEnum):
    """Outcome where nothing was found."""

    PASS = "pass"
    REVIEW = "review"
    PASS_IF_PAGED = "pass_if_paged"
    """A pass for pages, whose look is known; a review for a text dump, whose look is lost."""
    NOT_APPLICABLE = "n/a"


class Asks(StrEnum):
    """What kind of answer evidence from outside the document gives."""

    DATE = "date"
    COUNT = "count"
    FLAG = "flag"


@dataclass(frozen=True, slots=True)
class PartRule:
    """A part of the publication: a section of the outline, `cover` or `contents`."""

    key: str
    label: str
    roles: tuple[str, ...] = ()
    """Tables that show the part to be there where its heading was not found."""
    titles: tuple[str, ...] = ()
    """Patterns of headings of any rank that do instead of the part: some places tell it inside another one."""


@dataclass(frozen=True, slots=True)
class TableRule:
    """A prescribed table."""

    role: str
    label: str
    columns: tuple[str, ...] = ()
    """Header words, without white space; alternatives as a pattern."""
    numbering: int = 0
    """Highest 栏次 printed, 0 where the form prints none."""
    fund: tuple[str, ...] = ()
    """Words by which a note names this table's budget."""
    section: str = ""
    """Section of the explanation where it may be said as well that there is nothing."""


@dataclass(frozen=True, slots=True)
class OrderOfParts:
    """The pack's parts, all there and in their order."""

    any_order: bool = False
    """True where no rule says in which order they stand."""
    severity: Severity = Severity.ERROR


@dataclass(frozen=True, slots=True)
class SectionNeed:
    """A section with content: one of `keys`, or `words` under `within` where no heading is keyed so."""

    label: str
    keys: tuple[str, ...]
    within: str
    """Section under which it belongs: its heading stands for the missing one."""
    words: tuple[str, ...] = ()
    least: int = 1
    """Characters that count as content."""
    role: str = ""
    """A table; where it is empty and says so, the section may be left out."""


@dataclass(frozen=True, slots=True)
class SectionsPresent:
    sections: tuple[SectionNeed, ...]


@dataclass(frozen=True, slots=True)
class TablesPresent:
    roles: tuple[str, ...]
    one_is_enough: bool = False
    """True where any of the roles will do; the first gives the name."""
    apart: tuple[str, ...] = ()
    """Words by which the text says that the table stands elsewhere; then a missing one is a review."""
    since: dict[str, int] = field(default_factory=dict)
    """First fiscal year for which a role is prescribed, where it has not always been."""


@dataclass(frozen=True, slots=True)
class TableForm:
    """Headers of the tables against the prescribed ones."""

    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TableInSection:
    role: str
    section: str
    label: str
    least_rows: int = 2


@dataclass(frozen=True, slots=True)
class CellFormat:
    roles: tuple[str, ...]
    most_decimals: int
    zero_blank: bool


@dataclass(frozen=True, slots=True)
class CodeDepth:
    """Codes down to `digits`: every shorter code has a child."""

    roles: tuple[str, ...]
    digits: int


@dataclass(frozen=True, slots=True)
class NilTablesNoted:
    roles: tuple[str, ...]


class Against(StrEnum):
    """Which differences need a reason."""

    ANY = "any"
    BUDGET = "budget"
    LAST_YEAR = "last_year"


@dataclass(frozen=True, slots=True)
class ComparisonNeed:
    label: str
    section: str
    words: tuple[str, ...]
    """Patterns that make a comparison."""
    against: Against = Against.ANY
    optional: bool = False
    """True where a publication may do without the section."""
    but: tuple[str, ...] = ()
    """Sections inside it that a row of their own asks about."""


@dataclass(frozen=True, slots=True)
class ComparisonWithReason:
    """Sections that compare; every difference that they state has its reason."""

    sections: tuple[ComparisonNeed, ...]


@dataclass(frozen=True, slots=True)
class WordNeed:
    """Something that must be said: one of its patterns."""

    label: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Charts:
    section: str
    captions: tuple[WordNeed, ...]


@dataclass(frozen=True, slots=True)
class ResultNeed:
    role: str
    section: str
    label: str


@dataclass(frozen=True, slots=True)
class ProjectResults:
    """What projects achieved, in the section of each table with project expenditure."""

    parts: tuple[ResultNeed, ...]
    words: tuple[str, ...]
    signs: tuple[str, ...] = ()
    """Words that may tell of something achieved: where only they are found, a reader has to say."""
    column: str = "project"


@dataclass(frozen=True, slots=True)
class ComponentStatement:
    """What must be said of one of the three public expenses; n/a where nothing was budgeted and nothing spent."""

    label: str
    columns: tuple[str, ...]
    concepts: tuple[str, ...]
    sections: tuple[str, ...]
    needs: tuple[WordNeed, ...] = ()
    purchase_columns: tuple[str, ...] = ()
    """Columns that are all empty where nothing was bought; then `purchase_needs` may be left out."""
    purchase_needs: tuple[WordNeed, ...] = ()
    reasons: bool = False
    """True: every difference stated in these sections needs its reason."""
    whole_is_enough: bool = False
    """True: where the reason of the whole is told, a component without one is a review."""


@dataclass(frozen=True, slots=True)
class Statement:
    """What a section must say. `nil`: patterns by which it says that there is nothing to tell."""

    label: str
    sections: tuple[str, ...]
    """Empty: anywhere in the document."""
    needs: tuple[WordNeed, ...]
    within: str = ""
    named: tuple[str, ...] = ()
    """Patterns of the paragraphs in `within` that count where no section of its own is found."""
    wider: tuple[str, ...] = ()
    """Sections where it may stand as well."""
    nil: tuple[str, ...] = ()
    on_nil: Otherwise = Otherwise.PASS
    nil_needs: tuple[WordNeed, ...] = ()
    """What must be said all the same, such as why there is nothing."""
    counted: str = ""
    """A pattern with the group `count`; without a match above zero the row does not apply."""
    reasons: bool = False
    missing: Otherwise | None = None
    """Outcome where a need is not met; None: it fails."""


@dataclass(frozen=True, slots=True)
class ProjectReviews:
    """A complete review of each project."""

    section: str
    projects: str
    parts: tuple[WordNeed, ...]


@dataclass(frozen=True, slots=True)
class SelfEvaluationTables:
    """A self-evaluation table for each project."""

    section: str
    projects: str
    whole: str = ""
    """Section that tells the evaluation of the whole department; its table belongs to those of the projects."""
    whole_told: tuple[str, ...] = ()
    """Words by which that section tells of one."""


@dataclass(frozen=True, slots=True)
class OverrunsExplained:
    """Rates of completion above a limit, each with its reason beside it."""

    sections: tuple[str, ...]
    """Beginnings of the canonical names of the sections."""
    least: int
    """Percent above which a reason is due."""
    words: tuple[str, ...]
    """Patterns of what makes a rate one of money, in its clause."""


@dataclass(frozen=True, slots=True)
class FindingsOf:
    """Fails where findings of some categories, severities and rules exist."""

    categories: tuple[Category, ...] = ()
    severities: tuple[Severity, ...] = ()
    rules: tuple[str, ...] = ()
    """Beginnings of rule names; empty: all rules."""
    but: tuple[str, ...] = ()
    """Beginnings of rule names that do not count."""
    sections: tuple[str, ...] = ()
    """Sections in which they must stand; empty: anywhere."""
    otherwise: Otherwise = Otherwise.PASS
    proof: tuple[str, ...] = ()
    """Sections, roles of tables or `contents`: their headings and titles are cited for a pass."""
    coverage: int = 0
    """Percent of the explanation's figures that must be settled for a pass."""


@dataclass(frozen=True, slots=True)
class ExternalEvidence:
    """A question that only evidence from outside the document settles."""

    key: str
    asks: Asks
    deadline: str = ""
    after: str = ""
    """Key of the date from which `days` are counted, where no deadline is set."""
    days: int = 0
    most: int = 1
    address: str = ""
    """Key of the address that is told with the answer."""
    nil: tuple[str, ...] = ()
    """Words by which the text says that there is nothing to ask about; then the row does not apply."""
    nil_sections: tuple[str, ...] = ()
    """Where these words must stand."""
    nil_unless: tuple[str, ...] = ()
    """Words there that say the contrary; then it is asked all the same."""
    tell_cover_date: bool = False
    tell_format: bool = False


@dataclass(frozen=True, slots=True)
class Check:
    """One check of a row: exactly one kind with its parameters. The field's name is the kind's."""

    order_of_parts: OrderOfParts | None = None
    sections_present: SectionsPresent | None = None
    tables_present: TablesPresent | None = None
    table_form: TableForm | None = None
    table_in_section: TableInSection | None = None
    cell_format: CellFormat | None = None
    code_depth: CodeDepth | None = None
    nil_tables_noted: NilTablesNoted | None = None
    comparison_with_reason: ComparisonWithReason | None = None
    charts: Charts | None = None
    project_results: ProjectResults | None = None
    component_statement: ComponentStatement | None = None
    statement: Statement | None = None
    project_reviews: ProjectReviews | None = None
    self_evaluation_tables: SelfEvaluationTables | None = None
    overruns_explained: OverrunsExplained | None = None
    findings_of: FindingsOf | None = None
    external_evidence: ExternalEvidence | None = None

    @property
    def kinds(self) -> tuple[str, ...]:
        """Return the names of the kinds that are set: one in a valid pack."""
        return tuple(f.name for f in fields(self) if getattr(self, f.name) is not None)


@dataclass(frozen=True, slots=True)
class Item:
    """One row of a form."""

    item: int
    id: str
    category: str
    question: str
    """In our own words; the official wording is read from a printed form at run time."""
    basis: str
    decides: Decides
    checks: tuple[Check, ...]
    marks: tuple[str, ...] = ()
    """Patterns that know the official question again, whatever its number."""
    polarity: Polarity = Polarity.YES
    says: dict[str, str] | None = None
    """Reasons of this row in place of the common ones."""


@dataclass(frozen=True, slots=True)
class ItemPatch:
    """What differs from the row of the pack that is extended; None: nothing."""

    id: str
    item: int | None = None
    category: str | None = None
    question: str | None = None
    basis: str | None = None
    decides: Decides | None = None
    checks: tuple[Check, ...] | None = None
    marks: tuple[str, ...] | None = None
    polarity: Polarity | None = None
    says: dict[str, str] | None = None


@dataclass(frozen=True, slots=True)
class PackHead:
    """What pack.yaml says."""

    id: str
    title: str
    version: str
    publication_type: PublicationType
    source: str
    extends: str = ""
    template: str = ""
    """Template that it fits; empty: any of its publication type."""
    least_confidence: int = 60
    """Percent of confidence in the template without which the pack is not chosen."""
    parts: tuple[PartRule, ...] = ()
    tables: tuple[TableRule, ...] = ()
    drops: tuple[str, ...] = ()
    """Rows of the extended pack that do not stand here."""
    excludes: tuple[str, ...] = ()
    """Templates of publications that the pack's sources do not govern."""


@dataclass(frozen=True, slots=True)
class Pack:
    """A checklist, complete with what it extends."""

    head: PackHead
    items: tuple[Item, ...]
    vocabulary: Vocabulary
    messages: dict[str, str]
    sha256: str
    measured: Measured | None = None
    """How often the rules were right; None lets every rule decide."""

    @property
    def id(self) -> str:
        return self.head.id

    def table(self, role: str) -> TableRule | None:
        """Return the prescribed table of a role."""
        return next((table for table in self.head.tables if table.role == role), None)

    def label(self, role: str) -> str:
        """Return what a table is called here."""
        table = self.table(role)
        return table.label if table else role


@dataclass(frozen=True, slots=True)
class OutsideEvidence:
    """What evidence.yaml says, None where nothing; dates as ISO texts. Names that end in `_url` are addresses."""

    approved: str | None = None

    submitted: str | None = None
    published: str | None = None
    feedback: str | None = None
    subordinate_feedback: str | None = None
    submitted_by: str | None = None
    published_by: str | None = None
    feedback_by: str | None = None
    subordinate_feedback_by: str | None = None
    returns: int | None = None
    own_site: bool | None = None
    own_site_url: str | None = None
    platform: bool | None = None
    platform_url: str | None = None
    kept_online: bool | None = None
    opens_as_pdf: bool | None = None
    units: tuple[str, ...] = ()
    """Names of the bodies whose sum the department is, its own office among them."""
