"""The catalogue of all packages as DCAT: one JSON-LD file that DCAT-AP 3 and DCAT-US 3 both accept."""

from __future__ import annotations

from collections.abc import Sequence
from posixpath import relpath

from yearbook.metadata.dataset import Dataset, Distribution, as_json, filled, in_languages
from yearbook.metadata.files import purpose
from yearbook.model import Text
from yearbook.words import Words

_CONTEXT = {
    "adms": "http://www.w3.org/ns/adms#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "spdx": "http://spdx.org/rdf/terms#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_AUTHORITY = "http://publications.europa.eu/resource/authority"
_MEDIA = "https://www.iana.org/assignments/media-types"
_LANGUAGES = {"zh": "ZHO", "en": "ENG"}
_FOLDER = "data"

Node = dict[str, object]


def dcat_of(datasets: Sequence[Dataset], all_words: Sequence[Words]) -> bytes:
    """Return `data/catalog.jsonld`: every package with its files, sizes and hashes.

    Addresses are relative to the file itself; where the packages name one homepage, it is their base. The
    terms of the EU's vocabularies are typed here, so that the file can be checked without fetching them.
    """
    homes = {each.facts.address for each in datasets}
    (home,) = homes if len(homes) == 1 else ("",)
    base = {"@base": f"{home.rstrip('/')}/{_FOLDER}/"} if home else {}
    authors = datasets[0].facts.authors
    catalogue: Node = {
        "@context": base | _CONTEXT,
        "@id": "catalog.jsonld#catalog",
        "@type": "dcat:Catalog",
        "dct:title": in_languages(_own("site.name", all_words)),
        "dct:description": in_languages(_own("site.description", all_words)),
        "dct:publisher": _agent(authors, "catalog.jsonld#publisher"),
        "dct:modified": _day(max(each.modified for each in datasets)),
        "dct:issued": _day(max(each.modified for each in datasets)),
        "dct:language": [_language(words.language) for words in all_words],
        "dct:license": _licence(datasets[0]),
        "foaf:homepage": _page("index.html", _own("site.name", all_words)),
        "dcat:themeTaxonomy": _scheme("data-theme", "Data theme"),
        "dcat:dataset": [_dataset(each, all_words) for each in datasets],
    }
    return as_json(filled(catalogue))


def _dataset(dataset: Dataset, all_words: Sequence[Words]) -> Node:
    package, facts = dataset.package, dataset.facts
    notice = Text(tuple((words.language, facts.notice(words)) for words in all_words))
    return filled(
        {
            "@id": f"{_from_here(dataset.page)}#dataset",
            "@type": "dcat:Dataset",
            "dct:identifier": package.id,
            "dct:title": in_languages(package.title),
            "dct:description": in_languages(package.description),
            "dct:publisher": _agent(facts.authors, f"{_from_here(dataset.page)}#publisher"),
            "dcat:keyword": list(dataset.keywords),
            "dcat:theme": _term("data-theme", "EDUC", "Education, culture and sport"),
            "dct:accessRights": _term("access-right", "PUBLIC", "public") | {"@type": _RIGHTS},
            "dct:license": _licence(dataset),
            "dct:modified": _day(dataset.modified),
            "dct:issued": _day(dataset.modified),
            "dct:language": [_language(words.language) for words in all_words],
            "dct:provenance": _statement(notice),
            "dct:spatial": _place(dataset),
            "dct:temporal": _period(dataset),
            "dcat:version": package.version,
            "dcat:landingPage": _page(dataset.page, package.title),
            "foaf:page": _page(f"{package.id}/dictionary/index.html", _own("site.dictionary", all_words)),
            "dcat:distribution": [_distribution(each, dataset, all_words) for each in dataset.distributions],
        }
    )


_RIGHTS = ["dct:RightsStatement", "skos:Concept"]


def _distribution(file: Distribution, dataset: Dataset, all_words: Sequence[Words]) -> Node:
    title = Text(tuple((words.language, purpose(file.path, dataset.package, words)) for words in all_words))
    here = _from_here(file.path)
    return filled(
        {
            "@id": f"{here}#distribution",
            "@type": "dcat:Distribution",
            "dct:title": in_languages(title),
            "dcat:accessURL": {"@id": here, "@type": "rdfs:Resource"},
            "dcat:downloadURL": {"@id": here, "@type": "rdfs:Resource"},
            "dcat:mediaType": {"@id": f"{_MEDIA}/{file.kind.media}", "@type": "dct:MediaType"},
            "dct:format": _format(file),
            "dct:license": _licence(dataset),
            "dct:modified": _day(dataset.modified),
            "dcat:byteSize": {"@type": "xsd:nonNegativeInteger", "@value": str(file.bytes)},
            "spdx:checksum": {
                "@type": "spdx:Checksum",
                "spdx:algorithm": {
                    "@id": "spdx:checksumAlgorithm_sha256",
                    "@type": "spdx:ChecksumAlgorithm",
                },
                "spdx:checksumValue": {"@type": "xsd:hexBinary", "@value": file.sha256},
            },
        }
    )


def _from_here(path: str) -> str:
    return relpath(path, _FOLDER)


def _own(key: str, all_words: Sequence[Words]) -> Text:
    return Text(tuple((words.language, words(key)) for words in all_words))


def _agent(name: Text, address: str) -> Node:
    # DCAT-US takes one name without a language.
    said = " / ".join(dict.fromkeys(wording for _, wording in name.wordings))
    return {"@id": address, "@type": ["foaf:Agent", "foaf:Organization"], "foaf:name": said}


def _page(path: str, title: Text) -> Node:
    return {"@id": _from_here(path), "@type": "foaf:Document", "dct:title": in_languages(title)}


def _licence(dataset: Dataset) -> list[Node]:
    return [
        {"@id": each.path, "@type": "dct:LicenseDocument", "dct:title": each.title}
        for each in dataset.facts.licences
        if each.path
    ]


def _scheme(name: str, title: str) -> Node:
    return {"@id": f"{_AUTHORITY}/{name}", "@type": "skos:ConceptScheme", "dct:title": _english(title)}


def _term(scheme: str, code: str, label: str) -> Node:
    return {
        "@id": f"{_AUTHORITY}/{scheme}/{code}",
        "@type": "skos:Concept",
        "skos:prefLabel": _english(label),
        "skos:inScheme": _scheme(scheme, scheme),
    }


def _language(language: str) -> Node:
    code = _LANGUAGES[language]
    return _term("language", code, code) | {"@type": ["dct:LinguisticSystem", "skos:Concept"]}


def _format(file: Distribution) -> Node:
    code = file.kind.format
    if not code:
        return {}
    return _term("file-type", code, code) | {"@type": ["dct:MediaTypeOrExtent", "skos:Concept"]}


def _english(text: str) -> Node:
    return {"@language": "en", "@value": text}


def _day(day: str) -> Node:
    return {"@type": "xsd:date", "@value": day}


def _statement(text: Text) -> Node:
    if not text:
        return {}
    return {"@type": "dct:ProvenanceStatement", "rdfs:label": in_languages(text)}


def _place(dataset: Dataset) -> Node:
    if not dataset.place:
        return {}
    return {
        "@id": f"{_from_here(dataset.page)}#place",
        "@type": "dct:Location",
        "skos:prefLabel": in_languages(dataset.place),
    }


def _period(dataset: Dataset) -> Node:
    """Return the years the figures are of, from the first day to the last."""
    if not dataset.years:
        return {}
    first, last = dataset.years
    return {
        "@type": "dct:PeriodOfTime",
        "dcat:startDate": _day(f"{first}-01-01"),
        "dcat:endDate": _day(f"{last}-12-31"),
    }
