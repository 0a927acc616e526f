"""What applicants do, in one line each."""

import re
from html import unescape
from typing import Any

from django.test import Client

from bawaba.identity.enrolment import commands
from bawaba.identity.enrolment.phone_proof import Origin, prove_with_code, send_phone_code
from bawaba.identity.enrolment.queries import Draft, draft_of_handle
from bawaba.journal.ports import Actor

APPLICANT = Actor("applicant")
PASSWORD = "نخلة-طويلة-2026"
COUNT = iter(range(1, 10**6))


def origin() -> Origin:
    """Another place every time."""
    number = next(COUNT)
    return Origin(f"10.{number // 65536}.{number // 256 % 256}.{number % 256}", f"device-{number}")


def register(world: Any, slug: str, phone: str | None = None, user_name: str = "", **typed: str) -> Draft:
    """Register somebody of the cast from the first page to the receipt; the draft before submission."""
    one = world.cast[slug]
    started = commands.start_enrolment(population=one["population"], language="ar", by=APPLICANT)
    claims = {"identifier_kind": one["kind"], "identifier": one["number"], "phone": phone or one["phone"]}
    claims["user_name"] = user_name or slug
    commands.save_claims(enrolment=started.enrolment, typed=claims | typed, by=APPLICANT)
    here = origin()
    send_phone_code(sought=draft_of_handle(started.handle).sought(), origin=here, by=APPLICANT)
    world.deliver()
    verdict = prove_with_code(
        draft=draft_of_handle(started.handle), text=world.pocket.code(claims["phone"]), origin=here, by=APPLICANT
    )
    assert verdict.right
    commands.submit_enrolment(enrolment=started.enrolment, password=PASSWORD, terms_version="2026-11", by=APPLICANT)
    world.deliver()
    return draft_of_handle(started.handle)


def activated(world: Any, slug: str, **more: Any) -> None:
    """Somebody of the cast, registered and brought to life at a kiosk."""
    register(world, slug, **more)
    kiosk = world.attestor("kiosk-1")
    assert world.attest(kiosk, slug, world.visit(kiosk, slug, phone=more.get("phone")), use=True).word == "activated"
    world.deliver()


def at(address: str = "") -> Client:
    """A browser of its own, at its own address."""
    return Client(REMOTE_ADDR=address or origin().address)


def give_details(client: Client, name: str, password: str = PASSWORD) -> bool:
    """The first step of logging in; whether it led to the second."""
    return client.post("/login", {"name": name, "password": password}).status_code == 302


def logged_in(world: Any, slug: str, client: Client | None = None) -> Client:
    """A browser in which this person is logged in."""
    client = client or at()
    world.wait(31)
    assert give_details(client, slug)
    world.deliver()
    answer = client.post("/login/code", {"code": world.pocket.code(world.cast[slug]["phone"])})
    assert answer.status_code == 302, answer.content.decode()
    return client


def leads_on(client: Client, page: str) -> bool:
    """Whether the switches of reading, and the ways on by key, of a page that answered a form lead to a page."""
    found = re.findall(r'name="next" value="([^"]*)"', page)
    found += re.findall(r'rel="next" href="([^"]*)"', page)
    return bool(found) and all(one.startswith("/") and _reads(client, unescape(one)) for one in found)


def _reads(client: Client, address: str) -> bool:
    return client.get(address, headers={"accept": "text/html"}, follow=True).status_code == 200
