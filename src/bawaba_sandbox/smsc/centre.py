"""Takes submit_sm, joins long messages, keeps them for the phone pages, and sends delivery receipts."""

import asyncio
import itertools
from collections import defaultdict
from datetime import UTC, datetime
from typing import Any

from smpp34 import ESME_RINVDSTADR, ESME_RTHROTTLED, Esme, Server, SmppError, SubmitSmEvent, Unbound

from bawaba_sandbox.messages import Messages
from bawaba_sandbox.smsc.numbers import fate_of

CONCATENATED, RECEIPT, UCS2 = 0x40, 0x04, 8
REFUSALS = {"no_such_number": ESME_RINVDSTADR, "busy": ESME_RTHROTTLED}
ANSWER_SECONDS = 2.0
NETWORK_SECONDS = 0.2  # as a network does: the answer first, then the receipt
GSM = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\x1bÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§"
    "¿abcdefghijklmnopqrstuvwxyzäöñüà"
)


class Centre:
    """One SMPP server on one port. Receipts of a client that went away wait for its next bind."""

    def __init__(self, messages: Messages, host: str, port: int) -> None:
        """Messages go into the sandbox's store, under the id that the client was told."""
        self._messages = messages
        self._server = Server(host, port, system_id="sandbox-smsc")
        self._esmes: dict[str, Esme] = {}
        self._owners: dict[str, str] = {}
        self._parts: dict[tuple[str, str, int], dict[int, bytes]] = {}
        self._waiting: defaultdict[str, list[tuple[SubmitSmEvent, str]]] = defaultdict(list)
        self._ids = itertools.count(int(datetime.now(UTC).timestamp() * 1000))
        self._under_way: set[asyncio.Task[None]] = set()

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
            self._owners[event.session_id] = event.system_id
            self._soon(self._confirm_waiting(event.system_id))
        elif isinstance(event, Unbound):
            self._esmes.pop(event.session_id, None)
        elif isinstance(event, SubmitSmEvent):
            self._take(event)

    def _take(self, event: SubmitSmEvent) -> None:
        refusal = REFUSALS.get(fate_of(event.destination_addr))
        if refusal is not None:
            event.reject(refusal)
            return
        message_id = f"{next(self._ids)}"
        whole = self._joined(event)
        if whole is not None:
            text = _text(whole, event.data_coding)
            self._messages.add_sms(event.destination_addr, event.source_addr, text, f"smpp-{message_id}")
        event.accept(message_id)
        if event.registered_delivery & 1:
            owner = self._owners[event.session_id]
            self._waiting[owner].append((event, message_id))
            self._soon(self._confirm_waiting(owner))

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

    def _soon(self, work: Any) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    async def _confirm_waiting(self, owner: str) -> None:
        await asyncio.sleep(NETWORK_SECONDS)
        for event, message_id in self._waiting.pop(owner, []):
            while (esme := self._bound(owner)) is not None and not await _confirm(esme, event, message_id):
                self._esmes.pop(esme.session_id, None)  # it went away without a word
            if esme is None:
                self._waiting[owner].append((event, message_id))

    def _bound(self, owner: str) -> Esme | None:
        bound = [esme for esme in self._esmes.values() if esme.system_id == owner and esme.can_receive]
        return bound[-1] if bound else None


async def _confirm(esme: Esme, event: SubmitSmEvent, message_id: str) -> bool:
    arrived = fate_of(event.destination_addr) == "delivered"
    when = datetime.now(UTC).strftime("%y%m%d%H%M")
    said = f"id:{message_id} sub:001 dlvrd:{arrived:03} submit date:{when} done date:{when}"
    text = f"{said} stat:{'DELIVRD' if arrived else 'UNDELIV'} err:{0 if arrived else 1:03} text:"
    try:
        async with asyncio.timeout(ANSWER_SECONDS):
            answer = await esme.deliver_sm(
                event.source_addr, text.encode(), source_addr=event.destination_addr, esm_class=RECEIPT
            )
    except (SmppError, TimeoutError):
        return False
    return bool(answer.is_success)


def _text(raw: bytes, coding: int) -> str:
    if coding == UCS2:
        return raw.decode("utf-16-be", errors="replace")
    return "".join(GSM[code & 0x7F] for code in raw)
