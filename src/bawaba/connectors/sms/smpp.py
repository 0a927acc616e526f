"""SMPP 3.4: one transceiver a process, on its own event loop; receipts come back on the same bind."""

import asyncio
import re
import threading
from collections.abc import Callable, Coroutine
from typing import Any

from smpp34 import ESME_RINVDSTADR, ESME_RMSGQFUL, ESME_RTHROTTLED, Client, Disconnected, SmppError, Smsc

from bawaba.connectors.sms.segments import segments
from bawaba.journal.ports import Refused, Unavailable
from bawaba.messaging.ports import Receipt

SECONDS = 5.0
RECEIPT = 0x04  # esm_class of a delivery receipt
ALPHANUMERIC, INTERNATIONAL, ISDN = 5, 1, 1
LATER = {ESME_RTHROTTLED, ESME_RMSGQFUL}
FORM = re.compile(rb"id:(\S+).*stat:(\w+)", re.DOTALL)


class SmppCentre:
    """Fulfils ``messaging.ports.SmsCentre``."""

    def __init__(self, address: str, system_id: str, password: str, sender: str) -> None:
        """``address`` is host:port; ``sender`` at most 11 letters."""
        host, _, port = address.rpartition(":")
        self._client_args = (host, int(port), system_id, password)
        self._sender = sender
        self._loop = asyncio.new_event_loop()
        self._session: Smsc | None = None
        self._lock = asyncio.Lock()
        self._heard: Callable[[Receipt], None] = lambda receipt: None
        threading.Thread(target=self._loop.run_forever, daemon=True, name="smpp").start()

    def send(self, *, to: str, text: str, ref: str) -> str:
        """Submit every segment; the id of the last one names the message."""
        del ref  # SMPP 3.4 has no idempotency key: a repetition after a crash is a second message
        return str(self._wait(self._submit(to, text), SECONDS * 2))

    def listen(self, heard: Callable[[Receipt], None]) -> None:
        """Receipts arrive on the bind of this process."""
        self._heard = heard

    def _wait(self, work: Coroutine[Any, Any, Any], seconds: float) -> Any:
        future = asyncio.run_coroutine_threadsafe(work, self._loop)
        try:
            return future.result(seconds)
        except (TimeoutError, OSError, SmppError) as error:
            future.cancel()
            raise Unavailable(type(error).__name__) from error

    async def _submit(self, to: str, text: str) -> str:
        session = await self._bound()
        provider_id = ""
        for segment in segments(text):
            try:
                answer = await session.submit_sm(
                    to.lstrip("+"),
                    segment.payload,
                    source_addr=self._sender,
                    source_addr_ton=ALPHANUMERIC,
                    dest_addr_ton=INTERNATIONAL,
                    dest_addr_npi=ISDN,
                    esm_class=segment.esm_class,
                    data_coding=segment.data_coding,
                    registered_delivery=1,
                )
            except SmppError:
                self._session = None  # bind anew next time
                raise
            provider_id = _accepted(answer.command_status, answer.message_id)
        return provider_id

    async def _bound(self) -> Smsc:
        async with self._lock:
            if self._session is None:
                host, port, system_id, password = self._client_args
                client = Client(host, port, system_id, password, bind_type="TRX", connect_timeout_ms=3000)
                self._session = await client.connect()
                self._loop.create_task(self._receive(client, self._session))
            return self._session

    async def _receive(self, client: Client, session: Smsc) -> None:
        while not isinstance(event := await session.next(), Disconnected):
            found = FORM.search(event.short_message) if event.esm_class & RECEIPT else None
            if found:
                receipt = Receipt(found[1].decode(), delivered=found[2] == b"DELIVRD")
                await self._loop.run_in_executor(None, self._heard, receipt)
        if self._session is session:
            self._session = None
        await client.stop()


def _accepted(status: int, message_id: str | None) -> str:
    if status == 0:
        return message_id or ""
    if status == ESME_RINVDSTADR:
        raise Refused("the number does not exist")
    raise Unavailable("throttled" if status in LATER else f"status {status}")
