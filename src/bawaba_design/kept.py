"""``{% kept reader, path %}…{% endkept %}``: a part of the frame around pages, written once and kept for the same values.

Notice bar, navigation and footer are the same on every page of a reader; writing them anew was half of what a page cost.
"""

from collections.abc import Callable, Hashable, Iterator
from threading import Lock

from jinja2 import Environment, TemplateSyntaxError, nodes
from jinja2.ext import Extension
from jinja2.parser import Parser
from markupsafe import Markup

WORDS = frozenset({"t", "icon", "asset", "b", "chooser"})  # say the same to everybody
MOST = 1024


class Kept(Extension):
    """What stands inside may use its own values and nothing else: another person's name in it does not compile."""

    tags = {"kept"}

    def __init__(self, environment: Environment) -> None:
        """One shelf an environment; nothing on it is about one person."""
        super().__init__(environment)
        self._shelf: dict[Hashable, Markup] = {}
        self._changing = Lock()

    def parse(self, parser: Parser) -> nodes.Node:
        """The values, then the part."""
        line = next(parser.stream).lineno
        values = list(_values(parser))
        body = parser.parse_statements(("name:endkept",), drop_needle=True)
        if strange := _read_in(body) - _written_in(body) - {value.name for value in values} - WORDS:
            raise TemplateSyntaxError(f"kept for other values than {', '.join(sorted(strange))}", line, parser.name)
        where = nodes.Const(f"{parser.name}:{line}")
        call = self.call_method("_written", [where, nodes.Tuple(values, "load")])
        return nodes.CallBlock(call, [], [], body).set_lineno(line)

    def _written(self, where: str, values: tuple[Hashable, ...], caller: Callable[[], Markup]) -> Markup:
        key = (where, *values)
        found = self._shelf.get(key)
        if found is None:
            found = caller()
            with self._changing:
                if len(self._shelf) >= MOST:
                    self._shelf.clear()
                self._shelf[key] = found
        return found


def _values(parser: Parser) -> Iterator[nodes.Name]:
    while parser.stream.current.type != "block_end":
        yield nodes.Name(parser.stream.expect("name").value, "load")
        parser.stream.skip_if("comma")


def _read_in(body: list[nodes.Node]) -> set[str]:
    return {name.name for node in body for name in _names(node) if name.ctx == "load"}


def _written_in(body: list[nodes.Node]) -> set[str]:
    return {name.name for node in body for name in _names(node) if name.ctx == "store"}


def _names(node: nodes.Node) -> Iterator[nodes.Name]:
    if isinstance(node, nodes.Name):
        yield node
    yield from node.find_all(nodes.Name)
