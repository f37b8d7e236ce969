"""What rules/formats/ says about wording, numbers and structure of the text, as values."""

from __future__ import annotations

from dataclasses import dataclass, field

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
    """In which section a list of 科目 must agree with which table."""

    section: str
    role: str
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
    structure_role: str
    """The table that it breaks down."""
    open_ends: tuple[str, ...]
    """Words at a list's end that leave it open: 等."""
    used_heads: tuple[str, ...]
    """Patterns before a list of codes."""
    used_tails: tuple[str, ...]
    """Words after the last name of such a list."""
    basic_tables: tuple[str, ...]
    """Patterns of the caption of the table of basic expenditure, where no template knows it."""
    suffixes: tuple[str, ...]
    """Endings that a name may have or lack: 费, 费用, 支出, 缴费."""
    ignored: tuple[str, ...]
    """Patterns taken out of a name before it is compared."""
    messages: Messages
    functional: FunctionalClasses = field(default=FunctionalClasses(source="", classes=()), metadata={"internal": True})
    """The 类 with every name they have had, from the lexicon."""


@dataclass(frozen=True, slots=True)
class TextRules:
    """Everything that the text checks read."""

    number_format: NumberFormatRules
    contents_check: ContentsRules
    line_lists: LineListRules
