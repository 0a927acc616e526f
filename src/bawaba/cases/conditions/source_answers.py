"""The source of a topic answers now: nothing is printed from memory."""

from dataclasses import dataclass

from bawaba.cases.answers import Answer, Met
from bawaba.cases.conditions.shape import SOURCES, Answers, unknown
from bawaba.cases.facts import Facts
from bawaba.core.text import T


@dataclass(frozen=True)
class SourceAnswers:
    """For documents that show what a register says."""

    topic: str

    @property
    def topics(self) -> frozenset[str]:
        """The one."""
        return frozenset({self.topic})

    @property
    def title(self) -> T:
        """By the source's name."""
        source = SOURCES[self.topic]
        return T(f"اتصال مباشر بمصدر البيانات: {source.ar}", en=f"A live answer from {source.en}")

    def holds(self, facts: Facts, answers: Answers) -> Answer:
        """An old answer does not count."""
        found = facts.known.get(self.topic)
        return Met() if found is not None and not found.stale else unknown(facts, self.topic)
