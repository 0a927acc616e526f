"""Takes submit_sm, joins long messages, keeps them for the phone pages, and sends delivery receipts."""

import asyncio
import itertools
from datetime import UTC, datetime
from typing import Any

from smpp34 import Esme, Server, SubmitSmEvent, Unbound

from bawaba_sandbox.messages import Messages

CONCATENATED, RECEIPT, UCS2 = 0x40, 0x04, 8
GSM = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\x1bÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§"
    "¿abcdefghijklmnopqrstuvwxyzäöñüà"
)


class Centre:
    """One SMPP server on one port."""

    def __init__(self, messages: Messages, host: str, port: int) -> None:
        """Messages go into the sandbox's store."""
        self._messages = messages
        self._server = Server(host, port, system_id="sandbox-smsc")
        self._esmes: dict[str, Esme] = {}
        self._parts: dict[tuple[str, str, int], dict[int, bytes]] = {}
        self._ids = itertools.count(int(datetime.now(UTC).timestamp() * 1000))

    async def run(self) -> None:
        """Serve until cancelled."""
        await self._server.start()
        try:
            while True:
                await self._hear(await self._server.next())
        finally:
            await self._server.stop()

    async def _hear(self, event: Any) -> None:
        if isinstance(event, Esme):
            self._esmes[event.session_id] = event
        elif isinstance(event, Unbound):
            self._esmes.pop(event.session_id, None)
        elif isinstance(event, SubmitSmEvent):
            await self._take(event)

    async def _take(self, event: SubmitSmEvent) -> None:
        message_id = f"{next(self._ids)}"
        whole = self._joined(event)
        if whole is not None:
            self._messages.add_sms(event.destination_addr, event.source_addr, _text(whole, event.data_coding))
        event.accept(message_id)
        esme = self._esmes.get(event.session_id)
        if event.registered_delivery & 1 and esme is not None and esme.can_receive:
            asyncio.get_running_loop().create_task(self._confirm(esme, event, message_id))

    def _joined(self, event: SubmitSmEvent) -> bytes | None:
        raw = event.short_message
        if not event.esm_class & CONCATENATED:
            return raw
        reference, total, number = raw[3], raw[4], raw[5]
        parts = self._parts.setdefault((event.session_id, event.destination_addr, reference), {})
        parts[number] = raw[raw[0] + 1 :]
        if len(parts) < total:
            return None
        del self._parts[(event.session_id, event.destination_addr, reference)]
        return b"".join(parts[place] for place in sorted(parts))

    async def _confirm(self, esme: Esme, event: SubmitSmEvent, message_id: str) -> None:
        await asyncio.sleep(0.2)  # as a network does: the answer first, then the receipt
        when = datetime.now(UTC).strftime("%y%m%d%H%M")
        text = f"id:{message_id} sub:001 dlvrd:001 submit date:{when} done date:{when} stat:DELIVRD err:000 text:"
        await esme.deliver_sm(event.source_addr, text.encode(), source_addr=event.destination_addr, esm_class=RECEIPT)


def _text(raw: bytes, coding: int) -> str:
    if coding == UCS2:
        return raw.decode("utf-16-be", errors="replace")
    return "".join(GSM[code & 0x7F] for code in raw)
