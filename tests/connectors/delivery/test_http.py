"""The contract of the courier's port, against the sandbox's courier on a real socket and against one that misbehaves."""

import json
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from werkzeug.serving import make_server

from bawaba.cases.ports import STATES, Consignment, Courier, Destination, Tracked
from bawaba.connectors.delivery.http import HttpCourier
from bawaba.core.text import T
from bawaba.journal.ports import Refused, Unavailable
from bawaba_sandbox.app import create_app
from bawaba_sandbox.config import Config
from connectors.sockets import MISBEHAVIOURS, misbehaving, says

TO = Destination("RAHA1234", "12", T("شارع النخيل", en="Palm Street"), T("الروضة", en="Rawdah"), T("العاصمة", en="Capital"), "12345")  # fmt: skip
ONE = Consignment("key-1", "7K2M9QXC4T1D", T("ليلى", en="Layla"), "+966500000101", TO)
AT = "2026-11-25T11:05:00+00:00"


class Depot:
    """A courier on a real socket."""

    def __init__(self, folder: Path) -> None:
        self.app = create_app(Config(folder=folder, matcher="simulated"))
        self.server = make_server("127.0.0.1", 0, self.app, threaded=True)
        self.address = f"http://127.0.0.1:{self.server.server_port}/courier/v1"
        self.connector: Courier = HttpCourier(self.address, "demo-delivery-key")
        self.parcels = self.app.extensions["parcels"]


@pytest.fixture
def depot(tmp_path: Path) -> Iterator[Depot]:
    one = Depot(tmp_path)
    Thread(target=one.server.serve_forever, daemon=True).start()
    yield one
    one.server.shutdown()
    one.server.server_close()


def test_a_parcel_is_taken_word_for_word_and_followed(depot: Depot) -> None:
    tracking = depot.connector.send(ONE)
    assert depot.connector.status(tracking).state == "handed_over"
    told = depot.parcels.one(tracking)["told"]
    assert told["name"] == {"ar": "ليلى", "en": "Layla"}
    assert told["address"]["street"]["ar"] == "شارع النخيل"
    assert (told["reference"], told["phone"]) == (ONE.reference, ONE.phone)
    for before, after in (("handed_over", "on_its_way"), ("on_its_way", "delivered")):
        assert depot.parcels.move(tracking, before, after)
        found = depot.connector.status(tracking)
        assert found.state == after
        assert found.at.tzinfo is not None


def test_a_repetition_is_the_same_parcel_and_another_key_another(depot: Depot) -> None:
    numbers = {depot.connector.send(ONE) for _ in range(3)}
    assert len(numbers) == 1
    assert depot.connector.send(replace(ONE, key="key-2")) not in numbers
    assert len(depot.parcels.newest()) == 2


def test_an_address_to_which_nobody_drives_is_refused_for_good(depot: Depot) -> None:
    with pytest.raises(Refused):
        depot.connector.send(replace(ONE, to=replace(TO, post_code="99999")))
    assert not depot.parcels.newest()


def test_a_parcel_that_it_does_not_know_is_refused(depot: Depot) -> None:
    for tracking in ("BP0000000000SA", "../v1/parcels", "ش"):
        with pytest.raises(Refused):
            depot.connector.status(tracking)


def test_another_key_or_a_wrong_address_of_the_api_is_no_answer(depot: Depot) -> None:
    for connector in (HttpCourier(depot.address, "another"), HttpCourier(depot.address + "x", "demo-delivery-key")):
        with pytest.raises(Unavailable):
            connector.send(ONE)


def test_while_it_is_down_it_is_asked_later(depot: Depot) -> None:
    tracking = depot.connector.send(ONE)
    depot.app.extensions["switches"]["courier"] = "down"
    for ask in (lambda: depot.connector.send(ONE), lambda: depot.connector.status(tracking)):
        with pytest.raises(Unavailable):
            ask()


@pytest.mark.promise("A42")
@pytest.mark.parametrize("how", MISBEHAVIOURS)
def test_however_it_misbehaves_a_call_ends_in_time_and_in_our_words(how: str) -> None:
    with misbehaving(MISBEHAVIOURS[how]) as address:
        for ask in (lambda c: c.send(ONE), lambda c: c.status("BP1")):
            began = time.monotonic()
            with pytest.raises(Unavailable):
                ask(HttpCourier(address, "key"))
            assert time.monotonic() - began < 2.7


@pytest.mark.parametrize("body", [b"{}", b'{"tracking": 7}', b'{"tracking": ""}', b'{"tracking": "%s"}' % (b"x" * 41), b'{"tracking": "a\\nb"}'], ids=str)  # fmt: skip
def test_a_tracking_number_that_is_none_is_no_answer(body: bytes) -> None:
    with misbehaving(says(body)) as address, pytest.raises(Unavailable):
        HttpCourier(address, "key").send(ONE)


def said(**more: Any) -> bytes:
    return json.dumps({"tracking": "BP1", "state": "delivered", "at": AT} | more).encode()


def test_every_state_is_read() -> None:
    for state in STATES:
        with misbehaving(says(said(state=state))) as address:
            assert isinstance(HttpCourier(address, "key").status("BP1"), Tracked)


@pytest.mark.parametrize("more", [{"state": "lost"}, {"state": None}, {"tracking": "BP2"}, {"at": None}, {"at": "noon"}, {"at": "2026-11-25T11:05:00"}], ids=str)  # fmt: skip
def test_a_state_that_is_none_is_no_answer(more: dict[str, Any]) -> None:
    with misbehaving(says(said(**more))) as address, pytest.raises(Unavailable):
        HttpCourier(address, "key").status("BP1")


@pytest.mark.promise("A42")
def test_after_five_silences_it_is_not_asked_any_more() -> None:
    with misbehaving(MISBEHAVIOURS["500"]) as address:
        connector = HttpCourier(address, "key")
        for _ in range(5):
            with pytest.raises(Unavailable):
                connector.status("BP1")
        with pytest.raises(Unavailable, match="resting"):
            connector.status("BP1")
