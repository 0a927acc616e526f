"""A21: a bill is captured at most once, and whatever the provider holds beyond what is owed goes back."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from bawaba.connectors.payment.hosted import HostedPayments
from bawaba.core import clock
from bawaba.core.money import Money
from bawaba.core.text import T
from bawaba.journal.models import Event
from bawaba.payments.commands import Line, NotDue, cancel_bill, note_payment, raise_bill
from bawaba.payments.models import Attempt, Bill
from bawaba.payments.paying import start_payment
from bawaba.payments.ports import Notice, ProviderUnavailable
from bawaba.payments.providers import provider
from bawaba.payments.reconciliation import FORGOTTEN, GIVEN_UP, ask_provider, look_back
from payers import (
    DECLINED,
    PERSON,
    account_of,
    apply_for,
    at_once,
    deaf,
    hosted,
    kept,
    ledger,
    new_violations,
    pays,
    signed_notice,
)
from people import activated, leads_on, logged_in

pytestmark = pytest.mark.django_db
CALLBACK = "/callbacks/payment"


class Payer:
    """Omar with a bill of SAR 150."""

    def __init__(self, world: Any) -> None:
        activated(world, "omar")
        self.world, self.client = world, logged_in(world, "omar")
        self.page = apply_for(self.client, new_violations(world, "omar", 1))
        self.bill = Bill.objects.get(uuid=self.page.rpartition("/")[2])
        self.account = account_of(world, "omar")

    @property
    def state(self) -> str:
        return Bill.objects.get(pk=self.bill.pk).state

    @property
    def attempts(self) -> list[str]:
        return list(Attempt.objects.filter(bill=self.bill).order_by("pk").values_list("state", flat=True))

    @property
    def kept(self) -> int:
        return kept(self.world, self.bill.reference)

    def start(self) -> str:
        url = start_payment(bill=self.bill.uuid, account=self.account, language="ar", by=PERSON)
        return url.removeprefix("http://sandbox")

    def notice(self, status: str, halalas: int | None = None, attempt: int = 1) -> Notice:
        amount = self.bill.halalas if halalas is None else halalas
        return Notice(f"{self.bill.reference}-{attempt}", status, amount, "SAR", "p")

    def settle(self) -> None:
        """Everything due is done, and the provider is asked."""
        self.world.deliver()
        self.world.wait(121)
        ask_provider(clock.now())
        self.world.deliver()


@pytest.fixture
def payer(world: Any) -> Payer:
    return Payer(world)


def test_a_double_click_leads_to_one_page(payer: Payer) -> None:
    assert hosted(payer.client, payer.page) == hosted(payer.client, payer.page)
    assert payer.attempts == ["started"]
    assert len(ledger(payer.world, payer.bill.reference)) == 1


def test_a_paid_bill_cannot_be_paid_again(payer: Payer) -> None:
    pays(payer.world, hosted(payer.client, payer.page))
    assert payer.state == "paid"
    assert payer.client.post(f"{payer.page}/pay")["Location"] == payer.page
    with pytest.raises(NotDue):
        payer.start()
    assert payer.kept == payer.bill.halalas


def test_the_callback_comes_before_the_browser(payer: Payer) -> None:
    pays(payer.world, hosted(payer.client, payer.page))
    assert payer.state == "paid"
    assert payer.client.get(f"{payer.page}/returned")["Location"] == f"/applications/{payer.bill.subject}"


def test_the_browser_comes_and_the_callback_never_does(payer: Payer) -> None:
    deaf(payer.world)
    pays(payer.world, hosted(payer.client, payer.page))
    assert payer.state == "due"
    assert payer.client.get(f"{payer.page}/returned")["Location"] == f"/applications/{payer.bill.subject}"
    assert payer.state == "paid"


def test_neither_comes_and_the_provider_is_asked(payer: Payer) -> None:
    deaf(payer.world)
    pays(payer.world, hosted(payer.client, payer.page))
    payer.world.wait(119)
    ask_provider(clock.now())
    assert payer.state == "due", "nobody is asked before two quiet minutes"
    payer.settle()
    assert payer.state == "paid"
    assert payer.kept == payer.bill.halalas


def test_the_provider_is_not_asked_again_at_once(payer: Payer, monkeypatch: pytest.MonkeyPatch) -> None:
    payer.start()
    payer.world.wait(121)
    ask_provider(clock.now())
    asked_at = Attempt.objects.get().asked_at
    payer.world.wait(30)
    ask_provider(clock.now())
    assert Attempt.objects.get().asked_at == asked_at


def test_a_declined_card_says_so_and_a_second_try_counts(payer: Payer) -> None:
    pays(payer.world, hosted(payer.client, payer.page), DECLINED)
    back = payer.client.get(f"{payer.page}/returned")["Location"]
    assert "ولم يُخصم شيء" in payer.client.get(back).content.decode()
    pays(payer.world, hosted(payer.client, payer.page))
    assert payer.state == "paid"
    assert payer.attempts == ["failed", "captured"]
    assert payer.kept == payer.bill.halalas


def test_a_click_after_a_decline_that_we_did_not_hear_of_leads_to_a_new_page(payer: Payer) -> None:
    deaf(payer.world)
    first = hosted(payer.client, payer.page)
    pays(payer.world, first, DECLINED)
    assert hosted(payer.client, payer.page) != first
    assert payer.attempts == ["failed", "started"]


def test_a_click_after_a_capture_that_we_did_not_hear_of_takes_it_as_paid(payer: Payer) -> None:
    deaf(payer.world)
    pays(payer.world, hosted(payer.client, payer.page))
    assert payer.client.post(f"{payer.page}/pay")["Location"] == payer.page
    assert payer.state == "paid"
    assert payer.kept == payer.bill.halalas


@pytest.mark.parametrize("halalas", [1, 14_999, 15_001, 10**9])
def test_another_amount_pays_nothing_and_goes_back(payer: Payer, halalas: int) -> None:
    payer.start()
    note_payment(notice=payer.notice("captured", halalas))
    assert (payer.state, payer.attempts) == ("due", ["returning"])
    turned = Event.objects.get(type="attempt.turn_back")
    assert turned.data["why"] == "another amount"


def test_the_refund_of_a_wrong_amount_does_not_touch_what_was_then_rightly_paid(payer: Payer) -> None:
    page = payer.start()
    pays_silently(payer, page)
    note_payment(notice=payer.notice("captured", 1))
    pays_silently(payer, payer.start())
    note_payment(notice=payer.notice("captured", attempt=2))
    assert payer.attempts == ["returning", "captured"]
    payer.settle()
    assert (payer.state, payer.attempts) == ("paid", ["refunded", "captured"])
    assert payer.kept == payer.bill.halalas


def test_a_capture_after_the_bill_was_cancelled_goes_back(payer: Payer) -> None:
    page = hosted(payer.client, payer.page)
    payer.client.post(f"/applications/{payer.bill.subject}/cancel")
    assert payer.state == "cancelled"
    pays(payer.world, page)
    payer.settle()
    assert (payer.state, payer.attempts, payer.kept) == ("cancelled", ["refunded"], 0)


def test_a_capture_days_after_we_gave_up_is_noticed_without_a_callback(payer: Payer) -> None:
    page = hosted(payer.client, payer.page)
    deaf(payer.world)
    payer.world.wait((GIVEN_UP + timedelta(minutes=1)).total_seconds())
    ask_provider(clock.now())
    assert payer.attempts == ["given_up"]
    pays(payer.world, page)
    payer.world.wait(timedelta(days=1, minutes=1).total_seconds())
    ask_provider(clock.now())
    payer.world.deliver()
    assert (payer.state, payer.attempts) == ("paid", ["captured"])
    assert payer.kept == payer.bill.halalas


def test_of_a_late_capture_and_a_new_one_only_the_first_counts(payer: Payer) -> None:
    page = payer.start()
    payer.world.wait((GIVEN_UP + timedelta(minutes=1)).total_seconds())
    ask_provider(clock.now())
    second = payer.start()
    assert second != page
    pays(payer.world, second)
    pays(payer.world, page)
    payer.settle()
    assert (payer.state, payer.attempts) == ("paid", ["refunded", "captured"])
    assert payer.kept == payer.bill.halalas


def test_nobody_is_asked_for_ever(payer: Payer) -> None:
    payer.start()
    for wait in (GIVEN_UP, FORGOTTEN):
        payer.world.wait((wait + timedelta(minutes=5)).total_seconds())
        ask_provider(clock.now())
    assert payer.attempts == ["failed"]
    note_payment(notice=payer.notice("captured"))
    assert payer.state == "paid", "even then its word counts"


def test_while_the_provider_is_silent_nothing_is_given_up(payer: Payer) -> None:
    payer.start()
    payer.world.wait((GIVEN_UP + timedelta(hours=1)).total_seconds())
    payer.world.app.extensions["switches"]["pay"] = "down"
    ask_provider(clock.now())
    assert payer.attempts == ["started"]


def test_a_failure_after_a_capture_changes_nothing(payer: Payer) -> None:
    payer.start()
    for status in ("captured", "failed", "pending", "captured", "failed"):
        note_payment(notice=payer.notice(status))
    assert (payer.state, payer.attempts) == ("paid", ["captured"])
    assert Event.objects.filter(type="bill.pay").count() == 1


def test_a_capture_after_a_failure_counts(payer: Payer) -> None:
    payer.start()
    for status in ("failed", "captured"):
        note_payment(notice=payer.notice(status))
    assert (payer.state, payer.attempts) == ("paid", ["captured"])


def test_a_capture_that_is_told_after_its_refund_pays_nothing(payer: Payer) -> None:
    """Given back by hand at the provider, and its notices overtook each other: the money is gone, the bill is due."""
    payer.start()
    for status in ("refunded", "captured", "refunded", "captured"):
        note_payment(notice=payer.notice(status))
    assert (payer.state, payer.attempts) == ("due", ["refunded"])
    payer.start()
    note_payment(notice=payer.notice("captured", attempt=2))
    assert (payer.state, payer.attempts) == ("paid", ["refunded", "captured"])


def refund_by_hand(payer: Payer) -> None:
    """At the provider's own desk, and its notice is lost."""
    deaf(payer.world)
    payments = payer.world.app.extensions["payments"]
    assert payments.move(payments.by_reference(f"{payer.bill.reference}-1")["id"], "captured", "refunded")


