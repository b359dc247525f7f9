"""Croissant: the description that machine-learning tools load a data set by."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from yearbook.metadata.dataset import as_json, filled, worded

_CONFORMS = "http://mlcommons.org/croissant/1.0"
# As the specification of Croissant 1.0 prescribes it, word for word.
_CONTEXT = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileProperty": "cr:fileProperty",
    "fileObject": "cr:fileObject",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "parentField": "cr:parentField",
    "path": "cr:path",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}
_TYPES = {"number": "sc:Float", "integer": "sc:Integer", "date": "sc:Date"}


def croissant_of(descriptor: Mapping[str, Any], citation: str, creator: str, address: str) -> bytes:
    """Return `croissant.json` (MLCommons Croissant 1.0) of the CSV files in its folder, in English.

    `address` is that of the publisher's page, relative where the package names no homepage. References
    between tables are left to the descriptor: the library that reads Croissant joins every table with those
    it refers to, and fails where several lead to one.
    """
    resources = descriptor["resources"]
    return as_json(
        filled(
            {
                "@context": _CONTEXT,
                "@type": "sc:Dataset",
                "conformsTo": _CONFORMS,
                "name": descriptor["name"],
                "alternateName": [wording for _, wording in worded(descriptor, "title").wordings],
                "description": worded(descriptor, "description")["en"],
                "url": address,
                "version": descriptor.get("version"),
                "datePublished": descriptor.get("created", "")[:10],
                "license": [each["path"] for each in descriptor.get("licenses", ()) if "path" in each],
                "creator": {"@type": "sc:Organization", "name": creator},
                "citeAs": citation,
                "keywords": descriptor.get("keywords"),
                "inLanguage": ["zh", "en"],
                "distribution": [_file(each) for each in resources],
                "recordSet": [_records(each) for each in resources],
            }
        )
    )


def _file(resource: Mapping[str, Any]) -> dict[str, object]:
    return {
        "@type": "cr:FileObject",
        "@id": resource["path"],
        "name": resource["path"],
        "description": worded(resource, "title")["en"],
        "contentUrl": resource["path"],
        "contentSize": f"{resource['bytes']} B",
        "encodingFormat": "text/csv",
        "sha256": resource["hash"].removeprefix("sha256:"),
    }


def _records(resource: Mapping[str, Any]) -> dict[str, object]:
    name, schema = resource["name"], resource["schema"]
    return filled(
        {
            "@type": "cr:RecordSet",
            "@id": name,
            "name": name,
            "description": worded(resource, "title")["en"],
            "key": [{"@id": f"{name}/{each}"} for each in schema.get("primaryKey", ())],
            "field": [_field(each, resource) for each in schema["fields"]],
        }
    )


def _field(field: Mapping[str, Any], resource: Mapping[str, Any]) -> dict[str, object]:
    name = f"{resource['name']}/{field['name']}"
    return {
        "@type": "cr:Field",
        "@id": name,
        "name": re.sub(r"\W", "-", name),
        "description": worded(field, "title")["en"],
        "dataType": _TYPES.get(field["type"], "sc:Text"),
        "source": {"fileObject": {"@id": resource["path"]}, "extract": {"column": field["name"]}},
    }
