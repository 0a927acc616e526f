"""R3: three live proven enrolments a phone, whoever comes in the same moment; a code proves the phone that it went to."""

from functools import partial
from typing import Any
from uuid import UUID

import pytest

from bawaba.config.limits import Limits
from bawaba.identity.codes.commands import CodeUsed, issue_code
from bawaba.identity.codes.models import Tally
from bawaba.identity.enrolment import commands
from bawaba.identity.enrolment.models import Enrolment
from bawaba.identity.enrolment.phone_proof import PURPOSE, prove_with_code
from bawaba.identity.enrolment.queries import Draft, draft_of_handle
from bawaba.journal.vault import blind_index
from people import APPLICANT, origin
from races import at_once

PHONE, ANOTHER, CODE = "+966500000777", "+966500000778", "271828"
TOGETHER = 10


def waiting_for_code(phone: str = PHONE) -> Draft:
    """An enrolment that has been sent its code."""
    started = commands.start_enrolment(population="citizen", language="ar", by=APPLICANT)
    commands.save_claims(enrolment=started.enrolment, typed={"phone": phone}, by=APPLICANT)
    issue_code(purpose=PURPOSE, subject=started.enrolment, text=CODE, life=Limits().phone_code_life, by=APPLICANT)
    return draft_of_handle(started.handle)


def prove(draft: Draft) -> bool:
    """Whether the code was right; the answer of the command."""
    return prove_with_code(draft=draft, text=CODE, origin=origin(), by=APPLICANT).right


def take_another(enrolment: UUID) -> None:
    """Another phone is typed."""
    commands.save_claims(enrolment=enrolment, typed={"phone": ANOTHER}, by=APPLICANT)


@pytest.mark.django_db(transaction=True)
def test_ten_enrolments_of_one_phone_proved_in_the_same_moment_share_three_slots(trials: Any) -> None:
    for _ in range(trials(50)):
        Enrolment.objects.all().delete()
        drafts = [waiting_for_code() for _ in range(TOGETHER)]
        results = at_once([partial(prove, draft) for draft in drafts])
        proven = Enrolment.objects.filter(state="phone_proven")
        assert sorted(proven.values_list("phone_slot", flat=True)) == [1, 2, 3], results
        assert [one for one in results if one is not True and not isinstance(one, commands.TooManyForPhone)] == []
        assert results.count(True) == 3


@pytest.mark.django_db(transaction=True)
def test_a_phone_that_is_changed_while_its_code_arrives_proves_nothing(trials: Any) -> None:
    new = blind_index("enrolment.phone", ANOTHER)
    for _ in range(trials(100)):
        Enrolment.objects.all().delete()
        Tally.objects.all().delete()
        draft = waiting_for_code()
        results = at_once([partial(prove, draft), partial(take_another, draft.enrolment)])
        row = Enrolment.objects.get()
        assert not (row.state == "phone_proven" and bytes(row.phone_index or b"") == new), results
        fine = (bool, type(None), commands.IllegalMove, CodeUsed)
        assert all(isinstance(one, fine) for one in results), results
