"""The outside world in-process: the same requests as over the network, through a WSGI transport."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
import time_machine
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

from bawaba.cases.delivery import handing_over, tracking
from bawaba.config.wsgi import application
from bawaba.connectors.delivery.http import HttpCourier
from bawaba.connectors.payment.hosted import HostedPayments
from bawaba.connectors.push.web_push import WebPush
from bawaba.connectors.register.http import HttpRegister
from bawaba.core import clock
from bawaba.identity.attestation.binding import enrol_attestor, issue_binding_code
from bawaba.identity.attestation.keys import keys_good_now
from bawaba.identity.attestation.loading import load_attestor
from bawaba.identity.attestation.moving import attestor_named
from bawaba.journal.delivery import deliver, due_rows
from bawaba.journal.ports import Actor, Refused
from bawaba.messaging import delivery, waking
from bawaba.payments import paying, reconciliation, releasing
from bawaba.registers import commands as register_changes
from bawaba.registers import queries as registers
from bawaba.web.portal import callbacks
from bawaba_attestor import Attestor, Claims, Outcome, Subject, new_key, public_jwks
from bawaba_attestor.keys import key_proof
from bawaba_kiosk.readers.simulated import capture_of
from bawaba_sandbox.app import create_app
from bawaba_sandbox.config import Config
from bawaba_sandbox.register.people import ridges
from bawaba_sandbox.register.populate import populate
from lives import Lives

HERE = "127.0.0.1"
KIOSK = {
    "slug": "kiosk-1",
    "channel": "kiosk",
    "name": {"ar": "جهاز السوق الكبير", "en": "Grand Market kiosk"},
    "places": [
        {
            "slug": "market",
            "name": {"ar": "السوق الكبير", "en": "Grand Market"},
            "city": {"ar": "العاصمة", "en": "Capital"},
            "hours": {"ar": "كل يوم 9:00-23:00", "en": "Daily 9:00-23:00"},
            "latitude": 24.7,
            "longitude": 46.7,
        }
    ],
}


def served(environ: dict[str, Any], start_response: Any) -> Any:
    """The portal's WSGI application, without closing the connection of the test's transaction."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    try:
        return list(application(environ, start_response))
    finally:
        for signal in (request_started, request_finished):
            signal.connect(close_old_connections)


class Pocket:
    """An SMS centre that keeps everything in a list; numbers ending 999 are refused."""

    def __init__(self) -> None:
        self.texts: list[tuple[str, str]] = []

    def send(self, *, to: str, text: str, ref: str) -> str:
        if to.endswith("999"):
            raise Refused("no such number")
        self.texts.append((to, text))
        return ref

    def listen(self, heard: Any) -> None:
        """No receipts here."""

    def last(self, phone: str) -> str:
        return next(text for to, text in reversed(self.texts) if to == phone)

    def code(self, phone: str) -> str:
        found = re.search(r"\b(\d{6})\b", self.last(phone))
        assert found, self.last(phone)
        return found[1]

    def opening_code(self, phone: str) -> str:
        found = re.search(r"\b([0-9A-Z]{4}(?:-[0-9A-Z]{4}){3})\b", self.last(phone))
        assert found, self.last(phone)
        return found[1]


class Mailbag:
    """A mail relay that keeps everything."""

    def __init__(self) -> None:
        self.mails: list[tuple[str, str, str]] = []

    def send(self, *, to: str, subject: str, text: str, ref: str) -> str:
        self.mails.append((to, subject, text))
        return ref


