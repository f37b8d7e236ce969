"""What rules/formats/ says about wording, numbers and structure of the text, as values."""

from __future__ import annotations

from dataclasses import dataclass, field

from audit.model.document import ParagraphKind
from audit.model.findings import Category, Severity
from audit.model.rules import FunctionalClasses, Message

Messages = dict[str, Message]


@dataclass(frozen=True, slots=True)
class FormatPolicy:
    """How figures of the running text must be printed. The first policy that fits a publication holds."""

    id: str
    basis: str
    templates: tuple[str, ...] = ()
    """Templates for which it holds."""
    types: tuple[str, ...] = ()
    """Kinds of publication for which it holds where one of `marks` stands in a heading, a caption or on the cover."""
    marks: tuple[str, ...] = ()
    amount_places: int | None = None
    """Most decimals of an amount, None where nothing is said."""
    drop_zeros: bool = False
    """True where an amount ends without zeros after the decimal point."""
    percent_places: int | None = None
    """Exact decimals of a percentage."""
    uniform_separators: bool = True
    """True where thousands separators are used throughout or not at all."""


@dataclass(frozen=True, slots=True)
class NumberFormatRules:
    policies: tuple[FormatPolicy, ...]
    parts: tuple[str, ...]
    """Canonical names of the parts whose running text is held to the policy."""
    part_titles: tuple[str, ...]
    """Patterns of their titles, for parts that no template names."""
    whole_parts: dict[str, str]
    """Parts in which breaches are grouped over all their sections, with their name."""
    messages: Messages


@dataclass(frozen=True, slots=True)
class ContentsRules:
    """How the contents page is compared with the body."""

    ignored: tuple[str, ...]
    """Patterns that make no difference between two titles: years, brackets with a table's number, punctuation."""
    table_titles: tuple[str, ...]
    """Patterns of entries that are the title of a table, not of a section."""
    no_tables: tuple[str, ...]
    """Patterns of entries that look like one and are the title of a part."""
    issuers: tuple[str, ...]
    """Patterns of what may stand before a title in the body: the issuer's name, 关于."""
    telling: str
    """Characters whose exchange changes what a title says; the exchange of any other single one is misread print."""
    messages: Messages


@dataclass(frozen=True, slots=True)
class ListedPanel:
    """A list of 科目 in the prose and the rows of the economic table that it must name."""

    titles: tuple[str, ...]
    """Patterns of the section titles under which it stands."""
    heads: tuple[str, ...]
    """Patterns that end right before the list."""
    codes: tuple[str, ...]
    """First digits of the rows' codes."""
    complete: bool = True
    """False where the list need not name every row."""


@dataclass(frozen=True, slots=True)
class UsedList:
    """In which section a list of 科目 must agree with which table: the first of its roles that there is."""

    section: str
    """Canonical name; "" for any other section."""
    roles: tuple[str, ...]
    column: str = ""
    """Column that must hold an amount; "" for any."""


@dataclass(frozen=True, slots=True)
class LineListRules:
    """Lists of 科目 in the prose against the rows with amounts."""

    panels: tuple[ListedPanel, ...]
    used: tuple[UsedList, ...]
    structure_section: str
    """Canonical name of the section that breaks expenditure down by 类."""
    structure_heads: tuple[str, ...]
    """Patterns of the sentence that begins such a breakdown."""
    structure_roles: tuple[str, ...]
    """The table that it breaks down: the first that there is."""
    basic: tuple[UsedList, ...]
    """The table of basic expenditure that a list of economic 科目 is about."""
    source_lists: tuple[str, ...]
    """Patterns of a sentence that names sources or uses without amounts, with the group `list`."""
    open_ends: tuple[str, ...]
    """Words at a list's end that leave it open: 等."""
    used_heads: tuple[str, ...]
    """Patterns before a list of codes."""
    used_tails: tuple[str, ...]
    """Words after the last name of such a list."""
    basic_tables: tuple[str, ...]
    """Patterns of the caption of the table of basic expenditure, where no template knows it."""
    led_to: str
    """Pattern of words of a sentence that may stand right before a path."""
    suffixes: tuple[str, ...]
    """Endings that a name may have or lack: 费, 费用, 支出, 缴费."""
    ignored: tuple[str, ...]
    """Patterns taken out of a name before it is compared."""
    messages: Messages
    functional: FunctionalClasses = field(default=FunctionalClasses(source="", classes=()), metadata={"internal": True})
    """The 类 with every name they have had, from the lexicon."""


