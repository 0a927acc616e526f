"""What officers do, and what brings an application to them."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.test import Client

from bawaba.cases.catalogue import services
from bawaba.cases.checklist import gather
from bawaba.cases.queries import application
from bawaba.cases.reactions import approve_when_paid
from bawaba.cases.submission import Request, submit_application
from bawaba.identity.accounts.queries import applicant
from bawaba.identity.staff.commands import appoint_officer, assign_post, issue_entry_code
from bawaba.identity.staff.queries import OfficerView, officer_in_service, officer_named
from bawaba.journal.ports import Actor
from bawaba_sandbox.rehearsal.passkey import Passkey, options_on
from catalogue import marked
from payers import account_of, hosted, pays
from people import at, logged_in

CONSOLE = Actor("operator", "console")
KEYS: dict[UUID, Passkey] = {}  # by officer: what they have in their pocket
EVENT = {
    "name": "سوق الخريف",
    "place": "حديقة الواحة",
    "day": "2027-01-15",
    "guests": 300,
    "plan": "بيع وألعاب.\nحراس عند كل باب.",
}


def appointed(world: Any, slug: str, *agencies: str, user_name: str = "") -> OfficerView:
    """Somebody of the cast works for these agencies, under their slug as user name unless another is given."""
    names = world.person(slug)["names"]
    ar, en = (f"{names[script]['first']} {names[script]['family']}" for script in ("ar", "en"))
    key = world.cast[slug]["person_key"]
    handle = appoint_officer(user_name=user_name or slug, name_ar=ar, name_en=en, person_key=key, by=CONSOLE)
    for agency in agencies:
        assign_post(officer=handle, agency=agency, role="officer", by=CONSOLE)
    return officer_in_service(handle)


def code_for(user_name: str) -> str:
    return issue_entry_code(officer=officer_named(user_name), by=CONSOLE)


def at_desk(user_name: str, client: Client | None = None) -> Client:
    """A browser in which this officer has entered: by the passkey they have, or a first one by a code."""
    client, found = client or at(), KEYS.get(officer_named(user_name))
    answer = enter_by_key(client, user_name, found) if found else enter_first(client, user_name)[0]
    assert answer["Location"] == "/desk/", answer.content.decode()
    return client


def enter_first(client: Client, user_name: str, code: str = "", key: Passkey | None = None) -> tuple[Any, Passkey]:
    """A code of the console, and a passkey made with it."""
    key = key or new_key()
    typed = {"user_name": user_name, "code": code or code_for(user_name)}
    assert client.post("/desk/code", typed)["Location"] == "/desk/passkeys/first"
    page = client.get("/desk/passkeys/first").content.decode()
    answer = client.post("/desk/passkeys/first", {"answer": key.make(options_on(page)), "name": "مفتاح الاختبار"})
    KEYS[officer_named(user_name)] = key
    return answer, key


def enter_by_key(client: Client, user_name: str, key: Passkey) -> Any:
    """Name, then passkey."""
    assert client.post("/desk/enter", {"user_name": user_name})["Location"] == "/desk/enter/key"
    page = client.get("/desk/enter/key").content.decode()
    return client.post("/desk/enter/key", {"answer": key.use(options_on(page))})


def new_key() -> Passkey:
    """A security key that knows this site."""
    return Passkey(settings.BAWABA.public_url)


def asked_for(world: Any, slug: str, service: str, answers: dict[str, Any]) -> UUID:
    """Submitted by command, on facts of this moment."""
    account, offered = account_of(world, slug), services()[service]
    key = world.cast[slug]["person_key"]
    facts = gather(offered.topics, applicant(account), key, timedelta(0))
    asked = Request(offered, account, key, answers, confirmed=marked(offered, facts, answers))
    return submit_application(asked=asked, facts=facts, by=Actor("person", str(account))).application


def paid_for(world: Any, slug: str, handle: UUID) -> None:
    """At the provider; whoever decides has it then."""
    bill = application(handle).bill
    pays(world, hosted(logged_in(world, slug), f"/bills/{bill}"))
    approve_when_paid({"subject": str(bill)})


def event_permit(world: Any, slug: str, **more: Any) -> UUID:
    """An application that waits for an officer of public security."""
    return asked_for(world, slug, "event-permit", EVENT | more)