class World:
    """Handles of the cast, and what people do in it."""

    def __init__(self, app: Any) -> None:
        self.app = app
        self.store = app.extensions["register"]
        self.cast: dict[str, dict[str, Any]] = {}
        self.pristine = sqlite3.connect(":memory:")
        with closing(self.store.connect()) as register:
            register.backup(self.pristine)
        self.pocket, self.mailbag = Pocket(), Mailbag()
        self.keys: dict[str, dict[str, Any]] = {}
        self.counters: list[Attestor] = []  # where somebody works who has a name
        self.lives = Lives(self)

    @contextmanager
    def plugged(self, monkeypatch: pytest.MonkeyPatch, module: str = "") -> Iterator[None]:
        """Connectors of the portal lead here, to the register as it was made: no test knows what another has changed.

        ``module``: whose tests may begin where one of them has been.
        """
        self.lives.begin(module, monkeypatch)
        self.cast = {one["slug"]: dict(one) for one in self.app.extensions["cast"]}
        with closing(self.store.connect()) as register:
            self.pristine.backup(register)
        self.pocket, self.mailbag = Pocket(), Mailbag()
        transport = httpx.WSGITransport(app=self.app)
        self.register = HttpRegister("http://sandbox/register/v1", "demo-register-key", transport=transport)
        for asks in (registers, register_changes):
            monkeypatch.setattr(asks, "register", lambda: self.register)
        monkeypatch.setattr(delivery, "sms_centre", lambda: self.pocket)
        monkeypatch.setattr(delivery, "email_relay", lambda: self.mailbag)
        provider = HostedPayments("http://sandbox/pay/v1", "demo-payment-key", transport=transport)
        for asks in (paying, reconciliation, releasing, callbacks):
            monkeypatch.setattr(asks, "provider", lambda: provider)
        courier = HttpCourier("http://sandbox/courier/v1", "demo-delivery-key", transport=transport)
        for asks in (handing_over, tracking):
            monkeypatch.setattr(asks, "courier", lambda: courier)
        services = WebPush("http://sandbox", "http://testserver", transport=transport)
        monkeypatch.setattr(waking, "push_service", lambda: services)
        self.app.extensions["callback_transport"] = self.portal_transport()
        self.app.extensions["switches"].clear()
        self.travels: list[Any] = []
        self.lives.plugged()
        try:
            yield
        finally:
            self.lives.end()
            for travel in reversed(self.travels):
                travel.stop()

    def portal_transport(self, address: str = HERE) -> httpx.WSGITransport:
        return httpx.WSGITransport(app=served, remote_addr=address)

    def wait(self, seconds: float) -> None:
        """The clock goes on."""
        self.lives.after(("wait", seconds), lambda: self._travel(seconds))

    def _travel(self, seconds: float) -> None:
        self.travels.append(time_machine.travel(datetime.now(UTC) + timedelta(seconds=seconds), tick=True))
        self.travels[-1].start()

    def person(self, slug: str) -> dict[str, Any]:
        found: dict[str, Any] = self.store.person(self.cast[slug]["person_key"])
        return found

    def deliver(self) -> None:
        """Everything that is due leaves the house."""
        while rows := due_rows(clock.now()):
            for row in rows:
                deliver(row)

    def attestor(self, slug: str, channel: str = "kiosk", **more: Any) -> Attestor:
        """Load an attestor, and enrol its device where it is a kiosk; its client."""
        if slug not in self.keys:
            self.keys[slug] = new_key()
        loaded = {} if channel == "kiosk" else {"keys": public_jwks(self.keys[slug])}
        load_attestor(described={**KIOSK, "slug": slug, "channel": channel, **loaded, **more}, by=Actor("operator"))
        row = attestor_named(slug)
        if channel == "kiosk" and not keys_good_now(row).filter(kid=self.keys[slug]["kid"]).exists():
            code = issue_binding_code(attestor=row, by=Actor("operator"))
            proof = key_proof(slug, "http://testserver", self.keys[slug])
            enrol_attestor(slug=slug, code=code, proof=proof, address=HERE)
        made = Attestor("http://testserver", slug, self.keys[slug], transport=self.portal_transport())
        if channel == "counter":
            self.counters.append(made)
        return made

    def finger(self, slug: str, finger: str = "right_index") -> str:
        """What a reader would capture of that finger."""
        return capture_of(ridges(self.cast[slug]["person_key"], finger))

    def visit(self, kiosk: Attestor, slug: str, phone: str | None = None) -> dict[str, Any]:
        """Open a visit, lay the finger on, prove the phone."""
        one = self.cast[slug]
        opened = kiosk.open_visit(one["kind"], one["number"], "market", "ar", "2026-11")
        matched = kiosk.send_biometric(opened["visit"], "right_index", "sim-1", "simulated", self.finger(slug))
        assert matched["match"], matched
        number = phone or one["phone"]
        kiosk.send_phone(opened["visit"], number)
        self.deliver()
        proof = kiosk.send_code(opened["visit"], self.pocket.code(number))
        assert proof["proven"], proof
        return {**opened, **proof, "phone": number}

    def attest(self, kiosk: Attestor, slug: str, visit: dict[str, Any], use: bool) -> Outcome:
        """The statement of a kiosk about this visit."""
        one = self.cast[slug]
        subject = Subject(one["kind"], one["number"], visit["phone"], datetime.now(UTC))
        claims = Claims(
            method="fingerprint",
            place="market",
            visit=visit["visit"],
            challenge=visit["challenge"],
            enrolment="use" if use else "discard",
            terms_version=visit.get("terms_version") or "2026-11",
            operator="clerk-7" if kiosk in self.counters else "",
        )
        return kiosk.attest(subject, claims)

    def bank_attest(self, bank: Attestor, slug: str, phone: str | None = None, **more: Any) -> Outcome:
        """The statement of a bank about its customer."""
        one, record = self.cast[slug], self.person(slug)
        values = {
            "birth_date": record["birth_date"],
            "nationality": record["nationality"],
            "given_name": record["names"]["en"]["first"],
            "family_name": record["names"]["en"]["family"],
        } | more
        subject = Subject(one["kind"], one["number"], phone or one["phone"], datetime.now(UTC), **values)
        return bank.attest(subject, Claims(method="online_banking", place="main", customer_reference="c-1"))


def make_world(folder: Path, today: date) -> World:
    """A sandbox with the cast and a few others."""
    config = Config(folder=folder, portal="http://testserver", url="http://sandbox", matcher="simulated")
    populate(folder / "register.sqlite3", 60, config.seed, today=today)
    return World(create_app(config))
