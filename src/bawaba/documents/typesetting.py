"""PDF/UA by typst: templates are files, values come in as JSON, fonts from their packages."""

import json
import re
import tempfile
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import typst
import zxingcpp

TEMPLATES = Path(__file__).parent / "templates"
SIZE = re.compile(r'<svg width="(\d+)"')
FONTS = ("fontpkg_ibm_plex_sans_arabic", "fontpkg_ibm_plex_sans")


def typeset(template: str, values: dict[str, Any], qr_text: str = "") -> bytes:
    """A tagged PDF; ``qr_text`` becomes the picture qr.svg beside the template."""
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        (here / "values.json").write_text(json.dumps(values, ensure_ascii=False))
        if qr_text:
            (here / "qr.svg").write_text(qr_drawing(qr_text))
        for source in TEMPLATES.glob("*.typ"):
            (here / source.name).write_bytes(source.read_bytes())
        made: bytes = typst.compile(here / f"{template}.typ", font_paths=_fonts(), format="pdf", pdf_standards="ua-1")
        return made


@cache
def _fonts() -> typst.Fonts:
    """Read once a process: reading them cost three times the typesetting. None of the machine's: a document looks alike everywhere."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=font_folders())


@cache
def font_folders() -> list[str]:
    """Where the font packages keep their files."""
    return [str(files(name)) for name in FONTS]


def qr_drawing(text: str) -> str:
    """A QR code as an SVG file without a margin: the page leaves one. Ten times as fast as in Python, which cost more than the page."""
    made: str = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="M").to_svg()
    return made


def qr_svg(text: str) -> str:
    """A QR code for a page: inline SVG, scalable, without a size or a voice of its own; coarser than on paper, a screen has no creases."""
    drawn: str = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="L").to_svg()
    size = SIZE.search(drawn)
    if size is None:
        raise ValueError("zxing draws no size any more")
    inside = drawn[drawn.index("<rect") :].strip()
    return f'<svg viewBox="0 0 {size[1]} {size[1]}"><g>{inside}'  # without zxing's id: a page may show several codes