def test_what_was_refunded_by_hand_at_the_provider_is_noticed_and_its_bill_is_not_called_paid(payer: Payer) -> None:
    pays(payer.world, hosted(payer.client, payer.page))
    payer.world.deliver()
    refund_by_hand(payer)
    payer.world.wait(6 * 86400)
    look_back(clock.now())
    assert payer.state == "paid", "asked about once a week"
    payer.world.wait(86400)
    for _ in range(2):
        look_back(clock.now())
    assert (payer.state, payer.attempts, payer.kept) == ("refunded", ["refunded"], 0)
    assert Event.objects.filter(type="bill.refund", subject=payer.bill.uuid).count() == 1
    assert Event.objects.filter(type="attempt.hand_back").count() == 1


def test_the_providers_notice_of_a_refund_by_hand_counts_at_once_and_once(payer: Payer) -> None:
    pays(payer.world, hosted(payer.client, payer.page))
    for status in ("refunded", "captured", "refunded"):
        note_payment(notice=payer.notice(status))
    assert (payer.state, payer.attempts) == ("refunded", ["refunded"])
    assert Event.objects.filter(type="bill.refund", subject=payer.bill.uuid).count() == 1


def test_what_was_captured_long_ago_is_asked_about_no_more(payer: Payer) -> None:
    pays(payer.world, hosted(payer.client, payer.page))
    payer.world.wait(91 * 86400)
    before = Attempt.objects.get().asked_at
    look_back(clock.now())
    assert Attempt.objects.get().asked_at == before


