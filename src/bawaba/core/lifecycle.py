"""The engine of every life: a table of moves. A move itself is one conditional UPDATE, made by a command."""

from dataclasses import dataclass

Row = tuple[str, tuple[str, ...], str, str]


@dataclass(frozen=True)
class Move:
    """From any of ``sources`` to ``target``, by whom."""

    name: str
    sources: tuple[str, ...]
    target: str
    by: str


class Lifecycle:
    """A table of moves, checked when it is written down."""

    def __init__(self, name: str, *rows: Row) -> None:
        """Each row: (move, from, to, by)."""
        self.name = name
        self._moves = {row[0]: Move(*row) for row in rows}
        if len(self._moves) != len(rows):
            raise ValueError(f"{name}: a move stands twice")
        known = set(self.states)
        for move in self._moves.values():
            if not known.issuperset(move.sources):
                raise ValueError(f"{name}: {move.name} leaves a state that nothing reaches")

    @property
    def moves(self) -> tuple[str, ...]:
        """Every move, in the order of the table."""
        return tuple(self._moves)

    @property
    def states(self) -> tuple[str, ...]:
        """Every state that some move reaches."""
        return tuple(dict.fromkeys(move.target for move in self._moves.values()))

    def initial(self) -> str:
        """Where the first beginning leads."""
        return next(move.target for move in self._moves.values() if not move.sources)

    def move(self, name: str) -> Move:
        """The move of that name; KeyError when the table has none."""
        return self._moves[name]

    def open_to(self, state: str, by: str) -> tuple[str, ...]:
        """What ``by`` may do in this state: the buttons of a page."""
        return tuple(move.name for move in self._moves.values() if state in move.sources and move.by == by)

    def mermaid(self) -> str:
        """The table as a Mermaid state diagram."""
        lines = ["stateDiagram-v2"]
        for move in self._moves.values():
            for source in move.sources or ("[*]",):
                lines.append(f"    {source} --> {move.target} : {move.name} ({move.by})")
        return "\n".join(lines)
