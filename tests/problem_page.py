"""docs/api/problems.md: what the portal really answers when it cannot do what an attestor asks, one scene a problem."""

import json
import logging
import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from http import HTTPStatus
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx
import pytest
import time_machine
from django.core.management import call_command
from django.db import OperationalError, transaction
from django.test.runner import DiscoverRunner

from bawaba.identity.attestation import live_codes
from bawaba.identity.attestation.closing import close_operator
from bawaba.identity.attestation.moving import attestor_named
from bawaba.journal.ports import Actor
from bawaba.web.channel_api import views
from bawaba_attestor import new_key
from bawaba_attestor.keys import key_proof
from people import activated, register
from wires import call, kiosk_stated, post, send, slug_of, stated
from worlds import World, make_world

PAGE = Path(__file__).parent.parent / "docs/api/problems.md"
HEAD = """# Problems, as they are answered

One recorded answer of each problem that an attestor can meet; what each means and what to do is in
[attestors.md](attestors.md#problems). `make pages` plays the scenes and writes this page; a test fails when it is stale.
"""
NOBODY = "00000000-0000-4000-8000-000000000000"
CONSENT = {"text_version": "2026-11", "language": "ar"}
HANDLE = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")
SHOWN = ("Content-Type", "Retry-After", "Allow")


class Scene:
    """A registered Omar, a kiosk, a bank; what is done in it leaves no trace."""

    def __init__(self, world: World, patch: pytest.MonkeyPatch) -> None:
        self.world, self.patch = world, patch
        self.kiosk, self.bank = world.attestor("kiosk-1"), world.attestor("palm-bank", "bank")

    def opened(self, slug: str = "omar", **more: Any) -> httpx.Response:
        one = self.world.cast[slug]
        asked = {"kind": one["kind"], "number": one["number"], "place": "market", "consent": CONSENT}
        return post(self.kiosk, "/visits", asked | more)

    def matched(self, slug: str = "omar") -> str:
        visit = str(self.opened(slug).json()["visit"])
        found = self.kiosk.send_biometric(visit, "right_index", "sim-1", "simulated", self.world.finger(slug))
        assert found["match"]
        return visit

    def give_phone(self, visit: str, phone: str) -> httpx.Response:
        return post(self.kiosk, f"/visits/{visit}/phone", {"phone": phone})

    def coded(self, visit: str, phone: str) -> dict[str, str]:
        assert self.give_phone(visit, phone).status_code == 202
        self.world.deliver()
        return {"code": self.world.pocket.code(phone)}

    def phone_of(self, slug: str) -> str:
        return str(self.world.cast[slug]["phone"])

    def stated(self, **claims: Any) -> str:
        return stated(self.world, self.bank, "omar", **claims)

    def rotated(self, key: dict[str, Any]) -> httpx.Response:
        proof = key_proof("palm-bank", "http://testserver", key)
        return post(self.bank, "/keys/rotation", {"proof": proof}, **{"Idempotency-Key": "k"})


Played = Callable[[Scene], httpx.Response]
SCENES: list[tuple[str, Played]] = []


def scene(said: str) -> Callable[[Played], Played]:
    """What was done, in a line."""

    def keep(played: Played) -> Played:
        SCENES.append((said, played))
        return played

    return keep


@scene("The body ends too early.")
def _(at: Scene) -> httpx.Response:
    return post(at.kiosk, "/visits", b'{"kind":')


@scene("An attestation without `Idempotency-Key`.")
def _(at: Scene) -> httpx.Response:
    return post(at.bank, "/attestations", {"attestation": at.stated()})


@scene("A statement whose `aud` is another portal.")
def _(at: Scene) -> httpx.Response:
    return send(at.bank, at.stated(aud="https://elsewhere.example"))


@scene("A call without a token.")
def _(at: Scene) -> httpx.Response:
    return call(at.bank, "GET", "/channel/v1/activity", Authorization="")


@scene("A bank opens a visit.")
def _(at: Scene) -> httpx.Response:
    at.kiosk = at.bank
    return at.opened()


@scene("The caller brings the header of a client certificate by itself.")
def _(at: Scene) -> httpx.Response:
    return call(at.bank, "GET", "/channel/v1/activity", **{"X-Client-Cert": "MIIBszCCAVmgAwIB"})


@scene("A kiosk whose case was opened opens a visit.")
def _(at: Scene) -> httpx.Response:
    at.kiosk.heartbeat("0.1.0", datetime.now(UTC).isoformat(), tampered=True)
    return at.opened()


