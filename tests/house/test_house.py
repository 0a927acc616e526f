"""The repository checks itself: sizes, names, texts, addresses, pages."""

import ast
import os
import re
from collections.abc import Iterator
from pathlib import Path

from bawaba.config.urls import urlpatterns
from bawaba.messaging.shelf import templates
from bawaba.web.desk.urls import urlpatterns as desk
from sources import ROOT, SOURCES, functions, nodes

PAGES = list((ROOT / "src").rglob("*.html"))
FORBIDDEN_NAMES = {"utils", "helpers", "common", "misc", "base", "manager", "handler"}
ARABIC, LATIN = re.compile("[\u0621-\u064a]"), re.compile("[A-Za-z]")


def test_nothing_is_imported_inside_a_function() -> None:
    for path in SOURCES:
        for function in functions(path):
            inside = [node for node in ast.walk(function) if isinstance(node, ast.Import | ast.ImportFrom)]
            assert not inside, f"{path}: {function.name}"


def test_no_file_hides_behind_an_empty_name() -> None:
    assert not [path for path in SOURCES if path.stem in FORBIDDEN_NAMES]


def test_every_text_of_a_page_stands_in_both_languages() -> None:
    call = re.compile(
        r"""\bt\(\s*(?P<q>["'])(?P<ar>.*?)(?P=q)\s*,\s*(?:en=)?(?P<q2>["'])(?P<en>.*?)(?P=q2)""", re.DOTALL
    )
    for path in PAGES:
        text = path.read_text()
        found = list(call.finditer(text))
        assert len(found) == len(re.findall(r"""(?<![\w.])t\(\s*["']""", text)), path
        for one in found:
            assert ARABIC.search(one["ar"]) or not LATIN.search(one["en"]), f"{path}: {one['ar']}"
            assert not ARABIC.search(one["en"]), f"{path}: {one['en']}"


def test_every_text_of_the_code_stands_in_both_languages() -> None:
    for path in SOURCES:
        for node in nodes(path):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "T":
                assert len(node.args) + len(node.keywords) == 2, f"{path}:{node.lineno}"
                first = node.args[0] if node.args else None
                if isinstance(first, ast.Constant) and re.search(r"\w", str(first.value)):
                    assert ARABIC.search(str(first.value)), f"{path}:{node.lineno}"


def test_every_message_has_the_same_placeholders_in_both_languages() -> None:
    for template in templates().values():
        for text in filter(None, (template.sms, template.title, template.body)):
            names = [set(re.findall(r"\{(\w+)\}", one)) for one in (text.ar, text.en)]
            assert names[0] == names[1], template.slug


def test_styles_have_no_physical_sides() -> None:
    physical = re.compile(
        r"(margin|padding|border|inset)-(left|right)|text-align:\s*(left|right)|float:\s*(left|right)"
    )
    for path in (ROOT / "src").rglob("*.css"):
        assert not physical.search(path.read_text()), path


SKIPPED = {".git", ".venv", "var", "node_modules", "__pycache__"}


def files() -> Iterator[Path]:
    """All of the repository; what is skipped is not walked."""
    for folder, inside, names in os.walk(ROOT):
        inside[:] = [one for one in inside if one not in SKIPPED]
        yield from (Path(folder, name) for name in names if name not in SKIPPED)


def test_no_registry_is_named_and_locks_have_no_addresses() -> None:
    hosts = re.compile("pypi" + r"\.o|python" + "hosted|npmjs" + r"\.|deb\.deb" + "ian")
    for path in files():
        if path.suffix in {".md", ".py", ".toml", ".lock", ".txt", ".sh", ""} and path.is_file():
            assert not hosts.search(path.read_text(errors="ignore")), path
    for lock in ROOT.glob("*.lock"):
        assert "://" not in lock.read_text()


OPEN_ROUTES = (
    "channel/",
    "register/",
    "callbacks/",
    "oidc/",  # programs of agencies, and pages that ask for the log-in themselves, when nothing else is wrong
    "login",
    "logout",
    "first-login",
    "complete",
    "not-you/",
    "recover",
    "calendar/",
    "email/",  # its token is the proof, whoever is logged in there
    "changes",
    "contact",
    "privacy",
    "robots.txt",
    "sitemap.xml",
    "verify",
    "closed",  # of an account that nobody can log in to any more: by a session that is nobody's
    "documents/wallet/kept",  # a device asks by its keepsake, whoever is logged in there
    ".well-known/",
    "worker.js",
    "offline/",
    "places",
    "offices",
    "terms",
    "help",
    "news/",
    "design/",
    "preferences",
    "livez",
    "readyz",
)


def test_every_route_needs_a_login_or_is_listed() -> None:
    listed = {"", "services/", "services/<slug:slug>"}
    for pattern in urlpatterns:
        route = str(pattern.pattern)
        if route in listed or route.startswith((*OPEN_ROUTES, "desk/")):
            continue
        assert _wrapped(pattern.callback, "needs_account"), route


DOOR = ("enter", "enter/key", "code", "passkeys/first", "leave")


def test_every_route_of_the_desk_needs_an_officer_but_the_door_itself() -> None:
    for pattern in desk:
        route = str(pattern.pattern)
        assert route in DOOR or _wrapped(pattern.callback, "needs_officer"), route


def _wrapped(view: object, mark: str) -> bool:
    while view is not None:
        if getattr(view, mark, False):
            return True
        view = getattr(view, "__wrapped__", None)
    return False


def test_the_state_from_which_something_moves_is_not_asked_for_behind_a_join() -> None:
    """Django hides such a condition in a subquery, which PostgreSQL does not judge anew once a lock is free."""
    filtered = re.compile(r"filter\(([^()]*)\)(\.\w+)?")
    for path in (ROOT / "src/bawaba").rglob("*.py"):
        for found in filtered.finditer(path.read_text()):
            joined = re.search(r"\w__(uuid|reference|number|account)=", found[1])
            assert not (joined and "state" in found[1]) or found[2] == ".first", (path, found[0])
