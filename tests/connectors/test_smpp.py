"""What only SMPP has: receipts, segments on the wire, a centre that falls silent; and a client that is not ours."""

import asyncio
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import smpplib.client
import smpplib.consts
import smpplib.gsm

from bawaba.connectors.sms import smpp
from bawaba.connectors.sms.segments import CONCATENATED, segments
from bawaba.connectors.sms.smpp import SmppCentre
from bawaba.journal.ports import Unavailable
from bawaba.messaging.ports import Receipt
from centres import Smpp, running, wait_for
from ports import HOST

TO, UNREACHABLE = "+966500000101", "+966500000997"
LONG_ARABIC = "فُعّل حسابك في بوابة عند جهاز السوق الكبير. إن لم تكن أنت فأخبرنا فورًا. " * 6


@pytest.fixture
def centre(tmp_path: Path) -> Iterator[Smpp]:
    with running(Smpp, tmp_path) as one:
        yield one


def listening(centre: Smpp) -> tuple[SmppCentre, list[Receipt]]:
    heard: list[Receipt] = []
    connector = centre.connector()
    connector.listen(heard.append)
    return connector, heard


def test_a_long_message_has_one_receipt_under_the_id_that_was_told(centre: Smpp) -> None:
    connector, heard = listening(centre)
    told = connector.send(to=TO, text=LONG_ARABIC, ref="1")
    wait_for(lambda: heard)
    time.sleep(0.3)
    assert heard == [Receipt(told, delivered=True)]


def test_a_phone_that_cannot_be_reached_is_told_by_its_receipt(centre: Smpp) -> None:
    connector, heard = listening(centre)
    told = connector.send(to=UNREACHABLE, text="x", ref="1")
    wait_for(lambda: heard)
    assert heard == [Receipt(told, delivered=False)]


def test_a_receipt_reaches_the_next_process_when_the_first_is_gone(centre: Smpp) -> None:
    killed, nothing = listening(centre)
    told = killed.send(to=TO, text="first", ref="1")
    bind = killed._bind
    assert bind is not None
    asyncio.run_coroutine_threadsafe(killed._forget(bind), killed._loop).result(5)  # as its process ending would
    time.sleep(0.8)
    assert not nothing
    connector, heard = listening(centre)
    later = connector.send(to=TO, text="second", ref="2")
    wait_for(lambda: len(heard) == 2)
    assert {receipt.provider_id for receipt in heard} == {told, later}


@pytest.mark.parametrize(("state", "verdict"), [("ENROUTE", None), ("ACCEPTD", None), ("EXPIRED", False)])
def test_a_receipt_on_the_way_is_no_verdict(state: str, verdict: bool | None) -> None:
    class Event:
        esm_class, tlvs = 4, ()
        short_message = f"id:77 sub:001 dlvrd:000 stat:{state} err:000 text:".encode()

    found = smpp._receipt(Event())  # type: ignore[arg-type]  # as much of an event as is read
    assert (found.delivered if found else None) == verdict


def test_segments_fit_carry_their_header_and_never_cut_a_pair() -> None:
    for text in (LONG_ARABIC, "😀" * 200, "a" * 500):
        parts = segments(text)
        assert all(len(part.payload) <= (160 if part.data_coding == 0 else 140) for part in parts)
        assert {part.esm_class for part in parts} == {CONCATENATED}
        assert [tuple(part.payload[3:6]) for part in parts] == [
            (parts[0].payload[3], len(parts), number) for number in range(1, len(parts) + 1)
        ]
        body = b"".join(part.payload[6:] for part in parts)
        assert (body.decode("ascii") if parts[0].data_coding == 0 else body.decode("utf-16-be")) == text
        for part in parts:
            if part.data_coding:
                part.payload[6:].decode("utf-16-be")


def test_a_connection_that_drops_while_submitting_is_unavailable_at_once() -> None:
    began = time.monotonic()
    with answering(submit=False) as port, pytest.raises(Unavailable):
        SmppCentre(f"{HOST}:{port}", "bawaba", "x", "Bawaba").send(to=TO, text="x", ref="1")
    assert time.monotonic() - began < 5


def test_a_centre_that_falls_silent_does_not_hold_a_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(smpp, "SECONDS", 0.5)
    began = time.monotonic()
    with answering(submit=None) as port, pytest.raises(Unavailable):
        SmppCentre(f"{HOST}:{port}", "bawaba", "x", "Bawaba").send(to=TO, text="x", ref="1")
    assert time.monotonic() - began < 4


class answering:  # noqa: N801 - reads as a function
    """A centre that takes the bind and then drops the line (submit=False) or says nothing (submit=None)."""

    def __init__(self, *, submit: bool | None) -> None:
        self._submit, self._over = submit, threading.Event()

    def __enter__(self) -> int:
        self._server = socket.create_server((HOST, 0))
        threading.Thread(target=self._serve, daemon=True).start()
        port: int = self._server.getsockname()[1]
        return port

    def _serve(self) -> None:
        line, _ = self._server.accept()
        bind = line.recv(1000)
        answer = bytes.fromhex("8000000900000000") + bind[12:16] + b"fake\0"
        line.sendall((len(answer) + 4).to_bytes(4, "big") + answer)
        line.recv(1000)
        if self._submit is None:
            self._over.wait(10)
        line.close()

    def __exit__(self, *failed: object) -> None:
        self._over.set()
        self._server.close()


def test_an_independent_client_sends_long_arabic_and_hears_receipts(centre: Smpp) -> None:
    """smpplib, which shares nothing with what the sandbox or the portal are made of."""
    client = smpplib.client.Client(HOST, centre.port, allow_unknown_opt_params=True)
    sent: list[str] = []
    heard: list[bytes] = []
    client.set_message_sent_handler(lambda pdu: sent.append(pdu.message_id.decode()))
    client.set_message_received_handler(lambda pdu: heard.append(pdu.short_message) or 0)
    client.connect()
    client.bind_transceiver(system_id="other", password="x")
    parts, coding, esm_class = smpplib.gsm.make_parts(LONG_ARABIC)
    for part in parts:
        client.send_message(
            source_addr_ton=smpplib.consts.SMPP_TON_INTL,
            source_addr="Other",
            dest_addr_ton=smpplib.consts.SMPP_TON_INTL,
            destination_addr=TO.lstrip("+"),
            short_message=part,
            data_coding=coding,
            esm_class=esm_class,
            registered_delivery=True,
        )
    end = time.monotonic() + 10
    client._socket.settimeout(1)
    while (len(sent) < len(parts) or len(heard) < len(parts)) and time.monotonic() < end:
        client.read_once()
    client.disconnect()
    assert centre.messages.of("sms", TO)[0]["text"] == LONG_ARABIC
    assert len(sent) == len(parts) > 2
    assert all(f"id:{one}".encode() in b"".join(heard) for one in sent)
