"""Which faces an official document is set in: open ones from a wheel, the office's own from `fonts/`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from yearbook.errors import PaperError
from yearbook.store import code_hash

FOLDER = Path(__file__).parents[2] / "fonts"
SERIF, SANS = "Noto Serif SC", "Noto Sans SC"
ROLES = ("title", "body", "heading", "part")
_README = "README.md"

# For each language and role: the open face; what the standard asks for, where the open face only stands in;
# what a Word file names, because offices have it; how the families begin that are taken instead.
_SONG = ("fzxiaobiaosong", "方正小标宋", "小标宋")
_FANG = (
    "fangsonggb2312",
    "仿宋gb2312",
    "fangsong",
    "仿宋",
    "stfangsong",
    "fzfangsong",
    "zhuque",
    "fandolfang",
)
_HEI = ("simhei", "黑体", "stheiti", "fzhei", "fandolhei")
_KAI = ("kaitigb2312", "楷体gb2312", "kaiti", "楷体", "stkaiti", "fzkai", "lxgwwenkai", "fandolkai")
_TIMES = ("timesnewroman", "liberationserif")
_ARIAL = ("arial", "liberationsans")
_WANTED: Mapping[str, Mapping[str, tuple[str, str, str, tuple[str, ...]]]] = {
    "zh": {
        "title": (SERIF, "song", "方正小标宋简体", _SONG),
        "body": (SERIF, "fang", "仿宋", _FANG),
        "heading": (SANS, "", "黑体", _HEI),
        "part": (SERIF, "kai", "楷体", _KAI),
    },
    "en": {
        "title": (SERIF, "", "Times New Roman", _TIMES),
        "body": (SERIF, "", "Times New Roman", _TIMES),
        "heading": (SANS, "", "Arial", _ARIAL),
        "part": (SERIF, "", "Times New Roman", _TIMES),
    },
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """The face of a role: its family, the open one behind it, what Word is told, its file in `fonts/`.

    `stands_for` is the face the standard asks for, where the open one is another kind: `song`, `fang`, `kai`.
    """

    role: str
    family: str
    behind: str
    stands_for: str
    word: str
    file: str = ""

    @property
    def families(self) -> list[str]:
        """The family, then the one that has the characters it lacks."""
        return list(dict.fromkeys((self.family, self.behind)))

    def lacks(self, text: str) -> str:
        """Return the characters of a text that only the face behind has, each once, in code order."""
        return "".join(sorted(each for each in set(text) if ord(each) not in _coverage(self.file)))


def faces_of(language: str, folder: Path | None = None) -> tuple[Face, ...]:
    """Return a face for each role, the office's own where `fonts/` holds one.

    PaperError names every file in `fonts/` that is no font, or a font of no role.
    """
    found = own_faces(folder or FOLDER)
    return tuple(
        _chosen(role, *wanted, found) for role, wanted in _WANTED.get(language, _WANTED["en"]).items()
    )


def _chosen(
    role: str, behind: str, stands_for: str, word: str, stems: tuple[str, ...], found: Mapping[str, str]
) -> Face:
    matching = (family for stem in stems for family in sorted(found) if _plain(family).startswith(stem))
    family = next(matching, "")
    return Face(
        role=role,
        family=family or behind,
        behind=behind,
        stands_for=stands_for,
        word=family or word,
        file=found.get(family, ""),
    )


def font_files(folder: Path | None = None) -> tuple[Path, ...]:
    """Return the files of the office's own faces, in the order of their names."""
    there = sorted((folder or FOLDER).glob("*"))
    return tuple(each for each in there if each.name != _README and not each.name.startswith("."))


def folder_hash(folder: Path | None = None) -> str:
    """Return what papers are kept by: the hash of every font file in `fonts/`."""
    return code_hash(*font_files(folder))


def own_faces(folder: Path) -> Mapping[str, str]:
    """Return family and file of each face in a folder; typst is imported only where there are files."""
    files = font_files(folder)
    return _read(files, folder_hash(folder)) if files else {}


@cache
def _read(files: tuple[Path, ...], _hash: str) -> Mapping[str, str]:
    import typst

    folders = sorted({str(each.parent) for each in files})
    read = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders).fonts()
    found = {each.family: str(each.path) for each in read if each.path}
    no_font = [each.name for each in files if str(each) not in found.values()]
    stems = [stem for roles in _WANTED.values() for *_, known in roles.values() for stem in known]
    no_role = [
        f"{Path(file).name} ({family})"
        for family, file in found.items()
        if not any(_plain(family).startswith(stem) for stem in stems)
    ]
    if wrong := [*no_font, *no_role]:
        raise PaperError(
            f"fonts/ 里的文件用不上：{'、'.join(wrong)}。不认得的字体不会悄悄代用。"
            "移走它，或者照 fonts/README.md 换一个认得的。\n"
            f"files in fonts/ that cannot be used: {', '.join(wrong)}. No face is substituted in silence: "
            "take the file away, or put one there that fonts/README.md names."
        )
    return found


def _plain(family: str) -> str:
    return "".join(each for each in family.casefold() if each not in " _-")


@cache
def _coverage(file: str) -> frozenset[int]:
    """Return the characters of a font file; without one all, because Typst checks the faces of the wheel."""
    if not file:
        return frozenset(range(0x110000))
    from fontTools.ttLib import TTFont

    with TTFont(file, fontNumber=0, lazy=True) as font:
        return frozenset(font.getBestCmap()) | frozenset(map(ord, "\n\u2060"))
