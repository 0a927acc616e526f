"""Sami must see nothing of the others: another's bill, application or document is a page that does not exist."""

from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import URLPattern

from agencies import Agency
from appointments import booked, office, slot
from bawaba.cases.appointments.models import Appointment
from bawaba.cases.models import Application
from bawaba.config.urls import urlpatterns
from bawaba.documents.models import Document
from bawaba.identity.accounts.queries import holder, live_account_of_number
from bawaba.identity.clients.models import Consent
from bawaba.journal.models import Event
from bawaba.messaging.models import Message
from bawaba.payments.models import Attempt, Bill
from delegations import offer
from payers import apply_for, hosted, new_violations, pays
from people import activated, logged_in
from recoveries import names

pytestmark = pytest.mark.django_db
NOBODYS = UUID(int=1)
LISTS = ("/acting", "/acting/acts", "/agencies/", "/applications/", "/appointments/", "/documents/", "/home", "/inbox")
LISTS += ("/settings/history", "/settings/passkeys", "/settings/push", "/settings/sessions", "/relatives/")
LISTS += ("/my-data", "/my-data/tracker", "/my-data/consents")
POSTED = {"bills/<uuid:handle>/pay", "applications/<uuid:handle>/cancel", "applications/<uuid:handle>/save"}
POSTED |= {"appointments/<uuid:handle>/cancel", "agencies/<uuid:handle>/revoke"}
POSTED |= {"settings/passkeys/<uuid:handle>/remove", "settings/push/<uuid:handle>/remove"}
POSTED |= {f"relatives/<uuid:handle>/{answer}" for answer in ("accept", "decline", "end")}
POSTED |= {f"delegations/<uuid:handle>/{answer}" for answer in ("accept", "decline", "end")}


def routes() -> list[str]:
    found = [str(one.pattern) for one in urlpatterns if isinstance(one, URLPattern)]
    return [route for route in found if "<uuid:handle>" in route]


@pytest.fixture
def omars(world: Any) -> dict[str, UUID]:
    """A paid and an unpaid application of Omar's; by the first word of a route, what it may name."""
    activated(world, "omar")
    client = logged_in(world, "omar")
    pays(world, hosted(client, apply_for(client, new_violations(world, "omar", 1))))
    world.deliver()
    apply_for(client, new_violations(world, "omar", 1))
    bill = Bill.objects.get(state="due")
    Agency().tokens(client)
    return {
        "agencies": Consent.objects.get().uuid,
        "appointments": booked(world, "omar", office(), slot(office())),
        "bills": bill.uuid,
        "invitations": bill.subject,
        "delegations": offer(world, "omar", world.cast["layla"]["number"]),
        "relatives": names(world, "omar", "layla"),
        "applications": bill.subject,
        "inbox": Message.objects.filter(channel="inbox", subject=bill.account).latest("pk").uuid,
        "settings": Event.objects.filter(type="account.sign_in").earliest("pk").uuid,
        "documents": Document.objects.exclude(kind="appointment-slip").get().uuid,
    }


def visit(client: Client, route: str, handle: UUID) -> Any:
    address = "/" + route.replace("<uuid:handle>", str(handle))
    return client.post(address) if route in POSTED else client.get(address)


def test_every_address_of_somebody_elses_thing_is_not_found_and_nothing_happens(
    world: Any, omars: dict[str, UUID]
) -> None:
    world.wait(31)
    activated(world, "sami")
    sami = logged_in(world, "sami")
    assert len(routes()) >= 6
    for route in routes():
        theirs, nobodys = visit(sami, route, omars[route.partition("/")[0]]), visit(sami, route, NOBODYS)
        assert theirs.status_code == nobodys.status_code == 404, route
        assert len(theirs.content) == len(nobodys.content), "no difference that tells whether it exists"
    assert Bill.objects.get(uuid=omars["bills"]).state == "due"
    assert Application.objects.get(uuid=omars["applications"]).state == "awaiting_payment"
    assert Attempt.objects.count() == 1
    assert Appointment.objects.get().state == "booked"
    assert Consent.objects.get().state == "active"


def test_his_lists_hold_nothing_of_theirs(world: Any, omars: dict[str, UUID]) -> None:
    world.wait(31)
    activated(world, "sami")
    sami = logged_in(world, "sami")
    pages = "".join(sami.get(page).content.decode() for page in LISTS)
    for row in (*Application.objects.all(), *Document.objects.all(), *Bill.objects.all(), *Appointment.objects.all()):
        assert str(row.uuid) not in pages
        assert row.reference not in pages.replace("-", "")
    omar = live_account_of_number(world.cast["omar"]["number"])
    for event in Event.objects.filter(subject=omar):
        assert str(event.uuid) not in pages
    assert "بلدية العاصمة" not in pages


def test_he_cannot_say_of_omars_log_in_that_it_was_not_him(world: Any, omars: dict[str, UUID]) -> None:
    world.wait(31)
    activated(world, "sami")
    sami = logged_in(world, "sami")
    assert sami.post(f"/settings/history/{omars['settings']}/not-me").status_code == 404
    omar = live_account_of_number(world.cast["omar"]["number"])
    assert omar
    assert holder(omar).state == "active"
    assert sami.get("/home").status_code == 200


def test_without_a_log_in_every_one_leads_to_it(omars: dict[str, UUID]) -> None:
    for route in routes():
        answer = visit(Client(), route, omars[route.partition("/")[0]])
        assert answer.status_code == 302, route
        assert answer["Location"].startswith("/login")


def test_cancelling_ends_the_bill_and_can_be_clicked_twice(world: Any, omars: dict[str, UUID]) -> None:
    omar = logged_in(world, "omar")
    page = f"/applications/{omars['applications']}"
    assert "ألغِ الطلب" in omar.get(page).content.decode()
    for _ in range(2):
        assert omar.post(f"{page}/cancel")["Location"] == page
    shown = omar.get(page).content.decode()
    assert "ولست مطالبًا بشيء" in shown
    assert "ألغِ الطلب" not in shown
    assert Bill.objects.get(uuid=omars["bills"]).state == "cancelled"


def test_a_paid_application_cannot_be_cancelled(world: Any, omars: dict[str, UUID]) -> None:
    omar, paid = logged_in(world, "omar"), Bill.objects.get(state="paid")
    omar.post(f"/applications/{paid.subject}/cancel")
    assert Application.objects.get(uuid=paid.subject).state == "issued"
    assert Bill.objects.get(pk=paid.pk).state == "paid"


@pytest.mark.parametrize("before", ["", "abc", "-1", "٣", "9" * 30, "0"])
def test_a_list_asked_for_in_an_odd_way_is_still_a_list(world: Any, omars: dict[str, UUID], before: str) -> None:
    omar = logged_in(world, "omar")
    assert omar.get("/applications/", {"before": before}).status_code == 200
