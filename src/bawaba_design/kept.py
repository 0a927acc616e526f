"""``{% kept reader, path %}…{% endkept %}``: a part of the frame around pages, written once and kept for the same values.

Notice bar, navigation and footer are the same on every page of a reader; writing them anew was half of what a page cost.
"""

from collections.abc import Callable, Hashable, Iterator
from threading import Lock

from jinja2 import Environment, TemplateSyntaxError, meta, nodes
from jinja2.ext import Extension
from jinja2.parser import Parser
from markupsafe import Markup

WORDS = frozenset({"icon", "asset"})  # say the same to everybody
SPOKEN = frozenset({"t", "b", "chooser"})  # and these to everybody who reads the same language
READER = "reader"
ELSEWHERE = (nodes.Include, nodes.Import, nodes.FromImport, nodes.Block)  # what these read is not seen here
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
        if strange := self._strange(body, {value.name for value in values}):
            raise TemplateSyntaxError(f"kept for other values than {', '.join(sorted(strange))}", line, parser.name)
        where = nodes.Const(f"{parser.name}:{line}")
        call = self.call_method("_written", [where, nodes.Tuple(values, "load")])
        return nodes.CallBlock(call, [], [], body).set_lineno(line)

    def _strange(self, body: list[nodes.Node], given: set[str]) -> set[str]:
        """What it would read that is not among its values, as Jinja2's own compiler follows names."""
        whole = nodes.Template(body, lineno=1).set_environment(self.environment)
        read = meta.find_undeclared_variables(whole) | {type(one).__name__ for one in whole.find_all(ELSEWHERE)}
        if READER in given:
            return read - given - WORDS - SPOKEN
        one_language = SPOKEN if hasattr(self.environment, "language") else frozenset()
        return (read | self._for_a_reader(whole)) - given - WORDS - one_language

    def _for_a_reader(self, whole: nodes.Template) -> set[str]:
        """Functions, filters and tests that write by the page's reader: digits, calendar, language."""
        called = {one.name: self.environment.globals.get(one.name) for one in whole.find_all(nodes.Name)}
        called |= {one.name: self.environment.filters.get(one.name) for one in whole.find_all(nodes.Filter)}
        called |= {one.name: self.environment.tests.get(one.name) for one in whole.find_all(nodes.Test)}
        return {name for name, act in called.items() if hasattr(act, "jinja_pass_arg")}

    def _written(self, where: str, values: tuple[Hashable, ...], caller: Callable[[], Markup]) -> Markup:
        key = (where, *values, *map(type, values))  # 1 is True, and a marked text equals the unmarked one
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