def _no_lines() -> LineListRules:
    return LineListRules((), (), "", (), (), (), (), (), (), (), (), "(?!)", (), (), {})


@dataclass(frozen=True, slots=True)
class TextPattern:
    """Words that do not belong in a publication: residue of drafting, a broken set phrase, a doubled sign."""

    rule: str
    """Key of the message."""
    pattern: str
    expected: str = ""
    """What should stand there; group references of the pattern are filled in."""
    severity: Severity = Severity.WARNING
    category: Category = Category.TEXT
    kinds: tuple[ParagraphKind, ...] = (
        ParagraphKind.TEXT, ParagraphKind.HEADING, ParagraphKind.CAPTION, ParagraphKind.NOTE,
    )  # fmt: skip
    parts: tuple[str, ...] = ()
    """Canonical names of the sections in which it is looked for; everywhere where there are none."""
    parallels: str = ""
    """Pattern of the usual wording. Where it is given, it must stand in the same part `at_least` times."""
    at_least: int = 3
    empty: bool = False
    """True where it is a defect only if nothing follows: the next paragraph is an entry of the same rank or above."""


@dataclass(frozen=True, slots=True)
class YearFrame:
    """A wording in which the year is known: the fiscal year plus `offset`. `year` is the pattern's group.

    `{unit}` in the pattern stands for the unit's own name.
    """

    pattern: str
    offset: int = 0
    kinds: tuple[ParagraphKind, ...] = (ParagraphKind.TEXT,)
    types: tuple[str, ...] = ()
    """Kinds of publication for which it holds; all where there are none."""
    parts: tuple[str, ...] = ()
    """Canonical names of the sections for which it holds; all where there are none."""
    alone: bool = False
    """True where the sentence may set another year beside the fiscal year."""


@dataclass(frozen=True, slots=True)
class GovernmentLevel:
    """A level of government: how it is known from a unit's name, and the words that belong to it."""

    id: str
    names: tuple[str, ...]
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BudgetNote:
    """The budget that a note under a table must name, and the section about it."""

    roles: tuple[str, ...]
    named: str
    others: tuple[str, ...]
    section: str = ""


@dataclass(frozen=True, slots=True)
class WordingRules:
    patterns: tuple[TextPattern, ...]
    doubled_but_right: tuple[str, ...]
    """Words that may stand twice in a row."""
    doubled_across: tuple[str, ...]
    """Places where a name ends with the word that the next one begins with."""
    confusable: tuple[str, ...]
    """Characters that are taken for one another: two of one string in the same words are one name spelt two ways."""
    years: tuple[YearFrame, ...]
    levels: tuple[GovernmentLevel, ...]
    level_parts: tuple[str, ...]
    """Canonical names of the parts whose wording must fit the unit's level."""
    unit_lines: tuple[str, ...]
    """Patterns of the line above a table that names the unit, with the group `name`."""
    other_units: tuple[str, ...]
    """Canonical names of the sections whose tables may be of other units."""
    subjects: tuple[str, ...]
    """Patterns of sentences and headings whose subject is the unit, with the group `name`."""
    unit_parts: tuple[str, ...]
    """Canonical names of the sections that name the units of a department."""
    counted: tuple[str, ...]
    """Patterns of lists that say how many names they hold, with the groups `list`, `count` and `open`."""
    units_summed: tuple[str, ...]
    """Patterns of a number of units (`count`) that are the unit itself and `others`."""
    unit_names: str
    """Pattern that a whole unit's name fits."""
    conjunctions: tuple[str, ...]
    """Words that join the parts of a name: one in the place of another makes no other unit."""
    blank_names: str
    """Pattern of the line above a table whose label for the unit's name has nothing behind it."""
    named_headings: tuple[str, ...]
    """Patterns of headings that name the unit, with the group `name`."""
    none_of: str
    """Pattern of what stands before the budget of which a section says that there is nothing."""
    notes: tuple[BudgetNote, ...]
    project_tables: tuple[str, ...]
    """Patterns of the caption over a project's table, with the group `name`."""
    classes: tuple[str, ...]
    """Names of the 类 of the economic classification."""
    messages: Messages
    functional: FunctionalClasses = field(default=FunctionalClasses(source="", classes=()), metadata={"internal": True})


