"""How many altered digits checking a draft finds: once its numbers are bound, and by proposal alone.

    python benchmarks/draft_check.py [--trials 300] [--file draft.txt]

The draft is the publisher's own prose of 2018 as readers see it, in both languages, or a file of one's own.
One digit of one statistic is altered at random (the seed is fixed), and the draft is checked again.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
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

YEAR = 2018


def main() -> None:
    """Print a table: a row a draft."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--trials", type=int, default=300)
    parser.add_argument("--file", type=Path)
    asked = parser.parse_args()
    package, _ = read_package(ROOT / "datapackages" / "erdao", Store(None))
    assert package is not None
    result = Result(package=package, verdicts=(), derived=derive(package))
    heads = ("draft", "numbers", "bound / proposed / unknown / no statistic", "false alarms", "trials")
    heads += ("found once bound", "alone: named", "alone: agrees no longer")
    print(f"| {' | '.join(heads)} |\n|{'---|' * len(heads)}")
    languages = read_words(ROOT / "words")
    if asked.file:
        print(row("the file", read_draft(asked.file), result, languages[0], asked.trials))
    else:
        for words in languages:
            print(
                row(f"own prose ({words.language})", tuple(prose(result, words)), result, words, asked.trials)
            )


def prose(result: Result, words: Words) -> Iterator[Paragraph]:
    """Yield the paragraphs of the publisher's prose as readers see them."""
    found = sections(result.package.prose[YEAR, words.language])
    texts = [
        text for section in found for text in re.split(r"\n\s*\n", section.text) if not text.startswith("#")
    ]
    for at, text in enumerate(texts, 1):
        yield Paragraph(number=at, text="".join(each.text for each in pieces(text, result, words)))


def row(name: str, draft: tuple[Paragraph, ...], result: Result, words: Words, trials: int) -> str:
    """Return what was found in one draft, as a row of the table."""
    plain = examine_draft(draft, result, YEAR, words, by_record=False)
    proposed = {each.figure for each in plain.marks if each.state == "proposed"}
    text = bound_prose(plain, proposed)
    bound = replace(result, package=replace(result.package, prose={(YEAR, words.language): text}))
    whole = examine_draft(draft, bound, YEAR, words)
    alarms = whole.counts["differs"] + plain.counts["differs"]
    counts = " / ".join(str(plain.counts[each]) for each in ("bound", "proposed", "unknown", "no_statistic"))
    found: Counter[str] = Counter()
    chance = random.Random(YEAR)
    figures = (each for each in plain.marks if each.figure)
    marks = [each for each in figures if draft[each.paragraph - 1].text[each.reading.digits[0]].isdigit()]
    for _ in range(trials):
        mark = chance.choice(marks)
        altered = alter(draft[mark.paragraph - 1], mark, chance)
        found["bound"] += state(altered, mark, examine_draft([altered], bound, YEAR, words)) == "differs"
        alone = state(altered, mark, examine_draft([altered], result, YEAR, words, by_record=False))
        found["named"] += alone == "differs"
        found["seen"] += alone in ("differs", "unknown")
    shares = " | ".join(f"{found[each] / trials:.1%}" for each in ("bound", "named", "seen"))
    return f"| {name} | {len(plain.marks)} | {counts} | {alarms} | {trials} | {shares} |"


def alter(paragraph: Paragraph, mark: Mark, chance: random.Random) -> Paragraph:
    """Change one digit of a number to another; its first never to nought."""
    first, last = mark.reading.digits
    at = chance.choice([place for place in range(first, last) if paragraph.text[place].isdigit()])
    others = [each for each in "0123456789" if each != paragraph.text[at] and (each != "0" or at > first)]
    text = paragraph.text[:at] + chance.choice(others) + paragraph.text[at + 1 :]
    return replace(paragraph, text=text)


def state(altered: Paragraph, mark: Mark, examined: Examined) -> str:
    """Return in what state the number is that stands where the altered one stood."""
    found = (each for each in examined.of(altered) if each.reading.digits[0] == mark.reading.digits[0])
    return next((each.state for each in found), "lost")


if __name__ == "__main__":
    main()
