"""Countries by ISO 3166 alpha-2, in both languages (names from CLDR through Babel)."""

from functools import cache

from babel.core import Locale

from bawaba.core.text import T

GCC = frozenset({"SA", "AE", "KW", "BH", "QA", "OM"})
NOT_COUNTRIES = frozenset({"EU", "EZ", "UN", "ZZ", "XA", "XB", "QO", "AC", "CP", "CQ", "DG", "EA", "IC", "TA"})


@cache
def countries() -> dict[str, T]:
    """Code to name; the Gulf first, then by Arabic name."""
    arabic, english = Locale("ar").territories, Locale("en").territories
    known = [str(code) for code in english if str(code) in arabic]
    codes = [code for code in known if len(code) == 2 and code.isalpha() and code not in NOT_COUNTRIES]
    codes.sort(key=lambda code: (code not in GCC, arabic[code]))
    return {code: T(arabic[code], en=english[code]) for code in codes}
