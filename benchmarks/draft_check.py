"""How many altered digits checking a draft finds: once its numbers are bound, and by proposal alone.

    python benchmarks/draft_check.py [--trials 300] [--file draft.txt]

The drafts are the prose of every publisher as readers see it, in both languages, or a file of one's own.
One digit of one number is altered at random (the seed is fixed), and the draft is checked again. To see what
is accused without cause, every figure is also taken out of the data while its number stays in the text.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from yearbook.calls import pieces  # noqa: E402
from yearbook.derive import derive  # noqa: E402
from yearbook.draft import Examined, examine_draft  # noqa: E402
from yearbook.draft.document import Paragraph, read_draft  # noqa: E402
from yearbook.draft.match import Mark  # noqa: E402
from yearbook.draft.write import bound_prose  # noqa: E402
from yearbook.model import Result  # noqa: E402
from yearbook.prose import sections  # noqa: E402
from yearbook.read import read_package  # noqa: E402
from yearbook.store import Store  # noqa: E402
from yearbook.words import Words, read_words  # noqa: E402

# The thresholds of the check were chosen on the first three: see draft_check.md.
DRAFTS = (("erdao", 2018), ("jinzhai", 2021), ("china", 2024), ("erdao", 2024), ("china", 2021))
HEADS = (
    "draft | numbers | bound / proposed / unknown / no statistic | bound to another | false alarms"
    " | found once bound | alone: named | as the right figure | agrees no longer | others accused"
    " | not in the data: accused"
)


def main() -> None:
    """Print a table: a row a draft."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--trials", type=int, default=300)
    parser.add_argument("--file", type=Path)
    asked = parser.parse_args()
    print(f"| {HEADS} |\n|{'---|' * len(HEADS.split('|'))}")
    languages = read_words(ROOT / "words")
    if asked.file:
        draft = Draft(read_draft(asked.file), read("erdao"), 2018, languages[0], own=False)
        print(draft.row("the file", asked.trials))
        return
    for publisher, year in DRAFTS:
        result = read(publisher)
        for words in languages:
            draft = Draft(tuple(prose(result, year, words)), result, year, words)
            print(draft.row(f"{publisher} {year} ({words.language})", asked.trials), flush=True)


def read(publisher: str) -> Result:
    """Return a package of this repository with what is derived from it."""
    package, _ = read_package(ROOT / "datapackages" / publisher, Store(None))
    assert package is not None
    return Result(package=package, verdicts=(), derived=derive(package))


def prose(result: Result, year: int, words: Words) -> Iterator[Paragraph]:
    """Yield the paragraphs of the publisher's prose as readers see them."""
    found = sections(result.package.prose[year, words.language])
    texts = [
        text for section in found for text in re.split(r"\n\s*\n", section.text) if not text.startswith("#")
    ]
    for at, text in enumerate(texts, 1):
        yield Paragraph(number=at, text="".join(each.text for each in pieces(text, result, words)))


@dataclass(frozen=True, slots=True)
class Draft:
    """A text and the data it is set against."""

    paragraphs: tuple[Paragraph, ...]
    result: Result
    year: int
    words: Words
    own: bool = True

    def examined(self, *paragraphs: Paragraph, result: Result | None = None, bound: bool = False) -> Examined:
        """Return what is found in some paragraphs, all of them where none is named."""
        given = paragraphs or self.paragraphs
        return examine_draft(given, result or self.result, self.year, self.words, by_record=bound)

    def row(self, name: str, trials: int) -> str:
        """Return what was found, as a row of the table."""
        plain = self.examined()
        known = self.result if self.own else self.written(plain)
        whole = self.examined(result=known, bound=True)
        marks = [each for each in whole.marks if each.recorded]
        truth = {place(each): each.figure for each in marks}
        sure = [each for each in plain.marks if each.state == "bound"]
        other = sum(each.figure != truth.get(place(each)) for each in sure)
        alarms = plain.counts["differs"] + whole.counts["differs"]
        states = ("bound", "proposed", "unknown", "no_statistic")
        counts = " / ".join(str(plain.counts[each]) for each in states)
        found = self.altered(marks, known, trials)
        right = f"{found['right'] / max(found['named'], 1):.1%}"
        shares = (f"{found[each] / trials:.1%}" for each in ("bound", "named", "seen", "others"))
        once, named, seen, others = shares
        told = (name, len(plain.marks), counts, other, alarms, once, named, right, seen, others)
        return f"| {' | '.join(map(str, told))} | {self.accused(marks)} of {len(marks)} |"

    def written(self, plain: Examined) -> Result:
        """Return the data with the draft itself as bound prose: what is sure of it is taken for true."""
        text = bound_prose(plain)
        package = replace(self.result.package, prose={(self.year, self.words.language): text})
        return replace(self.result, package=package)

    def altered(self, marks: list[Mark], known: Result, trials: int) -> Counter[str]:
        """Count in how many trials an altered number is found, and others of its paragraph are accused."""
        found: Counter[str] = Counter()
        chance = random.Random(self.year)
        marks = [each for each in marks if self.text(each)[each.reading.digits[0]].isdigit()]
        for _ in range(trials):
            mark = chance.choice(marks)
            altered = alter(self.paragraphs[mark.paragraph - 1], mark, chance)
            once = self.examined(altered, result=known, bound=True)
            found["bound"] += any(
                each.state == "differs" for each in once.marks if place(each) == place(mark)
            )
            alone = self.examined(altered).marks
            found["others"] += any(each.state == "differs" and place(each) != place(mark) for each in alone)
            own = next((each for each in alone if place(each) == place(mark)), None)
            if own is None:
                continue
            found["named"] += own.state == "differs"
            found["right"] += own.state == "differs" and own.figure == mark.figure
            found["seen"] += own.state in ("differs", "unknown")
        return found

    def accused(self, marks: list[Mark]) -> int:
        """Count the true numbers that are called wrong when the data have not their figure."""
        found = 0
        for mark in marks:
            result = without(self.result, mark.figure)
            alone = self.examined(self.paragraphs[mark.paragraph - 1], result=result).marks
            found += any(each.state == "differs" for each in alone if place(each) == place(mark))
        return found

    def text(self, mark: Mark) -> str:
        """Return the text of the paragraph a number stands in."""
        return self.paragraphs[mark.paragraph - 1].text


def place(mark: Mark) -> tuple[int, int]:
    """Return where a number stands: its paragraph and its first digit."""
    return mark.paragraph, mark.reading.digits[0]


def without(result: Result, figure: str) -> Result:
    """Return data that have not a figure."""
    observations = {name: each for name, each in result.package.observations.items() if name != figure}
    derived = {name: each for name, each in result.derived.items() if name != figure}
    return replace(result, package=replace(result.package, observations=observations), derived=derived)


def alter(paragraph: Paragraph, mark: Mark, chance: random.Random) -> Paragraph:
    """Change one digit of a number to another; its first never to nought."""
    first, last = mark.reading.digits
    at = chance.choice([place for place in range(first, last) if paragraph.text[place].isdigit()])
    others = [each for each in "0123456789" if each != paragraph.text[at] and (each != "0" or at > first)]
    text = paragraph.text[:at] + chance.choice(others) + paragraph.text[at + 1 :]
    return replace(paragraph, text=text)


if __name__ == "__main__":
    main()
