"""Back-channel logout over HTTP: one form POST, no redirects, nothing read of the answer but its status."""

import httpx

from bawaba.connectors.bounded import BoundedTransport
from bawaba.journal.ports import Refused, Unavailable

SECONDS = 5.0
FOR_GOOD = {400, 404, 410}  # the agency does not take this token; anything else may pass


class HttpLogout:
    """Fulfils ``identity.clients.ports.LogoutReceiver``."""

    def __init__(self, transport: httpx.BaseTransport | None = None) -> None:
        """``transport`` for tests that serve an agency in-process."""
        self._client = httpx.Client(timeout=SECONDS, transport=transport or BoundedTransport(SECONDS))

    def tell(self, *, address: str, token: str) -> None:
        """200 or 204 is told; a redirect is not followed, and counts as no answer."""
        try:
            answer = self._client.post(address, data={"logout_token": token})
        except httpx.HTTPError as error:
            raise Unavailable(type(error).__name__) from error
        if answer.status_code in FOR_GOOD:
            raise Refused(f"status {answer.status_code}")
        if answer.status_code not in {200, 204}:
            raise Unavailable(f"status {answer.status_code}")
