"""People who have lost a phone, in one line each."""

import re
from typing import Any
from uuid import UUID

from django.test import Client

from bawaba.identity.accounts.faces import face
from bawaba.identity.accounts.queries import Holder, holder, live_account_of_number
from bawaba.identity.recovery import relatives
from bawaba.identity.recovery.models import Recovery, Trusted
from bawaba.journal.ports import Actor
from people import BETWEEN_CODES, activated, at, logged_in

NEW = "+966500007711"
SECRET = {"password": "بحر-هادئ-بعيد-77", "again": "بحر-هادئ-بعيد-77"}
STEPS = "/recover/steps"
COOLED = 48 * 3600 + 1


def who(world: Any, slug: str = "layla") -> Holder:
    account = live_account_of_number(world.cast[slug]["number"])
    assert account
    return holder(account)


def sheet_of(client: Client) -> list[str]:
    """Made on the page, as it is shown once."""
    page = client.get("/settings/recovery-codes").content.decode()
    seen = re.findall(r'name="seen" value="(\d+)"', page)[0]
    client.post("/settings/recovery-codes", {"seen": seen})
    shown = client.get("/settings/recovery-codes").content.decode()
    return re.findall(r"<li><code dir=\"ltr\">([0-9A-Z-]{14})</code></li>", shown)[:10]


def with_sheet(world: Any, slug: str = "layla") -> list[str]:
    """Activated, with a sheet; and time has gone by since."""

    def road() -> list[str]:
        codes = sheet_of(logged_in(world, slug))
        assert len(codes) == 10
        world.deliver()
        return codes

    activated(world, slug, email=f"{slug}@example.com")
    found: list[str] = world.lives.lived(("sheet", slug), road, waits=BETWEEN_CODES)
    return found


def names(world: Any, giver: str, receiver: str) -> UUID:
    """The tie that waits for its answer."""
    one, key = who(world, giver), logged_in(world, giver).session.session_key
    number, by = world.cast[receiver]["number"], Actor("person", str(one.account))
    relatives.name_relative(giver=face(one.account), number=number, session_key=key, by=by)
    world.deliver()
    return Trusted.objects.get(giver=one.account, state="named").uuid


def trusts(world: Any, giver: str, receiver: str) -> Client:
    """Named and accepted; the browser of whoever vouches."""
    activated(world, receiver)
    _accepted(world, giver, receiver)
    return logged_in(world, receiver)


def vouches_for(world: Any, giver: str, receiver: str) -> UUID:
    """The tie of a giver who is activated for it, and of a receiver who has an account already."""
    activated(world, giver)
    return _accepted(world, giver, receiver)


def _accepted(world: Any, giver: str, receiver: str) -> UUID:
    tie, other = names(world, giver, receiver), who(world, receiver)
    relatives.accept_trust(tie=tie, receiver=other.account, by=Actor("person", str(other.account)))
    world.deliver()
    return tie


def begin(world: Any, slug: str = "layla", wants: str = "phone", number: str = "") -> Client:
    client = at()
    answer = client.post("/recover", {"number": number or world.cast[slug]["number"], "wants": wants})
    assert answer["Location"] == STEPS, answer.content.decode()
    return client


def row_of(client: Client) -> Recovery:
    return Recovery.objects.get(uuid=client.session["recovery"])


def reference_on(client: Client) -> str:
    found = re.search(r"\b([0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4})\b", client.get(STEPS).content.decode())
    assert found
    return found[1]


def type_sheet(client: Client, code: str) -> Any:
    return client.post("/recover/sheet", {"code": code})


def vouch(relative: Client, giver: Holder, reference: str) -> Any:
    tie = Trusted.objects.filter(giver=giver.account).order_by("-pk").first()
    assert tie
    return relative.post(f"/relatives/{tie.uuid}/vouch", {"reference": reference})


def prove_phone(world: Any, client: Client, phone: str = NEW) -> Any:
    assert client.post("/recover/phone", {"phone": phone})["Location"] == "/recover/phone/code"
    world.deliver()
    answer = client.post("/recover/phone/code", {"code": world.pocket.code(phone)})
    world.deliver()
    return answer


def link_to(world: Any, phone: str, way: str) -> str:
    """The last link of that kind that a phone received."""
    texts = [text for to, text in world.pocket.texts if to == phone]
    found = [one for text in texts for one in re.findall(rf"http://testserver(/recover/{way}/\S+)", text)]
    assert found, texts
    return found[-1]


def come_back(world: Any, phone: str = NEW) -> Client:
    """Another browser, the link, and a fresh code."""
    client, link = at(), link_to(world, phone, "back")
    assert client.post(link)["Location"] == f"{link}/code"
    world.deliver()
    assert client.post(f"{link}/code", {"code": world.pocket.code(phone)})["Location"] == STEPS
    return client


def cooling(world: Any, phone: str = NEW, codes: list[str] | None = None) -> Any:
    """Layla with a sheet and Sami's word, and a new phone in her hand: two methods stand, and it waits."""
    codes = codes or with_sheet(world)
    sami = trusts(world, "layla", "sami")
    client = begin(world)
    assert type_sheet(client, codes[0])["Location"] == STEPS
    assert prove_phone(world, client, phone)["Location"] == STEPS
    assert row_of(client).state == "started"
    assert vouch(sami, who(world), reference_on(client))["Location"] == "/relatives/?said=vouched"
    world.deliver()
    assert row_of(client).state == "cooling"
    return client
