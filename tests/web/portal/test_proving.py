"""A sensitive service asks for the password again; what was sent is kept, done once, and by nobody else."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.conf import settings
from django.test import Client

from bawaba.cases.models import Application
from bawaba.identity.accounts.queries import holder
from bawaba.identity.delegation.models import Delegation
from bawaba.journal.models import Event
from catalogue import Asker
from delegations import acceptance, offer
from payers import hosted, pays
from people import activated, at, confirmed, confirms, give_details, logged_in
from sales import Sale, car_of

pytestmark = pytest.mark.django_db
STALE = 5 * 60 + 1


@pytest.fixture
def leaver(world: Any) -> Asker:
    return Asker(world, "resident", "clean")


def reviewed(asker: Asker, client: Client) -> str:
    """The review of an exit and re-entry visa, as far as a form leads."""
    page = client.post("/services/exit-reentry-visa/apply", {"for": "self"})["Location"]
    answer = client.post(page, {"kind": "single", "months": "2"})
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"])


def asked(answer: Any) -> dict[str, str]:
    """What the page of the password was told."""
    assert answer.status_code == 302, answer.content.decode()
    where = urlsplit(answer["Location"])
    assert where.path == "/confirm", where
    return dict(parse_qsl(where.query))


def confirm(world: Any, client: Client, told: dict[str, str]) -> Any:
    page = client.get("/confirm", told).content.decode()
    fields = dict(re.findall(r'<input type="hidden" name="(next|kept)" value="([^"]*)"', page))
    return confirmed(world, client, fields)


def submitted() -> int:
    return Application.objects.exclude(state="draft").count()


def test_within_five_minutes_of_logging_in_nobody_is_asked(world: Any, leaver: Asker) -> None:
    client = logged_in(world, leaver.slug)
    review = reviewed(leaver, client)
    assert "كلمة مرورك" not in client.get(review).content.decode()
    assert confirms(client, review)["Location"].startswith(("/bills/", "/applications/"))


def test_later_the_password_is_asked_and_then_it_is_submitted_without_another_click(world: Any, leaver: Asker) -> None:
    client = logged_in(world, leaver.slug)
    review = reviewed(leaver, client)
    world.wait(STALE)
    assert "نسألك كلمة مرورك" in client.get(review).content.decode(), "it is said before"
    told = asked(confirms(client, review, came_from=review))
    assert told["next"] == review
    assert not submitted()
    assert "ما أرسلته محفوظ" in client.get("/confirm", told).content.decode()
    assert client.post("/confirm", {**told, "password": "another-word-here"}).status_code == 200
    assert not submitted(), "a wrong password does nothing, and the form is still kept"
    assert confirm(world, client, told)["Location"].startswith(("/bills/", "/applications/"))
    assert submitted() == 1


def test_a_second_click_on_the_password_does_it_once(world: Any, leaver: Asker) -> None:
    client = logged_in(world, leaver.slug)
    review = reviewed(leaver, client)
    world.wait(STALE)
    told = asked(confirms(client, review, came_from=review))
    before = client.cookies["session"].value
    first = confirm(world, client, told)
    again = at()
    again.cookies["session"] = before  # sent before the first answer came
    assert confirmed(world, again, told)["Location"].startswith("/login")
    world.wait(31)
    assert confirmed(world, client, told)["Location"] == review
    assert client.get(review)["Location"].startswith("/applications/"), "and finds it done"
    assert first.status_code == 302
    assert submitted() == 1


def test_the_password_for_something_else_sends_nothing_that_was_left(world: Any, leaver: Asker) -> None:
    client = logged_in(world, leaver.slug)
    review = reviewed(leaver, client)
    world.wait(STALE)
    told = asked(confirms(client, review))
    other = asked(client.get("/settings/password"))
    assert confirm(world, client, other)["Location"] == "/settings/password"
    for number in ("", "x", told["kept"][:-1]):
        confirmed(world, client, {"next": "/home", "kept": number})
    assert not submitted()


def test_somebody_else_in_the_same_browser_gets_nothing_of_it(world: Any, leaver: Asker) -> None:
    client = logged_in(world, leaver.slug)
    review = reviewed(leaver, client)
    world.wait(STALE)
    told = asked(confirms(client, review))
    client.post("/logout")
    activated(world, "sami")
    logged_in(world, "sami", client)
    assert "ما أرسلته محفوظ" not in client.get("/confirm", told).content.decode()
    assert confirmed(world, client, told)["Location"] == "/settings"
    assert not submitted()
    assert client.get(review).status_code == 404


def test_what_changed_meanwhile_is_said_on_a_page_whose_button_still_works(world: Any, leaver: Asker) -> None:
    client = logged_in(world, leaver.slug)
    review = reviewed(leaver, client)
    world.wait(STALE)
    told = asked(confirms(client, review))
    leaver.spoil("outside")
    answer = confirm(world, client, told)
    assert answer.status_code == 200
    assert "تغيّر شيء" in answer.content.decode()
    assert not submitted()
    leaver.change(inside_country=True)
    world.wait(31)
    page = client.get(review).content.decode()
    assert f'action="{review}"' in page, "never the address of the password"
    assert confirms(client, review).status_code == 302
    assert submitted() == 1


def test_a_form_with_a_password_in_it_is_never_kept(world: Any) -> None:
    activated(world, "omar")
    client = logged_in(world, "omar")
    world.wait(STALE)
    sent = {"password": "سحابة-بيضاء-2027", "again": "سحابة-بيضاء-2027"}
    assert "kept" not in asked(client.post("/settings/password", sent))
    assert "kept" not in asked(client.post("/delegations/offer", {"receiver": "1" * 20_000})), (
        "nor one that is too long"
    )


def test_strangers_who_guess_the_password_hold_up_nothing_sensitive_of_whoever_is_logged_in(
    world: Any, leaver: Asker
) -> None:
    """Neither what waits to be submitted, nor the proof before it, nor what takes effect afterwards."""
    client = logged_in(world, leaver.slug)
    review = reviewed(leaver, client)
    world.wait(STALE)
    number = world.cast[leaver.slug]["number"]
    for place in range(settings.LIMITS.password_failures + 1):
        assert at(f"10.9.0.{place}").post("/login", {"name": number, "password": "guess"}).status_code == 200
    assert holder(leaver.account).state == "active", "no wrong password locks an account"
    stranger = at("10.9.1.1")
    assert not give_details(stranger, leaver.slug), "closed for strangers (A4)"
    told = asked(confirms(client, review))
    where = confirm(world, client, told)["Location"]
    assert where.startswith("/bills/")
    pays(world, hosted(client, where))
    world.deliver()
    assert Application.objects.get().state == "issued"


def test_a_service_that_is_not_sensitive_asks_nobody(world: Any) -> None:
    asker = Asker(world, "citizen", "birth")
    client, facts = logged_in(world, asker.slug), asker.facts("register-newborn")
    typed = {**asker.offered("register-newborn", facts), "name_ar": ["سارة"], "name_en": ["Sara"]}
    review = client.post("/services/register-newborn/apply", typed)["Location"]
    world.wait(STALE)
    assert client.post(review)["Location"].startswith("/applications/")


@pytest.fixture
def sale(world: Any) -> Iterator[Sale]:
    with car_of(world, "layla") as car:
        yield Sale(world, car)


def test_the_other_side_of_a_sale_proves_it_before_agreeing_but_not_to_decline(world: Any, sale: Sale) -> None:
    assert sale.offer().status_code == 302
    world.wait(STALE)
    assert "نسألك كلمة مرورك" in sale.buyer_reads()
    told = asked(sale.agree())
    assert sale.row.counterparty is None
    assert confirm(world, sale.buyer_page, told)["Location"].startswith("/bills/")
    assert sale.row.counterparty == sale.account("noor")
    world.wait(STALE)
    assert sale.agree().status_code == 200, "agreed already: nothing is asked"


def test_declining_a_sale_asks_for_no_password(world: Any, sale: Sale) -> None:
    sale.offer()
    world.wait(STALE)
    assert sale.buyer_page.post(sale.invitation, {"answer": "decline"})["Location"] == "/invitations/"


def test_accepting_a_delegation_goes_on_after_the_password(world: Any) -> None:
    for slug in ("omar", "layla"):
        activated(world, slug)
        world.wait(31)
    handle = offer(world, "omar", world.cast["layla"]["number"])
    world.deliver()
    layla = logged_in(world, "layla")
    world.wait(STALE)
    told = asked(layla.post(f"/delegations/{handle}/accept", acceptance(layla, handle)))
    assert Delegation.objects.get().state == "offered"
    assert confirm(world, layla, told)["Location"] == "/delegations/"
    assert Delegation.objects.get().state == "active"
    assert Event.objects.filter(type="delegation.accept").count() == 1


def test_a_suspended_person_goes_on_with_nothing(world: Any, leaver: Asker) -> None:
    client = logged_in(world, leaver.slug)
    review = reviewed(leaver, client)
    world.wait(STALE)
    told = asked(confirms(client, review))
    client.post("/settings/log-out-everywhere")
    assert confirmed(world, client, told)["Location"].startswith("/login")
    assert give_details(client, leaver.slug)
    assert not submitted()
