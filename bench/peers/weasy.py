"""WeasyPrint, kindly used: fonts read once, the same page, a QR made by the same library, tagged PDF."""

import logging
from html import escape
from pathlib import Path

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from bawaba.documents.typesetting import font_folders, qr_drawing

logging.getLogger("weasyprint").setLevel(logging.ERROR)  # it tells its progress
FONTS = FontConfiguration()
NAMES = ("IBMPlexSansArabic-Regular.ttf", "IBMPlexSans[[]wdth,wght].ttf")
FILES = [next(Path(folder).rglob(name)) for folder, name in zip(font_folders(), NAMES, strict=True)]
FACES = "".join(
    f"@font-face {{ font-family: Plex{number}; src: url('{one.as_uri()}') }}" for number, one in enumerate(FILES)
)
STYLE = CSS(
    string=f"{FACES} @page {{ size: A4; margin: 2cm }} body {{ font-family: Plex0, Plex1, sans-serif; font-size: 11pt }} "
    "h1 { font-size: 20pt } dl { display: grid; grid-template-columns: 1fr 2fr; gap: 6pt } svg { width: 4cm }",
    font_config=FONTS,
)


def pdf(title: str, rows: dict[str, str], reference: str, qr_text: str) -> bytes:
    """One page."""
    listed = "".join(f"<dt>{escape(label)}</dt><dd>{escape(value)}</dd>" for label, value in rows.items())
    qr = qr_drawing(qr_text).partition("?>")[2].partition(">")[2]  # inline: without prolog and doctype
    page = (
        f'<html lang="ar" dir="rtl"><title>{title}</title><body><h1>{title}</h1><p>{reference}</p><dl>{listed}</dl>{qr}'
    )
    made: bytes = HTML(string=page).write_pdf(stylesheets=[STYLE], font_config=FONTS, pdf_variant="pdf/ua-1")
    return made
