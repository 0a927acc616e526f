"""What givers and receivers of delegations do, by command."""

import re
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

from bawaba.core import clock
from bawaba.core.text import T
from bawaba.identity.accounts.faces import Face, face
from bawaba.identity.delegation import commands
from bawaba.journal.ports import Actor
from payers import account_of

PERSON = Actor("person")
IQAMA = "renew-iqama"


def face_of(world: Any, slug: str) -> Face:
    """Of somebody who is activated."""
    return face(account_of(world, slug))


def offer(world: Any, giver: str, number: str, *services: str, days: int = 30) -> UUID:
    """Offered to a number, whoever holds it."""
    sentence = T("أسمح", en="I allow")
    last = clock.today() + timedelta(days=days)
    offered = commands.Offer(number, services or (IQAMA,), last, sentence)
    return commands.offer_delegation(giver=face_of(world, giver), offer=offered, by=PERSON)


def acceptance_by(receiver: Face, handle: UUID) -> Callable[[], None]:
    """Still to be said, by somebody who is logged in."""
    sentence = T("أقبل", en="I accept")
    return partial(commands.accept_delegation, delegation=handle, receiver=receiver, sentence=sentence, by=PERSON)


def accept(world: Any, handle: UUID, receiver: str) -> None:
    acceptance_by(face_of(world, receiver), handle)()


def offers(client: Any, typed: dict[str, Any]) -> Any:
    """By form: read the review, tick the sentence, confirm; the answer."""
    review = client.post("/delegations/offer", typed).content.decode()
    mark = re.search(r'name="mark" value="([0-9a-f]+)"', review)
    assert mark, "no sentence to confirm"
    return client.post("/delegations/offer", typed | {"confirm": "yes", "confirmed": "yes", "mark": mark[1]})


def acceptance(client: Any, handle: UUID) -> dict[str, str]:
    """What the form beside the offer sends, with its box ticked."""
    page = client.get("/delegations/").content.decode()
    mark = re.search(rf'/delegations/{handle}/accept"[^>]*>.*?name="mark" value="([0-9a-f]+)"', page, re.DOTALL)
    return {"confirmed": "yes", "mark": mark[1]} if mark else {}


def end(world: Any, handle: UUID, slug: str) -> None:
    commands.end_delegation(delegation=handle, account=account_of(world, slug), by=PERSON)
