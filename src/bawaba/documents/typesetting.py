"""PDF/UA by typst: templates are files, values come in as JSON, fonts from their packages."""

import json
import tempfile
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import segno
import typst

TEMPLATES = Path(__file__).parent / "templates"
FONTS = ("fontpkg_ibm_plex_sans_arabic", "fontpkg_ibm_plex_sans")


def typeset(template: str, values: dict[str, Any], qr_text: str = "") -> bytes:
    """A tagged PDF; ``qr_text`` becomes the picture qr.svg beside the template."""
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        (here / "values.json").write_text(json.dumps(values, ensure_ascii=False))
        if qr_text:
            segno.make(qr_text, error="m", micro=False).save(str(here / "qr.svg"), border=2, scale=4)
        for source in TEMPLATES.glob("*.typ"):
            (here / source.name).write_bytes(source.read_bytes())
        made: bytes = typst.compile(
            here / f"{template}.typ", font_paths=font_folders(), format="pdf", pdf_standards="ua-1"
        )
        return made


@cache
def font_folders() -> list[str]:
    """Where the font packages keep their files."""
    return [str(files(name)) for name in FONTS]


def qr_svg(text: str) -> str:
    """A QR code for a page: inline SVG, scalable, without a size of its own."""
    return segno.make(text, error="m", micro=False).svg_inline(border=2, omitsize=True)
