"""A sentence to confirm: shown with its mark, and taken only ticked and unchanged."""

from typing import Any

from bawaba.cases.concerns import Concerned
from bawaba.cases.eservice import EService
from bawaba.cases.facts import Facts
from bawaba.cases.sentences import mark_of, sentence_of
from bawaba.core.text import T
from bawaba.web.portal.forms import Form

CONFIRM = T("علّم المربع لتؤكد الجملة.", en="Tick the box to confirm the sentence.")
ANOTHER = T(
    "تغيّر ما كنت تؤكده. اقرأ الجملة كما هي الآن ثم أكّدها.",
    en="What you were confirming has changed. Read the sentence as it is now, and confirm it.",
)
MOST = 128  # characters of a mark


def shown_to_confirm(
    service: EService, draft: Any, concerned: Concerned | None, facts: Facts, answers: dict[str, Any]
) -> dict[str, Any]:
    """The sentence as it stands now, and its mark."""
    sentence = sentence_of(service, facts, answers, concerned)
    return {"sentence": sentence, "mark": mark_of(draft, sentence, service.lines(facts, answers))}


def confirmed_mark(request: Any, service: EService, form: Form) -> str:
    """The mark under which the tick stands; without a tick nothing was confirmed, and the form says so."""
    if service.sentence is None:
        return ""
    if request.POST.get("confirmed") != "yes":
        form.wrong("confirmed", CONFIRM)
    return str(request.POST.get("mark", ""))[:MOST]


def is_confirmed(request: Any, form: Form, mark: str) -> bool:
    """Ticked under the sentence that would be kept; else the form says what is missing."""
    if request.POST.get("confirmed") != "yes":
        form.wrong("confirmed", CONFIRM)
    elif request.POST.get("mark") != mark:
        form.wrong("confirmed", ANOTHER)
    return not form.problems
