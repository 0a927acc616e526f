"""Own drawings, one stroke wide, as inline SVG; only those that show a direction are mirrored."""

from functools import cache

from markupsafe import Markup

PATHS = {
    "search": '<circle cx="10.5" cy="10.5" r="6.5"/><path d="M15.5 15.5L21 21"/>',
    "menu": '<path d="M4 7h16M4 12h16M4 17h16"/>',
    "globe": '<circle cx="12" cy="12" r="9"/><path d="M3 12h18M12 3c3 3 3 15 0 18M12 3c-3 3-3 15 0 18"/>',
    "check": '<path d="M5 12.5l4.500 4.500L19 7.500"/>',
    "alert": '<circle cx="12" cy="12" r="9.500"/><path d="M12 7v6.500M12 16.500v.5"/>',
    "question": '<path d="M8.500 9a3.500 3.500 0 1 1 5 3.200c-1 .6-1.500 1.200-1.500 2.300M12 18.500v.5"/>',
    "clock": '<circle cx="12" cy="12" r="9"/><path d="M12 7v5l3 2"/>',
    "phone": '<rect x="7" y="2.500" width="10" height="19" rx="2"/><path d="M11 18.500h2"/>',
    "card": '<rect x="3" y="5" width="18" height="14" rx="2"/><circle cx="9" cy="11" r="2"/><path d="M6 16c.5-1.600 5.500-1.600 6 0M14.500 10H18M14.500 14H18"/>',
    "passport": '<rect x="5" y="3" width="14" height="18" rx="2"/><circle cx="12" cy="10" r="3.500"/><path d="M9 17h6"/>',
    "car": '<path d="M4 16v-4l2-5h12l2 5v4z"/><circle cx="7.500" cy="16.500" r="1.700"/><circle cx="16.500" cy="16.500" r="1.700"/>',
    "shield": '<path d="M12 3l7 3v5c0 5-3 8-7 10-4-2-7-5-7-10V6z"/><path d="M9 12l2 2 4-4"/>',
    "finger": '<path d="M7 19c1-2 .8-4 .8-6a4.200 4.200 0 0 1 8.400 0c0 1.400.1 2.700 0 4M10.300 20.500c1.100-2 1-5 1-7.500a.9.9 0 0 1 1.600 0c0 2.700.1 5.200-1 7.800M5.200 15c.2-.7.200-1.400.200-2A6.600 6.600 0 0 1 12 6.400 6.600 6.600 0 0 1 18.600 13c0 1.700 0 2.800-.2 4.200"/>',
    "bank": '<path d="M4 10l8-6 8 6M5 10h14M7 10v8M12 10v8M17 10v8M4 20h16"/>',
    "kiosk": '<rect x="6" y="3" width="12" height="13" rx="2"/><path d="M12 16v5M8 21h8"/>',
    "letter": '<rect x="3" y="5" width="18" height="14" rx="2"/><path d="M3.500 7l8.500 6 8.500-6"/>',
    "document": '<path d="M6 3h8l4 4v14H6zM14 3v4h4M9 12h6M9 16h6"/>',
    "people": '<circle cx="9" cy="8" r="3"/><circle cx="17" cy="9.500" r="2.200"/><path d="M3.500 19c.6-5 10.400-5 11 0M15.500 14.500c3-.6 5 1 5 4.500"/>',
    "star": '<path d="M12 3.500l2.600 5.600 6 .7-4.500 4.100 1.300 6-5.400-3.100-5.400 3.100 1.300-6L3.400 9.800l6-.7z"/>',
    "sound": '<path d="M4 10v4h4l5 4V6L8 10zM16.500 9a4 4 0 0 1 0 6M19 6.500a8 8 0 0 1 0 11"/>',
    "lower": '<path d="M12 4v12M6.500 11l5.500 5.500 5.500-5.500M4 20.500h16"/>',
    "plug": '<path d="M9 3v5M15 3v5M6.500 8h11v3a5.500 5.500 0 0 1-11 0zM12 16.500V21"/>',
    "calendar": '<rect x="3.500" y="5" width="17" height="15.500" rx="2"/><path d="M3.500 10h17M8 3v4M16 3v4M12 13v4M10 15h4"/>',
    "print": '<path d="M7 9V3.500h10V9M7 17H4V9h16v8h-3M7 14h10v6.500H7z"/>',
    "download": '<path d="M12 4v11M7.500 11l4.500 4.500 4.500-4.500M4.500 20h15"/>',
    "news": '<path d="M4 5h13v14H5.500A1.500 1.500 0 0 1 4 17.500zM17 9h3v8.500a1.500 1.500 0 0 1-3 0M7 9h7M7 12.500h7M7 16h4"/>',
    "coins": '<circle cx="9" cy="9" r="5.500"/><path d="M14.500 10.500a5.500 5.500 0 1 1-5 7.500M9 6.500v5"/>',
    "next": '<path d="M9 5l7 7-7 7"/>',
}
DIRECTIONAL = {"next"}
ARCH = "M2 48V20C2 8 12 2 20 0c8 2 18 8 18 20v28H28V22c0-5-4-8-8-10-4 2-8 5-8 10v26z"


@cache
def icon(name: str, label: str = "", size: int = 24) -> Markup:
    """An inline SVG; decorative unless it has a label."""
    if name == "arch":
        body, box, stroke = f'<path d="{ARCH}" fill="currentColor"/>', "0 0 40 48", ""
    else:
        body, box = PATHS[name], "0 0 24 24"
        stroke = 'fill="none" stroke="currentColor" stroke-width="1.800" stroke-linecap="round" stroke-linejoin="round"'
    said = Markup('role="img" aria-label="{}"').format(label) if label else Markup('aria-hidden="true"')
    mirrored = ' class="mirrored"' if name in DIRECTIONAL else ""
    svg = f'<svg width="{size}" height="{size}" viewBox="{box}" {stroke}{mirrored} focusable="false" '
    return Markup(svg) + said + Markup(">" + body + "</svg>")  # noqa: S704 - our own drawings