@pytest.mark.parametrize("status", ["captured", "refunded"])
def test_an_answer_about_another_payment_is_no_answer(
    payer: Payer, monkeypatch: pytest.MonkeyPatch, status: str
) -> None:
    payer.start()
    said = {"reference": "ANOTHER-1", "status": status, "amount_halalas": payer.bill.halalas, "currency": "SAR"}
    monkeypatch.setattr(HostedPayments, "_call", lambda *_: said)
    for ask in (lambda: provider().status("THIS-1"), lambda: provider().refund("THIS-1", "key")):
        with pytest.raises(ProviderUnavailable):
            ask()


def test_a_notice_of_a_payment_that_nobody_started_is_passed_over(payer: Payer) -> None:
    note_payment(notice=Notice("UNKNOWN-1", "captured", 15_000, "SAR", "p"))
    assert payer.state == "due"


def test_a_refund_waits_for_a_provider_that_is_down(payer: Payer) -> None:
    page = hosted(payer.client, payer.page)
    payer.client.post(f"/applications/{payer.bill.subject}/cancel")
    pays(payer.world, page)
    payer.world.app.extensions["switches"]["pay"] = "down"
    payer.settle()
    assert (payer.attempts, payer.kept) == (["returning"], payer.bill.halalas)
    payer.world.app.extensions["switches"].clear()
    for _ in range(4):
        payer.world.wait(30)
        payer.settle()
    assert (payer.attempts, payer.kept) == (["refunded"], 0)


