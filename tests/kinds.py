"""A page of each kind, as its publishers differ: what the tests in a browser and the gallery look at."""

from __future__ import annotations

KINDS = {
    "home": "",
    "publisher-one-year": "jinzhai/",
    "publisher-two-years": "erdao/",
    "publisher-many-years": "china/",
    "year-in-words": "erdao/2018/",
    "year-in-figures": "china/2020/",
    "summary": "erdao/2018/summary/",
    "funds": "erdao/2018/funds/",
    "funds-many": "china/2018/funds/",
    "students": "erdao/2018/students/",
    "students-by-place": "jinzhai/2021/students/",
    "teachers": "erdao/2018/teachers/",
    "provision": "erdao/2018/provision/",
    "provision-many": "china/2020/provision/",
    "figure": "erdao/figures/2018-aid-paid/",
    "figure-beside-others": "china/figures/2012-aid-awards-cns/",
    "figure-computed": "china/figures/2015-aid-paid/",
    "figure-refused": "erdao/figures/2018-2024-students-growth/",
    "figure-not-stated": "erdao/figures/2018-retention-rate/",
    "figures": "erdao/figures/",
    "table": "erdao/funds/",
    "table-many": "china/students/",
    "reconciliation": "erdao/reconciliation/",
    "reconciliation-failing": "jinzhai/reconciliation/",
    "reconciliation-by-year": "china/reconciliation/",
    "reconciliation-year": "china/reconciliation/2018/",
    "promises": "erdao/promises/",
    "schools": "erdao/schools/",
    "school": "erdao/schools/changqing-primary/",
    "places": "jinzhai/places/",
    "place": "jinzhai/places/meishan/",
    "programmes": "erdao/programmes/",
    "sources": "china/sources/",
    "dictionary": "erdao/dictionary/",
    "downloads": "erdao/downloads/",
    "revisions": "erdao/revisions/",
    "release": "data/erdao/1.0.0/",
    "compare": "compare/",
    "checks": "how-we-check/",
    "gallery": "charts/",
    "conformance": "conformance/",
    "report": "report-a-problem/",
    "verify": "verify/",
}
LANGUAGES = {"zh": "", "en": "en/"}
# A phone and a desk, as small as they come.
PHONE, DESK = {"width": 360, "height": 640}, {"width": 1280, "height": 800}


def address_of(kind: str, language: str) -> str:
    """The path of a page of a kind inside the site."""
    return f"{LANGUAGES[language]}{KINDS[kind]}index.html"
