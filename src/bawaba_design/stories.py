"""What a story gets to show: a form with values and problems, and a drawing, all made up."""

from collections.abc import Mapping
from dataclasses import dataclass, field

VARIANTS = (("ar", "light"), ("ar", "dark"), ("en", "light"), ("en", "dark"))


@dataclass(frozen=True)
class Said:
    """A sentence in both languages, as components are given them."""

    ar: str
    en: str

    def in_(self, language: str) -> str:
        """In one of them."""
        return self.en if language == "en" else self.ar


@dataclass(frozen=True)
class Shown:
    """A form as components read it. Names begin with the panel's own word, so that no two are alike on a page."""

    panel: str
    values: Mapping[str, str] = field(default_factory=dict)
    wrong: Mapping[str, Said] = field(default_factory=dict)

    def value(self, name: str) -> str:
        """As typed."""
        return self.values.get(name.removeprefix(f"{self.panel}-"), "")

    def error(self, name: str) -> Said | None:
        """What is wrong with one field."""
        return self.wrong.get(name.removeprefix(f"{self.panel}-"))

    @property
    def problems(self) -> dict[str, Said]:
        """For the list above a form."""
        return {f"{self.panel}-{name}": text for name, text in self.wrong.items()}


def form_of(
    panel: str, values: Mapping[str, str] | None = None, wrong: Mapping[str, tuple[str, str]] | None = None
) -> Shown:
    """``wrong`` gives each problem in Arabic and English."""
    return Shown(panel, values or {}, {name: Said(*texts) for name, texts in (wrong or {}).items()})
