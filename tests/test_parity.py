"""Both languages say the same: the same parts, figures, quantities, hedges and terms on every pair of pages.

Pages of both languages come from one template, so their elements stand in the same order and are compared one by one.
What is compared is read from the pages alone, without the code that wrote them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

import pytest
from conftest import ROOT, parsed
from lxml.html import HtmlElement, fromstring

from build import examine
from yearbook.model import Result
from yearbook.pages import SECTIONS
from yearbook.store import Store
from yearbook.words import read_words

PACKAGES = ROOT / "datapackages"
MAIN = "//article[contains(@class, 'md-content__inner')]"
BLOCKS = ("p", "li", "dt", "dd", "th", "td", "caption", "summary", "h1", "h2", "h3", "figcaption")
LEFT_OUT = {*BLOCKS, "ul", "ol", "dl", "table", "div", "details", "article", "section", "aside", "nav", "figure", "code",
            "sup"}  # fmt: skip
HAN = re.compile("[\u3400-\u9fff]")

MONTHS = {
    name: number
    for number, name in enumerate(
        ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
         "November", "December"), start=1)
}  # fmt: skip
SCALES = {
    "": 1, "千": 10**3, "万": 10**4, "千万": 10**7, "千多万": 10**7, "亿": 10**8, "万亿": 10**12,
    "hundred million": 10**8, "million": 10**6, "billion": 10**9, "trillion": 10**12,
}  # fmt: skip
SCALE = "|".join(sorted(filter(None, SCALES), key=len, reverse=True))
DATES = {
    "zh": re.compile(r"(?:(?P<year>\d{4})\s?年\s?)?(?P<month>\d{1,2})\s?月(?:\s?(?P<day>\d{1,2})\s?日)?"),
    # “May” alone is more often a verb.
    "en": re.compile(
        rf"(?:(?P<day>\d{{1,2}}) )?(?P<month>{'|'.join(MONTHS)})(?: (?P<year>\d{{4}})|(?<!May)\b)"
    ),
}
HEDGES = {
    "约": "about", "近": "nearly", "不超过": "at most", "余": "more than", "多": "more than", "以上": "at least",
    "about": "about", "nearly": "nearly", "at most": "at most", "more than": "more than", "over": "more than",
    "at least": "at least", "or more": "at least", "or less": "at most", "or fewer": "at most",
}  # fmt: skip
NUMBER = re.compile(
    r"(?:(?P<before>约|近|不超过|about|nearly|at most|more than|at least|(?<!\d )over)\s?)?(?:RMB\s)?"
    r"(?<![A-Za-z\d.])(?P<minus>(?<![\d.])[-−])?(?P<digits>\d[\d,]*(?:\.\d+)?)(?P<more>余)?"
    rf"(?:\s?(?P<scale>{SCALE}))?(?P<more_small>[余多])?"
    r"(?:(?P<after>(?<=\d)以上|[^\d\s，。；：、）()]{0,4}以上)|(?: [a-z]+)? (?P<or_more>or (?:more|less|fewer)))?"
)
SPELLED_MONTHS = {
    f"{name}月": f"{number}月"
    for number, name in reversed(list(enumerate((*"一二三四五六七八九十", "十一", "十二"), start=1)))
}
YEARS = range(1900, 2101)

# Small numbers may be spelled out.
SPELLED = {
    1: r"[一单首第]|\b(one|first|a|per)\b", 2: r"[二两双]|\btwo\b|\bsecond\b|\bboth\b", 3: r"三|\bthree\b|\bthird\b",
    4: r"四|\bfour\b", 5: r"五|\bfive\b", 6: r"六|\bsix\b", 7: r"七|\bseven\b", 8: r"八|\beight\b", 9: r"九|\bnine\b",
    10: r"十|\bten\b", 30: r"三十|\bthirty\b",
}  # fmt: skip


@dataclass(frozen=True)
class Pair:
    """A page in both languages, its own part only, without drawings."""

    path: str
    zh: HtmlElement
    en: HtmlElement


@dataclass(frozen=True)
class Amount:
    """A number as it is said: its value, and whether its source qualified it."""

    value: Decimal
    hedge: str = ""
    scale: str = ""

    def scaled(self, scales: set[str]) -> set[Decimal]:
        """The values it may have: “the items, 20.474 and 1.853, make 22.327 billion”."""
        own = {self.value}
        return own if self.scale else own | {self.value * SCALES[each] for each in scales}


@pytest.fixture(scope="module")
def results() -> tuple[Result, ...]:
    found, _ = examine(PACKAGES, (), Store(None))
    return found


@pytest.fixture(scope="module")
def titles(results: tuple[Result, ...]) -> dict[str, re.Pattern[str]]:
    """The titles of sources: each language gives them in its own words, numbers and all."""
    sources = [each for result in results for each in result.package.sources.values()]
    return {
        language: re.compile("|".join(sorted((re.escape(" ".join(each.title[language].split())) for each in sources), key=len, reverse=True)))
        for language in ("zh", "en")
    }  # fmt: skip


@pytest.fixture(scope="module")
def pairs(everything: Path) -> tuple[Pair, ...]:
    def own(file: Path) -> HtmlElement:
        (found,) = parsed(file).xpath(MAIN)
        for drawing in found.xpath(".//svg"):
            drawing.drop_tree()
        return found

    files = [each.relative_to(everything) for each in sorted(everything.rglob("*.html"))]
    chinese = [each for each in files if each.parts[0] != "en"]
    return tuple(
        Pair(each.as_posix(), own(everything / each), own(everything / "en" / each)) for each in chinese
    )


@dataclass(frozen=True)
class Block:
    """A paragraph, cell or heading in both languages: what it says, and what is left without its bound figures."""

    zh: str
    en: str
    free_zh: str
    free_en: str


@pytest.fixture(scope="module")
def blocks(pairs: tuple[Pair, ...], titles: dict[str, re.Pattern[str]]) -> dict[Block, str]:
    """Every block there is, once, and a page it stands on."""
    found: dict[Block, str] = {}
    for pair in pairs:
        for each in blocks_of(pair, titles):
            found.setdefault(each, pair.path)
    return found


def blocks_of(pair: Pair, titles: dict[str, re.Pattern[str]]) -> Iterator[Block]:
    for zh, en in zip(pair.zh.iter(*BLOCKS), pair.en.iter(*BLOCKS), strict=True):
        left, right = (titles[name].sub(" ", said(each)) for name, each in (("zh", zh), ("en", en)))
        free = (titles[name].sub(" ", said(each, bound=False)) for name, each in (("zh", zh), ("en", en)))
        yield Block(left, right, *free)


def said(element: HtmlElement, *, bound: bool = True) -> str:
    """What a block says itself: without the blocks, codes and foreign words in it; perhaps without bound figures."""

    def pieces(of: HtmlElement) -> Iterator[str]:
        yield of.text or ""
        for each in of:
            left_out = (
                each.tag in LEFT_OUT or each.get("lang") or not (bound or each.get("data-fact") is None)
            )
            if isinstance(each.tag, str) and not left_out:
                yield from pieces(each)
            yield each.tail or ""

    if element.get("lang"):
        return ""
    return " ".join(" ".join(pieces(element)).split())


# Parts


def outline(page: HtmlElement) -> list[str]:
    return [f"{each.tag} {each.get('id', '')} {each.get('class', '')}".strip() for each in page.iter() if isinstance(each.tag, str)]  # fmt: skip


def test_a_page_has_the_same_parts_in_both_languages(pairs: tuple[Pair, ...]) -> None:
    """A paragraph, note, row or heading that was written or changed in one language alone."""
    assert [each.path for each in pairs if outline(each.zh) != outline(each.en)] == []


def test_a_page_names_the_same_figures_equally_often(pairs: tuple[Pair, ...]) -> None:
    for pair in pairs:
        named = [Counter(page.xpath(".//@data-fact")) for page in (pair.zh, pair.en)]
        assert named[0] == named[1], (pair.path, named[0] - named[1], named[1] - named[0])


def test_nothing_is_left_untranslated(blocks: dict[Block, str]) -> None:
    """No sentence stands in the same words in both languages, no wording's name and no gap to fill in is shown."""
    wanting = []
    for each, path in blocks.items():
        words = re.sub(
            r"^(string|integer|number|date|boolean|any|year) ·.*", "", each.zh
        )  # codes of a column
        if each.zh == each.en and "://" not in words and len(re.findall(r"\b[a-z]{2,}\b", words)) > 4:
            wanting.append((path, each.zh))
        if re.search(r"\{\w*\}|\b(site|patterns|checks|unnoticed|brief)\.[a-z]", each.zh + each.en):
            wanting.append((path, each.zh, each.en))
        if HAN.search(each.en) and "dictionary" not in path:
            wanting.append((path, each.en))
    assert wanting == []