@scene("A statement in the name of a clerk whom the operators have closed.")
def _(at: Scene) -> httpx.Response:
    by = Actor("operator", "console")
    close_operator(attestor=attestor_named("palm-bank"), operator="clerk-7", reason="fraud", by=by)
    return send(at.bank, at.stated(method="branch", operator="clerk-7"))


@scene("A first key under a code that was not given out, for an attestor that may or may not exist.")
def _(at: Scene) -> httpx.Response:
    proof = key_proof("kiosk-17", "http://testserver", new_key())
    return post(at.kiosk, "/keys/first", {"attestor": "kiosk-17", "code": "0000-0000-0000-0000", "proof": proof})


@scene("A key that was rotated, and ends in a week, wants to introduce another successor.")
def _(at: Scene) -> httpx.Response:
    old = at.bank._key
    at.bank.rotate(new_key())
    at.bank._key = old
    return at.rotated(new_key())


@scene("A successor under the `kid` of an earlier key.")
def _(at: Scene) -> httpx.Response:
    return at.rotated(new_key() | {"kid": at.bank._key["kid"]})


@scene("A call to a visit that is not open any more, or never was.")
def _(at: Scene) -> httpx.Response:
    return post(at.kiosk, f"/visits/{NOBODY}/code", {"code": "123456"})


@scene("A receipt's reference that no registration has.")
def _(at: Scene) -> httpx.Response:
    return post(at.kiosk, "/visits", {"reference": "0000-0000-0000", "place": "market", "consent": CONSENT})


@scene("The outcome of a statement that was never received.")
def _(at: Scene) -> httpx.Response:
    return call(at.bank, "GET", "/channel/v1/attestations/never-sent")


@scene("A path that leads nowhere.")
def _(at: Scene) -> httpx.Response:
    return call(at.bank, "GET", "/channel/v1/customers")


@scene("A method that the call does not have.")
def _(at: Scene) -> httpx.Response:
    return call(at.bank, "DELETE", "/channel/v1/activity")


@scene("The phone before the finger.")
def _(at: Scene) -> httpx.Response:
    return at.give_phone(at.opened().json()["visit"], at.phone_of("omar"))


@scene("The code before the phone.")
def _(at: Scene) -> httpx.Response:
    return post(at.kiosk, f"/visits/{at.matched()}/code", {"code": "123456"})


@scene("The right code, and a stranger's account uses this phone.")
def _(at: Scene) -> httpx.Response:
    activated(at.world, "layla")
    at.world.wait(31)
    visit, phone = at.matched(), at.phone_of("layla")
    return post(at.kiosk, f"/visits/{visit}/code", at.coded(visit, phone))


@scene("The right code, and in the same moment another phone is given.")
def _(at: Scene) -> httpx.Response:
    visit, try_code = at.matched(), live_codes.try_code
    code = at.coded(visit, at.phone_of("omar"))

    def meanwhile(**asked: Any) -> Any:
        verdict = try_code(**asked)
        assert at.give_phone(visit, at.phone_of("sami")).status_code == 202
        return verdict

    at.patch.setattr(live_codes, "try_code", meanwhile)
    return post(at.kiosk, f"/visits/{visit}/code", code)


@scene("A second statement about one visit.")
def _(at: Scene) -> httpx.Response:
    visit = at.world.visit(at.kiosk, "omar")
    assert send(at.kiosk, kiosk_stated(at.world, at.kiosk, "omar", visit)).status_code == 201
    return send(at.kiosk, kiosk_stated(at.world, at.kiosk, "omar", visit))


@scene("Another attestor proves the same person in the same moment.")
def _(at: Scene) -> httpx.Response:
    other, prepare = at.world.attestor("coast-bank", "bank"), views.prepare

    def meanwhile(*asked: Any) -> Any:
        case = prepare(*asked)
        at.patch.setattr(views, "prepare", prepare)
        assert at.world.bank_attest(other, "omar").word == "activated"
        return case

    at.patch.setattr(views, "prepare", meanwhile)
    return send(at.bank, at.stated())


@scene("The same statement under another `Idempotency-Key`.")
def _(at: Scene) -> httpx.Response:
    statement = at.stated()
    assert send(at.bank, statement).status_code == 201
    return send(at.bank, statement)


