"""The values and words of the trade: every stage takes some of these and gives others, all frozen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from yearbook.interval import Interval
from yearbook.record import Record

if TYPE_CHECKING:
    import pandas as pd

Severity = Literal["must_fix", "explain", "note"]
VerdictCode = Literal["holds", "rounding", "fails", "open"]

LANGUAGES_FIRST = "zh"
FACT_TABLES = ("students", "teachers", "provision", "funds")
DIMENSIONS = ("place", "school", "stage", "programme", "group", "funding")
TOTAL, NOT_APPLICABLE, UNSTATED = "_T", "_Z", "_U"
RELATION_KINDS = ("sum", "difference", "ratio", "product", "growth", "equality", "bound", "subset")
REPAYABLE = frozenset({"loan"})
CLAIM_KINDS = ("figure", "derived", "count", "name", "plain", "year", "date", "bare")


@dataclass(frozen=True, slots=True)
class Text:
    """One wording in every language the package gives, read as `text["en"]`."""

    wordings: tuple[tuple[str, str], ...]

    def __getitem__(self, language: str) -> str:
        found = dict(self.wordings)
        return found.get(language) or found[LANGUAGES_FIRST]

    def __bool__(self) -> bool:
        return any(wording for _, wording in self.wordings)


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A number as it was published: its value, how it was hedged and how finely it was printed.

    `value` is in the base unit (yuan, persons, square metres; a ratio as a fraction of one).
    `resolution` is what one unit of the last printed digit is worth; `grain` is the finest step the
    indicator knows, so a count printed in full is a point and not a rounded figure.
    """

    value: Decimal
    qualifier: str = "exact"
    resolution: Decimal
    grain: Decimal

    @property
    def interval(self) -> Interval:
        """Every true value that would have been printed like this."""
        value, step = Fraction(self.value), Fraction(self.resolution)
        if self.qualifier == "exact" and self.resolution <= self.grain:
            return Interval.point(value)
        match self.qualifier:
            case "exact":
                return Interval(value - step / 2, value + step / 2, high_open=True)
            case "about":
                return Interval(value - step, value + step)
            case "more_than":
                return Interval(value, None, low_open=True)
            case "at_least":
                return Interval(value, None)
            case "nearly":
                return Interval(Fraction(0), value, high_open=True)
            case "at_most":
                return Interval(Fraction(0), value)
        raise ValueError(f"unknown qualifier {self.qualifier!r}")

    @property
    def is_exact(self) -> bool:
        """Whether the source gave the number without hedging it."""
        return self.qualifier == "exact"


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """What is measured: one row of `indicators.csv`."""

    id: str
    label: Text
    definition: Text
    unit: str
    counting_unit: str
    measure: str
    decimals: int
    sum_over: tuple[str, ...] = ()
    per: str = ""

    @property
    def grain(self) -> Decimal:
        """The finest step a value of this indicator can take."""
        return Decimal(1).scaleb(-self.decimals)


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """One figure with its story: one row of a fact table."""

    id: str
    table: str
    indicator: str
    place: str
    school: str
    stage: str
    programme: str
    group: str
    funding: str
    year: int
    period_kind: str
    period_start: date | None
    period_end: date | None
    status: str
    quantity: Quantity | None
    printed: str
    absent: str
    series: str
    source: str
    locator: str
    note: Text
    row: int

    @property
    def natural_key(self) -> tuple[object, ...]:
        """What makes this figure this figure: two rows of one key contradict each other."""
        period = (self.period_kind, self.period_start, self.period_end)
        return (self.source, self.indicator, *self.codes, self.year, *period, self.status)

    @property
    def days(self) -> int | None:
        """How many days the period has, both ends counted; nothing where the source does not say."""
        if self.period_start is None or self.period_end is None:
            return None
        return (self.period_end - self.period_start).days + 1

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of the six dimensions, in the order of `DIMENSIONS`."""
        return tuple(getattr(self, name) for name in DIMENSIONS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Derived:
    """A figure this project computed, or the reason why it did not.

    `years` are those of the inputs, `year` the one it is about; `like` is the figure it stands in one series
    with: all the same but the year.
    """

    id: str
    indicator: str
    formula: str
    inputs: tuple[str, ...]
    label: Text
    note: Text
    years: tuple[int, ...]
    year: int
    like: str
    table: str
    interval: Interval | None
    quantity: Quantity | None
    refused: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A named thing of a look-up table: a place, school, programme, document or organisation."""

    id: str
    kind: str
    label: Text
    aliases: tuple[str, ...] = ()
    definition: Text = Text(())
    place: str = ""
    parent: str = ""
    stage: str = ""
    setting: str = ""
    source: str = ""
    locator: str = ""
    note: Text = Text(())


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A public document that figures were taken from."""

    id: str
    title: Text
    title_supplied: bool
    issuer: Text
    issuer_supplied: bool
    published: date | None
    retrieved: date | None
    url: str
    completeness: str
    note: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """What must hold between figures (勾稽关系): a row of `relations.csv`, or one that a pattern stands for.

    `pattern` is then the id of the row it was written out from.
    """

    id: str
    kind: str
    terms: str
    exhaustive: bool
    statement: Text
    explanation: Text
    row: int
    pattern: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """How a relation came out: both sides as intervals, and which of the four verdicts.

    `inputs` are the package's own figures, `elsewhere` those of other publishers: `china:2018-aid-paid`.
    """

    relation: Relation
    code: VerdictCode
    reason: str
    printed: Interval | None
    computed: Interval | None
    inputs: tuple[str, ...]
    elsewhere: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """Figures that would mend the relations named, each with the value it would have to be."""

    values: tuple[tuple[str, Fraction], ...]
    relations: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Commitment:
    """Something a publisher promised, when it is due and what became of it."""

    id: str
    topic: Text
    label: Text
    year: int
    due: date | None
    owner: str
    outcome: str
    evidence: tuple[str, ...]
    source: str
    locator: str
    note: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Participation:
    """A named school took part in a named programme or curriculum."""

    id: str
    school: str
    activity: str
    year: int
    complete: bool
    source: str
    locator: str
    note: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A column: its machine name, type and titles."""

    name: str
    type: str
    title: Text
    description: Text
    enum: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A resource as it was read: every cell as text, one row of the file a row here."""

    name: str
    title: Text
    fields: tuple[Field, ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def frame(self) -> pd.DataFrame:
        """The rows as a pandas frame of texts, for whoever wants to calculate with them."""
        import pandas as pd

        return pd.DataFrame(self.rows, columns=[each.name for each in self.fields], dtype=str)

    def records(self) -> Iterator[dict[str, str]]:
        """Yield each row as a mapping from column name to text."""
        names = [each.name for each in self.fields]
        return (dict(zip(names, row, strict=True)) for row in self.rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Whom to call; only what a source gives."""

    telephone: str = ""
    address: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """One publisher's data package, read and typed, all its years inside.

    `files` are those it was read from, by path; `others` the packages of this build that its relations name.
    `threshold` is the share of the numbers in its texts that must be bound to data or marked as no statistic.
    """

    id: str
    title: Text
    description: Text
    publisher: Text
    version: str
    created: datetime
    official: bool
    contact: Contact
    place: str
    descriptor: str
    tables: tuple[Table, ...]
    prose: Mapping[tuple[int, str], str]
    observations: Mapping[str, Observation]
    indicators: Mapping[str, Indicator]
    programmes: Mapping[str, Entry]
    places: Mapping[str, Entry]
    schools: Mapping[str, Entry]
    entities: Mapping[str, Entry]
    codes: Mapping[tuple[str, str], Text]
    sources: Mapping[str, Source]
    relations: tuple[Relation, ...]
    derivations: tuple[Mapping[str, str], ...]
    commitments: tuple[Commitment, ...]
    participations: tuple[Participation, ...]
    fingerprint: str
    files: Mapping[str, bytes]
    others: Mapping[str, Package] = field(default_factory=dict)
    threshold: Fraction = Fraction(1)

    def find(self, figure: str) -> tuple[Package, Observation] | None:
        """Return a figure with the package it is in: its own, or the one before the colon of `china:id`."""
        publisher, colon, name = figure.rpartition(":")
        owner = self.others.get(publisher) if colon else self
        found = owner.observations.get(name) if owner else None
        return (owner, found) if owner and found else None

    def is_whole(self, fact: Observation) -> bool:
        """Whether a figure is about the publisher's place as a whole: no part of it, no single school."""
        return fact.place == self.place and fact.school not in self.schools

    def quantity(self, figure: str) -> Quantity | None:
        """Return the quantity of a figure, of another publisher's too; nothing where it is absent."""
        found = self.find(figure)
        return found[1].quantity if found else None

    @property
    def neighbours(self) -> frozenset[str]:
        """The other publishers that relations name."""
        named = (token.rpartition(":")[0] for each in self.relations for token in each.terms.split())
        return frozenset(named) - {""}

    @property
    def years(self) -> tuple[int, ...]:
        """Years with at least one published value, oldest first."""
        return tuple(sorted({each.year for each in self.observations.values() if each.quantity}))

    def in_year(self, year: int, table: str = "") -> Iterator[Observation]:
        """The figures of one year, in the order of their files; of one table when it is named."""
        for each in self.observations.values():
            if each.year == year and table in ("", each.table):
                yield each


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """The place a finding points at, as a spreadsheet shows it: publisher, file, row and column name.

    `position` is the character in the row, counted from one, where the file is a text.
    """

    publisher: str = ""
    file: str = ""
    row: int | None = None
    column: str = ""
    position: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something to tell the publisher: data until `words` puts it into sentences."""

    code: str
    where: Where = Where()
    severity: Severity = "must_fix"
    figures: tuple[str, ...] = ()
    details: tuple[tuple[str, str], ...] = ()

    def of(self, publisher: str) -> Finding:
        """Return the same finding with the publisher named whose package it is about."""
        return replace(self, where=replace(self.where, publisher=publisher))


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One numeral of a publisher's text as readers see it: where it is typed, and what it is bound to.

    `line` and `column` are those of its call in `prose/<year>.<language>.md`; `kind` is one of `CLAIM_KINDS`.
    """

    publisher: str
    year: int
    language: str
    line: int
    column: int
    text: str
    kind: str
    bound_to: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """A package, all that is worked out from it (verdicts, derived figures, likely slips), its releases."""

    package: Package
    verdicts: tuple[Verdict, ...]
    derived: Mapping[str, Derived]
    suggestions: tuple[Suggestion, ...] = ()
    claims: tuple[Claim, ...] = ()
    record: Record = field(default_factory=Record)

    @property
    def is_released(self) -> bool:
        """Whether the package is the one last released, byte for byte: if not, it is a draft."""
        return self.record.covers(self.package.files)

    @property
    def unchecked(self) -> tuple[Observation, ...]:
        """The figures that take part in no relation, so that nothing can tell whether they are right."""
        checked = {figure for verdict in self.verdicts for figure in verdict.inputs}
        facts = self.package.observations.values()
        return tuple(each for each in facts if each.quantity and each.id not in checked)

    def verdicts_of(self, figure: str) -> tuple[Verdict, ...]:
        """Every relation a figure takes part in."""
        return tuple(each for each in self.verdicts if figure in each.inputs)


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """Everything one build publishes."""

    results: tuple[Result, ...]
    findings: tuple[Finding, ...]

    @property
    def dated(self) -> datetime:
        """The latest date of the packages: the site carries it, so that any day builds the same bytes."""
        return max(each.package.created for each in self.results)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A drawn chart in one language: for the page (colours follow the theme) and for paper.

    `over_years` says whether it shows several years; `year` is then the last of them. `form` is the way it is
    drawn, as the gallery names it.
    """

    id: str
    publisher: str
    year: int
    topic: str
    title: str
    subtitle: str
    source: str
    description: str
    figures: tuple[str, ...]
    web: str
    paper: bytes
    over_years: bool = False
    form: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Artifact:
    """A file to publish: where, what, and what it was made from.

    `kind` is `page` for Markdown the site engine turns into HTML (its path starts with the language),
    `file` for everything that is published as it is.
    """

    path: str
    body: bytes
    made_from: tuple[str, ...]
    kind: Literal["page", "file"] = "file"


@dataclass(frozen=True, slots=True, kw_only=True)
class ManifestEntry:
    """One published file in the manifest."""

    path: str
    sha256: str
    bytes: int
    made_from: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """Every file of a published site with its SHA-256 and what it was made from."""

    entries: tuple[ManifestEntry, ...]
