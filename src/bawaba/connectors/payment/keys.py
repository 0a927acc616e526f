"""The provider's published keys: fetched again when a notice names an unknown one, and each hour, but never in a storm."""

from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Lock
from typing import Any

from joserfc.errors import JoseError
from joserfc.jwk import ECKey

from bawaba.core import clock
from bawaba.payments.ports import BadNotice, ProviderUnavailable

OLD = timedelta(hours=1)  # a key that the provider took back is believed no longer than this
PAUSE = timedelta(seconds=30)  # between two fetches that unknown keys may cause


class PublishedKeys:
    """Keys by their id, as the provider published them last."""

    def __init__(self, fetch: Callable[[], Any]) -> None:
        """``fetch`` gives the JWK set; ProviderUnavailable."""
        self._fetch = fetch
        self._keys: dict[str, ECKey] = {}
        self._fetched: datetime | None = None
        self._lock = Lock()

    def key(self, kid: object) -> ECKey:
        """The key of that id: BadNotice when the provider publishes none, ProviderUnavailable when it cannot be asked."""
        now = clock.now()
        with self._lock:
            pause = PAUSE if kid not in self._keys else OLD
            if self._fetched is None or now - self._fetched >= pause:
                self._keys = _read(self._fetch())
                self._fetched = now
            if kid not in self._keys:
                raise BadNotice("unknown key")
            return self._keys[str(kid)]


def _read(published: Any) -> dict[str, ECKey]:
    try:
        return {str(jwk["kid"]): ECKey.import_key(jwk) for jwk in published["keys"]}
    except (JoseError, KeyError, TypeError, ValueError) as error:
        raise ProviderUnavailable("keys that are not as agreed") from error
