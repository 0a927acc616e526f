"""Pages of docs/ and content/ that the code writes: ``python tests/pages.py`` writes them, tests/house fails when one is stale."""

import json
import os
import re
import sys
import tomllib
from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).parent.parent
LIFE = "# Lifecycles\n\nEvery life as its table draws it; `tests/house` fails when this page is stale.\n"
EVENTS = """# Events

The closed catalogue of the audit journal: what can be recorded, by the room that declares it. Each event is written in the
transaction of its change, with who did it, where, and nothing personal. `tests/house` fails when this page is stale.
"""


def pages() -> dict[Path, str]:
    """Every such page; Django is set up."""
    return {
        ROOT / "docs/lifecycles.md": _lifecycles(),
        ROOT / "docs/operate/events.md": _events(),
        ROOT / "content/catalogue" / f"{_version()}.json": _catalogue(),
        ROOT / "docs/api/channel-openapi.json": _openapi(),
    }


def modules(name: str) -> list[str]:
    """Modules of that file name in every room, by path."""
    found = sorted((ROOT / "src/bawaba").rglob(f"{name}.py"))
    return [".".join(path.relative_to(ROOT / "src").with_suffix("").parts) for path in found]


def _lifecycles() -> str:
    lifecycle = import_module("bawaba.core.lifecycle").Lifecycle
    page = LIFE
    for module in modules("lifecycle"):
        for one in vars(import_module(module)).values():
            if isinstance(one, lifecycle):
                page += f"\n## {one.name}\n\n```mermaid\n{one.mermaid()}\n```\n"
    return page


def _events() -> str:
    types = import_module("bawaba.journal.catalogue").event_types()
    page, left = EVENTS, set(types)
    for module in modules("events"):
        source = (ROOT / "src" / Path(*module.split("."))).with_suffix(".py").read_text()
        nouns = set(re.findall(r'declare\(\s*"(\w+)"', source))
        mine = [one for one in types if one.partition(".")[0] in nouns]
        left -= set(mine)
        room = module.removeprefix("bawaba.").removesuffix(".events")
        page += f"\n## {room}\n\n" + "".join(f"- `{one}`\n" for one in mine)
    if left:
        raise LookupError(f"declared outside of an events.py: {sorted(left)}")
    return page


def _openapi() -> str:
    api = import_module("bawaba.web.channel_api.views").api
    return json.dumps(api.get_openapi_schema(), indent=1, ensure_ascii=False, default=str) + "\n"


def _version() -> str:
    return str(tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"])


def _catalogue() -> str:
    return str(import_module("bawaba.web.ops.management.commands.snapshot").as_text(_version()))


def main() -> None:
    """Write them all."""
    import_module("tests.settings_for_tests")
    os.environ["DJANGO_SETTINGS_MODULE"] = "bawaba.config.settings"
    import_module("django").setup()
    for path, text in pages().items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    problems = import_module(
        "problem_page"
    )  # played against a portal of its own, so tests/docs judges whether it is stale
    problems.PAGE.write_text(problems.written())


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    main()
