"""What an officer sees of an application, with a fee that was paid and one that went back: in both languages, small and large."""

from typing import Any

import pytest

from appointments import received
from bawaba.payments.commands import note_payment
from bawaba.payments.ports import Notice
from bawaba.payments.queries import bill_for
from design.test_pages_with_rows import Look, beside_a_browser, look
from officers import appointed, asked_for, at_desk, paid_for
from people import activated

__all__ = ["beside_a_browser", "look"]

pytestmark = pytest.mark.django_db


def test_an_application_whose_fee_was_paid_and_went_back(world: Any, look: Look) -> None:
    activated(world, "sami")
    received(world, "sami", "public_security")
    appointed(world, "noor", "public_security")
    handle = asked_for(world, "sami", "renew-firearm-licence", {})
    paid_for(world, "sami", handle)
    desk, page = at_desk("noor"), f"/desk/applications/{handle}"
    look(desk, "/desk/", "desk-queue", needs=f"a[href='{page}']")
    look(desk, page, "desk-application", needs=f"form[action='{page}/take']")
    assert desk.post(f"{page}/take").status_code == 302
    bill = bill_for(handle)
    note_payment(notice=Notice(f"{bill.reference}-1", "refunded", bill.total.halalas, "SAR", "p"))
    look(desk, page, "desk-fee-back", needs=".notice.bad")
