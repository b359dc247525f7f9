"""What can go wrong, as a tree.

YearbookError            anything this project raises on purpose
├── FormulaError         an equation that does not follow the grammar of relations
├── DraftError           a draft cannot be read
├── PaperError           the printed report could not be typeset
├── SiteError            the site engine stopped
├── ReleaseError         nothing was added to the record of releases
└── PublishError         the finished site could not be put in place (the old one stays)

Problems in the data are not exceptions: they are `Finding`s, collected and reported together.
"""

from collections.abc import Sequence


class YearbookError(Exception):
    """Something that keeps a build from going on; its text says what to do next."""


class FormulaError(YearbookError):
    """An equation does not follow the grammar of relations; `rest` are the items not understood."""

    def __init__(self, text: str, rest: Sequence[str]) -> None:
        super().__init__(text)
        self.rest = tuple(rest)


class DraftError(YearbookError):
    """A draft cannot be read; `why` says in one word what is wrong with the file."""

    def __init__(self, why: str, file: str) -> None:
        super().__init__(f"{file}: {why}")
        self.why, self.file = why, file


class PaperError(YearbookError):
    """The typesetter refused a report."""


class SiteError(YearbookError):
    """The site engine stopped with an error."""


class PublishError(YearbookError):
    """The finished site could not be put in place; the site published before is untouched."""


class ReleaseError(YearbookError):
    """A release could not be made, or what was to be verified could not be read; the record is as it was."""
