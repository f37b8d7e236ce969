"""The shape of report.json (`gouji-report/1`): what every writer after the JSON one works from."""

from __future__ import annotations

from typing import NotRequired, TypedDict

SCHEMA = "gouji-report/1"


class SpotDict(TypedDict):
    file: str
    line: int | None
    page: int | None


class PlaceDict(SpotDict):
    """One place. `before` and `after` are the words around the quote, where its line is not in `text`."""

    start: int
    end: int
    quote: str
    table: str | None
    row: str | None
    column: str | None
    block: NotRequired[int]
    bbox: NotRequired[list[float]]
    before: NotRequired[str]
    after: NotRequired[str]


class FileDict(TypedDict):
    id: str
    path: str
    sha256: str
    format: str
    pages: int | None
    role: str


class WarningDict(TypedDict):
    """A page that could not be read as it should; page null: the whole file."""

    file: str
    page: int | None
    kind: str


class DocumentDict(TypedDict):
    path: str
    files: list[FileDict]
    publication_type: str
    entity: str
    fiscal_year: int | None
    unit: str
    template: str
    template_title: str
    confidence: float
    is_blank_template: bool
    warnings: list[WarningDict]


class PackDict(TypedDict):
    id: str | None
    version: str
    sha256: str
    title: str
    confidence: float
    reason: str


# `pass` is a keyword of Python, so this one is spelt in the functional form.
ScoreDict = TypedDict(
    "ScoreDict",
    {
        "pass": int,
        "fail": int,
        "review": int,
        "not_applicable": int,
        "value": float | None,
        "low": float,
        "high": float,
        "formula": str,
        "weighted": dict[str, str] | None,
    },
)


class CoverageDict(TypedDict):
    figures: int
    settled: int
    ratio: float


class SettledDict(TypedDict):
    """An auditor's decision beside the program's answer; a stale one was made on another basis and does not count."""

    answer: str
    reviewer: str
    date: str
    reason: str
    program: str
    stale: bool


class ItemDict(TypedDict):
    """One checklist row. `agrees` is null where there is no own answer or nothing to compare it with."""

    item: int
    id: str
    category: str
    question: str
    answer: str
    outcome: str
    declared: str | None
    agrees: bool | None
    reason: str
    basis: str
    findings: list[str]
    evidence: list[PlaceDict]
    abridged: bool
    good: str
    fingerprints: list[str]
    settled: SettledDict | None
    weight: str
    waived: list[str]
    """Ids of the findings that would have turned the row and that somebody answers for."""


class FindingDict(PlaceDict):
    """One finding, at its own place; `at_stake` is in 万元.

    `root` is the id of the finding that it follows from: it is told under that one, expects nothing and is not counted.
    `own_severity` is the one before the user's settings gave it another. A waived one and one that is not `material`
    are counted and shown apart.
    """

    id: str
    fingerprint: str
    rule: str
    rule_name: str
    """What the rule is called in a report."""
    category: str
    severity: str
    cause: str
    message: str
    basis: str
    stated: str
    expected: str
    expected_label: str
    """How `expected` is to be read: as ExpectedLabel names it."""
    diagnosis: str
    root: str | None
    at_stake: str
    evidence: list[PlaceDict]
    own_severity: str | None
    waived: WaivedDict | None
    material: bool
    settled: SettledDict | None
    pictures: list[str]
    """Names of the pictures of its places, for paged inputs."""


class PictureDict(TypedDict):
    """A strip of a page with a frame around the place. `source` is a data: URI or a file beside the report."""

    file: str
    page: int
    source: str


class ClaimDict(PlaceDict):
    """One stated figure, at its own place."""

    value: str
    unit: str
    kind: str
    relation: str
    status: str
    why: str
    concept: str
    expected: str
    evidence: list[PlaceDict]


class FactDict(TypedDict):
    """A figure that other publications hold too: `stated` own, last_year, last_budget or initial_budget; in 万元."""

    key: str
    label: str
    stated: str
    value: str
    half: str
    derived: bool
    doubtful: bool
    places: list[PlaceDict]


class HeadDict(TypedDict):
    """One column with figures, as it was recognised."""

    column: int
    key: str
    label: str
    panel: int


class CellDict(TypedDict):
    """One cell. `line`, `page` and `block` stand only where the cell is on another line than its row."""

    column: int
    text: str
    state: str
    start: int
    end: int
    line: NotRequired[int | None]
    page: NotRequired[int | None]
    block: NotRequired[int]
    bbox: NotRequired[list[float]]


class TableRowDict(TypedDict):
    """One row of one panel. `heading` rows are physical rows above the data of a table that was not understood."""

    kind: str
    code: str
    name: str
    panel: int
    line: int | None
    page: int | None
    cells: list[CellDict]
    block: NotRequired[int]


class TableDict(TypedDict):
    """One recognised table. `heads` is empty where only its layout could be kept (`cells` are then physical rows)."""

    role: str
    caption: str
    file: str
    line: int | None
    page: int | None
    rows: int
    columns: int
    facts: int
    unit: str | None
    subject: str
    quality: list[str]
    heads: list[HeadDict]
    cells: list[TableRowDict]


class SectionDict(TypedDict):
    id: str
    title: str
    file: str
    line: int | None
    page: int | None
    key: str
    level: int
    block: NotRequired[int]


class TextDict(TypedDict):
    """One physical line of the explanation part. Lines of one `paragraph` belong together; null: not known."""

    file: str
    line: int | None
    page: int | None
    text: str
    paragraph: int | None
    kind: str
    block: NotRequired[int]


def lines_of(data: ReportDict) -> list[TextDict]:
    """Return every line that a report shows: the explanation part, then what is cited of other parts."""
    return [*data["text"], *data.get("cited", [])]


class WaivedDict(TypedDict):
    """Who answers for a finding, why, and until when ("" without end)."""

    reason: str
    who: str
    expiry: str


class WaiverDict(TypedDict):
    """A waiver of the settings and what became of it. `state`: applied, expired, stale, unmatched or elsewhere."""

    rule: str
    fingerprint: str
    reason: str
    who: str
    expiry: str
    publication: str
    line: int
    state: str
    fault: bool
    finding: str | None
    message: str


class TailoringDict(TypedDict):
    """What the user's settings changed. `rows_unknown`: rows that they name and the pack does not have."""

    config: str
    sha256: str
    pack: str
    rows_off: list[str]
    rows_unknown: list[str]
    severity: dict[str, str]
    weights: dict[str, str]
    format: dict[str, str]
    materiality: str | None


class SettlementDict(TypedDict):
    """How much an auditor has settled, and the score by those decisions. `lost`: rows that the pack has no more."""

    rows: int
    findings: int
    stale: int
    lost: list[str]
    score: ScoreDict


class ReportDict(TypedDict):
    schema: str
    tool_version: str
    settings: dict[str, str]
    generated_at: str
    document: DocumentDict
    pack: PackDict
    score: ScoreDict
    coverage: CoverageDict
    checklist: list[ItemDict]
    findings: list[FindingDict]
    claims: list[ClaimDict]
    tables: list[TableDict]
    sections: list[SectionDict]
    text: list[TextDict]
    cited: list[TextDict]
    """Lines of other parts that findings, rows or figures cite."""
    tailoring: TailoringDict | None
    waivers: list[WaiverDict]
    facts: list[FactDict]
    units: list[str]
    settlement: SettlementDict | None
    pictures: NotRequired[dict[str, PictureDict]]