@dataclass(frozen=True, slots=True)
class GlossaryRules:
    """The glossary's entry of the functional 科目 that the department uses."""

    section: str
    """Canonical name of the glossary."""
    title: str
    """Pattern of its title, where no template names it."""
    entry: str
    """Pattern of the entry's beginning."""
    heading: str
    """Pattern of the entry's own title, which is no name of a 科目."""
    revenue_roles: tuple[str, ...]
    """Tables whose codes are no expenditure."""
    warnings: tuple[str, ...]
    """Findings that are only a warning."""
    messages: Messages
    names: LineListRules = field(default_factory=_no_lines, metadata={"internal": True})
    """How names of 科目 are compared."""


@dataclass(frozen=True, slots=True)
class PersonalDataRules:
    card_words: tuple[str, ...]
    """Patterns of a line that speaks of an account."""
    card_prefixes: tuple[str, ...]
    public_phones: tuple[str, ...]
    """Patterns of a line that prints a telephone number on purpose."""
    messages: Messages


@dataclass(frozen=True, slots=True)
class TablePolicy:
    """How the cells of the prescribed tables are printed."""

    id: str
    templates: tuple[str, ...]
    basis: str
    places: int | None = None
    """Most decimals of an amount."""
    slips_only: bool = False
    """True where a table may print more decimals throughout: only single amounts with more are told."""
    blank_zeros: bool = False


@dataclass(frozen=True, slots=True)
class IndicatorKind:
    """An indicator of the first level and those of the second that belong under it. All are patterns."""

    first: str
    seconds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LabelRule:
    """A line's name, and what it must be where it stands a second time or where `sign` stands in the same table."""

    name: str
    expected: str
    sign: str = ""


@dataclass(frozen=True, slots=True)
class TableFormatRules:
    policies: tuple[TablePolicy, ...]
    roles: tuple[str, ...]
    """The prescribed tables of final accounts."""
    unit_roles: tuple[str, ...]
    """Tables whose unit is held to amounts elsewhere, beside those that no template knows."""
    first_level: str
    second_level: str
    third_level: str
    third_levels: tuple[str, ...]
    """Patterns of what may stand right of the head of the second level."""
    kinds: tuple[IndicatorKind, ...]
    totals: tuple[LabelRule, ...]
    """Total lines that stand once in a list."""
    parts: tuple[LabelRule, ...]
    """Names that are short of a word which the name of their own part has."""
    band: str
    """Pattern of a band in a scoring standard, with the groups `low`, `high` and `points`."""
    messages: Messages


@dataclass(frozen=True, slots=True)
class ClassName:
    """A name of a code of the classification, and the years in which it holds; None: no end is known."""

    code: str
    name: str
    valid_from: int | None
    valid_to: int | None
    source: str


@dataclass(frozen=True, slots=True)
class ClassificationRules:
    """Names of codes. `names` come from rules/classification."""

    complete: tuple[str, ...]
    """Patterns of codes that are unknown where no list has them."""
    folded: str
    """Pattern of what two spellings of one name may differ in."""
    messages: Messages
    names: tuple[ClassName, ...] = field(default=(), metadata={"internal": True})


@dataclass(frozen=True, slots=True)
class TextRules:
    """Everything that the text checks read."""

    number_format: NumberFormatRules
    contents_check: ContentsRules
    line_lists: LineListRules
    wording: WordingRules
    glossary: GlossaryRules
    personal_data: PersonalDataRules
    table_format: TableFormatRules
    classification: ClassificationRules
