"""A generic SMS gateway over HTTP and JSON (docs/api/sms.md); repetition with the same ref is one message."""

from collections.abc import Callable

import httpx

from bawaba.journal.ports import Refused, Unavailable
from bawaba.messaging.ports import Receipt

SECONDS = 5.0
FOR_GOOD = {400, 404, 422}  # the message is at fault; anything else may pass


class JsonHttp:
    """Fulfils ``messaging.ports.SmsCentre``."""

    def __init__(
        self, address: str, password: str, sender: str, system_id: str = "", **more: httpx.BaseTransport
    ) -> None:
        """``address`` is the gateway's URL; ``password`` its bearer key; ``transport`` for tests."""
        del system_id
        headers = {"Authorization": f"Bearer {password}"}
        self._client = httpx.Client(base_url=address, headers=headers, timeout=SECONDS, **more)  # type: ignore[arg-type]  # transport only
        self._sender = sender

    def send(self, *, to: str, text: str, ref: str) -> str:
        """One POST."""
        body = {"to": to, "text": text, "from": self._sender, "ref": ref}
        try:
            answer = self._client.post("/messages", json=body)
            if answer.status_code in FOR_GOOD:
                raise Refused(f"status {answer.status_code}")
            return str(answer.raise_for_status().json()["id"])
        except (httpx.HTTPError, ValueError, LookupError, TypeError) as error:  # an answer in other words than ours
            raise Unavailable(type(error).__name__) from error

    def listen(self, heard: Callable[[Receipt], None]) -> None:
        """This gateway has no receipts."""
        del heard