def test_no_wording_of_the_site_is_stale() -> None:
    """A wording no page asks for any more would go on being translated."""
    files = [*(ROOT / "templates").rglob("*.j2"), *(ROOT / "yearbook").rglob("*.py")]
    source = "".join(each.read_text(encoding="utf-8") for each in files)
    asked = set(re.findall(r"\bsite\.(\w+)", source)) | set(SECTIONS)
    for before, after in re.findall(r"'site\.(\w*)' ~ [\w.]+(?: ~ '(\w*)')?", source):
        asked |= {f"{before}{section}{after}" for section in SECTIONS}
    for words in read_words(ROOT / "words"):
        asked |= {f"{section}_lede" for section in SECTIONS}
        assert set(words.catalogue["site"]) - asked == set()


# Quantities


def amounts(text: str) -> list[Amount]:
    """Every number in a text, read as a reader of the language would."""
    found = []
    for each in NUMBER.finditer(text):
        words = (
            each["before"],
            each["more"],
            each["more_small"],
            "以上" if each["after"] else None,
            each["or_more"],
        )
        hedge = next((HEDGES[word] for word in words if word), "")
        scale = each["scale"] or ""
        value = Decimal(each["digits"].rstrip(",").replace(",", "")) * SCALES[scale]
        found.append(Amount(-value if each["minus"] else value, hedge, scale))
    return found


