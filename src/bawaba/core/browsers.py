"""Which browser on which system, in plain words, from what a browser says of itself: said, and proven by nothing."""

from bawaba.core.text import T

Known = tuple[tuple[str, tuple[str, ...], T], ...]  # a name, what is said for it, what people say
LONGEST = 400
# In this order: most of them also say that they are one of those below.
BROWSERS: Known = (
    ("edge", ("Edg/", "EdgA/", "EdgiOS/"), T("إيدج", en="Edge")),
    ("samsung", ("SamsungBrowser/",), T("متصفح سامسونج", en="Samsung Internet")),
    ("huawei", ("HuaweiBrowser/",), T("متصفح هواوي", en="Huawei Browser")),
    ("opera", ("OPR/", "Opera"), T("أوبرا", en="Opera")),
    ("firefox", ("Firefox/", "FxiOS/"), T("فايرفوكس", en="Firefox")),
    ("chrome", ("Chrome/", "CriOS/", "Chromium/"), T("كروم", en="Chrome")),
    ("safari", ("Safari/",), T("سفاري", en="Safari")),
)
SYSTEMS: Known = (
    ("iphone", ("iPhone",), T("آيفون", en="an iPhone")),
    ("ipad", ("iPad",), T("آيباد", en="an iPad")),
    ("android", ("Android", "HarmonyOS"), T("جهاز أندرويد", en="an Android device")),
    ("windows", ("Windows",), T("حاسوب ويندوز", en="a Windows computer")),
    ("mac", ("Macintosh",), T("حاسوب ماك", en="a Mac")),
    ("chromebook", ("CrOS",), T("حاسوب كروم بوك", en="a Chromebook")),
    ("linux", ("Linux",), T("حاسوب لينكس", en="a Linux computer")),
)
KNOWN = (BROWSERS, SYSTEMS)
NAMES = {name: said for name, _, said in (*BROWSERS, *SYSTEMS)}
BOTH = T("{browser} على {system}", en="{browser} on {system}")
NO_BROWSER = T("متصفح على {system}", en="A browser on {system}")
NO_SYSTEM = T("{browser} على جهاز غير معروف", en="{browser} on an unknown device")
NEITHER = T("جهاز غير معروف", en="An unknown device")


def browser_and_system(said: str) -> tuple[str, str]:
    """Names of both, for keeping; empty where it says neither or what nobody knows."""
    text = said[:LONGEST]
    found = [next((name for name, marks, _ in known if any(one in text for one in marks)), "") for known in KNOWN]
    return found[0], found[1]


def in_words(browser: str, system: str) -> T:
    """What a person would call it."""
    on, at = NAMES.get(browser), NAMES.get(system)
    form = (BOTH if at else NO_SYSTEM) if on else (NO_BROWSER if at else NEITHER)
    ar, en = ({"browser": on.in_(one) if on else "", "system": at.in_(one) if at else ""} for one in ("ar", "en"))
    return T(form.ar.format(**ar), en=form.en.format(**en))
