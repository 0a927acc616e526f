"""One plain sentence that a sensitive act asks to have confirmed; exactly what was shown is what is kept, in both languages."""

from collections.abc import Sequence
from uuid import UUID

from bawaba.cases.concerns import Concerned
from bawaba.cases.conditions import Answers
from bawaba.cases.eservice import EService
from bawaba.cases.facts import Facts
from bawaba.core.text import T, isolated
from bawaba.journal.confirmed import mark_of_words
from bawaba.payments.commands import Line

MYSELF = "لنفسي", "for myself"


class NotConfirmed(Exception):
    """The sentence was not confirmed, or says something else now."""


def sentence_of(service: EService, facts: Facts, answers: Answers, concerned: Concerned | None) -> T | None:
    """The e-service's words with what was typed and chosen. None where none is asked for.

    ``{who}`` is whom it concerns, where nobody applies for themselves; ``{for_who}`` says it of anybody, with its preposition.
    """
    if service.sentence is None:
        return None
    said = {
        one.name: one.shown(answers[one.name], facts) for one in service.fields if answers.get(one.name) is not None
    }
    if concerned is not None:
        said["who"] = concerned.name
    arabic, english = ({name: isolated(text.in_(it)) for name, text in said.items()} for it in ("ar", "en"))
    arabic["for_who"], english["for_who"] = (f"لـ{arabic['who']}", f"for {english['who']}") if concerned else MYSELF
    return T(service.sentence.ar.format(**arabic), en=service.sentence.en.format(**english))


def mark_of(draft: UUID | None, sentence: T | None, lines: Sequence[Line]) -> str:
    """What a form carries from the page that showed a sentence: of this draft, these words and this price only."""
    if sentence is None:
        return ""
    return mark_of_words(sentence, str(draft), *(f"{line.kind} {line.amount.halalas}" for line in lines))
