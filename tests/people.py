"""What applicants do, in one line each."""

import re
from html import unescape
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from django.test import Client

from bawaba.identity.accounts.addresses import confirm_address
from bawaba.identity.accounts.queries import live_account_of_number
from bawaba.identity.enrolment import commands
from bawaba.identity.enrolment.phone_proof import Origin, prove_with_code, send_phone_code
from bawaba.identity.enrolment.queries import Draft, draft_of_handle
from bawaba.journal.ports import Actor

APPLICANT = Actor("applicant")
PASSWORD = "نخلة-طويلة-2026"
BETWEEN_CODES = 31  # seconds
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
    world.lives.lived(
        ("activated", *_told_of(world, slug), *sorted(more.items())), lambda: _brought_to_life(world, slug, **more)
    )


def with_email(world: Any, slug: str, address: str) -> None:
    """The same with an address that has proved to be theirs."""

    def road() -> None:
        account = live_account_of_number(world.cast[slug]["number"])
        assert account
        confirm_address(account=account, kind="email", text=address, by=Actor("person"))

    activated(world, slug, email=address)
    world.lives.lived(("confirmed", slug, address), road)


def _told_of(world: Any, slug: str) -> tuple[Any, ...]:
    return (slug, *world.cast[slug].items())


def _brought_to_life(world: Any, slug: str, **more: Any) -> None:
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
    if client:
        return _let_in(world, slug, client)

    def road() -> tuple[str, Any]:
        made = _let_in(world, slug, at())
        return made.defaults["REMOTE_ADDR"], made.cookies

    address, cookies = world.lives.lived(("logged in", *_told_of(world, slug)), road, waits=BETWEEN_CODES)
    client = at(address)
    client.cookies = cookies
    return client


def _let_in(world: Any, slug: str, client: Client) -> Client:
    world.wait(BETWEEN_CODES)
    assert give_details(client, slug)
    world.deliver()
    answer = client.post("/login/code", {"code": world.pocket.code(world.cast[slug]["phone"])})
    assert answer.status_code == 302, answer.content.decode()
    return client


def confirms(client: Client, review: str, came_from: str = "", **more: str) -> Any:
    """Read the sentence of a review, where it shows one, tick it, and submit; the answer. ``came_from``: as a browser says it."""
    headers = {"referer": f"http://testserver{came_from}"} if came_from else {}
    return client.post(review, ticked(client, review) | more, headers=headers)


def ticked(client: Client, review: str) -> dict[str, str]:
    """What a review sends once its sentence, where it shows one, was read and ticked."""
    mark = re.search(r'name="mark" value="([0-9a-f]+)"', client.get(review).content.decode())
    return {"mark": mark[1], "confirmed": "yes"} if mark else {}


def leads_on(client: Client, page: str) -> bool:
    """Whether the switches of reading, and the ways on by key, of a page that answered a form lead to a page."""
    found = re.findall(r'name="next" value="([^"]*)"', page)
    found += re.findall(r'rel="next" href="([^"]*)"', page)
    return bool(found) and all(one.startswith("/") and _reads(client, unescape(one)) for one in found)


def _reads(client: Client, address: str) -> bool:
    return client.get(address, headers={"accept": "text/html"}, follow=True).status_code == 200


def confirmed(
    world: Any, client: Client, told: dict[str, str] | None = None, app: Any = None, *, by_sms: bool = False
) -> Any:
    """Somebody logged in proves again who they are, as the pages ask: the password, then what their app shows or the code by SMS.

    ``told``: what the address of the first page says of where it goes on. ``by_sms``: although an app is asked first.
    """
    answer = client.post("/confirm", {**(told or {}), "password": PASSWORD})
    where = urlsplit(answer.headers.get("Location", ""))
    if where.path != "/confirm/code":
        return answer
    fields = dict(parse_qsl(where.query))
    if by_sms:
        where = urlsplit(client.post("/confirm/sms", fields)["Location"])
    code = app.shows() if app else proving_code(world)
    return client.post(f"/confirm/code?{where.query}", {**fields, "code": code})


def proving_code(world: Any) -> str:
    """The newest code that was sent to prove again who one is."""
    world.deliver()
    text = next(text for _, text in reversed(world.pocket.texts) if "تأكيد عملية" in text or "to confirm" in text)
    return re.findall(r"\b(\d{6})\b", text)[0]
