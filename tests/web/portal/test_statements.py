"""8-speed.md: a page makes at most four SQL statements and one register call, none in a loop."""

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern

from appointments import booked
from bawaba.cases.appointments.offices import offices
from bawaba.cases.appointments.queries import next_free
from bawaba.config.urls import urlpatterns
from bawaba.identity.enrolment import commands
from bawaba.identity.enrolment.phone_proof import prove_with_code, send_phone_code
from bawaba.identity.enrolment.queries import draft_of_handle
from bawaba.journal.models import Event
from bawaba.registers.commands import forget_facts
from people import APPLICANT, PASSWORD, activated, logged_in, origin
from phone_apps import made_codes, with_app
from recoveries import vouches_for

pytestmark = pytest.mark.django_db
MOST_STATEMENTS, MOST_CALLS = 4, 1
NOT_A_QUESTION = re.compile("BEGIN|COMMIT|SAVEPOINT|RELEASE")
POST_ONLY = {"preferences", "callbacks/payment", "login/resend", "logout", "settings/save", "bills/<uuid:handle>/pay"}
POST_ONLY |= {"register/phone/resend", "register/extend", "settings/log-out-everywhere"}
POST_ONLY |= {"applications/<uuid:handle>/cancel", "applications/<uuid:handle>/save", "services/<slug:slug>/remind"}
POST_ONLY |= {"appointments/<uuid:handle>/cancel", "agencies/<uuid:handle>/revoke"}
POST_ONLY |= {"inbox/read", "settings/second-email/remove"}
POST_ONLY |= {"my-data/export.json", "my-data/export.pdf", "oidc/revoke"}
POST_ONLY |= {"login/sms", "settings/app/remove"}
POST_ONLY |= {"settings/sessions/end", "settings/sessions/end-others"}
POST_ONLY |= {"confirm/resend", "confirm/sms"}
POST_ONLY |= {"settings/passkeys/<uuid:handle>/remove", "settings/push/<uuid:handle>/remove"}
POST_ONLY |= {"oidc/par", "oidc/token", "oidc/logout/now"}
POST_ONLY |= {"recover/stop", *(f"relatives/<uuid:handle>/{answer}" for answer in ("accept", "decline", "end"))}
POST_ONLY |= {f"delegations/<uuid:handle>/{answer}" for answer in ("accept", "decline", "end")}
PAY = "/services/pay-violations"


def a_slot() -> Any:
    """Of an office of the content that is open on most days."""
    return next_free(offices()["passports-capital"])[-1]


def new_violations(world: Any, slug: str, count: int) -> list[str]:
    """So many more unpaid ones, whatever an earlier test has paid."""
    key = world.cast[slug]["person_key"]
    like = world.store.list_of("violation", key)[0]
    numbers = [uuid4().hex[:12].upper() for _ in range(count)]
    with world.store.connect() as register:
        rows = [(number, key, "unpaid", json.dumps({**like, "number": number})) for number in numbers]
        register.executemany("INSERT INTO violation VALUES (?, ?, ?, ?)", rows)
    return numbers


WIZARD = [
    ("started", ["", "who", "identity", "contact", "phone", "cancel"]),
    ("phone_proven", ["password", "receipt"]),
    ("registered", ["receipt", "receipt.pdf"]),
]


def begun(world: Any, until: str) -> str:
    """The handle of Sami's registration in this state."""
    one = world.cast["sami"]
    started = commands.start_enrolment(population=one["population"], language="ar", by=APPLICANT)
    claims = {"identifier_kind": one["kind"], "identifier": one["number"], "phone": one["phone"], "user_name": "sami"}
    commands.save_claims(enrolment=started.enrolment, typed=claims, by=APPLICANT)
    if until == "started":
        return started.handle
    here = origin()
    world.wait(31)
    send_phone_code(sought=draft_of_handle(started.handle).sought(), origin=here, by=APPLICANT)
    world.deliver()
    code = world.pocket.code(one["phone"])
    assert prove_with_code(draft=draft_of_handle(started.handle), text=code, origin=here, by=APPLICANT).right
    if until == "registered":
        commands.submit_enrolment(enrolment=started.enrolment, password=PASSWORD, terms_version="2026-11", by=APPLICANT)
    return started.handle


