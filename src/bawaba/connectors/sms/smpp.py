"""SMPP 3.4: one transceiver a process, on its own event loop; receipts come back on the same bind."""

import asyncio
import re
import threading
from collections.abc import Callable
from dataclasses import dataclass

from smpp34 import (
    ESME_RINVDSTADR,
    TLV_RECEIPTED_MESSAGE_ID,
    Client,
    DeliverSmEvent,
    Disconnected,
    SmppError,
    Smsc,
    SubmitSmResp,
)

from bawaba.connectors.sms.segments import Segment, segments
from bawaba.journal.ports import Refused, Unavailable
from bawaba.messaging.ports import Receipt

SECONDS = 10.0  # for one message, all of its segments
CONNECT_MILLISECONDS = 3000
RECEIPT = 0x04  # esm_class of a delivery receipt
ALPHANUMERIC, INTERNATIONAL, ISDN = 5, 1, 1
FORM = re.compile(rb"id:(\S+).*stat:(\w+)", re.DOTALL)
FINAL = {b"DELIVRD": True, b"EXPIRED": False, b"DELETED": False, b"UNDELIV": False, b"REJECTD": False}


@dataclass(frozen=True)
class Bind:
    """A connection and its session."""

    client: Client
    session: Smsc


class SmppCentre:
    """Fulfils ``messaging.ports.SmsCentre``."""

    def __init__(self, address: str, system_id: str, password: str, sender: str) -> None:
        """``address`` is host:port; ``sender`` at most 11 letters."""
        host, _, port = address.rpartition(":")
        self._client_args = (host, int(port), system_id, password)
        self._sender = sender
        self._loop = asyncio.new_event_loop()
        self._bind: Bind | None = None
        self._lock = asyncio.Lock()
        self._heard: Callable[[Receipt], None] = lambda receipt: None
        threading.Thread(target=self._loop.run_forever, daemon=True, name="smpp").start()

    def send(self, *, to: str, text: str, ref: str) -> str:
        """Submit every segment; the id of the last one names the message."""
        del ref  # SMPP 3.4 has no idempotency key: a repetition after a crash is a second message
        return asyncio.run_coroutine_threadsafe(self._submit(to.lstrip("+"), segments(text)), self._loop).result()

    def listen(self, heard: Callable[[Receipt], None]) -> None:
        """Receipts arrive on the bind of this process, those of an earlier process too."""
        self._heard = heard

    async def _submit(self, to: str, parts: list[Segment]) -> str:
        bind, provider_id = None, ""
        try:
            async with asyncio.timeout(SECONDS):
                bind = await self._bound()
                for part in parts:
                    answer = await self._submit_part(bind.session, to, part, last=part is parts[-1])
                    provider_id = _accepted(answer)
        except (SmppError, OSError, TimeoutError) as error:
            await self._forget(bind)  # bind anew next time
            raise Unavailable(type(error).__name__) from error
        return provider_id

    async def _submit_part(self, session: Smsc, to: str, part: Segment, *, last: bool) -> SubmitSmResp:
        return await session.submit_sm(
            to,
            part.payload,
            source_addr=self._sender,
            source_addr_ton=ALPHANUMERIC,
            dest_addr_ton=INTERNATIONAL,
            dest_addr_npi=ISDN,
            esm_class=part.esm_class,
            data_coding=part.data_coding,
            registered_delivery=int(last),  # its id names the message: receipts of the others would find none
        )

    async def _bound(self) -> Bind:
        async with self._lock:
            if self._bind is None:
                host, port, system_id, password = self._client_args
                client = Client(
                    host, port, system_id, password, bind_type="TRX", connect_timeout_ms=CONNECT_MILLISECONDS
                )
                self._bind = Bind(client, await client.connect())
                self._loop.create_task(self._receive(self._bind))
            return self._bind

    async def _receive(self, bind: Bind) -> None:
        while not isinstance(event := await bind.session.next(), Disconnected):
            receipt = _receipt(event)
            if receipt is not None:
                await self._loop.run_in_executor(None, self._heard, receipt)
        await self._forget(bind)

    async def _forget(self, bind: Bind | None) -> None:
        if bind is not None and self._bind is bind:
            self._bind = None
            await bind.client.stop()


def _receipt(event: DeliverSmEvent) -> Receipt | None:
    """None for what is no receipt, and for one that says only that the message is on its way."""
    found = FORM.search(event.short_message) if event.esm_class & RECEIPT else None
    if found is None or found[2] not in FINAL:
        return None
    told = next((tlv.as_string() for tlv in event.tlvs if tlv.tag == TLV_RECEIPTED_MESSAGE_ID), None)
    return Receipt(told or found[1].decode(), delivered=FINAL[found[2]])


def _accepted(answer: SubmitSmResp) -> str:
    if answer.command_status == 0:
        return answer.message_id or ""
    if answer.command_status == ESME_RINVDSTADR:
        raise Refused("the number does not exist")
    raise Unavailable(f"status {answer.command_status}")  # throttled, queue full, and whatever may pass
