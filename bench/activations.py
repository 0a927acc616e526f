"""The works of the row "activation", for bench.inside: a bank's statement brings a registered person alive, beside its parts."""

import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx

from bawaba.connectors.register.http import HttpRegister
from bawaba.identity.attestation.acceptance import accept, prepare
from bawaba.identity.attestation.loading import load_attestor
from bawaba.identity.attestation.moving import attestor_named
from bawaba.identity.attestation.statement import encryption_keys, read_statement
from bawaba.identity.enrolment import commands
from bawaba.identity.enrolment.queries import draft_of_handle
from bawaba.journal.ports import Actor
from bawaba.registers import queries as registers
from bawaba_attestor import Claims, Subject, new_key, public_jwks
from bawaba_attestor.statement import attestation
from bawaba_sandbox.app import create_app
from bawaba_sandbox.config import Config
from bawaba_sandbox.register.cast import new_spare
from bawaba_sandbox.register.populate import populate
from bench.bare import bare_transaction
from bench.people import PASSWORD

SLUG, AUDIENCE, APPLICANT, BANK = "bench", "http://localhost:8000", Actor("applicant"), Actor("attestor", "bench")
STOCK, LONGEST = 40, timedelta(seconds=50)  # facts are good for sixty seconds


@dataclass
class Stocked:
    """A work that uses up what was made ready before the clock runs."""

    make: Callable[[], Any]
    use: Callable[[Any], object]
    stock: list[Any] = field(default_factory=list)

    def fill(self) -> None:
        """As many as a slice may use; older ones are too old."""
        self.stock = [self.make() for _ in range(STOCK)]

    def __call__(self) -> object:
        """One of them."""
        if not self.stock:
            self.fill()
        return self.use(self.stock.pop())


def works() -> dict[str, Callable[[], object]]:
    """The statement read and the whole transaction; the statement read and a bare transaction of eight rows."""
    key, world = new_key(), _world()
    described = {"slug": SLUG, "channel": "bank", "name": {"ar": "بنك", "en": "Bank"}, "keys": public_jwks(key)}
    load_attestor(described=described | {"a_day": 1_000_000, "places": []}, by=Actor("operator"))
    bare = bare_transaction()

    def registered() -> str:
        return _statement(_registered(new_spare(world, 7, "citizen")), world, key)

    def stated() -> str:
        return _statement(new_spare(world, 7, "citizen"), world, key)

    def parts(signed: str) -> None:
        read_statement(signed, attestor_named(SLUG))
        bare()

    return {"portal": Stocked(registered, _activate), "parts": Stocked(stated, parts)}


def _world() -> Any:
    """A register in this process; the portal asks it before the clock runs, as R5 wants its facts."""
    folder = Path(tempfile.mkdtemp(prefix="bench-"))
    populate(folder / "register.sqlite3", 10, 7, today=date.today())
    app = create_app(Config(folder=folder, matcher="simulated"))
    asked = HttpRegister("http://sandbox/register/v1", Config().register_key, transport=httpx.WSGITransport(app=app))
    registers.register = lambda: asked  # type: ignore[assignment]  # the register of this measurement
    return app.extensions["register"]


def _registered(one: dict[str, Any]) -> dict[str, Any]:
    begun = commands.start_enrolment(population="citizen", language="ar", by=APPLICANT)
    typed = {"identifier_kind": one["kind"], "identifier": one["number"], "phone": one["phone"]}
    commands.save_claims(enrolment=begun.enrolment, typed=typed | {"user_name": f"n{one['number']}"}, by=APPLICANT)
    commands.prove_phone(enrolment=draft_of_handle(begun.handle).enrolment, by=APPLICANT)
    commands.submit_enrolment(enrolment=begun.enrolment, password=PASSWORD, terms_version="2026-11", by=APPLICANT)
    return one


def _statement(one: dict[str, Any], world: Any, key: dict[str, Any]) -> str:
    record = world.person(one["person_key"])
    registers.person_by_identifier(one["kind"], one["number"], max_age=LONGEST)
    about = {"birth_date": record["birth_date"], "nationality": record["nationality"]}
    names = {"given_name": record["names"]["en"]["first"], "family_name": record["names"]["en"]["family"]}
    subject = Subject(one["kind"], one["number"], one["phone"], datetime.now(UTC), **about, **names)
    said = Claims(method="online_banking", place="main", customer_reference="c-1")
    return attestation(SLUG, AUDIENCE, key, encryption_keys()["keys"][0], subject, said)[0]


def _activate(signed: str) -> None:
    attestor = attestor_named(SLUG)
    outcome = accept(case=prepare(attestor, read_statement(signed, attestor)), by=BANK)
    if outcome.word != "activated":
        raise RuntimeError(outcome)