def figures(page: HtmlElement) -> dict[str, set[Amount]]:
    """The amounts of every figure a page names, as values whatever the scale.

    By where a figure leads to: where several publishers stand on a page, theirs may have one name.
    """
    found: dict[str, set[Amount]] = {}
    for each in page.xpath(".//a[@data-fact]"):
        found.setdefault(f"{each.get('href')} {each.get('data-fact')}", set()).update(replace(one, scale="") for one in amounts(text_of(each))[:1])  # fmt: skip
    return found


def text_of(element: HtmlElement) -> str:
    return " ".join(element.text_content().split())


def test_a_figure_has_the_same_value_and_hedge_in_both_languages(pairs: tuple[Pair, ...]) -> None:
    compared = 0
    for pair in pairs:
        zh, en = figures(pair.zh), figures(pair.en)
        compared += sum(map(bool, zh.values()))
        assert {name: (zh[name], en[name]) for name in zh if zh[name] != en[name]} == {}, pair.path
        assert all(len(each) <= 1 for each in zh.values()), pair.path
    assert compared > 10_000


def prose_amounts(text: str, language: str) -> tuple[list[Amount], set[str]]:
    """The amounts of a block of text, years aside, and its dates."""
    dates = set()
    text = re.sub("|".join(SPELLED_MONTHS), lambda found: SPELLED_MONTHS[found[0]], text)
    for each in DATES[language].finditer(text):
        dates.add(
            f"{each['year'] or ''}-{MONTHS.get(each['month']) or int(each['month'])}-{each['day'] or ''}"
        )
    rest = DATES[language].sub(" ", text)
    return [each for each in amounts(rest) if each.scale or each.value not in YEARS], dates


