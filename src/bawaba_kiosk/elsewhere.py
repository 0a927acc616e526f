"""Where else a person can go: the portal's counters by distance, kept for when the portal does not answer."""

from math import asin, cos, radians, sin, sqrt
from typing import Any

from bawaba_attestor import Attestor, Problem, Unavailable

EARTH_KM = 6371.0
Place = dict[str, Any]


class Elsewhere:
    """The portal's list, as it was heard last."""

    def __init__(self, attestor: Attestor) -> None:
        """Nothing is known yet."""
        self._attestor = attestor
        self._known: list[Place] = []

    def nearest(self, here: Place, channel: str = "counter", most: int = 3) -> list[Place]:
        """The nearest places of a channel, each with ``km``; none when nothing was ever heard."""
        try:
            self._known = self._attestor.places()
        except (Unavailable, Problem):
            pass  # what was heard before is still a way on
        found = [{**one, "km": distance(here, one)} for one in self._known if one["channel"] == channel]
        return sorted(found, key=lambda one: one["km"])[:most]


def distance(here: Place, there: Place) -> float:
    """Kilometres over the ground."""
    lat1, lon1, lat2, lon2 = (radians(place[axis]) for place in (here, there) for axis in ("latitude", "longitude"))
    half = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_KM * asin(sqrt(half))
