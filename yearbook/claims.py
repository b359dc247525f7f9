"""The claim ledger: every numeral of the texts as readers see them, and what it is bound to.

A numeral inside a call is bound to what the call names. One typed into the text is a year, a date, or bare: a
statement nothing holds. Coverage is the share of numerals that are not bare.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import repeat

from yearbook.calls import CALL, Piece, called
from yearbook.model import CLAIM_KINDS, Claim, Finding, Result
from yearbook.numerals import numerals
from yearbook.prose import digits_of, is_statistic, is_year, typed
from yearbook.words import Words


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many numerals of the texts are bound to data or marked as no statistics, of how many."""

    bound: int
    total: int

    @property
    def share(self) -> Fraction:
        """The share that is bound; all of it where the texts have no numeral."""
        return Fraction(self.bound, self.total) if self.total else Fraction(1)


def with_claims(result: Result, languages: Sequence[Words]) -> Result:
    """Return a result with the ledger of its publisher's texts."""
    return replace(result, claims=claims_of(result, languages))


def claims_of(result: Result, languages: Sequence[Words]) -> tuple[Claim, ...]:
    """Return the ledger of a publisher's texts: years in their order, in each the languages, line by line."""
    texts = result.package.prose
    return tuple(
        claim
        for year in sorted({year for year, _ in texts})
        for words in languages
        for at, line in enumerate(texts.get((year, words.language), "").splitlines(), 1)
        for claim in _of_line(line, result, words, year, at)
    )


def coverage(claims: Iterable[Claim], year: int | None = None, language: str = "") -> Coverage:
    """Return the coverage of a ledger, of one year and language where named."""
    asked = [each for each in claims if year in (None, each.year) and language in ("", each.language)]
    return Coverage(sum(each.kind != "bare" for each in asked), len(asked))


def covered(
    results: Iterable[Result], languages: Sequence[Words]
) -> Iterator[tuple[Words, dict[str, object]]]:
    """Yield what to tell of the coverage of every publisher that has texts, in each language."""
    for result in results:
        for words in languages:
            found = coverage(result.claims, language=words.language)
            if found.total:
                yield words, {"publisher": result.package.id, "bound": found.bound, "total": found.total}


def too_few(result: Result) -> Iterator[Finding]:
    """Yield a finding where the coverage of a publisher's texts is below what its package asks for."""
    covered, threshold = coverage(result.claims), result.package.threshold
    if covered.share < threshold < 1:
        counts = (("bound", str(covered.bound)), ("total", str(covered.total)))
        details = (*counts, ("threshold", f"{float(threshold):g}"))
        yield Finding(code="prose_coverage", details=details).of(result.package.id)


def _of_line(line: str, result: Result, words: Words, year: int, at: int) -> Iterator[Claim]:
    found = [*_called(line, result, words), *_typed(line, result, words)]
    for column, piece in sorted(found, key=lambda each: each[0]):
        yield Claim(
            publisher=result.package.id,
            year=year,
            language=words.language,
            line=at,
            column=column + 1,
            text=piece.text,
            kind=piece.kind,
            bound_to=piece.id,
            reason=piece.reason,
        )


def _called(line: str, result: Result, words: Words) -> Iterator[tuple[int, Piece]]:
    """Every numeral that calls say, with the place of its call."""
    for call in CALL.finditer(line):
        for piece in called(call, line, result, words):
            yield from repeat((call.start(), piece), _numerals_in(piece, words))


def _numerals_in(piece: Piece, words: Words) -> int:
    """How many numerals a call says: a figure is one however it is written, a name may hold several."""
    if piece.kind in ("count", "plain"):
        return 1
    found = sum(each.kind != "article" for each in numerals(piece.text, words.language))
    return found if piece.kind == "name" else min(found, 1)


def _typed(line: str, result: Result, words: Words) -> Iterator[tuple[int, Piece]]:
    """Every numeral typed into the text itself."""
    for each in numerals(typed(line), words.language):
        kind: str = "year" if is_year(each) else each.kind
        kind = "bare" if is_statistic(each, result.package) else kind
        if kind in CLAIM_KINDS:
            # A year counts nothing: the word behind it is not its unit.
            text = digits_of(each) if kind == "year" else each.text
            yield each.start, Piece(text=text, kind=kind)
