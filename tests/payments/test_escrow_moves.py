"""What is held moves once, however many workers move it in the same moment."""

from uuid import uuid4

import pytest
from django.db import transaction

from bawaba.core import clock
from bawaba.core.references import new_reference
from bawaba.journal.models import Event, Outbox
from bawaba.journal.ports import SYSTEM
from bawaba.payments.commands import move_escrow, release_escrow
from bawaba.payments.models import Bill, Escrow
from payers import at_once

THREADS, TRIALS = 8, 5


def held() -> Bill:
    words = {"title_ar": "بيع", "title_en": "Sale", "lines": []}
    bill = Bill.objects.create(
        reference=new_reference(), account=uuid4(), subject=uuid4(), halalas=100, currency="SAR", state="paid", raised_at=clock.now(), **words
    )  # fmt: skip
    Escrow.objects.create(bill=bill, payee=uuid4(), halalas=100, state="held", changed_at=clock.now())
    return bill


@pytest.mark.promise("A21")
@pytest.mark.django_db(transaction=True)
def test_a_price_is_released_or_given_back_but_once() -> None:
    for _ in range(TRIALS):
        bill = held()

        def release(bill: Bill = bill) -> None:
            with transaction.atomic():
                release_escrow(bill=bill.uuid, by=SYSTEM)

        def give_back(bill: Bill = bill) -> None:
            with transaction.atomic():
                move_escrow(bill.uuid, "give_back", SYSTEM)

        failed = at_once(*[release, give_back] * (THREADS // 2))
        assert not [one for one in failed if one], failed
        moves = list(Event.objects.filter(subject=bill.uuid, type__startswith="escrow.").values_list("type", flat=True))
        assert len(moves) == 1, moves
        payouts = Outbox.objects.filter(kind="payments.pay_out", payload__bill=str(bill.uuid)).count()
        assert payouts == moves.count("escrow.release")
