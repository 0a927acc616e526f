"""A parcel as its pages show it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class ParcelView:
    """Times as the courier says, None while it is not there yet; ``silent``: it did not answer when it was asked last."""

    state: str
    tracking: str
    silent: bool
    requested_at: datetime
    handed_over_at: datetime | None
    set_out_at: datetime | None
    ended_at: datetime | None


def parcel_of(application: Any) -> ParcelView | None:
    """Of a row that was read together with its parcel; most have none."""
    found = getattr(application, "parcel", None)
    if found is None:
        return None
    return ParcelView(
        state=found.state,
        tracking=found.tracking,
        silent=found.silent,
        requested_at=found.requested_at,
        handed_over_at=found.handed_over_at,
        set_out_at=found.set_out_at,
        ended_at=found.ended_at,
    )
