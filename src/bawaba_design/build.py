"""Concatenate the components' CSS and subset the fonts into static/build; ``python -m bawaba_design.build``."""

import hashlib
import re
from importlib.resources import files
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

from bawaba_design.catalogue import COMPONENTS
from bawaba_design.paths import BUILT, SOURCES

LATIN = "U+0020-007E,U+00A0-00FF,U+2010-2026,U+2032-203A"
ARABIC = (
    "U+0020-007E,U+00AB,U+00BB,U+060C,U+061B,U+061F,U+0621-063A,U+0640-0652,U+0660-066C,U+0670,U+200C-200F,U+2066-2069"
)
FONTS = (
    ("fontpkg_ibm_plex_sans_arabic", "IBMPlexSansArabic-Regular", "IBMPlexSansArabic-Regular", 0, ARABIC),
    ("fontpkg_ibm_plex_sans_arabic", "IBMPlexSansArabic-SemiBold", "IBMPlexSansArabic-SemiBold", 0, ARABIC),
    ("fontpkg_ibm_plex_sans", "IBMPlexSans[wdth,wght]", "IBMPlexSans-Regular", 400, LATIN),
    ("fontpkg_ibm_plex_sans", "IBMPlexSans[wdth,wght]", "IBMPlexSans-SemiBold", 600, LATIN),
)
DARK = re.compile(r"\[data-theme=dark\] (\{[^}]*\})")
ORDER = ("tokens", "ground", *(one.name for one in COMPONENTS), "home", "pages")


def main() -> None:
    """Build what is not up to date."""
    mark = BUILT / "mark"
    wanted = _fingerprint()
    if mark.exists() and mark.read_text() == wanted:
        return
    BUILT.mkdir(parents=True, exist_ok=True)
    (BUILT / "design.css").write_text(stylesheet(*ORDER))
    (BUILT / "stories.css").write_text(stylesheet("stories"))
    (BUILT / "kiosk.css").write_text(stylesheet("tokens", "ground", "kiosk", "visit"))
    for package, source, name, weight, ranges in FONTS:
        _subset(_font_file(package, source), BUILT / f"{name}.woff2", ranges, weight)
    mark.write_text(wanted)


def stylesheet(*names: str) -> str:
    """Several sources as one, without comments and needless space."""
    text = "\n".join(_source(name) for name in names)
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    text = re.sub(r"\s+", " ", text)
    return re.sub(r"\s*([{};])\s*|(?<=,)\s+", r"\1", text).replace("}", "}\n").strip() + "\n"


def _source(name: str) -> str:
    """The dark tokens stand once in their source, and hold for a panel that is dark as for a reader who likes it so."""
    text = (SOURCES / f"{name}.css").read_text()
    if name != "tokens":
        return text
    return DARK.sub(r"@media (prefers-color-scheme: dark) { :root:not([data-theme=light]) \1 } \g<0>", text)


def _font_file(package: str, name: str) -> Path:
    root = Path(str(files(package)))
    return next(path for path in sorted(root.rglob("*")) if path.stem == name and path.suffix in {".ttf", ".otf"})


def _subset(source: Path, target: Path, ranges: str, weight: int) -> None:
    """One weight of the characters that pages use; a variable font is first cut to that weight."""
    font = TTFont(source)
    if weight:
        font = instancer.instantiateVariableFont(font, {"wdth": 100, "wght": weight})
    options = subset.Options(flavor="woff2", layout_features=["*"], hinting=False, drop_tables=["meta"])
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=subset.parse_unicodes(ranges.replace("U+", "")))
    subsetter.subset(font)
    font.flavor = "woff2"
    font.save(target)


def _fingerprint() -> str:
    sources = [*sorted(SOURCES.glob("*.css")), Path(__file__)]
    return hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()


if __name__ == "__main__":
    main()
