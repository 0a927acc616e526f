"""Selling a vehicle: agreed by both, paid into escrow, moved in the register, and the price released; or nothing at all."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from bawaba.cases.checklist import gather
from bawaba.cases.clockwork import expire_forgotten
from bawaba.cases.commands import IllegalMove, cancel_application
from bawaba.cases.inviting import agree, invitation_of
from bawaba.cases.models import Application
from bawaba.core import clock
from bawaba.documents.models import Document
from bawaba.documents.queries import verify_reference
from bawaba.identity.accounts.faces import face
from bawaba.identity.accounts.queries import applicant
from bawaba.journal.models import Event
from bawaba.journal.ports import Actor
from bawaba.messaging.models import Message
from bawaba.payments.models import Bill, Escrow
from officers import appointed, at_desk
from payers import at_once, hosted, new_violations, pays
from people import activated, logged_in
from sales import APPLY, FEES, PRICE, Sale, car_of

pytestmark = pytest.mark.django_db
PERSON = Actor("person")


@pytest.fixture
def sale(world: Any) -> Iterator[Sale]:
    """Layla has a car whose papers run; Noor would buy it."""
    with car_of(world, "layla") as car:
        yield Sale(world, car)


def told(template: str) -> list[Any]:
    return list(Message.objects.filter(template=template, channel="inbox").values_list("subject", flat=True))


def test_agreed_paid_held_moved_and_released(sale: Sale) -> None:
    layla, noor = sale.account("layla"), sale.account("noor")
    assert sale.offer()["Location"] == f"/applications/{sale.row.uuid}"
    assert told("counterparty-invited") == [noor]
    assert "ينتظر الطلب موافقة الطرف الآخر" in sale.seller_reads()
    home = sale.buyer_page.get("/home").content.decode()
    assert 'href="/invitations/"' in home
    assert sale.buyer_page.get("/invitations/").content.decode().count(sale.invitation) == 1
    assert "أشتري نجم" in sale.buyer_reads()

    bill = sale.agree()["Location"]
    assert bill == f"/bills/{sale.bill.uuid}"
    assert (sale.bill.account, sale.bill.halalas) == (noor, PRICE * 100 + FEES)
    seen = sale.seller_reads()
    assert "وافق الطرف الآخر" in seen
    assert bill not in seen, "the bill is the buyer's"
    assert sale.seller_page.get(bill).status_code == 404

    page = hosted(sale.buyer_page, bill)
    pays(sale.world, page)
    assert Escrow.objects.get().state == "held"
    assert sale.book() == {"status": "captured", "held": sale.bill.halalas, "released": 0}
    for reads in (sale.seller_reads, sale.buyer_reads):
        assert "محفوظ حتى نقل الملكية" in reads()
    back = sale.buyer_page.get(f"{bill}/returned")
    assert sale.buyer_page.get(back["Location"])["Location"] == sale.invitation, "the buyer's own page"

    sale.world.deliver()
    assert sale.row.state == "issued"
    assert sale.owner() == "noor"
    assert Escrow.objects.get().state == "released"
    assert sale.book() == {"status": "captured", "held": FEES, "released": PRICE * 100}
    assert "وصل إليك" in sale.seller_reads()
    assert "سُلّم إلى البائع" in sale.buyer_reads()
    assert told("price-released") == [layla]
    assert sorted(told("application-carried-out")) == sorted([layla, noor])
    copies = {one.account: one.uuid for one in Document.objects.all()}
    assert set(copies) == {layla, noor}
    assert sale.buyer_page.get(f"/documents/{copies[noor]}.pdf").status_code == 200
    assert sale.seller_page.get(f"/documents/{copies[noor]}.pdf").status_code == 404
    types = list(Event.objects.filter(subject=sale.bill.uuid).order_by("pk").values_list("type", flat=True))
    assert types == ["bill.raise", "escrow.agree", "bill.pay", "escrow.hold", "escrow.release", "escrow.pay_out"]


def test_a_sale_that_is_revoked_is_revoked_for_both_and_both_are_told(sale: Sale) -> None:
    layla, noor = sale.account("layla"), sale.account("noor")
    sale.offer()
    sale.agree()
    sale.pay()
    sale.world.deliver()
    copies = {one.account: one.reference for one in Document.objects.all()}
    appointed(sale.world, "sami", "traffic")
    asked = {"reference": copies[noor], "deed": "revoke", "reason": "false"}
    assert at_desk("sami").post("/desk/documents", asked).status_code == 200
    assert sorted(told("document-revoked")) == sorted([layla, noor])
    assert {verify_reference(one).word for one in copies.values()} == {"revoked"}


def test_what_the_register_refuses_goes_back_to_the_buyer_whole(sale: Sale) -> None:
    sale.offer()
    sale.agree()
    new_violations(sale.world, "sami", 1)
    with sale.world.store.connect() as register:
        key = sale.world.cast["noor"]["person_key"]
        register.execute(
            "INSERT INTO violation SELECT 'N' || number, ?, 'unpaid', record FROM violation LIMIT 1", (key,)
        )
    sale.pay()
    sale.world.deliver()
    with sale.world.store.connect() as register:
        register.execute("DELETE FROM violation WHERE key=?", (key,))
    assert sale.row.state == "refused"
    assert sale.owner() == "layla"
    assert sale.book() == {"status": "refunded", "held": 0, "released": 0}
    assert (Escrow.objects.get().state, sale.bill.state) == ("given_back", "refunded")
    assert "يُعاد المبلغ كاملًا إلى من دفعه" in sale.seller_reads()
    assert "أُعيد إليك" in sale.buyer_reads()
    assert told("counterparty-refused") == [sale.account("noor")]
    assert not Document.objects.exists()


def test_a_buyer_who_declines_costs_nobody_anything(sale: Sale) -> None:
    sale.offer()
    for _ in range(2):
        answer = sale.buyer_page.post(sale.invitation, {"answer": "decline"})
    assert "لم توافق على هذا الطلب" in answer.content.decode(), "a second click finds it done"
    assert sale.row.state == "declined"
    assert "تعذّر إتمام الطلب" in sale.seller_reads()
    assert told("counterparty-declined") == [sale.account("layla")]
    assert 'href="/invitations/"' not in sale.buyer_page.get("/home").content.decode()
    assert not Bill.objects.exists()


def test_agreeing_twice_raises_one_bill(sale: Sale) -> None:
    sale.offer()
    assert sale.agree()["Location"] == f"/bills/{sale.bill.uuid}"
    assert sale.agree().status_code == 200, "the page that says what was agreed"
    assert Bill.objects.count() == 1


def test_nobody_else_sees_the_invitation_or_the_sale(sale: Sale) -> None:
    sale.offer()
    activated(sale.world, "sami")
    sami = logged_in(sale.world, "sami")
    for agreed in (False, True):
        if agreed:
            sale.agree()
        for page in (sale.invitation, f"/applications/{sale.row.uuid}"):
            assert sami.get(page).status_code == 404
            assert sami.post(sale.invitation, {"answer": "agree"}).status_code == 404
    assert sale.seller_page.get(sale.invitation).status_code == 404, "nobody agrees to their own"


@pytest.mark.parametrize("price", [499, 1_000_001, "0", "-5000", "abc"])
def test_a_price_outside_of_the_range_is_refused(sale: Sale, price: int | str) -> None:
    answer = sale.offer(price)
    assert answer.status_code == 200
    assert "الحدود" in answer.content.decode() or 'href="#price"' in answer.content.decode()
    assert not Application.objects.exclude(state="draft").exists()


def test_the_seller_cannot_be_the_buyer(sale: Sale) -> None:
    answer = sale.offer(number=sale.world.cast["layla"]["number"])
    assert "هذا رقمك أنت" in answer.content.decode()
    assert not Application.objects.exclude(state="draft").exists()


def test_a_car_without_insurance_is_not_sold(world: Any) -> None:
    with car_of(world, "layla", insurance_expires="2020-01-01") as car:
        sale = Sale(world, car)
        assert sale.offer().status_code == 200
        assert not Application.objects.exclude(state="draft").exists()


def test_a_resident_with_two_cars_is_refused_and_the_seller_reads_nothing_of_it(world: Any) -> None:
    with car_of(world, "layla") as car, car_of(world, "omar", 902), car_of(world, "omar", 903):
        sale = Sale(world, car, buyer="omar")
        sale.offer()
        before = sale.seller_reads()
        page = sale.buyer_reads()
        assert "بلغ عدد المركبات الحد" in page
        assert 'value="agree"' not in page
        assert sale.agree().status_code == 200
        assert sale.row.state == "awaiting_counterparty"
        assert sale.seller_reads() == before
        sale.buyer_page.post(sale.invitation, {"answer": "decline"})
        assert "بلغ" not in sale.seller_reads()


def test_unanswered_for_a_week_it_ends_as_if_declined_and_a_number_of_nobody_looks_the_same(sale: Sale) -> None:
    sale.offer(number="1999999988")
    sale.world.wait(timedelta(days=6, hours=23).total_seconds())
    expire_forgotten(clock.now())
    assert sale.row.state == "awaiting_counterparty"
    sale.world.wait(timedelta(hours=2).total_seconds())
    for _ in range(2):
        expire_forgotten(clock.now())
    assert sale.row.state == "expired"
    assert told("counterparty-declined") == [sale.account("layla")]


def test_agreed_but_not_paid_for_a_week_it_ends_and_the_bill_with_it(sale: Sale) -> None:
    sale.offer()
    sale.agree()
    sale.world.wait(timedelta(days=7, minutes=1).total_seconds())
    expire_forgotten(clock.now())
    assert (sale.row.state, sale.bill.state) == ("expired", "cancelled")


def test_a_draft_that_nobody_touched_for_a_month_goes(sale: Sale) -> None:
    sale.seller_page.post(APPLY, {"vehicle": sale.car, "buyer": "", "price": "700"})
    sale.world.wait(timedelta(days=29).total_seconds())
    expire_forgotten(clock.now())
    assert sale.row.state == "draft"
    sale.world.wait(timedelta(days=2).total_seconds())
    expire_forgotten(clock.now())
    assert sale.row.state == "expired"


def test_the_seller_may_cancel_until_the_buyer_has_paid(sale: Sale) -> None:
    sale.offer()
    sale.agree()
    page = hosted(sale.buyer_page, f"/bills/{sale.bill.uuid}")
    sale.seller_page.post(f"/applications/{sale.row.uuid}/cancel")
    assert (sale.row.state, sale.bill.state) == ("cancelled", "cancelled")
    assert told("counterparty-cancelled") == [sale.account("noor")]
    pays(sale.world, page)
    sale.world.deliver()
    assert sale.book()["status"] == "refunded", "what was paid after that goes back"
    assert sale.owner() == "layla"


def test_after_the_payment_the_seller_cannot_cancel(sale: Sale) -> None:
    sale.offer()
    sale.agree()
    sale.pay()
    sale.seller_page.post(f"/applications/{sale.row.uuid}/cancel")
    assert sale.row.state == "awaiting_payment"
    sale.world.deliver()
    assert (sale.row.state, sale.owner()) == ("issued", "noor")


@pytest.mark.django_db(transaction=True)
def test_agreeing_and_cancelling_at_once_leaves_no_bill_of_a_cancelled_sale(world: Any, trials: Any) -> None:
    with car_of(world, "layla") as car:
        sale = Sale(world, car)
        seller, who = sale.account("layla"), face(sale.account("noor"))
        ends = []
        for trial in range(trials(40)):
            sale.offer(PRICE + trial)
            row = Application.objects.get(state="awaiting_counterparty")
            invitation = invitation_of(who, row.uuid)
            facts = gather(invitation.side.topics, applicant(who.account), who.person_key)
            results = at_once(
                lambda i=invitation, f=facts: agree(invitation=i, who=who, facts=f, by=PERSON),
                lambda u=row.uuid: cancel_application(application=u, account=seller, by=PERSON),
            )
            bad = [one for one in results if isinstance(one, Exception) and not isinstance(one, IllegalMove)]
            assert not bad, bad
            state = Application.objects.get(pk=row.pk).state
            bill = Bill.objects.filter(subject=row.uuid).values_list("state", flat=True).first()
            assert (state, bill) in [("cancelled", None), ("cancelled", "cancelled"), ("awaiting_payment", "due")]
            ends.append(state)
            if state != "cancelled":
                cancel_application(application=row.uuid, account=seller, by=PERSON)
        assert len(ends) == trials(40)
