"""The look: tokens, fonts, macros, icons and their stories. Knows neither the portal nor the kiosk."""

from bawaba_design.install import install
from bawaba_design.paths import STATIC, TEMPLATES

__all__ = ["STATIC", "TEMPLATES", "install"]
