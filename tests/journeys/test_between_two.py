"""What two people do, each in a browser of their own: a sale, a delegation, and what an officer decides."""

import re
from datetime import date, timedelta
from typing import Any

from playwright.sync_api import Page, expect

from bawaba_sandbox.rehearsal.people import Person
from journeys.looking import problems_of
from journeys.steps import enter_desk, fill_day, newly_active, pay_bill, press, wait_for

SUBMIT = "main form[action$='/review'] button"


def two(page_of: Any, at: Any, *wanted: tuple[str, tuple[str, ...]]) -> list[tuple[Page, Person]]:
    """Each logged in: one at a desk, one on a phone."""
    found = []
    for size, (population, equipped) in zip(("desktop", "phone"), wanted, strict=True):
        page, person = page_of(size, "ar"), Person(at, population, equipped=equipped)
        newly_active(page, person)
        found.append((page, person))
    return found


def test_a_vehicle_is_sold_and_its_price_held_until_the_transfer(page_of: Any, at: Any) -> None:
    (seller, omar), (buyer, other) = two(page_of, at, ("resident", ("car", "clean")), ("citizen", ("clean",)))
    seller.goto(at.portal + "/services/sell-vehicle/apply")
    seller.locator("#buyer").fill(other.number)
    seller.locator("#price").fill("25000")
    press(seller)
    assert not problems_of(seller)
    seller.locator("#confirmed").check()
    press(seller, SUBMIT)
    sale = seller.url
    expect(seller).to_have_url(re.compile("/applications/"))
    wait_for(buyer, at.portal + "/home", "طلب ينتظر موافقتك أو سدادك")
    buyer.goto(at.portal + "/invitations/")
    buyer.locator("main a[href^='/invitations/']").first.click()
    expect(buyer.get_by_text("أشتري")).to_be_visible()
    assert not problems_of(buyer)
    press(buyer, "button[value=agree]")
    pay_bill(buyer)
    agreed = f"{at.portal}/invitations/{sale.rpartition('/')[2]}"
    wait_for(buyer, agreed, "سُلّم إلى البائع")
    wait_for(seller, sale, "عقد نقل ملكية مركبة")
    assert not problems_of(buyer)
    for page in (seller, buyer):
        page.goto(at.portal + "/documents/")
        expect(page.locator("a[href$='.pdf']").first).to_be_visible()
    seller.goto(at.portal + "/services/sell-vehicle")
    expect(seller.get_by_text("لا توجد مركبة باسمك.")).to_be_visible()
    assert omar.number not in buyer.content()


def test_somebody_renews_a_permit_under_a_delegation_until_it_is_revoked(page_of: Any, at: Any) -> None:
    (giver, _), (receiver, friend) = two(page_of, at, ("resident", ("clean",)), ("citizen", ()))
    giver.goto(at.portal + "/delegations/offer")
    giver.locator("#receiver").fill(friend.number)
    giver.locator("input[value='renew-iqama']").check()
    fill_day(giver, "last", date.today() + timedelta(days=30))
    press(giver)
    expect(giver.locator("main form p bdi").first).to_contain_text(friend.number)
    giver.locator("#confirmed").check()
    press(giver, "button[name=confirm]")
    expect(giver).to_have_url(re.compile("said=offered"))
    wait_for(receiver, at.portal + "/delegations/", "أقبل")
    assert not problems_of(receiver)
    receiver.locator("form[action$='/accept'] input[name=confirmed]").check()
    press(receiver, "button[form^='accept-']")
    receiver.goto(at.portal + "/services/renew-iqama/apply")
    expect(receiver.get_by_text("بتفويض منه")).to_be_visible()
    receiver.locator("input[name='for']:not([value=self])").check()
    press(receiver)
    receiver.locator("input[name=months][value='12']").check()
    press(receiver)
    press(receiver, SUBMIT)
    pay_bill(receiver)
    wait_for(giver, at.portal + "/documents/", "هوية مقيم")  # the document goes to whom it concerns
    wait_for(giver, at.portal + "/inbox", "قُدّم طلب باسمك")
    giver.goto(at.portal + "/delegations/")
    press(giver, "form[action$='/end'] button")
    receiver.goto(at.portal + "/services/renew-iqama/apply")
    expect(receiver.get_by_text("بتفويض منه")).to_have_count(0)


def test_an_officer_returns_one_application_and_decides_two(page_of: Any, at: Any, desk_code: str) -> None:
    page, person, desk = page_of("phone", "ar"), Person(at, "citizen", equipped=()), page_of("desktop", "ar")
    newly_active(page, person)
    enter_desk(desk, at.portal, desk_code)
    event = ask_for_an_event(page, at)
    open_case(desk, at, event)
    desk.locator("#return_letter").fill("كم عدد الحراس؟")
    press(desk, "form[action$='/return'] button")
    wait_for(page, event, "كم عدد الحراس؟")
    page.goto(f"{event}/edit")
    page.locator("#plan").fill("عشرون حارسًا عند الأبواب.")
    press(page)
    press(page, SUBMIT)
    decide(desk, at, event)
    wait_for(page, at.portal + "/documents/", "تصريح فعالية")
    objection = object_to_a_violation(page, at)
    open_case(desk, at, objection)
    expect(desk.get_by_text("لم أكن هناك")).to_be_visible()
    assert not problems_of(desk)
    decide(desk, at, objection)
    wait_for(page, objection, "نُفّذ")


def ask_for_an_event(page: Page, at: Any) -> str:
    page.goto(at.portal + "/services/event-permit/apply")
    for name, text in (("name", "سوق الخريف"), ("place", "حديقة الواحة"), ("guests", "300"), ("plan", "بيع وألعاب.")):
        page.locator(f"#{name}").fill(text)
    fill_day(page, "day", date.today() + timedelta(days=30))
    press(page)
    press(page, SUBMIT)
    expect(page.get_by_text("طلبك لدى موظف")).to_be_visible()
    return page.url


def object_to_a_violation(page: Page, at: Any) -> str:
    page.goto(at.portal + "/services/object-to-violation/apply")
    page.locator("input[name=violation]").first.check()
    page.locator("#why").fill("لم أكن هناك")
    press(page)
    press(page, SUBMIT)
    expect(page.get_by_text("طلبك لدى موظف")).to_be_visible()
    return page.url


def open_case(desk: Page, at: Any, application: str) -> None:
    """Found by its place in the queue, and taken."""
    desk.goto(f"{at.portal}/desk/applications/{application.rpartition('/')[2]}")
    press(desk, "form[action$='/take'] button")
    expect(desk.get_by_text("الطلب في يدك.")).to_be_visible()


def decide(desk: Page, at: Any, application: str) -> None:
    desk.goto(f"{at.portal}/desk/applications/{application.rpartition('/')[2]}")
    press(desk, "form[action$='/approve'] button")