def unmatched(zh: str, en: str) -> list[str]:
    """What one language says in numbers and the other does not."""
    (left, left_days), (right, right_days) = prose_amounts(zh, "zh"), prose_amounts(en, "en")
    wrong = sorted(left_days ^ right_days)
    scales = {each.scale for each in (*left, *right)}
    for these, those, other in ((left, right, en), (right, left, zh)):
        there = {(value, each.hedge) for each in those for value in each.scaled(scales)}
        hedged = {value for each in these if each.hedge for value in each.scaled(scales)}
        for each in these:
            here = {(value, each.hedge) for value in each.scaled(scales)}
            again = not each.hedge and each.scaled(scales) & hedged  # said once with its hedge, then without
            spelled = (
                SPELLED.get(int(each.value)) if each.value == int(each.value) and not each.scale else None
            )
            if not here & there and not again and not (spelled and re.search(spelled, other, re.IGNORECASE)):
                wrong.append(f"{each.hedge} {each.value}".strip())
    return wrong


def test_prose_says_the_same_quantities_in_both_languages(blocks: dict[Block, str]) -> None:
    wrong, compared = {}, 0
    for each, path in blocks.items():
        if not re.search(r"\d", each.free_zh + each.free_en) or re.search(
            r"\d k?B$", each.zh
        ):  # sizes of files
            continue
        compared += 1
        if found := unmatched(each.free_zh, each.free_en):
            wrong[each] = (path, found)
    assert wrong == {}
    assert compared > 2000


# Persons and person-times

TIMES = re.compile(r"\d(?:[^\d，。；：、）]{0,4})人次")
PERSONS = re.compile(r"\d[^\d，。；：、）]{0,3}人(?!次|均|民|员)")
ENGLISH_TIMES = r"person-times?|times\b"
ENGLISH_PERSONS = r"\s*([a-z]+ )?(persons?|people|students?|pupils?|children|teachers?)\b(?!-)"


def test_person_times_are_never_called_persons(pairs: tuple[Pair, ...]) -> None:
    times = 0
    for pair in pairs:
        said_in_english: dict[str, set[str]] = {}
        for each in pair.en.xpath(".//a[@data-fact]"):
            said_in_english.setdefault(each.get("data-fact"), set()).add(text_of(each))
        for each in pair.zh.xpath(".//a[@data-fact]"):
            chinese, english = text_of(each), said_in_english[each.get("data-fact")]
            if TIMES.search(chinese):
                times += 1
                assert all("person-time" in one or not re.search("[A-Za-z]", re.sub(SCALE, "", one)) for one in english), (pair.path, chinese, english)  # fmt: skip
            if PERSONS.search(chinese):
                assert not any("time" in one for one in english), (pair.path, chinese, english)
    assert times > 500


def counted(text: str, what: str) -> set[Decimal]:
    """The values in a text that count something of this name."""
    return {
        amounts(each[0])[0].value for each in NUMBER.finditer(text) if re.match(what, text[each.end() :], re.IGNORECASE)
    }  # fmt: skip


def mixed_up(each: Block) -> bool:
    """Whether a number of person-times is one of persons in the other language, or the other way round."""
    times = counted(each.free_zh, "人次") & counted(each.free_en, ENGLISH_PERSONS)
    persons = counted(each.free_zh, "人(?!次)") & counted(each.free_en, rf"\s*({ENGLISH_TIMES})")
    return bool(times or persons or ("person-times" in each.en and "人次" not in each.zh))


def test_prose_keeps_persons_and_person_times_apart(blocks: dict[Block, str]) -> None:
    assert {each: path for each, path in blocks.items() if mixed_up(each)} == {}
    assert any(counted(each.free_zh, "人次") for each in blocks)


# Terms


