"""What askers and the courier's clerk do with a parcel."""

from typing import Any

from bawaba.cases.delivery.tracking import follow_parcels
from bawaba.cases.queries import ApplicationView, application
from bawaba.core import clock
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
