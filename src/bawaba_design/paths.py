"""Where templates and static files lie."""

from pathlib import Path

TEMPLATES = Path(__file__).parent / "templates"
COMPONENTS = TEMPLATES / "bawaba_design" / "components"
STATIC = Path(__file__).parent / "static"
BUILT = STATIC / "build"
SOURCES = Path(__file__).parent / "css"
