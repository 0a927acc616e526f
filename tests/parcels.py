"""What askers and the courier's clerk do with a parcel."""

from typing import Any

from bawaba.cases.delivery.tracking import follow_parcels
from bawaba.cases.queries import ApplicationView, application
from bawaba.core import clock
from bawaba.journal.handlers import doer_of
from bawaba.journal.models import Outbox
from catalogue import Asker

SLUG = "document-delivery"
FEE = 2_300


def sent_for(asker: Asker, **posted: str) -> ApplicationView:
    """Asked for, paid, and handed over unless the courier is down."""
    return asker.apply(SLUG, **posted)


def depot(world: Any, found: ApplicationView) -> list[dict[str, Any]]:
    """The courier's own book of this application."""
    return [one for one in world.app.extensions["parcels"].newest(1000) if one["told"]["reference"] == found.reference]


def clerk_moves(world: Any, found: ApplicationView, *states: str) -> None:
    """On the clerk's page, one state after another."""
    client = world.app.test_client()
    for state in states:
        (parcel,) = depot(world, found)
        answer = client.post(f"/courier/{parcel['tracking']}/move", data={"from": parcel["state"], "to": state})
        assert answer.status_code == 302
        assert depot(world, found)[0]["state"] == state


def followed(world: Any, found: ApplicationView, seconds: float = 20) -> ApplicationView:
    """The clock comes round, and what follows leaves the house."""
    world.wait(seconds)
    follow_parcels(clock.now())
    world.deliver()
    return application(found.uuid)


def switch(world: Any, mode: str) -> None:
    world.app.extensions["switches"]["courier"] = mode


def silent_for_a_month(world: Any, asker: Asker) -> ApplicationView:
    """As the last of ten thousand tries leaves it."""
    switch(world, "down")
    found = sent_for(asker)
    row = Outbox.objects.get(kind="cases.hand_over", payload__application=str(found.uuid))
    Outbox.objects.filter(pk=row.pk).update(attempts=doer_of("cases.hand_over").backoff.tries - 1)
    world.wait(600)
    world.deliver()
    return application(found.uuid)
