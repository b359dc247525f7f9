"""An address as a QR code, ready to be printed."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from yearbook.about import about
from yearbook.model import Package

if TYPE_CHECKING:
    from segno import QRCode

_QUIET = 4


def address_of(package: Package, path: str = "") -> str:
    """Return the permanent address of a page or file below the publisher's site; empty while it has none.

    The site's own address is the `homepage` of the descriptor: `https://data.example.org/erdao/2018/funds/`.
    """
    home = about(package).address
    return f"{home.rstrip('/')}/{path}" if home else ""


def qr_svg(address: str) -> str:
    """Return a QR code as an SVG for paper: error correction M, quiet zone of 4 modules, black on white."""
    drawn = io.BytesIO()
    _code(address).save(drawn, kind="svg", border=_QUIET, xmldecl=False, dark="#000", light="#fff", nl=False)
    return drawn.getvalue().decode()


def qr_modules(address: str) -> int:
    """Return how many modules wide that QR code is, its quiet zone included."""
    return int(_code(address).symbol_size(border=_QUIET)[0])


def _code(address: str) -> QRCode:
    import segno

    return segno.make(address, error="m", micro=False)
