"""What people do with passkeys: a key in their pocket, registered in their settings, and used alone."""

from typing import Any

from django.conf import settings
from django.test import Client

from bawaba_sandbox.rehearsal.passkey import FLAGS, Passkey, options_on
from people import at

LIST, NEW, DOOR = "/settings/passkeys", "/settings/passkeys/new", "/login/passkey"
NOT_ACCEPTED, NOT_MADE = "لم يُقبل مفتاح المرور", "لم يُسجَّل مفتاح المرور"


def new_key() -> Passkey:
    """One that a phone's cloud keeps, as most people have them."""
    key = Passkey(settings.BAWABA.public_url)
    key.flags |= FLAGS.BE | FLAGS.BS
    return key


def made(client: Client, key: Passkey) -> str:
    """What the browser sends for a new passkey."""
    return key.make(options_on(client.get(NEW).content.decode()))


def registered(client: Client, key: Passkey | None = None, name: str = "جوالي") -> Passkey:
    """A passkey of whoever is logged in here."""
    key = key or new_key()
    answer = client.post(NEW, {"answer": made(client, key), "name": name})
    assert answer.status_code == 302, answer.content.decode()
    assert answer["Location"] == f"{LIST}?said=added"
    return key


def asked(client: Client, target: str = "/home") -> dict[str, Any]:
    """The button of the log-in page was pressed: what its next page asks of an authenticator."""
    begun = client.post(DOOR, {"next": target})
    assert begun["Location"].startswith(DOOR), begun["Location"]
    return options_on(client.get(begun["Location"]).content.decode())


def answered(client: Client, answer: str, target: str = "/home") -> Any:
    return client.post(DOOR, {"answer": answer, "next": target})


def enter(key: Passkey, client: Client | None = None, target: str = "/home") -> Any:
    """A log-in by passkey alone."""
    client = client or at()
    return answered(client, key.use(asked(client, target)), target)


def is_refused(client: Client, answer: str) -> bool:
    """In the words of every failure, and nobody is logged in."""
    page = answered(client, answer)
    return page.status_code == 200 and NOT_ACCEPTED in page.content.decode() and not is_inside(client)


def is_inside(client: Client) -> bool:
    return bool(client.get("/home").status_code == 200)