def test_the_page_of_a_silent_provider_tells_the_truth_and_keeps_the_bill(payer: Payer) -> None:
    payer.world.app.extensions["switches"]["pay"] = "down"
    answer = payer.client.post(f"{payer.page}/pay")
    assert answer.status_code == 503
    assert "فاتورتك محفوظة" in answer.content.decode()
    assert leads_on(payer.client, answer.content.decode())
    assert payer.state == "due"
    payer.world.app.extensions["switches"].clear()
    pays(payer.world, hosted(payer.client, payer.page))
    assert payer.state == "paid"


def test_coming_back_before_the_money_does_not_say_that_nothing_was_charged(payer: Payer) -> None:
    hosted(payer.client, payer.page)
    back = payer.client.get(f"{payer.page}/returned")["Location"]
    assert back == f"{payer.page}?back=pending"
    assert "لا تدفع مرة أخرى" in payer.client.get(back).content.decode()
    assert "لا تدفع مرة أخرى" not in payer.client.get(f"{payer.page}?back=<script>").content.decode()


def test_a_bill_of_two_currencies_is_not_raised(payer: Payer) -> None:
    word = T("كلمة", en="word")
    lines = [Line("fine", word, Money(1)), Line("fine", word, Money(1, "KWD"))]
    with pytest.raises(ValueError, match="two currencies"):
        raise_bill(account=payer.account, subject=payer.account, title=word, lines=lines, by=PERSON)


@pytest.mark.promise("A21")
@pytest.mark.django_db(transaction=True)
def test_two_tabs_and_twenty_callbacks_at_once_capture_once(world: Any, trials: Any) -> None:
    payer = Payer(world)
    for _ in range(trials(20)):
        page = apply_for(payer.client, new_violations(world, "omar", 1))
        payer.bill = Bill.objects.get(uuid=page.rpartition("/")[2])
        urls = at_once(*[payer.start] * 8)
        assert len(set(urls)) == 1, urls
        deaf(world)
        pays(world, urls[0])
        notice = signed_notice(world, f"{payer.bill.reference}-1")
        assert set(at_once(*[lambda body=notice: calls_back(body)] * 20)) == {204}
        assert payer.state == "paid"
        assert payer.kept == payer.bill.halalas
        assert Event.objects.filter(type="bill.pay", subject=payer.bill.uuid).count() == 1


@pytest.mark.promise("A21")
@pytest.mark.django_db(transaction=True)
def test_cancelling_and_capturing_at_once_keeps_the_money_or_gives_it_back(world: Any, trials: Any) -> None:
    payer = Payer(world)
    for _ in range(trials(50)):
        page = apply_for(payer.client, new_violations(world, "omar", 1))
        payer.bill = Bill.objects.get(uuid=page.rpartition("/")[2])
        deaf(world)
        pays(world, payer.start())
        captured = payer.notice("captured")
        at_once(lambda n=captured: note_payment(notice=n), lambda b=payer.bill: _cancel(b))
        world.deliver()
        assert payer.state in ("paid", "cancelled")
        assert payer.kept == (payer.bill.halalas if payer.state == "paid" else 0)


def _cancel(bill: Bill) -> None:
    with transaction.atomic():
        cancel_bill(bill=bill.uuid, by=PERSON)


def pays_silently(payer: Payer, page: str) -> None:
    deaf(payer.world)
    pays(payer.world, page)


def calls_back(body: str) -> int:
    return int(Client().post(CALLBACK, body, content_type="application/jwt").status_code)