@scene("The same call while the first is under way.")
def _(at: Scene) -> httpx.Response:
    statement, prepare, second = at.stated(), views.prepare, []

    def meanwhile(*asked: Any) -> Any:
        second.append(send(at.bank, statement, "k"))
        return prepare(*asked)

    at.patch.setattr(views, "prepare", meanwhile)
    assert send(at.bank, statement, "k").status_code == 201
    return second[0]


@scene("700 kB where a visit is opened.")
def _(at: Scene) -> httpx.Response:
    return at.opened(place="x" * 700_000)


@scene("A form instead of JSON.")
def _(at: Scene) -> httpx.Response:
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    return post(at.bank, "/attestations", b"attestation=x", **form)


@scene("A misspelt member, `plase`, and no `place`.")
def _(at: Scene) -> httpx.Response:
    return post(at.kiosk, "/visits", {"kind": "iqama", "number": "2", "plase": "market", "consent": CONSENT})


@scene("A number with a typing mistake.")
def _(at: Scene) -> httpx.Response:
    return at.opened(number="2311297276")


@scene("A phone that is no mobile phone.")
def _(at: Scene) -> httpx.Response:
    return at.give_phone(at.matched(), "+966112345678")


@scene("Another statement under a used `Idempotency-Key`.")
def _(at: Scene) -> httpx.Response:
    assert send(at.bank, at.stated(), "k").status_code == 201
    return send(at.bank, at.stated(), "k")


@scene("A second code at once to one phone.")
def _(at: Scene) -> httpx.Response:
    visit = at.matched()
    whole_second = datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=1)
    with time_machine.travel(whole_second, tick=False):
        at.give_phone(visit, at.phone_of("omar"))
        return at.give_phone(visit, at.phone_of("omar"))


@scene("One statement more than the attestor's row allows in 24 hours.")
def _(at: Scene) -> httpx.Response:
    at.world.attestor("palm-bank", "bank", a_day=1)
    assert send(at.bank, at.stated()).status_code == 201
    return send(at.bank, at.stated())


@scene("A mistake of ours, whatever it is.")
def _(at: Scene) -> httpx.Response:
    at.patch.setattr(views, "activity_of", lambda attestor: 1 / 0)
    return call(at.bank, "GET", "/channel/v1/activity")


@scene("The register is down.")
def _(at: Scene) -> httpx.Response:
    at.world.app.extensions["switches"]["register"] = "down"
    return send(at.bank, at.stated())


@scene("The database lets another transaction win, or is away.")
def _(at: Scene) -> httpx.Response:
    def away(attestor: Any) -> Any:
        raise OperationalError("database is locked")

    at.patch.setattr(views, "activity_of", away)
    return call(at.bank, "GET", "/channel/v1/activity")


def answers(world: World) -> list[tuple[str, httpx.Response]]:
    """Every scene, played and undone."""
    return [(said, _played(world, played)) for said, played in SCENES]


def render(recorded: list[tuple[str, httpx.Response]]) -> str:
    """The page, by status."""
    page = HEAD
    for said, answer in sorted(recorded, key=lambda one: one[1].status_code):
        asked = f"`{answer.request.method} {HANDLE.sub('{visit}', answer.request.url.path)}`"
        page += f"\n## {slug_of(answer)}\n\n{said} {asked} is answered:\n\n```http\n{_as_text(answer)}\n```\n"
    return page


def written() -> str:
    """The page from a portal and a sandbox of its own; Django is set up."""
    logging.disable()
    call_command("collectstatic", verbosity=0, interactive=False)
    runner = DiscoverRunner(verbosity=0, interactive=False)
    before = runner.setup_databases()
    try:
        with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
            world = make_world(Path(folder), date.today())
            with world.plugged(patch):
                return render(answers(world))
    finally:
        runner.teardown_databases(before)


def _played(world: World, played: Played) -> httpx.Response:
    with pytest.MonkeyPatch.context() as own, world.plugged(own), transaction.atomic():
        register(world, "omar")
        answer = played(Scene(world, own))
        transaction.set_rollback(True)
    return answer


def _as_text(answer: httpx.Response) -> str:
    head = [f"HTTP/1.1 {answer.status_code} {HTTPStatus(answer.status_code).phrase}"]
    head += [f"{name}: {answer.headers[name]}" for name in SHOWN if name in answer.headers]
    return "\n".join([*head, "", json.dumps(answer.json(), indent=2, ensure_ascii=False)])