class Visitor:
    """A signed-in person who has a paid bill, a document, an open application, and letters."""

    def __init__(self, world: Any, client: Client) -> None:
        self.world, self.client = world, client
        self.calls: list[str] = []
        unpaid = new_violations(world, "omar", 20)
        self.paid = self._submit(unpaid[:1])
        hosted = client.post(f"{self.paid}/pay")["Location"]
        world.app.test_client().post(hosted.removeprefix("http://sandbox"), data={"card": "4111111111111111"})
        world.deliver()
        self._submit(unpaid[1:2])
        self.draft = self._reviewed(unpaid[2:3]).split("/")[2]
        self.document = self._found("/documents/", r"/documents/([\w-]+)\.pdf")
        self.appointment = str(booked(world, "omar", offices()["passports-capital"], a_slot()))
        self.tie = str(vouches_for(world, "layla", "omar"))
        self.letter = self._found("/inbox", r"/inbox/([\w-]{36})")
        self.application = self._found("/applications/", r"/applications/([\w-]{36})", last=True)

    def _submit(self, violations: list[str]) -> str:
        answer = self.client.post(self._reviewed(violations))
        assert answer.status_code == 302, answer.content.decode()
        return str(answer["Location"])

    def _reviewed(self, violations: list[str]) -> str:
        answer = self.client.post(f"{PAY}/apply", {"violations": violations})
        assert answer.status_code == 302, answer.content.decode()
        return str(answer["Location"])

    def _found(self, page: str, pattern: str, *, last: bool = False) -> str:
        return str(re.findall(pattern, self.client.get(page).content.decode())[-1 if last else 0])

    def address(self, route: str) -> str:
        """An address of this route that has something to show."""
        owner = {"bills": self.paid.rpartition("/")[2], "applications": self.application, "documents": self.document}
        owner["invitations"] = self.application
        owner["appointments"] = self.appointment
        owner["inbox"] = self.letter
        owner["relatives"] = self.tie
        owner["settings"] = str(Event.objects.filter(type="account.sign_in").earliest("pk").uuid)
        if route.endswith(("/edit", "/review")):
            return f"/applications/{self.draft}/{route.rpartition('/')[2]}"
        return "/" + route.replace("<uuid:handle>", owner.get(route.partition("/")[0], "")).replace(
            "<slug:slug>", "pay-violations"
        ).replace("<slug:language>", "ar").replace("<str:token>", "no-such-token")


@pytest.fixture
def visitor(world: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Visitor]:
    activated(world, "omar")
    found = Visitor(world, logged_in(world, "omar"))
    ask = world.register._ask
    monkeypatch.setattr(world.register, "_ask", lambda *said: found.calls.append(said[0]) or ask(*said))
    return found


def routes() -> list[str]:
    found = [str(one.pattern) for one in urlpatterns if isinstance(one, URLPattern)]
    return [route for route in found if route not in POST_ONLY]


def statements(visitor: Visitor, address: str) -> list[str]:
    visitor.calls.clear()
    with CaptureQueriesContext(connection) as captured:
        answer = visitor.client.get(address)
    assert answer.status_code < 500, address
    return [one["sql"] for one in captured.captured_queries if not NOT_A_QUESTION.match(one["sql"])]


def test_every_page_of_a_signed_in_person_asks_little(visitor: Visitor) -> None:
    too_many = {}
    for route in routes():
        address = visitor.address(route)
        forget_facts(person_key=visitor.world.cast["omar"]["person_key"])  # the dearest visit: nothing is known yet
        made = statements(visitor, address)
        if len(made) > MOST_STATEMENTS or len(visitor.calls) > MOST_CALLS:
            too_many[route] = [*visitor.calls, *(f"{sql[:160]}" for sql in made)]
    assert not too_many, too_many


@pytest.mark.parametrize(("typed", "pages"), WIZARD)
def test_every_page_of_a_registration_asks_little(visitor: Visitor, typed: str, pages: list[str]) -> None:
    handle = begun(visitor.world, until=typed)
    visitor.client.cookies["enrolment"] = handle
    visitor.client.get("/home")  # when somebody was last seen is written at most once a minute
    for page in pages:
        made = statements(visitor, f"/register/{page}")
        assert len(made) <= MOST_STATEMENTS, (page, made)
        assert not visitor.calls, "no page of a registration asks the register (R2)"


def test_a_page_of_many_rows_asks_no_more_than_one_of_few(visitor: Visitor) -> None:
    for page in ("/applications/", "/inbox", "/home", "/services/violations/list"):
        visitor.client.get(page)
        assert len(statements(visitor, page)) <= MOST_STATEMENTS - 1, page


def test_the_violations_page_asks_no_register_while_the_answer_is_fresh(visitor: Visitor) -> None:
    page = "/services/violations/list"
    visitor.client.get(page)
    assert len(statements(visitor, page)) == 2, "the session, and what the register said"
    assert not visitor.calls
    visitor.world.wait(timedelta(seconds=31).total_seconds())
    statements(visitor, page)
    assert len(visitor.calls) == 1


def test_the_test_visits_every_route_that_can_be_visited(visitor: Visitor) -> None:
    refused = [route for route in routes() if visitor.client.get(visitor.address(route)).status_code == 405]
    assert not refused
    assert len(routes()) > 30


@pytest.mark.parametrize("way", ["totp", "sms", "recovery"])
def test_the_second_step_of_proving_again_asks_little(world: Any, way: str) -> None:
    """Also with an app, codes on paper and a passkey, and a message that nobody has taken."""
    activated(world, "omar")
    client = logged_in(world, "omar")
    with_app(client)
    made_codes(client)
    told = client.post("/confirm", {"password": PASSWORD})["Location"].partition("?")[2]
    client.post("/confirm/sms")
    world.wait(60)
    with CaptureQueriesContext(connection) as captured:
        page = client.get(f"/confirm/code?{told}&way={way}").content.decode()
    assert f'action="/confirm/code?way={way}"' in page
    asked = [one["sql"] for one in captured.captured_queries if not NOT_A_QUESTION.match(one["sql"])]
    assert len(asked) <= MOST_STATEMENTS + 1, asked  # the first request of a minute notes that the session was used