@dataclass(frozen=True)
class Term:
    """A row of the glossary: the names of a thing in both languages, and what it must not be called."""

    names: frozenset[str]
    english: frozenset[str]
    trap: str

    @property
    def forbidden(self) -> list[str]:
        """What the trap puts in quotation marks after never or not."""
        quoted = re.findall(r"\b(?:never|not) (\"[^\"]+\"(?:, not \"[^\"]+\")*|%)", self.trap)
        return [
            word for each in quoted for word in re.findall(r"\"([^\"]+)\"|(%)", each) for word in word if word
        ]


def read_terms(markdown: str) -> list[Term]:
    table = markdown.partition("## Terms of the field")[2]
    rows = [
        [cell.strip() for cell in line.strip("| ").split("|")]
        for line in table.splitlines()
        if line.startswith("|")
    ]
    found = []
    for zh, en, *rest in rows[2:]:
        outer, inner = re.sub(r"\([^)]*\)", "", zh), re.findall(r"\(([^)]*)\)", zh)
        names = {*re.split(r"[、/,]", outer), *inner}
        meanings = {re.sub(r"\([^)]*\)", "", en), *re.findall(r"\(([^)]*)\)", en)}
        meanings = {each.strip(' "') for one in meanings for each in re.split(r" / |, |;", one)}
        found.append(
            Term(
                frozenset(filter(None, names)),
                frozenset(filter(None, meanings)),
                rest[1] if len(rest) > 1 else "",
            )
        )
    return found


TERMS = read_terms((ROOT / "GLOSSARY.md").read_text(encoding="utf-8"))
TRAPS = [each for each in TERMS if each.trap]

# Traps the glossary explains without naming the wrong word: what is said in Chinese, what must not be in English.
ALSO_FORBIDDEN = (
    ("国家助学金", r"scholarship"),
    ("普惠", r"disabilit"),
    ("公示", r"\bpublication\b|disclos"),
    ("骨干教师", r"\b(excellent|outstanding) teachers?"),
    ("免学费", r"\bgrants?\b"),
    ("特殊教育学校", r"\bstage of special"),
    ("高中阶段", r"\bhigh school"),
    ("同比", r"year-on-year"),
)
# Words the glossary lets stand for its own; where a package has words of its own, its name stands behind.
ALSO_SAID = {
    "学位": ("place",), "人次": ("award", "attendance", "person-time"), "学生资助": ("student aid", "aid to student"),
    "义务教育": ("compulsory school", "erdao plan for sharing out travel subsidies"), "小学": ("primary pupil", "school"), "中学": ("secondary student", "school"),
    "免费教科书": ("textbook",), "大学区": ("livestreamed lesson",), "集优化办学": ("pooling excellence",),
    "强师计划": ("strong teachers plan",), "公示": ("public notice",), "高等教育": ("higher education",),
    "财政资金": ("public fund", "non-public aid money"),  # china
    "同口径": ("comparable basis",),  # china
}  # fmt: skip


def stem(text: str) -> str:
    """English in small letters without the endings of plurals."""
    plain = re.sub(r"[^a-z0-9%/'-]+", " ", text.lower())
    return re.sub(r"(?<=\w{3})s\b", "", re.sub(r"ies\b", "y", plain))


ALL_NAMES = {name for term in TERMS for name in term.names}
LONGER = {name: [other for other in ALL_NAMES if name in other and name != other] for name in ALL_NAMES}


def holding(name: str, text: str) -> bool:
    """Whether a text holds a name, and not only inside a longer name of the glossary."""
    if name not in text:
        return False
    for longer in LONGER.get(name, ()):
        text = text.replace(longer, "")
    return name in text


def test_the_glossary_of_traps_is_read() -> None:
    assert len(TERMS) > 130
    assert len(TRAPS) > 50
    assert {"grade", "semester", "degree", "university district", "%"} <= {
        word for each in TRAPS for word in each.forbidden
    }


FORBIDDEN = [
    (name, word, re.compile(rf"(?<![A-Za-z-]){re.escape(word)}s?(?!\w)", re.IGNORECASE))
    for term in TRAPS
    for name in term.names
    for word in term.forbidden
] + [(name, word, re.compile(word, re.IGNORECASE)) for name, word in ALSO_FORBIDDEN]


def misused(zh: str, en: str) -> list[str]:
    """The words a pair of texts uses against the glossary."""
    return [word for name, word, pattern in FORBIDDEN if holding(name, zh) and pattern.search(en)]


def test_no_page_falls_into_a_trap_of_the_glossary(blocks: dict[Block, str]) -> None:
    assert {
        each: (path, misused(each.zh, each.en)) for each, path in blocks.items() if misused(each.zh, each.en)
    } == {}


@pytest.mark.parametrize(("zh", "en", "word"), [
    ("新建英俊学校提供学位2,520个", "The new school offers 2,520 degrees", "degree"),
    ("大学区内教师交流", "Teachers move within a University District", "university district"),
    ("按学段分", "By grade", "grade"), ("提高2个百分点", "up 2%", "%"),
    ("国家助学金", "National scholarships", "scholarship"), ("同比增长", "year-on-year growth", "year-on-year"),
])  # fmt: skip
def test_a_trap_would_be_found(zh: str, en: str, word: str) -> None:
    assert misused(zh, en) == [word]


def test_names_are_those_of_the_glossary(results: tuple[Result, ...]) -> None:
    """Every name with a trap, in the labels of every package."""
    wrong, hits = set(), 0
    for result in results:
        package = result.package
        tables = (
            package.indicators,
            package.programmes,
            package.entities,
            package.places,
            package.schools,
            result.derived,
        )
        labels = [each.label for table in tables for each in table.values()] + list(package.codes.values())
        for label in labels:
            for term in TRAPS:
                for name in term.names:
                    if len(name) > 1 and holding(name, label["zh"]):
                        hits += 1
                        words = {stem(each) for each in (*term.english, *ALSO_SAID.get(name, ()))}
                        if not any(each in stem(label["en"]) for each in words):
                            wrong.add((package.id, name, label["zh"], label["en"]))
    assert wrong == set()
    assert hits > 50


# A change in one language alone would be found


PAGE = """<article class="md-content__inner"><h1>学生</h1><p>约45万人，<a data-fact="a">200余万元</a>，另有
1.5亿人次</p><p>2018年5月4日印出3人。</p></article>"""
TWIN = """<article class="md-content__inner"><h1>Students</h1><p>about 450,000 persons, <a data-fact="a">more than RMB 2
million</a> and 150 million person-times</p><p>On 4 May 2018 three persons.</p></article>"""
NONE = re.compile("$^")


def spoiled(old: str, new: str) -> Pair:
    assert old in TWIN
    return Pair("page", fromstring(PAGE), fromstring(TWIN.replace(old, new)))


def is_faulty(pair: Pair) -> bool:
    if outline(pair.zh) != outline(pair.en) or figures(pair.zh) != figures(pair.en):
        return True
    found = list(blocks_of(pair, {"zh": NONE, "en": NONE}))
    return any(unmatched(each.free_zh, each.free_en) or mixed_up(each) for each in found)


def test_a_pair_that_says_the_same_has_no_fault() -> None:
    assert not is_faulty(spoiled("Students", "Students"))


@pytest.mark.parametrize(("old", "new"), [
    ("450,000", "45,000"), ("about 450,000", "450,000"), ("more than RMB 2", "RMB 2"), ("RMB 2\nmillion", "RMB 2\nbillion"),
    ("150 million person-times", "150 million persons"), ("4 May", "5 May"), ("three", "four"), ('data-fact="a"', 'data-fact="b"'),
    ("<p>On", "<p>Besides.</p><p>On"), ("150 million", "15 million"),
])  # fmt: skip
def test_a_change_in_one_language_alone_would_be_found(old: str, new: str) -> None:
    assert is_faulty(spoiled(old, new))
